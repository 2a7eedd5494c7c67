//! A program in a pseudo-terminal. All its output is timestamped as it arrives.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

const COLUMNS: u16 = 120;
const ROWS: u16 = 40;
/// The timeout for the start of a program, or for its response to a save.
const TIMEOUT: Duration = Duration::from_secs(60);
/// A key press that changes nothing on the screen produces no output.
const KEY_TIMEOUT: Duration = Duration::from_secs(1);
/// A program is done drawing when it has written nothing for this long.
pub const QUIET: Duration = Duration::from_millis(200);

/// The output after a start, a key press or a save. Each time is counted from that event.
#[derive(Debug, Clone, Copy)]
pub struct Response {
    /// The time of the first bytes.
    pub first: Duration,
    /// The time of the last bytes.
    pub last: Duration,
    /// The time at which the screen was no longer blank.
    pub first_text: Duration,
}

/// A running program. Dropping it kills the process.
pub struct Program {
    pub pid: u32,
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    /// Chunks of output. The channel closes when the program exits.
    output: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
    started: Instant,
    _master: Box<dyn MasterPty + Send>,
}

impl Program {
    /// Starts a program with `home` as its home and working directory, without settings.
    pub fn start(program: &Path, arguments: &[&str], home: &Path) -> Program {
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.cwd(home);
        for name in ["XDG_CONFIG_HOME", "FLANK_DOSSIER", "NO_COLOR", "COLORTERM"] {
            command.env_remove(name);
        }
        for (name, value) in [("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("LC_ALL", "C.UTF-8")] {
            command.env(name, value);
        }
        command.env("HOME", home);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let (sender, output) = mpsc::channel();
        thread::spawn(move || {
            let mut bytes = [0; 1 << 16];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if sender.send((Instant::now(), bytes[..count].to_vec())).is_err() {
                    return;
                }
            }
        });
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the program starts");
        // Once the child has the only handles of this end, its exit ends the output.
        drop(pair.slave);
        let pid = child.process_id().expect("a process id");
        let [rows, columns] = [ROWS, COLUMNS].map(|size| size.try_into().expect("not zero"));
        let screen = vt100::Parser::new(rows, columns, 0);
        Program { pid, child, writer, output, screen, started, _master: pair.master }
    }

    /// Waits until the program has started: its screen is `ready`, and it is quiet.
    pub fn wait_for_start(&mut self, ready: impl Fn(&str) -> bool) -> Response {
        self.wait_for(self.started, ready)
    }

    /// Waits for the response to an event at `since`: the screen is `ready`, and the program is quiet.
    pub fn wait_for(&mut self, since: Instant, ready: impl Fn(&str) -> bool) -> Response {
        self.response(TIMEOUT, since, QUIET, ready).expect("the program writes something")
    }

    /// Presses a key and waits until the program is `quiet` again. Returns `None` if it wrote nothing.
    pub fn press(&mut self, key: char, quiet: Duration) -> Option<Response> {
        let since = Instant::now();
        // If the program has exited, the missing response reports it.
        let _ = self.writer.write_all(key.encode_utf8(&mut [0; 4]).as_bytes());
        let _ = self.writer.flush();
        self.response(KEY_TIMEOUT, since, quiet, |_| true)
    }

    fn response(
        &mut self,
        timeout: Duration,
        since: Instant,
        quiet: Duration,
        ready: impl Fn(&str) -> bool,
    ) -> Option<Response> {
        let mut response: Option<Response> = None;
        let (mut is_ready, mut is_blank) = (false, true);
        loop {
            let wait = if is_ready { quiet } else { timeout.saturating_sub(since.elapsed()) };
            match self.output.recv_timeout(wait) {
                Ok((at, bytes)) => {
                    let at = at.saturating_duration_since(since);
                    self.screen.process(&bytes);
                    let response = response.get_or_insert(Response { first: at, last: at, first_text: at });
                    response.last = at;
                    if is_blank {
                        response.first_text = at;
                    }
                    let text = self.text();
                    is_blank = is_blank && text.trim().is_empty();
                    is_ready = is_ready || ready(&text);
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    let is_valid = is_ready || response.is_none();
                    assert!(is_valid, "the screen never shows the expected text:\n{}", self.text());
                    return response;
                }
            }
        }
    }

    /// Waits until the program exits, and returns its run time and its output.
    pub fn wait_for_exit(mut self) -> (Duration, String) {
        let mut output = Vec::new();
        while let Ok((_, bytes)) = self.output.recv_timeout(TIMEOUT) {
            output.extend(bytes);
        }
        let _ = self.child.wait();
        (self.started.elapsed(), String::from_utf8_lossy(&output).into_owned())
    }

    /// Processes the output that has arrived, and returns its length in bytes.
    pub fn drain(&mut self) -> usize {
        let mut count = 0;
        while let Ok((_, bytes)) = self.output.try_recv() {
            self.screen.process(&bytes);
            count += bytes.len();
        }
        count
    }

    /// Returns the text on the screen.
    pub fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Returns the cells of the screen, row by row.
    pub fn cells(&self) -> Vec<Option<vt100::Cell>> {
        let screen = self.screen.screen();
        (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| screen.cell(row, column).cloned())).collect()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
