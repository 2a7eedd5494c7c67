//! Many saves in each way: the last state always appears, and no half of one is ever told as an error.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use crate::saves::numbered::{dashboard, dossier, home, quit, shown, shows};

/// After this long without a file the dashboard may say so; a machine that is held up for as long in the middle of a
/// save that moves the file away has earned it.
const MISSING: Duration = Duration::from_millis(1400);

/// A way of saving.
struct Way {
    name: &'static str,
    /// Makes a new directory with dossier 0 ready for this many saves; whether that can be done here.
    lay: fn(&Path, usize) -> bool,
    /// Saves this number.
    save: fn(&Path, usize),
    /// Whether there is no file for a while.
    leaves: bool,
}

const WAYS: &[Way] = &[
    Way { name: "in place, in one write", lay: as_it_is, save: in_place, leaves: false },
    Way { name: "in place, in many writes", lay: as_it_is, save: in_many_writes, leaves: false },
    Way { name: "renamed over", lay: as_it_is, save: renamed_over, leaves: false },
    Way { name: "backed up and made again", lay: as_it_is, save: backed_up_and_made_again, leaves: true },
    Way { name: "deleted, made again a second later", lay: as_it_is, save: made_again_later, leaves: true },
    Way { name: "link swapped", lay: behind_a_link, save: link_swapped, leaves: false },
    Way { name: "directory moved away and back", lay: as_it_is, save: moved_away_and_back, leaves: true },
    Way { name: "git checkout", lay: in_a_repository, save: checked_out, leaves: true },
];

#[test]
fn fifty_saves_by_each_method_are_shown() {
    soak(50);
}

#[test]
#[ignore = "takes twenty minutes"]
fn thousand_saves_by_each_method_are_shown() {
    soak(1000);
}

/// All ways side by side, each with a dashboard and files of its own: most of the time is pauses.
fn soak(saves: usize) {
    thread::scope(|scope| {
        for way in WAYS {
            let thread = thread::Builder::new().name(way.name.into());
            thread.spawn_scoped(scope, move || soak_one(way, saves)).unwrap();
        }
    });
}

fn soak_one(way: &Way, saves: usize) {
    let (_temp, dir) = home();
    if !(way.lay)(&dir, saves) {
        return;
    }
    let pty = dashboard(&dir.join("home/flank.toml"));
    let mut held_up = false;
    for number in 1..=saves {
        let begun = Instant::now();
        (way.save)(&dir, number);
        held_up |= way.leaves && begun.elapsed() > MISSING;
        // One by one, and now and then three in a row: of these only the last has to appear.
        if number % 5 >= 3 && number < saves {
            continue;
        }
        if held_up {
            pty.wait_for_text(&shown(number));
            eprintln!("{}: save {number} took too long to say anything of its errors", way.name);
            pty.take_unwanted();
            held_up = false;
        }
        shows(&pty, number);
    }
    quit(pty);
    eprintln!("{}: {saves} saves", way.name);
}

fn as_it_is(_: &Path, _: usize) -> bool {
    true
}

fn in_place(dir: &Path, number: usize) {
    fs::write(dir.join("home/flank.toml"), dossier(number)).unwrap();
}

fn in_many_writes(dir: &Path, number: usize) {
    let mut file = File::create(dir.join("home/flank.toml")).unwrap();
    let text = dossier(number);
    let pieces = text.as_bytes().chunks(200);
    let middle = pieces.len() / 2;
    for (n, piece) in pieces.enumerate() {
        file.write_all(piece).unwrap();
        // In the middle for longer than a broken file has to stand until it is told.
        sleep(Duration::from_millis(if n == middle { 350 } else { 2 }));
    }
}

fn renamed_over(dir: &Path, number: usize) {
    fs::write(dir.join("home/.flank.toml.new"), dossier(number)).unwrap();
    fs::rename(dir.join("home/.flank.toml.new"), dir.join("home/flank.toml")).unwrap();
}

fn backed_up_and_made_again(dir: &Path, number: usize) {
    fs::rename(dir.join("home/flank.toml"), dir.join("home/flank.toml~")).unwrap();
    in_place(dir, number);
    fs::remove_file(dir.join("home/flank.toml~")).unwrap();
}

fn made_again_later(dir: &Path, number: usize) {
    fs::remove_file(dir.join("home/flank.toml")).unwrap();
    sleep(Duration::from_secs(1));
    in_place(dir, number);
}

fn behind_a_link(dir: &Path, _: usize) -> bool {
    fs::create_dir(dir.join("releases")).unwrap();
    fs::rename(dir.join("home/flank.toml"), dir.join("releases/0")).unwrap();
    symlink("../releases/0", dir.join("home/flank.toml")).unwrap();
    true
}

fn link_swapped(dir: &Path, number: usize) {
    fs::write(dir.join(format!("releases/{number}")), dossier(number)).unwrap();
    symlink(format!("../releases/{number}"), dir.join("home/new")).unwrap();
    fs::rename(dir.join("home/new"), dir.join("home/flank.toml")).unwrap();
    fs::remove_file(dir.join(format!("releases/{}", number - 1))).unwrap();
}

fn moved_away_and_back(dir: &Path, number: usize) {
    fs::rename(dir.join("home"), dir.join("away")).unwrap();
    fs::write(dir.join("away/flank.toml"), dossier(number)).unwrap();
    fs::rename(dir.join("away"), dir.join("home")).unwrap();
}

fn git(dir: &Path) -> Command {
    let mut git = Command::new("git");
    git.current_dir(dir.join("home"))
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null");
    git
}

/// A branch for each save, all made at once.
fn in_a_repository(dir: &Path, saves: usize) -> bool {
    let Ok(status) = git(dir).args(["init", "--quiet"]).status() else {
        eprintln!("SKIPPED: there is no git here");
        return false;
    };
    assert!(status.success());
    let mut import =
        git(dir).args(["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn().expect("git starts");
    let mut commits = String::new();
    for number in 0..=saves {
        let text = dossier(number);
        commits += &format!(
            "commit refs/heads/save{number}\ncommitter A Keeper <keeper@example.org> 0 +0000\ndata 0\n\
             M 100644 inline flank.toml\ndata {}\n{text}\n",
            text.len()
        );
    }
    import.stdin.take().unwrap().write_all(commits.as_bytes()).unwrap();
    assert!(import.wait().unwrap().success());
    fs::remove_file(dir.join("home/flank.toml")).unwrap();
    checked_out(dir, 0);
    true
}

fn checked_out(dir: &Path, number: usize) {
    let branch = format!("save{number}");
    assert!(git(dir).args(["checkout", "--quiet", &branch]).status().unwrap().success());
}
