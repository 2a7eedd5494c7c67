//! The dashboard in a Windows console, through a pseudo-console (ConPTY).

use std::fs;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use flank::dossier::BUILT_IN;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use vt100::Parser;

use crate::support::cli::PROGRAM;

/// A guard against hangs, which a passing test never waits for.
const DEADLINE: Duration = Duration::from_secs(300);

const ROWS: u16 = 40;
const COLUMNS: u16 = 120;

/// A dashboard on `flank.toml` in a directory. Its editor is a script that replaces the dossier.
struct Console {
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    screen: Arc<Mutex<Parser>>,
    changed: Receiver<()>,
    _master: Box<dyn MasterPty + Send>,
}

impl Console {
    fn open(dir: &Path) -> Console {
        fs::write(dir.join("flank.toml"), BUILT_IN).unwrap();
        let script = "@copy /y \"%~dp0edited.toml\" \"%~2\" >nul\r\n";
        fs::write(dir.join("my editor.cmd"), script).unwrap();
        fs::write(dir.join("edited.toml"), edited("3.77")).unwrap();
        let mut command = CommandBuilder::new(PROGRAM);
        command.args(["--state", "FI"]);
        command.arg(dir.join("flank.toml"));
        // A directory without settings.
        command.env("APPDATA", dir);
        command.env("VISUAL", format!("\"{}\"", dir.join("my editor.cmd").display()));
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut writer = pair.master.take_writer().unwrap();
        // The pseudo-console queries the cursor position before it starts the program.
        writer.write_all(b"\x1b[1;1R").unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let cells = |count| NonZeroU16::new(count).unwrap();
        let screen = Arc::new(Mutex::new(Parser::new(cells(ROWS), cells(COLUMNS), 0)));
        let (sender, changed) = mpsc::channel();
        let sink = Arc::clone(&screen);
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                sink.lock().unwrap().process(&bytes[..count]);
                let _ = sender.send(());
            }
        });
        Console { writer, child, screen, changed, _master: pair.master }
    }

    fn keys(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
    }

    #[track_caller]
    fn wait_for_text(&mut self, text: &str) {
        let deadline = Instant::now() + DEADLINE;
        loop {
            let shown = self.screen.lock().unwrap().screen().contents();
            if shown.contains(text) {
                return;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if let Err(error) = self.changed.recv_timeout(left) {
                let exit = self.child.try_wait();
                panic!("no {text:?} on the screen ({error}, {exit:?}):\n{shown}");
            }
        }
    }
}

/// Returns the built-in dossier with another figure for Estonia.
fn edited(figure: &str) -> String {
    let edited = BUILT_IN.replacen("3.38", figure, 1);
    assert_ne!(edited, BUILT_IN);
    edited
}

#[test]
fn dashboard_opens_walks_reloads_edits_and_quits() {
    let dir = tempfile::tempdir().unwrap();
    let mut console = Console::open(dir.path());
    console.wait_for_text("▌ FI Finland");
    console.keys("l");
    console.wait_for_text("▌ EE Estonia");
    fs::write(dir.path().join("flank.toml"), edited("3.99").replace('\n', "\r\n")).unwrap();
    console.wait_for_text("3.38 % → 3.99 %");
    console.keys("e");
    console.wait_for_text("3.99 % → 3.77 %");
    console.keys("q");
    assert!(console.child.wait().unwrap().success());
}
