//! Reports as JSON, and their schema.

use serde::Serialize;

use super::briefing::Briefing;

/// The report as JSON, with a line break at its end.
pub fn json(report: &impl Serialize) -> String {
    // Strings, numbers and lists only: nothing here can fail to be written.
    let text = serde_json::to_string_pretty(report).unwrap_or_default();
    text + "\n"
}

/// The JSON Schema of a [`Briefing`].
pub fn schema() -> String {
    json(&schemars::schema_for!(Briefing))
}
