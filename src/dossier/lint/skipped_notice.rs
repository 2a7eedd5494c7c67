//! Out of a treaty without having said so to its depositary.

use super::{Diagnostic, Lint, LintContext, Severity};
use crate::dossier::model::{Dossier, Position, Stance};

pub const LINT: Lint = Lint {
    id: "skipped-notice",
    severity: Severity::Warning,
    about: "A state is shown as withdrawn, and no step before it gives notice: most likely one is missing, or a vote was \
            taken for the exit. A note on the step quiets this, where there really was no notice.",
    broken: r#"[[state.stance]]
treaty = "ottawa"
position = "withdrawn"
date = 2025-12-27
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

fn check(subject: &LintContext<'_>, problems: &mut Vec<Diagnostic>) {
    for Exit { step, notice } in exits(subject.dossier) {
        if notice.is_none() && step.evidence.note.is_none() {
            let message = "withdrawn without a step before it that gives notice";
            let problem = LINT.broken_at(subject.value(step.evidence.at, "position"), message);
            problems
                .push(problem.expected("a step `notified-withdrawal` above it, or a note that says why not"));
        }
    }
}

/// A step by which a state leaves a treaty, and the one that gave notice of it.
pub(crate) struct Exit<'a> {
    pub step: &'a Stance,
    pub notice: Option<&'a Stance>,
}

/// Every exit from every treaty. Further steps of a state that is out already are none, unless it came back between.
pub(crate) fn exits(dossier: &Dossier) -> Vec<Exit<'_>> {
    let mut exits = Vec::new();
    for history in dossier.states.iter().flat_map(|state| &state.histories) {
        let (mut notice, mut out) = (None, false);
        for step in &history.0 {
            match step.position {
                Position::NotifiedWithdrawal => notice = notice.or(Some(step)),
                Position::Withdrawn if !out => {
                    exits.push(Exit { step, notice });
                    out = true;
                }
                Position::Party | Position::Signed => (notice, out) = (None, false),
                _ => {}
            }
        }
    }
    exits
}
