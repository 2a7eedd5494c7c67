//! Every step of every state towards every treaty.

use flank::dossier::model::{Position, Stance, Votes};
use serde_json::Value;

use super::additions::{self, cited_by_additions, cites, fact};
use super::{certainty, dossier, rows, sorted, source, source_ids, states, text, texts, treaty, written};

/// Steps towards the Ottawa Convention from the additions: the fact, words of it, the state, and the date of the step.
const ADDED: &[(&str, &str, &str, &str)] = &[
    ("check-ee-first-reading", "first reading in the Riigikogu on 21 May 2025", "EE", "2025-05-21"),
    ("check-lv-cabinet", "National Security Council supported it on 19 March", "LV", "2025-03-19"),
];

/// Rows of the fact base that were disputed or derived, and the fact of the additions that settles each.
const SETTLED: &[(&str, &str)] = &[
    ("lv-ott-vote", "check-lv-vote"),
    ("lv-ott-pres", "check-lv-president"),
    ("fi-ott-pres", "check-fi-president"),
];

/// Returns the position of a row of the fact base.
pub fn position(row: &Value) -> Position {
    match text(row, "position") {
        // Tusk's remark on a convention that Poland never joined.
        "flagged" if text(row, "id") == "pl-ccm-tusk" => Position::NeverJoined,
        "never_joined" => Position::NeverJoined,
        "joined_signed" => Position::Signed,
        "joined_ratified" | "joined_acceded" | "in_force" => Position::Party,
        "flagged" | "debate_started" => Position::Debating,
        // A first vote decides nothing.
        "parliament_vote" if text(row, "detail").contains("first vote") => Position::RecommendsWithdrawal,
        "recommended" | "government_decision" | "government_proposal" | "president_submitted" => {
            Position::RecommendsWithdrawal
        }
        "parliament_vote" | "president_signed" | "denounced" => Position::ApprovedWithdrawal,
        "notified" => Position::NotifiedWithdrawal,
        "withdrawn" => Position::Withdrawn,
        other => panic!("position {other:?} in {row}"),
    }
}

fn votes(row: &Value) -> Option<Votes> {
    let count = |key: &str| row["votes"][key].as_u64().map(|count| u32::try_from(count).unwrap());
    row["votes"].as_object().map(|_| Votes {
        in_favour: count("for"),
        against: count("against"),
        abstained: count("abstained"),
        absent: count("absent"),
        did_not_vote: count("did_not_vote"),
    })
}

/// Returns the compared values of a step in one line.
fn line_of_row(state: &Value, row: &Value) -> String {
    let mut basis = if text(row, "date_basis") == "none" { "stated" } else { text(row, "date_basis") };
    let mut certainty = certainty(row);
    if let Some((_, id)) = SETTLED.iter().find(|(of, _)| *of == text(row, "id")) {
        assert_eq!(text(fact(id), "date"), text(row, "date"), "{id} settles another day");
        (basis, certainty) = ("stated", additions::certainty(fact(id)));
    }
    format!(
        "{} {} {} {} {:?} {} {basis}",
        text(state, "code"),
        dossier()[treaty(text(row, "treaty"))].id,
        text(row, "date"),
        position(row).word(),
        votes(row),
        certainty.word(),
    )
}

fn line_of_step(code: &str, treaty: &str, step: &Stance) -> String {
    format!(
        "{code} {treaty} {} {} {:?} {} {}",
        written(step.date),
        step.position.word(),
        step.votes,
        step.evidence.certainty.word(),
        step.evidence.date_basis.word(),
    )
}

#[test]
fn steps_match_the_fact_base() {
    let mut expected = Vec::new();
    let mut found = Vec::new();
    for (row, state) in states() {
        expected.extend(rows(row, "stances").iter().map(|step| line_of_row(row, step)));
        for (id, words, code, date) in ADDED.iter().filter(|(_, _, code, _)| *code == text(row, "code")) {
            assert!(text(fact(id), "statement").contains(words), "{id}");
            // Neither a first reading nor a council's support decides anything.
            let (position, certainty) = (Position::RecommendsWithdrawal, additions::certainty(fact(id)));
            let (position, certainty) = (position.word(), certainty.word());
            expected.push(format!("{code} ottawa {date} {position} None {certainty} stated"));
        }
        for id in dossier().treaty_ids() {
            let steps = state.history(id).iter();
            found.extend(steps.map(|step| line_of_step(&state.code, &dossier()[id].id, step)));
        }
    }
    assert!(expected.len() > 40, "only {} rows", expected.len());
    assert_eq!(sorted(found), sorted(expected));
}

#[test]
fn steps_cite_the_sources_of_their_row() {
    for (row, state) in states() {
        for id in dossier().treaty_ids() {
            for step in state.history(id) {
                let line = line_of_step(&state.code, &dossier()[id].id, step);
                let best = source_ids(&step.evidence)[0];
                let mut same = rows(row, "stances").iter().filter(|step| line_of_row(row, step) == line);
                let in_base =
                    same.any(|row| texts(row, "sources").into_iter().any(|of_row| source(of_row) == best));
                let url = dossier()[step.evidence.sources[0]].url.as_deref().unwrap_or_default();
                let date = written(step.date);
                let mut added = ADDED.iter().filter(|(_, _, _, of)| *of == date);
                let in_additions =
                    cited_by_additions(&date, url) || added.any(|(id, ..)| cites(fact(id), url));
                assert!(in_base || in_additions, "{best} is not among the sources of {line}");
            }
        }
    }
}

#[test]
fn steps_keep_the_notes_of_their_row() {
    for (row, state) in states() {
        for noted in rows(row, "stances").iter().filter(|step| step["note"].is_string()) {
            let id = treaty(text(noted, "treaty"));
            let line = line_of_row(row, noted);
            let mut steps = state.history(id).iter();
            let has_note = steps.any(|step| {
                line_of_step(&state.code, &dossier()[id].id, step) == line && step.evidence.note.is_some()
            });
            assert!(has_note, "no note on {line}");
        }
    }
}

#[test]
fn steps_keep_disputed_vote_counts() {
    for (row, state) in states() {
        for row in rows(row, "stances").iter().filter(|row| row["vote_variants"].is_array()) {
            let mut history = state.history(treaty(text(row, "treaty"))).iter();
            let step = history.find(|step| written(step.date) == text(row, "date")).unwrap();
            let note = step.evidence.note.as_deref().unwrap_or_default();
            for variant in rows_of(&row["vote_variants"]) {
                for count in variant["votes"].as_object().unwrap().values() {
                    let shown = format!("{:?}", step.votes.unwrap()).contains(&format!("Some({count})"));
                    assert!(shown || note.contains(&count.to_string()), "{count} of {variant} in {note:?}");
                }
            }
        }
    }
}

fn rows_of(list: &Value) -> &[Value] {
    list.as_array().unwrap()
}
