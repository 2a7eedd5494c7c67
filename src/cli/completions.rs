//! `flank completions`: prints a completion script for a shell.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Command, ValueHint};
use clap_complete::Shell;

use super::{definition, examples, output, state_completion};

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
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    output::print_result(&script(arguments.shell), "the completions")
}

/// Returns the output of `flank completions --states LINE`, which the scripts run: the states that complete the line,
/// each with its meaning after a tab. Returns `None` for other arguments. clap does not know the option, so nothing lists
/// it.
pub fn state_candidates(arguments: &[OsString]) -> Option<String> {
    let [_, command, option, line] = arguments else { return None };
    if command != "completions" || option != "--states" {
        return None;
    }
    let states = state_completion::completions(line.to_str().unwrap_or_default()).into_iter();
    Some(states.map(|(name, meaning)| format!("{name}\t{meaning}\n")).collect())
}

/// Returns the script of clap_complete, with the states.
fn script(shell: Shell) -> String {
    let mut definition = definition();
    if shell == Shell::Zsh {
        // The script of clap_complete completes a command only after the dossier, where none is allowed.
        definition = Command::new("flank")
            .version(env!("CARGO_PKG_VERSION"))
            .disable_help_subcommand(true)
            .args(definition.get_arguments().filter(|argument| !argument.is_positional()))
            .subcommands(definition.get_subcommands());
    }
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut definition, "flank", &mut script);
    let script = with_file_names(shell, String::from_utf8_lossy(&script).into_owned(), &definition);
    with_states(shell, script)
}

/// Adds the states. They depend on the dossier of the command line, so the script runs `flank completions --states`,
/// which prints nothing if no state can follow.
fn with_states(shell: Shell, script: String) -> String {
    let after = |line: &str, addition: &str| script.replacen(line, &format!("{line}{addition}"), 1);
    match shell {
        Shell::Bash => after("    COMPREPLY=()\n", BASH_STATES),
        Shell::Elvish => after("        edit:complete-filename $words[-1]\n", ELVISH_STATES),
        Shell::PowerShell => after("    $commandElements = $commandAst.CommandElements\n", POWERSHELL_STATES),
        Shell::Zsh => after("    local ret=1\n", ZSH_STATES),
        Shell::Fish => script + FISH_STATES,
        _ => script,
    }
}

const BASH_STATES: &str = r#"    local IFS=$'\n'
    COMPREPLY=($(flank completions --states "${COMP_LINE:0:COMP_POINT}" 2>/dev/null))
    IFS=$' \t\n'
    if [[ ${#COMPREPLY[@]} -gt 0 ]]; then
        COMPREPLY=("${COMPREPLY[@]%%$'\t'*}")
        # Quotes the blanks of names. A code stays as it is where a directory has the same name.
        [[ "$(IFS=; echo "${COMPREPLY[*]}")" == *[^[:alnum:]]* ]] && compopt -o filenames
        return 0
    fi
"#;

const ELVISH_STATES: &str = r#"    } elif (not-eq (flank completions --states (repr $@words | slurp) 2>/dev/null | slurp) '') {
        flank completions --states (repr $@words | slurp) 2>/dev/null | each {|state|
            var name meaning = (str:split "\t" $state)
            edit:complex-candidate $name &display=$name' '$meaning
        }
"#;

const POWERSHELL_STATES: &str = r#"    $line = $commandAst.Extent.Text
    $line = $line.Substring(0, [Math]::Min($cursorPosition - $commandAst.Extent.StartOffset, $line.Length))
    if (-not $wordToComplete) {
        $line += ' '
    }
    # Before version 7.3, double quotation marks in arguments are lost.
    $states = @(flank completions --states ($line -replace '"', "'") 2>$null)
    if ($states -and -not $wordToComplete.StartsWith('-')) {
        return $states.ForEach{
            $name, $meaning = $_ -split "`t"
            $quoted = if ($name -match '\W') { "'" + $name.Replace("'", "''") + "'" } else { $name }
            [CompletionResult]::new($quoted, $name, [CompletionResultType]::ParameterValue, $meaning)
        }
    }
"#;

const ZSH_STATES: &str = r#"
    local -a states
    states=("${(@f)$(flank completions --states "${(j: :)words[1,CURRENT-1]} $PREFIX" 2>/dev/null)}")
    if [[ -n "$states" ]]; then
        compset -P '--*='
        states=("${(@)states/$'\t'/:}")
        _describe states states -U && return
    fi
"#;

const FISH_STATES: &str = r#"
function __fish_flank_states
    set -g __fish_flank_states (flank completions --states (commandline -cp | string collect) 2>/dev/null)
    set -q __fish_flank_states[1]
end
complete -c flank -n __fish_flank_states -f -a '$__fish_flank_states'
complete -c flank -n __fish_flank_states -l state -x -a '$__fish_flank_states'
"#;

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
