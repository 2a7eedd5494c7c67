//! Writes without a close, and without a notification.

use std::fs::{self, OpenOptions};
use std::io::{Seek, Write};
use std::path::Path;
use std::process::Command;

use crate::saves::numbered::{dashboard, dossier, home, quit, shown, shows};
use crate::support::cli::installed;

fn perl(script: &str, path: &Path, argument: &str) {
    let status = Command::new("perl").args(["-e", script]).arg(path).arg(argument).status();
    assert!(status.expect("perl starts").success());
}

#[test]
fn write_that_stays_open_is_shown_as_unclosed() {
    let (_temp, dir) = home();
    let path = dir.join("home/flank.toml");
    let pty = dashboard(&path);
    let mut file = OpenOptions::new().write(true).open(&path).unwrap();
    for number in [1, 2] {
        file.rewind().unwrap();
        file.write_all(dossier(number).as_bytes()).unwrap();
        shows(&pty, number);
        pty.wait_for_text("▲ unclosed");
    }
    drop(file);
    pty.wait_for_text("● live");
    fs::write(&path, dossier(3)).unwrap();
    shows(&pty, 3);
    assert!(pty.screen_text().contains("● live"));
    quit(pty);
}

// truncate(2) needs no open file, so no close follows.
#[test]
fn truncation_fixes_a_broken_file() {
    let (_temp, dir) = home();
    let path = dir.join("home/flank.toml");
    let pty = dashboard(&path);
    fs::write(&path, dossier(1) + "broken").unwrap();
    pty.wait_for_text("▲ stale");
    perl("truncate($ARGV[0], $ARGV[1]) or die", &path, &dossier(1).len().to_string());
    pty.wait_for_text(&shown(1));
    pty.wait_for_text("▲ unclosed");
    pty.take_recorded_frames();
    fs::write(&path, dossier(2)).unwrap();
    shows(&pty, 2);
    pty.wait_for_text("● live");
    quit(pty);
}

#[test]
fn write_through_a_mapping_is_shown_at_the_close() {
    if !installed("python3") {
        return;
    }
    let (_temp, dir) = home();
    let path = dir.join("home/flank.toml");
    let pty = dashboard(&path);
    let script = "import mmap, sys\n\
                  file = open(sys.argv[1], 'r+b')\n\
                  map = mmap.mmap(file.fileno(), 0)\n\
                  map[:] = sys.argv[2].encode()\n\
                  map.close()\n\
                  file.close()";
    for number in 1..=3 {
        let status = Command::new("python3").args(["-c", script]).arg(&path).arg(dossier(number)).status();
        assert!(status.unwrap().success());
        shows(&pty, number);
    }
    quit(pty);
}
