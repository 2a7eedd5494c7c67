//! The dossier has each of the 33 facts of the article, known on its day.

use flank::dossier::model::{BenchmarkKind, Evidence, Position, StateId};
use serde_json::Value;

use super::quotes::quote_of;
use super::{ARTICLE, FT, contain_all, dossier, facts, rows, source_ids, text, texts, treaty, written};

/// The location of an article's fact in the dossier. States and date are those of its row.
enum Location {
    /// A step towards this treaty, with this position.
    Step(&'static str, Position),
    /// The quotations that the row names.
    Quotes,
    /// An event.
    Event,
    /// An aim.
    Aim,
    /// A benchmark of this kind, of the percentage that the row names.
    Benchmark(BenchmarkKind),
    /// This treaty.
    Treaty(&'static str),
}
use Location::*;

/// The rows of the article with their location in the dossier and words that identify them.
#[rustfmt::skip]
const TABLE: &[(&str, Location, &[&str])] = &[
    ("a01", Step("apmbc", Position::RecommendsWithdrawal), &["recommends withdrawal"]),
    ("a02", Event, &["frontline NATO countries", "rising threat of Russian aggression"]),
    ("a03", Quotes, &[]),
    ("a04", Quotes, &[]),
    ("a05", Quotes, &[]),
    ("a06", Event, &["NATO states bordering Russia", "defend"]),
    ("a07", Event, &["full-scale invasion of Ukraine"]),
    ("a08", Step("apmbc", Position::Debating), &["started a debate"]),
    ("a09", Treaty("apmbc"), &["Bans anti-personnel landmines"]),
    ("a10", Step("apmbc", Position::Debating), &["enior parliamentarians", "positive vote", "before the summer"]),
    ("a11", Aim, &["no need at present", "previously banned landmines"]),
    ("a12", Quotes, &[]),
    ("a13", Quotes, &[]),
    ("a14", Event, &["rapidly increasing their defence spending", "without a figure"]),
    ("a15", Event, &["sabotage attacks in the Baltics and Poland"]),
    ("a16", Event, &["endorsed spending 5 per cent of GDP", "no figure for Latvia or Finland"]),
    ("a17", Benchmark(BenchmarkKind::Proposal), &["Donald Trump", "new norm"]),
    ("a18", Benchmark(BenchmarkKind::Goal), &["current goal"]),
    ("a19", Step("apmbc", Position::Debating), &["Donald Tusk", "landmark speech"]),
    ("a20", Event, &["more than two decades old"]),
    ("a21", Aim, &["Double the size of the armed forces", "deter Russian aggression"]),
    ("a22", Aim, &["Turn Poland into a nuclear power", "deter Russian aggression"]),
    ("a23", Quotes, &[]),
    ("a23", Step("ccm", Position::NeverJoined), &["could possibly leave", "Dublin Convention"]),
    ("a24", Treaty("ccm"), &["Dublin Convention", "Agreed"]),
    ("a25", Quotes, &[]),
    ("a26", Event, &["urge countries to abide", "protect civilians during wars", "reduce the risks"]),
    ("a27", Quotes, &[]),
    ("a28", Quotes, &[]),
    ("a29", Aim, &["respecting the principles of international law", "protection of civilians"]),
    ("a30", Quotes, &[]),
    ("a31", Event, &["Russia says", "increase significantly", "Baltic states and Finland"]),
    ("a32", Event, &["unable", "western intelligence officials"]),
    ("a33", Event, &["presidents", "due later on Tuesday", "peace deal"]),
];

#[test]
fn table_covers_every_fact_of_the_article() {
    let mut ids: Vec<_> = TABLE.iter().map(|(id, ..)| *id).collect();
    ids.dedup();
    let rows: Vec<_> = rows(facts(), "article_facts").iter().map(|row| text(row, "id")).collect();
    assert_eq!(ids, rows);
    // Every quotation that a row names is in the table.
    for row in super::rows(facts(), "article_facts").iter().filter(|row| !texts(row, "quotes").is_empty()) {
        let id = text(row, "id");
        assert!(TABLE.iter().any(|(of, place, _)| *of == id && matches!(place, Quotes)), "quotes of {id}");
    }
}

fn row(id: &str) -> &'static Value {
    rows(facts(), "article_facts").iter().find(|row| text(row, "id") == id).unwrap()
}

fn states(row: &Value) -> Vec<StateId> {
    texts(row, "states").into_iter().map(|code| dossier().state_by_code(code).unwrap()).collect()
}

/// Returns whether a fact with these texts matches the row: its source, date and words.
fn is(row: &Value, date: &str, evidence: &Evidence, own: &[&str], words: &[&str]) -> bool {
    let note = evidence.note.as_deref().unwrap_or_default();
    let texts = own.iter().copied().chain([note]);
    date == text(row, "date")
        && source_ids(evidence).contains(&FT)
        && contain_all(texts, words)
        // The article's facts are known on its day.
        && evidence.known_from.is_none_or(|known| known <= ARTICLE)
}

fn is_found(row: &Value, place: &Location, words: &[&str]) -> bool {
    let d = dossier();
    match place {
        Step(of, position) => states(row).into_iter().all(|state| {
            d[state].history(treaty(of)).iter().any(|step| {
                step.position == *position
                    && is(row, &written(step.date), &step.evidence, &[&step.what], words)
            })
        }),
        Quotes => texts(row, "quotes").into_iter().all(|id| {
            let of_base = rows(facts(), "quotes").iter().find(|quote| text(quote, "id") == id).unwrap();
            let quote = quote_of(of_base);
            quote.states.to_vec() == states(row)
                && is(row, &written(quote.date), &quote.evidence, &[&quote.text], words)
        }),
        Event => d.events.iter().any(|event| {
            let mut of_event = event.states.to_vec();
            let mut of_row = states(row);
            of_event.sort();
            of_row.sort();
            // A row without states matches any states.
            (of_row.is_empty() || of_event == of_row)
                && is(row, &written(event.date), &event.evidence, &[&event.what], words)
        }),
        Aim => states(row).into_iter().all(|state| {
            d[state].aims.iter().any(|aim| {
                let who = aim.by.as_deref().unwrap();
                text(row, "who").contains(who)
                    && is(row, &written(aim.date), &aim.evidence, &[&aim.text], words)
            })
        }),
        Benchmark(kind) => d.as_of(ARTICLE).benchmarks().any(|(_, benchmark)| {
            let percent = format!("{} per cent", benchmark.percent);
            benchmark.kind == *kind
                && text(row, "fact").contains(&percent)
                && is(row, text(row, "date"), &benchmark.evidence, &[&benchmark.name], words)
        }),
        Treaty(id) => {
            let of = &d[treaty(id)];
            let mut own = vec![of.name.as_str()];
            own.extend(of.also.iter().map(|name| name.as_str()));
            // A row with only a year is about the treaty's adoption.
            let year = of.adopted.unwrap().year().to_string();
            (text(row, "date").len() > 4 || text(row, "date") == year)
                && is(row, text(row, "date"), &of.evidence, &own, words)
        }
    }
}

#[test]
fn dossier_has_every_fact_of_the_article() {
    let missing: Vec<_> = TABLE
        .iter()
        .filter(|(id, place, words)| !is_found(row(id), place, words))
        .map(|(id, ..)| id)
        .collect();
    assert!(missing.is_empty(), "not found: {missing:?}");
}

#[test]
fn facts_only_in_the_article_name_it() {
    let refinement = rows(facts(), "refinements").iter().find(|row| text(row, "relation") == "not checked");
    let detail = text(refinement.unwrap(), "detail");
    let ids: Vec<_> = TABLE.iter().filter(|(id, ..)| detail.contains(id)).collect();
    assert_eq!(ids.len(), 3, "{detail}");
    for (id, _, words) in ids {
        let mut events = dossier().events.iter();
        let event = events
            .find(|event| {
                contain_all([event.what.as_str(), event.evidence.note.as_deref().unwrap_or("")], words)
            })
            .unwrap();
        assert!(event.evidence.note.as_deref().unwrap_or_default().contains("Financial Times"), "{id}");
        assert_eq!(event.evidence.certainty.word(), "single-source", "{id}");
    }
}
