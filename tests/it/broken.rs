//! The problems that broken dossiers report.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use crate::support::invariants::{assert_invariants, assert_problems};
use crate::support::schema::expect_up_to_date;
use flank::dossier::{
    BUILT_IN, Day, MINIMAL, NATO, Reading, Severity, TableSchema, ValueType, check, lints, read,
};
use proptest::prelude::*;
use rstest::rstest;

/// The day on which the fixtures are checked.
const TODAY: Day = jiff::civil::date(2026, 11, 24);

/// Returns a line per problem, and whether the file could be read.
fn report(reading: &Reading) -> String {
    let lines: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
    let outcome = if reading.dossier.is_some() { "a dossier" } else { "no dossier" };
    format!("{}\n-> {outcome}", lines.join("\n"))
}

#[rstest]
fn broken_dossiers_report_their_problems(#[files("tests/dossiers/broken/*.toml")] file: PathBuf) {
    let bytes = fs::read(&file).unwrap();
    let reading = check(&bytes, TODAY);
    assert_problems(&bytes, &reading);
    assert!(!reading.problems.is_empty(), "{} has no problem", file.display());
    assert_eq!(reading.dossier.is_none(), reading.problems.iter().any(|p| p.severity == Severity::Error));
    let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots/broken" }, {
        insta::assert_snapshot!(name, report(&reading));
    });
}

/// Returns the lints that a file triggers, with the severity of each problem.
fn triggered(bytes: &[u8]) -> BTreeSet<(&'static str, Severity)> {
    check(bytes, TODAY).problems.iter().map(|problem| (problem.code.id(), problem.severity)).collect()
}

#[test]
fn every_lint_is_listed_and_has_a_fixture() {
    let table: BTreeSet<(&str, Severity)> =
        lints().map(|lint| (lint.code.id(), lint.code.severity())).collect();
    assert_eq!(table.len(), lints().count(), "each lint is listed once");
    let fixtures = fs::read_dir("tests/dossiers/broken").unwrap();
    let shown: BTreeSet<_> =
        fixtures.flat_map(|file| triggered(&fs::read(file.unwrap().path()).unwrap())).collect();
    assert_eq!(table, shown, "left: listed lints; right: lints that a fixture triggers");
    for shipped in [BUILT_IN, MINIMAL, NATO] {
        assert_eq!(triggered(shipped.as_bytes()), BTreeSet::new(), "shipped dossiers trigger no lints");
    }
}

/// A dossier to prepend to the examples of lints.
const AROUND: &str = r#"format = 1
title = "NATO's eastern flank"

[[source]]
id = "err"
publisher = "ERR News"
title = "Estonia votes to leave Ottawa anti-personnel landmine ban convention"

[[treaty]]
id = "ottawa"
name = "Ottawa Convention"
sources = ["err"]

[[state]]
code = "EE"
name = "Estonia"
sources = ["err"]
"#;

#[test]
fn bad_example_triggers_its_lint_and_good_example_does_not() {
    for lint in lints() {
        assert!(
            lint.description.ends_with('.') && !lint.description.contains("  "),
            "{}: {}",
            lint.code.id(),
            lint.description
        );
        if lint.bad.is_empty() {
            let unwritten = ["not-utf-8", "more-errors", "more-warnings"];
            assert!(unwritten.contains(&lint.code.id()), "{} has no example", lint.code.id());
            continue;
        }
        let whole = |part: &str| match part.starts_with("format = ") {
            true => part.to_owned(),
            false => format!("{AROUND}{part}\n"),
        };
        let is = |(id, _): &(&str, Severity)| *id == lint.code.id();
        assert!(
            triggered(whole(lint.bad).as_bytes()).iter().any(is),
            "the bad example of {} does not trigger it",
            lint.code.id()
        );
        let left = triggered(whole(lint.good).as_bytes());
        assert!(
            left.iter().all(|(_, level)| *level == Severity::Warning),
            "the good example of {} has {left:?}",
            lint.code.id()
        );
        assert!(!left.iter().any(is), "the good example of {} triggers it", lint.code.id());
    }
}

#[test]
fn every_snapshot_has_a_dossier() {
    let stems = |directory: &str, extension: &str| -> BTreeSet<_> {
        let files = fs::read_dir(directory).unwrap().map(|file| file.unwrap().path());
        let files = files.filter(|path| path.extension().is_some_and(|e| e == extension));
        files.map(|path| path.file_stem().unwrap().to_owned()).collect()
    };
    assert_eq!(stems("tests/dossiers/broken", "toml"), stems("tests/it/snapshots/broken", "snap"));
}

const SMALL: &str = "format = 1\ntitle = \"Flank\"\n\n[[state]]\ncode = \"EE\"\nname = \"Estonia\"\n";

#[rstest]
#[case::utf_16_little(&[0xff, 0xfe, b'f', 0, b'=', 0], "1:1: error: the file is UTF-16; expected a file saved as UTF-8")]
#[case::utf_16_big(&[0xfe, 0xff, 0, b'f', 0, b'='], "1:1: error: the file is UTF-16; expected a file saved as UTF-8")]
#[case::stray_byte(
    b"format = 1\ntitle = \"\xc3\xa4\xff\"\n",
    "2:11: error: the file is not UTF-8 text from here on; expected a file saved as UTF-8"
)]
#[case::cut_inside_a_character(
    b"# \xc3",
    "1:3: error: the file is not UTF-8 text from here on; expected a file saved as UTF-8"
)]
#[case::nul(
    b"format = 1\ntitle = \"a\0b\"\n",
    "2:11: error: the control character U+0000; expected visible characters"
)]
fn invalid_text_is_reported_in_one_line(#[case] bytes: &[u8], #[case] line: &str) {
    let reading = read(bytes);
    assert_eq!(report(&reading).lines().next(), Some(line));
    assert_problems(bytes, &reading);
}

#[test]
fn megabytes_of_junk_are_read() {
    let title = "ä".repeat(1_000_000);
    let reading = read(SMALL.replace("Flank", &title).as_bytes());
    assert_eq!(reading.dossier.unwrap().title.as_str(), title);

    let items = format!("a = [{}]", "\"a\" ".repeat(300_000));
    for junk in ["x".repeat(2_000_000), items, "a\n".repeat(200_000), "a = b\n".repeat(50_000)] {
        let reading = read(junk.as_bytes());
        assert!(reading.dossier.is_none());
        assert_problems(junk.as_bytes(), &reading);
    }
}

#[rstest]
#[case::lists("[", "]")]
#[case::braces("{ a = ", " }")]
#[case::unclosed_lists("[", "")]
#[case::unclosed_braces("{ a = ", "")]
fn deep_nesting_is_a_problem(#[case] open: &str, #[case] close: &str) {
    let text = format!("{SMALL}borders = {}1{}\n", open.repeat(10_000), close.repeat(10_000));
    let reading = read(text.as_bytes());
    assert!(reading.dossier.is_none());
    assert_problems(text.as_bytes(), &reading);
}

#[rstest]
#[case::heading("\n[", "]\n")]
#[case::dotted_key("\n", " = 1\n")]
fn long_dotted_names_are_a_problem(#[case] before: &str, #[case] after: &str) {
    let text = format!("{SMALL}{before}{}a{after}", "a.".repeat(10_000));
    let reading = read(text.as_bytes());
    assert!(reading.dossier.is_none());
    assert_problems(text.as_bytes(), &reading);
}

/// Typical tokens of a dossier, and a few unusual ones.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "\n", "\r\n", "\r", " ", "=", "[", "]", "[[", "]]", "{", "}", ",", ".", "\"", "'", "\"\"\"", "'''", "#", "\\",
    "\u{301}", "é", "\u{202e}", "\0", "0", "3.37", "2025-03-18", "2025-02-30", "\"2025-03\"", "true", "format = 1\n",
    "title = \"x\"\n", "state", "stance", "code = \"EE\"\n", "name", "sources = [\"a\"]\n", "\n[[state]]\n",
    "\n[[state.stance]]\n", "\n[state]\n", "\n[[source]]\nid = \"a\"\n", "borders = [{ with = \"RU\" }]\n",
    "votes = { for = 1 }\n", "\n[[quote]]\n", "text = \"\"\"\n",
];

/// Returns every key, heading and word of the format as a dictionary for fuzzing.
fn dictionary() -> String {
    fn collect(shape: &'static TableSchema, entries: &mut BTreeSet<String>) {
        if shape.heading.starts_with('[') {
            entries.insert(format!("\\x0A{}\\x0A", shape.heading));
        }
        for field in shape.keys() {
            entries.insert(format!("{} = ", field.key));
            let mut kind = &field.value_type;
            while let ValueType::List(inner) = kind {
                kind = inner;
            }
            match kind {
                ValueType::Table(inner) => collect(inner, entries),
                ValueType::OneOf(words) => {
                    entries.extend(words.iter().map(|(word, _)| format!("\\\"{word}\\\"")))
                }
                _ => {}
            }
        }
    }
    let mut entries = BTreeSet::new();
    collect(flank::dossier::format(), &mut entries);
    entries.into_iter().map(|entry| format!("\"{entry}\"\n")).collect()
}

#[test]
fn fuzz_dictionary_has_every_key() {
    expect_up_to_date("tests/fuzz/keys.dict", &dictionary());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reader_accepts_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        assert_invariants(&bytes);
    }

    #[test]
    fn reader_accepts_any_sequence_of_tokens(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..60),
    ) {
        let text = pieces.concat();
        assert_invariants(text.as_bytes());
    }
}

proptest! {
    // Each case reads 150 KB several times.
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    /// Replaces a part of the built-in dossier.
    #[test]
    fn reader_accepts_any_edit_of_the_built_in_dossier(
        at in 0..flank::dossier::BUILT_IN.len(),
        length in 0_usize..200,
        piece in proptest::sample::select(PIECES),
    ) {
        let whole = flank::dossier::BUILT_IN.as_bytes();
        let mut bytes = whole[..at].to_vec();
        bytes.extend_from_slice(piece.as_bytes());
        bytes.extend_from_slice(&whole[(at + length).min(whole.len())..]);
        assert_invariants(&bytes);
    }
}
