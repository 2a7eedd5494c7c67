//! Moving: from state to state, from panel to panel, from fact to fact, and line by line.

use std::ops::Range;

use crate::app::model::{App, Extent, Item, Overlay, Panel, View, default_item, entry_among};
use crate::app::search;
use crate::config::Command;
use crate::dossier::Fact;
use crate::dossier::model::StateId;

/// Selects a state by its place; a place that there is not changes nothing.
pub(super) fn select(state: &mut App, place: Option<u32>) -> bool {
    let count = state.dossier.as_ref().map_or(0, |dossier| dossier.states.len());
    let Some(place) = place.filter(|place| (*place as usize) < count && *place != state.selected_state.0)
    else {
        return false;
    };
    state.selected_state = StateId(place);
    for panel in [Panel::Stance, Panel::Spending, Panel::Quotes, Panel::Background] {
        state.scroll[panel.index()] = 0;
        state.chosen[panel.index()] = None;
    }
    true
}

/// Selects the state `by` places further on, in the order in which they are seen.
pub(super) fn step(state: &mut App, by: isize) -> bool {
    let order = state.order();
    let Some(now) = order.iter().position(|id| *id == state.selected_state) else { return false };
    let next = now.checked_add_signed(by).and_then(|next| order.get(next));
    select(state, next.map(|id| id.0))
}

pub(super) fn focus(state: &mut App, by: isize) -> bool {
    if state.view == View::Wall {
        return false;
    }
    state.focus = state.focus.step(by);
    true
}

/// Moves in what has the focus: the overlay, the list of states, or the lines of a panel.
pub(super) fn go(state: &mut App, command: Command) -> bool {
    match state.overlay {
        Some(Overlay::Search) => return search::step(state, command == Command::Down),
        Some(Overlay::Changes | Overlay::Sources) if !state.drawn.entries.is_empty() => {
            return go_to_entry(state, command);
        }
        _ if state.selected_problem().is_some() && !state.drawn.entries.is_empty() => {
            return go_to_entry(state, command);
        }
        _ => {}
    }
    let panels = state.overlay.is_none() && state.dossier.is_some();
    if panels && (state.view == View::Wall || matches!(state.focus, Panel::States | Panel::Map)) {
        let order = state.order();
        return match command {
            Command::Up => step(state, -1),
            Command::Down => step(state, 1),
            Command::PageUp | Command::First => select(state, order.first().map(|id| id.0)),
            _ => select(state, order.last().map(|id| id.0)),
        };
    }
    if panels && state.focus == Panel::Timeline {
        return go_in_time(state, command);
    }
    if panels && !state.drawn.items[state.focus.index()].is_empty() {
        return go_to_fact(state, command);
    }
    scroll(state, command)
}

/// Moves in the timeline.
fn go_in_time(state: &mut App, command: Command) -> bool {
    let (entries, past) = state.timeline();
    let Some(last) = entries.len().checked_sub(1) else { return false };
    let now = entry_among(state.timeline_selection, &entries, past);
    let page = state.drawn.extents[Panel::Timeline.index()].rows.saturating_sub(2).max(1);
    let fact = entries[moved(command, now, page, last)].fact;
    choose_entry(state, fact)
}

/// Selects an entry of the timeline, and with it its state, if it has one.
pub(super) fn choose_entry(state: &mut App, fact: Fact) -> bool {
    let Some(dossier) = state.dossier.clone() else { return false };
    let changed = state.timeline_selection.replace(fact) != Some(fact);
    let states = dossier.states_of(&fact);
    // An entry of several states keeps the selected one if that is among them.
    let own = states.first().filter(|_| !states.contains(&state.selected_state)).map(|id| id.0);
    select(state, own) | changed
}

/// Moves from fact to fact in the focused panel; one that is taller than the panel is scrolled through first.
fn go_to_fact(state: &mut App, command: Command) -> bool {
    let place = state.focus.index();
    let items = &state.drawn.items[place];
    let meant = state.chosen[place].or(default_item(items, state.scroll[place]).map(|item| item.fact));
    let now = meant.and_then(|fact| items.iter().position(|item| item.fact == fact)).unwrap_or(0);
    let lines: Vec<Range<usize>> = items.iter().map(|item| item.from..item.to).collect();
    match next(command, now, &lines, state.scroll[place], state.drawn.extents[place]) {
        Next::Scroll(to) => {
            state.scroll[place] = to;
            true
        }
        Next::Entry(n) => choose(state, n),
    }
}

/// Moves from entry to entry in the list of what changed, of sources, or of the problems.
fn go_to_entry(state: &mut App, command: Command) -> bool {
    let (entries, place) = (&state.drawn.entries, App::OVERLAY);
    let (extent, scroll) = (state.drawn.extents[place], state.scroll[place]);
    let selected = match state.overlay {
        Some(Overlay::Sources) => &mut state.source,
        Some(Overlay::Changes) => &mut state.change,
        _ => &mut state.problem,
    };
    let now = (*selected).min(entries.len() - 1);
    let (entry, to) = match next(command, now, entries, scroll, extent) {
        Next::Scroll(to) => (now, to),
        Next::Entry(n) => (n, in_sight(&entries[n], scroll, extent)),
    };
    let before = (*selected, scroll);
    (*selected, state.scroll[place]) = (entry, to);
    before != (entry, to)
}

/// Where a command leads among entries of several lines.
enum Next {
    /// To another line of the same.
    Scroll(usize),
    /// To this one.
    Entry(usize),
}

/// The entry that a command leads to from `now`; one that is taller than its panel is scrolled through first.
fn next(command: Command, now: usize, lines: &[Range<usize>], top: usize, extent: Extent) -> Next {
    let bottom = top + extent.rows;
    let Range { start, end } = lines[now];
    let last = lines.len() - 1;
    let next = match command {
        Command::Down if end > bottom && start <= top => return Next::Scroll(top + 1),
        Command::Up if start < top && end >= bottom => return Next::Scroll(top - 1),
        Command::PageDown => {
            lines.iter().rposition(|lines| lines.end <= bottom + extent.rows).unwrap_or(now).max(now + 1)
        }
        Command::PageUp => lines
            .iter()
            .position(|lines| lines.start + extent.rows >= top)
            .unwrap_or(now)
            .min(now.saturating_sub(1)),
        command => moved(command, now, 1, last),
    };
    Next::Entry(next.min(last))
}

/// The scrolling that has these lines in sight, the first above all, and is nearest to what it was.
fn in_sight(lines: &Range<usize>, scroll: usize, extent: Extent) -> usize {
    scroll.max(lines.end.saturating_sub(extent.rows)).min(lines.start)
}

/// Selects an item of the focused panel and scrolls to it.
fn choose(state: &mut App, n: usize) -> bool {
    let place = state.focus.index();
    let Some(Item { fact, from, to }) = state.drawn.items[place].get(n).copied() else { return false };
    let extent = state.drawn.extents[place];
    let before = (state.chosen[place], state.scroll[place]);
    state.chosen[place] = Some(fact);
    let scroll = &mut state.scroll[place];
    if to > 0 {
        *scroll = in_sight(&(from..to), *scroll, extent);
    }
    // What stands above the first fact, such as the name of its treaty, belongs to it.
    if n == 0 {
        *scroll = 0;
    }
    (state.chosen[place], state.scroll[place]) != before
}

/// Scrolls to the selected fact of the focused panel.
pub(super) fn reveal(state: &mut App) -> bool {
    let place = state.focus.index();
    let chosen = state.chosen[place];
    match state.drawn.items[place].iter().position(|item| Some(item.fact) == chosen) {
        Some(n) => choose(state, n),
        None => false,
    }
}

/// Moves line by line.
pub(super) fn scroll(state: &mut App, command: Command) -> bool {
    // Without a dossier its problems have the screen, and scroll like an overlay.
    let place =
        if state.overlay.is_some() || state.dossier.is_none() { App::OVERLAY } else { state.focus.index() };
    let extent = state.drawn.extents[place];
    let page = extent.rows.saturating_sub(1).max(1);
    let now = state.scroll[place];
    state.scroll[place] = moved(command, now, page, extent.most());
    state.scroll[place] != now
}

/// Where a command leads from `now`, at most to `last`.
pub(super) fn moved(command: Command, now: usize, page: usize, last: usize) -> usize {
    let next = match command {
        Command::Up => now.saturating_sub(1),
        Command::Down => now + 1,
        Command::PageUp => now.saturating_sub(page),
        Command::PageDown => now + page,
        Command::First => 0,
        _ => last,
    };
    next.min(last)
}
