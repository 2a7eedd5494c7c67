//! Settings: what a key does and how the screen is coloured. Leans on nothing else here.

mod command;
mod fault;
mod keymap;
mod marker;
mod settings;
mod theme;

pub use command::{Command, Group};
pub use fault::Fault;
pub use keymap::Keymap;
pub use marker::Marker;
pub use settings::Settings;
pub use theme::{Depth, Kind, Role, Theme, ThemeError};

/// Every setting with its default, compiled in.
pub const DEFAULTS: &str = include_str!("../../config/flank.toml");
