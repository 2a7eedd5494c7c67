//! Facts by name: every traversal of a dossier goes through [`Dossier::facts`].

use super::{BenchmarkId, Date, Day, Dossier, EventId, Evidence, QuoteId, SourceId, StateId, TreatyId};
use crate::decode::{Location, Span};

/// A fact of a dossier. Steps, figures, targets and aims are counted from 0 in the order of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fact {
    /// The title and the date of the dossier itself.
    Dossier,
    /// A source.
    Source(SourceId),
    /// A treaty.
    Treaty(TreatyId),
    /// A benchmark.
    Benchmark(BenchmarkId),
    /// Name, capital, accession and borders of a state.
    State(StateId),
    /// A step of a state towards a treaty.
    Stance(StateId, TreatyId, usize),
    /// A figure of a state's spending.
    Spending(StateId, usize),
    /// A target of a state.
    Target(StateId, usize),
    /// An aim of a state.
    Aim(StateId, usize),
    /// A quotation.
    Quote(QuoteId),
    /// An event.
    Event(EventId),
}

impl Fact {
    /// The fact with the same number in the state `to`, if it belongs to the state `from`; any other fact unchanged.
    pub fn moved(self, from: StateId, to: StateId) -> Fact {
        match self {
            Fact::State(id) if id == from => Fact::State(to),
            Fact::Stance(id, treaty, n) if id == from => Fact::Stance(to, treaty, n),
            Fact::Spending(id, n) if id == from => Fact::Spending(to, n),
            Fact::Target(id, n) if id == from => Fact::Target(to, n),
            Fact::Aim(id, n) if id == from => Fact::Aim(to, n),
            other => other,
        }
    }

    /// The kind of fact, in the word that the file format uses for its table.
    pub fn kind(self) -> &'static str {
        match self {
            Fact::Dossier => "dossier",
            Fact::Source(_) => "source",
            Fact::Treaty(_) => "treaty",
            Fact::Benchmark(_) => "benchmark",
            Fact::State(_) => "state",
            Fact::Stance(..) => "stance",
            Fact::Spending(..) => "spending",
            Fact::Target(..) => "target",
            Fact::Aim(..) => "aim",
            Fact::Quote(_) => "quote",
            Fact::Event(_) => "event",
        }
    }
}

impl Dossier {
    /// All facts, in the order of the model: state by state with everything that belongs to it, then quotations and
    /// events.
    pub fn facts(&self) -> impl Iterator<Item = Fact> {
        let sources = (0..self.sources.len()).map(|n| Fact::Source(SourceId::at(n)));
        let quotes = (0..self.quotes.len()).map(|n| Fact::Quote(QuoteId::at(n)));
        let events = (0..self.events.len()).map(|n| Fact::Event(EventId::at(n)));
        std::iter::once(Fact::Dossier)
            .chain(sources)
            .chain(self.treaty_ids().map(Fact::Treaty))
            .chain(self.benchmark_ids().map(Fact::Benchmark))
            .chain(self.state_ids().flat_map(|id| self.facts_of_state(id)))
            .chain(quotes)
            .chain(events)
    }

    fn facts_of_state(&self, id: StateId) -> impl Iterator<Item = Fact> {
        let state = &self[id];
        let stances = self.treaty_ids().flat_map(move |treaty| {
            (0..state.history(treaty).len()).map(move |n| Fact::Stance(id, treaty, n))
        });
        std::iter::once(Fact::State(id))
            .chain(stances)
            .chain((0..state.spending.len()).map(move |n| Fact::Spending(id, n)))
            .chain((0..state.targets.len()).map(move |n| Fact::Target(id, n)))
            .chain((0..state.aims.len()).map(move |n| Fact::Aim(id, n)))
    }

    /// The evidence of a fact. `None` for the dossier itself, for sources, and for a fact that this dossier does not have.
    pub fn evidence(&self, fact: Fact) -> Option<&Evidence> {
        let state = |id: StateId| self.states.get(id.index());
        Some(match fact {
            Fact::Dossier | Fact::Source(_) => return None,
            Fact::Treaty(id) => &self.treaties.get(id.index())?.evidence,
            Fact::Benchmark(id) => &self.benchmarks.get(id.index())?.evidence,
            Fact::State(id) => &state(id)?.evidence,
            Fact::Stance(id, treaty, n) => &state(id)?.history(treaty).get(n)?.evidence,
            Fact::Spending(id, n) => &state(id)?.spending.get(n)?.evidence,
            Fact::Target(id, n) => &state(id)?.targets.get(n)?.evidence,
            Fact::Aim(id, n) => &state(id)?.aims.get(n)?.evidence,
            Fact::Quote(id) => &self.quotes.get(id.index())?.evidence,
            Fact::Event(id) => &self.events.get(id.index())?.evidence,
        })
    }

    /// When a fact happened, was said or was published. `None` if that is unknown, or if the fact has no such date.
    pub fn date(&self, fact: Fact) -> Option<Date> {
        let state = |id: StateId| self.states.get(id.index());
        match fact {
            Fact::Stance(id, treaty, n) => state(id)?.history(treaty).get(n)?.date,
            Fact::Spending(id, n) => Some(Date::Year(state(id)?.spending.get(n)?.year)),
            Fact::Target(id, n) => state(id)?.targets.get(n)?.date,
            Fact::Aim(id, n) => state(id)?.aims.get(n)?.date,
            Fact::Quote(id) => self.quotes.get(id.index())?.date,
            Fact::Event(id) => self.events.get(id.index())?.date,
            Fact::Source(id) => self.sources.get(id.index())?.date,
            Fact::Benchmark(id) => Some(Date::Day(self.benchmarks.get(id.index())?.from)),
            Fact::Dossier | Fact::Treaty(_) | Fact::State(_) => None,
        }
    }

    /// The day from which a fact is known. `None` if it always is.
    pub fn known_from(&self, fact: Fact) -> Option<Day> {
        match fact {
            Fact::Spending(id, n) => Some(self.states.get(id.index())?.spending.get(n)?.known_from()),
            Fact::Benchmark(id) => Some(self.benchmarks.get(id.index())?.from),
            fact => self.evidence(fact)?.known_from,
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

    /// Where a fact is in the file: its line, and its column in bytes.
    pub fn location(&self, fact: Fact) -> Location {
        let span = match fact {
            Fact::Dossier => Span::default(),
            Fact::Source(id) => self[id].span,
            fact => self.evidence(fact).map(|evidence| evidence.span).unwrap_or_default(),
        };
        self.line_index.location(span.start)
    }
}
