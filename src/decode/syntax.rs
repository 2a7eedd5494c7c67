//! Explains the parser's errors in terms of the file format, and drops errors that only follow from others. After an
//! unclosed bracket the parser reports every line, but the only mistake is the bracket.

use std::ops::Range;

use toml::de::{DeArray, DeTable, DeValue, Error};

use super::code::Code;
use super::diagnostics::Diagnostic;
use super::escape::{backticked, first_hidden, quoted};
use super::schema::{TableSchema, ValueType};
use super::source_map::Span;
use super::suggest::{numeral, parse_lenient, suggest};

/// The syntax errors to report, and the damage that they do to the tree.
#[derive(Default)]
pub struct Diagnosis {
    /// The errors in order of location.
    pub diagnostics: Vec<Diagnostic>,
    /// The parts of the text in which the parser recovered from an error, so that values are unreliable; ordered and
    /// disjoint.
    pub damaged: Vec<Span>,
    /// Whether tables or keys may be missing from the tree.
    pub lossy: bool,
}

/// The part of the text that a syntax error damages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Damage {
    /// The line of the error.
    Line,
    /// The line, and the keys under its heading, which the parser drops or adds to another table.
    Table,
    /// Everything up to the end of the next heading, where the parser resumes.
    Heading,
    /// Everything up to the end of the file. The parser still reports errors there.
    Rest,
    /// Everything up to the end of the file, as part of an item that is never closed or of an unresolved conflict.
    Inside,
}

/// The kind of a syntax error, by its explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Unclosed {
        open: &'static str,
        close: &'static str,
    },
    UnclosedHeading,
    Conflict,
    UnquotedValue,
    Number,
    BasicString,
    LiteralString,
    DuplicateKey,
    InvalidKey,
    Date,
    TrailingText,
    /// An error with a fixed explanation: the message and the expected syntax, which may be empty.
    Fixed(&'static str, &'static str),
    /// Any other error, which keeps the parser's message.
    Other,
}

/// The messages of the parser, each with the kind and the damage of its error and a text that causes it. The errors of
/// the crate differ only in their messages.
#[rustfmt::skip] // One row per line.
const PARSER_MESSAGES: &[(&str, Kind, Damage, &str)] = &[
    ("unclosed array", Kind::Unclosed { open: "[", close: "]" }, Damage::Inside, "a = [1"),
    ("unclosed inline table", Kind::Unclosed { open: "{", close: "}" }, Damage::Inside, "a = { b = 1"),
    ("invalid multi-line basic string", Kind::Unclosed { open: "\"\"\"", close: "\"\"\"" }, Damage::Inside, "a = \"\"\"b"),
    ("invalid multi-line literal string", Kind::Unclosed { open: "'''", close: "'''" }, Damage::Inside, "a = '''b"),
    ("unclosed table", Kind::UnclosedHeading, Damage::Heading, "[a\nb = 1"),
    ("unclosed array table", Kind::UnclosedHeading, Damage::Heading, "[[a\nb = 1"),
    ("string values must be quoted", Kind::UnquotedValue, Damage::Line, "a = b"),
    ("invalid boolean", Kind::UnquotedValue, Damage::Line, "a = tru"),
    ("invalid float", Kind::Number, Damage::Line, "a = 1.2.3"),
    ("invalid basic string", Kind::BasicString, Damage::Line, "a = \"b"),
    ("invalid literal string", Kind::LiteralString, Damage::Line, "a = 'b"),
    ("missing escaped value", Kind::Fixed("a backslash without a valid escape sequence", "`\\\\`, or text in single quotation marks"), Damage::Line, "a = \"\\d\""),
    ("duplicate key", Kind::DuplicateKey, Damage::Line, "a = 1\na = 2"),
    ("key with no value", Kind::Fixed("a key without `=` and a value", "`key = value`"), Damage::Rest, "a"),
    ("invalid unquoted key", Kind::InvalidKey, Damage::Line, "ä = 1"),
    ("unquoted keys cannot be empty", Kind::Fixed("a key is missing", ""), Damage::Line, "= 1"),
    ("missing comma between array elements", Kind::Fixed("no comma between two items of a list", "`,`"), Damage::Line, "a = [\"1\" \"2\"]"),
    ("missing comma between key-value pairs", Kind::Fixed("no comma between two keys in braces", "`,`"), Damage::Line, "a = { b = 1 c = 2 }"),
    ("missing assignment between key-value pairs", Kind::Fixed("no `=` between a key and its value", "`key = value`"), Damage::Line, "a = { b 1 }"),
    ("invalid date", Kind::Date, Damage::Line, "a = 2025-02-30"),
    ("invalid time", Kind::Date, Damage::Line, "a = 25:00:00"),
    ("invalid date-time", Kind::Date, Damage::Line, "a = 2025-01-01x"),
    ("unexpected leading zero", Kind::Fixed("a number that begins with 0", "no leading zeros"), Damage::Line, "a = 01"),
    ("unexpected key or value", Kind::TrailingText, Damage::Line, "a = \"b\" c"),
];

/// The start of the line that begins a conflict of Git.
const CONFLICT: &str = "<<<<<<<";

/// An error of the parser, classified.
struct SyntaxError<'e> {
    kind: Kind,
    /// The parser's message.
    message: &'e str,
    /// The tokens that the parser expected.
    expected: Option<&'e str>,
    span: Range<usize>,
    /// The line on which it starts.
    line: Range<usize>,
    damage: Damage,
}

/// Diagnoses the parser's errors: at most one per line, and none after an unclosed value or a conflict.
pub fn diagnose(text: &str, tree: &DeTable<'_>, errors: &[Error], headings: &Headings) -> Diagnosis {
    let mut all: Vec<SyntaxError<'_>> =
        errors.iter().map(|error| classify(text, tree, error, headings)).collect();
    all.sort_by_key(|error| (error.span.start, error.damage != Damage::Inside));
    let mut kept: Vec<SyntaxError<'_>> = Vec::new();
    for mut error in all {
        if let Some(last) = kept.last_mut() {
            // Below a duplicate heading, the parser reports every key as a duplicate; below a lost heading, some.
            let affects_table = last.damage == Damage::Table
                || last.damage == Damage::Heading && error.kind == Kind::DuplicateKey;
            let same_table = headings.above(error.span.start) == headings.above(last.span.start);
            if error.span.start <= last.line.end || affects_table && same_table {
                last.damage = last.damage.max(error.damage);
                continue;
            }
            if last.damage == Damage::Inside {
                break;
            }
        }
        error.line = line_around(text, error.span.start);
        if text[error.line.clone()].starts_with(CONFLICT) {
            error.kind = Kind::Conflict;
            error.damage = Damage::Inside;
            error.span = error.line.start..error.line.start + CONFLICT.len();
        }
        kept.push(error);
    }

    let mut diagnosis = Diagnosis::default();
    for error in kept {
        let end = match error.damage {
            Damage::Line | Damage::Table => error.line.end.max(error.span.end),
            Damage::Heading => headings.below(error.line.end).map_or(text.len(), |heading| heading.end),
            Damage::Rest | Damage::Inside => text.len(),
        };
        let damaged = Span::from(error.line.start..end);
        match diagnosis.damaged.last_mut() {
            Some(last) if last.end >= damaged.start => last.end = last.end.max(damaged.end),
            _ => diagnosis.damaged.push(damaged),
        }
        diagnosis.lossy |= error.damage > Damage::Line;
        diagnosis.diagnostics.extend(explain(text, tree, &error, headings));
    }
    diagnosis
}

fn classify<'e>(text: &str, tree: &DeTable<'_>, error: &'e Error, headings: &Headings) -> SyntaxError<'e> {
    let (message, expected) = match error.message().split_once(", expected ") {
        Some((message, expected)) => (message, Some(expected)),
        None => (error.message(), None),
    };
    let mut span = error.span().unwrap_or(0..0);
    let row = PARSER_MESSAGES.iter().find(|row| row.0 == message);
    let (mut kind, mut damage) = row.map_or((Kind::Other, Damage::Line), |row| (row.1, row.2));
    if kind == Kind::DuplicateKey && headings.is_on(span.start) {
        damage = Damage::Table;
    }
    if let Kind::Unclosed { open, .. } = kind {
        if matches!(open, "\"\"\"" | "'''") && span.end < text.len() {
            // A text block that is closed, but has invalid contents.
            (kind, damage) = (Kind::Other, Damage::Line);
        } else {
            // A value in place of a key is not in the tree.
            let in_text = || text.get(..span.end).and_then(|before| before.rfind(open));
            let start = opening_delimiter(tree, span.end).or_else(in_text).unwrap_or(span.start);
            span = start..(start + open.len()).min(text.len());
        }
    }
    SyntaxError { kind, message, expected, span, line: 0..0, damage }
}

/// Explains an error. Returns `None` if the decoder will report a better explanation.
fn explain(
    text: &str,
    tree: &DeTable<'_>,
    error: &SyntaxError<'_>,
    headings: &Headings,
) -> Option<Diagnostic> {
    let found = text.get(error.span.clone()).unwrap_or_default();
    let before = text.get(error.line.start..error.span.start).unwrap_or_default();
    let next = text.get(error.span.start..).and_then(|rest| rest.chars().next());
    let syntax = |message: &str| Diagnostic::new(Code::Syntax, error.span.clone(), message);
    let may_follow_comma =
        matches!(error.kind, Kind::Other | Kind::Fixed(..) | Kind::LiteralString | Kind::TrailingText);
    if let Some(diagnostic) = comma_in_number(text, error).filter(|_| may_follow_comma) {
        return Some(diagnostic);
    }
    Some(match error.kind {
        Kind::Unclosed { open, close } => {
            Diagnostic::new(Code::Unclosed, error.span.clone(), format!("`{open}` is never closed"))
                .expected(format!("`{close}` further on"))
        }
        Kind::Conflict => {
            syntax("an unresolved Git conflict begins here").expected("one of the two versions")
        }
        Kind::UnclosedHeading => syntax("a heading that is never closed")
            .expected("`]`, or `]]` for a table of which there can be several"),
        // Invisible characters often come from text copied from a web page.
        _ if next.is_some_and(is_invisible) => invisible(error.span.clone(), next.unwrap_or_default()),
        Kind::Number | Kind::Date | Kind::UnquotedValue
            if is_numeric(found) && invisible_in_value(text, error).is_some() =>
        {
            let (at, found) = invisible_in_value(text, error)?;
            invisible(at..at + found.len_utf8(), found)
        }
        Kind::UnquotedValue => unquoted(found, before, error, headings),
        // For `18.03.2025`, the span of the error covers only a part of the value.
        Kind::Number => {
            let start = before.rfind(['=', '[', ',']).map_or(before.len(), |at| at + 1);
            let value = text.get(error.line.start + start..error.line.end).unwrap_or_default();
            let value = value.split([',', '}', ']', '#']).next().unwrap_or_default().trim();
            unquoted(value, before, error, headings)
        }
        // In an inline table, the parser reports a missing value as an unclosed string.
        Kind::LiteralString if error.span.end < error.line.end && found.is_empty() => {
            unquoted(found, before, error, headings)
        }
        _ if found.chars().next().is_some_and(|c| c.is_control() && c != '\n') => {
            control(error.span.clone(), found.chars().next().unwrap_or_default())
        }
        Kind::BasicString | Kind::LiteralString => syntax("text without a closing quotation mark")
            .expected("the mark with which it starts; `\"\"\"` around text of several lines"),
        Kind::DuplicateKey => return duplicate(text, tree, error, headings),
        Kind::InvalidKey if found.starts_with(':') => syntax("`:` after a key").expected("`key = value`"),
        Kind::InvalidKey => syntax(&format!("{} in a key", backticked(found)))
            .expected("letters without accents, digits, `_` and `-`"),
        Kind::Date => impossible_date(found, before, error, headings),
        Kind::Fixed(message, "") => syntax(message),
        Kind::Fixed(message, expected) => syntax(message).expected(expected),
        Kind::TrailingText => {
            let what = if headings.is_on(error.span.start) { "heading" } else { "value" };
            let diagnostic = syntax(&format!("unexpected text after the {what}"));
            if before.trim_end().ends_with('"') && !next.is_some_and(|c| matches!(c, ',' | ';')) {
                diagnostic.expected("the end of the line; `\\\"` for a quotation mark inside text")
            } else {
                let start = error.line.start + before.find('=').map_or(before.len(), |equals| equals + 1);
                let value = text.get(start..error.line.end).unwrap_or_default();
                let number = numeral(value.split('#').next().unwrap_or_default());
                diagnostic.expected("the end of the line, or a comment").suggestion(number)
            }
        }
        Kind::Other => match error.expected {
            Some(expected) if expected != "nothing" => syntax(error.message).expected(expected),
            _ => syntax(error.message),
        },
    })
}

/// Returns the diagnostic for an invisible character that the parser does not accept.
pub fn invisible(span: Range<usize>, found: char) -> Diagnostic {
    let message = format!("the invisible character U+{:04X}", u32::from(found));
    Diagnostic::new(Code::Syntax, span, message).expected("a plain space, or none")
}

/// Returns a diagnostic for a number with a comma, such as `3,38`, on the line of an error. The parser reports the part
/// after the comma: as text after the value, or in an inline table as a key.
fn comma_in_number(text: &str, error: &SyntaxError<'_>) -> Option<Diagnostic> {
    let line = text.get(error.line.clone())?;
    let before = line.get(..error.span.start - error.line.start)?;
    let equals = before.rfind('=').or_else(|| line.find('='))?;
    let rest = line[equals + 1..].trim_start();
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',');
    let value = rest[..rest.len() - after.len()].trim_end_matches(',');
    let has_comma = value.split_once(',').is_some_and(|(whole, _)| !whole.is_empty());
    let is_whole = after.is_empty() || after.starts_with([' ', '\t', '\r', '}', '#', '%']);
    let in_text = line[..equals].matches(['"', '\'']).count() % 2 == 1;
    if !has_comma || !is_whole || in_text {
        return None;
    }
    let start = error.line.start + line.len() - rest.len();
    let diagnostic = Diagnostic::new(Code::Syntax, start..start + value.len(), "a comma within a number");
    Some(match numeral(value) {
        Some(number) => diagnostic.expected("a point").suggestion(Some(number)),
        None => diagnostic.expected("a point before decimals, and nothing between thousands"),
    })
}

/// Returns whether a value begins like a number or a date.
fn is_numeric(value: &str) -> bool {
    value.trim_start_matches(['+', '-']).starts_with(|c: char| c.is_ascii_digit())
}

/// Returns the first invisible character in or after a number or a date. A blank between digits does not count: the
/// whole number explains the error better.
fn invisible_in_value(text: &str, error: &SyntaxError<'_>) -> Option<(usize, char)> {
    let rest = text.get(error.span.start..error.line.end)?;
    let value = &rest[..rest.find([',', '}', ']', '#', '"', '\'']).unwrap_or(rest.len())];
    let is_last = |at: usize| value[at..].trim().is_empty();
    let mut chars = value.char_indices().filter(|(_, c)| is_invisible(*c));
    let (at, found) = chars.find(|(at, c)| !c.is_whitespace() || is_last(*at))?;
    Some((error.span.start + at, found))
}

/// Returns whether a character outside of ASCII is invisible or looks like a blank.
fn is_invisible(c: char) -> bool {
    let hidden = first_hidden(c.encode_utf8(&mut [0; 4])).is_some();
    !c.is_ascii() && !c.is_control() && (c.is_whitespace() || hidden)
}

/// Returns a diagnostic for the first control character that TOML forbids.
pub fn control_character(text: &str) -> Option<Diagnostic> {
    let (at, found) = text.char_indices().find(|(_, c)| c.is_ascii_control() && !c.is_ascii_whitespace())?;
    Some(control(at..at + 1, found))
}

fn control(span: Range<usize>, found: char) -> Diagnostic {
    let message = format!("the control character U+{:04X}", u32::from(found));
    Diagnostic::new(Code::Syntax, span, message).expected("visible characters")
}

/// Returns the key of a value, from the text before the value on its line.
fn key_of(before: &str) -> &str {
    before.rsplit(['{', ',']).next().unwrap_or(before).split('=').next().unwrap_or_default().trim()
}

/// Returns the diagnostic for a value that is missing or lacks quotation marks.
fn unquoted(found: &str, before: &str, error: &SyntaxError<'_>, headings: &Headings) -> Diagnostic {
    let syntax = |message: String| Diagnostic::new(Code::Syntax, error.span.clone(), message);
    let key = key_of(before);
    let expected = headings.type_of(error.span.start, key);
    if found.trim().is_empty() {
        let diagnostic = syntax(format!("{} has no value", backticked(key)));
        return match expected {
            Some(expected) => diagnostic.expected(expected),
            None => diagnostic.expected("a value"),
        };
    }
    let is = || syntax(format!("{} is {}", backticked(key), backticked(found)));
    match expected {
        Some(number @ (ValueType::Number { .. } | ValueType::Integer { .. } | ValueType::Version(_))) => {
            is().expected(number).suggestion(numeral(found))
        }
        Some(date @ (ValueType::Day | ValueType::Date)) => {
            is().expected(date).suggestion(parse_lenient(found))
        }
        Some(ValueType::Bool) => is().expected(ValueType::Bool).suggestion(suggest(found, ["true", "false"])),
        _ => {
            let curly = ['“', '”', '„', '‘', '’', '«', '»', '`'];
            let words = found.trim_matches(curly);
            let missing = if words == found { "no quotation marks" } else { "no straight quotation marks" };
            syntax(format!("{} has {missing}", backticked(found)))
                .expected(format!("text as in {}", quoted(words)))
        }
    }
}

/// Returns the diagnostic for a date that the calendar does not have.
fn impossible_date(found: &str, before: &str, error: &SyntaxError<'_>, headings: &Headings) -> Diagnostic {
    let message = format!("{} is not a day of the calendar", backticked(found));
    let diagnostic = Diagnostic::new(Code::ImpossibleDate, error.span.clone(), message);
    if !is_month_or_year(found) {
        let expected = error.expected.unwrap_or("a day such as 2025-03-18");
        return diagnostic.expected(expected).suggestion(parse_lenient(found));
    }
    match headings.type_of(error.span.start, key_of(before)) {
        Some(ValueType::Day) => diagnostic.expected(ValueType::Day),
        _ => diagnostic
            .expected("a day; quotation marks around a month or a year")
            .suggestion(Some(format!("\"{found}\""))),
    }
}

/// Returns the diagnostic for a duplicate key or heading.
fn duplicate(
    text: &str,
    tree: &DeTable<'_>,
    error: &SyntaxError<'_>,
    headings: &Headings,
) -> Option<Diagnostic> {
    let found = text.get(error.span.clone()).unwrap_or_default();
    let first = first_occurrence(text, tree, found, error.span.start);
    let new = |message| Diagnostic::new(Code::DuplicateKey, error.span.clone(), message);
    let diagnostic = match text.get(error.line.clone()).unwrap_or_default().trim_start() {
        // The first is in single brackets or out of place, which the decoder reports.
        heading if heading.starts_with("[[") && first.as_ref().is_some_and(|at| headings.is_on(at.start)) => {
            return None;
        }
        heading if heading.starts_with('[') => {
            let name = heading.trim_matches(|c: char| c == '[' || c == ']' || c.is_whitespace());
            let several = backticked(&format!("[[{name}]]"));
            new(format!("{} appears twice", backticked(&format!("[{name}]"))))
                .expected(format!("only one, or {several} for each of several"))
        }
        _ => new(format!("{} appears twice in one table", backticked(found))).expected("each key once"),
    };
    Some(match first {
        Some(first) => diagnostic.related(first.into(), "the first is"),
        None => diagnostic,
    })
}

/// Returns the key of which the key at `end` is a duplicate: the last of this name that starts before `end`, unless it
/// is in an inline table or a list that ends before.
fn first_occurrence(text: &str, table: &DeTable<'_>, name: &str, end: usize) -> Option<Range<usize>> {
    let own = table.get_key_value(name).map(|(key, _)| key.span()).filter(|at| at.start < end);
    let inner = table.iter().flat_map(|(_, value)| match value.get_ref() {
        DeValue::Table(table) => vec![(value.span(), table)],
        DeValue::Array(items) => {
            items.iter().filter_map(|item| Some((item.span(), item.get_ref().as_table()?))).collect()
        }
        _ => Vec::new(),
    });
    let inner = inner
        .filter(|(at, _)| !text[at.start..].starts_with('{') || at.contains(&end))
        .filter_map(|(_, table)| first_occurrence(text, table, name, end));
    own.into_iter().chain(inner).max_by_key(|at| at.start)
}

/// Returns the start of the outermost value that ends at `end`, where parsing stopped.
fn opening_delimiter(table: &DeTable<'_>, end: usize) -> Option<usize> {
    fn of_value(span: Range<usize>, value: &DeValue<'_>, end: usize) -> Option<usize> {
        match value {
            // A table under a heading has the span of the heading, so only an inline one can end where parsing
            // stopped.
            DeValue::Table(table) if span.end != end => opening_delimiter(table, end),
            DeValue::Array(array) if span.end != end => of_items(array, end),
            _ => (span.end == end && span.start < end).then_some(span.start),
        }
    }
    fn of_items(array: &DeArray<'_>, end: usize) -> Option<usize> {
        array.iter().find_map(|item| of_value(item.span(), item.get_ref(), end))
    }
    table.iter().find_map(|(_, value)| of_value(value.span(), value.get_ref(), end))
}

/// Returns the line that contains `at`, without its line break.
fn line_around(text: &str, at: usize) -> Range<usize> {
    let at = at.min(text.len());
    let bytes = text.as_bytes();
    let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |newline| newline + 1);
    let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |n| at + n);
    start..end
}

/// Returns whether this is a month or a year: `2025-07`, `2025`. The file format requires quotation marks around them.
fn is_month_or_year(text: &str) -> bool {
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('-') {
        Some((year, month)) => digits(year, 4) && digits(month, 2) && ("01"..="12").contains(&month),
        None => digits(text, 4),
    }
}

/// The lines of a file that look like headings, in order.
pub struct Headings<'t> {
    text: &'t str,
    root: &'static TableSchema,
    /// The bytes of each heading, from its bracket to the end of its line.
    lines: Vec<Range<usize>>,
}

impl<'t> Headings<'t> {
    /// Finds the headings of a text whose tables are described by `root`.
    pub fn new(text: &'t str, root: &'static TableSchema) -> Self {
        let mut start = 0;
        let mut lines = Vec::new();
        for line in text.split_inclusive('\n') {
            let heading = line.trim_start();
            if heading.starts_with('[') {
                lines.push(start + line.len() - heading.len()..start + line.trim_end_matches('\n').len());
            }
            start += line.len();
        }
        Headings { text, root, lines }
    }

    /// Returns the heading of the table that contains `at`. The line of a heading belongs to its table.
    pub fn above(&self, at: usize) -> Option<&Range<usize>> {
        self.lines[..self.lines.partition_point(|heading| heading.start <= at)].last()
    }

    /// Returns the first heading after `at`.
    fn below(&self, at: usize) -> Option<&Range<usize>> {
        self.lines.get(self.lines.partition_point(|heading| heading.start <= at))
    }

    /// Returns whether `at` is on the line of a heading.
    fn is_on(&self, at: usize) -> bool {
        self.above(at).is_some_and(|heading| at <= heading.end)
    }

    /// Returns the type of the value of `key` at `at`, according to the heading above it.
    fn type_of(&self, at: usize, key: &str) -> Option<&'static ValueType> {
        let heading = self.above(at).map_or("", |heading| &self.text[heading.clone()]);
        let schema = self.root.descend(heading.trim().trim_matches(['[', ']']))?;
        let inline = schema.keys().filter_map(|key| key.value_type.table());
        std::iter::once(schema).chain(inline).find_map(|schema| schema.key(key)).map(|key| &key.value_type)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A new version of the parser may have other messages.
    #[test]
    fn parser_still_has_these_messages() {
        for &(message, _, _, example) in PARSER_MESSAGES {
            let (_, errors) = DeTable::parse_recoverable(example);
            let messages: Vec<&str> = errors.iter().map(Error::message).collect();
            let matches = |found: &&str| found.split(", expected ").next() == Some(message);
            assert!(messages.iter().any(matches), "{example:?} no longer causes {message:?}: {messages:?}");
        }
    }
}
