//! Finding and reading the reader's own settings.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use crate::config::{Fault, Settings};
use crate::dossier::Text;
use crate::watch::read;

/// The most bytes of a file of settings.
const LIMIT: u64 = 1 << 20;

/// The settings in force: those compiled in, and over them those of `asked`, or of the usual place where there
/// is a file.
///
/// # Errors
///
/// When the file that was asked for cannot be read, or either is wrong; each fault on a line of its own.
pub fn load(asked: Option<&Path>) -> anyhow::Result<Settings> {
    let usual = || usual_place().filter(|path| path.exists());
    named(asked.map(Path::to_owned).or_else(usual).as_deref())
}

/// The settings compiled in, and over them those of this file alone.
///
/// # Errors
///
/// As [`load`].
pub fn named(path: Option<&Path>) -> anyhow::Result<Settings> {
    let Some(path) = path else { return told(Settings::read(None), Path::new("config/flank.toml")) };
    let name = Text::line(&path.to_string_lossy());
    let bytes = read(path, LIMIT).map_err(|why| anyhow::anyhow!("{name}: {why}"))?;
    let text = String::from_utf8(bytes).map_err(|_| anyhow::anyhow!("{name} is not UTF-8 text"))?;
    told(Settings::read(Some(&text)), path)
}

/// Where settings are looked for: `$XDG_CONFIG_HOME/flank/config.toml`.
fn usual_place() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.config_dir().join("flank").join("config.toml"))
}

fn told(read: Result<Settings, Vec<Fault>>, path: &Path) -> anyhow::Result<Settings> {
    read.map_err(|faults| {
        // A name and what a file says are as safe here as on the screen.
        let line = |fault: &Fault| Text::line(&format!("{}:{fault}", path.to_string_lossy()));
        let lines: Vec<String> = faults.iter().map(|fault| format!("\n  {}", line(fault))).collect();
        anyhow::anyhow!("the settings are wrong:{}", lines.concat())
    })
}
