//! What became of a fact from one version of a dossier to the next. Facts are counted, and one that is put in or taken out
//! gives those behind it other numbers.

use crate::dossier::model::*;
use crate::dossier::query::describe::Fact;
use crate::dossier::query::diff::Change;

impl Dossier {
    /// The same fact in the next version, to which these are the changes; `None` where it was removed.
    pub fn successor(&self, fact: Fact, new: &Dossier, changes: &[Change]) -> Option<Fact> {
        if let Some(change) = changes.iter().find(|change| change.old == Some(fact)) {
            return change.fact;
        }
        let state = |id: StateId| new.state_by_code(&self.states.get(id.index())?.code);
        let treaty = |id: TreatyId| {
            let old = self.treaties.get(id.index())?;
            new.treaty_ids().find(|id| new[*id].id == old.id)
        };
        Some(match fact {
            Fact::Dossier => fact,
            Fact::Source(id) => {
                let same = |old: &Source, new: &Source| old.id == new.id;
                Fact::Source(SourceId::at(place(&self.sources, id.index(), &new.sources, same)?))
            }
            Fact::Treaty(id) => Fact::Treaty(treaty(id)?),
            Fact::Benchmark(id) => {
                let same = |old: &Benchmark, new: &Benchmark| old.name == new.name && old.from == new.from;
                Fact::Benchmark(BenchmarkId::at(place(&self.benchmarks, id.index(), &new.benchmarks, same)?))
            }
            Fact::State(id) => Fact::State(state(id)?),
            Fact::Stance(id, of, n) => {
                let (to, of_new) = (state(id)?, treaty(of)?);
                let same = |old: &Stance, new: &Stance| {
                    (old.position, old.date, &old.what) == (new.position, new.date, &new.what)
                };
                let n = place(self[id].history(of), n, new[to].history(of_new), same)?;
                Fact::Stance(to, of_new, n)
            }
            Fact::Spending(id, n) => {
                let to = state(id)?;
                let same = |old: &Spending, new: &Spending| old.year == new.year;
                Fact::Spending(to, place(&self[id].spending, n, &new[to].spending, same)?)
            }
            Fact::Target(id, n) => {
                let to = state(id)?;
                let same = |old: &Target, new: &Target| {
                    (old.percent, old.up_to, old.kind, old.date, &old.who)
                        == (new.percent, new.up_to, new.kind, new.date, &new.who)
                };
                Fact::Target(to, place(&self[id].targets, n, &new[to].targets, same)?)
            }
            Fact::Aim(id, n) => {
                let to = state(id)?;
                let same = |old: &Aim, new: &Aim| (&old.text, old.date) == (&new.text, new.date);
                Fact::Aim(to, place(&self[id].aims, n, &new[to].aims, same)?)
            }
            Fact::Quote(id) => {
                let same = |old: &Quote, new: &Quote| {
                    (&old.text, &old.speaker, old.date) == (&new.text, &new.speaker, new.date)
                };
                Fact::Quote(QuoteId::at(place(&self.quotes, id.index(), &new.quotes, same)?))
            }
            Fact::Event(id) => {
                let same = |old: &Event, new: &Event| (&old.what, old.date) == (&new.what, new.date);
                Fact::Event(EventId::at(place(&self.events, id.index(), &new.events, same)?))
            }
        })
    }
}

/// Where the item that stands at `n` stands in the new list: of several that are the same the one that is as far down.
fn place<T>(olds: &[T], n: usize, news: &[T], same: impl Fn(&T, &T) -> bool) -> Option<usize> {
    let old = olds.get(n)?;
    let nth = olds[..n].iter().filter(|other| same(old, other)).count();
    let places = || news.iter().enumerate().filter(|(_, new)| same(old, new)).map(|(place, _)| place);
    places().nth(nth).or_else(|| places().last())
}
