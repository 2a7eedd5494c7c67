//! The dossier in memory: plain facts with resolved references and their locations in the file. The model is
//! independent of TOML.

mod chronology;
mod date;
mod fact;
mod text;
mod words;

use std::fmt;

pub use chronology::{Chronology, Entry};
pub use date::{Date, Day};
pub use fact::Fact;
pub use text::Text;
pub use words::{BenchmarkKind, Certainty, DateBasis, Position, SourceKind, TargetKind};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::decode::{LineIndex, Span};

/// Declares a type for the indexes into each list of the dossier, so that an index cannot be used with another list,
/// and a method of the dossier that returns all of them.
macro_rules! ids {
    ($($(#[doc = $doc:literal])+ $name:ident => $list:ident: $item:ident, $ids:ident;)*) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl $name {
            /// Returns the position in the list, from 0.
            pub fn index(self) -> usize {
                self.0 as usize
            }
            /// Returns the id of the item at `index`. Files with 4 billion items are refused before they are parsed.
            pub fn at(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }
        }

        impl std::ops::Index<$name> for Dossier {
            type Output = $item;
            fn index(&self, id: $name) -> &$item {
                &self.$list[id.index()]
            }
        }

        impl Dossier {
            #[doc = concat!("Returns the ids of all ", stringify!($list), ", in the order of the file.")]
            pub fn $ids(&self) -> impl Iterator<Item = $name> + use<> {
                (0..self.$list.len()).map($name::at)
            }
        }
    )*};
}

ids! {
    /// A source of this dossier.
    SourceId => sources: Source, source_ids;
    /// A treaty of this dossier.
    TreatyId => treaties: Treaty, treaty_ids;
    /// A state of this dossier.
    StateId => states: State, state_ids;
    /// A quotation of this dossier.
    QuoteId => quotes: Quote, quote_ids;
    /// An event of this dossier.
    EventId => events: Event, event_ids;
    /// A benchmark of this dossier.
    BenchmarkId => benchmarks: Benchmark, benchmark_ids;
    /// An edition of this dossier.
    EditionId => editions: Edition, edition_ids;
}

/// The contents of a file. All lists are in the order of the file unless stated otherwise.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Dossier {
    /// The title of the dossier.
    pub title: Text,
    /// The day on which it was last reviewed.
    pub revised: Option<Day>,
    /// The options of the map.
    pub map: MapOptions,
    /// The sources of the facts.
    pub sources: Vec<Source>,
    /// The agreements that the states join and leave.
    pub treaties: Vec<Treaty>,
    /// The reference lines for spending.
    pub benchmarks: Vec<Benchmark>,
    /// The publications of spending figures.
    pub editions: Vec<Edition>,
    /// The states; never empty in a dossier that was read.
    pub states: Vec<State>,
    /// The words of officials and of outside speakers.
    pub quotes: Vec<Quote>,
    /// Events that are not specific to one state.
    pub events: Vec<Event>,
    /// The quotations of outside speakers, latest first.
    pub outside_quotes: Vec<QuoteId>,
    /// The facts in chronological order.
    pub chronology: Chronology,
    /// The lines of the file, to locate facts in it.
    pub line_index: LineIndex,
}

/// The first view of the map, and its names besides those of the states.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MapOptions {
    /// The states that the first view frames; empty for all.
    pub frame: Vec<StateId>,
    /// The codes of the neighbours to name; `None` for all.
    pub neighbours: Option<Vec<Text>>,
    /// The seas to name.
    pub seas: Vec<Sea>,
}

impl MapOptions {
    /// Returns whether the map names the neighbour with this code.
    pub fn names(&self, code: &str) -> bool {
        self.neighbours.as_ref().is_none_or(|named| named.iter().any(|named| named.as_str() == code))
    }
}

/// A sea that the map names.
#[derive(Debug, Clone, PartialEq)]
pub struct Sea {
    /// Its name.
    pub name: Text,
    /// The middle of its name: latitude and longitude in degrees, south and west negative.
    pub at: [f64; 2],
}

/// The support for a fact, its certainty, and its location in the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence {
    /// The sources of the fact, best first.
    pub sources: Vec<SourceId>,
    /// The certainty of the fact.
    pub certainty: Certainty,
    /// The basis of its date.
    pub date_basis: DateBasis,
    /// A remark for readers, such as why the fact is disputed.
    pub note: Option<Text>,
    /// The day from which the fact is known; `None` if it was always known.
    pub known_from: Option<Day>,
    /// The location of the fact in the file.
    pub span: Span,
}

/// A source of facts: publisher, title, date and address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The id by which facts refer to it.
    pub id: Text,
    /// Its publisher.
    pub publisher: Text,
    /// Its title; in square brackets if that is a description.
    pub title: Text,
    /// The date of its publication.
    pub date: Option<Date>,
    /// Its address, http or https.
    pub url: Option<Text>,
    /// The kind of publisher.
    pub kind: Option<SourceKind>,
    /// A remark for readers.
    pub note: Option<Text>,
    /// Its location in the file.
    pub span: Span,
}

/// An agreement that states join and may leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Treaty {
    /// The id by which stances refer to it.
    pub id: Text,
    /// The usual name.
    pub name: Text,
    /// The full name.
    pub formal: Option<Text>,
    /// Other names for it.
    pub also: Box<[Text]>,
    /// Its subject.
    pub subject: Option<Text>,
    /// The day it was adopted.
    pub adopted: Option<Day>,
    /// The day it was opened for signature.
    pub opened: Option<Day>,
    /// The holder of the treaty, which receives notices of withdrawal.
    pub depositary: Option<Text>,
    /// The day it entered into force.
    pub in_force: Option<Day>,
    /// Sources, note and location.
    pub evidence: Evidence,
}

/// A reference line for spending, with the days on which it was in effect.
#[derive(Debug, Clone, PartialEq)]
pub struct Benchmark {
    /// The name of the line.
    pub name: Text,
    /// Per cent of GDP.
    pub percent: f64,
    /// Whether it was agreed or only proposed.
    pub kind: BenchmarkKind,
    /// The first day on which it was in effect.
    pub from: Day,
    /// The first day on which it was no longer in effect.
    pub until: Option<Day>,
    /// Sources, note and location.
    pub evidence: Evidence,
}

/// A state with all facts about it.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// ISO 3166-1 alpha-2.
    pub code: Text,
    /// The usual name.
    pub name: Text,
    /// The full name.
    pub formal: Option<Text>,
    /// The capital city.
    pub capital: Option<Text>,
    /// The position of the capital: latitude and longitude in degrees, south and west negative.
    pub capital_at: Option<[f64; 2]>,
    /// The day the state joined NATO.
    pub nato_since: Option<Day>,
    /// Borders with other states.
    pub borders: Vec<Border>,
    /// The steps towards each treaty in order of their dates, in the order of the treaties; empty if the file has none.
    pub histories: Vec<Vec<Stance>>,
    /// Spending by year, ascending.
    pub spending: Vec<Spending>,
    /// Targets, in the order in which they became known.
    pub targets: Vec<Target>,
    /// Aims, in the order in which they became known.
    pub aims: Vec<Aim>,
    /// The quotations for this state alone, latest first.
    pub quotes: Vec<QuoteId>,
    /// The joint statements of this state and others, latest first.
    pub joint_quotes: Vec<QuoteId>,
    /// Sources, note and location.
    pub evidence: Evidence,
}

/// A border of a state.
#[derive(Debug, Clone, PartialEq)]
pub struct Border {
    /// The neighbour, ISO 3166-1 alpha-2.
    pub with: Text,
    /// The neighbour's name, and which part of it.
    pub name: Option<Text>,
    /// Approximate length in kilometres; methods of measuring differ.
    pub km: Option<f64>,
    /// Whether the neighbour threatens this state.
    pub frontier: bool,
    /// Sources, certainty, note and location.
    pub evidence: Evidence,
}

/// One dated step of a state towards or away from a treaty.
#[derive(Debug, Clone, PartialEq)]
pub struct Stance {
    /// The position of the state from this step on.
    pub position: Position,
    /// The date of the step; absent only for a state that never joined.
    pub date: Option<Date>,
    /// The step in one phrase.
    pub what: Text,
    /// The count, if it was a vote.
    pub votes: Option<Votes>,
    /// Sources, certainty, note and location.
    pub evidence: Evidence,
}

/// The result of a vote; unknown counts are omitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Votes {
    /// Members in favour.
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    pub in_favour: Option<u32>,
    /// Members against.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against: Option<u32>,
    /// Members who abstained.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub abstained: Option<u32>,
    /// Members who were absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absent: Option<u32>,
    /// Members who were present and did not vote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub did_not_vote: Option<u32>,
}

impl fmt::Display for Votes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [
            (self.in_favour, "for"),
            (self.against, "against"),
            (self.abstained, "abstained"),
            (self.absent, "absent"),
            (self.did_not_vote, "did not vote"),
        ];
        let mut first = true;
        for (count, what) in parts {
            if let Some(count) = count {
                write!(f, "{}{count} {what}", if first { "" } else { ", " })?;
                first = false;
            }
        }
        Ok(())
    }
}

/// A publication of spending figures. Each edition may revise the figures of earlier ones, so figures of different
/// editions are never mixed in one series.
#[derive(Debug, Clone, PartialEq)]
pub struct Edition {
    /// Its id in the file.
    pub id: Text,
    /// Its publisher.
    pub publisher: Text,
    /// Its title.
    pub title: Text,
    /// Its name on the screen: "NATO, Aug 2025".
    pub short: Text,
    /// The date of its publication.
    pub published: Date,
    /// The definition of its figures, and the year of their prices.
    pub basis: Option<Text>,
    /// The first year whose figures are estimates.
    pub estimates_from: Option<i16>,
    /// The figures of each state, by year.
    pub series: Vec<Vec<Spending>>,
    /// Sources, certainty, note and location.
    pub evidence: Evidence,
}

/// Defence spending in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Spending {
    /// The year.
    pub year: i16,
    /// Per cent of GDP.
    pub percent: f64,
    /// Whether the figure is an estimate rather than an outturn.
    pub estimate: bool,
    /// Sources, certainty, note and location.
    pub evidence: Evidence,
}

/// A level of spending that a state endorsed, promised or budgeted.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Per cent of GDP; the lower end of a range.
    pub percent: f64,
    /// The upper end of a range, per cent of GDP.
    pub up_to: Option<f64>,
    /// The kind of target.
    pub kind: TargetKind,
    /// The first year to which it applies.
    pub from: Option<i16>,
    /// The year by which to reach it, or the last year to which it applies.
    pub by: Option<i16>,
    /// The date of the declaration.
    pub date: Option<Date>,
    /// The person or body that declared it.
    pub who: Option<Text>,
    /// Sources, certainty, note and location.
    pub evidence: Evidence,
}

/// A declared intention that is neither a stance nor a target.
#[derive(Debug, Clone, PartialEq)]
pub struct Aim {
    /// The intention.
    pub text: Text,
    /// The person or body that declared it.
    pub by: Option<Text>,
    /// The date of the declaration.
    pub date: Option<Date>,
    /// Sources, certainty, note and location.
    pub evidence: Evidence,
}

/// The words of a speaker, exactly as in the source.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// The name of the speaker.
    pub speaker: Text,
    /// The office of the speaker.
    pub office: Option<Text>,
    /// The states that the speaker speaks for; none for an outside speaker, several for a joint statement.
    pub states: Vec<StateId>,
    /// The date of the statement.
    pub date: Option<Date>,
    /// The subject.
    pub about: Option<About>,
    /// The context, in the author's words, of a fragment that is unclear by itself.
    pub context: Option<Text>,
    /// The words, without quotation marks around them.
    pub text: Text,
    /// Sources, certainty, note and location.
    pub evidence: Evidence,
}

/// The subject of a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// One of the dossier's treaties.
    Treaty(TreatyId),
    /// A word, such as "spending".
    Word(Text),
}

/// An event that is not specific to one state.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The date of the event.
    pub date: Option<Date>,
    /// The event in one sentence.
    pub what: Text,
    /// The states that it affects, if any.
    pub states: Vec<StateId>,
    /// Sources, certainty, note and location.
    pub evidence: Evidence,
}

impl Dossier {
    /// Returns whether any border is a frontier.
    pub fn has_frontier(&self) -> bool {
        self.states.iter().flat_map(|state| &state.borders).any(|border| border.frontier)
    }

    /// Returns the state with this code (ISO 3166-1 alpha-2, in capitals).
    pub fn state_by_code(&self, code: &str) -> Option<StateId> {
        self.states.iter().position(|state| state.code.as_str() == code).map(StateId::at)
    }
}

impl State {
    /// Returns all steps of this state towards `treaty`; empty if the file has none.
    pub fn history(&self, treaty: TreatyId) -> &[Stance] {
        self.histories.get(treaty.index()).map_or(&[], Vec::as_slice)
    }

    /// Returns whether this state joined NATO only after `year`.
    pub fn joined_nato_after(&self, year: i16) -> bool {
        self.nato_since.is_some_and(|since| year < since.year())
    }
}

impl Edition {
    /// Returns the figures of a state, by year; empty if the edition has none.
    pub fn figures(&self, state: StateId) -> &[Spending] {
        self.series.get(state.index()).map_or(&[], Vec::as_slice)
    }
}

impl Evidence {
    /// Returns whether the fact is known on `day`.
    pub fn known_on(&self, day: Day) -> bool {
        self.known_from.is_none_or(|known_from| known_from <= day)
    }
}

impl Spending {
    /// Returns the day from which the figure is known: the day on which its source appeared if that is in its own year,
    /// the start of the next year if the source appeared later, or else the start of its own year.
    pub fn known_from(&self) -> Day {
        let new_year = |year| Day::new(year, 1, 1).unwrap_or(Day::MAX);
        match self.evidence.known_from {
            Some(day) if day.year() == self.year => day,
            Some(day) if day.year() > self.year => new_year(self.year + 1),
            _ => new_year(self.year),
        }
    }
}
