//! What became known of one dossier from a day to a later one.

use crate::dossier::model::date::Day;
use crate::dossier::model::{BenchmarkId, Dossier, EventId, Position, QuoteId, StateId, TreatyId};
use crate::dossier::query::describe::Fact;
use crate::dossier::room;

/// How a dossier as known on one day differs from itself as known on a later one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Developments {
    /// Where states stand elsewhere than they did, in the order of the file.
    pub moves: Vec<PositionChange>,
    /// What became known: state by state as in the file, each with its steps, figures, targets, aims and
    /// quotations; then what concerns several states or none, events, and benchmarks that began.
    pub known: Vec<Fact>,
    /// Benchmarks that stood on the first day or began after it, and stand no more.
    pub ended: Vec<BenchmarkId>,
}

/// A state that changed its position towards a treaty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PositionChange {
    /// Which state.
    pub state: StateId,
    /// Towards which treaty.
    pub treaty: TreatyId,
    /// Where it stood; `None` where nothing was known.
    pub from: Option<Position>,
    /// Where it stands.
    pub to: Position,
}

impl Developments {
    /// Whether both days know the same.
    pub fn is_empty(&self) -> bool {
        self.moves.is_empty() && self.known.is_empty() && self.ended.is_empty()
    }
}

impl Dossier {
    /// Every fact that did not always stand known with the day from which it is, in the order of these days.
    pub(crate) fn as_it_became_known(&self) -> Vec<(Day, Fact)> {
        let mut facts = room::list(self.quotes.len() + self.events.len());
        let mut add = |known: Option<Day>, fact: Fact| facts.extend(known.map(|day| (day, fact)));
        for (id, state) in self.state_ids().zip(&self.states) {
            for (treaty, history) in self.treaty_ids().zip(&state.histories) {
                for (n, step) in history.0.iter().enumerate() {
                    add(step.evidence.known_from, Fact::Stance(id, treaty, n));
                }
            }
            for (n, figure) in state.spending.iter().enumerate() {
                add(Some(figure.known()), Fact::Spending(id, n));
            }
            for (n, target) in state.targets.iter().enumerate() {
                add(target.evidence.known_from, Fact::Target(id, n));
            }
            for (n, aim) in state.aims.iter().enumerate() {
                add(aim.evidence.known_from, Fact::Aim(id, n));
            }
        }
        for (n, quote) in self.quotes.iter().enumerate() {
            add(quote.evidence.known_from, Fact::Quote(QuoteId::at(n)));
        }
        for (n, event) in self.events.iter().enumerate() {
            add(event.evidence.known_from, Fact::Event(EventId::at(n)));
        }
        for (n, benchmark) in self.benchmarks.iter().enumerate() {
            add(Some(benchmark.from), Fact::Benchmark(BenchmarkId::at(n)));
        }
        room::sort_by_key(&mut facts, |(known, _)| *known);
        facts
    }

    /// The figures of spending higher than all that were known before.
    pub(crate) fn peaks(&self) -> Vec<(Day, f64)> {
        let mut peaks: Vec<(Day, f64)> = Vec::new();
        for (known, fact) in &self.became_known {
            if let Fact::Spending(state, n) = fact
                && let percent = self[*state].spending[*n].percent
                && percent > peaks.last().map_or(0.0, |(_, peak)| *peak)
            {
                peaks.push((*known, percent));
            }
        }
        peaks
    }

    /// The facts that became known after `from`, up to and with `to`, in the order of time.
    pub fn known_between(&self, from: Day, to: Day) -> &[(Day, Fact)] {
        let until = |day: Day| self.became_known.partition_point(|(known, _)| *known <= day);
        &self.became_known[until(from)..until(to).max(until(from))]
    }

    /// Where a fact comes among those that became known.
    fn turn(&self, fact: Fact) -> (Owner, u8) {
        match fact {
            Fact::Stance(id, treaty, _) => (Owner::State(id, treaty), 0),
            Fact::Spending(id, _) => (Owner::State(id, AFTER_TREATIES), 1),
            Fact::Target(id, _) => (Owner::State(id, AFTER_TREATIES), 2),
            Fact::Aim(id, _) => (Owner::State(id, AFTER_TREATIES), 3),
            Fact::Quote(id) => match &*self[id].states {
                [state] => (Owner::State(*state, AFTER_TREATIES), 4),
                [] => (Owner::Nobody, 0),
                _ => (Owner::Several, 0),
            },
            Fact::Event(_) => (Owner::Nobody, 1),
            _ => (Owner::Nobody, 2),
        }
    }
}

/// Whose a fact is; of a state, what has to do with which treaty comes first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    State(StateId, TreatyId),
    Several,
    Nobody,
}

const AFTER_TREATIES: TreatyId = TreatyId(u32::MAX);

/// What became known of `dossier` after `from`, up to and with `to`.
pub fn between(dossier: &Dossier, from: Day, to: Day) -> Developments {
    let (before, after) = (dossier.as_of(from), dossier.as_of(to));
    let mut known: Vec<Fact> = dossier.known_between(from, to).iter().map(|(_, fact)| *fact).collect();
    known.sort_by_key(|fact| dossier.turn(*fact));
    let mut histories: Vec<(StateId, TreatyId)> = known
        .iter()
        .filter_map(|fact| if let Fact::Stance(id, treaty, _) = fact { Some((*id, *treaty)) } else { None })
        .collect();
    histories.dedup();
    let moved = |(state, treaty)| {
        let [from, to] = [before, after].map(|known| known.stance(state, treaty).map(|step| step.position));
        to.filter(|_| from != to).map(|to| PositionChange { state, treaty, from, to })
    };
    let ended = |id: &BenchmarkId| dossier[*id].until.is_some_and(|until| from < until && until <= to);
    Developments {
        moves: histories.into_iter().filter_map(moved).collect(),
        known,
        ended: dossier.benchmark_ids().filter(ended).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::Benchmark;
    use crate::dossier::{AsOf, BUILT_IN, read};
    use jiff::civil::date;

    fn dossier() -> Dossier {
        read(BUILT_IN.as_bytes()).dossier.unwrap()
    }

    /// How many facts are told of a day.
    fn known(known: AsOf<'_>) -> usize {
        let dossier = known.dossier;
        let of_state = |id| {
            let steps = dossier.treaty_ids().map(|treaty| known.history(id, treaty).len()).sum::<usize>();
            steps + known.spending(id).len() + known.targets(id).len() + known.aims(id).len()
        };
        let begun = |benchmark: &&Benchmark| benchmark.from <= known.day;
        dossier.state_ids().map(of_state).sum::<usize>()
            + dossier.quotes.iter().filter(|quote| quote.evidence.known_on(known.day)).count()
            + known.events().count()
            + dossier.benchmarks.iter().filter(begun).count()
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
            assert_eq!(found.known.len(), dossier.as_of(day).hidden_count(), "{day}");
            let [now, at_last] = [day, date(9999, 12, 31)].map(|day| known(dossier.as_of(day)));
            assert_eq!(found.known.len(), at_last - now, "{day}");
            let figures = dossier.state_ids().flat_map(|id| dossier.as_of(day).spending(id));
            let highest = figures.map(|figure| figure.percent).fold(0.0, f64::max);
            assert_eq!(dossier.as_of(day).highest_spending(), highest, "{day}");
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
