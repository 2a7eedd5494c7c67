//! The facts of a dossier in the formats of other programs, as their users would write them down: so each opens the
//! same facts, and not only as many bytes. Before them stands a title by which a save is known again.

use std::fmt::Write as _;

use serde_json::Value as Json;
use toml::{Table, Value};

/// A dossier, as text and taken apart.
pub struct Facts {
    pub toml: String,
    table: Table,
}

impl Facts {
    pub fn of(toml: String) -> Facts {
        let table = toml.parse().expect("TOML");
        Facts { toml, table }
    }

    /// All of it as it is, below the title.
    pub fn text(&self, title: &str) -> String {
        format!("{title}\n{}", self.toml)
    }

    /// All of it as JSON.
    pub fn json(&self, title: &str) -> String {
        let all = json(&Value::Table(self.table.clone()));
        format!("{{\"title\": \"{title}\",\n\"dossier\": {all:#}}}\n")
    }

    /// A presentation: a page for each quotation, state, source and so on, its steps and figures in tables.
    pub fn slides(&self, title: &str) -> String {
        let mut text = format!("{title}\n===\n\n* {} pages\n", self.entries().count());
        // Writing to a string does not fail.
        for (_, _, entry) in self.entries() {
            let _ = write!(text, "\n<!-- end_slide -->\n\n{}\n===\n\n", plain(name(entry)));
            for (key, value) in entry.iter().filter(|(_, value)| rows(value).is_none()) {
                let _ = match value {
                    Value::String(words) if key == "text" => write!(text, "\n> {}\n\n", plain(words)),
                    value => writeln!(text, "* **{}**: {}", plain(key), plain(&shown(value))),
                };
            }
            for (key, rows) in entry.iter().filter_map(|(key, value)| Some((key, rows(value)?))) {
                let _ = write!(text, "\n## {}\n\n", plain(key));
                grid(&mut text, &rows);
            }
        }
        text
    }

    /// A collection of requests: one that posts each quotation, state, source and so on, in a folder for each kind.
    pub fn requests(&self, title: &str) -> String {
        let mut text = format!(
            "name: Measured\nrequests:\n  first:\n    name: \"{title}\"\n    method: GET\n    url: http://127.0.0.1/\n"
        );
        for (kind, n, entry) in self.entries() {
            if n == 0 {
                let _ = write!(text, "  {kind}:\n    name: {kind}\n    requests:\n");
            }
            let name = Json::from(name(entry));
            let _ = write!(
                text,
                "      {kind}{n}:\n        name: {name}\n        method: POST\n        url: http://127.0.0.1/{kind}\n        body:\n          type: json\n          data:\n"
            );
            for (key, value) in entry {
                let _ = writeln!(text, "            {key}: {}", json(value));
            }
        }
        text
    }

    /// Every table of the top, with its kind and its number in that.
    fn entries(&self) -> impl Iterator<Item = (&str, usize, &Table)> {
        self.table.iter().flat_map(|(kind, value)| {
            rows(value)
                .unwrap_or_default()
                .into_iter()
                .enumerate()
                .map(move |(n, row)| (kind.as_str(), n, row))
        })
    }
}

/// The tables of a list of them.
fn rows(value: &Value) -> Option<Vec<&Table>> {
    value.as_array()?.iter().map(Value::as_table).collect::<Option<Vec<_>>>().filter(|rows| !rows.is_empty())
}

/// What an entry is headed with.
fn name(entry: &Table) -> &str {
    ["name", "speaker", "title", "what", "id"]
        .iter()
        .find_map(|key| entry.get(*key)?.as_str())
        .unwrap_or("no name")
}

/// A Markdown table of them.
fn grid(text: &mut String, rows: &[&Table]) {
    let mut keys: Vec<&str> = rows.iter().flat_map(|row| row.keys().map(String::as_str)).collect();
    keys.sort_unstable();
    keys.dedup();
    let heads: Vec<String> = keys.iter().map(|key| plain(key)).collect();
    let _ = writeln!(text, "| {} |\n|{}", heads.join(" | "), "---|".repeat(keys.len()));
    for row in rows {
        let cell = |key: &&str| row.get(*key).map(|value| plain(&shown(value))).unwrap_or_default();
        let _ = writeln!(text, "| {} |", keys.iter().map(cell).collect::<Vec<_>>().join(" | "));
    }
}

/// A value in words.
fn shown(value: &Value) -> String {
    match value {
        Value::String(words) => words.clone(),
        Value::Array(all) => all.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Table(all) => {
            all.iter().map(|(key, value)| format!("{key} {}", shown(value))).collect::<Vec<_>>().join(", ")
        }
        Value::Datetime(date) => date.to_string(),
        value => json(value).to_string(),
    }
}

/// Text in which nothing is a sign of Markdown.
fn plain(words: &str) -> String {
    words.replace('\n', " ").replace(['\\', '`', '*', '_', '[', ']', '<', '>', '|', '#'], " ")
}

/// A value as JSON, which is YAML too.
fn json(value: &Value) -> Json {
    match value {
        Value::String(words) => words.as_str().into(),
        Value::Integer(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Boolean(is) => (*is).into(),
        Value::Datetime(date) => date.to_string().into(),
        Value::Array(all) => all.iter().map(json).collect(),
        Value::Table(all) => all.iter().map(|(key, value)| (key.clone(), json(value))).collect(),
    }
}
