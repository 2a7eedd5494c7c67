//! The state of the dashboard, and how each key, edit and day changes it.
//!
//! [`update`] takes an [`App`] and a [`Message`] and returns the [`Effect`] that the runtime has to carry out. It uses
//! no terminal and no file.

mod day;
mod fact;
mod file_events;
mod keys;
mod message;
mod model;
mod mouse;
mod navigation;
mod problems;
mod search;
mod update;

pub use fact::place_to_edit;
pub use keys::action;
pub use message::{Effect, Effects, FileEvent, Message, Reloaded};
pub use model::{
    App, ChangeSet, ClickTarget, Drawn, Extent, File, HitRegion, Item, Overlay, Panel, Sort, View,
    WatchStatus, default_item, entry_among,
};
pub use update::update;
