//! A treaty that came into force before it was signed, or was signed before it was adopted.

use super::{Diagnostic, Lint, LintContext, Severity};

pub const LINT: Lint = Lint {
    id: "treaty-dates",
    severity: Severity::Warning,
    about: "A treaty is adopted, then opened for signature, then comes into force. Of two of these days the later one \
            stands earlier.",
    broken: r#"[[treaty]]
id = "oslo"
name = "Convention on Cluster Munitions"
adopted = 2008-05-30
opened = 2007-12-03
sources = ["err"]"#,
    mended: r#"[[treaty]]
id = "oslo"
name = "Convention on Cluster Munitions"
adopted = 2008-05-30
opened = 2008-12-03
sources = ["err"]"#,
    check: Some(check),
};

fn check(subject: &LintContext<'_>, problems: &mut Vec<Diagnostic>) {
    for treaty in &subject.dossier.treaties {
        let days = [("adopted", treaty.adopted), ("opened", treaty.opened), ("in_force", treaty.in_force)];
        let days: Vec<_> = days.into_iter().filter_map(|(key, day)| Some((key, day?))).collect();
        for pair in days.windows(2) {
            let &[(key, before), (later_key, day)] = pair else { continue };
            if day < before {
                let message = format!("`{later_key}` is {day}, earlier than `{key}`");
                let problem = LINT.broken_at(subject.value(treaty.evidence.at, later_key), message);
                let other = subject.value(treaty.evidence.at, key);
                problems.push(
                    problem.expected(format!("{before} or later")).related(other, format!("`{key}` is")),
                );
            }
        }
    }
}
