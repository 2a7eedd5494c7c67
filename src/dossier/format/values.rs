//! The types of values in the file format: how each is taken out of the TOML tree, and what is said of one
//! that does not fit.

use std::fmt;
use std::ops::RangeInclusive;
use std::sync::Arc;

use smallvec::{SmallVec, smallvec};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::dossier::format::schema::{At, TableSchema};
use crate::dossier::model::date::{Date, Day};
use crate::dossier::model::text::Text;
use crate::dossier::model::{BenchmarkKind, Certainty, DateBasis, Position, Span, TargetKind};
use crate::dossier::read::decoder::{Reader, short, shown};
use crate::dossier::read::diagnostics::Diagnostic;

/// What a value of the file format may be.
#[derive(Debug)]
pub enum ValueType {
    /// A name by which others refer to it.
    Id,
    /// An ISO 3166-1 alpha-2 code.
    Code,
    /// Text of one line.
    Line,
    /// Text that may have several paragraphs.
    Words,
    /// An http or https address.
    Url,
    /// Per cent, 0 to 100.
    Percent,
    /// Kilometres, above 0.
    Kilometres,
    /// A year, 1000 to 9999.
    Year,
    /// The version of the file format.
    Version,
    /// A whole number from 0.
    Count,
    /// true or false.
    Flag,
    /// A TOML date.
    Day,
    /// A TOML date, or a month or a year as text.
    Date,
    /// One of these words, each with the sentence that explains it.
    Word(&'static [(&'static str, &'static str)]),
    /// Any number of these.
    List(&'static ValueType),
    /// A table.
    Table(&'static TableSchema),
}

impl ValueType {
    /// The shape of the table, or of each table in a list.
    pub fn table(&self) -> Option<&'static TableSchema> {
        match self {
            ValueType::Table(shape) => Some(shape),
            ValueType::List(kind) => kind.table(),
            _ => None,
        }
    }
}

impl fmt::Display for ValueType {
    /// What is expected of a value, with an example.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ValueType::Id => f.write_str("a name without blanks, such as \"my-source\""),
            ValueType::Code => f.write_str("two capital letters as in ISO 3166-1, such as \"EE\""),
            ValueType::Line | ValueType::Words => f.write_str("text in quotation marks"),
            ValueType::Url => f.write_str("an address that begins with https:// or http://"),
            ValueType::Percent => f.write_str("per cent of GDP, a number from 0 to 100 such as 3.37"),
            ValueType::Kilometres => f.write_str("kilometres, a number from 0 to 50000 such as 324"),
            ValueType::Year => f.write_str("a year such as 2025"),
            ValueType::Version => f.write_str("1, the version of the format that this program reads"),
            ValueType::Count => f.write_str("a whole number from 0"),
            ValueType::Flag => f.write_str("true or false"),
            ValueType::Day => f.write_str("a day such as 2025-03-18, without quotation marks"),
            ValueType::Date => {
                f.write_str("a day such as 2025-03-18, or \"2025-03\" or \"2025\" where no more is known")
            }
            ValueType::Word(words) => {
                let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                write!(f, "one of {}", words.join(", "))
            }
            ValueType::List(ValueType::Table(shape)) if shape.is_inline() => {
                write!(f, "a list of tables such as [{}]", shape.example())
            }
            ValueType::List(ValueType::Table(shape)) => write!(f, "{} tables", shape.heading),
            ValueType::List(kind) => write!(f, "a list in square brackets, each item {kind}"),
            ValueType::Table(shape) if shape.is_inline() => write!(f, "a table such as {}", shape.example()),
            ValueType::Table(shape) => write!(f, "a table {}", shape.heading),
        }
    }
}

/// A value of the file format.
pub(crate) trait Value: Sized {
    /// What it may be.
    const TYPE: ValueType;
    /// Takes it out of the tree; `None` after the reader was told what is wrong.
    fn read(value: DeValue<'_>, at: Span, reader: &mut Reader) -> Option<Self>;
}

/// What per cent may be.
pub(crate) const PERCENT: RangeInclusive<f64> = 0.0..=100.0;
/// What the length of a border may be, in kilometres.
pub(crate) const KILOMETRES: RangeInclusive<f64> = 0.0..=50_000.0;
/// What a year may be.
pub(crate) const YEAR: RangeInclusive<i64> = 1000..=9999;
/// What a count may be.
pub(crate) const COUNT: RangeInclusive<i64> = 0..=u32::MAX as i64;

/// Takes a value out of the tree together with its place.
pub(crate) fn read<T: Value>(value: Spanned<DeValue<'_>>, reader: &mut Reader) -> Option<At<T>> {
    let at = reader.at(value.span());
    T::read(value.into_inner(), at, reader).map(|value| At { at, value })
}

/// A name by which others refer to it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Id(pub Text);
/// An ISO 3166-1 alpha-2 code.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Code(pub Text);
/// Text of one line.
#[derive(Debug)]
pub(crate) struct Line(pub Text);
/// Text that may have several paragraphs.
#[derive(Debug)]
pub(crate) struct Words(pub Text);
/// An http or https address.
#[derive(Debug)]
pub(crate) struct Url(pub Text);
/// Per cent, 0 to 100.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Percent(pub f64);
/// Kilometres.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kilometres(pub f64);
/// A year, 1000 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Year(pub i16);
/// The version of the file format; whether it is a known one is seen later.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Version(pub u32);
/// A whole number from 0.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Count(pub u32);
/// Any number of values, each with its place. Most are of one, such as the source of a fact.
#[derive(Debug)]
pub(crate) struct List<T>(pub SmallVec<[At<T>; 1]>);

/// A piece of text, reported where it is none or hides something.
fn text(
    value: DeValue<'_>,
    at: Span,
    reader: &mut Reader,
    kind: &ValueType,
    clean: impl Fn(&str, &Arc<String>) -> Text,
) -> Option<Text> {
    let DeValue::String(raw) = value else {
        reader.wrong_type(&value, at, kind);
        return None;
    };
    if let Some(hidden) = crate::dossier::model::text::first_hidden(&raw) {
        let message =
            format!("`{}` holds U+{:04X}, which is not shown as it is", reader.key, u32::from(hidden));
        reader.report(Diagnostic::warning("hidden-text", at, message).expected("visible characters"));
    }
    Some(clean(&raw, &reader.file))
}

/// A piece of text that says something.
fn filled(
    value: DeValue<'_>,
    at: Span,
    reader: &mut Reader,
    clean: impl Fn(&str, &Arc<String>) -> Text,
) -> Option<Text> {
    let text = text(value, at, reader, &ValueType::Line, clean)?;
    if text.is_empty() {
        reader.report(
            Diagnostic::error("empty-text", at, reader.says("empty")).expected("words, or no such key"),
        );
        return None;
    }
    Some(text)
}

impl Value for Line {
    const TYPE: ValueType = ValueType::Line;
    fn read(value: DeValue<'_>, at: Span, reader: &mut Reader) -> Option<Self> {
        filled(value, at, reader, Text::line_of).map(Line)
    }
}

impl Value for Words {
    const TYPE: ValueType = ValueType::Words;
    fn read(value: DeValue<'_>, at: Span, reader: &mut Reader) -> Option<Self> {
        filled(value, at, reader, Text::paragraphs_of).map(Words)
    }
}

impl Value for Id {
    const TYPE: ValueType = ValueType::Id;
    fn read(value: DeValue<'_>, at: Span, reader: &mut Reader) -> Option<Self> {
        let id = text(value, at, reader, &Self::TYPE, Text::line_of)?;
        if id.is_empty() || id.contains(char::is_whitespace) {
            let message = reader.says(format_args!("{}, no id", shown(&id)));
            reader.report(Diagnostic::error("bad-id", at, message).expected(Self::TYPE.to_string()));
            return None;
        }
        Some(Id(id))
    }
}

impl Value for Code {
    const TYPE: ValueType = ValueType::Code;
    fn read(value: DeValue<'_>, at: Span, reader: &mut Reader) -> Option<Self> {
        let code = text(value, at, reader, &Self::TYPE, Text::line_of)?;
        if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
            let upper = code.to_ascii_uppercase();
            let close = upper.len() == 2 && upper.bytes().all(|b| b.is_ascii_uppercase());
            let message = reader.says(format_args!("{}, no code of a state", shown(&code)));
            let mut problem = Diagnostic::error("bad-code", at, message).expected(Self::TYPE.to_string());
            problem.suggestion = close.then_some(upper);
            reader.report(problem);
            return None;
        }
        Some(Code(code))
    }
}

/// Whether this is an address of the web that leads where it seems to; else what is wrong with it, and what would be
/// right if that is more than an address.
fn web_address(url: &str) -> Result<(), (&'static str, Option<&'static str>)> {
    let none = ("no web address", None);
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).ok_or(none)?;
    // A backslash is a slash to some browsers, and none to others.
    if url.contains(|c: char| c.is_whitespace() || c == '\\') {
        return Err(none);
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.contains('@') {
        return Err((
            "an address with a name or a password in it",
            Some("it without what stands before `@`"),
        ));
    }
    if !host.is_ascii() {
        let expected = "the host in its ASCII form, which begins with `xn--`";
        return Err(("an address whose host has letters that look like others", Some(expected)));
    }
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
    if host.is_empty() || !host.chars().all(fits) { Err(none) } else { Ok(()) }
}

/// The address as it may stand in a message: passwords are nobody's business.
fn without_user(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let host = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    match rest[..host].rfind('@') {
        Some(at) if !scheme.is_empty() => format!("{scheme}://…{}", &rest[at..]),
        _ => url.to_owned(),
    }
}

impl Value for Url {
    const TYPE: ValueType = ValueType::Url;
    fn read(value: DeValue<'_>, at: Span, reader: &mut Reader) -> Option<Self> {
        let url = text(value, at, reader, &Self::TYPE, Text::line_of)?;
        if let Err((why, expected)) = web_address(&url) {
            let message = reader.says(format_args!("{}, {why}", shown(&without_user(&url))));
            let expected = expected.map_or_else(|| Self::TYPE.to_string(), str::to_owned);
            reader.report(Diagnostic::error("bad-url", at, message).expected(expected));
            return None;
        }
        Some(Url(url))
    }
}

/// The number that is meant by text or by bare characters: "3.37", `3.37 %`, `3,37`.
pub(crate) fn numeral(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('%').trim_end();
    let point = match text.split_once(',') {
        // Three digits behind a comma may as well be thousands.
        Some((_, digits)) if digits.len() == 3 => return None,
        _ => text.replace(',', "."),
    };
    let number = point.bytes().all(|b| b.is_ascii_digit() || b == b'.') && point.parse::<f64>().is_ok();
    number.then_some(point)
}

/// The number that text stands for.
fn numeral_in(value: &DeValue<'_>) -> Option<String> {
    numeral(value.as_str()?)
}

/// A number, whole or not.
fn number(
    value: &DeValue<'_>,
    at: Span,
    reader: &mut Reader,
    kind: &ValueType,
    range: RangeInclusive<f64>,
) -> Option<f64> {
    let number: Option<f64> = match value {
        DeValue::Integer(whole) => {
            i64::from_str_radix(whole.as_str(), whole.radix()).ok().map(|whole| whole as f64)
        }
        DeValue::Float(float) => float.as_str().parse().ok(),
        _ => {
            reader.wrong_type_for(value, at, kind, numeral_in(value));
            return None;
        }
    };
    number.filter(|number| range.contains(number)).or_else(|| {
        reader.out_of_range(value, at, kind);
        None
    })
}

impl Value for Percent {
    const TYPE: ValueType = ValueType::Percent;
    fn read(value: DeValue<'_>, at: Span, reader: &mut Reader) -> Option<Self> {
        number(&value, at, reader, &Self::TYPE, PERCENT).map(Percent)
    }
}

impl Value for Kilometres {
    const TYPE: ValueType = ValueType::Kilometres;
    fn read(value: DeValue<'_>, at: Span, reader: &mut Reader) -> Option<Self> {
        number(&value, at, reader, &Self::TYPE, KILOMETRES).map(Kilometres)
    }
}

/// A whole number within a range.
fn whole<N: TryFrom<i64> + std::str::FromStr>(
    value: &DeValue<'_>,
    at: Span,
    reader: &mut Reader,
    kind: &ValueType,
    range: RangeInclusive<i64>,
) -> Option<N> {
    let DeValue::Integer(digits) = value else {
        let nearest = numeral_in(value).filter(|digits| digits.parse::<N>().is_ok());
        reader.wrong_type_for(value, at, kind, nearest);
        return None;
    };
    i64::from_str_radix(digits.as_str(), digits.radix())
        .ok()
        .filter(|n| range.contains(n))
        .and_then(|n| N::try_from(n).ok())
        .or_else(|| {
            reader.out_of_range(value, at, kind);
            None
        })
}

impl Value for Year {
    const TYPE: ValueType = ValueType::Year;
    fn read(value: DeValue<'_>, at: Span, reader: &mut Reader) -> Option<Self> {
        whole(&value, at, reader, &Self::TYPE, YEAR).map(Year)
    }
}

impl Value for Count {
    const TYPE: ValueType = ValueType::Count;
    fn read(value: DeValue<'_>, at: Span, reader: &mut Reader) -> Option<Self> {
        whole(&value, at, reader, &Self::TYPE, COUNT).map(Count)
    }
}

impl Value for Version {
    const TYPE: ValueType = ValueType::Version;
    fn read(value: DeValue<'_>, at: Span, reader: &mut Reader) -> Option<Self> {
        whole(&value, at, reader, &Self::TYPE, 0..=i64::from(u32::MAX)).map(Version)
    }
}

impl Value for bool {
    const TYPE: ValueType = ValueType::Flag;
    fn read(value: DeValue<'_>, at: Span, reader: &mut Reader) -> Option<Self> {
        match value {
            DeValue::Boolean(flag) => Some(flag),
            other => {
                reader.wrong_type(&other, at, &Self::TYPE);
                None
            }
        }
    }
}

/// The day of a TOML date without a time.
fn day(value: &DeValue<'_>) -> Option<Day> {
    let DeValue::Datetime(when) = value else { return None };
    let date = when.date.filter(|_| when.time.is_none() && when.offset.is_none())?;
    Day::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?)
        .ok()
}

impl Value for Day {
    const TYPE: ValueType = ValueType::Day;
    fn read(value: DeValue<'_>, at: Span, reader: &mut Reader) -> Option<Self> {
        let day = day(&value);
        if day.is_none() {
            reader.wrong_type_for(&value, at, &Self::TYPE, value.as_str().and_then(Date::guess));
        }
        day
    }
}

impl Value for Date {
    const TYPE: ValueType = ValueType::Date;
    fn read(value: DeValue<'_>, at: Span, reader: &mut Reader) -> Option<Self> {
        let date = match &value {
            DeValue::String(text) => Date::parse_partial(text),
            other => day(other).map(Date::Day),
        };
        if date.is_none() {
            let nearest = match &value {
                DeValue::Integer(year) => Date::parse_partial(year.as_str()).map(|_| format!("\"{year}\"")),
                DeValue::String(text) => Date::guess(text).map(|day| day.to_string()),
                _ => None,
            };
            reader.wrong_type_for(&value, at, &Self::TYPE, nearest);
        }
        date
    }
}

/// Makes the words of an enumeration a value.
macro_rules! word_values {
    ($($name:ident, $what:literal;)+) => {$(
        impl Value for $name {
            const TYPE: ValueType = ValueType::Word($name::WORDS);
            fn read(value: DeValue<'_>, at: Span, reader: &mut Reader) -> Option<Self> {
                let word = word(value, at, reader, $what, &Self::TYPE)?;
                $name::ALL.get(word).copied()
            }
        }
    )+};
}

word_values! {
    Position, "position";
    Certainty, "certainty";
    DateBasis, "date basis";
    BenchmarkKind, "kind of benchmark";
    TargetKind, "kind of target";
}

/// The index of a word among those that are allowed.
fn word(value: DeValue<'_>, at: Span, reader: &mut Reader, what: &str, kind: &ValueType) -> Option<usize> {
    let ValueType::Word(words) = kind else { return None };
    let found = text(value, at, reader, kind, Text::line_of)?;
    let index = words.iter().position(|(word, _)| *word == found.as_str());
    if index.is_none() {
        let message = reader.says(format_args!("{}, no {what}", shown(&found)));
        let problem = Diagnostic::error("unknown-word", at, message).expected(kind.to_string());
        reader.report(problem.nearest(&found, words.iter().map(|(word, _)| *word)));
    }
    index
}

impl<T: Value> Value for List<T> {
    const TYPE: ValueType = ValueType::List(&T::TYPE);
    fn read(value: DeValue<'_>, at: Span, reader: &mut Reader) -> Option<Self> {
        let key = reader.key;
        match value {
            DeValue::Array(items) => {
                let all = items.len();
                // Not collected, which would keep the parser's room for them, seven times what they need.
                let mut list = SmallVec::with_capacity(all);
                for item in items {
                    (reader.key, reader.in_list) = (key, true);
                    list.extend(read(item, reader));
                }
                // What is wrong with the items was said; that there are none is no news then.
                (all == 0 || !list.is_empty()).then_some(List(list))
            }
            DeValue::Table(table) if matches!(T::TYPE, ValueType::Table(_)) => {
                let ValueType::Table(shape) = T::TYPE else { return None };
                match out_of_place(&table, at, key, shape, reader) {
                    Some(problem) => {
                        reader.report(problem);
                        reader.incomplete(at);
                    }
                    // A single bracket is a slip that hides nothing: what the table says is checked all the same.
                    None => {
                        let message = format!("`{key}` is one table");
                        let expected = format!("{} at the head of each of several", shape.heading);
                        reader.report(Diagnostic::error("single-table", at, message).expected(expected));
                    }
                }
                T::read(DeValue::Table(table), at, reader).map(|value| List(smallvec![At { at, value }]))
            }
            other => {
                let nearest = match (&other, T::TYPE) {
                    (_, ValueType::Table(_)) => None,
                    (DeValue::String(text), _) => Some(format!("[{}]", shown(text))),
                    _ => None,
                };
                reader.wrong_type_for(&other, at, &Self::TYPE, nearest);
                None
            }
        }
    }
}

/// The problem of a heading such as `[[state.stance]]` that stands above any `[[state]]`: the parser makes a
/// table `state` of it, which has the place of its name instead of a heading.
fn out_of_place(
    table: &DeTable<'_>,
    at: Span,
    key: &str,
    shape: &TableSchema,
    reader: &Reader,
) -> Option<Diagnostic> {
    if (at.end - at.start) as usize != key.len() {
        return None;
    }
    let (heading, place) = table.iter().find_map(|(name, value)| {
        match &shape.fields.iter().find(|field| field.key == name.get_ref().as_ref())?.kind {
            ValueType::List(ValueType::Table(inner)) if !inner.is_inline() => {
                Some((inner.heading, reader.at(value.span())))
            }
            _ => None,
        }
    })?;
    let message = format!("{heading} stands above any {}", shape.heading);
    Some(Diagnostic::error("table-out-of-place", place, message).expected(format!("{} first", shape.heading)))
}

/// What a value is, for a message.
pub(crate) fn found(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("the text {}", shown(text)),
        DeValue::Integer(number) => format!("the number {}", short(&number.to_string())),
        DeValue::Float(number) => format!("the number {}", short(&number.to_string())),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(when) if when.date.is_none() => "a time".into(),
        DeValue::Datetime(when) if when.time.is_some() => "a date with a time".into(),
        DeValue::Datetime(_) => "a date".into(),
        DeValue::Array(_) => "a list".into(),
        DeValue::Table(_) => "a table".into(),
    }
}
