//! The same words of the same speaker, twice.

use std::collections::HashMap;

use super::{Level, Problem, Rule, Subject};
use crate::dossier::model::Quote;

pub const RULE: Rule = Rule {
    id: "doubled-quote",
    level: Level::Warning,
    about: "The same words of the same speaker stand twice. What was said for several states is one quotation that names \
            them all, and two sources of it are two ids; only on two days are the same words two quotations.",
    broken: r#"[[quote]]
speaker = "Hanno Pevkur"
states = ["EE"]
text = "We are sending a clear message"
sources = ["err"]

[[quote]]
speaker = "Hanno Pevkur"
text = "We are sending a clear message"
sources = ["err"]"#,
    mended: r#"[[quote]]
speaker = "Hanno Pevkur"
states = ["EE"]
text = "We are sending a clear message"
sources = ["err"]"#,
    check: Some(check),
};

fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let mut seen: HashMap<(&str, &str), &Quote> = HashMap::with_capacity(subject.dossier.quotes.len());
    for quote in &subject.dossier.quotes {
        let Some(first) = seen.insert((quote.text.as_str(), quote.speaker.as_str()), quote) else { continue };
        let on_two_days = quote.date.zip(first.date).is_some_and(|(one, other)| one != other);
        if !on_two_days {
            let message = format!("the same words of {} stand twice", quote.speaker);
            let problem = RULE.broken_at(subject.value(quote.backing.at, "text"), message);
            problems.push(
                problem
                    .expected("each quotation once")
                    .other(subject.value(first.backing.at, "text"), "the one before is"),
            );
        }
    }
}
