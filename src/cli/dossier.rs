//! Which dossier a command is about, and what it says.

use std::path::{Path, PathBuf};

use anyhow::anyhow;

use crate::config::Origin;
use crate::dossier::{BUILT_IN, Day, Reading, Text, check, read};
use crate::watch::{self, ReadError};

use super::{Failure, settings};

/// The dossier that was named, else that of the environment, else that of the settings, of which those of `config`
/// are the reader's own; `None` is the built-in one.
///
/// # Errors
///
/// Where nothing before the settings names one, and these cannot be read.
pub fn path(asked: Option<PathBuf>, config: Option<&Path>) -> anyhow::Result<Option<PathBuf>> {
    if let Some((path, _)) = named(asked) {
        return Ok(Some(path));
    }
    let loaded = settings::load(config)?;
    Ok(loaded.own.dossier(&loaded.settings))
}

/// The dossier that goes before that of the settings, and by what it was named.
pub fn named(asked: Option<PathBuf>) -> Option<(PathBuf, Origin)> {
    let from_environment = || std::env::var_os("FLANK_DOSSIER").filter(|path| !path.is_empty());
    let asked = asked.map(|path| (path, Origin::Option("the command line")));
    asked.or_else(|| Some((from_environment()?.into(), Origin::Variable("FLANK_DOSSIER"))))
}

/// What a file is called in a message.
pub fn name(path: &Path) -> Text {
    if is_stdin(path) { Text::line("<stdin>") } else { Text::line(&path.to_string_lossy()) }
}

/// Whether standard input is meant.
pub fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// What a file says, or standard input, as far as [`watch`] would read it.
pub fn bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    let limit = watch::Options::default().limit;
    if is_stdin(path) { watch::read_from(std::io::stdin(), limit) } else { watch::read(path, limit) }
}

/// Reads a dossier that a command cannot go on without.
pub fn load(path: Option<&PathBuf>) -> Result<Reading, Failure> {
    load_by(path, read)
}

/// The same, with all that `check` would say of it today.
pub fn load_checked(path: Option<&PathBuf>, today: Day) -> Result<Reading, Failure> {
    load_by(path, |bytes| check(bytes, today))
}

fn load_by(path: Option<&PathBuf>, read: impl Fn(&[u8]) -> Reading) -> Result<Reading, Failure> {
    let (name, reading) = match path {
        None => (Text::line("the built-in dossier"), read(BUILT_IN.as_bytes())),
        Some(path) => {
            let name = Text::line(&path.to_string_lossy());
            let limit = watch::Options::default().limit;
            let bytes = watch::read(path, limit).map_err(|why| anyhow!("{name}: {why}"))?;
            (name, read(&bytes))
        }
    };
    if reading.dossier.is_some() {
        return Ok(reading);
    }
    Err(Failure::Problems(reading.problems.iter().map(|problem| format!("{name}:{problem}\n")).collect()))
}
