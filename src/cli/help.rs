//! `flank help`: prints the help of a command, or the keys.

use std::ffi::OsString;
use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{bail, ensure};
use clap::ValueHint;

use crate::config::{Group, Keymap};

use super::{examples, output, parse, print, settings};

/// The only topic that is not a command.
pub const KEYS: &str = "keys";

/// Explain a command, or list the keys
///
/// `flank help show` prints the same as `flank show --help`. `flank help keys` lists the keys of the dashboard in your
/// settings.
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "flank help keys" => "The keys in your settings.",
    "flank help show" => "The options of `flank show`.",
))]
pub struct Arguments {
    // `definition` adds the possible values, which include all commands.
    /// A command, or `keys`
    #[arg(value_name = "COMMAND")]
    pub topic: Option<String>,

    /// Your settings, for the keys [default: $XDG_CONFIG_HOME/flank/config.toml]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    config: Option<PathBuf>,
}

/// Prints the help or the keys.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if arguments.topic.as_deref() == Some(KEYS) {
        let config = settings::load(arguments.config.as_deref())?;
        return output::print_result(&table(&config.settings.keymap), "the keys");
    }
    ensure!(arguments.config.is_none(), "`--config` is for `flank help keys`");
    let topic = ["flank"].into_iter().chain(arguments.topic.as_deref()).chain(["--help"]);
    match parse(&topic.map(OsString::from).collect::<Vec<_>>()) {
        Err(help) => Ok(print(&help)),
        Ok(_) => bail!("no help for this command"),
    }
}

/// Returns the keys of each group in columns, in the notation of the settings.
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
