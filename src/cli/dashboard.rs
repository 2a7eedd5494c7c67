//! `flank [DOSSIER]`: the dashboard itself.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::dossier::Text;

use super::view::View;
use super::{Failure, show};

#[cfg(unix)]
use {
    super::{colours, dossier, settings},
    crate::clock,
    crate::dossier::CiteFormat,
    crate::runtime::{self, Ended, Start},
    crate::terminal::end::{die_by, die_of_hangup},
    crate::ui::glyphs::Glyphs,
    std::time::Duration,
};

#[derive(Debug, Default, PartialEq, clap::Args)]
pub struct Arguments {
    /// The dossier to show and follow [default: $FLANK_DOSSIER, else the built-in one]
    #[arg(value_name = "DOSSIER")]
    dossier: Option<PathBuf>,

    #[command(flatten)]
    view: View,

    /// Look at the file every so many milliseconds instead of being told of saves
    #[arg(long, value_name = "MS", require_equals = true, num_args = 0..=1, default_missing_value = "1000",
          value_parser = clap::value_parser!(u64).range(50..=3_600_000))]
    poll: Option<u64>,

    /// Leave the mouse to the terminal
    #[arg(long)]
    no_mouse: bool,
}

impl Arguments {
    /// What these say to a command that they stand before. What it cannot heed is refused, not passed over.
    pub fn before(self, command: &str) -> anyhow::Result<View> {
        if let Some(path) = self.dossier {
            let path = Text::line(&path.to_string_lossy());
            anyhow::bail!(
                "`{path}` stands before `{command}`, which takes its dossier as `{command} -d {path}`"
            );
        }
        anyhow::ensure!(self.poll.is_none(), "`--poll` is for the dashboard; `{command}` follows no file");
        anyhow::ensure!(!self.no_mouse, "`--no-mouse` is for the dashboard; `{command}` has no mouse");
        Ok(self.view)
    }

    /// Refuses anything but settings before a command that shows no dossier.
    pub fn settings_before(self, command: &str) -> anyhow::Result<Option<PathBuf>> {
        let config = self.view.config.clone();
        let view = View { config: None, ..self.view };
        Arguments { view, ..self }.nothing_before(command)?;
        Ok(config)
    }

    /// Refuses anything before a command that shows no dossier and has no settings.
    pub fn nothing_before(&self, command: &str) -> anyhow::Result<()> {
        anyhow::ensure!(*self == Arguments::default(), "`{command}` stands alone: type `flank {command}`");
        Ok(())
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
    let settings = settings::load(arguments.view.config.as_deref())?;
    let ended = runtime::run(Start {
        dossier: dossier::path(arguments.dossier),
        state: arguments.view.state.clone(),
        day: arguments.view.day(clock::today())?,
        poll: arguments.poll.map(Duration::from_millis),
        theme: colours::theme(arguments.view.theme.as_deref(), settings.theme)?,
        marker: arguments.view.marker(settings.marker),
        copy: CiteFormat::named(&settings.copy).unwrap_or_default(),
        opener: settings.opener,
        editor: None,
        mouse: settings.mouse && !arguments.no_mouse,
        keymap: settings.keymap,
        glyphs: Glyphs { ascii: arguments.view.ascii || !locale_is_utf8() },
    })?;
    match ended {
        Ended::Quit => Ok(ExitCode::SUCCESS),
        Ended::Signal(signal) => die_by(signal),
        Ended::Gone => die_of_hangup(),
    }
}

/// Without a Unix terminal there is no way to wait for keys, signals and saves at once without ever waking up.
#[cfg(not(unix))]
fn follow(_: Arguments) -> anyhow::Result<ExitCode> {
    anyhow::bail!(
        "the dashboard needs a terminal of Unix, such as WSL has; `flank show` tells the same in words"
    )
}

/// Whether the locale says that the terminal takes UTF-8. One that says nothing at all is a modern one.
#[cfg(unix)]
fn locale_is_utf8() -> bool {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    match set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG")) {
        Some(locale) => {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        }
        None => true,
    }
}
