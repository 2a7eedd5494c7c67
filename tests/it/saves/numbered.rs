//! A dossier that bears a number, and a dashboard that shows it.

use std::fs;
use std::path::{Path, PathBuf};

use portable_pty::CommandBuilder;
use tempfile::TempDir;

use crate::support::program::{program, text};
use crate::support::pty::{Exit, Pty};

/// What is on the screen when a file is told to be wrong, in the header, in the footer or in their stead.
pub const ERROR_WORDS: &[&str] = &["stale", "broken", "unreadable", "Problems in", "no such file"];

/// A dossier of this number. No part of it is a dossier: what every state needs comes last.
pub fn dossier(number: usize) -> String {
    let mut text = format!("{}\nformat = 1\n", title(number));
    for source in 0..20 {
        text += &format!("[[source]]\nid = \"s{source}\"\npublisher = \"A paper\"\ntitle = \"A story\"\n");
    }
    text + "[[state]]\nsources = [\"s0\"]\nname = \"Estonia\"\ncode = \"EE\"\n"
}

/// Its first line.
pub fn title(number: usize) -> String {
    format!("title = \"{}\"", shown(number))
}

/// What the screen shows of it; none of these is the beginning of another.
pub fn shown(number: usize) -> String {
    format!("Save {number}.")
}

/// A directory with dossier 0 at `home/flank.toml`, deep enough that nobody else's files are made beside it.
pub fn home() -> (TempDir, PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("a/b");
    fs::create_dir_all(dir.join("home")).unwrap();
    fs::write(dir.join("home/flank.toml"), dossier(0)).unwrap();
    (temp, dir)
}

/// A dashboard on the dossier at `path`, which says 0, once it shows that and follows the file; from then on errors are
/// looked out for.
pub fn dashboard(path: &Path) -> Pty {
    let pty = dashboard_by(program(&[text(path)]));
    pty.wait_for_text("● live");
    pty
}

/// The same, however it is started and however it follows the file.
pub fn dashboard_by(command: CommandBuilder) -> Pty {
    let pty = Pty::spawn(command, 80, 24);
    pty.wait_for_text(&shown(0));
    pty.look_out_for(ERROR_WORDS);
    pty
}

/// Waits until that number is shown; nothing may have been told as an error until then.
#[track_caller]
pub fn shows(pty: &Pty, number: usize) {
    pty.wait_for_text(&shown(number));
    let told = pty.take_unwanted();
    assert!(told.is_empty(), "on the way to {number} an error was told:\n{}", told.concat());
}

#[track_caller]
pub fn quit(mut pty: Pty) {
    pty.keys("q");
    assert_eq!(pty.wait_exit(), Exit::Code(0));
}
