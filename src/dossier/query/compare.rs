//! Compares two states as of a day.

use super::as_of::AsOf;
use super::wording::{self, affixed, dated, percent_range, target_years};
use crate::dossier::model::{Date, Position, StateId, TreatyId};

/// A field of two states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedField {
    /// The name of the field.
    pub label: String,
    /// The values of both states; empty if absent.
    pub values: [String; 2],
}

impl ComparedField {
    /// Returns whether the states differ in this field.
    pub fn differs(&self) -> bool {
        self.values[0] != self.values[1]
    }
}

impl AsOf<'_> {
    /// Compares two states field by field: positions on treaties, spending by year, targets, aims, the last quotation
    /// and background. Omits fields that neither state has.
    pub fn compare(&self, states: [StateId; 2]) -> Vec<ComparedField> {
        let dossier = self.dossier;
        let field = |label: String, values: [String; 2]| ComparedField { label, values };
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
                    format!("{} %{estimate}", wording::figure(figure.percent))
                })
            });
            fields.push(field(format!("Spending {year}"), value.map(Option::unwrap_or_default)));
        }
        fields.push(field("Targets".into(), states.map(|id| self.targets_text(id))));
        fields.push(field("Aims".into(), states.map(|id| self.aims_text(id))));
        fields.push(field("Last quoted".into(), states.map(|id| self.last_quoted(id))));
        let since = |id: StateId| dossier[id].nato_since.filter(|since| *since <= self.day);
        let since = states.map(|id| since(id).map(|day| Date::Day(day).to_string()).unwrap_or_default());
        fields.push(field("In NATO since".into(), since));
        let capital = |id: StateId| dossier[id].capital.as_ref().map(ToString::to_string);
        fields.push(field("Capital".into(), states.map(|id| capital(id).unwrap_or_default())));
        fields.retain(|field| field.values.iter().any(|value| !value.is_empty()));
        fields
    }

    /// Formats a position: "withdrawn, since 20 Feb 2026".
    fn position_text(&self, state: StateId, treaty: TreatyId) -> String {
        let Some(step) = self.reached(state, treaty) else { return String::new() };
        match step.date.filter(|_| step.position != Position::NeverJoined) {
            Some(date) => {
                format!("{}, since {}", step.position.name(), dated(Some(date), step.evidence.date_basis))
            }
            None => step.position.name().into(),
        }
    }

    fn last_step(&self, state: StateId, treaty: TreatyId) -> String {
        let Some(step) = self.stance(state, treaty) else { return String::new() };
        let votes = affixed(" (", &step.votes, ")");
        match step.date {
            Some(date) => format!("{}: {}{votes}", dated(Some(date), step.evidence.date_basis), step.what),
            None => format!("{}{votes}", step.what),
        }
    }

    fn targets_text(&self, state: StateId) -> String {
        let targets = self.targets(state).iter().map(|target| {
            let percent = percent_range(target.percent, target.up_to);
            let years = affixed(" ", &target_years(target.from, target.by), "");
            let date = affixed(" (", &target.date, ")");
            format!("{} {percent} %{years}{date}", target.kind.name())
        });
        targets.collect::<Vec<_>>().join("\n")
    }

    fn aims_text(&self, state: StateId) -> String {
        let aims =
            self.aims(state).iter().map(|aim| format!("{}{}", aim.text, affixed(" (", &aim.date, ")")));
        aims.collect::<Vec<_>>().join("\n")
    }

    fn last_quoted(&self, state: StateId) -> String {
        let Some(id) = self.quotes(state).first().or(self.joint_quotes(state).first()) else {
            return String::new();
        };
        let quote = &self.dossier[*id];
        format!("{}, {}: “{}”", quote.speaker, dated(quote.date, quote.evidence.date_basis), quote.text)
    }
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
        assert_eq!(on(article, "Capital").unwrap(), ["Helsinki", "Tallinn"]);
        assert_eq!(on(article, "Spending 2026"), None);
        assert!(on(date(2026, 11, 24), "Spending 2026").unwrap().iter().all(|value| value.contains(" %")));
        // Finland had not joined yet.
        assert_eq!(on(date(2010, 1, 1), "In NATO since").unwrap()[0], "");
        let same = dossier.as_of(article).compare([states[0], states[0]]);
        assert!(!same.is_empty() && same.iter().all(|field| !field.differs()));
    }
}
