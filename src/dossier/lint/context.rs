//! The definition of a lint, and its input: the dossier, its text, and the day.

use toml::de::{DeTable, DeValue};

use crate::decode::{Code, Diagnostic, Span};
use crate::dossier::model::{Day, Dossier, Evidence, Fact, Spending, State};

/// An explanation of a code, and the check that finds it.
#[derive(Debug)]
pub struct Lint {
    /// The code of its problems.
    pub code: Code,
    /// One or two sentences that explain it.
    pub description: &'static str,
    /// A part of a dossier with the problem; empty if there is no short example.
    pub bad: &'static str,
    /// The example with the problem corrected.
    pub good: &'static str,
    /// The check; `None` if the reader finds the problem.
    pub check: Option<fn(&LintContext<'_>, &mut Vec<Diagnostic>)>,
}

/// The input of a check: a dossier without errors, and the text from which it was read.
pub struct LintContext<'a> {
    pub dossier: &'a Dossier,
    pub text: &'a str,
    /// The current day.
    pub today: Day,
}

impl LintContext<'_> {
    /// Returns the evidence of every fact and every border. A figure with the sources and the certainty of its edition
    /// has no evidence besides that of the edition.
    pub fn evidence(&self) -> impl Iterator<Item = &Evidence> {
        let of_facts = self.dossier.facts().filter_map(|fact| {
            let evidence = self.dossier.evidence(fact)?;
            let inherits = |edition: &Evidence| {
                evidence.sources == edition.sources && evidence.certainty == edition.certainty
            };
            let inherited = matches!(fact, Fact::Figure(id, ..) if inherits(&self.dossier[id].evidence));
            (!inherited).then_some(evidence)
        });
        let borders = self.dossier.states.iter().flat_map(|state| &state.borders);
        of_facts.chain(borders.map(|border| &border.evidence))
    }

    /// Returns the figures of each state in each edition, and those in no edition.
    pub fn series(&self) -> impl Iterator<Item = (&State, &[Spending])> {
        self.dossier.state_ids().flat_map(|id| {
            let state = &self.dossier[id];
            let of_editions = self.dossier.editions.iter().map(move |edition| edition.figures(id));
            of_editions.chain([&*state.spending]).map(move |figures| (state, figures))
        })
    }

    /// Returns the span of the value of a key in the table at `table`, or the span of the table if the key is absent.
    ///
    /// The model has no spans of values, because only diagnostics need them. This parses the table again.
    pub fn value(&self, table: Span, key: &str) -> Span {
        let (start, end) = (table.start as usize, table.end as usize);
        let heading = self.text.get(start..end).unwrap_or_default();
        let found = if heading.starts_with('{') {
            let value = DeValue::parse(heading).ok();
            value.and_then(|value| value_span(value.get_ref().as_table()?, key, start))
        } else {
            let rest = self.text.get(end..).unwrap_or_default();
            let body = rest.find("\n[").map_or(rest, |next| &rest[..next]);
            value_span(DeTable::parse_recoverable(body).0.get_ref(), key, end)
        };
        found.unwrap_or(table)
    }
}

/// Returns the span of the value of a key in a table that starts at `offset`.
fn value_span(table: &DeTable<'_>, key: &str, offset: usize) -> Option<Span> {
    let span = table.get_key_value(key)?.1.span();
    Some((span.start + offset..span.end + offset).into())
}
