//! Generates dossiers from the description of the format, so that they include every new key.

use std::collections::HashMap;

use flank::dossier::{KeySchema, TableSchema, ValueType, format};

/// A dossier with every table and every key of the format once.
pub struct MaximalDossier<'t> {
    /// The index of the key that gets `text`. Without one, every key of free text gets it.
    at: Option<usize>,
    text: &'t str,
    /// The keys written so far, such as `stance.what`.
    fields: Vec<String>,
    /// The id of each kind of table by its heading, for references.
    ids: HashMap<&'static str, String>,
}

/// Returns the keys of the dossier in the order in which they are written.
#[cfg(unix)]
pub fn fields() -> Vec<String> {
    let mut dossier =
        MaximalDossier { at: Some(usize::MAX), text: "", fields: Vec::new(), ids: HashMap::new() };
    dossier.table(format());
    dossier.fields
}

/// Returns a dossier with every key. The key with index `at` gets `text`; with `None`, every key of free text does.
pub fn dossier(at: Option<usize>, text: &str) -> String {
    MaximalDossier { at, text, fields: Vec::new(), ids: HashMap::new() }.table(format())
}

/// Returns a TOML string in which everything but printable ASCII is escaped.
pub fn quoted(text: &str) -> String {
    let plain = |c: char| matches!(c, ' '..='~') && !matches!(c, '"' | '\\');
    let escape = |c: char| if plain(c) { c.to_string() } else { format!("\\U{:08X}", u32::from(c)) };
    format!("\"{}\"", text.chars().map(escape).collect::<String>())
}

impl MaximalDossier<'_> {
    /// Returns the lines of a table: its own keys, then its nested tables.
    fn table(&mut self, shape: &'static TableSchema) -> String {
        let (inner, own): (Vec<&KeySchema>, Vec<&KeySchema>) = shape.keys().partition(
            |field| matches!(field.value_type, ValueType::List(ValueType::Table(t)) if !t.is_inline()),
        );
        let mut lines = String::new();
        for field in own {
            lines += &format!("{} = {}\n", field.key, self.value(shape, field, &field.value_type));
        }
        for field in inner {
            if let ValueType::List(ValueType::Table(table)) = &field.value_type {
                lines += &format!("\n{}\n{}", table.heading, self.table(table));
            }
        }
        lines
    }

    fn value(&mut self, shape: &'static TableSchema, field: &'static KeySchema, kind: &ValueType) -> String {
        match kind {
            ValueType::List(kind) => return format!("[{}]", self.value(shape, field, kind)),
            ValueType::Table(inner) => {
                let parts: Vec<String> = inner
                    .keys()
                    .map(|field| format!("{} = {}", field.key, self.value(inner, field, &field.value_type)))
                    .collect();
                return format!("{{ {} }}", parts.join(", "));
            }
            ValueType::Map { key, value } => {
                let key = if matches!(key, ValueType::CountryCode) { "EE" } else { "2024" };
                return format!("{{ {key} = {} }}", self.value(shape, field, value));
            }
            ValueType::OrTable { table, .. } => {
                return self.value(shape, field, &ValueType::Table(table));
            }
            _ => {}
        }
        let here = self.at == Some(self.fields.len());
        self.fields.push(format!("{}.{}", shape.heading.trim_matches(['[', ']']), field.key));
        let words = matches!(kind, ValueType::Line | ValueType::Paragraphs);
        let text = if here || (self.at.is_none() && words) { Some(quoted(self.text)) } else { None };
        let value = text.unwrap_or_else(|| self.plain(field, kind));
        if field.key == "id" {
            self.ids.insert(shape.heading, value.clone());
        }
        value
    }

    /// Returns a valid value.
    fn plain(&self, field: &KeySchema, kind: &ValueType) -> String {
        let id = |heading: &str| self.ids.get(heading).cloned();
        match (kind, field.key) {
            (ValueType::Id, "sources") => id("[[source]]").unwrap_or_default(),
            (ValueType::Id, "treaty") => id("[[treaty]]").unwrap_or_default(),
            (ValueType::Id, _) => "\"one\"".into(),
            (ValueType::CountryCode, "with") => "\"RU\"".into(),
            (ValueType::CountryCode, _) => "\"EE\"".into(),
            (ValueType::Line | ValueType::Paragraphs, key) => format!("\"some {key}\""),
            (ValueType::Url, _) => "\"https://example.org/page\"".into(),
            (ValueType::Number { max: 100.0, .. }, "up_to") => "3.5".into(),
            (ValueType::Number { max: 100.0, .. }, _) => "2.5".into(),
            (ValueType::Number { .. }, _) => "324".into(),
            (ValueType::Integer { max: 9999, .. }, "by") => "2027".into(),
            (ValueType::Integer { max: 9999, .. }, _) => "2024".into(),
            (ValueType::Version(_), _) => "1".into(),
            (ValueType::Integer { .. }, _) => "81".into(),
            (ValueType::Bool, _) => "true".into(),
            (ValueType::Day | ValueType::Date, "until") => "2026-01-01".into(),
            (ValueType::Day | ValueType::Date, _) => "2025-01-01".into(),
            (ValueType::OneOf(words), _) => quoted(words.last().map_or("", |(word, _)| word)),
            (ValueType::List(_) | ValueType::Table(_), _) => unreachable!("written element by element"),
            (ValueType::Map { .. } | ValueType::OrTable { .. }, _) => unreachable!("written entry by entry"),
            (ValueType::Custom { .. }, _) => "[59.4, 24.7]".into(),
        }
    }
}
