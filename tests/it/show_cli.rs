//! The commands `show` and `diff`: output, messages and exit status of the program.

use std::fs;
use std::io::Read;
use std::process::{Command, Output, Stdio};

use flank::dossier::BUILT_IN;
use rstest::rstest;
use tempfile::TempDir;

/// Returns a command for the program in a directory, without the tester's environment.
fn flank(dir: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flank"));
    command.current_dir(dir.path()).env_clear().stdin(Stdio::null()).args(arguments);
    // Without the user's settings.
    command.env("XDG_CONFIG_HOME", "/nonexistent");
    command
}

fn run(arguments: &[&str]) -> Output {
    flank(&dir(), arguments).output().unwrap()
}

/// Creates a directory with two dossiers and a broken one.
fn dir() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("old.toml"), BUILT_IN).unwrap();
    let new = BUILT_IN.replacen("NATO's eastern flank\"", "Another flank\"", 1);
    assert_ne!(new, BUILT_IN);
    fs::write(dir.path().join("new.toml"), new).unwrap();
    fs::write(dir.path().join("broken.toml"), "format = 1\ntitle = \"x\"\n[[state]]\ncode = \"ee\"\n")
        .unwrap();
    dir
}

/// Returns standard output. Fails if standard error is not empty or the status differs.
#[track_caller]
fn expect_status(run: &Output, status: i32) -> String {
    assert_eq!(String::from_utf8_lossy(&run.stderr), "");
    assert_eq!(run.status.code(), Some(status));
    String::from_utf8(run.stdout.clone()).unwrap()
}

#[test]
fn states_are_selected_by_code_or_name_in_order() {
    let one = expect_status(&run(&["show", "latvia", "EE", "lv", "--as-of", "2025-03-18"]), 0);
    let at = |text: &str| one.find(text).unwrap_or_else(|| panic!("{text} in {one}"));
    assert!(at("\nLatvia (LV)\n") < at("\nEstonia (EE)\n"));
    assert_eq!(one.matches("\nLatvia (LV)\n").count(), 1);
    assert!(!one.contains("\nPoland (PL)\n"));
    assert_eq!(
        expect_status(&run(&["--state=Latvia", "--as-of=2025-03-18", "show"]), 0),
        expect_status(&run(&["show", "LV", "--as-of=2025-03-18"]), 0)
    );
}

#[test]
fn text_is_as_wide_as_the_terminal_or_80_columns() {
    let widest = |columns: Option<&str>| {
        let dir = dir();
        let mut command = flank(&dir, &["show", "EE", "--as-of=2025-03-18"]);
        if let Some(columns) = columns {
            command.env("COLUMNS", columns);
        }
        let text = expect_status(&command.output().unwrap(), 0);
        // Web addresses are never broken.
        text.lines().filter(|line| !line.contains("://")).map(|line| line.chars().count()).max().unwrap()
    };
    assert_eq!(widest(None), 80);
    assert!((95..=100).contains(&widest(Some("500"))));
    assert!(widest(Some("50")) <= 50);
    assert!((70..=80).contains(&widest(Some("wide"))));
}

#[rstest]
#[case(&["show", "Estonai"], "no state \"Estonai\" in this dossier; did you mean `Estonia`?")]
#[case(&["show", "my.toml"], "`my.toml` is not a state; type `flank show -d my.toml`")]
#[case(&["show", "Narnia-land"], "the states are Finland (FI), Estonia (EE)")]
#[case(&["show", "\u{1b}[2J"], "no state \"␛[2J\" in this dossier")]
#[case(&["show", "--as-of", "2025-02-30"], "--as-of")]
#[case(&["show", "--format", "xml"], "text, markdown, html, json, csv")]
#[case(&["show", "--table", "quotes"], "`--table` is for `--format csv`")]
#[case(&["show", "--brief", "--format", "json"], "`--brief` and `--no-sources` are for `--format text`")]
#[case(&["show", "--no-sources", "--format", "csv"], "`--brief` and `--no-sources` are for `--format text`")]
#[case(&["show", "-d", "none.toml"], "none.toml: no such file")]
#[case(&["--theme=dark", "show"], "unexpected argument '--theme' found")]
#[case(&["my.toml", "show"], "type 'flank show -d FILE', after the command")]
#[case(&["shwo"], "did you mean `show`?")]
#[case(&["dif"], "did you mean `diff`?")]
#[case(&["diff"], "Usage: flank diff")]
#[case(&["diff", "old.toml"], "FILE")]
#[case(&["diff", "old.toml", "none.toml"], "none.toml: no such file")]
#[case(&["diff", "old.toml", "new.toml", "--from=2025-03-18", "--to=2025-03-19"], "cannot be used with")]
#[case(&["diff", "--to", "2025-03-18"], "--from")]
#[case(&["diff", "--from=2025-03-18", "--to=someday"], "--to")]
#[case(&["diff", "--from=2025-03-19", "--to=2025-03-18"], "--from 2025-03-19 is later than --to 2025-03-18")]
#[case(&["--as-of=2025-03-18", "diff", "old.toml", "new.toml"], "unexpected argument '--as-of' found")]
fn wrong_usage_is_explained(#[case] arguments: &[&str], #[case] sentence: &str) {
    let run = run(arguments);
    let said = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(2), "{said}");
    assert_eq!(String::from_utf8_lossy(&run.stdout), "");
    assert!(said.contains(sentence), "{said}");
}

#[rstest]
#[case(&["show", "-d", "broken.toml"])]
#[case(&["broken.toml"])]
#[case(&["diff", "old.toml", "broken.toml"])]
#[case(&["diff", "broken.toml", "old.toml", "--format=json"])]
fn problems_of_a_broken_dossier_are_listed_by_line(#[case] arguments: &[&str]) {
    let run = run(arguments);
    assert_eq!((run.status.code(), &run.stdout[..]), (Some(1), &b""[..]));
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(said.lines().count() > 1 && said.lines().all(|line| line.starts_with("broken.toml:")), "{said}");
}

#[test]
fn exit_status_of_diff_reflects_changes() {
    assert_eq!(expect_status(&run(&["diff", "old.toml", "old.toml"]), 0), "Nothing changed.\n");
    let text = expect_status(&run(&["diff", "old.toml", "new.toml"]), 1);
    assert_eq!(text, "The dossier: title now “Another flank”\n");
    let json: serde_json::Value =
        serde_json::from_str(&expect_status(&run(&["diff", "old.toml", "new.toml", "--format=json"]), 1))
            .unwrap();
    assert_eq!(json["format"], 1);
    assert_eq!(json["changes"][0]["change"], "changed");
    assert_eq!(json["changes"][0]["fields"][0]["new"], "Another flank");
    // Git passes this path in place of a file that does not exist.
    assert!(expect_status(&run(&["diff", "/dev/null", "new.toml"]), 1).contains("Estonia added"));
    assert!(expect_status(&run(&["diff", "old.toml", "/dev/null"]), 1).contains("Estonia removed"));

    let days = expect_status(&run(&["diff", "--from", "2025-03-18", "--to", "2026-02-20"]), 1);
    assert!(days.contains("Estonia, Ottawa Convention: recommends withdrawal → withdrawn\n"), "{days}");
    let until_today = ["diff", "--from=-1m", "--to=today"];
    assert_eq!(run(&until_today[..2]).stdout, run(&until_today).stdout);
    let month = run(&["diff", "--from", "-1m", "--to", "-1m"]);
    assert!(expect_status(&month, 0).contains("Nothing changed."), "days relative to today are accepted");
    assert!(
        expect_status(&run(&["diff", "--from=2026-02-20", "--to=2026-02-20"]), 0)
            .contains("Nothing changed.")
    );
    let json: serde_json::Value = serde_json::from_str(&expect_status(
        &run(&["diff", "--from=2025-03-18", "--to=2026-02-20", "-d", "new.toml", "--format=json"]),
        1,
    ))
    .unwrap();
    assert_eq!(json["dossier"]["title"], "Another flank");
    assert_eq!(json["positions"][1]["to"], "withdrawn");
}

#[test]
fn brief_report_has_lines_for_positions_spending_and_target() {
    let brief = expect_status(&run(&["show", "LT", "--brief", "--as-of=2025-03-18"]), 0);
    let lines: Vec<&str> = brief.lines().skip_while(|line| *line != "Lithuania (LT)").take(6).collect();
    assert_eq!(
        lines,
        [
            "Lithuania (LT)",
            "  Ottawa Convention: recommends withdrawal, since 18 March 2025.",
            "  Convention on Cluster Munitions: withdrawn, since 6 March 2025.",
            "  Defence spending: 2.85 per cent of GDP in 2024, estimate (NATO, Jun 2024",
            "    edition).",
            "  Target: goal of 5 to 6 per cent of GDP, from 2026 to 2030.",
        ]
    );
    let markdown = expect_status(&run(&["show", "LT", "--brief", "--format=markdown"]), 0);
    assert!(markdown.contains("\n## Lithuania\n\n- Ottawa Convention: withdrawn, since "), "{markdown}");
    assert!(!markdown.contains("https://"), "{markdown}");
}

#[test]
fn report_without_sources_keeps_everything_else() {
    let full = expect_status(&run(&["show", "EE", "--as-of=2025-03-18", "--format=markdown"]), 0);
    let without =
        expect_status(&run(&["show", "EE", "--as-of=2025-03-18", "--format=markdown", "--no-sources"]), 0);
    let (body, sources) = full.split_once("\n## Sources\n").unwrap();
    assert!(sources.contains("https://") && !without.contains("## Sources"));
    assert_eq!(without.lines().count(), body.trim_end().lines().count());
    let cites = |text: &str| text.split("\\[").any(|part| part.starts_with(|c: char| c.is_ascii_digit()));
    assert!(cites(body) && !cites(&without), "{without}");
}

#[test]
fn closed_pipe_is_not_an_error() {
    let dir = dir();
    // The output exceeds a pipe's buffer, so the program writes after the pipe is closed.
    let mut child = flank(&dir, &["show", "--format=json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut start = [0; 1];
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut start).unwrap();
    drop(stdout);
    let ended = child.wait_with_output().unwrap();
    assert_eq!((&start, ended.status.code()), (b"{", Some(0)));
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
}
