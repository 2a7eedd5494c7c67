//! Saves through other names of the file, and replaced directories far above it.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use portable_pty::CommandBuilder;

use crate::saves::numbered::{dashboard, dashboard_by, dossier, home, quit, shows};
use crate::support::cli::PROGRAM;
use crate::support::program::{clean, program, text};
use crate::support::pty::Pty;

/// Replaces `a`, three levels above the file, by a copy with this dossier.
fn replace_ancestor(temp: &Path, number: usize) {
    fs::create_dir_all(temp.join("new/b/home")).unwrap();
    fs::write(temp.join("new/b/home/flank.toml"), dossier(number)).unwrap();
    fs::rename(temp.join("a"), temp.join(format!("old{number}"))).unwrap();
    fs::rename(temp.join("new"), temp.join("a")).unwrap();
}

#[test]
fn saves_through_hard_links_are_shown() {
    let (temp, dir) = home();
    let path = dir.join("home/flank.toml");
    fs::hard_link(&path, dir.join("home/beside")).unwrap();
    let pty = dashboard(&path);
    fs::hard_link(&path, temp.path().join("far")).unwrap();
    let names = [dir.join("home/beside"), temp.path().join("far"), path];
    for (number, name) in (1..).zip(names.iter().chain(&names)) {
        fs::write(name, dossier(number)).unwrap();
        shows(&pty, number);
    }
    quit(pty);
}

#[test]
fn replaced_directories_far_above_are_shown() {
    let (temp, dir) = home();
    let pty = dashboard(&dir.join("home/flank.toml"));
    for number in 1..=3 {
        replace_ancestor(temp.path(), number);
        shows(&pty, number);
    }
    quit(pty);
}

/// Returns the program for a user who is not root. Returns `None` if that is not possible.
fn unprivileged(path: &Path) -> Option<CommandBuilder> {
    if !rustix::process::geteuid().is_root() {
        return Some(program(&[text(path)]));
    }
    const USER: [&str; 4] = ["--reuid=65534", "--regid=65534", "--clear-groups", PROGRAM];
    let possible = std::process::Command::new("setpriv").args(USER).arg("--version").output();
    if !possible.is_ok_and(|output| output.status.success()) {
        eprintln!(
            "SKIPPED: root may list every directory, and setpriv cannot run the program as another user"
        );
        return None;
    }
    let mut command = clean("setpriv");
    command.args(USER);
    command.arg(path);
    Some(command)
}

/// Opens a dashboard, for which the directories `unlisted` may be entered but not listed.
fn dashboard_below(unlisted: &[&Path], temp: &Path, dir: &Path) -> Option<Pty> {
    fs::set_permissions(temp, Permissions::from_mode(0o755)).unwrap();
    for dir in unlisted {
        fs::set_permissions(dir, Permissions::from_mode(0o311)).unwrap();
    }
    unprivileged(&dir.join("home/flank.toml")).map(dashboard_by)
}

#[test]
fn unlistable_directory_is_watched_through_its_parent() {
    let (temp, dir) = home();
    let Some(pty) = dashboard_below(&[&temp.path().join("a")], temp.path(), &dir) else { return };
    pty.wait_for_text("● live");
    replace_ancestor(temp.path(), 1);
    shows(&pty, 1);
    quit(pty);
}

#[test]
fn polls_if_a_directory_cannot_be_watched() {
    let (temp, dir) = home();
    let above = temp.path().join("a");
    let Some(pty) = dashboard_below(&[&above, &dir], temp.path(), &dir) else { return };
    pty.wait_for_text("● polling");
    replace_ancestor(temp.path(), 1);
    shows(&pty, 1);
    // The directory must be listable again, so that the test can remove it.
    for old in ["old1", "old1/b"] {
        fs::set_permissions(temp.path().join(old), Permissions::from_mode(0o755)).unwrap();
    }
    quit(pty);
}
