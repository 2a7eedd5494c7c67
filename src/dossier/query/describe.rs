//! Every fact of a dossier by name, and each fact put into words field by field, for comparing and finding.

use std::ops::Range;

use crate::dossier::model::date::Day;
use crate::dossier::model::*;
use crate::dossier::query::differing::Selection;

/// A fact of a dossier. Steps, figures, targets and aims are counted from 0 in the model's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fact {
    /// The dossier's own title and day.
    Dossier,
    /// A source.
    Source(SourceId),
    /// A treaty.
    Treaty(TreatyId),
    /// A benchmark.
    Benchmark(BenchmarkId),
    /// A state's name, capital, accession and borders.
    State(StateId),
    /// A step of a state towards a treaty.
    Stance(StateId, TreatyId, usize),
    /// A figure of a state's spending.
    Spending(StateId, usize),
    /// A target of a state.
    Target(StateId, usize),
    /// An aim of a state.
    Aim(StateId, usize),
    /// A quotation.
    Quote(QuoteId),
    /// An event.
    Event(EventId),
}

impl Fact {
    /// The fact of the same place in a state that was `from` and is now `to`; others stay.
    pub fn moved(self, from: StateId, to: StateId) -> Fact {
        match self {
            Fact::State(id) if id == from => Fact::State(to),
            Fact::Stance(id, treaty, n) if id == from => Fact::Stance(to, treaty, n),
            Fact::Spending(id, n) if id == from => Fact::Spending(to, n),
            Fact::Target(id, n) if id == from => Fact::Target(to, n),
            Fact::Aim(id, n) if id == from => Fact::Aim(to, n),
            other => other,
        }
    }

    /// What kind of fact it is, in the word that the file format has for its table.
    pub fn kind(self) -> &'static str {
        match self {
            Fact::Dossier => "dossier",
            Fact::Source(_) => "source",
            Fact::Treaty(_) => "treaty",
            Fact::Benchmark(_) => "benchmark",
            Fact::State(_) => "state",
            Fact::Stance(..) => "stance",
            Fact::Spending(..) => "spending",
            Fact::Target(..) => "target",
            Fact::Aim(..) => "aim",
            Fact::Quote(_) => "quote",
            Fact::Event(_) => "event",
        }
    }
}

/// A fact in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Described {
    pub fact: Fact,
    /// What it belongs to, as it is written: "Estonia, Ottawa Convention".
    pub subject: String,
    /// The same by codes and ids, which stay when a name is mended: only facts of one kind that belong to
    /// the same can be one fact in two versions of the dossier.
    pub belongs: String,
    /// What makes it the same fact in another version, besides kind and what it belongs to.
    pub identity: String,
    /// What it is called in a sentence: "the step of 4 Jun 2025".
    pub name: String,
    /// What it says, by key.
    pub fields: Vec<(&'static str, String)>,
    /// The day from which it is known.
    pub known_from: Option<Day>,
}

impl Dossier {
    /// The facts in words, in the order of the model; of what there can be thousands of, only what is selected.
    pub(crate) fn described(&self, selection: &Selection) -> Vec<Described> {
        let Selection { sources, states, quotes, events } = selection;
        let mut facts = vec![Described {
            fact: Fact::Dossier,
            subject: "The dossier".into(),
            belongs: String::new(),
            identity: String::new(),
            name: String::new(),
            fields: vec![("title", self.title.to_string()), ("revised", or_none(&self.revised))],
            known_from: None,
        }];
        for (n, source) in within(&self.sources, sources) {
            facts.push(Described {
                fact: Fact::Source(SourceId::at(n)),
                subject: "Sources".into(),
                belongs: String::new(),
                identity: source.id.to_string(),
                name: source.id.to_string(),
                fields: vec![
                    ("publisher", source.publisher.to_string()),
                    ("title", source.title.to_string()),
                    ("date", or_none(&source.date)),
                    ("url", or_none(&source.url)),
                    ("note", or_none(&source.note)),
                    ("id", source.id.to_string()),
                ],
                known_from: None,
            });
        }
        for (n, treaty) in self.treaties.iter().enumerate() {
            let also: Vec<&str> = treaty.also.iter().map(|name| name.as_str()).collect();
            let fields = vec![
                ("name", treaty.name.to_string()),
                ("formal name", or_none(&treaty.formal)),
                ("other names", also.join(", ")),
                ("subject", or_none(&treaty.subject)),
                ("adopted", or_none(&treaty.adopted)),
                ("opened", or_none(&treaty.opened)),
                ("depositary", or_none(&treaty.depositary)),
                ("in force", or_none(&treaty.in_force)),
                ("id", treaty.id.to_string()),
            ];
            let identity = treaty.id.to_string();
            facts.push(self.fact(
                Fact::Treaty(TreatyId::at(n)),
                (treaty.name.to_string(), String::new()),
                identity,
                String::new(),
                fields,
                &treaty.evidence,
            ));
        }
        for (n, benchmark) in self.benchmarks.iter().enumerate() {
            let fields = vec![
                ("percent", percent(benchmark.percent)),
                ("kind", benchmark.kind.word().into()),
                ("from", benchmark.from.to_string()),
                ("until", or_none(&benchmark.until)),
                ("name", benchmark.name.to_string()),
            ];
            let name = benchmark.name.to_string();
            let fact = Fact::Benchmark(BenchmarkId::at(n));
            facts.push(self.fact(
                fact,
                ("Benchmarks".into(), String::new()),
                name.clone(),
                name,
                fields,
                &benchmark.evidence,
            ));
        }
        for id in states {
            self.describe_state(*id, &self[*id], &mut facts);
        }
        for (n, quote) in within(&self.quotes, quotes) {
            let about = match &quote.about {
                Some(About::Treaty(treaty)) => self[*treaty].id.to_string(),
                Some(About::Word(word)) => word.to_string(),
                None => String::new(),
            };
            let fields = vec![
                ("words", quote.text.to_string()),
                ("office", or_none(&quote.office)),
                ("states", self.codes(&quote.states)),
                ("date", or_none(&quote.date)),
                ("about", about),
                ("context", or_none(&quote.context)),
            ];
            let identity = format!("{:?}", quote.date);
            let name = match quote.date {
                Some(date) => format!("the quotation of {date}"),
                None => "the quotation".into(),
            };
            let speaker = quote.speaker.to_string();
            facts.push(self.fact(
                Fact::Quote(QuoteId::at(n)),
                (speaker.clone(), speaker),
                identity,
                name,
                fields,
                &quote.evidence,
            ));
        }
        for (n, event) in within(&self.events, events) {
            let fields = vec![
                ("what", event.what.to_string()),
                ("date", or_none(&event.date)),
                ("states", self.codes(&event.states)),
            ];
            let name = event.what.to_string();
            let identity = format!("{:?}", event.date);
            let fact = Fact::Event(EventId::at(n));
            facts.push(self.fact(
                fact,
                ("Events".into(), String::new()),
                identity,
                name,
                fields,
                &event.evidence,
            ));
        }
        facts
    }

    fn describe_state(&self, id: StateId, state: &State, facts: &mut Vec<Described>) {
        let borders: Vec<String> = state.borders.iter().map(Dossier::describe_border).collect();
        let details = state.borders.iter().map(|border| self.describe_details(state, border));
        let details: Vec<String> = details.filter(|text| !text.is_empty()).collect();
        let fields = vec![
            ("name", state.name.to_string()),
            ("formal name", or_none(&state.formal)),
            ("capital", or_none(&state.capital)),
            ("in Nato since", or_none(&state.nato_since)),
            ("borders", borders.join(", ")),
            ("details of borders", details.join(", ")),
            ("code", state.code.to_string()),
        ];
        let (code, name) = (state.code.to_string(), state.name.to_string());
        facts.push(self.fact(
            Fact::State(id),
            (name.clone(), String::new()),
            code.clone(),
            String::new(),
            fields,
            &state.evidence,
        ));
        for (treaty, history) in self.treaty_ids().zip(&state.histories) {
            let subject = format!("{name}, {}", self[treaty].name);
            let belongs = format!("{code} {}", self[treaty].id);
            for (n, step) in history.0.iter().enumerate() {
                let fields = vec![
                    ("position", step.position.name().into()),
                    ("date", or_none(&step.date)),
                    ("what", step.what.to_string()),
                    ("votes", or_none(&step.votes)),
                ];
                let identity = format!("{:?}", step.date);
                let called = match step.date {
                    Some(date) => format!("the step of {date}"),
                    None => format!("“{}”", step.position.name()),
                };
                let fact = Fact::Stance(id, treaty, n);
                facts.push(self.fact(
                    fact,
                    (subject.clone(), belongs.clone()),
                    identity,
                    called,
                    fields,
                    &step.evidence,
                ));
            }
        }
        for (n, figure) in state.spending.iter().enumerate() {
            let fields =
                vec![("percent", percent(figure.percent)), ("estimate", figure.estimate.to_string())];
            let subject = format!("{name}, defence spending {}", figure.year);
            let year = figure.year.to_string();
            let fact = Fact::Spending(id, n);
            facts.push(self.fact(
                fact,
                (subject, format!("{code} {year}")),
                year,
                String::new(),
                fields,
                &figure.evidence,
            ));
        }
        for (n, target) in state.targets.iter().enumerate() {
            let level = match target.up_to {
                Some(up_to) => format!("{} to {}", target.percent, percent(up_to)),
                None => percent(target.percent),
            };
            let fields = vec![
                ("level", level.clone()),
                ("kind", target.kind.name().into()),
                ("from", or_none(&target.from)),
                ("by", or_none(&target.by)),
                ("date", or_none(&target.date)),
                ("who", or_none(&target.who)),
            ];
            let identity = format!("{:?}", target.date);
            let subject = format!("{name}, targets");
            let called = format!("{} of {level}", target.kind.name());
            let fact = Fact::Target(id, n);
            facts.push(self.fact(fact, (subject, code.clone()), identity, called, fields, &target.evidence));
        }
        for (n, aim) in state.aims.iter().enumerate() {
            let fields =
                vec![("aim", aim.text.to_string()), ("by", or_none(&aim.by)), ("date", or_none(&aim.date))];
            let called = format!("“{}”", aim.text.as_str());
            let identity = format!("{:?}", aim.date);
            let subject = format!("{name}, aims");
            facts.push(self.fact(
                Fact::Aim(id, n),
                (subject, code.clone()),
                identity,
                called,
                fields,
                &aim.evidence,
            ));
        }
    }

    /// "Russia about 324 km".
    fn describe_border(border: &Border) -> String {
        let name = border.name.as_deref().unwrap_or(&border.with);
        match border.km {
            Some(km) => format!("{name} about {km} km"),
            None => name.to_owned(),
        }
    }

    /// "RU (disputed; why; sources a, b)": all else that a border says, so that a change of it is told; empty where
    /// that is nothing.
    fn describe_details(&self, state: &State, border: &Border) -> String {
        let Evidence { sources, certainty, note, .. } = &border.evidence;
        let mut more: Vec<String> = Vec::new();
        if *certainty != Certainty::Confirmed {
            more.push(certainty.word().into());
        }
        more.extend(note.iter().map(ToString::to_string));
        if !sources.is_empty() && *sources != state.evidence.sources {
            let ids: Vec<&str> = sources.iter().map(|id| self[*id].id.as_str()).collect();
            more.push(format!("sources {}", ids.join(", ")));
        }
        match (&border.name, more.is_empty()) {
            (None, true) => String::new(),
            (_, true) => border.with.to_string(),
            _ => format!("{} ({})", border.with, more.join("; ")),
        }
    }

    fn fact(
        &self,
        fact: Fact,
        (subject, belongs): (String, String),
        identity: String,
        name: String,
        mut fields: Vec<(&'static str, String)>,
        evidence: &Evidence,
    ) -> Described {
        let sources: Vec<&str> = evidence.sources.iter().map(|id| self[*id].id.as_str()).collect();
        fields.push(("certainty", evidence.certainty.word().into()));
        fields.push(("basis of the date", evidence.date_basis.word().into()));
        fields.push(("note", or_none(&evidence.note)));
        fields.push(("sources", sources.join(", ")));
        Described { fact, subject, belongs, identity, name, fields, known_from: evidence.known_from }
    }

    /// The codes of states, apart by blanks.
    pub fn codes(&self, states: &[StateId]) -> String {
        let codes: Vec<&str> = states.iter().map(|id| self[*id].code.as_str()).collect();
        codes.join(" ")
    }
}

/// Those at these places, each with its place.
fn within<'l, T>(all: &'l [T], places: &Range<usize>) -> impl Iterator<Item = (usize, &'l T)> {
    all.iter().enumerate().take(places.end).skip(places.start)
}

fn or_none<T: std::fmt::Display>(value: &Option<T>) -> String {
    value.as_ref().map(T::to_string).unwrap_or_default()
}

fn percent(value: f64) -> String {
    format!("{value} %")
}
