//! Going from day to day.

use std::collections::HashSet;

use crate::dossier::model::Position;
use crate::dossier::{Change, Day, Fact, between};

use crate::app::model::{App, ChangeSet};

/// Goes to the day before or after on which anything happened; after the last of them comes today.
pub(super) fn step_day(state: &mut App, forward: bool) -> bool {
    let Some(dossier) = state.dossier.as_deref() else { return false };
    let (day, today) = (state.day(), state.today);
    let next = if forward { dossier.day_after(day) } else { dossier.day_before(day) };
    match next {
        // Today stands where it falls among the days that count.
        Some(next) if forward && day < today && today <= next => go_to_day(state, None),
        Some(next) => go_to_day(state, Some(next)),
        None if forward && day < today => go_to_day(state, None),
        None => false,
    }
}

/// Shows the world on a day, on today where there is none.
pub(super) fn go_to_day(state: &mut App, day: Option<Day>) -> bool {
    let before = state.day();
    state.as_of = day.filter(|day| *day != state.today);
    // The timeline follows the day, not the entry that was selected on another; other facts may not be known.
    state.timeline_selection = None;
    state.chosen = Default::default();
    if state.day() != before {
        state.change = 0;
        state.change_set = day_changes(state, before, state.day());
    }
    state.day() != before
}

/// What is different on the day reached from the day left, told and marked as an edit would be.
fn day_changes(state: &App, left: Day, reached: Day) -> ChangeSet {
    let Some(dossier) = state.dossier.as_deref() else { return ChangeSet::default() };
    let (earlier, later) = (left.min(reached), left.max(reached));
    let between = between(dossier, earlier, later);
    let name = |position: Option<Position>| position.map_or("no step known", Position::name);
    let mut changes: Vec<Change> = between
        .moves
        .iter()
        .map(|moved| {
            // Going back, what stood later comes first.
            let (from, to) = (name(moved.from), moved.to.name());
            let (from, to) = if left <= reached { (from, to) } else { (to, from) };
            let (state, treaty) = (&dossier[moved.state].name, &dossier[moved.treaty].name);
            let steps = dossier.as_of(reached).history(moved.state, moved.treaty).len();
            let last = steps.checked_sub(1).map(|last| Fact::Stance(moved.state, moved.treaty, last));
            Change {
                fact: last,
                // Nothing of the dossier is other than it was.
                old: last,
                about: format!("{state}, {treaty}"),
                words: format!("{state}, {treaty}: {from} → {to}"),
                known_from: None,
                edits: Vec::new(),
            }
        })
        .collect();
    // What is known on the later day only can be marked, and gone to, only there.
    let forward = left <= reached;
    let mut highlighted: HashSet<Fact> = changes.iter().filter_map(|change| change.fact).collect();
    let moved = |fact: &Fact| match *fact {
        Fact::Stance(state, treaty, _) => {
            between.moves.iter().any(|moved| (moved.state, moved.treaty) == (state, treaty))
        }
        _ => false,
    };
    changes.extend(between.known.iter().filter(|fact| !moved(fact)).map(|fact| {
        let what = dossier.statement(*fact);
        Change {
            fact: forward.then_some(*fact),
            old: Some(*fact),
            words: format!("{}: {what}", if forward { "now known" } else { "not yet known" }),
            about: what,
            known_from: None,
            edits: Vec::new(),
        }
    }));
    if forward {
        highlighted.extend(between.known.iter().copied());
    }
    ChangeSet::new(changes, highlighted, dossier)
}
