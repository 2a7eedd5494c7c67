//! The filter of the list of states.

use crate::dossier::model::StateId;

use super::{App, Overlay, Panel, TextField, View};

/// The text field of the filter.
#[derive(Debug, Clone)]
pub struct StateFilterPrompt {
    /// The text so far.
    pub input: TextField,
    /// The state to select if the filter is cancelled.
    before: StateId,
}

impl App {
    /// Returns the states that the filter accepts, in the order of the file.
    pub(super) fn filtered_states(&self) -> Vec<StateId> {
        match &self.dossier {
            Some(dossier) if self.state_filter.is_empty() => dossier.state_ids().collect(),
            Some(dossier) => dossier.matching_states(&self.state_filter),
            None => Vec::new(),
        }
    }

    /// Opens the text field with the current filter selected.
    pub(super) fn open_state_filter(&mut self) {
        if self.view == View::Dossier {
            self.focus = Panel::States;
        }
        let input = TextField::with_selected(self.state_filter.clone());
        self.overlay = Some(Overlay::StateFilter(StateFilterPrompt { input, before: self.selected_state }));
    }

    /// Filters the states by the typed text. If that hides the selected state, selects another.
    pub(super) fn filter_states(&mut self) {
        let Some(Overlay::StateFilter(prompt)) = &self.overlay else { return };
        let before = prompt.before;
        self.state_filter = prompt.input.value().trim().to_owned();
        let states = self.filtered_states();
        if !states.contains(&self.selected_state) {
            let selected = if states.contains(&before) { Some(before) } else { states.first().copied() };
            self.select_state(selected);
        }
    }

    /// Closes the text field and keeps the filter, unless it hides the selected state.
    pub(super) fn keep_state_filter(&mut self) {
        self.overlay = None;
        self.show_selected_state();
    }

    /// Closes the text field, shows all states and restores the selection.
    pub(super) fn cancel_state_filter(&mut self, prompt: &StateFilterPrompt) {
        self.state_filter.clear();
        self.select_state(Some(prompt.before));
    }

    /// Removes the filter if it hides the selected state.
    pub(super) fn show_selected_state(&mut self) {
        let is_typing = matches!(self.overlay, Some(Overlay::StateFilter(_)));
        if !is_typing && !self.filtered_states().contains(&self.selected_state) {
            self.state_filter.clear();
        }
    }
}
