//! `flank init` and `flank schema`: their exit status, output and files.

use std::fs;
use std::path::Path;
#[cfg(unix)]
use std::process::Command;

use crate::support::cli::{expect_error, expect_ok, run};
use flank::dossier::{BUILT_IN, MINIMAL, NATO, read, schema};
use rstest::rstest;
use tempfile::TempDir;

const SCHEMA: &str = "eastern-flank.schema.json";

fn dir() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Returns the files in a directory with their text, by name.
fn files(dir: &Path) -> Vec<(String, String)> {
    let read = |entry: fs::DirEntry| {
        (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap())
    };
    let mut files: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| read(entry.unwrap())).collect();
    files.sort();
    files
}

fn pair(name: &str, text: &str) -> Vec<(String, String)> {
    let mut files = vec![(SCHEMA.to_owned(), schema()), (name.to_owned(), text.to_owned())];
    files.sort();
    files
}

#[rstest]
#[case(&["init"], "eastern-flank.toml", BUILT_IN)]
#[case(&["init", "my.toml"], "my.toml", BUILT_IN)]
#[case(&["init", "--example", "minimal"], "minimal.toml", MINIMAL)]
#[case(&["init", "a b.TOML", "--example=minimal"], "a b.TOML", MINIMAL)]
#[case(&["init", "--example", "nato"], "nato.toml", NATO)]
#[case(&["init", "--example", "flank"], "eastern-flank.toml", BUILT_IN)]
#[case::older_name(&["init", "--example", "eastern-flank"], "eastern-flank.toml", BUILT_IN)]
fn init_writes_a_dossier_and_its_schema(#[case] arguments: &[&str], #[case] name: &str, #[case] text: &str) {
    let dir = dir();
    let message = expect_ok(&run(dir.path(), arguments));
    assert_eq!(files(dir.path()), pair(name, text));
    let typed = if name.contains(' ') { format!("'{name}'") } else { name.to_owned() };
    assert_eq!(
        message,
        format!(
            "wrote {SCHEMA}\nwrote {name}\n\nNow type `flank {typed}`, and edit the file in the next pane: each save \
             shows at once.\n`flank check {typed}` reports its mistakes.\n"
        )
    );
    assert!(expect_ok(&run(dir.path(), &["show", "-d", name])).contains("Estonia"));
}

#[test]
fn minimal_example_fills_the_dashboard() {
    let dir = dir();
    expect_ok(&run(dir.path(), &["init", "--example", "minimal"]));
    let screen = expect_ok(&run(
        dir.path(),
        &["picture", "-d", "minimal.toml", "--size", "100x30", "--today", "2026-11-24", "--ascii"],
    ));
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("minimal-on-the-dashboard", screen);
    });
}

#[test]
fn examples_pass_the_check() {
    let dir = dir();
    for example in ["flank", "minimal", "nato"] {
        expect_ok(&run(dir.path(), &["init", "--example", example, "--force", "a.toml"]));
        expect_ok(&run(dir.path(), &["check", "--deny-warnings", "a.toml"]));
    }
    assert!(MINIMAL.lines().count() < 60);
}

#[test]
fn commented_blocks_of_the_nato_example_are_valid() {
    let uncommented: Vec<&str> = NATO
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(block) if !block.starts_with([' ', ':']) => block,
            _ => line,
        })
        .collect();
    let reading = read(uncommented.join("\n").as_bytes());
    assert_eq!(reading.problems, []);
    let dossier = reading.dossier.unwrap();
    assert_eq!((dossier.states.len(), dossier.editions.len(), dossier.treaties.len()), (32, 1, 1));
}

#[test]
fn existing_files_are_kept_without_force() {
    let dir = dir();
    let at = |name: &str| dir.path().join(name);
    expect_ok(&run(dir.path(), &["init", "my.toml"]));
    let again = expect_ok(&run(dir.path(), &["init", "my.toml"]));
    assert!(again.starts_with(&format!("unchanged: {SCHEMA}\nunchanged: my.toml\n")), "{again}");

    fs::write(at("my.toml"), "mine").unwrap();
    let message = expect_error(&run(dir.path(), &["init", "my.toml"]), 2);
    assert_eq!(
        message,
        "flank: my.toml already exists with other content; name another file, or add --force\n"
    );
    assert_eq!(fs::read_to_string(at("my.toml")).unwrap(), "mine");

    // If one file cannot be written, neither is.
    fs::write(at(SCHEMA), "mine").unwrap();
    let message = expect_error(&run(dir.path(), &["init", "other.toml"]), 2);
    assert!(message.contains(&format!("{SCHEMA} already exists with other content")), "{message}");
    assert!(message.contains(&format!("`flank schema > {SCHEMA}` updates it")), "{message}");
    assert!(!at("other.toml").exists());

    let message = expect_ok(&run(dir.path(), &["init", "my.toml", "--force"]));
    assert!(message.starts_with(&format!("overwrote {SCHEMA}\noverwrote my.toml\n")), "{message}");
    assert_eq!(files(dir.path()), pair("my.toml", BUILT_IN));
}

#[rstest]
#[case(&["init", "."], "flank: . is a directory; type `flank init ./eastern-flank.toml`\n")]
#[case(
    &["init", "notes", "--example", "minimal"],
    "flank: notes is a directory; type `flank init notes/minimal.toml --example minimal`\n"
)]
#[case(&["init", "my"], "flank: the name of a dossier ends in .toml; type `flank init my.toml`\n")]
#[case(&["init", SCHEMA], "ends in .toml")]
#[case(&["init", ""], "a value is required")]
#[case(&["init", "none/my.toml"], "flank: no such directory: none\n")]
#[case(&["init", "none/"], "flank: no such directory: none/\n")]
#[case(&["init", "my.toml/"], "flank: no such directory: my.toml/\n")]
#[case(&["init", "no\u{1b}[2Jne/my.toml"], "flank: no such directory: no␛[2Jne\n")]
#[case(&["init", "--example", "minmal"], "minimal")]
#[case(&["init", "a.toml", "b.toml"], "b.toml")]
#[case(&["my.toml", "init"], "'flank init' takes no dossier")]
#[case(&["--as-of", "2025-03-18", "schema"], "unexpected argument '--as-of' found")]
#[case(&["schema", "my.toml"], "my.toml")]
#[case(&["inti"], "did you mean `init`?")]
fn wrong_arguments_get_a_helpful_error(#[case] arguments: &[&str], #[case] sentence: &str) {
    let dir = dir();
    fs::create_dir(dir.path().join("notes")).unwrap();
    let message = expect_error(&run(dir.path(), arguments), 2);
    assert!(message.contains(sentence), "{message}");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is written");
    assert_eq!(fs::read_dir(dir.path().join("notes")).unwrap().count(), 0);
}

#[test]
fn dash_prints_the_dossier() {
    let dir = dir();
    assert_eq!(expect_ok(&run(dir.path(), &["init", "-"])), BUILT_IN);
    assert_eq!(expect_ok(&run(dir.path(), &["init", "-", "--example", "minimal"])), MINIMAL);
    assert_eq!(files(dir.path()), []);
}

#[test]
fn schema_is_printed() {
    assert_eq!(expect_ok(&run(dir().path(), &["schema"])), schema());
}

#[cfg(unix)]
#[test]
fn special_files_are_never_overwritten() {
    let dir = dir();
    assert!(Command::new("mkfifo").arg(dir.path().join("pipe.toml")).status().unwrap().success());
    std::os::unix::fs::symlink("nowhere", dir.path().join("link.toml")).unwrap();
    for name in ["pipe.toml", "link.toml"] {
        let message = expect_error(&run(dir.path(), &["init", name]), 2);
        assert!(message.starts_with(&format!("flank: {name} already exists")), "{message}");
    }
    // A directory with the schema's name is not overwritten, even with --force.
    fs::create_dir(dir.path().join(SCHEMA)).unwrap();
    let message = expect_error(&run(dir.path(), &["init", "my.toml", "--force"]), 2);
    assert_eq!(message, format!("flank: {SCHEMA} is a directory\n"));
    assert!(!dir.path().join("my.toml").exists());
}
