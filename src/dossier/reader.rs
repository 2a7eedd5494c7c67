//! What is shared while a dossier is read: the problems so far, and where the text is so broken that nothing
//! more should be said of it.

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::model::Span;
use super::problem::{Places, Problem};
use super::record::Shape;
use super::text::Text;
use super::values::{Kind, found};

/// Rules whose problems may only echo an unclosed string or list that swallowed what they miss.
const ECHOES: &[&str] = &["missing-key", "unknown-source", "unknown-treaty", "unknown-state"];

/// Collects the problems of one file.
pub(super) struct Reader {
    /// The key whose value is being read, for messages.
    pub key: &'static str,
    problems: Vec<Problem>,
    /// What syntax errors cover: values there are the parser's guesses.
    broken: Vec<Span>,
    /// Where the headings stand under which there are syntax errors: a key that is missing there may be one
    /// that the parser could not make out.
    broken_tables: Vec<u32>,
    /// Where a string, list or heading begins that is never closed, so that much of the file is inside it.
    swallowed_from: Option<u32>,
}

impl Reader {
    /// Parses `text`, reports its syntax errors, and returns the tree, in which broken places have guesses.
    pub fn parse(text: &str) -> (DeTable<'_>, Reader) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut reader = Reader {
            key: "",
            problems: Vec::new(),
            broken: Vec::new(),
            broken_tables: Vec::new(),
            swallowed_from: None,
        };
        let table = table.into_inner();
        for error in super::syntax::problems(text, &table, &errors) {
            let (start, end) = (error.span.start as usize, error.span.end as usize);
            let before = text.get(..start).unwrap_or_default();
            let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
            let line_end = text.get(end..).and_then(|rest| rest.find('\n')).map_or(text.len(), |n| end + n);
            let heading = match before.rfind("\n[") {
                Some(newline) => newline + 1,
                None => 0,
            };
            reader.broken.push((line_start..line_end).into());
            reader.broken_tables.push(Span::from(heading..heading).start);
            if error.rule == "unclosed" {
                reader.swallowed_from.get_or_insert(error.span.start);
            }
            reader.problems.push(error);
        }
        (table, reader)
    }

    /// Takes a problem down, unless it lies where the text is broken anyway.
    pub fn report(&mut self, problem: Problem) {
        let echo = self
            .swallowed_from
            .is_some_and(|from| ECHOES.contains(&problem.rule) || problem.span.start > from);
        let inside = self.broken.iter().any(|b| problem.span.start <= b.end && b.start <= problem.span.end);
        if !echo && !inside {
            self.problems.push(problem);
        }
    }

    /// A message on the value of the key that is being read: "`percent` is …".
    pub fn says(&self, what: impl std::fmt::Display) -> String {
        format!("`{}` is {what}", self.key)
    }

    /// Reports a value of another type than expected.
    pub fn wrong_type(&mut self, value: &DeValue<'_>, at: Span, kind: &Kind) {
        self.report(Problem::error("wrong-type", at, self.says(found(value))).expected(kind.to_string()));
    }

    /// Reports a number that is too small or too large.
    pub fn out_of_range(&mut self, value: &DeValue<'_>, at: Span, kind: &Kind) {
        let message = self.says(format_args!("{}, out of range", found(value)));
        self.report(Problem::error("out-of-range", at, message).expected(kind.to_string()));
    }

    /// Reports a key that the table does not have.
    pub fn unknown_key(&mut self, key: &Spanned<DeString<'_>>, shape: &Shape) {
        let name = key.get_ref();
        let message = format!("unknown key {} in {}", ticked(name), shape.heading);
        let known = shape.fields.iter().map(|field| field.key);
        let problem = Problem::error("unknown-key", key.span(), message).nearest(name, known);
        let problem = if problem.nearest.is_none() {
            let keys: Vec<_> = shape.fields.iter().map(|field| field.key).collect();
            problem.expected(format!("one of {}", keys.join(", ")))
        } else {
            problem
        };
        self.report(problem);
    }

    /// Reports each needed key that was not there.
    pub fn missing_keys(&mut self, seen: &[&'static str], at: Span, shape: &Shape) {
        if self.broken_tables.contains(&at.start) {
            return;
        }
        for field in shape.fields.iter().filter(|field| field.needed && !seen.contains(&field.key)) {
            let message = format!("{} has no `{}`", shape.heading, field.key);
            self.report(Problem::error("missing-key", at, message).expected(field.kind.to_string()));
        }
    }

    /// All problems in order of place, with lines and columns.
    pub fn finish(mut self, text: &str) -> Vec<Problem> {
        if self.problems.is_empty() {
            return self.problems;
        }
        let places = Places::new(text);
        for problem in &mut self.problems {
            problem.place = places.of(problem.span.start);
            if let Some((span, place, _)) = &mut problem.other {
                *place = places.of(span.start);
            }
        }
        self.problems.sort_by_key(|problem| (problem.span, problem.level));
        self.problems
    }
}

/// A piece of a file as it may stand in a message: harmless, short, in quotation marks.
pub(super) fn shown(raw: &str) -> String {
    format!("\"{}\"", short(raw))
}

/// The same as code.
pub(super) fn ticked(raw: &str) -> String {
    format!("`{}`", short(raw))
}

fn short(raw: &str) -> String {
    const MOST: usize = 40;
    let cut: String = raw.chars().take(MOST + 1).collect();
    let text = Text::line(&cut);
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.as_str().to_owned(),
    }
}
