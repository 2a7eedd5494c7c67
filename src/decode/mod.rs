//! Decodes TOML into typed tables and collects every problem on the way.
//!
//! serde stops at the first problem of a table, and the children of a bad table are lost. A [`Decoder`] walks the tree
//! that the `toml` crate recovers from any text, decodes each value, and records every problem in [`Diagnostics`]. The
//! macro `tables!` describes each table once. The decoder, the suggestions and the JSON Schemas follow from that
//! description.
//!
//! - `schema`: tables, keys and value types, and the macro that declares them;
//! - `json_schema`: generates JSON Schemas from them;
//! - `decoder`: walks the tree;
//! - `syntax`: explains the parser's errors and determines how much of the tree they damage;
//! - `diagnostics`, `code`: a problem, the list of problems, and their codes;
//! - `source_map`: maps byte offsets to lines, columns and excerpts;
//! - `suggest`: finds the closest known word;
//! - `escape`: makes untrusted text safe to display.
//!
//! This module depends on no other module of the crate.

mod code;
mod decoder;
mod diagnostics;
mod escape;
mod json_schema;
mod schema;
mod source_map;
mod suggest;
mod syntax;

pub use code::{Code, Severity};
pub use decoder::{Decoder, FromTable, FromValue, Map, Slot};
pub use diagnostics::{Diagnostic, Diagnostics, Related};
pub use escape::{backticked, first_hidden, quoted, sanitize};
pub use json_schema::json_schema;
pub use schema::{KeySchema, TableSchema, ValueType};
pub(crate) use schema::{tables, wrappers};
pub use source_map::{LineIndex, Location, SourceExcerpt, SourceMap, Span, WithSpan};
pub use suggest::{numeral, parse_lenient, suggest};
pub use syntax::invisible;
