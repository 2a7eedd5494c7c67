//! Tables of the file format as Rust types: each field is declared once, with its key, its type, whether it
//! is needed and a sentence, and both the reader and the description that a schema is made of follow.

use toml::de::DeTable;

use crate::dossier::format::values::{Value, ValueType};
use crate::dossier::model::Span;
use crate::dossier::read::decoder::Reader;

/// Something read, and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct At<T> {
    pub at: Span,
    pub value: T,
}

/// A key of a table of the file format.
#[derive(Debug)]
pub struct KeySchema {
    /// The key as it is written.
    pub key: &'static str,
    /// Whether the table is incomplete without it.
    pub needed: bool,
    /// What its value may be.
    pub kind: ValueType,
    /// A sentence that explains it.
    pub about: &'static str,
}

/// A table of the file format.
#[derive(Debug)]
pub struct TableSchema {
    /// How it is written: `[[state.stance]]`.
    pub heading: &'static str,
    /// A sentence that explains it.
    pub about: &'static str,
    /// Its keys.
    pub fields: &'static [KeySchema],
}

impl TableSchema {
    /// Whether it is written in braces within another table.
    pub fn is_inline(&self) -> bool {
        !self.heading.starts_with('[') && !self.heading.contains(' ')
    }

    /// A table of this shape in braces, as far as its first key.
    pub(crate) fn example(&self) -> String {
        let key = self.fields.first().map_or("", |field| field.key);
        format!("{{ {key} = … }}")
    }

    /// The key that its heading ends with: "stance" of `[[state.stance]]`.
    pub(crate) fn names(&self) -> Option<&str> {
        self.heading.strip_prefix('[')?.trim_matches(['[', ']']).rsplit('.').next()
    }

    /// The tables within it, at any depth.
    pub fn within(&self) -> Vec<&'static TableSchema> {
        let mut tables = Vec::new();
        for field in self.fields {
            if let Some(table) = field.kind.table() {
                tables.push(table);
                tables.extend(table.within());
            }
        }
        tables
    }

    /// The nearest table around `inner` that has such a key; this table, the outermost, only if no other has.
    pub(crate) fn home_of(&'static self, key: &str, inner: &TableSchema) -> Option<&'static TableSchema> {
        let has = |table: &&TableSchema| table.fields.iter().any(|field| field.key == key);
        let tables: Vec<_> = std::iter::once(self).chain(self.within()).filter(has).collect();
        let around =
            |table: &&TableSchema| table.within().iter().any(|within| within.heading == inner.heading);
        let home = *tables.iter().rfind(|table| around(table))?;
        (home.heading != self.heading || tables.len() == 1).then_some(home)
    }

    /// How a message calls it.
    pub(crate) fn called(&self) -> String {
        if self.is_inline() { format!("`{}`", self.heading) } else { self.heading.to_owned() }
    }
}

/// A table that [`records`] made.
pub(crate) trait Record: Sized {
    /// The table's description.
    const SCHEMA: &'static TableSchema;

    /// Takes every known key out of a piece of the table and reports the unknown ones; those that were found, or
    /// meant, are added to `seen`.
    fn part(table: DeTable<'_>, at: Span, seen: &mut Vec<&'static str>, reader: &mut Reader) -> Self;

    /// The same of a whole table, the missing keys reported too. A record with gaps still comes back, so that what
    /// it holds is checked in the same go.
    fn take(table: DeTable<'_>, at: Span, reader: &mut Reader) -> Self {
        let mut seen = Vec::new();
        let record = Self::part(table, at, &mut seen, reader);
        reader.missing_keys(&seen, at, Self::SCHEMA);
        record
    }
}

macro_rules! records {
    ($(
        $(#[doc = $about:literal])+
        $heading:literal $name:ident {
            $( $(#[doc = $doc:literal])+ $need:ident $field:ident $(as $key:literal)? : $type:ty ),+ $(,)?
        }
    )+) => {$(
        $(#[doc = $about])+
        #[derive(Debug, Default)]
        pub(crate) struct $name {
            $( $(#[doc = $doc])+ pub $field: Option<crate::dossier::format::schema::At<$type>>, )+
        }

        impl crate::dossier::format::schema::Record for $name {
            const SCHEMA: &'static crate::dossier::format::schema::TableSchema = &crate::dossier::format::schema::TableSchema {
                heading: $heading,
                about: concat!($($about),+),
                fields: &[$( crate::dossier::format::schema::KeySchema {
                    key: crate::dossier::format::schema::records!(@key $field $($key)?),
                    needed: crate::dossier::format::schema::records!(@need $need),
                    kind: <$type as crate::dossier::format::values::Value>::TYPE,
                    about: concat!($($doc),+),
                } ),+],
            };

            fn part(
                table: toml::de::DeTable<'_>,
                at: crate::dossier::model::Span,
                seen: &mut Vec<&'static str>,
                reader: &mut crate::dossier::read::decoder::Reader,
            ) -> Self {
                let mut record = Self::default();
                for (key, value) in table {
                    match key.get_ref().as_ref() {
                        $( crate::dossier::format::schema::records!(@key $field $($key)?) => {
                            seen.push(crate::dossier::format::schema::records!(@key $field $($key)?));
                            reader.key = crate::dossier::format::schema::records!(@key $field $($key)?);
                            reader.in_list = false;
                            record.$field = crate::dossier::format::values::read(value, reader);
                            if record.$field.is_none() {
                                reader.unread(at, crate::dossier::format::schema::records!(@key $field $($key)?));
                            }
                        } )+
                        _ => seen.extend(reader.unknown_key(&key, Self::SCHEMA)),
                    }
                }
                record
            }
        }
    )+};
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    (@need need) => { true };
    (@need may) => { false };
}
pub(crate) use records;

impl<R: Record> Value for R {
    const TYPE: ValueType = ValueType::Table(R::SCHEMA);

    fn read(value: toml::de::DeValue<'_>, at: Span, reader: &mut Reader) -> Option<Self> {
        match value {
            toml::de::DeValue::Table(table) => Some(R::take(table, at, reader)),
            other => {
                reader.wrong_type(&other, at, &Self::TYPE);
                None
            }
        }
    }
}
