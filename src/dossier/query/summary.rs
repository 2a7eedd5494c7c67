//! A summary of a day in a few sentences.

use std::collections::BTreeMap;

use crate::dossier::Fact;
use crate::dossier::model::{Date, Position, Spending, TreatyId};

use super::as_of::AsOf;
use super::wording;

impl AsOf<'_> {
    /// Returns sentences without full stops, the most important first: positions on a treaty, the range of the latest
    /// spending, the end of the record, and the newest event.
    pub fn summary(&self, treaty: TreatyId) -> Vec<String> {
        let sentences =
            [self.positions(treaty), self.spending_range(), self.end_of_record(), self.newest_event()];
        sentences.into_iter().flatten().collect()
    }

    /// Counts the states by position: "5 of 5 have left the Ottawa Convention, the last on 20 Feb 2026".
    fn positions(&self, treaty: TreatyId) -> Option<String> {
        let name = &self.dossier.treaties.get(treaty.index())?.name;
        let mut states: BTreeMap<Position, Vec<Option<Date>>> = BTreeMap::new();
        for state in self.dossier.state_ids() {
            if let Some(step) = self.reached(state, treaty) {
                states.entry(step.position).or_default().push(step.date);
            }
        }
        let total = self.dossier.states.len();
        let mut parts = Vec::new();
        // States closest to withdrawal come first.
        for (position, dates) in states.iter().rev() {
            let count = dates.len();
            let (singular, plural) = match position {
                // The part before says what is debated.
                Position::Debating if !parts.is_empty() => ("is debating", "are debating"),
                position => predicate(*position),
            };
            let predicate = if count == 1 { singular } else { plural };
            parts.push(match parts.is_empty() {
                true => format!("{count} of {total} {predicate} the {name}"),
                false => format!("{count} {predicate} it"),
            });
            if *position == Position::Withdrawn
                && let Some(last) = dates.iter().flatten().max_by_key(|date| date.last_day())
            {
                let the_last = if count > 1 { "the last " } else { "" };
                parts.push(format!("{the_last}on {last}"));
            }
        }
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// Returns the lowest and the highest figure of the latest year: "Spending 2026e 2.65 to 5.33 % of GDP (NATO, Aug
    /// 2026)".
    fn spending_range(&self) -> Option<String> {
        let series = || self.dossier.state_ids().map(|state| self.spending(state));
        let year = series().filter_map(|series| series.latest()).map(|latest| latest.year).max()?;
        let figures: Vec<&Spending> =
            series().flat_map(|series| series.figures).filter(|figure| figure.year == year).collect();
        let percent = || figures.iter().map(|figure| figure.percent);
        let (low, high) =
            (percent().fold(f64::INFINITY, f64::min), percent().fold(f64::NEG_INFINITY, f64::max));
        let estimate = if figures.iter().any(|figure| figure.estimate) { "e" } else { "" };
        let range = if figures.len() > 1 { format!("{low:.2} to {high:.2}") } else { format!("{high:.2}") };
        let edition = self.dossier.state_ids().find_map(|state| self.edition(state));
        let edition = edition.map(|id| format!(" ({})", self.dossier[id].short)).unwrap_or_default();
        Some(format!("Spending {year}{estimate} {range} % of GDP{edition}"))
    }

    /// Returns the day of the dossier's last revision if the day is later: "Record to 6 Oct 2026".
    fn end_of_record(&self) -> Option<String> {
        let revised = self.dossier.revised.filter(|revised| *revised < self.day)?;
        Some(format!("Record to {}", Date::Day(revised)))
    }

    /// Returns the newest event or step: "3 Oct 2026: Latvia elects the Saeima".
    fn newest_event(&self) -> Option<String> {
        let entries = self.known_entries(&self.dossier.chronology.entries);
        let mut events = entries.iter().rev().filter_map(|entry| match entry.fact {
            Fact::Event(id) => Some((entry, self.dossier[id].what.to_string())),
            Fact::Stance(state, treaty, n) => {
                let state = &self.dossier[state];
                let what = &state.history(treaty).get(n)?.what;
                let names_state = what.starts_with(state.name.as_str());
                let state = if names_state { String::new() } else { format!("{}, ", state.name) };
                Some((entry, format!("{state}{what}")))
            }
            _ => None,
        });
        let (entry, what) = events.next()?;
        let evidence = self.dossier.evidence(entry.fact)?;
        let date = wording::capital(&wording::dated(Some(entry.date), evidence.date_basis));
        // The first clause suffices for a summary.
        let what = what.split("; ").next().unwrap_or_default();
        Some(format!("{date}: {what}{}", wording::doubt(evidence.certainty)))
    }
}

/// Returns the predicate before the name of a treaty, for one state and for several.
fn predicate(position: Position) -> (&'static str, &'static str) {
    match position {
        Position::Withdrawn => ("has left", "have left"),
        Position::NotifiedWithdrawal => ("has given notice to leave", "have given notice to leave"),
        Position::ApprovedWithdrawal => ("has approved leaving", "have approved leaving"),
        Position::RecommendsWithdrawal => ("recommends leaving", "recommend leaving"),
        Position::Debating => ("is debating whether to leave", "are debating whether to leave"),
        Position::Party => ("is party to", "are party to"),
        Position::Signed => ("has signed", "have signed"),
        Position::NeverJoined => ("has never joined", "have never joined"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::dossier::{BUILT_IN, read};

    #[test]
    fn summary_reflects_the_day() {
        let dossier = read(BUILT_IN.as_bytes()).dossier.unwrap();
        let on = |day| dossier.as_of(day).summary(TreatyId(0));
        let late = on(date(2026, 11, 28));
        assert_eq!(late[0], "5 of 5 have left the Ottawa Convention, the last on 20 Feb 2026");
        assert!(late[1].starts_with("Spending 2026e 2.65 to 5.33 % of GDP ("), "{late:?}");
        assert_eq!(late[2], "Record to 6 Oct 2026");
        assert!(late[3] == "3 Oct 2026: Latvia elects the Saeima", "{late:?}");
        let article = on(date(2025, 3, 18));
        assert_eq!(article[0], "4 of 5 recommend leaving the Ottawa Convention, 1 is debating it");
        assert!(!article.iter().any(|sentence| sentence.contains("Record") || sentence.contains("2026")));
        // A step that begins with the name of the state is not prefixed with it.
        let notified = on(date(2025, 8, 20));
        assert_eq!(notified[0], "5 of 5 have given notice to leave the Ottawa Convention");
        let newest = "20 Aug 2025: Poland notifies the UN Secretary-General of its withdrawal";
        assert_eq!(notified.last().unwrap(), newest);
        let debated = on(date(2025, 3, 10));
        assert_eq!(
            debated[0],
            "2 of 5 are debating whether to leave the Ottawa Convention, 3 are party to it"
        );
        // Nothing is known yet, so the summary is empty.
        assert_eq!(on(date(1900, 1, 1)), Vec::<String>::new());
    }

    #[test]
    fn single_state_has_singular_verb() {
        let dossier = read(BUILT_IN.as_bytes()).dossier.unwrap();
        let summary = dossier.as_of(date(2026, 11, 28)).summary(TreatyId(1));
        assert_eq!(
            summary[0],
            "1 of 5 has left the Convention on Cluster Munitions, on 6 Mar 2025, 4 have never joined it"
        );
    }
}
