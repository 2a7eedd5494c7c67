//! Taking in what is told of the file.

use std::collections::HashSet;
use std::sync::Arc;

use crate::app::message::{FileEvent, Reloaded};
use crate::app::model::{App, ChangeSet};
use crate::app::{problems, search};
use crate::dossier::model::{StateId, TreatyId};
use crate::dossier::{Change, Diagnostic, Dossier, Fact, diff};

use super::fact::go_to;

/// Takes in what is told of the file. The last good dossier stays until there is a better one.
pub(super) fn tell(state: &mut App, told: FileEvent) {
    match told {
        FileEvent::Read(reading) => take(state, reading.problems, reading.dossier.map(Arc::new), None),
        FileEvent::Reloaded(compared) => {
            let Reloaded { dossier, problems, before, changes } = *compared;
            take(state, problems, Some(dossier), before.map(|before| (before, changes)));
        }
        FileEvent::Unreadable(why) => {
            problems::take(state, Vec::new());
            state.read_error = Some(why);
            state.stale = state.dossier.is_some();
        }
        FileEvent::Unchanged => {
            problems::take(state, state.warnings.clone());
            state.read_error = None;
            state.stale = false;
        }
        FileEvent::WatchStatus(following) => state.file.watch_status = following,
    }
}

/// Takes in a dossier, or the problems that leave none; and what it differs in from one before, where that is known.
fn take(
    state: &mut App,
    problems: Vec<Diagnostic>,
    dossier: Option<Arc<Dossier>>,
    compared: Option<(Arc<Dossier>, Vec<Change>)>,
) {
    problems::take(state, problems);
    state.read_error = None;
    let Some(dossier) = dossier else {
        state.stale = state.dossier.is_some();
        return;
    };
    state.stale = false;
    state.warnings.clone_from(&state.problems);
    // Read again on request, or touched: what the last edit did is still the last edit.
    if state.dossier.as_ref().is_some_and(|old| Arc::ptr_eq(old, &dossier) || *old == dossier) {
        return;
    }
    if let Some(old) = state.dossier.as_ref() {
        let code = old.states.get(state.selected_state.index()).map(|state| state.code.clone());
        let changes = match compared {
            Some((before, changes)) if Arc::ptr_eq(&before, old) => changes,
            _ => diff(old, &dossier),
        };
        let highlighted: HashSet<_> = changes.iter().filter_map(|change| change.fact).collect();
        let same = code.and_then(|code| dossier.state_by_code(&code));
        let selected_before = state.selected_state;
        let last = dossier.states.len().saturating_sub(1);
        state.selected_state = same.unwrap_or_else(|| StateId::at(state.selected_state.index().min(last)));
        state.change_set = ChangeSet::new(changes, highlighted, &dossier);
        state.change = 0;
        let treaty = old.treaties.get(state.treaty.index()).map(|treaty| treaty.id.clone());
        let same = dossier.treaty_ids().find(|id| Some(&dossier[*id].id) == treaty.as_ref());
        state.treaty = same.unwrap_or(TreatyId(0));
        let became = |fact: Fact| old.successor(fact, &dossier, &state.change_set.changes);
        let focused = state.focus.index();
        for (panel, chosen) in state.chosen.iter_mut().enumerate() {
            // Where it was removed, what stands in its place is near enough.
            let in_its_place = |fact: Fact| {
                let moved = fact.moved(selected_before, state.selected_state);
                Some(moved).filter(|fact| dossier.evidence(*fact).is_some())
            };
            let new = chosen.and_then(|fact| became(fact).or_else(|| in_its_place(fact)));
            state.reveal |= panel == focused && new != *chosen;
            *chosen = new;
        }
        let place = state
            .timeline_selection
            .and_then(|fact| old.timeline.iter().position(|entry| entry.fact == fact));
        let in_its_place = place.and_then(|place| dossier.timeline.get(place)).map(|entry| entry.fact);
        state.timeline_selection = state.timeline_selection.and_then(became).or(in_its_place);
        state.refind =
            state.found.get(state.found_at).map(|found| found.fact).or(state.refind).and_then(became);
    } else if let Some(code) = state.initial_state.take() {
        match dossier.state_by_code(&code.to_ascii_uppercase()) {
            Some(id) => state.selected_state = id,
            None => state.status_message = Some(format!("no state of this dossier has the code {code}")),
        }
    }
    state.dossier = Some(dossier);
    search::renew(state);
    if state.jump {
        jump(state);
    }
}

/// Goes to the first thing that an edit changed, of what the day shows; what has an overlay open is not disturbed.
fn jump(state: &mut App) {
    let Some(dossier) = state.dossier.as_deref().filter(|_| state.overlay.is_none()) else { return };
    let shown = |fact: &Fact| {
        let known = dossier.evidence(*fact).and_then(|evidence| evidence.known_from);
        known.is_none_or(|known| known <= state.day())
    };
    // The dossier's title and a source have no place in a panel of their own.
    let has_place = |fact: &Fact| !matches!(fact, Fact::Dossier | Fact::Source(_));
    let mut facts = state.change_set.changes.iter().filter_map(|change| change.fact);
    if let Some(fact) = facts.find(|fact| has_place(fact) && shown(fact)) {
        go_to(state, fact);
    }
}
