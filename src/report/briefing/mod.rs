//! What `flank show` tells, as data: the documented and versioned form of its JSON, from which all other
//! formats are made too.
//!
//! Within one [`FORMAT`] keys may be added, but none is renamed, taken away or given another meaning; readers
//! should pass over those that they do not know. What is not known is left out. `assets/show.schema.json` is the
//! schema of a [`Briefing`], made from this file.
//!
//! Everything is as it was known on `as_of`: what came later is not there.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dossier::model::{BenchmarkKind, Certainty, DateBasis, Position, TargetKind};

mod collect;
mod date_text;

pub(super) use collect::{Collector, about};
pub use date_text::DateText;

/// The version of the form that this file describes.
pub const FORMAT: u32 = 1;

/// What was known on a day of some or all states of a dossier, as `flank show --format json` writes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "flank show")]
pub struct Briefing {
    /// The version of this form: 1.
    pub format: u32,
    /// The day as of which all is told.
    pub as_of: DateText,
    /// Which dossier this is from.
    pub dossier: AboutDossier,
    /// The states that were asked for, in that order, or else all in the order of the dossier.
    pub states: Vec<State>,
    /// The treaties that the states stand towards.
    pub treaties: Vec<Treaty>,
    /// The lines that spending was held against on the day.
    pub benchmarks: Vec<Benchmark>,
    /// What was said for these states, latest first, and after that by voices from outside.
    pub quotes: Vec<Quote>,
    /// What concerns these states or none in particular, earliest first.
    pub events: Vec<Event>,
    /// Every source that something above names, in the order of the dossier.
    pub sources: Vec<Source>,
}

/// The dossier itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AboutDossier {
    /// What it calls itself.
    pub title: String,
    /// The day on which its keeper last went over it; it may be later than `as_of`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revised: Option<DateText>,
}

/// What stands behind a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// How certain it is.
    pub certainty: Certainty,
    /// How its date was come by; left out where a source states the date, or there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_basis: Option<DateBasis>,
    /// What a reader should know besides; it may tell of later days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The ids of its sources: the best one first, then the others that had appeared by the day.
    pub sources: Vec<String>,
}

/// A frontline state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct State {
    /// ISO 3166-1 alpha-2.
    pub code: String,
    /// The name in use.
    pub name: String,
    /// The full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formal: Option<String>,
    /// The capital city.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capital: Option<String>,
    /// The day it joined Nato; left out where that was still to come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nato_since: Option<DateText>,
    /// Its borders with states that threaten it.
    pub borders: Vec<Border>,
    /// Where it stands, for each treaty of the dossier.
    pub treaties: Vec<Standing>,
    /// Its spending, by year.
    pub spending: Vec<Spending>,
    /// The targets that it had declared, earliest first.
    pub targets: Vec<Target>,
    /// The aims that it had declared, earliest first.
    pub aims: Vec<Aim>,
    /// What stands behind name, capital and accession.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A border.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Border {
    /// The neighbour, ISO 3166-1 alpha-2.
    pub with: String,
    /// The neighbour's name, and which part of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// About how many kilometres; methods differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub km: Option<f64>,
    /// What stands behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// Where a state stands towards a treaty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Standing {
    /// The treaty's id.
    pub treaty: String,
    /// The position; left out where nothing was known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// The date of the step that reached it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<DateText>,
    /// How that date was come by; left out where a source states it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_basis: Option<DateBasis>,
    /// Every known step, earliest first.
    pub history: Vec<Step>,
}

/// One step of a state towards or away from a treaty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// Where the state stands from it on.
    pub position: Position,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateText>,
    /// What happened.
    pub what: String,
    /// The count, where it was a vote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub votes: Option<Votes>,
    /// What stands behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// The count of a vote; figures that are not known are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Votes {
    /// Members for it.
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    pub in_favour: Option<u32>,
    /// Members against it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against: Option<u32>,
    /// Members who abstained.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub abstained: Option<u32>,
    /// Members who were absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absent: Option<u32>,
    /// Members who were there and did not vote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub did_not_vote: Option<u32>,
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
    /// Whether the state was not yet in Nato at the end of that year.
    pub before_accession: bool,
    /// What stands behind it: first the edition that the figure is from.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A level of spending that a state endorsed, promised or budgeted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// Per cent of GDP; the lower end of a range.
    pub percent: f64,
    /// The upper end of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub up_to: Option<f64>,
    /// How firm it is.
    pub kind: TargetKind,
    /// The first year it is meant for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<i16>,
    /// The year by which, or the last year for which, it is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<i16>,
    /// When it was declared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateText>,
    /// Who declared it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// What stands behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A declared intention that is neither a step nor a target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Aim {
    /// What is intended, in the dossier's words.
    pub text: String,
    /// Who declared it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateText>,
    /// What stands behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// An agreement that states join and may leave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Treaty {
    /// The id by which stances and quotations refer to it.
    pub id: String,
    /// The name in use.
    pub name: String,
    /// The full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formal: Option<String>,
    /// Other names by which it goes.
    pub also: Vec<String>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The day it was adopted; this and the days below are left out where they were still to come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adopted: Option<DateText>,
    /// The day it was opened for signature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened: Option<DateText>,
    /// The day it came into force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_force: Option<DateText>,
    /// Who keeps it and receives notices of withdrawal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub depositary: Option<String>,
    /// What stands behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A line that spending is held against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Benchmark {
    /// What it is called.
    pub name: String,
    /// Per cent of GDP.
    pub percent: f64,
    /// A goal that was agreed, or a proposal.
    pub kind: BenchmarkKind,
    /// The first day on which it stood.
    pub from: DateText,
    /// The first day on which it stood no more; left out where that was still to come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<DateText>,
    /// What stands behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A state by code and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StateName {
    /// ISO 3166-1 alpha-2.
    pub code: String,
    /// The name in use.
    pub name: String,
}

/// Somebody's words, exactly as the source has them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    /// Who spoke.
    pub speaker: String,
    /// In what office.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// For which states; none for a voice from outside, several for a joint statement.
    pub states: Vec<StateName>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateText>,
    /// What it is about: a treaty's id, or a word such as "spending".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// The setting in the dossier's words, where a fragment alone says nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
    /// The words, without quotation marks around them; paragraphs are apart by line breaks.
    pub text: String,
    /// What stands behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// Something that concerns no single state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateText>,
    /// What happened.
    pub what: String,
    /// The states that it touches, if any.
    pub states: Vec<StateName>,
    /// What stands behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// What a fact rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// The id by which facts refer to it.
    pub id: String,
    /// Who published it.
    pub publisher: String,
    /// Its title; in square brackets where that is a description.
    pub title: String,
    /// When it appeared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateText>,
    /// Whether it appeared after the day: the best record of something earlier.
    pub appeared_later: bool,
    /// Its address, http or https.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What a reader should know of it; it may tell of later days.
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
