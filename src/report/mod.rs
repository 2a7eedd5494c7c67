//! Reports and screenshots: everything that flank makes of a dossier without a terminal.
//!
//! A [`Briefing`] is what was known on a day, and [`text`], [`markdown`], [`html()`], [`json`] and [`csv`] write it. [`diff`]
//! reports what changed and [`check`] what is wrong. [`HeadlessApp`] is the dashboard on a buffer in memory, and a
//! [`screenshot`] is that buffer as a file.

pub mod briefing;
pub mod check;
pub mod csv;
pub mod diff;
mod document;
mod html;
pub mod json;
mod links;
mod markdown;
mod panel;
mod prose;
pub mod screenshot;
mod text;

pub use briefing::Briefing;
pub use document::Detail;
pub use html::html;
pub use links::{link_target, with_hyperlinks};
pub use markdown::markdown;
pub use panel::panel;
pub use screenshot::{HeadlessApp, KeyError, UiOptions};
pub use text::text;
