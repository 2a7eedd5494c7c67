//! What the states have, while it is put together.

use super::format::schema::At;
use super::format::tables;
use super::format::values::List;
use super::model::{Aim, Border, History, Spending, Stance, State, Target};
use super::part::Whole;

/// What the states have, all of a kind together; each state has one part of each, but a history for each treaty.
#[derive(Default)]
pub(crate) struct Lists {
    pub borders: Whole<Border>,
    pub stances: Whole<Stance>,
    /// How many histories each state has.
    histories: usize,
    pub spending: Whole<Spending>,
    pub targets: Whole<Target>,
    pub aims: Whole<Aim>,
}

impl Lists {
    /// With room for all that these states say.
    pub fn for_those_of(states: &[At<tables::State>], histories: usize) -> Lists {
        fn all<'a, T: 'a>(lists: impl Iterator<Item = &'a Option<At<List<T>>>>) -> usize {
            lists.flatten().map(|list| list.value.0.len()).sum()
        }
        let states = || states.iter().map(|state| &state.value);
        Lists {
            borders: Whole::with_room(all(states().map(|state| &state.borders))),
            stances: Whole::with_room(all(states().map(|state| &state.stance))),
            histories,
            spending: Whole::with_room(all(states().map(|state| &state.spending))),
            targets: Whole::with_room(all(states().map(|state| &state.target))),
            aims: Whole::with_room(all(states().map(|state| &state.aim))),
        }
    }

    /// Gives the states, in the order in which they were read, what is theirs.
    pub fn give_out(self, states: &mut [State]) {
        let count = self.histories;
        let mut stances = self.stances.parts().map(History);
        let mut histories = Whole::with_room(count * states.len());
        for _ in states.iter() {
            histories.add(stances.by_ref().take(count));
        }
        let (mut borders, mut histories) = (self.borders.parts(), histories.parts());
        let (mut spending, mut targets, mut aims) =
            (self.spending.parts(), self.targets.parts(), self.aims.parts());
        for state in states {
            state.borders = borders.next().unwrap_or_default();
            state.histories = histories.next().unwrap_or_default();
            state.spending = spending.next().unwrap_or_default();
            state.targets = targets.next().unwrap_or_default();
            state.aims = aims.next().unwrap_or_default();
        }
    }
}
