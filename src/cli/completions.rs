//! `flank completions`: what a shell needs in order to complete the command line.

use std::process::ExitCode;

use anyhow::Context;
use clap_complete::Shell;

use super::{Failure, definition, examples, output};

/// Print completions for a shell
///
/// They are made from the same definitions as the help; print them anew after an update.
#[derive(Debug, clap::Args)]
#[command(arg_required_else_help = true, after_help = examples!(
    "flank completions bash > ~/.local/share/bash-completion/completions/flank" => "For bash with its package bash-completion.",
    "flank completions zsh > ~/.zfunc/_flank" => "For zsh, where `fpath` has ~/.zfunc before `compinit` runs.",
    "flank completions fish > ~/.config/fish/completions/flank.fish" => "For fish.",
))]
pub struct Arguments {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Prints them.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut definition(), "flank", &mut script);
    output::print(&String::from_utf8_lossy(&script)).context("cannot print the completions")?;
    Ok(ExitCode::SUCCESS)
}
