//! The command line: one file for each command, and this one, which hands over to them.

mod check;
mod colours;
mod completions;
mod config;
mod dashboard;
mod diff;
mod dossier;
mod examples;
mod help;
mod in_force;
mod init;
mod man;
mod output;
mod picture;
mod schema;
mod settings;
mod show;
mod slip;
mod view;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use examples::examples;

use crate::dossier::Text;

/// A terminal dashboard of Nato's eastern flank
///
/// Shows for each frontline state its stance on the treaties that bind its arsenal, its defence spending, and
/// its officials' own words, all from one TOML file: the dossier. Each save of the file shows at once.
#[derive(Debug, Parser)]
#[command(
    name = "flank",
    version,
    subcommand_precedence_over_arg = true,
    disable_help_subcommand = true,
    // Longer lines are hard to read.
    max_term_width = 100,
    after_help = examples!(
        "flank" => "The dossier that is built in. Press ? for the keys, q to leave.",
        "flank my.toml" => "A dossier of your own, shown anew at each save.",
        "flank --state PL --as-of 2025-03-18" => "Poland, as it was known on that day.",
        "flank help keys" => "The keys of the dashboard.",
    )
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
    Config(config::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
    Help(help::Arguments),
}

/// The whole command line: parsing, help, manual page and completions come from this one.
fn definition() -> clap::Command {
    let command = CommandLine::command();
    let commands = command.get_subcommands().map(|command| command.get_name().to_owned());
    let topics = PossibleValuesParser::new(commands.chain([help::KEYS.to_owned()]));
    command.mut_subcommand("help", |help| help.mut_arg("topic", |topic| topic.value_parser(topics)))
}

/// The command line in these arguments, the program's name first.
fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<CommandLine, clap::Error> {
    let matches = definition().try_get_matches_from(arguments)?;
    CommandLine::from_arg_matches(&matches).map_err(|error| error.format(&mut definition()))
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
    let ended = match slip::taken_for_a_dossier(&arguments) {
        Some(sentence) => Err(Failure::Other(anyhow::Error::msg(sentence))),
        None => match parse(arguments.iter().cloned()) {
            Ok(arguments) => run(arguments),
            Err(mut error) => {
                slip::advise(&mut error, &arguments);
                return tell(&error);
            }
        },
    };
    match ended {
        Ok(status) => status,
        Err(Failure::Problems(lines)) => {
            // Where standard error is gone, the status still tells.
            let _ = output::stderr().write_all(lines.as_bytes());
            ExitCode::from(PROBLEMS)
        }
        Err(Failure::Other(error)) => {
            // Arguments and files are quoted in it.
            output::complain(format_args!("{}", Text::paragraphs(&format!("{error:#}"))));
            ExitCode::from(WRONG_USE)
        }
    }
}

/// Prints what clap says: the help and the version that were asked for, or what is wrong.
fn tell(error: &clap::Error) -> ExitCode {
    // A closed pipe is no error, and there is nowhere else to say anything.
    let _ = error.print();
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(WRONG_USE))
}

fn run(CommandLine { dashboard: before, command }: CommandLine) -> Result<ExitCode, Failure> {
    match command {
        None => dashboard::run(before),
        Some(Command::Show(show)) => {
            let heeded = ["--state", "--as-of", "--config"];
            show::run(show.or(before.before("show", Some("show -d"), &heeded)?))
        }
        Some(Command::Check(mut check)) => {
            let before = before.before("check", Some("check"), &["--config"])?;
            check.config = check.config.or(before.config);
            check::run(check)
        }
        Some(Command::Diff(mut diff)) => {
            let before = before.before("diff", Some("diff -d"), &["--config"])?;
            diff.config = diff.config.or(before.config);
            diff::run(diff)
        }
        Some(Command::Picture(mut picture)) => {
            let heeded = ["--state", "--as-of", "--theme", "--marker", "--ascii", "--config"];
            picture.view = picture.view.or(before.before("picture", Some("picture -d"), &heeded)?);
            picture::run(picture)
        }
        Some(Command::Init(init)) => {
            before.before("init", None, &[])?;
            init::run(init)
        }
        Some(Command::Schema(schema)) => {
            before.before("schema", None, &[])?;
            schema::run(schema)
        }
        Some(Command::Config(config)) => {
            config::run(config::Arguments { dashboard: config.dashboard.or(before) })
        }
        Some(Command::Completions(completions)) => {
            before.before("completions", None, &[])?;
            completions::run(&completions)
        }
        Some(Command::Man(man::Arguments {})) => {
            before.before("man", None, &[])?;
            man::run()
        }
        Some(Command::Help(mut help)) => {
            let before = before.before("help", None, &["--config"])?;
            help.config = help.config.or(before.config);
            help::run(&help)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_well_formed() {
        definition().debug_assert();
    }
}
