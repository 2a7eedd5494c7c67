//! The rules that a dossier is held against: one table of all, by which each can be looked up and explained.
//!
//! Those of `reading` are found by the reader itself, where it stumbles: nothing can be shown, or something is lost.
//! The others are a file each, with its own check over the model; they run on a dossier that can be shown, and warn.

mod context;
mod disputed_without_note;
mod duplicate_quote;
mod early_exit;
mod future_date;
mod reading;
mod skipped_notice;
mod tenfold_spending;
mod treaty_dates;
mod unused_source;

use crate::dossier::model::Dossier;
use crate::dossier::model::date::Day;
use crate::dossier::model::text::Text;
use crate::dossier::read::diagnostics::{Diagnostic, Severity, nearest};
use context::LintContext;

/// A way in which a dossier can be wrong.
#[derive(Debug)]
pub struct Lint {
    /// The name by which it is looked up: `unknown-key`.
    pub id: &'static str,
    /// Whether a dossier that breaks it can be shown.
    pub severity: Severity,
    /// A sentence or two that explain it.
    pub about: &'static str,
    /// A piece of a dossier that breaks it; empty where none can be written down.
    pub broken: &'static str,
    /// The same, mended.
    pub mended: &'static str,
    /// What finds it, where that is not the reader.
    check: Option<fn(&LintContext<'_>, &mut Vec<Diagnostic>)>,
}

impl Lint {
    /// A problem of this kind at `span`.
    fn broken_at(&self, span: crate::dossier::model::Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: self.severity, ..Diagnostic::error(self.id, span, message) }
    }
}

/// The rules that have a check of their own, in the order of their names.
const WARNINGS: &[&Lint] = &[
    &disputed_without_note::LINT,
    &duplicate_quote::LINT,
    &early_exit::LINT,
    &future_date::LINT,
    &skipped_notice::LINT,
    &tenfold_spending::LINT,
    &treaty_dates::LINT,
    &unused_source::LINT,
];

/// Every rule: first those of the reader, then those of good keeping, each in the order of their names.
pub fn lints() -> impl Iterator<Item = &'static Lint> {
    reading::RULES.iter().chain(WARNINGS.iter().copied())
}

/// There is no such rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnknownLint {
    /// One has a name that comes close.
    #[error("no rule is called `{0}`; did you mean `{1}`?")]
    Near(Text, &'static str),
    /// None has.
    #[error("no rule is called `{0}`; there are {1}")]
    None(Text, String),
}

/// The rule of this name.
///
/// # Errors
///
/// Where there is none, with the nearest name or all of them.
pub fn lint(id: &str) -> Result<&'static Lint, UnknownLint> {
    let ids = || lints().map(|rule| rule.id);
    lints().find(|rule| rule.id == id).ok_or_else(|| match nearest(id, ids()) {
        Some(near) => UnknownLint::Near(Text::line(id), near),
        None => UnknownLint::None(Text::line(id), ids().collect::<Vec<_>>().join(", ")),
    })
}

/// What there is to warn of in a dossier that can be shown, whose text this is.
pub(crate) fn warnings(dossier: &Dossier, text: &str, today: Day) -> Vec<Diagnostic> {
    let subject = LintContext { dossier, text, today };
    let mut problems = Vec::new();
    for check in WARNINGS.iter().filter_map(|rule| rule.check) {
        check(&subject, &mut problems);
    }
    problems
}
