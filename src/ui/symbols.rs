//! The signs of the screen, and their plain ASCII stand-ins for terminals and fonts that have no others.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::symbols::border;

use crate::dossier::model::{Certainty, Position};

/// Which signs are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Symbols {
    /// Whether only ASCII is.
    pub ascii: bool,
}

impl Symbols {
    fn pick(self, sign: &'static str, ascii: &'static str) -> &'static str {
        if self.ascii { ascii } else { sign }
    }

    /// The sign of a position: fuller where a state is bound more; no two are alike.
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

    /// The mark of a fact that is not confirmed.
    pub fn certainty(self, certainty: Certainty) -> &'static str {
        match certainty {
            Certainty::Confirmed => "",
            Certainty::SingleSource => self.pick("†", "^"),
            Certainty::Disputed => self.pick("‡", "?"),
        }
    }

    /// Stands where text was cut.
    pub fn ellipsis(self) -> &'static str {
        self.pick("…", "~")
    }

    /// Stands before the title of the panel that has the focus.
    pub fn focus(self) -> &'static str {
        self.pick("▸", ">")
    }

    /// The edge of the selected state.
    pub fn selected(self) -> &'static str {
        self.pick("▌", ">")
    }

    /// The edge of a quotation.
    pub fn edge(self) -> &'static str {
        self.pick("│", "|")
    }

    /// Marks what the last edit, or step in time, changed.
    pub fn changed(self) -> &'static str {
        self.pick("◆", "*")
    }

    /// A capital on the map: unlike any position.
    pub fn capital(self) -> &'static str {
        self.pick("■", "@")
    }

    /// A file that is followed.
    pub fn live(self) -> &'static str {
        self.pick("●", "o")
    }

    /// A warning sign.
    pub fn alarm(self) -> &'static str {
        self.pick("▲", "!")
    }

    /// Joins the steps of a track.
    pub fn track(self) -> &'static str {
        self.pick("━", "=")
    }

    /// Parts things that stand in one line.
    pub fn dot(self) -> &'static str {
        self.pick("·", "-")
    }

    /// An event in the timeline: unlike what else stands there.
    pub fn event(self) -> &'static str {
        self.pick("·", "+")
    }

    /// Stands before a line of the file.
    pub fn bar(self) -> &'static str {
        self.pick("│", "|")
    }

    /// Quotation marks.
    pub fn quotes(self) -> (&'static str, &'static str) {
        if self.ascii { ("\"", "\"") } else { ("“", "”") }
    }

    /// The line of a goal and that of a proposal.
    pub fn lines(self) -> (&'static str, &'static str) {
        if self.ascii { ("-", ".") } else { ("─", "┄") }
    }

    /// Stands for several states.
    pub fn many(self) -> &'static str {
        self.pick("··", "..")
    }

    /// An aim.
    pub fn aim(self) -> &'static str {
        self.pick("→", ">")
    }

    /// The benchmark across a bar that lies.
    pub fn notch(self) -> &'static str {
        self.pick("┃", "!")
    }

    /// A target at its level and year, and what lies between the ends of a range.
    pub fn target(self) -> (&'static str, &'static str) {
        if self.ascii { ("x", "|") } else { ("┿", "│") }
    }

    /// The frame of a panel.
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

    /// The thumb of a scrollbar.
    pub fn thumb(self) -> &'static str {
        self.pick("┃", "#")
    }

    /// A key in the notation of the configuration as the screen writes it: arrows as arrows.
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

    /// A column of `eighths` of a cell, 0 to 8, filled from below.
    pub fn column(self, eighths: u8) -> &'static str {
        const COLUMNS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
        match (self.ascii, eighths) {
            (false, n) => COLUMNS[usize::from(n.min(8))],
            (true, 0..4) => " ",
            (true, _) => "#",
        }
    }

    /// A small column for a sparkline; in ASCII a digit of how high it is.
    pub fn spark(self, eighths: u8) -> &'static str {
        const DIGITS: [&str; 9] = ["0", "1", "2", "3", "4", "5", "6", "7", "8"];
        if self.ascii { DIGITS[usize::from(eighths.min(8))] } else { self.column(eighths.max(1)) }
    }

    /// A cell of a bar that is told apart without colour: of an estimate, or of a year before accession.
    pub fn shade(self, light: bool) -> &'static str {
        match (self.ascii, light) {
            (false, false) => "▒",
            (false, true) => "░",
            (true, false) => "=",
            (true, true) => ":",
        }
    }
}

/// Folds the punctuation of a dossier's texts to ASCII; letters stay what they are.
pub fn to_ascii(buf: &mut Buffer, area: Rect) {
    for position in area.positions() {
        let folded = match buf[position].symbol() {
            "\u{2018}" | "\u{2019}" | "\u{201a}" => "'",
            "\u{201c}" | "\u{201d}" | "\u{201e}" | "\u{ab}" | "\u{bb}" => "\"",
            "\u{2010}" | "\u{2011}" | "\u{2013}" | "\u{2014}" => "-",
            "\u{2026}" => "~",
            "\u{2192}" => ">",
            _ => continue,
        };
        buf[position].set_symbol(folded);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_differ_by_sign_alone() {
        for ascii in [false, true] {
            let signs: std::collections::BTreeSet<&str> =
                Position::ALL.iter().map(|position| Symbols { ascii }.position(*position)).collect();
            assert_eq!(signs.len(), Position::ALL.len(), "{signs:?}");
            assert!(signs.iter().all(|sign| sign.is_ascii() == ascii), "{signs:?}");
        }
    }
}
