//! Makes untrusted text safe to display: a file may contain anything, and a terminal executes escape sequences.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

/// The most combining marks on one letter. Scripts in use need up to four. Hundreds would overprint other lines.
const MAX_MARKS: usize = 4;

/// The most characters of a file that a message quotes.
const MAX_QUOTED: usize = 40;

/// The treatment of a character by [`sanitize`].
#[derive(PartialEq, Eq, Clone, Copy)]
enum CharClass {
    Keep,
    Replace(char),
    Drop,
}

fn classify(c: char) -> CharClass {
    match c {
        '\u{20}'..='\u{7e}' => CharClass::Keep,
        // C0 controls have visible pictures from U+2400 on.
        '\0'..='\u{1f}' => CharClass::Replace(char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}')),
        '\u{7f}' => CharClass::Replace('\u{2421}'),
        '\u{80}'..='\u{9f}' => CharClass::Replace('\u{fffd}'),
        '\u{2028}' | '\u{2029}' | '\u{a0}' | '\u{202f}' | '\u{3000}' => CharClass::Replace(' '),
        // Soft hyphen, zero widths, direction marks, overrides, isolates, fillers, annotations, tags, and the rest of
        // the default-ignorable code points.
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => CharClass::Drop,
        _ => CharClass::Keep,
    }
}

/// Returns whether a joiner has a meaning next to this character.
fn joins(c: char) -> bool {
    !c.is_ascii() && classify(c) == CharClass::Keep
}

/// Returns the characters with their classes. A joiner is kept between two letters of a script that joins them, and
/// dropped elsewhere.
fn classified(raw: &str) -> impl Iterator<Item = (char, CharClass)> {
    let mut previous = None;
    let mut chars = raw.chars().peekable();
    std::iter::from_fn(move || {
        let c = chars.next()?;
        let joins_next = chars.peek().copied().is_some_and(joins);
        let joined = previous.replace(c).is_some_and(joins) && joins_next;
        let is_joiner = matches!(c, '\u{200c}' | '\u{200d}');
        Some((c, if is_joiner && joined { CharClass::Keep } else { classify(c) }))
    })
}

/// Returns whether a character takes no space of its own: a combining mark or a joiner.
fn is_mark(c: char) -> bool {
    !c.is_ascii() && c.width() == Some(0)
}

/// Returns whether the text consists of visible ASCII and, with `paragraphs`, of line breaks, as almost all text does.
fn is_plain(raw: &str, paragraphs: bool) -> bool {
    raw.bytes().all(|byte| matches!(byte, 0x20..=0x7e) || paragraphs && byte == b'\n')
}

/// Returns the text without characters that are invisible or that a terminal would execute. Control characters become
/// visible pictures (`␛`). Direction controls and invisible characters are dropped. Tabs become blanks, and so do line
/// breaks unless `paragraphs` is set.
pub fn sanitize(raw: &str, paragraphs: bool) -> Cow<'_, str> {
    if is_plain(raw, paragraphs) {
        return Cow::Borrowed(raw);
    }
    let raw = raw.replace("\r\n", "\n");
    let mut text = String::with_capacity(raw.len());
    let mut marks = 0;
    for (c, class) in classified(&raw) {
        match class {
            CharClass::Replace(_) if c == '\n' && paragraphs => text.push('\n'),
            CharClass::Replace(_) if matches!(c, '\n' | '\t') => text.push(' '),
            CharClass::Replace(picture) => text.push(picture),
            CharClass::Drop => continue,
            CharClass::Keep if is_mark(c) => {
                marks += 1;
                if marks <= MAX_MARKS && !text.is_empty() {
                    text.push(c);
                }
                continue;
            }
            CharClass::Keep => text.push(c),
        }
        marks = 0;
    }
    Cow::Owned(text)
}

/// Returns the first character that hides something or controls a terminal. Blanks of unusual width, which [`sanitize`]
/// replaces by plain ones, and joiners between letters do not count.
pub fn first_hidden(raw: &str) -> Option<char> {
    if is_plain(raw, true) {
        return None;
    }
    let is_hidden = |(c, class): &(char, CharClass)| match class {
        CharClass::Keep | CharClass::Replace(' ') => false,
        CharClass::Replace(_) => !matches!(c, '\n' | '\r' | '\t'),
        CharClass::Drop => true,
    };
    classified(raw).find(is_hidden).map(|(c, _)| c)
}

/// Returns the text with every character visible. A character that [`sanitize`] drops is replaced by its number,
/// `⟨U+202E⟩`, and a tab by four blanks.
pub fn escape_invisible(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut marks = 0;
    for (c, class) in classified(raw) {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        match class {
            CharClass::Replace(_) if c == '\t' => text.push_str("    "),
            CharClass::Replace(picture) => text.push(picture),
            CharClass::Keep if marks <= MAX_MARKS => text.push(c),
            CharClass::Keep | CharClass::Drop => text += &format!("⟨U+{:04X}⟩", u32::from(c)),
        }
    }
    text
}

/// Returns a part of a file on one line, with every character visible, and with `…` in place of all after 40
/// characters.
pub fn truncated(raw: &str) -> String {
    let end = raw.char_indices().nth(MAX_QUOTED).map(|(end, _)| end);
    let line = raw[..end.unwrap_or(raw.len())].replace("\r\n", " ").replace(['\n', '\t'], " ");
    let text = escape_invisible(&line);
    if end.is_some() { text + "…" } else { text }
}

/// Like `truncated`, in quotation marks.
pub fn quoted(raw: &str) -> String {
    format!("\"{}\"", truncated(raw))
}

/// Like `truncated`, in backticks.
pub fn backticked(raw: &str) -> String {
    format!("`{}`", truncated(raw))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(raw: &str) -> String {
        sanitize(raw, false).trim().to_owned()
    }

    #[test]
    fn escape_sequences_become_visible() {
        assert_eq!(line("\u{1b}]52;c;aGk=\u{7}x"), "␛]52;c;aGk=␇x");
        assert_eq!(line("a\u{9b}31m\u{7f}\0"), "a\u{fffd}31m␡␀");
    }

    #[test]
    fn direction_controls_and_invisible_characters_are_dropped() {
        assert_eq!(line("\u{202e}Putin\u{202c}\u{200b} \u{2066}x\u{2069}\u{feff}"), "Putin x");
        assert_eq!(first_hidden("plain “text”, Sprūds"), None);
        assert_eq!(first_hidden("a\u{202e}"), Some('\u{202e}'));
    }

    #[test]
    fn letters_keep_a_few_combining_marks() {
        assert_eq!(line("S\u{30c}akalienė"), "S\u{30c}akalienė");
        let zalgo = format!("a{}b", "\u{301}".repeat(1000));
        assert_eq!(line(&zalgo), "a\u{301}\u{301}\u{301}\u{301}b");
        assert_eq!(line("\u{301}x"), "x");
    }

    #[test]
    fn joiners_stay_between_letters_that_join() {
        assert_eq!(line("👩\u{200d}🚒"), "👩\u{200d}🚒");
        assert_eq!(first_hidden("👩\u{200d}🚒 می\u{200c}خواهم"), None);
        assert_eq!(line("a\u{200d}b\u{200d}"), "ab");
        assert_eq!(first_hidden("a\u{200d}b"), Some('\u{200d}'));
        // A dropped character, another joiner or the end of the text is no letter.
        for raw in
            ["か\u{200b}\u{200d}な", "か\u{200d}\u{200d}な", "\u{200d}か", "か\u{200c}", "か\u{200d}\n"]
        {
            assert!(!line(raw).contains(['\u{200c}', '\u{200d}']), "{raw:?}");
            assert!(first_hidden(raw).is_some(), "{raw:?}");
            assert!(escape_invisible(raw).contains("⟨U+200"), "{raw:?}");
        }
        assert_eq!(escape_invisible("می\u{200c}خ a\u{200d}b"), "می\u{200c}خ a⟨U+200D⟩b");
    }

    #[test]
    fn joiners_are_no_way_to_more_marks_or_to_an_invisible_start() {
        let zalgo = format!("か{}な", "\u{301}\u{200d}".repeat(1000));
        assert_eq!(line(&zalgo), "か\u{301}\u{200d}\u{301}\u{200d}な");
        assert_eq!(line("\u{301}\u{200d}か"), "か");
        let shown = escape_invisible(&zalgo);
        assert_eq!(shown.matches('\u{301}').count(), 2, "{shown:?}");
    }

    #[test]
    fn unusual_blanks_become_plain_and_are_not_suspicious() {
        assert_eq!(line("12\u{202f}000\u{a0}km\u{3000}東"), "12 000 km 東");
        assert_eq!(first_hidden("12\u{202f}000\u{a0}km\u{3000}東"), None);
    }

    #[test]
    fn line_breaks_stay_only_in_paragraphs() {
        assert_eq!(sanitize("one\r\ntwo\n", true), "one\ntwo\n");
        assert_eq!(line("one\r\ntwo\tthree\n"), "one two three");
        assert_eq!(sanitize("a\r\r\nb\rc", true), "a␍\nb␍c");
    }

    #[test]
    fn quoted_text_is_short_and_safe() {
        assert_eq!(quoted("a\u{1b}b"), "\"a␛b\"");
        assert_eq!(truncated(&"x".repeat(41)), format!("{}…", "x".repeat(40)));
        assert_eq!(backticked(&"x".repeat(40)), format!("`{}`", "x".repeat(40)));
    }
}
