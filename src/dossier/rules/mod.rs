//! The rules that a dossier is held against: one table of all, by which each can be looked up and explained.
//!
//! Those of `reading` are found by the reader itself, where it stumbles: nothing can be shown, or something is lost.
//! The others are a file each, with its own check over the model; they run on a dossier that can be shown, and warn.

mod disputed_without_note;
mod doubled_quote;
mod early_exit;
mod future_date;
mod reading;
mod skipped_notice;
mod subject;
mod tenfold_spending;
mod treaty_dates;
mod unused_source;

use super::date::Day;
use super::model::Dossier;
use super::problem::{Level, Problem, nearest};
use super::text::Text;
use subject::Subject;

/// A way in which a dossier can be wrong.
#[derive(Debug)]
pub struct Rule {
    /// The name by which it is looked up: `unknown-key`.
    pub id: &'static str,
    /// Whether a dossier that breaks it can be shown.
    pub level: Level,
    /// A sentence or two that explain it.
    pub about: &'static str,
    /// A piece of a dossier that breaks it; empty where none can be written down.
    pub broken: &'static str,
    /// The same, mended.
    pub mended: &'static str,
    /// What finds it, where that is not the reader.
    check: Option<fn(&Subject<'_>, &mut Vec<Problem>)>,
}

impl Rule {
    /// A problem of this kind at `span`.
    fn broken_at(&self, span: super::model::Span, message: impl Into<String>) -> Problem {
        Problem { level: self.level, ..Problem::error(self.id, span, message) }
    }
}

/// The rules that have a check of their own, in the order of their names.
const WARNINGS: &[&Rule] = &[
    &disputed_without_note::RULE,
    &doubled_quote::RULE,
    &early_exit::RULE,
    &future_date::RULE,
    &skipped_notice::RULE,
    &tenfold_spending::RULE,
    &treaty_dates::RULE,
    &unused_source::RULE,
];

/// Every rule: first those of the reader, then those of good keeping, each in the order of their names.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    reading::RULES.iter().chain(WARNINGS.iter().copied())
}

/// There is no such rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoRule {
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
pub fn rule(id: &str) -> Result<&'static Rule, NoRule> {
    let ids = || rules().map(|rule| rule.id);
    rules().find(|rule| rule.id == id).ok_or_else(|| match nearest(id, ids()) {
        Some(near) => NoRule::Near(Text::line(id), near),
        None => NoRule::None(Text::line(id), ids().collect::<Vec<_>>().join(", ")),
    })
}

/// What there is to warn of in a dossier that can be shown, whose text this is.
pub(super) fn warnings(dossier: &Dossier, text: &str, today: Day) -> Vec<Problem> {
    let subject = Subject { dossier, text, today };
    let mut problems = Vec::new();
    for check in WARNINGS.iter().filter_map(|rule| rule.check) {
        check(&subject, &mut problems);
    }
    problems
}
