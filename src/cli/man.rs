//! `flank man`: prints the manual page, which is generated from the same definition as the help.

use std::io;
use std::process::ExitCode;

use anyhow::Context;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::config::{Group, Keymap};

use super::{definition, examples, output};

/// Print the manual page
///
/// One page in roff with all commands, keys, files and exit statuses.
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "flank man | man -l -" => "Read the page.",
    "flank man > ~/.cargo/share/man/man1/flank.1" => "Install it for `man flank`.",
))]
pub struct Arguments {}

/// The environment variables of the page.
const ENVIRONMENT: &[(&str, &str)] = &[
    ("FLANK_DOSSIER", "The dossier to show if none is named."),
    (
        "VISUAL, EDITOR",
        "The editor that the dashboard opens if the settings name none; vi if neither is set.",
    ),
    ("NO_COLOR", "Disables colours if it is set and not empty."),
    ("XDG_CONFIG_HOME", "The directory of the settings; ~/.config if it is not set."),
    ("COLUMNS", "The width of text on standard output. Overrides the width of the terminal."),
    (
        "LC_ALL, LC_CTYPE, LANG",
        "The locale. If it does not use UTF-8, the dashboard draws with ASCII characters only.",
    ),
    ("COLORTERM, FORCE_COLOR, TERM", "Determine the number of colours."),
];

/// The files of the page.
const FILES: &[(&str, &str)] = &[
    (
        "$XDG_CONFIG_HOME/flank/config.toml",
        "Your settings. The file needs only those that differ from the defaults.",
    ),
    (
        "the dossier",
        "One TOML file of states, treaties, spending, quotations and their sources. It is only read, never written. \
         Without one, flank shows the built-in dossier.",
    ),
];

/// The exit statuses of the page.
const STATUS: &[(&str, &str)] = &[
    ("0", "Success."),
    (
        "1",
        "The dossier has errors that prevent the command, check found errors (or, with --deny-warnings, warnings), \
         or diff found a difference.",
    ),
    ("2", "Wrong usage, or a file that cannot be read."),
    ("128+n", "Ended by signal n."),
];

/// Prints the page.
pub fn run() -> anyhow::Result<ExitCode> {
    let page = page(&Keymap::default()).context("cannot generate the manual page")?;
    output::print_result(&page, "the manual page")
}

/// Returns the whole page.
fn page(keymap: &Keymap) -> io::Result<String> {
    let mut command = definition().subcommand_value_name("command");
    // Gives the commands their full names, such as `flank show`.
    command.build();
    let mut page = Vec::new();
    // The page has no date, so that it is reproducible. clap_mangen would omit an empty date and shift the other
    // fields.
    let man = Man::new(command.clone()).date(" ").manual("User Commands");
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    let mut roff = Roff::new();
    roff.control("SH", ["COMMANDS"]);
    command.get_subcommands().for_each(|subcommand| describe(&mut roff, subcommand));
    keys(&mut roff, keymap);
    for (name, entries) in [("FILES", FILES), ("ENVIRONMENT", ENVIRONMENT), ("EXIT STATUS", STATUS)] {
        roff.control("SH", [name]);
        entries.iter().for_each(|(word, meaning)| entry(&mut roff, word, meaning));
    }
    roff.control("SH", ["EXAMPLES"]);
    append_examples(&mut roff, &command);
    roff.to_writer(&mut page)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

/// Appends a command with its options and examples.
fn describe(roff: &mut Roff, command: &clap::Command) {
    roff.control("SS", [command.get_bin_name().unwrap_or_else(|| command.get_name())]);
    let usage = command.clone().render_usage().to_string();
    for line in usage.trim_start_matches("Usage:").lines() {
        roff.text([bold(line.trim())]);
        roff.control("br", []);
    }
    for paragraph in command.get_long_about().or(command.get_about()).map(ToString::to_string).iter() {
        roff.control("PP", []);
        roff.text([roman(paragraph.as_str())]);
    }
    for argument in
        command.get_arguments().filter(|argument| argument.get_id() != "help" && !argument.is_hide_set())
    {
        let help =
            argument.get_long_help().or(argument.get_help()).map(ToString::to_string).unwrap_or_default();
        let name = match argument.get_short() {
            Some(short) => format!("-{short}, {argument}"),
            None => argument.to_string(),
        };
        entry(roff, &name, &help);
        if argument.is_hide_possible_values_set() {
            continue;
        }
        for value in argument.get_possible_values() {
            let meaning = value.get_help().map(|help| format!(": {help}")).unwrap_or_default();
            roff.control("br", []);
            roff.text([bold(value.get_name()), roman(meaning)]);
        }
    }
    roff.control("PP", []);
    roff.text([bold("Examples:")]);
    append_examples(roff, command);
}

/// Appends a word and its meaning.
fn entry(roff: &mut Roff, word: &str, meaning: &str) {
    roff.control("TP", []);
    roff.text([bold(word)]);
    roff.text([roman(meaning)]);
}

/// Appends the examples of the help of a command line by line, without their heading.
fn append_examples(roff: &mut Roff, command: &clap::Command) {
    let text = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    roff.control("nf", []);
    for line in text.lines().skip(1) {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
}

/// Appends the default keys of each group.
fn keys(roff: &mut Roff, keymap: &Keymap) {
    roff.control("SH", ["KEYS"]);
    roff.text([roman("These are the defaults; `flank help keys` lists those of your settings.")]);
    for group in Group::ALL {
        roff.control("SS", [group.name()]);
        roff.control("PD", ["0"]);
        for (command, keys) in keymap.listed(group, str::to_owned, "…") {
            entry(roff, &keys, command.label());
        }
        roff.control("PD", []);
    }
}
