//! `flank diff`: reports the changes between two days, or between two files.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use clap::{ArgAction, ValueHint};

use crate::clock;
use crate::dossier::Dossier;
use crate::report::{diff, json};

use super::dossier::{self, DossierArg};
use super::{PROBLEMS, display, examples, output};

/// Report the changes between two days, or between two files
///
/// Compares two files or, with --from and --to, the facts of one dossier that were known on two days. The exit status
/// is 0 if nothing changed and 1 if something did.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "flank diff [OPTIONS] OLD NEW\n       flank diff [OPTIONS] --from DAY [--to DAY] [-d FILE]",
    after_help = examples!(
        "flank diff --from 2025-03-18 --to 2026-02-20" => "What became known between two days.",
        "flank diff --from -1m -d my.toml" => "What became known in the last month, in your own dossier.",
        "flank diff old.toml new.toml" => "What an edit changed.",
    )
)]
pub struct Arguments {
    /// The old and the new dossier; - is standard input, /dev/null an empty one
    #[arg(value_names = ["OLD", "NEW"], num_args = 2, action = ArgAction::Set, value_hint = ValueHint::FilePath, required_unless_present = "from",
          conflicts_with_all = ["from", "to", "dossier"])]
    files: Vec<PathBuf>,

    /// The earlier day: 2025-03-18, 2025-07, 2025, today, or -1y (y, m, w, d) before it
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    from: Option<String>,

    /// The later day: 2025-03-18, 2025-07, 2025, today, or -1y (y, m, w, d) before it [default: today]
    #[arg(long, value_name = "DAY", requires = "from", allow_hyphen_values = true)]
    to: Option<String>,

    /// The dossier to compare with itself [default: $FLANK_DOSSIER, else that of the settings, else the built-in one]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    dossier: Option<PathBuf>,

    /// The format of the report
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: FormatName,

    /// Print directly, not in $PAGER
    #[arg(long)]
    no_pager: bool,

    /// Your settings, which may name a dossier [default: $XDG_CONFIG_HOME/flank/config.toml]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    config: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum FormatName {
    /// Plain words, as wide as the terminal
    Text,
    /// Everything, as data
    Json,
}

/// Prints the changes. The exit status depends on whether there are any.
pub fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let text = arguments.format == FormatName::Text;
    let today = clock::today();
    let from = display::day(arguments.from.as_deref(), today).context("--from")?;
    let to = display::day(arguments.to.as_deref(), today).context("--to")?.unwrap_or(today);
    let config = arguments.config.as_deref();
    let (same, report) = match (from, &arguments.files[..]) {
        (Some(from), _) => {
            ensure!(from <= to, "--from {from} is later than --to {to}");
            let days = diff::days(&dossier::requested(arguments.dossier, config)?.load()?, from, to, &[]);
            (days.is_empty(), if text { days.text(output::width()) } else { json::json(&days) })
        }
        (None, [old, new]) => {
            dossier::ensure_stdin_once(&arguments.files)?;
            let dossier_arg = dossier::requested(None, config)?;
            let files =
                diff::files(&load_or_nothing(&dossier_arg, old)?, &load_or_nothing(&dossier_arg, new)?);
            (files.changes.is_empty(), if text { files.text(output::width()) } else { json::json(&files) })
        }
        _ => bail!("`diff` compares two files, or two days by --from and --to"),
    };
    let printed = match arguments.format {
        FormatName::Text => output::print_for_reader(&report, !arguments.no_pager),
        FormatName::Json => output::print(&report),
    };
    printed.context("cannot print what changed")?;
    Ok(if same { ExitCode::SUCCESS } else { ExitCode::from(PROBLEMS) })
}

/// Loads a dossier. Git passes /dev/null in place of a file that does not exist.
fn load_or_nothing(dossier_arg: &DossierArg, path: &Path) -> anyhow::Result<Dossier> {
    if path == Path::new("/dev/null") { Ok(Dossier::default()) } else { dossier_arg.of(path).load() }
}
