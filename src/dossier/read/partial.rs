//! The valid part of a broken file: a dossier of the tables without an error.
//!
//! The text is divided into the sections under its headings. Sections with an error are blanked and the text is read
//! again, until no error is left. So a table that refers to a lost one is lost as well, and the rest is as valid as a
//! good file. Blanking keeps the line breaks, so that locations stay those of the file.

use std::collections::HashSet;
use std::ops::Range;

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::draft;
use crate::decode::{Code, Diagnostic, FromTable, Severity, Span, ValueType};
use crate::dossier::format::RawDossier;
use crate::dossier::model::{About, Dossier};

/// The most bytes that are read again for one file, in total. Each pass reads the whole text.
const MAX_BYTES: usize = 16 << 20;

/// The part of a broken dossier that can be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Partial {
    /// The facts of the valid tables, with at least one state.
    pub dossier: Dossier,
    /// The number of tables that are missing from it.
    pub lost: usize,
}

/// Reads the valid part of a text in which a first reading found `problems`. Returns `None` if no state is left, if the
/// format is unknown, or if the errors of a large file take too many passes.
pub fn partial(text: &str, problems: &[Diagnostic]) -> Option<Partial> {
    if problems.iter().any(|problem| problem.code == Code::UnknownFormat) {
        return None;
    }
    let mut recovery = Recovery::new(text);
    recovery.mark_all_lost(problems, text);
    for _ in 0..MAX_BYTES / text.len().max(1) {
        let rest = recovery.blanked();
        let draft = draft(rest.as_bytes()).ok()?;
        let dossier = draft.dossier;
        let problems = draft.decoder.finish(&rest);
        let mut progress = recovery.mark_all_lost(&problems, &rest);
        if !problems.iter().any(|problem| recovery.loses_table(problem)) {
            if dossier.states.is_empty() {
                return None;
            }
            progress = recovery.mark_quotes_about_lost_treaties(&dossier);
            if !progress {
                return Some(Partial { dossier, lost: recovery.count() });
            }
        }
        if !progress {
            return None;
        }
    }
    None
}

/// A heading with the text up to the next one, or an entry of a [`ValueType::Map`], such as the figures of one state in
/// an edition. The first section, before any heading, has the keys of the dossier itself.
struct Section {
    range: Range<usize>,
    /// The heading without its brackets. The path of an entry ends with its key.
    path: String,
    is_entry: bool,
    is_lost: bool,
}

/// The sections of a text, of which more are lost in each pass.
struct Recovery<'t> {
    text: &'t str,
    sections: Vec<Section>,
}

impl<'t> Recovery<'t> {
    fn new(text: &'t str) -> Self {
        let mut sections =
            vec![Section { range: 0..0, path: String::new(), is_entry: false, is_lost: false }];
        let mut map: Option<&str> = None;
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let new = if let Some(path) = heading(line) {
                let is_map = matches!(value_type(path), Some(ValueType::Map { .. }));
                map = is_map.then_some(path);
                Some((path.to_owned(), false))
            } else {
                map.zip(key(line)).map(|(map, key)| (format!("{map}.{key}"), true))
            };
            if let Some((path, is_entry)) = new {
                sections.push(Section { range: start..start, path, is_entry, is_lost: false });
            }
            start += line.len();
            if let Some(last) = sections.last_mut() {
                last.range.end = start;
            }
        }
        Recovery { text, sections }
    }

    /// Marks the sections of these problems as lost, and returns whether any was not yet lost. After a syntax error,
    /// the parser may report correct tables, so only the first syntax error is certain.
    fn mark_all_lost(&mut self, problems: &[Diagnostic], rest: &str) -> bool {
        let before = self.lost().count();
        let is_syntax = |problem: &&Diagnostic| matches!(problem.code, Code::Syntax | Code::Unclosed);
        let overlong = self.first_overlong_block(rest);
        let syntax = problems.iter().find(is_syntax).map(|problem| problem.span.start as usize);
        let first = overlong.into_iter().chain(syntax).min();
        if let Some(at) = overlong.filter(|at| first == Some(*at)) {
            self.mark_lost(self.section_at(at));
        }
        let counted: Vec<&Diagnostic> = problems.iter().filter(|problem| self.loses_table(problem)).collect();
        for problem in counted {
            let at = problem.span.start as usize;
            let is_reference =
                matches!(problem.code, Code::UnknownSource | Code::UnknownTreaty | Code::UnknownState);
            if first.is_some_and(|first| at > first || is_reference) {
                continue;
            }
            if is_syntax(&problem) && key(line_at(self.text, at)).is_none() {
                self.mark_orphans_lost(self.section_at(at), |_| true);
            }
            // If two tables contradict each other, either may be wrong.
            let root = problem.span == Span::default();
            self.mark_lost(if root { 0 } else { self.section_at(at) });
            if let Some(related) = &problem.related {
                self.mark_lost(self.section_at(related.span.start as usize));
            }
        }
        self.lost().count() > before
    }

    /// Returns whether a problem makes its table lost: any error, unless it only reports that lost keys of the dossier
    /// are missing.
    fn loses_table(&self, problem: &Diagnostic) -> bool {
        let of_lost_root =
            self.sections[0].is_lost && problem.code == Code::MissingKey && problem.span == Span::default();
        problem.severity == Severity::Error && problem.code != Code::MoreErrors && !of_lost_root
    }

    /// Returns the start of the first text block that contains the heading of a table, and so is closed too late.
    fn first_overlong_block(&self, rest: &str) -> Option<usize> {
        let blocks = Source::new(rest)
            .lex()
            .filter(|token| matches!(token.kind(), TokenKind::MlBasicString | TokenKind::MlLiteralString));
        let known = |section: &&Section| {
            !section.is_lost
                && !section.is_entry
                && section.range.start > 0
                && value_type(&section.path).is_some()
        };
        let starts: Vec<usize> =
            self.sections.iter().filter(known).map(|section| section.range.start).collect();
        let contains = |block: &Range<usize>| starts.iter().any(|start| block.contains(start));
        blocks.map(|token| token.span().start()..token.span().end()).find(contains).map(|block| block.start)
    }

    /// Marks a section as lost, with the tables within its table and those that the parser would add to another table.
    fn mark_lost(&mut self, index: usize) {
        if std::mem::replace(&mut self.sections[index].is_lost, true) {
            return;
        }
        let path = self.sections[index].path.clone();
        for section in &mut self.sections[index + 1..] {
            if section.path == path {
                break;
            }
            let rest = section.path.strip_prefix(&path).unwrap_or_default();
            section.is_lost |= !path.is_empty() && rest.starts_with('.');
        }
        let is_known = |name: &str| {
            let root = RawDossier::SCHEMA;
            root.key(name).is_some() || root.descendants().iter().any(|table| table.last_name() == Some(name))
        };
        if !path.is_empty() && !path.split('.').any(is_known) {
            // A misspelt `[[state]]`, for example.
            self.mark_orphans_lost(index, |_| true);
            return;
        }
        // If the section has required keys of another table, the heading of that table may be missing.
        let own = RawDossier::SCHEMA.descend(&path);
        let text = &self.text[self.sections[index].range.clone()];
        let foreign: HashSet<&str> =
            text.lines().filter_map(key).filter(|key| own.is_none_or(|own| own.key(key).is_none())).collect();
        if foreign.is_empty() {
            return;
        }
        let has_keys_of = |parent: &str| {
            RawDossier::SCHEMA
                .descend(parent)
                .is_some_and(|table| table.keys().any(|key| key.required && foreign.contains(key.key)))
        };
        self.mark_orphans_lost(index, has_keys_of);
    }

    /// Marks the tables after a section as lost if their parent `may_be_lost`: the parser would add them to an earlier
    /// table.
    fn mark_orphans_lost(&mut self, index: usize, may_be_lost: impl Fn(&str) -> bool) {
        let mut parents: HashSet<&str> = HashSet::new();
        for Section { path, is_lost, .. } in &mut self.sections[index + 1..] {
            match path.split_once('.') {
                None => {
                    parents.insert(path);
                }
                Some((parent, _)) => *is_lost |= !parents.contains(parent) && may_be_lost(parent),
            }
        }
    }

    /// Marks quotations about a lost treaty as lost. Otherwise the id of the treaty would be shown as a word.
    fn mark_quotes_about_lost_treaties(&mut self, dossier: &Dossier) -> bool {
        let lines = self.lost().flat_map(|section| self.text[section.range.clone()].lines());
        let ids = lines.filter(|line| key(line) == Some("id")).filter_map(|line| line.split_once('='));
        let quotes = |c: char| c.is_whitespace() || matches!(c, '"' | '\'');
        let ids: HashSet<&str> = ids.map(|(_, id)| id.trim_matches(quotes)).collect();
        let is_about_lost = |about: &Option<About>| match about {
            Some(About::Word(word)) => ids.contains(word.as_str()),
            _ => false,
        };
        let lost: Vec<usize> = dossier
            .quotes
            .iter()
            .filter(|quote| is_about_lost(&quote.about))
            .map(|quote| self.section_at(quote.evidence.span.start as usize))
            .collect();
        lost.iter().for_each(|index| self.mark_lost(*index));
        !lost.is_empty()
    }

    fn section_at(&self, at: usize) -> usize {
        self.sections.partition_point(|section| section.range.start <= at).saturating_sub(1)
    }

    fn lost(&self) -> impl Iterator<Item = &Section> {
        self.sections.iter().filter(|section| section.is_lost)
    }

    /// Returns the number of lost tables. The entries of a lost table are not counted.
    fn count(&self) -> usize {
        let mut in_lost = false;
        let is_table = |section: &&Section| {
            if !section.is_entry {
                in_lost = section.is_lost;
            }
            section.is_lost && !(section.is_entry && in_lost)
        };
        self.sections.iter().filter(is_table).count()
    }

    /// Returns the text with blanks in place of the lost sections.
    fn blanked(&self) -> String {
        let mut rest = String::with_capacity(self.text.len());
        for section in &self.sections {
            let part = &self.text[section.range.clone()];
            match section.is_lost {
                true => rest.extend(part.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' })),
                false => rest.push_str(part),
            }
        }
        rest
    }
}

/// Returns the path of the table if a line is a heading, possibly with a mistake: `state.stance` of `[[state.stance]`.
fn heading(line: &str) -> Option<&str> {
    let name = line.trim_start().strip_prefix('[')?.trim_start_matches(['[', ' ', '\t']);
    let end = name.find([']', '#', '\n', '\r']).unwrap_or(name.len());
    let after = name[end..].trim_start_matches([']', ' ', '\t']);
    let path = name[..end].trim();
    let is_name = path.starts_with(char::is_alphabetic) && !path.contains(['"', '\'', ',', '=']);
    (is_name && (after.trim().is_empty() || after.starts_with('#'))).then_some(path)
}

/// Returns the key of a line that sets one.
fn key(line: &str) -> Option<&str> {
    let key = line.split_once('=')?.0.trim();
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    (!key.is_empty() && key.chars().all(is_bare)).then_some(key)
}

fn line_at(text: &str, at: usize) -> &str {
    let start = text[..text.floor_char_boundary(at)].rfind('\n').map_or(0, |newline| newline + 1);
    text[start..].lines().next().unwrap_or_default()
}

/// Returns the type of the value under a heading; `None` for an unknown heading.
fn value_type(path: &str) -> Option<&'static ValueType> {
    let (parent, name) = path.rsplit_once('.').unwrap_or(("", path));
    Some(&RawDossier::SCHEMA.descend(parent)?.key(name.trim())?.value_type)
}
