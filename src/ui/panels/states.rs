//! All states: position on the treaty in view, last figure, and how spending went.

use ratatui::buffer::Buffer;
use ratatui::text::{Line, Span};

use crate::app::{ClickTarget, Extent, HitRegion};
use crate::config::Role;
use crate::dossier::model::{Spending, StateId};
use crate::ui::figure;
use crate::ui::text::{justify, put, truncate};
use crate::ui::widgets::block::{Frame, scrollbar};

use super::NOT_ADOPTED;
use super::context::PanelContext;

/// Years of a sparkline.
const YEARS: usize = 5;

/// Draws the list, scrolled so that the selected state is seen.
pub fn draw(scene: &PanelContext<'_>, buf: &mut Buffer, hits: &mut Vec<HitRegion>) -> Extent {
    let dossier = scene.known.dossier;
    let treaty = dossier.treaties.get(scene.treaty.index());
    // The positions below the names are those on one treaty: which, stands at the foot.
    let legend = Line::from(scene.plain(treaty.map(|treaty| treaty.name.as_str()).unwrap_or_default()));
    let frame = Frame { title: "States", right: "% of GDP", legend, focused: scene.focused };
    // The list draws its own left margin: the edge of the selected state stands in it.
    let inner = frame.draw(scene.area, buf, scene.look);
    let highest = scene.known.highest_spending();
    // A blank row between states where all of them have one, else none.
    let count = dossier.states.len();
    let pitch = if count * 3 <= usize::from(inner.height) + 1 { 3 } else { 2 };
    let fit = ((usize::from(inner.height) + pitch - 2) / pitch).max(1);
    let selected = scene.selected_state.index();
    let first = selected.saturating_sub(fit / 2).min(count.saturating_sub(fit));
    let mut y = inner.y;
    for id in dossier.state_ids().skip(first).take(fit) {
        let height = 2.min(inner.bottom().saturating_sub(y));
        hits.push(HitRegion {
            x: inner.x - 1,
            y,
            width: inner.width + 1,
            height,
            goal: ClickTarget::State(id),
        });
        for line in entry(scene, id, highest, inner.width + 1) {
            if y < inner.bottom() {
                put(buf, inner.x - 1, y, &line, inner.width + 1);
            }
            y += 1;
        }
        y += pitch as u16 - 2;
    }
    let extent = Extent { lines: count, rows: fit };
    scrollbar(extent, first, inner, scene.area, buf, scene.look);
    // Moving here selects, so there is nothing to scroll.
    Extent::default()
}

fn entry<'a>(scene: &PanelContext<'a>, id: StateId, highest: f64, width: u16) -> [Line<'a>; 2] {
    let state = &scene.known.dossier[id];
    let chosen = id == scene.selected_state;
    let symbols = scene.look.symbols;
    let edge =
        if chosen { Span::styled(symbols.selected(), scene.look.style(Role::Focus)) } else { Span::raw(" ") };
    let name_role = if chosen { Role::Focus } else { Role::Strong };
    let spending = scene.known.spending(id);
    let last = spending.last();
    let percent = last.map(|last| figure(last, scene.look)).unwrap_or_default();
    let name = vec![
        edge.clone(),
        scene.state_mark(id),
        scene.plain(format!("{} ", state.code)),
        Span::styled(state.name.as_str(), scene.look.style(name_role)),
    ];
    let figures = vec![
        Span::styled(sparkline(scene, spending, highest, YEARS), scene.look.style(Role::Bar)),
        scene.strong(format!(" {percent:<6}")),
    ];
    let first = justify(Line::from(name), Line::from(figures), width, symbols.ellipsis());
    let late = !scene.known.adopted(scene.treaty);
    let mut second = vec![edge, Span::raw(" ")];
    match scene.known.stance(id, scene.treaty) {
        _ if late => second.push(scene.plain(NOT_ADOPTED)),
        Some(step) => {
            second.push(scene.sign(step.position));
            let room = usize::from(width).saturating_sub(4);
            second
                .push(scene.plain(format!(" {}", truncate(step.position.name(), room, symbols.ellipsis()))));
        }
        None if scene.known.dossier.treaties.is_empty() => {}
        None => second.push(scene.plain("no step known yet")),
    }
    [first, Line::from(second)]
}

/// The last so many years as little columns, all states to one scale.
pub fn sparkline(scene: &PanelContext<'_>, spending: &[Spending], highest: f64, years: usize) -> String {
    if highest <= 0.0 {
        return String::new();
    }
    let from = spending.len().saturating_sub(years);
    spending[from..]
        .iter()
        .map(|figure| scene.look.symbols.spark((figure.percent / highest * 8.0).round() as u8))
        .collect()
}
