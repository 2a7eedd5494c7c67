//! Several dashboards on one dossier are independent and write nothing.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use rustix::process::Signal;

use crate::saves::numbered::{ERROR_WORDS, dossier, home, quit, shows};
use crate::support::cli::PROGRAM;
use crate::support::program::{program, text};
use crate::support::pty::{Exit, Pty};

/// Returns every file below a directory with its mode, modification time and text.
fn tree(dir: &Path) -> BTreeMap<PathBuf, (u32, SystemTime, Option<Vec<u8>>)> {
    let mut tree = BTreeMap::new();
    let mut left = vec![dir.to_owned()];
    while let Some(path) = left.pop() {
        let data = fs::symlink_metadata(&path).unwrap();
        if data.is_dir() {
            left.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        }
        let text = data.is_file().then(|| fs::read(&path).unwrap());
        tree.insert(path, (data.mode(), data.modified().unwrap(), text));
    }
    tree
}

/// Creates the directories where programs keep files, and a current directory.
fn user_dirs(temp: &Path) -> PathBuf {
    let own = temp.join("own");
    for name in ["config", "data", "state", "cache", "tmp", "here"] {
        fs::create_dir_all(own.join(name)).unwrap();
    }
    own
}

/// Returns the environment variables for these directories.
fn variables(own: &Path) -> Vec<(String, PathBuf)> {
    let xdg = ["config", "data", "state", "cache"]
        .map(|name| (format!("XDG_{}_HOME", name.to_uppercase()), own.join(name)));
    [("HOME".into(), own.to_owned()), ("TMPDIR".into(), own.join("tmp"))].into_iter().chain(xdg).collect()
}

#[test]
fn commands_write_only_requested_files() {
    let (temp, dir) = home();
    let own = user_dirs(temp.path());
    let before = tree(temp.path());
    let path = dir.join("home/flank.toml");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(PROGRAM);
        command.current_dir(own.join("here")).env_clear().envs(variables(&own));
        let run = command.args(arguments).output().unwrap();
        assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    };
    run(&[]);
    run(&[text(&path)]);
    run(&["show", "-d", text(&path), "--format", "json"]);
    run(&["diff", text(&path), text(&path)]);
    run(&["picture", "-d", text(&path)]);
    run(&["schema"]);
    run(&["--help"]);
    assert_eq!(tree(temp.path()), before);

    run(&["picture", "out.svg", "-d", text(&path)]);
    run(&["init", "mine.toml"]);
    let after = tree(&own.join("here"));
    let names: Vec<_> =
        after.keys().skip(1).map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["eastern-flank.schema.json", "mine.toml", "out.svg"]);
}

#[test]
fn dashboards_on_one_dossier_are_independent_and_write_nothing() {
    let (temp, dir) = home();
    let path = dir.join("home/flank.toml");
    let own = user_dirs(temp.path());
    let start = || {
        let mut command = program(&["../../a/b/home/flank.toml"]);
        command.cwd(own.join("here"));
        variables(&own).into_iter().for_each(|(name, value)| command.env(name, value));
        let pty = Pty::spawn(command, 80, 24);
        pty.wait_for_text("● live");
        pty.record_frames_with(ERROR_WORDS);
        pty
    };
    let mut dashboards: Vec<Pty> = (0..5).map(|_| start()).collect();
    let mut before = tree(temp.path());

    for number in 1..=5 {
        fs::write(&path, dossier(number)).unwrap();
        dashboards.iter().for_each(|pty| shows(pty, number));
    }
    // Keys in one dashboard do not affect the others.
    dashboards[0].keys("? Esc l j Tab Enter v Esc y u Esc s Esc / e Enter t Esc r");
    // One is killed, as if memory had run out, and another is started.
    dashboards[1].signal(Signal::KILL);
    assert_eq!(dashboards[1].wait_exit(), Exit::Signal(9));
    dashboards[1] = start();
    fs::write(&path, dossier(6)).unwrap();
    dashboards.iter().for_each(|pty| shows(pty, 6));
    // All report a broken file, and all show its fix.
    fs::write(&path, "broken").unwrap();
    dashboards.iter().for_each(|pty| pty.wait_for_text("stale"));
    dashboards.iter().for_each(|pty| drop(pty.take_recorded_frames()));
    fs::write(&path, dossier(7)).unwrap();
    for pty in &dashboards {
        pty.record_frames_with(&[]);
        shows(pty, 7);
    }
    dashboards.into_iter().for_each(quit);

    // Only the test's own file changed.
    let mut after = tree(temp.path());
    assert_eq!(after.remove(&path).unwrap().2, Some(dossier(7).into_bytes()));
    before.remove(&path);
    assert_eq!(after, before);
}
