//! The JSON Schema of a settings file, with which an editor completes, explains and checks it.

use serde_json::json;
use toml::de::{DeTable, DeValue};

use super::{DEFAULTS, SETTINGS};
use crate::decode::json_schema;

/// Returns the JSON Schema of a settings file, with a line break at its end.
pub fn schema() -> String {
    json_schema("flank settings", SETTINGS, |schema| {
        schema["properties"]["keys"]["properties"]["quit"]["minItems"] = json!(1);
        let defaults = DeTable::parse(DEFAULTS).map(|table| table.into_inner()).unwrap_or_default();
        for (key, value) in &defaults {
            let default = match value.get_ref() {
                DeValue::String(text) => json!(text),
                DeValue::Boolean(flag) => json!(flag),
                _ => continue,
            };
            schema["properties"][key.get_ref().as_ref()]["default"] = default;
        }
    })
}
