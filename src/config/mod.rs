//! Settings: what a key does and how the screen is coloured. Leans on nothing else here.

mod command;
mod definition;
mod fault;
mod keymap;
mod map_symbols;
mod print;
mod reader;
mod schema;
mod settings;
mod source;
mod string_values;
mod theme;
mod values;

pub use command::{Command, Group, Needs};
pub use definition::Setting;
pub use fault::ConfigError;
pub(crate) use fault::nearest;
pub use keymap::{Keymap, key_named};
pub use map_symbols::MapSymbols;
pub use schema::schema;
pub use settings::{SETTINGS, Settings};
pub use source::{ValueSource, ValueSources};
pub use theme::{Colours, Depth, Role, RoleKind, Theme, ThemeError};
pub use values::{MAX_SIZE, POLL, poll};

/// Every setting with its default, compiled in.
pub const DEFAULTS: &str = include_str!("../../config/flank.toml");
