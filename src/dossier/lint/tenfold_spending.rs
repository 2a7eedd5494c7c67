//! A spending figure that is ten times that of the year before, or a tenth.

use super::context::{Lint, LintContext};
use crate::decode::{Code, Diagnostic};

pub const LINT: Lint = Lint {
    code: Code::TenfoldSpending,
    description: "A state's spending grew or fell tenfold from one year to the next. Most likely a decimal point is \
                  misplaced. A note on the figure silences this if it is correct.",
    bad: r#"[[state.spending]]
year = 2023
percent = 3.02
sources = ["err"]

[[state.spending]]
year = 2024
percent = 33.7
sources = ["err"]"#,
    good: r#"[[state.spending]]
year = 2023
percent = 3.02
sources = ["err"]

[[state.spending]]
year = 2024
percent = 3.37
sources = ["err"]"#,
    check: Some(check),
};

fn check(context: &LintContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for (_, figures) in context.series() {
        // A wrong figure differs from both neighbours, but is reported once.
        let mut jumped = false;
        for pair in figures.windows(2) {
            let [before, figure] = pair else { continue };
            let (less, more) = (before.percent.min(figure.percent), before.percent.max(figure.percent));
            let next_year = figure.year == before.year + 1;
            let jumps = next_year && less > 0.0 && more >= less * 10.0;
            if jumps && !jumped && figure.evidence.note.is_none() {
                let message = format!(
                    "{} per cent in {}, after {} in {}",
                    figure.percent, figure.year, before.percent, before.year
                );
                let diagnostic = Diagnostic::new(
                    Code::TenfoldSpending,
                    context.value(figure.evidence.span, "percent"),
                    message,
                );
                let diagnostic =
                    diagnostic.expected("less than a tenfold change in a year, or a note with the reason");
                diagnostics.push(
                    diagnostic.related(context.value(before.evidence.span, "percent"), "the year before is"),
                );
            }
            jumped = jumps;
        }
    }
}
