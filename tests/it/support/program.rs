//! The real program, and dossiers for it.

use std::fs;
use std::path::{Path, PathBuf};

use flank::dossier::BUILT_IN;
use portable_pty::CommandBuilder;

use crate::support::cli::PROGRAM;
use crate::support::pty::Pty;

/// The program with nothing of the tester's own environment that could change what it shows.
pub fn program(arguments: &[&str]) -> CommandBuilder {
    let mut command = clean(PROGRAM);
    command.args(arguments);
    command
}

/// Another command in the same clean environment; it may start the program.
pub fn clean(command: &str) -> CommandBuilder {
    let mut command = CommandBuilder::new(command);
    command.env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    // Nobody's own settings.
    command.env("XDG_CONFIG_HOME", "/nonexistent");
    command
}

/// A copy of the built-in dossier, deep enough that nobody else's files are made beside it.
pub fn dossier() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let nest = dir.path().join("a/b");
    fs::create_dir_all(&nest).unwrap();
    let path = nest.join("flank.toml");
    fs::write(&path, BUILT_IN).unwrap();
    (dir, path)
}

pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// After the program has ended, nothing is left of it on the terminal.
#[track_caller]
pub fn assert_restored(pty: &Pty) {
    let modes = pty.modes();
    assert!(!modes.alternate_screen, "{modes:?}");
    assert!(!modes.hidden_cursor, "{modes:?}");
    assert!(!modes.mouse && !modes.bracketed_paste, "{modes:?}");
    assert_eq!(&pty.line(), pty.line_before(), "the settings of the line");
}
