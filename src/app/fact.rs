//! Going to a fact, on the screen and in its file.

use crate::app::message::{Effect, Effects};
use crate::app::model::{App, Overlay, Panel, View, WatchStatus};
use crate::dossier::model::{QuoteId, SourceId};
use crate::dossier::{Dossier, Fact, Location, Severity};

use super::day::go_to_day;
use super::navigation::select;

/// Shows a fact in its panel, and on its day if it is not yet known on the day of the screen.
pub(super) fn go_to(state: &mut App, fact: Fact) {
    let Some(dossier) = state.dossier.clone() else { return };
    // A source is shown by the first fact that rests on it.
    let (fact, of_source) = match fact {
        Fact::Source(id) => match resting_on(&dossier, id) {
            Some((fact, place)) => (fact, Some(place)),
            None => return,
        },
        fact => (fact, None),
    };
    let known = dossier.evidence(fact).and_then(|evidence| evidence.known_from);
    if known.is_some_and(|known| known > state.day()) {
        go_to_day(state, known);
    }
    let states = dossier.states_of(&fact);
    if let Some(first) = states.first().filter(|_| !states.contains(&state.selected_state)) {
        select(state, Some(first.0));
    }
    state.view = View::Dossier;
    let panel = match fact {
        Fact::Stance(..) | Fact::Treaty(_) => Panel::Stance,
        Fact::Spending(..) | Fact::Target(..) => Panel::Spending,
        Fact::Quote(_) => Panel::Quotes,
        Fact::Aim(..) => Panel::Background,
        Fact::Event(_) | Fact::Benchmark(_) => Panel::Timeline,
        Fact::State(_) | Fact::Dossier | Fact::Source(_) => Panel::States,
    };
    match fact {
        Fact::Treaty(id) => state.treaty = id,
        Fact::Event(_) | Fact::Benchmark(_) => {
            state.only_selected_state = false;
            state.timeline_selection = Some(fact);
        }
        _ => {}
    }
    state.focus = panel;
    if panel != Panel::Timeline && panel != Panel::States {
        state.chosen[panel.index()] = Some(fact);
        state.reveal = true;
    }
    if let Some(place) = of_source {
        state.source = place;
        state.overlay = Some(Overlay::Sources);
    }
}

/// Goes to the fact of the selected change.
pub(super) fn go_to_change(state: &mut App) -> bool {
    let Some(change) = state.change_set.changes.get(state.change) else { return false };
    let Some(fact) = change.fact else {
        state.status_message = Some(REMOVED.into());
        return true;
    };
    state.overlay = None;
    // Where the fact is not yet known, its day is shown; that is no reason to forget what the edit did.
    let (edit, at) = (std::mem::take(&mut state.change_set), state.change);
    go_to(state, fact);
    (state.change_set, state.change) = (edit, at);
    true
}

const REMOVED: &str = "it was removed: there is nothing left to go to";

/// Opens the editor at what is selected.
pub(super) fn edit(state: &mut App) -> Effects {
    if state.file.watch_status == WatchStatus::BuiltIn {
        state.status_message =
            Some("the built-in dossier has no file; `flank init` writes one to edit".into());
        return Effects { draw: true, effect: None };
    }
    match place_to_edit(state) {
        Some(place) => Effects { draw: false, effect: Some(Effect::Edit(place)) },
        None => {
            state.status_message = Some(REMOVED.into());
            Effects { draw: true, effect: None }
        }
    }
}

/// Where in the file that stands which is selected: a problem, a change, a source, or a fact. `None` where it is no
/// longer there.
///
/// While the file has errors, its first one is what is to be mended, and the lines of facts are those of an older
/// file; so any fact leads to that error.
pub fn place_to_edit(state: &App) -> Option<Location> {
    let first = Location { line: 1, column: 1 };
    let error =
        state.problems.iter().find(|problem| problem.severity == Severity::Error).map(|error| error.location);
    let problem = || state.selected_problem().map(|problem| problem.location).or(error);
    let Some(dossier) = state.dossier.as_deref() else { return Some(problem().unwrap_or(first)) };
    let fact = || error.or_else(|| state.fact().map(|fact| dossier.location(fact))).or(Some(first));
    match state.overlay {
        Some(Overlay::Problems) => problem().or_else(fact),
        Some(Overlay::Changes) => match state.change_set.changes.get(state.change) {
            Some(change) => change.fact.map(|fact| error.unwrap_or_else(|| dossier.location(fact))),
            None => fact(),
        },
        Some(Overlay::Sources) if error.is_none() => {
            let evidence = state.fact().and_then(|fact| dossier.evidence(fact));
            let source = evidence.and_then(|evidence| evidence.sources.get(state.source));
            source.map(|id| dossier.location(Fact::Source(*id))).or_else(fact)
        }
        _ => fact(),
    }
}

/// The first fact that rests on a source, and the place of the source among its sources.
fn resting_on(dossier: &Dossier, source: SourceId) -> Option<(Fact, usize)> {
    let rests = |fact: Fact| {
        let place = dossier.evidence(fact)?.sources.iter().position(|id| *id == source)?;
        Some((fact, place))
    };
    let dated = dossier.timeline.iter().map(|entry| entry.fact);
    let quotes = (0..dossier.quotes.len()).map(|n| Fact::Quote(QuoteId::at(n)));
    let states = dossier.state_ids().flat_map(|id| {
        let spending = (0..dossier[id].spending.len()).map(move |n| Fact::Spending(id, n));
        let targets = (0..dossier[id].targets.len()).map(move |n| Fact::Target(id, n));
        let undated = dossier.treaty_ids().map(move |treaty| Fact::Stance(id, treaty, 0));
        spending.chain(targets).chain(undated).chain([Fact::State(id)])
    });
    let treaties = dossier.treaty_ids().map(Fact::Treaty);
    dated.chain(quotes).chain(states).chain(treaties).find_map(rests)
}
