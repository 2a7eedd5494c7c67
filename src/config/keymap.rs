//! Which key runs which command: read from the configuration, asked by the runtime, printed by the help and
//! the footer.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

use keybinds::{Error, KeyInput};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Fault, did_you_mean};
use super::reader::{Reader, found, ticked};
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
    /// had.
    pub(super) fn merge(&mut self, table: &DeTable<'_>, reader: &mut Reader<'_>) {
        // In the order of the file, not of the alphabet: a command's first key is the one that hints name.
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
            reader.said(format!("keys.{}", word.get_ref()), &word.span());
            self.binds.retain(|bind| bind.command != command);
            self.binds.extend(binds);
        }
    }

    /// Reports each key that has two commands, both named, where the later stands.
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
            // The place is in the reader's file; what is compiled in has none.
            let (here, other) = if bind.own { (bind, first) } else { (first, bind) };
            let place = match other.own {
                true => {
                    let place = Fault::at(reader.text, &other.span, "");
                    format!("to `{}` at {}:{}", other.word, place.line, place.column)
                }
                false => format!("to `{}` by default", other.word),
            };
            let message =
                format!("the key `{}` is bound twice: to `{}` here, and {place}", here.key, here.word);
            reader.fault(&here.span, message);
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

    /// What the help lists of a group: each command that has keys, and those. `sign` is how a key is shown; the digits
    /// of the states are one entry, with `to` between the first and the last.
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

/// The names of keys that people have, for the nearest to a wrong one.
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

/// The keys that are held.
const MODIFIERS: [&str; 3] = ["Ctrl", "Alt", "Shift"];

/// A key of a list.
fn input(key: &Spanned<DeValue<'_>>) -> Result<KeyInput, String> {
    let DeValue::String(key) = key.get_ref() else {
        return Err(format!("a key is {}; expected text such as \"q\" or \"Ctrl+c\"", found(key.get_ref())));
    };
    if key.is_empty() {
        return Err("a key is empty; expected a character or the name of a key".to_owned());
    }
    key_named(key)
}

/// The key that is written so.
///
/// # Errors
///
/// What is wrong with it, and the nearest right thing, as a sentence.
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
