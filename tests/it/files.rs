//! Files that cannot be read as a dossier: the message is clear, the last good view stays, and nothing hangs.
//!
//! `cargo bench --bench compare` measures the time and memory for such files.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::cli::{PROGRAM, expect_error, expect_ok, run};
use crate::support::hostile_files::*;
use crate::support::program::{clean, program, text};
use crate::support::pty::{Exit, Pty};
use portable_pty::CommandBuilder;
use rstest::rstest;
use tempfile::TempDir;

/// Creates a directory and returns the path of a dossier in it.
fn dossier_path() -> (TempDir, PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("a/b");
    fs::create_dir_all(&dir).unwrap();
    (temp, dir.join("flank.toml"))
}

/// Replaces whatever is at the path with a good dossier.
fn replace_with_good(path: &Path) {
    if fs::symlink_metadata(path).is_ok_and(|data| data.is_dir()) {
        fs::remove_dir(path).unwrap();
    }
    let new = path.with_extension("new");
    fs::write(&new, GOOD).unwrap();
    fs::rename(new, path).unwrap();
}

/// Expects keys to work while a file is read.
#[track_caller]
fn expect_keys_work(pty: &mut Pty) {
    pty.keys("?");
    pty.wait_for_text("▸ Help");
    pty.write(b"\x1b");
    pty.wait_for(|screen| !screen.contents().contains("▸ Help"));
}

/// Each case has a file, its message and the exit status of `flank show`.
#[rstest]
#[case::nothing(nothing, "no such file", 2)]
#[case::directory(directory, "is a directory, not a dossier", 2)]
#[case::fifo(fifo, "is a pipe (FIFO), not a file", 2)]
#[case::socket(socket, "is a socket, not a file", 2)]
#[case::endless_device(endless_device, "is a device, not a file", 2)]
#[cfg_attr(
    target_os = "linux",
    case::process_memory(process_memory, "cannot be read: Input/output error", 2)
)]
#[case::symlink_loop(symlink_loop, "is a symlink loop", 2)]
#[case::too_large(too_large, "is 17 MiB, over the limit of 16 MiB that `max-size` sets", 2)]
#[case::not_utf8(not_utf8, "the file is not UTF-8 text from here on", 1)]
#[case::utf16(utf16, "the file is UTF-16", 1)]
#[case::nul_bytes(nul_bytes, "the control character U+0000", 1)]
#[case::long_line(|path: &Path| long_line(path, 2_000_000), "a key without `=` and a value", 1)]
#[case::long_key(|path: &Path| long_key(path, 2_000_000), "unknown key `xxxxxxxxxxxxxxxxxxxx", 1)]
#[case::only_equals_signs(|path: &Path| only_equals_signs(path, 2_200_000), "words, symbols and line breaks", 1)]
#[case::only_line_breaks(|path: &Path| only_line_breaks(path, 2_200_000), "words, symbols and line breaks", 1)]
#[case::errors_in_tables(|path: &Path| errors_in_tables(path, 5_200), "extra `=`", 1)]
#[case::errors_in_text(|path: &Path| errors_in_text(path, 600_000), "a backslash without a valid escape sequence", 1)]
#[case::tables_in_tables(|path: &Path| tables_in_tables(path, 600), "[[quote]] has no `speaker`", 1)]
#[case::many_nested_tables(|path: &Path| tables_in_tables(path, 7_000), "words, symbols and line breaks", 1)]
#[case::nested_lists(nested_lists, "cannot recurse further", 1)]
#[case::nested_tables(nested_tables, "cannot recurse further", 1)]
#[case::nested_keys(nested_keys, "recursion limit", 1)]
#[case::many_keys(|path: &Path| many_keys(path, 360_000), "words, symbols and line breaks", 1)]
#[case::long_names(long_names, "no source \"s\" in this dossier", 1)]
#[case::many_wrong_names(|path: &Path| many_wrong_names(path, 1_000), "no source \"wrong-0\" in this dossier", 1)]
fn unreadable_file_is_reported_and_last_good_view_stays(
    #[case] make: fn(&Path),
    #[case] says: &str,
    #[case] status: i32,
) {
    let (_temp, path) = dossier_path();
    make(&path);
    let stderr = expect_error(&run(path.parent().unwrap(), &["show", "-d", text(&path)]), status);
    assert!(stderr.contains(says), "{stderr}");
    // At most 500 errors and 500 warnings, and a line each that counts the rest.
    assert!(stderr.lines().count() <= 1002);

    // At the start, keys work before the file is read.
    let mut pty = Pty::spawn(program(&[text(&path)]), 120, 40);
    expect_keys_work(&mut pty);
    pty.wait_for_text(says);
    expect_keys_work(&mut pty);
    replace_with_good(&path);
    pty.wait_for_text("All is well");
    pty.wait_for_text("● live");

    // If the file replaces a good one, the view stays.
    fs::remove_file(&path).unwrap();
    make(&path);
    expect_keys_work(&mut pty);
    pty.wait_for_text("▲ stale");
    pty.wait_for_text(says);
    assert!(pty.screen_text().contains("All is well"), "{}", pty.screen_text());
    expect_keys_work(&mut pty);
    pty.keys("!");
    pty.wait_for_text("▸ Problems in");
    pty.keys("Esc");
    replace_with_good(&path);
    pty.wait_for_text("● live");
    pty.keys("q");
    assert_eq!(pty.wait_exit(), Exit::Code(0));
}

#[rstest]
#[case::byte_order_mark(format!("\u{feff}{GOOD}"))]
#[case::crlf(GOOD.replace('\n', "\r\n"))]
#[case::long_comment(format!("{GOOD}# {}\n", "x".repeat(2_000_000)))]
#[case::long_title(GOOD.replace("well", &format!("well {}", "x".repeat(2_000_000))))]
#[case::long_name(GOOD.replace("Estonia", &format!("Estonia {}", "ß ".repeat(700_000))))]
fn unusual_valid_dossiers_are_shown(#[case] dossier: String) {
    let (_temp, path) = dossier_path();
    fs::write(&path, &dossier).unwrap();
    expect_ok(&run(path.parent().unwrap(), &["show", "-d", text(&path)]));
    let mut pty = Pty::spawn(program(&[text(&path)]), 120, 40);
    pty.wait_for_text("All is well");
    expect_keys_work(&mut pty);
    pty.keys("q");
    assert_eq!(pty.wait_exit(), Exit::Code(0));
}

#[test]
fn many_warnings_are_truncated_and_view_stays() {
    let (_temp, path) = dossier_path();
    let quote = |n| format!("[[quote]]\nspeaker = \"Somebody\"\ntext = \"So it is, {n} times.\"\n");
    let quotes: String = (0..2000).map(quote).collect();
    fs::write(&path, format!("{GOOD}{quotes}")).unwrap();
    let mut pty = Pty::spawn(program(&[text(&path)]), 120, 40);
    pty.wait_for_text("● live");
    pty.keys("! G");
    pty.wait_for_text("and 1500 more warnings");
    // An error after all of them is found and shown.
    fs::write(&path, format!("{GOOD}{quotes}[[quote]]\nspeker = \"Somebody\"\n")).unwrap();
    pty.wait_for_text("▲ stale");
    pty.keys("G");
    pty.wait_for_text("unknown key `speker`");
    pty.keys("Esc q");
    assert_eq!(pty.wait_exit(), Exit::Code(0));
}

#[test]
fn control_characters_in_a_path_are_escaped() {
    let (_temp, path) = dossier_path();
    let path = path.with_file_name("two\nlines\x1b]0;title\x07\x1b[31m.toml");
    fs::write(&path, GOOD).unwrap();
    let mut pty = Pty::spawn(program(&[text(&path)]), 120, 40);
    pty.wait_for_text("● live");
    fs::write(&path, "broken").unwrap();
    pty.wait_for_text("▲ stale");
    pty.keys("q");
    assert_eq!(pty.wait_exit(), Exit::Code(0));
    let raw = String::from_utf8(pty.raw()).unwrap();
    assert!(!raw.contains("\x1b]0;") && !raw.contains('\x07') && !raw.contains("\x1b[31m.toml"), "{raw:?}");

    for command in ["show", "picture"] {
        let stderr = expect_error(&run(path.parent().unwrap(), &[command, "-d", text(&path)]), 1);
        assert!(!stderr.contains('\x1b') && stderr.contains("lines"), "{stderr:?}");
    }
}

/// Returns a command for the program as a user without root's permissions.
fn not_as_root(path: &Path) -> Option<CommandBuilder> {
    if !rustix::process::geteuid().is_root() {
        return Some(program(&[text(path)]));
    }
    let other_user = ["--reuid=65534", "--regid=65534", "--clear-groups"];
    if !Command::new("setpriv").args(other_user).arg("true").status().is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: root may read everything, and setpriv does not work");
        return None;
    }
    // The user must be able to enter the directories of the file and of the program.
    let dir = path.parent().unwrap();
    for dir in dir.ancestors().take(3) {
        fs::set_permissions(dir, Permissions::from_mode(0o755)).unwrap();
    }
    fs::copy(PROGRAM, dir.join("flank")).unwrap();
    let mut command = clean("setpriv");
    command.args(other_user);
    command.args([text(&dir.join("flank")), text(path)]);
    Some(command)
}

#[rstest]
#[case::the_file("a/b/flank.toml")]
#[case::its_directory("a/b")]
fn lost_permission_is_reported_until_restored(#[case] what: &str) {
    let (temp, path) = dossier_path();
    fs::write(&path, GOOD).unwrap();
    let Some(command) = not_as_root(&path) else { return };
    let mut pty = Pty::spawn(command.clone(), 120, 40);
    pty.wait_for_text("● live");
    let what = temp.path().join(what);
    let before = fs::metadata(&what).unwrap().permissions();
    fs::set_permissions(&what, Permissions::from_mode(0o000)).unwrap();
    pty.wait_for_text("flank.toml: permission denied");
    assert!(pty.screen_text().contains("All is well"), "{}", pty.screen_text());
    fs::set_permissions(&what, before.clone()).unwrap();
    pty.wait_for_text("● live");
    pty.keys("q");
    assert_eq!(pty.wait_exit(), Exit::Code(0));

    // Also from the start.
    if what == path {
        fs::set_permissions(&what, Permissions::from_mode(0o000)).unwrap();
        let mut pty = Pty::spawn(command, 120, 40);
        pty.wait_for_text("flank.toml: permission denied");
        fs::set_permissions(&what, before).unwrap();
        pty.wait_for_text("All is well");
        pty.keys("q");
        assert_eq!(pty.wait_exit(), Exit::Code(0));
    }
}
