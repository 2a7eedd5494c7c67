//! Reports of `flank check`: problems of dossiers for people, for an editor's error list, and as JSON.
//!
//! Within one [`FORMAT`], keys of the JSON may be added, but not renamed, removed or given another meaning.
//! `assets/check.schema.json` is the schema of a [`Check`], generated from this file.

use annotate_snippets::renderer::{DEFAULT_LINE_NUM_STYLE, Style};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level as Title, Renderer, Snippet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dossier::wording::counted;
use crate::dossier::{self, Lint, Location, Severity, Text};

/// The version of the JSON that this file describes.
pub const FORMAT: u32 = 1;

/// A checked dossier.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The name of its file.
    pub name: Text,
    /// Its problems in the order of their locations, or the reason why it could not be read.
    pub problems: Result<Vec<dossier::Diagnostic>, String>,
}

impl Checked {
    fn problems(&self) -> &[dossier::Diagnostic] {
        self.problems.as_deref().unwrap_or_default()
    }
}

/// Counts the problems of a severity in all files.
pub fn count(files: &[Checked], severity: Severity) -> usize {
    files.iter().flat_map(Checked::problems).filter(|problem| problem.severity == severity).count()
}

/// Renders every problem with its line, as compilers do, and a summary. The caller reports unreadable files.
pub fn human(files: &[Checked], colour: bool, columns: usize) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.term_width(columns);
    let style = if colour { DEFAULT_LINE_NUM_STYLE } else { Style::new() };
    let mut text = String::new();
    for file in files {
        for problem in file.problems() {
            write_problem(&file.name, problem, &renderer, style, &mut text);
        }
    }
    text + &summary(files)
}

/// Writes the message of a problem, and each location with its line.
///
/// The renderer would count columns in the excerpt, which may be only a part of the line. Therefore this function
/// writes the locations.
fn write_problem(
    name: &str,
    problem: &dossier::Diagnostic,
    renderer: &Renderer,
    style: Style,
    text: &mut String,
) {
    let severity = match problem.severity {
        Severity::Error => Title::ERROR,
        Severity::Warning => Title::WARNING,
    };
    let title = severity.clone().primary_title(problem.message.as_str()).id(problem.code.id());
    *text += &renderer.render(&[Group::with_title(title)]);
    let digits = |location: Location| location.line.to_string().len();
    let related = problem.related.as_ref();
    let gutter = related.map_or(0, |related| digits(related.location)).max(digits(problem.location));
    let mut write_location = |arrow: &str, location: Location, group: Group<'_>| {
        *text += &format!("\n{:gutter$}{style}{arrow}{style:#} {name}:{location}", "");
        if !group.is_empty() {
            let padding = " ".repeat(gutter - digits(location));
            for line in renderer.render(&[group]).lines() {
                *text += &format!("\n{padding}{line}");
            }
        }
    };

    let help = problem
        .suggestion
        .as_ref()
        .map(|suggestion| Title::HELP.message(format!("did you mean `{suggestion}`?")));
    let expected = problem.expected.as_ref().map(|expected| format!("expected {expected}"));
    let group = Group::with_level(severity.clone());
    let group = match &problem.excerpt {
        Some(excerpt) => group.element(line(excerpt, problem.location, AnnotationKind::Primary, expected)),
        // If there are many problems, only the first have excerpts.
        None => group.elements(expected.map(|expected| Title::NOTE.message(expected))),
    };
    match related {
        None => write_location("-->", problem.location, group.elements(help)),
        Some(related) => {
            write_location("-->", problem.location, group);
            let what = Some(format!("{} here", related.what));
            let group = Group::with_level(severity);
            let group = match &related.excerpt {
                Some(excerpt) => {
                    group.element(line(excerpt, related.location, AnnotationKind::Context, what))
                }
                None => group.elements(what.map(|what| Title::NOTE.message(what))),
            };
            write_location(":::", related.location, group.elements(help));
        }
    }
    *text += "\n\n";
}

/// Returns a line with a marked part and its label.
fn line<'a>(
    excerpt: &'a dossier::SourceExcerpt,
    location: Location,
    kind: AnnotationKind,
    label: Option<String>,
) -> Snippet<'a, Annotation<'a>> {
    Snippet::source(excerpt.text.as_str())
        .line_start(location.line as usize)
        .annotation(kind.span(excerpt.mark.clone()).label(label))
}

/// Summarizes the counts: "2 errors and 1 warning in 3 files".
fn summary(files: &[Checked]) -> String {
    let read = files.iter().filter(|file| file.problems.is_ok()).count();
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

/// Renders one line per problem, for the quickfix list of an editor:
/// `my.toml:3:5: error[unknown-key]: …`.
pub fn short(files: &[Checked]) -> String {
    let mut text = String::new();
    for file in files {
        for problem in file.problems() {
            let (location, severity) = (problem.location, problem.severity.word());
            text +=
                &format!("{}:{location}: {severity}[{}]: {}\n", file.name, problem.code, problem.sentence());
        }
    }
    text
}

/// Explains a lint, with a bad and a good example.
pub fn explanation(lint: &Lint, columns: usize) -> String {
    let mut text = format!("{} ({})\n\n", lint.code, lint.code.severity().word());
    text += &textwrap::fill(lint.description, columns);
    text.push('\n');
    for (what, example) in [("Bad", lint.bad), ("Good", lint.good)] {
        if !example.is_empty() {
            text += &format!("\n{what}:\n\n{}\n", textwrap::indent(example, "    "));
        }
    }
    text
}

/// The problems of dossiers, as written by `flank check --format json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "flank check")]
pub struct Check {
    /// The version of this format: 1.
    pub format: u32,
    /// The number of errors in all files.
    pub errors: usize,
    /// The number of warnings in all files.
    pub warnings: usize,
    /// The files in the order of the arguments.
    pub files: Vec<File>,
}

/// A checked file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct File {
    /// The name as given, or `<stdin>` for standard input. Visible symbols replace control characters.
    pub name: String,
    /// The reason why it could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unreadable: Option<String>,
    /// Its problems in the order of their locations.
    pub problems: Vec<Diagnostic>,
}

/// A problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub struct Diagnostic {
    /// The severity. A dossier with an error cannot be shown.
    pub level: Severity,
    /// The id of the rule, for `flank check --explain`.
    pub rule: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The message.
    pub message: String,
    /// The expected value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// The closest valid value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<String>,
    /// A related location, such as the first of two duplicates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<Related>,
}

/// A related location.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Other")]
pub struct Related {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The role of the location, as the beginning of a sentence: "the first is".
    pub what: String,
}

/// Returns the problems as data for JSON.
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
        other: problem.related.as_ref().map(|related| Related {
            line: related.location.line,
            column: related.location.column,
            what: related.what.clone(),
        }),
    };
    File {
        name: file.name.to_string(),
        unreadable: file.problems.as_ref().err().cloned(),
        problems: file.problems().iter().map(problem).collect(),
    }
}
