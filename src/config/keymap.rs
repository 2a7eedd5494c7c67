//! Which key runs which command: the defaults of the table of commands, and the reader's own keys over them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

use keybinds::{Error, KeyInput};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{ConfigError, did_you_mean};
use super::reader::{Reader, found, ticked};
use super::{Command, Group};

/// The keys of every command.
#[derive(Debug, Clone, PartialEq)]
pub struct Keymap {
    /// In the order of the settings; hints show the first key of a command.
    binds: Vec<Bind>,
}

impl Default for Keymap {
    fn default() -> Keymap {
        let binds = Command::defaults().flat_map(|(name, command, keys)| {
            // A test shows that all default keys can be read.
            let keys = keys.iter().filter_map(|key| key.parse().ok());
            keys.map(move |key| Bind { key, command, word: name.to_owned(), own: false, span: 0..0 })
        });
        Keymap { binds: binds.collect() }
    }
}

/// A key of a command, and where it was bound.
#[derive(Debug, Clone, PartialEq)]
struct Bind {
    key: KeyInput,
    command: Command,
    word: String,
    /// Whether the reader's own settings bind it, not the table of commands.
    own: bool,
    span: Range<usize>,
}

impl Keymap {
    /// Replaces the keys of the commands that a table `[keys]` names.
    pub(super) fn merge(&mut self, table: &DeTable<'_>, reader: &mut Reader<'_>) {
        // The order of the file counts, not that of the alphabet.
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(word, _)| word.span().start);
        for (word, list) in entries {
            let Some(command) = Command::from_name(word.get_ref()) else {
                let near = did_you_mean(word.get_ref(), Command::names());
                reader.fault(&word.span(), format!("there is no command {}{near}", ticked(word.get_ref())));
                continue;
            };
            let DeValue::Array(keys) = list.get_ref() else {
                reader.wrong_type(word.get_ref(), list, "a list of keys, such as [\"q\", \"Ctrl+c\"]");
                continue;
            };
            let mut binds = Vec::new();
            for key in keys.iter() {
                match input(key) {
                    Ok(input) => binds.push(Bind {
                        key: input,
                        command,
                        word: word.get_ref().to_string(),
                        own: reader.own,
                        span: key.span(),
                    }),
                    Err(message) => reader.fault(&key.span(), message),
                }
            }
            if keys.is_empty() && command == Command::Quit {
                reader.fault(&list.span(), "`quit` is left without a key; expected one, or nobody gets out");
            }
            reader.record_source(format!("keys.{}", word.get_ref()), &word.span());
            self.binds.retain(|bind| bind.command != command);
            self.binds.extend(binds);
        }
    }

    /// Reports each key that is bound to two commands, at the later binding.
    pub(super) fn check(&self, reader: &mut Reader<'_>) {
        let mut firsts: HashMap<KeyInput, &Bind> = HashMap::new();
        for bind in &self.binds {
            if reader.is_full() {
                break;
            }
            let first = match firsts.entry(bind.key) {
                Entry::Vacant(vacant) => {
                    vacant.insert(bind);
                    continue;
                }
                Entry::Occupied(first) => *first.get(),
            };
            // Only the reader's own binding has a location.
            let (here, other) = if bind.own { (bind, first) } else { (first, bind) };
            let place = match other.own {
                true => {
                    let place = ConfigError::at(reader.text, &other.span, "");
                    format!("to `{}` at {}:{}", other.word, place.line, place.column)
                }
                false => format!("to `{}` by default", other.word),
            };
            let message =
                format!("the key `{}` is bound twice: to `{}` here, and {place}", here.key, here.word);
            reader.fault(&here.span, message);
        }
    }

    /// Returns the command of a key.
    pub fn command(&self, key: KeyInput) -> Option<Command> {
        self.binds.iter().find(|bind| bind.key == key).map(|bind| bind.command)
    }

    /// Returns the keys of a command in the notation of the settings. Hints show the first.
    pub fn keys(&self, command: Command) -> impl Iterator<Item = String> {
        self.binds.iter().filter(move |bind| bind.command == command).map(|bind| bind.key.to_string())
    }

    /// Returns the commands of a group that have keys, with those keys as `label` shows them. The digits of the states
    /// are one entry, with `to` between the first and the last.
    pub fn listed(&self, group: Group, label: impl Fn(&str) -> String, to: &str) -> Vec<(Command, String)> {
        let mut listed = Vec::new();
        for command in Command::ALL.iter().filter(|command| command.group() == group) {
            let keys: Vec<String> = self.keys(*command).map(|key| label(&key)).collect();
            if !keys.is_empty() {
                listed.push((*command, keys.join(" ")));
            }
        }
        if group == Group::States {
            let digit = |n| self.keys(Command::State(n)).next();
            if let (Some(first), Some(last)) = (digit(1), digit(9)) {
                listed.push((Command::State(1), format!("{} {to} {}", label(&first), label(&last))));
            }
        }
        listed
    }
}

/// The names of keys, for suggestions.
const NAMES: [&str; 28] = [
    "Up",
    "Down",
    "Left",
    "Right",
    "Enter",
    "Esc",
    "Tab",
    "Space",
    "Plus",
    "Backspace",
    "Delete",
    "Insert",
    "Home",
    "End",
    "PageUp",
    "PageDown",
    "F1",
    "F2",
    "F3",
    "F4",
    "F5",
    "F6",
    "F7",
    "F8",
    "F9",
    "F10",
    "F11",
    "F12",
];

/// The modifiers, for suggestions.
const MODIFIERS: [&str; 3] = ["Ctrl", "Alt", "Shift"];

/// Parses a key of a list.
fn input(key: &Spanned<DeValue<'_>>) -> Result<KeyInput, String> {
    let DeValue::String(key) = key.get_ref() else {
        return Err(format!("a key is {}; expected text such as \"q\" or \"Ctrl+c\"", found(key.get_ref())));
    };
    if key.is_empty() {
        return Err("a key is empty; expected a character or the name of a key".to_owned());
    }
    key_named(key)
}

/// Parses a key.
///
/// # Errors
///
/// Returns what is wrong with it, with a suggestion.
pub fn key_named(key: &str) -> Result<KeyInput, String> {
    key.parse().map_err(|why| {
        let why = match why {
            Error::UnknownKey(name) => {
                format!("expected a character or the name of a key{}", did_you_mean(&name, NAMES))
            }
            Error::UnknownModifier(name) => {
                format!("expected Ctrl, Alt or Shift before the +{}", did_you_mean(&name, MODIFIERS))
            }
            Error::ShiftUnavailable(key) => {
                let capital = key.to_string().to_uppercase();
                format!("a character is written as it comes with Shift; did you mean `{capital}`?")
            }
            Error::EmptyKey | Error::EmptyModifier | Error::EmptyKeySequence => {
                "expected a character or the name of a key; `+` itself is called Plus".to_owned()
            }
        };
        format!("{} is no key: {why}", ticked(key))
    })
}
