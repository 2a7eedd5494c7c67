//! The tables of a dossier file, with every key, its type, whether it is required, and a sentence that users see in
//! their editor. The decoder, the JSON Schema and the suggestions in messages follow from this description.

use super::values::{
    Count, CountryCode, Figure, Id, Kilometres, LatLon, Line, Paragraphs, Percent, Url, Version, Year,
};
use crate::decode::{Map, WithSpan, tables};
use crate::dossier::model::{
    BenchmarkKind, Certainty, Date, DateBasis, Day, Position, SourceKind, TargetKind,
};

/// A list, each item with its span.
type List<T> = Vec<WithSpan<T>>;

tables! {
    /// A dossier: states, treaties, spending and quotations, with their sources.
    "the dossier" RawDossier {
        /// The version of this format: 1.
        required format: Version,
        /// The title of the dossier; the dashboard shows it at the top.
        required title: Line,
        /// The day on which the dossier was last reviewed.
        optional revised: Day,
        /// The first view of the map, and the names on it.
        optional map: RawMap,
        /// The sources of the facts, which refer to a source by its id.
        optional source: List<RawSource>,
        /// The agreements that the states join and may leave.
        optional treaty: List<RawTreaty>,
        /// The reference lines for spending.
        optional benchmark: List<RawBenchmark>,
        /// The publications of spending figures, each of which may revise the figures of earlier ones.
        optional edition: List<RawEdition>,
        /// The states, in the order in which the dashboard shows them.
        required state: List<RawState>,
        /// The words of officials and of outside speakers.
        optional quote: List<RawQuote>,
        /// Events that are not specific to one state.
        optional event: List<RawEvent>,
    }

    /// The first view of the map, and the names on it. Without it, the map frames all states and names every neighbour.
    "[map]" RawMap {
        /// Codes of the states that the first view frames; all states if absent.
        optional frame: List<CountryCode>,
        /// Codes of the neighbours to name; all of them if absent.
        optional neighbours: List<CountryCode>,
        /// The seas to name.
        optional seas: List<RawSea>,
    }

    /// A sea that the map names.
    "seas" RawSea {
        /// Its name.
        required name: Line,
        /// The middle of its name: latitude and longitude in degrees, south and west negative.
        required at: LatLon,
    }

    /// A source of facts.
    "[[source]]" RawSource {
        /// A short name by which facts refer to it: "ft-2025-03-18".
        required id: Id,
        /// Its publisher.
        required publisher: Line,
        /// Its title; in square brackets if that is a description.
        required title: Line,
        /// The date of its publication: a day, "2025-03" or "2025".
        optional date: Date,
        /// Its address; only http and https.
        optional url: Url,
        /// The kind of publisher.
        optional kind: SourceKind,
        /// A remark for readers.
        optional note: Paragraphs,
    }

    /// The evidence for a fact.
    "evidence" RawEvidence {
        /// A remark for readers, such as why the fact is disputed.
        optional note: Paragraphs,
        /// The certainty of the fact.
        optional certainty: Certainty,
        /// Ids of the sources, best first.
        optional sources: List<Id>,
    }

    /// An agreement that states join and may leave.
    "[[treaty]]" RawTreaty {
        /// A short name by which stances refer to it: "ottawa".
        required id: Id,
        /// The usual name: "Ottawa Convention".
        required name: Line,
        /// The full name.
        optional formal: Line,
        /// Other names for it.
        optional also: List<Line>,
        /// Its subject: "anti-personnel landmines".
        optional subject: Line,
        /// The day it was adopted.
        optional adopted: Day,
        /// The day it was opened for signature.
        optional opened: Day,
        /// The holder of the treaty, which receives notices of withdrawal.
        optional depositary: Line,
        /// The day it entered into force.
        optional in_force: Day,
        shared evidence: RawEvidence,
    }

    /// A reference line for spending.
    "[[benchmark]]" RawBenchmark {
        /// The name of the line: "NATO goal".
        required name: Line,
        /// Per cent of GDP.
        required percent: Percent,
        /// Agreed ("goal") or suggested ("proposal").
        required kind: BenchmarkKind,
        /// The first day on which it is in effect.
        required from: Day,
        /// The first day on which it is no longer in effect.
        optional until: Day,
        shared evidence: RawEvidence,
    }

    /// A publication of spending figures. The dashboard shows the newest one published by the as-of day.
    "[[edition]]" RawEdition {
        /// A short name for it: "nato-2025-08".
        required id: Id,
        /// Its publisher. Editions succeed each other only if they have the publisher of the first edition.
        required publisher: Line,
        /// Its title.
        required title: Line,
        /// Its name on the screen; publisher and month if absent.
        optional short: Line,
        /// The date of its publication: a day, "2025-08" or "2025".
        required published: Date,
        /// The basis of the date, if no source states it.
        optional date_basis: DateBasis,
        /// The definition of its figures, and the year of their prices.
        optional basis: Line,
        /// The first year whose figures are estimates.
        optional estimates_from: Year,
        /// Per cent of GDP by state and year: `EE = { 2024 = 3.37, 2025 = 3.38 }`.
        required percent: Map<CountryCode, Map<Year, Figure>>,
        shared evidence: RawEvidence,
    }

    /// A figure of an edition with its own evidence.
    "a figure" RawFigure {
        /// Per cent of GDP.
        required percent: Percent,
        /// Whether it is an estimate; otherwise `estimates_from` of the edition decides.
        optional estimate: bool,
        shared evidence: RawEvidence,
    }

    /// A state.
    "[[state]]" RawState {
        /// ISO 3166-1 alpha-2: "EE".
        required code: CountryCode,
        /// The usual name.
        required name: Line,
        /// The full name.
        optional formal: Line,
        /// The capital city.
        optional capital: Line,
        /// The position of the capital on the map: latitude and longitude in degrees, south and west negative.
        optional capital_at: LatLon,
        /// The day the state joined NATO.
        optional nato_since: Day,
        /// Borders with other states.
        optional borders: List<RawBorder>,
        /// Dated steps towards and away from the treaties, oldest first.
        optional stance: List<RawStance>,
        /// Defence spending by year, of a state that no edition covers.
        optional spending: List<RawSpending>,
        /// Levels of spending that the state endorsed, promised or budgeted.
        optional target: List<RawTarget>,
        /// Declared intentions that are neither stances nor targets.
        optional aim: List<RawAim>,
        /// A remark about the state for readers.
        optional note: Paragraphs,
        /// Ids of the sources of name, capital and accession.
        optional sources: List<Id>,
    }

    /// A border of a state.
    "borders" RawBorder {
        /// The neighbour, ISO 3166-1 alpha-2: "RU".
        required with: CountryCode,
        /// The neighbour's name, and which part of it: "Russia (Kaliningrad)".
        optional name: Line,
        /// Its approximate length in kilometres.
        optional km: Kilometres,
        /// Whether the neighbour threatens this state. The map highlights such borders. False if absent.
        optional frontier: bool,
        shared evidence: RawEvidence,
    }

    /// A dated step of a state towards or away from a treaty.
    "[[state.stance]]" RawStance {
        /// The id of the treaty.
        required treaty: Id,
        /// The position of the state from this step on.
        required position: Position,
        /// The date of the step: a day, "2025-07" or "2025"; absent only for never-joined.
        optional date: Date,
        /// The basis of the date, if no source states it.
        optional date_basis: DateBasis,
        /// The step in one phrase.
        required what: Line,
        /// The count, if it was a vote.
        optional votes: RawVotes,
        shared evidence: RawEvidence,
    }

    /// The count of a vote.
    "votes" RawVotes {
        /// Members in favour.
        optional in_favour as "for": Count,
        /// Members against.
        optional against: Count,
        /// Members who abstained.
        optional abstained: Count,
        /// Members who were absent.
        optional absent: Count,
        /// Members who were present and did not vote.
        optional did_not_vote: Count,
    }

    /// Defence spending in a year.
    "[[state.spending]]" RawSpending {
        /// The year.
        required year: Year,
        /// Per cent of GDP.
        required percent: Percent,
        /// Whether it is an estimate; false if absent.
        optional estimate: bool,
        shared evidence: RawEvidence,
    }

    /// A level of spending that a state endorsed, promised or budgeted.
    "[[state.target]]" RawTarget {
        /// Per cent of GDP; the lower end of a range.
        required percent: Percent,
        /// The upper end of a range, per cent of GDP.
        optional up_to: Percent,
        /// The kind of target.
        required kind: TargetKind,
        /// The first year to which it applies.
        optional from: Year,
        /// The year by which to reach it, or the last year to which it applies.
        optional by: Year,
        /// The date of the declaration.
        optional date: Date,
        /// The basis of the date, if no source states it.
        optional date_basis: DateBasis,
        /// The person or body that declared it.
        optional who: Line,
        shared evidence: RawEvidence,
    }

    /// A declared intention that is neither a stance nor a target.
    "[[state.aim]]" RawAim {
        /// The intention.
        required text: Paragraphs,
        /// The person or body that declared it.
        optional by: Line,
        /// The date of the declaration.
        optional date: Date,
        /// The basis of the date, if no source states it.
        optional date_basis: DateBasis,
        shared evidence: RawEvidence,
    }

    /// The words of a speaker, exactly as in the source.
    "[[quote]]" RawQuote {
        /// The name of the speaker.
        required speaker: Line,
        /// The office of the speaker.
        optional office: Line,
        /// Codes of the states represented: one, several (a joint statement), or none (an outside speaker).
        optional states: List<CountryCode>,
        /// The date of the statement.
        optional date: Date,
        /// The basis of the date, if no source states it.
        optional date_basis: DateBasis,
        /// The subject: the id of a treaty, or a word such as "spending".
        optional about: Line,
        /// The context, in your words, of a fragment that is unclear by itself.
        optional context: Paragraphs,
        /// The words, without quotation marks around them.
        required text: Paragraphs,
        shared evidence: RawEvidence,
    }

    /// An event that is not specific to one state.
    "[[event]]" RawEvent {
        /// The date of the event.
        optional date: Date,
        /// The basis of the date, if no source states it.
        optional date_basis: DateBasis,
        /// The event in one sentence.
        required what: Line,
        /// Codes of the states that it affects, if any.
        optional states: List<CountryCode>,
        shared evidence: RawEvidence,
    }
}
