//! Compares the built-in dossier with its fact base. `eastern-flank-facts.json` has the facts of the article, and
//! `additions-2026-11-28.json` has quotations from other sources and later facts. No expectation is copied from the
//! dossier.

mod additions;
mod article;
mod editions;
mod figures;
mod known;
mod must_not_claim;
mod quotes;
mod sources;
mod stances;

use std::sync::LazyLock;

use flank::dossier::model::{Certainty, Evidence, SourceId, State, TreatyId};
use flank::dossier::{BUILT_IN, Date, Day, Dossier, read};
use jiff::civil::date;
use serde_json::Value;

/// The Tuesday of the article.
const ARTICLE: Day = date(2025, 3, 18);
/// The article's id in the dossier.
const FT: &str = "ft-2025-03-18";

fn dossier() -> &'static Dossier {
    static DOSSIER: LazyLock<Dossier> = LazyLock::new(|| read(BUILT_IN.as_bytes()).dossier.unwrap());
    &DOSSIER
}

fn facts() -> &'static Value {
    static FACTS: LazyLock<Value> =
        LazyLock::new(|| serde_json::from_str(include_str!("eastern-flank-facts.json")).unwrap());
    &FACTS
}

fn additions() -> &'static Value {
    static ADDITIONS: LazyLock<Value> =
        LazyLock::new(|| serde_json::from_str(include_str!("additions-2026-11-28.json")).unwrap());
    &ADDITIONS
}

#[test]
fn built_in_dossier_has_no_problems() {
    assert_eq!(read(BUILT_IN.as_bytes()).problems, []);
}

/// Returns the rows of a list in the fact base.
fn rows(within: &'static Value, list: &str) -> &'static [Value] {
    within[list].as_array().unwrap_or_else(|| panic!("no list {list}"))
}

/// Returns a text of a row, or an empty one.
fn text<'v>(row: &'v Value, key: &str) -> &'v str {
    row[key].as_str().unwrap_or_default()
}

fn texts<'v>(row: &'v Value, key: &str) -> Vec<&'v str> {
    row[key].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Returns the states of the fact base, each with the state of the dossier.
fn states() -> impl Iterator<Item = (&'static Value, &'static State)> {
    rows(facts(), "states").iter().map(|row| {
        let id = dossier().state_by_code(text(row, "code")).unwrap_or_else(|| panic!("no state for {row}"));
        (row, &dossier()[id])
    })
}

/// Returns the dossier's treaty for an id of the fact base.
fn treaty(id: &str) -> TreatyId {
    let id = if id == "apmbc" { "ottawa" } else { id };
    dossier().treaty_ids().find(|treaty| dossier()[*treaty].id.as_str() == id).unwrap()
}

/// Returns the dossier's id for a source of the fact base.
fn source(id: &str) -> &str {
    if id == "ft-seed" { FT } else { id }
}

/// Returns the ids of a fact's sources, best first.
fn source_ids(evidence: &Evidence) -> Vec<&'static str> {
    evidence.sources.iter().map(|id: &SourceId| dossier()[*id].id.as_str()).collect()
}

/// Returns the dossier's certainty for the `confidence` of a row.
fn certainty(row: &Value) -> Certainty {
    match text(row, "confidence") {
        "confirmed" => Certainty::Confirmed,
        "single" => Certainty::SingleSource,
        "conflicting" => Certainty::Disputed,
        other => panic!("confidence {other:?} in {row}"),
    }
}

/// Returns a date as the fact base writes it, or an empty text.
fn written(date: Option<Date>) -> String {
    match date {
        Some(Date::Day(day)) => day.to_string(),
        Some(Date::Month { year, month }) => format!("{year:04}-{month:02}"),
        Some(Date::Year(year)) => format!("{year:04}"),
        None => String::new(),
    }
}

/// Returns whether each word is in one of the texts.
fn contain_all<'t>(texts: impl IntoIterator<Item = &'t str> + Clone, words: &[&str]) -> bool {
    words.iter().all(|word| texts.clone().into_iter().any(|text| text.contains(word)))
}

/// Sorts lines, so that a failed comparison shows missing and extra ones.
fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines
}
