//! Which dossier a command is about, and what it says.

use std::path::PathBuf;

use anyhow::anyhow;

use crate::dossier::{BUILT_IN, Reading, Text, read};
use crate::watch;

use super::Failure;

/// The dossier that was named, else that of the environment; `None` is the built-in one.
pub fn path(named: Option<PathBuf>) -> Option<PathBuf> {
    let from_environment = || std::env::var_os("FLANK_DOSSIER").filter(|path| !path.is_empty());
    named.or_else(|| from_environment().map(PathBuf::from))
}

/// Reads a dossier that a command cannot go on without.
pub fn load(path: Option<&PathBuf>) -> Result<Reading, Failure> {
    let (name, reading) = match path {
        None => ("the built-in dossier".to_owned(), read(BUILT_IN.as_bytes())),
        Some(path) => {
            let name = Text::line(&path.to_string_lossy()).to_string();
            let bytes =
                watch::read(path, watch::Options::default().limit).map_err(|why| anyhow!("{name}: {why}"))?;
            (name, read(&bytes))
        }
    };
    if reading.dossier.is_some() {
        return Ok(reading);
    }
    Err(Failure::Problems(reading.problems.iter().map(|problem| format!("{name}:{problem}\n")).collect()))
}
