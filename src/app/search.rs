//! Finding, and going to what was found.

use std::sync::Arc;

use crate::dossier::{Dossier, SearchIndex};

use super::fact::go_to;
use super::model::{App, Overlay};

/// Opens the finder, with the last query to begin from.
pub(super) fn open(state: &mut App) -> bool {
    let Some(dossier) = state.dossier.clone() else { return false };
    index(state, dossier);
    state.overlay = Some(Overlay::Search);
    state.input = state.query.clone().into();
    state.input_error = None;
    search(state);
    true
}

/// Sees what can be found. It is made anew only for another dossier: it takes a while for a large one.
fn index(state: &mut App, dossier: Arc<Dossier>) {
    if state.index.as_ref().is_none_or(|(of, _)| !Arc::ptr_eq(of, &dossier)) {
        let index = SearchIndex::new(&dossier);
        state.index = Some((dossier, Arc::new(index)));
    }
}

/// Forgets what was found in a dossier that is no longer shown; where the finder is open, finds in the new one.
pub(super) fn renew(state: &mut App) {
    state.index = None;
    state.found.clear();
    if state.overlay == Some(Overlay::Search)
        && let Some(dossier) = state.dossier.clone()
    {
        index(state, dossier);
        search(state);
    }
}

/// Finds what is typed now.
pub(super) fn search(state: &mut App) {
    let query = state.input.value().to_owned();
    if state.query != query {
        (state.found_at, state.refind) = (0, None);
    }
    state.query = query;
    find(state);
}

/// Finds what was looked for last, and in it what was selected.
fn find(state: &mut App) {
    let Some((_, index)) = &state.index else { return };
    state.found = index.find(&state.query);
    if let Some(fact) = state.refind.take() {
        let is = |place: usize| state.found.get(place).is_some_and(|found| found.fact == fact);
        let place = (!is(state.found_at)).then(|| (0..state.found.len()).find(|place| is(*place))).flatten();
        state.found_at = place.unwrap_or(state.found_at);
    }
    state.found_at = state.found_at.min(state.found.len().saturating_sub(1));
}

/// Moves in what was found, while the finder is open.
pub(super) fn step(state: &mut App, down: bool) -> bool {
    let last = state.found.len().saturating_sub(1);
    let next = if down { state.found_at + 1 } else { state.found_at.saturating_sub(1) }.min(last);
    std::mem::replace(&mut state.found_at, next) != next
}

/// Goes to what is selected in the finder.
pub(super) fn accept(state: &mut App) -> bool {
    let Some(found) = state.found.get(state.found_at) else { return false };
    let fact = found.fact;
    state.overlay = None;
    go_to(state, fact);
    true
}

/// Goes to the next or previous of what was found last.
pub(super) fn walk(state: &mut App, forward: bool) -> bool {
    if state.found.is_empty()
        && !state.query.is_empty()
        && let Some(dossier) = state.dossier.clone()
    {
        index(state, dossier);
        find(state);
    }
    let count = state.found.len();
    if count == 0 {
        state.status_message = Some("nothing was found yet in this dossier; `/` finds".into());
        return true;
    }
    state.found_at = (state.found_at + if forward { 1 } else { count - 1 }) % count;
    let fact = state.found[state.found_at].fact;
    state.status_message = Some(format!("{} of {count} for “{}”", state.found_at + 1, state.query.trim()));
    go_to(state, fact);
    true
}
