//! All settings: those that are compiled in, and the reader's own over them.

use std::time::Duration;

use toml::de::DeTable;

use super::definition::settings;
use super::fault::{ConfigError, did_you_mean};
use super::reader::{Reader, ticked};
use super::string_values::{Path, Program, Template};
use super::values::{CopyFormat, Flag, Mebibytes, Poll, ThemeName};
use super::{Colours, DEFAULTS, Keymap, MapSymbols, Theme, ThemeError};

settings! {
    /// The dossier to show where neither the command line nor FLANK_DOSSIER names one: a path, `~/` for your home,
    /// a relative one from the folder of this file. "" is the built-in dossier.
    dossier: Option<String>, Path;
    /// The colours of everything. NO_COLOR is heeded.
    theme: &'static str, ThemeName;
    /// What the map is drawn with.
    marker: MapSymbols, MapSymbols;
    /// Whether to draw with ASCII signs only. Where the locale is not UTF-8 it is done anyway.
    ascii: bool, Flag;
    /// Whether clicks and the wheel come to the dashboard. With false, selecting text needs no Shift.
    mouse: bool, Flag;
    /// Whether the dashboard goes to the first thing that an edit changed, for those who watch while they write.
    jump: bool, Flag;
    /// How often to look at the file, in milliseconds from 50 to 3600000, instead of being told of saves, for file
    /// systems that do not tell; false or 0 is never.
    poll: Option<Duration>, Poll;
    /// The largest dossier that is read, in MiB from 1 to 4096.
    max_size as "max-size": u64, Mebibytes;
    /// How the dashboard's key `copy` writes a citation.
    copy: &'static str, CopyFormat;
    /// The editor: a command in which {file}, {line} and {column} are filled in, or only its name. "" is $VISUAL, else
    /// $EDITOR.
    editor: Option<String>, Template;
    /// The program that opens a source's address, with its arguments; the address comes last. "" is the system's own.
    opener: Option<String>, Program;
    /// Colours of your own over those of the theme, by role, written as in the files of themes: a colour, "on" and a
    /// ground, and bold, italic, underlined, reversed or dim, each if wanted.
    colours: Colours, Colours;
    /// Keys. Each command has a list of keys that run it; an empty list leaves it without one.
    keymap as "keys": Keymap, Keymap;
}

impl Settings {
    /// The settings that are compiled in, with those of the reader's own file over them.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the reader's file, in order of place.
    pub fn read(own: Option<&str>) -> Result<Settings, Vec<ConfigError>> {
        let mut settings = Settings::default();
        settings.merge(DEFAULTS, false)?;
        if let Some(own) = own {
            settings.merge(own, true)?;
        }
        Ok(settings)
    }

    /// The theme with the colours over it.
    ///
    /// # Errors
    ///
    /// When the theme's own file is wrong, which a test rules out.
    pub fn resolved_theme(&self) -> Result<Theme, ThemeError> {
        Ok(Theme::named(self.theme)?.with_overrides(&self.colours))
    }

    fn merge(&mut self, text: &str, own: bool) -> Result<(), Vec<ConfigError>> {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut reader = Reader::new(text, own);
        reader.syntax(&table, &errors);
        let syntax = reader.faults.len();
        let mut entries: Vec<_> = table.get_ref().iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            let word = key.get_ref().as_ref();
            if self.take(word, value, &mut reader) {
                reader.record_source(word, &key.span());
            } else {
                let near = did_you_mean(word, SETTINGS.iter().map(|setting| setting.key));
                reader.fault(&key.span(), format!("there is no setting {}{near}", ticked(word)));
            }
        }
        let Reader { mut faults, sources, .. } = reader;
        self.sources = sources;
        // From the first slip of the syntax on, what else seems wrong may only be an echo of it.
        if let Some(first) = faults[..syntax].iter().map(|fault| fault.line).min() {
            let mut n = 0;
            faults.retain(|fault| {
                n += 1;
                n <= syntax || fault.line < first
            });
        }
        faults.sort_by_key(|fault| (fault.line, fault.column));
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Command;

    #[test]
    fn the_shipped_settings_are_whole() {
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
    fn the_readers_own_settings_go_over_them() {
        let own = "mouse = false\nmarker = 'octant'\n[keys]\nquit = ['x']\nsort = []\n";
        let settings = Settings::read(Some(own)).unwrap();
        assert!(!settings.mouse);
        assert_eq!(settings.marker, MapSymbols::Octant);
        let quit: Vec<String> = settings.keymap.keys(Command::Quit).collect();
        assert_eq!(quit, ["x"], "a command that is named has the keys that are named and no others");
        assert_eq!(settings.keymap.keys(Command::Sort).next(), None);
        assert_eq!(settings.keymap.command("q".parse().unwrap()), None);
        assert_eq!(settings.keymap.command("l".parse().unwrap()), Some(Command::NextState));
    }
}
