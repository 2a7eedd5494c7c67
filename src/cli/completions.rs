//! `flank completions`: a script with which a shell completes the command line.

use std::process::ExitCode;

use anyhow::Context;
use clap::Command;
use clap_complete::Shell;

use super::{Failure, definition, examples, output};

/// Print completions for a shell
///
/// They are made from the same definition as the help; print them again after an update.
#[derive(Debug, clap::Args)]
#[command(arg_required_else_help = true, after_help = examples!(
    "flank completions bash > ~/.local/share/bash-completion/completions/flank" => "For bash with its package bash-completion.",
    "flank completions zsh > ~/.zfunc/_flank" => "For zsh, if `fpath` has ~/.zfunc before `compinit` runs.",
    "flank completions fish > ~/.config/fish/completions/flank.fish" => "For fish.",
))]
pub struct Arguments {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Prints the script.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let mut definition = definition();
    if arguments.shell == Shell::Zsh {
        // The script of clap_complete expects a command only after the dossier, which no command line has.
        definition = Command::new("flank")
            .version(env!("CARGO_PKG_VERSION"))
            .disable_help_subcommand(true)
            .args(definition.get_arguments().filter(|argument| !argument.is_positional()))
            .subcommands(definition.get_subcommands());
    }
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut definition, "flank", &mut script);
    output::print(&String::from_utf8_lossy(&script)).context("cannot print the completions")?;
    Ok(ExitCode::SUCCESS)
}
