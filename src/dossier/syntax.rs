//! Syntax errors, in the words of this project and without their echoes: one unclosed bracket makes the
//! parser stumble over every line behind it, and a keeper needs to hear of the bracket.

use toml::de::{DeArray, DeTable, DeValue, Error};

use super::model::Span;
use super::problem::Problem;
use super::reader::{shown, ticked};

/// What the parser said, in order of place, at most one a line, none inside what is never closed.
pub(super) fn problems(text: &str, table: &DeTable<'_>, errors: &[Error]) -> Vec<Problem> {
    let mut problems: Vec<Problem> = errors.iter().map(|error| problem(text, table, error)).collect();
    problems.sort_by_key(|problem| (problem.span, problem.rule != "unclosed"));
    let mut kept: Vec<Problem> = Vec::new();
    let mut swallowed_from = u32::MAX;
    for problem in problems {
        let echo = problem.span.start >= swallowed_from
            || kept.last().is_some_and(|last| same_line(text, last.span.start, problem.span.start));
        if echo {
            continue;
        }
        if problem.rule == "unclosed" {
            swallowed_from = problem.span.start;
        }
        kept.push(problem);
    }
    kept
}

fn same_line(text: &str, first: u32, second: u32) -> bool {
    text.get(first as usize..second as usize).is_some_and(|between| !between.contains('\n'))
}

fn problem(text: &str, table: &DeTable<'_>, error: &Error) -> Problem {
    let range = error.span().unwrap_or(0..0);
    let (message, expected) = match error.message().split_once(", expected ") {
        Some((message, expected)) => (message, Some(expected)),
        None => (error.message(), None),
    };
    let here = text.get(range.clone()).unwrap_or_default();
    let span = Span::from(range.clone());
    let syntax = |message: String| Problem::error("syntax", span, message);
    match message {
        "unclosed array" | "unclosed inline table" => {
            let opener = opener_in_table(table, range.end).unwrap_or(range.start);
            let bracket = if message == "unclosed array" { ('[', ']') } else { ('{', '}') };
            unclosed(opener..opener + 1, bracket.0, bracket.1)
        }
        "invalid multi-line basic string" | "invalid multi-line literal string"
            if range.end >= text.len() =>
        {
            let opener = opener_in_table(table, range.end).unwrap_or(range.start);
            let quotes = if message.contains("basic") { "\"\"\"" } else { "'''" };
            unclosed(opener..opener + 3, quotes, quotes)
        }
        "unclosed table" | "unclosed array table" => syntax("a heading that is never closed".into())
            .expected("`]`, or `]]` where there may be several"),
        "string values must be quoted" => syntax(format!("{} has no quotation marks", ticked(here)))
            .expected(format!("text as in {}", shown(here.trim()))),
        "invalid basic string" | "invalid literal string" => {
            syntax("text that does not end on its line, or holds a control character".into())
                .expected("a closing quotation mark; `\"\"\"` around text of several lines")
        }
        "duplicate key" => {
            let message = format!("{} stands twice in one table", ticked(here));
            let first = first_of(table, here).filter(|first| *first < span);
            let problem = Problem::error("doubled-key", span, message).expected("each key once");
            match first {
                Some(first) => problem.other(first, "the first is"),
                None => problem,
            }
        }
        "missing value" | "missing value for key" | "key with no value" => {
            syntax("a key without a value".into()).expected("`key = value`")
        }
        "invalid date" | "invalid time" | "invalid datetime" => {
            let problem = syntax(format!("{} is no day of the calendar", ticked(here)));
            Problem { rule: "impossible-date", ..problem }
                .expected(expected.unwrap_or("a day such as 2025-03-18"))
        }
        "unexpected key or value" => syntax("something behind the value on its line".into())
            .expected("the line to end here, or a comment"),
        other => match expected {
            Some(expected) => syntax(other.into()).expected(expected),
            None => syntax(other.into()),
        },
    }
}

fn unclosed(
    span: std::ops::Range<usize>,
    open: impl std::fmt::Display,
    close: impl std::fmt::Display,
) -> Problem {
    Problem::error("unclosed", span, format!("`{open}` is never closed"))
        .expected(format!("`{close}` further on"))
}

/// Where the outermost value begins that ends at `end`, the place at which the parser gave up waiting.
fn opener_in_table(table: &DeTable<'_>, end: usize) -> Option<usize> {
    table.iter().find_map(|(_, value)| opener(value.span(), value.get_ref(), end))
}

fn opener(span: std::ops::Range<usize>, value: &DeValue<'_>, end: usize) -> Option<usize> {
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

/// Where a top-level key of this name stands.
fn first_of(table: &DeTable<'_>, name: &str) -> Option<Span> {
    table.get_key_value(name).map(|(key, _)| key.span().into())
}
