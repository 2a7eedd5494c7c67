//! A day that is still to come.

use super::{Diagnostic, Lint, LintContext, Severity};
use crate::dossier::model::{Position, Span};
use crate::dossier::{Date, Day};

pub const LINT: Lint = Lint {
    id: "future-date",
    severity: Severity::Warning,
    about: "Something is said to have happened on a day that is still to come; until then the dashboard does not show it. \
            Only the step by which a withdrawal takes effect, and benchmarks, may be known ahead.",
    broken: r#"[[event]]
date = 9999-03-18
what = "The ministers meet again"
sources = ["err"]"#,
    mended: r#"[[event]]
date = 2025-03-18
what = "The ministers meet again"
sources = ["err"]"#,
    check: Some(check),
};

fn check(subject: &LintContext<'_>, problems: &mut Vec<Diagnostic>) {
    let dossier = subject.dossier;
    let mut look = |date: Option<Date>, table: Span, key: &str| {
        if let Some(date) = date.filter(|date| date.first_day() > subject.today) {
            let message = format!("`{key}` is {date}, which is still to come");
            let problem = LINT.broken_at(subject.value(table, key), message);
            problems.push(problem.expected(format!("a day up to today, {}", Date::Day(subject.today))));
        }
    };
    let day = |day: Option<Day>| day.map(Date::Day);
    look(day(dossier.revised), Span::default(), "revised");
    for source in &dossier.sources {
        look(source.date, source.at, "date");
    }
    for treaty in &dossier.treaties {
        look(day(treaty.adopted), treaty.evidence.at, "adopted");
        look(day(treaty.opened), treaty.evidence.at, "opened");
    }
    for state in &dossier.states {
        for step in state.histories.iter().flat_map(|history| &history.0) {
            if step.position != Position::Withdrawn {
                look(step.date, step.evidence.at, "date");
            }
        }
        for target in &state.targets {
            look(target.date, target.evidence.at, "date");
        }
        for aim in &state.aims {
            look(aim.date, aim.evidence.at, "date");
        }
    }
    for quote in &dossier.quotes {
        look(quote.date, quote.evidence.at, "date");
    }
    for event in &dossier.events {
        look(event.date, event.evidence.at, "date");
    }
}
