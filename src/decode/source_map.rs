//! Maps byte offsets to lines, columns and excerpts.

use std::fmt;
use std::ops::Range;

use super::escape::escape_invisible;

/// A range of bytes of a file: from `start` up to, but not including, `end`. Offsets beyond 4 GiB are clamped, but
/// files of that size are refused before they are parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Span { start: clamp(range.start), end: clamp(range.end) }
    }
}

fn clamp(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A decoded value and the bytes it was decoded from.
#[derive(Debug, Clone)]
pub struct WithSpan<T> {
    /// The bytes. A table under a heading has those of the heading.
    pub span: Span,
    /// The value.
    pub value: T,
}

/// A position in a file as editors count it.
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

/// The line that a diagnostic is about, safe to display. Tabs are replaced by blanks. A long line is truncated to the
/// part around the problem, with `…` at the cuts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceExcerpt {
    /// The line, at most about 200 characters of the file.
    pub text: String,
    /// The bytes of `text` that the diagnostic is about. Empty if something is missing there.
    pub mark: Range<usize>,
}

/// The most characters of an excerpt before its mark.
const BEFORE: usize = 60;
/// The most characters of the mark.
const MARKED: usize = 80;
/// The most characters of an excerpt after its mark.
const AFTER: usize = 60;

/// The byte offsets that determine lines and columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineIndex {
    /// The first byte of each line.
    starts: Vec<u32>,
    /// The bytes of characters other than their first bytes. Most texts have few.
    continuations: Vec<u32>,
}

impl LineIndex {
    /// Indexes the lines of `text`.
    pub fn new(text: &str) -> LineIndex {
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|n| clamp(n + 1));
        // Most parts of most texts are ASCII, which is recognised in much less time than byte by byte.
        const PART: usize = 64;
        let parts = text.as_bytes().chunks(PART).zip((0..).step_by(PART));
        let continuations = parts
            .filter(|(part, _)| !part.is_ascii())
            .flat_map(|(_, start)| start..text.len().min(start + PART))
            .filter(|n| !text.is_char_boundary(*n))
            .map(clamp)
            .collect();
        LineIndex { starts: std::iter::once(0).chain(breaks).collect(), continuations }
    }

    /// Returns the line and column of a byte.
    pub fn location(&self, byte: u32) -> Location {
        let line = self.starts.partition_point(|start| *start <= byte).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let before = |byte: u32| clamp(self.continuations.partition_point(|n| *n < byte));
        Location { line: clamp(line), column: byte - start + 1 - (before(byte) - before(start)) }
    }
}

/// Converts spans of a text to locations and excerpts.
pub struct SourceMap<'t> {
    text: &'t str,
    lines: LineIndex,
}

impl<'t> SourceMap<'t> {
    /// Indexes `text`.
    pub fn new(text: &'t str) -> Self {
        SourceMap { text, lines: LineIndex::new(text) }
    }

    /// Returns the location of a byte. A byte beyond the end of the text has the location of the end.
    pub fn location(&self, byte: u32) -> Location {
        self.lines.location(byte.min(clamp(self.text.len())))
    }

    /// Returns the line on which `span` starts, with the part of the span on that line marked.
    pub fn excerpt(&self, span: Span) -> SourceExcerpt {
        let boundary = |byte: u32| self.text.floor_char_boundary((byte as usize).min(self.text.len()));
        let (from, to) = (boundary(span.start), boundary(span.end));
        let starts = &self.lines.starts;
        let line = starts.partition_point(|start| *start as usize <= from);
        let line_start = starts[line - 1] as usize;
        let next_line = starts.get(line).map_or(self.text.len(), |start| *start as usize);
        let end = line_start + self.text[line_start..next_line].trim_end_matches(['\n', '\r']).len();
        // The span may start at the line break.
        let from = from.min(end);
        let to = to.clamp(from, end);

        let before = &self.text[line_start..from];
        let shown = before.char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at);
        let mut text = String::new();
        if shown > 0 {
            text.push('…');
        }
        text += &escape_invisible(&before[shown..]);
        let start = text.len();
        let mark_truncated = push_start(&mut text, &self.text[from..to], MARKED);
        let mark = start..text.len();
        if !mark_truncated {
            push_start(&mut text, &self.text[to..end], AFTER);
        }
        SourceExcerpt { text, mark }
    }
}

/// Appends the first `max` characters of `part`, and `…` if there are more. Returns whether there are more.
fn push_start(text: &mut String, part: &str, max: usize) -> bool {
    let cut = part.char_indices().nth(max).map(|(at, _)| at);
    *text += &escape_invisible(&part[..cut.unwrap_or(part.len())]);
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
        let map = SourceMap::new("ä = 1\nšß = 2\n");
        assert_eq!(map.location(0), Location { line: 1, column: 1 });
        assert_eq!(map.location(3), Location { line: 1, column: 3 });
        assert_eq!(map.location(12), Location { line: 2, column: 4 });
        assert_eq!(map.location(11), Location { line: 2, column: 3 });
        assert_eq!(map.location(999), Location { line: 3, column: 1 });
    }

    #[test]
    fn line_index_works_without_the_text() {
        let lines = LineIndex::new("a = 1\nb = 2\n");
        assert_eq!(lines.location(0), Location { line: 1, column: 1 });
        assert_eq!(lines.location(5), Location { line: 1, column: 6 });
        assert_eq!(lines.location(6), Location { line: 2, column: 1 });
        assert_eq!(LineIndex::default().location(0), Location { line: 1, column: 1 });
    }

    /// Returns the excerpt for a span, and its marked part.
    fn excerpt(text: &str, span: Range<usize>) -> (String, String) {
        let SourceExcerpt { text, mark } = SourceMap::new(text).excerpt(span.into());
        let marked = text[mark].to_owned();
        (text, marked)
    }

    #[test]
    fn excerpt_is_the_line_on_which_the_span_starts() {
        let text = "a = 1\r\n\tb = \"two\nlines\"\nc";
        assert_eq!(excerpt(text, 0..1), ("a = 1".into(), "a".into()));
        assert_eq!(excerpt(text, 5..6), ("a = 1".into(), String::new()));
        assert_eq!(excerpt(text, 12..22), ("    b = \"two".into(), "\"two".into()));
        assert_eq!(excerpt(text, 99..100), ("c".into(), String::new()));
        assert_eq!(excerpt("", 0..0), (String::new(), String::new()));
    }

    #[test]
    fn excerpt_of_a_long_line_is_truncated_visibly() {
        let text = format!("{}ä{}", "x".repeat(1000), "y".repeat(1000));
        let (shown, marked) = excerpt(&text, 1000..1002);
        assert_eq!(marked, "ä");
        assert_eq!(shown, format!("…{}ä{}…", "x".repeat(BEFORE), "y".repeat(AFTER)));
        let (shown, marked) = excerpt(&text, 0..2000);
        assert_eq!((shown.as_str(), shown.chars().count()), (marked.as_str(), MARKED + 1));
        assert_eq!(excerpt(&"x".repeat(BEFORE + 1), BEFORE..BEFORE + 1).0.chars().count(), BEFORE + 1);
    }

    #[test]
    fn excerpt_is_safe_to_display() {
        let (shown, marked) = excerpt("a\u{1b}[2J \"\u{202e}\u{200b}\" b\u{301}", 6..14);
        assert_eq!(shown, "a␛[2J \"⟨U+202E⟩⟨U+200B⟩\" b\u{301}");
        assert_eq!(marked, "\"⟨U+202E⟩⟨U+200B⟩\"");
    }
}
