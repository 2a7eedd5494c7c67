//! `flank [DOSSIER]`: the dashboard itself.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;
use std::time::Duration;

use crate::config::{self, POLL};

use super::view::View;
use super::{Failure, output, show};

#[cfg(unix)]
use {
    super::colours,
    super::in_force::{InForce, in_force},
    crate::clock,
    crate::dossier::CiteFormat,
    crate::runtime::{self, AppConfig, Exit},
    crate::terminal::{die_by, die_of_hangup},
    crate::ui::symbols::Symbols,
};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The dossier to show and follow [default: $FLANK_DOSSIER, else that of the settings, else the built-in one]
    #[arg(value_name = "DOSSIER")]
    pub dossier: Option<PathBuf>,

    #[command(flatten)]
    pub view: View,

    /// Look at the file every so many milliseconds instead of being told of saves; 0 is never
    #[arg(long, value_name = "MS", require_equals = true, num_args = 0..=1, default_missing_value = "1000")]
    pub poll: Option<Poll>,

    /// Leave the mouse to the terminal
    #[arg(long)]
    pub no_mouse: bool,
}

/// How often to look at the file, if that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Poll(pub Option<Duration>);

impl FromStr for Poll {
    type Err = String;

    fn from_str(text: &str) -> Result<Poll, String> {
        let every = text.parse().ok().and_then(config::poll);
        let expected = || format!("expected milliseconds from {} to {}, or 0", POLL.start(), POLL.end());
        every.map(Poll).ok_or_else(expected)
    }
}

impl Arguments {
    /// These arguments, and where one is not given, what was given before the command's name.
    pub fn or(self, before: Arguments) -> Arguments {
        Arguments {
            dossier: self.dossier.or(before.dossier),
            view: self.view.or(before.view),
            poll: self.poll.or(before.poll),
            no_mouse: self.no_mouse || before.no_mouse,
        }
    }

    /// What these say to a command that they stand before, which takes a dossier by these words of its own, and heeds
    /// these options. What it cannot heed is refused, not passed over.
    pub fn before(self, command: &str, dossier_by: Option<&str>, heeded: &[&str]) -> anyhow::Result<View> {
        if let Some(path) = &self.dossier {
            match dossier_by {
                Some(words) => anyhow::bail!(
                    "`{}` stands before `{command}`; type `flank {words} {}`",
                    output::shown(path),
                    output::typed(path)
                ),
                None => anyhow::bail!(
                    "`{}` stands before `{command}`, which takes no dossier",
                    output::shown(path)
                ),
            }
        }
        if let Some(option) = self.given().find(|option| !heeded.contains(option)) {
            anyhow::bail!("`{command}` cannot heed `{option}`");
        }
        Ok(self.view)
    }

    /// The options that are given.
    pub fn given(&self) -> impl Iterator<Item = &'static str> {
        let view = &self.view;
        let options = [
            ("--state", view.state.is_some()),
            ("--as-of", view.as_of.is_some()),
            ("--theme", view.theme.is_some()),
            ("--marker", view.marker.is_some()),
            ("--ascii", view.ascii),
            ("--config", view.config.is_some()),
            ("--poll", self.poll.is_some()),
            ("--no-mouse", self.no_mouse),
        ];
        options.into_iter().filter_map(|(option, given)| given.then_some(option))
    }
}

/// Shows the dashboard until the reader leaves.
///
/// Where standard output is no terminal there is nothing to draw on, and it is told in words instead.
pub fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    if !std::io::stdout().is_terminal() {
        return show::run(show::Arguments::instead(arguments.dossier, arguments.view));
    }
    Ok(follow(arguments)?)
}

#[cfg(unix)]
fn follow(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let InForce { settings, dossier, .. } = in_force(&arguments)?;
    let exit = runtime::run(AppConfig {
        dossier,
        state: arguments.view.state.clone(),
        day: arguments.view.day(clock::today())?,
        poll: settings.poll,
        limit: super::dossier::bytes_of(settings.max_size),
        theme: colours::theme(&settings)?,
        marker: settings.marker,
        copy: CiteFormat::named(settings.copy).unwrap_or_default(),
        opener: settings.opener,
        editor: settings.editor,
        mouse: settings.mouse,
        jump: settings.jump,
        keymap: settings.keymap,
        symbols: Symbols { ascii: settings.ascii },
    })?;
    match exit {
        Exit::Quit => Ok(ExitCode::SUCCESS),
        Exit::Signal(signal) => die_by(signal),
        Exit::Gone => die_of_hangup(),
    }
}

/// Without a Unix terminal there is no way to wait for keys, signals and saves at once without ever waking up.
#[cfg(not(unix))]
fn follow(_: Arguments) -> anyhow::Result<ExitCode> {
    anyhow::bail!(
        "the dashboard needs a terminal of Unix, such as WSL has; `flank show` tells the same in words"
    )
}
