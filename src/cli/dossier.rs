//! Which dossier a command is about, and what it says.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use anyhow::anyhow;

use crate::config::ValueSource;
use crate::decode::suggest;
use crate::dossier::model::StateId;
use crate::dossier::{BUILT_IN, Day, Diagnostic, Dossier, Reading, Text, check, read};
use crate::watch::{self, ReadError};

use super::{Failure, output, settings};

/// A dossier that a command is asked to read.
pub struct DossierArg {
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
pub fn asked(name: Option<PathBuf>, config: Option<&Path>) -> anyhow::Result<DossierArg> {
    let loaded = settings::load(config)?;
    let path = named(name).map(|(path, _)| path).or_else(|| loaded.user_config.dossier(&loaded.settings));
    Ok(DossierArg { path, limit: bytes_of(loaded.settings.max_size) })
}

/// So many MiB in bytes.
pub fn bytes_of(mebibytes: u64) -> u64 {
    mebibytes << 20
}

/// The dossier that goes before that of the settings, and by what it was named.
pub fn named(asked: Option<PathBuf>) -> Option<(PathBuf, ValueSource)> {
    let from_environment = || std::env::var_os("FLANK_DOSSIER").filter(|path| !path.is_empty());
    let asked = asked.map(|path| (path, ValueSource::Option("the command line")));
    asked.or_else(|| Some((from_environment()?.into(), ValueSource::Variable("FLANK_DOSSIER"))))
}

/// Whether standard input is meant.
pub fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

impl DossierArg {
    /// The same with another file.
    pub fn of(&self, path: &Path) -> DossierArg {
        DossierArg { path: Some(path.to_owned()), limit: self.limit }
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
    pub fn load(&self) -> Result<Dossier, Failure> {
        let reading = self.read(read)?;
        reading.dossier.ok_or_else(|| self.problems(&reading.problems))
    }

    /// The same, with all that `check` would say of it today; there is a dossier in what is returned.
    pub fn load_checked(&self, today: Day) -> Result<Reading, Failure> {
        let reading = self.look(today)?;
        if reading.dossier.is_some() { Ok(reading) } else { Err(self.problems(&reading.problems)) }
    }

    /// Reads it for a command that can show what is wrong with it today.
    pub fn look(&self, today: Day) -> anyhow::Result<Reading> {
        self.read(|bytes| check(bytes, today))
    }

    fn read(&self, read: impl Fn(&[u8]) -> Reading) -> anyhow::Result<Reading> {
        let bytes = self.bytes().map_err(|why| anyhow!("{}: {why}", self.name()))?;
        Ok(read(&bytes))
    }

    fn problems(&self, problems: &[Diagnostic]) -> Failure {
        let name = self.name();
        Failure::Problems(problems.iter().map(|problem| format!("{name}:{problem}\n")).collect())
    }
}

/// The state with this code or name, in any case.
///
/// # Errors
///
/// Where there is none: the nearest name, or all.
pub fn state(dossier: &Dossier, asked: &str) -> anyhow::Result<StateId> {
    let wanted = asked.to_lowercase();
    let is = |id: &StateId| {
        let state = &dossier[*id];
        [&state.code, &state.name].iter().any(|name| name.to_lowercase() == wanted)
    };
    if let Some(id) = dossier.state_ids().find(is) {
        return Ok(id);
    }
    let near = suggest(asked, dossier.states.iter().map(|state| state.name.as_str()));
    let asked = Text::line(asked);
    Err(match near {
        Some(near) => anyhow!("no state of this dossier is called `{asked}`; did you mean `{near}`?"),
        None => {
            let all = dossier.states.iter().map(|state| format!("{} ({})", state.name, state.code));
            let all = all.collect::<Vec<_>>().join(", ");
            anyhow!("no state of this dossier is called `{asked}`; it has {all}")
        }
    })
}
