//! Reports as JSON.

use serde::Serialize;

/// Returns a report as JSON, with a line break at its end.
pub fn json(report: &impl Serialize) -> String {
    // Reports consist of strings, numbers and lists, which cannot fail to serialize.
    let text = serde_json::to_string_pretty(report).unwrap_or_default();
    text + "\n"
}
