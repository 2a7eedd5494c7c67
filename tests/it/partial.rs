//! Partial dossiers: each fact shown from a broken file is in the file, with its own references.

use std::fs;
use std::path::PathBuf;

use crate::support::invariants::assert_invariants;
use flank::dossier::model::About;
use flank::dossier::{BUILT_IN, Dossier, Fact, read};
use proptest::prelude::*;
use rstest::rstest;

/// Checks the partial dossier of a text, if it has one: each fact is under a heading of its kind and cites only sources
/// and states that its table names. Facts of a state are below the code of that state.
fn assert_partial_is_true(text: &str) {
    let reading = read(text.as_bytes());
    let Some(partial) = reading.partial else { return };
    assert!(reading.dossier.is_none() && partial.lost > 0 && !partial.dossier.states.is_empty());
    let lines: Vec<&str> = text.lines().collect();
    for fact in partial.dossier.facts().filter(|fact| *fact != Fact::Dossier) {
        assert_fact_is_true(&partial.dossier, fact, &lines);
    }
}

fn assert_fact_is_true(dossier: &Dossier, fact: Fact, lines: &[&str]) {
    let line = dossier.location(fact).line as usize - 1;
    let is_heading = |line: &&str| line.trim_start().starts_with("[[");
    let end = lines[line + 1..].iter().position(is_heading).map_or(lines.len(), |n| line + 1 + n);
    let table = lines[line..end].join("\n");
    let names = |name: &str| table.contains(&format!("\"{name}\"")) || table.contains(&format!("'{name}'"));
    if let Some(evidence) = dossier.evidence(fact).filter(|_| !matches!(fact, Fact::Figure(..))) {
        let sources = evidence.sources.iter().map(|id| &dossier[*id].id);
        sources.for_each(|id| assert!(names(id), "{fact:?} cites {id}, but its table is\n{table}"));
    }
    match fact {
        Fact::Figure(_, state, _) => {
            // An entry may span several lines.
            let is_entry = |line: &&&str| {
                let key = line.split('=').next().unwrap_or_default().trim();
                key.len() == 2 && key.chars().all(|c| c.is_ascii_uppercase())
            };
            let (code, entry) = (&dossier[state].code, lines[..=line].iter().rfind(is_entry));
            let is_own = entry.is_some_and(|entry| entry.trim_start().starts_with(code.as_str()));
            assert!(is_own, "{fact:?} of {code} is below {entry:?}");
        }
        Fact::Stance(state, ..) | Fact::Spending(state, _) | Fact::Target(state, _) | Fact::Aim(state, _) => {
            let is_code = |line: &&&str| line.split_once('=').is_some_and(|(key, _)| key.trim() == "code");
            let code = lines[..line].iter().rfind(is_code);
            let own = format!("\"{}\"", dossier[state].code);
            assert!(code.is_some_and(|code| code.contains(&own)), "{fact:?} of {own} is below {code:?}");
        }
        Fact::Quote(_) | Fact::Event(_) => {
            let states = dossier.states_of(&fact).iter().map(|id| &dossier[*id].code);
            states.for_each(|code| assert!(names(code), "{fact:?} names {code}, but its table is\n{table}"));
        }
        _ => {}
    }
    if let Fact::Stance(_, treaty, _) = fact {
        assert!(names(&dossier[treaty].id), "{fact:?} is at\n{table}");
    }
    if let Fact::Quote(id) = fact
        && let Some(About::Word(word)) = &dossier[id].about
    {
        let id = format!("id = \"{word}\"");
        assert!(!lines.iter().any(|line| line.trim() == id), "{fact:?} is about a lost treaty, {word}");
    }
}

#[rstest]
fn facts_of_broken_dossiers_are_true(#[files("tests/dossiers/broken/*.toml")] file: PathBuf) {
    let Ok(text) = String::from_utf8(fs::read(&file).unwrap()) else { return };
    assert_partial_is_true(&text);
}

#[test]
fn files_without_a_valid_state_have_no_partial_dossier() {
    for text in ["", "broken", "format = 1\ntitle = \"x\"\n[[state]]\ncode = \"ee\"\nname = \"E\"\n"] {
        assert_eq!(read(text.as_bytes()).partial, None, "{text}");
    }
    assert_eq!(read(b"format = 1\n# \xff\n[[state]]\ncode = \"EE\"\nname = \"E\"\n").partial, None);
    assert_eq!(read(BUILT_IN.as_bytes()).partial, None, "a valid file has no partial dossier");
}

#[test]
fn lost_tables_are_counted() {
    let lost = |from: &str, to: &str| {
        assert!(BUILT_IN.contains(from), "{from}");
        read(BUILT_IN.replacen(from, to, 1).as_bytes()).partial.map(|partial| partial.lost)
    };
    assert_eq!(lost("[[event]]", "[[evnt]]"), Some(1));
    assert_eq!(lost("[[state.aim]]\n", "[[state.aim]\n"), Some(1));
    assert_eq!(lost("EE = { ", "EE = { 1999 = x, "), Some(1), "the figures of one state in an edition");
}

#[test]
fn tables_below_a_misspelt_state_are_lost() {
    for heading in ["[[sate]]", "[[s.tate]]"] {
        let text = SMALL.replacen("[[state]]\ncode = \"FI\"", &format!("{heading}\ncode = \"FI\""), 1);
        assert_ne!(text, SMALL);
        assert_partial_is_true(&text);
    }
}

/// Damage to a line of a file.
#[derive(Debug, Clone, Copy)]
enum Damage {
    Remove,
    /// Removes everything from this byte on.
    Truncate(usize),
    /// Inserts a character at this byte.
    Insert(usize, char),
    Duplicate,
    /// Joins the line to the next one.
    Join,
}

fn damage() -> impl Strategy<Value = Damage> {
    let special = proptest::sample::select("\"'[]{}=#,.x \n\\".chars().collect::<Vec<_>>());
    prop_oneof![
        Just(Damage::Remove),
        (0..30usize).prop_map(Damage::Truncate),
        (0..60usize, special).prop_map(|(at, c)| Damage::Insert(at, c)),
        Just(Damage::Duplicate),
        Just(Damage::Join),
    ]
}

/// A dossier of two states with every kind of table. Each line is required.
const SMALL: &str = include_str!("../dossiers/partial.toml");

fn damaged(text: &str, mut line: usize, damage: Damage) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    line %= lines.len();
    let old = lines[line];
    let at = |n: usize| old.floor_char_boundary(n.min(old.len() - 1));
    let new = match damage {
        Damage::Remove => String::new(),
        Damage::Truncate(n) => format!("{}\n", &old[..at(n)]),
        Damage::Insert(n, c) => format!("{}{c}{}", &old[..at(n)], &old[at(n)..]),
        Damage::Duplicate => old.repeat(2),
        Damage::Join => old.trim_end_matches('\n').to_owned(),
    };
    [lines[..line].concat(), new, lines[line + 1..].concat()].concat()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn facts_of_a_damaged_dossier_are_true(edits in proptest::collection::vec((any::<usize>(), damage()), 1..4)) {
        let text = edits.iter().fold(SMALL.to_owned(), |text, (line, edit)| damaged(&text, *line, *edit));
        assert_partial_is_true(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn one_mistake_leaves_the_rest_of_a_long_dossier(line in any::<usize>(), edit in damage()) {
        let text = damaged(BUILT_IN, line, edit);
        assert_partial_is_true(&text);
        assert_invariants(text.as_bytes());
    }
}
