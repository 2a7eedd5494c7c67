//! Targets, benchmarks, borders, states and treaties.

use flank::dossier::model::{BenchmarkKind, TargetKind};
use serde_json::Value;

use super::additions::{self, cited_by_additions, fact};
use super::{
    certainty, dossier, facts, rows, sorted, source, source_ids, states, text, texts, treaty, written,
};

/// Targets from the additions: the fact, its figure, the state, kind, first and last year, and the day.
type Added = (&'static str, &'static str, &'static str, TargetKind, Option<i16>, Option<i16>, &'static str);

const ADDED: &[Added] = {
    use TargetKind::*;
    let (y26, y27) = (Some(2026), Some(2027));
    &[
        ("fi-budget-2026", "2.5", "FI", DraftBudget, y26, y26, "2025-09-25"),
        ("ee-budget-2026", "5", "EE", AtLeast, y27, Some(2029), ""),
        ("lv-5pct-law", "5", "LV", Proposal, y27, None, "2026-02-25"),
        ("pl-budget-2026", "4.81", "PL", Budget, y26, y26, "2025-12-05"),
        ("pl-budget-2027", "4.51", "PL", DraftBudget, y27, y27, "2026-09-29"),
    ]
};

fn target_kind(row: &Value) -> TargetKind {
    match text(row, "op") {
        "goal" | "range per year" => TargetKind::Goal,
        "at least" => TargetKind::AtLeast,
        "plan" => TargetKind::Plan,
        "budget" => TargetKind::Budget,
        "budget draft" => TargetKind::DraftBudget,
        "at least (proposal)" => TargetKind::Proposal,
        other => panic!("op {other:?} in {row}"),
    }
}

/// Returns the years of a target, from a text such as "2026", "from 2026" or "2026-2030".
fn target_years(row: &Value) -> (Option<i16>, Option<i16>) {
    let by = text(row, "by");
    let year = |text: &str| text.trim().parse::<i16>().ok();
    match by.split_once('-') {
        Some((from, by)) => (year(from), year(by)),
        None if by.starts_with("from ") => (year(&by[5..]), None),
        // "By 2029" leaves the years before open; "in 2026" does not.
        None if text(row, "detail").contains(&format!("by {by}")) => (None, year(by)),
        None => (year(by), year(by)),
    }
}

#[test]
fn targets_match_the_fact_base() {
    for (row, state) in states() {
        let rows = rows(row, "targets");
        let expected = rows.iter().map(|row| {
            let (from, by) = target_years(row);
            let up_to = row["percent_max"].as_f64();
            let (percent, kind) = (row["percent"].as_f64().unwrap(), target_kind(row).word());
            let (date, certainty) = (text(row, "date"), certainty(row).word());
            format!("{percent} {up_to:?} {kind} {from:?} {by:?} {date} {certainty}")
        });
        let found = state.targets.iter().map(|target| {
            let (percent, up_to, kind) = (target.percent, target.up_to, target.kind.word());
            let (from, by, date) = (target.from, target.by, written(target.date));
            format!("{percent} {up_to:?} {kind} {from:?} {by:?} {date} {}", target.evidence.certainty.word())
        });
        let added = ADDED.iter().filter(|(_, _, code, ..)| *code == state.code.as_str());
        let added = added.map(|(id, percent, _, kind, from, by, date)| {
            let dates = super::rows(fact(id), "sources").iter().map(|source| text(source, "date"));
            assert!(
                text(fact(id), "statement").contains(&format!("{percent} per cent")),
                "{percent} of {id}"
            );
            let mut dates = dates.chain([text(fact(id), "date")]);
            // A page from 2026 has no known day.
            assert!(date.is_empty() || dates.any(|of| of == *date), "date of {id}");
            let (kind, certainty) = (kind.word(), additions::certainty(fact(id)).word());
            format!("{percent} None {kind} {from:?} {by:?} {date} {certainty}")
        });
        assert_eq!(
            sorted(found.collect()),
            sorted(expected.chain(added).collect()),
            "targets of {}",
            state.name
        );

        for row in rows {
            let mut same = state.targets.iter().filter(|target| {
                written(target.date) == text(row, "date") && Some(target.percent) == row["percent"].as_f64()
            });
            let target = same.next().unwrap();
            let last_word = text(row, "who").rsplit(' ').next().unwrap();
            assert!(target.who.as_deref().unwrap_or_default().contains(last_word), "who declared {row}");
            let in_base = texts(row, "sources").contains(&source_ids(&target.evidence)[0]);
            let url = dossier()[target.evidence.sources[0]].url.as_deref().unwrap_or_default();
            assert!(in_base || cited_by_additions(text(row, "date"), url), "best source of {row}");
        }
    }
}

#[test]
fn benchmarks_end_with_the_next_goal() {
    let rows = rows(facts(), "benchmarks");
    // One row is a proposal. All others are agreed goals.
    let proposed = |row: &Value| text(row, "label").contains("proposal");
    let goals: Vec<&str> =
        rows.iter().filter(|row| !proposed(row)).map(|row| text(row, "from_date")).collect();
    assert!(goals.is_sorted());
    let expected = rows.iter().map(|row| {
        let until = goals.iter().find(|next| !proposed(row) && **next > text(row, "from_date"));
        let kind = if proposed(row) { BenchmarkKind::Proposal } else { BenchmarkKind::Goal };
        let (from, percent) = (text(row, "from_date"), row["percent"].as_f64().unwrap());
        format!("{from} {} {percent} {} {}", until.unwrap_or(&""), kind.word(), certainty(row).word())
    });
    let found = dossier().benchmarks.iter().map(|benchmark| {
        let until = benchmark.until.map(|day| day.to_string()).unwrap_or_default();
        let (percent, kind) = (benchmark.percent, benchmark.kind.word());
        format!("{} {until} {percent} {kind} {}", benchmark.from, benchmark.evidence.certainty.word())
    });
    assert_eq!(sorted(found.collect()), sorted(expected.collect()));
}

#[test]
fn borders_match_the_fact_base() {
    for (row, state) in states() {
        let expected = rows(row, "borders").iter().map(|row| {
            let km = row["km"].as_f64().unwrap();
            format!("{} {} {km} {}", text(row, "with_state"), text(row, "with_name"), certainty(row).word())
        });
        let found = state.borders.iter().map(|border| {
            let (name, km) = (border.name.as_deref().unwrap_or_default(), border.km.unwrap());
            format!("{} {name} {km} {}", border.with, border.evidence.certainty.word())
        });
        assert_eq!(sorted(found.collect()), sorted(expected.collect()), "borders of {}", state.name);
    }
}

#[test]
fn states_match_the_fact_base() {
    let codes = states().map(|(row, _)| text(row, "code").to_owned()).collect();
    let of_dossier = dossier().states.iter().map(|state| state.code.to_string()).collect();
    assert_eq!(sorted(of_dossier), sorted(codes));
    for (row, state) in states() {
        assert_eq!(state.name.as_str(), text(row, "name"));
        assert_eq!(state.formal.as_deref(), row["official_name"].as_str());
        assert_eq!(state.capital.as_deref(), row["capital"].as_str());
        assert_eq!(state.nato_since.map(|day| day.to_string()).as_deref(), row["nato_accession"].as_str());
        let of_row = [texts(row, "static_sources"), texts(row, "nato_sources")].concat();
        assert!(
            source_ids(&state.evidence).iter().all(|id| of_row.contains(id)),
            "sources of {}",
            state.name
        );
    }
}

#[test]
fn treaties_match_the_fact_base() {
    for row in rows(facts(), "treaties") {
        let treaty = &dossier()[treaty(text(row, "id"))];
        assert_eq!(treaty.name.as_str(), text(row, "short_name"));
        // A formal name may be omitted if it equals the name.
        assert_eq!(treaty.formal.as_deref().unwrap_or(&treaty.name), text(row, "official_name"));
        assert_eq!(treaty.adopted.unwrap().to_string(), text(&row["adopted"], "date"));
        assert_eq!(treaty.opened.unwrap().to_string(), text(&row["opened_for_signature"], "date"));
        assert_eq!(treaty.in_force.unwrap().to_string(), text(row, "in_force"));
        assert_eq!(treaty.depositary.as_deref(), row["depositary"].as_str());
        let names = texts(row, "other_names").into_iter();
        let names: Vec<_> = names.map(|name| name.split(" (").next().unwrap().trim_matches('"')).collect();
        assert_eq!(treaty.also.iter().map(|name| name.as_str()).collect::<Vec<_>>(), names);
        let note = treaty.evidence.note.as_deref().unwrap_or_default();
        for place in ["adopted", "opened_for_signature"] {
            assert!(note.contains(text(&row[place], "place")), "the place of {place} in {note:?}");
        }
        assert!(note.contains("six months") && row["withdrawal"]["notice_months"] == 6, "{note:?}");
    }
}

#[test]
fn party_counts_are_events_on_their_day() {
    for row in rows(facts(), "treaties") {
        // Derived counts are left out: see `must_not_claim`.
        for count in rows(row, "states_parties").iter().filter(|count| count["derived"] != true) {
            let found = dossier().events.iter().any(|event| {
                let note = event.evidence.note.as_deref().unwrap_or_default();
                written(event.date) == text(count, "as_of")
                    && [event.what.as_str(), note].iter().any(|t| t.contains(&count["count"].to_string()))
                    && source_ids(&event.evidence).contains(&source(texts(count, "sources")[0]))
            });
            assert!(found, "no event for {count}");
        }
    }
}
