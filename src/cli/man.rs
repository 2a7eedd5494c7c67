//! `flank man`: the manual page, made from the same definitions as the help.

use std::io;
use std::process::ExitCode;

use anyhow::Context;
use clap::Arg;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::config::{Group, Keymap, Settings};

use super::{Failure, definition, examples, output};

/// Print the manual page
///
/// One page, in roff, with all commands, keys, files and exit statuses.
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "flank man | man -l -" => "Read it.",
    "flank man > ~/.cargo/share/man/man1/flank.1" => "Let `man flank` find it.",
))]
pub struct Arguments {}

/// What the page says of the environment: each variable and what it does.
const ENVIRONMENT: &[(&str, &str)] = &[
    ("FLANK_DOSSIER", "The dossier to show where none is named."),
    (
        "VISUAL, EDITOR",
        "The editor that the dashboard opens where the settings name none; vi where neither is set.",
    ),
    ("NO_COLOR", "Where it is set and not empty, nothing is coloured."),
    ("XDG_CONFIG_HOME", "Where the settings are looked for; ~/.config where it is not set."),
    ("COLUMNS", "How wide words for standard output may be, where the terminal's own width is not meant."),
    ("LC_ALL, LC_CTYPE, LANG", "Where they name a locale without UTF-8, signs are drawn in ASCII."),
    ("COLORTERM, FORCE_COLOR, TERM", "How many colours the terminal has."),
];

/// What the page says of files.
const FILES: &[(&str, &str)] = &[
    (
        "$XDG_CONFIG_HOME/flank/config.toml",
        "Your settings. Only what differs from the defaults needs to be there.",
    ),
    (
        "the dossier",
        "One TOML file of states, treaties, spending, quotations and their sources. It is read, and never written to. \
         Without one, flank shows the dossier that is built in.",
    ),
];

/// What the page says of the exit status.
const STATUS: &[(&str, &str)] = &[
    ("0", "All went well."),
    (
        "1",
        "The dossier has problems that do not let the command go on, check found errors (with --deny-warnings, or \
         warnings), or diff found a difference.",
    ),
    ("2", "Wrong use, or a file that cannot be read."),
    ("128+n", "Ended by signal n."),
];

/// Prints it.
pub fn run() -> Result<ExitCode, Failure> {
    // The keys compiled in have no fault: a test reads them.
    let keymap = Settings::read(None).map(|settings| settings.keymap).unwrap_or_default();
    let page = page(&keymap).context("cannot make the manual page")?;
    output::print(&page).context("cannot print the manual page")?;
    Ok(ExitCode::SUCCESS)
}

/// The whole page.
fn page(keymap: &Keymap) -> io::Result<String> {
    let mut command = definition().subcommand_value_name("command");
    // Gives the commands their full names, such as `flank show`.
    command.build();
    let command = command.mut_args(in_one_line);
    let mut page = Vec::new();
    // The same program prints the same page on any day. An empty date would be left out, and the rest move up.
    let man = Man::new(command.clone()).date(" ").manual("User Commands");
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    heading("COMMANDS").to_writer(&mut page)?;
    for subcommand in command.get_subcommands() {
        part(subcommand, &mut page)?;
    }
    keys(keymap).to_writer(&mut page)?;
    for (name, entries) in [("FILES", FILES), ("ENVIRONMENT", ENVIRONMENT), ("EXIT STATUS", STATUS)] {
        let mut roff = heading(name);
        for (word, says) in entries {
            roff.control("TP", []);
            roff.text([bold(*word)]);
            roff.text([roman(*says)]);
        }
        roff.to_writer(&mut page)?;
    }
    let mut roff = heading("EXAMPLES");
    shell_quoted(&mut roff, &command);
    roff.to_writer(&mut page)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

/// A command with its own arguments, as a part of the section of all commands.
fn part(command: &clap::Command, page: &mut Vec<u8>) -> io::Result<()> {
    let mut roff = Roff::new();
    roff.control("SS", [command.get_bin_name().unwrap_or_else(|| command.get_name())]);
    roff.to_writer(page)?;
    let hidden = |arg: Arg| if arg.get_id() == "help" { arg.hide(true) } else { in_one_line(arg) };
    let man = Man::new(command.clone().mut_args(hidden));
    let mut sections = Vec::new();
    man.render_synopsis_section(&mut sections)?;
    man.render_description_section(&mut sections)?;
    if command.get_arguments().any(|arg| arg.get_id() != "help") {
        man.render_options_section(&mut sections)?;
    }
    for line in String::from_utf8_lossy(&sections).lines() {
        let line = match line {
            // The headings would end the section that this is a part of; paragraphs are enough to part them.
            _ if line.starts_with(".SH ") => ".PP",
            // The values of an option, which need neither so deep an indent nor blank lines between them.
            ".RS 14" => ".RS\n.PD 0",
            ".RE" => ".PD\n.RE",
            line => line,
        };
        page.extend(line.as_bytes());
        page.push(b'\n');
    }
    let mut roff = Roff::new();
    roff.control("PP", []);
    roff.text([bold("Examples:")]);
    shell_quoted(&mut roff, command);
    roff.to_writer(page)
}

/// Says in the option's own sentence which values it takes, where nothing is said of each.
fn in_one_line(arg: Arg) -> Arg {
    let values = arg.get_possible_values();
    if !arg.get_action().takes_values()
        || values.is_empty()
        || values.iter().any(|value| value.get_help().is_some())
    {
        return arg;
    }
    let names: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
    let help = arg.get_help().cloned().unwrap_or_default();
    arg.hide_possible_values(true).help(format!("{help} [possible values: {}]", names.join(", ")))
}

/// The examples of a command's help, line by line as they are, but for their heading.
fn shell_quoted(roff: &mut Roff, command: &clap::Command) {
    let text = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    roff.control("nf", []);
    for line in text.lines().skip(1) {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
}

/// The keys of each group, as they are by default.
fn keys(keymap: &Keymap) -> Roff {
    let mut roff = heading("KEYS");
    roff.text([roman(
        "As they are unless your settings say otherwise; `flank help keys` lists those in force.",
    )]);
    for group in Group::ALL {
        roff.control("SS", [group.name()]);
        roff.control("PD", ["0"]);
        for (command, keys) in keymap.listed(group, str::to_owned, "…") {
            roff.control("TP", ["12"]);
            roff.text([bold(keys)]);
            roff.text([roman(command.label())]);
        }
        roff.control("PD", []);
    }
    roff
}

fn heading(name: &str) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", [name]);
    roff
}
