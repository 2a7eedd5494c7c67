//! Dossiers made from the description of the format, so that a new field is in them by itself.

#![allow(dead_code, reason = "each test target uses its own part of what they share")]

use std::collections::HashMap;

use flank::dossier::{Field, Kind, Shape, format};

/// A dossier with every table and every key of the format once.
pub struct Full<'t> {
    /// The place of the field that holds `text`, as they are written; all text fields do where there is none.
    at: Option<usize>,
    text: &'t str,
    /// The fields written so far, as `stance.what`.
    fields: Vec<String>,
    /// The ids by the heading of their table, for the references to them.
    ids: HashMap<&'static str, String>,
}

/// The fields of a full dossier, in the order in which they are written.
pub fn fields() -> Vec<String> {
    let mut full = Full { at: Some(usize::MAX), text: "", fields: Vec::new(), ids: HashMap::new() };
    full.table(format());
    full.fields
}

/// A full dossier with `text` in the field that is written as the `at`th; in every field of words, if `None`.
pub fn dossier(at: Option<usize>, text: &str) -> String {
    Full { at, text, fields: Vec::new(), ids: HashMap::new() }.table(format())
}

/// Text as TOML writes it in quotation marks, with everything escaped that can be.
pub fn quoted(text: &str) -> String {
    let plain = |c: char| matches!(c, ' '..='~') && !matches!(c, '"' | '\\');
    let escape = |c: char| if plain(c) { c.to_string() } else { format!("\\U{:08X}", u32::from(c)) };
    format!("\"{}\"", text.chars().map(escape).collect::<String>())
}

impl Full<'_> {
    /// The lines of a table: its own keys, then the tables within it.
    fn table(&mut self, shape: &'static Shape) -> String {
        let (inner, own): (Vec<&Field>, Vec<&Field>) = shape
            .fields
            .iter()
            .partition(|field| matches!(field.kind, Kind::List(Kind::Table(t)) if !t.is_inline()));
        let mut lines = String::new();
        for field in own {
            lines += &format!("{} = {}\n", field.key, self.value(shape, field, &field.kind));
        }
        for field in inner {
            if let Kind::List(Kind::Table(table)) = &field.kind {
                lines += &format!("\n{}\n{}", table.heading, self.table(table));
            }
        }
        lines
    }

    fn value(&mut self, shape: &'static Shape, field: &'static Field, kind: &Kind) -> String {
        match kind {
            Kind::List(kind) => return format!("[{}]", self.value(shape, field, kind)),
            Kind::Table(inner) => {
                let parts: Vec<String> = inner
                    .fields
                    .iter()
                    .map(|field| format!("{} = {}", field.key, self.value(inner, field, &field.kind)))
                    .collect();
                return format!("{{ {} }}", parts.join(", "));
            }
            _ => {}
        }
        let here = self.at == Some(self.fields.len());
        self.fields.push(format!("{}.{}", shape.heading.trim_matches(['[', ']']), field.key));
        let words = matches!(kind, Kind::Line | Kind::Words);
        let text = if here || (self.at.is_none() && words) { Some(quoted(self.text)) } else { None };
        let value = text.unwrap_or_else(|| self.plain(field, kind));
        if field.key == "id" {
            self.ids.insert(shape.heading, value.clone());
        }
        value
    }

    /// A value that fits.
    fn plain(&self, field: &Field, kind: &Kind) -> String {
        let id = |heading: &str| self.ids.get(heading).cloned();
        match (kind, field.key) {
            (Kind::Id, "sources") => id("[[source]]").unwrap_or_default(),
            (Kind::Id, "treaty") => id("[[treaty]]").unwrap_or_default(),
            (Kind::Id, _) => "\"one\"".into(),
            (Kind::Code, "with") => "\"RU\"".into(),
            (Kind::Code, _) => "\"EE\"".into(),
            (Kind::Line | Kind::Words, key) => format!("\"some {key}\""),
            (Kind::Url, _) => "\"https://example.org/page\"".into(),
            (Kind::Percent, "up_to") => "3.5".into(),
            (Kind::Percent, _) => "2.5".into(),
            (Kind::Kilometres, _) => "324".into(),
            (Kind::Year, "by") => "2027".into(),
            (Kind::Year, _) => "2024".into(),
            (Kind::Version, _) => "1".into(),
            (Kind::Count, _) => "81".into(),
            (Kind::Flag, _) => "true".into(),
            (Kind::Day | Kind::Date, "until") => "2026-01-01".into(),
            (Kind::Day | Kind::Date, _) => "2025-01-01".into(),
            (Kind::Word(words), _) => quoted(words.last().map_or("", |(word, _)| word)),
            (Kind::List(_) | Kind::Table(_), _) => unreachable!("these are written part by part"),
        }
    }
}
