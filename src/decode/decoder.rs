//! Decodes a TOML tree into typed tables, and reports keys and values that do not fit.

use std::collections::HashSet;
use std::fmt;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};
use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use super::code::Code;
use super::diagnostics::{Diagnostic, Diagnostics};
use super::escape::{backticked, quoted, truncated};
use super::schema::{TableSchema, ValueType};
use super::source_map::{Span, WithSpan};
use super::suggest::{numeral, suggest};
use super::syntax::{self, Headings};

/// The size in bytes above which a file is limited to [`MAX_COST`], and only its first syntax error is reported: the
/// parser needs a few hundred bytes for each error, and every byte can be one.
const LARGE: usize = 1 << 20;

/// The highest cost of a large file. Each word, symbol, blank and line break costs 1, and a dot in a key costs
/// [`DOT_COST`]. A typical dossier has one token in every ten to fifteen bytes.
const MAX_COST: usize = 2 << 20;

/// The cost of a dot in a key such as `a.a.a`, where each dot creates a table of over a kilobyte.
const DOT_COST: usize = 8;

/// The steps per unit to which numbers are rounded, so that none takes hundreds of digits to display.
const DECIMALS: f64 = 1e6;

/// The most names that are compared with misspelt ones, in total, for suggestions.
const MAX_COMPARISONS: usize = 50_000;

/// The codes of problems that a syntax error may cause, because it hides a key or a table.
const CONSEQUENCES: [Code; 5] =
    [Code::MissingKey, Code::MisspeltTreaty, Code::UnknownSource, Code::UnknownTreaty, Code::UnknownState];

/// A type that a value can be decoded to.
pub trait FromValue: Sized {
    /// The type of the value in the file.
    const TYPE: ValueType;

    /// Decodes a value. Returns `None` after reporting to `decoder` why it does not fit.
    fn from_value(value: DeValue<'_>, slot: Slot, decoder: &mut Decoder) -> Option<Self>;
}

/// A type that a table can be decoded to. The macro `tables!` implements it. Every field is optional, so that the rest
/// of an incomplete table is still checked.
pub trait FromTable: Default {
    /// The description of the table.
    const SCHEMA: &'static TableSchema;

    /// Decodes the value of a key into its field. Returns the key, or `None` if the table has no such key.
    fn decode_key(
        &mut self,
        key: &str,
        value: Spanned<DeValue<'_>>,
        table: Span,
        decoder: &mut Decoder,
    ) -> Option<&'static str>;
}

/// The location of a value, and its name in messages.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    /// The bytes of the value.
    pub span: Span,
    /// The key of the value.
    pub key: &'static str,
    /// Whether the value is an item of a list under that key.
    pub in_list: bool,
}

impl Slot {
    /// Returns a diagnostic about the value: "`percent` is …".
    pub fn diagnostic(&self, code: Code, what: impl fmt::Display) -> Diagnostic {
        let verb = if self.in_list { "contains" } else { "is" };
        Diagnostic::new(code, self.span, format!("`{}` {verb} {what}", self.key))
    }
}

/// Decodes one file and collects its problems.
#[derive(Debug)]
pub struct Decoder {
    /// The description of the whole file.
    root: &'static TableSchema,
    diagnostics: Diagnostics,
    /// The parts of the text in which the parser recovered from an error, so that values are unreliable; ordered and
    /// disjoint.
    damaged: Vec<Span>,
    /// Whether syntax errors may have hidden whole tables or keys.
    lossy: bool,
    /// Starts of the tables that may lack keys, or contain keys of another table, because of a reported problem.
    incomplete: HashSet<u32>,
    /// The starts of tables and their keys with a value that could not be decoded.
    undecoded: HashSet<(u32, &'static str)>,
    comparisons: usize,
}

impl Decoder {
    /// Decodes the text of a file. Returns the root table, and the decoder for the reports of later checks.
    pub fn decode<T: FromTable>(text: &str) -> (T, Decoder) {
        let mut decoder = Decoder {
            root: T::SCHEMA,
            diagnostics: Diagnostics::default(),
            damaged: Vec::new(),
            lossy: false,
            incomplete: HashSet::new(),
            undecoded: HashSet::new(),
            comparisons: 0,
        };
        let tree = decoder.parse(text);
        let root = decoder.table(tree, Span::default());
        (root, decoder)
    }

    /// Parses the text and reports its syntax errors. Values in damaged parts of the text are unreliable.
    fn parse<'t>(&mut self, text: &'t str) -> DeTable<'t> {
        let large = text.len() > LARGE;
        if large && cost(text) > MAX_COST {
            let diagnostic = Diagnostic::new(Code::Syntax, 0..0, "too many words, symbols and line breaks");
            self.diagnostics.push(diagnostic.expected("facts, each under its heading, such as `[[quote]]`"));
            self.lossy = true;
            return DeTable::new();
        }
        let (tree, errors) = match large {
            false => {
                let (tree, errors) = DeTable::parse_recoverable(text);
                (tree.into_inner(), errors)
            }
            true => match DeTable::parse(text) {
                Ok(tree) => (tree.into_inner(), Vec::new()),
                Err(error) => {
                    // The parser's first error is not always the first of the file. In binary data, a control character
                    // is the clearest explanation.
                    if let Some(diagnostic) = syntax::control_character(text) {
                        self.diagnostics.push(diagnostic);
                    }
                    (DeTable::new(), vec![error])
                }
            },
        };
        if errors.is_empty() {
            return tree;
        }
        let headings = Headings::new(text, self.root);
        let diagnosis = syntax::diagnose(text, &tree, &errors, &headings);
        self.lossy = large || diagnosis.lossy;
        self.damaged = diagnosis.damaged;
        for diagnostic in diagnosis.diagnostics {
            let heading = headings.above(diagnostic.span.start as usize).map_or(0, |heading| heading.start);
            self.incomplete.insert(Span::from(heading..heading).start);
            self.diagnostics.push(diagnostic);
        }
        tree
    }

    /// Decodes a table, and reports its unknown and missing keys.
    fn table<T: FromTable>(&mut self, table: DeTable<'_>, span: Span) -> T {
        let mut decoded = T::default();
        let mut present: Vec<&'static str> = Vec::new();
        for (key, value) in table {
            match decoded.decode_key(key.get_ref(), value, span, self) {
                Some(key) => present.push(key),
                // A typo is not also a missing key.
                None => present.extend(self.unknown_key(&key, T::SCHEMA)),
            }
        }
        for key in T::SCHEMA.keys().filter(|key| key.required && !present.contains(&key.key)) {
            if self.is_missing(span, key.key) {
                let message = format!("{} has no `{}`", T::SCHEMA.label(), key.key);
                self.report(Diagnostic::new(Code::MissingKey, span, message).expected(&key.value_type));
            }
        }
        decoded
    }

    /// Decodes the value of a key of the table at `table`.
    pub fn value<T: FromValue>(
        &mut self,
        value: Spanned<DeValue<'_>>,
        key: &'static str,
        table: Span,
    ) -> Option<WithSpan<T>> {
        let decoded = self.slot(value, key, false);
        if decoded.is_none() {
            self.undecoded.insert((table.start, key));
        }
        decoded
    }

    fn slot<T: FromValue>(
        &mut self,
        value: Spanned<DeValue<'_>>,
        key: &'static str,
        in_list: bool,
    ) -> Option<WithSpan<T>> {
        let span = Span::from(value.span());
        let value = T::from_value(value.into_inner(), Slot { span, key, in_list }, self)?;
        Some(WithSpan { span, value })
    }

    /// Reports a problem, unless it is in a damaged part of the text or may be a consequence of damage.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        let consequence = self.lossy && CONSEQUENCES.contains(&diagnostic.code);
        let before = self.damaged.partition_point(|damaged| damaged.start <= diagnostic.span.end);
        let inside = self.damaged[..before].last().is_some_and(|last| diagnostic.span.start <= last.end);
        if !consequence && !inside {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Returns whether a key that was not decoded is really absent from the table at `table`.
    pub fn is_missing(&self, table: Span, key: &'static str) -> bool {
        self.is_complete(table) && !self.undecoded.contains(&(table.start, key))
    }

    /// Returns whether the table at `table` has all of its keys and no others. After a misspelt heading, the parser
    /// adds the keys of the next table to the one before.
    pub fn is_complete(&self, table: Span) -> bool {
        !self.lossy && !self.incomplete.contains(&table.start)
    }

    /// Returns the name closest to `found`. Each misspelt name is compared with all `names`, so a file with very many
    /// gets no suggestion for the last ones.
    pub fn suggest_name<'n>(
        &mut self,
        found: &str,
        names: impl ExactSizeIterator<Item = &'n str>,
    ) -> Option<&'n str> {
        self.comparisons = self.comparisons.saturating_add(names.len());
        let worthwhile = self.comparisons <= MAX_COMPARISONS && !self.diagnostics.errors_are_full();
        if worthwhile { suggest(found, names) } else { None }
    }

    /// Reports a value of another type than `expected`, with a suggestion if there is one.
    pub fn wrong_type(
        &mut self,
        value: &DeValue<'_>,
        slot: Slot,
        expected: &ValueType,
        suggestion: Option<String>,
    ) {
        // After an error, which has been reported, the parser inserts a value of no width.
        if slot.span.start == slot.span.end && !self.damaged.is_empty() {
            return;
        }
        let diagnostic = slot.diagnostic(Code::WrongType, describe_value(value));
        self.report(diagnostic.expected(expected).suggestion(suggestion));
    }

    /// Returns the text of a value, or reports a value of another type.
    pub fn text<'v>(&mut self, value: &'v DeValue<'_>, slot: Slot, expected: &ValueType) -> Option<&'v str> {
        let text = value.as_str();
        if text.is_none() {
            self.wrong_type(value, slot, expected, None);
        }
        text
    }

    /// Reports a number that is too small or too large.
    fn out_of_range(&mut self, value: &DeValue<'_>, slot: Slot, expected: &ValueType) {
        let what = format!("{}, out of range", describe_value(value));
        self.report(slot.diagnostic(Code::OutOfRange, what).expected(expected));
    }

    /// Decodes a number, rounded to six decimals, within the range of `expected`, a [`ValueType::Number`].
    pub fn number(&mut self, value: &DeValue<'_>, slot: Slot, expected: &ValueType) -> Option<f64> {
        let number: Option<f64> = match value {
            DeValue::Integer(digits) => {
                i64::from_str_radix(digits.as_str(), digits.radix()).ok().map(|whole| whole as f64)
            }
            DeValue::Float(float) => float.as_str().parse().ok(),
            _ => {
                self.wrong_type(value, slot, expected, value.as_str().and_then(numeral));
                return None;
            }
        };
        let in_range = |number: &f64| match expected {
            ValueType::Number { min, max, .. } => (*min..=*max).contains(number),
            _ => true,
        };
        let Some(number) = number.filter(in_range) else {
            self.out_of_range(value, slot, expected);
            return None;
        };
        // The sum has no negative zero.
        Some((number * DECIMALS).round() / DECIMALS + 0.0)
    }

    /// Decodes a whole number within the range of `expected`, if it is a [`ValueType::Integer`], and of `N`.
    pub fn integer<N: TryFrom<i64>>(
        &mut self,
        value: &DeValue<'_>,
        slot: Slot,
        expected: &ValueType,
    ) -> Option<N> {
        let fits = |number: i64| match expected {
            ValueType::Integer { min, max, .. } if !(*min..=*max).contains(&number) => None,
            _ => N::try_from(number).ok(),
        };
        let DeValue::Integer(digits) = value else {
            let suggestion = value.as_str().and_then(numeral);
            let suggestion = suggestion.filter(|digits| digits.parse().ok().and_then(fits).is_some());
            self.wrong_type(value, slot, expected, suggestion);
            return None;
        };
        let number = i64::from_str_radix(digits.as_str(), digits.radix()).ok().and_then(fits);
        if number.is_none() {
            self.out_of_range(value, slot, expected);
        }
        number
    }

    /// Reports an unknown key. Returns the key that was probably meant.
    fn unknown_key(&mut self, key: &Spanned<DeString<'_>>, schema: &TableSchema) -> Option<&'static str> {
        let span = Span::from(key.span());
        if self.diagnostics.errors_are_full() {
            // The problem is only counted, so it needs no message.
            self.report(Diagnostic::new(Code::UnknownKey, span, ""));
            return None;
        }
        let name = key.get_ref();
        let message = format!("unknown key {} in {}", backticked(name), schema.label());
        let diagnostic = Diagnostic::new(Code::UnknownKey, span, message);
        let known: Vec<&'static str> = schema.keys().map(|key| key.key).collect();
        let table = schema.descendants().into_iter().find(|table| table.last_name() == Some(name));
        let suggestion = match table {
            Some(table) => Some(table.heading),
            None => suggest(name, known.iter().copied()),
        };
        let diagnostic = diagnostic.suggestion(suggestion);
        self.report(match self.root.enclosing_with(name, schema) {
            _ if suggestion.is_some() => diagnostic,
            Some(owner) if owner.heading == self.root.heading => {
                diagnostic.expected("this key at the top of the file, before the first table")
            }
            Some(owner) => {
                diagnostic.expected(format!("this key in {}, before {}", owner.heading, schema.heading))
            }
            None => diagnostic.expected(format!("one of {}", known.join(", "))),
        });
        suggestion.filter(|suggestion| known.contains(suggestion))
    }

    /// Reports a single table in place of a list of them, such as `[quote]` for `[[quote]]`.
    fn single_table(&mut self, table: &DeTable<'_>, slot: Slot, schema: &TableSchema, expected: &ValueType) {
        match above_its_parent(table, slot, schema) {
            Some(diagnostic) => {
                self.report(diagnostic);
                self.incomplete.insert(slot.span.start);
            }
            None => {
                let message = format!("`{}` is one table", slot.key);
                let diagnostic = Diagnostic::new(Code::SingleTable, slot.span, message);
                self.report(match schema.is_inline() {
                    true => diagnostic.expected(expected),
                    false => diagnostic.expected(format!("`{}`, with two brackets", schema.heading)),
                });
            }
        }
    }

    /// Returns whether the file cannot be used.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.has_errors()
    }

    /// Returns all diagnostics of `text` in order of location.
    pub fn finish(self, text: &str) -> Vec<Diagnostic> {
        self.diagnostics.finish(text)
    }
}

impl<T: FromTable> FromValue for T {
    const TYPE: ValueType = ValueType::Table(T::SCHEMA);

    fn from_value(value: DeValue<'_>, slot: Slot, decoder: &mut Decoder) -> Option<Self> {
        match value {
            DeValue::Table(table) => Some(decoder.table(table, slot.span)),
            other => {
                decoder.wrong_type(&other, slot, &Self::TYPE, None);
                None
            }
        }
    }
}

impl FromValue for bool {
    const TYPE: ValueType = ValueType::Bool;

    fn from_value(value: DeValue<'_>, slot: Slot, decoder: &mut Decoder) -> Option<Self> {
        if let DeValue::Boolean(flag) = value {
            return Some(flag);
        }
        decoder.wrong_type(&value, slot, &Self::TYPE, None);
        None
    }
}

impl<T: FromValue> FromValue for Vec<WithSpan<T>> {
    const TYPE: ValueType = ValueType::List(&T::TYPE);

    fn from_value(value: DeValue<'_>, slot: Slot, decoder: &mut Decoder) -> Option<Self> {
        match (value, T::TYPE) {
            (DeValue::Array(items), _) => {
                let empty = items.is_empty();
                let list: Vec<_> =
                    items.into_iter().filter_map(|item| decoder.slot(item, slot.key, true)).collect();
                // If no item could be decoded, the list counts as not decoded.
                (empty || !list.is_empty()).then_some(list)
            }
            (DeValue::Table(table), ValueType::Table(schema)) => {
                decoder.single_table(&table, slot, schema, &Self::TYPE);
                // The table is checked as if it were the only item.
                let value = T::from_value(DeValue::Table(table), slot, decoder)?;
                Some(vec![WithSpan { span: slot.span, value }])
            }
            (other, item) => {
                let suggestion = match item {
                    ValueType::Table(_) => None,
                    _ => other.as_str().map(|text| format!("[{}]", quoted(text))),
                };
                decoder.wrong_type(&other, slot, &Self::TYPE, suggestion);
                None
            }
        }
    }
}

/// A table whose keys are data, each with its span, in the order of the keys.
#[derive(Debug)]
pub struct Map<K, V>(pub Vec<(WithSpan<K>, WithSpan<V>)>);

impl<K: FromValue, V: FromValue> FromValue for Map<K, V> {
    const TYPE: ValueType = ValueType::Map { key: &K::TYPE, value: &V::TYPE };

    fn from_value(value: DeValue<'_>, slot: Slot, decoder: &mut Decoder) -> Option<Self> {
        let DeValue::Table(table) = value else {
            decoder.wrong_type(&value, slot, &Self::TYPE, None);
            return None;
        };
        let mut entries = Vec::new();
        for (key, value) in table {
            let span = Span::from(key.span());
            let text = key.into_inner();
            // A TOML key is always text, so a number is parsed from it.
            let number =
                matches!(K::TYPE, ValueType::Integer { .. }).then(|| DeValue::parse(&text).ok()).flatten();
            let key = number.map_or_else(|| DeValue::String(text.clone()), Spanned::into_inner);
            let key = K::from_value(key, Slot { span, key: slot.key, in_list: true }, decoder);
            let value = decoder.slot(value, slot.key, true);
            entries.extend(key.map(|value| WithSpan { span, value }).zip(value));
        }
        Some(Map(entries))
    }
}

/// Returns the cost of a text for the parser.
fn cost(text: &str) -> usize {
    let mut in_value = false;
    let cost_of = |token: Token| {
        match token.kind() {
            TokenKind::Equals => in_value = true,
            TokenKind::Newline | TokenKind::Comma | TokenKind::LeftCurlyBracket => in_value = false,
            // The dot of a number creates no table.
            TokenKind::Dot if !in_value => return DOT_COST,
            _ => {}
        }
        1
    };
    Source::new(text).lex().map(cost_of).sum()
}

/// Returns a diagnostic if a heading such as `[[state.stance]]` comes before any `[[state]]`. The parser then creates a
/// table `state` with the span of that name in the heading.
fn above_its_parent(table: &DeTable<'_>, slot: Slot, schema: &TableSchema) -> Option<Diagnostic> {
    if (slot.span.end - slot.span.start) as usize != slot.key.len() {
        return None;
    }
    let (heading, span) = table.iter().find_map(|(name, value)| {
        let inner = schema.key(name.get_ref())?.value_type.table().filter(|inner| !inner.is_inline())?;
        Some((inner.heading, value.span()))
    })?;
    let message = format!("{heading} comes before any {}", schema.heading);
    Some(Diagnostic::new(Code::TableOutOfPlace, span, message).expected(format!("{} first", schema.heading)))
}

/// Describes a value for a message.
fn describe_value(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("the text {}", quoted(text)),
        DeValue::Integer(number) => format!("the number {}", truncated(&number.to_string())),
        DeValue::Float(number) => format!("the number {}", truncated(&number.to_string())),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(when) if when.date.is_none() => "a time".into(),
        DeValue::Datetime(when) if when.time.is_some() => "a date with a time".into(),
        DeValue::Datetime(_) => "a date".into(),
        DeValue::Array(_) => "a list".into(),
        DeValue::Table(_) => "a table".into(),
    }
}
