//! Finding, and going to what was found.

use std::sync::Arc;

use crate::dossier::model::SourceId;
use crate::dossier::{Dossier, Fact, Index};

use super::state::{Overlay, Panel, State, View};

/// Opens the finder, with the last query to begin from.
pub(super) fn open(state: &mut State) -> bool {
    let Some(dossier) = state.dossier.clone() else { return false };
    // Made anew only for another dossier: it takes a while for a large one.
    if state.index.as_ref().is_none_or(|(of, _)| !Arc::ptr_eq(of, &dossier)) {
        let index = Index::new(&dossier);
        state.index = Some((dossier, Arc::new(index)));
    }
    state.overlay = Some(Overlay::Find);
    state.input = state.query.clone().into();
    state.input_fault = None;
    search(state);
    true
}

/// Finds what is typed now.
pub(super) fn search(state: &mut State) {
    let query = state.input.value().to_owned();
    if let Some((_, index)) = &state.index {
        state.found = index.find(&query);
    }
    if state.query != query {
        state.found_at = 0;
    }
    state.found_at = state.found_at.min(state.found.len().saturating_sub(1));
    state.query = query;
}

/// Moves in what was found, while the finder is open.
pub(super) fn step(state: &mut State, down: bool) -> bool {
    let last = state.found.len().saturating_sub(1);
    let next = if down { state.found_at + 1 } else { state.found_at.saturating_sub(1) }.min(last);
    std::mem::replace(&mut state.found_at, next) != next
}

/// Goes to what is selected in the finder.
pub(super) fn accept(state: &mut State) -> bool {
    let Some(found) = state.found.get(state.found_at) else { return false };
    let fact = found.fact;
    state.overlay = None;
    go(state, fact);
    true
}

/// Goes to the next or previous of what was found last.
pub(super) fn walk(state: &mut State, forward: bool) -> bool {
    let count = state.found.len();
    if count == 0
        || state
            .index
            .as_ref()
            .is_none_or(|(of, _)| state.dossier.as_ref().is_none_or(|now| !Arc::ptr_eq(of, now)))
    {
        // An edit may have taken away what was found.
        state.notice = Some("nothing was found yet in this dossier; `/` finds".into());
        return true;
    }
    state.found_at = (state.found_at + if forward { 1 } else { count - 1 }) % count;
    let fact = state.found[state.found_at].fact;
    state.notice = Some(format!("{} of {count} for “{}”", state.found_at + 1, state.query.trim()));
    go(state, fact);
    true
}

/// Shows a fact in its panel, and on its day if it is not yet known on the day of the screen.
pub(super) fn go(state: &mut State, fact: Fact) {
    let Some(dossier) = state.dossier.clone() else { return };
    // A source is shown by the first fact that rests on it.
    let (fact, of_source) = match fact {
        Fact::Source(id) => match resting_on(&dossier, id) {
            Some((fact, place)) => (fact, Some(place)),
            None => return,
        },
        fact => (fact, None),
    };
    let known = dossier.backing(fact).and_then(|backing| backing.known);
    if known.is_some_and(|known| known > state.day()) {
        super::update::go_to_day(state, known);
    }
    let states = dossier.states_of(&fact);
    if let Some(first) = states.first().filter(|_| !states.contains(&state.selected)) {
        super::update::select(state, Some(first.0));
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
            state.filtered = false;
            state.entry = Some(fact);
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

/// The first fact that rests on a source, and the place of the source among its sources.
fn resting_on(dossier: &Dossier, source: SourceId) -> Option<(Fact, usize)> {
    let rests = |fact: Fact| {
        let place = dossier.backing(fact)?.sources.iter().position(|id| *id == source)?;
        Some((fact, place))
    };
    let dated = dossier.timeline.iter().map(|entry| entry.fact);
    let quotes = (0..dossier.quotes.len()).map(|n| Fact::Quote(crate::dossier::model::QuoteId::at(n)));
    let states = dossier.state_ids().flat_map(|id| {
        let spending = (0..dossier[id].spending.len()).map(move |n| Fact::Spending(id, n));
        let targets = (0..dossier[id].targets.len()).map(move |n| Fact::Target(id, n));
        let undated = dossier.treaty_ids().map(move |treaty| Fact::Stance(id, treaty, 0));
        spending.chain(targets).chain(undated).chain([Fact::State(id)])
    });
    let treaties = dossier.treaty_ids().map(Fact::Treaty);
    dated.chain(quotes).chain(states).chain(treaties).find_map(rests)
}
