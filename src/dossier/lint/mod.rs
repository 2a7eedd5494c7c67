//! The lints: every kind of problem of a dossier, with an explanation and an example.
//!
//! The reader finds the problems in `reading`, most of which are errors. Each other lint has a file with a check of the
//! model. The checks run on a dossier without errors, and report warnings.

mod context;
mod disputed_without_note;
mod duplicate_edition;
mod duplicate_quote;
mod early_exit;
mod early_final;
mod future_date;
mod missing_year;
mod reading;
mod skipped_notice;
mod tenfold_spending;
mod treaty_dates;
mod unmarked_single_source;
mod unused_source;

use super::model::{Day, Dossier};
use crate::decode::{Diagnostic, backticked, suggest};
use context::LintContext;

pub use context::Lint;

/// The lints with a check, in alphabetical order.
const CHECKS: [&Lint; 12] = [
    &disputed_without_note::LINT,
    &duplicate_edition::LINT,
    &duplicate_quote::LINT,
    &early_exit::LINT,
    &early_final::LINT,
    &future_date::LINT,
    &missing_year::LINT,
    &skipped_notice::LINT,
    &tenfold_spending::LINT,
    &treaty_dates::LINT,
    &unmarked_single_source::LINT,
    &unused_source::LINT,
];

/// Returns all lints: first those of the reader, then those with a check, both in alphabetical order.
pub fn lints() -> impl Iterator<Item = &'static Lint> {
    reading::LINTS.iter().chain(CHECKS)
}

/// An error for an id that no lint has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnknownLint {
    /// Another lint has a similar id.
    #[error("no lint {0}; did you mean `{1}`?")]
    Similar(String, &'static str),
    /// No lint has a similar id.
    #[error("no lint {0}; the lints are {1}")]
    Other(String, String),
}

/// Returns the lint with this id.
///
/// # Errors
///
/// If there is none. The error has a similar id, or all ids.
pub fn lint(id: &str) -> Result<&'static Lint, UnknownLint> {
    let ids = || lints().map(|lint| lint.code.id());
    lints().find(|lint| lint.code.id() == id).ok_or_else(|| match suggest(id, ids()) {
        Some(similar) => UnknownLint::Similar(backticked(id), similar),
        None => UnknownLint::Other(backticked(id), ids().collect::<Vec<_>>().join(", ")),
    })
}

/// Runs all checks on a dossier without errors. `text` is the text from which it was read.
pub fn run(dossier: &Dossier, text: &str, today: Day) -> Vec<Diagnostic> {
    let context = LintContext { dossier, text, today };
    let mut diagnostics = Vec::new();
    for check in CHECKS.iter().filter_map(|lint| lint.check) {
        check(&context, &mut diagnostics);
    }
    diagnostics
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Code;

    #[test]
    fn every_code_has_one_lint() {
        let mut codes: Vec<Code> = lints().map(|lint| lint.code).collect();
        codes.sort_unstable();
        assert_eq!(codes, Code::ALL);
    }
}
