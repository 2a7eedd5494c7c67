//! The dossier of a command.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, ensure};

use crate::config::ValueSource;
use crate::decode::{quoted, suggest};
use crate::dossier::model::StateId;
use crate::dossier::{BUILT_IN, Day, Diagnostic, Dossier, Reading, Text, check, fold, read};
use crate::watch::{self, ReadError};

use super::settings::{self, UserConfig};
use super::{Problems, output};

/// The dossier that a command reads.
pub struct DossierArg {
    /// Its file; `None` is the built-in dossier.
    pub path: Option<PathBuf>,
    /// The largest accepted size, in bytes.
    limit: u64,
}

/// Returns the named dossier, or else that of the environment, or else that of the settings in the file `config`.
///
/// # Errors
///
/// If the settings cannot be read.
pub fn requested(name: Option<PathBuf>, config: Option<&Path>) -> anyhow::Result<DossierArg> {
    Ok(with_settings(name, &settings::load(config)?))
}

/// Like [`requested`], with settings that are loaded already.
pub fn with_settings(name: Option<PathBuf>, config: &UserConfig) -> DossierArg {
    let path = named(name).map(|(path, _)| path).or_else(|| config.dossier());
    DossierArg { path, limit: config.settings.size_limit() }
}

/// Returns the dossier of the command line or of the environment, which takes precedence over that of the settings.
pub fn named(argument: Option<PathBuf>) -> Option<(PathBuf, ValueSource)> {
    let from_environment = || std::env::var_os("FLANK_DOSSIER").filter(|path| !path.is_empty());
    let argument = argument.map(|path| (path, ValueSource::Option("the command line")));
    argument.or_else(|| Some((from_environment()?.into(), ValueSource::Variable("FLANK_DOSSIER"))))
}

/// Whether the path means standard input.
pub fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// Checks that standard input is read at most once.
///
/// # Errors
///
/// If more than one of the paths is `-`.
pub fn ensure_stdin_once<'p>(paths: impl IntoIterator<Item = &'p PathBuf>) -> anyhow::Result<()> {
    let count = paths.into_iter().filter(|path| is_stdin(path)).count();
    ensure!(count < 2, "`-` is given twice, but standard input can be read only once");
    Ok(())
}

impl DossierArg {
    /// Returns the same with another file.
    pub fn of(&self, path: &Path) -> DossierArg {
        DossierArg { path: Some(path.to_owned()), limit: self.limit }
    }

    /// Returns the name for messages.
    pub fn name(&self) -> Text {
        match &self.path {
            None => Text::line("the built-in dossier"),
            Some(path) if is_stdin(path) => Text::line("<stdin>"),
            Some(path) => output::shown(path),
        }
    }

    /// Reads the file or standard input.
    pub fn bytes(&self) -> Result<Cow<'static, [u8]>, ReadError> {
        match &self.path {
            None => Ok(BUILT_IN.as_bytes().into()),
            Some(path) if is_stdin(path) => watch::read_stdin(self.limit).map(Cow::from),
            Some(path) => watch::read_once(path, self.limit).map(Cow::from),
        }
    }

    /// Reads the dossier, or the valid part of a broken one, for completions: no other file than a regular one, because
    /// reading standard input or a pipe would take input from the user's commands.
    pub fn load_file(&self) -> Option<Dossier> {
        let bytes = self.path.as_ref().map(|path| watch::read(path, self.limit)).transpose().ok()?;
        let reading = read(bytes.as_deref().unwrap_or(BUILT_IN.as_bytes()));
        reading.dossier.or(reading.partial.map(|partial| partial.dossier))
    }

    /// Reads the dossier for a command that needs a valid one.
    pub fn load(&self) -> anyhow::Result<Dossier> {
        let reading = self.read(read)?;
        reading.dossier.ok_or_else(|| self.problems(&reading.problems))
    }

    /// Reads the dossier like [`DossierArg::load`], with the problems that `check` reports today.
    pub fn load_checked(&self, today: Day) -> anyhow::Result<Reading> {
        let reading = self.check(today)?;
        if reading.dossier.is_some() { Ok(reading) } else { Err(self.problems(&reading.problems)) }
    }

    /// Reads the dossier for a command that can show problems.
    pub fn check(&self, today: Day) -> anyhow::Result<Reading> {
        self.read(|bytes| check(bytes, today))
    }

    fn read(&self, read: impl Fn(&[u8]) -> Reading) -> anyhow::Result<Reading> {
        let bytes = self.bytes().map_err(|why| anyhow!("{}: {why}", self.name()))?;
        Ok(read(&bytes))
    }

    fn problems(&self, problems: &[Diagnostic]) -> anyhow::Error {
        let name = self.name();
        Problems(problems.iter().map(|problem| format!("{name}:{problem}\n")).collect()).into()
    }
}

/// Returns the state with this code or name, whatever its case and its accents.
///
/// # Errors
///
/// If there is none. The error has a similar name, or all states.
pub fn state(dossier: &Dossier, name: &str) -> anyhow::Result<StateId> {
    if let Some(id) = dossier.state_named(name) {
        return Ok(id);
    }
    // Without accents fewer letters differ.
    let names: Vec<String> = dossier.states.iter().map(|state| fold(&state.name)).collect();
    let meant = suggest(&fold(name), names.iter().map(String::as_str));
    let meant = meant.and_then(|meant| names.iter().position(|name| name == meant));
    let meant = meant.map(|n| &dossier.states[n].name);
    let name = quoted(name);
    Err(match meant {
        Some(meant) => anyhow!("no state {name} in this dossier; did you mean `{meant}`?"),
        None => {
            let all = dossier.states.iter().map(|state| format!("{} ({})", state.name, state.code));
            let all = all.collect::<Vec<_>>().join(", ");
            anyhow!("no state {name} in this dossier; the states are {all}")
        }
    })
}
