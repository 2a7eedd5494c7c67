//! Spending figures by edition, and the revisions between editions.

use super::as_of::AsOf;
use crate::dossier::model::{Dossier, EditionId, Fact, Spending, StateId};

/// The spending figures of a state: all from one edition, or all without an edition.
#[derive(Debug, Clone, Copy)]
pub struct Series<'a> {
    /// The edition; `None` for figures without one.
    pub edition: Option<EditionId>,
    /// The state.
    pub state: StateId,
    /// The figures, by year.
    pub figures: &'a [Spending],
}

impl<'a> Series<'a> {
    /// Returns the latest figure.
    pub fn latest(self) -> Option<&'a Spending> {
        self.figures.last()
    }

    /// Returns the figure at an index as a fact.
    pub fn fact(self, n: usize) -> Fact {
        match self.edition {
            Some(edition) => Fact::Figure(edition, self.state, n),
            None => Fact::Spending(self.state, n),
        }
    }
}

/// The most years that a summary of revisions lists individually.
const NAMED: usize = 3;

impl<'a> AsOf<'a> {
    /// Returns the known spending of a state, from the newest published edition. If no edition covers the state,
    /// returns the figures of its own table: those of past years, and that of the current year if published.
    pub fn spending(&self, state: StateId) -> Series<'a> {
        let succession = self.dossier.succession(state);
        let edition = succession.iter().copied().rfind(|id| self.is_published(*id));
        let figures = match edition {
            Some(edition) => self.dossier[edition].figures(state),
            None if succession.is_empty() => {
                let figures = &self.dossier[state].spending;
                &figures[..figures.partition_point(|figure| figure.known_from() <= self.day)]
            }
            None => &[],
        };
        Series { edition, state, figures }
    }

    fn is_published(&self, id: EditionId) -> bool {
        self.dossier[id].evidence.known_on(self.day)
    }

    /// Returns the published editions of all publishers, in the order of the file.
    pub fn editions(&self) -> impl Iterator<Item = EditionId> + use<'a> {
        let known = *self;
        known.dossier.edition_ids().filter(move |id| known.is_published(*id))
    }

    /// Returns the published editions of all publishers with figures of a state, oldest first.
    pub fn editions_of(&self, state: StateId) -> Vec<EditionId> {
        let has_figures = |id: &EditionId| !self.dossier[*id].figures(state).is_empty();
        let mut editions: Vec<EditionId> = self.editions().filter(has_figures).collect();
        editions.sort_by_key(|id| self.dossier[*id].evidence.known_from);
        editions
    }

    /// Returns the newest published edition with figures of a state.
    pub fn edition(&self, state: StateId) -> Option<EditionId> {
        self.spending(state).edition
    }

    /// Returns the highest known figure of any state, in per cent of GDP; 0 if there is none.
    pub fn highest_spending(&self) -> f64 {
        let figures = self.dossier.state_ids().flat_map(|state| self.spending(state).figures);
        figures.map(|figure| figure.percent).fold(0.0, f64::max)
    }
}

impl Dossier {
    /// Returns the succession of editions with figures of a state, oldest first. Only the publisher of the dossier's
    /// first edition counts.
    fn succession(&self, state: StateId) -> Vec<EditionId> {
        let publisher = self.editions.first().map(|first| &first.publisher);
        let of_publisher = self.edition_ids().filter(|id| {
            let edition = &self[*id];
            Some(&edition.publisher) == publisher && !edition.figures(state).is_empty()
        });
        let mut editions: Vec<EditionId> = of_publisher.collect();
        editions.sort_by_key(|id| self[*id].evidence.known_from);
        editions
    }

    /// Returns the oldest edition with figures of a state.
    pub fn first_edition(&self, state: StateId) -> Option<EditionId> {
        self.succession(state).first().copied()
    }

    /// Returns the edition before `edition` for a state; `None` for an edition of another publisher.
    pub fn edition_before(&self, edition: EditionId, state: StateId) -> Option<EditionId> {
        let succession = self.succession(state);
        let index = succession.iter().position(|id| *id == edition)?;
        index.checked_sub(1).map(|before| succession[before])
    }

    /// Returns the figures of a state that an edition added or changed; all of them for a first edition.
    pub fn revised_figures(&self, edition: EditionId, state: StateId) -> Vec<Fact> {
        let is_first = self.edition_before(edition, state).is_none();
        let revised: Vec<i16> = self.revisions(edition, state).iter().map(|(_, new)| new.year).collect();
        let figures = (0..).zip(self[edition].figures(state));
        let figures = figures.filter(|(_, figure)| is_first || revised.contains(&figure.year));
        figures.map(|(n, _)| Fact::Figure(edition, state, n)).collect()
    }

    /// Returns the figures of a state that an edition added or changed, by year, each after the figure of the edition
    /// before. Empty for a first edition.
    fn revisions(&self, edition: EditionId, state: StateId) -> Vec<(Option<&Spending>, &Spending)> {
        let Some(before) = self.edition_before(edition, state) else { return Vec::new() };
        let before = self[before].figures(state);
        let value = |figure: &Spending| (figure.percent, figure.estimate);
        let figures = self[edition].figures(state).iter();
        let pairs = figures.map(|new| (before.iter().find(|old| old.year == new.year), new));
        pairs.filter(|(old, new)| old.map(value) != Some(value(new))).collect()
    }

    /// Returns the revisions of an edition for a state on one line, in words that can be read aloud: "2025 from 3.38
    /// (estimate) to 3.93 (estimate); 2026 new at 5.10 (estimate)". For a first edition, returns its years and its last
    /// figure.
    pub fn revision_summary(&self, edition: EditionId, state: StateId) -> String {
        let revisions = self.revisions(edition, state);
        let figures = self[edition].figures(state);
        let figure = |figure: &Spending| {
            format!("{:.2}{}", figure.percent, if figure.estimate { " (estimate)" } else { "" })
        };
        if let (None, [first, .., last]) = (self.edition_before(edition, state), figures) {
            return format!("{} to {}, the last {}", first.year, last.year, figure(last));
        }
        let unnamed = revisions.len().saturating_sub(NAMED);
        let mut parts: Vec<String> = revisions[unnamed..]
            .iter()
            .map(|(old, new)| match old {
                Some(old) => format!("{} from {} to {}", new.year, figure(old), figure(new)),
                None => format!("{} new at {}", new.year, figure(new)),
            })
            .collect();
        match (unnamed, parts.is_empty()) {
            (_, true) => return "nothing revised".into(),
            (0, _) => {}
            (1, _) => parts.push("1 earlier year revised".into()),
            (n, _) => parts.push(format!("{n} earlier years revised")),
        }
        parts.join("; ")
    }
}

impl Spending {
    /// Formats the figure for the screen and reports: two decimals, and `e` for an estimate.
    pub fn label(&self) -> String {
        format!("{:.2}{}", self.percent, if self.estimate { "e" } else { "" })
    }

    /// Formats the figure with its year: "2025e 3.38".
    pub fn dated_label(&self) -> String {
        format!("{}{} {:.2}", self.year, if self.estimate { "e" } else { "" }, self.percent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::{Day, read, since};
    use jiff::civil::date;
    use rstest::rstest;

    const ESTONIA: StateId = StateId(0);
    const LATVIA: StateId = StateId(1);
    const POLAND: StateId = StateId(2);

    fn dossier() -> Dossier {
        read(include_bytes!("../../../tests/dossiers/valid/editions.toml")).dossier.unwrap()
    }

    /// Returns the id of the edition, and the label of its latest figure.
    fn latest(dossier: &Dossier, state: StateId, day: Day) -> (Option<&str>, Option<String>) {
        let series = dossier.as_of(day).spending(state);
        (series.edition.map(|id| dossier[id].id.as_str()), series.latest().map(Spending::dated_label))
    }

    #[rstest]
    #[case::none_had_appeared(date(2024, 6, 16), ESTONIA, None, None)]
    #[case::first(date(2024, 6, 17), ESTONIA, Some("alliance-2024"), Some("2024e 3.43"))]
    #[case::other_publisher_is_ignored(date(2025, 4, 28), ESTONIA, Some("alliance-2024"), Some("2024e 3.43"))]
    #[case::month_counts_as_its_last_day(
        date(2025, 8, 30),
        ESTONIA,
        Some("alliance-2024"),
        Some("2024e 3.43")
    )]
    #[case::second(date(2025, 8, 31), ESTONIA, Some("alliance-2025"), Some("2025e 3.38"))]
    #[case::newest_with_the_state(date(2026, 1, 1), LATVIA, Some("alliance-2024"), Some("2024e 3.15"))]
    #[case::own_figures(date(2026, 1, 1), POLAND, None, Some("2024e 3.79"))]
    fn series_is_that_of_the_newest_edition_of_the_day(
        #[case] day: Day,
        #[case] state: StateId,
        #[case] edition: Option<&str>,
        #[case] figure: Option<&str>,
    ) {
        let dossier = dossier();
        assert_eq!(latest(&dossier, state, day), (edition, figure.map(str::to_owned)));
    }

    #[test]
    fn summary_lists_revisions_of_edition() {
        let dossier = dossier();
        let summary = |edition, state| dossier.revision_summary(EditionId(edition), state);
        assert_eq!(summary(0, ESTONIA), "2021 to 2024, the last 3.43 (estimate)");
        assert_eq!(
            summary(2, ESTONIA),
            "2023 from 3.00 (estimate) to 2.98; 2024 from 3.43 (estimate) to 3.37 (estimate); 2025 new at 3.38 \
             (estimate); 1 earlier year revised"
        );
    }

    #[test]
    fn edition_becomes_known_as_one_fact_per_state() {
        let dossier = dossier();
        let known = since(&dossier, date(2024, 1, 1), date(2024, 12, 31)).known;
        let figures: Vec<Fact> = known.into_iter().filter(|fact| fact.kind() == "figure").collect();
        assert_eq!(figures, [Fact::Series(EditionId(0), ESTONIA), Fact::Series(EditionId(0), LATVIA)]);
    }

    #[test]
    fn figure_has_own_location_and_evidence_of_edition() {
        let dossier = dossier();
        let last = Fact::Figure(EditionId(2), ESTONIA, 4);
        let figure = dossier.figure(last).unwrap();
        assert_eq!(figure.evidence.note.as_deref(), Some("Read from a chart."));
        assert_eq!(figure.evidence.sources, dossier.editions[2].evidence.sources);
        let first = Fact::Figure(EditionId(2), ESTONIA, 0);
        let (first, last) = (dossier.location(first), dossier.location(last));
        assert_eq!((first.line, first.line), (last.line, 50));
        assert!(first.column < last.column);
    }
}
