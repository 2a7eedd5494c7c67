//! The changes of an edit, or between two days.

use std::collections::HashSet;

use crate::dossier::model::{EditionId, Position, StateId};
use crate::dossier::{Change, Day, Dossier, Fact, since};

/// Changes, with the facts to highlight.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChangeSet {
    /// The changes in words.
    pub changes: Vec<Change>,
    /// The facts to highlight.
    pub highlighted: HashSet<Fact>,
    /// The states to highlight: those of the facts.
    pub states: HashSet<StateId>,
    /// The compared days; `None` for an edit.
    pub days: Option<(Day, Day)>,
}

impl ChangeSet {
    /// Creates the change set of an edit. An added edition counts as one change per state.
    pub fn of_edit(changes: Vec<Change>, dossier: &Dossier) -> ChangeSet {
        let highlighted = changes.iter().filter_map(|change| change.fact).collect();
        ChangeSet::new(summarize_editions(changes, dossier), highlighted, dossier)
    }

    fn new(changes: Vec<Change>, highlighted: HashSet<Fact>, dossier: &Dossier) -> ChangeSet {
        let states = highlighted.iter().flat_map(|fact| dossier.states_of(fact).to_vec()).collect();
        ChangeSet { changes, highlighted, states, days: None }
    }

    /// Lists what became known after `from`, up to and including `to`, in words like those of an edit.
    pub fn between_days(dossier: &Dossier, from: Day, to: Day) -> ChangeSet {
        let between = since(dossier, from, to);
        // The dossier is the same, so is the fact.
        let change = |fact: Option<Fact>, about: String, summary: String| Change {
            fact,
            old: fact,
            summary,
            about,
            known_from: None,
            edits: Vec::new(),
        };
        let moves = between.position_changes.iter().map(|moved| {
            let before = moved.from.map_or("no step known", Position::name);
            let about = format!("{}, {}", dossier[moved.state].name, dossier[moved.treaty].name);
            let words = format!("{about}: {before} → {}", moved.to.name());
            let steps = dossier.as_of(to).history(moved.state, moved.treaty).len();
            let last = steps.checked_sub(1).map(|last| Fact::Stance(moved.state, moved.treaty, last));
            change(last, about, words)
        });
        let mut changes: Vec<Change> = moves.collect();
        let mut highlighted: HashSet<Fact> = changes.iter().filter_map(|change| change.fact).collect();
        let figures = |fact: Fact| match fact {
            Fact::Series(edition, state) => dossier.revised_figures(edition, state),
            fact => vec![fact],
        };
        let moved = |fact: &Fact| match *fact {
            Fact::Stance(state, treaty, _) => {
                between.position_changes.iter().any(|moved| (moved.state, moved.treaty) == (state, treaty))
            }
            _ => false,
        };
        changes.extend(between.known.iter().filter(|fact| !moved(fact)).map(|fact| {
            let about = dossier.statement(*fact);
            let words = match fact {
                // The statement lists the changes.
                Fact::Series(..) => about.clone(),
                _ => format!("now known: {about}"),
            };
            change(Some(*fact), about, words)
        }));
        highlighted.extend(between.known.iter().flat_map(|fact| figures(*fact)));
        ChangeSet { days: Some((from, to)), ..ChangeSet::new(changes, highlighted, dossier) }
    }

    /// Returns whether a field of a state's own table changed, or the whole state is new.
    pub fn changed(&self, state: StateId, field: &str) -> bool {
        let own = self.changes.iter().filter(|change| change.fact == Some(Fact::State(state)));
        let mut edits = own.map(|change| &change.edits);
        edits.any(|edits| edits.is_empty() || edits.iter().any(|edit| edit.field == field))
    }
}

/// Replaces the figures of added editions by one change per state, and drops those of removed editions.
fn summarize_editions(changes: Vec<Change>, dossier: &Dossier) -> Vec<Change> {
    let edition = |fact: Option<Fact>| match fact {
        Some(Fact::Edition(id)) => Some(id),
        _ => None,
    };
    let added = |change: &&Change| change.old.is_none();
    let added: HashSet<EditionId> = changes.iter().filter(added).filter_map(|c| edition(c.fact)).collect();
    let removed = |change: &&Change| change.fact.is_none();
    let removed: HashSet<EditionId> = changes.iter().filter(removed).filter_map(|c| edition(c.old)).collect();
    let mut summarized: HashSet<Fact> = HashSet::new();
    let summary = |change: Change| match (change.old, change.fact) {
        (None, Some(Fact::Figure(id, state, _))) if added.contains(&id) => {
            let series = Fact::Series(id, state);
            let summary = dossier.statement(series);
            let about = summary.clone();
            summarized.insert(series).then_some(Change { fact: Some(series), about, summary, ..change })
        }
        (Some(Fact::Figure(id, ..)), None) if removed.contains(&id) => None,
        _ => Some(change),
    };
    changes.into_iter().filter_map(summary).collect()
}
