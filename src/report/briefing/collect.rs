//! Collects the facts that were known on a day. All reports get their facts from here, so that none contains anything
//! later than the day.

use std::collections::BTreeSet;

use crate::dossier::model::{self, About, DateBasis, EditionId, QuoteId, SourceId, StateId};
use crate::dossier::{AsOf, Day, Dossier, Text};

use super::*;

impl Briefing {
    /// Collects the facts known on `day` about the given states, in this order, or about all states if none is given.
    pub fn new(dossier: &Dossier, states: &[StateId], day: Day) -> Briefing {
        let collector = Collector::new(dossier.as_of(day));
        let all: Vec<StateId> = dossier.state_ids().collect();
        let selected = if states.is_empty() { &all[..] } else { states };
        let touches = |of: &[StateId]| of.is_empty() || of.iter().any(|state| selected.contains(state));

        let of_state =
            |id: &StateId| [collector.known.quotes(*id), collector.known.joint_quotes(*id)].concat();
        let mut quotes: Vec<_> = selected.iter().flat_map(of_state).collect();
        // Each of its states lists a joint statement. The stable sort keeps the order within a day.
        quotes.sort_unstable();
        quotes.dedup();
        let is_joint = |id: &QuoteId| dossier[*id].states.len() > 1;
        quotes.sort_by_key(|id| (is_joint(id), std::cmp::Reverse(dossier[*id].evidence.known_from)));
        quotes.extend(collector.known.outside_quotes());
        let mut events: Vec<_> = collector.known.events().filter(|event| touches(&event.states)).collect();
        events.sort_by_key(|event| event.evidence.known_from);

        let mut briefing = Briefing {
            format: FORMAT,
            as_of: DateText(day.into()),
            dossier: about(dossier),
            states: selected.iter().map(|id| collector.state(*id)).collect(),
            treaties: dossier.treaties.iter().map(|treaty| collector.treaty(treaty)).collect(),
            benchmarks: collector.known.benchmarks().map(|(_, line)| collector.benchmark(line)).collect(),
            editions: collector.known.editions().map(|id| collector.edition(id, selected)).collect(),
            quotes: quotes.into_iter().map(|id| collector.quote(&dossier[id])).collect(),
            events: events.into_iter().map(|event| collector.event(event)).collect(),
            sources: Vec::new(),
        };
        briefing.sources = collector.sources();
        briefing
    }
}

/// Returns the title and the date of revision of a dossier.
pub(in crate::report) fn about(dossier: &Dossier) -> AboutDossier {
    AboutDossier {
        title: dossier.title.to_string(),
        revised: dossier.revised.map(|day| DateText(day.into())),
    }
}

/// Collects facts, and records the cited sources.
pub(in crate::report) struct Collector<'a> {
    /// The facts known on the day.
    pub known: AsOf<'a>,
    cited: std::cell::RefCell<BTreeSet<SourceId>>,
}

impl<'a> Collector<'a> {
    pub fn new(known: AsOf<'a>) -> Collector<'a> {
        Collector { known, cited: Default::default() }
    }

    /// Returns the sources cited so far, in the order of the dossier.
    pub fn sources(&self) -> Vec<Source> {
        self.cited.borrow().iter().map(|id| self.source(*id)).collect()
    }

    fn source(&self, id: SourceId) -> Source {
        let source = &self.known.dossier[id];
        Source {
            id: source.id.to_string(),
            publisher: source.publisher.to_string(),
            title: source.title.to_string(),
            date: source.date.map(DateText),
            appeared_later: self.appeared_later(id),
            url: text(&source.url),
            kind: source.kind,
            note: text(&source.note),
        }
    }

    /// Returns whether a source appeared after the day. A month or year counts as its last day.
    fn appeared_later(&self, id: SourceId) -> bool {
        self.known.dossier[id].date.is_some_and(|date| date.last_day() > self.known.day)
    }

    pub fn evidence(&self, evidence: &model::Evidence) -> Evidence {
        // The title of a later source can reveal later events. The best source is kept anyway, because the fact comes
        // from it: a figure, for example, from a later edition of a table.
        let mut sources = evidence.sources.to_vec();
        let best = sources.first().copied();
        sources.retain(|id| Some(*id) == best || !self.appeared_later(*id));
        self.cited.borrow_mut().extend(&sources);
        Evidence {
            certainty: evidence.certainty,
            date_basis: basis(evidence),
            note: text(&evidence.note),
            sources: sources.iter().map(|id| self.known.dossier[*id].id.to_string()).collect(),
        }
    }

    /// Returns a day unless it is later than the briefing.
    fn past(&self, day: Option<Day>) -> Option<DateText> {
        day.filter(|day| *day <= self.known.day).map(|day| DateText(day.into()))
    }

    fn names(&self, states: &[StateId]) -> Vec<StateName> {
        states.iter().map(|id| self.name(*id)).collect()
    }

    pub fn name(&self, id: StateId) -> StateName {
        let state = &self.known.dossier[id];
        StateName { code: state.code.to_string(), name: state.name.to_string() }
    }

    fn state(&self, id: StateId) -> State {
        let (known, state) = (self.known, &self.known.dossier[id]);
        let series = known.spending(id);
        let standing = |treaty| {
            let reached = known.reached(id, treaty);
            Standing {
                treaty: known.dossier[treaty].id.to_string(),
                position: reached.map(|step| step.position),
                since: reached.and_then(|step| step.date).map(DateText),
                since_basis: reached
                    .filter(|step| step.date.is_some())
                    .and_then(|step| basis(&step.evidence)),
                history: known.history(id, treaty).iter().map(|step| self.step(step)).collect(),
            }
        };
        State {
            code: state.code.to_string(),
            name: state.name.to_string(),
            formal: text(&state.formal),
            capital: text(&state.capital),
            nato_since: self.past(state.nato_since),
            borders: state.borders.iter().map(|border| self.border(border)).collect(),
            treaties: known.dossier.treaty_ids().map(standing).collect(),
            edition: series.edition.map(|edition| known.dossier[edition].id.to_string()),
            revised: series
                .edition
                .filter(|edition| known.dossier.edition_before(*edition, id).is_some())
                .map(|edition| known.dossier.revision_summary(edition, id)),
            spending: series.figures.iter().map(|figure| self.spending(id, figure)).collect(),
            targets: known.targets(id).iter().map(|target| self.target(target)).collect(),
            aims: known.aims(id).iter().map(|aim| self.aim(aim)).collect(),
            evidence: self.evidence(&state.evidence),
        }
    }

    fn border(&self, border: &model::Border) -> Border {
        Border {
            with: border.with.to_string(),
            name: text(&border.name),
            km: border.km,
            evidence: self.evidence(&border.evidence),
        }
    }

    pub fn step(&self, step: &model::Stance) -> Step {
        Step {
            position: step.position,
            date: step.date.map(DateText),
            what: step.what.to_string(),
            votes: step.votes,
            evidence: self.evidence(&step.evidence),
        }
    }

    pub fn spending(&self, state: StateId, figure: &model::Spending) -> Spending {
        Spending {
            year: figure.year,
            percent: figure.percent,
            estimate: figure.estimate,
            before_accession: self.known.dossier[state].joined_nato_after(figure.year),
            evidence: self.evidence(&figure.evidence),
        }
    }

    fn edition(&self, id: EditionId, states: &[StateId]) -> Edition {
        let edition = &self.known.dossier[id];
        let figures = |state: &StateId| {
            let state = *state;
            let figure =
                move |figure| Figure { state: self.name(state), spending: self.spending(state, figure) };
            edition.figures(state).iter().map(figure)
        };
        Edition {
            id: edition.id.to_string(),
            publisher: edition.publisher.to_string(),
            title: edition.title.to_string(),
            short: edition.short.to_string(),
            published: DateText(edition.published),
            basis: text(&edition.basis),
            estimates_from: edition.estimates_from,
            figures: states.iter().flat_map(figures).collect(),
            evidence: self.evidence(&edition.evidence),
        }
    }

    pub fn target(&self, target: &model::Target) -> Target {
        Target {
            percent: target.percent,
            up_to: target.up_to,
            kind: target.kind,
            from: target.from,
            by: target.by,
            date: target.date.map(DateText),
            who: text(&target.who),
            evidence: self.evidence(&target.evidence),
        }
    }

    pub fn aim(&self, aim: &model::Aim) -> Aim {
        Aim {
            text: aim.text.to_string(),
            by: text(&aim.by),
            date: aim.date.map(DateText),
            evidence: self.evidence(&aim.evidence),
        }
    }

    fn treaty(&self, treaty: &model::Treaty) -> Treaty {
        Treaty {
            id: treaty.id.to_string(),
            name: treaty.name.to_string(),
            formal: text(&treaty.formal),
            also: treaty.also.iter().map(Text::to_string).collect(),
            subject: text(&treaty.subject),
            adopted: self.past(treaty.adopted),
            opened: self.past(treaty.opened),
            in_force: self.past(treaty.in_force),
            depositary: text(&treaty.depositary),
            evidence: self.evidence(&treaty.evidence),
        }
    }

    pub fn benchmark(&self, line: &model::Benchmark) -> Benchmark {
        Benchmark {
            name: line.name.to_string(),
            percent: line.percent,
            kind: line.kind,
            from: DateText(line.from.into()),
            until: self.past(line.until),
            evidence: self.evidence(&line.evidence),
        }
    }

    pub fn quote(&self, quote: &model::Quote) -> Quote {
        let about = quote.about.as_ref().map(|about| match about {
            About::Treaty(id) => self.known.dossier[*id].id.to_string(),
            About::Word(word) => word.to_string(),
        });
        Quote {
            speaker: quote.speaker.to_string(),
            office: text(&quote.office),
            states: self.names(&quote.states),
            date: quote.date.map(DateText),
            about,
            context: text(&quote.context),
            text: quote.text.to_string(),
            evidence: self.evidence(&quote.evidence),
        }
    }

    pub fn event(&self, event: &model::Event) -> Event {
        Event {
            date: event.date.map(DateText),
            what: event.what.to_string(),
            states: self.names(&event.states),
            evidence: self.evidence(&event.evidence),
        }
    }
}

fn text(text: &Option<Text>) -> Option<String> {
    text.as_ref().map(Text::to_string)
}

/// Returns the basis of a date, unless a source states the date.
fn basis(evidence: &model::Evidence) -> Option<DateBasis> {
    Some(evidence.date_basis).filter(|basis| *basis != DateBasis::Stated)
}
