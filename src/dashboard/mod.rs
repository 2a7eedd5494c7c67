//! The state machine: what the reader looks at, and how each key, edit and day changes it.
//!
//! [`update`] takes a [`State`] and an [`Action`] and says in its [`Effects`] what the world outside has to
//! do. It knows no terminal and no file.

mod action;
mod find;
mod keys;
mod problems;
mod state;
mod update;

pub use action::{Action, Compared, Effect, Effects, Told};
pub use keys::action;
pub use state::{
    ClickTarget, Drawn, Edit, Extent, File, Following, HitRegion, Item, Overlay, Panel, Sort, State, View,
    default_item, entry_among,
};
pub use update::{place_to_edit, update};
