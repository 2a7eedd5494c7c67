//! What is wrong with a file of settings, where, and the nearest right word.

use std::ops::Range;

/// Something wrong at a place in a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {message}")]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// The column, in characters from 1.
    pub column: usize,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl Fault {
    /// A fault where a span of the text begins.
    pub(super) fn at(text: &str, span: &Range<usize>, message: impl Into<String>) -> Fault {
        let before = text.get(..span.start).unwrap_or(text);
        let row = before.rfind('\n').map_or(0, |newline| newline + 1);
        Fault {
            line: before.matches('\n').count() + 1,
            column: before[row..].chars().count() + 1,
            message: message.into(),
        }
    }
}

/// "; did you mean `…`?" with the candidate nearest to `found`; nothing where none is near, which means that
/// at most a third of the letters differ.
pub(super) fn did_you_mean<'a>(found: &str, among: impl IntoIterator<Item = &'a str>) -> String {
    let found = found.to_lowercase();
    among
        .into_iter()
        .map(|word| (strsim::damerau_levenshtein(&found, word), word))
        .filter(|(distance, word)| distance * 3 <= word.chars().count().max(3))
        .min_by_key(|(distance, _)| *distance)
        .map_or_else(String::new, |(_, word)| format!("; did you mean `{word}`?"))
}
