//! Every dated fact of a dossier in one order.

use std::borrow::Cow;

use crate::dossier::model::date::{Date, Day};
use crate::dossier::model::{BenchmarkId, Dossier, EventId, Evidence, QuoteId, Span, StateId};
use crate::dossier::query::as_of::AsOf;
use crate::dossier::query::describe::Fact;
use crate::dossier::read::diagnostics::Location;
use crate::dossier::room;

/// A dated fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// When, as exactly as is known.
    pub date: Date,
    /// The day from which it is known.
    pub known_from: Day,
    /// What.
    pub fact: Fact,
}

impl<'a> AsOf<'a> {
    /// The entries of the timeline, of all states or of one, and how many of them are known on the day.
    pub fn timeline(&self, of: Option<StateId>) -> (Cow<'a, [Entry]>, usize) {
        let all = self.dossier.timeline.as_slice();
        let entries: Cow<'a, [Entry]> = match of {
            Some(state) => {
                let own = |entry: &&Entry| self.dossier.states_of(&entry.fact).contains(&state);
                all.iter().filter(own).copied().collect()
            }
            None => all.into(),
        };
        let past = entries.partition_point(|entry| entry.known_from <= self.day);
        (entries, past)
    }
}

impl Dossier {
    /// Every step, target, aim, benchmark, quotation and event that has a date, the earliest first. Of one day come
    /// benchmarks, words, events, and then what the states did, which a day is remembered by; each in the order of the
    /// file.
    pub(crate) fn in_time(&self) -> Vec<Entry> {
        let mut entries = room::list(self.quotes.len() + self.events.len());
        let mut add = |date: Option<Date>, fact: Fact| {
            if let Some(date) = date {
                entries.push(Entry { date, known_from: date.last_day(), fact });
            }
        };
        for (n, benchmark) in self.benchmarks.iter().enumerate() {
            add(Some(Date::Day(benchmark.from)), Fact::Benchmark(BenchmarkId::at(n)));
        }
        for (n, quote) in self.quotes.iter().enumerate() {
            add(quote.date, Fact::Quote(QuoteId::at(n)));
        }
        for (n, event) in self.events.iter().enumerate() {
            add(event.date, Fact::Event(EventId::at(n)));
        }
        for (id, state) in self.state_ids().zip(&self.states) {
            for (treaty, history) in self.treaty_ids().zip(&state.histories) {
                for (n, step) in history.0.iter().enumerate() {
                    add(step.date, Fact::Stance(id, treaty, n));
                }
            }
            for (n, target) in state.targets.iter().enumerate() {
                add(target.date, Fact::Target(id, n));
            }
            for (n, aim) in state.aims.iter().enumerate() {
                add(aim.date, Fact::Aim(id, n));
            }
        }
        room::sort_by_key(&mut entries, |entry| entry.known_from);
        entries
    }

    /// What stands behind a fact; `None` for the dossier itself, for sources, and for a fact of another dossier that
    /// this one has no counterpart of.
    pub fn evidence(&self, fact: Fact) -> Option<&Evidence> {
        let state = |id: StateId| self.states.get(id.index());
        Some(match fact {
            Fact::Dossier | Fact::Source(_) => return None,
            Fact::Treaty(id) => &self.treaties.get(id.index())?.evidence,
            Fact::Benchmark(id) => &self.benchmarks.get(id.index())?.evidence,
            Fact::State(id) => &state(id)?.evidence,
            Fact::Stance(id, treaty, n) => &state(id)?.histories.get(treaty.index())?.0.get(n)?.evidence,
            Fact::Spending(id, n) => &state(id)?.spending.get(n)?.evidence,
            Fact::Target(id, n) => &state(id)?.targets.get(n)?.evidence,
            Fact::Aim(id, n) => &state(id)?.aims.get(n)?.evidence,
            Fact::Quote(id) => &self.quotes.get(id.index())?.evidence,
            Fact::Event(id) => &self.events.get(id.index())?.evidence,
        })
    }

    /// Where a fact stands in the file that was read: its line, and its column in bytes.
    pub fn location(&self, fact: Fact) -> Location {
        let at = match fact {
            Fact::Dossier => Span::default(),
            Fact::Source(id) => self[id].at,
            fact => self.evidence(fact).map(|evidence| evidence.at).unwrap_or_default(),
        };
        self.line_index.location(at.start)
    }

    /// When a fact happened or was said, or came out; `None` where that is not known, or where it has no such day.
    pub fn date_of(&self, fact: Fact) -> Option<Date> {
        match fact {
            Fact::Stance(state, treaty, n) => self[state].history(treaty).get(n)?.date,
            Fact::Spending(state, n) => Some(Date::Year(self[state].spending.get(n)?.year)),
            Fact::Target(state, n) => self[state].targets.get(n)?.date,
            Fact::Aim(state, n) => self[state].aims.get(n)?.date,
            Fact::Quote(id) => self[id].date,
            Fact::Event(id) => self[id].date,
            Fact::Source(id) => self[id].date,
            Fact::Benchmark(id) => Some(Date::Day(self[id].from)),
            Fact::Dossier | Fact::Treaty(_) | Fact::State(_) => None,
        }
    }

    /// The states that a fact is about: one, several, or none.
    pub fn states_of<'a>(&'a self, fact: &'a Fact) -> &'a [StateId] {
        match fact {
            Fact::State(id)
            | Fact::Stance(id, ..)
            | Fact::Spending(id, _)
            | Fact::Target(id, _)
            | Fact::Aim(id, _) => std::slice::from_ref(id),
            Fact::Quote(id) => &self[*id].states,
            Fact::Event(id) => &self[*id].states,
            Fact::Dossier | Fact::Source(_) | Fact::Treaty(_) | Fact::Benchmark(_) => &[],
        }
    }
}
