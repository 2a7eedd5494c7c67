//! Generates JSON Schemas from the descriptions of tables.
//!
//! The dialect is draft-07, the oldest one with `const` and `if`. Taplo (VS Code's Even Better TOML, Helix, Neovim)
//! documents only draft-04, but supports these. Some details are for Taplo and Tombi, the other TOML language server:
//!
//! - The schema has no `$ref`, because Taplo ignores the keys next to one, including the description of the key.
//! - A word is one of an `enum` with the sentences in the description, and for Taplo also in `x-taplo`. With a `oneOf` of
//!   `const`, Taplo would offer the key once for each word.
//! - Taplo validates a TOML date as a string of the format `date`. Tombi then accepts only a date, so a month needs
//!   another alternative.

use serde_json::{Map, Value, json};

use super::schema::{KeySchema, TableSchema, ValueType};

/// Returns the JSON Schema of a file with this root table. `finish` adds the parts that only this file has.
pub fn json_schema(title: &str, root: &TableSchema, finish: impl FnOnce(&mut Value)) -> String {
    let mut schema = table(root);
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!(title);
    finish(&mut schema);
    // Strings, numbers and lists only, which always serialize.
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

fn table(schema: &TableSchema) -> Value {
    let properties: Map<String, Value> =
        schema.keys().map(|key| (key.key.to_owned(), property(key))).collect();
    let required: Vec<&str> = schema.keys().filter(|key| key.required).map(|key| key.key).collect();
    json!({
        "description": schema.description.trim(),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn property(key: &KeySchema) -> Value {
    let mut property = value(&key.value_type);
    let description = key.description.trim();
    property["description"] = json!(description);
    if let ValueType::OneOf(words) = key.value_type {
        let meanings = words.iter().map(|(word, meaning)| format!("\n- `{word}`: {}", meaning.trim()));
        property["description"] = json!(format!("{description}\n{}", meanings.collect::<String>()));
    }
    // A required list must not be empty.
    if key.required && matches!(key.value_type, ValueType::List(_)) {
        property["minItems"] = json!(1);
    }
    property
}

fn value(value_type: &ValueType) -> Value {
    match value_type {
        ValueType::Id => json!({ "type": "string", "pattern": r"^\S+$" }),
        ValueType::CountryCode => json!({ "type": "string", "pattern": "^[A-Z]{2}$" }),
        ValueType::Line | ValueType::Paragraphs => json!({ "type": "string", "minLength": 1 }),
        ValueType::Url => {
            json!({ "type": "string", "pattern": r"^[Hh][Tt][Tt][Pp][Ss]?://([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]*)?([/?#][^\s\\]*)?$" })
        }
        ValueType::Number { min, max, .. } => json!({ "type": "number", "minimum": min, "maximum": max }),
        ValueType::Integer { min, max, .. } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        ValueType::Version(version) => json!({ "const": version }),
        ValueType::Bool => json!({ "type": "boolean" }),
        ValueType::Day => json!({ "type": "string", "format": "date" }),
        ValueType::Date => json!({
            "anyOf": [
                {
                    "description": "A day, without quotation marks: 2025-03-18.",
                    "type": "string",
                    "format": "date",
                },
                {
                    "description": "A month or a year, if no more is known: \"2025-03\", \"2025\".",
                    "type": "string",
                    "pattern": "^[0-9]{4}(-(0[1-9]|1[0-2]))?$",
                },
            ],
        }),
        ValueType::OneOf(words) => {
            let (words, meanings): (Vec<&str>, Vec<&str>) =
                words.iter().map(|(word, meaning)| (*word, meaning.trim())).unzip();
            json!({ "type": "string", "enum": words, "x-taplo": { "docs": { "enumValues": meanings } } })
        }
        ValueType::List(item) => json!({ "type": "array", "items": value(item) }),
        ValueType::Table(schema) => table(schema),
        ValueType::Map { key, value: item } => json!({
            "type": "object",
            // A key is always text.
            "propertyNames": match key {
                ValueType::Integer { .. } => json!({ "pattern": "^[0-9]{4}$" }),
                key => value(key),
            },
            "additionalProperties": value(item),
        }),
        ValueType::OrTable { value: plain, table: schema } => {
            json!({ "anyOf": [value(plain), table(schema)] })
        }
        ValueType::Custom { json_schema, .. } => json_schema(),
    }
}
