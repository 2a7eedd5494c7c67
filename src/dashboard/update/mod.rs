//! How each action changes the dashboard.

mod day;
mod fact;
mod mouse;
mod moves;
mod reload;

use crate::config::Command;
use crate::dossier::model::{SourceId, TreatyId};
use crate::dossier::parse_day;

use super::action::{Action, Effect, Effects};
use super::state::{Edit, Overlay, State, View};
use super::{find, problems};

pub(super) use fact::go_to;
pub use fact::place_to_edit;

use day::{go_to_day, step_day};
use moves::{focus, go, reveal, select, step};

/// Changes the dashboard as an action demands, and says what the world outside has to do.
pub fn update(state: &mut State, action: Action) -> Effects {
    let mut effects = Effects::default();
    match action {
        Action::Command(command) => return run(state, command),
        Action::Told(told) => {
            reload::tell(state, told);
            effects.draw = true;
        }
        Action::Today(today) => {
            effects.draw = state.today != today && state.parse_day.is_none();
            state.today = today;
        }
        Action::Type(request) => {
            state.input.handle(request);
            state.input_fault = None;
            if state.overlay == Some(Overlay::Find) {
                find::search(state);
            }
            effects.draw = true;
        }
        Action::Accept => effects.draw = accept(state),
        Action::Click(x, y) => effects.draw = mouse::click(state, x, y),
        Action::Wheel(x, y, down) => effects.draw = mouse::wheel(state, x, y, down),
        Action::Drawn(drawn) => {
            // An overlay tells of a fact that is meant only because of where it was drawn.
            let meant = |state: &State| state.overlay.and_then(|_| state.fact());
            let before = meant(state);
            state.drawn = *drawn;
            effects.draw = meant(state) != before;
            for (scroll, extent) in state.scroll.iter_mut().zip(state.drawn.extents) {
                *scroll = (*scroll).min(extent.most());
            }
            if std::mem::take(&mut state.reveal) {
                effects.draw |= reveal(state);
            }
            effects.draw |= problems::reveal(state);
        }
        Action::Answer(sentence) => {
            state.notice = Some(sentence);
            effects.draw = true;
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
        Command::Changes => {
            state.change = 0;
            draw(open(state, Overlay::Changes))
        }
        Command::Find => draw(find::open(state) || told),
        Command::NextMatch => draw(find::walk(state, true) || told),
        Command::PreviousMatch => draw(find::walk(state, false) || told),
        Command::Sources => match state.fact() {
            Some(_) => {
                state.source = 0;
                draw(open(state, Overlay::Sources))
            }
            None => draw(told),
        },
        Command::Open => match address(state) {
            Some(url) => effect(Effect::Open(url)),
            None => {
                state.notice = Some("no source of what is selected has an address".into());
                draw(true)
            }
        },
        Command::Copy => match state.fact() {
            Some(fact) => effect(Effect::Copy(fact, state.parse_day)),
            None => draw(told),
        },
        Command::PreviousState => draw(step(state, -1) || told),
        Command::NextState => draw(step(state, 1) || told),
        Command::State(n) => draw(select(state, u32::from(n).checked_sub(1)) || told),
        Command::DayBack => draw(step_day(state, false) || told),
        Command::DayForward => draw(step_day(state, true) || told),
        Command::Today => draw(go_to_day(state, None) || told),
        Command::GoToDay => {
            state.input.reset();
            state.input_fault = None;
            draw(open(state, Overlay::Day))
        }
        Command::NextPanel => draw(focus(state, 1) || told),
        Command::PreviousPanel => draw(focus(state, -1) || told),
        // What is told in a list leads on.
        Command::Enlarge => match state.overlay {
            Some(Overlay::Changes) => draw(fact::go_to_change(state) || told),
            Some(Overlay::Problems) if !state.problems.is_empty() => fact::edit(state),
            None if state.dossier.is_none() && !state.problems.is_empty() => fact::edit(state),
            _ => draw(enlarge(state) || told),
        },
        Command::Edit => fact::edit(state),
        Command::Wall => {
            state.view = if state.view == View::Wall { View::Dossier } else { View::Wall };
            draw(true)
        }
        Command::Sort => {
            state.sort = state.sort.next();
            draw(state.view == View::Wall || told)
        }
        Command::Treaty => draw(next_treaty(state) || told),
        Command::Filter => {
            state.filtered = !state.filtered;
            draw(true)
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
        state.reveal = true;
        return true;
    }
    if std::mem::take(&mut state.view) == View::Wall {
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

/// Takes what was typed into the overlay.
fn accept(state: &mut State) -> bool {
    if state.overlay == Some(Overlay::Find) {
        return find::accept(state);
    }
    if state.overlay != Some(Overlay::Day) {
        return false;
    }
    match parse_day(state.input.value(), state.today) {
        Ok(day) => {
            state.overlay = None;
            go_to_day(state, Some(day));
        }
        Err(why) => state.input_fault = Some(why.to_string()),
    }
    true
}

/// The address of the source that is meant: the selected one, or else the first that has one.
fn address(state: &State) -> Option<String> {
    let dossier = state.dossier.as_deref()?;
    let sources = &dossier.evidence(state.fact()?)?.sources;
    let selected = sources.get(state.source).filter(|_| state.overlay == Some(Overlay::Sources));
    let url = |id: &SourceId| dossier[*id].url.as_ref().map(|url| url.to_string());
    match selected {
        Some(id) => url(id),
        None => sources.iter().find_map(url),
    }
}

fn next_treaty(state: &mut State) -> bool {
    let count = state.dossier.as_ref().map_or(0, |dossier| dossier.treaties.len() as u32);
    if count < 2 {
        return false;
    }
    state.treaty = TreatyId((state.treaty.0 + 1) % count);
    true
}

/// Gives the focused panel the screen; from the wall, goes to the selected state.
fn enlarge(state: &mut State) -> bool {
    if state.overlay.is_some() {
        return false;
    }
    if state.view == View::Wall {
        state.view = View::Dossier;
        return true;
    }
    state.reveal = true;
    !std::mem::replace(&mut state.enlarged, true)
}
