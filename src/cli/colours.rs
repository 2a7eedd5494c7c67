//! The number of colours of the terminal, and the theme in those colours.

use std::env;

use crate::config::{Depth, Settings, ThemeChoice, ValueSource};

/// The theme without colours.
pub const COLOURLESS: &str = "mono";

/// Returns the theme of the settings in the colours of the terminal. If there are none or the user disables them, the
/// theme is [`COLOURLESS`], unless the command line names one.
pub fn theme(settings: &Settings) -> ThemeChoice {
    let depth = depth();
    let requested = matches!(settings.sources.get("theme"), Some(ValueSource::Option(_)));
    let name = if depth == Depth::None && !requested { COLOURLESS } else { settings.theme };
    ThemeChoice::new(name, settings.colours.clone(), depth)
}

/// Whether standard output should be coloured.
pub fn on_stdout() -> bool {
    depth() != Depth::None
}

/// Whether messages on standard error should be coloured.
pub fn on_stderr() -> bool {
    disabled_by().is_none() && supports_color::on(supports_color::Stream::Stderr).is_some()
}

/// Returns the environment variable that disables colours, if any.
pub fn disabled_by() -> Option<&'static str> {
    // By its definition, NO_COLOR counts if it is not empty. supports-color also respects an empty one, and ignores
    // FORCE_COLOR=0.
    if env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        return Some("NO_COLOR");
    }
    let forced_off = env::var_os("FORCE_COLOR").is_some_and(|value| value == "0" || value == "false");
    forced_off.then_some("FORCE_COLOR")
}

/// Returns the number of colours of standard output.
fn depth() -> Depth {
    let variable = |name| env::var_os(name);
    if disabled_by().is_some() {
        return Depth::None;
    }
    match supports_color::on(supports_color::Stream::Stdout) {
        Some(level) if level.has_16m => Depth::TrueColor,
        Some(level) if level.has_256 => Depth::Ansi256,
        Some(_) => Depth::Ansi16,
        // An empty NO_COLOR, which supports-color respects.
        None if variable("NO_COLOR").is_some() && variable("TERM").is_some_and(|term| term != "dumb") => {
            let all = variable("COLORTERM").is_some_and(|value| value == "truecolor" || value == "24bit");
            if all { Depth::TrueColor } else { Depth::Ansi16 }
        }
        None => Depth::None,
    }
}
