//! Measuring, wrapping and truncating text.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use textwrap::WordSeparator;
use textwrap::core::Word;
use textwrap::wrap_algorithms::wrap_first_fit;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The width of text on the screen.
pub trait DisplayWidth {
    /// Returns the number of columns: the sum over the graphemes, since terminals and ratatui place them one by one.
    /// The width of the whole text can be smaller, because Arabic letters join.
    fn display_width(&self) -> usize;
}

impl DisplayWidth for str {
    fn display_width(&self) -> usize {
        if is_printable_ascii(self.as_bytes()) {
            return self.len();
        }
        match self.chars().all(is_narrow) {
            true => self.chars().count(),
            false => self.graphemes(true).map(UnicodeWidthStr::width).sum(),
        }
    }
}

/// Returns whether all bytes are visible ASCII characters or blanks, as in most text.
fn is_printable_ascii(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Returns whether a character takes one column and combines with no other of this set: Latin letters, punctuation, box
/// drawing, blocks and Braille. Splitting other text into graphemes takes much longer.
fn is_narrow(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{2010}'..='\u{2027}')
        || matches!(c, '\u{2190}'..='\u{21ff}' | '\u{2500}'..='\u{25fc}' | '\u{2800}'..='\u{28ff}')
}

impl DisplayWidth for Span<'_> {
    fn display_width(&self) -> usize {
        self.content.display_width()
    }
}

impl DisplayWidth for Line<'_> {
    fn display_width(&self) -> usize {
        self.spans.iter().map(DisplayWidth::display_width).sum()
    }
}

/// Returns the longest prefix of a text that fits into `width` columns, and its width. Reads no further, since one line
/// of the timeline shows little of a long quotation.
fn fitting_prefix(text: &str, width: usize) -> (&str, usize) {
    // Check one more character, which could combine with the last that fits.
    let end = text.len().min(width.saturating_add(1));
    if is_printable_ascii(&text.as_bytes()[..end]) {
        let columns = end.min(width);
        return (&text[..columns], columns);
    }
    if text.chars().take(width.saturating_add(1)).all(is_narrow) {
        return match text.char_indices().nth(width) {
            Some((end, _)) => (&text[..end], width),
            None => (text, text.chars().count()),
        };
    }
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        let columns = grapheme.width();
        if used + columns > width {
            return (&text[..at], used);
        }
        used += columns;
    }
    (text, used)
}

/// Splits a paragraph into words, and words longer than a line at the end of the line.
fn words(paragraph: &str, width: usize) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    for Word { word: mut rest, whitespace, .. } in WordSeparator::AsciiSpace.find_words(paragraph) {
        loop {
            let (mut head, mut columns) = fitting_prefix(rest, width);
            // A grapheme wider than the line gets a separate line.
            if head.is_empty()
                && let Some(first) = rest.graphemes(true).next()
            {
                (head, columns) = (first, first.width());
            }
            rest = &rest[head.len()..];
            let whitespace = if rest.is_empty() { whitespace } else { "" };
            words.push(Word { word: head, whitespace, penalty: "", width: columns });
            if rest.is_empty() {
                break;
            }
        }
    }
    words
}

/// Wraps a text into lines of at most `width` columns, between words where possible.
pub fn wrap(text: &str, width: u16) -> Vec<String> {
    let width = usize::from(width.max(1));
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        for line in wrap_first_fit(&words(paragraph, width), &[width as f64]) {
            let (last, others) = line.split_last().map_or(("", line), |(last, others)| (last.word, others));
            let others = others.iter().flat_map(|word| [word.word, word.whitespace]);
            lines.push(others.chain([last]).collect());
        }
    }
    lines
}

/// Wraps a text into at most `rows` lines. If that leaves text out, the last line ends with `mark`.
pub fn wrap_rows(text: &str, rows: usize, width: u16, mark: &str) -> Vec<String> {
    wrap_marked(text, "", rows, width, mark)
}

/// Wraps a text into at most `rows` lines that end with the mark of its certainty. If that leaves text out, `ellipsis`
/// precedes the mark.
pub fn wrap_marked(text: &str, certainty: &str, rows: usize, width: u16, ellipsis: &str) -> Vec<String> {
    if rows == 0 || text.is_empty() {
        return Vec::new();
    }
    let lines = wrap(&format!("{text}{certainty}"), width);
    if lines.len() <= rows {
        return lines;
    }
    let space = width.saturating_sub(certainty.display_width() as u16);
    let mut lines = limit_rows(lines, rows, space, ellipsis);
    if let Some(last) = lines.last_mut() {
        last.push_str(certainty);
    }
    lines
}

/// Limits the lines of a wrapped text to `rows`, at least 1. If that leaves text out, the last line ends with `mark`.
pub fn limit_rows(mut lines: Vec<String>, rows: usize, width: u16, mark: &str) -> Vec<String> {
    if lines.len() > rows {
        let rest = lines.split_off(rows - 1).join(" ");
        lines.push(truncate(&rest, usize::from(width), mark));
    }
    lines
}

/// Truncates a text to `width` columns, with `mark` at its end.
pub fn truncate(text: &str, width: usize, mark: &str) -> String {
    let (head, _) = fitting_prefix(text, width);
    if head.len() == text.len() {
        return text.to_owned();
    }
    let mark_width = mark.display_width();
    if mark_width > width {
        return head.to_owned();
    }
    let (head, _) = fitting_prefix(text, width - mark_width);
    format!("{}{mark}", head.trim_end())
}

/// Truncates a line of several styles to `width` columns, with `mark` at its end.
pub fn truncate_line<'a>(line: Line<'a>, width: usize, mark: &str) -> Line<'a> {
    if line.display_width() <= width {
        return line;
    }
    let mut left = width;
    let mut spans: Vec<Span<'a>> = Vec::new();
    for span in line.spans {
        let (head, columns) = fitting_prefix(&span.content, left);
        if head.len() == span.content.len() && columns < left {
            left -= columns;
            spans.push(span);
            continue;
        }
        // The line needs the mark even if this span just fits, since other spans follow.
        let text =
            if head.len() == span.content.len() { format!("{head} ") } else { span.content.into_owned() };
        spans.push(Span::styled(truncate(&text, left, mark), span.style));
        break;
    }
    Line::from(spans)
}

/// Returns a line with one part at the left and one at the right edge. If necessary, the left part is truncated.
pub fn justify<'a>(left: Line<'a>, right: Line<'a>, width: u16, mark: &str) -> Line<'a> {
    let width = usize::from(width);
    let right_width = right.display_width();
    if right_width == 0 || right_width + 2 > width {
        let only = if right_width == 0 || left.display_width() > 0 { left } else { right };
        return truncate_line(only, width, mark);
    }
    let mut line = truncate_line(left, width - right_width - 1, mark);
    let gap = width - right_width - line.display_width();
    line.push_span(" ".repeat(gap));
    line.spans.extend(right.spans);
    line
}

/// Wraps a text that begins after `first`. The other lines are indented by the width of `first`.
pub fn wrap_hanging<'a>(first: Line<'a>, text: &str, style: Style, width: u16) -> Vec<Line<'a>> {
    let text_width = usize::from(width).saturating_sub(first.display_width()).max(1);
    hanging(first, wrap(text, u16::try_from(text_width).unwrap_or(u16::MAX)), style)
}

/// Returns the lines of a text that begins after `first`. The other lines are indented by the width of `first`.
pub fn hanging<'a>(first: Line<'a>, texts: Vec<String>, style: Style) -> Vec<Line<'a>> {
    let indent = " ".repeat(first.display_width());
    let mut first = Some(first);
    let line = |text| {
        let mut line = first.take().unwrap_or_else(|| Line::from(indent.clone()));
        line.push_span(Span::styled(text, style));
        line
    };
    texts.into_iter().map(line).collect()
}

/// Makes every grapheme as wide on the terminal as in the buffer.
///
/// Graphemes that terminals disagree on are replaced by their first character: a family emoji by one person, a heart by
/// one without colour. A wide grapheme whose second half is covered becomes a blank.
pub fn normalize_graphemes(buf: &mut Buffer, area: Rect) {
    for y in area.top()..area.bottom() {
        let row = buf.index_of(area.x, y);
        for x in area.left()..area.right() {
            // Nearly all symbols have one byte, and terminals agree on the width of those.
            let symbol = buf.content[row + usize::from(x - area.x)].symbol();
            if symbol.len() < 2 {
                continue;
            }
            let mut chars = symbol.chars();
            if chars.next().is_some_and(is_narrow) && chars.next().is_none() {
                continue;
            }
            let width = symbol.width();
            let sum_of_chars: usize = symbol.chars().filter_map(UnicodeWidthChar::width).sum();
            let end = x + width.max(1) as u16;
            if end > area.right() || (x + 1..end).any(|x| buf[(x, y)].symbol() != " ") {
                buf[(x, y)].set_symbol(" ");
            } else if width != sum_of_chars {
                let is_mark = |c: &char| c.width() == Some(0) && !matches!(c, '\u{fe0f}' | '\u{200d}');
                let mut chars = symbol.chars();
                let first: String = chars.next().into_iter().chain(chars.take_while(is_mark)).collect();
                buf[(x, y)].set_symbol(&first);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrap_matches_textwrap() {
        let texts = [
            "",
            " ",
            "a",
            "decisions should be made in solidarity and co-ordination within the region",
            "  two blanks  before,  between  and behind  ",
            "one\n\ntwo three\n",
            "Dovilė Šakalienė’s “words” — 東京 で会う e\u{301}t cetera",
            "https://example.org/a-very-long-address-without-a-single-blank and more",
        ];
        for (text, width) in texts.iter().flat_map(|text| (1..40).map(move |width| (*text, width))) {
            let options = textwrap::Options::new(usize::from(width))
                .word_splitter(textwrap::WordSplitter::NoHyphenation)
                .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
            assert_eq!(wrap(text, width), textwrap::wrap(text, options), "{text:?} at {width}");
        }
    }

    #[test]
    fn wrap_keeps_every_word() {
        let text = "decisions should be made in solidarity and co-ordination within the region";
        for width in 1..60 {
            let lines = wrap(text, width);
            let joined: String = lines.concat().split_whitespace().collect();
            assert_eq!(joined, text.split_whitespace().collect::<String>(), "at {width}");
            assert!(lines.iter().all(|line| line.width() <= usize::from(width)), "at {width}: {lines:?}");
        }
    }

    /// Text whose width terminals and libraries compute in different ways.
    const MIXED_SCRIPTS: &str = "\u{644}\u{627} الاتفاقية الإسلامية 1\u{fe0f}\u{20e3} \u{2764}\u{fe0f}\u{2764}\u{fe0f} \
                                \u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} \u{1f44d}\u{1f3fd}\u{1f1ea}\u{1f1ea} हिन्दी क्षत्रिय 漢字 a\u{301}bc";

    #[test]
    fn display_width_is_what_ratatui_draws() {
        let drawn = |text: &str| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 400, 1));
            usize::from(buffer.set_stringn(0, 0, text, 400, Style::default()).0)
        };
        assert_eq!(drawn(MIXED_SCRIPTS), MIXED_SCRIPTS.display_width());
        // Some graphemes alone take three columns.
        for width in 3..100 {
            let lines = wrap(MIXED_SCRIPTS, width);
            assert!(lines.iter().all(|line| drawn(line) <= usize::from(width)), "at {width}: {lines:?}");
            let joined: String = lines.concat().split_whitespace().collect();
            assert_eq!(joined, MIXED_SCRIPTS.split_whitespace().collect::<String>(), "at {width}");
            assert!(drawn(&truncate(MIXED_SCRIPTS, width.into(), "…")) <= usize::from(width), "at {width}");
            let line = truncate_line(
                Line::from(vec![MIXED_SCRIPTS.into(), MIXED_SCRIPTS.into()]),
                width.into(),
                "…",
            );
            assert!(
                line.display_width() <= usize::from(width) && line.to_string().ends_with('…'),
                "at {width}: {line}"
            );
        }
    }

    #[test]
    fn ambiguous_graphemes_are_replaced() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 1));
        buffer.set_string(0, 0, "\u{2764}\u{fe0f}\u{1f468}\u{200d}\u{1f469}a\u{301}漢漢", Style::default());
        buffer[(6, 0)].set_symbol("│");
        normalize_graphemes(&mut buffer, Rect::new(0, 0, 8, 1));
        let row: Vec<&str> = buffer.content.iter().map(|cell| cell.symbol()).collect();
        assert_eq!(row, ["\u{2764}", " ", "\u{1f468}", " ", "a\u{301}", " ", "│", " ", " ", " "]);
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(wrap("漢字漢字", 4), ["漢字", "漢字"]);
        assert_eq!(truncate("漢字漢字", 5, "…"), "漢字…");
        assert_eq!(truncate("漢字漢字", 4, "…"), "漢…");
        assert_eq!(truncate("a\u{301}bc", 2, "…"), "a\u{301}…");
        assert_eq!(truncate("abc", 3, "…"), "abc");
        assert_eq!(truncate("abc", 0, "…"), "");
    }

    #[test]
    fn justified_line_fits_its_width() {
        for width in 0..40 {
            let line = justify(Line::from("Ottawa Convention"), Line::from("withdrawn"), width, "…");
            assert!(line.width() <= usize::from(width), "at {width}");
            if width >= 11 {
                assert!(line.to_string().ends_with("withdrawn"), "at {width}");
            }
        }
    }

    #[test]
    fn mark_of_certainty_survives_truncation() {
        let text = "Estonia has never signed or acceded";
        assert_eq!(wrap_marked(text, "†", 1, 36, "…"), ["Estonia has never signed or acceded†"]);
        assert_eq!(wrap_marked(text, "†", 1, 35, "…"), ["Estonia has never signed or acced…†"]);
        for (width, rows) in (3..40).flat_map(|width| (1..5).map(move |rows| (width, rows))) {
            let lines = wrap_marked(text, "†", rows, width, "…");
            assert!(lines.len() <= rows && lines.last().unwrap().ends_with('†'), "{width}x{rows}: {lines:?}");
            assert!(lines.iter().all(|line| line.width() <= usize::from(width)), "{width}x{rows}: {lines:?}");
        }
    }

    #[test]
    fn truncated_line_ends_with_mark() {
        let line = Line::from(vec![Span::raw("one "), Span::raw("two"), Span::raw(" three")]);
        assert_eq!(truncate_line(line.clone(), 13, "…").to_string(), "one two three");
        assert_eq!(truncate_line(line.clone(), 8, "…").to_string(), "one two…");
        assert_eq!(truncate_line(line.clone(), 7, "…").to_string(), "one tw…");
        assert_eq!(truncate_line(line, 4, "…").to_string(), "one…");
    }
}
