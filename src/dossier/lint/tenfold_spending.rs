//! A figure of spending that is ten times that of the year before, or a tenth.

use super::{Diagnostic, Lint, LintContext, Severity};

pub const LINT: Lint = Lint {
    id: "tenfold-spending",
    severity: Severity::Warning,
    about: "From one year to the next a state's spending grew or fell tenfold: most likely a decimal point slipped. A note \
            on the figure quiets this, where it really is so.",
    broken: r#"[[state.spending]]
year = 2023
percent = 3.02
sources = ["err"]

[[state.spending]]
year = 2024
percent = 33.7
sources = ["err"]"#,
    mended: r#"[[state.spending]]
year = 2023
percent = 3.02
sources = ["err"]

[[state.spending]]
year = 2024
percent = 3.37
sources = ["err"]"#,
    check: Some(check),
};

fn check(subject: &LintContext<'_>, problems: &mut Vec<Diagnostic>) {
    for state in &subject.dossier.states {
        // One figure that slipped jumps twice: away from its neighbours and back.
        let mut jumped = false;
        for pair in state.spending.windows(2) {
            let [before, figure] = pair else { continue };
            let (less, more) = (before.percent.min(figure.percent), before.percent.max(figure.percent));
            let next_year = figure.year == before.year + 1;
            let jumps = next_year && less > 0.0 && more >= less * 10.0;
            if jumps && !jumped && figure.evidence.note.is_none() {
                let message = format!(
                    "{} per cent in {}, after {} in {}",
                    figure.percent, figure.year, before.percent, before.year
                );
                let problem = LINT.broken_at(subject.value(figure.evidence.at, "percent"), message);
                let problem =
                    problem.expected("less than a tenfold change in a year, or a note that says why");
                problems.push(
                    problem.related(subject.value(before.evidence.at, "percent"), "the year before is"),
                );
            }
            jumped = jumps;
        }
    }
}
