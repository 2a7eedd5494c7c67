//! Runs the program on terminals with unusual sizes and modes, and checks its output.

use std::fs;
use std::io::Read;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use portable_pty::CommandBuilder;
use rstest::rstest;
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::io::{Errno, write};

use crate::support::cli::{PROGRAM, command, expect_ok, run};
use crate::support::program::{assert_restored, clean, dossier, program, text};
use crate::support::pty::{Exit, Pty};

/// Waits for a frame of this size.
#[track_caller]
fn expect_frame(pty: &Pty, columns: usize, rows: usize) {
    pty.wait_for(|screen| {
        let shown = screen.contents();
        let widest = shown.lines().map(|row| row.chars().count()).max();
        shown.contains("? help") && widest == Some(columns) && shown.lines().count() == rows
    });
}

#[track_caller]
fn quit(mut pty: Pty) {
    pty.keys("C-c");
    assert_eq!(pty.wait_exit(), Exit::Code(0));
    assert_restored(&pty);
}

#[rstest]
#[case::no_size((0, 0), &[], (80, 24))]
#[case::variables((0, 0), &[("COLUMNS", "100"), ("LINES", "30")], (100, 30))]
#[case::unusable_variables((0, 0), &[("COLUMNS", "0"), ("LINES", "many")], (80, 24))]
#[case::no_rows((100, 0), &[], (100, 24))]
#[case::known_size((90, 30), &[("COLUMNS", "50"), ("LINES", "20")], (90, 30))]
fn unknown_size_is_replaced(
    #[case] reported: (u16, u16),
    #[case] variables: &[(&str, &str)],
    #[case] expected: (u16, u16),
) {
    let mut command = program(&[]);
    for (name, value) in variables {
        command.env(name, value);
    }
    let pty = Pty::spawn_reporting(command, expected, reported);
    expect_frame(&pty, expected.0.into(), expected.1.into());
    quit(pty);
}

#[rstest]
#[case((u16::MAX, u16::MAX))]
#[case((u16::MAX, 24))]
#[case((80, u16::MAX))]
fn huge_size_is_limited(#[case] reported: (u16, u16)) {
    let mut pty = Pty::spawn_reporting(program(&["--state", "EE"]), (1024, 512), reported);
    pty.wait_for_text("EE Estonia");
    pty.keys("v");
    pty.wait_for_text("Poland");
    quit(pty);
}

#[test]
fn size_may_become_unknown_and_huge() {
    let mut pty = Pty::spawn(program(&[]), 80, 24);
    expect_frame(&pty, 80, 24);
    for reported in [(0, 0), (u16::MAX, u16::MAX), (1, 1)] {
        pty.report_size(reported.0, reported.1);
        pty.keys("l");
    }
    pty.resize(100, 30);
    expect_frame(&pty, 100, 30);
    quit(pty);
}

/// Makes standard output non-blocking, as another program on the terminal may, and then becomes flank.
#[test]
#[ignore = "the other tests start this program"]
fn nonblocking() {
    let stdout = rustix::stdio::stdout();
    fcntl_setfl(stdout, fcntl_getfl(stdout).unwrap() | OFlags::NONBLOCK).unwrap();
    panic!("{}", Command::new(PROGRAM).exec());
}

#[test]
fn dashboard_waits_where_output_is_nonblocking() {
    let this = std::env::current_exe().unwrap();
    let mut command: CommandBuilder = clean(this.to_str().unwrap());
    command.args(["tty::nonblocking", "--exact", "--ignored", "--nocapture", "--quiet"]);
    let mut pty = Pty::spawn(command, 250, 80);
    expect_frame(&pty, 250, 80);
    // Every frame changes most cells.
    for _ in 0..10 {
        pty.keys("v l");
    }
    pty.keys("?");
    pty.wait_for_text("Shift+drag");
    quit(pty);
}

#[rstest]
#[case(&["show"])]
#[case(&["show", "--format=json"])]
#[case(&["schema"])]
#[case(&["man"])]
fn commands_wait_where_output_is_nonblocking(#[case] arguments: &[&str]) {
    let dir = tempfile::tempdir().unwrap();
    let expected = expect_ok(&run(dir.path(), arguments));
    let (mut reader, writer) = std::io::pipe().unwrap();
    fcntl_setfl(&writer, fcntl_getfl(&writer).unwrap() | OFlags::NONBLOCK).unwrap();
    let mut filled = 0;
    while let Some(count) = match write(&writer, &[b'.'; 1024]) {
        Err(Errno::AGAIN) => None,
        count => Some(count.unwrap()),
    } {
        filled += count;
    }
    let child = command(dir.path(), arguments).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
    // Gives the program time to fill the pipe. A slower program only finds more space.
    sleep(Duration::from_millis(200));
    let mut output = String::new();
    reader.read_to_string(&mut output).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
    assert!(ended.status.success());
    assert!(output[filled..] == expected, "the output is incomplete");
}

#[test]
fn frames_are_synchronized_and_unchanged_ones_write_nothing() {
    let (_temp, path) = dossier();
    let mut pty = Pty::spawn(program(&[text(&path)]), 80, 24);
    pty.wait_for_text("flank.toml ● live");
    expect_frame(&pty, 80, 24);
    let before = pty.raw();
    // These keys change nothing: the first state is selected, and Escape has nothing to close.
    pty.keys("k Up g Esc");
    pty.write(b"\x1b[?997;1n");
    pty.keys("Tab");
    pty.wait_for_text("▸ Treaty stance");
    let written = String::from_utf8_lossy(&pty.raw()[before.len()..]).into_owned();
    assert_eq!(
        written.matches("\x1b[?2026h").count(),
        1,
        "only the last key changes the screen: {written:?}"
    );
    fs::write(&path, "broken").unwrap();
    pty.wait_for_text("stale");
    let raw = String::from_utf8_lossy(&pty.raw()).into_owned();
    let (_, frames) = raw.split_once("\x1b[?2026h").unwrap();
    for part in frames.split("\x1b[?2026h") {
        let (_, between) = part.split_once("\x1b[?2026l").unwrap_or_default();
        assert_eq!(between, "", "written between two frames");
    }
    quit(pty);
}
