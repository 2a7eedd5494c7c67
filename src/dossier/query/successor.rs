//! Finds a fact in the next version of its dossier, where its index may differ.

use super::diff::Change;
use crate::dossier::model::{Dossier, Fact};

impl Dossier {
    /// Returns the same fact in the next version of this dossier, which differs by `changes`. `None` if it was removed,
    /// or if it is not a fact of this dossier. Among equal facts, returns the one with the same rank.
    pub fn successor(&self, fact: Fact, new: &Dossier, changes: &[Change]) -> Option<Fact> {
        if let Some(change) = changes.iter().find(|change| change.old == Some(fact)) {
            return change.fact;
        }
        let position = self.facts().position(|other| other == fact)?;
        let (date, description) = (self.date(fact), self.describe(fact));
        // Kind and date exclude nearly all other facts, and are cheaper to compare than descriptions.
        let same = |dossier: &Dossier, other: Fact| {
            other.kind() == fact.kind()
                && dossier.date(other) == date
                && dossier.describe(other).has_same_content(&description)
        };
        let rank = self.facts().take(position).filter(|other| same(self, *other)).count();
        new.facts().filter(|other| same(new, *other)).take(rank + 1).last()
    }
}
