//! What may differ between two versions of a dossier, found without putting it into words, which for thousands of facts
//! takes longer than to read them.

use std::ops::Range;

use super::model::{Backing, Dossier, Event, History, Quote, Source, Span, State, StateId};
use super::part::Part;

/// Of what there can be thousands of in a dossier, what is to be put into words.
pub(super) struct Selection {
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
pub(super) fn differing(old: &Dossier, new: &Dossier) -> (Selection, Selection) {
    // References are places in these lists, and can be compared only where the lists name the same.
    let comparable =
        old.sources.iter().map(|source| &source.id).eq(new.sources.iter().map(|source| &source.id))
            && old.treaties.iter().map(|treaty| &treaty.id).eq(new.treaties.iter().map(|treaty| &treaty.id))
            && old.states.iter().map(|state| &state.code).eq(new.states.iter().map(|state| &state.code));
    if !comparable {
        return (Selection::all(old), Selection::all(new));
    }
    let differs = |id: &StateId| placeless(&old[*id]) != placeless(&new[*id]);
    let states: Vec<StateId> = new.state_ids().filter(differs).collect();
    let sources = ranges(&old.sources, &new.sources, same_source);
    let quotes = ranges(&old.quotes, &new.quotes, same_quote);
    let events = ranges(&old.events, &new.events, same_event);
    (
        Selection { sources: sources.0, states: states.clone(), quotes: quotes.0, events: events.0 },
        Selection { sources: sources.1, states, quotes: quotes.1, events: events.1 },
    )
}

/// Where two lists differ: those before and behind are the same.
fn ranges<T>(olds: &[T], news: &[T], same: impl Fn(&T, &T) -> bool) -> (Range<usize>, Range<usize>) {
    let alike = |(old, new): &(&T, &T)| same(old, new);
    let first = olds.iter().zip(news).take_while(alike).count();
    let last = olds[first..].iter().rev().zip(news[first..].iter().rev()).take_while(alike).count();
    (first..olds.len() - last, first..news.len() - last)
}

/// A state without its quotations, and without what depends on where in the file it stands.
fn placeless(state: &State) -> State {
    let mut state = state.clone();
    state.quotes = Part::default();
    state.backing.at = Span::default();
    state.borders = without_places(&state.borders, |border| &mut border.backing);
    let steps = |history: &History| History(without_places(&history.0, |step| &mut step.backing));
    state.histories = state.histories.iter().map(steps).collect();
    state.spending = without_places(&state.spending, |figure| &mut figure.backing);
    state.targets = without_places(&state.targets, |target| &mut target.backing);
    state.aims = without_places(&state.aims, |aim| &mut aim.backing);
    state
}

fn without_places<T: Clone>(facts: &[T], backing: impl Fn(&mut T) -> &mut Backing) -> Part<T> {
    let placeless = |fact: &T| {
        let mut fact = fact.clone();
        backing(&mut fact).at = Span::default();
        fact
    };
    facts.iter().map(placeless).collect()
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
fn same_quote(old: &Quote, new: &Quote) -> bool {
    let Quote { speaker, office, states, date, about, context, text, backing } = old;
    *text == new.text
        && *speaker == new.speaker
        && *office == new.office
        && *states == new.states
        && *date == new.date
        && *about == new.about
        && *context == new.context
        && same_backing(backing, &new.backing)
}

/// The same of two events.
fn same_event(old: &Event, new: &Event) -> bool {
    let Event { date, what, states, backing } = old;
    *what == new.what && *date == new.date && *states == new.states && same_backing(backing, &new.backing)
}

fn same_backing(old: &Backing, new: &Backing) -> bool {
    let Backing { sources, certainty, date_basis, note, known: _, at: _ } = old;
    *sources == new.sources
        && *certainty == new.certainty
        && *date_basis == new.date_basis
        && *note == new.note
}
