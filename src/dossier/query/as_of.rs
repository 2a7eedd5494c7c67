//! The facts that were known on a day. The screen and all reports query a dossier through [`Dossier::as_of`], so that a
//! screen as of 18 March 2025 shows nothing later.
//!
//! Lists of facts are sorted by the day from which each fact is known, so that a query is a binary search.

use crate::dossier::model::{
    Aim, Benchmark, BenchmarkId, Certainty, Day, Dossier, Event, Evidence, QuoteId, Stance, StateId, Target,
    TargetKind, TreatyId,
};

/// A dossier as it was known on a day.
#[derive(Debug, Clone, Copy)]
pub struct AsOf<'a> {
    /// The whole dossier, including later facts.
    pub dossier: &'a Dossier,
    /// The day.
    pub day: Day,
}

impl Dossier {
    /// Returns this dossier as it was known on `day`.
    pub fn as_of(&self, day: Day) -> AsOf<'_> {
        AsOf { dossier: self, day }
    }
}

/// Returns the facts that are known on `day`. `facts` is sorted by the day from which each is known.
fn known<T>(facts: &[T], day: Day, evidence: impl Fn(&T) -> &Evidence) -> &[T] {
    &facts[..facts.partition_point(|fact| evidence(fact).known_on(day))]
}

impl<'a> AsOf<'a> {
    /// Returns the known steps of a state towards a treaty, oldest first.
    pub fn history(&self, state: StateId, treaty: TreatyId) -> &'a [Stance] {
        known(self.dossier[state].history(treaty), self.day, |step| &step.evidence)
    }

    /// Returns whether a treaty had been adopted. A treaty without a day of adoption counts as adopted.
    pub fn adopted(&self, treaty: TreatyId) -> bool {
        self.dossier.treaties.get(treaty.index()).and_then(|t| t.adopted).is_none_or(|day| day <= self.day)
    }

    /// Returns the last known step of a state towards a treaty. It determines the state's position.
    pub fn stance(&self, state: StateId, treaty: TreatyId) -> Option<&'a Stance> {
        self.history(state, treaty).last()
    }

    /// Returns the step with which a state reached its current position on a treaty. Later steps may confirm it.
    pub fn reached(&self, state: StateId, treaty: TreatyId) -> Option<&'a Stance> {
        let history = self.history(state, treaty);
        let position = history.last()?.position;
        history.iter().rev().take_while(|step| step.position == position).last()
    }

    /// Returns the targets that a state had declared.
    pub fn targets(&self, state: StateId) -> &'a [Target] {
        known(&self.dossier[state].targets, self.day, |target| &target.evidence)
    }

    /// Returns the most relevant target: the latest [firm](AsOf::is_firm) one, or the last target if none is firm.
    pub fn latest_target(&self, state: StateId) -> Option<&'a Target> {
        let targets = self.targets(state);
        let firm =
            |target: &&Target| AsOf::is_firm(target.kind, target.date.is_some(), target.evidence.certainty);
        targets.iter().rev().find(firm).or_else(|| targets.last())
    }

    /// Returns whether a target has a date, and is neither disputed nor a mere proposal.
    pub fn is_firm(kind: TargetKind, has_date: bool, certainty: Certainty) -> bool {
        has_date && certainty != Certainty::Disputed && kind != TargetKind::Proposal
    }

    /// Returns the aims that a state had declared.
    pub fn aims(&self, state: StateId) -> &'a [Aim] {
        known(&self.dossier[state].aims, self.day, |aim| &aim.evidence)
    }

    /// Returns the quotations that speak for this state alone, latest first.
    pub fn quotes(&self, state: StateId) -> &'a [QuoteId] {
        self.known_quotes(&self.dossier[state].quotes)
    }

    /// Returns the joint statements of this state and others, latest first.
    pub fn joint_quotes(&self, state: StateId) -> &'a [QuoteId] {
        self.known_quotes(&self.dossier[state].joint_quotes)
    }

    /// Returns the quotations of outside speakers, latest first.
    pub fn outside_quotes(&self) -> &'a [QuoteId] {
        self.known_quotes(&self.dossier.outside_quotes)
    }

    fn known_quotes(&self, latest_first: &'a [QuoteId]) -> &'a [QuoteId] {
        let later = latest_first.partition_point(|id| !self.dossier[*id].evidence.known_on(self.day));
        &latest_first[later..]
    }

    /// Returns the benchmarks in effect, in the order of the file.
    pub fn benchmarks(&self) -> impl Iterator<Item = (BenchmarkId, &'a Benchmark)> + use<'a> {
        let AsOf { dossier, day } = *self;
        let benchmarks = dossier.benchmark_ids().map(|id| (id, &dossier[id]));
        benchmarks.filter(move |(_, line)| line.from <= day && line.until.is_none_or(|until| day < until))
    }

    /// Returns the known events, in the order of the file.
    pub fn events(&self) -> impl Iterator<Item = &'a Event> + use<'a> {
        let day = self.day;
        self.dossier.events.iter().filter(move |event| event.evidence.known_on(day))
    }

    /// Returns the number of facts that are not yet known on the day.
    pub fn hidden_count(&self) -> usize {
        self.dossier.known_between(self.day, Day::MAX).len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::{Dossier, read};
    use jiff::civil::date;
    use rstest::rstest;

    const DOSSIER: &str = r#"
        format = 1
        title = "Small"

        [[source]]
        id = "old"
        publisher = "Old"
        title = "An old book"
        date = 2025-02-10

        [[source]]
        id = "new"
        publisher = "New"
        title = "A new book"
        date = "2025-08"

        [[source]]
        id = "undated"
        publisher = "Unknown"
        title = "A book"

        [[treaty]]
        id = "ottawa"
        name = "Ottawa Convention"
        sources = ["old"]

        [[treaty]]
        id = "ccm"
        name = "Convention on Cluster Munitions"
        sources = ["old"]

        [[benchmark]]
        name = "Two"
        percent = 2
        kind = "goal"
        from = 2014-09-05
        until = 2025-06-25
        sources = ["old"]

        [[benchmark]]
        name = "Five"
        percent = 5
        kind = "goal"
        from = 2025-06-25
        sources = ["old"]

        [[state]]
        code = "EE"
        name = "Estonia"
        sources = ["old"]
        spending = [
          { year = 2026, percent = 5, sources = ["new"] },
          { year = 2025, percent = 3.38, sources = ["new"] },
          { year = 2024, percent = 3.37, sources = ["new"] },
        ]
        target = [
          { percent = 5, kind = "goal", sources = ["new", "undated", "old"] },
          { percent = 4, kind = "plan", sources = ["undated"] },
          { percent = 6, kind = "plan", date = 2025-03-18, sources = ["new"] },
        ]
        aim = [
          { text = "Later", date = 2025-03-19, sources = ["old"] },
          { text = "Earlier", date = 2025-03-18, sources = ["old"] },
        ]

        [[state.stance]]
        treaty = "ccm"
        position = "never-joined"
        date = 2025-03-07
        what = "A remark"
        sources = ["old"]

        [[state.stance]]
        treaty = "ccm"
        position = "never-joined"
        what = "Never signed"
        sources = ["new"]

        [[state.stance]]
        treaty = "ottawa"
        position = "party"
        date = 2004-05-12
        what = "Estonia accedes"
        sources = ["old"]

        [[state.stance]]
        treaty = "ottawa"
        position = "debating"
        date = 2025-07-31
        what = "First of the day"
        sources = ["old"]

        [[state.stance]]
        treaty = "ottawa"
        position = "recommends-withdrawal"
        date = "2025-07"
        what = "Some day of the month"
        sources = ["old"]

        [[quote]]
        speaker = "A"
        states = ["EE"]
        date = 2025-03-07
        text = "Earliest"
        sources = ["old"]

        [[quote]]
        speaker = "B"
        states = ["EE"]
        date = 2025-03-18
        text = "First of the day"
        sources = ["old"]

        [[quote]]
        speaker = "C"
        states = ["EE"]
        date = 2025-03-18
        text = "Second of the day"
        sources = ["old"]

        [[quote]]
        speaker = "D"
        text = "From outside"
        sources = ["old"]

        [[event]]
        date = "2025"
        what = "A year"
        sources = ["old"]

        [[event]]
        what = "Undated, from a source without a date"
        sources = ["undated"]
    "#;

    fn dossier() -> Dossier {
        let reading = read(DOSSIER.as_bytes());
        assert_eq!(reading.problems, []);
        reading.dossier.unwrap()
    }

    const ESTONIA: StateId = StateId(0);
    const OTTAWA: TreatyId = TreatyId(0);
    const CCM: TreatyId = TreatyId(1);

    #[test]
    fn undated_fact_is_known_from_its_earliest_dated_source() {
        let dossier = dossier();
        let percents = |day| -> Vec<f64> {
            dossier.as_of(day).targets(ESTONIA).iter().map(|target| target.percent).collect()
        };
        // No source of the 4 per cent has a date, so it counts as always known.
        assert_eq!(percents(date(2025, 2, 9)), [4.0]);
        assert_eq!(percents(date(2025, 2, 10)), [4.0, 5.0]);
        assert_eq!(
            percents(date(2025, 3, 18)),
            [4.0, 5.0, 6.0],
            "its own date takes precedence over that of the source"
        );
        assert_eq!(dossier.as_of(date(2025, 2, 9)).outside_quotes(), []);
        assert_eq!(dossier.as_of(date(2025, 2, 10)).outside_quotes(), [QuoteId(3)]);
    }

    #[rstest]
    #[case(date(2004, 5, 11), None)]
    #[case(date(2004, 5, 12), Some("Estonia accedes"))]
    #[case(date(2025, 7, 30), Some("Estonia accedes"))]
    // A month counts as its last day. Steps of the same day keep the order of the file.
    #[case(date(2025, 7, 31), Some("Some day of the month"))]
    fn position_is_that_of_the_last_known_step(#[case] day: Day, #[case] what: Option<&str>) {
        let dossier = dossier();
        assert_eq!(dossier.as_of(day).stance(ESTONIA, OTTAWA).map(|step| step.what.as_str()), what);
    }

    #[test]
    fn steps_of_one_day_keep_the_order_of_the_file() {
        let dossier = dossier();
        let history = dossier.as_of(date(2025, 7, 31)).history(ESTONIA, OTTAWA);
        let what: Vec<&str> = history.iter().map(|step| step.what.as_str()).collect();
        assert_eq!(what, ["Estonia accedes", "First of the day", "Some day of the month"]);
    }

    #[test]
    fn undated_never_joined_is_always_known() {
        let dossier = dossier();
        // The file lists it after a dated step, and its source is from 2025.
        let on = |day| dossier.as_of(day).stance(ESTONIA, CCM).map(|step| step.what.as_str());
        assert_eq!(on(date(1900, 1, 1)), Some("Never signed"));
        assert_eq!(on(date(2025, 3, 7)), Some("A remark"));
    }

    #[rstest]
    // A past year is always known, and the current year from the date of its source on.
    #[case(date(2024, 12, 31), &[])]
    #[case(date(2025, 1, 1), &[2024])]
    #[case(date(2025, 8, 30), &[2024])]
    #[case(date(2025, 8, 31), &[2024, 2025])]
    // A figure for next year is hidden, though its source has been published.
    #[case(date(2025, 12, 31), &[2024, 2025])]
    #[case(date(2026, 1, 1), &[2024, 2025, 2026])]
    fn spending_is_known_for_past_years_and_published_current_year(#[case] day: Day, #[case] years: &[i16]) {
        let dossier = dossier();
        let known: Vec<i16> =
            dossier.as_of(day).spending(ESTONIA).figures.iter().map(|figure| figure.year).collect();
        assert_eq!(known, years);
    }

    #[rstest]
    #[case(date(2014, 9, 4), &[])]
    #[case(date(2014, 9, 5), &["Two"])]
    #[case(date(2025, 6, 24), &["Two"])]
    #[case(date(2025, 6, 25), &["Five"])]
    fn benchmark_is_in_effect_until_the_day_before_its_end(#[case] day: Day, #[case] names: &[&str]) {
        let dossier = dossier();
        let in_effect: Vec<&str> =
            dossier.as_of(day).benchmarks().map(|(_, line)| line.name.as_str()).collect();
        assert_eq!(in_effect, names);
    }

    #[test]
    fn quotes_are_latest_first_and_keep_the_order_of_the_file_within_a_day() {
        let dossier = dossier();
        assert_eq!(dossier.as_of(date(2025, 3, 18)).quotes(ESTONIA), [QuoteId(1), QuoteId(2), QuoteId(0)]);
        assert_eq!(dossier.as_of(date(2025, 3, 17)).quotes(ESTONIA), [QuoteId(0)]);
    }

    #[test]
    fn aims_and_events_are_hidden_before_their_day() {
        let dossier = dossier();
        let aims = |day| dossier.as_of(day).aims(ESTONIA).len();
        assert_eq!((aims(date(2025, 3, 17)), aims(date(2025, 3, 18)), aims(date(2025, 3, 19))), (0, 1, 2));
        assert_eq!(dossier.as_of(date(2025, 3, 18)).aims(ESTONIA)[0].text.as_str(), "Earlier");
        let events = |day| dossier.as_of(day).events().map(|event| event.what.as_str()).collect::<Vec<_>>();
        assert_eq!(events(date(2025, 12, 30)), ["Undated, from a source without a date"]);
        assert_eq!(events(date(2025, 12, 31)), ["A year", "Undated, from a source without a date"]);
    }

    #[rstest]
    #[case::all(date(9999, 12, 31), 0)]
    // The figure for 2026.
    #[case::before_the_last_year(date(2025, 12, 31), 1)]
    // Plus the event of the year, the figure for 2025, both steps of July, the goal of 5 % and the aim of the 19th.
    #[case::on_the_day_of_the_article(date(2025, 3, 18), 7)]
    // All facts except those that were always known: the undated step, target and event.
    #[case::nothing_yet(date(1900, 1, 1), 4 + 3 + 2 + 2 + 4 + 2 + 1)]
    fn hidden_facts_are_counted(#[case] day: Day, #[case] later: usize) {
        assert_eq!(dossier().as_of(day).hidden_count(), later);
    }

    #[test]
    fn month_ends_on_its_last_day() {
        let text =
            DOSSIER.replace("date = \"2025-07\"", "date = \"2024-02\"").replace("2025-07-31", "2024-02-29");
        let dossier = read(text.as_bytes()).dossier.unwrap();
        assert_eq!(dossier.as_of(date(2024, 2, 28)).history(ESTONIA, OTTAWA).len(), 1);
        assert_eq!(dossier.as_of(date(2024, 2, 29)).history(ESTONIA, OTTAWA).len(), 3);
    }
}
