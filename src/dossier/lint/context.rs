//! What a rule looks at: the dossier, the day, and where in the text things stand.

use toml::de::{DeTable, DeValue};

use crate::dossier::model::date::Day;
use crate::dossier::model::{Dossier, Evidence, Span};

/// A dossier that can be shown, with the text that it was read from.
pub struct LintContext<'a> {
    pub dossier: &'a Dossier,
    pub text: &'a str,
    /// The day that it is now.
    pub today: Day,
}

impl LintContext<'_> {
    /// What stands behind each fact.
    pub fn evidence(&self) -> impl Iterator<Item = &Evidence> {
        let dossier = self.dossier;
        let of_states = dossier.states.iter().flat_map(|state| {
            std::iter::once(&state.evidence)
                .chain(state.borders.iter().map(|border| &border.evidence))
                .chain(state.histories.iter().flat_map(|history| &history.0).map(|step| &step.evidence))
                .chain(state.spending.iter().map(|figure| &figure.evidence))
                .chain(state.targets.iter().map(|target| &target.evidence))
                .chain(state.aims.iter().map(|aim| &aim.evidence))
        });
        (dossier.treaties.iter().map(|treaty| &treaty.evidence))
            .chain(dossier.benchmarks.iter().map(|benchmark| &benchmark.evidence))
            .chain(of_states)
            .chain(dossier.quotes.iter().map(|quote| &quote.evidence))
            .chain(dossier.events.iter().map(|event| &event.evidence))
    }

    /// The value of a key of the table at `table`; the table itself where that is not found.
    ///
    /// The model does not carry the place of each value, which only a problem needs; so that one table is read
    /// again.
    pub fn value(&self, table: Span, key: &str) -> Span {
        let (start, end) = (table.start as usize, table.end as usize);
        let head = self.text.get(start..end).unwrap_or_default();
        let found = if head.starts_with('{') {
            DeValue::parse(head).ok().and_then(|value| place(value.get_ref().as_table()?, key, start))
        } else {
            let rest = self.text.get(end..).unwrap_or_default();
            let body = rest.find("\n[").map_or(rest, |next| &rest[..next]);
            place(DeTable::parse_recoverable(body).0.get_ref(), key, end)
        };
        found.unwrap_or(table)
    }
}

fn place(table: &DeTable<'_>, key: &str, offset: usize) -> Option<Span> {
    let (_, value) = table.get_key_value(key)?;
    let span = value.span();
    Some((span.start + offset..span.end + offset).into())
}
