//! A fact that counts as confirmed although one press report is its only source.

use super::context::{Lint, LintContext};
use crate::decode::{Code, Diagnostic};
use crate::dossier::model::{Certainty, SourceKind};

pub const LINT: Lint = Lint {
    code: Code::UnmarkedSingleSource,
    description: "The only source of this fact is a press report, which nothing confirms. A fact without `certainty` is \
                  shown as confirmed.",
    bad: r#"[[source]]
id = "ft"
publisher = "Financial Times"
title = "Four ministers recommend withdrawal"
kind = "press"

[[event]]
what = "Four ministers recommend withdrawal"
sources = ["ft"]"#,
    good: r#"[[source]]
id = "ft"
publisher = "Financial Times"
title = "Four ministers recommend withdrawal"
kind = "press"

[[event]]
what = "Four ministers recommend withdrawal"
certainty = "single-source"
sources = ["ft"]"#,
    check: Some(check),
};

fn check(context: &LintContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for fact in context.evidence() {
        let [source] = fact.sources[..] else { continue };
        let is_press = context.dossier[source].kind == Some(SourceKind::Press);
        if is_press && fact.certainty == Certainty::Confirmed {
            let diagnostic = Diagnostic::new(
                Code::UnmarkedSingleSource,
                context.value(fact.span, "sources"),
                "a single press report does not confirm this",
            );
            diagnostics.push(diagnostic.expected("`certainty = \"single-source\"`, or another source"));
        }
    }
}
