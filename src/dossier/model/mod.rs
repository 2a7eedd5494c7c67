//! The dossier in memory: plain facts with their references resolved, each knowing its place in the file.
//! Nothing here knows TOML.

pub(crate) mod date;
pub(crate) mod text;

use std::fmt;

use smallvec::SmallVec;

use crate::dossier::model::date::{Date, Day};
use crate::dossier::model::text::Text;
use crate::dossier::part::Part;
use crate::dossier::query::describe::Fact;
use crate::dossier::query::timeline::Entry;
use crate::dossier::read::source_map::LineIndex;

/// A place in a dossier's text: bytes from `start` to before `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span { start: clamp(range.start), end: clamp(range.end) }
    }
}

/// Makes an index into one of the dossier's lists that cannot be mistaken for another's.
macro_rules! ids {
    ($($(#[doc = $doc:literal])+ $name:ident => $list:ident: $item:ident;)*) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl $name {
            /// The place in the list, from 0.
            pub fn index(self) -> usize {
                self.0 as usize
            }
            /// The id of the item at `index`; a file of 4 GiB is refused long before this could overflow.
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
    )*};
}

ids! {
    /// A source of this dossier.
    SourceId => sources: Source;
    /// A treaty of this dossier.
    TreatyId => treaties: Treaty;
    /// A state of this dossier.
    StateId => states: State;
    /// A quotation of this dossier.
    QuoteId => quotes: Quote;
    /// An event of this dossier.
    EventId => events: Event;
    /// A benchmark of this dossier.
    BenchmarkId => benchmarks: Benchmark;
}

/// A list that mostly has one item or two, which then stand in it: tens of thousands of small rooms are not given back to
/// the system when the next save replaces a large dossier.
pub type Few<T> = SmallVec<[T; 4]>;

/// Everything that one file says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Dossier {
    /// What the dossier calls itself.
    pub title: Text,
    /// The day on which its keeper last went over it.
    pub revised: Option<Day>,
    /// Where the facts come from, in the order of the file, as all lists here.
    pub sources: Vec<Source>,
    /// The agreements that the states join and leave.
    pub treaties: Vec<Treaty>,
    /// The lines that spending is held against.
    pub benchmarks: Vec<Benchmark>,
    /// The frontline states; never empty in a dossier that was read.
    pub states: Vec<State>,
    /// The words of officials, and of voices from outside.
    pub quotes: Vec<Quote>,
    /// What concerns no single state.
    pub events: Vec<Event>,
    /// The quotations of no state (voices from outside), latest first.
    pub outside_quotes: Vec<QuoteId>,
    /// The facts that did not always stand known, in the order of the days on which they became so.
    pub became_known: Vec<(Day, Fact)>,
    /// The days on which a state's spending became known that was higher than any before, with that percentage.
    pub spending_peaks: Vec<(Day, f64)>,
    /// Every dated fact, the earliest first.
    pub timeline: Vec<Entry>,
    /// The days on which anything happened, in order.
    pub days: Vec<Day>,
    /// Where the lines of its file begin, by which a fact is found there.
    pub line_index: LineIndex,
}

/// What every fact carries: its sources, how certain it is and why, and its place in the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence {
    /// The sources that the fact names, best first.
    pub sources: Few<SourceId>,
    /// How certain the fact is.
    pub certainty: Certainty,
    /// How the date was come by.
    pub date_basis: DateBasis,
    /// What a reader should know besides: why it is disputed, what a source says differently.
    pub note: Option<Text>,
    /// The day from which the fact is known; `None` where it always was.
    pub known_from: Option<Day>,
    /// Where the fact stands in the file.
    pub at: Span,
}

/// Publisher, title, day and address of what a fact rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The name by which facts refer to it.
    pub id: Text,
    /// Who published it.
    pub publisher: Text,
    /// Its title; in square brackets where that is a description.
    pub title: Text,
    /// When it appeared.
    pub date: Option<Date>,
    /// Its address, http or https.
    pub url: Option<Text>,
    /// What a reader should know of it.
    pub note: Option<Text>,
    /// Where it stands in the file.
    pub at: Span,
}

/// An agreement that states join and may leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Treaty {
    /// The name by which stances refer to it.
    pub id: Text,
    /// The name in use.
    pub name: Text,
    /// The full name.
    pub formal: Option<Text>,
    /// Other names by which it goes.
    pub also: Box<[Text]>,
    /// What it is about.
    pub subject: Option<Text>,
    /// The day it was adopted.
    pub adopted: Option<Day>,
    /// The day it was opened for signature.
    pub opened: Option<Day>,
    /// Who keeps it and receives notices of withdrawal.
    pub depositary: Option<Text>,
    /// The day it came into force.
    pub in_force: Option<Day>,
    /// Sources, note and place.
    pub evidence: Evidence,
}

/// A line that spending is held against, for as long as it stood.
#[derive(Debug, Clone, PartialEq)]
pub struct Benchmark {
    /// What the line is called.
    pub name: Text,
    /// Per cent of GDP.
    pub percent: f64,
    /// A goal that was agreed, or a proposal.
    pub kind: BenchmarkKind,
    /// The first day on which it stood.
    pub from: Day,
    /// The first day on which it stood no more.
    pub until: Option<Day>,
    /// Sources, note and place.
    pub evidence: Evidence,
}

/// A frontline state and what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// ISO 3166-1 alpha-2.
    pub code: Text,
    /// The name in use.
    pub name: Text,
    /// The full name.
    pub formal: Option<Text>,
    /// The capital city.
    pub capital: Option<Text>,
    /// The day the state joined Nato.
    pub nato_since: Option<Day>,
    /// Borders with states that threaten it.
    pub borders: Part<Border>,
    /// One history for each treaty of the dossier, in the order of the treaties; empty where the file has none.
    pub histories: Part<History>,
    /// Spending by year, ascending.
    pub spending: Part<Spending>,
    /// Targets in the order in which they became known.
    pub targets: Part<Target>,
    /// Aims in the order in which they became known.
    pub aims: Part<Aim>,
    /// The quotations that name this state, latest first.
    pub quotes: Part<QuoteId>,
    /// Sources, note and place.
    pub evidence: Evidence,
}

/// A border of a frontline state.
#[derive(Debug, Clone, PartialEq)]
pub struct Border {
    /// The neighbour, ISO 3166-1 alpha-2.
    pub with: Text,
    /// The neighbour's name, and which part of it.
    pub name: Option<Text>,
    /// Length in kilometres; methods differ, so it is always about right at best.
    pub km: Option<f64>,
    /// Sources, certainty, note and place.
    pub evidence: Evidence,
}

/// All steps of a state and a treaty, in order of their dates.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History(pub Part<Stance>);

/// One dated step of a state towards or away from a treaty.
#[derive(Debug, Clone, PartialEq)]
pub struct Stance {
    /// Where the state stands from this step on.
    pub position: Position,
    /// When; absent only for a state that never joined.
    pub date: Option<Date>,
    /// What happened.
    pub what: Text,
    /// The count, where it was a vote.
    pub votes: Option<Votes>,
    /// Sources, certainty, note and place.
    pub evidence: Evidence,
}

/// The count of a vote; `None` where a figure is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Votes {
    /// Members for it.
    pub in_favour: Option<u32>,
    /// Members against it.
    pub against: Option<u32>,
    /// Members who abstained.
    pub abstained: Option<u32>,
    /// Members who were absent.
    pub absent: Option<u32>,
    /// Members who were there and did not vote.
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

/// Defence spending in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Spending {
    /// The year.
    pub year: i16,
    /// Per cent of GDP.
    pub percent: f64,
    /// Whether the figure is an estimate rather than an outturn.
    pub estimate: bool,
    /// Sources, certainty, note and place.
    pub evidence: Evidence,
}

/// A level of spending that a state endorsed, promised or budgeted.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Per cent of GDP; the lower end of a range.
    pub percent: f64,
    /// The upper end of a range, per cent of GDP.
    pub up_to: Option<f64>,
    /// How firm it is.
    pub kind: TargetKind,
    /// The first year it is meant for.
    pub from: Option<i16>,
    /// The year by which, or the last year for which, it is meant.
    pub by: Option<i16>,
    /// When it was declared.
    pub date: Option<Date>,
    /// Who declared it.
    pub who: Option<Text>,
    /// Sources, certainty, note and place.
    pub evidence: Evidence,
}

/// A declared intention that is neither a stance nor a target.
#[derive(Debug, Clone, PartialEq)]
pub struct Aim {
    /// What is intended.
    pub text: Text,
    /// Who declared it.
    pub by: Option<Text>,
    /// When.
    pub date: Option<Date>,
    /// Sources, certainty, note and place.
    pub evidence: Evidence,
}

/// Somebody's words, exactly as the source has them.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// Who spoke.
    pub speaker: Text,
    /// In what office.
    pub office: Option<Text>,
    /// For which states; none for a voice from outside, several for a joint statement.
    pub states: Few<StateId>,
    /// When.
    pub date: Option<Date>,
    /// What it is about.
    pub about: Option<About>,
    /// The setting in our words, where a fragment alone says nothing.
    pub context: Option<Text>,
    /// The words, without quotation marks around them.
    pub text: Text,
    /// Sources, certainty, note and place.
    pub evidence: Evidence,
}

/// What a quotation is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// One of the dossier's treaties.
    Treaty(TreatyId),
    /// A word, such as "spending".
    Word(Text),
}

/// Something that concerns no single state.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When.
    pub date: Option<Date>,
    /// What happened.
    pub what: Text,
    /// The states that it touches, if any.
    pub states: Few<StateId>,
    /// Sources, certainty, note and place.
    pub evidence: Evidence,
}

/// Makes an enumeration whose words stand in the file format as in the design's table of words.
macro_rules! words {
    ($(#[doc = $about:literal])+ $name:ident { $($(#[doc = $doc:literal])+ $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        pub enum $name { $($(#[doc = $doc])+ #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &[$name] = &[$($name::$variant),+];
            /// Every word of the file format and the sentence that explains it, in the same order.
            pub const WORDS: &[(&str, &str)] = &[$(($word, concat!($($doc),+))),+];

            /// The word in the file format.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }
        }
    };
}

words! {
    /// Where a state stands towards a treaty on a day, in the order of the way in and out.
    Position {
        /// Neither signed nor acceded.
        NeverJoined = "never-joined",
        /// Signed, not yet bound.
        Signed = "signed",
        /// Bound by ratification or accession; entry into force is a further step of it.
        Party = "party",
        /// A debate on leaving runs, or a minister flagged leaving.
        Debating = "debating",
        /// A minister, government or president recommends, decides or submits; a first vote stays here.
        RecommendsWithdrawal = "recommends-withdrawal",
        /// The deciding chamber's final vote; Senate, signature and denunciation are further steps of it.
        ApprovedWithdrawal = "approved-withdrawal",
        /// The depositary is told; the months of notice run.
        NotifiedWithdrawal = "notified-withdrawal",
        /// Bound no longer.
        Withdrawn = "withdrawn",
    }
}

impl Position {
    /// The position in one word, where a line or the map tells what it is about.
    pub fn short(self) -> &'static str {
        match self {
            Position::RecommendsWithdrawal => "recommends",
            Position::ApprovedWithdrawal => "approved",
            Position::NotifiedWithdrawal => "notified",
            other => other.name(),
        }
    }

    /// The position as it is written on the screen and in prose.
    pub fn name(self) -> &'static str {
        match self {
            Position::NeverJoined => "never joined",
            Position::Signed => "signed",
            Position::Party => "party",
            Position::Debating => "debating",
            Position::RecommendsWithdrawal => "recommends withdrawal",
            Position::ApprovedWithdrawal => "approved withdrawal",
            Position::NotifiedWithdrawal => "notified withdrawal",
            Position::Withdrawn => "withdrawn",
        }
    }
}

words! {
    /// How certain a fact is.
    Certainty {
        /// Two or more independent sources, or one official one.
        Confirmed = "confirmed",
        /// One source, or several of one publisher.
        SingleSource = "single-source",
        /// Sources disagree; the note says how.
        Disputed = "disputed",
    }
}

impl Default for Certainty {
    /// A fact that says nothing of it is taken for granted.
    fn default() -> Self {
        Certainty::Confirmed
    }
}

words! {
    /// How a date was come by.
    DateBasis {
        /// A source states it.
        Stated = "stated",
        /// Worked out from what sources state.
        Derived = "derived",
        /// About right.
        Approx = "approx",
    }
}

impl Default for DateBasis {
    /// A date that says nothing of it is one that a source states.
    fn default() -> Self {
        DateBasis::Stated
    }
}

words! {
    /// What a benchmark is.
    BenchmarkKind {
        /// Agreed.
        Goal = "goal",
        /// Put forward, not agreed.
        Proposal = "proposal",
    }
}

words! {
    /// How firm a target is.
    TargetKind {
        /// A level to be aimed for.
        Goal = "goal",
        /// A floor that was decided.
        AtLeast = "at-least",
        /// A level that was announced.
        Plan = "plan",
        /// A level in an adopted budget.
        Budget = "budget",
        /// A level in a draft budget.
        DraftBudget = "draft-budget",
        /// A level that was put forward.
        Proposal = "proposal",
    }
}

impl TargetKind {
    /// The kind as it is written on the screen and in prose.
    pub fn name(self) -> &'static str {
        match self {
            TargetKind::AtLeast => "at least",
            TargetKind::DraftBudget => "draft budget",
            other => other.word(),
        }
    }
}

impl Dossier {
    /// The state with this code (ISO 3166-1 alpha-2, capitals).
    pub fn state_by_code(&self, code: &str) -> Option<StateId> {
        self.states.iter().position(|state| state.code.as_str() == code).map(StateId::at)
    }

    /// The ids of all states, in the order of the file.
    pub fn state_ids(&self) -> impl Iterator<Item = StateId> + use<> {
        (0..self.states.len()).map(StateId::at)
    }

    /// The ids of all treaties, in the order of the file.
    pub fn treaty_ids(&self) -> impl Iterator<Item = TreatyId> + use<> {
        (0..self.treaties.len()).map(TreatyId::at)
    }

    /// The ids of all benchmarks, in the order of the file.
    pub fn benchmark_ids(&self) -> impl Iterator<Item = BenchmarkId> + use<> {
        (0..self.benchmarks.len()).map(BenchmarkId::at)
    }
}

impl State {
    /// All steps of this state towards `treaty`; empty where the file has none.
    pub fn history(&self, treaty: TreatyId) -> &[Stance] {
        self.histories.get(treaty.index()).map_or(&[], |history| &history.0)
    }
}
