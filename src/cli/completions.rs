//! `flank completions`: prints a completion script for a shell.

use std::collections::BTreeSet;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Command, ValueHint};
use clap_complete::Shell;

use super::{Failure, definition, examples, output};

/// Print completions for a shell
///
/// They match this version of the program. Print them again after an update.
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
        // The script of clap_complete completes a command only after the dossier, where none is allowed.
        definition = Command::new("flank")
            .version(env!("CARGO_PKG_VERSION"))
            .disable_help_subcommand(true)
            .args(definition.get_arguments().filter(|argument| !argument.is_positional()))
            .subcommands(definition.get_subcommands());
    }
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut definition, "flank", &mut script);
    let script = with_file_names(arguments.shell, String::from_utf8_lossy(&script).into_owned(), &definition);
    output::print(&script).context("cannot print the completions")?;
    Ok(ExitCode::SUCCESS)
}

/// Adds file names after the options that take one, for the shells in which clap_complete ignores value hints.
fn with_file_names(shell: Shell, script: String, definition: &Command) -> String {
    let commands = std::iter::once(definition).chain(definition.get_subcommands());
    let takes_file =
        commands.flat_map(Command::get_opts).filter(|opt| opt.get_value_hint() == ValueHint::FilePath);
    let names = takes_file.flat_map(|opt| {
        let (short, long) = (opt.get_short(), opt.get_long());
        short.map(|short| format!("-{short}")).into_iter().chain(long.map(|long| format!("--{long}")))
    });
    let names: BTreeSet<String> = names.collect();
    match shell {
        Shell::Elvish => {
            let names: Vec<String> = names.into_iter().collect();
            let after_option = format!(
                "    if (has-value [{}] $words[-2]) {{\n        edit:complete-filename $words[-1]\n    }} else {{\n        \
                 $completions[$command]\n    }}\n",
                names.join(" ")
            );
            script.replacen("    $completions[$command]\n", &after_option, 1)
        }
        Shell::PowerShell => {
            let names: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
            let start = "    $commandElements = $commandAst.CommandElements\n";
            let after_option = format!(
                "{start}    $previous = $commandElements[$(if ($wordToComplete) {{ -2 }} else {{ -1 }})].Extent.Text\n    \
                 if (@({}) -ccontains $previous) {{\n        return [CompletionCompleters]::CompleteFilename($wordToComplete)\n    }}\n",
                names.join(", ")
            );
            script.replacen(start, &after_option, 1)
        }
        _ => script,
    }
}
