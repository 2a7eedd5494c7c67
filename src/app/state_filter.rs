//! The filter of the list of states.

use tui_input::Input;

use crate::dossier::Dossier;
use crate::dossier::model::StateId;

use super::{App, Overlay, Panel, View};

/// A filter of the list of states and of the overview.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StateFilter {
    /// The text to match with codes and names; empty to show all states.
    pub query: String,
    /// The matching states, in the order of the file.
    pub states: Vec<StateId>,
}

/// The text field of the filter.
#[derive(Debug, Clone)]
pub struct StateFilterPrompt {
    /// The text so far.
    pub input: Input,
    /// The state to select if the filter is cancelled.
    before: StateId,
}

impl StateFilter {
    /// Returns whether states are hidden.
    pub fn is_active(&self) -> bool {
        !self.query.is_empty()
    }

    fn new(query: &str, dossier: &Dossier) -> StateFilter {
        let query = query.trim().to_owned();
        StateFilter { states: dossier.matching_states(&query), query }
    }
}

impl App {
    /// Opens the text field with the current filter.
    pub(super) fn open_state_filter(&mut self) {
        if self.view == View::Dossier {
            self.focus = Panel::States;
        }
        let input = Input::from(self.state_filter.query.clone());
        self.overlay = Some(Overlay::StateFilter(StateFilterPrompt { input, before: self.selected_state }));
    }

    /// Filters the states by the typed text. If that hides the selected state, selects another.
    pub(super) fn filter_states(&mut self) {
        let (Some(Overlay::StateFilter(prompt)), Some(dossier)) = (&self.overlay, &self.dossier) else {
            return;
        };
        let before = prompt.before;
        self.state_filter = StateFilter::new(prompt.input.value(), dossier);
        let states = &self.state_filter.states;
        if !states.contains(&self.selected_state) {
            let selected = if states.contains(&before) { Some(before) } else { states.first().copied() };
            self.select_state(selected.map(|id| id.0));
        }
    }

    /// Closes the text field and keeps the filter, unless it matches no state.
    pub(super) fn keep_state_filter(&mut self) {
        self.overlay = None;
        if self.state_filter.states.is_empty() {
            self.state_filter = StateFilter::default();
        }
    }

    /// Closes the text field, shows all states and restores the selection.
    pub(super) fn cancel_state_filter(&mut self, prompt: &StateFilterPrompt) {
        self.state_filter = StateFilter::default();
        self.select_state(Some(prompt.before.0));
    }

    /// Reapplies the filter to a new dossier.
    pub(super) fn refresh_state_filter(&mut self) {
        if let Some(dossier) = self.dossier.as_ref().filter(|_| self.state_filter.is_active()) {
            self.state_filter = StateFilter::new(&self.state_filter.query, dossier);
            self.show_selected_state();
        }
    }

    /// Removes the filter if it hides the selected state.
    pub(super) fn show_selected_state(&mut self) {
        let is_typing = matches!(self.overlay, Some(Overlay::StateFilter(_)));
        if !is_typing && !self.state_filter.states.contains(&self.selected_state) {
            self.state_filter = StateFilter::default();
        }
    }
}
