//! Comparisons of two states, or of two days.

use crate::dossier::model::StateId;
use crate::dossier::{Date, Day};

use super::list::EntryListState;
use super::{App, ChangeSet, Overlay};

/// The state and the day that a comparison starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompareMark {
    /// The state.
    pub state: StateId,
    /// The day.
    pub day: Day,
}

impl App {
    /// Marks the selected state and the current day, or compares them with an earlier mark.
    ///
    /// If the states differ, shows both side by side. Otherwise, if the days differ, lists what became known between
    /// them. If neither differs, removes the mark.
    pub(super) fn compare(&mut self) {
        let Some(dossier) = &self.dossier else { return };
        let here = CompareMark { state: self.selected_state, day: self.day() };
        match self.compare_mark {
            None => (self.compare_mark, self.overlay) = (Some(here), None),
            Some(mark) if mark.state != here.state => {
                self.toggle(Overlay::Compare(EntryListState::default()));
            }
            Some(mark) if mark.day != here.day => {
                let (from, to) = (mark.day.min(here.day), mark.day.max(here.day));
                let changes = ChangeSet::between_days(dossier, from, to);
                if changes.changes.is_empty() {
                    let (from, to) = (Date::Day(from), Date::Day(to));
                    self.status_message = Some(format!("nothing became known between {from} and {to}"));
                    return;
                }
                self.change_set = changes;
                self.toggle(Overlay::Changes(EntryListState::with_selected(0)));
            }
            Some(_) => {
                self.compare_mark = None;
                self.status_message = Some("comparison ended: same state and day".into());
            }
        }
    }
}
