//! `flank help`: what `--help` tells, and the keys.

use std::ffi::OsString;
use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, anyhow};

use crate::config::{Group, Keymap};

use super::{Failure, examples, output, parse, settings, tell};

/// The word after `help` that is no command.
pub const KEYS: &str = "keys";

/// Tell what a command does, or what the keys do
///
/// `flank help show` tells the same as `flank show --help`. `flank help keys` lists the keys of the dashboard as your
/// settings have them.
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "flank help keys" => "The keys, as the settings in force have them.",
    "flank help show" => "What `flank show` can do.",
))]
pub struct Arguments {
    // Which values are possible is added to the definition of the whole command line, since it lists the commands.
    /// A command, or `keys`
    #[arg(value_name = "COMMAND")]
    pub topic: Option<String>,

    /// Your settings, for the keys [default: $XDG_CONFIG_HOME/flank/config.toml]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Tells what was asked for.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    if arguments.topic.as_deref() == Some(KEYS) {
        let loaded = settings::load(arguments.config.as_deref())?;
        output::print(&table(&loaded.settings.keymap)).context("cannot print the keys")?;
        return Ok(ExitCode::SUCCESS);
    }
    if arguments.config.is_some() {
        return Err(anyhow!("`--config` is for `flank help keys`").into());
    }
    let asked = ["flank"].into_iter().chain(arguments.topic.as_deref()).chain(["--help"]);
    match parse(asked.map(OsString::from)) {
        Err(help) => Ok(tell(&help)),
        Ok(_) => Err(anyhow!("there is no help").into()),
    }
}

/// The keys of each group under its name, in columns, written as the settings write them.
fn table(keymap: &Keymap) -> String {
    let groups = Group::ALL.map(|group| (group, keymap.listed(group, str::to_owned, "…")));
    let all = || groups.iter().flat_map(|(_, entries)| entries);
    let width = all().map(|(_, keys)| keys.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for (group, entries) in groups.iter().filter(|(_, entries)| !entries.is_empty()) {
        if !text.is_empty() {
            text.push('\n');
        }
        // Writing to a String does not fail.
        let _ = writeln!(text, "{}", group.name());
        for (command, keys) in entries {
            let _ = writeln!(text, "  {keys:width$}  {}", command.label());
        }
    }
    text
}
