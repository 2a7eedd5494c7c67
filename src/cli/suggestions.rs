//! Hints about wrong command lines, in addition to those of clap.

use std::ffi::OsString;
use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

use crate::decode::suggest;

use super::{definition, help};

/// Returns an error message if clap would parse an argument as the name of a dossier by mistake: a typo of a command as
/// the first argument, or a number after `--poll`.
pub fn mistaken_for_dossier(arguments: &[OsString]) -> Option<String> {
    let interval = arguments.windows(2).filter(|pair| pair[0] == "--poll").find_map(|pair| pair[1].to_str());
    if let Some(ms) = interval.filter(|ms| ms.parse::<u64>().is_ok() && !Path::new(ms).exists()) {
        return Some(format!("`--poll` takes its number after `=`; type `--poll={ms}`"));
    }
    let word = word(arguments)?;
    let command = definition();
    let names = || command.get_subcommands().map(Command::get_name);
    let meant = match word {
        help::KEYS => "help keys",
        "version" => "--version",
        _ => suggest(word, names()).filter(|_| names().all(|name| name != word))?,
    };
    Some(format!("no command `{word}`, and no such file; did you mean `{meant}`?"))
}

/// Returns the first argument if it looks like the name of a command and there is no such file.
fn word(arguments: &[OsString]) -> Option<&str> {
    let word = arguments.get(1)?.to_str()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    (!word.starts_with('-') && word.chars().all(plain) && !Path::new(word).exists()).then_some(word)
}

/// Adds a hint to an error, or replaces the hint of clap by a better one.
pub fn add_hints(error: &mut clap::Error, arguments: &[OsString]) {
    let mut root = definition();
    root.build();
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.as_str(),
        _ => "",
    };
    let mut names = arguments.iter().skip(1).filter_map(|argument| argument.to_str());
    let command = names.find_map(|name| root.find_subcommand(name)).unwrap_or(&root);
    let wrong = text(ContextKind::InvalidArg);
    let hint = match error.kind() {
        // clap parses an argument after the dossier as a command.
        ErrorKind::ArgumentConflict if error.get(ContextKind::InvalidSubcommand).is_some() => {
            let wrong = text(ContextKind::InvalidSubcommand).to_owned();
            let hint = match (root.find_subcommand(&wrong), word(arguments)) {
                (Some(command), _) => {
                    dossier(command).unwrap_or_else(|| format!("'flank {wrong}' takes no dossier"))
                }
                (None, Some(word)) => format!("there is no command '{word}'; 'flank --help' lists them"),
                (None, None) => {
                    "the dashboard shows one dossier; 'flank diff OLD NEW' compares two".to_owned()
                }
            };
            let message = format!("unexpected argument '{wrong}' after a dossier");
            *error = root.error(ErrorKind::UnknownArgument, format!("{message}\n\n  tip: {hint}"));
            return;
        }
        ErrorKind::InvalidValue if text(ContextKind::InvalidValue).is_empty() => meaning(command, wrong),
        ErrorKind::UnknownArgument if ["-d", "--dossier"].contains(&wrong) => dossier(command),
        ErrorKind::UnknownArgument
            if wrong.starts_with('-') && error.get(ContextKind::SuggestedArg).is_none() =>
        {
            let of_clap = || match error.get(ContextKind::Suggested) {
                Some(ContextValue::StyledStrs(hints)) => {
                    hints.iter().map(ToString::to_string).find(|hint| hint.ends_with("exists"))
                }
                _ => None,
            };
            let hint = value(command, wrong).or_else(of_clap);
            if hint.is_none() {
                // clap hints that the option may be a value, but no value begins with a dash.
                error.remove(ContextKind::Suggested);
            }
            hint
        }
        _ => None,
    };
    if let Some(hint) = hint {
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![hint.into()]));
    }
}

/// Returns the help of an argument.
fn meaning(command: &Command, argument: &str) -> Option<String> {
    let argument = command.get_arguments().find(|candidate| candidate.to_string() == argument)?;
    argument.get_help().map(ToString::to_string)
}

/// Returns a hint about how to name the dossier of a command.
fn dossier(command: &Command) -> Option<String> {
    let name = command.get_bin_name().unwrap_or("flank");
    let named = |argument: &&Arg| argument.get_long() == Some("dossier");
    let positional = |argument: &&Arg| {
        argument.get_value_names().is_some_and(|names| names.iter().any(|name| name == "DOSSIER"))
    };
    let argument = command.get_arguments().find(|argument| named(argument) || positional(argument))?;
    Some(if argument.is_positional() {
        format!("type '{name} FILE'")
    } else {
        format!("type '{name} -d FILE', after the command")
    })
}

/// Returns a hint for a value that was given as an option: `--format json` for `--json`.
fn value(command: &Command, option: &str) -> Option<String> {
    let name = option.trim_start_matches('-');
    let has_value =
        |argument: &&Arg| argument.get_possible_values().iter().any(|value| value.matches(name, false));
    let argument = command
        .get_arguments()
        .find(|argument| argument.get_action().takes_values() && has_value(argument))?;
    Some(match argument.get_long() {
        Some(long) => format!("type '--{long} {name}'"),
        None => format!("type '{} {name}'", command.get_bin_name().unwrap_or("flank")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typos_are_not_taken_for_dossiers() {
        let poll = mistaken_for_dossier(&["flank".into(), "--poll".into(), "500".into()]);
        assert_eq!(poll.as_deref(), Some("`--poll` takes its number after `=`; type `--poll=500`"));
        assert_eq!(mistaken_for_dossier(&["flank".into(), "--poll".into(), "500.toml".into()]), None);
        let message = |word: &str| mistaken_for_dossier(&["flank".into(), word.into()]);
        for (word, near) in [("pictrue", "picture"), ("keys", "help keys"), ("version", "--version")] {
            let sentence = format!("no command `{word}`, and no such file; did you mean `{near}`?");
            assert_eq!(message(word), Some(sentence));
        }
        for other in ["picture", "picture.toml", "./pictrue", "notes", "--pictrue", ""] {
            assert_eq!(message(other), None, "{other}");
        }
    }
}
