//! Saves by every method, through the file system and the system's notifications.
//!
//! To show that there was no further event, a test makes one more save and expects it as the next event.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{Seek, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use crate::support::save_methods::*;
use flank::watch::{FileWatcher, Mode, Options, Parsed, PollReason, ReadError, WatchEvent};
use rstest::rstest;
use tempfile::TempDir;

/// A guard against hangs, far beyond what a busy machine needs. A passing test never waits for it.
const DEADLINE: Duration = Duration::from_secs(300);
const POLL: Duration = Duration::from_millis(50);

/// The watch mode of a test.
#[derive(Debug, Clone, Copy)]
enum By {
    System,
    Poll,
}

fn options(by: By) -> Options {
    Options { poll: matches!(by, By::Poll).then_some(POLL), limit: 4096, ..Options::default() }
}

/// Returns options with longer waits, because a busy machine may pause between the steps of a save. A new file without a
/// close, such as a hard link, is read after `debounce`, which stays short.
fn patient_options(by: By) -> Options {
    Options {
        debounce: Duration::from_secs(1),
        debounce_missing: DEADLINE,
        debounce_unclosed: DEADLINE,
        ..options(by)
    }
}

/// A watched file and its events.
struct WatchFixture {
    dir: PathBuf,
    path: PathBuf,
    events: Receiver<WatchEvent<String>>,
    watcher: FileWatcher,
    _temp: TempDir,
}

impl WatchFixture {
    /// Watches `path` in a new directory that `prepare` has filled.
    fn new(by: By, path: &str, prepare: impl FnOnce(&Path)) -> WatchFixture {
        WatchFixture::with_options(by, options(by), path, prepare)
    }

    fn with_options(by: By, options: Options, path: &str, prepare: impl FnOnce(&Path)) -> WatchFixture {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().to_owned();
        prepare(&dir);
        let path = dir.join(path);
        let (sender, events) = mpsc::channel();
        let parse = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).unwrap();
            if text.ends_with(END) { Parsed::Valid(text) } else { Parsed::Invalid(text) }
        };
        let send = move |event| {
            let _ = sender.send(event);
        };
        let watcher = FileWatcher::spawn(path.clone(), options, parse, send).unwrap();
        let fixture = WatchFixture { dir, path, events, watcher, _temp: temp };
        let mode = match by {
            By::System => Mode::Native,
            By::Poll => Mode::Polling(PollReason::Requested),
        };
        assert_eq!(fixture.next(), WatchEvent::Watching(mode));
        fixture
    }

    /// Watches a file that contains a valid "one", and waits for that event.
    fn with_file(by: By) -> WatchFixture {
        let fixture = WatchFixture::new(by, "dir/file", |dir| {
            fs::create_dir(dir.join("dir")).unwrap();
            fs::write(dir.join("dir/file"), good("one")).unwrap();
        });
        fixture.expect_valid("one");
        fixture
    }

    #[track_caller]
    fn next(&self) -> WatchEvent<String> {
        self.events.recv_timeout(DEADLINE).expect("no event")
    }

    #[track_caller]
    fn expect_event(&self, what: WatchEvent<String>) {
        assert_eq!(self.next(), what);
    }

    #[track_caller]
    fn expect_valid(&self, text: &str) {
        self.expect_event(WatchEvent::File(Parsed::Valid(good(text))));
    }

    #[track_caller]
    fn expect_invalid(&self, text: &str) {
        self.expect_event(WatchEvent::File(Parsed::Invalid(text.to_owned())));
    }

    /// Shows that there was no further event: saves once more and expects that as the next event.
    #[track_caller]
    fn expect_nothing_more(&self) {
        fs::write(&self.path, good("last")).unwrap();
        self.expect_valid("last");
    }
}

#[rstest]
#[case::in_place(one, in_place)]
#[case::in_place_without_truncation(one, overwritten_without_truncation)]
#[case::renamed_over(one, renamed_over)]
#[case::renamed_from_another_dir(one, renamed_from_another_dir)]
#[case::backed_up_and_recreated(one, backed_up_and_recreated)]
#[case::deleted_briefly(one, deleted_briefly)]
#[cfg_attr(target_os = "linux", case::hard_linked_over(one, hard_linked_over))]
#[case::truncated_then_written(one, truncated_then_written)]
#[case::copied_over(one, copied_over)]
#[case::by_sed(one, by_sed)]
#[case::by_perl(one, by_perl)]
#[case::by_redirection(one, by_redirection)]
#[case::symlink_replaced(one_behind_a_symlink, symlink_replaced)]
#[case::symlink_recreated(one_behind_a_symlink, symlink_recreated)]
#[case::symlink_replaced_by_file(one_behind_a_symlink, symlink_replaced_by_file)]
#[case::target_written(one_behind_a_symlink, target_written)]
#[case::target_renamed_over(one_behind_a_symlink, target_renamed_over)]
#[case::release_switched(one_in_a_release_dir, release_switched)]
#[case::dir_replaced(one_in_a_dir_behind_a_symlink, dir_replaced)]
#[case::dir_recreated(one_in_a_dir_behind_a_symlink, dir_recreated)]
#[case::dir_moved_away_and_back(one_in_a_dir_behind_a_symlink, dir_moved_away_and_back)]
#[cfg_attr(target_os = "linux", case::hard_link_written(one_with_hard_links, hard_link_written))]
#[cfg_attr(
    target_os = "linux",
    case::hard_link_elsewhere_written(one_with_hard_links, hard_link_elsewhere_written)
)]
#[cfg_attr(
    target_os = "linux",
    case::hard_link_to_target_written(one_behind_a_symlink, hard_link_to_target_written)
)]
#[case::parent_exchanged(one_below_directories, parent_exchanged)]
#[case::grandparent_exchanged(one_below_directories, grandparent_exchanged)]
#[case::great_grandparent_exchanged(one_below_directories, great_grandparent_exchanged)]
#[case::great_grandparent_of_symlink(one_below_directories, great_grandparent_of_symlink_replaced)]
#[case::great_grandparent_recreated(one_below_directories, great_grandparent_recreated)]
fn save_is_noticed(
    #[values(By::System, By::Poll)] by: By,
    #[case] prepare: fn(&Path),
    #[case] save: fn(&Path),
) {
    let fixture = WatchFixture::with_options(by, patient_options(by), "file", prepare);
    fixture.expect_valid("one");
    save(&fixture.dir);
    fixture.expect_valid("two");
    // The watcher now watches the new file.
    fs::write(&fixture.path, good("three")).unwrap();
    fixture.expect_valid("three");
    fs::write(fixture.dir.join("new"), good("four")).unwrap();
    fs::rename(fixture.dir.join("new"), fixture.path.canonicalize().unwrap()).unwrap();
    fixture.expect_valid("four");
    fixture.expect_nothing_more();
}

#[test]
fn no_event_while_a_writer_has_the_file_open() {
    let fixture = WatchFixture::with_file(By::System);
    let mut file = File::create(&fixture.path).unwrap();
    for (piece, ms) in [("t", 50), ("w", 400), ("o", 350), (" e", 320), ("nd", 400), ("\n", 400)] {
        file.write_all(piece.as_bytes()).unwrap();
        // Pauses around the debounce of 300 ms, with the file open.
        pause(ms);
    }
    drop(file);
    fixture.expect_valid("two");
    fixture.expect_nothing_more();
}

#[test]
fn no_event_while_a_writer_has_a_new_file_open() {
    let options = Options { debounce_missing: DEADLINE, ..options(By::System) };
    let fixture = WatchFixture::with_options(By::System, options, "file", one);
    fixture.expect_valid("one");
    fs::remove_file(&fixture.path).unwrap();
    let mut file = File::create(&fixture.path).unwrap();
    // Longer than the debounce of 300 ms: empty, then half a file.
    pause(700);
    file.write_all(b"two").unwrap();
    pause(400);
    file.write_all(END.as_bytes()).unwrap();
    drop(file);
    fixture.expect_valid("two");
    fixture.expect_nothing_more();
}

/// Returns options with a short wait for a close, which only Linux reports.
#[cfg(target_os = "linux")]
fn impatient_options() -> Options {
    Options { debounce_unclosed: Duration::from_millis(200), ..options(By::System) }
}

#[cfg(target_os = "linux")]
#[rstest]
#[case::valid(good("two"))]
#[case::broken("broken".to_owned())]
fn file_that_stays_open_is_read_and_marked(#[case] text: String) {
    let fixture = WatchFixture::with_options(By::System, impatient_options(), "file", one);
    fixture.expect_valid("one");
    let mut file = File::create(&fixture.path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
    fixture.expect_event(WatchEvent::Watching(Mode::Unclosed));
    let read = if text == "broken" { Parsed::Invalid(text) } else { Parsed::Valid(text) };
    fixture.expect_event(WatchEvent::File(read));
    // More writes are read as well, and the mark stays.
    file.set_len(0).unwrap();
    file.rewind().unwrap();
    file.write_all(good("three").as_bytes()).unwrap();
    fixture.expect_valid("three");
    drop(file);
    fixture.expect_event(WatchEvent::Watching(Mode::Native));
    fixture.expect_nothing_more();
}

// truncate(2) does not open the file, so no close follows.
#[cfg(target_os = "linux")]
#[test]
fn truncation_without_open_is_read_and_marked() {
    let fixture = WatchFixture::with_options(By::System, impatient_options(), "file", |dir| {
        fs::write(dir.join("file"), good("one") + "broken").unwrap();
    });
    fixture.expect_invalid(&(good("one") + "broken"));
    let truncate = "truncate($ARGV[0], $ARGV[1]) or die";
    let length = good("one").len().to_string();
    assert!(
        Command::new("perl")
            .args(["-e", truncate])
            .arg(&fixture.path)
            .arg(length)
            .status()
            .unwrap()
            .success()
    );
    fixture.expect_event(WatchEvent::Watching(Mode::Unclosed));
    fixture.expect_valid("one");
    // The next closed save removes the mark.
    fs::write(&fixture.path, good("two")).unwrap();
    fixture.expect_event(WatchEvent::Watching(Mode::Native));
    fixture.expect_valid("two");
    fixture.expect_nothing_more();
}

#[cfg(target_os = "linux")]
#[test]
fn replacing_an_unclosed_file_ends_the_mark() {
    let fixture = WatchFixture::with_options(By::System, impatient_options(), "file", one);
    fixture.expect_valid("one");
    let mut file = OpenOptions::new().write(true).open(&fixture.path).unwrap();
    file.write_all(good("two").as_bytes()).unwrap();
    fixture.expect_event(WatchEvent::Watching(Mode::Unclosed));
    fixture.expect_valid("two");
    fs::write(fixture.dir.join("new"), good("three")).unwrap();
    fs::rename(fixture.dir.join("new"), &fixture.path).unwrap();
    fixture.expect_event(WatchEvent::Watching(Mode::Native));
    fixture.expect_valid("three");
    // Writes to the file before no longer matter.
    file.write_all(b"four").unwrap();
    drop(file);
    fixture.expect_nothing_more();
}

// mknod(2) neither opens nor closes the file.
#[cfg(target_os = "linux")]
#[test]
fn empty_file_that_was_never_open_is_reported() {
    use rustix::fs::{CWD, FileType, mknodat};
    let fixture = WatchFixture::with_options(By::System, impatient_options(), "file", one);
    fixture.expect_valid("one");
    fs::remove_file(&fixture.path).unwrap();
    let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
    mknodat(CWD, &fixture.path, FileType::RegularFile, mode, 0).unwrap();
    fixture.expect_invalid("");
    fixture.expect_nothing_more();
}

#[test]
fn rename_over_an_open_file_is_noticed() {
    let fixture = WatchFixture::with_file(By::System);
    let mut file = File::create(&fixture.path).unwrap();
    file.write_all(b"never").unwrap();
    renamed_over(&fixture.dir.join("dir"));
    fixture.expect_valid("two");
    drop(file);
    fixture.expect_nothing_more();
}

#[rstest]
fn broken_save_is_reported_once_and_its_fix_at_once(#[values(By::System, By::Poll)] by: By) {
    let fixture = WatchFixture::with_file(by);
    fs::write(&fixture.path, "broken").unwrap();
    fixture.expect_invalid("broken");
    // The same bytes again are not an event.
    fs::write(&fixture.path, "broken").unwrap();
    fs::write(&fixture.path, good("two")).unwrap();
    fixture.expect_valid("two");
    fixture.expect_nothing_more();
}

#[rstest]
fn same_bytes_after_a_failure_are_unchanged(#[values(By::System, By::Poll)] by: By) {
    let fixture = WatchFixture::with_file(by);
    fs::write(&fixture.path, "broken").unwrap();
    fixture.expect_invalid("broken");
    fs::write(&fixture.path, good("one")).unwrap();
    fixture.expect_event(WatchEvent::Unchanged);
    fs::write(&fixture.path, good("one")).unwrap();
    fixture.expect_nothing_more();
}

#[rstest]
fn missing_file_is_reported_until_it_returns(#[values(By::System, By::Poll)] by: By) {
    let fixture = WatchFixture::with_file(by);
    fs::remove_file(&fixture.path).unwrap();
    fixture.expect_event(WatchEvent::Unreadable(ReadError::Missing));
    fs::write(&fixture.path, good("one")).unwrap();
    fixture.expect_event(WatchEvent::Unchanged);
    fixture.expect_nothing_more();
}

#[rstest]
fn missing_directory_is_reported_until_it_returns(#[values(By::System, By::Poll)] by: By) {
    let fixture = WatchFixture::with_file(by);
    fs::rename(fixture.dir.join("dir"), fixture.dir.join("away")).unwrap();
    fixture.expect_event(WatchEvent::Unreadable(ReadError::Missing));
    fs::rename(fixture.dir.join("away"), fixture.dir.join("dir")).unwrap();
    fixture.expect_event(WatchEvent::Unchanged);
    fixture.expect_nothing_more();
}

#[rstest]
fn file_created_later_is_noticed(
    #[values(By::System, By::Poll)] by: By,
    #[values("file", "dir/file", "deep/er/file")] path: &str,
) {
    let fixture = WatchFixture::new(by, path, |_| {});
    fixture.expect_event(WatchEvent::Unreadable(ReadError::Missing));
    fs::create_dir_all(fixture.path.parent().unwrap()).unwrap();
    fs::write(&fixture.path, good("one")).unwrap();
    fixture.expect_valid("one");
    fixture.expect_nothing_more();
}

#[rstest]
fn file_written_slowly_is_noticed_when_complete() {
    let fixture = WatchFixture::new(By::System, "dir/file", |_| {});
    fixture.expect_event(WatchEvent::Unreadable(ReadError::Missing));
    fs::create_dir(fixture.dir.join("dir")).unwrap();
    // Long enough for the watcher to follow into the new directory.
    pause(100);
    let mut file = File::create(&fixture.path).unwrap();
    file.write_all(b"one").unwrap();
    // Longer than the debounce.
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

fn make_symlink_loop(path: &Path) {
    symlink(path.file_name().unwrap(), path).unwrap();
}

fn make_device(path: &Path) {
    symlink("/dev/zero", path).unwrap();
}

fn make_dangling_symlink(path: &Path) {
    symlink("nowhere", path).unwrap();
}

#[rstest]
#[case::directory(make_directory, ReadError::Directory)]
#[case::fifo(make_fifo, ReadError::Fifo)]
#[case::too_large(make_large, ReadError::TooLarge { size: 5000, limit: 4096 })]
#[case::symlink_loop(make_symlink_loop, ReadError::SymlinkLoop)]
#[case::device(make_device, ReadError::Device)]
#[case::dangling_symlink(make_dangling_symlink, ReadError::Missing)]
fn unreadable_file_is_reported_until_fixed(
    #[values(By::System, By::Poll)] by: By,
    #[case] make: fn(&Path),
    #[case] error: ReadError,
) {
    // At the start, the file is reported at once.
    let fixture = WatchFixture::new(by, "file", |dir| make(&dir.join("file")));
    fixture.expect_event(WatchEvent::Unreadable(error.clone()));
    let fix = |text: &str| {
        if fs::symlink_metadata(&fixture.path).unwrap().is_dir() {
            fs::remove_dir(&fixture.path).unwrap();
        }
        fs::write(fixture.dir.join("new"), good(text)).unwrap();
        fs::rename(fixture.dir.join("new"), &fixture.path).unwrap();
    };
    fix("one");
    fixture.expect_valid("one");
    // The file is also reported if it replaces a valid one.
    fs::remove_file(&fixture.path).unwrap();
    make(&fixture.path);
    fixture.expect_event(WatchEvent::Unreadable(error));
    fix("two");
    fixture.expect_valid("two");
    fixture.expect_nothing_more();
}

#[rstest]
fn lost_permission_is_reported_until_restored(
    #[values(By::System, By::Poll)] by: By,
    #[values("dir", "dir/file")] what: &str,
) {
    let fixture = WatchFixture::with_file(by);
    let what = fixture.dir.join(what);
    let before = fs::metadata(&what).unwrap().permissions();
    fs::set_permissions(&what, Permissions::from_mode(0o000)).unwrap();
    if fs::read(&fixture.path).is_ok() {
        eprintln!("SKIPPED: root may read everything, whatever the permissions");
        return;
    }
    fixture.expect_event(WatchEvent::Unreadable(ReadError::Permission));
    fs::set_permissions(&what, before).unwrap();
    fixture.expect_event(WatchEvent::Unchanged);
    fixture.expect_nothing_more();
}

#[rstest]
fn requested_reload_reports_unchanged_files(#[values(By::System, By::Poll)] by: By) {
    let fixture = WatchFixture::with_file(by);
    fixture.watcher.reload();
    fixture.expect_valid("one");
    fs::write(&fixture.path, "broken").unwrap();
    fixture.expect_invalid("broken");
    fixture.watcher.reload();
    fixture.expect_invalid("broken");
    fs::remove_file(&fixture.path).unwrap();
    fixture.watcher.reload();
    fixture.expect_event(WatchEvent::Unreadable(ReadError::Missing));
    fs::write(&fixture.path, good("two")).unwrap();
    fixture.expect_valid("two");
    fixture.expect_nothing_more();
}

#[test]
fn relative_path_starts_at_the_current_directory() {
    let (sender, events) = mpsc::channel();
    let parse = |bytes: Vec<u8>| Parsed::Valid(bytes.len());
    let _watcher = FileWatcher::spawn("Cargo.toml".into(), Options::default(), parse, move |event| {
        sender.send(event).unwrap()
    })
    .unwrap();
    let size = fs::metadata("Cargo.toml").unwrap().len() as usize;
    let file = events.iter().find(|what| matches!(what, WatchEvent::File(_)));
    assert_eq!(file, Some(WatchEvent::File(Parsed::Valid(size))));
}

#[rstest]
fn dropping_the_watcher_ends_its_thread(#[values(By::System, By::Poll)] by: By) {
    let fixture = WatchFixture::with_file(by);
    let WatchFixture { events, watcher, _temp, .. } = fixture;
    drop(watcher);
    // The thread owns the sender.
    assert_eq!(events.recv_timeout(DEADLINE), Err(mpsc::RecvTimeoutError::Disconnected));
}
