//! Which key runs which command: read from the configuration, asked by the runtime, printed by the help and
//! the footer.

use keybinds::KeyInput;
use toml::de::{DeTable, DeValue};

use super::Command;

/// The keys of every command.
#[derive(Debug, Clone, PartialEq)]
pub struct Keymap {
    /// In the order of the configuration; a command's first key is the one that short hints name.
    binds: Vec<(KeyInput, Command)>,
}

/// Why a keymap was refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum KeymapError {
    /// The text is no TOML, or `keys` is no table of lists of keys.
    #[error("the keys cannot be read: {0}")]
    Syntax(String),
    /// A command that there is not.
    #[error("there is no command `{0}`")]
    UnknownCommand(String),
    /// A key that is written in no way that is understood.
    #[error("`{key}` of `{command}` is no key: {why}")]
    UnknownKey {
        /// The key as it is written.
        key: String,
        /// The command that it stands under.
        command: String,
        /// What the notation says of it.
        why: String,
    },
    /// One key for two commands.
    #[error("the key `{key}` is bound twice, to `{first}` and to `{second}`")]
    BoundTwice {
        /// The key.
        key: String,
        /// The command that has it first.
        first: String,
        /// The command that wants it too.
        second: String,
    },
}

impl Keymap {
    /// Reads the `[keys]` of a configuration.
    ///
    /// # Errors
    ///
    /// When the text is no TOML, names a command or a key that there is not, or binds a key twice.
    pub fn parse(config: &str) -> Result<Keymap, KeymapError> {
        let syntax = |what: &str| KeymapError::Syntax(what.to_owned());
        let config = DeTable::parse(config).map_err(|e| syntax(e.message()))?;
        let Some(DeValue::Table(keys)) = config.get_ref().get("keys").map(|keys| keys.get_ref()) else {
            return Err(syntax("no table [keys]"));
        };
        let mut binds: Vec<(KeyInput, Command)> = Vec::new();
        let mut words: Vec<&str> = Vec::new();
        // In the order of the file, not of the alphabet: a command's first key is the one that hints name.
        let mut entries: Vec<_> = keys.iter().collect();
        entries.sort_by_key(|(word, _)| word.span().start);
        for (word, list) in entries {
            let word = word.get_ref().as_ref();
            let command =
                Command::from_word(word).ok_or_else(|| KeymapError::UnknownCommand(word.to_owned()))?;
            let DeValue::Array(list) = list.get_ref() else {
                return Err(syntax("a command takes a list of keys"));
            };
            for key in list.iter() {
                let DeValue::String(key) = key.get_ref() else {
                    return Err(syntax("a key is text in quotation marks"));
                };
                let input: KeyInput =
                    key.parse().map_err(|why: keybinds::Error| KeymapError::UnknownKey {
                        key: key.to_string(),
                        command: word.to_owned(),
                        why: why.to_string(),
                    })?;
                if let Some(first) = binds.iter().position(|(bound, _)| *bound == input) {
                    return Err(KeymapError::BoundTwice {
                        key: key.to_string(),
                        first: words[first].to_owned(),
                        second: word.to_owned(),
                    });
                }
                binds.push((input, command));
                words.push(word);
            }
        }
        Ok(Keymap { binds })
    }

    /// The command of a key.
    pub fn command(&self, key: KeyInput) -> Option<Command> {
        self.binds.iter().find(|(bound, _)| *bound == key).map(|(_, command)| *command)
    }

    /// The keys of a command in the notation of the configuration; the first is the one that hints name.
    pub fn keys(&self, command: Command) -> impl Iterator<Item = String> {
        self.binds.iter().filter(move |(_, bound)| *bound == command).map(|(key, _)| key.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_keys_reach_every_command() {
        let keymap = Keymap::parse(super::super::DEFAULTS).unwrap();
        for command in Command::ALL {
            assert!(keymap.keys(*command).next().is_some(), "{command:?} has no key");
        }
        assert_eq!(keymap.command("G".parse().unwrap()), Some(Command::Last));
        assert_eq!(keymap.command("Ctrl+c".parse().unwrap()), Some(Command::Quit));
        assert_eq!(keymap.keys(Command::NextState).next().as_deref(), Some("Right"));
    }

    #[test]
    fn a_bad_keymap_is_refused_with_what_is_wrong() {
        let wrong = |keys: &str| Keymap::parse(&format!("[keys]\n{keys}")).unwrap_err().to_string();
        insta::assert_snapshot!(
            [
                wrong("quit = ['q']\nhelp = ['q']"),
                wrong("qiut = ['q']"),
                wrong("quit = ['Shift+q']"),
                wrong("quit = 'q'"),
                wrong("quit = ["),
            ]
            .join("\n")
        );
    }
}
