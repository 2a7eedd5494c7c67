//! A source that nothing rests on.

use super::{Diagnostic, Lint, LintContext, Severity};

pub const LINT: Lint = Lint {
    id: "unused-source",
    severity: Severity::Warning,
    about: "No fact names this source, so that nobody is ever shown it: a fact lost it, or it can go.",
    broken: r#"[[source]]
id = "ft"
publisher = "Financial Times"
title = "Four ministers recommend withdrawal""#,
    mended: r#"[[source]]
id = "ft"
publisher = "Financial Times"
title = "Four ministers recommend withdrawal"

[[event]]
what = "Four ministers recommend withdrawal"
sources = ["ft"]"#,
    check: Some(check),
};

fn check(subject: &LintContext<'_>, problems: &mut Vec<Diagnostic>) {
    let sources = &subject.dossier.sources;
    let mut used = vec![false; sources.len()];
    for id in subject.evidence().flat_map(|fact| &fact.sources) {
        if let Some(used) = used.get_mut(id.index()) {
            *used = true;
        }
    }
    for (source, _) in sources.iter().zip(used).filter(|(_, used)| !used) {
        let problem = LINT.broken_at(subject.value(source.at, "id"), "no fact names this source");
        problems.push(problem.expected("its id among the sources of a fact, or no such source"));
    }
}
