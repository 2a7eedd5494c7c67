//! The command line.

mod colours;
mod settings;

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use clap::builder::PossibleValuesParser;

use crate::config::Theme;
use crate::dossier::Day;
use crate::runtime::{Ended, Start, run};
use crate::terminal::end::die_by;
use crate::ui::glyphs::Glyphs;

/// A terminal dashboard of Nato's eastern flank.
///
/// Shows for each frontline state its stance on the treaties that bind its arsenal, its defence spending, and
/// its officials' own words, all from one TOML file: the dossier. Each save of the file shows at once.
#[derive(Debug, Parser)]
#[command(name = "flank", version, after_help = "Press ? in the dashboard for its keys.")]
struct Arguments {
    /// The dossier to show and follow [default: $FLANK_DOSSIER, else the built-in one]
    #[arg(value_name = "DOSSIER")]
    dossier: Option<PathBuf>,

    /// Begin with this state (ISO 3166-1 code, such as EE)
    #[arg(long, value_name = "CODE")]
    state: Option<String>,

    /// Show what was known on this day, such as 2025-03-18
    #[arg(long, value_name = "DAY")]
    as_of: Option<Day>,

    /// Look at the file every so many milliseconds instead of being told of saves
    #[arg(long, value_name = "MS", require_equals = true, num_args = 0..=1, default_missing_value = "1000",
          value_parser = clap::value_parser!(u64).range(50..=3_600_000))]
    poll: Option<u64>,

    /// Your settings [default: $XDG_CONFIG_HOME/flank/config.toml]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Leave the mouse to the terminal
    #[arg(long)]
    no_mouse: bool,

    /// Colours: the terminal's own by default, none where NO_COLOR is set
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(Theme::NAMES))]
    theme: Option<String>,

    /// Draw with ASCII signs only
    #[arg(long)]
    ascii: bool,
}

/// Exit status for wrong use, and for what cannot be begun.
const WRONG_USE: u8 = 2;

/// Runs the program with these arguments, its own name first, and says how it ends.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // A closed pipe is no error, and there is nowhere else to say anything.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(WRONG_USE));
        }
    };
    match dashboard(arguments) {
        Ok(Ended::Quit) => ExitCode::SUCCESS,
        Ok(Ended::Signal(signal)) => die_by(signal),
        Ok(Ended::Gone) => die_by(signal_hook::consts::SIGHUP),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "flank: {error:#}");
            ExitCode::from(WRONG_USE)
        }
    }
}

fn dashboard(arguments: Arguments) -> anyhow::Result<Ended> {
    anyhow::ensure!(
        std::io::stdout().is_terminal(),
        "standard output is no terminal, and the dashboard needs one to draw on"
    );
    let from_environment = || std::env::var_os("FLANK_DOSSIER").filter(|path| !path.is_empty());
    let settings = settings::load(arguments.config.as_deref())?;
    run(Start {
        dossier: arguments.dossier.or_else(|| from_environment().map(PathBuf::from)),
        state: arguments.state,
        day: arguments.as_of,
        poll: arguments.poll.map(Duration::from_millis),
        keymap: settings.keymap,
        theme: colours::theme(arguments.theme.as_deref(), settings.theme)?,
        marker: settings.marker,
        mouse: settings.mouse && !arguments.no_mouse,
        glyphs: Glyphs { ascii: arguments.ascii || !locale_is_utf8() },
    })
}

/// Whether the locale says that the terminal takes UTF-8. One that says nothing at all is a modern one.
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
