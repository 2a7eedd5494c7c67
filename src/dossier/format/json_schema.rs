//! The JSON Schema of the file format, by which an editor completes and explains a dossier: made from the one
//! description that the reader is made from.
//!
//! It says all that JSON Schema can say. That an id is known and stands once, that steps are in order and spans
//! not reversed, it cannot; and two things it says a little more narrowly or widely than the reader: a word, a
//! code and an id have no blanks at their ends, which the reader passes over, and a day in quotation marks,
//! which the reader refuses, is the same to a schema as one without.
//!
//! The dialect is draft-07, the oldest that has `const` and `if`, since Taplo (VS Code's Even Better TOML, Helix,
//! Neovim) promises no later one than draft-04 and yet knows these. What is written for it and for Tombi, the other
//! server of TOML:
//!
//! - Nothing is shared by `$ref`: Taplo forgets what stands beside one, and so the sentence of the key.
//! - A word is one of an `enum`, whose sentences stand in the description, and for Taplo besides where it looks for
//!   them. By a `oneOf` of `const` it would offer the key once for each word.
//! - A TOML date is text of the format `date` to Taplo; Tombi takes nothing but a date for it, so that a month
//!   must be another alternative.
//! - A table that asks for a key only in some cases does so by `if`: the branches of an `anyOf` would be offered
//!   for completion besides the table's own keys. Tombi takes a table for closed where nothing else is said,
//!   even the halves of an `if`.

use serde_json::{Map, Value, json};

use crate::dossier::format::schema::{KeySchema, TableSchema};
use crate::dossier::format::values::{COUNT, KILOMETRES, PERCENT, ValueType, YEAR};

/// The JSON Schema of the file format, with a line break at its end.
pub fn schema() -> String {
    let mut schema = table(crate::dossier::format());
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!("flank dossier");
    // Inline tables over several lines, as the reader takes them.
    schema["x-tombi-toml-version"] = json!("v1.1.0");
    // Strings, numbers and lists only: nothing here can fail to be written.
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

fn table(shape: &TableSchema) -> Value {
    let properties: Map<String, Value> =
        shape.fields.iter().map(|field| (field.key.to_owned(), property(field))).collect();
    let needed: Vec<&str> = shape.fields.iter().filter(|field| field.needed).map(|field| field.key).collect();
    let mut table = json!({
        "description": shape.about.trim(),
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": false,
    });
    if shape.heading == "[[state.stance]]" {
        // Only what never happened has no date.
        table["if"] = json!({
            "properties": { "position": { "const": "never-joined" } },
            "additionalProperties": true,
        });
        table["else"] = json!({ "required": ["date"], "additionalProperties": true });
    }
    table
}

fn property(field: &KeySchema) -> Value {
    let mut property = value(&field.kind);
    let about = field.about.trim();
    property["description"] = json!(about);
    if let ValueType::Word(words) = field.kind {
        let meanings = words.iter().map(|(word, about)| format!("\n- `{word}`: {}", about.trim()));
        property["description"] = json!(format!("{about}\n{}", meanings.collect::<String>()));
    }
    // A list that must be there must hold something.
    if field.needed && matches!(field.kind, ValueType::List(_)) {
        property["minItems"] = json!(1);
    }
    property
}

fn value(kind: &ValueType) -> Value {
    match kind {
        ValueType::Id => json!({ "type": "string", "pattern": r"^\S+$" }),
        ValueType::Code => json!({ "type": "string", "pattern": "^[A-Z]{2}$" }),
        ValueType::Line | ValueType::Words => json!({ "type": "string", "minLength": 1 }),
        ValueType::Url => {
            json!({ "type": "string", "pattern": r"^https?://[A-Za-z0-9._:\[\]-]+([/?#][^\s\\]*)?$" })
        }
        ValueType::Percent => number(PERCENT.start(), PERCENT.end()),
        ValueType::Kilometres => number(KILOMETRES.start(), KILOMETRES.end()),
        ValueType::Year => json!({ "type": "integer", "minimum": YEAR.start(), "maximum": YEAR.end() }),
        ValueType::Version => json!({ "const": 1 }),
        ValueType::Count => json!({ "type": "integer", "minimum": COUNT.start(), "maximum": COUNT.end() }),
        ValueType::Flag => json!({ "type": "boolean" }),
        ValueType::Day => json!({ "type": "string", "format": "date" }),
        ValueType::Date => json!({
            "anyOf": [
                {
                    "description": "A day, without quotation marks: 2025-03-18.",
                    "type": "string",
                    "format": "date",
                },
                {
                    "description": "A month or a year, where no more is known: \"2025-03\", \"2025\".",
                    "type": "string",
                    "pattern": "^[0-9]{4}(-(0[1-9]|1[0-2]))?$",
                },
            ],
        }),
        ValueType::Word(words) => {
            let (words, abouts): (Vec<&str>, Vec<&str>) =
                words.iter().map(|(word, about)| (*word, about.trim())).unzip();
            json!({ "type": "string", "enum": words, "x-taplo": { "docs": { "enumValues": abouts } } })
        }
        ValueType::List(item) => json!({ "type": "array", "items": value(item) }),
        ValueType::Table(shape) => table(shape),
    }
}

fn number(least: &f64, most: &f64) -> Value {
    json!({ "type": "number", "minimum": least, "maximum": most })
}
