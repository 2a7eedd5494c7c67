//! A day in the future.

use super::context::{Lint, LintContext};
use crate::decode::{Code, Diagnostic, Span};
use crate::dossier::model::{Date, Day, Fact, Position};

pub const LINT: Lint = Lint {
    code: Code::FutureDate,
    description: "A fact has a date in the future. The dashboard does not show it before that day. Only benchmarks, and the \
                  step with which a withdrawal takes effect, may be known in advance.",
    bad: r#"[[event]]
date = 9999-03-18
what = "The ministers meet again"
sources = ["err"]"#,
    good: r#"[[event]]
date = 2025-03-18
what = "The ministers meet again"
sources = ["err"]"#,
    check: Some(check),
};

fn check(context: &LintContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let dossier = context.dossier;
    let mut check_date = |date: Option<Date>, table: Span, key: &str| {
        if let Some(date) = date.filter(|date| date.first_day() > context.today) {
            let message = format!("`{key}` is {date}, a day in the future");
            let diagnostic = Diagnostic::new(Code::FutureDate, context.value(table, key), message);
            diagnostics.push(diagnostic.expected(format!("a day up to today, {}", Date::Day(context.today))));
        }
    };
    let day = |day: Option<Day>| day.map(Date::Day);
    check_date(day(dossier.revised), Span::default(), "revised");
    for source in &dossier.sources {
        check_date(source.date, source.span, "date");
    }
    for treaty in &dossier.treaties {
        check_date(day(treaty.adopted), treaty.evidence.span, "adopted");
        check_date(day(treaty.opened), treaty.evidence.span, "opened");
    }
    for fact in dossier.facts() {
        let in_advance = match fact {
            Fact::Stance(state, treaty, n) => {
                dossier[state].history(treaty)[n].position == Position::Withdrawn
            }
            Fact::Benchmark(_) | Fact::Spending(..) | Fact::Figure(..) => true,
            _ => false,
        };
        if let Some(evidence) = dossier.evidence(fact).filter(|_| !in_advance) {
            let key = if matches!(fact, Fact::Edition(_)) { "published" } else { "date" };
            check_date(dossier.date(fact), evidence.span, key);
        }
    }
}
