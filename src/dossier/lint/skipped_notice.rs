//! A withdrawal without a notice to the depositary.

use super::context::{Lint, LintContext};
use crate::decode::{Code, Diagnostic};
use crate::dossier::model::{Dossier, Position, Stance};

pub const LINT: Lint = Lint {
    code: Code::SkippedNotice,
    description: "A state is withdrawn, but no earlier step gives notice. Most likely a step is missing, or a vote was \
                  mistaken for the exit. A note on the step silences this if there really was no notice.",
    bad: r#"[[state.stance]]
treaty = "ottawa"
position = "withdrawn"
date = 2025-12-27
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

fn check(context: &LintContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for Exit { step, notice } in exits(context.dossier) {
        if notice.is_none() && step.evidence.note.is_none() {
            let message = "withdrawn without an earlier step that gives notice";
            let diagnostic =
                Diagnostic::new(Code::SkippedNotice, context.value(step.evidence.span, "position"), message);
            diagnostics.push(
                diagnostic.expected("a step `notified-withdrawal` above it, or a note with the reason"),
            );
        }
    }
}

/// A step with which a state leaves a treaty, and the step that gave notice.
pub(crate) struct Exit<'a> {
    pub step: &'a Stance,
    pub notice: Option<&'a Stance>,
}

/// Returns every exit from every treaty. Further steps of a state that has left do not count, unless it rejoined.
pub(crate) fn exits(dossier: &Dossier) -> Vec<Exit<'_>> {
    let mut exits = Vec::new();
    for history in dossier.states.iter().flat_map(|state| &state.histories) {
        let (mut notice, mut out) = (None, false);
        for step in history {
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
