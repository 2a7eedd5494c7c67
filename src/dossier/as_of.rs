//! What was known on a day. Everything that is shown of a dossier goes through [`Dossier::as_of`], so that
//! the screen of 18 March 2025 tells what could be told on that day and nothing that came later.
//!
//! Each list of the model is kept in the order in which its facts became known, so that looking at another
//! day is a binary search, however many facts there are.

use super::date::Day;
use super::model::{
    Aim, Backing, Benchmark, BenchmarkId, Dossier, Event, EventId, QuoteId, Spending, Stance, StateId,
    Target, TreatyId,
};

/// A dossier as it was known on a day.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The whole dossier, later facts included.
    pub dossier: &'a Dossier,
    /// The day.
    pub day: Day,
}

impl Dossier {
    /// What was known of this dossier on `day`.
    pub fn as_of(&self, day: Day) -> Known<'_> {
        Known { dossier: self, day }
    }
}

impl Backing {
    /// Whether the fact is known on `day`.
    pub fn known_on(&self, day: Day) -> bool {
        self.known.is_none_or(|known| known <= day)
    }
}

/// Facts of a list that is in the order of their becoming known.
fn first_known<T>(facts: &[T], day: Day, backing: impl Fn(&T) -> &Backing) -> &[T] {
    &facts[..facts.partition_point(|fact| backing(fact).known_on(day))]
}

impl<'a> Known<'a> {
    /// The known steps of a state towards a treaty, oldest first.
    pub fn history(&self, state: StateId, treaty: TreatyId) -> &'a [Stance] {
        first_known(self.dossier[state].history(treaty), self.day, |step| &step.backing)
    }

    /// The step that says where a state stands towards a treaty; `None` where the dossier does not tell.
    pub fn stance(&self, state: StateId, treaty: TreatyId) -> Option<&'a Stance> {
        self.history(state, treaty).last()
    }

    /// Spending of the years before that of the day, and of its own year once the figure had appeared.
    pub fn spending(&self, state: StateId) -> &'a [Spending] {
        let (day, spending) = (self.day, &self.dossier[state].spending);
        let past = spending.partition_point(|figure| figure.year < day.year());
        let own =
            spending[past..].iter().take_while(|f| f.year == day.year() && f.backing.known_on(day)).count();
        &spending[..past + own]
    }

    /// The targets that a state had declared.
    pub fn targets(&self, state: StateId) -> &'a [Target] {
        first_known(&self.dossier[state].targets, self.day, |target| &target.backing)
    }

    /// The aims that a state had declared.
    pub fn aims(&self, state: StateId) -> &'a [Aim] {
        first_known(&self.dossier[state].aims, self.day, |aim| &aim.backing)
    }

    /// The words spoken for a state, latest first.
    pub fn quotes(&self, state: StateId) -> &'a [QuoteId] {
        self.latest_first(&self.dossier[state].quotes)
    }

    /// The words of voices from outside, latest first.
    pub fn outside_quotes(&self) -> &'a [QuoteId] {
        self.latest_first(&self.dossier.outside_quotes)
    }

    fn latest_first(&self, quotes: &'a [QuoteId]) -> &'a [QuoteId] {
        let later = quotes.partition_point(|id| !self.dossier[*id].backing.known_on(self.day));
        &quotes[later..]
    }

    /// The benchmarks that stood on the day, in the order of the file.
    pub fn benchmarks(&self) -> impl Iterator<Item = (BenchmarkId, &'a Benchmark)> + use<'a> {
        let day = self.day;
        (0..).map(BenchmarkId).zip(&self.dossier.benchmarks).filter(move |(_, benchmark)| {
            benchmark.from <= day && benchmark.until.is_none_or(|until| day < until)
        })
    }

    /// The events that had happened, in the order of the file.
    pub fn events(&self) -> impl Iterator<Item = (EventId, &'a Event)> + use<'a> {
        let day = self.day;
        (0..).map(EventId).zip(&self.dossier.events).filter(move |(_, event)| event.backing.known_on(day))
    }

    /// How many facts of the dossier are not yet known on the day.
    pub fn later(&self) -> usize {
        let dossier = self.dossier;
        let states = dossier.state_ids().map(|id| {
            let state = &dossier[id];
            let steps = dossier.treaty_ids().map(|t| state.history(t).len() - self.history(id, t).len());
            steps.sum::<usize>() + state.spending.len() - self.spending(id).len() + state.targets.len()
                - self.targets(id).len()
                + state.aims.len()
                - self.aims(id).len()
        });
        let quotes = dossier.quotes.iter().filter(|quote| !quote.backing.known_on(self.day)).count();
        let benchmarks = dossier.benchmarks.iter().filter(|benchmark| benchmark.from > self.day).count();
        states.sum::<usize>() + quotes + benchmarks + dossier.events.len() - self.events().count()
    }
}
