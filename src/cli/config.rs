//! `flank config`: prints the effective settings and their sources.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::anyhow;

use super::dashboard::SettingsArgs;
use super::effective::{EffectiveConfig, effective};
use super::settings::UserConfig;
use super::{examples, output};

/// Print the effective settings and their sources
///
/// Accepts the options of the dashboard and shows their effect. The output can be saved as a settings file.
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "flank config" => "Every setting, with its file, variable or option.",
    "flank config --theme dark > dark.toml" => "The same with a theme, saved as a file.",
))]
pub struct Arguments {
    #[command(flatten)]
    settings: SettingsArgs,
}

/// Prints the settings.
pub fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let EffectiveConfig { config: UserConfig { mut settings, path, found }, dossier } =
        effective(&arguments.settings)?;
    settings.dossier = dossier.map(absolute).transpose()?;
    let name = path.as_deref().and_then(Path::file_name);
    let name = name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let file = match (path.as_deref().map(output::shown), found) {
        (Some(place), true) => format!("Your settings file is {place}."),
        (Some(place), false) => format!("Your settings file would be {place}, which does not exist."),
        (None, _) => "You have no settings file, because there is no home directory.".to_owned(),
    };
    let text = format!(
        "# The effective settings and their sources. The output can be saved as a settings file.\n# {file}\n\n{}",
        settings.print(&name)
    );
    output::print_result(&text, "the settings")
}

/// Returns the absolute path, so that the settings can be saved anywhere.
fn absolute(path: PathBuf) -> anyhow::Result<String> {
    let path = std::path::absolute(&path).unwrap_or(path);
    path.into_os_string().into_string().map_err(|path| {
        let path = output::shown(path.as_ref());
        anyhow!("the name of the dossier, {path}, is not UTF-8, so it cannot be in a settings file")
    })
}
