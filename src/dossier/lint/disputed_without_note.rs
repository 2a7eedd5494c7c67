//! A fact that is called disputed, and nothing that says how.

use super::{Diagnostic, Lint, LintContext, Severity};
use crate::dossier::model::Certainty;

pub const LINT: Lint = Lint {
    id: "disputed-without-note",
    severity: Severity::Warning,
    about: "A disputed fact needs a note: who is shown the mark wants to know which source says what.",
    broken: r#"[[state.spending]]
year = 2024
percent = 3.37
certainty = "disputed"
sources = ["err"]"#,
    mended: r#"[[state.spending]]
year = 2024
percent = 3.37
certainty = "disputed"
note = "The ministry of finance has 3.43."
sources = ["err"]"#,
    check: Some(check),
};

fn check(subject: &LintContext<'_>, problems: &mut Vec<Diagnostic>) {
    for fact in subject.evidence() {
        if fact.certainty == Certainty::Disputed && fact.note.is_none() {
            let problem =
                LINT.broken_at(subject.value(fact.at, "certainty"), "a disputed fact without a note");
            problems.push(problem.expected("`note = \"…\"` that says how the sources differ"));
        }
    }
}
