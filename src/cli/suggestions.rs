//! What was probably meant where the command line is wrong, so that an error says what to type.

use std::ffi::OsString;
use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

use crate::decode::suggest;

use super::{definition, help};

/// What was meant where an argument would be taken for the name of a dossier: the first is a command but for a letter
/// or two, or a number stands behind `--poll`.
pub fn mistaken_for_dossier(arguments: &[OsString]) -> Option<String> {
    let every = arguments.windows(2).filter(|pair| pair[0] == "--poll").find_map(|pair| pair[1].to_str());
    if let Some(every) = every.filter(|every| every.parse::<u64>().is_ok() && !Path::new(every).exists()) {
        return Some(format!("`--poll` takes its number behind `=`; type `--poll={every}`"));
    }
    let word = word(arguments)?;
    let command = definition();
    let names = || command.get_subcommands().map(Command::get_name);
    let near = match word {
        help::KEYS => "help keys",
        "version" => "--version",
        _ => suggest(word, names()).filter(|_| names().all(|name| name != word))?,
    };
    Some(format!("there is no command `{word}` and no such file; did you mean `{near}`?"))
}

/// The first argument where it looks like the name of a command, and no file is called so.
fn word(arguments: &[OsString]) -> Option<&str> {
    let word = arguments.get(1)?.to_str()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    (!word.starts_with('-') && word.chars().all(plain) && !Path::new(word).exists()).then_some(word)
}

/// Adds to what clap says of these arguments what it does not know.
pub fn add_hints(error: &mut clap::Error, arguments: &[OsString]) {
    let mut root = definition();
    root.build();
    let among = |argument: &&OsString| argument.to_str().and_then(|name| root.find_subcommand(name));
    let subcommand = arguments.iter().skip(1).find_map(|argument| among(&argument));
    let Some(ContextValue::String(wrong)) = error.get(ContextKind::InvalidArg) else { return };
    let tip = match error.kind() {
        ErrorKind::InvalidValue => {
            let missing = matches!(error.get(ContextKind::InvalidValue), Some(ContextValue::String(text)) if text.is_empty());
            missing.then(|| meaning(subcommand.unwrap_or(&root), wrong)).flatten()
        }
        ErrorKind::UnknownArgument => {
            // That it could be a value is of no use: nothing here begins with a dash.
            let by_name = wrong.starts_with('-') && error.get(ContextKind::SuggestedArg).is_none();
            let tip = match subcommand {
                _ if by_name && ["-d", "--dossier"].contains(&wrong.as_str()) => {
                    dossier(subcommand.unwrap_or(&root))
                }
                _ if by_name => value(subcommand.unwrap_or(&root), wrong),
                None if !wrong.starts_with('-') => Some(match word(arguments) {
                    Some(word) => format!("there is no command '{word}'; 'flank --help' lists them"),
                    None => "the dashboard shows one dossier; 'flank diff OLD NEW' compares two".to_owned(),
                }),
                _ => None,
            };
            let elsewhere = suggested(error).any(|tip| tip.ends_with("exists"));
            if by_name && tip.is_none() && !elsewhere {
                error.remove(ContextKind::Suggested);
            }
            tip
        }
        _ => None,
    };
    if let Some(tip) = tip {
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
}

/// What clap suggests by itself.
fn suggested(error: &clap::Error) -> impl Iterator<Item = String> {
    let tips = match error.get(ContextKind::Suggested) {
        Some(ContextValue::StyledStrs(tips)) => &tips[..],
        _ => &[],
    };
    tips.iter().map(ToString::to_string)
}

/// What the help says of an argument that is written so.
fn meaning(command: &Command, argument: &str) -> Option<String> {
    let argument = command.get_arguments().find(|candidate| candidate.to_string() == argument)?;
    argument.get_help().map(ToString::to_string)
}

/// Where a command takes its dossier.
fn dossier(command: &Command) -> Option<String> {
    let words = match command.get_name() {
        "flank" => "flank".to_owned(),
        name => format!("flank {name}"),
    };
    let named = |argument: &&Arg| argument.get_long() == Some("dossier");
    let positional = |argument: &&Arg| {
        argument.get_value_names().is_some_and(|names| names.iter().any(|name| name == "DOSSIER"))
    };
    let argument = command.get_arguments().find(|argument| named(argument) || positional(argument))?;
    Some(if argument.is_positional() {
        format!("type '{words} FILE', without an option")
    } else {
        format!("type '{words} -d FILE', behind the command")
    })
}

/// What to type where a value is given as if it were an option: `--json` for `--format json`.
fn value(command: &Command, option: &str) -> Option<String> {
    let name = option.trim_start_matches('-');
    let takes =
        |argument: &&Arg| argument.get_possible_values().iter().any(|value| value.matches(name, false));
    let argument =
        command.get_arguments().find(|argument| argument.get_action().takes_values() && takes(argument))?;
    Some(match argument.get_long() {
        Some(long) => format!("type '--{long} {name}'"),
        None => format!("type 'flank {} {name}'", command.get_name()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_from_a_dossier() {
        let poll = mistaken_for_dossier(&["flank".into(), "--poll".into(), "500".into()]);
        assert_eq!(poll.as_deref(), Some("`--poll` takes its number behind `=`; type `--poll=500`"));
        assert_eq!(mistaken_for_dossier(&["flank".into(), "--poll".into(), "500.toml".into()]), None);
        let said = |word: &str| mistaken_for_dossier(&["flank".into(), word.into()]);
        for (word, near) in [("pictrue", "picture"), ("keys", "help keys"), ("version", "--version")] {
            let sentence = format!("there is no command `{word}` and no such file; did you mean `{near}`?");
            assert_eq!(said(word), Some(sentence));
        }
        for other in ["picture", "picture.toml", "./pictrue", "notes", "--pictrue", ""] {
            assert_eq!(said(other), None, "{other}");
        }
    }
}
