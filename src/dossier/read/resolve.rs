//! From what the file says to what it means: references resolved, doubles and disorder found, each fact told
//! when it became known.

use std::collections::HashMap;
use std::iter;

use smallvec::SmallVec;

use crate::dossier::format::schema::At;
use crate::dossier::format::tables;
use crate::dossier::format::values::{Code, Id, Line, List, Words};
use crate::dossier::lists::Lists;
use crate::dossier::model::date::{Date, Day};
use crate::dossier::model::text::Text;
use crate::dossier::model::*;
use crate::dossier::part::{Part, Whole};
use crate::dossier::read::decoder::{Reader, UNKNOWN_FORMAT, shown};
use crate::dossier::read::diagnostics::Diagnostic;
use crate::dossier::room;

/// Makes the model of a file whose records were read; problems go to `reader`.
pub(crate) fn resolve(file: tables::Dossier, reader: &mut Reader) -> Dossier {
    let mut lowering = Resolver {
        reader,
        dossier: Dossier::default(),
        sources: SymbolTable::default(),
        treaties: SymbolTable::default(),
        states: SymbolTable::default(),
        lists: Lists::default(),
    };
    if let Some(format) = &file.format
        && format.value.0 != 1
    {
        let message = format!("format {} is not known to this version", format.value.0);
        let problem = Diagnostic::error(UNKNOWN_FORMAT, format.at, message);
        lowering.reader.report(problem.expected("format = 1"));
    }
    lowering.dossier.title = line(file.title).unwrap_or_default();
    lowering.dossier.revised = value(file.revised);
    let sources = items(file.source);
    lowering.dossier.sources = room::list(sources.len());
    for source in sources {
        lowering.source(source);
    }
    for treaty in items(file.treaty) {
        lowering.treaty(treaty);
    }
    for benchmark in items(file.benchmark) {
        lowering.benchmark(benchmark);
    }
    if let Some(states) = &file.state
        && states.value.0.is_empty()
    {
        let problem = Diagnostic::error("no-state", states.at, "a dossier without a state");
        lowering.reader.report(problem.expected("[[state]] tables"));
    }
    let states = items(file.state);
    // Codes first: a quotation or an event may name a state that stands further on.
    for state in &states {
        match &state.value.code {
            Some(code) => lowering.states.add(&code.value.0, code.at, "code", lowering.reader),
            None => lowering.states.nameless = true,
        }
    }
    lowering.dossier.states = room::list(states.len());
    lowering.lists = Lists::for_those_of(&states, lowering.dossier.treaties.len());
    for state in states {
        lowering.state(state);
    }
    let quotes = items(file.quote);
    lowering.dossier.quotes = room::list(quotes.len());
    for quote in quotes {
        lowering.quote(quote);
    }
    let events = items(file.event);
    lowering.dossier.events = room::list(events.len());
    for event in events {
        lowering.event(event);
    }
    lowering.finish()
}

/// Names that were given, where, and which item each means.
#[derive(Default)]
struct SymbolTable {
    names: HashMap<Text, (u32, Span)>,
    /// Whether there is an item without a name, or with one that could not be read: a reference that leads
    /// nowhere may be meant for it.
    nameless: bool,
}

impl SymbolTable {
    /// Gives a name to the next item; a second item of the same name is reported and keeps none.
    fn add(&mut self, name: &Text, at: Span, what: &str, reader: &mut Reader) {
        let next = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        if let Some((_, first)) = self.names.get(name) {
            let message = format!("{what} {} stands twice", shown(name));
            let problem = Diagnostic::error("doubled-id", at, message).expected(format!("each {what} once"));
            reader.report(problem.related(*first, "the first is"));
        } else {
            self.names.insert(name.clone(), (next, at));
        }
    }

    /// The item of that name, reported where there is none.
    fn find(
        &self,
        name: &Text,
        at: Span,
        code: &'static str,
        what: &str,
        reader: &mut Reader,
    ) -> Option<u32> {
        if let Some((id, _)) = self.names.get(name) {
            return Some(*id);
        }
        if self.nameless {
            return None;
        }
        let message = format!("no {what} is called {}", shown(name));
        let problem = Diagnostic::error(code, at, message);
        let problem = match reader.may_compare(self.names.len()) {
            true => problem.nearest(name, self.names.keys().map(Text::as_str)),
            false => problem,
        };
        reader.report(problem);
        None
    }
}

struct Resolver<'r> {
    reader: &'r mut Reader,
    dossier: Dossier,
    sources: SymbolTable,
    treaties: SymbolTable,
    states: SymbolTable,
    lists: Lists,
}

/// What a fact says of its own evidence.
#[derive(Default)]
struct RawEvidence {
    sources: Option<At<List<Id>>>,
    certainty: Option<At<Certainty>>,
    date_basis: Option<At<DateBasis>>,
    note: Option<At<Words>>,
}

/// When a fact became known.
enum Since {
    /// It always was.
    Always,
    /// With its own date, or, where it has none, with its earliest dated source.
    Date(Option<Date>),
    /// With its earliest dated source.
    Sources,
}

impl Resolver<'_> {
    fn source(&mut self, source: At<tables::Source>) {
        let At { at, value: source } = source;
        let Some(id) = &source.id else {
            self.sources.nameless = true;
            return;
        };
        self.sources.add(&id.value.0, id.at, "source", self.reader);
        self.dossier.sources.push(Source {
            id: id.value.0.clone(),
            publisher: line(source.publisher).unwrap_or_default(),
            title: line(source.title).unwrap_or_default(),
            date: value(source.date),
            url: source.url.map(|url| url.value.0),
            note: source.note.map(|note| note.value.0),
            at,
        });
    }

    fn treaty(&mut self, treaty: At<tables::Treaty>) {
        let At { at, value: treaty } = treaty;
        let raw_evidence = RawEvidence {
            sources: treaty.sources,
            certainty: treaty.certainty,
            note: treaty.note,
            ..RawEvidence::default()
        };
        let evidence = self.evidence(raw_evidence, at, Since::Always, "treaty");
        let Some(id) = &treaty.id else {
            self.treaties.nameless = true;
            return;
        };
        self.treaties.add(&id.value.0, id.at, "treaty", self.reader);
        self.dossier.treaties.push(Treaty {
            id: id.value.0.clone(),
            name: line(treaty.name).unwrap_or_default(),
            formal: line(treaty.formal),
            also: items(treaty.also).into_iter().map(|name| name.value.0).collect(),
            subject: line(treaty.subject),
            adopted: value(treaty.adopted),
            opened: value(treaty.opened),
            depositary: line(treaty.depositary),
            in_force: value(treaty.in_force),
            evidence,
        });
    }

    fn benchmark(&mut self, benchmark: At<tables::Benchmark>) {
        let At { at, value: benchmark } = benchmark;
        if let (Some(from), Some(until)) = (&benchmark.from, &benchmark.until)
            && until.value <= from.value
        {
            let message = format!("`until` is {}, no later than `from`", until.value);
            self.reader.report(Diagnostic::error("span-reversed", until.at, message).expected("a later day"));
        }
        let raw_evidence = RawEvidence {
            sources: benchmark.sources,
            certainty: benchmark.certainty,
            note: benchmark.note,
            ..RawEvidence::default()
        };
        let evidence = self.evidence(raw_evidence, at, Since::Always, "benchmark");
        let (Some(percent), Some(kind), Some(from)) =
            (benchmark.percent, value(benchmark.kind), value(benchmark.from))
        else {
            return;
        };
        self.dossier.benchmarks.push(Benchmark {
            name: line(benchmark.name).unwrap_or_default(),
            percent: percent.value.0,
            kind,
            from,
            until: value(benchmark.until),
            evidence,
        });
    }

    fn state(&mut self, state: At<tables::State>) {
        let At { at, value: state } = state;
        let raw_evidence = RawEvidence { sources: state.sources, note: state.note, ..RawEvidence::default() };
        let evidence = self.evidence(raw_evidence, at, Since::Always, "state");
        let borders: Vec<_> =
            items(state.borders).into_iter().filter_map(|border| self.border(border)).collect();
        let whole = self.reader.is_whole(at);
        let histories = self.histories(items(state.stance), whole);
        let spending = self.spending(items(state.spending), whole);
        let mut targets: Vec<_> =
            items(state.target).into_iter().filter_map(|target| self.target(target)).collect();
        targets.sort_by_key(|target| target.evidence.known_from);
        let mut aims: Vec<_> = items(state.aim).into_iter().filter_map(|aim| self.aim(aim)).collect();
        aims.sort_by_key(|aim| aim.evidence.known_from);
        let Some(code) = state.code else { return };
        let lists = &mut self.lists;
        lists.borders.add(borders);
        histories.into_iter().for_each(|history| lists.stances.add(history));
        lists.spending.add(spending);
        lists.targets.add(targets);
        lists.aims.add(aims);
        self.dossier.states.push(State {
            code: code.value.0,
            name: line(state.name).unwrap_or_default(),
            formal: line(state.formal),
            capital: line(state.capital),
            nato_since: value(state.nato_since),
            borders: Part::default(),
            histories: Part::default(),
            spending: Part::default(),
            targets: Part::default(),
            aims: Part::default(),
            quotes: Part::default(),
            evidence,
        });
    }

    fn border(&mut self, border: At<tables::Border>) -> Option<Border> {
        let At { at, value: border } = border;
        let sourced = border.sources.is_some();
        let raw_evidence = RawEvidence {
            sources: border.sources,
            certainty: border.certainty,
            note: border.note,
            ..RawEvidence::default()
        };
        let evidence = if sourced {
            self.evidence(raw_evidence, at, Since::Always, "border")
        } else {
            self.unsourced(raw_evidence, at)
        };
        Some(Border {
            with: border.with?.value.0,
            name: line(border.name),
            km: border.km.map(|km| km.value.0),
            evidence,
        })
    }

    /// Sorts the steps to their treaties; within a treaty they must stand in order of their dates, if their state is
    /// whole.
    fn histories(&mut self, steps: SmallVec<[At<tables::Stance>; 1]>, whole: bool) -> Vec<Vec<Stance>> {
        let mut histories = vec![Vec::new(); self.dossier.treaties.len()];
        for At { at, value: step } in steps {
            let treaty = step.treaty.as_ref().and_then(|id| {
                self.treaties.find(&id.value.0, id.at, "unknown-treaty", "treaty", self.reader)
            });
            let position = value(step.position);
            if step.date.is_none()
                && position.is_some_and(|position| position != Position::NeverJoined)
                && self.reader.lacks(at, "date")
            {
                let message = "a step without a `date`";
                self.reader.report(
                    Diagnostic::error("missing-key", at, message)
                        .expected("the day it was taken; only `never-joined` may stand without"),
                );
            }
            let since = match &step.date {
                Some(date) => Since::Date(Some(date.value)),
                None => Since::Always,
            };
            let raw_evidence = RawEvidence {
                sources: step.sources,
                certainty: step.certainty,
                date_basis: step.date_basis,
                note: step.note,
            };
            let evidence = self.evidence(raw_evidence, at, since, "stance");
            let date = step.date.as_ref().map(|date| date.value);
            let (Some(treaty), Some(position)) = (treaty, position) else { continue };
            let Some(history) = histories.get_mut(treaty as usize) else { continue };
            let before =
                history.iter().rev().find_map(|step: &Stance| step.date.map(|date| (date, step.evidence.at)));
            if let (Some(date), Some((before, before_at))) = (date, before)
                && date.order(before).is_lt()
                && whole
            {
                let at = step.date.as_ref().map_or(at, |date| date.at);
                let message = format!("{date} comes before the step above it, of {before}");
                let problem = Diagnostic::error("steps-out-of-order", at, message);
                self.reader.report(
                    problem.expected("steps in order of their dates").related(before_at, "that step is"),
                );
            }
            history.push(Stance {
                position,
                date,
                what: line(step.what).unwrap_or_default(),
                votes: step.votes.map(|votes| votes.value).map(|votes| Votes {
                    in_favour: votes.in_favour.map(|n| n.value.0),
                    against: votes.against.map(|n| n.value.0),
                    abstained: votes.abstained.map(|n| n.value.0),
                    absent: votes.absent.map(|n| n.value.0),
                    did_not_vote: votes.did_not_vote.map(|n| n.value.0),
                }),
                evidence,
            });
        }
        // Steps out of order were reported; undated ones belong first, whatever the file's order.
        for history in &mut histories {
            history.sort_by_key(|step| step.evidence.known_from);
        }
        histories
    }

    /// The figures; each year must stand once, if the state is whole.
    fn spending(&mut self, figures: SmallVec<[At<tables::Spending>; 1]>, whole: bool) -> Vec<Spending> {
        let mut seen: HashMap<i16, Span> = HashMap::new();
        let mut spending = Vec::with_capacity(figures.len());
        for At { at, value: figure } in figures {
            if let Some(year) = &figure.year {
                if let Some(first) = seen.get(&year.value.0).filter(|_| whole) {
                    let message = format!("{} stands twice in the state's spending", year.value.0);
                    let problem =
                        Diagnostic::error("doubled-year", year.at, message).expected("each year once");
                    self.reader.report(problem.related(*first, "the first is"));
                } else {
                    seen.insert(year.value.0, year.at);
                }
            }
            let raw_evidence = RawEvidence {
                sources: figure.sources,
                certainty: figure.certainty,
                note: figure.note,
                ..RawEvidence::default()
            };
            let evidence = self.evidence(raw_evidence, at, Since::Sources, "figure");
            if let (Some(year), Some(percent)) = (figure.year, figure.percent) {
                let estimate = figure.estimate.is_some_and(|estimate| estimate.value);
                spending.push(Spending { year: year.value.0, percent: percent.value.0, estimate, evidence });
            }
        }
        spending.sort_by_key(|figure| figure.year);
        spending
    }

    fn target(&mut self, target: At<tables::Target>) -> Option<Target> {
        let At { at, value: target } = target;
        if let (Some(percent), Some(up_to)) = (&target.percent, &target.up_to)
            && up_to.value.0 <= percent.value.0
        {
            let message = format!("`up_to` is {}, no more than `percent`", up_to.value.0);
            self.reader.report(
                Diagnostic::error("span-reversed", up_to.at, message).expected("a higher percentage"),
            );
        }
        if let (Some(from), Some(by)) = (&target.from, &target.by)
            && by.value.0 < from.value.0
        {
            let message = format!("`by` is {}, earlier than `from`", by.value.0);
            self.reader.report(
                Diagnostic::error("span-reversed", by.at, message).expected("the same year or a later one"),
            );
        }
        let raw_evidence = RawEvidence {
            sources: target.sources,
            certainty: target.certainty,
            date_basis: target.date_basis,
            note: target.note,
        };
        let date = value(target.date);
        let evidence = self.evidence(raw_evidence, at, Since::Date(date), "target");
        Some(Target {
            percent: target.percent?.value.0,
            up_to: target.up_to.map(|percent| percent.value.0),
            kind: target.kind?.value,
            from: target.from.map(|year| year.value.0),
            by: target.by.map(|year| year.value.0),
            date,
            who: line(target.who),
            evidence,
        })
    }

    fn aim(&mut self, aim: At<tables::Aim>) -> Option<Aim> {
        let At { at, value: aim } = aim;
        let raw_evidence = RawEvidence {
            sources: aim.sources,
            certainty: aim.certainty,
            date_basis: aim.date_basis,
            note: aim.note,
        };
        let date = value(aim.date);
        let evidence = self.evidence(raw_evidence, at, Since::Date(date), "aim");
        Some(Aim { text: aim.text?.value.0, by: line(aim.by), date, evidence })
    }

    fn quote(&mut self, quote: At<tables::Quote>) {
        let At { at, value: quote } = quote;
        let states = self.named_states(quote.states);
        let about = line(quote.about).map(|about| match self.treaties.names.get(&about) {
            Some((id, _)) => About::Treaty(TreatyId(*id)),
            None => About::Word(about),
        });
        let raw_evidence = RawEvidence {
            sources: quote.sources,
            certainty: quote.certainty,
            date_basis: quote.date_basis,
            note: quote.note,
        };
        let date = value(quote.date);
        let evidence = self.evidence(raw_evidence, at, Since::Date(date), "quote");
        let (Some(speaker), Some(text)) = (line(quote.speaker), quote.text) else { return };
        self.dossier.quotes.push(Quote {
            speaker,
            office: line(quote.office),
            states,
            date,
            about,
            context: quote.context.map(|context| context.value.0),
            text: text.value.0,
            evidence,
        });
    }

    fn event(&mut self, event: At<tables::Event>) {
        let At { at, value: event } = event;
        let states = self.named_states(event.states);
        let raw_evidence = RawEvidence {
            sources: event.sources,
            certainty: event.certainty,
            date_basis: event.date_basis,
            note: event.note,
        };
        let date = value(event.date);
        let evidence = self.evidence(raw_evidence, at, Since::Date(date), "event");
        let Some(what) = line(event.what) else { return };
        self.dossier.events.push(Event { date, what, states, evidence });
    }

    fn named_states(&mut self, codes: Option<At<List<Code>>>) -> Few<StateId> {
        let find = |code: At<Code>| {
            self.states.find(&code.value.0, code.at, "unknown-state", "state", self.reader).map(StateId)
        };
        items(codes).into_iter().filter_map(find).collect()
    }

    /// Resolves the sources of a fact; one that names none is worth a warning.
    fn evidence(&mut self, raw_evidence: RawEvidence, at: Span, since: Since, what: &str) -> Evidence {
        if raw_evidence.sources.as_ref().is_none_or(|sources| sources.value.0.is_empty())
            && self.reader.lacks(at, "sources")
        {
            let article = if what.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
            let message = format!("{article} {what} without a source");
            self.reader.report(Diagnostic::warning("no-source", at, message).expected("`sources = [\"…\"]`"));
        }
        let mut evidence = self.unsourced(raw_evidence, at);
        evidence.known_from = match since {
            Since::Always => None,
            Since::Date(Some(date)) => Some(date.last_day()),
            Since::Date(None) | Since::Sources => self.earliest(&evidence.sources),
        };
        evidence
    }

    fn unsourced(&mut self, raw_evidence: RawEvidence, at: Span) -> Evidence {
        let find = |id: At<Id>| {
            self.sources.find(&id.value.0, id.at, "unknown-source", "source", self.reader).map(SourceId)
        };
        Evidence {
            sources: items(raw_evidence.sources).into_iter().filter_map(find).collect(),
            certainty: value(raw_evidence.certainty).unwrap_or_default(),
            date_basis: value(raw_evidence.date_basis).unwrap_or_default(),
            note: raw_evidence.note.map(|note| note.value.0),
            known_from: None,
            at,
        }
    }

    /// The day on which the first of the sources had appeared.
    fn earliest(&self, sources: &[SourceId]) -> Option<Day> {
        sources.iter().filter_map(|id| self.dossier.sources.get(id.index())?.date).map(Date::last_day).min()
    }

    /// Gives each state its quotations, latest first; of one day those that are its alone before joint statements.
    fn finish(self) -> Dossier {
        let mut dossier = self.dossier;
        self.lists.give_out(&mut dossier.states);
        let mut order: Vec<QuoteId> = room::list(dossier.quotes.len());
        order.extend((0..dossier.quotes.len()).map(QuoteId::at));
        order.sort_unstable_by_key(|id| {
            let quote = &dossier[*id];
            (std::cmp::Reverse(quote.evidence.known_from), quote.states.len(), *id)
        });
        let is_outside = |id: &&QuoteId| dossier[**id].states.is_empty();
        dossier.outside_quotes = order.iter().filter(is_outside).copied().collect();
        let whose = |(turn, id): (usize, &QuoteId)| {
            let states = dossier[*id].states.clone();
            states.into_iter().map(move |state| (state, turn))
        };
        let mut turns: Vec<(StateId, usize)> = room::list(order.len());
        turns.extend(order.iter().enumerate().flat_map(whose));
        turns.sort_unstable();
        let mut quotes = Whole::with_room(turns.len());
        let mut turns = turns.into_iter().peekable();
        for id in dossier.state_ids() {
            let turns = iter::from_fn(|| turns.next_if(|(state, _)| *state == id));
            quotes.add(turns.filter_map(|(_, turn)| order.get(turn).copied()));
        }
        for (state, quotes) in dossier.states.iter_mut().zip(quotes.parts()) {
            state.quotes = quotes;
        }
        dossier.timeline = dossier.in_time();
        dossier.became_known = dossier.as_it_became_known();
        dossier.spending_peaks = dossier.peaks();
        dossier.days = dossier.all_days();
        dossier
    }
}

fn items<T>(list: Option<At<List<T>>>) -> SmallVec<[At<T>; 1]> {
    list.map(|list| list.value.0).unwrap_or_default()
}

fn value<T>(at: Option<At<T>>) -> Option<T> {
    at.map(|at| at.value)
}

fn line(at: Option<At<Line>>) -> Option<Text> {
    at.map(|at| at.value.0)
}
