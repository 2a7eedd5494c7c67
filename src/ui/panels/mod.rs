//! One file a panel.

mod background;
mod context;
mod facts;
mod kept;
mod map;
mod quotes;
mod spending;
mod stance;
mod states;
mod table;
mod timeline;

pub use facts::Seen;
pub use kept::Drawings;
pub use spending::level_and_years;

use ratatui::buffer::Buffer;
use ratatui::text::Line;

use crate::app::{App, ClickTarget, HitRegion, Panel};
use crate::config::Role;
use crate::dossier::Date;
use crate::dossier::model::{Certainty, DateBasis, Evidence, Position};

use super::RenderContext;
use super::canvas::Canvas;
use super::layout::Layout;
use super::text::wrap_hanging;

use context::{Knowing, PanelContext, Sight, Version};

/// Draws a panel; the dossier is there.
pub fn draw(
    panel: Panel,
    state: &App,
    look: &RenderContext<'_>,
    layout: &Layout,
    canvas: &mut Canvas,
    hits: &mut Vec<HitRegion>,
) -> Seen {
    let (Some(known), Some(dossier)) = (state.known(), &state.dossier) else {
        return Seen::default();
    };
    let Some((_, area)) = layout.panels.iter().find(|(placed, _)| *placed == panel) else {
        return Seen::default();
    };
    let (area, focused) = (*area, state.focus == panel);
    hits.push(HitRegion {
        x: area.x,
        y: area.y,
        width: area.width,
        height: area.height,
        goal: ClickTarget::Panel(panel),
    });
    let sight = Sight {
        panel,
        area,
        selected_state: state.selected_state,
        treaty: state.treaty(),
        scroll: state.scroll[panel.index()],
        chosen: state.chosen[panel.index()].filter(|_| focused),
        timeline_selection: state.timeline_selection.filter(|_| panel == Panel::Timeline),
        only_selected_state: state.only_selected_state,
        zoomed: state.zoomed,
        focused,
        sidebar_visible: layout.panels.len() > 1,
        version: Version::of(dossier),
        symbols: look.symbols,
        marker: look.marker,
        theme: look.theme,
    };
    if let Some(seen) = canvas.drawings.put(&sight, known, &state.change_set, &mut canvas.buffer, hits) {
        return seen;
    }
    canvas.clear(area, look.style(Role::Ground));
    let scene = PanelContext { sight, known: Knowing::new(known, &state.change_set), look };
    let mut own = Vec::new();
    let seen = paint(&scene, &mut canvas.buffer, &mut own);
    hits.extend_from_slice(&own);
    canvas.drawings.keep(scene.sight, scene.known.asked(), seen.clone(), own, &canvas.buffer);
    seen
}

fn paint(scene: &PanelContext<'_>, buf: &mut Buffer, hits: &mut Vec<HitRegion>) -> Seen {
    match scene.panel {
        Panel::States if table::fits(scene) => table::draw(scene, buf, hits).into(),
        Panel::States => states::draw(scene, buf, hits).into(),
        Panel::Stance => stance::draw(scene, buf),
        Panel::Spending => spending::draw(scene, buf),
        Panel::Quotes => quotes::draw(scene, buf),
        Panel::Map => map::draw(scene, buf, hits).into(),
        Panel::Timeline => timeline::draw(scene, buf, hits).into(),
        Panel::Background => background::draw(scene, buf),
    }
}

/// What is said in place of a position towards a treaty that there was not yet.
pub const NOT_ADOPTED: &str = "not yet adopted";

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
pub fn dated(date: Option<Date>, evidence: &Evidence) -> String {
    match (date, evidence.date_basis) {
        (None, _) => "undated".into(),
        (Some(date), DateBasis::Stated) => date.to_string(),
        (Some(date), _) => format!("~{date}"),
    }
}

/// What stands behind a fact: how certain it is, the note, the sources.
fn backing_lines<'a>(
    scene: &PanelContext<'a>,
    evidence: &Evidence,
    indent: &dyn Fn() -> Line<'a>,
    width: u16,
) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    let mut more = |text: &str, role: Role| {
        lines.extend(wrap_hanging(indent(), text, scene.look.style(role), width));
    };
    if let Some(note) = &evidence.note {
        more(note, Role::Aside);
    }
    let sources: Vec<&str> =
        evidence.sources.iter().map(|id| scene.known.dossier[*id].publisher.as_str()).collect();
    let mut words = match evidence.certainty {
        Certainty::Confirmed => String::new(),
        other => format!("{} {}: ", scene.look.symbols.certainty(other), other.word()),
    };
    words += &sources.join(", ");
    if !words.is_empty() {
        more(&words, Role::Text);
    }
    lines
}
