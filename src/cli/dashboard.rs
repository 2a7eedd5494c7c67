//! `flank [DOSSIER]`: shows the dashboard.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{bail, ensure};
use clap::ValueHint;

use crate::clock;
use crate::config::{self, POLL};
use crate::dossier::Day;
use crate::report::diff;
use crate::runtime::{self, AppConfig, Exit};
use crate::terminal::{die_by, die_of_hangup, draws_screens};

use super::display::{DisplayArgs, ViewArgs};
use super::effective::{EffectiveConfig, effective};
use super::{colours, dossier, output, show};

/// Options of the dashboard.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    view: ViewArgs,

    #[command(flatten)]
    pub settings: SettingsArgs,
}

/// Options that take precedence over the settings.
#[derive(Debug, clap::Args)]
pub struct SettingsArgs {
    /// The dossier to show and watch [default: $FLANK_DOSSIER, else that of the settings, else the built-in one]
    #[arg(value_name = "DOSSIER", value_hint = ValueHint::FilePath)]
    pub dossier: Option<PathBuf>,

    #[command(flatten)]
    pub display: DisplayArgs,

    /// Read the file every MS milliseconds instead of waiting for notifications of the system; 0 disables polling
    #[arg(long, value_name = "MS", require_equals = true, num_args = 0..=1, default_missing_value = "1000", value_parser = interval)]
    pub poll: Option<Interval>,

    /// Leave the mouse to the terminal
    #[arg(long)]
    pub no_mouse: bool,
}

/// An interval of polling; `None` disables it. An alias, because clap treats an `Option` within another as an optional
/// value.
type Interval = Option<Duration>;

/// Parses the milliseconds of an interval.
fn interval(text: &str) -> Result<Interval, String> {
    let interval = text.parse().ok().and_then(config::poll);
    interval.ok_or_else(|| format!("expected milliseconds from {} to {}, or 0", POLL.start(), POLL.end()))
}

/// Shows the dashboard until the user quits, or prints a report if standard output cannot draw it: the facts or, with
/// `--since`, what is new.
pub fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    if !draws_screens() {
        return match arguments.view.since(clock::today())? {
            Some(since) => print_since(since, &arguments),
            None => show::run(show::Arguments::instead(arguments.settings, arguments.view)),
        };
    }
    run_in_terminal(arguments)
}

/// Prints what the dashboard would mark as new.
fn print_since(since: Day, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let Arguments { view, settings } = arguments;
    let dossier = dossier::requested(settings.dossier.clone(), settings.display.config.as_deref())?.load()?;
    let state = view.state.as_deref().map(|name| dossier::state(&dossier, name)).transpose()?;
    let today = clock::today();
    let to = view.day(today)?.unwrap_or(today);
    ensure!(since <= to, "--since {since} is later than {to}, the day to show");
    let days = diff::days(&dossier, since, to, state.as_slice());
    output::print_result(&days.text(output::width()), "what is new")
}

fn run_in_terminal(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let EffectiveConfig { config, dossier } = effective(&arguments.settings)?;
    if dossier.as_deref().is_some_and(super::dossier::is_stdin) {
        bail!("standard input cannot be watched for saves; name a file, or type `flank show -d -`");
    }
    let exit = runtime::run(AppConfig {
        dossier,
        state: arguments.view.state.clone(),
        day: arguments.view.day(clock::today())?,
        since: arguments.view.since(clock::today())?,
        theme: colours::theme(&config.settings),
        settings: config.settings,
        links: supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout),
    })?;
    match exit {
        Exit::Quit => Ok(ExitCode::SUCCESS),
        Exit::Signal(signal) => die_by(signal),
        Exit::HungUp => die_of_hangup(),
    }
}
