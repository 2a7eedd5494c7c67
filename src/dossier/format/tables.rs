//! The one description of the file format: every table, every key, its type, whether it is needed, and a
//! sentence that explains it. The reader is made from it, and so can a schema be.

use crate::dossier::format::schema::At;
use crate::dossier::format::schema::records;
use crate::dossier::format::values::{Code, Count, Id, Kilometres, Line, Url, Version, Words, Year};
use crate::dossier::format::values::{List, Percent};
use crate::dossier::model::date::{Date, Day};
use crate::dossier::model::{BenchmarkKind, Certainty, DateBasis, Position, TargetKind};
use crate::dossier::room;

records! {
    /// A dossier: states, treaties, spending and words, with their sources.
    "the dossier" Dossier {
        /// The version of this format: 1.
        need format: Version,
        /// What the dossier calls itself; the dashboard shows it at the top.
        need title: Line,
        /// The day on which its keeper last went over it.
        may revised: Day,
        /// Where the facts come from; facts refer to a source by its id.
        may source: List<Source>,
        /// The agreements that the states join and may leave.
        may treaty: List<Treaty>,
        /// The lines that spending is held against.
        may benchmark: List<Benchmark>,
        /// The frontline states, in the order in which the dashboard shows them.
        need state: List<State>,
        /// The words of officials, and of voices from outside.
        may quote: List<Quote>,
        /// What concerns no single state.
        may event: List<Event>,
    }

    /// What a fact rests on.
    "[[source]]" Source {
        /// A short name by which facts refer to it: "ft-2025-03-18".
        need id: Id,
        /// Who published it.
        need publisher: Line,
        /// Its title; in square brackets where that is a description.
        need title: Line,
        /// When it appeared: a day, "2025-03" or "2025".
        may date: Date,
        /// Its address; only http and https.
        may url: Url,
        /// What a reader should know of it.
        may note: Words,
    }

    /// An agreement that states join and may leave.
    "[[treaty]]" Treaty {
        /// A short name by which stances refer to it: "ottawa".
        need id: Id,
        /// The name in use: "Ottawa Convention".
        need name: Line,
        /// The full name.
        may formal: Line,
        /// Other names by which it goes.
        may also: List<Line>,
        /// What it is about: "anti-personnel landmines".
        may subject: Line,
        /// The day it was adopted.
        may adopted: Day,
        /// The day it was opened for signature.
        may opened: Day,
        /// Who keeps it and receives notices of withdrawal.
        may depositary: Line,
        /// The day it came into force.
        may in_force: Day,
        /// What a reader should know of it, such as how withdrawal works.
        may note: Words,
        /// How certain this is.
        may certainty: Certainty,
        /// Ids of the sources.
        may sources: List<Id>,
    }

    /// A line that spending is held against.
    "[[benchmark]]" Benchmark {
        /// What the line is called: "Nato goal".
        need name: Line,
        /// Per cent of GDP.
        need percent: Percent,
        /// Agreed ("goal") or put forward ("proposal").
        need kind: BenchmarkKind,
        /// The first day on which it stood.
        need from: Day,
        /// The first day on which it stood no more.
        may until: Day,
        /// What a reader should know of it.
        may note: Words,
        /// How certain this is.
        may certainty: Certainty,
        /// Ids of the sources.
        may sources: List<Id>,
    }

    /// A frontline state.
    "[[state]]" State {
        /// ISO 3166-1 alpha-2: "EE".
        need code: Code,
        /// The name in use.
        need name: Line,
        /// The full name.
        may formal: Line,
        /// The capital city.
        may capital: Line,
        /// The day the state joined Nato.
        may nato_since: Day,
        /// Borders with states that threaten it.
        may borders: List<Border>,
        /// Dated steps towards and away from the treaties, oldest first.
        may stance: List<Stance>,
        /// Defence spending by year.
        may spending: List<Spending>,
        /// Levels of spending that the state endorsed, promised or budgeted.
        may target: List<Target>,
        /// Declared intentions that are neither stances nor targets.
        may aim: List<Aim>,
        /// What a reader should know of the state.
        may note: Words,
        /// Ids of the sources of name, capital and accession.
        may sources: List<Id>,
    }

    /// A border of a state.
    "borders" Border {
        /// The neighbour, ISO 3166-1 alpha-2: "RU".
        need with: Code,
        /// The neighbour's name, and which part of it: "Russia (Kaliningrad)".
        may name: Line,
        /// About how long it is, in kilometres.
        may km: Kilometres,
        /// What a reader should know of it: how sources differ.
        may note: Words,
        /// How certain the length is.
        may certainty: Certainty,
        /// Ids of the sources; those of the state where absent.
        may sources: List<Id>,
    }

    /// A dated step of a state towards or away from a treaty.
    "[[state.stance]]" Stance {
        /// The id of the treaty.
        need treaty: Id,
        /// Where the state stands from this step on.
        need position: Position,
        /// When: a day, "2025-07" or "2025"; absent only for never-joined.
        may date: Date,
        /// What happened, in one phrase.
        need what: Line,
        /// The count, where it was a vote.
        may votes: Votes,
        /// How certain the step is.
        may certainty: Certainty,
        /// How the date was come by, where no source states it.
        may date_basis: DateBasis,
        /// What a reader should know of it; why it is disputed.
        may note: Words,
        /// Ids of the sources, best first.
        may sources: List<Id>,
    }

    /// The count of a vote.
    "votes" Votes {
        /// Members for it.
        may in_favour as "for": Count,
        /// Members against it.
        may against: Count,
        /// Members who abstained.
        may abstained: Count,
        /// Members who were absent.
        may absent: Count,
        /// Members who were there and did not vote.
        may did_not_vote: Count,
    }

    /// Defence spending in a year.
    "[[state.spending]]" Spending {
        /// The year.
        need year: Year,
        /// Per cent of GDP.
        need percent: Percent,
        /// Whether it is an estimate; false where absent.
        may estimate: bool,
        /// How certain the figure is.
        may certainty: Certainty,
        /// What a reader should know of it.
        may note: Words,
        /// Ids of the sources, the edition that it is from first.
        may sources: List<Id>,
    }

    /// A level of spending that a state endorsed, promised or budgeted.
    "[[state.target]]" Target {
        /// Per cent of GDP; the lower end of a range.
        need percent: Percent,
        /// The upper end of a range, per cent of GDP.
        may up_to: Percent,
        /// How firm it is.
        need kind: TargetKind,
        /// The first year it is meant for.
        may from: Year,
        /// The year by which, or the last year for which, it is meant.
        may by: Year,
        /// When it was declared.
        may date: Date,
        /// How the date was come by, where no source states it.
        may date_basis: DateBasis,
        /// Who declared it.
        may who: Line,
        /// What a reader should know of it.
        may note: Words,
        /// How certain it is.
        may certainty: Certainty,
        /// Ids of the sources.
        may sources: List<Id>,
    }

    /// A declared intention that is neither a stance nor a target.
    "[[state.aim]]" Aim {
        /// What is intended.
        need text: Words,
        /// Who declared it.
        may by: Line,
        /// When.
        may date: Date,
        /// How the date was come by, where no source states it.
        may date_basis: DateBasis,
        /// What a reader should know of it.
        may note: Words,
        /// How certain it is.
        may certainty: Certainty,
        /// Ids of the sources.
        may sources: List<Id>,
    }

    /// Somebody's words, exactly as the source has them.
    "[[quote]]" Quote {
        /// Who spoke.
        need speaker: Line,
        /// In what office.
        may office: Line,
        /// Codes of the states for which they spoke: one, several (a joint statement), or none (a voice from outside).
        may states: List<Code>,
        /// When.
        may date: Date,
        /// How the date was come by, where no source states it.
        may date_basis: DateBasis,
        /// The id of a treaty, or a word such as "spending".
        may about: Line,
        /// The setting in your words, where a fragment alone says nothing.
        may context: Words,
        /// The words, without quotation marks around them.
        need text: Words,
        /// What a reader should know of it.
        may note: Words,
        /// How certain it is.
        may certainty: Certainty,
        /// Ids of the sources.
        may sources: List<Id>,
    }

    /// Something that concerns no single state.
    "[[event]]" Event {
        /// When.
        may date: Date,
        /// How the date was come by, where no source states it.
        may date_basis: DateBasis,
        /// What happened, in one sentence.
        need what: Line,
        /// Codes of the states that it touches, if any.
        may states: List<Code>,
        /// What a reader should know of it.
        may note: Words,
        /// How certain it is.
        may certainty: Certainty,
        /// Ids of the sources.
        may sources: List<Id>,
    }
}

impl Dossier {
    /// Takes in what the next piece of the file says.
    pub fn append(&mut self, next: Dossier) {
        self.format = self.format.take().or(next.format);
        self.title = self.title.take().or(next.title);
        self.revised = self.revised.take().or(next.revised);
        append(&mut self.source, next.source);
        append(&mut self.treaty, next.treaty);
        append(&mut self.benchmark, next.benchmark);
        append(&mut self.state, next.state);
        append(&mut self.quote, next.quote);
        append(&mut self.event, next.event);
    }
}

fn append<T>(list: &mut Option<At<List<T>>>, next: Option<At<List<T>>>) {
    match (list, next) {
        (Some(list), Some(next)) => room::extend(&mut list.value.0, next.value.0),
        (list, next) => *list = list.take().or(next),
    }
}
