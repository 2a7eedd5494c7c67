//! Finds and reads the user's settings.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use etcetera::BaseStrategy;

use crate::config::{Diagnostic, Settings};
use crate::watch::{ReadError, read_once};

use super::output;

/// The largest accepted settings file, in bytes.
const LIMIT: u64 = 1 << 20;

/// The settings, and the user's file that they are from.
pub struct UserConfig {
    /// The defaults, overridden by the user's settings.
    pub settings: Settings,
    /// The user's settings file; `None` if there is no home directory.
    pub path: Option<PathBuf>,
    /// Whether the file exists.
    pub found: bool,
}

/// Loads the defaults, overridden by the settings of `file`, or else by those at the default path if it exists.
///
/// # Errors
///
/// If the file cannot be read or is invalid. The error has a line for each problem.
pub fn load(file: Option<&Path>) -> anyhow::Result<UserConfig> {
    let path = file.map(Path::to_owned).or_else(default_path);
    // A dangling symlink counts as existing, so that reading it is an error.
    let is_missing = |error: io::Error| {
        matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::PermissionDenied)
    };
    let exists = |path: &PathBuf| !fs::symlink_metadata(path).is_err_and(is_missing);
    let found = file.is_some() || path.as_ref().is_some_and(exists);
    let settings = named(path.as_deref().filter(|_| found))?;
    Ok(UserConfig { settings, path, found })
}

/// Loads the defaults, overridden by the settings of this file.
///
/// # Errors
///
/// As [`load`].
pub fn named(path: Option<&Path>) -> anyhow::Result<Settings> {
    let Some(path) = path else { return parsed(Settings::read(None), "config/flank.toml") };
    let name = output::shown(path);
    let bytes = read_once(path, LIMIT).map_err(|why| match why {
        ReadError::Directory => anyhow!("{name}: is a directory, not a settings file"),
        ReadError::TooLarge { .. } | ReadError::LimitExceeded { .. } => {
            anyhow!("{name}: is over the limit of 1 MiB for settings")
        }
        why => anyhow!("{name}: {why}"),
    })?;
    let text = String::from_utf8(bytes).map_err(|_| anyhow!("{name} is not UTF-8 text"))?;
    parsed(Settings::read(Some(&text)), &name)
}

/// Returns the default path: `$XDG_CONFIG_HOME/flank/config.toml`, or `%APPDATA%\flank\config.toml` on Windows.
fn default_path() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.config_dir().join("flank").join("config.toml"))
}

fn parsed(read: Result<Settings, Vec<Diagnostic>>, name: &str) -> anyhow::Result<Settings> {
    read.map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(|problem| format!("\n  {name}:{problem}")).collect();
        anyhow!("the settings are invalid:{}", lines.concat())
    })
}

impl UserConfig {
    /// Returns the dossier of the settings. `~` is the home directory, and a relative path starts at the directory of
    /// the settings file.
    pub fn dossier(&self) -> Option<PathBuf> {
        let path = with_home(Path::new(self.settings.dossier.as_deref()?));
        match self.path.as_deref().and_then(Path::parent) {
            Some(directory) if !path.starts_with("~") => Some(directory.join(path)),
            _ => Some(path),
        }
    }
}

/// Returns a path with `~` at its start replaced by the home directory. Without a home directory, the path stays as it
/// is, and so the error message has it as written.
pub fn with_home(path: &Path) -> PathBuf {
    let expanded = path.strip_prefix("~").ok().zip(etcetera::home_dir().ok());
    expanded.map_or_else(|| path.to_owned(), |(rest, home)| home.join(rest))
}
