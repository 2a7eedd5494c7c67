//! The content of `flank show`. Its JSON is documented and versioned, and all other formats are rendered from it.
//!
//! Within one [`FORMAT`], keys may be added, but not renamed, removed or given another meaning. Readers should ignore
//! unknown keys. Unknown values are omitted. `assets/show.schema.json` is the schema of a [`Briefing`], generated from
//! this file.
//!
//! A briefing contains the facts that were known on its `as_of` day, and nothing later.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dossier::model::{BenchmarkKind, Certainty, DateBasis, Position, SourceKind, TargetKind, Votes};

mod collect;
mod date_text;

pub(super) use collect::{Collector, about};
pub use date_text::DateText;

/// The version of the JSON that this file describes.
pub const FORMAT: u32 = 1;

/// The facts known on a day about some or all states of a dossier, as written by `flank show --format json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "flank show")]
pub struct Briefing {
    /// The version of this format: 1.
    pub format: u32,
    /// The day as of which the facts are reported.
    pub as_of: DateText,
    /// The dossier.
    pub dossier: AboutDossier,
    /// The requested states, in that order, or all in the order of the dossier.
    pub states: Vec<State>,
    /// The treaties on which the states have positions.
    pub treaties: Vec<Treaty>,
    /// The benchmarks for spending that were in effect on the day.
    pub benchmarks: Vec<Benchmark>,
    /// Every published edition of spending figures, with its figures for these states.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub editions: Vec<Edition>,
    /// Quotations that speak for one of these states, latest first; then joint statements, then outside speakers.
    pub quotes: Vec<Quote>,
    /// Events that concern these states or no particular one, earliest first.
    pub events: Vec<Event>,
    /// Every source cited by the facts above, in the order of the dossier.
    pub sources: Vec<Source>,
}

/// The title and revision of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AboutDossier {
    /// The title.
    pub title: String,
    /// The day of its last revision; it may be later than `as_of`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revised: Option<DateText>,
}

/// The evidence for a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The certainty of the fact.
    pub certainty: Certainty,
    /// The basis of the fact's date; omitted if a source states the date, or if there is no date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_basis: Option<DateBasis>,
    /// A note for readers; it may mention later days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The ids of its sources: the best one first, then others published by the day of the briefing.
    pub sources: Vec<String>,
}

/// A frontline state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct State {
    /// ISO 3166-1 alpha-2.
    pub code: String,
    /// The common name.
    pub name: String,
    /// The full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formal: Option<String>,
    /// The capital city.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capital: Option<String>,
    /// The day on which it joined NATO; omitted if later than the day of the briefing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nato_since: Option<DateText>,
    /// Its borders with states that it regards as a threat.
    pub borders: Vec<Border>,
    /// Its position on each treaty of the dossier.
    pub treaties: Vec<Standing>,
    /// The id of the edition of its spending figures, the newest one published; omitted for figures without an edition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// The changes of that edition since the previous one: "2025 from 3.38 (estimate) to 3.93 (estimate)".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revised: Option<String>,
    /// Its defence spending, by year.
    pub spending: Vec<Spending>,
    /// Its declared targets, earliest first.
    pub targets: Vec<Target>,
    /// Its declared aims, earliest first.
    pub aims: Vec<Aim>,
    /// The evidence for its name, capital and accession.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A border.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Border {
    /// The neighbour, ISO 3166-1 alpha-2.
    pub with: String,
    /// The neighbour's name, with the part of the country if needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The approximate length in kilometres; methods of measurement differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub km: Option<f64>,
    /// The evidence for it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A state's position on a treaty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Standing {
    /// The treaty's id.
    pub treaty: String,
    /// The position; omitted if unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// The date of the step that led to the position.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<DateText>,
    /// The basis of that date; omitted if a source states it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_basis: Option<DateBasis>,
    /// Every known step, earliest first.
    pub history: Vec<Step>,
}

/// One step of a state towards or away from a treaty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// The position after this step.
    pub position: Position,
    /// The date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateText>,
    /// What happened.
    pub what: String,
    /// The result, if the step was a vote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub votes: Option<Votes>,
    /// The evidence for it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// Defence spending in a year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Spending {
    /// The year.
    pub year: i16,
    /// Per cent of GDP.
    pub percent: f64,
    /// Whether the figure is an estimate.
    pub estimate: bool,
    /// Whether the state joined NATO only after that year.
    pub before_accession: bool,
    /// The evidence for it. The first source is the edition with the figure.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A publication of spending figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Edition {
    /// Its id.
    pub id: String,
    /// The publisher.
    pub publisher: String,
    /// The title.
    pub title: String,
    /// The short name: "NATO, Aug 2025".
    pub short: String,
    /// The date of publication.
    pub published: DateText,
    /// The measure of its figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// The first year whose figures are estimates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimates_from: Option<i16>,
    /// Its figures, state by state.
    pub figures: Vec<Figure>,
    /// The evidence for it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A figure of an edition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Figure {
    /// The state.
    pub state: StateName,
    /// The figure.
    #[serde(flatten)]
    pub spending: Spending,
}

/// A level of spending that a state endorsed, promised or budgeted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// Per cent of GDP, or the lower end of a range.
    pub percent: f64,
    /// The upper end of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub up_to: Option<f64>,
    /// The kind of commitment.
    pub kind: TargetKind,
    /// The first year to which it applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<i16>,
    /// The year by which to reach it, or the last year to which it applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<i16>,
    /// The day on which it was declared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateText>,
    /// The person or body that declared it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// The evidence for it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A declared intention that is neither a step nor a target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Aim {
    /// The intention, in the dossier's words.
    pub text: String,
    /// The person or body that declared it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateText>,
    /// The evidence for it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// An agreement that states join and may leave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Treaty {
    /// The id by which stances and quotations refer to it.
    pub id: String,
    /// The common name.
    pub name: String,
    /// The full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formal: Option<String>,
    /// Other names.
    pub also: Vec<String>,
    /// Its subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The day of its adoption. This and the days below are omitted if later than the day of the briefing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adopted: Option<DateText>,
    /// The day on which it was opened for signature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened: Option<DateText>,
    /// The day on which it entered into force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_force: Option<DateText>,
    /// The depositary, who receives notices of withdrawal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub depositary: Option<String>,
    /// The evidence for it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A reference level for spending.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Benchmark {
    /// The name.
    pub name: String,
    /// Per cent of GDP.
    pub percent: f64,
    /// Whether it is an agreed goal or a proposal.
    pub kind: BenchmarkKind,
    /// The first day in effect.
    pub from: DateText,
    /// The first day no longer in effect; omitted if later than the day of the briefing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<DateText>,
    /// The evidence for it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A state by code and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StateName {
    /// ISO 3166-1 alpha-2.
    pub code: String,
    /// The common name.
    pub name: String,
}

/// A quotation, word for word as in its source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    /// The speaker.
    pub speaker: String,
    /// The speaker's office.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// The states that the speaker spoke for: several for a joint statement, none for an outside speaker.
    pub states: Vec<StateName>,
    /// The date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateText>,
    /// The subject: a treaty's id, or a word such as "spending".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// The context, in the dossier's words, of a fragment that is unclear by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
    /// The words, without quotation marks; line breaks separate paragraphs.
    pub text: String,
    /// The evidence for it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// An event that is not specific to one state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// The date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateText>,
    /// What happened.
    pub what: String,
    /// The states that it concerns, if any.
    pub states: Vec<StateName>,
    /// The evidence for it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A cited source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// The id by which facts refer to it.
    pub id: String,
    /// The publisher.
    pub publisher: String,
    /// The title, or a description in square brackets.
    pub title: String,
    /// The date of publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateText>,
    /// Whether the source appeared after the day of the briefing. Only the best source of a fact may.
    pub appeared_later: bool,
    /// The address, http or https.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The kind of publisher.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<SourceKind>,
    /// A note for readers; it may mention later days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Finds sources by their ids.
pub(super) struct SourceIndex<'a>(HashMap<&'a str, &'a Source>);

impl<'a> SourceIndex<'a> {
    /// Indexes these sources.
    pub fn new(sources: &'a [Source]) -> SourceIndex<'a> {
        SourceIndex(sources.iter().map(|source| (source.id.as_str(), source)).collect())
    }

    /// Returns the source with this id.
    pub fn get(&self, id: &str) -> Option<&'a Source> {
        self.0.get(id).copied()
    }

    /// Returns the sources that a fact cites, in the fact's order.
    pub fn cited(&self, evidence: &Evidence) -> impl Iterator<Item = &'a Source> {
        evidence.sources.iter().filter_map(|id| self.get(id))
    }
}
