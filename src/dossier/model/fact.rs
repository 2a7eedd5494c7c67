//! References to facts. Every traversal of a dossier uses [`Dossier::facts`].

use super::{
    BenchmarkId, Date, Day, Dossier, EditionId, EventId, Evidence, QuoteId, SourceId, Spending, StateId,
    TreatyId,
};
use crate::decode::{Location, Span};

/// A reference to a fact of a dossier. Steps, figures, targets and aims are counted from 0 in the order of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fact {
    /// The dossier itself: title, date and map.
    Dossier,
    /// A source.
    Source(SourceId),
    /// A treaty.
    Treaty(TreatyId),
    /// A benchmark.
    Benchmark(BenchmarkId),
    /// An edition.
    Edition(EditionId),
    /// All figures of a state in an edition, which become known together.
    Series(EditionId, StateId),
    /// A figure of a state in an edition.
    Figure(EditionId, StateId, usize),
    /// Name, capital, accession and borders of a state.
    State(StateId),
    /// A step of a state towards a treaty.
    Stance(StateId, TreatyId, usize),
    /// A figure of a state's spending that is in no edition.
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
    /// Returns the fact with the same number in the state `to`, if this fact belongs to the state `from`, or else this
    /// fact.
    pub fn moved(self, from: StateId, to: StateId) -> Fact {
        match self {
            Fact::State(id) if id == from => Fact::State(to),
            Fact::Stance(id, treaty, n) if id == from => Fact::Stance(to, treaty, n),
            Fact::Series(edition, id) if id == from => Fact::Series(edition, to),
            Fact::Figure(edition, id, n) if id == from => Fact::Figure(edition, to, n),
            Fact::Spending(id, n) if id == from => Fact::Spending(to, n),
            Fact::Target(id, n) if id == from => Fact::Target(to, n),
            Fact::Aim(id, n) if id == from => Fact::Aim(to, n),
            other => other,
        }
    }

    /// Returns the kind of fact, by the name of its table in the file format.
    pub fn kind(self) -> &'static str {
        match self {
            Fact::Dossier => "dossier",
            Fact::Source(_) => "source",
            Fact::Treaty(_) => "treaty",
            Fact::Benchmark(_) => "benchmark",
            Fact::Edition(_) => "edition",
            Fact::Series(..) | Fact::Figure(..) => "figure",
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
    /// Returns all facts in the order of the model: editions with their figures, each state with the facts about it,
    /// then quotations and events. A [`Fact::Series`] is not among them, because it only groups figures.
    pub fn facts(&self) -> impl Iterator<Item = Fact> {
        std::iter::once(Fact::Dossier)
            .chain(self.source_ids().map(Fact::Source))
            .chain(self.treaty_ids().map(Fact::Treaty))
            .chain(self.benchmark_ids().map(Fact::Benchmark))
            .chain(self.edition_ids().flat_map(|id| self.facts_of_edition(id)))
            .chain(self.state_ids().flat_map(|id| self.facts_of_state(id)))
            .chain(self.quote_ids().map(Fact::Quote))
            .chain(self.event_ids().map(Fact::Event))
    }

    fn facts_of_edition(&self, id: EditionId) -> impl Iterator<Item = Fact> {
        let figures = self.state_ids().flat_map(move |state| {
            (0..self[id].figures(state).len()).map(move |n| Fact::Figure(id, state, n))
        });
        std::iter::once(Fact::Edition(id)).chain(figures)
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

    /// Returns the evidence of a fact. `None` for the dossier itself, for sources, and for a fact of another dossier.
    pub fn evidence(&self, fact: Fact) -> Option<&Evidence> {
        let state = |id: StateId| self.states.get(id.index());
        Some(match fact {
            Fact::Dossier | Fact::Source(_) => return None,
            Fact::Treaty(id) => &self.treaties.get(id.index())?.evidence,
            Fact::Benchmark(id) => &self.benchmarks.get(id.index())?.evidence,
            Fact::Edition(id) | Fact::Series(id, _) => &self.editions.get(id.index())?.evidence,
            Fact::Figure(..) | Fact::Spending(..) => &self.figure(fact)?.evidence,
            Fact::State(id) => &state(id)?.evidence,
            Fact::Stance(id, treaty, n) => &state(id)?.history(treaty).get(n)?.evidence,
            Fact::Target(id, n) => &state(id)?.targets.get(n)?.evidence,
            Fact::Aim(id, n) => &state(id)?.aims.get(n)?.evidence,
            Fact::Quote(id) => &self.quotes.get(id.index())?.evidence,
            Fact::Event(id) => &self.events.get(id.index())?.evidence,
        })
    }

    /// Returns a figure of spending, in an edition or not. `None` for any other fact, and for a fact of another
    /// dossier.
    pub fn figure(&self, fact: Fact) -> Option<&Spending> {
        match fact {
            Fact::Figure(id, state, n) => self.editions.get(id.index())?.figures(state).get(n),
            Fact::Spending(id, n) => self.states.get(id.index())?.spending.get(n),
            _ => None,
        }
    }

    /// Returns the date on which a fact happened, was said or was published. `None` if it is unknown, or if the fact
    /// has no such date.
    pub fn date(&self, fact: Fact) -> Option<Date> {
        let state = |id: StateId| self.states.get(id.index());
        match fact {
            Fact::Stance(id, treaty, n) => state(id)?.history(treaty).get(n)?.date,
            Fact::Edition(id) | Fact::Series(id, _) => Some(self.editions.get(id.index())?.published),
            Fact::Figure(..) | Fact::Spending(..) => Some(Date::Year(self.figure(fact)?.year)),
            Fact::Target(id, n) => state(id)?.targets.get(n)?.date,
            Fact::Aim(id, n) => state(id)?.aims.get(n)?.date,
            Fact::Quote(id) => self.quotes.get(id.index())?.date,
            Fact::Event(id) => self.events.get(id.index())?.date,
            Fact::Source(id) => self.sources.get(id.index())?.date,
            Fact::Benchmark(id) => Some(Date::Day(self.benchmarks.get(id.index())?.from)),
            Fact::Dossier | Fact::Treaty(_) | Fact::State(_) => None,
        }
    }

    /// Returns the day from which a fact is known. `None` if it was always known.
    pub fn known_from(&self, fact: Fact) -> Option<Day> {
        match fact {
            Fact::Spending(..) => Some(self.figure(fact)?.known_from()),
            Fact::Benchmark(id) => Some(self.benchmarks.get(id.index())?.from),
            fact => self.evidence(fact)?.known_from,
        }
    }

    /// Returns the states that a fact is about: one, several, or none.
    pub fn states_of<'a>(&'a self, fact: &'a Fact) -> &'a [StateId] {
        match fact {
            Fact::State(id)
            | Fact::Stance(id, ..)
            | Fact::Series(_, id)
            | Fact::Figure(_, id, _)
            | Fact::Spending(id, _)
            | Fact::Target(id, _)
            | Fact::Aim(id, _) => std::slice::from_ref(id),
            Fact::Quote(id) => &self[*id].states,
            Fact::Event(id) => &self[*id].states,
            Fact::Dossier | Fact::Source(_) | Fact::Treaty(_) | Fact::Benchmark(_) | Fact::Edition(_) => &[],
        }
    }

    /// Returns the location of a fact in the file.
    pub fn location(&self, fact: Fact) -> Location {
        let span = match fact {
            Fact::Dossier => Span::default(),
            Fact::Source(id) => self[id].span,
            Fact::Series(id, state) if !self[id].figures(state).is_empty() => {
                self[id].figures(state)[0].evidence.span
            }
            fact => self.evidence(fact).map(|evidence| evidence.span).unwrap_or_default(),
        };
        self.line_index.location(span.start)
    }
}
