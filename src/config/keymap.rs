//! The keymap: the default keys of the commands, overridden by those of the user.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use keybinds::{Error, Key, KeyInput, Mods};
use serde_json::json;
use toml::Spanned;
use toml::de::DeValue;

use super::command::{Command, Group, KEYS};
use crate::decode::{
    Code, Decoder, Diagnostic, FromTable, FromValue, Slot, Span, TableSchema, ValueType, WithSpan,
    backticked, suggest,
};

/// The keys of every command.
#[derive(Debug, Clone, PartialEq)]
pub struct Keymap {
    /// The bindings in the order of the settings. Hints show the first key of a command.
    bindings: Vec<(KeyInput, Command)>,
}

impl Default for Keymap {
    fn default() -> Keymap {
        // A test checks that all default keys can be parsed.
        let parsed = |keys: &'static [&str]| keys.iter().filter_map(|key| key.parse().ok());
        let bindings =
            Command::defaults().flat_map(|(command, keys)| parsed(keys).map(move |key| (key, command)));
        Keymap { bindings: bindings.collect() }
    }
}

/// The table `[keys]` of a settings file.
#[derive(Debug, Default)]
pub struct RawKeys(pub Vec<WithSpan<CommandKeys>>);

/// A command and its keys.
#[derive(Debug)]
pub struct CommandKeys {
    pub command: Command,
    /// The keys in the order of the file.
    pub keys: Vec<WithSpan<KeyInput>>,
}

impl FromTable for RawKeys {
    const SCHEMA: &'static TableSchema =
        &TableSchema { heading: "[keys]", description: "Keys.", own_keys: KEYS, shared: None };

    fn decode_key(
        &mut self,
        key: &str,
        value: Spanned<DeValue<'_>>,
        table: Span,
        decoder: &mut Decoder,
    ) -> Option<&'static str> {
        let command = Command::from_name(key)?;
        if let Some(WithSpan { span, value: keys }) = decoder.value(value, command.name(), table) {
            self.0.push(WithSpan { span, value: CommandKeys { command, keys } });
        }
        Some(command.name())
    }
}

impl Keymap {
    /// Replaces the keys of the commands that a table has. Its keys are taken from the defaults that have them. Reports
    /// keys that the table binds twice, and a keymap without a key to quit.
    pub(super) fn rebind(&mut self, table: RawKeys, decoder: &mut Decoder) {
        let mut rows = table.0;
        rows.sort_by_key(|row| row.span);
        let mut bound: HashMap<KeyInput, (Command, Span)> = HashMap::new();
        let mut bindings = Vec::new();
        for WithSpan { span, value: CommandKeys { command, keys } } in &rows {
            if *command == Command::Quit && !keys.iter().any(|key| is_sent(key.value)) {
                decoder.report(quit_is_unreachable(*span, keys));
            }
            for WithSpan { span, value: key } in keys {
                match bound.entry(*key) {
                    Entry::Vacant(vacant) => _ = vacant.insert((*command, *span)),
                    Entry::Occupied(earlier) => {
                        decoder.report(bound_twice(*key, *command, *span, *earlier.get()));
                    }
                }
                bindings.push((*key, *command));
            }
        }
        let replaced = |command: Command| rows.iter().any(|row| row.value.command == command);
        let is_taken = |key: &KeyInput| bound.contains_key(key);
        let taken: Vec<(KeyInput, Command)> =
            self.bindings.extract_if(.., |(key, command)| replaced(*command) || is_taken(key)).collect();
        self.bindings.extend(bindings);
        let quits = |(key, command): &(KeyInput, Command)| {
            matches!(command, Command::Quit | Command::Close) && is_sent(*key)
        };
        // A user's list of keys for `quit` was checked above.
        if !replaced(Command::Quit) && !self.bindings.iter().any(quits) {
            let of_quit = taken.iter().filter(|(_, command)| *command == Command::Quit);
            let takers = of_quit.filter_map(|(key, _)| bound.get(key).map(|taker| (*key, *taker)));
            takers.take(1).for_each(|(key, (command, span))| {
                let name = command.name();
                let message = format!("no key is left to quit; the key `{key}` is bound to `{name}`");
                decoder.report(Diagnostic::new(Code::MissingKey, span, message).expected(QUIT_KEY_EXAMPLE));
            });
        }
    }

    /// Returns the command of a key.
    pub fn command(&self, key: KeyInput) -> Option<Command> {
        self.bindings.iter().find(|(bound, _)| *bound == key).map(|(_, command)| *command)
    }

    /// Returns the keys of a command in the notation of the settings. Hints show the first.
    pub fn keys(&self, command: Command) -> impl Iterator<Item = String> {
        self.bindings.iter().filter(move |(_, bound)| *bound == command).map(|(key, _)| key.to_string())
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

/// The expectation of the error if no key quits.
const QUIT_KEY_EXAMPLE: &str = "a key such as \"q\" or \"Ctrl+c\"";

/// Returns the problem of a key that is already bound in the table.
fn bound_twice(key: KeyInput, command: Command, span: Span, earlier: (Command, Span)) -> Diagnostic {
    let message = format!("the key `{key}` is bound to `{}`", command.name());
    Diagnostic::new(Code::DuplicateKey, span, message)
        .related(earlier.1, format!("it is already bound to `{}`", earlier.0.name()))
}

/// Returns the problem of a list of keys for `quit` without one that a terminal sends.
fn quit_is_unreachable(span: Span, keys: &[WithSpan<KeyInput>]) -> Diagnostic {
    let message = match keys.first() {
        None => "`quit` has no key".to_owned(),
        Some(WithSpan { value: key, .. }) => {
            let why = match (key.key(), key.mods()) {
                (Key::Char('i' | 'I'), Mods::CTRL) => "arrives as Tab",
                (Key::Char('m' | 'M'), Mods::CTRL) => "arrives as Enter",
                (Key::Char('[' | '3'), Mods::CTRL) => "arrives as Esc",
                _ => "looks like other input",
            };
            format!("`quit` has only keys that terminals do not send: `{key}` {why}")
        }
    };
    Diagnostic::new(Code::MissingKey, span, message).expected(QUIT_KEY_EXAMPLE)
}

/// Returns whether terminals send bytes that identify this key. Ctrl with a character sends one of the bytes 0 to 31;
/// three of them also stand for Tab, Enter and Esc. Alt with a character sends ESC before it, unless that begins a
/// sequence.
fn is_sent(key: KeyInput) -> bool {
    let mods = key.mods();
    let has = |modifier| mods.contains(modifier);
    let (ctrl, alt, shift) = (has(Mods::CTRL), has(Mods::ALT), has(Mods::SHIFT));
    if !(Mods::CTRL | Mods::ALT | Mods::SHIFT).contains(mods) {
        return false;
    }
    match key.key() {
        Key::Char(_) if shift => false,
        Key::Char(c) if ctrl => matches!(c, 'a'..='z' | ' ' | '4'..='7') && !matches!(c, 'i' | 'm'),
        Key::Char(c) if alt => !c.is_control() && !"[]NOPX^_\\".contains(c),
        Key::Char(c) => !c.is_control(),
        Key::Up | Key::Down | Key::Left | Key::Right | Key::Home | Key::End => true,
        Key::PageUp | Key::PageDown | Key::Insert | Key::Delete => true,
        Key::F1 | Key::F2 | Key::F3 | Key::F4 | Key::F5 | Key::F6 => true,
        Key::F7 | Key::F8 | Key::F9 | Key::F10 | Key::F11 | Key::F12 => true,
        Key::Tab => !ctrl,
        Key::Enter | Key::Backspace => !ctrl && !shift,
        Key::Esc => mods == Mods::NONE,
        _ => false,
    }
}

/// The names of keys, for suggestions.
const NAMES: &str = "Up Down Left Right Enter Esc Tab Space Plus Backspace Delete Insert Home End PageUp PageDown \
                     F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12";

/// The modifiers, for suggestions.
const MODIFIERS: [&str; 3] = ["Ctrl", "Alt", "Shift"];

impl FromValue for KeyInput {
    const TYPE: ValueType = ValueType::Custom {
        expected: "a character or the name of a key, such as \"q\" or \"Ctrl+c\"",
        json_schema: || json!({ "type": "string", "minLength": 1 }),
    };

    fn from_value(value: DeValue<'_>, slot: Slot, decoder: &mut Decoder) -> Option<Self> {
        let key = decoder.text(&value, slot, &Self::TYPE)?;
        parse_key(key).map_err(|why| decoder.report(Diagnostic::new(Code::UnknownWord, slot.span, why))).ok()
    }
}

/// Parses a key in the notation of the settings.
///
/// # Errors
///
/// If it is not a key. The error is a sentence, with a suggestion.
pub fn parse_key(key: &str) -> Result<KeyInput, String> {
    let meant =
        |meant: Option<&str>| meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
    key.parse().map_err(|why| {
        let why = match why {
            Error::UnknownKey(name) => {
                let meant = meant(suggest(&name, NAMES.split(' ')));
                format!("expected a character or the name of a key{meant}")
            }
            Error::UnknownModifier(name) => {
                format!("expected Ctrl, Alt or Shift before the +{}", meant(suggest(&name, MODIFIERS)))
            }
            Error::ShiftUnavailable(key) => {
                let capital = key.to_string().to_uppercase();
                format!("expected the character as typed with Shift{}", meant(Some(&capital)))
            }
            Error::EmptyKey | Error::EmptyModifier | Error::EmptyKeySequence => {
                "expected a character or the name of a key; `+` itself is called Plus".to_owned()
            }
        };
        format!("{} is not a key; {why}", backticked(key))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("q Ctrl+c Ctrl+j Ctrl+h Ctrl+Space Ctrl+4 Alt+q Alt+Ctrl+x ü Space", true)]
    #[case("Esc Enter Tab Shift+Tab F1 Ctrl+F12 Alt+Enter Ctrl+Up Shift+PageDown", true)]
    #[case("Ctrl+i Ctrl+m Ctrl+[ Ctrl+Q Ctrl+1 Ctrl+\\ Ctrl+ü Shift+Space Alt+[ Alt+] Alt+O", false)]
    #[case("Ctrl+Enter Shift+Enter Ctrl+Tab Alt+Esc Ctrl+Backspace F13 Mute Ctrl+Alt+i", false)]
    fn keys_that_terminals_send_are_known(#[case] keys: &str, #[case] sent: bool) {
        for key in keys.split(' ') {
            assert_eq!(is_sent(key.parse().unwrap()), sent, "{key}");
        }
    }
}
