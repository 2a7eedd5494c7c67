//! One file a panel.

mod background;
mod facts;
mod map;
mod quotes;
mod spending;
mod stance;
mod states;
mod table;
mod timeline;

pub use facts::Seen;
pub use spending::level_and_years;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::config::Role;
use crate::dashboard::{Goal, Hit, Panel, State};
use crate::dossier::model::{Backing, Certainty, DateBasis, Position};
use crate::dossier::{Date, Fact, Known};

use super::Look;
use super::layout::Layout;
use super::text::{Wide, hanging};

/// Draws a panel; the dossier is there.
pub fn draw(
    panel: Panel,
    state: &State,
    look: &Look<'_>,
    layout: &Layout,
    buf: &mut Buffer,
    hits: &mut Vec<Hit>,
) -> Seen {
    let Some(known) = state.known() else {
        return Seen::default();
    };
    let Some((_, area)) = layout.panels.iter().find(|(placed, _)| *placed == panel) else {
        return Seen::default();
    };
    let (area, beside) = (*area, layout.panels.len() > 1);
    hits.push(Hit { x: area.x, y: area.y, width: area.width, height: area.height, goal: Goal::Panel(panel) });
    let scene =
        Scene { state, known, look, area, alone: state.enlarged, focused: state.focus == panel, beside };
    match panel {
        Panel::States if table::fits(&scene) => table::draw(&scene, buf, hits).into(),
        Panel::States => states::draw(&scene, buf, hits).into(),
        Panel::Stance => stance::draw(&scene, buf),
        Panel::Spending => spending::draw(&scene, buf),
        Panel::Quotes => quotes::draw(&scene, buf),
        Panel::Map => map::draw(&scene, buf, hits).into(),
        Panel::Timeline => timeline::draw(&scene, buf, hits).into(),
        Panel::Background => background::draw(&scene, buf),
    }
}

/// What a panel draws, and where.
struct Scene<'a> {
    state: &'a State,
    known: Known<'a>,
    look: &'a Look<'a>,
    area: Rect,
    /// Whether the panel has the whole screen, and so room for everything.
    alone: bool,
    focused: bool,
    /// Whether the list of states is seen beside it.
    beside: bool,
}

impl<'a> Scene<'a> {
    /// The name of the selected state, for the right of a frame, where no list of states beside it tells.
    fn state_name(&self) -> &'a str {
        if self.beside { "" } else { &self.known.dossier[self.state.selected].name }
    }

    /// The mark of a fact that the last edit changed, or as much blank.
    fn mark(&self, fact: Fact) -> Span<'static> {
        if self.state.marked(fact) {
            Span::styled(self.look.glyphs.changed(), self.look.style(Role::Changed))
        } else {
            Span::raw(" ")
        }
    }

    fn plain(&self, text: impl Into<std::borrow::Cow<'a, str>>) -> Span<'a> {
        Span::styled(text, self.look.style(Role::Text))
    }

    fn strong(&self, text: impl Into<std::borrow::Cow<'a, str>>) -> Span<'a> {
        Span::styled(text, self.look.style(Role::Strong))
    }

    /// The sign of a position in its colour.
    fn sign(&self, position: Position) -> Span<'static> {
        Span::styled(self.look.glyphs.position(position), self.look.style(position_role(position)))
    }

    /// What the marks of doubt among these facts mean, as much of it as its frame has room for.
    fn legend<'b>(&self, facts: impl Iterator<Item = &'b Backing>) -> Line<'a> {
        let mut text = String::new();
        for part in self.doubts(facts) {
            let wide = text.columns() + part.columns() + 2;
            if wide + 6 <= usize::from(self.area.width) {
                text += &format!("{}{part}", if text.is_empty() { "" } else { "  " });
            }
        }
        Line::from(self.plain(text))
    }

    /// The marks of doubt among these facts, each with its meaning.
    fn doubts<'b>(&self, facts: impl Iterator<Item = &'b Backing>) -> Vec<String> {
        let (mut single, mut disputed, mut about) = (false, false, false);
        for backing in facts {
            single |= backing.certainty == Certainty::SingleSource;
            disputed |= backing.certainty == Certainty::Disputed;
            about |= backing.date_basis != DateBasis::Stated;
        }
        let sign = |certainty| self.look.glyphs.certainty(certainty);
        let parts = [
            single.then(|| format!("{} single source", sign(Certainty::SingleSource))),
            disputed.then(|| format!("{} disputed", sign(Certainty::Disputed))),
            about.then(|| "~ inexact date".to_owned()),
        ];
        parts.into_iter().flatten().collect()
    }
}

/// The role of a position's sign.
pub fn position_role(position: Position) -> Role {
    match position {
        Position::NeverJoined | Position::Signed => Role::Outside,
        Position::Party => Role::Bound,
        Position::Debating
        | Position::RecommendsWithdrawal
        | Position::ApprovedWithdrawal
        | Position::NotifiedWithdrawal => Role::Leaving,
        Position::Withdrawn => Role::Out,
    }
}

/// A date as it is known: `~` before one that was worked out or is about right.
pub fn dated(date: Option<Date>, backing: &Backing) -> String {
    match (date, backing.date_basis) {
        (None, _) => "undated".into(),
        (Some(date), DateBasis::Stated) => date.to_string(),
        (Some(date), _) => format!("~{date}"),
    }
}

/// What stands behind a fact: how certain it is, the note, the sources.
fn backing_lines<'a>(
    scene: &Scene<'a>,
    backing: &Backing,
    indent: &dyn Fn() -> Line<'a>,
    width: u16,
) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    let mut more = |text: &str, role: Role| {
        lines.extend(hanging(indent(), text, scene.look.style(role), width));
    };
    if let Some(note) = &backing.note {
        more(note, Role::Aside);
    }
    let sources: Vec<&str> =
        backing.sources.iter().map(|id| scene.known.dossier[*id].publisher.as_str()).collect();
    let mut words = match backing.certainty {
        Certainty::Confirmed => String::new(),
        other => format!("{} {}: ", scene.look.glyphs.certainty(other), other.word()),
    };
    words += &sources.join(", ");
    if !words.is_empty() {
        more(&words, Role::Text);
    }
    lines
}
