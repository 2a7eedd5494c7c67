//! How each action changes the dashboard.

use crate::config::Command;
use crate::dossier::model::{SourceId, TreatyId};
use crate::dossier::parse_day;

use super::message::{Effect, Effects, Message};
use super::model::{App, ChangeSet, Overlay, View};
use super::{fact, file_events, mouse, problems, search};

use super::day::{go_to_day, step_day};
use super::navigation::{focus, go, reveal, select, step};

/// Changes the dashboard as an action demands, and says what the world outside has to do.
pub fn update(state: &mut App, action: Message) -> Effects {
    let mut effects = Effects::default();
    match action {
        Message::Command(command) => return run(state, command),
        Message::File(told) => {
            file_events::tell(state, told);
            effects.draw = true;
        }
        Message::Today(today) => {
            effects.draw = state.today != today && state.as_of.is_none();
            state.today = today;
        }
        Message::Input(request) => {
            state.input.handle(request);
            state.input_error = None;
            if state.overlay == Some(Overlay::Search) {
                search::search(state);
            }
            effects.draw = true;
        }
        Message::Submit => effects.draw = accept(state),
        Message::Click(x, y) => effects.draw = mouse::click(state, x, y),
        Message::Wheel(x, y, down) => effects.draw = mouse::wheel(state, x, y, down),
        Message::Drawn(drawn) => {
            // An overlay tells of a fact that is meant only because of where it was drawn.
            let meant = |state: &App| state.overlay.and_then(|_| state.fact());
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
        Message::Notify(sentence) => {
            state.status_message = Some(sentence);
            effects.draw = true;
        }
        Message::CannotSuspend => {
            state.status_message = Some("no shell could continue flank here, so it is not suspended".into());
            effects.draw = true;
        }
    }
    effects
}

fn run(state: &mut App, command: Command) -> Effects {
    let draw = |draw: bool| Effects { draw, effect: None };
    let effect = |effect: Effect| Effects { draw: false, effect: Some(effect) };
    let told = state.status_message.take().is_some();
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
        Command::Find => draw(search::open(state) || told),
        Command::NextMatch => draw(search::walk(state, true) || told),
        Command::PreviousMatch => draw(search::walk(state, false) || told),
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
                state.status_message = Some("no source of what is selected has an address".into());
                draw(true)
            }
        },
        Command::Copy => match state.fact() {
            Some(fact) => effect(Effect::Copy(fact, state.as_of)),
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
            state.input_error = None;
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
            state.only_selected_state = !state.only_selected_state;
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
pub(super) fn back(state: &mut App) -> bool {
    if state.overlay.take().is_some() {
        return true;
    }
    if std::mem::take(&mut state.zoomed) {
        state.reveal = true;
        return true;
    }
    if std::mem::take(&mut state.view) == View::Wall {
        return true;
    }
    std::mem::take(&mut state.change_set) != ChangeSet::default()
}

/// Opens an overlay, or closes it where it is open already.
fn open(state: &mut App, overlay: Overlay) -> bool {
    state.overlay = (state.overlay != Some(overlay)).then_some(overlay);
    state.scroll[App::OVERLAY] = 0;
    true
}

/// Takes what was typed into the overlay.
fn accept(state: &mut App) -> bool {
    if state.overlay == Some(Overlay::Search) {
        return search::accept(state);
    }
    if state.overlay != Some(Overlay::Day) {
        return false;
    }
    match parse_day(state.input.value(), state.today) {
        Ok(day) => {
            state.overlay = None;
            go_to_day(state, Some(day));
        }
        Err(why) => state.input_error = Some(why.to_string()),
    }
    true
}

/// The address of the source that is meant: the selected one, or else the first that has one.
fn address(state: &App) -> Option<String> {
    let dossier = state.dossier.as_deref()?;
    let sources = &dossier.evidence(state.fact()?)?.sources;
    let selected = sources.get(state.source).filter(|_| state.overlay == Some(Overlay::Sources));
    let url = |id: &SourceId| dossier[*id].url.as_ref().map(|url| url.to_string());
    match selected {
        Some(id) => url(id),
        None => sources.iter().find_map(url),
    }
}

fn next_treaty(state: &mut App) -> bool {
    let count = state.dossier.as_ref().map_or(0, |dossier| dossier.treaties.len() as u32);
    if count < 2 {
        return false;
    }
    state.treaty = TreatyId((state.treaty.0 + 1) % count);
    true
}

/// Gives the focused panel the screen; from the wall, goes to the selected state.
fn enlarge(state: &mut App) -> bool {
    if state.overlay.is_some() {
        return false;
    }
    if state.view == View::Wall {
        state.view = View::Dossier;
        return true;
    }
    state.reveal = true;
    !std::mem::replace(&mut state.zoomed, true)
}
