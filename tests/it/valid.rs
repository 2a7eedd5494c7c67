//! Small valid dossiers that use the format's corner cases.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use flank::dossier::model::About;
use flank::dossier::{BUILT_IN, Date, Dossier, TableSchema, ValueType, check, diff, format, read};
use jiff::civil::date;
use rstest::rstest;
use toml::de::{DeTable, DeValue};

fn valid(name: &str) -> Dossier {
    let text = fs::read_to_string(format!("tests/dossiers/valid/{name}.toml")).unwrap();
    read(text.as_bytes()).dossier.unwrap()
}

#[rstest]
fn valid_dossiers_have_no_problems(#[files("tests/dossiers/valid/*.toml")] file: PathBuf) {
    // A day after all dates in the fixtures.
    let reading = check(&fs::read(&file).unwrap(), date(2032, 1, 1));
    assert_eq!(reading.problems, [], "{}", file.display());
    assert!(!reading.dossier.unwrap().states.is_empty());
}

#[rstest]
fn crlf_and_byte_order_mark_change_nothing(#[files("tests/dossiers/valid/*.toml")] file: PathBuf) {
    let text = fs::read_to_string(&file).unwrap();
    same_with_other_line_ends(&text);
}

#[test]
fn built_in_dossier_may_have_crlf_and_byte_order_mark() {
    same_with_other_line_ends(BUILT_IN);
}

fn same_with_other_line_ends(text: &str) {
    let dossier = read(text.as_bytes()).dossier.unwrap();
    let marked = read(format!("\u{feff}{text}").as_bytes());
    assert_eq!(marked.dossier.as_ref(), Some(&dossier));

    let reading = read(text.replace('\n', "\r\n").as_bytes());
    assert_eq!(reading.problems, []);
    assert_eq!(diff(&dossier, &reading.dossier.unwrap()), []);
}

#[test]
fn problem_after_byte_order_mark_and_crlf_has_the_editors_position() {
    let text = "\u{feff}format = 1\r\ntitle = 5\r\n";
    let lines: Vec<String> = read(text.as_bytes()).problems.iter().map(ToString::to_string).collect();
    assert_eq!(lines[1], "2:9: error: `title` is the number 5; expected text in quotation marks");
}

#[test]
fn partial_dates_are_known_from_their_last_day() {
    let dossier = valid("partial-dates");
    let history = dossier.states[0].history(dossier.treaty_ids().next().unwrap());
    let known: Vec<_> = history.iter().map(|step| step.evidence.known_from.unwrap().to_string()).collect();
    assert_eq!(known, ["1997-12-04", "2012-12-31", "2025-07-31", "2025-07-31"]);
    let shown: Vec<_> = history.iter().map(|step| step.date.unwrap().to_string()).collect();
    assert_eq!(shown, ["4 Dec 1997", "2012", "Jul 2025", "31 Jul 2025"]);
    // A fact without a date is known from its earliest source, which has only a month.
    assert_eq!(dossier.states[0].aims[0].evidence.known_from, Some(date(2011, 2, 28)));
    assert_eq!(dossier.sources[1].date, Some(Date::Month { year: 2011, month: 2 }));
}

#[test]
fn numbers_are_rounded_to_six_decimals() {
    let spending = |number: &str| {
        let more = format!("\n[[state.spending]]\nyear = 2031\npercent = {number}\nsources = []\n");
        let state = "format = 1\ntitle = \"x\"\n[[state]]\ncode = \"EE\"\nname = \"Estonia\"\nsources = []\n";
        read(format!("{state}{more}").as_bytes()).dossier.unwrap().states[0].spending[0].percent
    };
    for (number, value) in [("-0.0", 0.0), ("1e-300", 0.0), ("3.37", 3.37), ("2.0000004", 2.0)] {
        assert_eq!(spending(number).to_bits(), f64::to_bits(value), "{number}");
    }
}

#[test]
fn dossier_of_another_subject_is_read() {
    let dossier = valid("another-subject");
    let codes: Vec<&str> = dossier.states.iter().map(|state| state.code.as_str()).collect();
    assert_eq!(codes, ["XA", "XB"]);
    let quote = &dossier.quotes[0];
    let ice = dossier.treaty_ids().find(|id| dossier[*id].id.as_str() == "ice").unwrap();
    assert_eq!(quote.about, Some(About::Treaty(ice)));
    assert_eq!(dossier.codes(&dossier.events[0].states), "XB XA", "the order of the file");
    // A neighbour in a border needs no table of its own.
    assert_eq!(dossier.states[0].borders[1].with.as_str(), "XC");
    assert_eq!(
        (dossier.states[0].spending[0].percent, dossier.states[0].targets[0].up_to),
        (0.0, Some(100.0))
    );
}

/// Collects every key of a table and its nested tables, with the heading of the table.
fn keys_of(shape: &TableSchema, keys: &mut BTreeSet<(&'static str, String)>) {
    for field in shape.keys() {
        keys.insert((shape.heading, field.key.to_owned()));
        if let Some(within) = field.value_type.table() {
            keys_of(within, keys);
        }
    }
}

/// Removes the keys that a table of a file and its nested tables set.
fn take_set(shape: &TableSchema, table: &DeTable<'_>, keys: &mut BTreeSet<(&'static str, String)>) {
    for (key, value) in table {
        keys.remove(&(shape.heading, key.get_ref().to_string()));
        let value_type = &shape.keys().find(|field| field.key == key.get_ref()).unwrap().value_type;
        take_value(value_type, value.get_ref(), keys);
    }
}

fn take_value(value_type: &ValueType, value: &DeValue<'_>, keys: &mut BTreeSet<(&'static str, String)>) {
    match (value_type, value) {
        (ValueType::Map { value: item, .. }, DeValue::Table(table)) => {
            table.values().for_each(|value| take_value(item, value.get_ref(), keys));
        }
        (ValueType::Table(shape) | ValueType::OrTable { table: shape, .. }, DeValue::Table(table)) => {
            take_set(shape, table, keys);
        }
        (ValueType::List(item), DeValue::Array(items)) => {
            items.iter().for_each(|value| take_value(item, value.get_ref(), keys));
        }
        _ => {}
    }
}

#[test]
fn nordic_dossier_has_every_key() {
    let text = fs::read_to_string("tests/dossiers/valid/nordic.toml").unwrap();
    let mut unset = BTreeSet::new();
    keys_of(format(), &mut unset);
    assert!(unset.contains(&("votes", "did_not_vote".to_owned())));
    take_set(format(), DeTable::parse(&text).unwrap().get_ref(), &mut unset);
    assert_eq!(unset, BTreeSet::new());
}

#[test]
fn letters_of_all_scripts_are_kept() {
    let dossier = valid("unicode");
    assert_eq!(dossier.title.as_str(), "北翼 — الجناح الشرقي — האגף");
    assert_eq!(
        dossier.sources[0].title.as_str(),
        "S\u{30c}akaliene\u{307} in combining letters, Šakalienė in one piece"
    );
    let state = &dossier.states[0];
    assert_eq!(state.capital.as_deref(), Some("東京 🗼"));
    assert_eq!(state.evidence.note.as_deref(), Some("👩\u{200d}🚒 می\u{200c}خواهم 🇫🇮 ❤\u{fe0f}\u{200d}🔥"));
    assert_eq!(dossier.quotes[0].text.as_str(), "「第一」\n\nשתיים — zwei");
    assert!(matches!(dossier.quotes[0].about, Some(About::Treaty(_))), "an id may be of any script");
}
