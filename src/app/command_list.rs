//! The list of commands, which are run by name.

use tui_input::Input;

use crate::config::Command;

use super::list::EntryListState;
use super::{App, Effect};

/// The text field of the list of commands.
#[derive(Debug, Clone)]
pub struct CommandPrompt {
    /// The text so far.
    pub input: Input,
    /// The commands that match it.
    pub list: EntryListState<usize>,
}

impl Default for CommandPrompt {
    fn default() -> CommandPrompt {
        CommandPrompt { input: Input::default(), list: EntryListState::with_selected(0) }
    }
}

impl App {
    /// Returns the commands that apply and match a text, in the order of the help; those whose name begins with it come
    /// first.
    ///
    /// Each word of the text has to be in the name or the label of a command.
    pub fn matching_commands(&self, text: &str) -> Vec<Command> {
        let text = text.trim().to_lowercase();
        let matches = |command: &Command| {
            let names = format!("{} {}", command.name(), command.label().to_lowercase());
            *command != Command::Commands
                && self.applies(*command)
                && text.split_whitespace().all(|word| names.contains(word))
        };
        let mut commands: Vec<Command> = Command::ALL.iter().copied().filter(matches).collect();
        commands.sort_by_key(|command| !command.name().starts_with(&text));
        commands
    }

    /// Closes the list and runs a command of it.
    pub(super) fn run_listed(&mut self, command: Option<Command>) -> Option<Effect> {
        let Some(command) = command else {
            self.explain("no command that applies here has this name", None);
            return None;
        };
        self.overlay = None;
        self.run(command)
    }
}
