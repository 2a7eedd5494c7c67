//! The facts that became known between two days.

use crate::dossier::model::{BenchmarkId, Day, Dossier, Fact, Position, StateId, TreatyId};

/// The differences of a dossier between one day and a later one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Developments {
    /// The states that changed their position, in the order of the file.
    pub position_changes: Vec<PositionChange>,
    /// The facts that became known. Those of each state come first, in the order of the file: steps, figures, targets,
    /// aims and quotations. Then come quotations for several states or none, events, and benchmarks that took effect.
    pub known: Vec<Fact>,
    /// The benchmarks that ended.
    pub ended: Vec<BenchmarkId>,
}

/// A change of a state's position on a treaty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PositionChange {
    /// The state.
    pub state: StateId,
    /// The treaty.
    pub treaty: TreatyId,
    /// The position on the earlier day; `None` if none was known.
    pub from: Option<Position>,
    /// The position on the later day.
    pub to: Position,
}

impl Developments {
    /// Returns whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.position_changes.is_empty() && self.known.is_empty() && self.ended.is_empty()
    }
}

/// Returns the facts that became known after `from`, up to and including `to`.
pub fn since(dossier: &Dossier, from: Day, to: Day) -> Developments {
    let mut known: Vec<Fact> = dossier.known_between(from, to).iter().map(|(_, fact)| *fact).collect();
    known.sort_by_key(|fact| sort_key(dossier, *fact));
    let mut histories: Vec<(StateId, TreatyId)> = known
        .iter()
        .filter_map(|fact| match fact {
            Fact::Stance(id, treaty, _) => Some((*id, *treaty)),
            _ => None,
        })
        .collect();
    histories.dedup();
    let position_change = |(state, treaty)| {
        let position = |day| dossier.as_of(day).stance(state, treaty).map(|step| step.position);
        let from = position(from);
        let to = position(to).filter(|to| from != Some(*to))?;
        Some(PositionChange { state, treaty, from, to })
    };
    let ended = |id: &BenchmarkId| dossier[*id].until.is_some_and(|until| from < until && until <= to);
    Developments {
        position_changes: histories.into_iter().filter_map(position_change).collect(),
        known,
        ended: dossier.benchmark_ids().filter(ended).collect(),
    }
}

impl Dossier {
    /// Returns the days and facts that became known after `from`, up to and including `to`, in order of time.
    pub fn known_between(&self, from: Day, to: Day) -> &[(Day, Fact)] {
        let known = &self.chronology.known;
        let end_of = |day: Day| known.partition_point(|(known_from, _)| *known_from <= day);
        &known[end_of(from)..end_of(to).max(end_of(from))]
    }
}

/// The states that a fact concerns. Within a state, facts about a treaty come first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    State(StateId, TreatyId),
    Several,
    None,
}

const AFTER_TREATIES: TreatyId = TreatyId(u32::MAX);

/// Returns the rank of a new fact in reports.
fn sort_key(dossier: &Dossier, fact: Fact) -> (Owner, u8) {
    match fact {
        Fact::Stance(id, treaty, _) => (Owner::State(id, treaty), 0),
        Fact::Spending(id, _) | Fact::Series(_, id) => (Owner::State(id, AFTER_TREATIES), 1),
        Fact::Target(id, _) => (Owner::State(id, AFTER_TREATIES), 2),
        Fact::Aim(id, _) => (Owner::State(id, AFTER_TREATIES), 3),
        Fact::Quote(id) => match &*dossier[id].states {
            [state] => (Owner::State(*state, AFTER_TREATIES), 4),
            [] => (Owner::None, 0),
            _ => (Owner::Several, 0),
        },
        Fact::Event(_) => (Owner::None, 1),
        _ => (Owner::None, 2),
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

    /// Counts the facts that are known on a day.
    fn known(known: AsOf<'_>) -> usize {
        let dossier = known.dossier;
        let of_state = |id| {
            let steps = dossier.treaty_ids().map(|treaty| known.history(id, treaty).len()).sum::<usize>();
            steps + known.targets(id).len() + known.aims(id).len()
        };
        let begun = |benchmark: &&Benchmark| benchmark.from <= known.day;
        dossier.state_ids().map(of_state).sum::<usize>()
            + dossier.quotes.iter().filter(|quote| quote.evidence.known_on(known.day)).count()
            + known.events().count()
            + known.editions().map(|id| dossier[id].series.len()).sum::<usize>()
            + dossier.benchmarks.iter().filter(begun).count()
    }

    #[test]
    fn nothing_becomes_known_within_a_day() {
        for day in [date(1900, 1, 1), date(2025, 3, 18), date(9999, 12, 31)] {
            assert!(since(&dossier(), day, day).is_empty());
        }
    }

    #[test]
    fn hidden_facts_become_known() {
        let dossier = dossier();
        let days = [date(1900, 1, 1), date(2014, 9, 5), date(2025, 3, 18), date(2025, 12, 27)];
        for day in days {
            let found = since(&dossier, day, date(9999, 12, 31));
            assert_eq!(found.known.len(), dossier.as_of(day).hidden_count(), "{day}");
            let [now, at_last] = [day, date(9999, 12, 31)].map(|day| known(dossier.as_of(day)));
            assert_eq!(found.known.len(), at_last - now, "{day}");
            let figures = dossier.state_ids().flat_map(|id| dossier.as_of(day).spending(id).figures);
            let highest = figures.map(|figure| figure.percent).fold(0.0, f64::max);
            assert_eq!(dossier.as_of(day).highest_spending(), highest, "{day}");
        }
        // Two periods add up to the one that covers both.
        let count = |from, to| since(&dossier, from, to).known.len();
        assert_eq!(count(days[0], days[2]) + count(days[2], days[3]), count(days[0], days[3]));
    }

    #[test]
    fn position_changes_and_ended_benchmarks_are_found() {
        let dossier = dossier();
        let found = since(&dossier, date(2025, 3, 18), date(2026, 2, 20));
        let estonia = dossier.state_by_code("EE").unwrap();
        let moved: Vec<_> = found.position_changes.iter().filter(|one| one.state == estonia).collect();
        assert_eq!(moved.len(), 1);
        assert_eq!((moved[0].from, moved[0].to), (Some(Position::RecommendsWithdrawal), Position::Withdrawn));
        let names =
            |ids: &[BenchmarkId]| ids.iter().map(|id| dossier[*id].name.to_string()).collect::<Vec<_>>();
        assert_eq!(names(&found.ended), ["NATO floor (Vilnius)"]);
        assert!(found.known.contains(&Fact::Benchmark(BenchmarkId(3))));
        assert!(since(&dossier, date(2025, 6, 25), date(2026, 2, 20)).ended.is_empty());
    }
}
