//! Text hygiene: what a dossier says is shown, what it could do to a terminal is not.
//!
//! Everything from a file passes through [`Text`] once, where it enters the model; a `Text` can then be
//! drawn, printed and copied anywhere. Ratatui does not do this: only `Buffer::set_stringn` drops control
//! characters, `Line` and `Paragraph` hand them to the terminal.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

/// Combining marks that one letter may carry. Scripts in use need up to four; a run of a thousand is a
/// prank that spills over the lines above and below.
const MOST_MARKS: usize = 4;

/// Text that is safe to show: no control characters but line breaks, no overrides of the direction of
/// writing, nothing invisible.
///
/// Most are parts of their file, whose text they share: a large dossier has a hundred thousand of them, and as many small
/// rooms are not given back to the system when the next save replaces it.
#[derive(Clone, Default)]
pub struct Text {
    whole: Arc<String>,
    start: u32,
    end: u32,
}

impl Text {
    /// Makes text safe that may have several paragraphs: line breaks stay, all else as in [`Text::line`].
    pub fn paragraphs(raw: &str) -> Text {
        Text::own(harmless(raw, true).trim())
    }

    /// Makes text of one line safe: control characters become their visible pictures (`␛`), line breaks and
    /// tabs a blank, and what steers the direction of writing or hides in no width is dropped.
    pub fn line(raw: &str) -> Text {
        Text::own(harmless(raw, false).trim())
    }

    /// [`Text::paragraphs`] of what may be a part of `whole`.
    pub(crate) fn paragraphs_of(raw: &str, whole: &Arc<String>) -> Text {
        Text::part(harmless(raw, true).trim(), whole)
    }

    /// [`Text::line`] of what may be a part of `whole`.
    pub(crate) fn line_of(raw: &str, whole: &Arc<String>) -> Text {
        Text::part(harmless(raw, false).trim(), whole)
    }

    /// Shares `whole` where the text lies in it, which is so unless something had to change.
    fn part(text: &str, whole: &Arc<String>) -> Text {
        let place = || {
            let start = (text.as_ptr() as usize).checked_sub(whole.as_ptr() as usize)?;
            let start = u32::try_from(start).ok()?;
            let end = start.checked_add(u32::try_from(text.len()).ok()?)?;
            (end as usize <= whole.len()).then_some((start, end))
        };
        match place() {
            Some((start, end)) => Text { whole: Arc::clone(whole), start, end },
            None => Text::own(text),
        }
    }

    fn own(text: &str) -> Text {
        // A file of 4 GiB is refused long before this could overflow.
        Text {
            whole: Arc::new(text.to_owned()),
            start: 0,
            end: u32::try_from(text.len()).unwrap_or(u32::MAX),
        }
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        self.whole.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Text {}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Text) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Text) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

/// The first character of `raw` that hides or steers, for the warning that says so: one that [`Text`] drops
/// or shows by a picture. Blanks of other widths only become plain ones, and joiners between letters stay.
pub fn first_hidden(raw: &str) -> Option<char> {
    if is_plain(raw, true) {
        return None;
    }
    let mut before = None;
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        let hidden = match fate(c) {
            Fate::Keep | Fate::Show(' ') => false,
            Fate::Show(_) => !matches!(c, '\n' | '\r' | '\t'),
            Fate::Join => !(before.is_some_and(joins) && chars.peek().copied().is_some_and(joins)),
            Fate::Drop => true,
        };
        if hidden {
            return Some(c);
        }
        before = Some(c);
    }
    None
}

/// A piece of a file as it is, every character of it visible: what [`Text`] drops stands there by its number,
/// `⟨U+202E⟩`. A tab is four blanks.
pub(crate) fn visible(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut marks = 0;
    for c in raw.chars() {
        let zero = !c.is_ascii() && unicode_width::UnicodeWidthChar::width(c) == Some(0);
        marks = if zero { marks + 1 } else { 0 };
        match fate(c) {
            _ if c == '\t' => text.push_str("    "),
            Fate::Keep if marks <= MOST_MARKS => text.push(c),
            Fate::Show(shown) => text.push(shown),
            Fate::Keep | Fate::Join | Fate::Drop => text += &format!("⟨U+{:04X}⟩", u32::from(c)),
        }
    }
    text
}

/// Whether a joiner has a meaning beside this character.
fn joins(c: char) -> bool {
    !c.is_ascii() && fate(c) == Fate::Keep
}

/// Whether a text is nothing but the visible characters of ASCII and, where `breaks` is set, line breaks.
fn is_plain(raw: &str, breaks: bool) -> bool {
    let plain = |byte: &u8| matches!(byte, 0x20..=0x7e) | (breaks & (*byte == b'\n'));
    // A piece is looked at to its end, whatever it holds: that is what vector instructions are good at.
    raw.as_bytes().chunks(64).all(|piece| piece.iter().fold(true, |all, byte| all & plain(byte)))
}

/// What becomes of a character.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Fate {
    Keep,
    /// Shown as another character.
    Show(char),
    Drop,
    /// A joiner: kept between letters that join, dropped elsewhere.
    Join,
}

fn fate(c: char) -> Fate {
    match c {
        '\u{20}'..='\u{7e}' => Fate::Keep,
        // C0 controls have pictures of their own at U+2400.
        '\0'..='\u{1f}' => Fate::Show(char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}')),
        '\u{7f}' => Fate::Show('\u{2421}'),
        '\u{80}'..='\u{9f}' => Fate::Show('\u{fffd}'),
        '\u{2028}' | '\u{2029}' | '\u{a0}' | '\u{202f}' | '\u{3000}' => Fate::Show(' '),
        '\u{200c}' | '\u{200d}' => Fate::Join,
        // Soft hyphen, zero widths, direction marks, overrides, isolates, fillers, annotations, tags,
        // and the rest of the default-ignorable code points.
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => Fate::Drop,
        _ => Fate::Keep,
    }
}

/// The text without what could harm; borrowed where nothing had to change, which is nearly always.
fn harmless(raw: &str, paragraphs: bool) -> Cow<'_, str> {
    if is_plain(raw, paragraphs) {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut marks = 0;
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => continue,
            '\n' if paragraphs => text.push('\n'),
            '\n' | '\t' => text.push(' '),
            _ => match fate(c) {
                Fate::Drop => continue,
                Fate::Show(shown) => text.push(shown),
                Fate::Join => {
                    if text.chars().next_back().is_some_and(joins) && chars.peek().copied().is_some_and(joins)
                    {
                        text.push(c);
                    }
                    continue;
                }
                Fate::Keep if !c.is_ascii() && unicode_width::UnicodeWidthChar::width(c) == Some(0) => {
                    marks += 1;
                    if marks <= MOST_MARKS && !text.is_empty() {
                        text.push(c);
                    }
                    continue;
                }
                Fate::Keep => text.push(c),
            },
        }
        marks = 0;
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_file_as_it_is_shown_has_no_room_of_its_own() {
        let file = Arc::new("title = \" All is well \"\nnote = \"\u{202e}x\"".to_owned());
        let shared = Text::line_of(&file[9..22], &file);
        assert_eq!((shared.as_str(), Arc::ptr_eq(&shared.whole, &file)), ("All is well", true));
        assert_eq!(shared, Text::line("All is well"));
        let changed = Text::paragraphs_of(file.rsplit('"').nth(1).unwrap(), &file);
        assert_eq!((changed.as_str(), Arc::ptr_eq(&changed.whole, &file)), ("x", false));
        assert_eq!(Text::line_of("elsewhere", &file).as_str(), "elsewhere");
        assert_eq!(Text::line_of("", &file).as_str(), "");
    }

    #[test]
    fn escape_sequences_become_visible() {
        assert_eq!(Text::line("\u{1b}]52;c;aGk=\u{7}x").as_str(), "␛]52;c;aGk=␇x");
        assert_eq!(Text::line("a\u{9b}31m\u{7f}\0").as_str(), "a\u{fffd}31m␡␀");
    }

    #[test]
    fn bidi_and_invisible_characters_are_dropped() {
        assert_eq!(Text::line("\u{202e}Putin\u{202c}\u{200b} \u{2066}x\u{2069}\u{feff}").as_str(), "Putin x");
        assert_eq!(first_hidden("plain “text”, Sprūds"), None);
        assert_eq!(first_hidden("a\u{202e}"), Some('\u{202e}'));
    }

    #[test]
    fn letters_keep_their_marks_but_not_a_thousand() {
        assert_eq!(Text::line("S\u{30c}akalienė").as_str(), "S\u{30c}akalienė");
        let zalgo = format!("a{}b", "\u{301}".repeat(1000));
        assert_eq!(Text::line(&zalgo).as_str(), "a\u{301}\u{301}\u{301}\u{301}b");
        assert_eq!(Text::line("\u{301}x").as_str(), "x");
    }

    #[test]
    fn joiners_stay_where_they_join() {
        assert_eq!(Text::line("👩\u{200d}🚒").as_str(), "👩\u{200d}🚒");
        assert_eq!(first_hidden("👩\u{200d}🚒 می\u{200c}خواهم"), None);
        assert_eq!(Text::line("a\u{200d}b\u{200d}").as_str(), "ab");
        assert_eq!(first_hidden("a\u{200d}b"), Some('\u{200d}'));
    }

    #[test]
    fn blanks_of_any_width_are_blanks_and_no_trick() {
        assert_eq!(Text::line("12\u{202f}000\u{a0}km\u{3000}東").as_str(), "12 000 km 東");
        assert_eq!(first_hidden("12\u{202f}000\u{a0}km\u{3000}東"), None);
    }

    #[test]
    fn line_breaks_stay_in_paragraphs_only() {
        assert_eq!(Text::paragraphs("one\r\ntwo\n").as_str(), "one\ntwo");
        assert_eq!(Text::line("one\r\ntwo\tthree\n").as_str(), "one two three");
    }
}
