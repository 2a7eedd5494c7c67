//! All settings: those that are compiled in, and the reader's own over them.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Fault, did_you_mean};
use super::{DEFAULTS, Keymap, Marker, Theme};

/// Everything that can be set.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Which key runs which command.
    pub keymap: Keymap,
    /// What things look like.
    pub theme: Theme,
    /// What the map's lines are drawn with.
    pub marker: Marker,
    /// How a citation is copied: "plain" or "markdown".
    pub copy: String,
    /// The program that opens a source's address; the system's own where there is none.
    pub opener: Option<String>,
    /// Whether clicks and the wheel come to the dashboard; else they are the terminal's own.
    pub mouse: bool,
}

/// The keys at the top of a configuration.
const KEYS: [&str; 6] = ["theme", "marker", "mouse", "copy", "opener", "keys"];

/// The ways of copying a citation, the default first.
pub const COPY_FORMATS: [&str; 2] = ["plain", "markdown"];

impl Settings {
    /// The settings that are compiled in, with those of the reader's own file over them.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the reader's file, in order of place.
    pub fn read(own: Option<&str>) -> Result<Settings, Vec<Fault>> {
        let mut settings = Settings {
            keymap: Keymap::default(),
            theme: Theme::default(),
            marker: Marker::default(),
            mouse: true,
            copy: COPY_FORMATS[0].to_owned(),
            opener: None,
        };
        settings.merge(DEFAULTS, false)?;
        if let Some(own) = own {
            settings.merge(own, true)?;
        }
        Ok(settings)
    }

    fn merge(&mut self, text: &str, own: bool) -> Result<(), Vec<Fault>> {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut faults: Vec<Fault> = errors
            .iter()
            .map(|error| Fault::at(text, &error.span().unwrap_or(0..0), error.message()))
            .collect();
        if !faults.is_empty() {
            // What else is wrong may only be an echo of these.
            return Err(faults);
        }
        let mut entries: Vec<_> = table.get_ref().iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            let wrong = match key.get_ref().as_ref() {
                "theme" => self.theme(value),
                "marker" => self.marker(value),
                "mouse" => self.mouse(value),
                "copy" => self.copy(value),
                "opener" => self.opener(value),
                "keys" => match value.get_ref() {
                    DeValue::Table(table) => {
                        self.keymap.merge(table, text, own, &mut faults);
                        self.keymap.check(text, &mut faults);
                        None
                    }
                    _ => Some("`keys` is a table of commands, [keys]".into()),
                },
                unknown => {
                    let near = did_you_mean(unknown, KEYS);
                    let message = format!("there is no setting `{unknown}`{near}");
                    faults.push(Fault::at(text, &key.span(), message));
                    None
                }
            };
            faults.extend(wrong.map(|message: String| Fault::at(text, &value.span(), message)));
        }
        faults.sort_by_key(|fault| (fault.line, fault.column));
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    fn theme(&mut self, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let names = || format!("`theme` is one of {}", Theme::NAMES.join(", "));
        let DeValue::String(name) = value.get_ref() else { return Some(names()) };
        match Theme::named(name) {
            Ok(theme) => {
                self.theme = theme;
                None
            }
            Err(why) => Some(why.to_string()),
        }
    }

    fn marker(&mut self, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let names = format!("`marker` is one of {}", Marker::NAMES.join(", "));
        let DeValue::String(name) = value.get_ref() else { return Some(names) };
        match Marker::named(name) {
            Some(marker) => {
                self.marker = marker;
                None
            }
            None => Some(format!("there is no marker `{name}`{}", did_you_mean(name, Marker::NAMES))),
        }
    }

    fn copy(&mut self, value: &Spanned<DeValue<'_>>) -> Option<String> {
        match value.get_ref() {
            DeValue::String(name) if COPY_FORMATS.contains(&name.as_ref()) => {
                self.copy = name.to_string();
                None
            }
            DeValue::String(name) => {
                Some(format!("there is no way of copying `{name}`{}", did_you_mean(name, COPY_FORMATS)))
            }
            _ => Some(format!("`copy` is one of {}", COPY_FORMATS.join(", "))),
        }
    }

    fn opener(&mut self, value: &Spanned<DeValue<'_>>) -> Option<String> {
        match value.get_ref() {
            DeValue::String(program) => {
                self.opener = Some(program.trim().to_owned()).filter(|program| !program.is_empty());
                None
            }
            _ => Some("`opener` is a program in quotation marks".into()),
        }
    }

    fn mouse(&mut self, value: &Spanned<DeValue<'_>>) -> Option<String> {
        match value.get_ref() {
            DeValue::Boolean(mouse) => {
                self.mouse = *mouse;
                None
            }
            _ => Some("`mouse` is true or false".into()),
        }
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
        for key in KEYS {
            assert!(
                DEFAULTS.contains(&format!("\n{key} =")) || DEFAULTS.contains(&format!("\n[{key}]")),
                "{key}"
            );
        }
    }

    #[test]
    fn the_readers_own_settings_go_over_them() {
        let own = "mouse = false\nmarker = 'octant'\n[keys]\nquit = ['x']\nsort = []\n";
        let settings = Settings::read(Some(own)).unwrap();
        assert!(!settings.mouse);
        assert_eq!(settings.marker, Marker::Octant);
        let quit: Vec<String> = settings.keymap.keys(Command::Quit).collect();
        assert_eq!(quit, ["x"], "a command that is named has the keys that are named and no others");
        assert_eq!(settings.keymap.keys(Command::Sort).next(), None);
        assert_eq!(settings.keymap.command("q".parse().unwrap()), None);
        assert_eq!(settings.keymap.command("l".parse().unwrap()), Some(Command::NextState));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let own = "mouse = 'off'\nmarker = 'braile'\ntheme = 'dork'\ncolour = 1\n\
            [keys]\nqiut = ['q']\nhelp = ['q', 'Shift+q', 3]\nnext-state = 'l'\ndown = ['x']\nup = ['x']\n";
        let said: Vec<String> = Settings::read(Some(own)).unwrap_err().iter().map(Fault::to_string).collect();
        insta::assert_snapshot!(said.join("\n"));
        let said: Vec<String> =
            Settings::read(Some("keys = [\n")).unwrap_err().iter().map(Fault::to_string).collect();
        insta::assert_snapshot!("no-toml", said.join("\n"));
    }
}
