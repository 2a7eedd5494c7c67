//! What can be made of a dossier without a terminal.
//!
//! [`Stage`] is the dashboard on a screen of memory; a [`picture`] is what stands on it, as a file.

pub mod picture;
mod stage;

pub use stage::{KeyError, Setting, Stage};
