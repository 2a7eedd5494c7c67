//! The same words of the same speaker, twice.

use std::hash::{BuildHasher, RandomState};

use super::{Diagnostic, Lint, LintContext, Severity};
use crate::dossier::model::Quote;
use crate::dossier::room;

pub const LINT: Lint = Lint {
    id: "doubled-quote",
    severity: Severity::Warning,
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

fn check(subject: &LintContext<'_>, problems: &mut Vec<Diagnostic>) {
    for (quote, before) in doubles(&subject.dossier.quotes) {
        let on_two_days = quote.date.zip(before.date).is_some_and(|(one, other)| one != other);
        if !on_two_days {
            let message = format!("the same words of {} stand twice", quote.speaker);
            let problem = LINT.broken_at(subject.value(quote.evidence.at, "text"), message);
            problems.push(
                problem
                    .expected("each quotation once")
                    .related(subject.value(before.evidence.at, "text"), "the one before is"),
            );
        }
    }
}

/// Each quotation whose words its speaker had said before, and the one before it, in the order of the file. A hash map of
/// all of them would be among what [`room`] tells of.
fn doubles(quotes: &[Quote]) -> impl Iterator<Item = (&Quote, &Quote)> {
    let words = |n: usize| quotes.get(n).map(|quote: &Quote| (quote.text.as_str(), quote.speaker.as_str()));
    let hasher = RandomState::new();
    let mut order = room::list(quotes.len());
    order.extend((0..quotes.len()).map(|n| (hasher.hash_one(words(n)), n)));
    order.sort_unstable();
    let mut doubles = room::list(quotes.len());
    for alike in order.chunk_by(|(one, _), (other, _)| one == other) {
        for (nth, (_, n)) in alike.iter().enumerate() {
            // The same hash is not quite the same words.
            let before = alike[..nth].iter().rev().find(|(_, before)| words(*before) == words(*n));
            doubles.extend(before.map(|(_, before)| (*n, *before)));
        }
    }
    doubles.sort_unstable();
    doubles.into_iter().filter_map(|(n, before)| quotes.get(n).zip(quotes.get(before)))
}

#[cfg(test)]
mod tests {
    use crate::dossier::{Day, MINIMAL, check};

    #[test]
    fn each_is_told_beside_the_one_before_it() {
        let quote =
            |words| format!("[[quote]]\nspeaker = \"A\"\ntext = \"{words}\"\nsources = [\"err-0604\"]\n");
        let text = MINIMAL.to_owned() + &["one", "two", "one", "one", "two", "three"].map(quote).concat();
        let problems = check(text.as_bytes(), Day::constant(2025, 11, 28)).problems;
        let doubles = problems.iter().filter(|problem| problem.code == super::LINT.id);
        let nth = |line: u32| (line as usize - MINIMAL.lines().count()) / 4;
        let told: Vec<_> = doubles
            .map(|problem| {
                (nth(problem.location.line), problem.related.as_ref().map(|other| nth(other.location.line)))
            })
            .collect();
        assert_eq!(told, [(2, Some(0)), (3, Some(2)), (4, Some(1))]);
    }
}
