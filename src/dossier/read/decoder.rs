//! What is shared while a dossier is read: the problems so far, and where the text is so broken that nothing
//! more should be said of it.

use std::collections::{HashMap, HashSet};
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::dossier::format::schema::{Record, TableSchema};
use crate::dossier::format::tables;
use crate::dossier::format::values::{ValueType, found};
use crate::dossier::model::Span;
use crate::dossier::model::text::Text;
use crate::dossier::parse::{self, Parsed};
use crate::dossier::pieces::Piece;
use crate::dossier::read::diagnostics::{Diagnostic, Severity};
use crate::dossier::read::source_map::SourceMap;
use crate::dossier::read::syntax::{self, Faults, Headings};

/// Rules whose problems may only echo a syntax error that took away what they miss.
const ECHOES: &[&str] = &["missing-key", "unknown-source", "unknown-treaty", "unknown-state"];

/// The rule of a file that is written for another version of this program.
pub(crate) const UNKNOWN_FORMAT: &str = "unknown-format";

/// As many errors are told of one file, and as many warnings. Whoever has more to mend has read enough, and a hostile
/// file could bring millions.
const MOST_PROBLEMS: usize = 500;

/// Of a piece with more bytes only the first syntax error is told: each takes the parser a few hundred bytes, and there
/// can be one in every byte.
const MOST_RECOVERED: usize = 256 << 10;

/// As many names of the file's own are compared with those that it gets wrong.
const MOST_COMPARED: usize = 200_000;

/// Collects the problems of one file.
#[derive(Default)]
pub(crate) struct Reader {
    /// The key whose value is being read, for messages.
    pub key: &'static str,
    /// Whether it is an item of that value that is being read.
    pub in_list: bool,
    problems: Vec<Diagnostic>,
    errors: Tally,
    warnings: Tally,
    /// Whether there were so many errors that the rest of the file was not looked at.
    gave_up: bool,
    /// The whole file, which its texts share.
    pub file: Arc<String>,
    /// Where in its text the piece begins that is being read.
    offset: usize,
    /// How many names were compared in search of what is meant.
    compared: usize,
    /// Where values are the parser's guesses; in order, apart from each other.
    broken: Vec<Span>,
    /// Where the tables begin of which keys may be missing because of a syntax error.
    incomplete: HashSet<u32>,
    /// Keys whose value was there and could not be read, with the beginning of their table.
    unread: HashSet<(u32, &'static str)>,
    /// Whether whole tables may be missing because of a syntax error.
    lost: bool,
}

/// How many problems of a level there are.
#[derive(Default)]
struct Tally {
    told: usize,
    /// Not taken down, since there are enough.
    untold: usize,
}

impl Tally {
    fn is_full(&self) -> bool {
        self.told >= MOST_PROBLEMS
    }
}

impl Reader {
    /// Reads what `text` of `file` says, each piece of it by itself, and reports what is wrong with its syntax and its
    /// tables.
    pub fn read(file: &Arc<String>, text: &str, pieces: &[Piece]) -> (tables::Dossier, Reader) {
        let mut reader = Reader { file: Arc::clone(file), ..Reader::default() };
        let (mut dossier, mut seen) = (tables::Dossier::default(), Vec::new());
        let at = Span::default();
        // The keys above the first table, none of which a table may go on with.
        let mut keys: HashMap<String, Span> = HashMap::new();
        parse::each(text, pieces, |Parsed { offset, text, dense, tree }| {
            if reader.errors.is_full() {
                (reader.gave_up, reader.lost) = (true, true);
                return ControlFlow::Break(());
            }
            reader.offset = offset;
            let table = tree.unwrap_or_else(|| reader.broken_table(text, dense));
            for (key, value) in &table {
                let (name, place) = (key.get_ref().as_ref(), reader.at(key.span()));
                if let Some(first) = keys.get(name) {
                    let message = format!("{} stands twice", ticked(&format!("[{name}]")));
                    let problem = Diagnostic::error("doubled-key", place, message).expected("each key once");
                    reader.report(problem.related(*first, "the first is"));
                } else if reader.offset == 0 && key.span().start < value.span().start {
                    keys.insert(name.to_owned(), place);
                }
            }
            dossier.append(tables::Dossier::part(table, at, &mut seen, &mut reader));
            // Most pieces have the keys of the one before.
            seen.sort_unstable();
            seen.dedup();
            ControlFlow::Continue(())
        });
        reader.missing_keys(&seen, at, tables::Dossier::SCHEMA);
        (dossier, reader)
    }

    /// Reports the syntax errors of a piece, and returns its tree, in which broken places have guesses.
    fn broken_table<'t>(&mut self, text: &'t str, dense: bool) -> DeTable<'t> {
        if dense {
            let message = "far more words, signs and line breaks than belong into one table";
            let problem = Diagnostic::error("syntax", self.at(0..0), message);
            self.take_down(problem.expected("each fact below a heading of its own, such as `[[quote]]`"));
            self.lost = true;
            return DeTable::new();
        }
        let huge = text.len() > MOST_RECOVERED;
        let (table, errors) = if huge {
            match DeTable::parse(text) {
                Ok(table) => (table.into_inner(), Vec::new()),
                Err(first) => {
                    // The parser's first error need not be the first in the file; of binary data this says the most.
                    if let Some(problem) = syntax::control_character(text) {
                        self.take_down(Diagnostic { span: self.moved(problem.span), ..problem });
                    }
                    (DeTable::new(), vec![first])
                }
            }
        } else {
            let (table, errors) = DeTable::parse_recoverable(text);
            (table.into_inner(), errors)
        };
        let headings = Headings::of(text);
        let Faults { problems, broken, lost } = syntax::faults(text, &table, &errors, &headings);
        self.lost |= lost || huge;
        let broken: Vec<Span> = broken.into_iter().map(|span| self.moved(span)).collect();
        self.broken.extend(broken);
        for mut problem in problems {
            let heading = headings.above(problem.span.start as usize).map_or(0, |heading| heading.start);
            self.incomplete.insert(self.at(heading..heading).start);
            problem.span = self.moved(problem.span);
            if let Some(other) = &mut problem.related {
                other.span = self.moved(other.span);
            }
            self.take_down(problem);
        }
        table
    }

    /// The place in the file of what the parser found in this piece of it.
    pub fn at(&self, range: Range<usize>) -> Span {
        Span::from(self.offset + range.start..self.offset + range.end)
    }

    fn moved(&self, span: Span) -> Span {
        self.at(span.start as usize..span.end as usize)
    }

    /// Takes a problem down, unless it lies where the text is broken anyway.
    pub fn report(&mut self, problem: Diagnostic) {
        let echo = self.lost && ECHOES.contains(&problem.code);
        let near = self.broken.partition_point(|broken| broken.start <= problem.span.end);
        let inside = self.broken[..near].last().is_some_and(|broken| problem.span.start <= broken.end);
        if !echo && !inside {
            self.take_down(problem);
        }
    }

    fn take_down(&mut self, problem: Diagnostic) {
        let tally = match problem.severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
        };
        if tally.is_full() {
            tally.untold += 1;
        } else {
            tally.told += 1;
            self.problems.push(problem);
        }
    }

    /// Whether one more wrong name may be compared with `names` of the file's own, to find the one that was meant.
    pub fn may_compare(&mut self, names: usize) -> bool {
        self.compared = self.compared.saturating_add(names);
        self.compared <= MOST_COMPARED && !self.errors.is_full()
    }

    /// Notes that keys may be missing from the table that begins at `at` for a reason that was told.
    pub fn incomplete(&mut self, at: Span) {
        self.incomplete.insert(at.start);
    }

    /// Notes that a key's value was there and could not be read.
    pub fn unread(&mut self, at: Span, key: &'static str) {
        self.unread.insert((at.start, key));
    }

    /// Whether a key that was not read from the table at `at` is really not there.
    pub fn lacks(&self, at: Span, key: &'static str) -> bool {
        self.is_whole(at) && !self.unread.contains(&(at.start, key))
    }

    /// Whether the table at `at` has what is its own and nothing else: below a heading with a slip, that of another is
    /// taken for it.
    pub fn is_whole(&self, at: Span) -> bool {
        !self.lost && !self.incomplete.contains(&at.start)
    }

    /// A message on the value of the key that is being read: "`percent` is …".
    pub fn says(&self, what: impl std::fmt::Display) -> String {
        format!("`{}` {} {what}", self.key, if self.in_list { "holds" } else { "is" })
    }

    /// Reports a value of another type than expected.
    pub fn wrong_type(&mut self, value: &DeValue<'_>, at: Span, kind: &ValueType) {
        self.wrong_type_for(value, at, kind, None::<&str>);
    }

    /// The same, with what is meant if that is known.
    pub fn wrong_type_for(
        &mut self,
        value: &DeValue<'_>,
        at: Span,
        kind: &ValueType,
        meant: Option<impl std::fmt::Display>,
    ) {
        // A value of no width stands nowhere in the file: the parser made it up, behind an error that was told.
        if at.start == at.end && !self.broken.is_empty() {
            return;
        }
        let problem = Diagnostic::error("wrong-type", at, self.says(found(value)));
        self.report(problem.expected(kind.to_string()).suggest_any(meant));
    }

    /// Reports a number that is too small or too large.
    pub fn out_of_range(&mut self, value: &DeValue<'_>, at: Span, kind: &ValueType) {
        let message = self.says(format_args!("{}, out of range", found(value)));
        self.report(Diagnostic::error("out-of-range", at, message).expected(kind.to_string()));
    }

    /// Reports a key that the table does not have; returns the one that was meant, where that is plain, so that
    /// it is not missed besides.
    pub fn unknown_key(&mut self, key: &Spanned<DeString<'_>>, shape: &TableSchema) -> Option<&'static str> {
        if self.errors.is_full() {
            // Only counted: no need to look for what is meant.
            self.report(Diagnostic::error("unknown-key", self.at(key.span()), ""));
            return None;
        }
        let name = key.get_ref();
        let message = format!("unknown key {} in {}", ticked(name), shape.called());
        let problem = Diagnostic::error("unknown-key", self.at(key.span()), message);
        let known: Vec<_> = shape.fields.iter().map(|field| field.key).collect();
        let format = crate::dossier::format();
        let problem = match shape.within().iter().find(|table| table.names() == Some(name)) {
            Some(table) => problem.suggest(table.heading),
            None => problem.nearest(name, known.iter().copied()),
        };
        let problem = match format.home_of(name, shape) {
            _ if problem.suggestion.is_some() => problem,
            Some(home) if home.heading == format.heading => {
                problem.expected("it at the head of the file, above the first table")
            }
            Some(home) => problem.expected(format!("it in {}, above {}", home.heading, shape.heading)),
            None => problem.expected(format!("one of {}", known.join(", "))),
        };
        let meant = known.into_iter().find(|key| problem.suggestion.as_deref() == Some(*key));
        self.report(problem);
        meant
    }

    /// Reports each needed key that was not there.
    pub fn missing_keys(&mut self, seen: &[&'static str], at: Span, shape: &TableSchema) {
        for field in shape.fields.iter().filter(|field| field.needed && !seen.contains(&field.key)) {
            if self.lacks(at, field.key) {
                let message = format!("{} has no `{}`", shape.called(), field.key);
                self.report(Diagnostic::error("missing-key", at, message).expected(field.kind.to_string()));
            }
        }
    }

    /// Whether something was found that keeps the dossier from being shown.
    pub fn failed(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// All problems in order of place, with lines and columns.
    pub fn finish(mut self, text: &str) -> Vec<Diagnostic> {
        if self.problems.is_empty() {
            return self.problems;
        }
        // Of a format that is not known nothing can be said but that, and whether it is TOML at all.
        if self.problems.iter().any(|problem| problem.code == UNKNOWN_FORMAT) {
            self.problems.retain(|problem| [UNKNOWN_FORMAT, "syntax", "unclosed"].contains(&problem.code));
        }
        self.problems.sort_by_key(|problem| (problem.span, problem.severity));
        let places = SourceMap::new(text);
        for problem in &mut self.problems {
            problem.location = places.of(problem.span.start);
            problem.excerpt = Some(places.snippet(problem.span));
        }
        // By themselves, for on one endless line only a place behind the last is found at once.
        for other in self.problems.iter_mut().filter_map(|problem| problem.related.as_mut()) {
            other.location = places.of(other.span.start);
            other.excerpt = Some(places.snippet(other.span));
        }
        let last = self.problems.last().map(|last| (last.span, last.location)).unwrap_or_default();
        let more = |untold: usize, what: &str| format!("and {untold} more {what}");
        let errors = match self.gave_up {
            true => "and more: what comes behind so many errors is not looked at".into(),
            false => more(self.errors.untold, "errors"),
        };
        for problem in [
            (self.gave_up || self.errors.untold > 0)
                .then(|| Diagnostic::error("more-errors", last.0, errors)),
            (self.warnings.untold > 0).then(|| {
                Diagnostic::warning("more-warnings", last.0, more(self.warnings.untold, "warnings"))
            }),
        ] {
            self.problems.extend(problem.map(|problem| Diagnostic { location: last.1, ..problem }));
        }
        self.problems
    }
}

/// A piece of a file as it may stand in a message: harmless, short, in quotation marks.
pub(crate) fn shown(raw: &str) -> String {
    format!("\"{}\"", short(raw))
}

/// The same as code.
pub(crate) fn ticked(raw: &str) -> String {
    format!("`{}`", short(raw))
}

/// The same bare.
pub(crate) fn short(raw: &str) -> String {
    const MOST: usize = 40;
    let cut: String = raw.chars().take(MOST + 1).collect();
    let text = Text::line(&cut);
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.as_str().to_owned(),
    }
}
