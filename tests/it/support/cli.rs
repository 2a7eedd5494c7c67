//! Runs the program without a terminal and checks its exit status and output.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_flank");

/// Returns a command that runs the program in `dir`, with no input and none of the tester's environment or settings.
pub fn command(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.current_dir(dir).env_clear().env("LANG", "C.UTF-8").env("XDG_CONFIG_HOME", "/nonexistent");
    command.stdin(Stdio::null()).args(arguments);
    command
}

/// Runs the program in `dir`.
pub fn run(dir: &Path, arguments: &[&str]) -> Output {
    command(dir, arguments).output().unwrap()
}

/// Runs a command and writes `input` to its standard input.
pub fn run_with_input(command: &mut Command, input: &[u8]) -> Output {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // The write fails if the program closes its input unread, which is allowed.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

/// Runs a command, closes the pipe after the first bytes of its output, and expects success without a message.
#[track_caller]
pub fn expect_closed_pipe_is_ignored(mut command: Command, start: &[u8]) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let mut bytes = vec![0; start.len()];
    stdout.read_exact(&mut bytes).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert_eq!(bytes, start);
    assert_eq!(expect_ok(&output), "");
}

/// Expects success and nothing on standard error; returns standard output.
#[track_caller]
pub fn expect_ok(output: &Output) -> String {
    expect_status(output, 0)
}

/// Expects this exit status and nothing on standard error; returns standard output.
#[track_caller]
pub fn expect_status(output: &Output, status: i32) -> String {
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(status));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Expects this exit status and nothing on standard output; returns standard error.
#[track_caller]
pub fn expect_error(output: &Output, status: i32) -> String {
    let stderr = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(status), "{stderr}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    stderr
}

/// Returns whether a program is on the `PATH`, and reports that a test is skipped if it is not.
#[cfg(unix)]
pub fn installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|dir| dir.join(program).is_file());
    if !found {
        eprintln!("SKIPPED: {program} is not installed");
    }
    found
}
