//! Which key runs which command: read from the configuration, asked by the runtime, printed by the help and
//! the footer.

use std::ops::Range;

use keybinds::KeyInput;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Fault, did_you_mean};
use super::{Command, Group};

/// The keys of every command.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Keymap {
    /// In the order of the configuration; a command's first key is the one that short hints name.
    binds: Vec<Bind>,
}

/// A key of a command, and where that was said.
#[derive(Debug, Clone, PartialEq)]
struct Bind {
    key: KeyInput,
    command: Command,
    word: String,
    /// Whether the reader's own configuration said it, rather than the one that is compiled in.
    own: bool,
    span: Range<usize>,
}

impl Keymap {
    /// Takes the keys of a table `[keys]` over those that there are: a command that is named loses the keys it
    /// had. `text` is the file, for the places of faults; `own` whether it is the reader's.
    pub(super) fn merge(&mut self, table: &DeTable<'_>, text: &str, own: bool, faults: &mut Vec<Fault>) {
        // In the order of the file, not of the alphabet: a command's first key is the one that hints name.
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(word, _)| word.span().start);
        for (word, list) in entries {
            let Some(command) = Command::from_word(word.get_ref()) else {
                let near = did_you_mean(word.get_ref(), Command::words());
                let message = format!("there is no command `{}`{near}", word.get_ref());
                faults.push(Fault::at(text, &word.span(), message));
                continue;
            };
            let mut binds = Vec::new();
            let DeValue::Array(keys) = list.get_ref() else {
                let message = "a command takes a list of keys, such as [\"q\", \"Ctrl+c\"]";
                faults.push(Fault::at(text, &list.span(), message));
                continue;
            };
            for key in keys.iter() {
                match input(key) {
                    Ok(input) => binds.push(Bind {
                        key: input,
                        command,
                        word: word.get_ref().to_string(),
                        own,
                        span: key.span(),
                    }),
                    Err(message) => faults.push(Fault::at(text, &key.span(), message)),
                }
            }
            self.binds.retain(|bind| bind.command != command);
            self.binds.extend(binds);
        }
    }

    /// Reports each key that has two commands, both named, where the later stands.
    pub(super) fn check(&self, text: &str, faults: &mut Vec<Fault>) {
        for (n, bind) in self.binds.iter().enumerate() {
            let Some(first) = self.binds[..n].iter().find(|first| first.key == bind.key) else { continue };
            // The place is in the reader's file; what is compiled in has none.
            let (here, other) = if bind.own { (bind, first) } else { (first, bind) };
            let place = match other.own {
                true => {
                    let place = Fault::at(text, &other.span, "");
                    format!("to `{}` at {}:{}", other.word, place.line, place.column)
                }
                false => format!("to `{}` by default", other.word),
            };
            let message =
                format!("the key `{}` is bound twice: to `{}` here, and {place}", here.key, here.word);
            faults.push(Fault::at(text, &here.span, message));
        }
    }

    /// The command of a key.
    pub fn command(&self, key: KeyInput) -> Option<Command> {
        self.binds.iter().find(|bind| bind.key == key).map(|bind| bind.command)
    }

    /// The keys of a command in the notation of the configuration; the first is the one that hints name.
    pub fn keys(&self, command: Command) -> impl Iterator<Item = String> {
        self.binds.iter().filter(move |bind| bind.command == command).map(|bind| bind.key.to_string())
    }

    /// What the help lists of a group: each command that has keys, and those. `sign` is how a key is shown; the digits of the states are one entry, with `to` between the first and the last.
    pub fn listed(&self, group: Group, sign: impl Fn(&str) -> String, to: &str) -> Vec<(Command, String)> {
        let mut listed = Vec::new();
        for command in Command::ALL.iter().filter(|command| command.group() == group) {
            let keys: Vec<String> = self.keys(*command).map(|key| sign(&key)).collect();
            if !keys.is_empty() {
                listed.push((*command, keys.join(" ")));
            }
        }
        if group == Group::States {
            let digit = |n| self.keys(Command::State(n)).next();
            if let (Some(first), Some(last)) = (digit(1), digit(9)) {
                listed.push((Command::State(1), format!("{} {to} {}", sign(&first), sign(&last))));
            }
        }
        listed
    }
}

/// A key as it is written.
fn input(key: &Spanned<DeValue<'_>>) -> Result<KeyInput, String> {
    let DeValue::String(key) = key.get_ref() else {
        return Err("a key is text in quotation marks".into());
    };
    key.parse().map_err(|why: keybinds::Error| format!("`{key}` is no key: {why}"))
}
