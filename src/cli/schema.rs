//! `flank schema`: the JSON Schema by which an editor completes and explains.

use std::process::ExitCode;

use anyhow::Context;

use crate::config;
use crate::dossier;

use super::{Failure, examples, output};

/// Print the JSON Schema of the dossier, or of the settings, for editors
///
/// A dossier names it in its first line, `#:schema ./eastern-flank.schema.json`; `flank init` writes both.
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "flank schema > eastern-flank.schema.json" => "Beside a dossier whose first line names it.",
    "flank schema | less" => "Read what each key means.",
    "flank schema --config > config.schema.json" => "Beside settings of your user_config.",
))]
pub struct Arguments {
    /// That of a file of settings
    #[arg(long)]
    config: bool,
}

/// Prints the schema.
pub fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let schema = if arguments.config { config::schema() } else { dossier::schema() };
    output::print(&schema).context("cannot print the schema")?;
    Ok(ExitCode::SUCCESS)
}
