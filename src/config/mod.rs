//! Settings: the keymap, the theme and all other options, with the source of each.
//!
//! Settings and themes are decoded by [`crate::decode`], which reports all mistakes of a file at once.

mod command;
mod keymap;
mod map_symbols;
mod print;
mod schema;
mod settings;
mod source;
mod string_values;
mod theme;
mod values;

pub use crate::decode::Diagnostic;
pub use command::{Command, Group, Needs};
pub use keymap::{Keymap, parse_key};
pub use map_symbols::MapSymbols;
pub use schema::schema;
pub use settings::{SETTINGS, Settings};
pub use source::ValueSource;
pub use theme::{AUTO, Depth, NAMED_COLORS, Rgb, Role, RoleKind, RoleOverride, Theme, ThemeChoice, palette};
pub use values::{POLL, poll};

/// The settings file with every default, which is compiled in.
pub const DEFAULTS: &str = include_str!("../../config/flank.toml");
