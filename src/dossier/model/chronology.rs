//! The facts of a dossier in chronological order.

use super::{Date, Day, Dossier, Fact};

/// The facts of a dossier in the two chronological orders that queries need, computed once per file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chronology {
    /// The facts that were not always known, ordered by the day from which they are known.
    pub known: Vec<(Day, Fact)>,
    /// The dated steps, targets, aims, benchmarks, editions, quotations and events, earliest first.
    pub entries: Vec<Entry>,
}

/// A dated fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The date with its precision. The entry is known from its last day on.
    pub date: Date,
    /// The fact itself.
    pub fact: Fact,
}

impl Chronology {
    /// Sorts the facts of `dossier`.
    pub fn new(dossier: &Dossier) -> Chronology {
        // The figures of an edition become known as one fact per state.
        let series = dossier.edition_ids().flat_map(|id| {
            let states = dossier.state_ids().filter(move |state| !dossier[id].figures(*state).is_empty());
            states.map(move |state| Fact::Series(id, state))
        });
        let facts = dossier.facts().filter(|fact| !matches!(fact, Fact::Edition(_) | Fact::Figure(..)));
        let mut known: Vec<(Day, Fact)> =
            facts.chain(series).filter_map(|fact| Some((dossier.known_from(fact)?, fact))).collect();
        known.sort_by_key(|(day, _)| *day);
        let entry = |fact| Some((rank(fact)?, Entry { date: dossier.date(fact)?, fact }));
        let mut entries: Vec<(u8, Entry)> = dossier.facts().filter_map(entry).collect();
        entries.sort_by_key(|(rank, entry)| (entry.date.last_day(), *rank));
        Chronology { known, entries: entries.into_iter().map(|(_, entry)| entry).collect() }
    }
}

/// Returns the rank of a fact among the entries of one day; `None` if it is not an entry of the timeline. Facts of a
/// single state come last, so that of the entries of one day they are the newest.
fn rank(fact: Fact) -> Option<u8> {
    match fact {
        Fact::Benchmark(_) => Some(0),
        Fact::Quote(_) => Some(1),
        Fact::Event(_) | Fact::Edition(_) => Some(2),
        Fact::Stance(..) | Fact::Target(..) | Fact::Aim(..) => Some(3),
        Fact::Dossier | Fact::Source(_) | Fact::Treaty(_) | Fact::State(_) => None,
        Fact::Series(..) | Fact::Figure(..) | Fact::Spending(..) => None,
    }
}
