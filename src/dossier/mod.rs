//! The dossier: reading it from TOML, and everything that can be asked of it.
//!
//! [`read`] decodes a file with [`crate::decode`] into the raw tables of `format`, resolves their references, and builds
//! the [`model`]. [`check`] runs the lints besides. All problems of a file are reported at once, in order of location.
//!
//! - `format`: what a file may contain;
//! - `read`: from bytes to the model;
//! - [`model`]: the facts;
//! - `query`: what can be asked; [`Dossier::as_of`] returns what was known on a day;
//! - `lint`: what `check` warns about, one file per lint.
//!
//! ```
//! let reading = flank::dossier::read(b"format = 1\ntitel = \"Mine\"\n");
//! assert!(reading.dossier.is_none());
//! let problems: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
//! assert!(problems.iter().any(|line| line.starts_with("2:1: error:") && line.contains("`title`")), "{problems:?}");
//! ```

mod format;
mod lint;
pub mod model;
mod query;
mod read;

pub use crate::decode::{
    Code, Diagnostic, KeySchema, LineIndex, Location, Related, Severity, SourceExcerpt, Span, TableSchema,
    ValueType,
};
pub use format::{format, schema};
pub use lint::{Lint, UnknownLint, lint, lints};
pub use model::{Date, Day, Dossier, Entry, Fact, Text};
pub use query::{
    AsOf, Change, CiteFormat, Developments, Excerpt, FieldChange, Hit, ParseDayError, PositionChange,
    SearchIndex, diff, parse_day, since,
};
pub use read::{Reading, check, read};

/// The dossier that ships with the program.
pub const BUILT_IN: &str = include_str!("../../assets/eastern-flank.toml");

/// The smallest dossier that works: an example to start from.
pub const MINIMAL: &str = include_str!("../../assets/minimal.toml");
