//! A dossier that is edited at random, as a keeper might: facts come, go, change and change places.

use flank::dossier::{KeySchema, TableSchema, ValueType, format};
use proptest::prelude::*;

/// A table of a dossier: its fields as they are written, and the tables within it.
#[derive(Debug, Clone)]
struct Table {
    shape: &'static TableSchema,
    fields: Vec<(&'static str, String)>,
    tables: Vec<Table>,
}

/// A dossier in the making.
#[derive(Debug, Clone)]
pub struct RandomDossier {
    root: Table,
    /// So that each new id and code is another.
    count: usize,
}

/// One edit: what is done, and three numbers that say to what.
#[derive(Debug, Clone)]
pub struct Mutation {
    kind: MutationKind,
    table: usize,
    field: usize,
    value: usize,
}

#[derive(Debug, Clone, Copy)]
enum MutationKind {
    AddTable,
    AddTwin,
    RemoveTable,
    SwapTables,
    SetField,
    RemoveField,
}

/// Any edit.
pub fn mutation() -> impl Strategy<Value = Mutation> {
    use MutationKind::*;
    let kinds = prop_oneof![
        3 => Just(AddTable),
        1 => Just(AddTwin),
        1 => Just(RemoveTable),
        1 => Just(SwapTables),
        5 => Just(SetField),
        2 => Just(RemoveField),
    ];
    (kinds, 0..1000usize, 0..1000usize, 0..1000usize).prop_map(|(kind, table, field, value)| Mutation {
        kind,
        table,
        field,
        value,
    })
}

impl RandomDossier {
    /// One state, one treaty, one source, and one of everything else.
    pub fn new() -> RandomDossier {
        let mut dossier = RandomDossier {
            root: Table { shape: format(), fields: Vec::new(), tables: Vec::new() },
            count: 0,
        };
        dossier.root = dossier.table(format(), 0);
        dossier
    }

    /// The file.
    pub fn text(&self) -> String {
        let mut text = String::new();
        write(&self.root, &mut text);
        text
    }

    /// Edits it.
    pub fn apply(&mut self, mutation: &Mutation) {
        let (count, n) = (self.root.count(), mutation.table);
        match mutation.kind {
            MutationKind::AddTable => {
                let path = self.root.path(n % count);
                let shape = self.root.at(&path).shape;
                let inner: Vec<&'static TableSchema> = shape.keys().filter_map(headed).collect();
                // What holds no tables gets a neighbour.
                let (parent, shape) = match inner.get(mutation.field % inner.len().max(1)) {
                    Some(shape) => (path, *shape),
                    None => (path[..path.len() - 1].to_vec(), shape),
                };
                let table = self.table(shape, mutation.value);
                self.root.at(&parent).tables.push(table);
            }
            MutationKind::AddTwin | MutationKind::RemoveTable | MutationKind::SwapTables => {
                let path = self.root.path(n % count);
                let Some((place, parent)) = path.split_last() else { return };
                let tables = &mut self.root.at(parent).tables;
                let other = mutation.field % tables.len();
                match mutation.kind {
                    MutationKind::AddTwin => tables.push(tables[*place].clone()),
                    MutationKind::RemoveTable => drop(tables.remove(*place)),
                    _ => tables.swap(*place, other),
                }
            }
            MutationKind::SetField => {
                let path = self.root.path(n % count);
                let shape = self.root.at(&path).shape;
                let own: Vec<&KeySchema> = shape.keys().filter(|field| headed(field).is_none()).collect();
                let field = own[mutation.field % own.len()];
                let value = self.value(field, &field.value_type, mutation.value);
                let fields = &mut self.root.at(&path).fields;
                match fields.iter_mut().find(|(key, _)| *key == field.key) {
                    Some((_, old)) => *old = value,
                    None => fields.push((field.key, value)),
                }
            }
            MutationKind::RemoveField => {
                let path = self.root.path(n % count);
                let table = self.root.at(&path);
                let needed = |key: &str| table.shape.keys().any(|field| field.key == key && field.required);
                let may: Vec<&str> =
                    table.fields.iter().map(|(key, _)| *key).filter(|key| !needed(key)).collect();
                if let Some(key) = may.get(mutation.field % may.len().max(1)).copied() {
                    table.fields.retain(|(known, _)| *known != key);
                }
            }
        }
    }

    /// A table with every key, and one of each table within it.
    fn table(&mut self, shape: &'static TableSchema, choice: usize) -> Table {
        let mut table = Table { shape, fields: Vec::new(), tables: Vec::new() };
        for (n, field) in shape.keys().enumerate() {
            match headed(field) {
                Some(inner) => table.tables.push(self.table(inner, choice)),
                None => table.fields.push((field.key, self.value(field, &field.value_type, choice + n))),
            }
        }
        table
    }

    /// One of a few values that fit.
    fn value(&mut self, field: &KeySchema, kind: &ValueType, choice: usize) -> String {
        let one = |values: &[&str]| values[choice % values.len()].to_owned();
        match (kind, field.key) {
            (ValueType::List(kind), _) => format!("[{}]", self.value(field, kind, choice)),
            (ValueType::Table(inner), _) => {
                let parts = inner.keys().enumerate();
                let parts: Vec<String> = parts
                    .map(|(n, field)| {
                        format!("{} = {}", field.key, self.value(field, &field.value_type, choice / (n + 1)))
                    })
                    .collect();
                format!("{{ {} }}", parts.join(", "))
            }
            (ValueType::Id, "id") => {
                self.count += 1;
                // The first of each kind is what all references lead to, unless it is removed.
                if self.count <= 2 { "\"one\"".into() } else { format!("\"id-{}\"", self.count) }
            }
            (ValueType::Id, _) => "\"one\"".into(),
            (ValueType::CountryCode, "code") => {
                self.count += 1;
                let letter = |n: usize| char::from(b'A' + (n % 26) as u8);
                if self.count <= 3 {
                    "\"EE\"".into()
                } else {
                    format!("\"{}{}\"", letter(self.count / 26), letter(self.count))
                }
            }
            (ValueType::CountryCode, "with") => one(&["\"RU\"", "\"BY\""]),
            (ValueType::CountryCode, _) => "\"EE\"".into(),
            (ValueType::Line | ValueType::Paragraphs, "about") => one(&["\"one\"", "\"spending\""]),
            (ValueType::Line | ValueType::Paragraphs, _) => {
                one(&["\"a\"", "\"b\"", "\"some words\"", "\"漢字\"", "\"a, b\""])
            }
            (ValueType::Url, _) => one(&["\"https://example.org\"", "\"http://example.org/b\""]),
            (ValueType::Number { max: 100.0, .. }, "up_to") => one(&["5", "5.5"]),
            (ValueType::Number { max: 100.0, .. }, _) => one(&["2", "2.0", "3.37", "0"]),
            (ValueType::Number { .. }, _) => one(&["324", "12.5"]),
            (ValueType::Integer { max: 9999, .. }, "by") => one(&["2030", "2035"]),
            (ValueType::Integer { max: 9999, .. }, _) => one(&["2024", "2025", "2026"]),
            (ValueType::Version(_), _) => "1".into(),
            (ValueType::Integer { .. }, _) => one(&["0", "1", "81"]),
            (ValueType::Bool, _) => one(&["true", "false"]),
            (ValueType::Day, "until") => one(&["2026-01-01", "2030-12-31"]),
            (ValueType::Day, _) => one(&["2025-01-01", "2025-06-30"]),
            (ValueType::Date, _) => one(&["2025-03-18", "\"2025-03\"", "\"2025\"", "2025-03-19"]),
            (ValueType::OneOf(words), _) => format!("\"{}\"", words[choice % words.len()].0),
        }
    }
}

/// The table that a field heads: one with a heading of its own.
fn headed(field: &KeySchema) -> Option<&'static TableSchema> {
    match field.value_type {
        ValueType::List(ValueType::Table(shape)) if !shape.is_inline() => Some(shape),
        _ => None,
    }
}

impl Table {
    /// How many tables there are, this one and those within it.
    fn count(&self) -> usize {
        1 + self.tables.iter().map(Table::count).sum::<usize>()
    }

    /// The way to the nth of them.
    fn path(&self, mut n: usize) -> Vec<usize> {
        if n == 0 {
            return Vec::new();
        }
        n -= 1;
        for (place, table) in self.tables.iter().enumerate() {
            if n < table.count() {
                let mut path = vec![place];
                path.extend(table.path(n));
                return path;
            }
            n -= table.count();
        }
        Vec::new()
    }

    fn at(&mut self, path: &[usize]) -> &mut Table {
        path.iter().fold(self, |table, place| &mut table.tables[*place])
    }
}

fn write(table: &Table, text: &mut String) {
    for (key, value) in &table.fields {
        *text += &format!("{key} = {value}\n");
    }
    for inner in &table.tables {
        *text += &format!("\n{}\n", inner.shape.heading);
        write(inner, text);
    }
}
