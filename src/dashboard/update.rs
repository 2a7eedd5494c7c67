//! How each action changes the dashboard.

use std::collections::HashSet;
use std::sync::Arc;

use crate::config::Command;
use crate::dossier::model::StateId;
use crate::dossier::{Reading, diff};

use super::action::{Action, Effect, Effects, Told};
use super::state::{Edit, Overlay, Panel, State};

/// Changes the dashboard as an action demands, and says what the world outside has to do.
pub fn update(state: &mut State, action: Action) -> Effects {
    let mut effects = Effects::default();
    match action {
        Action::Command(command) => return run(state, command),
        Action::Told(told) => {
            tell(state, told);
            effects.draw = true;
        }
        Action::Today(today) => {
            effects.draw = state.today != today && state.asked_day.is_none();
            state.today = today;
        }
        Action::Drawn(drawn) => {
            state.drawn = drawn;
            for (scroll, extent) in state.scroll.iter_mut().zip(drawn.extents) {
                *scroll = (*scroll).min(extent.most());
            }
        }
        Action::CannotSuspend => {
            state.notice = Some("no shell could continue flank here, so it is not suspended".into());
            effects.draw = true;
        }
    }
    effects
}

fn run(state: &mut State, command: Command) -> Effects {
    let draw = |draw: bool| Effects { draw, effect: None };
    let effect = |effect: Effect| Effects { draw: false, effect: Some(effect) };
    let told = state.notice.take().is_some();
    match command {
        Command::Quit => effect(Effect::Quit),
        Command::Suspend => effect(Effect::Suspend),
        Command::Redraw => effect(Effect::Redraw),
        Command::Reload => effect(Effect::Reread),
        Command::Back => draw(back(state) || told),
        Command::Help => draw(open(state, Overlay::Help)),
        Command::Problems => draw(open(state, Overlay::Problems)),
        Command::PreviousState => draw(select(state, state.selected.0.checked_sub(1)) || told),
        Command::NextState => draw(select(state, state.selected.0.checked_add(1)) || told),
        Command::State(n) => draw(select(state, u32::from(n).checked_sub(1)) || told),
        Command::NextPanel => draw(focus(state, 1) || told),
        Command::PreviousPanel => draw(focus(state, -1) || told),
        Command::Enlarge => {
            let enlarges = state.overlay.is_none() && !state.enlarged;
            state.enlarged |= enlarges;
            draw(enlarges || told)
        }
        Command::Up
        | Command::Down
        | Command::PageUp
        | Command::PageDown
        | Command::First
        | Command::Last => draw(go(state, command) || told),
    }
}

/// Closes what is on top: overlay, enlarged panel, the marks of the last edit.
fn back(state: &mut State) -> bool {
    if state.overlay.take().is_some() {
        return true;
    }
    if std::mem::take(&mut state.enlarged) {
        return true;
    }
    std::mem::take(&mut state.edit) != Edit::default()
}

/// Opens an overlay, or closes it where it is open already.
fn open(state: &mut State, overlay: Overlay) -> bool {
    state.overlay = (state.overlay != Some(overlay)).then_some(overlay);
    state.scroll[State::OVERLAY] = 0;
    true
}

/// Selects a state by its place; a place that there is not changes nothing.
fn select(state: &mut State, place: Option<u32>) -> bool {
    let count = state.dossier.as_ref().map_or(0, |dossier| dossier.states.len());
    let Some(place) = place.filter(|place| (*place as usize) < count && *place != state.selected.0) else {
        return false;
    };
    state.selected = StateId(place);
    for panel in [Panel::Stance, Panel::Spending, Panel::Quotes] {
        state.scroll[panel.index()] = 0;
    }
    true
}

fn focus(state: &mut State, by: isize) -> bool {
    state.focus = state.focus.step(by);
    true
}

/// Moves in what has the focus: the overlay, the list of states, or the lines of a panel.
fn go(state: &mut State, command: Command) -> bool {
    if state.overlay.is_none() && state.dossier.is_some() && state.focus == Panel::States {
        let count = state.dossier.as_ref().map_or(0, |dossier| dossier.states.len() as u32);
        let place = match command {
            Command::Up => state.selected.0.checked_sub(1),
            Command::Down => state.selected.0.checked_add(1),
            Command::PageUp | Command::First => Some(0),
            _ => count.checked_sub(1),
        };
        return select(state, place);
    }
    // Without a dossier its problems have the screen, and scroll like an overlay.
    let place =
        if state.overlay.is_some() || state.dossier.is_none() { State::OVERLAY } else { state.focus.index() };
    let extent = state.drawn.extents[place];
    let page = extent.rows.saturating_sub(1).max(1);
    let now = state.scroll[place];
    let next = match command {
        Command::Up => now.saturating_sub(1),
        Command::Down => now + 1,
        Command::PageUp => now.saturating_sub(page),
        Command::PageDown => now + page,
        Command::First => 0,
        _ => extent.most(),
    };
    state.scroll[place] = next.min(extent.most());
    state.scroll[place] != now
}

/// Takes in what is told of the file. The last good dossier stays until there is a better one.
fn tell(state: &mut State, told: Told) {
    match told {
        Told::Read(reading) => take(state, *reading),
        Told::Unreadable(why) => {
            state.problems.clear();
            state.unreadable = Some(why);
            state.stale = state.dossier.is_some();
        }
        Told::Unchanged => {
            state.problems.retain(|problem| problem.level == crate::dossier::Level::Warning);
            state.unreadable = None;
            state.stale = false;
        }
        Told::Following(following) => state.file.following = following,
    }
}

fn take(state: &mut State, reading: Reading) {
    state.problems = reading.problems;
    state.unreadable = None;
    let Some(dossier) = reading.dossier else {
        state.stale = state.dossier.is_some();
        return;
    };
    state.stale = false;
    if let Some(old) = state.dossier.as_deref() {
        let code = old.states.get(state.selected.index()).map(|state| state.code.clone());
        let changes = diff(old, &dossier);
        let marks: HashSet<_> = changes.iter().filter_map(|change| change.fact).collect();
        let same = code.and_then(|code| dossier.state_by_code(&code));
        let last = dossier.states.len().saturating_sub(1);
        state.selected = same.unwrap_or_else(|| StateId::at(state.selected.index().min(last)));
        state.edit = Edit { changes, marks };
    } else if let Some(code) = state.asked_state.take() {
        match dossier.state_by_code(&code.to_ascii_uppercase()) {
            Some(id) => state.selected = id,
            None => state.notice = Some(format!("no state of this dossier has the code {code}")),
        }
    }
    state.dossier = Some(Arc::new(dossier));
}
