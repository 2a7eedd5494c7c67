//! Creates a file that contains "one", and saves "two" over it by every method that editors and tools use.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

/// The end of a complete file.
pub const END: &str = " end\n";

/// Returns the text of a complete file.
pub fn good(text: &str) -> String {
    format!("{text}{END}")
}

/// Sleeps. Only for a pause that is part of a save method.
pub fn pause(ms: u64) {
    sleep(Duration::from_millis(ms));
}

fn shell(dir: &Path, command: &str) {
    assert!(
        Command::new("sh").arg("-c").arg(command).current_dir(dir).status().unwrap().success(),
        "{command}"
    );
}

pub fn one(dir: &Path) {
    fs::write(dir.join("file"), good("one")).unwrap();
}

pub fn one_behind_a_symlink(dir: &Path) {
    for name in ["a", "b", "c"] {
        fs::create_dir(dir.join(name)).unwrap();
    }
    fs::write(dir.join("a/real"), good("one")).unwrap();
    fs::write(dir.join("b/real"), good("two")).unwrap();
    symlink("../a/real", dir.join("c/link")).unwrap();
    symlink("c/link", dir.join("file")).unwrap();
}

pub fn one_in_a_release_dir(dir: &Path) {
    for (name, text) in [("1", "one"), ("2", "two")] {
        fs::create_dir_all(dir.join("releases").join(name).join("data")).unwrap();
        fs::write(dir.join("releases").join(name).join("data/text"), good(text)).unwrap();
    }
    symlink("releases/1", dir.join("current")).unwrap();
    symlink("current/data/text", dir.join("file")).unwrap();
}

pub fn one_in_a_dir_behind_a_symlink(dir: &Path) {
    fs::create_dir(dir.join("home")).unwrap();
    fs::write(dir.join("home/text"), good("one")).unwrap();
    symlink("home/text", dir.join("file")).unwrap();
}

pub fn one_with_hard_links(dir: &Path) {
    one(dir);
    fs::create_dir(dir.join("elsewhere")).unwrap();
    fs::hard_link(dir.join("file"), dir.join("second")).unwrap();
    fs::hard_link(dir.join("file"), dir.join("elsewhere/third")).unwrap();
}

/// The path of the file contains two symlinks, each three directories deep.
pub fn one_below_directories(dir: &Path) {
    for (top, text) in [("a", "one"), ("b", "two")] {
        fs::create_dir_all(dir.join(top).join("mid/low")).unwrap();
        fs::write(dir.join(top).join("mid/low/text"), good(text)).unwrap();
        symlink("text", dir.join(top).join("mid/low/next")).unwrap();
    }
    fs::create_dir_all(dir.join("links/mid/low")).unwrap();
    symlink("../../../a/mid/low/next", dir.join("links/mid/low/link")).unwrap();
    symlink("links/mid/low/link", dir.join("file")).unwrap();
}

pub fn in_place(dir: &Path) {
    fs::write(dir.join("file"), good("two")).unwrap();
}

pub fn overwritten_without_truncation(dir: &Path) {
    // Without truncation, the file is never empty and never shorter.
    let mut file = OpenOptions::new().write(true).open(dir.join("file")).unwrap();
    file.write_all(good("two").as_bytes()).unwrap();
}

pub fn renamed_over(dir: &Path) {
    fs::write(dir.join(".file.tmp"), good("two")).unwrap();
    fs::rename(dir.join(".file.tmp"), dir.join("file")).unwrap();
}

pub fn renamed_from_another_dir(dir: &Path) {
    fs::create_dir(dir.join("spool")).unwrap();
    fs::write(dir.join("spool/new"), good("two")).unwrap();
    fs::rename(dir.join("spool/new"), dir.join("file")).unwrap();
}

pub fn backed_up_and_recreated(dir: &Path) {
    fs::rename(dir.join("file"), dir.join("file~")).unwrap();
    let mut file = File::create(dir.join("file")).unwrap();
    file.write_all(good("two").as_bytes()).unwrap();
    file.sync_all().unwrap();
    drop(file);
    fs::remove_file(dir.join("file~")).unwrap();
}

pub fn deleted_briefly(dir: &Path) {
    fs::remove_file(dir.join("file")).unwrap();
    // Long enough for the watcher to see that the file is missing.
    pause(100);
    fs::write(dir.join("file"), good("two")).unwrap();
}

pub fn hard_linked_over(dir: &Path) {
    fs::write(dir.join("other"), good("two")).unwrap();
    fs::remove_file(dir.join("file")).unwrap();
    fs::hard_link(dir.join("other"), dir.join("file")).unwrap();
}

pub fn truncated_then_written(dir: &Path) {
    let mut file = OpenOptions::new().write(true).open(dir.join("file")).unwrap();
    file.set_len(0).unwrap();
    // Long enough for the watcher to see the empty file.
    pause(100);
    file.write_all(good("two").as_bytes()).unwrap();
}

pub fn copied_over(dir: &Path) {
    fs::write(dir.join("other"), good("two")).unwrap();
    shell(dir, "cp other file");
}

pub fn by_sed(dir: &Path) {
    shell(dir, "sed -i s/one/two/ file");
}

pub fn by_perl(dir: &Path) {
    shell(dir, "perl -i -pe s/one/two/ file");
}

pub fn by_redirection(dir: &Path) {
    shell(dir, "(echo two end) > file");
}

pub fn symlink_replaced(dir: &Path) {
    symlink("../b/real", dir.join("c/new")).unwrap();
    fs::rename(dir.join("c/new"), dir.join("c/link")).unwrap();
}

pub fn symlink_recreated(dir: &Path) {
    fs::remove_file(dir.join("c/link")).unwrap();
    symlink("../b/real", dir.join("c/link")).unwrap();
}

pub fn symlink_replaced_by_file(dir: &Path) {
    fs::write(dir.join("new"), good("two")).unwrap();
    fs::rename(dir.join("new"), dir.join("file")).unwrap();
}

pub fn target_written(dir: &Path) {
    fs::write(dir.join("a/real"), good("two")).unwrap();
}

pub fn target_renamed_over(dir: &Path) {
    fs::rename(dir.join("b/real"), dir.join("a/real")).unwrap();
}

pub fn release_switched(dir: &Path) {
    symlink("releases/2", dir.join("next")).unwrap();
    fs::rename(dir.join("next"), dir.join("current")).unwrap();
}

pub fn dir_replaced(dir: &Path) {
    fs::create_dir(dir.join("new")).unwrap();
    fs::write(dir.join("new/text"), good("two")).unwrap();
    fs::rename(dir.join("home"), dir.join("old")).unwrap();
    fs::rename(dir.join("new"), dir.join("home")).unwrap();
}

pub fn dir_recreated(dir: &Path) {
    fs::remove_dir_all(dir.join("home")).unwrap();
    fs::create_dir(dir.join("home")).unwrap();
    fs::write(dir.join("home/text"), good("two")).unwrap();
}

pub fn dir_moved_away_and_back(dir: &Path) {
    fs::rename(dir.join("home"), dir.join("away")).unwrap();
    fs::rename(dir.join("away"), dir.join("home")).unwrap();
    // The directory is the same, but its watch was removed with the name.
    fs::write(dir.join("home/text"), good("two")).unwrap();
}

pub fn hard_link_written(dir: &Path) {
    fs::write(dir.join("second"), good("two")).unwrap();
}

pub fn hard_link_elsewhere_written(dir: &Path) {
    fs::write(dir.join("elsewhere/third"), good("two")).unwrap();
}

pub fn hard_link_to_target_written(dir: &Path) {
    fs::hard_link(dir.join("a/real"), dir.join("c/other")).unwrap();
    fs::write(dir.join("c/other"), good("two")).unwrap();
}

fn exchange(dir: &Path, a: &str, b: &str) {
    fs::rename(dir.join(a), dir.join("away")).unwrap();
    fs::rename(dir.join(b), dir.join(a)).unwrap();
    fs::rename(dir.join("away"), dir.join(b)).unwrap();
}

pub fn parent_exchanged(dir: &Path) {
    exchange(dir, "a/mid/low", "b/mid/low");
}

pub fn grandparent_exchanged(dir: &Path) {
    exchange(dir, "a/mid", "b/mid");
}

pub fn great_grandparent_exchanged(dir: &Path) {
    exchange(dir, "a", "b");
}

pub fn great_grandparent_of_symlink_replaced(dir: &Path) {
    fs::create_dir_all(dir.join("others/mid/low")).unwrap();
    symlink("../../../b/mid/low/next", dir.join("others/mid/low/link")).unwrap();
    exchange(dir, "links", "others");
}

pub fn great_grandparent_recreated(dir: &Path) {
    fs::remove_dir_all(dir.join("a")).unwrap();
    // Long enough for the watcher to see that the directories are missing.
    pause(100);
    fs::create_dir_all(dir.join("a/mid/low")).unwrap();
    symlink("text", dir.join("a/mid/low/next")).unwrap();
    fs::write(dir.join("a/mid/low/text"), good("two")).unwrap();
}
