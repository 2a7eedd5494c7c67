//! A figure that an edition calls final and a later edition an estimate.

use super::context::{Lint, LintContext};
use crate::decode::{Code, Diagnostic};

pub const LINT: Lint = Lint {
    code: Code::EarlyFinal,
    description: "An edition presents a figure as final, but a later edition of the same publisher calls it an estimate. \
                  Most likely `estimates_from` of one of them is wrong. A note on the figure silences this if it is correct.",
    bad: r#"[[edition]]
id = "nato-2024-06"
publisher = "NATO"
title = "Defence Expenditure of NATO Countries"
published = 2024-06-17
sources = ["err"]
percent.EE = { 2024 = 3.43 }

[[edition]]
id = "nato-2025-08"
publisher = "NATO"
title = "Defence Expenditure of NATO Countries"
published = 2025-08-28
estimates_from = 2024
sources = ["err"]
percent.EE = { 2024 = 3.37 }"#,
    good: r#"[[edition]]
id = "nato-2024-06"
publisher = "NATO"
title = "Defence Expenditure of NATO Countries"
published = 2024-06-17
estimates_from = 2023
sources = ["err"]
percent.EE = { 2024 = 3.43 }

[[edition]]
id = "nato-2025-08"
publisher = "NATO"
title = "Defence Expenditure of NATO Countries"
published = 2025-08-28
estimates_from = 2024
sources = ["err"]
percent.EE = { 2024 = 3.37 }"#,
    check: Some(check),
};

fn check(context: &LintContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let dossier = context.dossier;
    for state in dossier.state_ids() {
        for id in dossier.edition_ids() {
            let later = dossier.editions.iter().filter(|later| {
                later.publisher == dossier[id].publisher
                    && later.published.last_day() > dossier[id].published.last_day()
            });
            let estimates: Vec<_> =
                later.flat_map(|later| later.figures(state)).filter(|f| f.estimate).collect();
            for figure in dossier[id].figures(state).iter().filter(|figure| !figure.estimate) {
                let estimate = estimates.iter().find(|estimate| estimate.year == figure.year);
                if let (Some(estimate), None) = (estimate, &figure.evidence.note) {
                    let message = format!(
                        "{} has {} as final, a later edition as an estimate",
                        dossier[id].short, figure.year
                    );
                    diagnostics.push(
                        Diagnostic::new(Code::EarlyFinal, figure.evidence.span, message)
                            .expected("an estimate here or a final figure there, or a note with the reason")
                            .related(estimate.evidence.span, "the estimate is"),
                    );
                }
            }
        }
    }
}
