//! The states that complete a command line, for the scripts of `flank completions`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::ArgMatches;

use crate::dossier::{Text, fold};
use crate::shell;

use super::{definition, dossier, options_after_command, settings};

/// Marks the cursor at the end of the line. Command lines do not contain Ctrl-A.
const CURSOR: char = '\u{1}';

/// Returns the states that complete the last word of a line, which ends at the cursor: a code or a name, and what it
/// means. There are none if the word is not a state, or if the dossier of the line cannot be read.
pub fn completions(line: &str) -> Vec<(Text, Text)> {
    matching_states(line).unwrap_or_default()
}

fn matching_states(line: &str) -> Option<Vec<(Text, Text)>> {
    // The last word may have an open quotation mark.
    let close = |mark: &&str| shell::split(&format!("{}{CURSOR}{mark}", line.trim_end_matches('\n')));
    let words: Vec<OsString> = ["", "\"", "'"].iter().find_map(close)?.iter().map(OsString::from).collect();
    let matches = definition().ignore_errors(true).try_get_matches_from(options_after_command(words)).ok()?;
    let matches = matches.subcommand().map_or(&matches, |(_, matches)| matches);
    let typed = fold(typed_state(matches)?);
    let path = |id| matches.try_get_one::<PathBuf>(id).ok().flatten().map(|path| settings::with_home(path));
    let dossier = dossier::requested(path("dossier"), path("config").as_deref()).ok()?.load_file()?;
    let begins = |text: &Text| fold(text).starts_with(&typed);
    let completion = |code: &Text, name: &Text| match (begins(code), begins(name)) {
        (false, true) if is_plain(name) => Some((name.clone(), code.clone())),
        (false, false) => None,
        _ => Some((code.clone(), name.clone())),
    };
    Some(dossier.states.iter().filter_map(|state| completion(&state.code, &state.name)).collect())
}

/// Returns whether no shell would run or expand a part of the name, such as `$(…)`, even without quotation marks.
fn is_plain(name: &str) -> bool {
    name.chars().all(|c| c.is_alphanumeric() || " -.'".contains(c))
}

/// Returns the part of the state before the cursor.
fn typed_state(matches: &ArgMatches) -> Option<&str> {
    let values = |id| matches.try_get_many::<String>(id).ok().flatten();
    ["state", "states"].into_iter().filter_map(values).flatten().find_map(|value| value.strip_suffix(CURSOR))
}
