//! The filter of the timeline.

use crate::dossier::model::TreatyId;
use crate::dossier::{EntryKind, Fact, TimelineFilter};

use super::list::EntryListState;
use super::{App, Overlay};

/// A row of the filter. Rows of the same variant exclude each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimelineChoice {
    /// Only one kind of entry, or every kind.
    Kind(Option<EntryKind>),
    /// Only entries about a treaty, or all entries.
    Treaty(Option<TreatyId>),
    /// Only the selected state, or all states.
    OnlySelectedState(bool),
}

impl App {
    /// Returns the conditions for entries of the timeline.
    pub fn timeline_filter(&self) -> TimelineFilter {
        let state = self.only_selected_state.then_some(self.selected_state);
        TimelineFilter { kind: self.timeline_kind, treaty: self.timeline_treaty, state }
    }

    /// Returns the rows of the filter. Kinds and treaties without entries are left out.
    pub fn timeline_choices(&self) -> Vec<TimelineChoice> {
        let Some(dossier) = &self.dossier else { return Vec::new() };
        let has = |filter: TimelineFilter| {
            dossier.chronology.entries.iter().any(|entry| filter.accepts(dossier, entry.fact))
        };
        let kinds = std::iter::once(None).chain(EntryKind::ALL.map(Some));
        let kinds =
            kinds.filter(|kind| kind.is_none() || has(TimelineFilter { kind: *kind, ..Default::default() }));
        let treaties = std::iter::once(None).chain(dossier.treaty_ids().map(Some));
        let treaties = treaties.filter(|treaty| {
            treaty.is_none() || has(TimelineFilter { treaty: *treaty, ..Default::default() })
        });
        kinds
            .map(TimelineChoice::Kind)
            .chain(treaties.map(TimelineChoice::Treaty))
            .chain([false, true].map(TimelineChoice::OnlySelectedState))
            .collect()
    }

    /// Returns whether a row of the filter is in effect.
    pub fn is_chosen(&self, choice: TimelineChoice) -> bool {
        match choice {
            TimelineChoice::Kind(kind) => kind == self.timeline_kind,
            TimelineChoice::Treaty(treaty) => treaty == self.timeline_treaty,
            TimelineChoice::OnlySelectedState(only) => only == self.only_selected_state,
        }
    }

    /// Opens the filter with the current kind selected.
    pub(super) fn open_timeline_filter(&mut self) {
        let first = self.timeline_choices().iter().position(|choice| self.is_chosen(*choice));
        let list = EntryListState::with_selected(first.unwrap_or(0));
        self.toggle(Overlay::TimelineFilter(list));
    }

    /// Applies the selected row of the filter.
    pub(super) fn apply_timeline_choice(&mut self) {
        let Some(Overlay::TimelineFilter(list)) = &self.overlay else { return };
        let choice = list.selected().and_then(|n| self.timeline_choices().get(n).copied());
        match choice {
            Some(TimelineChoice::Kind(kind)) => self.timeline_kind = kind,
            Some(TimelineChoice::Treaty(treaty)) => self.timeline_treaty = treaty,
            Some(TimelineChoice::OnlySelectedState(only)) => self.only_selected_state = only,
            None => {}
        }
        self.overlay = None;
    }

    /// Removes the filter if it hides `fact`.
    pub(super) fn reveal_in_timeline(&mut self, fact: Fact) {
        let filter = self.timeline_filter();
        if self.dossier.as_deref().is_some_and(|dossier| !filter.accepts(dossier, fact)) {
            (self.timeline_kind, self.timeline_treaty, self.only_selected_state) = (None, None, false);
        }
    }
}
