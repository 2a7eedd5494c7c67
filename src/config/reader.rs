//! What the reading of a file of settings gathers: faults, and the lines on which things were said.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use super::fault::ConfigError;
use super::source::{ValueSource, ValueSources};

/// The most faults of one file that are told. Nobody mends more in one go, and a hostile file has a million.
const MOST: usize = 100;

/// A file of settings while it is read.
pub(super) struct Reader<'t> {
    pub text: &'t str,
    /// Whether it is the reader's own, rather than the one that is compiled in.
    pub own: bool,
    pub faults: Vec<ConfigError>,
    pub sources: ValueSources,
}

impl<'t> Reader<'t> {
    pub fn new(text: &'t str, own: bool) -> Reader<'t> {
        Reader { text, own, faults: Vec::new(), sources: ValueSources::default() }
    }

    /// Tells of a fault at a span.
    pub fn fault(&mut self, span: &Range<usize>, message: impl Into<String>) {
        if !self.is_full() {
            self.faults.push(ConfigError::at(self.text, span, message));
        }
    }

    /// Whether no more faults are told.
    pub fn is_full(&self) -> bool {
        self.faults.len() >= MOST
    }

    /// Tells of the slips of the syntax, the first of each line: the others are echoes of it.
    pub fn syntax(&mut self, table: &Spanned<DeTable<'_>>, errors: &[Error]) {
        let mut spans: Vec<_> =
            errors.iter().map(|error| (error.span().unwrap_or_default(), error)).collect();
        spans.sort_by_key(|(span, _)| span.start);
        let mut before: Option<usize> = None;
        for (span, error) in spans {
            let start = span.start.min(self.text.len());
            let same_line = |before: usize| !self.text.as_bytes()[before..start].contains(&b'\n');
            if before.replace(start).is_some_and(same_line) || self.is_full() {
                continue;
            }
            let message = match self.doubled(table.get_ref(), &span, error) {
                Some(message) => message,
                None => error.message().to_owned(),
            };
            self.fault(&span, message);
        }
    }

    /// What is wrong with a key that stands twice, and where it stands first.
    fn doubled(&self, table: &DeTable<'_>, span: &Range<usize>, error: &Error) -> Option<String> {
        let word = self.text.get(span.clone()).filter(|_| error.message() == "duplicate key")?;
        let inner = table.values().filter_map(|value| value.get_ref().as_table());
        let keys = std::iter::once(table).chain(inner).flat_map(|table| table.keys());
        let earlier = keys.filter(|key| key.get_ref() == word && key.span().start < span.start);
        let first = earlier.map(|key| key.span()).max_by_key(|span| span.start)?;
        let first = ConfigError::at(self.text, &first, "");
        Some(format!("{} stands twice, first at {}:{}", ticked(word), first.line, first.column))
    }

    /// Tells that a value is of another type than it should be.
    pub fn wrong_type(&mut self, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) {
        self.fault(&value.span(), format!("`{key}` is {}; expected {expected}", found(value.get_ref())));
    }

    /// Notes that a setting is said at a span of this file.
    pub fn record_source(&mut self, key: impl Into<String>, span: &Range<usize>) {
        if self.own {
            let line = ConfigError::at(self.text, span, "").line;
            self.sources.set(key, ValueSource::File(line));
        }
    }
}

/// A value, for a message.
pub(super) fn found(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("the text {}", shown(text)),
        DeValue::Integer(number) => format!("the number {}", short(number.as_str())),
        DeValue::Float(number) => format!("the number {}", short(number.as_str())),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(date) => format!("the date {date}"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

/// What stands in a file, in quotation marks and not too long.
pub(super) fn shown(raw: &str) -> String {
    format!("\"{}\"", short(raw))
}

/// The same as code.
pub(super) fn ticked(raw: &str) -> String {
    format!("`{}`", short(raw))
}

fn short(raw: &str) -> String {
    const MOST: usize = 40;
    match raw.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &raw[..end]),
        None => raw.to_owned(),
    }
}
