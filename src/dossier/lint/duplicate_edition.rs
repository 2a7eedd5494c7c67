//! Two editions of one publisher on one day.

use std::collections::HashMap;

use super::context::{Lint, LintContext};
use crate::decode::{Code, Diagnostic};
use crate::dossier::model::{Date, Edition};

pub const LINT: Lint = Lint {
    code: Code::DuplicateEdition,
    description: "Two editions of one publisher have the same date, so neither succeeds the other. Most likely one was \
                  pasted twice, or has the wrong date.",
    bad: r#"[[edition]]
id = "nato-2025"
publisher = "NATO"
title = "Defence Expenditure of NATO Countries"
published = 2025-08-28
sources = ["err"]
percent.EE = { 2025 = 3.38 }

[[edition]]
id = "nato-2026"
publisher = "NATO"
title = "Defence Investment of NATO Countries"
published = 2025-08-28
sources = ["err"]
percent.EE = { 2025 = 3.93 }"#,
    good: r#"[[edition]]
id = "nato-2025"
publisher = "NATO"
title = "Defence Expenditure of NATO Countries"
published = 2025-08-28
sources = ["err"]
percent.EE = { 2025 = 3.38 }

[[edition]]
id = "nato-2026"
publisher = "NATO"
title = "Defence Investment of NATO Countries"
published = 2025-09-01
sources = ["err"]
percent.EE = { 2025 = 3.93 }"#,
    check: Some(check),
};

fn check(context: &LintContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut previous: HashMap<(&str, Date), &Edition> = HashMap::new();
    for edition in &context.dossier.editions {
        let Some(before) = previous.insert((&edition.publisher, edition.published), edition) else {
            continue;
        };
        let span = context.value(edition.evidence.span, "published");
        let message = format!("a second edition by {} of {}", edition.publisher, edition.published);
        let before = context.value(before.evidence.span, "published");
        diagnostics.push(
            Diagnostic::new(Code::DuplicateEdition, span, message)
                .expected("the day on which this edition appeared")
                .related(before, "the other is"),
        );
    }
}
