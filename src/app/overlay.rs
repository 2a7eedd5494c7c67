//! Windows over the panels.

use super::command_list::CommandPrompt;
use super::list::EntryListState;
use super::state_filter::StateFilterPrompt;
use super::text_field::TextField;

/// A window over the panels, with its own selection and input.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// The keys and the symbols.
    Help(EntryListState<usize>),
    /// Every problem of the file; [`Panels::problems`](super::Panels::problems) is its list.
    Problems,
    /// A prompt for the day to show.
    Day(DayPrompt),
    /// The sources of the selected fact.
    Sources(EntryListState<usize>),
    /// The search prompt, with the hits of [`App::search`](super::App::search).
    Search(TextField),
    /// The text field of the filter of states.
    StateFilter(StateFilterPrompt),
    /// The changes of the last edit, and the new facts.
    Changes(EntryListState<usize>),
    /// The marked state beside the selected one.
    Compare(EntryListState<usize>),
    /// The filter of the timeline.
    TimelineFilter(EntryListState<usize>),
    /// The list of commands.
    Commands(CommandPrompt),
}

/// The purpose of a day prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DayPurpose {
    /// Show the dossier as of the day.
    #[default]
    GoTo,
    /// Mark the facts that became known since the day.
    Since,
}

/// A prompt for a day.
#[derive(Debug, Clone, Default)]
pub struct DayPrompt {
    /// The purpose of the day.
    pub purpose: DayPurpose,
    /// The text so far.
    pub input: TextField,
    /// The error in the submitted text.
    pub error: Option<String>,
}

impl Overlay {
    /// Returns whether the overlay has a text field.
    pub fn takes_text(&self) -> bool {
        matches!(self, Overlay::Day(_) | Overlay::Search(_) | Overlay::StateFilter(_) | Overlay::Commands(_))
    }

    /// Returns the text field of the overlay.
    pub(super) fn input_mut(&mut self) -> Option<&mut TextField> {
        match self {
            Overlay::Day(prompt) => Some(&mut prompt.input),
            Overlay::Search(input) => Some(input),
            Overlay::StateFilter(prompt) => Some(&mut prompt.input),
            Overlay::Commands(prompt) => Some(&mut prompt.input),
            _ => None,
        }
    }

    /// Returns the list of the overlay, unless [`Panels`](super::Panels) or [`Search`](super::Search) holds it.
    pub fn list_mut(&mut self) -> Option<&mut EntryListState<usize>> {
        match self {
            Overlay::Help(list)
            | Overlay::Sources(list)
            | Overlay::Changes(list)
            | Overlay::Compare(list)
            | Overlay::TimelineFilter(list) => Some(list),
            Overlay::Commands(prompt) => Some(&mut prompt.list),
            Overlay::Problems | Overlay::Day(_) | Overlay::Search(_) | Overlay::StateFilter(_) => None,
        }
    }
}
