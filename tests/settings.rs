//! Files of settings: what is said of broken ones, what becomes of good ones, and that the schema agrees.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use flank::config::{Command, DEFAULTS, Fault, Role, SETTINGS, Settings, schema};
use proptest::prelude::*;
use rstest::rstest;
use serde_json::{Value, json};

fn said(faults: &[Fault]) -> String {
    faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n")
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap().to_str().unwrap().to_owned()
}

#[rstest]
fn a_broken_file_is_told_what_is_wrong(#[files("tests/settings/broken/*.toml")] file: PathBuf) {
    let faults = Settings::read(Some(&fs::read_to_string(&file).unwrap())).unwrap_err();
    let places: Vec<_> = faults.iter().map(|fault| (fault.line, fault.column)).collect();
    assert!(places.is_sorted(), "in order of place: {places:?}");
    let said = said(&faults);
    // A reader's terminal must not obey what somebody else wrote.
    let obeyed = |c: char| {
        c.is_control() && c != '\n' || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
    };
    assert!(!said.contains(obeyed), "{said:?}");
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots/settings" }, {
        insta::assert_snapshot!(stem(&file), said);
    });
}

#[test]
fn every_snapshot_belongs_to_a_file() {
    let stems = |directory: &str| -> BTreeSet<String> {
        fs::read_dir(directory).unwrap().map(|file| stem(&file.unwrap().path())).collect()
    };
    assert_eq!(stems("tests/settings/broken"), stems("tests/snapshots/settings"));
}

#[rstest]
fn what_is_printed_is_read_as_the_same(#[files("tests/settings/valid/*.toml")] file: PathBuf) {
    let settings = Settings::read(Some(&fs::read_to_string(&file).unwrap())).unwrap();
    let printed = settings.print("config.toml");
    let again =
        Settings::read(Some(&printed)).unwrap_or_else(|faults| panic!("{}\n{printed}", said(&faults)));
    let apart = Settings { origins: Default::default(), ..again };
    // Keys have places in their file; what they do is what counts.
    let keys = |settings: &Settings| Settings { keymap: Default::default(), ..settings.clone() };
    assert_eq!(keys(&apart), Settings { origins: Default::default(), ..keys(&settings) });
    for command in Command::names().filter_map(Command::from_name) {
        let of = |settings: &Settings| settings.keymap.keys(command).collect::<Vec<_>>();
        assert_eq!(of(&apart), of(&settings), "{command:?}");
    }
}

#[test]
fn everything_that_is_set_is_printed_with_its_line() {
    let file = fs::read_to_string("tests/settings/valid/everything.toml").unwrap();
    insta::assert_snapshot!(Settings::read(Some(&file)).unwrap().print("config.toml"));
}

/// The lines of comment right above the line that begins so, as one.
fn comment_above<'a>(text: &'a str, line: &str) -> Vec<&'a str> {
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|l| l.starts_with(line)).unwrap_or_else(|| panic!("no line {line:?}"));
    let start = lines[..at].iter().rposition(|line| !line.starts_with('#')).map_or(0, |n| n + 1);
    lines[start..at].iter().map(|line| line.trim_start_matches('#').trim()).collect()
}

#[test]
fn the_shipped_file_explains_every_setting_and_has_its_default() {
    let mut last = 0;
    for setting in SETTINGS {
        let heading = format!("[{}]", setting.key);
        let line = if DEFAULTS.contains(&format!("\n{heading}\n")) {
            heading
        } else {
            format!("{} = ", setting.key)
        };
        let at =
            DEFAULTS.find(&format!("\n{line}")).unwrap_or_else(|| panic!("`{}` is not there", setting.key));
        assert!(at > last, "`{}` is out of order", setting.key);
        last = at;
        let comment = comment_above(DEFAULTS, &line).join(" ");
        let sentence = setting.about.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            comment.starts_with(&sentence),
            "above `{}` stands {comment:?}, and not {sentence:?}",
            setting.key
        );
        let property = &json_schema()["properties"][setting.key];
        for word in
            property["oneOf"].as_array().into_iter().flatten().filter_map(|word| word["const"].as_str())
        {
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
    assert_eq!(roles, Role::ALL.iter().map(|role| role.word()).collect::<Vec<_>>());
    for word in Command::names() {
        assert!(DEFAULTS.contains(&format!("\n{word} = [")), "the command {word} is not there");
    }
}

fn json_schema() -> Value {
    serde_json::from_str(&schema()).unwrap()
}

/// A file of settings as the schema sees it.
fn as_json(text: &str) -> Value {
    fn value_of(value: &toml::de::DeValue<'_>) -> Value {
        use toml::de::DeValue;
        match value {
            DeValue::String(text) => json!(text),
            DeValue::Integer(number) => json!(i64::from_str_radix(number.as_str(), number.radix()).unwrap()),
            DeValue::Float(number) => json!(number.as_str().parse::<f64>().unwrap()),
            DeValue::Boolean(flag) => json!(flag),
            DeValue::Datetime(date) => json!({ "date": date.to_string() }),
            DeValue::Array(list) => list.iter().map(|item| value_of(item.get_ref())).collect(),
            DeValue::Table(inner) => table(inner),
        }
    }
    fn table(table: &toml::de::DeTable<'_>) -> Value {
        let row =
            |(key, of): (&toml::Spanned<toml::de::DeString<'_>>, &toml::Spanned<toml::de::DeValue<'_>>)| {
                (key.get_ref().to_string(), value_of(of.get_ref()))
            };
        Value::Object(table.iter().map(row).collect())
    }
    table(toml::de::DeTable::parse(text).unwrap().get_ref())
}

#[test]
fn the_schema_in_the_repository_is_the_one_that_the_program_makes() {
    let path = "assets/config.schema.json";
    if std::env::var_os("FLANK_UPDATE").is_some() {
        fs::write(path, schema()).unwrap();
    }
    let committed = fs::read_to_string(path).unwrap_or_default();
    assert!(committed == schema(), "FLANK_UPDATE=1 cargo test --test settings renews it");
}

#[test]
fn the_schema_takes_what_the_program_takes() {
    let schema = jsonschema::validator_for(&json_schema()).unwrap();
    let files = fs::read_dir("tests/settings/valid").unwrap().map(|file| file.unwrap().path());
    let texts = files.map(|path| fs::read_to_string(path).unwrap());
    for text in texts.chain([DEFAULTS.to_owned(), Settings::read(None).unwrap().print("x")]) {
        let json = as_json(&text);
        let errors: Vec<String> = schema.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?} in\n{text}");
    }
}

/// What no schema can tell: whether a key is one, whether two commands share it, and what is in a command.
const BEYOND: [&str; 12] = [
    "second-colour",
    "unknown-key",
    "key-with-shift",
    "key-bound-twice",
    "key-bound-twice-to-one",
    "key-bound-twice-with-the-default",
    "editor-without-file",
    "editor-with-unknown-place",
    "editor-with-unclosed-quote",
    "editor-without-program",
    "opener-with-unclosed-quote",
    "nul-in-a-name",
];

#[rstest]
fn the_schema_refuses_what_the_program_refuses(#[files("tests/settings/broken/*.toml")] file: PathBuf) {
    let text = fs::read_to_string(&file).unwrap();
    if toml::de::DeTable::parse(&text).is_err() {
        return;
    }
    let schema = jsonschema::validator_for(&json_schema()).unwrap();
    let beyond = BEYOND.contains(&stem(&file).as_str());
    assert_eq!(schema.is_valid(&as_json(&text)), beyond, "{text}");
}

#[test]
fn every_key_and_every_role_is_described() {
    let schema = json_schema();
    let described = |table: &str, key: &str| {
        let about = schema["properties"][table]["properties"][key]["description"].as_str();
        assert!(about.is_some_and(|about| about.ends_with('.')), "{table}.{key}: {about:?}");
    };
    Command::names().for_each(|word| described("keys", word));
    Role::ALL.iter().for_each(|role| described("colours", role.word()));
}

#[test]
fn thousands_of_faults_are_told_in_a_hundred_lines() {
    let unknown: String = (0..15_000).map(|n| format!("k{n}=1\n")).collect();
    let keys = format!("[keys]\nhelp = [{}]", "'F5',".repeat(15_000));
    let colours: String = (0..6_000).map(|n| format!("colours.c{n} = 1\n")).collect();
    for text in
        [unknown, keys, colours, "mouse = on\n".repeat(8_000), "[".repeat(50_000), "a.".repeat(50_000)]
    {
        let faults = Settings::read(Some(&text)).unwrap_err();
        assert!(faults.len() <= 100, "{}", faults.len());
        assert!(faults.iter().all(|fault| fault.to_string().len() < 1000));
    }
}

/// What people write into settings, and what they do not.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "\n", " ", "=", "[", "]", "{", "}", ",", ".", "\"", "'", "#", "\\", "\0", "\u{202e}", "keys", "colours", "[keys]\n",
    "[colours]\n", "quit = [\"q\"]\n", "alarm = \"red\"\n", "theme = \"dark\"\n", "poll = 50\n", "mouse", "true", "1e9",
    "99999999999999999999", "-1", "\"#fff\"", "\"on\"", "\"Ctrl+\"", "editor = \"{\"\n", "editor = \"'\"\n", "\"~\"",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_pieces_make_the_reading_panic(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..40),
    ) {
        match Settings::read(Some(&pieces.concat())) {
            Ok(settings) => prop_assert!(Settings::read(Some(&settings.print("x"))).is_ok()),
            Err(faults) => prop_assert!(!faults.is_empty()),
        }
    }
}
