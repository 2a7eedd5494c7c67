//! `flank check`: reports the problems of dossiers.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command, ValueHint};

use crate::clock;
use crate::dossier::{Diagnostic, Location, Severity, check, lint, lints};
use crate::report::check::{Checked, count, data, explanation, human, short};
use crate::report::json;
use crate::terminal::editor::screen_column;

use super::dossier::{self, DossierArg};
use super::{PROBLEMS, USAGE_ERROR, colours, examples, output};

/// Check dossiers for mistakes
///
/// Reports all problems of all files at once. The exit status is 0 if there are none, 1 if there is an error (or, with
/// --deny-warnings, a warning), and 2 if a file cannot be read.
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "flank check my.toml" => "Each problem with its line.",
    "flank check --format short --deny-warnings my.toml" => "One line per problem, for an editor or a build.",
    "flank check --explain unknown-key" => "The explanation of a rule, with an example.",
))]
pub struct Arguments {
    /// The dossiers; - is standard input [default: $FLANK_DOSSIER, else that of the settings, else the
    /// built-in one]
    #[arg(value_name = "DOSSIER", value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,

    /// The format of the report
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: FormatName,

    /// Treat warnings as errors
    #[arg(long)]
    deny_warnings: bool,

    /// Explain a rule instead, such as unknown-key
    #[arg(
        long,
        value_name = "RULE",
        value_parser = RuleName,
        hide_possible_values = true,
        conflicts_with_all = ["files", "format", "deny_warnings"]
    )]
    explain: Option<String>,

    /// Your settings, which may name a dossier [default: $XDG_CONFIG_HOME/flank/config.toml]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    config: Option<PathBuf>,
}

/// Accepts any text, because [`lint`] has a better message for an unknown rule than clap. The list of rules is for
/// completions.
#[derive(Clone)]
struct RuleName;

impl TypedValueParser for RuleName {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(lints().map(|rule| PossibleValue::new(rule.code.id()))))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum FormatName {
    /// With the lines of the file, in colour on a terminal
    Human,
    /// One line per problem, for editors, with columns of the screen
    Short,
    /// Everything, as assets/check.schema.json describes it
    Json,
}

/// Prints the problems. The exit status depends on the worst.
pub fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    if let Some(id) = &arguments.explain {
        let lint = lint(id).context("--explain")?;
        return output::print_result(&explanation(lint, output::width()), "the explanation");
    }
    let dossier_arg = dossier::requested(None, arguments.config.as_deref())?;
    let paths = arguments.files;
    dossier::ensure_stdin_once(&paths)?;
    let files: Vec<Checked> = match paths.is_empty() {
        true => vec![check_one(&dossier_arg, arguments.format)],
        false => paths.iter().map(|path| check_one(&dossier_arg.of(path), arguments.format)).collect(),
    };
    let text = match arguments.format {
        FormatName::Human => human(&files, colours::on_stdout(), output::width()),
        FormatName::Short => short(&files),
        FormatName::Json => json::json(&data(&files)),
    };
    output::print(&text).context("cannot print the problems")?;
    let mut unreadable = false;
    for file in &files {
        if let Err(why) = &file.problems {
            unreadable = true;
            output::eprint_error(format_args!("{}: {why}", file.name));
        }
    }
    let broken = count(&files, Severity::Error) > 0
        || (arguments.deny_warnings && count(&files, Severity::Warning) > 0);
    Ok(match (unreadable, broken) {
        (true, _) => ExitCode::from(USAGE_ERROR),
        (false, true) => ExitCode::from(PROBLEMS),
        (false, false) => ExitCode::SUCCESS,
    })
}

fn check_one(dossier_arg: &DossierArg, format: FormatName) -> Checked {
    let problems = dossier_arg.bytes().map(|bytes| {
        let mut problems = check(&bytes, clock::today()).problems;
        if format == FormatName::Short {
            count_screen_columns(&mut problems, &bytes);
        }
        problems
    });
    Checked { name: dossier_arg.name(), problems: problems.map_err(|why| why.to_string()) }
}

/// Converts the columns of problems to those of the screen, as Emacs and the `%v` of Vim expect them, and GCC prints
/// them.
fn count_screen_columns(problems: &mut [Diagnostic], bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    // An editor does not show a byte order mark.
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    for Location { line, column } in problems.iter_mut().map(|problem| &mut problem.location) {
        let text = (*line as usize).checked_sub(1).and_then(|n| lines.get(n));
        *column = text.map_or(*column, |text| screen_column(text, *column));
    }
}
