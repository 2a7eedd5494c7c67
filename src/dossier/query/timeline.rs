//! The timeline, and its days.

use std::borrow::Cow;

use super::as_of::AsOf;
use crate::dossier::model::{Day, Dossier, Entry, Fact, StateId};

impl<'a> AsOf<'a> {
    /// Returns the entries of the timeline, of all states or of one, and the number of those that are known on the day.
    /// Later entries are included, because the timeline is the only panel that shows them.
    pub fn timeline(&self, of: Option<StateId>) -> (Cow<'a, [Entry]>, usize) {
        let all = self.dossier.chronology.entries.as_slice();
        let entries: Cow<'a, [Entry]> = match of {
            Some(state) => {
                let concerns = |entry: &&Entry| self.dossier.states_of(&entry.fact).contains(&state);
                all.iter().filter(concerns).copied().collect()
            }
            None => all.into(),
        };
        let known = entries.partition_point(|entry| entry.known_from <= self.day);
        (entries, known)
    }
}

impl Dossier {
    /// Returns the last day before `day` on which something happened, or a benchmark ended.
    pub fn day_before(&self, day: Day) -> Option<Day> {
        self.eventful_days().filter(|eventful| *eventful < day).max()
    }

    /// Returns the first day after `day` on which something happened, or a benchmark ended.
    pub fn day_after(&self, day: Day) -> Option<Day> {
        self.eventful_days().filter(|eventful| *eventful > day).min()
    }

    /// Returns the days on which something happened, or a benchmark ended. The end of a year, with which its figures
    /// become known, is not an event.
    fn eventful_days(&self) -> impl Iterator<Item = Day> {
        let happened = |(day, fact): &(Day, Fact)| match fact {
            Fact::Spending(..) => self.evidence(*fact).and_then(|evidence| evidence.known_from) == Some(*day),
            _ => true,
        };
        let known = self.chronology.known.iter().filter(move |known| happened(known)).map(|(day, _)| *day);
        known.chain(self.benchmarks.iter().filter_map(|benchmark| benchmark.until))
    }
}
