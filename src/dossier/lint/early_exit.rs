//! Out of a treaty before the months of notice have run.

use jiff::ToSpan;

use super::skipped_notice::{Exit, exits};
use super::{Diagnostic, Lint, LintContext, Severity};
use crate::dossier::Date;

pub const LINT: Lint = Lint {
    id: "early-exit",
    severity: Severity::Warning,
    about: "A withdrawal takes effect six months after notice was given to the depositary, and not at a vote or a \
            signature. A note on the step quiets this, where a treaty has another term.",
    broken: r#"[[state.stance]]
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
    mended: r#"[[state.stance]]
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

/// Months that a notice runs.
const NOTICE: i32 = 6;

fn check(subject: &LintContext<'_>, problems: &mut Vec<Diagnostic>) {
    for Exit { step, notice } in exits(subject.dossier) {
        let Some((notice, (out, told))) =
            notice.and_then(|notice| Some((notice, step.date.zip(notice.date)?)))
        else {
            continue;
        };
        // Of a month or a year, the days that leave the most time between them: whatever is possible is no problem.
        let Ok(earliest) = told.first_day().checked_add(NOTICE.months()) else { continue };
        if out.last_day() < earliest && step.evidence.note.is_none() {
            let message = format!("withdrawn {out}, sooner than six months after the notice of {told}");
            let problem = LINT.broken_at(subject.value(step.evidence.at, "date"), message);
            let expected = format!("{} or later, or a note that says why", Date::Day(earliest));
            let other = subject.value(notice.evidence.at, "date");
            problems.push(problem.expected(expected).related(other, "that notice is"));
        }
    }
}
