//! The command list, which runs a command by its name.

use crate::config::Command;

use super::list::EntryListState;
use super::{App, Effect, TextField};

/// The text field of the command list.
#[derive(Debug, Clone)]
pub struct CommandPrompt {
    /// The text so far.
    pub input: TextField,
    /// The position in the list of matching commands.
    pub list: EntryListState<usize>,
}

impl Default for CommandPrompt {
    fn default() -> CommandPrompt {
        CommandPrompt { input: TextField::default(), list: EntryListState::with_selected(0) }
    }
}

impl App {
    /// Returns the commands that apply and whose name or label contains each word of a text.
    ///
    /// Commands whose name begins with the text come first; otherwise the order is that of the help.
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

    /// Closes the list and runs the command.
    pub(super) fn run_listed(&mut self, command: Option<Command>) -> Option<Effect> {
        let Some(command) = command else {
            self.explain("no command available here has this name", None);
            return None;
        };
        self.overlay = None;
        self.run(command)
    }
}
