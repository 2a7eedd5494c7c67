//! What a dossier file may contain.

pub(crate) mod json_schema;
pub(crate) mod schema;
pub(crate) mod tables;
pub(crate) mod values;
