//! What clicks and the wheel do.

use crate::app::model::{App, ClickTarget, Panel, View};
use crate::config::Command;

use super::navigation::{choose_entry, go, scroll, select, step};
use super::update::back;

/// Does what the topmost thing at a cell is for; with an overlay open, closes that.
pub(super) fn click(state: &mut App, x: u16, y: u16) -> bool {
    if state.overlay.is_some() {
        return back(state);
    }
    let Some(hit) = state.drawn.hits.iter().rev().find(|hit| hit.holds(x, y)).copied() else { return false };
    let panel = panel_at(state, x, y);
    let mut changed = false;
    if let Some(panel) = panel.filter(|panel| *panel != state.focus) {
        state.focus = panel;
        changed = true;
    }
    changed
        | match hit.goal {
            ClickTarget::Panel(_) => false,
            ClickTarget::State(id) => select(state, Some(id.0)),
            ClickTarget::Entry(fact) => choose_entry(state, fact),
        }
}

/// Scrolls what is under the wheel by three lines, whatever has the focus.
pub(super) fn wheel(state: &mut App, x: u16, y: u16, down: bool) -> bool {
    let command = if down { Command::Down } else { Command::Up };
    if state.overlay.is_some() || state.dossier.is_none() {
        return (0..3).fold(false, |changed, _| go(state, command) | changed);
    }
    let Some(panel) = panel_at(state, x, y) else {
        return state.view == View::Wall && step(state, if down { 1 } else { -1 });
    };
    let focus = std::mem::replace(&mut state.focus, panel);
    // Where turning selects, three at a time would be too many.
    let changed = match panel {
        Panel::States | Panel::Map | Panel::Timeline => go(state, command),
        _ => (0..3).fold(false, |changed, _| scroll(state, command) | changed),
    };
    state.focus = focus;
    changed
}

fn panel_at(state: &App, x: u16, y: u16) -> Option<Panel> {
    state.drawn.hits.iter().find_map(|hit| match hit.goal {
        ClickTarget::Panel(panel) if hit.holds(x, y) => Some(panel),
        _ => None,
    })
}
