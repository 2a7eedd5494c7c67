//! Compares two states as of a day.

use super::as_of::AsOf;
use super::wording::{self, affixed, dated, percent_range, target_years};
use crate::dossier::model::{Aim, Certainty, Date, Evidence, Position, StateId, TreatyId};

/// A field of two states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedField {
    /// The name of the field.
    pub label: String,
    /// The values of both states, with their certainty; empty if absent.
    pub values: [String; 2],
    /// Whether the states differ in this field, apart from its certainty and their own names.
    pub differs: bool,
}

/// A statement with its certainty.
type Statement = (String, Certainty);

impl AsOf<'_> {
    /// Compares two states field by field: positions on treaties, spending by year, targets, aims, the last quotation
    /// and background. Omits fields that neither state has.
    pub fn compare(&self, states: [StateId; 2]) -> Vec<ComparedField> {
        let dossier = self.dossier;
        let field = |label: String, values: [Vec<Statement>; 2]| {
            // "Estonia has never signed" and "Latvia has never signed" say the same.
            let texts = |n: usize| {
                let name = dossier[states[n]].name.as_str();
                values[n].iter().map(|(text, _)| text.replace(name, "")).collect::<Vec<_>>()
            };
            let differs = texts(0) != texts(1);
            let line = |(text, certainty): Statement| text + &wording::doubt(certainty);
            let values = values.map(|value| value.into_iter().map(line).collect::<Vec<_>>().join("\n"));
            ComparedField { label, values, differs }
        };
        let mut fields = Vec::new();
        for treaty in dossier.treaty_ids().filter(|id| self.adopted(*id)) {
            let name = &dossier[treaty].name;
            fields.push(field(name.to_string(), states.map(|id| self.position_text(id, treaty))));
            fields.push(field(format!("{name}, last step"), states.map(|id| self.last_step(id, treaty))));
        }
        let series = states.map(|id| self.spending(id));
        let mut years: Vec<i16> =
            series.iter().flat_map(|series| series.figures).map(|figure| figure.year).collect();
        years.sort_unstable();
        years.dedup();
        for year in years.into_iter().rev() {
            let figure = series.map(|series| series.figures.iter().find(|figure| figure.year == year));
            let value = figure.map(|figure| {
                figure.map(|figure| {
                    let estimate = if figure.estimate { " (estimate)" } else { "" };
                    (format!("{} %{estimate}", wording::figure(figure.percent)), figure.evidence.certainty)
                })
            });
            fields.push(field(format!("Spending {year}"), value.map(Vec::from_iter)));
        }
        fields.push(field("Targets".into(), states.map(|id| self.targets_text(id))));
        fields.push(field("Aims".into(), states.map(|id| self.aims_text(id))));
        fields.push(field("Last quoted".into(), states.map(|id| self.last_quoted(id))));
        let own = |id: StateId, text: String| (text, dossier[id].evidence.certainty);
        let since = |id: StateId| dossier[id].nato_since.filter(|since| *since <= self.day);
        let since = states.map(|id| since(id).map(|day| own(id, Date::Day(day).to_string())));
        fields.push(field("In NATO since".into(), since.map(Vec::from_iter)));
        let capital = states.map(|id| dossier[id].capital.as_ref().map(|name| own(id, name.to_string())));
        fields.push(field("Capital".into(), capital.map(Vec::from_iter)));
        fields.retain(|field| field.values.iter().any(|value| !value.is_empty()));
        fields
    }

    /// Formats a position: "withdrawn, since 20 Feb 2026".
    fn position_text(&self, state: StateId, treaty: TreatyId) -> Vec<Statement> {
        let position = self.reached(state, treaty).map(|step| {
            let date = step.date.filter(|_| step.position != Position::NeverJoined);
            let date = date.map(|date| dated(Some(date), step.evidence.date_basis));
            (format!("{}{}", step.position.name(), affixed(", since ", &date, "")), step.evidence.certainty)
        });
        position.into_iter().collect()
    }

    fn last_step(&self, state: StateId, treaty: TreatyId) -> Vec<Statement> {
        let step = self.stance(state, treaty).map(|step| {
            let date = step.date.map(|date| dated(Some(date), step.evidence.date_basis));
            let (date, votes) = (affixed("", &date, ": "), affixed(" (", &step.votes, ")"));
            (format!("{date}{}{votes}", step.what), step.evidence.certainty)
        });
        step.into_iter().collect()
    }

    fn targets_text(&self, state: StateId) -> Vec<Statement> {
        let targets = self.targets(state).iter().map(|target| {
            let percent = percent_range(target.percent, target.up_to);
            let years = affixed(" ", &target_years(target.from, target.by), "");
            let date = in_brackets(target.date, &target.evidence);
            (format!("{} {percent} %{years}{date}", target.kind.name()), target.evidence.certainty)
        });
        targets.collect()
    }

    fn aims_text(&self, state: StateId) -> Vec<Statement> {
        let statement = |aim: &Aim| {
            (format!("{}{}", aim.text, in_brackets(aim.date, &aim.evidence)), aim.evidence.certainty)
        };
        self.aims(state).iter().map(statement).collect()
    }

    fn last_quoted(&self, state: StateId) -> Vec<Statement> {
        let quote = self.quotes(state).first().or(self.joint_quotes(state).first()).map(|id| {
            let quote = &self.dossier[*id];
            let date = dated(quote.date, quote.evidence.date_basis);
            (format!("{}, {date}: “{}”", quote.speaker, quote.text), quote.evidence.certainty)
        });
        quote.into_iter().collect()
    }
}

/// Formats a date after a text: " (about 1 Apr 2025)". Empty if it is unknown.
fn in_brackets(date: Option<Date>, evidence: &Evidence) -> String {
    affixed(" (", &date.map(|date| dated(Some(date), evidence.date_basis)), ")")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::dossier::{BUILT_IN, read};

    #[test]
    fn states_are_compared_as_of_a_day() {
        let dossier = read(BUILT_IN.as_bytes()).dossier.unwrap();
        let states = ["FI", "EE"].map(|code| dossier.state_by_code(code).unwrap());
        let on = |day, label: &str| {
            let fields = dossier.as_of(day).compare(states);
            fields.into_iter().find(|field| field.label == label).map(|field| field.values)
        };
        let article = date(2025, 3, 18);
        assert_eq!(
            on(article, "Ottawa Convention").unwrap(),
            ["debating, since about 18 Mar 2025", "recommends withdrawal, since 18 Mar 2025"]
        );
        // Both are "never joined", and their last steps differ in the names of the states only.
        let fields = dossier.as_of(date(2026, 11, 24)).compare(states);
        let treaty = fields.iter().filter(|field| field.label.starts_with("Convention on Cluster Munitions"));
        let (values, differ): (Vec<_>, Vec<_>) = treaty.map(|field| (&field.values, field.differs)).unzip();
        assert_eq!(differ, [false, false]);
        assert_eq!(*values[0], ["never joined", "never joined (single source)"]);
        assert_eq!(values[1][1], "Estonia has never signed or acceded (single source)");
        assert_eq!(on(article, "Capital").unwrap(), ["Helsinki", "Tallinn"]);
        assert_eq!(on(article, "Spending 2026"), None);
        assert!(on(date(2026, 11, 24), "Spending 2026").unwrap().iter().all(|value| value.contains(" %")));
        // Finland had not joined yet.
        assert_eq!(on(date(2010, 1, 1), "In NATO since").unwrap()[0], "");
        let same = dossier.as_of(article).compare([states[0], states[0]]);
        assert!(!same.is_empty() && same.iter().all(|field| !field.differs));
    }
}
