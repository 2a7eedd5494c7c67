//! A source that no fact names.

use super::context::{Lint, LintContext};
use crate::decode::{Code, Diagnostic};

pub const LINT: Lint = Lint {
    code: Code::UnusedSource,
    description: "No fact names this source, so it is never shown. Add its id to a fact, or remove the source.",
    bad: r#"[[source]]
id = "ft"
publisher = "Financial Times"
title = "Four ministers recommend withdrawal""#,
    good: r#"[[source]]
id = "ft"
publisher = "Financial Times"
title = "Four ministers recommend withdrawal"

[[event]]
what = "Four ministers recommend withdrawal"
sources = ["ft"]"#,
    check: Some(check),
};

fn check(context: &LintContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let sources = &context.dossier.sources;
    let mut used = vec![false; sources.len()];
    for id in context.evidence().flat_map(|fact| &fact.sources) {
        if let Some(used) = used.get_mut(id.index()) {
            *used = true;
        }
    }
    for (source, _) in sources.iter().zip(used).filter(|(_, used)| !used) {
        let diagnostic = Diagnostic::new(
            Code::UnusedSource,
            context.value(source.span, "id"),
            "no fact names this source",
        );
        diagnostics.push(diagnostic.expected("its id among the sources of a fact, or its removal"));
    }
}
