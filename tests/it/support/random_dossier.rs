//! A dossier with random edits: facts are added, removed, changed and moved.

use flank::dossier::{KeySchema, TableSchema, ValueType, format};
use proptest::prelude::*;

/// A table of a dossier: its fields in the order of the file, and its nested tables.
#[derive(Debug, Clone)]
struct Table {
    shape: &'static TableSchema,
    fields: Vec<(&'static str, String)>,
    tables: Vec<Table>,
}

/// A dossier that mutations are applied to.
#[derive(Debug, Clone)]
pub struct RandomDossier {
    root: Table,
    /// The number of ids and codes so far, to make new ones unique.
    count: usize,
}

/// One edit: its kind, and three numbers that select the table, the field and the value.
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

/// Generates any mutation.
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
    /// Creates a dossier with one table of each kind.
    pub fn new() -> RandomDossier {
        let mut dossier = RandomDossier {
            root: Table { shape: format(), fields: Vec::new(), tables: Vec::new() },
            count: 0,
        };
        dossier.root = dossier.table(format(), 0);
        dossier
    }

    /// Returns the text of the file.
    pub fn text(&self) -> String {
        let mut text = String::new();
        write(&self.root, &mut text);
        text
    }

    /// Applies an edit.
    pub fn apply(&mut self, mutation: &Mutation) {
        let (count, n) = (self.root.count(), mutation.table);
        match mutation.kind {
            MutationKind::AddTable => {
                let path = self.root.path(n % count);
                let shape = self.root.at(&path).shape;
                let inner: Vec<&'static TableSchema> = shape.keys().filter_map(headed).collect();
                // A table without nested tables gets a sibling.
                let (parent, shape) = match inner.get(mutation.field % inner.len().max(1)) {
                    Some(shape) => (path, *shape),
                    None => (path[..path.len() - 1].to_vec(), shape),
                };
                let table = self.table(shape, mutation.value);
                self.root.at(&parent).tables.push(table);
            }
            MutationKind::AddTwin | MutationKind::RemoveTable | MutationKind::SwapTables => {
                let path = self.root.path(n % count);
                let Some((index, parent)) = path.split_last() else { return };
                let tables = &mut self.root.at(parent).tables;
                let other = mutation.field % tables.len();
                match mutation.kind {
                    MutationKind::AddTwin => tables.push(tables[*index].clone()),
                    MutationKind::RemoveTable => drop(tables.remove(*index)),
                    _ => tables.swap(*index, other),
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
                let required = |key: &str| table.shape.keys().any(|field| field.key == key && field.required);
                let optional: Vec<&str> =
                    table.fields.iter().map(|(key, _)| *key).filter(|key| !required(key)).collect();
                if let Some(key) = optional.get(mutation.field % optional.len().max(1)).copied() {
                    table.fields.retain(|(known, _)| *known != key);
                }
            }
        }
    }

    /// Returns a table with every key and one nested table of each kind.
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

    /// Returns one of a few valid values.
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
                // All references name the first of each kind, which a mutation may remove.
                if self.count <= 3 { "\"one\"".into() } else { format!("\"id-{}\"", self.count) }
            }
            (ValueType::Id, _) => "\"one\"".into(),
            (ValueType::CountryCode, "code") => {
                self.count += 1;
                let letter = |n: usize| char::from(b'A' + (n % 26) as u8);
                if self.count <= 4 {
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
            (ValueType::Map { key: ValueType::CountryCode, value }, _) => {
                format!("{{ EE = {} }}", self.value(field, value, choice))
            }
            (ValueType::Map { value, .. }, _) => {
                let first = self.value(field, value, choice);
                format!("{{ {} = {first}, 2026 = 4.5 }}", one(&["2024", "2025"]))
            }
            (ValueType::OrTable { value, table }, _) => match choice % 2 {
                0 => self.value(field, value, choice),
                _ => self.value(field, &ValueType::Table(table), choice),
            },
            (ValueType::Custom { .. }, _) => one(&["[59.4, 24.7]", "[-17, 180.0]"]),
        }
    }
}

/// Returns the table of a field whose tables have headings.
fn headed(field: &KeySchema) -> Option<&'static TableSchema> {
    match field.value_type {
        ValueType::List(ValueType::Table(shape)) if !shape.is_inline() => Some(shape),
        _ => None,
    }
}

impl Table {
    /// Returns the number of tables, including this one.
    fn count(&self) -> usize {
        1 + self.tables.iter().map(Table::count).sum::<usize>()
    }

    /// Returns the path to the nth table.
    fn path(&self, mut n: usize) -> Vec<usize> {
        if n == 0 {
            return Vec::new();
        }
        n -= 1;
        for (index, table) in self.tables.iter().enumerate() {
            if n < table.count() {
                let mut path = vec![index];
                path.extend(table.path(n));
                return path;
            }
            n -= table.count();
        }
        Vec::new()
    }

    fn at(&mut self, path: &[usize]) -> &mut Table {
        path.iter().fold(self, |table, index| &mut table.tables[*index])
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
