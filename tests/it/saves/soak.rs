//! Many saves by each method: the last one is always shown, and a half-written file is never shown as an error.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use crate::saves::numbered::{dashboard, dossier, home, quit, shown, shows};

/// The approximate time after which the dashboard reports a missing file. On a busy machine, a save that moves the file
/// away may take as long.
const MISSING: Duration = Duration::from_millis(1400);

/// A save method.
struct SaveMethod {
    name: &'static str,
    /// Prepares a directory with dossier 0 for this many saves. Returns false if that is not possible.
    prepare: fn(&Path, usize) -> bool,
    /// Saves the dossier with this number.
    save: fn(&Path, usize),
    /// Whether the file is briefly missing.
    leaves_gap: bool,
}

const SAVE_METHODS: &[SaveMethod] = &[
    SaveMethod { name: "in place, in one write", prepare: unchanged, save: in_place, leaves_gap: false },
    SaveMethod {
        name: "in place, in many writes",
        prepare: unchanged,
        save: in_many_writes,
        leaves_gap: false,
    },
    SaveMethod { name: "renamed over", prepare: unchanged, save: renamed_over, leaves_gap: false },
    SaveMethod {
        name: "backed up and recreated",
        prepare: unchanged,
        save: backed_up_and_recreated,
        leaves_gap: true,
    },
    SaveMethod {
        name: "deleted and recreated a second later",
        prepare: unchanged,
        save: recreated_later,
        leaves_gap: true,
    },
    SaveMethod {
        name: "symlink replaced",
        prepare: behind_a_symlink,
        save: symlink_replaced,
        leaves_gap: false,
    },
    SaveMethod {
        name: "directory moved away and back",
        prepare: unchanged,
        save: moved_away_and_back,
        leaves_gap: true,
    },
    SaveMethod { name: "git checkout", prepare: in_a_repository, save: checked_out, leaves_gap: true },
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

/// Runs all methods in parallel, each with its own dashboard and files. Most of the time is pauses.
fn soak(saves: usize) {
    thread::scope(|scope| {
        for method in SAVE_METHODS {
            let thread = thread::Builder::new().name(method.name.into());
            thread.spawn_scoped(scope, move || soak_one(method, saves)).unwrap();
        }
    });
}

fn soak_one(method: &SaveMethod, saves: usize) {
    let (_temp, dir) = home();
    if !(method.prepare)(&dir, saves) {
        return;
    }
    let pty = dashboard(&dir.join("home/flank.toml"));
    let mut slow = false;
    for number in 1..=saves {
        let begun = Instant::now();
        (method.save)(&dir, number);
        slow |= method.leaves_gap && begun.elapsed() > MISSING;
        // Sometimes saves three times in a row. Only the last save must be shown.
        if number % 5 >= 3 && number < saves {
            continue;
        }
        if slow {
            pty.wait_for_text(&shown(number));
            eprintln!("{}: save {number} took too long, so its errors are ignored", method.name);
            pty.take_recorded_frames();
            slow = false;
        }
        shows(&pty, number);
    }
    quit(pty);
    eprintln!("{}: {saves} saves", method.name);
}

fn unchanged(_: &Path, _: usize) -> bool {
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
        // The pause in the middle is longer than the debounce for a broken file.
        sleep(Duration::from_millis(if n == middle { 350 } else { 2 }));
    }
}

fn renamed_over(dir: &Path, number: usize) {
    fs::write(dir.join("home/.flank.toml.new"), dossier(number)).unwrap();
    fs::rename(dir.join("home/.flank.toml.new"), dir.join("home/flank.toml")).unwrap();
}

fn backed_up_and_recreated(dir: &Path, number: usize) {
    fs::rename(dir.join("home/flank.toml"), dir.join("home/flank.toml~")).unwrap();
    in_place(dir, number);
    fs::remove_file(dir.join("home/flank.toml~")).unwrap();
}

fn recreated_later(dir: &Path, number: usize) {
    fs::remove_file(dir.join("home/flank.toml")).unwrap();
    // The pause is shorter than the time after which a missing file is reported.
    sleep(Duration::from_secs(1));
    in_place(dir, number);
}

fn behind_a_symlink(dir: &Path, _: usize) -> bool {
    fs::create_dir(dir.join("releases")).unwrap();
    fs::rename(dir.join("home/flank.toml"), dir.join("releases/0")).unwrap();
    symlink("../releases/0", dir.join("home/flank.toml")).unwrap();
    true
}

fn symlink_replaced(dir: &Path, number: usize) {
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

/// Creates a branch for each save.
fn in_a_repository(dir: &Path, saves: usize) -> bool {
    let Ok(status) = git(dir).args(["init", "--quiet"]).status() else {
        eprintln!("SKIPPED: git is not installed");
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
