//! Going to a fact, wherever it is shown.

use crate::dashboard::state::{Overlay, Panel, State, View};
use crate::dossier::model::{QuoteId, SourceId};
use crate::dossier::{Dossier, Fact};

use super::day::go_to_day;
use super::moves::select;

/// Shows a fact in its panel, and on its day if it is not yet known on the day of the screen.
pub(in crate::dashboard) fn go_to(state: &mut State, fact: Fact) {
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
        go_to_day(state, known);
    }
    let states = dossier.states_of(&fact);
    if let Some(first) = states.first().filter(|_| !states.contains(&state.selected)) {
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
