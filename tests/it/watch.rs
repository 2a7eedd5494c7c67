//! Every way of saving a file, through the real file system and the real watchers: no test asks for a reload.
//!
//! That nothing is told is shown by the next valid save being the next thing told.

use std::fs::{self, File, Permissions};
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use crate::support::save_methods::*;
use flank::watch::{Follower, Judged, Mode, Options, ReadError, Told, Why, follow};
use rstest::rstest;
use tempfile::TempDir;

/// A guard against hangs. A busy machine never comes near it, and a passing test never waits for it.
const DEADLINE: Duration = Duration::from_secs(300);
const POLL: Duration = Duration::from_millis(50);

/// How the file is watched in a test.
#[derive(Debug, Clone, Copy)]
enum By {
    System,
    Poll,
}

fn options(by: By) -> Options {
    Options { poll: matches!(by, By::Poll).then_some(POLL), limit: 4096, ..Options::default() }
}

/// A followed file and what is told of it.
struct WatchFixture {
    dir: PathBuf,
    path: PathBuf,
    told: Receiver<Told<String>>,
    follower: Follower,
    _temp: TempDir,
}

impl WatchFixture {
    /// Follows `path` in a new directory, in which `prepare` has put something.
    fn new(by: By, path: &str, prepare: impl FnOnce(&Path)) -> WatchFixture {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().to_owned();
        prepare(&dir);
        let path = dir.join(path);
        let (tell, told) = mpsc::channel();
        let judge = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).unwrap();
            if text.ends_with(END) { Judged::Valid(text) } else { Judged::Invalid(text) }
        };
        let tell = move |what| {
            let _ = tell.send(what);
        };
        let follower = follow(path.clone(), options(by), judge, tell).unwrap();
        let fixture = WatchFixture { dir, path, told, follower, _temp: temp };
        let mode = match by {
            By::System => Mode::Native,
            By::Poll => Mode::Polling { every: POLL, why: Why::Asked },
        };
        assert_eq!(fixture.next(), Told::Watching(mode));
        fixture
    }

    /// Follows `file`, which holds a good "one", and waits until that is told.
    fn with_file(by: By) -> WatchFixture {
        let fixture = WatchFixture::new(by, "dir/file", |dir| {
            fs::create_dir(dir.join("dir")).unwrap();
            fs::write(dir.join("dir/file"), good("one")).unwrap();
        });
        fixture.expect_valid("one");
        fixture
    }

    #[track_caller]
    fn next(&self) -> Told<String> {
        self.told.recv_timeout(DEADLINE).expect("nothing is told")
    }

    #[track_caller]
    fn expect_event(&self, what: Told<String>) {
        assert_eq!(self.next(), what);
    }

    #[track_caller]
    fn expect_valid(&self, text: &str) {
        self.expect_event(Told::File(Judged::Valid(good(text))));
    }

    #[track_caller]
    fn expect_invalid(&self, text: &str) {
        self.expect_event(Told::File(Judged::Invalid(text.to_owned())));
    }

    /// Shows that nothing more was told: a save is made, and it is the next thing.
    #[track_caller]
    fn expect_nothing_more(&self) {
        fs::write(&self.path, good("last")).unwrap();
        self.expect_valid("last");
    }
}

#[rstest]
#[case::in_place(one, in_place)]
#[case::in_place_without_truncation(one, appended)]
#[case::renamed_over(one, renamed_over)]
#[case::renamed_from_elsewhere(one, renamed_from_elsewhere)]
#[case::backed_up_and_made_again(one, backed_up_and_made_again)]
#[case::deleted_for_a_moment(one, deleted_for_a_moment)]
#[case::hard_linked_over(one, hard_linked_over)]
#[case::emptied_and_written(one, emptied_and_written)]
#[case::copied_over(one, copied_over)]
#[case::by_sed(one, by_sed)]
#[case::by_perl(one, by_perl)]
#[case::by_redirection(one, by_redirection)]
#[case::link_swapped(one_behind_a_link, link_swapped)]
#[case::link_made_again(one_behind_a_link, link_made_again)]
#[case::link_becomes_a_file(one_behind_a_link, link_becomes_a_file)]
#[case::target_written(one_behind_a_link, target_written)]
#[case::target_renamed_over(one_behind_a_link, target_renamed_over)]
#[case::release_swapped(one_in_a_release, release_swapped)]
#[case::directory_replaced(one_in_a_directory, directory_replaced)]
#[case::directory_made_again(one_in_a_directory, directory_made_again)]
#[case::directory_moved_away_and_back(one_in_a_directory, directory_moved_away_and_back)]
fn a_way_of_saving_is_seen(
    #[values(By::System, By::Poll)] by: By,
    #[case] prepare: fn(&Path),
    #[case] save: fn(&Path),
) {
    let fixture = WatchFixture::new(by, "file", prepare);
    fixture.expect_valid("one");
    save(&fixture.dir);
    fixture.expect_valid("two");
    // What is watched now is what lies there now.
    fs::write(&fixture.path, good("three")).unwrap();
    fixture.expect_valid("three");
    fs::write(fixture.dir.join("new"), good("four")).unwrap();
    fs::rename(fixture.dir.join("new"), fixture.path.canonicalize().unwrap()).unwrap();
    fixture.expect_valid("four");
    fixture.expect_nothing_more();
}

#[test]
fn nothing_is_told_while_a_writer_holds_the_file() {
    let fixture = WatchFixture::with_file(By::System);
    let mut file = File::create(&fixture.path).unwrap();
    for (piece, ms) in [("t", 50), ("w", 400), ("o", 350), (" e", 320), ("nd", 400), ("\n", 400)] {
        file.write_all(piece.as_bytes()).unwrap();
        pause(ms);
    }
    drop(file);
    fixture.expect_valid("two");
    fixture.expect_nothing_more();
}

#[test]
fn nothing_is_told_while_a_writer_holds_a_new_file() {
    let fixture = WatchFixture::with_file(By::System);
    fs::remove_file(&fixture.path).unwrap();
    let mut file = File::create(&fixture.path).unwrap();
    // Longer than any settling: empty, then half.
    pause(1700);
    file.write_all(b"two").unwrap();
    pause(400);
    file.write_all(END.as_bytes()).unwrap();
    drop(file);
    fixture.expect_valid("two");
    fixture.expect_nothing_more();
}

#[test]
fn a_rename_over_a_file_that_is_being_written_is_seen() {
    let fixture = WatchFixture::with_file(By::System);
    let mut file = File::create(&fixture.path).unwrap();
    file.write_all(b"never").unwrap();
    renamed_over(&fixture.dir.join("dir"));
    fixture.expect_valid("two");
    drop(file);
    fixture.expect_nothing_more();
}

#[rstest]
fn a_broken_save_is_told_once_and_its_mending_at_once(#[values(By::System, By::Poll)] by: By) {
    let fixture = WatchFixture::with_file(by);
    fs::write(&fixture.path, "broken").unwrap();
    fixture.expect_invalid("broken");
    // The same bytes again are no news.
    fs::write(&fixture.path, "broken").unwrap();
    fs::write(&fixture.path, good("two")).unwrap();
    fixture.expect_valid("two");
    fixture.expect_nothing_more();
}

#[rstest]
fn the_same_bytes_after_a_failure_are_unchanged(#[values(By::System, By::Poll)] by: By) {
    let fixture = WatchFixture::with_file(by);
    fs::write(&fixture.path, "broken").unwrap();
    fixture.expect_invalid("broken");
    fs::write(&fixture.path, good("one")).unwrap();
    fixture.expect_event(Told::Unchanged);
    fs::write(&fixture.path, good("one")).unwrap();
    fixture.expect_nothing_more();
}

#[rstest]
fn a_file_that_stays_away_is_told_missing_and_then_back(#[values(By::System, By::Poll)] by: By) {
    let fixture = WatchFixture::with_file(by);
    fs::remove_file(&fixture.path).unwrap();
    fixture.expect_event(Told::Unreadable(ReadError::Missing));
    fs::write(&fixture.path, good("one")).unwrap();
    fixture.expect_event(Told::Unchanged);
    fixture.expect_nothing_more();
}

#[rstest]
fn a_directory_that_stays_away_is_told_missing_and_then_back(#[values(By::System, By::Poll)] by: By) {
    let fixture = WatchFixture::with_file(by);
    fs::rename(fixture.dir.join("dir"), fixture.dir.join("away")).unwrap();
    fixture.expect_event(Told::Unreadable(ReadError::Missing));
    fs::rename(fixture.dir.join("away"), fixture.dir.join("dir")).unwrap();
    fixture.expect_event(Told::Unchanged);
    fixture.expect_nothing_more();
}

#[rstest]
fn a_file_made_later_is_seen(
    #[values(By::System, By::Poll)] by: By,
    #[values("file", "dir/file", "deep/er/file")] path: &str,
) {
    let fixture = WatchFixture::new(by, path, |_| {});
    fixture.expect_event(Told::Unreadable(ReadError::Missing));
    fs::create_dir_all(fixture.path.parent().unwrap()).unwrap();
    fs::write(&fixture.path, good("one")).unwrap();
    fixture.expect_valid("one");
    fixture.expect_nothing_more();
}

#[rstest]
fn a_file_made_slowly_is_seen_when_it_is_whole() {
    let fixture = WatchFixture::new(By::System, "dir/file", |_| {});
    fixture.expect_event(Told::Unreadable(ReadError::Missing));
    fs::create_dir(fixture.dir.join("dir")).unwrap();
    pause(100);
    let mut file = File::create(&fixture.path).unwrap();
    file.write_all(b"one").unwrap();
    pause(500);
    file.write_all(END.as_bytes()).unwrap();
    drop(file);
    fixture.expect_valid("one");
    fixture.expect_nothing_more();
}

fn make_directory(path: &Path) {
    fs::create_dir(path).unwrap();
}

fn make_fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

fn make_large(path: &Path) {
    fs::write(path, [b'x'; 5000]).unwrap();
}

fn make_circle(path: &Path) {
    symlink(path.file_name().unwrap(), path).unwrap();
}

fn make_device(path: &Path) {
    symlink("/dev/zero", path).unwrap();
}

fn make_broken(path: &Path) {
    symlink("nowhere", path).unwrap();
}

#[rstest]
#[case::directory(make_directory, ReadError::Directory)]
#[case::fifo(make_fifo, ReadError::Fifo)]
#[case::too_large(make_large, ReadError::TooLarge { size: 5000, limit: 4096 })]
#[case::circle(make_circle, ReadError::Circle)]
#[case::device(make_device, ReadError::Device)]
#[case::dangling_link(make_broken, ReadError::Missing)]
fn what_cannot_be_read_is_told_and_can_be_mended(
    #[values(By::System, By::Poll)] by: By,
    #[case] make: fn(&Path),
    #[case] error: ReadError,
) {
    // From the start: at once.
    let fixture = WatchFixture::new(by, "file", |dir| make(&dir.join("file")));
    fixture.expect_event(Told::Unreadable(error.clone()));
    let mend = |text: &str| {
        if fs::symlink_metadata(&fixture.path).unwrap().is_dir() {
            fs::remove_dir(&fixture.path).unwrap();
        }
        fs::write(fixture.dir.join("new"), good(text)).unwrap();
        fs::rename(fixture.dir.join("new"), &fixture.path).unwrap();
    };
    mend("one");
    fixture.expect_valid("one");
    // And later, in place of a good file.
    fs::remove_file(&fixture.path).unwrap();
    make(&fixture.path);
    fixture.expect_event(Told::Unreadable(error));
    mend("two");
    fixture.expect_valid("two");
    fixture.expect_nothing_more();
}

#[rstest]
fn permission_taken_and_given_back(
    #[values(By::System, By::Poll)] by: By,
    #[values("dir", "dir/file")] what: &str,
) {
    let fixture = WatchFixture::with_file(by);
    let what = fixture.dir.join(what);
    let before = fs::metadata(&what).unwrap().permissions();
    fs::set_permissions(&what, Permissions::from_mode(0o000)).unwrap();
    if fs::read(&fixture.path).is_ok() {
        eprintln!("SKIPPED: we may read everything, so that no permission can be taken from us");
        return;
    }
    fixture.expect_event(Told::Unreadable(ReadError::Permission));
    fs::set_permissions(&what, before).unwrap();
    fixture.expect_event(Told::Unchanged);
    fixture.expect_nothing_more();
}

#[rstest]
fn asking_tells_even_what_is_known(#[values(By::System, By::Poll)] by: By) {
    let fixture = WatchFixture::with_file(by);
    fixture.follower.reread();
    fixture.expect_valid("one");
    fs::write(&fixture.path, "broken").unwrap();
    fixture.expect_invalid("broken");
    fixture.follower.reread();
    fixture.expect_invalid("broken");
    fs::remove_file(&fixture.path).unwrap();
    fixture.follower.reread();
    fixture.expect_event(Told::Unreadable(ReadError::Missing));
    fs::write(&fixture.path, good("two")).unwrap();
    fixture.expect_valid("two");
    fixture.expect_nothing_more();
}

#[test]
fn a_relative_path_is_taken_from_the_current_directory() {
    let (tell, told) = mpsc::channel();
    let judge = |bytes: Vec<u8>| Judged::Valid(bytes.len());
    let _follower =
        follow("Cargo.toml".into(), Options::default(), judge, move |what| tell.send(what).unwrap()).unwrap();
    let size = fs::metadata("Cargo.toml").unwrap().len() as usize;
    let file = told.iter().find(|what| matches!(what, Told::File(_)));
    assert_eq!(file, Some(Told::File(Judged::Valid(size))));
}

#[rstest]
fn dropping_the_follower_ends_its_thread(#[values(By::System, By::Poll)] by: By) {
    let fixture = WatchFixture::with_file(by);
    let WatchFixture { told, follower, _temp, .. } = fixture;
    drop(follower);
    // The thread owns the other end.
    assert_eq!(told.recv_timeout(DEADLINE), Err(mpsc::RecvTimeoutError::Disconnected));
}
