//! `flank schema`: the JSON Schema by which an editor completes and explains.

use std::process::ExitCode;

use anyhow::Context;

use crate::dossier;

use super::{Failure, examples, output};

/// Print the JSON Schema of the dossier, for editors
///
/// A dossier names it in its first line, `#:schema ./eastern-flank.schema.json`; `flank init` writes both.
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "flank schema > eastern-flank.schema.json" => "Beside a dossier whose first line names it.",
    "flank schema | less" => "Read what each key means.",
))]
pub struct Arguments {}

/// Prints the schema.
pub fn run(Arguments {}: Arguments) -> Result<ExitCode, Failure> {
    let schema = dossier::schema();
    output::print(&schema).context("cannot print the schema")?;
    Ok(ExitCode::SUCCESS)
}
