//! Fitting text into columns: wrapped by words, cut only with a mark.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The text in lines of at most `width` columns, broken between words; a word longer than a line is broken
/// where the line ends.
pub fn wrap(text: &str, width: u16) -> Vec<String> {
    let options = textwrap::Options::new(usize::from(width.max(1)))
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    textwrap::wrap(text, options).into_iter().map(|line| line.into_owned()).collect()
}

/// The text in at most `width` columns, with `mark` at its end where it was cut.
pub fn cut(text: &str, width: usize, mark: &str) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let room = width.saturating_sub(mark.width());
    let mut kept = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let next = used + grapheme.width();
        if next > room {
            break;
        }
        kept.push_str(grapheme);
        used = next;
    }
    if mark.width() <= width {
        kept.truncate(kept.trim_end().len());
        kept.push_str(mark);
    }
    kept
}

/// Cuts a line of several styles to `width` columns, with `mark` at its end where it was cut.
pub fn cut_line<'a>(line: Line<'a>, width: usize, mark: &str) -> Line<'a> {
    if line.width() <= width {
        return line;
    }
    let mut room = width;
    let mut spans: Vec<Span<'a>> = Vec::new();
    let mut rest = line.spans.into_iter().peekable();
    while let Some(span) = rest.next() {
        let wide = span.width();
        let more_follows = rest.peek().is_some();
        if wide < room || (wide == room && !more_follows) {
            room -= wide;
            spans.push(span);
            continue;
        }
        // The mark goes behind this piece even where the piece itself just fits.
        let text = if wide <= room { format!("{} ", span.content) } else { span.content.into_owned() };
        spans.push(Span::styled(cut(&text, room, mark), span.style));
        break;
    }
    Line::from(spans)
}

/// A line with something at its left and something at its right edge; the left part gives way.
pub fn spread<'a>(left: Line<'a>, right: Line<'a>, width: u16, mark: &str) -> Line<'a> {
    let width = usize::from(width);
    let right_width = right.width();
    if right_width == 0 || right_width + 2 > width {
        return cut_line(if right_width == 0 || left.width() > 0 { left } else { right }, width, mark);
    }
    let mut line = cut_line(left, width - right_width - 1, mark);
    let gap = width - right_width - line.width();
    line.spans.push(Span::raw(" ".repeat(gap)));
    line.spans.extend(right.spans);
    line
}

/// Wraps text that begins behind `first` and goes on indented under it, in one style.
pub fn hanging<'a>(first: Line<'a>, text: &str, style: Style, width: u16) -> Vec<Line<'a>> {
    let indent = first.width();
    let room = usize::from(width).saturating_sub(indent).max(1);
    let mut lines = Vec::new();
    let mut first = Some(first);
    for part in wrap(text, u16::try_from(room).unwrap_or(u16::MAX)) {
        let mut line = first.take().unwrap_or_else(|| Line::from(" ".repeat(indent)));
        line.spans.push(Span::styled(part, style));
        lines.push(line);
    }
    lines.extend(first);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapping_loses_no_word_and_breaks_no_hyphenated_one_oddly() {
        let text = "decisions should be made in solidarity and co-ordination within the region";
        for width in 1..60 {
            let lines = wrap(text, width);
            let joined: String = lines.concat().split_whitespace().collect();
            assert_eq!(joined, text.split_whitespace().collect::<String>(), "at {width}");
            assert!(lines.iter().all(|line| line.width() <= usize::from(width)), "at {width}: {lines:?}");
        }
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(wrap("漢字漢字", 4), ["漢字", "漢字"]);
        assert_eq!(cut("漢字漢字", 5, "…"), "漢字…");
        assert_eq!(cut("漢字漢字", 4, "…"), "漢…");
        assert_eq!(cut("a\u{301}bc", 2, "…"), "a\u{301}…");
        assert_eq!(cut("abc", 3, "…"), "abc");
        assert_eq!(cut("abc", 0, "…"), "");
    }

    #[test]
    fn a_spread_line_fills_its_width() {
        for width in 0..40 {
            let line = spread(Line::from("Ottawa Convention"), Line::from("withdrawn"), width, "…");
            assert!(line.width() <= usize::from(width), "at {width}");
            if width >= 11 {
                assert!(line.to_string().ends_with("withdrawn"), "at {width}");
            }
        }
    }

    #[test]
    fn a_cut_line_shows_that_it_was_cut() {
        let line = Line::from(vec![Span::raw("one "), Span::raw("two"), Span::raw(" three")]);
        assert_eq!(cut_line(line.clone(), 13, "…").to_string(), "one two three");
        assert_eq!(cut_line(line.clone(), 8, "…").to_string(), "one two…");
        assert_eq!(cut_line(line.clone(), 7, "…").to_string(), "one tw…");
        assert_eq!(cut_line(line, 4, "…").to_string(), "one…");
    }
}
