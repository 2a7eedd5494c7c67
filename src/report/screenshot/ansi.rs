//! A screen as text with escape sequences for colours.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use super::{GlyphCell, row};

/// The modifiers that are visible on a blank.
const VISIBLE_ON_BLANKS: Modifier =
    Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT);

/// Returns the rows of the screen without trailing blanks. Each row ends in the default style.
pub fn render(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let cells: Vec<GlyphCell<'_>> = row(buffer, y).collect();
        let visible = |cell: &GlyphCell<'_>| !cell.is_blank() || on_blank(cell.style) != Style::new();
        let end = cells.iter().rposition(visible).map_or(0, |last| last + 1);
        let mut current = Style::new();
        for cell in &cells[..end] {
            let style = explicit(cell.style);
            // A blank keeps the current style if that looks the same.
            if style != current && !(cell.is_blank() && on_blank(style) == on_blank(current)) {
                text += &format!("{:#}{}", anstyle::Style::from(current), anstyle::Style::from(style));
                current = style;
            }
            text += &cell.symbol;
        }
        text += &format!("{:#}\n", anstyle::Style::from(current));
    }
    text
}

/// Returns a style without default colours, which anstyle cannot express.
fn explicit(style: Style) -> Style {
    let set = |colour: Option<Color>| colour.filter(|colour| *colour != Color::Reset);
    Style { fg: set(style.fg), bg: set(style.bg), add_modifier: style.add_modifier, ..Style::new() }
}

/// Returns the part of a style that is visible on a blank.
fn on_blank(style: Style) -> Style {
    let style = explicit(style);
    let add_modifier = style.add_modifier & VISIBLE_ON_BLANKS;
    let fg = style.fg.filter(|_| !add_modifier.is_empty());
    Style { fg, add_modifier, ..style }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_changes_only_a_visible_style() {
        let mut buffer = Buffer::with_lines(["a b   "]);
        buffer[(1, 0)].set_style(Style::new().fg(Color::Red).add_modifier(Modifier::BOLD));
        buffer[(4, 0)].set_style(Style::new().fg(Color::Red));
        assert_eq!(render(&buffer), "a b\n");
        buffer[(4, 0)].set_style(Style::new().bg(Color::Red));
        assert_eq!(render(&buffer), "a b \x1b[31m\x1b[41m \x1b[0m\n");
    }

    #[test]
    fn words_of_one_style_share_its_sequence() {
        let mut buffer = Buffer::with_lines(["red red  "]);
        let red = Style::new().fg(Color::Rgb(1, 2, 3)).bg(Color::Reset);
        for x in [0, 1, 2, 4, 5, 6] {
            buffer[(x, 0)].set_style(red);
        }
        assert_eq!(render(&buffer), "\x1b[38;2;1;2;3mred red\x1b[0m\n");
    }
}
