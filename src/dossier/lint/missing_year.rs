//! A year without a figure among years that have one.

use super::context::{Lint, LintContext};
use crate::decode::{Code, Diagnostic};

pub const LINT: Lint = Lint {
    code: Code::MissingYear,
    description: "A series of spending figures skips a year. The chart leaves the year empty, which looks like no spending.",
    bad: r#"[[edition]]
id = "nato-2025-08"
publisher = "NATO"
title = "Defence Expenditure of NATO Countries"
published = 2025-08-28
sources = ["err"]
percent.EE = { 2023 = 2.98, 2025 = 3.38 }"#,
    good: r#"[[edition]]
id = "nato-2025-08"
publisher = "NATO"
title = "Defence Expenditure of NATO Countries"
published = 2025-08-28
sources = ["err"]
percent.EE = { 2023 = 2.98, 2024 = 3.37, 2025 = 3.38 }"#,
    check: Some(check),
};

fn check(context: &LintContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for (state, figures) in context.series() {
        for pair in figures.windows(2) {
            let [before, figure] = pair else { continue };
            if figure.year > before.year + 1 {
                let missing = match (before.year + 1, figure.year - 1) {
                    (first, last) if first == last => first.to_string(),
                    (first, last) => format!("{first} to {last}"),
                };
                let span = context.value(figure.evidence.span, "year");
                let message = format!("no figure of {} for {missing}", state.name);
                let before = context.value(before.evidence.span, "year");
                diagnostics.push(
                    Diagnostic::new(Code::MissingYear, span, message)
                        .expected("a figure for every year of the series")
                        .related(before, "the year before is"),
                );
            }
        }
    }
}
