//! A screen as text with the escape sequences that colour it on a terminal.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use super::{GlyphCell, row};

/// The modifiers that are visible on a blank.
const VISIBLE_ON_BLANKS: Modifier =
    Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT);

/// Returns the rows of the screen. Each is without trailing blanks, and ends in the terminal's own style.
pub fn render(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let cells: Vec<GlyphCell<'_>> = row(buffer, y).collect();
        let visible = |cell: &GlyphCell<'_>| !cell.is_blank() || on_blank(cell.style) != Style::new();
        let end = cells.iter().rposition(visible).map_or(0, |last| last + 1);
        let mut current = Style::new();
        for cell in &cells[..end] {
            let style = explicit(cell.style);
            // A blank that looks the same in the current style needs no change of style.
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

/// Returns what a style sets. The terminal's own colours are unset, because anstyle has no name for them.
fn explicit(style: Style) -> Style {
    let set = |colour: Option<Color>| colour.filter(|colour| *colour != Color::Reset);
    Style { fg: set(style.fg), bg: set(style.bg), add_modifier: style.add_modifier, ..Style::new() }
}

/// Returns what is visible of a style on a blank.
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
    fn blanks_change_the_style_only_if_it_shows() {
        let mut buffer = Buffer::with_lines(["a b   "]);
        buffer[(1, 0)].set_style(Style::new().fg(Color::Red).add_modifier(Modifier::BOLD));
        buffer[(4, 0)].set_style(Style::new().fg(Color::Red));
        assert_eq!(render(&buffer), "a b\n");
        buffer[(4, 0)].set_style(Style::new().bg(Color::Red));
        assert_eq!(render(&buffer), "a b \x1b[31m\x1b[41m \x1b[0m\n");
    }

    #[test]
    fn words_of_one_style_share_it() {
        let mut buffer = Buffer::with_lines(["red red  "]);
        let red = Style::new().fg(Color::Rgb(1, 2, 3)).bg(Color::Reset);
        for x in [0, 1, 2, 4, 5, 6] {
            buffer[(x, 0)].set_style(red);
        }
        assert_eq!(render(&buffer), "\x1b[38;2;1;2;3mred red\x1b[0m\n");
    }
}
