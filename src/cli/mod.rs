//! The command line. This module parses the arguments and runs a command; each command has a file.

mod check;
mod colours;
mod completions;
mod config;
mod dashboard;
mod diff;
mod display;
mod dossier;
mod effective;
mod examples;
mod help;
mod init;
mod man;
mod output;
mod picture;
mod schema;
mod settings;
mod show;
mod state_completion;
mod suggestions;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use examples::examples;

use crate::dossier::Text;
use crate::terminal::Output;

/// A terminal dashboard of NATO's eastern flank
///
/// Shows for each frontline state its stance on the treaties that bind its arsenal, its defence spending, and
/// its officials' own words, all from one TOML file: the dossier. Each save of the file is shown at once.
#[derive(Debug, Parser)]
#[command(
    name = "flank",
    version,
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    // Longer lines are hard to read.
    max_term_width = 100,
    after_help = examples!(
        "flank" => "The built-in dossier. Press ? for keys, q to quit.",
        "flank my.toml" => "Your own dossier, shown again at each save.",
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

/// The commands besides the dashboard.
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

/// Returns the definition of the command line, which determines parsing, help, manual page and completions.
fn definition() -> clap::Command {
    let command = CommandLine::command();
    let commands = command.get_subcommands().map(|command| command.get_name().to_owned());
    let topics = PossibleValuesParser::new(commands.chain([help::KEYS.to_owned()]));
    command.mut_subcommand("help", |help| help.mut_arg("topic", |topic| topic.value_parser(topics)))
}

/// Parses arguments, of which the first is the program's name.
fn parse(arguments: &[OsString]) -> Result<CommandLine, clap::Error> {
    let matches = definition().try_get_matches_from(arguments)?;
    CommandLine::from_arg_matches(&matches).map_err(|error| error.format(&mut definition()))
}

/// The exit status if a dossier has errors, or if `diff` finds a difference.
const PROBLEMS: u8 = 1;
/// The exit status for wrong usage, and for a file or a terminal that cannot be used.
const USAGE_ERROR: u8 = 2;

/// The problems of a dossier that a command cannot use, a line for each.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Problems(String);

/// Runs the program with these arguments, of which the first is its name. Returns its exit status.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if let Some(states) = completions::state_candidates(&arguments) {
        // A script shows no errors.
        let _ = output::print(&states);
        return ExitCode::SUCCESS;
    }
    let arguments = options_after_command(arguments);
    let result = match suggestions::mistaken_for_dossier(&arguments) {
        Some(sentence) => Err(anyhow::Error::msg(sentence)),
        None => match parse(&arguments) {
            Ok(arguments) => run(arguments),
            Err(mut error) => {
                suggestions::add_hints(&mut error, &arguments);
                return print(&error);
            }
        },
    };
    match result {
        Ok(status) => status,
        Err(error) => match error.downcast_ref() {
            Some(Problems(lines)) => {
                // If standard error is closed, the exit status is enough.
                let _ = Output::stderr().write_all(lines.as_bytes());
                ExitCode::from(PROBLEMS)
            }
            None => {
                // The message may quote arguments and files.
                output::eprint_error(Text::paragraphs(&format!("{error:#}")));
                ExitCode::from(USAGE_ERROR)
            }
        },
    }
}

/// Moves options of the dashboard that come before a command to the position after it, where the command accepts or
/// rejects them: `flank --config FILE show` becomes `flank show --config FILE`.
fn options_after_command(mut arguments: Vec<OsString>) -> Vec<OsString> {
    // If the arguments end with the command, clap parses it as the dossier.
    let is_command = |at: &usize| {
        let name =
            arguments[*at].to_str().filter(|name| CommandLine::command().find_subcommand(name).is_some());
        let dossier = |line: CommandLine| line.dashboard.settings.dossier;
        name.is_some()
            && parse(&arguments[..=*at]).ok().and_then(dossier).is_some_and(|it| it == arguments[*at])
    };
    // After `--`, a name is that of a file.
    let end = arguments.iter().position(|argument| argument == "--").unwrap_or(arguments.len());
    if let Some(at) = (2..end).find(is_command) {
        arguments[1..=at].rotate_right(1);
    }
    arguments
}

/// Prints a message of clap: the help or the version on standard output, or an error on standard error.
fn print(message: &clap::Error) -> ExitCode {
    let is_error = message.use_stderr();
    let coloured = if is_error { colours::on_stderr() } else { colours::on_stdout() };
    let output = if is_error { Output::stderr() } else { Output::stdout() };
    let text = message.render();
    let text = if coloured { text.ansi().to_string() } else { text.to_string() };
    match output::print_to(output, &text) {
        Err(error) if !is_error => {
            output::eprint_error(format_args!("cannot print the help: {error}"));
            ExitCode::from(USAGE_ERROR)
        }
        // If standard error is closed, the exit status is enough.
        _ => ExitCode::from(u8::try_from(message.exit_code()).unwrap_or(USAGE_ERROR)),
    }
}

fn run(line: CommandLine) -> anyhow::Result<ExitCode> {
    match line.command {
        None => dashboard::run(line.dashboard),
        Some(Command::Show(show)) => show::run(show),
        Some(Command::Check(check)) => check::run(check),
        Some(Command::Diff(diff)) => diff::run(diff),
        Some(Command::Picture(picture)) => picture::run(picture),
        Some(Command::Init(init)) => init::run(init),
        Some(Command::Schema(schema)) => schema::run(schema),
        Some(Command::Config(config)) => config::run(config),
        Some(Command::Completions(completions)) => completions::run(&completions),
        Some(Command::Man(man::Arguments {})) => man::run(),
        Some(Command::Help(help)) => help::run(&help),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definition_is_valid() {
        definition().debug_assert();
    }
}
