//! Two quotations with the same words of the same speaker.

use std::collections::HashMap;

use super::context::{Lint, LintContext};
use crate::decode::{Code, Diagnostic};
use crate::dossier::model::Quote;

pub const LINT: Lint = Lint {
    code: Code::DuplicateQuote,
    description: "The same words of the same speaker appear twice. A joint statement is one quotation that names all its \
                  states, and a quotation with two sources lists both ids. Only the same words on two different days are \
                  two quotations.",
    bad: r#"[[quote]]
speaker = "Hanno Pevkur"
states = ["EE"]
text = "We are sending a clear message"
sources = ["err"]

[[quote]]
speaker = "Hanno Pevkur"
text = "We are sending a clear message"
sources = ["err"]"#,
    good: r#"[[quote]]
speaker = "Hanno Pevkur"
states = ["EE"]
text = "We are sending a clear message"
sources = ["err"]"#,
    check: Some(check),
};

fn check(context: &LintContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut previous: HashMap<(&str, &str), &Quote> = HashMap::new();
    for quote in &context.dossier.quotes {
        let Some(before) = previous.insert((&quote.text, &quote.speaker), quote) else { continue };
        let on_two_days = quote.date.zip(before.date).is_some_and(|(one, other)| one != other);
        if !on_two_days {
            let message = format!("the same words of {} appear twice", quote.speaker);
            let span = context.value(quote.evidence.span, "text");
            let diagnostic = Diagnostic::new(Code::DuplicateQuote, span, message);
            let before = context.value(before.evidence.span, "text");
            diagnostics.push(diagnostic.expected("each quotation once").related(before, "the one before is"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::decode::Code;
    use crate::dossier::{Day, MINIMAL, check};

    #[test]
    fn each_duplicate_is_reported_with_the_one_before() {
        let quote =
            |words| format!("[[quote]]\nspeaker = \"A\"\ntext = \"{words}\"\nsources = [\"mfa-est-0604\"]\n");
        let text = MINIMAL.to_owned() + &["one", "two", "one", "one", "two", "three"].map(quote).concat();
        let problems = check(text.as_bytes(), Day::constant(2025, 11, 28)).problems;
        let nth = |line: u32| (line as usize - MINIMAL.lines().count()) / 4;
        let duplicates: Vec<_> = problems
            .iter()
            .filter(|problem| problem.code == Code::DuplicateQuote)
            .map(|problem| {
                let before = problem.related.as_ref().map(|related| nth(related.location.line));
                (nth(problem.location.line), before)
            })
            .collect();
        assert_eq!(duplicates, [(2, Some(0)), (3, Some(2)), (4, Some(1))]);
    }
}
