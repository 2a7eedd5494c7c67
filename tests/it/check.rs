//! `flank check`: its output in each format, and its exit status.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::support::cli::{command, expect_error, expect_ok, run_with_input};
use crate::support::schema::{expect_up_to_date, validator};
use flank::dossier::{BUILT_IN, Day, Text, check, lints};
use flank::report::check::{Check, Checked, data, human, short};
use flank::report::json::json;
use rstest::rstest;
use tempfile::TempDir;

const TODAY: Day = jiff::civil::date(2026, 11, 24);

/// Returns the JSON Schema of the report.
fn schema() -> String {
    json(&schemars::schema_for!(Check))
}

fn checked(name: &str, bytes: &[u8]) -> Checked {
    Checked { name: Text::line(name), problems: Ok(check(bytes, TODAY).problems) }
}

fn fixture(name: &str) -> Checked {
    let name = format!("{name}.toml");
    checked(&name, &fs::read(Path::new("tests/dossiers/broken").join(&name)).unwrap())
}

#[rstest]
#[case::two_locations("duplicate-ids")]
#[case::line_numbers_of_different_width("duplicate-quotes")]
#[case::typo("unknown-words")]
#[case::syntax_errors("several-syntax-errors")]
#[case::unclosed_text("unclosed-text-block")]
#[case::invisible_characters("hidden-text")]
#[case::not_utf8("latin-1")]
fn problems_are_shown_with_source_excerpts(#[case] name: &str) {
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(name, human(&[fixture(name)], false, 100));
    });
}

#[test]
fn excerpt_marks_the_right_columns() {
    let message = |text: &str, columns| human(&[checked("x.toml", text.as_bytes())], false, columns);
    let wide = message("format = 1\ntitle = \"x\"\nstate = [{ name = \"東京 ä\", cod = \"EE\" }]\n", 100);
    assert!(wide.contains("--> x.toml:3:27\n"), "the column counts characters\n{wide}");
    assert!(wide.contains("\n3 | state = [{ name = \"東京 ä\", cod = \"EE\" }]\n"), "{wide}");
    assert!(wide.contains(&format!("\n  | {}^^^\n", " ".repeat(28))), "the marker counts columns\n{wide}");
    let tab = message("format = 1\ntitle = \"x\"\n\tkey\t= 1\n", 100);
    assert!(tab.contains("--> x.toml:3:2\n") && tab.contains("\n3 |     key    = 1\n  |     ^^^ "), "{tab}");

    let long = format!("format = 1\ntitle = \"{}\" oops # {}\n", "x".repeat(600_000), "y".repeat(600_000));
    let long = message(&long, 80);
    assert!(long.contains("--> x.toml:2:600012\n"), "the column counts from the start of the line\n{long}");
    assert!(long.len() < 1500 && long.contains("...") && long.contains("\" oops # y"), "{long}");
}

#[test]
fn output_has_no_control_characters_from_files() {
    let text = "\"\u{202e}a\u{1b}[2J\" = \"\u{9b}2J\u{200b}\"\n[\"\u{202e}\"]\n[\"\u{202e}\"]\nformat = 99\u{2066}\n\
                title = '\u{1b}]52;c;aGk=\u{7}'\n";
    let files = [
        checked("\u{1b}[31m\u{202e}\n.toml", text.as_bytes()),
        checked("b.toml", text.replace(['\u{1b}', '\u{7}', '\u{9b}'], "").as_bytes()),
    ];
    for message in [human(&files, false, 100), short(&files), json(&data(&files))] {
        let bad = |c: char| (c.is_control() && c != '\n') || "\u{202e}\u{2066}\u{200b}".contains(c);
        assert!(!message.contains(bad), "{message:?}");
        assert!(message.contains("␛[31m"), "the name is shown\n{message}");
    }
    let coloured = human(&files, true, 100);
    let escapes = coloured.split('\u{1b}').skip(1);
    assert!(escapes.clone().count() > 10);
    for escape in escapes {
        let end = escape.find(|c: char| c.is_ascii_alphabetic()).unwrap();
        assert!(escape.starts_with('[') && escape[end..].starts_with('m'), "only colours: {escape:?}");
    }
}

#[test]
fn excess_problems_are_counted() {
    let keys: Vec<String> = (0..3000).map(|n| format!("key-{n} = 1\n")).collect();
    let head = "format = 1\ntitle = \"x\"\n[[state]]\ncode = \"EE\"\nname = \"E\"\nnote = \"\"\n";
    let message = human(&[checked("x.toml", (head.to_owned() + &keys.concat()).as_bytes())], false, 100);
    assert!(message.contains("unknown key `key-0`") && !message.contains("unknown key `key-2999`"));
    assert!(message.contains("and 2501 more errors"), "{}", &message[message.len() - 500..]);
}

#[test]
fn short_format_is_one_line_per_problem() {
    let message = short(&[fixture("duplicate-ids"), fixture("no-source")]);
    assert_eq!(
        message.lines().next().unwrap(),
        "duplicate-ids.toml:10:6: error[doubled-id]: source \"paper\" is defined twice; expected each source once; \
         the first is at 5:6"
    );
    assert!(message.contains("\nno-source.toml:") && message.contains(": warning[no-source]: "), "{message}");
}

#[test]
fn json_round_trips_and_matches_its_schema() {
    let validator = validator(&schema());
    let files = [
        fixture("duplicate-ids"),
        fixture("no-source"),
        fixture("unknown-words"),
        Checked { name: Text::line("gone.toml"), problems: Err("no such file".to_owned()) },
    ];
    let data = data(&files);
    let written = json(&data);
    assert_eq!(serde_json::from_str::<Check>(&written).unwrap(), data);
    assert!(validator.is_valid(&serde_json::from_str(&written).unwrap()));
    assert!(!validator.is_valid(&serde_json::json!({ "format": 1 })), "the schema has required keys");
    let count: usize = data.files.iter().map(|file| file.problems.len()).sum();
    assert_eq!(data.errors + data.warnings, count);
    assert_eq!(data.files[3].unreadable.as_deref(), Some("no such file"));
}

#[test]
fn shipped_schema_is_up_to_date() {
    expect_up_to_date("assets/check.schema.json", &schema());
}

const GOOD: &str = "format = 1\ntitle = \"x\"\n[[source]]\nid = \"a\"\npublisher = \"P\"\ntitle = \"A\"\n[[state]]\n\
                    code = \"EE\"\nname = \"Estonia\"\nsources = [\"a\"]\n";

/// Creates a directory with a good dossier, one with warnings and a broken one.
fn dir() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    write("good.toml", GOOD);
    write("warned.toml", &GOOD.replace("sources = [\"a\"]", ""));
    write("broken.toml", &GOOD.replace("code = \"EE\"", "code = \"ee\""));
    dir
}

fn flank(dir: &TempDir, arguments: &[&str], stdin: &str, dossier: Option<&str>) -> Output {
    let mut command = command(dir.path(), &[&["check"], arguments].concat());
    run_with_input(command.envs(dossier.map(|path| ("FLANK_DOSSIER", path))), stdin.as_bytes())
}

#[rstest]
#[case::built_in(&[], 0, "the built-in dossier: no problem\n")]
#[case::good(&["good.toml"], 0, "good.toml: no problem\n")]
#[case::warned(&["warned.toml"], 0, "warned.toml: 2 warnings\n")]
#[case::denied_warnings(&["warned.toml", "--deny-warnings"], 1, "warned.toml: 2 warnings\n")]
#[case::denied_without_warnings(&["good.toml", "--deny-warnings"], 0, "no problem\n")]
#[case::broken(&["broken.toml"], 1, "\n  = help: did you mean `EE`?\n\nbroken.toml: 1 error\n")]
#[case::all(&["good.toml", "warned.toml", "broken.toml"], 1, "1 error and 2 warnings in 3 files\n")]
#[case::one_unreadable(&["none.toml", "broken.toml", "."], 2, "1 error in 1 file\n")]
#[case::none_readable(&["none.toml"], 2, "")]
#[case::standard_input(&["-"], 1, "<stdin>: 4 errors and 1 warning\n")]
#[case::standard_input_twice(&["-", "-"], 2, "")]
#[case::short(&["broken.toml", "--format=short"], 1, "did you mean `EE`?\n")]
#[case::json(&["broken.toml", "--format=json"], 1, "}\n")]
#[case::unknown_format(&["broken.toml", "--format=xml"], 2, "")]
#[case::lint(&["--explain", "bad-code"], 0, "    borders = [{ with = \"RU\" }]\n")]
#[case::unknown_lint(&["--explain", "bad-cod"], 2, "")]
#[case::lint_and_file(&["--explain", "bad-code", "good.toml"], 2, "")]
fn exit_status_reflects_the_worst_problem(
    #[case] arguments: &[&str],
    #[case] status: i32,
    #[case] end: &str,
) {
    let run = flank(&dir(), arguments, "[[state]]", None);
    let (out, error) = (String::from_utf8(run.stdout).unwrap(), String::from_utf8(run.stderr).unwrap());
    assert_eq!(run.status.code(), Some(status), "{out}\n{error}");
    assert!(if end.is_empty() { out.is_empty() } else { out.ends_with(end) }, "{out}\n{error}");
    assert_eq!(error.is_empty(), status < 2, "{error}");
    assert!(!out.contains('\u{1b}'), "no colour without a terminal");
}

#[test]
fn unreadable_files_are_reported_with_the_others() {
    let dir = dir();
    let run = flank(&dir, &["none.toml", "broken.toml", "."], "", None);
    let error = String::from_utf8(run.stderr).unwrap();
    assert_eq!(error, "flank: none.toml: no such file\nflank: .: is a directory, not a dossier\n");
    let run = flank(&dir, &["--format=json", "none.toml"], "", None);
    let data: Check = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(data.files[0].unreadable.as_deref(), Some("no such file"));
}

#[test]
fn checks_the_dossier_from_the_environment_by_default() {
    let dir = dir();
    assert_eq!(flank(&dir, &[], "", Some("broken.toml")).status.code(), Some(1));
    assert_eq!(flank(&dir, &["good.toml"], "", Some("broken.toml")).status.code(), Some(0));
    let run = flank(&dir, &["-", "--deny-warnings"], BUILT_IN, Some("broken.toml"));
    assert_eq!(expect_ok(&run), "<stdin>: no problem\n");
}

#[test]
fn standard_input_is_limited_like_files() {
    let run = flank(&dir(), &["-"], &"#\n".repeat(9 << 20), None);
    let error = expect_error(&run, 2);
    assert_eq!(error, "flank: <stdin>: yields more than the limit of 16 MiB that `max-size` sets\n");
}

#[test]
fn unknown_lint_gets_a_suggestion_or_the_whole_list() {
    let message = |id: &str| expect_error(&flank(&dir(), &["--explain", id], "", None), 2);
    assert!(message("unknown-kye").ends_with("did you mean `unknown-key`?\n"));
    let all = message("\u{1b}weather");
    assert!(all.contains("`␛weather`") && lints().all(|lint| all.contains(lint.code.id())), "{all}");
}
