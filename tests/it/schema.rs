//! The JSON schema of dossiers accepts all valid files, and rejects invalid ones as far as a schema can.

use std::fs;
use std::path::PathBuf;

use crate::support::invariants;
use crate::support::schema::{expect_up_to_date, toml_to_json};
use flank::dossier::{
    BUILT_IN, Code, KeySchema, MINIMAL, NATO, TableSchema, ValueType, format, read, schema,
};
use jsonschema::Validator;
use rstest::rstest;
use serde_json::Value;

fn validator() -> Validator {
    crate::support::schema::validator(&schema())
}

/// Returns a dossier as a language server passes it to a schema, with dates as text.
fn as_json(text: &str) -> Option<Value> {
    toml_to_json(text, Value::String)
}

/// Returns the errors of the schema about a dossier.
fn errors(text: &str) -> Vec<String> {
    let value = as_json(text.trim_start_matches('\u{feff}')).unwrap();
    let place = |error: jsonschema::ValidationError<'_>| format!("{}: {error}", error.instance_path());
    validator().iter_errors(&value).map(place).collect()
}

#[test]
fn shipped_schema_is_up_to_date() {
    expect_up_to_date("assets/eastern-flank.schema.json", &schema());
}

#[rstest]
#[case::built_in(BUILT_IN)]
#[case::minimal(MINIMAL)]
#[case::nato(NATO)]
fn examples_are_valid_and_name_the_schema(#[case] text: &str) {
    assert_eq!(read(text.as_bytes()).problems, []);
    assert_eq!(errors(text), [""; 0]);
    assert!(text.starts_with("#:schema ./eastern-flank.schema.json\n"));
}

#[rstest]
fn readable_fixtures_match_the_schema(#[files("tests/dossiers/*/*.toml")] file: PathBuf) {
    let bytes = fs::read(&file).unwrap();
    if read(&bytes).dossier.is_some() {
        assert_eq!(errors(std::str::from_utf8(&bytes).unwrap()), [""; 0], "{}", file.display());
    }
}

// A new name in the snapshot means that the schema has become weaker.
#[test]
fn fixtures_that_only_the_reader_rejects_are_listed() {
    let validator = validator();
    let mut missed = Vec::new();
    let (mut rejected, mut not_toml) = (0, 0);
    let mut files: Vec<PathBuf> =
        fs::read_dir("tests/dossiers/broken").unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    for file in files {
        let bytes = fs::read(&file).unwrap();
        let reading = read(&bytes);
        let Some(value) = std::str::from_utf8(&bytes).ok().and_then(as_json) else {
            not_toml += 1;
            continue;
        };
        if reading.dossier.is_some() {
            continue;
        }
        if !validator.is_valid(&value) {
            rejected += 1;
            continue;
        }
        let mut rules: Vec<&str> = invariants::errors(&reading).map(|problem| problem.code.id()).collect();
        rules.dedup();
        missed.push(format!("{}: {}", file.file_stem().unwrap().to_str().unwrap(), rules.join(", ")));
    }
    assert!(rejected > 30 && not_toml > 30, "{rejected} rejected, {not_toml} not TOML");
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("missed-by-the-schema", missed.join("\n"));
    });
}

/// Returns TOML values that are wrong for a type.
fn wrong(kind: &ValueType) -> &'static [&'static str] {
    match kind {
        ValueType::Id => &["1", "\"\"", "\"a b\""],
        ValueType::CountryCode => &["1", "\"\"", "\"ee\"", "\"EST\""],
        ValueType::Line | ValueType::Paragraphs => &["1", "\"\"", "[\"a\"]"],
        ValueType::Url => {
            &["1", "\"\"", "\"ftp://a.org\"", "\"https://\"", "\"https://a b\"", "\"javascript:a\""]
        }
        ValueType::Number { max: 100.0, .. } => &["\"1\"", "-0.1", "100.1"],
        ValueType::Number { .. } => &["\"1\"", "-1", "50001"],
        ValueType::Integer { max: 9999, .. } => &["\"2025\"", "999", "10000", "2025.5"],
        ValueType::Version(_) => &["\"1\"", "0", "2"],
        ValueType::Integer { .. } => &["\"1\"", "-1", "1.5", "4294967296"],
        ValueType::Bool => &["\"true\"", "0"],
        ValueType::Day => &["2025", "\"2025\"", "\"March\"", "2025-03-18T10:00:00"],
        ValueType::Date => &["2025", "\"25\"", "\"2025-13\"", "\"March\"", "10:00:00"],
        ValueType::OneOf(_) => &["1", "\"\"", "\"nonsense\""],
        ValueType::List(ValueType::Table(_)) => &["1", "{}", "[1]"],
        ValueType::List(_) => &["1", "\"a\"", "[1]", "[\"\"]"],
        ValueType::Table(_) => &["1", "[]"],
        ValueType::Map { .. } => &["1", "[]", "{ Estonia = {} }", "{ EE = 1 }", "{ EE = { soon = 1 } }"],
        ValueType::OrTable { .. } => &["\"1\"", "101", "{}"],
        ValueType::Custom { .. } => {
            &["1", "[]", "[59.4]", "[59.4, 24.7, 0]", "[91, 0]", "[0, -180.5]", "[\"59\", 24]"]
        }
    }
}

/// A heading, a key of its table, and the value that replaces the right one. `None` removes the key.
type Override<'s> = (&'s str, &'s str, Option<&'s str>);

/// Returns a valid value for a key. Tables have all keys.
fn right(key: &str, kind: &ValueType, change: Override<'_>) -> String {
    match (key, kind) {
        ("until", _) => "2026-01-01".into(),
        ("up_to", _) => "3".into(),
        (_, ValueType::Id) => "\"a\"".into(),
        (_, ValueType::CountryCode) => "\"EE\"".into(),
        (_, ValueType::Line | ValueType::Paragraphs) => "\"words\"".into(),
        (_, ValueType::Url) => "\"https://a.org\"".into(),
        (_, ValueType::Number { max: 100.0, .. }) => "2".into(),
        (_, ValueType::Number { .. }) => "324.5".into(),
        (_, ValueType::Integer { max: 9999, .. }) => "2025".into(),
        (_, ValueType::Version(_)) => "1".into(),
        (_, ValueType::Integer { .. }) => "81".into(),
        (_, ValueType::Bool) => "true".into(),
        (_, ValueType::Day | ValueType::Date) => "2025-03-18".into(),
        (_, ValueType::OneOf(words)) => format!("\"{}\"", words[0].0),
        (_, ValueType::List(item)) => format!("[{}]", right(key, item, change)),
        (_, ValueType::Custom { .. }) => "[59.4, -24]".into(),
        (_, ValueType::Table(shape)) => format!("{{ {} }}", entries(shape, change).join(", ")),
        (_, ValueType::Map { key: ValueType::CountryCode, value }) => {
            format!("{{ EE = {} }}", right("percent", value, change))
        }
        (_, ValueType::Map { value, .. }) => format!("{{ 2025 = {} }}", right("percent", value, change)),
        (_, ValueType::OrTable { table, .. }) => right("percent", &ValueType::Table(table), change),
    }
}

/// Returns the lines of a table with all keys.
fn entries(shape: &TableSchema, change: Override<'_>) -> Vec<String> {
    let (heading, key, instead) = change;
    let here = |field: &KeySchema| shape.heading == heading && field.key == key;
    let value = |field: &KeySchema| match here(field) {
        true => instead.map(str::to_owned),
        false => Some(right(field.key, &field.value_type, change)),
    };
    let entry = |field: &KeySchema| Some(format!("{} = {}", field.key, value(field)?));
    let mut entries: Vec<String> = shape.keys().filter_map(entry).collect();
    if shape.heading == heading && !shape.keys().any(here) {
        entries.extend(instead.map(|value| format!("{key} = {value}")));
    }
    entries
}

/// Returns every table of the format.
fn tables() -> Vec<&'static TableSchema> {
    std::iter::once(format()).chain(format().descendants()).collect()
}

#[test]
fn schema_agrees_with_the_reader_on_every_key() {
    let validator = validator();
    let whole = |change: Override<'_>| entries(format(), change).join("\n");
    let takes = |text: &str| {
        (read(text.as_bytes()).dossier.is_some(), validator.is_valid(&as_json(text).expect("it is TOML")))
    };
    let complete = whole(("", "", None));
    // Every key includes both ways to write spending.
    let codes: Vec<Code> = read(complete.as_bytes()).problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, [Code::SpendingTwice], "{complete}");
    assert_eq!(errors(&complete), [""; 0]);
    for shape in tables() {
        let change = (shape.heading, "nonsense", Some("1"));
        assert_eq!(takes(&whole(change)), (false, false), "{change:?}");
        for field in shape.keys() {
            for value in wrong(&field.value_type) {
                let change = (shape.heading, field.key, Some(*value));
                assert_eq!(takes(&whole(change)), (false, false), "{change:?}");
            }
            // Without sources, treaties or states, references are undefined.
            let (read, schema) = takes(&whole((shape.heading, field.key, None)));
            assert_eq!(schema, !field.required, "{} without {}", shape.heading, field.key);
            assert!(schema || !read, "{} without {}", shape.heading, field.key);
        }
    }
}

#[test]
fn only_never_joined_steps_may_be_undated() {
    let step = |position: &str, date: &str| {
        let stance = format!("treaty = \"a\"\nposition = \"{position}\"\n{date}\nwhat = \"words\"");
        format!(
            "format = 1\ntitle = \"a\"\n[[treaty]]\nid = \"a\"\nname = \"a\"\n[[state]]\ncode = \"EE\"\n\
             name = \"a\"\n[[state.stance]]\n{stance}\n"
        )
    };
    for text in [
        step("never-joined", ""),
        step("never-joined", "date = 2008-05-30"),
        step("party", "date = \"2008\""),
    ] {
        assert!(read(text.as_bytes()).dossier.is_some());
        assert_eq!(errors(&text), [""; 0]);
    }
    let text = step("party", "");
    assert!(read(text.as_bytes()).dossier.is_none());
    assert_eq!(errors(&text), ["/state/0/stance/0: \"date\" is a required property"]);
}

#[test]
fn keys_and_words_have_descriptions() {
    fn walk(value: &Value, keys: &mut usize) {
        match value {
            Value::Object(map) => {
                for (key, property) in map.get("properties").and_then(Value::as_object).into_iter().flatten()
                {
                    // Conditions have no descriptions.
                    if property.as_object().is_some_and(|property| property.len() > 1) {
                        assert!(
                            property["description"].as_str().is_some_and(|about| !about.is_empty()),
                            "{key}"
                        );
                        *keys += 1;
                    }
                }
                for word in map.get("enum").and_then(Value::as_array).into_iter().flatten() {
                    let line = format!("\n- `{}`: ", word.as_str().unwrap());
                    assert!(map["description"].as_str().is_some_and(|about| about.contains(&line)), "{word}");
                }
                map.values().for_each(|value| walk(value, keys));
            }
            Value::Array(items) => items.iter().for_each(|value| walk(value, keys)),
            _ => {}
        }
    }
    let mut keys = 0;
    walk(&serde_json::from_str(&schema()).unwrap(), &mut keys);
    assert_eq!(keys, tables().iter().map(|shape| shape.keys().count()).sum::<usize>());
}
