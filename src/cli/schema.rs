//! `flank schema`: prints the JSON Schema with which an editor completes and explains a file.

use std::process::ExitCode;

use crate::config;
use crate::dossier;

use super::{examples, output};

/// Print the JSON Schema of dossiers or settings for editors
///
/// A dossier names it in its first line, `#:schema ./eastern-flank.schema.json`; `flank init` writes both.
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "flank schema > eastern-flank.schema.json" => "Next to a dossier whose first line names it.",
    "flank schema | less" => "The meaning of each key.",
    "flank schema --config > config.schema.json" => "Next to your own settings.",
))]
pub struct Arguments {
    /// Print the schema of settings
    #[arg(long)]
    config: bool,
}

/// Prints the schema.
pub fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let schema = if arguments.config { config::schema() } else { dossier::schema() };
    output::print_result(&schema, "the schema")
}
