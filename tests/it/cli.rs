//! `flank picture`: its exit status, output and files.

use std::fs;
#[cfg(unix)]
use std::{path::Path, process::Command};

use crate::support::cli::{command, expect_closed_pipe_is_ignored, expect_error, expect_ok, run};
use flank::dossier::BUILT_IN;
use rstest::rstest;
use tempfile::TempDir;

const BROKEN: &str = "format = 1\ntitle = \"x\"\n[[state]]\ncode = \"ee\"\n";

fn dir() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Runs `flank picture` and returns what it prints.
#[track_caller]
fn picture(dir: &TempDir, arguments: &[&str]) -> String {
    expect_ok(&run(dir.path(), &[&["picture"], arguments].concat()))
}

#[test]
fn picture_without_a_file_is_printed_as_text() {
    let dir = dir();
    let text = picture(&dir, &["--size", "80x24", "--today", "2026-11-24", "--keys", "2"]);
    assert_eq!(text.lines().count(), 24);
    assert!(text.contains("24 Nov 2026") && text.contains("│▌ EE Estonia"), "{text}");
    assert!(text.lines().all(|line| line == line.trim_end() && !line.contains('\x1b')), "{text}");
    assert_eq!(picture(&dir, &["-", "--size=80x24", "--today=2026-11-24", "--keys=2"]), text);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "nothing is written");
}

#[test]
fn file_extension_selects_the_format() {
    let dir = dir();
    for (file, start) in
        [("a.svg", "<svg "), ("b.txt", " NATO"), ("c.ans", " \x1b[1m\x1b[38;2;"), ("d.SVG", "<svg ")]
    {
        picture(&dir, &[file]);
        let written = fs::read_to_string(dir.path().join(file)).unwrap();
        assert!(written.starts_with(start), "{file}: {written:.80}");
    }
    for (format, start) in [("svg", "<svg "), ("text", " NATO"), ("ansi", " \x1b[1m\x1b[38;2;")] {
        assert!(picture(&dir, &["-", "--format", format]).starts_with(start), "{format}");
    }
    picture(&dir, &["page.xml", "--format", "svg"]);
    for file in ["x.png", "x", ".svg", "dir.svg/x"] {
        let message = expect_error(&run(dir.path(), &["picture", file]), 2);
        assert!(message.contains(".svg, .txt or .ans"), "{message}");
    }
}

#[test]
fn picture_shows_an_edit_or_its_problems() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    write("old.toml", BUILT_IN);
    write("new.toml", &BUILT_IN.replacen("2026 = 5.10", "2026 = 5.50", 1));
    write("broken.toml", &BUILT_IN.replacen("percent = 2.77", "percnet = 2.77", 1));
    let picture = |before: &str, after: &str| run(dir.path(), &["picture", "--before", before, "-d", after]);
    let printed = expect_ok(&picture("old.toml", "new.toml"));
    assert!(
        printed.contains("Estonia, defence spending 2026 (NATO, Jul 2026): 5.10 % → 5.50 %"),
        "{printed}"
    );
    let printed = expect_ok(&picture("old.toml", "broken.toml"));
    assert!(printed.contains("stale") && printed.contains("unknown key `percnet`"), "{printed}");
    assert!(printed.contains("FI Finland"), "the last good view stays\n{printed}");
    let message = expect_error(&picture("broken.toml", "new.toml"), 1);
    assert!(message.contains("broken.toml:") && message.contains("percnet"), "{message}");
    assert!(expect_error(&picture("none.toml", "new.toml"), 2).contains("none.toml"));
}

#[test]
fn pictures_are_reproducible() {
    let dir = dir();
    let on = |background| picture(&dir, &["-", "--format=svg", "--today=2026-11-24", "--ground", background]);
    assert_eq!(on("dark"), on("dark"));
    assert_ne!(on("dark"), on("light"));
}

#[test]
fn picture_respects_day_state_and_ascii() {
    let dir = dir();
    let text = picture(&dir, &["--as-of", "2025-03-18", "--state", "pl", "--ascii", "--size=80x24"]);
    assert!(text.contains("As of 18 Mar 2025") && text.contains("|> PL Poland"), "{text}");
    let before =
        run(dir.path(), &["--as-of", "2025-03-18", "--ascii", "picture", "--state=pl", "--size=80x24"]);
    assert_eq!(expect_ok(&before), text, "options may come before the command");
}

#[rstest]
#[case(&["picture", "--size", "80"], "a size is columns and rows, such as 120x40")]
#[case(&["picture", "--size", "0x40"], "from 1 to 1000")]
#[case(&["picture", "--keys", "l Foo"], "--keys: `Foo` is not a key; expected a character or the name of a key")]
#[case(&["picture", "--keys", "F9"], "the key `F9` is not bound to a command")]
#[case(&["picture", "--keys", "q"], "the key `q` would quit or suspend the dashboard")]
#[case(&["picture", "--as-of", "yesterday"], "--as-of")]
#[case(&["picture", "--today", "2026-13-01"], "--today")]
#[case(&["picture", "--state", "XX"], "no state \"XX\" in this dossier; the states are Finland (FI)")]
#[case(&["picture", "--ground", "pink"], "dark, light")]
#[case(&["picture", "a.svg", "b.svg"], "b.svg")]
#[case(&["picture", "-d", "none.toml"], "flank: none.toml: no such file")]
#[case(&["picture", "-d", "."], "is a directory")]
#[case(&["picture", "none/x.svg"], "cannot write none/x.svg")]
#[case(&["picture", "no\u{1b}[2Jne.svg/x.svg"], "cannot write no␛[2Jne.svg/x.svg")]
#[case(&["my.toml", "picture", "x.svg"], "type 'flank picture -d FILE', after the command")]
#[case(&["my.toml", "check"], "type 'flank check FILE'")]
#[case(&["--state=EE", "check"], "unexpected argument '--state' found")]
#[case(&["--poll", "picture"], "unexpected argument '--poll' found")]
#[case(&["pictur", "x.svg"], "did you mean `picture`?")]
fn wrong_arguments_get_a_helpful_error(#[case] arguments: &[&str], #[case] sentence: &str) {
    let dir = dir();
    let message = expect_error(&run(dir.path(), arguments), 2);
    assert!(message.contains(sentence), "{message}");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "nothing is written");
}

#[test]
fn broken_dossier_is_reported_with_a_line_per_problem() {
    let dir = dir();
    fs::write(dir.path().join("my.toml"), BROKEN).unwrap();
    fs::write(dir.path().join("x.svg"), "before").unwrap();
    let message = expect_error(&run(dir.path(), &["picture", "x.svg", "-d", "my.toml"]), 1);
    assert!(message.lines().count() > 1, "{message}");
    for line in message.lines() {
        let parts: Vec<&str> = line.splitn(4, ':').collect();
        assert_eq!(parts[0], "my.toml", "{message}");
        assert!(parts[1].parse::<u32>().is_ok() && parts[2].parse::<u32>().is_ok(), "{message}");
        assert!(parts[3].starts_with(" error: ") || parts[3].starts_with(" warning: "), "{message}");
    }
    assert_eq!(fs::read_to_string(dir.path().join("x.svg")).unwrap(), "before");
    let from_environment =
        command(dir.path(), &["picture"]).env("FLANK_DOSSIER", "my.toml").output().unwrap();
    assert_eq!(expect_error(&from_environment, 1), message);
    let named = command(dir.path(), &["picture", "-d", "none.toml"])
        .env("FLANK_DOSSIER", "my.toml")
        .output()
        .unwrap();
    assert!(expect_error(&named, 2).contains("none.toml"), "the argument takes precedence");
}

/// Returns the sorted names in a directory.
#[cfg(unix)]
fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[cfg(unix)]
#[test]
fn file_is_replaced_atomically_through_links_with_its_mode() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let dir = dir();
    let at = |name: &str| dir.path().join(name);
    fs::create_dir(at("deep")).unwrap();
    fs::write(at("deep/real.svg"), "before").unwrap();
    fs::set_permissions(at("deep/real.svg"), PermissionsExt::from_mode(0o640)).unwrap();
    symlink("deep/real.svg", at("link.svg")).unwrap();
    picture(&dir, &["link.svg"]);
    assert!(fs::symlink_metadata(at("link.svg")).unwrap().is_symlink());
    assert!(fs::read_to_string(at("deep/real.svg")).unwrap().ends_with("</svg>\n"));
    assert_eq!(fs::metadata(at("deep/real.svg")).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(names(dir.path()), ["deep", "link.svg"]);
    assert_eq!(names(&at("deep")), ["real.svg"], "no temporary file is left");

    let message = expect_error(&run(dir.path(), &["picture", "deep", "--format", "svg"]), 2);
    assert!(message.contains("cannot write deep"), "{message}");
    // A new file has the default permissions.
    fs::write(at("other"), "").unwrap();
    picture(&dir, &["new.svg"]);
    let mode = |name: &str| fs::metadata(at(name)).unwrap().permissions().mode();
    assert_eq!(mode("new.svg"), mode("other"));
}

#[cfg(unix)]
#[test]
fn dossier_is_never_overwritten() {
    let dir = dir();
    let path = dir.path().join("my.txt");
    fs::write(&path, BUILT_IN).unwrap();
    std::os::unix::fs::symlink("my.txt", dir.path().join("link.txt")).unwrap();
    for out in ["my.txt", "link.txt", "./my.txt"] {
        let message = expect_error(&run(dir.path(), &["picture", out, "-d", "my.txt"]), 2);
        assert!(message.contains("is the dossier itself"), "{message}");
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), BUILT_IN);
}

#[cfg(unix)]
#[test]
fn fifo_as_dossier_does_not_hang() {
    let dir = dir();
    assert!(Command::new("mkfifo").arg(dir.path().join("pipe")).status().unwrap().success());
    assert!(expect_error(&run(dir.path(), &["picture", "-d", "pipe"]), 2).contains("is a pipe"));
}

#[test]
fn closed_pipe_is_not_an_error() {
    let dir = dir();
    // The output exceeds a pipe's buffer, so the program writes after the pipe is closed.
    let command = command(dir.path(), &["picture", "-", "--format=svg", "--size=1000x300"]);
    expect_closed_pipe_is_ignored(command, b"<svg");
}

#[test]
fn compared_dossiers_are_never_overwritten() {
    let dir = dir();
    for name in ["old.toml", "new.toml"] {
        fs::write(dir.path().join(name), BUILT_IN).unwrap();
    }
    for (out, name) in [("./new.toml", "new.toml"), ("old.toml", "old.toml")] {
        let arguments = ["picture", out, "--format=text", "--before=old.toml", "-d", "new.toml"];
        let error = expect_error(&run(dir.path(), &arguments), 2);
        assert!(error.contains(&format!("{out} is the dossier itself")), "{error}");
        assert_eq!(fs::read_to_string(dir.path().join(name)).unwrap(), BUILT_IN);
    }
}
