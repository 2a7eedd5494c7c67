//! Settings: the mistakes of broken files, the values of valid ones, and the schema.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::schema::{expect_up_to_date, toml_to_json, validator};
use flank::config::{Command, DEFAULTS, Diagnostic, Role, SETTINGS, Settings, schema};
use proptest::prelude::*;
use rstest::rstest;
use serde_json::{Value, json};

fn report(problems: &[Diagnostic]) -> String {
    problems.iter().map(Diagnostic::to_string).collect::<Vec<_>>().join("\n")
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap().to_str().unwrap().to_owned()
}

#[rstest]
fn broken_settings_report_their_mistakes(#[files("tests/settings/broken/*.toml")] file: PathBuf) {
    let problems = Settings::read(Some(&fs::read_to_string(&file).unwrap())).unwrap_err();
    let places: Vec<_> = problems.iter().map(|problem| problem.location).collect();
    assert!(places.is_sorted(), "in order of place: {places:?}");
    let text = report(&problems);
    // The messages must not control the terminal.
    let harmful = |c: char| {
        c.is_control() && c != '\n' || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
    };
    assert!(!text.contains(harmful), "{text:?}");
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots/settings" }, {
        insta::assert_snapshot!(stem(&file), text);
    });
}

#[test]
fn every_snapshot_has_a_file() {
    let stems = |directory: &str| -> BTreeSet<String> {
        fs::read_dir(directory).unwrap().map(|file| stem(&file.unwrap().path())).collect()
    };
    assert_eq!(stems("tests/settings/broken"), stems("tests/it/snapshots/settings"));
}

#[rstest]
fn printed_settings_are_read_back_unchanged(#[files("tests/settings/valid/*.toml")] file: PathBuf) {
    let settings = Settings::read(Some(&fs::read_to_string(&file).unwrap())).unwrap();
    let printed = settings.print("config.toml");
    let again =
        Settings::read(Some(&printed)).unwrap_or_else(|problems| panic!("{}\n{printed}", report(&problems)));
    let apart = Settings { sources: Default::default(), ..again };
    // The keymap is compared below, since it contains the locations of the keys.
    let keys = |settings: &Settings| Settings { keymap: Default::default(), ..settings.clone() };
    assert_eq!(keys(&apart), Settings { sources: Default::default(), ..keys(&settings) });
    for command in Command::names().filter_map(Command::from_name) {
        let of = |settings: &Settings| settings.keymap.keys(command).collect::<Vec<_>>();
        assert_eq!(of(&apart), of(&settings), "{command:?}");
    }
}

#[test]
fn settings_are_printed_with_their_lines() {
    let file = fs::read_to_string("tests/settings/valid/everything.toml").unwrap();
    insta::assert_snapshot!(Settings::read(Some(&file)).unwrap().print("config.toml"));
}

/// Returns the lines of the comment above the line that starts with `line`.
fn comment_above<'a>(text: &'a str, line: &str) -> Vec<&'a str> {
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|l| l.starts_with(line)).unwrap_or_else(|| panic!("no line {line:?}"));
    let start = lines[..at].iter().rposition(|line| !line.starts_with('#')).map_or(0, |n| n + 1);
    lines[start..at].iter().map(|line| line.trim_start_matches('#').trim()).collect()
}

#[test]
fn shipped_file_has_every_setting_with_its_default() {
    let mut last = 0;
    for setting in SETTINGS.keys() {
        let heading = format!("[{}]", setting.key);
        let line = if DEFAULTS.contains(&format!("\n{heading}\n")) {
            heading
        } else {
            format!("{} = ", setting.key)
        };
        let at = DEFAULTS.find(&format!("\n{line}")).unwrap_or_else(|| panic!("no `{}`", setting.key));
        assert!(at > last, "`{}` is out of order", setting.key);
        last = at;
        let comment = comment_above(DEFAULTS, &line).join(" ");
        let sentence = setting.description.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            comment.starts_with(&sentence),
            "the comment of `{}` is {comment:?}, expected {sentence:?}",
            setting.key
        );
        let property = &json_schema()["properties"][setting.key];
        for word in property["enum"].as_array().into_iter().flatten().filter_map(serde_json::Value::as_str) {
            assert!(
                comment.contains(&format!("\"{word}\"")),
                "{word:?} is not named above `{}`",
                setting.key
            );
        }
    }
    let comment = comment_above(DEFAULTS, "[colours]").join(" ");
    let roles = comment.split_once("Roles: ").unwrap().1.trim_end_matches('.');
    let roles: Vec<&str> = roles.split(", ").collect();
    assert_eq!(roles, Role::ALL.iter().map(|role| role.name()).collect::<Vec<_>>());
    for word in Command::names() {
        assert!(DEFAULTS.contains(&format!("\n{word} = [")), "no command {word}");
    }
}

fn json_schema() -> Value {
    serde_json::from_str(&schema()).unwrap()
}

/// Returns settings as the schema validates them. A date is an object, since no setting takes one.
fn as_json(text: &str) -> Value {
    toml_to_json(text, |date| json!({ "date": date })).unwrap()
}

#[test]
fn shipped_schema_is_up_to_date() {
    expect_up_to_date("assets/config.schema.json", &schema());
}

#[test]
fn schema_accepts_valid_settings() {
    let validator = validator(&schema());
    let files = fs::read_dir("tests/settings/valid").unwrap().map(|file| file.unwrap().path());
    let texts = files.map(|path| fs::read_to_string(path).unwrap());
    for text in texts.chain([DEFAULTS.to_owned(), Settings::read(None).unwrap().print("x")]) {
        let json = as_json(&text);
        let errors: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?} in\n{text}");
    }
}

/// Mistakes that a schema cannot express: unknown keys, keys with two commands, and the contents of command lines.
const BEYOND_SCHEMA: [&str; 13] = [
    "quit-on-a-key-that-is-not-sent",
    "second-colour",
    "unknown-key",
    "key-with-shift",
    "key-bound-twice",
    "key-bound-twice-to-one",
    "last-key-to-quit-taken",
    "editor-without-file",
    "editor-with-unknown-place",
    "editor-with-unclosed-quote",
    "editor-without-program",
    "opener-with-unclosed-quote",
    "nul-in-a-name",
];

#[rstest]
fn schema_rejects_broken_settings(#[files("tests/settings/broken/*.toml")] file: PathBuf) {
    let text = fs::read_to_string(&file).unwrap();
    if toml::de::DeTable::parse(&text).is_err() {
        return;
    }
    let validator = validator(&schema());
    let beyond = BEYOND_SCHEMA.contains(&stem(&file).as_str());
    assert_eq!(validator.is_valid(&as_json(&text)), beyond, "{text}");
}

#[test]
fn keys_and_roles_have_descriptions() {
    let schema = json_schema();
    let described = |table: &str, key: &str| {
        let about = schema["properties"][table]["properties"][key]["description"].as_str();
        assert!(about.is_some_and(|about| about.ends_with('.')), "{table}.{key}: {about:?}");
    };
    Command::names().for_each(|word| described("keys", word));
    Role::ALL.iter().for_each(|role| described("colours", role.name()));
}

#[test]
fn thousands_of_mistakes_are_truncated() {
    let unknown: String = (0..15_000).map(|n| format!("k{n}=1\n")).collect();
    let keys = format!("[keys]\nhelp = [{}]", "'F5',".repeat(15_000));
    let colours: String = (0..6_000).map(|n| format!("colours.c{n} = 1\n")).collect();
    for text in
        [unknown, keys, colours, "mouse = on\n".repeat(8_000), "[".repeat(50_000), "a.".repeat(50_000)]
    {
        let problems = Settings::read(Some(&text)).unwrap_err();
        assert!(problems.len() <= 501, "{}", problems.len());
        assert!(problems.iter().all(|problem| problem.to_string().len() < 1000));
    }
}

/// Typical tokens of settings, and a few unusual ones.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "\n", " ", "=", "[", "]", "{", "}", ",", ".", "\"", "'", "#", "\\", "\0", "\u{202e}", "keys", "colours", "[keys]\n",
    "[colours]\n", "quit = [\"q\"]\n", "alarm = \"red\"\n", "theme = \"dark\"\n", "poll = 50\n", "mouse", "true", "1e9",
    "99999999999999999999", "-1", "\"#fff\"", "\"on\"", "\"Ctrl+\"", "editor = \"{\"\n", "editor = \"'\"\n", "\"~\"",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn settings_accept_any_sequence_of_tokens(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..40),
    ) {
        match Settings::read(Some(&pieces.concat())) {
            Ok(settings) => prop_assert!(Settings::read(Some(&settings.print("x"))).is_ok()),
            Err(problems) => prop_assert!(!problems.is_empty()),
        }
    }
}
