//! Without notifications from the system, the dashboard polls the file and its header says so.

use std::fs;
use std::path::Path;
use std::process::Command;

use portable_pty::CommandBuilder;
use rustix::process::Signal;

use crate::saves::numbered::{dashboard_by, dossier, home, quit, shows};
use crate::support::cli::PROGRAM;
use crate::support::program::{assert_restored, clean, text};
use crate::support::pty::{Exit, Pty};

/// Opens a dashboard, and expects it to poll and to show saves in place and by renaming.
fn polls(command: CommandBuilder, dir: &Path) -> Pty {
    let pty = dashboard_by(command);
    pty.wait_for_text("flank.toml ● polling");
    let path = dir.join("home/flank.toml");
    for number in [1, 2] {
        fs::write(dir.join("new"), dossier(number)).unwrap();
        fs::rename(dir.join("new"), &path).unwrap();
        shows(&pty, number);
    }
    // Polling may read a half-written file, so an error is allowed from here on.
    pty.record_frames_with(&[]);
    fs::write(&path, dossier(3)).unwrap();
    shows(&pty, 3);
    pty
}

/// Returns a shell in a user namespace with a system limit of 0. It does not need root.
#[cfg(target_os = "linux")]
fn limited(limit: &str, then: &str) -> Option<CommandBuilder> {
    let set = format!("echo 0 > /proc/sys/user/{limit}");
    let unshare = |script: &str| ["--user", "--map-root-user", "sh", "-c", script].map(String::from);
    let possible = Command::new("unshare").args(unshare(&set)).output();
    if !possible.is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: {limit} cannot be lowered without user namespaces");
        return None;
    }
    let mut command = clean("unshare");
    command.args(unshare(&format!("{set} && exec {then}")));
    Some(command)
}

#[cfg(target_os = "linux")]
#[test]
fn polls_at_the_limit_of_inotify() {
    for limit in ["max_inotify_watches", "max_inotify_instances"] {
        let (_temp, dir) = home();
        let then = format!("'{PROGRAM}' '{}'", text(&dir.join("home/flank.toml")));
        if let Some(command) = limited(limit, &then) {
            quit(polls(command, &dir));
        }
    }
}

// With too few descriptors, the program cannot start, read the file or watch it.
#[test]
fn polls_or_reports_with_too_few_descriptors() {
    let (_temp, dir) = home();
    let path = dir.join("home/flank.toml");
    let start = |descriptors: usize| {
        let mut command = clean("sh");
        command.args(["-c", &format!("ulimit -n {descriptors} && exec '{PROGRAM}' '{}'", text(&path))]);
        command
    };
    let mut polled = false;
    for descriptors in 5..64 {
        let mut pty = Pty::spawn(start(descriptors), 80, 24);
        pty.wait_for_end_or_text(&["● polling", "● live", "Too many open files", "error while loading"]);
        let screen = pty.screen_text();
        if screen.contains("● polling") {
            polled = true;
            // Any read, even of a key, may lack a descriptor, so saves are not tested and a signal ends the program.
            pty.signal(Signal::TERM);
            assert_eq!(pty.wait_exit(), Exit::Signal(15));
            assert_restored(&pty);
        } else if screen.contains("● live") {
            break;
        }
    }
    assert!(polled, "no limit was too low for the watcher alone");
}

#[cfg(target_os = "linux")]
#[test]
fn polls_a_link_on_procfs() {
    let (_temp, dir) = home();
    let mut command = clean(PROGRAM);
    command.arg("/proc/self/cwd/home/flank.toml");
    command.cwd(&dir);
    quit(polls(command, &dir));
}
