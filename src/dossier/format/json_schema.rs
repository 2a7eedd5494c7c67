//! The JSON Schema of the file format, with which an editor completes, explains and checks a dossier.
//!
//! It is generated from the same description as the decoder. JSON Schema cannot express that an id is known and unique,
//! that steps are in order, or that ranges are not reversed. It differs from the decoder in one more respect: it
//! accepts a day in quotation marks.

use serde_json::json;

use super::format;
use crate::decode::json_schema;

/// Returns the JSON Schema of the file format, with a line break at its end.
pub fn schema() -> String {
    json_schema("flank dossier", format(), |schema| {
        // Inline tables may span several lines, as the decoder accepts them.
        schema["x-tombi-toml-version"] = json!("v1.1.0");
        // Only a state that never joined has a step without a date. The branches of an `anyOf` would be offered as
        // completions next to the keys of the table. Tombi treats a table as closed unless the schema says otherwise, even
        // the branches of an `if`.
        let stance = &mut schema["properties"]["state"]["items"]["properties"]["stance"]["items"];
        stance["if"] = json!({
            "properties": { "position": { "const": "never-joined" } },
            "additionalProperties": true,
        });
        stance["else"] = json!({ "required": ["date"], "additionalProperties": true });
    })
}
