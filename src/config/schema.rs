//! The JSON Schema of a file of settings, by which an editor completes and explains it: made from the one
//! description that the reading is made from.
//!
//! The dialect is draft-07, the one that all servers of TOML know. A word is a `oneOf` of `const`, so that each can be
//! completed with a sentence of its own.

use serde_json::{Map, Value, json};

use super::definition::{Kind, Setting};
use super::theme::pattern;
use super::{Command, DEFAULTS, MAX_SIZE, POLL, Role, SETTINGS};

/// The JSON Schema of a file of settings, with a line break at its end.
pub fn schema() -> String {
    let defaults = toml::de::DeTable::parse(DEFAULTS).map(|table| table.into_inner()).unwrap_or_default();
    let properties: Map<String, Value> = SETTINGS
        .iter()
        .map(|setting| {
            let mut property = value(setting.kind);
            property["description"] = json!(sentences(setting));
            if let Some(default) = defaults.get(setting.key).and_then(|value| plain(value.get_ref())) {
                property["default"] = default;
            }
            (setting.key.to_owned(), property)
        })
        .collect();
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "flank settings",
        "description": "Settings of flank; only what differs from the default needs to be there.",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    // Strings, numbers and lists only: nothing here can fail to be written.
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

/// What explains a setting, in one line.
fn sentences(setting: &Setting) -> &'static str {
    setting.about.trim()
}

fn value(kind: Kind) -> Value {
    match kind {
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Word(words) => json!({ "oneOf": words()
            .into_iter()
            .map(|(word, about)| json!({ "const": word, "description": about }))
            .collect::<Vec<_>>() }),
        Kind::Mebibytes => {
            json!({ "type": "integer", "minimum": MAX_SIZE.start(), "maximum": MAX_SIZE.end() })
        }
        Kind::Poll => json!({ "oneOf": [
            { "const": false, "description": "Never." },
            { "const": 0, "description": "Never." },
            { "type": "integer", "minimum": POLL.start(), "maximum": POLL.end(), "description": "Milliseconds." },
        ] }),
        Kind::Path => json!({ "type": "string", "pattern": r"^\s*([^~\s]|~\s*$|~/|$)" }),
        Kind::Program | Kind::Template => json!({ "type": "string" }),
        Kind::Colours => table(Role::ALL.iter().map(|role| {
            let look = json!({ "description": role.about(), "type": "string", "pattern": pattern(*role) });
            (role.word(), look)
        })),
        Kind::Keys => table(Command::names().filter_map(|word| {
            let command = Command::from_name(word)?;
            let mut keys = json!({
                "description": about(word, command),
                "type": "array",
                "items": { "type": "string", "minLength": 1 },
            });
            if command == Command::Quit {
                keys["minItems"] = json!(1);
            }
            Some((word, keys))
        })),
    }
}

fn table(rows: impl Iterator<Item = (&'static str, Value)>) -> Value {
    let properties: Map<String, Value> = rows.map(|(key, value)| (key.to_owned(), value)).collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// What a command does, in a sentence.
fn about(word: &str, command: Command) -> String {
    match (command, word.strip_prefix("state-")) {
        (Command::State(_), Some(n)) => format!("Selects state {n} of the list."),
        _ => command.about().to_owned(),
    }
}

/// A value of a setting as JSON; none for tables, whose defaults stand with their keys.
fn plain(value: &toml::de::DeValue<'_>) -> Option<Value> {
    value.as_str().map(|text| json!(text)).or(value.as_bool().map(|flag| json!(flag)))
}
