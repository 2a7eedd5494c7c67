//! From bytes to what a reader sees: lines, columns, and the line itself.

use std::cell::Cell;
use std::fmt;
use std::ops::Range;

use crate::dossier::model::Span;
use crate::dossier::model::text::visible;
use crate::dossier::room;

/// A place as an editor counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Location {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// The line that a problem is about, safe to show: what hides or steers in it is made visible, tabs are blanks,
/// and of a long line only what is near the problem is left, with `…` where something was cut.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceExcerpt {
    /// The line, at most about 200 characters of the file's.
    pub text: String,
    /// The bytes of `text` that the problem is about; empty where it is about what is missing there.
    pub mark: Range<usize>,
}

/// The most characters of a line that are shown before a mark, in it, and behind it.
const BEFORE: usize = 60;
const MARKED: usize = 80;
const BEHIND: usize = 60;

/// Where each line of a text begins.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineIndex(Vec<u32>);

/// About as many bytes a line of a dossier has.
const LINE: usize = 40;

impl LineIndex {
    /// The lines of `text`.
    pub(crate) fn of(text: &str) -> LineIndex {
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|n| Span::from(n + 1..n + 1).start);
        let mut lines = room::list(text.len() / LINE);
        lines.extend(std::iter::once(0).chain(breaks));
        LineIndex(lines)
    }

    /// The line and column of a byte, the column in bytes.
    pub(crate) fn location(&self, byte: u32) -> Location {
        let line = self.0.partition_point(|start| *start <= byte).max(1);
        let start = self.0.get(line - 1).copied().unwrap_or(0);
        Location { line: u32::try_from(line).unwrap_or(u32::MAX), column: byte - start + 1 }
    }
}

/// Turns bytes into lines and columns.
pub(crate) struct SourceMap<'t> {
    text: &'t str,
    lines: LineIndex,
    /// The byte that was asked for last, and its place: on one endless line nobody counts from its start each time.
    last: Cell<(u32, Location)>,
}

impl<'t> SourceMap<'t> {
    pub fn new(text: &'t str) -> Self {
        SourceMap { text, lines: LineIndex::of(text), last: Cell::new((0, Location { line: 1, column: 1 })) }
    }

    /// The place of a byte, the column in characters; one behind the end of the text is the end's.
    pub fn of(&self, byte: u32) -> Location {
        let byte = byte.min(Span::from(self.text.len()..self.text.len()).start);
        let Location { line, column } = self.lines.location(byte);
        let (last, before) = self.last.get();
        let (from, before) = match before.line == line && last <= byte {
            true => (last, before.column),
            false => (byte + 1 - column, 1),
        };
        let between = self.text.get(from as usize..byte as usize);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let between = between.map_or(byte - from, |between| count(between.chars().count()));
        let place = Location { line, column: before.saturating_add(between) };
        self.last.set((byte, place));
        place
    }

    /// The line at the beginning of `span`, with the part of the span that is on it marked.
    pub fn snippet(&self, span: Span) -> SourceExcerpt {
        let inside = |byte: u32| self.text.floor_char_boundary((byte as usize).min(self.text.len()));
        let (from, to) = (inside(span.start), inside(span.end));
        let starts = &self.lines.0;
        let line = starts.partition_point(|start| *start as usize <= from);
        let line_start = starts[line - 1] as usize;
        let behind = starts.get(line).map_or(self.text.len(), |start| *start as usize);
        let end = line_start + self.text[line_start..behind].trim_end_matches(['\n', '\r']).len();
        // A problem may be with the line break itself.
        let from = from.min(end);
        let to = to.clamp(from, end);

        let before = &self.text[line_start..from];
        let shown = before.char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at);
        let mut text = String::new();
        if shown > 0 {
            text.push('…');
        }
        text += &visible(&before[shown..]);
        let start = text.len();
        let cut_mark = push_first(&mut text, &self.text[from..to], MARKED);
        let mark = start..text.len();
        if !cut_mark {
            push_first(&mut text, &self.text[to..end], BEHIND);
        }
        SourceExcerpt { text, mark }
    }
}

/// Adds the first `most` characters of `part`, and a mark where that is not all; whether it was not.
fn push_first(text: &mut String, part: &str, most: usize) -> bool {
    let cut = part.char_indices().nth(most).map(|(at, _)| at);
    *text += &visible(&part[..cut.unwrap_or(part.len())]);
    if cut.is_some() {
        text.push('…');
    }
    cut.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_from_one() {
        let places = SourceMap::new("ä = 1\nšß = 2\n");
        assert_eq!(places.of(0), Location { line: 1, column: 1 });
        assert_eq!(places.of(3), Location { line: 1, column: 3 });
        assert_eq!(places.of(12), Location { line: 2, column: 4 });
        assert_eq!(places.of(11), Location { line: 2, column: 3 }, "backwards too");
        assert_eq!(places.of(999), Location { line: 3, column: 1 });
    }

    #[test]
    fn a_line_is_found_without_the_text() {
        let lines = LineIndex::of("a = 1\nb = 2\n");
        assert_eq!(lines.location(0), Location { line: 1, column: 1 });
        assert_eq!(lines.location(5), Location { line: 1, column: 6 });
        assert_eq!(lines.location(6), Location { line: 2, column: 1 });
        assert_eq!(LineIndex::default().location(0), Location { line: 1, column: 1 });
    }

    fn snippet(text: &str, span: Range<usize>) -> (String, String) {
        let SourceExcerpt { text, mark } = SourceMap::new(text).snippet(span.into());
        let marked = text[mark].to_owned();
        (text, marked)
    }

    #[test]
    fn a_snippet_is_the_line_of_its_beginning() {
        let text = "a = 1\r\n\tb = \"two\nlines\"\nc";
        assert_eq!(snippet(text, 0..1), ("a = 1".into(), "a".into()));
        assert_eq!(snippet(text, 5..6), ("a = 1".into(), String::new()));
        assert_eq!(snippet(text, 12..22), ("    b = \"two".into(), "\"two".into()));
        assert_eq!(snippet(text, 99..100), ("c".into(), String::new()));
        assert_eq!(snippet("", 0..0), (String::new(), String::new()));
    }

    #[test]
    fn a_snippet_of_a_long_line_is_short_and_shows_that_it_was_cut() {
        let text = format!("{}ä{}", "x".repeat(1000), "y".repeat(1000));
        let (shown, marked) = snippet(&text, 1000..1002);
        assert_eq!(marked, "ä");
        assert_eq!(shown, format!("…{}ä{}…", "x".repeat(BEFORE), "y".repeat(BEHIND)));
        let (shown, marked) = snippet(&text, 0..2000);
        assert_eq!((shown.as_str(), shown.chars().count()), (marked.as_str(), MARKED + 1));
        assert_eq!(snippet(&"x".repeat(BEFORE + 1), BEFORE..BEFORE + 1).0.chars().count(), BEFORE + 1);
    }

    #[test]
    fn a_snippet_can_do_nothing_to_a_terminal() {
        let (shown, marked) = snippet("a\u{1b}[2J \"\u{202e}\u{200b}\" b\u{301}", 6..14);
        assert_eq!(shown, "a␛[2J \"⟨U+202E⟩⟨U+200B⟩\" b\u{301}");
        assert_eq!(marked, "\"⟨U+202E⟩⟨U+200B⟩\"");
    }
}
