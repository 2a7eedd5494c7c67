//! `flank completions`: what a shell needs in order to complete the command line.

use std::fmt::Write;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Arg, Command};
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
    let script = match arguments.shell {
        Shell::Zsh => zsh(),
        Shell::Fish => fish(),
        shell => generated(shell, definition()),
    };
    output::print(&script).context("cannot print the completions")?;
    Ok(ExitCode::SUCCESS)
}

fn generated(shell: Shell, mut definition: Command) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut definition, "flank", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// A dossier may stand where a command does, of which clap_complete makes two places in zsh, so that no command is
/// known as one: here the first word is either, and behind a dossier the options are the dashboard's.
fn zsh() -> String {
    let whole = definition();
    let options = whole.get_arguments().filter(|argument| !argument.is_positional()).cloned();
    let definition = Command::new("flank")
        .version(env!("CARGO_PKG_VERSION"))
        .disable_help_subcommand(true)
        .args(options)
        .subcommands(whole.get_subcommands().cloned());
    let script = generated(Shell::Zsh, definition);
    let (start, end) = ("_arguments \"${_arguments_options[@]}\" : \\\n", "\":: :_flank_commands\" \\\n");
    let options =
        script.split_once(start).and_then(|(_, rest)| rest.split_once(end)).map_or("", |(own, _)| own);
    let behind = format!("(*)\n{start}{options}&& ret=0\n;;\n");
    script.replacen("        esac\n    ;;\nesac", &format!("{behind}        esac\n    ;;\nesac"), 1).replace(
        "'flank commands' commands \"$@\"",
        "'flank commands' commands \"$@\"\n    _files -g '*.toml(-.)'",
    )
}

/// In fish clap_complete knows no values of arguments without a name, and none behind an option of the dashboard,
/// since what is shell_quoted so far lacks one.
fn fish() -> String {
    let mut definition = definition();
    definition.build();
    let mut script = generated(Shell::Fish, definition.clone()).replacen(
        "2>/dev/null\n    or return\n",
        "2>/dev/null\n    or return 0\n",
        1,
    );
    for command in definition.get_subcommands() {
        let positionals = command.get_positionals().flat_map(Arg::get_possible_values);
        let values: Vec<String> = positionals.map(|value| value.get_name().to_owned()).collect();
        if !values.is_empty() {
            let (name, values) = (command.get_name(), values.join(" "));
            // Writing to a String does not fail.
            let _ = writeln!(
                script,
                "complete -c flank -n \"__fish_flank_using_subcommand {name}\" -f -a \"{values}\""
            );
        }
    }
    script
}
