//! Saves of editors, each with its own method. Editors that are not installed are skipped with a message.

use std::path::Path;
use std::process::Command;

use rstest::rstest;

use crate::saves::numbered::{dashboard, home, quit, shows, title};
use crate::support::cli::installed;
use crate::support::program::{clean, text};
use crate::support::pty::Pty;

/// Returns the keys that replace the first line and save.
type Typed = fn(&str) -> String;

/// The keys of vim and its relatives.
fn vi(line: &str) -> String {
    format!("ggcc{line}\x1b:w\r")
}

fn nano(line: &str) -> String {
    format!("\x0b{line}\r\x0f\r\x1b[A")
}

fn emacs(line: &str) -> String {
    format!("\x0b{line}\x01\x18\x13")
}

fn micro(line: &str) -> String {
    format!("\x0b{line}\r\x13\x1b[A")
}

/// In the commands, `~` is a space within an argument and `@` the test's directory.
#[rstest]
#[case::vim("vim -u NONE -i NONE -N", vi, ":q!\r")]
#[case::vim_with_a_copy_as_backup("vim -u NONE -i NONE -N +set~backup~backupcopy=yes", vi, ":q!\r")]
#[case::vim_with_a_renamed_backup("vim -u NONE -i NONE -N +set~backup~backupcopy=no", vi, ":q!\r")]
#[case::vim_without_a_backup_while_writing("vim -u NONE -i NONE -N +set~nowritebackup", vi, ":q!\r")]
#[case::neovim("nvim --clean", vi, ":q!\r")]
#[case::nano("nano --ignorercfiles", nano, "\x18n")]
#[case::nano_with_backups("nano --ignorercfiles --backup", nano, "\x18n")]
#[case::emacs("emacs -nw -Q", emacs, "\x18\x03n")]
#[case::emacs_with_backups_by_copying("emacs -nw -Q --eval (setq~backup-by-copying~t)", emacs, "\x18\x03n")]
#[case::micro("micro -config-dir @", micro, "\x11n")]
fn saves_of_editors_are_shown(#[case] editor: &str, #[case] typed: Typed, #[case] leave: &str) {
    let words: Vec<&str> = editor.split_whitespace().collect();
    if !installed(words[0]) {
        return;
    }
    let (_temp, dir) = home();
    let path = dir.join("home/flank.toml");
    let pty = dashboard(&path);
    let mut command = clean(words[0]);
    command.args(words[1..].iter().map(|word| word.replace('~', " ").replace('@', text(&dir))));
    command.arg(&path);
    command.env("HOME", &dir);
    let mut editor = Pty::spawn(command, 80, 24);
    editor.wait_for_text(&title(0));
    for number in 1..=3 {
        editor.write(typed(&title(number)).as_bytes());
        shows(&pty, number);
    }
    editor.write(leave.as_bytes());
    quit(pty);
}

#[rstest]
#[case::sed("sed -i")]
#[case::sed_with_a_backup("sed -i.bak -e")]
#[case::perl("perl -i -pe")]
#[case::perl_with_a_backup("perl -i.bak -pe")]
fn saves_of_stream_editors_are_shown(#[case] editor: &str) {
    if !installed(editor.split(' ').next().unwrap()) {
        return;
    }
    let (_temp, dir) = home();
    let pty = dashboard(&dir.join("home/flank.toml"));
    for number in 1..=5 {
        shell(&dir, &format!("{editor} 's/Save {}/Save {number}/' home/flank.toml", number - 1));
        shows(&pty, number);
    }
    quit(pty);
}

fn shell(dir: &Path, script: &str) {
    assert!(Command::new("sh").args(["-c", script]).current_dir(dir).status().unwrap().success(), "{script}");
}
