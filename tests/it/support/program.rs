//! Commands for the program in a pseudo-terminal, and a dossier for it.

use std::fs;
use std::path::{Path, PathBuf};

use flank::dossier::BUILT_IN;
use portable_pty::CommandBuilder;

use crate::support::cli::PROGRAM;
use crate::support::pty::Pty;

/// Returns a command for the program, without the tester's environment.
pub fn program(arguments: &[&str]) -> CommandBuilder {
    let mut command = clean(PROGRAM);
    command.args(arguments);
    command
}

/// Returns any command in the same clean environment.
pub fn clean(command: &str) -> CommandBuilder {
    let mut command = CommandBuilder::new(command);
    command.env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    // A directory without settings.
    command.env("XDG_CONFIG_HOME", "/nonexistent");
    command
}

/// Writes the built-in dossier to a new directory. It is two levels deep, because other programs create files in the
/// temporary directory, and the watcher watches the parent directories.
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

/// Expects every mode and setting of the terminal to be restored.
#[track_caller]
pub fn assert_restored(pty: &Pty) {
    let modes = pty.modes();
    assert!(!modes.alternate_screen, "{modes:?}");
    assert!(!modes.hidden_cursor, "{modes:?}");
    assert!(!modes.mouse && !modes.bracketed_paste, "{modes:?}");
    assert_eq!(&pty.termios(), pty.termios_before(), "the terminal settings");
}
