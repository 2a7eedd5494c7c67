//! How many colours the terminal has, and the theme in those.

use std::env;

use crate::config::Depth;
#[cfg(unix)]
use crate::config::{Theme, ThemeError};

/// The theme of this name, or else that of the settings, in the colours that the terminal has and the reader
/// wants.
#[cfg(unix)]
pub fn theme(name: Option<&str>, set: Theme) -> Result<Theme, ThemeError> {
    let depth = depth();
    let theme = match name {
        Some(name) => Theme::named(name)?,
        None if depth == Depth::None => Theme::named("mono")?,
        None => set,
    };
    Ok(theme.at_depth(depth))
}

/// Whether words on standard output are to be in colour.
pub fn any() -> bool {
    depth() != Depth::None
}

/// How many colours standard output has.
fn depth() -> Depth {
    let variable = |name| env::var_os(name);
    // By its definition NO_COLOR counts if it is not empty; supports-color goes by more and by less than that,
    // and takes FORCE_COLOR=0 for nothing said.
    let no_color = variable("NO_COLOR");
    let forced_off = variable("FORCE_COLOR").is_some_and(|value| value == "0" || value == "false");
    if no_color.as_ref().is_some_and(|value| !value.is_empty()) || forced_off {
        return Depth::None;
    }
    match supports_color::on(supports_color::Stream::Stdout) {
        Some(level) if level.has_16m => Depth::TrueColor,
        Some(level) if level.has_256 => Depth::Ansi256,
        Some(_) => Depth::Ansi16,
        // It stopped at the empty NO_COLOR.
        None if no_color.is_some() && variable("TERM").is_some_and(|term| term != "dumb") => {
            let all = variable("COLORTERM").is_some_and(|value| value == "truecolor" || value == "24bit");
            if all { Depth::TrueColor } else { Depth::Ansi16 }
        }
        None => Depth::None,
    }
}
