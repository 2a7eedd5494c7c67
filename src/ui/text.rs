//! Fitting text into columns: wrapped by words, cut only with a mark.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How many columns something takes on the screen: those of its graphemes, which is what is drawn, and not always
/// what the text is worth as a whole (letters of Arabic join to one).
pub trait DisplayWidth {
    /// The columns.
    fn display_width(&self) -> usize;
}

impl DisplayWidth for str {
    fn display_width(&self) -> usize {
        if self.is_ascii() { self.len() } else { graphemes(self).map(|(_, wide)| wide).sum() }
    }
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

/// The columns of a text, counted no further than to where they are more than `most`: of a quotation in one line of the
/// timeline, little is seen.
fn columns_to(text: &str, most: usize) -> usize {
    // What is seen of a text, and what could join with it, is mostly plain.
    if text.as_bytes()[..text.len().min(most.saturating_add(2))].is_ascii() {
        return text.len().min(most.saturating_add(1));
    }
    let mut used = 0;
    for (_, wide) in graphemes(text) {
        used += wide;
        if used > most {
            break;
        }
    }
    used
}

/// Whether a line has room in `width` columns.
pub fn fits(line: &Line<'_>, width: usize) -> bool {
    let mut left = width;
    line.spans.iter().all(|span| {
        let rest = left.checked_sub(columns_to(&span.content, left));
        left = rest.unwrap_or(0);
        rest.is_some()
    })
}

/// The graphemes of a text, each with its columns. A test holds this to the library, which is asked only where a
/// character may join with the next: looking for graphemes in text was what drawing took longest for.
fn graphemes(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let plain = |byte: &u8| matches!(byte, b' '..=b'~');
        let (sign, columns) = match rest.as_bytes() {
            [first, behind @ ..] if plain(first) && behind.first().is_none_or(plain) => (&rest[..1], 1),
            _ => sign(rest)?,
        };
        rest = &rest[sign.len()..];
        Some((sign, columns))
    })
}

/// The first grapheme of a text, and its columns.
fn sign(text: &str) -> Option<(&str, usize)> {
    let mut chars = text.chars();
    let first = chars.next()?;
    if stands_alone(first) && chars.next().is_none_or(stands_alone) {
        return Some((&text[..first.len_utf8()], 1));
    }
    let sign = text.graphemes(true).next()?;
    Some((sign, sign.width()))
}

/// Whether a character is a grapheme of one column beside any other such: letters of Latin, punctuation, and what
/// frames, bars and maps are made of.
fn stands_alone(c: char) -> bool {
    matches!(c,
        ' '..='~'
        | '\u{a1}'..='\u{ac}'
        | '\u{ae}'..='\u{2ff}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2500}'..='\u{25fc}'
        | '\u{2800}'..='\u{28ff}')
}

/// The text in lines of at most `width` columns, broken between words; a word longer than a line is broken
/// where the line ends.
pub fn wrap(text: &str, width: u16) -> Vec<String> {
    let mut lines = Vec::new();
    each_line(text, width, |line| lines.push(line.to_owned()));
    lines
}

/// How many lines [`wrap`] makes of a text.
pub fn height(text: &str, width: u16) -> usize {
    let mut count = 0;
    each_line(text, width, |_| count += 1);
    count
}

/// Goes over the lines of a text. A test holds this to `textwrap`, which lists all words first and was what a key took
/// longest for.
fn each_line(text: &str, width: u16, mut line: impl FnMut(&str)) {
    let width = usize::from(width.max(1));
    for paragraph in text.split('\n') {
        // The line so far: where it starts, where its last word ends, and its columns with the blanks behind that.
        let (mut start, mut end, mut used) = (0, 0, 0);
        let (mut at, mut word_end) = (0, 0);
        while at < paragraph.len() {
            let rest = &paragraph[at..];
            // Of a word of megabytes, too, the end is looked for once.
            if at >= word_end {
                word_end = at + rest.find(' ').unwrap_or(rest.len());
            }
            let (word, columns) = first_columns(&paragraph[at..word_end], width);
            let behind = &rest[word.len()..];
            let blanks = behind.len() - behind.trim_start_matches(' ').len();
            if used + columns > width && at > start {
                line(&paragraph[start..end]);
                (start, used) = (at, 0);
            }
            used += columns + blanks;
            end = at + word.len();
            at = end + blanks;
        }
        line(&paragraph[start..end]);
    }
}

/// As much of a word as fits into `width` columns, but a grapheme at least; and its columns.
fn first_columns(word: &str, width: usize) -> (&str, usize) {
    let (mut end, mut used) = (0, 0);
    for (sign, wide) in graphemes(word) {
        if end > 0 && used + wide > width {
            break;
        }
        end += sign.len();
        used += wide;
    }
    (&word[..end], used)
}

/// The text in at most `width` columns, with `mark` at its end where it was cut.
pub fn truncate(text: &str, width: usize, mark: &str) -> String {
    if columns_to(text, width) <= width {
        return text.to_owned();
    }
    let room = width.saturating_sub(mark.display_width());
    let (mut end, mut used) = (0, 0);
    for (sign, wide) in graphemes(text) {
        if used + wide > room {
            break;
        }
        end += sign.len();
        used += wide;
    }
    let mut kept = text[..end].to_owned();
    if mark.display_width() <= width {
        kept.truncate(kept.trim_end().len());
        kept.push_str(mark);
    }
    kept
}

/// Cuts a line of several styles to `width` columns, with `mark` at its end where it was cut.
pub fn truncate_line<'a>(line: Line<'a>, width: usize, mark: &str) -> Line<'a> {
    if fits(&line, width) {
        return line;
    }
    let mut room = width;
    let mut spans: Vec<Span<'a>> = Vec::new();
    let mut rest = line.spans.into_iter().peekable();
    while let Some(span) = rest.next() {
        let wide = columns_to(&span.content, room);
        let more_follows = rest.peek().is_some();
        if wide < room || (wide == room && !more_follows) {
            room -= wide;
            spans.push(span);
            continue;
        }
        // The mark goes behind this piece even where the piece itself just fits.
        let text = if wide <= room { format!("{} ", span.content) } else { span.content.into_owned() };
        spans.push(Span::styled(truncate(&text, room, mark), span.style));
        break;
    }
    Line::from(spans)
}

/// A line with something at its left and something at its right edge; the left part gives way.
pub fn justify<'a>(left: Line<'a>, right: Line<'a>, width: u16, mark: &str) -> Line<'a> {
    let width = usize::from(width);
    let right_width = right.display_width();
    if right_width == 0 || right_width + 2 > width {
        return truncate_line(
            if right_width == 0 || left.display_width() > 0 { left } else { right },
            width,
            mark,
        );
    }
    let mut line = truncate_line(left, width - right_width - 1, mark);
    let gap = width - right_width - line.display_width();
    line.spans.push(Span::raw(" ".repeat(gap)));
    line.spans.extend(right.spans);
    line
}

/// Wraps text that begins behind `first` and goes on indented under it, in one style.
pub fn wrap_hanging<'a>(first: Line<'a>, text: &str, style: Style, width: u16) -> Vec<Line<'a>> {
    let indent = first.display_width();
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

/// Makes every sign take the columns on the terminal that it has here.
///
/// What terminals take for wide or narrow as they please is drawn by its first character alone: a family by one of
/// it, a heart without its colour. Half a wide sign, where something lies over the other half, is not drawn.
pub fn normalize_graphemes(buf: &mut Buffer, area: Rect) {
    for y in area.top()..area.bottom() {
        let row = buf.index_of(area.x, y);
        for x in area.left()..area.right() {
            // Nearly all are of one byte, which every terminal takes as it is meant.
            let symbol = buf.content[row + usize::from(x - area.x)].symbol();
            if symbol.len() < 2 {
                continue;
            }
            // Lines, blocks and dots of Braille, of which frames and maps are made, are narrow everywhere.
            let mut chars = symbol.chars();
            if matches!(
                (chars.next(), chars.next()),
                (Some('\u{2500}'..='\u{259f}' | '\u{2800}'..='\u{28ff}'), None)
            ) {
                continue;
            }
            let width = symbol.width();
            let apart: usize = symbol.chars().filter_map(UnicodeWidthChar::width).sum();
            let end = x + width.max(1) as u16;
            if end > area.right() || (x + 1..end).any(|x| buf[(x, y)].symbol() != " ") {
                buf[(x, y)].set_symbol(" ");
            } else if width != apart {
                let is_mark = |c: &char| c.width() == Some(0) && !matches!(c, '\u{fe0f}' | '\u{200d}');
                let mut chars = symbol.chars();
                let first: String = chars.next().into_iter().chain(chars.take_while(is_mark)).collect();
                buf[(x, y)].set_symbol(&first);
            }
        }
    }
}

/// Draws a line as [`Buffer::set_line`] does, to which a test holds it, by [`signs`] of our own.
pub fn put(buf: &mut Buffer, x: u16, y: u16, line: &Line<'_>, width: u16) {
    let room = usize::from(buf.area.right().saturating_sub(x).min(width));
    if room == 0 {
        return;
    }
    let first = buf.index_of(x, y);
    let mut cells = buf.content[first..first + room].iter_mut();
    for span in line {
        let style = line.style.patch(span.style);
        for (sign, wide) in graphemes(&span.content) {
            if wide == 0 || sign.contains(char::is_control) {
                continue;
            }
            if wide > cells.len() {
                break;
            }
            if let Some(cell) = cells.next() {
                cell.set_symbol(sign).set_style(style);
            }
            // Under the rest of a wide sign there is nothing.
            cells.by_ref().take(wide - 1).for_each(Cell::reset);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Stylize;

    #[test]
    fn wrapping_is_that_of_the_library() {
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
            assert_eq!(height(text, width), wrap(text, width).len());
        }
    }

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
    fn what_stands_alone_is_no_part_of_another_sign() {
        let alone: Vec<char> = ('\0'..'\u{3000}').filter(|c| stands_alone(*c)).collect();
        assert!(alone.iter().all(|c| c.width() == Some(1)));
        let all: String = alone.iter().collect();
        let beside = alone.iter().flat_map(|c| ['a', '\u{a9}', '“', '█', '⠿'].map(|d| format!("{d}{c}{d}")));
        for text in beside.chain([all]) {
            assert_eq!(text.graphemes(true).count(), text.chars().count(), "{text:?}");
        }
    }

    #[test]
    fn signs_are_the_graphemes_of_the_library() {
        let mixed = format!("a\u{301}{OF_ALL_KINDS}\u{a9}\u{fe0f}\u{1f1ea}\u{1f1ea}\u{1f1ea}x\r\n“…”");
        for text in [OF_ALL_KINDS, &mixed] {
            let theirs: Vec<(&str, usize)> = text.graphemes(true).map(|g| (g, g.width())).collect();
            assert_eq!(graphemes(text).collect::<Vec<_>>(), theirs);
        }
    }

    /// Of which terminals, and libraries, count the columns in more than one way.
    const OF_ALL_KINDS: &str = "\u{644}\u{627} الاتفاقية الإسلامية 1\u{fe0f}\u{20e3} \u{2764}\u{fe0f}\u{2764}\u{fe0f} \
                                \u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} \u{1f44d}\u{1f3fd}\u{1f1ea}\u{1f1ea} हिन्दी क्षत्रिय 漢字 a\u{301}bc";

    #[test]
    fn what_is_measured_is_what_is_drawn() {
        let drawn = |text: &str| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 400, 1));
            usize::from(buffer.set_stringn(0, 0, text, 400, Style::default()).0)
        };
        assert_eq!(drawn(OF_ALL_KINDS), OF_ALL_KINDS.display_width());
        // Some graphemes alone take three columns.
        for width in 3..100 {
            let lines = wrap(OF_ALL_KINDS, width);
            assert!(lines.iter().all(|line| drawn(line) <= usize::from(width)), "at {width}: {lines:?}");
            let joined: String = lines.concat().split_whitespace().collect();
            assert_eq!(joined, OF_ALL_KINDS.split_whitespace().collect::<String>(), "at {width}");
            assert!(drawn(&truncate(OF_ALL_KINDS, width.into(), "…")) <= usize::from(width), "at {width}");
            let line =
                truncate_line(Line::from(vec![OF_ALL_KINDS.into(), OF_ALL_KINDS.into()]), width.into(), "…");
            assert!(
                line.display_width() <= usize::from(width) && line.to_string().ends_with('…'),
                "at {width}: {line}"
            );
        }
    }

    #[test]
    fn a_line_is_put_as_the_library_sets_it() {
        let red = Style::new().red();
        let lines = [
            Line::from(vec![
                "plain ".into(),
                Span::styled("and red", red),
                OF_ALL_KINDS.into(),
                " behind".into(),
            ]),
            Line::from(vec!["".into(), "a tab\tand \u{7f} ".into(), Span::styled("漢", red), "x".into()])
                .bold(),
            Line::from("  "),
        ];
        for (line, x, width) in lines
            .iter()
            .flat_map(|line| (0..12).flat_map(move |x| (0..40).map(move |width| (line, x, width))))
        {
            let mut ours = Buffer::filled(Rect::new(0, 0, 12, 2), ratatui::buffer::Cell::new("#"));
            let mut theirs = ours.clone();
            put(&mut ours, x, 1, line, width);
            theirs.set_line(x, 1, line, width);
            assert_eq!(ours, theirs, "{line:?} at {x}, {width} wide");
        }
    }

    #[test]
    fn every_sign_takes_its_columns_on_any_terminal() {
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
    fn a_spread_line_fills_its_width() {
        for width in 0..40 {
            let line = justify(Line::from("Ottawa Convention"), Line::from("withdrawn"), width, "…");
            assert!(line.width() <= usize::from(width), "at {width}");
            if width >= 11 {
                assert!(line.to_string().ends_with("withdrawn"), "at {width}");
            }
        }
    }

    #[test]
    fn a_cut_line_shows_that_it_was_cut() {
        let line = Line::from(vec![Span::raw("one "), Span::raw("two"), Span::raw(" three")]);
        assert_eq!(truncate_line(line.clone(), 13, "…").to_string(), "one two three");
        assert_eq!(truncate_line(line.clone(), 8, "…").to_string(), "one two…");
        assert_eq!(truncate_line(line.clone(), 7, "…").to_string(), "one tw…");
        assert_eq!(truncate_line(line, 4, "…").to_string(), "one…");
    }
}
