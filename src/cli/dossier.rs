//! Which dossier a command is about, and what it says.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use anyhow::anyhow;

use crate::config::Origin;
use crate::dossier::{BUILT_IN, Day, Reading, Text, check, read};
use crate::watch::{self, ReadError};

use super::{Failure, output, settings};

/// A dossier that a command is asked to read.
pub struct Asked {
    /// Its file; the built-in one has none.
    pub path: Option<PathBuf>,
    /// The most bytes that it may have.
    limit: u64,
}

/// The dossier that was named, else that of the environment, else that of the settings, of which those of `config`
/// are the reader's own.
///
/// # Errors
///
/// Where the settings cannot be read.
pub fn asked(name: Option<PathBuf>, config: Option<&Path>) -> anyhow::Result<Asked> {
    let loaded = settings::load(config)?;
    let path = named(name).map(|(path, _)| path).or_else(|| loaded.own.dossier(&loaded.settings));
    Ok(Asked { path, limit: bytes_of(loaded.settings.max_size) })
}

/// So many MiB in bytes.
pub fn bytes_of(mebibytes: u64) -> u64 {
    mebibytes << 20
}

/// The dossier that goes before that of the settings, and by what it was named.
pub fn named(asked: Option<PathBuf>) -> Option<(PathBuf, Origin)> {
    let from_environment = || std::env::var_os("FLANK_DOSSIER").filter(|path| !path.is_empty());
    let asked = asked.map(|path| (path, Origin::Option("the command line")));
    asked.or_else(|| Some((from_environment()?.into(), Origin::Variable("FLANK_DOSSIER"))))
}

/// Whether standard input is meant.
pub fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

impl Asked {
    /// The same with another file.
    pub fn of(&self, path: &Path) -> Asked {
        Asked { path: Some(path.to_owned()), limit: self.limit }
    }

    /// What it is called in a message.
    pub fn name(&self) -> Text {
        match &self.path {
            None => Text::line("the built-in dossier"),
            Some(path) if is_stdin(path) => Text::line("<stdin>"),
            Some(path) => output::shown(path),
        }
    }

    /// What its file says, or standard input.
    pub fn bytes(&self) -> Result<Cow<'static, [u8]>, ReadError> {
        match &self.path {
            None => Ok(BUILT_IN.as_bytes().into()),
            Some(path) if is_stdin(path) => watch::read_from(std::io::stdin(), self.limit).map(Cow::from),
            Some(path) => watch::read(path, self.limit).map(Cow::from),
        }
    }

    /// Reads it for a command that cannot go on without it.
    pub fn load(&self) -> Result<Reading, Failure> {
        self.load_by(read)
    }

    /// The same, with all that `check` would say of it today.
    pub fn load_checked(&self, today: Day) -> Result<Reading, Failure> {
        self.load_by(|bytes| check(bytes, today))
    }

    /// Reads it for a command that can show what is wrong with it today.
    pub fn look(&self, today: Day) -> anyhow::Result<Reading> {
        self.read_by(|bytes| check(bytes, today))
    }

    fn read_by(&self, read: impl Fn(&[u8]) -> Reading) -> anyhow::Result<Reading> {
        Ok(read(&self.bytes().map_err(|why| anyhow!("{}: {why}", self.name()))?))
    }

    fn load_by(&self, read: impl Fn(&[u8]) -> Reading) -> Result<Reading, Failure> {
        let name = self.name();
        let reading = self.read_by(read)?;
        if reading.dossier.is_some() {
            return Ok(reading);
        }
        let told = reading.problems.iter().map(|problem| format!("{name}:{problem}\n"));
        Err(Failure::Problems(told.collect()))
    }
}
