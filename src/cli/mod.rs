//! The command line: one file for each command, and this one, which hands over to them.

mod check;
mod colours;
mod dashboard;
mod diff;
mod dossier;
mod init;
mod output;
mod picture;
mod schema;
mod settings;
mod show;
mod view;

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

/// A terminal dashboard of Nato's eastern flank.
///
/// Shows for each frontline state its stance on the treaties that bind its arsenal, its defence spending, and
/// its officials' own words, all from one TOML file: the dossier. Each save of the file shows at once.
#[derive(Debug, Parser)]
#[command(
    name = "flank",
    version,
    subcommand_precedence_over_arg = true,
    after_help = "Press ? in the dashboard for its keys."
)]
struct CommandLine {
    #[command(flatten)]
    dashboard: dashboard::Arguments,

    #[command(subcommand)]
    command: Option<Command>,
}

/// What else the program can do.
#[derive(Debug, Subcommand)]
enum Command {
    Show(show::Arguments),
    Check(check::Arguments),
    Diff(diff::Arguments),
    Picture(picture::Arguments),
    Init(init::Arguments),
    Schema(schema::Arguments),
}

/// Exit status when a dossier has problems that `check` tells of or that do not let a command go on, and when `diff`
/// found a difference.
const PROBLEMS: u8 = 1;
/// Exit status for wrong use, for what cannot be read, and for what cannot be begun.
const WRONG_USE: u8 = 2;

/// Why a command did not do what it was asked.
#[derive(Debug)]
enum Failure {
    /// The dossier has these problems, a line for each.
    Problems(String),
    /// Anything else.
    Other(anyhow::Error),
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Failure {
        Failure::Other(error)
    }
}

/// Runs the program with these arguments, its own name first, and says how it ends.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let ended = match slip(&arguments) {
        Some(sentence) => Err(Failure::Other(anyhow::Error::msg(sentence))),
        None => match CommandLine::try_parse_from(arguments) {
            Ok(arguments) => run(arguments),
            Err(error) => {
                // A closed pipe is no error, and there is nowhere else to say anything.
                let _ = error.print();
                return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(WRONG_USE));
            }
        },
    };
    // As above: where standard error is gone, the status still tells.
    match ended {
        Ok(status) => status,
        Err(Failure::Problems(lines)) => {
            let _ = write!(std::io::stderr(), "{lines}");
            ExitCode::from(PROBLEMS)
        }
        Err(Failure::Other(error)) => {
            output::complain(format_args!("{error:#}"));
            ExitCode::from(WRONG_USE)
        }
    }
}

fn run(arguments: CommandLine) -> Result<ExitCode, Failure> {
    match arguments.command {
        None => dashboard::run(arguments.dashboard),
        Some(Command::Show(mut show)) => {
            show.take(arguments.dashboard.before("show")?)?;
            show::run(show)
        }
        Some(Command::Check(check)) => {
            arguments.dashboard.nothing_before("check")?;
            check::run(check)
        }
        Some(Command::Diff(diff)) => {
            diff::nothing_before(&arguments.dashboard.before("diff")?)?;
            diff::run(diff)
        }
        Some(Command::Picture(mut picture)) => {
            picture.view = picture.view.or(arguments.dashboard.before("picture")?);
            picture::run(picture)
        }
        Some(Command::Init(init)) => {
            arguments.dashboard.nothing_before("init")?;
            init::run(init)
        }
        Some(Command::Schema(schema)) => {
            arguments.dashboard.nothing_before("schema")?;
            schema::run(schema)
        }
    }
}

/// What was meant where the first argument is a command but for a letter or two: it would be taken for the name
/// of a dossier.
fn slip(arguments: &[OsString]) -> Option<String> {
    let word = arguments.get(1)?.to_str()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if word.starts_with('-') || !word.chars().all(plain) || Path::new(word).exists() {
        return None;
    }
    let command = CommandLine::command();
    let names = command.get_subcommands().map(clap::Command::get_name);
    let near = names.map(|name| (strsim::damerau_levenshtein(&word.to_lowercase(), name), name)).min()?;
    (near.0 > 0 && near.0 <= near.1.len() / 3)
        .then(|| format!("there is no command `{word}` and no such file; did you mean `{}`?", near.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_well_formed() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn a_slip_is_told_from_a_dossier() {
        let said = |word: &str| slip(&["flank".into(), word.into()]);
        assert_eq!(
            said("pictrue").as_deref(),
            Some("there is no command `pictrue` and no such file; did you mean `picture`?")
        );
        for other in ["picture", "picture.toml", "./pictrue", "notes", "--pictrue", ""] {
            assert_eq!(said(other), None, "{other}");
        }
    }
}
