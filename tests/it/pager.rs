//! The pager of `show` and `diff`, and hyperlinks on a terminal.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use portable_pty::CommandBuilder;
use rstest::rstest;

use crate::support::cli::{PROGRAM, installed};
use crate::support::program::{assert_restored, clean, program, text};
use crate::support::pty::{Exit, Pty};
use crate::support::terminal_checks::Sequences;

const SHOW: &[&str] = &["show", "EE", "--as-of", "2025-03-18"];

/// Writes a pager that marks its output, and returns its command.
fn pager(dir: &Path) -> String {
    let path = dir.join("my pager");
    fs::write(&path, "echo \"paged by $1, LESS=$LESS\"\ncat\n").unwrap();
    format!("sh '{}' me", path.display())
}

/// Runs a command in a terminal until it ends, and returns everything it printed.
#[track_caller]
fn printed(command: CommandBuilder, exit: i32) -> String {
    let mut pty = Pty::spawn(command, 80, 24);
    assert_eq!(pty.wait_exit(), Exit::Code(exit));
    assert_restored(&pty);
    String::from_utf8(pty.raw()).unwrap().replace("\r\n", "\n")
}

#[rstest]
#[case(SHOW, 0, "\nEstonia (EE)\n")]
#[case(&["show", "--format=markdown"], 0, "\n## Estonia\n")]
#[case(&["diff", "--from=2025-03-18", "--to=2026-02-20"], 1, "\n  Estonia, Ottawa Convention: ")]
fn reports_are_shown_in_the_pager_of_the_user(
    #[case] arguments: &[&str],
    #[case] exit: i32,
    #[case] line: &str,
) {
    let dir = tempfile::tempdir().unwrap();
    let mut command = program(arguments);
    command.env("PAGER", pager(dir.path()));
    let shown = printed(command, exit);
    assert!(shown.starts_with("paged by me, LESS=FRX\n"), "{shown}");
    assert!(shown.contains(line), "{shown}");
}

#[rstest]
#[case::empty(Some(""), &[])]
#[case::cat(Some("cat"), &[])]
#[case::option(None, &["--no-pager"])]
#[case::missing(Some("/nonexistent/pager"), &[])]
#[case::unclosed_quotation_mark(Some("my 'pager"), &[])]
fn reports_are_printed_without_a_pager(#[case] pager_command: Option<&str>, #[case] options: &[&str]) {
    let dir = tempfile::tempdir().unwrap();
    let mut command = program(&[SHOW, options].concat());
    command.env("PAGER", pager_command.map_or_else(|| pager(dir.path()), str::to_owned));
    let shown = printed(command, 0);
    assert!(shown.starts_with("NATO's eastern flank, as known on 18 March 2025\n"), "{shown}");
    assert!(shown.contains("\nSources.\n"), "{shown}");
}

#[test]
fn data_is_not_paged() {
    let dir = tempfile::tempdir().unwrap();
    let mut command = program(&["show", "EE", "--format=json"]);
    command.env("PAGER", pager(dir.path()));
    assert!(printed(command, 0).starts_with("{\n"));
}

#[test]
fn pager_that_quits_early_is_not_an_error() {
    let mut command = program(&["show"]);
    command.env("PAGER", "head -n 1");
    let shown = printed(command, 0);
    assert!(shown.starts_with("NATO's eastern flank") && shown.lines().count() == 1, "{shown}");
}

#[test]
fn report_is_shown_once_if_the_status_of_the_pager_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    let mut command = clean("sh");
    // A program whose parent ignores SIGCHLD gets no status of its children.
    command.args(["-c", &format!("trap '' CHLD; exec '{PROGRAM}' show EE --brief")]);
    command.env("PAGER", pager(dir.path()));
    let shown = printed(command, 0);
    assert_eq!(shown.matches("Estonia (EE)").count(), 1, "{shown}");
}

#[test]
fn interrupt_affects_only_the_pager() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("pager");
    // An interrupt ends neither this pager nor flank, which waits for it. A shell handles a signal between two commands,
    // but not if it arrives just before `read` waits, so the script polls until the interrupt.
    let script = "trap 'echo interrupted; caught=1' INT\necho ready\n\
                  until [ \"$caught\" ]; do sleep 0.05; done\nread -r line < /dev/tty\n";
    fs::write(&path, script).unwrap();
    let mut command = program(&["show"]);
    command.env("PAGER", format!("sh '{}'", path.display()));
    let mut pty = Pty::spawn(command, 80, 24);
    pty.wait_for_text("ready");
    pty.keys("C-c");
    pty.wait_for_text("interrupted");
    assert_eq!(pty.try_exit(), None);
    pty.keys("Enter");
    assert_eq!(pty.wait_exit(), Exit::Code(0));
    assert_restored(&pty);
}

/// A dossier with sources whose addresses would end a link, begin an escape sequence, or are not web addresses.
const ADDRESSES: &str = r#"
format = 1
title = "Links"
[[source]]
id = "a"
publisher = "A"
title = "See https://example.org/title\u001b\\x and javascript:alert(1)"
url = "https://example.org/a?b=c;d&e=f"
[[source]]
id = "b"
publisher = "B"
title = "At www.example.org/ä."
[[state]]
code = "EE"
name = "Estonia"
note = "\u001b]8;;https://evil.example\u0007here\u001b]8;;\u0007"
sources = ["a", "b"]
"#;

#[rstest]
#[case::directly("", None)]
#[case::in_less("less", None)]
#[case::in_less_with_options_of_the_user("less -i", Some("-F"))]
fn addresses_are_links_where_the_terminal_supports_them(#[case] pager: &str, #[case] less: Option<&str>) {
    if !pager.is_empty() && !installed("less") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("links.toml");
    fs::write(&path, ADDRESSES).unwrap();
    let run = |supported: &str, pager: &str| {
        let mut command = program(&["show", "-d", text(&path)]);
        command.env("FORCE_HYPERLINK", supported);
        command.env("PAGER", pager);
        if let Some(options) = less {
            command.env("LESS", options);
        }
        Sequences::of(printed(command, 0).as_bytes())
    };
    let linked = run("1", pager);
    assert_eq!(
        linked.links,
        [
            // Visible symbols replace the control characters.
            "https://evil.example%E2%90%87here%E2%90%9B]8;;%E2%90%87",
            "https://example.org/title%E2%90%9B",
            "https://example.org/a?b=c;d&e=f",
            "http://www.example.org/%C3%A4",
        ]
    );
    assert!(run("0", pager).links.is_empty());
    assert!(run("1", "sh -c cat").links.is_empty(), "other pagers may show links as garbage");
}

#[test]
fn sources_on_the_dashboard_are_links_where_the_terminal_supports_them() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("links.toml");
    let other = "title = \"At www.example.org/ä.\"";
    let dossier = ADDRESSES.replace(other, &format!("{other}\nurl = \"https://example.org/ä\""));
    fs::write(&path, dossier).unwrap();
    let run = |supported: &str| {
        let mut command = program(&[text(&path)]);
        command.env("FORCE_HYPERLINK", supported);
        let mut pty = Pty::spawn(command, 60, 20);
        pty.wait_for_text("live");
        pty.keys("s");
        pty.wait_for_text("2 sources");
        pty.keys("s q");
        assert_eq!(pty.wait_exit(), Exit::Code(0));
        assert_restored(&pty);
        pty.raw()
    };
    let raw = run("1");
    let links = Sequences::of(&raw).links;
    // Only the addresses of sources are links, not those in other text.
    let targets: BTreeSet<&str> = links.iter().map(String::as_str).collect();
    assert_eq!(targets, ["https://example.org/%C3%A4", "https://example.org/a?b=c;d&e=f"].into());
    let raw = String::from_utf8(raw).unwrap();
    let (_, after) = raw.rsplit_once("\x1b]8;").unwrap();
    assert!(after.starts_with(";\x1b\\"), "the last link is closed: {after:?}");
    assert!(Sequences::of(&run("0")).links.is_empty());
}
