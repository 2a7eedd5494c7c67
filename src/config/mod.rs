//! Settings: what a key does and how the screen is coloured. Leans on nothing else here.

mod command;
mod keymap;
mod marker;
mod theme;

pub use command::{Command, Group};
pub use keymap::{Keymap, KeymapError};
pub use marker::Marker;
pub use theme::{Role, Theme};

/// Every setting with its default, compiled in.
pub const DEFAULTS: &str = include_str!("../../config/flank.toml");
