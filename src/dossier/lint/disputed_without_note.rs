//! A disputed fact without an explanation.

use super::context::{Lint, LintContext};
use crate::decode::{Code, Diagnostic};
use crate::dossier::model::Certainty;

pub const LINT: Lint = Lint {
    code: Code::DisputedWithoutNote,
    description: "A disputed fact needs a note: readers who see the mark want to know which source says what.",
    bad: r#"[[state.spending]]
year = 2024
percent = 3.37
certainty = "disputed"
sources = ["err"]"#,
    good: r#"[[state.spending]]
year = 2024
percent = 3.37
certainty = "disputed"
note = "The ministry of finance has 3.43."
sources = ["err"]"#,
    check: Some(check),
};

fn check(context: &LintContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for fact in context.evidence() {
        if fact.certainty == Certainty::Disputed && fact.note.is_none() {
            let diagnostic = Diagnostic::new(
                Code::DisputedWithoutNote,
                context.value(fact.span, "certainty"),
                "a disputed fact without a note",
            );
            diagnostics.push(diagnostic.expected("`note = \"…\"` that explains how the sources differ"));
        }
    }
}
