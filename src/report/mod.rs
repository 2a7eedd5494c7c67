//! Reports and screenshots: all output of flank that needs no terminal.
//!
//! A [`Briefing`] contains the facts that were known on a day; [`text`], [`markdown`], [`html()`], [`json`] and [`csv`]
//! write it. [`diff`] reports changes, and [`check`] reports problems. [`HeadlessApp`] draws the dashboard on a buffer
//! in memory, and [`screenshot`] writes such a buffer to a file.

pub mod briefing;
pub mod check;
mod citations;
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
