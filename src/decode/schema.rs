//! Tables as Rust types. Each key is declared once, with its type and a sentence. The decoder, its suggestions and the
//! JSON Schema follow from the declaration.

use std::fmt;

/// A table of a file format.
#[derive(Debug)]
pub struct TableSchema {
    /// The heading as in a file: `[[state.stance]]`. A plain word is an inline table under that key.
    pub heading: &'static str,
    /// A sentence that explains it.
    pub description: &'static str,
    /// The keys that only this table declares; [`TableSchema::keys`] has all of them.
    pub own_keys: &'static [KeySchema],
    /// The keys that this table shares with others.
    pub shared: Option<&'static TableSchema>,
}

/// A key of a table.
#[derive(Debug)]
pub struct KeySchema {
    /// The key as in a file.
    pub key: &'static str,
    /// Whether the table is incomplete without it.
    pub required: bool,
    /// The type of its value.
    pub value_type: ValueType,
    /// A sentence that explains it.
    pub description: &'static str,
}

/// The type of a value.
#[derive(Debug)]
pub enum ValueType {
    /// A name without blanks by which other tables refer to this one.
    Id,
    /// An ISO 3166-1 alpha-2 code.
    CountryCode,
    /// Text of one line.
    Line,
    /// Text that may have several paragraphs.
    Paragraphs,
    /// An http or https address.
    Url,
    /// A number, whole or not.
    Number {
        /// The measure in messages, such as "kilometres".
        unit: &'static str,
        /// The least value.
        min: f64,
        /// The greatest value.
        max: f64,
        /// A typical value.
        example: &'static str,
    },
    /// A whole number.
    Integer {
        /// The description in messages: "a year such as 2025".
        expected: &'static str,
        /// The least value.
        min: i64,
        /// The greatest value.
        max: i64,
    },
    /// The version of the file format that this program reads.
    Version(u32),
    /// true or false.
    Bool,
    /// A TOML date.
    Day,
    /// A TOML date, or a month or a year as text.
    Date,
    /// One of these words, each with a sentence that explains it.
    OneOf(&'static [(&'static str, &'static str)]),
    /// Any number of values of this type.
    List(&'static ValueType),
    /// A table.
    Table(&'static TableSchema),
    /// A table whose keys are data.
    Map {
        /// The type of its keys.
        key: &'static ValueType,
        /// The type of its values.
        value: &'static ValueType,
    },
    /// A plain value, or a table with more about it.
    OrTable {
        /// The type of the plain value.
        value: &'static ValueType,
        /// The schema of the table.
        table: &'static TableSchema,
    },
    /// Anything else.
    Custom {
        /// The description in messages: "a path".
        expected: &'static str,
        /// Returns its JSON Schema.
        json_schema: fn() -> serde_json::Value,
    },
}

impl TableSchema {
    /// Returns all keys: its own, then the shared ones.
    pub fn keys(&self) -> impl Iterator<Item = &'static KeySchema> + use<> {
        self.own_keys.iter().chain(self.shared.into_iter().flat_map(|shared| shared.own_keys))
    }

    /// Returns the key of this name.
    pub fn key(&self, name: &str) -> Option<&'static KeySchema> {
        self.keys().find(|key| key.key == name)
    }

    /// Returns the table under a heading, such as `state.stance`. An empty path is this table.
    pub fn descend(&'static self, path: &str) -> Option<&'static TableSchema> {
        let mut names = path.split('.').map(str::trim).filter(|name| !name.is_empty());
        names.try_fold(self, |schema, name| schema.key(name)?.value_type.table())
    }

    /// Returns whether the table is written in braces within another table.
    pub fn is_inline(&self) -> bool {
        !self.heading.starts_with('[') && !self.heading.contains(' ')
    }

    /// Returns the last part of the heading: "stance" of `[[state.stance]]`.
    pub fn last_name(&self) -> Option<&str> {
        self.heading.strip_prefix('[')?.trim_matches(['[', ']']).rsplit('.').next()
    }

    /// Returns the tables within it, at any depth.
    pub fn descendants(&self) -> Vec<&'static TableSchema> {
        let mut tables = Vec::new();
        for table in self.keys().filter_map(|key| key.value_type.table()) {
            tables.push(table);
            tables.extend(table.descendants());
        }
        tables
    }

    /// Returns the innermost table around `inner` that has this key. This table, the outermost, only counts if no other
    /// table has such a key: otherwise too many typos would be taken for its keys.
    pub(super) fn enclosing_with(
        &'static self,
        key: &str,
        inner: &TableSchema,
    ) -> Option<&'static TableSchema> {
        let with_key: Vec<_> = std::iter::once(self)
            .chain(self.descendants())
            .filter(|table| table.key(key).is_some())
            .collect();
        let contains_inner =
            |table: &&TableSchema| table.descendants().iter().any(|within| within.heading == inner.heading);
        let owner = *with_key.iter().rfind(|table| contains_inner(table))?;
        (owner.heading != self.heading || with_key.len() == 1).then_some(owner)
    }

    /// Returns its name in messages.
    pub(super) fn label(&self) -> String {
        if self.is_inline() { format!("`{}`", self.heading) } else { self.heading.to_owned() }
    }

    /// Returns an inline table of this kind, up to its first key.
    fn example(&self) -> String {
        format!("{{ {} = … }}", self.keys().next().map_or("", |key| key.key))
    }
}

impl ValueType {
    /// Returns the schema of the table, or of each table in a list.
    pub fn table(&self) -> Option<&'static TableSchema> {
        match self {
            ValueType::Table(schema) => Some(schema),
            ValueType::List(item) | ValueType::Map { value: item, .. } => item.table(),
            ValueType::OrTable { table, .. } => Some(table),
            _ => None,
        }
    }

    /// Returns an example of a value or a key of a map.
    fn example(&self) -> String {
        match self {
            ValueType::CountryCode => "XX".into(),
            ValueType::Integer { min, max, .. } if (*min..=*max).contains(&2025) => "2025".into(),
            ValueType::Number { example, .. } => (*example).into(),
            ValueType::OrTable { value, .. } => value.example(),
            ValueType::Map { key, value } => format!("{{ {} = {} }}", key.example(), value.example()),
            _ => "…".into(),
        }
    }
}

impl fmt::Display for ValueType {
    /// Writes the description of a value, with an example.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ValueType::Id => f.write_str("a name without blanks, such as \"my-source\""),
            ValueType::CountryCode => f.write_str("two capital letters as in ISO 3166-1, such as \"EE\""),
            ValueType::Line | ValueType::Paragraphs => f.write_str("text in quotation marks"),
            ValueType::Url => f.write_str("an address that begins with https:// or http://"),
            ValueType::Number { unit, min, max, example } => {
                write!(f, "{unit}, a number from {min} to {max} such as {example}")
            }
            ValueType::Integer { expected, .. } | ValueType::Custom { expected, .. } => f.write_str(expected),
            ValueType::Version(version) => {
                write!(f, "{version}, the version of the format that this program reads")
            }
            ValueType::Bool => f.write_str("true or false"),
            ValueType::Day => f.write_str("a day such as 2025-03-18, without quotation marks"),
            ValueType::Date => {
                f.write_str("a day such as 2025-03-18, or \"2025-03\" or \"2025\" if no more is known")
            }
            ValueType::OneOf(words) => {
                let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                write!(f, "one of {}", words.join(", "))
            }
            ValueType::List(ValueType::Table(table)) if table.is_inline() => {
                write!(f, "a list of tables such as [{}]", table.example())
            }
            ValueType::List(ValueType::Table(table)) => write!(f, "{} tables", table.heading),
            ValueType::List(item) => write!(f, "a list in square brackets, each item {item}"),
            ValueType::Table(table) if table.is_inline() => {
                write!(f, "a table such as {}", table.example())
            }
            ValueType::Table(table) => write!(f, "a table {}", table.heading),
            ValueType::Map { .. } => write!(f, "a table such as {}", self.example()),
            ValueType::OrTable { value, table } => {
                write!(f, "{value}, or a table such as {}", table.example())
            }
        }
    }
}

/// Declares tables. Generates for each a struct with optional fields, its [`TableSchema`], and its decoding.
///
/// ```ignore
/// tables! {
///     /// What a fact is based on.
///     "[[source]]" Source {
///         /// A short name by which facts refer to it.
///         required id: Id,
///         /// Its publisher.
///         optional publisher: Line,
///         shared evidence: RawEvidence,
///     }
/// }
/// ```
///
/// A key that is a Rust keyword is written `in_favour as "for"`. `shared` adds the keys of another table.
macro_rules! tables {
    ($(
        $(#[doc = $description:literal])+
        $heading:literal $name:ident {
            $(
                $(#[doc = $doc:literal])+
                $presence:ident $field:ident $(as $key:literal)? : $type:ty,
            )*
            $(shared $shared:ident : $shared_type:ty,)?
        }
    )+) => {$(
        $(#[doc = $description])+
        #[derive(Debug, Default)]
        pub struct $name {
            $( $(#[doc = $doc])+ pub $field: Option<$crate::decode::WithSpan<$type>>, )*
            $( #[doc = "Shared keys."] pub $shared: $shared_type, )?
        }

        impl $crate::decode::FromTable for $name {
            const SCHEMA: &'static $crate::decode::TableSchema = &$crate::decode::TableSchema {
                heading: $heading,
                description: concat!($($description),+),
                own_keys: &[$( $crate::decode::KeySchema {
                    key: $crate::decode::tables!(@key $field $($key)?),
                    required: $crate::decode::tables!(@required $presence),
                    value_type: <$type as $crate::decode::FromValue>::TYPE,
                    description: concat!($($doc),+),
                } ),*],
                shared: $crate::decode::tables!(@shared $($shared_type)?),
            };

            fn decode_key(
                &mut self,
                key: &str,
                value: toml::Spanned<toml::de::DeValue<'_>>,
                table: $crate::decode::Span,
                decoder: &mut $crate::decode::Decoder,
            ) -> Option<&'static str> {
                match key {
                    $( $crate::decode::tables!(@key $field $($key)?) => {
                        let key = $crate::decode::tables!(@key $field $($key)?);
                        self.$field = decoder.value(value, key, table);
                        Some(key)
                    } )*
                    $( other => self.$shared.decode_key(other, value, table, decoder), )?
                    #[allow(unreachable_patterns, reason = "unless keys are shared")]
                    _ => None,
                }
            }
        }
    )+};
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    (@required required) => { true };
    (@required optional) => { false };
    (@shared) => { None };
    (@shared $type:ty) => { Some(<$type as $crate::decode::FromTable>::SCHEMA) };
}
pub(crate) use tables;

/// Declares wrappers that give a plain value a [`ValueType`], and unwrap into it.
macro_rules! wrappers {
    ($($(#[doc = $doc:literal])+ $name:ident($inner:ty);)+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone)]
        pub struct $name(pub $inner);

        impl From<$name> for $inner {
            fn from(value: $name) -> $inner {
                value.0
            }
        }
    )+};
}
pub(crate) use wrappers;
