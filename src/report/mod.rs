//! What can be made of a dossier without a terminal.
//!
//! [`Stage`] is the dashboard on a screen of memory; a [`picture`] is what stands on it, as a file. Reports lean on
//! the dossier alone: [`show`] takes out of it what was known on a day, and [`text`], [`markdown`], [`json`] and
//! [`csv`] write that down; [`diff`] does the same for what changed, and [`check`] for what is wrong.

pub mod check;
pub mod csv;
pub mod diff;
mod gather;
pub mod json;
mod markdown;
pub mod picture;
mod stage;
mod text;
mod when;
mod words;

pub use gather::show;
pub use markdown::markdown;
pub use stage::{KeyError, Setting, Stage};
pub use text::text;
