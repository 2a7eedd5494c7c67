//! Syntax errors, in the words of this project and without their echoes: one unclosed bracket makes the
//! parser stumble over every line behind it, and a keeper needs to hear of the bracket.

use std::ops::Range;

use toml::de::{DeArray, DeTable, DeValue, Error};

use crate::dossier::format::schema::{Record, TableSchema};
use crate::dossier::format::tables;
use crate::dossier::format::values::{ValueType, numeral};
use crate::dossier::model::Span;
use crate::dossier::model::date::Date;
use crate::dossier::read::decoder::{shown, ticked};
use crate::dossier::read::diagnostics::Diagnostic;

/// What is wrong with the syntax of a file, and how much of the tree is not to be trusted for it.
#[derive(Default)]
pub(crate) struct Faults {
    /// What the parser said, in order of place.
    pub problems: Vec<Diagnostic>,
    /// Where values are the parser's guesses; in order of place, apart from each other.
    pub broken: Vec<Span>,
    /// Whether tables or keys may be missing from the tree.
    pub lost: bool,
}

/// How far a syntax error makes the tree wrong.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    /// On its line.
    Line,
    /// On its line, and what stands under this heading is lost or mixed up with something else.
    Table,
    /// To the end of the next heading, which the parser takes for the end of this one.
    Heading,
    /// To the end of the file: nothing more comes into the tree, though the parser reports what it sees.
    Rest,
    /// To the end of the file, which is all inside what is never closed.
    Inside,
}

/// A syntax error that was not yet put into words.
struct Fault<'e> {
    /// What the parser says is wrong.
    message: &'e str,
    /// What it would have taken instead.
    expected: Option<&'e str>,
    /// Where.
    at: Range<usize>,
    /// The line on which that is.
    line: Range<usize>,
    reach: Reach,
}

/// What the parser said: at most one problem a line, none inside what is never closed.
pub(crate) fn faults(text: &str, table: &DeTable<'_>, errors: &[Error], headings: &Headings) -> Faults {
    let mut all: Vec<Fault<'_>> = errors.iter().map(|error| fault(text, table, error, headings)).collect();
    all.sort_by_key(|fault| (fault.at.start, fault.reach != Reach::Inside));
    let mut kept: Vec<Fault<'_>> = Vec::new();
    for mut fault in all {
        if let Some(last) = kept.last_mut() {
            // Under a heading that stands twice each key seems to stand twice; under one that is lost some do.
            let doubled = last.reach == Reach::Table
                || last.reach == Reach::Heading && fault.message == "duplicate key";
            let of_heading = doubled && headings.above(fault.at.start) == headings.above(last.at.start);
            if fault.at.start <= last.line.end || of_heading {
                last.reach = last.reach.max(fault.reach);
                continue;
            }
            if last.reach == Reach::Inside {
                break;
            }
        }
        fault.line = line_around(text, fault.at.start);
        kept.push(fault);
    }

    let mut faults = Faults::default();
    for fault in kept {
        let end = match fault.reach {
            Reach::Line | Reach::Table => fault.line.end.max(fault.at.end),
            Reach::Heading => headings.below(fault.line.end).map_or(text.len(), |heading| heading.end),
            Reach::Rest | Reach::Inside => text.len(),
        };
        match faults.broken.last_mut().map(|last| &mut last.end) {
            Some(last_end) if *last_end as usize >= fault.line.start => {
                *last_end = Span::from(end..end).end.max(*last_end);
            }
            _ => faults.broken.push((fault.line.start..end).into()),
        }
        faults.lost |= fault.reach > Reach::Line;
        faults.problems.extend(problem(text, table, &fault, headings));
    }
    faults
}

/// Takes an error of the parser apart, and finds what it reaches.
fn fault<'e>(text: &str, table: &DeTable<'_>, error: &'e Error, headings: &Headings) -> Fault<'e> {
    let (message, expected) = match error.message().split_once(", expected ") {
        Some((message, expected)) => (message, Some(expected)),
        None => (error.message(), None),
    };
    let mut at = error.span().unwrap_or(0..0);
    let reach = match message {
        "unclosed array" | "unclosed inline table" => Reach::Inside,
        "invalid multi-line basic string" | "invalid multi-line literal string" if at.end >= text.len() => {
            Reach::Inside
        }
        "unclosed table" | "unclosed array table" => Reach::Heading,
        "key with no value" => Reach::Rest,
        "duplicate key" if headings.on(at.start) => Reach::Table,
        _ => Reach::Line,
    };
    if reach == Reach::Inside {
        let open = match message {
            "unclosed array" => "[",
            "unclosed inline table" => "{",
            "invalid multi-line basic string" => "\"\"\"",
            _ => "'''",
        };
        // What stands where a key belongs comes into no tree.
        let in_text = || text.get(..at.end).and_then(|before| before.rfind(open));
        let opener = opener_in_table(table, at.end).or_else(in_text).unwrap_or(at.start);
        at = opener..(opener + open.len()).min(text.len());
    }
    Fault { message, expected, at, line: 0..0, reach }
}

/// Puts a fault into words; `None` where the reader has better ones when it comes to the table.
fn problem(text: &str, table: &DeTable<'_>, fault: &Fault<'_>, headings: &Headings) -> Option<Diagnostic> {
    let here = text.get(fault.at.clone()).unwrap_or_default();
    let before = text.get(fault.line.start..fault.at.start).unwrap_or_default();
    let next = text.get(fault.at.start..).and_then(|rest| rest.chars().next());
    let syntax = |message: String| Diagnostic::error("syntax", fault.at.clone(), message);
    let unclosed = |open: &str, close: &str| {
        Diagnostic::error("unclosed", fault.at.clone(), format!("`{open}` is never closed"))
            .expected(format!("`{close}` further on"))
    };
    Some(match fault.message {
        "unclosed array" => unclosed("[", "]"),
        "unclosed inline table" => unclosed("{", "}"),
        "invalid multi-line basic string" if fault.reach == Reach::Inside => unclosed("\"\"\"", "\"\"\""),
        "invalid multi-line literal string" if fault.reach == Reach::Inside => unclosed("'''", "'''"),
        "unclosed table" | "unclosed array table" => syntax("a heading that is never closed".into())
            .expected("`]`, or `]]` where there may be several"),
        // What looks like a space and is none, mostly from a web page.
        _ if next.is_some_and(|c| c.is_whitespace() && !c.is_ascii()) => {
            let found = next.map(u32::from).unwrap_or_default();
            syntax(format!("the invisible character U+{found:04X}")).expected("a plain space, or none")
        }
        "string values must be quoted" | "invalid boolean" => bare(here, before, fault, headings),
        // Of `18.03.2025` the parser tells what is behind the number that it begins with.
        "invalid float" => {
            let begun = before.rfind(['=', '[', ',']).map_or(before.len(), |sign| sign + 1);
            let value = text.get(fault.line.start + begun..fault.line.end).unwrap_or_default();
            let value = value.split([',', '}', ']', '#']).next().unwrap_or_default().trim();
            bare(value, before, fault, headings)
        }
        // In braces the parser takes a value that is not there for text that does not end.
        "invalid literal string" if fault.at.end < fault.line.end && here.is_empty() => {
            bare(here, before, fault, headings)
        }
        _ if here.chars().next().is_some_and(|c| c.is_control() && c != '\n') => {
            control(fault.at.clone(), here.chars().next().unwrap_or_default())
        }
        "invalid basic string" | "invalid literal string" => {
            syntax("text without a quotation mark at its end".into())
                .expected("the same mark as at its beginning; `\"\"\"` around text of several lines")
        }
        "missing escaped value" => syntax("a backslash that begins no escape sequence of TOML".into())
            .expected("`\\\\`, or text in single quotation marks"),
        "duplicate key" => return doubled(text, table, fault, headings),
        "missing value" | "missing value for key" | "key with no value" => {
            syntax("a key without `=` and a value".into()).expected("`key = value`")
        }
        "invalid unquoted key" if here.starts_with(':') => {
            syntax("`:` behind a key".into()).expected("`key = value`")
        }
        "invalid unquoted key" => syntax(format!("{} in a key", ticked(here)))
            .expected("letters without accents, digits, `_` and `-`"),
        "unquoted keys cannot be empty" => syntax("nothing where a key belongs".into()),
        "missing comma between array elements" => {
            syntax("no comma between two items of a list".into()).expected("`,`")
        }
        "missing assignment between key-value pairs" => {
            syntax("no `=` between a key and its value".into()).expected("`key = value`")
        }
        "missing comma between key-value pairs" => {
            syntax("no comma between two keys in braces".into()).expected("`,`")
        }
        "invalid date" | "invalid time" | "invalid datetime" => {
            let problem = syntax(format!("{} is no day of the calendar", ticked(here)));
            let problem = Diagnostic { code: "impossible-date", ..problem };
            if Date::parse_partial(here).is_some() {
                match headings.kind_of(fault.at.start, key_of(before)) {
                    Some(ValueType::Day) => problem.expected(ValueType::Day.to_string()),
                    _ => problem
                        .expected("a day; quotation marks around a month or a year")
                        .suggest(format!("\"{here}\"")),
                }
            } else {
                let problem = problem.expected(fault.expected.unwrap_or("a day such as 2025-03-18"));
                problem.suggest_any(Date::guess(here))
            }
        }
        "unexpected leading zero" => {
            syntax("a number that begins with 0".into()).expected("no digit before the first that counts")
        }
        "unexpected key or value" => {
            let value = fault.line.start + before.find('=').map_or(before.len(), |equals| equals + 1);
            let whole = text.get(value..fault.line.end).unwrap_or_default();
            let problem = if headings.on(fault.at.start) {
                syntax("something behind the heading on its line".into())
            } else {
                syntax("something behind the value on its line".into())
            };
            if before.trim_end().ends_with('"') && !next.is_some_and(|c| matches!(c, ',' | ';')) {
                problem.expected("the line to end here; `\\\"` for a quotation mark inside text")
            } else {
                let nearest = numeral(whole.split('#').next().unwrap_or_default());
                problem.expected("the line to end here, or a comment").suggest_any(nearest)
            }
        }
        other => match fault.expected {
            Some(expected) if expected != "nothing" => syntax(other.into()).expected(expected),
            _ => syntax(other.into()),
        },
    })
}

/// The first control character of a text that may stand nowhere.
pub(crate) fn control_character(text: &str) -> Option<Diagnostic> {
    let (at, found) = text.char_indices().find(|(_, c)| c.is_ascii_control() && !c.is_ascii_whitespace())?;
    Some(control(at..at + 1, found))
}

fn control(at: Range<usize>, found: char) -> Diagnostic {
    let message = format!("the control character U+{:04X}", u32::from(found));
    Diagnostic::error("syntax", at, message).expected("visible characters")
}

/// The key of a value, from what stands before the value on its line.
fn key_of(before: &str) -> &str {
    before.rsplit(['{', ',']).next().unwrap_or(before).split('=').next().unwrap_or_default().trim()
}

/// A value that is neither text in quotation marks nor anything else that TOML knows.
fn bare(here: &str, before: &str, fault: &Fault<'_>, headings: &Headings) -> Diagnostic {
    let syntax = |message: String| Diagnostic::error("syntax", fault.at.clone(), message);
    let key = key_of(before);
    let kind = headings.kind_of(fault.at.start, key);
    if here.trim().is_empty() && !key.is_empty() && key.bytes().all(|b| b.is_ascii_digit()) {
        return syntax("a comma within a number".into()).expected("a point, as in 3.37");
    }
    if here.trim().is_empty() {
        let expected = kind.map_or("a value".to_owned(), ToString::to_string);
        return syntax(format!("{} has no value", ticked(key))).expected(expected);
    }
    match kind {
        Some(
            kind @ (ValueType::Percent
            | ValueType::Kilometres
            | ValueType::Year
            | ValueType::Count
            | ValueType::Version),
        ) => syntax(format!("{} is {}", ticked(key), ticked(here)))
            .expected(kind.to_string())
            .suggest_any(numeral(here)),
        Some(kind @ (ValueType::Day | ValueType::Date)) => {
            syntax(format!("{} is {}", ticked(key), ticked(here)))
                .expected(kind.to_string())
                .suggest_any(Date::guess(here))
        }
        Some(ValueType::Flag) => syntax(format!("{} is {}", ticked(key), ticked(here)))
            .expected(ValueType::Flag.to_string())
            .nearest(here, ["true", "false"]),
        _ => {
            let curly = ['“', '”', '„', '‘', '’', '«', '»', '`'];
            let words = here.trim_matches(curly);
            let missing = if words == here { "no quotation marks" } else { "no straight quotation marks" };
            syntax(format!("{} has {missing}", ticked(here))).expected(format!("text as in {}", shown(words)))
        }
    }
}

/// A key or a heading that stands twice.
fn doubled(text: &str, table: &DeTable<'_>, fault: &Fault<'_>, headings: &Headings) -> Option<Diagnostic> {
    let here = text.get(fault.at.clone()).unwrap_or_default();
    let first = first_of(text, table, here, fault.at.start);
    let error = |message| Diagnostic::error("doubled-key", fault.at.clone(), message);
    let problem = match text.get(fault.line.clone()).unwrap_or_default().trim_start() {
        // The first is a single table, or the heading of a table that belongs in one: the reader says so.
        heading if heading.starts_with("[[") && first.as_ref().is_some_and(|at| headings.on(at.start)) => {
            return None;
        }
        heading if heading.starts_with('[') => {
            let name = heading.trim_matches(|c: char| c == '[' || c == ']' || c.is_whitespace());
            error(format!("{} stands twice", ticked(&format!("[{name}]"))))
                .expected(format!("one of it, or {} for each of several", ticked(&format!("[[{name}]]"))))
        }
        _ => error(format!("{} stands twice in one table", ticked(here))).expected("each key once"),
    };
    Some(match first {
        Some(first) => problem.related(first.into(), "the first is"),
        None => problem,
    })
}

/// The last key of this name that stands before `end`, not counting those in braces and lists that end
/// before it: the one that a key at `end` doubles.
fn first_of(text: &str, table: &DeTable<'_>, name: &str, end: usize) -> Option<Range<usize>> {
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
        .filter_map(|(_, table)| first_of(text, table, name, end));
    own.into_iter().chain(inner).max_by_key(|at| at.start)
}

/// Where the outermost value begins that ends at `end`, the place at which the parser gave up waiting.
fn opener_in_table(table: &DeTable<'_>, end: usize) -> Option<usize> {
    table.iter().find_map(|(_, value)| opener(value.span(), value.get_ref(), end))
}

fn opener(span: Range<usize>, value: &DeValue<'_>, end: usize) -> Option<usize> {
    match value {
        // Tables under headings have the heading's span; only inline ones can end where the parser gave up.
        DeValue::Table(table) if span.end != end => opener_in_table(table, end),
        DeValue::Array(array) if span.end != end => opener_in_array(array, end),
        _ => (span.end == end && span.start < end).then_some(span.start),
    }
}

fn opener_in_array(array: &DeArray<'_>, end: usize) -> Option<usize> {
    array.iter().find_map(|item| opener(item.span(), item.get_ref(), end))
}

/// The line on which `at` is, without its line break.
fn line_around(text: &str, at: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let at = at.min(bytes.len());
    let start = bytes[..at].iter().rposition(|b| *b == b'\n').map_or(0, |newline| newline + 1);
    let end = bytes[at..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |n| at + n);
    start..end
}

/// The lines of a file that look like headings, in order.
pub(crate) struct Headings<'t> {
    text: &'t str,
    /// Each from its bracket to the end of its line.
    lines: Vec<Range<usize>>,
}

impl<'t> Headings<'t> {
    pub fn of(text: &'t str) -> Self {
        let mut start = 0;
        let mut lines = Vec::new();
        for line in text.split_inclusive('\n') {
            let heading = line.trim_start();
            if heading.starts_with('[') {
                lines.push(start + line.len() - heading.len()..start + line.trim_end_matches('\n').len());
            }
            start += line.len();
        }
        Headings { text, lines }
    }

    /// The heading on whose line `at` is, or under which it stands.
    pub fn above(&self, at: usize) -> Option<&Range<usize>> {
        self.lines[..self.lines.partition_point(|heading| heading.start <= at)].last()
    }

    /// The first heading behind `at`.
    fn below(&self, at: usize) -> Option<&Range<usize>> {
        self.lines.get(self.lines.partition_point(|heading| heading.start <= at))
    }

    /// Whether `at` is on the line of a heading.
    fn on(&self, at: usize) -> bool {
        self.above(at).is_some_and(|heading| at <= heading.end)
    }

    /// What the value of `key` should be, if it stands at `at`, going by the heading above it.
    fn kind_of(&self, at: usize, key: &str) -> Option<&'static ValueType> {
        let mut shape = tables::Dossier::SCHEMA;
        if let Some(heading) = self.above(at) {
            let heading = self.text[heading.clone()].trim().trim_matches(['[', ']']);
            for name in heading.split('.') {
                shape = table_in(shape, name.trim())?;
            }
        }
        let inline = shape.fields.iter().filter_map(|field| table_in(shape, field.key));
        std::iter::once(shape)
            .chain(inline)
            .flat_map(|shape| shape.fields)
            .find(|field| field.key == key)
            .map(|field| &field.kind)
    }
}

/// The shape of the table, or of each table, that stands in `shape` under this name.
fn table_in(shape: &TableSchema, name: &str) -> Option<&'static TableSchema> {
    shape.fields.iter().find(|field| field.key == name)?.kind.table()
}
