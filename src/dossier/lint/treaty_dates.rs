//! A treaty that entered into force before it was signed, or was signed before it was adopted.

use super::context::{Lint, LintContext};
use crate::decode::{Code, Diagnostic};

pub const LINT: Lint = Lint {
    code: Code::TreatyDates,
    description: "A treaty is adopted, then opened for signature, then enters into force. Two of these days are in the wrong \
                  order.",
    bad: r#"[[treaty]]
id = "oslo"
name = "Convention on Cluster Munitions"
adopted = 2008-05-30
opened = 2007-12-03
sources = ["err"]"#,
    good: r#"[[treaty]]
id = "oslo"
name = "Convention on Cluster Munitions"
adopted = 2008-05-30
opened = 2008-12-03
sources = ["err"]"#,
    check: Some(check),
};

fn check(context: &LintContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for treaty in &context.dossier.treaties {
        let days = [("adopted", treaty.adopted), ("opened", treaty.opened), ("in_force", treaty.in_force)];
        let days: Vec<_> = days.into_iter().filter_map(|(key, day)| Some((key, day?))).collect();
        for pair in days.windows(2) {
            let &[(key, before), (later_key, day)] = pair else { continue };
            if day < before {
                let message = format!("`{later_key}` is {day}, earlier than `{key}`");
                let diagnostic = Diagnostic::new(
                    Code::TreatyDates,
                    context.value(treaty.evidence.span, later_key),
                    message,
                );
                let other = context.value(treaty.evidence.span, key);
                diagnostics.push(
                    diagnostic.expected(format!("{before} or later")).related(other, format!("`{key}` is")),
                );
            }
        }
    }
}
