//! What became known of one dossier from a day to a later one.

use std::collections::HashMap;

use super::date::Day;
use super::fact::Fact;
use super::model::{BenchmarkId, Dossier, EventId, Position, QuoteId, StateId, TreatyId};

/// How a dossier as known on one day differs from itself as known on a later one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Between {
    /// Where states stand elsewhere than they did, in the order of the file.
    pub moves: Vec<Move>,
    /// What became known: state by state as in the file, each with its steps, figures, targets, aims and
    /// quotations; then what concerns several states or none, events, and benchmarks that began.
    pub known: Vec<Fact>,
    /// Benchmarks that stood on the first day or began after it, and stand no more.
    pub ended: Vec<BenchmarkId>,
}

/// A state that changed its position towards a treaty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// Which state.
    pub state: StateId,
    /// Towards which treaty.
    pub treaty: TreatyId,
    /// Where it stood; `None` where nothing was known.
    pub from: Option<Position>,
    /// Where it stands.
    pub to: Position,
}

impl Between {
    /// Whether both days know the same.
    pub fn is_empty(&self) -> bool {
        self.moves.is_empty() && self.known.is_empty() && self.ended.is_empty()
    }
}

/// What became known of `dossier` after `from`, up to and with `to`.
pub fn between(dossier: &Dossier, from: Day, to: Day) -> Between {
    let (before, after) = (dossier.as_of(from), dossier.as_of(to));
    let mut found = Between::default();
    // Quotations stand latest first; they are told in the order of time.
    let in_time = |mut ids: Vec<QuoteId>| {
        ids.sort_by_key(|id| (dossier[*id].backing.known, id.0));
        ids.dedup();
        ids.into_iter().map(Fact::Quote)
    };
    // Few of very many: looked for once, not among those of each state.
    let mut own: HashMap<StateId, Vec<QuoteId>> = HashMap::new();
    let (mut joint, mut outside) = (Vec::new(), Vec::new());
    for (_, quote) in dossier.quotes_between(from, to) {
        match &*dossier[*quote].states {
            [] => outside.push(*quote),
            [state] => own.entry(*state).or_default().push(*quote),
            _ => joint.push(*quote),
        }
    }
    for id in dossier.state_ids() {
        for treaty in dossier.treaty_ids() {
            let was = before.stance(id, treaty).map(|step| step.position);
            if let Some(to) = after.stance(id, treaty).map(|step| step.position)
                && was != Some(to)
            {
                found.moves.push(Move { state: id, treaty, from: was, to });
            }
            let steps = before.history(id, treaty).len()..after.history(id, treaty).len();
            found.known.extend(steps.map(|n| Fact::Stance(id, treaty, n)));
        }
        let figures = before.spending(id).len()..after.spending(id).len();
        found.known.extend(figures.map(|n| Fact::Spending(id, n)));
        let targets = before.targets(id).len()..after.targets(id).len();
        found.known.extend(targets.map(|n| Fact::Target(id, n)));
        let aims = before.aims(id).len()..after.aims(id).len();
        found.known.extend(aims.map(|n| Fact::Aim(id, n)));
        found.known.extend(own.remove(&id).into_iter().flat_map(in_time));
    }
    found.known.extend(in_time(joint));
    found.known.extend(in_time(outside));
    let mut events: Vec<EventId> =
        after.events().filter(|(_, event)| !event.backing.known_on(from)).map(|(id, _)| id).collect();
    events.sort_by_key(|id| dossier[*id].backing.known);
    found.known.extend(events.into_iter().map(Fact::Event));
    for (id, benchmark) in (0..).map(BenchmarkId).zip(&dossier.benchmarks) {
        if from < benchmark.from && benchmark.from <= to {
            found.known.push(Fact::Benchmark(id));
        }
        if benchmark.until.is_some_and(|until| from < until && until <= to) {
            found.ended.push(id);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::{BUILT_IN, read};
    use jiff::civil::date;

    fn dossier() -> Dossier {
        read(BUILT_IN.as_bytes()).dossier.unwrap()
    }

    #[test]
    fn a_day_differs_from_itself_in_nothing() {
        for day in [date(1900, 1, 1), date(2025, 3, 18), date(9999, 12, 31)] {
            assert!(between(&dossier(), day, day).is_empty());
        }
    }

    #[test]
    fn all_that_was_later_becomes_known() {
        let dossier = dossier();
        let days = [date(1900, 1, 1), date(2014, 9, 5), date(2025, 3, 18), date(2025, 12, 27)];
        for day in days {
            let found = between(&dossier, day, date(9999, 12, 31));
            assert_eq!(found.known.len(), dossier.as_of(day).later(), "{day}");
        }
        // And what two spans tell, one that covers both tells too.
        let count = |from, to| between(&dossier, from, to).known.len();
        assert_eq!(count(days[0], days[2]) + count(days[2], days[3]), count(days[0], days[3]));
    }

    #[test]
    fn positions_move_and_benchmarks_end() {
        let dossier = dossier();
        let found = between(&dossier, date(2025, 3, 18), date(2026, 2, 20));
        let estonia = dossier.state_by_code("EE").unwrap();
        let moved: Vec<_> = found.moves.iter().filter(|one| one.state == estonia).collect();
        assert_eq!(moved.len(), 1);
        assert_eq!((moved[0].from, moved[0].to), (Some(Position::RecommendsWithdrawal), Position::Withdrawn));
        let names =
            |ids: &[BenchmarkId]| ids.iter().map(|id| dossier[*id].name.to_string()).collect::<Vec<_>>();
        assert_eq!(names(&found.ended), ["Nato floor (Vilnius)"]);
        assert!(found.known.contains(&Fact::Benchmark(BenchmarkId(3))));
        assert!(between(&dossier, date(2025, 6, 25), date(2026, 2, 20)).ended.is_empty());
    }
}
