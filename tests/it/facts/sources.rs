//! Sources match the fact base and are used, and disputed facts have notes.

use std::collections::BTreeSet;

use flank::dossier::model::{Certainty, Evidence};
use serde_json::Value;

use super::{FT, additions, dossier, editions, facts, rows, source, source_ids, text, texts, written};

/// Returns all evidence, with a name of the fact for messages.
pub fn evidence() -> Vec<(String, &'static Evidence)> {
    let d = dossier();
    let mut all: Vec<(String, &Evidence)> = Vec::new();
    all.extend(d.treaties.iter().map(|treaty| (treaty.name.to_string(), &treaty.evidence)));
    all.extend(d.benchmarks.iter().map(|benchmark| (benchmark.name.to_string(), &benchmark.evidence)));
    for state in &d.states {
        let name = |what: &str| format!("{}: {what}", state.name);
        all.push((name("state"), &state.evidence));
        all.extend(state.borders.iter().map(|border| (name(&border.with), &border.evidence)));
        let steps = state.histories.iter().flatten();
        all.extend(steps.map(|step| (name(&step.what), &step.evidence)));
        all.extend(state.spending.iter().map(|figure| (name(&figure.year.to_string()), &figure.evidence)));
        all.extend(state.targets.iter().map(|target| (name(&target.percent.to_string()), &target.evidence)));
        all.extend(state.aims.iter().map(|aim| (name(&aim.text), &aim.evidence)));
    }
    all.extend(d.quotes.iter().map(|quote| (quote.text.to_string(), &quote.evidence)));
    all.extend(d.events.iter().map(|event| (event.what.to_string(), &event.evidence)));
    all
}

#[test]
fn uncertain_facts_have_a_note() {
    let uncertain = evidence().into_iter().filter(|(_, evidence)| evidence.certainty != Certainty::Confirmed);
    let mut disputed = 0;
    for (name, evidence) in uncertain {
        assert!(evidence.note.is_some(), "{name} has no note");
        disputed += usize::from(evidence.certainty == Certainty::Disputed);
    }
    assert!(disputed > 0);
}

#[test]
fn facts_and_sources_are_connected() {
    let mut used = BTreeSet::new();
    for (name, evidence) in evidence() {
        assert!(!evidence.sources.is_empty(), "{name} has no source");
        let ids = source_ids(evidence);
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{name} names a source twice");
        used.extend(ids);
    }
    used.extend(editions::cited());
    let all: BTreeSet<&str> = dossier().sources.iter().map(|source| source.id.as_str()).collect();
    assert_eq!(used, all);
}

#[test]
fn sources_match_the_fact_base() {
    for source in &dossier().sources {
        let url = source.url.as_deref().unwrap_or_default();
        let found = [source.publisher.as_str(), source.title.as_str(), &written(source.date), url];
        let in_base =
            rows(facts(), "sources").iter().find(|row| self::source(text(row, "id")) == &*source.id);
        let Some(row) = in_base else {
            let in_additions = added_sources().any(|row| cited(row).each_ref().map(String::as_str) == found);
            assert!(in_additions, "{} is not in the fact base: {found:?}", source.id);
            continue;
        };
        assert_eq!(source.publisher.as_str(), text(row, "publisher"), "{}", source.id);
        // Tracking parameters of a feed are not part of the URL.
        assert_eq!(url, text(row, "url").split("?utm_").next().unwrap(), "{}", source.id);
        // The fact base has no headline for the article; "before 2020" is no date.
        if source.id.as_str() != FT {
            let title = text(row, "title").split(" (commit ").next().unwrap();
            assert_eq!(source.title.as_str(), title, "{}", source.id);
        }
        let date = text(row, "date");
        let date = if date.starts_with("before") { "" } else { date };
        assert_eq!(written(source.date), date, "{}", source.id);
    }
}

/// Returns the sources of every quotation, fact and edition of the additions.
fn added_sources() -> impl Iterator<Item = &'static Value> {
    let lists = ["quotes", "facts", "editions"].into_iter().flat_map(|list| rows(additions(), list));
    lists.flat_map(|row| rows(row, "sources"))
}

/// Returns publisher, title, date and address of a source of the additions, as the dossier has them.
fn cited(row: &Value) -> [String; 4] {
    // Numbers and remarks of an archive are of no use to readers.
    let publisher = text(row, "publisher").replace(" (stored text without an address)", "");
    let publisher = if publisher == "Nato" { "NATO".to_owned() } else { publisher };
    let publisher = match publisher.split_once("stored file id ") {
        Some((name, rest)) => {
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            format!("{}{rest}", name.trim_end_matches([',', ';', ' ']))
        }
        None => publisher,
    };
    // The dossier leaves out the date of a page that says only this year: it would be one of the end of the year.
    let date = if text(row, "date") == "2026" { "" } else { text(row, "date") };
    [publisher, text(row, "title").into(), date.into(), text(row, "url").into()]
}

#[test]
fn context_of_the_fact_base_is_among_the_events() {
    for row in rows(facts(), "context") {
        // An edition is itself an event.
        if texts(row, "sources").iter().any(|id| editions::cited().contains(id)) {
            continue;
        }
        let found = dossier().events.iter().any(|event| {
            let ids = source_ids(&event.evidence);
            written(event.date) == text(row, "date")
                && texts(row, "sources").into_iter().all(|id| ids.contains(&source(id)))
        });
        assert!(found, "no event for {row}");
    }
}
