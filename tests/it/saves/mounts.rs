//! Bind mounts over and below the dossier, in a mount namespace of the test. They do not need root.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::saves::numbered::{dashboard_by, dossier, home, quit, shows};
use crate::support::cli::PROGRAM;
use crate::support::program::{clean, text};
use crate::support::pty::Pty;

const NAMESPACE: [&str; 3] = ["--user", "--map-root-user", "--mount"];

/// Opens a dashboard in a new mount namespace, after running this shell command there. Returns `None` if that is not
/// possible.
fn dashboard_after(mount: &str, dir: &Path) -> Option<Pty> {
    let possible =
        Command::new("unshare").args(NAMESPACE).args(["sh", "-c", mount]).current_dir(dir).output();
    if !possible.is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: nothing can be mounted without user namespaces");
        return None;
    }
    let mut command = clean("unshare");
    command.args(NAMESPACE);
    command.args(["sh", "-c", &format!("{mount} && exec '{PROGRAM}' home/flank.toml")]);
    command.cwd(dir);
    let pty = dashboard_by(command);
    pty.wait_for_text("● live");
    Some(pty)
}

/// Runs a program in the namespace of the dashboard.
fn inside(pty: &Pty, dir: &Path, command: &[&str]) {
    let target = pty.pid().as_raw_nonzero().to_string();
    let mut nsenter = Command::new("nsenter");
    nsenter.args(["--target", &target, "--user", "--mount", "--preserve-credentials"]);
    let output = nsenter.args(command).current_dir(dir).output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn write_to_the_source_of_a_mounted_file_is_shown() {
    let (_temp, dir) = home();
    fs::create_dir(dir.join("source")).unwrap();
    fs::write(dir.join("source/text"), dossier(0)).unwrap();
    fs::hard_link(dir.join("source/text"), dir.join("linked")).unwrap();
    let Some(pty) = dashboard_after("mount --bind source/text home/flank.toml", &dir) else { return };
    for (number, name) in [(1, "source/text"), (2, "linked"), (3, "source/text")] {
        fs::write(dir.join(name), dossier(number)).unwrap();
        shows(&pty, number);
    }
    quit(pty);
}

/// Mounts a source with dossier 1 over the path, writes dossier 2 there, and unmounts it again.
fn mount_and_unmount(over: &str, source: impl FnOnce(&Path) -> PathBuf) {
    let (_temp, dir) = home();
    let file = source(&dir.join("source"));
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, dossier(1)).unwrap();
    let Some(pty) = dashboard_after("true", &dir) else { return };
    let (source, over) = (dir.join("source"), dir.join(over));
    inside(&pty, &dir, &["mount", "--bind", text(&source), text(&over)]);
    shows(&pty, 1);
    fs::write(&file, dossier(2)).unwrap();
    shows(&pty, 2);
    inside(&pty, &dir, &["umount", text(&over)]);
    shows(&pty, 0);
    fs::write(dir.join("home/flank.toml"), dossier(3)).unwrap();
    shows(&pty, 3);
    quit(pty);
}

#[test]
fn mount_over_the_file_is_shown() {
    mount_and_unmount("home/flank.toml", Path::to_owned);
}

#[test]
fn mount_over_the_directory_is_shown() {
    mount_and_unmount("home", |source| source.join("flank.toml"));
}

#[test]
fn mount_over_a_directory_above_is_shown() {
    mount_and_unmount("../../a", |source| source.join("b/home/flank.toml"));
}
