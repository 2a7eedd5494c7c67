//! JSON schemas: the files in `assets`, and TOML as a schema validates it.

use std::fs;

use jsonschema::Validator;
use serde_json::{Map, Value, json};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::support::repository::root;

/// Returns a validator for the text of a JSON schema.
pub fn validator(schema: &str) -> Validator {
    let schema: Value = serde_json::from_str(schema).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

/// Expects a generated file to be up to date. Writes it first if `FLANK_UPDATE` is set.
#[track_caller]
pub fn expect_up_to_date(path: &str, content: &str) {
    let file = root().join(path);
    if std::env::var_os("FLANK_UPDATE").is_some() {
        fs::write(&file, content).unwrap();
    }
    // `assert_eq!` would print both files.
    let current = fs::read_to_string(file).unwrap_or_default();
    assert!(current == content, "{path} is out of date; run this test with FLANK_UPDATE=1");
}

/// Returns TOML as JSON, with `datetime` for each date. Returns `None` if the text is not TOML.
pub fn toml_to_json(text: &str, datetime: fn(String) -> Value) -> Option<Value> {
    fn from_table(table: &DeTable<'_>, datetime: fn(String) -> Value) -> Value {
        let entry = |(key, item): (&Spanned<DeString<'_>>, &Spanned<DeValue<'_>>)| {
            (key.get_ref().to_string(), from_value(item.get_ref(), datetime))
        };
        Value::Object(table.iter().map(entry).collect::<Map<_, _>>())
    }
    fn from_value(value: &DeValue<'_>, datetime: fn(String) -> Value) -> Value {
        match value {
            DeValue::String(text) => json!(text),
            // An integer that does not fit is out of range for every key.
            DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix())
                .map_or(json!(f64::MAX), |integer| json!(integer)),
            DeValue::Float(float) => json!(float.as_str().parse::<f64>().unwrap()),
            DeValue::Boolean(flag) => json!(flag),
            DeValue::Datetime(date) => datetime(date.to_string()),
            DeValue::Array(items) => items.iter().map(|item| from_value(item.get_ref(), datetime)).collect(),
            DeValue::Table(inner) => from_table(inner, datetime),
        }
    }
    Some(from_table(DeTable::parse(text).ok()?.get_ref(), datetime))
}
