//! The entries of the timeline, and the days on which something happened.

use std::borrow::Cow;

use super::as_of::AsOf;
use crate::dossier::model::{About, Day, Dossier, Entry, Fact, StateId, TreatyId};

/// A kind of entry of the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryKind {
    /// Steps towards treaties.
    Step,
    /// Targets, benchmarks and editions.
    Spending,
    /// Quotations.
    Quote,
    /// Aims.
    Aim,
    /// Events.
    Event,
}

impl EntryKind {
    /// All kinds in the order of the screen.
    pub const ALL: [EntryKind; 5] =
        [EntryKind::Step, EntryKind::Spending, EntryKind::Quote, EntryKind::Aim, EntryKind::Event];

    /// Returns the name on the screen.
    pub fn name(self) -> &'static str {
        match self {
            EntryKind::Step => "steps",
            EntryKind::Spending => "spending",
            EntryKind::Quote => "quotations",
            EntryKind::Aim => "aims",
            EntryKind::Event => "events",
        }
    }

    /// Returns the kind of a fact; `None` if it is not an entry of the timeline.
    fn of(fact: Fact) -> Option<EntryKind> {
        Some(match fact {
            Fact::Stance(..) => EntryKind::Step,
            Fact::Target(..) | Fact::Benchmark(_) | Fact::Edition(_) => EntryKind::Spending,
            Fact::Quote(_) => EntryKind::Quote,
            Fact::Aim(..) => EntryKind::Aim,
            Fact::Event(_) => EntryKind::Event,
            Fact::Dossier | Fact::Source(_) | Fact::Treaty(_) | Fact::State(_) => return None,
            Fact::Series(..) | Fact::Figure(..) | Fact::Spending(..) => return None,
        })
    }
}

/// A filter of the timeline. Entries must meet every condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TimelineFilter {
    /// Only this kind.
    pub kind: Option<EntryKind>,
    /// Only steps on this treaty, and quotations about it.
    pub treaty: Option<TreatyId>,
    /// Only entries about this state.
    pub state: Option<StateId>,
}

impl TimelineFilter {
    /// Returns whether an entry meets every condition.
    pub fn accepts(&self, dossier: &Dossier, fact: Fact) -> bool {
        let is_about = |treaty: TreatyId| match fact {
            Fact::Stance(_, id, _) => id == treaty,
            Fact::Quote(id) => dossier[id].about == Some(About::Treaty(treaty)),
            _ => false,
        };
        self.kind.is_none_or(|kind| EntryKind::of(fact) == Some(kind))
            && self.treaty.is_none_or(is_about)
            && self.state.is_none_or(|state| dossier.states_of(&fact).contains(&state))
    }
}

impl<'a> AsOf<'a> {
    /// Returns the entries of the timeline that a filter accepts, and the number of those known on the day. Later
    /// entries are included, because only the timeline shows them.
    pub fn timeline(&self, filter: TimelineFilter) -> (Cow<'a, [Entry]>, usize) {
        let all = self.dossier.chronology.entries.as_slice();
        let accepted = |entry: &&Entry| filter.accepts(self.dossier, entry.fact);
        let entries: Cow<'a, [Entry]> = match filter == TimelineFilter::default() {
            true => all.into(),
            false => all.iter().filter(accepted).copied().collect(),
        };
        let known = self.known_entries(&entries).len();
        (entries, known)
    }

    /// Returns those of the `entries` that are known on the day. They are in chronological order.
    pub(super) fn known_entries<'e>(&self, entries: &'e [Entry]) -> &'e [Entry] {
        &entries[..entries.partition_point(|entry| entry.date.last_day() <= self.day)]
    }
}

impl Dossier {
    /// Returns the days on which a state changed its position on a treaty, in order.
    pub fn position_changes(&self, state: StateId) -> Vec<Day> {
        let mut days = Vec::new();
        for treaty in self.treaty_ids() {
            let mut before = None;
            for step in self[state].history(treaty) {
                if before.replace(step.position) != Some(step.position) {
                    days.extend(step.evidence.known_from);
                }
            }
        }
        days.sort_unstable();
        days.dedup();
        days
    }

    /// Returns the last day before `day` on which something happened, or a benchmark ended.
    pub fn day_before(&self, day: Day) -> Option<Day> {
        let known = &self.chronology.known;
        let earlier = &known[..known.partition_point(|(known_from, _)| *known_from < day)];
        let event = earlier.iter().rfind(|known| self.happened(known)).map(|(day, _)| *day);
        event.into_iter().chain(self.benchmark_ends().filter(|end| *end < day)).max()
    }

    /// Returns the first day after `day` on which something happened, or a benchmark ended.
    pub fn day_after(&self, day: Day) -> Option<Day> {
        let event = self.known_between(day, Day::MAX).iter().find(|known| self.happened(known));
        let event = event.map(|(day, _)| *day);
        event.into_iter().chain(self.benchmark_ends().filter(|end| *end > day)).min()
    }

    /// Returns whether a fact became known by an event. A figure of a past year becomes known at the end of that year.
    fn happened(&self, (day, fact): &(Day, Fact)) -> bool {
        match fact {
            Fact::Spending(..) => self.evidence(*fact).and_then(|evidence| evidence.known_from) == Some(*day),
            _ => true,
        }
    }

    fn benchmark_ends(&self) -> impl Iterator<Item = Day> {
        self.benchmarks.iter().filter_map(|benchmark| benchmark.until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::{BUILT_IN, read};

    #[test]
    fn filters_combine() {
        let dossier = read(BUILT_IN.as_bytes()).dossier.unwrap();
        let known = dossier.as_of(Day::MAX);
        let facts =
            |filter| -> Vec<Fact> { known.timeline(filter).0.iter().map(|entry| entry.fact).collect() };
        let all = facts(TimelineFilter::default());
        let of_kinds = EntryKind::ALL
            .map(|kind| facts(TimelineFilter { kind: Some(kind), ..TimelineFilter::default() }).len());
        assert_eq!(of_kinds.iter().sum::<usize>(), all.len(), "each entry has one kind");
        assert!(of_kinds.iter().all(|count| *count > 0), "{of_kinds:?}");
        let poland = dossier.state_by_code("PL").unwrap();
        let filter =
            TimelineFilter { kind: Some(EntryKind::Step), treaty: Some(TreatyId(0)), state: Some(poland) };
        let steps =
            (0..dossier[poland].history(TreatyId(0)).len()).map(|n| Fact::Stance(poland, TreatyId(0), n));
        assert_eq!(facts(filter), steps.collect::<Vec<_>>());
    }

    #[test]
    fn position_changes_on_day_of_its_first_step() {
        let dossier = read(BUILT_IN.as_bytes()).dossier.unwrap();
        for state in dossier.state_ids() {
            let days = dossier.position_changes(state);
            assert!(days.is_sorted() && !days.is_empty());
            for day in days {
                let positions = |day: Day| -> Vec<_> {
                    let known = dossier.as_of(day);
                    let position = |treaty| known.stance(state, treaty).map(|step| step.position);
                    dossier.treaty_ids().map(position).collect()
                };
                assert_ne!(positions(day), positions(day.yesterday().unwrap()), "{day}");
            }
        }
    }
}
