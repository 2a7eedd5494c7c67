//! The text field of a prompt.

use tui_input::{Input, InputRequest};

/// A line of text with a cursor.
#[derive(Debug, Clone, Default)]
pub struct TextField {
    input: Input,
    is_selected: bool,
}

impl TextField {
    /// Creates a field with a selected text. The first typed or pasted characters replace it, but other editing keys
    /// keep it.
    pub fn with_selected(text: String) -> TextField {
        TextField { is_selected: !text.is_empty(), input: Input::from(text) }
    }

    /// Returns the text.
    pub fn value(&self) -> &str {
        self.input.value()
    }

    /// Returns the text with its cursor.
    pub fn input(&self) -> &Input {
        &self.input
    }

    /// Returns whether the whole text is selected.
    pub fn is_selected(&self) -> bool {
        self.is_selected
    }

    /// Edits the text.
    pub(super) fn handle(&mut self, request: InputRequest) {
        if std::mem::take(&mut self.is_selected) && matches!(request, InputRequest::InsertChar(_)) {
            self.input.reset();
        }
        self.input.handle(request);
    }

    /// Inserts pasted text at the cursor.
    pub(super) fn paste(&mut self, text: &str) {
        if std::mem::take(&mut self.is_selected) {
            self.input.reset();
        }
        let cursor = self.input.cursor() + text.chars().count();
        let before: String = self.value().chars().take(self.input.cursor()).collect();
        let after: String = self.value().chars().skip(self.input.cursor()).collect();
        self.input = Input::new(before + text + &after).with_cursor(cursor);
    }
}
