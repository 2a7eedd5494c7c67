//! A dossier with a number in its title, and a dashboard that shows it.

use std::fs;
use std::path::{Path, PathBuf};

use portable_pty::CommandBuilder;
use tempfile::TempDir;

use crate::support::program::{program, text};
use crate::support::pty::{Exit, Pty};

/// The words on the screen for a broken or missing file.
pub const ERROR_WORDS: &[&str] = &["stale", "broken", "unreadable", "Problems in", "no such file"];

/// Returns the dossier with this number. No prefix of it is valid, since a required key comes last.
pub fn dossier(number: usize) -> String {
    let mut text = format!("{}\nformat = 1\n", title(number));
    for source in 0..20 {
        text += &format!("[[source]]\nid = \"s{source}\"\npublisher = \"A paper\"\ntitle = \"A story\"\n");
    }
    text + "[[state]]\nsources = [\"s0\"]\nname = \"Estonia\"\ncode = \"EE\"\n"
}

/// Returns the title of the dossier with this number.
pub fn title(number: usize) -> String {
    format!("title = \"{}\"", shown(number))
}

/// Returns the title on the screen. No title is a prefix of another.
pub fn shown(number: usize) -> String {
    format!("Save {number}.")
}

/// Creates a directory with dossier 0 at `home/flank.toml`, away from other programs' temporary files.
pub fn home() -> (TempDir, PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("a/b");
    fs::create_dir_all(dir.join("home")).unwrap();
    fs::write(dir.join("home/flank.toml"), dossier(0)).unwrap();
    (temp, dir)
}

/// Opens a dashboard on dossier 0 at `path` and waits until it watches the file. From then on, errors are recorded.
pub fn dashboard(path: &Path) -> Pty {
    let pty = dashboard_by(program(&[text(path)]));
    pty.wait_for_text("● live");
    pty
}

/// Opens a dashboard by a command, without waiting for the watcher.
pub fn dashboard_by(command: CommandBuilder) -> Pty {
    let pty = Pty::spawn(command, 80, 24);
    pty.wait_for_text(&shown(0));
    pty.record_frames_with(ERROR_WORDS);
    pty
}

/// Waits until the dossier with this number is shown, and expects no error until then.
#[track_caller]
pub fn shows(pty: &Pty, number: usize) {
    pty.wait_for_text(&shown(number));
    let errors = pty.take_recorded_frames();
    assert!(errors.is_empty(), "an error was shown before {number}:\n{}", errors.concat());
}

#[track_caller]
pub fn quit(mut pty: Pty) {
    pty.keys("q");
    assert_eq!(pty.wait_exit(), Exit::Code(0));
}
