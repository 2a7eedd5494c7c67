//! Diagnostics: the problems of a file, each with its location, an explanation and a suggestion.

use std::fmt;

use super::code::{Code, Severity};
use super::source_map::{Location, SourceExcerpt, SourceMap, Span};

/// A problem of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The severity of its code.
    pub severity: Severity,
    /// The kind of problem.
    pub code: Code,
    /// The bytes that it is about.
    pub span: Span,
    /// The location of the first byte.
    pub location: Location,
    /// The message, such as "unknown key `percnt`".
    pub message: String,
    /// The expected value, unless the message makes it clear.
    pub expected: Option<String>,
    /// The closest valid word.
    pub suggestion: Option<String>,
    /// Another location that belongs to the problem, such as the first of two duplicates.
    pub related: Option<Related>,
    /// The line of the location.
    pub excerpt: Option<SourceExcerpt>,
}

/// Another location that belongs to a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The bytes that it is about.
    pub span: Span,
    /// The location of the first byte.
    pub location: Location,
    /// The start of a sentence that ends with the location: "the first is".
    pub what: String,
    /// The line of the location.
    pub excerpt: Option<SourceExcerpt>,
}

impl Diagnostic {
    /// Creates a diagnostic; [`Diagnostics::finish`] sets its location and excerpt.
    pub fn new(code: Code, span: impl Into<Span>, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: code.severity(),
            code,
            span: span.into(),
            location: Location::default(),
            message: message.into(),
            expected: None,
            suggestion: None,
            related: None,
            excerpt: None,
        }
    }

    /// Adds the expected value.
    pub fn expected(mut self, expected: impl fmt::Display) -> Diagnostic {
        self.expected = Some(expected.to_string());
        self
    }

    /// Adds a suggestion, if there is one.
    pub fn suggestion(mut self, suggestion: Option<impl fmt::Display>) -> Diagnostic {
        self.suggestion = suggestion.map(|suggestion| suggestion.to_string());
        self
    }

    /// Adds another location that belongs to the problem.
    pub fn related(mut self, span: Span, what: impl Into<String>) -> Diagnostic {
        self.related =
            Some(Related { span, location: Location::default(), what: what.into(), excerpt: None });
        self
    }

    /// Returns the message, the expected value and the suggestion on one line.
    pub fn sentence(&self) -> String {
        let mut line = self.message.clone();
        if let Some(expected) = &self.expected {
            line += &format!("; expected {expected}");
        }
        if let Some(Related { location, what, .. }) = &self.related {
            line += &format!("; {what} at {location}");
        }
        if let Some(suggestion) = &self.suggestion {
            line += &format!("; did you mean `{suggestion}`?");
        }
        line
    }
}

impl fmt::Display for Diagnostic {
    /// Writes `12:5: error: …`, the line that the quickfix list of an editor reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.location, self.severity.word(), self.sentence())
    }
}

/// The most errors, and the most warnings, that are kept of one file. A hostile file could cause millions.
const MAX_PER_SEVERITY: usize = 500;

/// The problems of one file so far.
#[derive(Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// The number of errors, with those that are only counted.
    errors: usize,
    /// The number of warnings, with those that are only counted.
    warnings: usize,
}

impl Diagnostics {
    /// Adds a diagnostic, or only counts it if the limit is reached.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let count = match diagnostic.severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
        };
        *count += 1;
        if *count <= MAX_PER_SEVERITY {
            self.list.push(diagnostic);
        }
    }

    /// Returns whether the file cannot be used.
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Returns whether further errors are only counted.
    pub fn errors_are_full(&self) -> bool {
        self.errors >= MAX_PER_SEVERITY
    }

    /// Returns the diagnostics in order of location, with line, column and excerpt from `text`. The last ones report
    /// the number of those that were only counted.
    pub fn finish(mut self, text: &str) -> Vec<Diagnostic> {
        if self.list.is_empty() {
            return self.list;
        }
        self.list.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.severity));
        let last = self.list.last().map(|last| last.span).unwrap_or_default();
        let more =
            [(Code::MoreErrors, self.errors, "errors"), (Code::MoreWarnings, self.warnings, "warnings")];
        let map = SourceMap::new(text);
        for diagnostic in &mut self.list {
            diagnostic.location = map.location(diagnostic.span.start);
            diagnostic.excerpt = Some(map.excerpt(diagnostic.span));
            if let Some(related) = &mut diagnostic.related {
                related.location = map.location(related.span.start);
                related.excerpt = Some(map.excerpt(related.span));
            }
        }
        for (code, count, what) in more.into_iter().filter(|(_, count, _)| *count > MAX_PER_SEVERITY) {
            let message = format!("and {} more {what}", count - MAX_PER_SEVERITY);
            let diagnostic = Diagnostic::new(code, last, message);
            self.list.push(Diagnostic { location: map.location(last.start), ..diagnostic });
        }
        self.list
    }
}
