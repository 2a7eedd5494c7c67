//! What is known: the dossier, read from TOML, and the questions that one can ask of it.
//!
//! The way of a file: [`read`] checks that it is text, cuts what is long into pieces (`pieces`), parses each (`parse`)
//! with recovery (`syntax`), takes every table apart by the one description of the format (`fields`, `record`,
//! `values`), and lowers the result into the [`model`] with its references resolved (`lower`). [`check`] holds it
//! against the rules of good keeping besides (`rules`, which lists those of the reader too). All problems come out in
//! one go, in order of place. What the states have lies in lists that they share (`lists`, `part`). What was known on a day is asked through
//! [`Dossier::as_of`].
//!
//! A file with problems tells all of them, each with its place:
//!
//! ```
//! let reading = flank::dossier::read(b"format = 1\ntitel = \"Mine\"\n");
//! assert!(reading.dossier.is_none());
//! let told: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
//! assert!(told.iter().any(|line| line.starts_with("2:1: error:") && line.contains("`title`")), "{told:?}");
//! ```

mod format;
mod lint;
mod lists;
pub mod model;
mod parse;
mod part;
mod pieces;
mod query;
mod read;
mod room;

use std::borrow::Cow;
use std::sync::Arc;

pub use format::json_schema::schema;
pub use format::schema::{KeySchema, TableSchema};
pub use format::values::ValueType;
pub use lint::{Lint, UnknownLint, lint, lints};
pub use model::Dossier;
pub use model::date::{Date, Day};
pub use model::text::Text;
pub use part::Part;
pub use query::as_of::AsOf;
pub use query::citation::CiteFormat;
pub use query::days::{ParseDayError, parse_day};
pub use query::describe::Fact;
pub use query::diff::{Change, FieldChange, diff};
pub use query::search::{Excerpt, Hit, SearchIndex};
pub use query::since::{Developments, PositionChange, between};
pub use query::timeline::Entry;
pub use read::diagnostics::{Diagnostic, Related, Severity};
pub use read::source_map::{LineIndex, Location, SourceExcerpt};

use format::schema::Record;
use pieces::Piece;
use read::decoder::Reader;
use read::source_map::SourceMap;

/// The dossier that ships, compiled in.
pub const BUILT_IN: &str = include_str!("../../assets/eastern-flank.toml");

/// The smallest dossier that works, compiled in: an example to begin from.
pub const MINIMAL: &str = include_str!("../../assets/minimal.toml");

/// The file format: every table with its keys, their types and a sentence for each.
pub fn format() -> &'static TableSchema {
    format::tables::Dossier::SCHEMA
}

/// The byte order mark that some editors put before a text.
const MARK: &str = "\u{feff}";

/// What reading a file came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The dossier; `None` if there was an error among the problems.
    pub dossier: Option<Dossier>,
    /// Everything that is wrong, in order of place.
    pub problems: Vec<Diagnostic>,
}

impl Reading {
    /// The problems that keep the dossier from being shown.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.problems.iter().filter(|problem| problem.severity == Severity::Error)
    }
}

/// Reads a dossier from the bytes of a file: UTF-8, with or without a byte order mark. Bytes that are given away become
/// the text of the dossier, and are not copied.
pub fn read<'b>(bytes: impl Into<Cow<'b, [u8]>>) -> Reading {
    examine(bytes.into().into_owned(), None)
}

/// Reads [`BUILT_IN`].
pub fn built_in() -> Reading {
    read(BUILT_IN.as_bytes())
}

/// Reads a dossier as [`read`] does, and where nothing keeps it from being shown, holds it against the rules of good
/// keeping too, on the day that it is.
pub fn check<'b>(bytes: impl Into<Cow<'b, [u8]>>, today: Day) -> Reading {
    examine(bytes.into().into_owned(), Some(today))
}

fn examine(bytes: Vec<u8>, today: Option<Day>) -> Reading {
    let file = match String::from_utf8(bytes) {
        Ok(file) => Arc::new(file),
        Err(error) => return not_text(error.as_bytes(), error.utf8_error().valid_up_to()),
    };
    let text = file.strip_prefix(MARK).unwrap_or(&file);
    examine_pieces(&file, text, pieces::pieces(text), today)
}

fn examine_pieces(file: &Arc<String>, text: &str, pieces: Vec<Piece>, today: Option<Day>) -> Reading {
    let (fields, reader) = parse::aside(&pieces, || Reader::read(file, text, &pieces));
    examine_fields(fields, reader, text, today)
}

fn examine_fields(
    fields: format::tables::Dossier,
    mut reader: Reader,
    text: &str,
    today: Option<Day>,
) -> Reading {
    let dossier = read::resolve::resolve(fields, &mut reader);
    let broken = reader.failed();
    if let Some(today) = today.filter(|_| !broken) {
        for problem in lint::warnings(&dossier, text, today) {
            reader.report(problem);
        }
    }
    let dossier = (!broken).then(|| Dossier { line_index: LineIndex::of(text), ..dossier });
    Reading { dossier, problems: reader.finish(text) }
}

/// The one problem of a file that is not UTF-8, at the first byte that is not.
fn not_text(bytes: &[u8], valid: usize) -> Reading {
    let (bytes, valid) = match bytes.strip_prefix(MARK.as_bytes()) {
        Some(rest) => (rest, valid - MARK.len()),
        None => (bytes, valid),
    };
    let utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let message = if utf16 { "the file is UTF-16" } else { "the file is not UTF-8 text from here on" };
    let mut problem =
        Diagnostic::error("not-utf-8", valid..valid + 1, message).expected("a file saved as UTF-8");
    let places = SourceMap::new(std::str::from_utf8(&bytes[..valid]).unwrap_or_default());
    problem.location = places.of(problem.span.start);
    problem.excerpt = Some(places.snippet(problem.span));
    Reading { dossier: None, problems: vec![problem] }
}
