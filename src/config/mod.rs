//! Settings: what a key does and how the screen is coloured. Leans on nothing else here.

mod command;
mod describe;
mod fault;
mod keymap;
mod marker;
mod origin;
mod print;
mod reader;
mod schema;
mod settings;
mod texts;
mod theme;
mod values;

pub use command::{Command, Group, Needs};
pub use describe::Setting;
pub use fault::Fault;
pub(crate) use fault::nearest;
pub use keymap::{Keymap, key_named};
pub use marker::Marker;
pub use origin::{Origin, Origins};
pub use schema::schema;
pub use settings::{SETTINGS, Settings};
pub use theme::{Colours, Depth, Kind, Role, Theme, ThemeError};
pub use values::{MAX_SIZE, POLL, poll};

/// Every setting with its default, compiled in.
pub const DEFAULTS: &str = include_str!("../../config/flank.toml");
