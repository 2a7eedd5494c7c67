//! What may differ between two versions of a dossier, found without putting it into words, which for thousands of facts
//! takes longer than to read them.

use std::collections::HashMap;
use std::ops::Range;

use crate::dossier::model::{
    Dossier, Event, Evidence, History, Quote, Source, SourceId, Span, State, StateId,
};
use crate::dossier::part::Part;

/// Of what there can be thousands of in a dossier, what is to be put into words.
pub(crate) struct Selection {
    /// The sources at these places.
    pub sources: Range<usize>,
    /// These states, with all that they have.
    pub states: Vec<StateId>,
    /// The quotations at these places.
    pub quotes: Range<usize>,
    /// The events at these places.
    pub events: Range<usize>,
}

impl Selection {
    fn all(dossier: &Dossier) -> Selection {
        Selection {
            sources: 0..dossier.sources.len(),
            states: dossier.state_ids().collect(),
            quotes: 0..dossier.quotes.len(),
            events: 0..dossier.events.len(),
        }
    }
}

/// What may differ, of the old version and of the new one.
pub(crate) fn differing(old: &Dossier, new: &Dossier) -> (Selection, Selection) {
    // References are places in these lists.
    let comparable =
        old.treaties.iter().map(|treaty| &treaty.id).eq(new.treaties.iter().map(|treaty| &treaty.id))
            && old.states.iter().map(|state| &state.code).eq(new.states.iter().map(|state| &state.code));
    if !comparable {
        return (Selection::all(old), Selection::all(new));
    }
    let moved = Moved::between(&old.sources, &new.sources);
    let differs = |id: &StateId| placeless(&old[*id], &moved) != placeless(&new[*id], &Moved::default());
    let states: Vec<StateId> = new.state_ids().filter(differs).collect();
    let sources = ranges(&old.sources, &new.sources, same_source);
    let quotes = ranges(&old.quotes, &new.quotes, |old, new| same_quote(old, new, &moved));
    let events = ranges(&old.events, &new.events, |old, new| same_event(old, new, &moved));
    (
        Selection { sources: sources.0, states: states.clone(), quotes: quotes.0, events: events.0 },
        Selection { sources: sources.1, states, quotes: quotes.1, events: events.1 },
    )
}

/// Where the sources of the old version stand in the new one: to write down a source is a daily edit, and moves those
/// behind it.
#[derive(Default)]
struct Moved {
    /// `None` where all stand where they stood.
    places: Option<Vec<SourceId>>,
}

impl Moved {
    /// One that is gone, which no reference of the new version leads to.
    const GONE: SourceId = SourceId(u32::MAX);

    fn between(olds: &[Source], news: &[Source]) -> Moved {
        if olds.iter().map(|source| &source.id).eq(news.iter().map(|source| &source.id)) {
            return Moved::default();
        }
        let mut places = HashMap::with_capacity(news.len());
        places.extend(news.iter().enumerate().map(|(n, source)| (&source.id, SourceId::at(n))));
        let place = |old: &Source| places.get(&old.id).copied().unwrap_or(Moved::GONE);
        Moved { places: Some(olds.iter().map(place).collect()) }
    }

    fn place(&self, id: SourceId) -> SourceId {
        match &self.places {
            None => id,
            Some(places) => places.get(id.index()).copied().unwrap_or(Moved::GONE),
        }
    }
}

/// Where two lists differ: those before and behind are the same.
fn ranges<T>(olds: &[T], news: &[T], same: impl Fn(&T, &T) -> bool) -> (Range<usize>, Range<usize>) {
    let alike = |(old, new): &(&T, &T)| same(old, new);
    let first = olds.iter().zip(news).take_while(alike).count();
    let last = olds[first..].iter().rev().zip(news[first..].iter().rev()).take_while(alike).count();
    (first..olds.len() - last, first..news.len() - last)
}

/// A state without its quotations, and without what depends on where in the file it and its sources stand.
fn placeless(state: &State, moved: &Moved) -> State {
    let mut state = state.clone();
    state.quotes = Part::default();
    let free = |evidence: &mut Evidence| {
        evidence.at = Span::default();
        evidence.sources.iter_mut().for_each(|id| *id = moved.place(*id));
    };
    free(&mut state.evidence);
    state.borders = each(&state.borders, |border| free(&mut border.evidence));
    let steps = |history: &History| History(each(&history.0, |step| free(&mut step.evidence)));
    state.histories = state.histories.iter().map(steps).collect();
    state.spending = each(&state.spending, |figure| free(&mut figure.evidence));
    state.targets = each(&state.targets, |target| free(&mut target.evidence));
    state.aims = each(&state.aims, |aim| free(&mut aim.evidence));
    state
}

/// Copies of facts, each changed.
fn each<T: Clone>(facts: &[T], change: impl Fn(&mut T)) -> Part<T> {
    let changed = |fact: &T| {
        let mut fact = fact.clone();
        change(&mut fact);
        fact
    };
    facts.iter().map(changed).collect()
}

/// Whether two sources say the same, wherever in their files they stand.
fn same_source(old: &Source, new: &Source) -> bool {
    let Source { id, publisher, title, date, url, note, at: _ } = old;
    *id == new.id
        && *publisher == new.publisher
        && *title == new.title
        && *date == new.date
        && *url == new.url
        && *note == new.note
}

/// The same of two quotations.
fn same_quote(old: &Quote, new: &Quote, moved: &Moved) -> bool {
    let Quote { speaker, office, states, date, about, context, text, evidence } = old;
    *text == new.text
        && *speaker == new.speaker
        && *office == new.office
        && *states == new.states
        && *date == new.date
        && *about == new.about
        && *context == new.context
        && same_backing(evidence, &new.evidence, moved)
}

/// The same of two events.
fn same_event(old: &Event, new: &Event, moved: &Moved) -> bool {
    let Event { date, what, states, evidence } = old;
    *what == new.what
        && *date == new.date
        && *states == new.states
        && same_backing(evidence, &new.evidence, moved)
}

fn same_backing(old: &Evidence, new: &Evidence, moved: &Moved) -> bool {
    let Evidence { sources, certainty, date_basis, note, known_from: _, at: _ } = old;
    sources.iter().map(|id| moved.place(*id)).eq(new.sources.iter().copied())
        && *certainty == new.certainty
        && *date_basis == new.date_basis
        && *note == new.note
}
