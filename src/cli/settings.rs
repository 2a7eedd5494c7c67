//! Finding and reading the reader's own settings.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use etcetera::BaseStrategy;

use crate::config::{Diagnostic, Settings};
use crate::watch::{ReadError, read};

use super::output;

/// The most bytes of a file of settings.
const LIMIT: u64 = 1 << 20;

/// Settings as files have them.
pub struct Loaded {
    /// Those compiled in, and the reader's own over them.
    pub settings: Settings,
    /// The file of the reader's own.
    pub user_config: UserConfig,
}

/// The file of the reader's own settings.
pub struct UserConfig {
    /// Where it was looked for; nowhere where no home is known.
    pub place: Option<PathBuf>,
    /// Whether it is there.
    pub found: bool,
}

/// The settings of files: those compiled in, and over them those of `asked`, or of the usual place where there is a
/// file.
///
/// # Errors
///
/// When the file that was asked for cannot be read, or is wrong; each fault on a line of its own.
pub fn load(asked: Option<&Path>) -> anyhow::Result<Loaded> {
    let place = asked.map(Path::to_owned).or_else(usual_place);
    // A link that leads nowhere is there, and reading it tells so.
    let is_there = |path: &PathBuf| match fs::symlink_metadata(path) {
        Ok(_) => true,
        Err(error) => !matches!(
            error.kind(),
            ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::PermissionDenied
        ),
    };
    let found = asked.is_some() || place.as_ref().is_some_and(is_there);
    let settings = named(place.as_deref().filter(|_| found))?;
    Ok(Loaded { settings, user_config: UserConfig { place, found } })
}

/// The settings compiled in, and over them those of this file alone.
///
/// # Errors
///
/// As [`load`].
pub fn named(path: Option<&Path>) -> anyhow::Result<Settings> {
    let Some(path) = path else { return told(Settings::read(None), "config/flank.toml") };
    let name = output::shown(path);
    let bytes = read(path, LIMIT).map_err(|why| match why {
        ReadError::Directory => anyhow!("{name}: is a directory, not a file of settings"),
        why => anyhow!("{name}: {why}"),
    })?;
    // Some editors put a mark at the beginning of UTF-8, which TOML passes over.
    let text = String::from_utf8(bytes).map_err(|_| anyhow!("{name} is not UTF-8 text"))?;
    told(Settings::read(Some(&text)), &name)
}

/// Where settings are looked for: `$XDG_CONFIG_HOME/flank/config.toml`.
fn usual_place() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.config_dir().join("flank").join("config.toml"))
}

fn told(read: Result<Settings, Vec<Diagnostic>>, name: &str) -> anyhow::Result<Settings> {
    read.map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(|fault| format!("\n  {name}:{fault}")).collect();
        anyhow!("the settings are wrong:{}", lines.concat())
    })
}

impl UserConfig {
    /// The dossier that settings name: `~` is the home, and a relative path begins where the file of the settings is.
    pub fn dossier(&self, settings: &Settings) -> Option<PathBuf> {
        let written = settings.dossier.as_deref()?;
        let home = || etcetera::home_dir().ok();
        if let Some(rest) = written.strip_prefix('~') {
            // Where there is no home, the path says what was looked for.
            return Some(
                home().map_or_else(|| written.into(), |home| home.join(rest.trim_start_matches('/'))),
            );
        }
        let folder = self.place.as_deref().and_then(Path::parent);
        Some(folder.map_or_else(|| written.into(), |folder| folder.join(written)))
    }
}
