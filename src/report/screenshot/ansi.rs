//! A screen as text with the sequences (SGR) that colour it on a terminal.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use super::{GlyphCell, row};

/// What is switched on by a number.
const MODIFIERS: [(Modifier, u8); 9] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::RAPID_BLINK, 6),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

/// What of a style can be seen on a blank.
const SEEN_ON_BLANKS: Modifier = Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT);

/// How the terminal writes what comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl Pen {
    const PLAIN: Pen = Pen { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

    fn of(style: Style) -> Pen {
        Pen {
            fg: style.fg.unwrap_or(Color::Reset),
            bg: style.bg.unwrap_or(Color::Reset),
            modifier: style.add_modifier,
        }
    }

    /// Whether a blank looks the same under both.
    fn blank_is_alike(self, other: Pen) -> bool {
        let (ours, theirs) = (self.modifier & SEEN_ON_BLANKS, other.modifier & SEEN_ON_BLANKS);
        self.bg == other.bg && ours == theirs && (ours.is_empty() || self.fg == other.fg)
    }

    /// The sequence that turns this pen into `next`, as short as can be.
    fn change(self, next: Pen) -> String {
        if self == next {
            return String::new();
        }
        let added = Pen::codes(self, next);
        if next == Pen::PLAIN {
            return "\x1b[m".to_owned();
        }
        // What is on cannot be switched off one by one without taking others along: 22 ends bold and dim.
        if !next.modifier.contains(self.modifier) {
            return format!(
                "\x1b[{}m",
                [vec!["0".to_owned()], Pen::codes(Pen::PLAIN, next)].concat().join(";")
            );
        }
        format!("\x1b[{}m", added.join(";"))
    }

    fn codes(from: Pen, to: Pen) -> Vec<String> {
        let added = to.modifier - from.modifier;
        let mut codes: Vec<String> =
            MODIFIERS.iter().filter(|(m, _)| added.contains(*m)).map(|(_, n)| n.to_string()).collect();
        if from.fg != to.fg {
            codes.push(colour(to.fg, 30));
        }
        if from.bg != to.bg {
            codes.push(colour(to.bg, 40));
        }
        codes
    }
}

/// The codes of a colour; `base` is 30 for the foreground, 40 for the background.
fn colour(colour: Color, base: u8) -> String {
    let named = |n: u8| (base + n).to_string();
    let bright = |n: u8| (base + 60 + n).to_string();
    match colour {
        Color::Reset => named(9),
        Color::Black => named(0),
        Color::Red => named(1),
        Color::Green => named(2),
        Color::Yellow => named(3),
        Color::Blue => named(4),
        Color::Magenta => named(5),
        Color::Cyan => named(6),
        Color::Gray => named(7),
        Color::DarkGray => bright(0),
        Color::LightRed => bright(1),
        Color::LightGreen => bright(2),
        Color::LightYellow => bright(3),
        Color::LightBlue => bright(4),
        Color::LightMagenta => bright(5),
        Color::LightCyan => bright(6),
        Color::White => bright(7),
        Color::Indexed(n) => format!("{};5;{n}", base + 8),
        Color::Rgb(r, g, b) => format!("{};2;{r};{g};{b}", base + 8),
    }
}

/// The rows of the screen, each ended with everything switched off, and with nothing behind the last sign that
/// can be seen.
pub fn render(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let cells: Vec<GlyphCell<'_>> = row(buffer, y).collect();
        let seen = |cell: &GlyphCell<'_>| !cell.is_blank() || !Pen::of(cell.style).blank_is_alike(Pen::PLAIN);
        let end = cells.iter().rposition(seen).map_or(0, |last| last + 1);
        let mut pen = Pen::PLAIN;
        for cell in &cells[..end] {
            let next = Pen::of(cell.style);
            if !(cell.is_blank() && pen.blank_is_alike(next)) {
                text += &pen.change(next);
                pen = next;
            }
            text += &cell.symbol;
        }
        text += &pen.change(Pen::PLAIN);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_written_as_short_as_can_be() {
        let red = Pen { fg: Color::Red, ..Pen::PLAIN };
        let bold = Pen { modifier: Modifier::BOLD, ..red };
        let on_rgb = Pen { bg: Color::Rgb(1, 2, 3), ..bold };
        assert_eq!(Pen::PLAIN.change(red), "\x1b[31m");
        assert_eq!(red.change(bold), "\x1b[1m");
        assert_eq!(bold.change(on_rgb), "\x1b[48;2;1;2;3m");
        assert_eq!(on_rgb.change(red), "\x1b[0;31m");
        assert_eq!(bold.change(Pen { fg: Color::Reset, ..bold }), "\x1b[39m");
        assert_eq!(red.change(Pen { fg: Color::Indexed(200), ..red }), "\x1b[38;5;200m");
        assert_eq!(red.change(Pen { fg: Color::LightBlue, ..red }), "\x1b[94m");
        assert_eq!(bold.change(Pen::PLAIN), "\x1b[m");
        assert_eq!(red.change(red), "");
    }

    #[test]
    fn a_blank_changes_nothing_that_cannot_be_seen() {
        let mut buffer = Buffer::with_lines(["a b   "]);
        buffer[(1, 0)].set_style(Style::new().fg(Color::Red).add_modifier(Modifier::BOLD));
        buffer[(4, 0)].set_style(Style::new().fg(Color::Red));
        assert_eq!(render(&buffer), "a b\n");
        buffer[(4, 0)].set_style(Style::new().bg(Color::Red));
        assert_eq!(render(&buffer), "a b \x1b[31;41m \x1b[m\n");
    }
}
