//! `flank config`, and settings that other commands use.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::cli::{command, expect_error, expect_ok};
use flank::dossier::BUILT_IN;
use rstest::rstest;
use tempfile::TempDir;

/// Creates a directory with a home directory and its settings file.
fn home(settings: &str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("home/.config/flank")).unwrap();
    fs::write(dir.path().join("home/.config/flank/config.toml"), settings).unwrap();
    dir
}

/// Returns a command for the program in this directory, with its home directory.
fn flank(dir: &TempDir, arguments: &[&str]) -> Command {
    let mut command = command(dir.path(), arguments);
    command.env_remove("XDG_CONFIG_HOME").env("HOME", dir.path().join("home"));
    command
}

/// Expects an error about arguments or settings.
#[track_caller]
fn expect_refused(output: &Output) -> String {
    let error = expect_error(output, 2);
    assert!(error.starts_with("flank: "), "{error}");
    error
}

/// Returns the value and the comment of a setting.
fn line(text: &str, key: &str) -> (String, String) {
    let line = text.lines().find_map(|line| line.strip_prefix(&format!("{key} = ")));
    let (value, comment) = line.unwrap_or_else(|| panic!("no {key} in\n{text}")).rsplit_once("  # ").unwrap();
    (value.trim_end().to_owned(), comment.to_owned())
}

#[test]
fn each_setting_is_printed_with_its_source() {
    let dir = home("theme = \"dark\"\nmouse = true\n\n[keys]\nquit = [\"x\"]\n");
    let text = expect_ok(
        &flank(&dir, &["--ascii", "config", "--marker=octant", "--poll"])
            .env("FLANK_DOSSIER", "a.toml")
            .output()
            .unwrap(),
    );
    let is = |key: &str, value: &str, from: &str| {
        assert_eq!(line(&text, key), (value.to_owned(), from.to_owned()), "{key}");
    };
    let dossier = format!("\"{}\"", fs::canonicalize(dir.path()).unwrap().join("a.toml").display());
    is("dossier", &dossier, "$FLANK_DOSSIER");
    is("theme", "\"dark\"", "config.toml:1");
    is("marker", "\"octant\"", "--marker");
    is("ascii", "true", "--ascii");
    is("mouse", "true", "config.toml:2");
    is("poll", "1000", "--poll");
    is("copy", "\"plain\"", "default");
    is("quit", "[\"x\"]", "config.toml:5");
    is("help", "[\"?\", \"F1\"]", "default");
    assert!(text.contains(&format!(
        "# Your settings file is {}",
        dir.path().join("home/.config/flank/config.toml").display()
    )));
}

#[test]
fn environment_disables_colours_and_unicode() {
    let dir = home("theme = \"dark\"\n");
    let run = |arguments: &[&str]| {
        expect_ok(&flank(&dir, arguments).env("NO_COLOR", "1").env("LC_ALL", "C").output().unwrap())
    };
    let text = run(&["config"]);
    assert_eq!(line(&text, "theme"), ("\"mono\"".into(), "$NO_COLOR".into()));
    assert_eq!(line(&text, "ascii"), ("true".into(), "$LC_ALL".into()));
    // Options take precedence, before and after the command.
    assert!(line(&run(&["config", "my.toml"]), "dossier").0.ends_with("/my.toml\""));
    assert_eq!(line(&run(&["config", "--theme=light"]), "theme"), ("\"light\"".into(), "--theme".into()));
}

#[test]
fn missing_file_is_named_with_its_path() {
    let dir = home("");
    fs::remove_file(dir.path().join("home/.config/flank/config.toml")).unwrap();
    let text = expect_ok(&flank(&dir, &["config"]).output().unwrap());
    assert!(text.contains(".config/flank/config.toml, which does not exist."), "{text}");
    let from: Vec<&str> = text.lines().filter_map(|line| Some(line.rsplit_once("  # ")?.1)).collect();
    assert!(from.len() > 40 && from.iter().all(|from| *from == "default"), "{text}");
}

#[test]
fn prints_the_schema() {
    let text = expect_ok(&flank(&home("never = read"), &["schema", "--config"]).output().unwrap());
    assert_eq!(text, flank::config::schema());
}

/// Returns the settings without the comments about their sources.
fn effective(text: &str) -> Vec<&str> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.rsplit_once("  # ").map_or(line, |(line, _)| line.trim_end())).collect()
}

#[rstest]
fn printed_settings_are_read_back_unchanged(
    #[files("tests/settings/valid/*.toml")] file: std::path::PathBuf,
) {
    let dir = home(&fs::read_to_string(&file).unwrap());
    let first = expect_ok(&flank(&dir, &["config"]).env("NO_COLOR", "1").output().unwrap());
    fs::create_dir(dir.path().join("elsewhere")).unwrap();
    fs::write(dir.path().join("elsewhere/saved.toml"), &first).unwrap();
    let again = expect_ok(&flank(&dir, &["config", "--config", "elsewhere/saved.toml"]).output().unwrap());
    assert_eq!(effective(&again), effective(&first));
    assert!(again.contains("# saved.toml:"), "{again}");
}

#[test]
fn output_has_no_control_characters_from_settings() {
    let settings = "opener = \"x\\u001b]0;owned\\u0007\\u202e\"\ndossier = \"\\u001b[2J.toml\"\n";
    let dir = home("");
    fs::write(dir.path().join("o\u{1b}[31m.toml"), settings).unwrap();
    let text = expect_ok(&flank(&dir, &["config", "--config=o\u{1b}[31m.toml"]).output().unwrap());
    assert!(!text.contains(|c: char| c.is_control() && c != '\n' || c == '\u{202e}'), "{text:?}");
    fs::write(dir.path().join("saved.toml"), &text).unwrap();
    let again = expect_ok(&flank(&dir, &["config", "--config=saved.toml"]).output().unwrap());
    assert_eq!(effective(&again), effective(&text));
    fs::write(dir.path().join("o\u{1b}[31m.toml"), "\"\\u001b[2J\" = 1\n").unwrap();
    let message = expect_refused(&flank(&dir, &["config", "--config=o\u{1b}[31m.toml"]).output().unwrap());
    assert!(!message.contains(|c: char| c.is_control() && c != '\n'), "{message:?}");
}

#[test]
fn mistakes_are_reported_with_file_line_and_column() {
    let dir = home("mouze = false\n\n[colours]\nalarm = \"rde\"\n");
    let file = dir.path().join("home/.config/flank/config.toml");
    for arguments in
        [&["config"][..], &["show"], &["diff", "--from=2025-01-01", "--to=2025-02-01"], &["picture"]]
    {
        let message = expect_refused(&flank(&dir, arguments).output().unwrap());
        let lines: Vec<&str> = message.lines().collect();
        assert_eq!(
            lines,
            [
                "flank: the settings are invalid:",
                &format!(
                    "  {}:1:1: error: unknown key `mouze` in the settings; did you mean `mouse`?",
                    file.display()
                ),
                &format!("  {}:4:10: error: unknown colour `rde`; did you mean `red`?", file.display()),
            ]
        );
    }
}

#[test]
fn every_command_respects_max_size() {
    let dir = home("max-size = 1\n");
    fs::write(dir.path().join("large.toml"), format!("{BUILT_IN}# {}\n", "x".repeat(2 << 20))).unwrap();
    fs::write(dir.path().join("larger.toml"), "max-size = 3\n").unwrap();
    for arguments in [
        &["show", "-d", "large.toml"][..],
        &["check", "large.toml"],
        &["diff", "large.toml", "large.toml"],
        &["picture", "-d", "large.toml"],
    ] {
        let run = flank(&dir, arguments).output().unwrap();
        let message = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(2), "{message}");
        assert!(message.contains("large.toml: is 2.1 MiB, over the limit of 1 MiB"), "{message}");
        expect_ok(&flank(&dir, &[arguments, &["--config=larger.toml"]].concat()).output().unwrap());
    }
}

#[rstest]
#[case(&["config", "--state=EE"], "unexpected argument '--state' found")]
#[case(&["config", "--poll=49"], "milliseconds from 50 to 3600000, or 0")]
#[case(&["config", "--config=none.toml"], "none.toml: no such file")]
#[case(&["config", "--config=home"], "home: is a directory, not a settings file")]
fn wrong_arguments_get_a_helpful_error(#[case] arguments: &[&str], #[case] sentence: &str) {
    let run = flank(&home(""), arguments).output().unwrap();
    let message = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(2), "{message}");
    assert!(message.contains(sentence), "{message}");
}

#[cfg(unix)]
#[test]
fn unreadable_settings_are_an_error() {
    let dir = home("");
    let file = dir.path().join("home/.config/flank/config.toml");
    fs::remove_file(&file).unwrap();
    std::os::unix::fs::symlink("nowhere.toml", &file).unwrap();
    assert!(
        expect_refused(&flank(&dir, &["config"]).output().unwrap()).contains("config.toml: no such file")
    );
    fs::remove_file(&file).unwrap();
    fs::write(&file, b"theme = \"\xff\"").unwrap();
    assert!(expect_refused(&flank(&dir, &["config"]).output().unwrap()).contains("is not UTF-8 text"));
    fs::write(&file, "#".repeat((1 << 20) + 1)).unwrap();
    assert!(
        expect_refused(&flank(&dir, &["config"]).output().unwrap())
            .contains("over the limit of 1 MiB for settings")
    );
}

/// Writes a dossier with this title.
fn dossier(path: &Path, title: &str) {
    let text = BUILT_IN.replacen("NATO's eastern flank\"", &format!("{title}\""), 1);
    assert_ne!(text, BUILT_IN);
    fs::write(path, text).unwrap();
}

#[test]
fn dossier_comes_from_argument_then_environment_then_settings() {
    let dir = home("dossier = \"beside.toml\"\n");
    dossier(&dir.path().join("home/.config/flank/beside.toml"), "Beside the settings");
    dossier(&dir.path().join("home/at-home.toml"), "At home");
    dossier(&dir.path().join("environment.toml"), "Of the environment");
    dossier(&dir.path().join("named.toml"), "Named");
    fs::write(dir.path().join("other.toml"), "dossier = \"~/at-home.toml\"\n").unwrap();
    fs::write(dir.path().join("none.toml"), "").unwrap();
    for command in [&["show", "EE"][..], &["picture", "--size=80x24"]] {
        let run = |more: &[&str], environment: &str| {
            let arguments = [command, more].concat();
            expect_ok(&flank(&dir, &arguments).env("FLANK_DOSSIER", environment).output().unwrap())
        };
        assert!(run(&[], "").contains("Beside the settings"));
        assert!(run(&["--config=other.toml"], "").contains("At home"));
        assert!(run(&["--config=none.toml"], "").contains("NATO's eastern flank"));
        assert!(run(&["--config=other.toml"], "environment.toml").contains("Of the environment"));
        assert!(run(&["--config=other.toml", "-d", "named.toml"], "environment.toml").contains("Named"));
    }
    // Without a terminal, the dashboard prints a report. Options may come before a command.
    assert!(expect_ok(&flank(&dir, &["--config=other.toml"]).output().unwrap()).contains("At home"));
    assert!(expect_ok(&flank(&dir, &["--config=other.toml", "show"]).output().unwrap()).contains("At home"));
    // A comparison has no title, but it is empty for a dossier without facts.
    let days = ["diff", "--from=2025-03-18", "--to=2025-06-25"];
    fs::write(
        dir.path().join("home/at-home.toml"),
        "format = 1\ntitle = \"x\"\n[[state]]\ncode = \"EE\"\nname = \"Estonia\"\n",
    )
    .unwrap();
    assert_eq!(flank(&dir, &days).output().unwrap().status.code(), Some(1));
    assert_eq!(
        flank(&dir, &[&days[..], &["--config=other.toml"]].concat()).output().unwrap().status.code(),
        Some(0)
    );
}

#[test]
fn picture_uses_colours_from_given_settings() {
    let dir = home("");
    fs::write(dir.path().join("c.toml"), "theme = \"dark\"\nascii = true\n[colours]\nfocus = \"#010203\"\n")
        .unwrap();
    let picture = expect_ok(
        &flank(&dir, &["picture", "--format=ansi", "--size=80x24", "--config=c.toml"]).output().unwrap(),
    );
    assert!(picture.contains("38;2;1;2;3m") && !picture.contains('╭'), "{picture}");
    assert!(picture.contains("48;2;17;21;28m"), "other colours are the theme's\n{picture}");
}
