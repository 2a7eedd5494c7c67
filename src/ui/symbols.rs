//! The symbols of the screen, and their ASCII replacements for terminals and fonts without Unicode.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::symbols::border;

use crate::dossier::model::{Certainty, Position};

/// The symbols to draw with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Symbols {
    /// Whether to use only ASCII.
    pub ascii: bool,
}

impl Symbols {
    fn pick(self, symbol: &'static str, ascii: &'static str) -> &'static str {
        if self.ascii { ascii } else { symbol }
    }

    /// Returns the symbol of a position. The fuller it is, the more the state is bound. All symbols differ.
    pub fn position(self, position: Position) -> &'static str {
        match position {
            Position::NeverJoined => self.pick("○", "o"),
            Position::Signed => self.pick("◌", "s"),
            Position::Party => self.pick("●", "P"),
            Position::Debating => self.pick("◕", "d"),
            Position::RecommendsWithdrawal => self.pick("◑", "r"),
            Position::ApprovedWithdrawal => self.pick("◔", "a"),
            Position::NotifiedWithdrawal => self.pick("◇", "n"),
            Position::Withdrawn => self.pick("✕", "X"),
        }
    }

    /// Returns the mark of a fact that is not confirmed.
    pub fn certainty(self, certainty: Certainty) -> &'static str {
        match certainty {
            Certainty::Confirmed => "",
            Certainty::SingleSource => self.pick("†", "^"),
            Certainty::Disputed => self.pick("‡", "?"),
        }
    }

    /// Returns the mark at the end of truncated text.
    pub fn ellipsis(self) -> &'static str {
        self.pick("…", "..")
    }

    /// Returns the symbol between the first and the last of a range.
    pub fn range(self) -> &'static str {
        self.pick("…", "-")
    }

    /// Returns the symbol before the title of the focused panel.
    pub fn focus(self) -> &'static str {
        self.pick("▸", ">")
    }

    /// Returns the mark at the left edge of the selected item.
    pub fn selected(self) -> &'static str {
        self.pick("▌", ">")
    }

    /// Returns the mark of the selected state while another panel has the focus.
    pub fn current_state(self) -> &'static str {
        self.pick("▏", ":")
    }

    /// Returns the line at the left of a quotation or a source excerpt.
    pub fn edge(self) -> &'static str {
        self.pick("│", "|")
    }

    /// Returns the mark of a quotation about the treaty in view.
    pub fn about(self) -> &'static str {
        self.pick("§", "#")
    }

    /// Returns the mark of a fact that the last edit or comparison of days changed.
    pub fn changed(self) -> &'static str {
        self.pick("◆", "*")
    }

    /// Returns the symbol of a capital on the map, which differs from those of positions.
    pub fn capital(self) -> &'static str {
        self.pick("■", "@")
    }

    /// Returns the symbol of a frontier on the map.
    pub fn frontier(self) -> &'static str {
        self.pick("⣿", "#")
    }

    /// Returns the symbol of a watched file.
    pub fn live(self) -> &'static str {
        self.pick("●", "o")
    }

    /// Returns the symbol of an error.
    pub fn alert(self) -> &'static str {
        self.pick("▲", "!")
    }

    /// Returns the line between the milestones of a track.
    pub fn track(self) -> &'static str {
        self.pick("━", "=")
    }

    /// Returns the separator within a line.
    pub fn dot(self) -> &'static str {
        self.pick("·", "-")
    }

    /// Returns the symbol of an event in the timeline.
    pub fn event(self) -> &'static str {
        self.pick("·", "+")
    }

    /// Returns the quotation marks.
    pub fn quotes(self) -> (&'static str, &'static str) {
        if self.ascii { ("\"", "\"") } else { ("“", "”") }
    }

    /// Returns the line of a goal and that of a proposal.
    pub fn lines(self) -> (&'static str, &'static str) {
        if self.ascii { ("-", ".") } else { ("─", "┄") }
    }

    /// Returns a cell of a reference line at this height, in eighths of a cell: one of four rows of dots in braille,
    /// otherwise the lower edge or the middle.
    ///
    /// The scan lines U+23BA to U+23BD have these heights as well, but few fonts contain them. With DejaVu, each cell
    /// of the line would be an empty box. Terminals draw braille themselves or find it in a font.
    pub fn reference_line(self, eighths: u32, braille: bool) -> &'static str {
        match (braille, eighths) {
            (true, 0..2) => "⣀",
            (true, 2..4) => "⠤",
            (true, 4..6) => "⠒",
            (true, _) => "⠉",
            (false, 0..4) => "_",
            (false, _) => self.lines().0,
        }
    }

    /// Returns the symbol of a fact about several states.
    pub fn many(self) -> &'static str {
        self.pick("··", "..")
    }

    /// Returns the symbol of an aim.
    pub fn aim(self) -> &'static str {
        self.pick("→", ">")
    }

    /// Returns the symbol of a benchmark across a horizontal bar.
    pub fn notch(self) -> &'static str {
        self.pick("┃", "!")
    }

    /// Returns the symbol of a target, and the line between the ends of a range.
    pub fn target(self) -> (&'static str, &'static str) {
        if self.ascii { ("x", "|") } else { ("┿", "│") }
    }

    /// Returns the frame of a panel.
    pub fn border(self) -> border::Set<'static> {
        if self.ascii {
            border::Set {
                top_left: "+",
                top_right: "+",
                bottom_left: "+",
                bottom_right: "+",
                vertical_left: "|",
                vertical_right: "|",
                horizontal_top: "-",
                horizontal_bottom: "-",
            }
        } else {
            border::ROUNDED
        }
    }

    /// Returns the thumb of a scrollbar.
    pub fn thumb(self) -> &'static str {
        self.pick("┃", "#")
    }

    /// Returns the name of a key on the screen: arrow keys are shown as arrows.
    pub fn key(self, notation: &str) -> String {
        match notation {
            "Left" => self.pick("←", "Left"),
            "Right" => self.pick("→", "Right"),
            "Up" => self.pick("↑", "Up"),
            "Down" => self.pick("↓", "Down"),
            other => other,
        }
        .to_owned()
    }

    /// Returns a cell filled from below by `eighths`, from 0 to 8.
    pub fn column(self, eighths: u8) -> &'static str {
        const COLUMNS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
        match (self.ascii, eighths) {
            (false, n) => COLUMNS[usize::from(n.min(8))],
            (true, 0..4) => " ",
            (true, _) => "#",
        }
    }

    /// Returns a bar of a sparkline. In ASCII, higher bars are darker, and none looks like a digit or decimal point.
    pub fn spark(self, eighths: u8) -> &'static str {
        const SHADES: [&str; 8] = ["_", ":", "-", "=", "+", "#", "%", "@"];
        let eighths = eighths.clamp(1, 8);
        if self.ascii { SHADES[usize::from(eighths) - 1] } else { self.column(eighths) }
    }

    /// Returns a cell filled from the left by `eighths`, from 0 to 8.
    pub fn row(self, eighths: u8) -> &'static str {
        const ROWS: [&str; 9] = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"];
        if self.ascii { self.column(eighths) } else { ROWS[usize::from(eighths.min(8))] }
    }

    /// Returns whether this is a cell of a vertical bar.
    pub fn is_bar(self, symbol: &str) -> bool {
        (1..=8)
            .map(|eighths| self.column(eighths))
            .chain([true, false].map(|light| self.shade(light)))
            .any(|bar| bar == symbol && bar != " ")
    }

    /// Returns a cell of a bar that must differ without colour: `light` for a year before accession,
    /// otherwise an estimate.
    pub fn shade(self, light: bool) -> &'static str {
        match (self.ascii, light) {
            (false, false) => "▒",
            (false, true) => "░",
            (true, false) => "=",
            (true, true) => ":",
        }
    }
}

/// Replaces the punctuation of a dossier's texts with ASCII. Letters are unchanged.
pub fn to_ascii(buf: &mut Buffer, area: Rect) {
    for position in area.positions() {
        let replacement = match buf[position].symbol() {
            "\u{2018}" | "\u{2019}" | "\u{201a}" => "'",
            "\u{201c}" | "\u{201d}" | "\u{201e}" | "\u{ab}" | "\u{bb}" => "\"",
            "\u{2010}" | "\u{2011}" | "\u{2013}" | "\u{2014}" => "-",
            // The mark of an inferred date is `~`, and a cell has no space for several dots.
            "\u{2026}" => ".",
            "\u{2192}" => ">",
            _ => continue,
        };
        buf[position].set_symbol(replacement);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_differ_without_colour() {
        for ascii in [false, true] {
            let symbols: std::collections::BTreeSet<&str> =
                Position::ALL.iter().map(|position| Symbols { ascii }.position(*position)).collect();
            assert_eq!(symbols.len(), Position::ALL.len(), "{symbols:?}");
            assert!(symbols.iter().all(|symbol| symbol.is_ascii() == ascii), "{symbols:?}");
        }
    }
}
