//! The JSON Schema of a settings file, with which an editor completes and explains it. It is generated from the same
//! description as the decoder.
//!
//! The dialect is draft-07, which all TOML language servers support. A word is a `oneOf` of `const`, so that each
//! completion has its own sentence.

use serde_json::{Map, Value, json};
use toml::de::{DeTable, DeValue};

use super::{DEFAULTS, SETTINGS};
use crate::decode::{TableSchema, ValueType};

/// Returns the JSON Schema of a settings file, with a line break at its end.
pub fn schema() -> String {
    let mut schema = table(SETTINGS);
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!("flank settings");
    schema["description"] = json!(SETTINGS.description.trim());
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
    // Strings, numbers and lists only, which always serialize.
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

fn table(schema: &TableSchema) -> Value {
    let property = |key: &'static crate::decode::KeySchema| {
        let mut property = value(&key.value_type);
        property["description"] = json!(key.description.trim());
        (key.key.to_owned(), property)
    };
    let properties: Map<String, Value> = schema.keys().map(property).collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

fn value(value_type: &ValueType) -> Value {
    match value_type {
        ValueType::Bool => json!({ "type": "boolean" }),
        ValueType::OneOf(words) => {
            let word = |(word, about): &(&str, &str)| json!({ "const": word, "description": about });
            json!({ "oneOf": words.iter().map(word).collect::<Vec<_>>() })
        }
        ValueType::Integer { min, max, .. } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        ValueType::List(item) => json!({ "type": "array", "items": value(item) }),
        ValueType::Table(schema) => table(schema),
        ValueType::Custom { json_schema, .. } => json_schema(),
        // No setting has any of the other types.
        _ => json!({}),
    }
}
