//! Where the system does not tell of changes the dashboard looks for itself, and its header says so.

use std::fs;
use std::path::Path;
use std::process::Command;

use portable_pty::CommandBuilder;
use rustix::process::Signal;

use crate::saves::numbered::{dashboard_by, dossier, home, quit, shows};
use crate::support::cli::PROGRAM;
use crate::support::program::{assert_restored, clean, text};
use crate::support::pty::{Exit, Pty};

/// Shows a dashboard that polls, and that it sees saves in place and by renaming.
fn polls(command: CommandBuilder, dir: &Path) -> Pty {
    let pty = dashboard_by(command);
    pty.wait_for_text("flank.toml ● polling");
    let path = dir.join("home/flank.toml");
    for number in [1, 2] {
        fs::write(dir.join("new"), dossier(number)).unwrap();
        fs::rename(dir.join("new"), &path).unwrap();
        shows(&pty, number);
    }
    // A poller may come by when the file is half written: what it tells then is not held against it.
    pty.look_out_for(&[]);
    fs::write(&path, dossier(3)).unwrap();
    shows(&pty, 3);
    pty
}

/// A shell in which a limit of the system is nought, for it and what it starts alone; it needs no root.
#[cfg(target_os = "linux")]
fn limited(limit: &str, then: &str) -> Option<CommandBuilder> {
    let set = format!("echo 0 > /proc/sys/user/{limit}");
    let unshare = |script: &str| ["--user", "--map-root-user", "sh", "-c", script].map(String::from);
    let possible = Command::new("unshare").args(unshare(&set)).output();
    if !possible.is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: no user namespace can be made here, so that {limit} cannot be lowered");
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

/// Each number of descriptors is too few for something else: for starting at all, for reading, for the watcher.
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
            // That a poller sees saves is shown where nothing else is lacking: here each reading may be one descriptor
            // short, by chance. So may a key be, and it is ended by a signal.
            pty.signal(Signal::TERM);
            assert_eq!(pty.wait_exit(), Exit::Signal(15));
            assert_restored(&pty);
        } else if screen.contains("● live") {
            break;
        }
    }
    assert!(polled, "there was no number too small for the watcher and large enough for the rest");
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
