//! A withdrawal that takes effect before the notice period ends.

use jiff::ToSpan;

use super::context::{Lint, LintContext};
use super::skipped_notice::{Exit, exits};
use crate::decode::{Code, Diagnostic};
use crate::dossier::Date;

pub const LINT: Lint = Lint {
    code: Code::EarlyExit,
    description: "A withdrawal takes effect six months after the depositary was notified, and not with a vote or a signature. \
                  A note on the step silences this, for a treaty with another notice period.",
    bad: r#"[[state.stance]]
treaty = "ottawa"
position = "notified-withdrawal"
date = 2025-06-27
what = "Estonia notifies the UN Secretary-General"
sources = ["err"]

[[state.stance]]
treaty = "ottawa"
position = "withdrawn"
date = 2025-09-27
what = "Withdrawal takes effect"
sources = ["err"]"#,
    good: r#"[[state.stance]]
treaty = "ottawa"
position = "notified-withdrawal"
date = 2025-06-27
what = "Estonia notifies the UN Secretary-General"
sources = ["err"]

[[state.stance]]
treaty = "ottawa"
position = "withdrawn"
date = 2025-12-27
what = "Withdrawal takes effect"
sources = ["err"]"#,
    check: Some(check),
};

/// The notice period in months.
const NOTICE: i32 = 6;

fn check(context: &LintContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for Exit { step, notice } in exits(context.dossier) {
        let Some(notice) = notice else { continue };
        let (Some(out), Some(notified)) = (step.date, notice.date) else { continue };
        // With a month or a year, the days with the most time between them count, so that every possible date is
        // accepted.
        let Ok(earliest) = notified.first_day().checked_add(NOTICE.months()) else { continue };
        if out.last_day() < earliest && step.evidence.note.is_none() {
            let message = format!("withdrawn {out}, less than six months after the notice of {notified}");
            let diagnostic =
                Diagnostic::new(Code::EarlyExit, context.value(step.evidence.span, "date"), message);
            let expected = format!("{} or later, or a note that says why", Date::Day(earliest));
            let other = context.value(notice.evidence.span, "date");
            diagnostics.push(diagnostic.expected(expected).related(other, "that notice is"));
        }
    }
}
