//! What is wrong with a file of settings, where, and the nearest right word.

use std::ops::Range;

/// Something wrong at a place in a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {message}")]
pub struct ConfigError {
    /// The line, from 1.
    pub line: usize,
    /// The column, in characters from 1.
    pub column: usize,
    /// What is wrong, and what would be right; safe to show, whatever the file holds.
    pub message: String,
}

impl ConfigError {
    /// A fault where a span of the text begins.
    pub(super) fn at(text: &str, span: &Range<usize>, message: impl Into<String>) -> ConfigError {
        let before = text.get(..span.start).unwrap_or(text);
        let row = before.rfind('\n').map_or(0, |newline| newline + 1);
        ConfigError {
            line: before.matches('\n').count() + 1,
            column: before[row..].chars().count() + 1,
            message: visible(&message.into()),
        }
    }
}

/// The text with everything that hides, or that a terminal would obey, written out: `\u{1b}`.
pub(super) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_plain(c) { shown.push(c) } else { shown.extend(c.escape_default()) }
    }
    shown
}

/// Whether a character shows what it is.
pub(super) fn is_plain(c: char) -> bool {
    // Rust writes out in text for programmers what has no picture of its own; quotation marks and the backslash,
    // which it writes out too, have one.
    c == '\\' || c == '"' || c == '\'' || c.escape_debug().len() == 1
}

/// "; did you mean `…`?" with the candidate nearest to `found`; nothing where none is near, which means that
/// at most a third of the letters differ.
pub(super) fn did_you_mean<'a>(found: &str, among: impl IntoIterator<Item = &'a str>) -> String {
    nearest(found, among).map_or_else(String::new, |word| format!("; did you mean `{word}`?"))
}

/// The candidate nearest to `found`, if one is near.
pub(crate) fn nearest<'a>(found: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // No slip of the pen is so long, and comparing takes time by the length.
    const LONGEST: usize = 64;
    if found.len() > LONGEST {
        return None;
    }
    let found = found.to_lowercase();
    let distance = |word: &str| strsim::damerau_levenshtein(&found, &word.to_lowercase());
    among
        .into_iter()
        .map(|word| (distance(word), word))
        .filter(|(distance, word)| distance * 3 <= word.chars().count().max(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_written_out() {
        assert_eq!(visible("a\x1b[2J\u{202e}\u{7f}\u{9b}\n"), r"a\u{1b}[2J\u{202e}\u{7f}\u{9b}\n");
        assert_eq!(visible("Tür \"x\" 'y' \\ …"), "Tür \"x\" 'y' \\ …");
        assert!(!ConfigError::at("", &(0..0), "\x1b]0;x\x07").to_string().contains(char::is_control));
    }

    #[test]
    fn nothing_is_near_to_what_is_endless() {
        assert_eq!(nearest("markr", ["mouse", "marker"]), Some("marker"));
        assert_eq!(nearest(&"marker".repeat(100_000), ["marker"]), None);
    }
}
