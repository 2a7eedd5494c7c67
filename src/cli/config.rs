//! `flank config`: the settings in force, and from where.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, anyhow};

use super::effective::{EffectiveConfig, effective};
use super::{Failure, dashboard, examples, output};

/// Print the settings in force, and from where each is
///
/// Takes the options of the dashboard, and says what they would come to. What it prints can be saved as a file of
/// settings.
#[derive(Debug, clap::Args)]
// The group of the arguments that it takes over has the same name.
#[group(skip)]
#[command(
    mut_arg("state", |arg| arg.hide(true)),
    mut_arg("as_of", |arg| arg.hide(true)),
    after_help = examples!(
        "flank config" => "Every setting, with the file, variable or option that it is from.",
        "flank config --theme dark > dark.toml" => "The same with a theme, to be kept as a file.",
    )
)]
pub struct Arguments {
    #[command(flatten)]
    pub dashboard: dashboard::Arguments,
}

/// Prints the settings.
pub fn run(Arguments { dashboard }: Arguments) -> Result<ExitCode, Failure> {
    if let Some(option) = dashboard.given().find(|option| ["--state", "--as-of"].contains(option)) {
        return Err(anyhow!("`config` cannot heed `{option}`, which is no setting").into());
    }
    let EffectiveConfig { mut settings, dossier, user_config } = effective(&dashboard)?;
    settings.dossier = dossier.map(whole).transpose()?;
    let place = user_config.place.as_deref().map(output::shown);
    let name = user_config.place.as_deref().and_then(|place| place.file_name());
    let name = name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let file = match (place, user_config.found) {
        (Some(place), true) => format!("Your own are read from {place}."),
        (Some(place), false) => format!("Your own would be read from {place}, which is not there."),
        (None, _) => "There is no home in which your own could be looked for.".to_owned(),
    };
    let text = format!(
        "# The settings in force, and where each is from. Saved as a file, they are settings again.\n# {file}\n\n{}",
        settings.print(&name)
    );
    output::print(&text).context("cannot print the settings")?;
    Ok(ExitCode::SUCCESS)
}

/// A path that means the same wherever the settings are saved.
fn whole(path: PathBuf) -> anyhow::Result<String> {
    let path = std::path::absolute(&path).unwrap_or(path);
    path.into_os_string().into_string().map_err(|path| {
        let path = output::shown(path.as_ref());
        anyhow!("the name of the dossier, {path}, is not UTF-8, and a file of settings must be")
    })
}
