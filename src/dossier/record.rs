//! Tables of the file format as Rust types: each field is declared once, with its key, its type, whether it
//! is needed and a sentence, and both the reader and the description that a schema is made of follow.

use toml::de::DeTable;

use super::model::Span;
use super::reader::Reader;
use super::values::{Kind, Value};

/// Something read, and where it stands.
#[derive(Debug, Clone)]
pub(super) struct At<T> {
    pub at: Span,
    pub value: T,
}

/// A key of a table of the file format.
#[derive(Debug)]
pub struct Field {
    /// The key as it is written.
    pub key: &'static str,
    /// Whether the table is incomplete without it.
    pub needed: bool,
    /// What its value may be.
    pub kind: Kind,
    /// A sentence that explains it.
    pub about: &'static str,
}

/// A table of the file format.
#[derive(Debug)]
pub struct Shape {
    /// How it is written: `[[state.stance]]`.
    pub heading: &'static str,
    /// A sentence that explains it.
    pub about: &'static str,
    /// Its keys.
    pub fields: &'static [Field],
}

impl Shape {
    /// Whether it is written in braces within another table.
    pub fn is_inline(&self) -> bool {
        !self.heading.starts_with('[') && !self.heading.contains(' ')
    }

    /// A table of this shape in braces, as far as its first key.
    pub(super) fn example(&self) -> String {
        let key = self.fields.first().map_or("", |field| field.key);
        format!("{{ {key} = … }}")
    }

    /// The key that its heading ends with: "stance" of `[[state.stance]]`.
    pub(super) fn names(&self) -> Option<&str> {
        self.heading.strip_prefix('[')?.trim_matches(['[', ']']).rsplit('.').next()
    }

    /// The tables within it, at any depth.
    pub fn within(&self) -> Vec<&'static Shape> {
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
    pub(super) fn home_of(&'static self, key: &str, inner: &Shape) -> Option<&'static Shape> {
        let has = |table: &&Shape| table.fields.iter().any(|field| field.key == key);
        let tables: Vec<_> = std::iter::once(self).chain(self.within()).filter(has).collect();
        let around = |table: &&Shape| table.within().iter().any(|within| within.heading == inner.heading);
        let home = *tables.iter().rfind(|table| around(table))?;
        (home.heading != self.heading || tables.len() == 1).then_some(home)
    }

    /// How a message calls it.
    pub(super) fn called(&self) -> String {
        if self.is_inline() { format!("`{}`", self.heading) } else { self.heading.to_owned() }
    }
}

/// A table that [`records`] made.
pub(super) trait Record: Sized {
    /// The table's description.
    const SHAPE: &'static Shape;

    /// Takes every known key out of a piece of the table and reports the unknown ones; those that were found, or
    /// meant, are added to `seen`.
    fn part(table: DeTable<'_>, at: Span, seen: &mut Vec<&'static str>, reader: &mut Reader) -> Self;

    /// The same of a whole table, the missing keys reported too. A record with gaps still comes back, so that what
    /// it holds is checked in the same go.
    fn take(table: DeTable<'_>, at: Span, reader: &mut Reader) -> Self {
        let mut seen = Vec::new();
        let record = Self::part(table, at, &mut seen, reader);
        reader.missing_keys(&seen, at, Self::SHAPE);
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
        #[derive(Debug, Default, serde::Deserialize)]
        #[cfg_attr(test, derive(serde::Serialize))]
        pub(super) struct $name {
            $( $(#[doc = $doc])+ #[cfg_attr(test, serde(skip_serializing_if = "Option::is_none"))] pub $field: Option<super::record::At<$type>>, )+
        }

        impl super::record::Record for $name {
            const SHAPE: &'static super::record::Shape = &super::record::Shape {
                heading: $heading,
                about: concat!($($about),+),
                fields: &[$( super::record::Field {
                    key: super::record::records!(@key $field $($key)?),
                    needed: super::record::records!(@need $need),
                    kind: <$type as super::values::Value>::KIND,
                    about: concat!($($doc),+),
                } ),+],
            };

            fn part(
                table: toml::de::DeTable<'_>,
                at: super::model::Span,
                seen: &mut Vec<&'static str>,
                reader: &mut super::reader::Reader,
            ) -> Self {
                let mut record = Self::default();
                for (key, value) in table {
                    match key.get_ref().as_ref() {
                        $( super::record::records!(@key $field $($key)?) => {
                            seen.push(super::record::records!(@key $field $($key)?));
                            reader.key = super::record::records!(@key $field $($key)?);
                            reader.in_list = false;
                            record.$field = super::values::read(value, reader);
                            if record.$field.is_none() {
                                reader.unread(at, super::record::records!(@key $field $($key)?));
                            }
                        } )+
                        _ => seen.extend(reader.unknown_key(&key, Self::SHAPE)),
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
pub(super) use records;

impl<R: Record> Value for R {
    const KIND: Kind = Kind::Table(R::SHAPE);

    fn read(value: toml::de::DeValue<'_>, at: Span, reader: &mut Reader) -> Option<Self> {
        match value {
            toml::de::DeValue::Table(table) => Some(R::take(table, at, reader)),
            other => {
                reader.wrong_type(&other, at, &Self::KIND);
                None
            }
        }
    }
}
