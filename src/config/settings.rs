//! The settings: the defaults, overridden by those of the user.

use std::collections::BTreeMap;
use std::time::Duration;

use super::keymap::RawKeys;
use super::string_values::{EditorCommand, FilePath, Program};
use super::theme::RawColours;
use super::values::{CopyFormat, Mebibytes, Poll, ThemeName};
use super::{DEFAULTS, Keymap, MapSymbols, RoleOverride, ValueSource};
use crate::decode::{Decoder, Diagnostic, FromTable, SourceMap, Span, TableSchema, WithSpan, tables};

tables! {
    /// Settings of flank. A file needs only those that differ from the defaults.
    "the settings" RawSettings {
        /// The dossier to show if neither the command line nor FLANK_DOSSIER names one. `~/` is your home directory. A
        /// relative path starts at the directory of this file. "" is the built-in dossier.
        optional dossier: FilePath,
        /// The colours of the dashboard. NO_COLOR takes precedence.
        optional theme: ThemeName,
        /// The characters of the map's lines.
        optional marker: MapSymbols,
        /// Whether to draw with ASCII characters only. Always true if the locale is not UTF-8.
        optional ascii: bool,
        /// Whether the dashboard receives clicks and the wheel. With false, you can select text without Shift.
        optional mouse: bool,
        /// Whether each save selects the first fact that it changed, to watch the dashboard while you write.
        optional jump: bool,
        /// The interval at which to read the file, in milliseconds from 50 to 3600000, on file systems that do not
        /// report saves. false or 0 disables polling.
        optional poll: Poll,
        /// The largest dossier that is read, in MiB from 1 to 4096.
        optional max_size as "max-size": Mebibytes,
        /// The format in which the command `copy` writes a citation.
        optional copy: CopyFormat,
        /// The editor: a command with the placeholders {file}, {line} and {column}, or only its name. "" is $VISUAL,
        /// else $EDITOR.
        optional editor: EditorCommand,
        /// The program that opens the address of a source, with its arguments. The address is the last argument. "" is
        /// the program of the system.
        optional opener: Program,
        /// Your own styles, which replace those of the theme. A role has a colour, a background after "on", and bold,
        /// italic, underlined, reversed or dim, all of them optional.
        optional colours: RawColours,
        /// The keys of each command. A command with an empty list has no key.
        optional keys: RawKeys,
    }
}

/// The description of every setting, in the order of the files.
pub const SETTINGS: &TableSchema = RawSettings::SCHEMA;

/// Every setting, and its source.
#[derive(Debug, Clone, PartialEq, Default)]
#[allow(missing_docs, reason = "each is described in SETTINGS")]
pub struct Settings {
    pub dossier: Option<String>,
    pub theme: &'static str,
    pub marker: MapSymbols,
    pub ascii: bool,
    pub mouse: bool,
    pub jump: bool,
    pub poll: Option<Duration>,
    pub max_size: u64,
    pub copy: &'static str,
    pub editor: Option<String>,
    pub opener: Option<String>,
    pub colours: Vec<RoleOverride>,
    pub keymap: Keymap,
    pub sources: BTreeMap<String, ValueSource>,
}

impl Settings {
    /// Returns the defaults, overridden by the user's settings.
    ///
    /// # Errors
    ///
    /// All problems of the user's file, in order of location.
    pub fn read(user: Option<&str>) -> Result<Settings, Vec<Diagnostic>> {
        let mut settings = Settings::default();
        settings.merge(DEFAULTS, false)?;
        if let Some(user) = user {
            settings.merge(user, true)?;
        }
        Ok(settings)
    }

    /// Returns the largest size of a dossier, in bytes.
    pub fn size_limit(&self) -> u64 {
        self.max_size << 20
    }

    fn merge(&mut self, text: &str, from_user: bool) -> Result<(), Vec<Diagnostic>> {
        let (raw, mut decoder) = Decoder::decode::<RawSettings>(text);
        let map = SourceMap::new(text);
        let sources = &mut self.sources;
        let mut record = |key: String, span: Span| {
            if from_user {
                sources.insert(key, ValueSource::File(map.location(span.start).line));
            }
        };
        replace(&mut self.dossier, raw.dossier, "dossier", &mut record);
        replace(&mut self.theme, raw.theme, "theme", &mut record);
        replace(&mut self.marker, raw.marker, "marker", &mut record);
        replace(&mut self.ascii, raw.ascii, "ascii", &mut record);
        replace(&mut self.mouse, raw.mouse, "mouse", &mut record);
        replace(&mut self.jump, raw.jump, "jump", &mut record);
        replace(&mut self.poll, raw.poll, "poll", &mut record);
        replace(&mut self.max_size, raw.max_size, "max-size", &mut record);
        replace(&mut self.copy, raw.copy, "copy", &mut record);
        replace(&mut self.editor, raw.editor, "editor", &mut record);
        replace(&mut self.opener, raw.opener, "opener", &mut record);
        if let Some(colours) = raw.colours {
            for WithSpan { span, value } in colours.value.0 {
                record(format!("colours.{}", value.role.name()), span);
                self.colours.push(value);
            }
        }
        // The default keys are in the table of commands. `config/flank.toml` only shows them, as a test asserts.
        if let Some(keys) = raw.keys.filter(|_| from_user) {
            for row in &keys.value.0 {
                record(format!("keys.{}", row.value.command.name()), row.span);
            }
            self.keymap.rebind(keys.value, &mut decoder);
        }
        if decoder.has_errors() { Err(decoder.finish(text)) } else { Ok(()) }
    }
}

/// Replaces a setting by its value in a file, if the file has it.
fn replace<T: Into<V>, V>(
    setting: &mut V,
    raw: Option<WithSpan<T>>,
    key: &str,
    record: &mut impl FnMut(String, Span),
) {
    if let Some(WithSpan { span, value }) = raw {
        *setting = value.into();
        record(key.to_owned(), span);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Command;

    #[test]
    fn every_command_has_a_default_key() {
        let settings = Settings::read(None).unwrap();
        for command in Command::ALL {
            assert!(settings.keymap.keys(*command).next().is_some(), "{command:?} has no key");
        }
        let keymap = &settings.keymap;
        assert_eq!(keymap.command("G".parse().unwrap()), Some(Command::Last));
        assert_eq!(keymap.command("Ctrl+c".parse().unwrap()), Some(Command::Quit));
        assert_eq!(keymap.keys(Command::NextState).next().as_deref(), Some("Right"));
    }

    #[test]
    fn shipped_settings_show_the_default_keys() {
        let shipped: toml::Table = DEFAULTS.parse().unwrap();
        let shown: Vec<(String, Vec<String>)> = shipped["keys"]
            .as_table()
            .unwrap()
            .iter()
            .map(|(name, keys)| (name.clone(), keys.clone().try_into().unwrap()))
            .collect();
        let names: Vec<&str> = Command::names().collect();
        assert_eq!(shown.len(), names.len());
        for (name, keys) in shown {
            let command = Command::from_name(&name).unwrap();
            assert_eq!(Keymap::default().keys(command).collect::<Vec<_>>(), keys, "{name}");
        }
    }

    #[test]
    fn user_settings_override_the_defaults() {
        let user = "mouse = false\nmarker = 'octant'\n[keys]\nquit = ['x']\nsort = []\n";
        let settings = Settings::read(Some(user)).unwrap();
        assert!(!settings.mouse);
        assert_eq!(settings.marker, MapSymbols::Octant);
        let quit: Vec<String> = settings.keymap.keys(Command::Quit).collect();
        assert_eq!(quit, ["x"], "a command has only the keys of its list");
        assert_eq!(settings.keymap.keys(Command::Sort).next(), None);
        assert_eq!(settings.keymap.command("q".parse().unwrap()), Some(Command::Close));
        assert_eq!(settings.keymap.command("Ctrl+c".parse().unwrap()), None);
        assert_eq!(settings.keymap.command("l".parse().unwrap()), Some(Command::NextState));
    }

    #[test]
    fn own_keys_are_taken_from_the_defaults() {
        let keymap = |keys: &str| Settings::read(Some(&format!("[keys]\n{keys}"))).unwrap().keymap;
        let key = |keymap: &Keymap, key: &str| keymap.command(key.parse().unwrap());
        let taken = keymap("quit = ['q']\nsort = ['Tab']\n");
        assert_eq!(key(&taken, "q"), Some(Command::Quit));
        assert_eq!(key(&taken, "Tab"), Some(Command::Sort));
        assert_eq!(taken.keys(Command::Close).next(), None);
        assert_eq!(taken.keys(Command::NextPanel).next(), None);
        // Two commands may exchange their keys.
        let exchanged = keymap("find = ['n']\nnext-match = ['/']\n");
        assert_eq!(key(&exchanged, "n"), Some(Command::Find));
        assert_eq!(key(&exchanged, "/"), Some(Command::NextMatch));
        // One of the two keys that quit may be taken.
        assert_eq!(key(&keymap("copy = ['Ctrl+c']\n"), "q"), Some(Command::Close));
    }
}
