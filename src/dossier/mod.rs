//! The dossier: reading it from TOML, its model, and the queries on it.
//!
//! [`read`] decodes a file with [`crate::decode`] into the raw tables of `format`, resolves their references, and builds
//! the [`model`]. [`check`] also runs the lints. Both report all problems of a file at once, in order of location.
//!
//! - `format`: the tables of a file and the types of their values;
//! - `read`: converts bytes to the model;
//! - [`model`]: the facts;
//! - `query`: queries, such as [`Dossier::as_of`], which returns the facts that were known on a day;
//! - `lint`: the warnings of `check`, one file per lint.
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
    Code, Diagnostic, KeySchema, Location, Related, Severity, SourceExcerpt, Span, TableSchema, ValueType,
};
pub use format::{format, schema};
pub use lint::{Lint, UnknownLint, lint, lints};
pub use model::{Date, Day, Dossier, Entry, Fact, Text};
pub use query::{
    AsOf, Change, CiteFormat, ComparedField, Developments, EntryKind, Excerpt, FieldChange, Hit,
    ParseDayError, PositionChange, SearchIndex, Series, TimelineFilter, diff, fold, parse_day, since,
    wording,
};

use read::Draft;
pub use read::Partial;

/// The dossier that ships with the program.
pub const BUILT_IN: &str = include_str!("../../assets/eastern-flank.toml");

/// An example to start from, with one of each kind of fact.
pub const MINIMAL: &str = include_str!("../../assets/minimal.toml");

/// An example to start from: the member states of NATO, without facts.
pub const NATO: &str = include_str!("../../assets/nato.toml");

/// The result of reading a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The dossier; `None` if there is an error among the problems.
    pub dossier: Option<Dossier>,
    /// The valid part of a file with errors; `None` if there is no error, or no valid state.
    pub partial: Option<Partial>,
    /// All problems, in order of location.
    pub problems: Vec<Diagnostic>,
}

/// Reads a dossier from the bytes of a file: UTF-8, with or without a byte order mark.
pub fn read(bytes: &[u8]) -> Reading {
    read_and_lint(bytes, None)
}

/// Reads a dossier like [`read`], and runs the lints if it has no errors. Dates after `today` are suspicious.
pub fn check(bytes: &[u8], today: Day) -> Reading {
    read_and_lint(bytes, Some(today))
}

fn read_and_lint(bytes: &[u8], today: Option<Day>) -> Reading {
    let Draft { text, dossier, mut decoder } = match read::draft(bytes) {
        Ok(draft) => draft,
        Err(problems) => return Reading { dossier: None, partial: None, problems },
    };
    let usable = !decoder.has_errors();
    if let Some(today) = today.filter(|_| usable) {
        for diagnostic in lint::run(&dossier, text, today) {
            decoder.report(diagnostic);
        }
    }
    let mut problems = decoder.finish(text);
    let partial = if usable { None } else { read::partial(text, &problems) };
    // In an unknown format, all problems except those of syntax are meaningless.
    if problems.iter().any(|problem| problem.code == Code::UnknownFormat) {
        let meaningful = [Code::UnknownFormat, Code::Syntax, Code::Unclosed];
        problems.retain(|problem| meaningful.contains(&problem.code));
    }
    Reading { dossier: usable.then_some(dossier), partial, problems }
}
