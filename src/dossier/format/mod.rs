//! The file format: its tables, the types of their values, and the JSON Schema generated from them.

mod json_schema;
mod tables;
mod values;

pub use json_schema::schema;
pub use tables::{
    RawAim, RawBenchmark, RawBorder, RawDossier, RawEdition, RawEvent, RawEvidence, RawMap, RawQuote, RawSea,
    RawSource, RawSpending, RawStance, RawState, RawTarget, RawTreaty,
};
pub use values::{CountryCode, Figure, Id, VERSION, Year};

use crate::decode::{FromTable, TableSchema};

/// Returns the description of the file format: every table with its keys, their types and a sentence for each.
pub fn format() -> &'static TableSchema {
    RawDossier::SCHEMA
}
