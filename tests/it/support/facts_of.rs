//! Lists every fact and field of a dossier from the model, independently of the program's descriptions.

use std::collections::BTreeMap;
use std::fmt::Display;

use flank::dossier::model::*;
use flank::dossier::{Dossier, Fact};

/// The content of a fact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Record {
    /// The kind of the fact and its owner, which identify it.
    pub of: String,
    /// The fields by the name that a change of them has.
    pub fields: BTreeMap<&'static str, String>,
}

/// Returns every fact.
pub fn all(dossier: &Dossier) -> Vec<Fact> {
    let mut facts = vec![Fact::Dossier];
    facts.extend((0..dossier.sources.len()).map(|n| Fact::Source(SourceId(n as u32))));
    facts.extend(dossier.treaty_ids().map(Fact::Treaty));
    facts.extend((0..dossier.benchmarks.len()).map(|n| Fact::Benchmark(BenchmarkId(n as u32))));
    for id in dossier.edition_ids() {
        facts.push(Fact::Edition(id));
        for state in dossier.state_ids() {
            facts.extend((0..dossier[id].series[state.index()].len()).map(|n| Fact::Figure(id, state, n)));
        }
    }
    for id in dossier.state_ids() {
        let state = &dossier[id];
        facts.push(Fact::State(id));
        for treaty in dossier.treaty_ids() {
            facts.extend((0..state.history(treaty).len()).map(|n| Fact::Stance(id, treaty, n)));
        }
        facts.extend((0..state.spending.len()).map(|n| Fact::Spending(id, n)));
        facts.extend((0..state.targets.len()).map(|n| Fact::Target(id, n)));
        facts.extend((0..state.aims.len()).map(|n| Fact::Aim(id, n)));
    }
    facts.extend((0..dossier.quotes.len()).map(|n| Fact::Quote(QuoteId(n as u32))));
    facts.extend((0..dossier.events.len()).map(|n| Fact::Event(EventId(n as u32))));
    facts
}

/// Returns the content of a fact.
pub fn record(dossier: &Dossier, fact: Fact) -> Record {
    let code = |id: StateId| dossier[id].code.to_string();
    let ids = |evidence: &Evidence| {
        evidence.sources.iter().map(|id| dossier[*id].id.to_string()).collect::<Vec<_>>().join(", ")
    };
    let place = |[lat, lon]: [f64; 2]| format!("{lat}, {lon}");
    let codes = |ids: &[StateId]| ids.iter().map(|id| code(*id)).collect::<Vec<_>>().join(" ");
    let (of, mut fields) = match fact {
        Fact::Dossier => (
            String::new(),
            vec![
                ("title", dossier.title.to_string()),
                ("revised", or_none(&dossier.revised)),
                ("framed states", codes(&dossier.map.frame)),
                (
                    "named neighbours",
                    dossier
                        .map
                        .neighbours
                        .iter()
                        .flatten()
                        .map(ToString::to_string)
                        .collect::<Vec<_>>()
                        .join(" "),
                ),
                (
                    "named seas",
                    dossier
                        .map
                        .seas
                        .iter()
                        .map(|sea| format!("{} at {}", sea.name, place(sea.at)))
                        .collect::<Vec<_>>()
                        .join(", "),
                ),
            ],
        ),
        Fact::Source(id) => {
            let source = &dossier[id];
            let fields = vec![
                ("publisher", source.publisher.to_string()),
                ("title", source.title.to_string()),
                ("date", or_none(&source.date)),
                ("url", or_none(&source.url)),
                ("kind", or_none(&source.kind.map(SourceKind::word))),
                ("note", or_none(&source.note)),
                ("id", source.id.to_string()),
            ];
            (String::new(), fields)
        }
        Fact::Treaty(id) => {
            let treaty = &dossier[id];
            let also: Vec<String> = treaty.also.iter().map(ToString::to_string).collect();
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
            (String::new(), fields)
        }
        Fact::Benchmark(id) => {
            let benchmark = &dossier[id];
            let fields = vec![
                ("percent", format!("{} %", percent(benchmark.percent))),
                ("kind", benchmark.kind.word().into()),
                ("from", benchmark.from.to_string()),
                ("until", or_none(&benchmark.until)),
                ("name", benchmark.name.to_string()),
            ];
            (String::new(), fields)
        }
        Fact::Edition(id) => {
            let edition = &dossier[id];
            let fields = vec![
                ("title", edition.title.to_string()),
                ("short name", edition.short.to_string()),
                ("publisher", edition.publisher.to_string()),
                ("published", edition.published.to_string()),
                ("basis", or_none(&edition.basis)),
                ("first estimate", or_none(&edition.estimates_from)),
                ("id", edition.id.to_string()),
            ];
            (String::new(), fields)
        }
        Fact::Figure(id, state, n) => {
            let figure = &dossier[id].series[state.index()][n];
            let fields = vec![
                ("percent", format!("{:.2} %", figure.percent)),
                ("estimate", figure.estimate.to_string()),
                ("year", figure.year.to_string()),
            ];
            (format!("{} {}", code(state), dossier[id].id), fields)
        }
        Fact::Series(..) => unreachable!("a group of figures"),
        Fact::State(id) => {
            let state = &dossier[id];
            let border = |border: &Border| {
                let km = border.km.map(|km| format!(" about {km} km")).unwrap_or_default();
                format!("{}{km}", border.name.as_ref().unwrap_or(&border.with))
            };
            let details = |border: &Border| {
                let sources = &border.evidence.sources;
                let has_own = !sources.is_empty() && *sources != state.evidence.sources;
                let own = has_own.then(|| format!("sources {}", ids(&border.evidence)));
                let certainty = border.evidence.certainty;
                let doubt = (certainty != Certainty::Confirmed).then(|| certainty.word().to_owned());
                let note = border.evidence.note.as_ref().map(ToString::to_string);
                let frontier = border.frontier.then(|| "frontier".to_owned());
                let more: Vec<String> = [frontier, doubt, note, own].into_iter().flatten().collect();
                let more = if more.is_empty() { String::new() } else { format!(" ({})", more.join("; ")) };
                let has_details = border.name.is_some() || !more.is_empty();
                has_details.then(|| format!("{}{more}", border.with))
            };
            let fields = vec![
                ("name", state.name.to_string()),
                ("formal name", or_none(&state.formal)),
                ("capital", or_none(&state.capital)),
                ("place of the capital", or_none(&state.capital_at.map(place))),
                ("in NATO since", or_none(&state.nato_since)),
                ("borders", state.borders.iter().map(border).collect::<Vec<_>>().join(", ")),
                (
                    "details of borders",
                    state.borders.iter().filter_map(details).collect::<Vec<_>>().join(", "),
                ),
                ("code", code(id)),
            ];
            (String::new(), fields)
        }
        Fact::Stance(id, treaty, n) => {
            let step = &dossier[id].history(treaty)[n];
            let fields = vec![
                ("position", step.position.name().into()),
                ("date", or_none(&step.date)),
                ("what", step.what.to_string()),
                ("votes", or_none(&step.votes)),
            ];
            (format!("{} {}", code(id), dossier[treaty].id), fields)
        }
        Fact::Spending(id, n) => {
            let figure = &dossier[id].spending[n];
            let fields = vec![
                ("percent", format!("{:.2} %", figure.percent)),
                ("estimate", figure.estimate.to_string()),
            ];
            (format!("{} {}", code(id), figure.year), fields)
        }
        Fact::Target(id, n) => {
            let target = &dossier[id].targets[n];
            let level = match target.up_to {
                Some(up_to) => format!("{} to {} %", percent(target.percent), percent(up_to)),
                None => format!("{} %", percent(target.percent)),
            };
            let fields = vec![
                ("level", level),
                ("kind", target.kind.name().into()),
                ("from", or_none(&target.from)),
                ("by", or_none(&target.by)),
                ("date", or_none(&target.date)),
                ("who", or_none(&target.who)),
            ];
            (code(id), fields)
        }
        Fact::Aim(id, n) => {
            let aim = &dossier[id].aims[n];
            let fields =
                vec![("aim", aim.text.to_string()), ("by", or_none(&aim.by)), ("date", or_none(&aim.date))];
            (code(id), fields)
        }
        Fact::Quote(id) => {
            let quote = &dossier[id];
            let about = match &quote.about {
                Some(About::Treaty(treaty)) => dossier[*treaty].id.to_string(),
                Some(About::Word(word)) => word.to_string(),
                None => String::new(),
            };
            let fields = vec![
                ("words", quote.text.to_string()),
                ("office", or_none(&quote.office)),
                ("states", codes(&quote.states)),
                ("date", or_none(&quote.date)),
                ("about", about),
                ("context", or_none(&quote.context)),
            ];
            (quote.speaker.to_string(), fields)
        }
        Fact::Event(id) => {
            let event = &dossier[id];
            let fields = vec![
                ("what", event.what.to_string()),
                ("date", or_none(&event.date)),
                ("states", codes(&event.states)),
            ];
            (String::new(), fields)
        }
    };
    if let Some(evidence) = dossier.evidence(fact) {
        fields.push(("certainty", evidence.certainty.word().into()));
        fields.push(("basis of the date", evidence.date_basis.word().into()));
        fields.push(("note", or_none(&evidence.note)));
        fields.push(("sources", ids(evidence)));
    }
    Record { of: format!("{} {of}", fact.kind()), fields: fields.into_iter().collect() }
}

fn or_none(value: &Option<impl Display>) -> String {
    value.as_ref().map(ToString::to_string).unwrap_or_default()
}

/// Formats a percentage that is not a figure: a whole number, or two decimals.
fn percent(percent: f64) -> String {
    if percent.fract() == 0.0 { format!("{percent:.0}") } else { format!("{percent:.2}") }
}
