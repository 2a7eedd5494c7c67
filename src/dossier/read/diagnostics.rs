//! What is wrong with a dossier, said so that it can be mended: where, what was found, what was expected,
//! and the nearest right thing.

use std::fmt;

use crate::dossier::model::Span;
pub use crate::dossier::read::source_map::{Location, SourceExcerpt};

/// How much a problem matters.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The dossier cannot be shown.
    Error,
    /// The dossier can be shown, but its keeper will want to know.
    Warning,
}

/// One problem of a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether the dossier can be shown in spite of it.
    pub severity: Severity,
    /// The kind of problem, by which it can be looked up: `unknown-key`.
    pub code: &'static str,
    /// The bytes that it is about.
    pub span: Span,
    /// The same as line and column.
    pub location: Location,
    /// What was found.
    pub message: String,
    /// What was expected, if that is not plain from the message.
    pub expected: Option<String>,
    /// The nearest right thing.
    pub suggestion: Option<String>,
    /// Another place that belongs to it, such as the first of two doubles, and what stands there.
    pub related: Option<Related>,
    /// The line of the place; of a file with a thousand problems only the first have it.
    pub excerpt: Option<SourceExcerpt>,
}

/// Another place that belongs to a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The bytes that it is about.
    pub span: Span,
    /// The same as line and column.
    pub location: Location,
    /// What stands there, as half a sentence: "the first is".
    pub what: String,
    /// The line of the place, where the problem has its own.
    pub excerpt: Option<SourceExcerpt>,
}

impl Diagnostic {
    /// An error at `span`; its place is set when the reading is done.
    pub(crate) fn error(code: &'static str, span: impl Into<Span>, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: Severity::Error,
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

    /// A warning at `span`.
    pub(crate) fn warning(
        code: &'static str,
        span: impl Into<Span>,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, span, message) }
    }

    pub(crate) fn expected(mut self, expected: impl Into<String>) -> Diagnostic {
        self.expected = Some(expected.into());
        self
    }

    /// Adds the candidate that comes closest to `found`, if one is close enough to be meant.
    pub(crate) fn nearest<'a>(mut self, found: &str, among: impl IntoIterator<Item = &'a str>) -> Diagnostic {
        self.suggestion = nearest(found, among).map(str::to_owned);
        self
    }

    /// Adds what is surely meant.
    pub(crate) fn suggest(mut self, meant: impl fmt::Display) -> Diagnostic {
        self.suggestion = Some(meant.to_string());
        self
    }

    /// Adds what is meant, if that is known.
    pub(crate) fn suggest_any(self, meant: Option<impl fmt::Display>) -> Diagnostic {
        match meant {
            Some(meant) => self.suggest(meant),
            None => self,
        }
    }

    pub(crate) fn related(mut self, span: Span, what: impl Into<String>) -> Diagnostic {
        self.related =
            Some(Related { span, location: Location::default(), what: what.into(), excerpt: None });
        self
    }

    /// What was found, what was expected and the nearest right thing, as one line.
    pub fn sentence(&self) -> String {
        let mut line = self.message.clone();
        if let Some(expected) = &self.expected {
            line += &format!("; expected {expected}");
        }
        if let Some(Related { location: place, what, .. }) = &self.related {
            line += &format!("; {what} at {place}");
        }
        if let Some(nearest) = &self.suggestion {
            line += &format!("; did you mean `{nearest}`?");
        }
        line
    }
}

impl Severity {
    /// The word for it: "error".
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

impl fmt::Display for Diagnostic {
    /// `12:5: error: …`, the line that an editor's quickfix list reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.location, self.severity.word(), self.sentence())
    }
}

/// The candidate nearest to `found`: at most a third of its letters may differ, or it is the first part of
/// the candidate's name ("single" of "single-source"). Two letters are too few to tell a slip by, and hundreds are no
/// name: comparing takes the product of both lengths.
pub(crate) fn nearest<'a>(found: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 100;
    if found.len() > LONGEST {
        return None;
    }
    let found = found.to_lowercase();
    let letters = found.chars().count();
    let most = if letters < 3 { 0 } else { (letters / 3).max(1) };
    let distance = |word: &str| match word.to_lowercase() {
        word if letters >= 3
            && word.strip_prefix(&found).is_some_and(|rest| rest.starts_with(['-', '_'])) =>
        {
            1
        }
        word => strsim::damerau_levenshtein(&found, &word),
    };
    among
        .into_iter()
        .filter(|word| word.len() <= LONGEST)
        .map(|word| (distance(word), word))
        .filter(|(distance, _)| *distance <= most)
        // Of two that are equally near the one that begins as it does, and always the same, in whatever order they come.
        .min_by_key(|(distance, word)| {
            let alike = word.chars().zip(found.chars()).take_while(|(one, other)| one == other).count();
            (*distance, std::cmp::Reverse(alike), *word)
        })
        .map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_close_is_suggested() {
        let words = ["party", "signed", "withdrawn"];
        assert_eq!(nearest("partey", words), Some("party"));
        assert_eq!(nearest("withdrawen", words), Some("withdrawn"));
        assert_eq!(nearest("Party", words), Some("party"));
        assert_eq!(nearest("banana", words), None);
        assert_eq!(nearest("notified", ["withdrawn", "notified-withdrawal"]), Some("notified-withdrawal"));
        assert_eq!(nearest("LT", ["LV", "EE"]), None, "another state is no slip of the pen");
        assert_eq!(nearest("ee", ["LV", "EE"]), Some("EE"));
        let endless = "x".repeat(1_000_000);
        assert_eq!(nearest(&endless, [&*endless]), None, "or it would take for ever");
        // Of two at one letter's distance the one that begins alike; two of four letters are too many.
        assert_eq!(nearest("vote", ["note", "votes"]), Some("votes"));
        assert_eq!(nearest("name", ["date", "speaker"]), None);
    }
}
