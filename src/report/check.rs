//! What `flank check` writes: the problems of any number of dossiers, for people, for an editor's list, and as data.
//!
//! Within one [`FORMAT`] keys of the JSON may be added, but none is renamed, taken away or given another meaning.
//! `assets/check.schema.json` is the schema of a [`Check`], made from this file.

use annotate_snippets::renderer::{DEFAULT_LINE_NUM_STYLE, Style};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level as Title, Renderer, Snippet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dossier::{self, Lint, Location, Severity, Text};

/// The version of the form of the JSON that this file describes.
pub const FORMAT: u32 = 1;

/// A dossier that was looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// What its file is called.
    pub name: Text,
    /// What is wrong with it, in order of place; or why it could not be read, as half a sentence.
    pub problems: Result<Vec<dossier::Diagnostic>, String>,
}

impl Checked {
    fn problems(&self) -> &[dossier::Diagnostic] {
        self.problems.as_deref().unwrap_or_default()
    }
}

/// How many problems of a level there are in all files.
pub fn count(files: &[Checked], level: Severity) -> usize {
    files.iter().flat_map(Checked::problems).filter(|problem| problem.severity == level).count()
}

/// Every problem with its line, as compilers show it, and at the end how many there are. What could not be read is
/// left to the caller.
pub fn human(files: &[Checked], colour: bool, columns: usize) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.term_width(columns);
    let style = if colour { DEFAULT_LINE_NUM_STYLE } else { Style::new() };
    let mut text = String::new();
    for file in files {
        for problem in file.problems() {
            shown(&file.name, problem, &renderer, style, &mut text);
        }
    }
    text + &tally(files)
}

/// Adds one problem: what was found, and under it each place with its line.
///
/// The renderer would count columns in what it is given, which is a piece of the line made safe; so the places are
/// written here.
fn shown(name: &str, problem: &dossier::Diagnostic, renderer: &Renderer, style: Style, text: &mut String) {
    let level = match problem.severity {
        Severity::Error => Title::ERROR,
        Severity::Warning => Title::WARNING,
    };
    let title = level.clone().primary_title(problem.message.as_str()).id(problem.code.id());
    *text += &renderer.render(&[Group::with_title(title)]);
    let digits = |place: Location| place.line.to_string().len();
    let other = problem.related.as_ref();
    let gutter = other.map_or(0, |other| digits(other.location)).max(digits(problem.location));
    let mut place = |sign: &str, place: Location, group: Group<'_>| {
        *text += &format!("\n{:gutter$}{style}{sign}{style:#} {name}:{place}", "");
        if !group.is_empty() {
            let room = " ".repeat(gutter - digits(place));
            for line in renderer.render(&[group]).lines() {
                *text += &format!("\n{room}{line}");
            }
        }
    };

    let help =
        problem.suggestion.as_ref().map(|nearest| Title::HELP.message(format!("did you mean `{nearest}`?")));
    let expected = problem.expected.as_ref().map(|expected| format!("expected {expected}"));
    let group = Group::with_level(level.clone());
    let group = match &problem.excerpt {
        Some(snippet) => group.element(line(snippet, problem.location, AnnotationKind::Primary, expected)),
        // Of very many problems only the first have their lines.
        None => group.elements(expected.map(|expected| Title::NOTE.message(expected))),
    };
    match other {
        None => place("-->", problem.location, group.elements(help)),
        Some(other) => {
            place("-->", problem.location, group);
            let what = Some(format!("{} here", other.what));
            let group = Group::with_level(level);
            let group = match &other.excerpt {
                Some(snippet) => group.element(line(snippet, other.location, AnnotationKind::Context, what)),
                None => group.elements(what.map(|what| Title::NOTE.message(what))),
            };
            place(":::", other.location, group.elements(help));
        }
    }
    *text += "\n\n";
}

/// A line with its mark, and what is said of it.
fn line<'a>(
    snippet: &'a dossier::SourceExcerpt,
    place: Location,
    kind: AnnotationKind,
    label: Option<String>,
) -> Snippet<'a, Annotation<'a>> {
    Snippet::source(snippet.text.as_str())
        .line_start(place.line as usize)
        .annotation(kind.span(snippet.mark.clone()).label(label))
}

/// How many problems there are: "2 errors and 1 warning in 3 files".
fn tally(files: &[Checked]) -> String {
    let read = files.iter().filter(|file| file.problems.is_ok()).count();
    let counted = |count: usize, one: &str| match count {
        1 => format!("1 {one}"),
        n => format!("{n} {one}s"),
    };
    let (errors, warnings) = (count(files, Severity::Error), count(files, Severity::Warning));
    let found = match (errors, warnings) {
        (0, 0) => "no problem".to_owned(),
        (0, warnings) => counted(warnings, "warning"),
        (errors, 0) => counted(errors, "error"),
        (errors, warnings) => format!("{} and {}", counted(errors, "error"), counted(warnings, "warning")),
    };
    match (files, read) {
        (_, 0) => String::new(),
        ([file], _) => format!("{}: {found}\n", file.name),
        _ => format!("{found} in {}\n", counted(read, "file")),
    }
}

/// One line for each problem, as an editor's quickfix list reads them: `my.toml:3:5: error[unknown-key]: …`.
pub fn short(files: &[Checked]) -> String {
    let mut text = String::new();
    for file in files {
        for problem in file.problems() {
            let (place, level) = (problem.location, problem.severity.word());
            text += &format!("{}:{place}: {level}[{}]: {}\n", file.name, problem.code, problem.sentence());
        }
    }
    text
}

/// A rule in words, with an example that breaks it and the same mended.
pub fn explanation(rule: &Lint, columns: usize) -> String {
    let mut text = format!("{} ({})\n\n", rule.code, rule.code.severity().word());
    text += &textwrap::fill(rule.description, columns);
    text.push('\n');
    for (what, example) in [("Broken", rule.bad), ("Mended", rule.good)] {
        if !example.is_empty() {
            text += &format!("\n{what}:\n\n{}\n", textwrap::indent(example, "    "));
        }
    }
    text
}

/// What is wrong with some dossiers, as `flank check --format json` writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "flank check")]
pub struct Check {
    /// The version of this form: 1.
    pub format: u32,
    /// How many errors there are in all files.
    pub errors: usize,
    /// How many warnings there are in all files.
    pub warnings: usize,
    /// The files in the order in which they were named.
    pub files: Vec<File>,
}

/// A file that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct File {
    /// Its name as it was given, `<stdin>` for standard input; control characters in it are shown by pictures.
    pub name: String,
    /// Why it could not be read, if it could not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unreadable: Option<String>,
    /// What is wrong with it, in order of place.
    pub problems: Vec<Diagnostic>,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub struct Diagnostic {
    /// Whether the dossier can be shown in spite of it.
    pub level: Severity,
    /// The rule that it breaks, as `flank check --explain` takes it.
    pub rule: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// What was found.
    pub message: String,
    /// What was expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// The nearest right thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<String>,
    /// Another place that belongs to it, such as the first of two doubles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<Related>,
}

/// Another place that belongs to a problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Other")]
pub struct Related {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// What stands there, as half a sentence: "the first is".
    pub what: String,
}

/// The problems as data.
pub fn data(files: &[Checked]) -> Check {
    Check {
        format: FORMAT,
        errors: count(files, Severity::Error),
        warnings: count(files, Severity::Warning),
        files: files.iter().map(file).collect(),
    }
}

fn file(file: &Checked) -> File {
    let problem = |problem: &dossier::Diagnostic| Diagnostic {
        level: problem.severity,
        rule: problem.code.id().to_owned(),
        line: problem.location.line,
        column: problem.location.column,
        message: problem.message.clone(),
        expected: problem.expected.clone(),
        nearest: problem.suggestion.clone(),
        other: problem.related.as_ref().map(|other| Related {
            line: other.location.line,
            column: other.location.column,
            what: other.what.clone(),
        }),
    };
    File {
        name: file.name.to_string(),
        unreadable: file.problems.as_ref().err().cloned(),
        problems: file.problems().iter().map(problem).collect(),
    }
}

/// The JSON Schema of a [`Check`].
pub fn schema() -> String {
    super::json::json(&schemars::schema_for!(Check))
}
