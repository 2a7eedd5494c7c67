//! How many colours the terminal has, and the theme in those.

use std::env;

use crate::config::Depth;
#[cfg(unix)]
use crate::config::{Settings, Theme, ThemeError, ValueSource};

/// The theme that needs no colours.
pub const WITHOUT: &str = "mono";

/// The theme of the settings, in the colours that the terminal has and the reader wants. Where there are none, only a
/// theme that was asked for on the command line goes before the one that needs none.
#[cfg(unix)]
pub fn theme(settings: &Settings) -> Result<Theme, ThemeError> {
    let depth = depth();
    let asked = matches!(settings.sources.of("theme"), ValueSource::Option(_));
    let theme = match depth {
        Depth::None if !asked => Theme::named(WITHOUT)?.with_overrides(&settings.colours),
        _ => settings.resolved_theme()?,
    };
    Ok(theme.at_depth(depth))
}

/// Whether words on standard output are to be in colour.
pub fn any() -> bool {
    depth() != Depth::None
}

/// The variable by which the reader forbids colours.
pub fn forbidden() -> Option<&'static str> {
    // By its definition NO_COLOR counts if it is not empty; supports-color goes by more and by less than that,
    // and takes FORCE_COLOR=0 for nothing said.
    if env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        return Some("NO_COLOR");
    }
    let forced_off = env::var_os("FORCE_COLOR").is_some_and(|value| value == "0" || value == "false");
    forced_off.then_some("FORCE_COLOR")
}

/// How many colours standard output has.
fn depth() -> Depth {
    let variable = |name| env::var_os(name);
    if forbidden().is_some() {
        return Depth::None;
    }
    match supports_color::on(supports_color::Stream::Stdout) {
        Some(level) if level.has_16m => Depth::TrueColor,
        Some(level) if level.has_256 => Depth::Ansi256,
        Some(_) => Depth::Ansi16,
        // It stopped at the empty NO_COLOR.
        None if variable("NO_COLOR").is_some() && variable("TERM").is_some_and(|term| term != "dumb") => {
            let all = variable("COLORTERM").is_some_and(|value| value == "truecolor" || value == "24bit");
            if all { Depth::TrueColor } else { Depth::Ansi16 }
        }
        None => Depth::None,
    }
}
