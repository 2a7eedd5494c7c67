//! Runs a program in a pseudo-terminal, types keys and reads the screen.
//!
//! Every wait has a deadline and reports the screen when it passes.

use std::fmt;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::{self, JoinHandle, sleep};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};
use rustix::termios::tcgetattr;
use vt100::{MouseProtocolMode, Parser, Screen};

/// A guard against hangs, far beyond what a busy machine needs. A passing test never waits for it.
pub const DEADLINE: Duration = Duration::from_secs(300);

/// The end of every frame, that of a synchronized update.
const FRAME_END: &[u8] = b"\x1b[?2026l";

/// How a program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// An exit status.
    Code(i32),
    /// A signal.
    Signal(i32),
}

/// The modes that a program has set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Modes {
    pub alternate_screen: bool,
    pub hidden_cursor: bool,
    pub mouse: bool,
    pub bracketed_paste: bool,
}

/// The terminal settings (termios), for comparison.
#[derive(Clone, PartialEq, Eq)]
pub struct Termios(String);

impl fmt::Debug for Termios {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A program in its own terminal. Dropping it kills the program.
pub struct Pty {
    /// These three keep the terminal open. A hang-up drops them.
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    reader: Option<JoinHandle<()>>,
    seen: Arc<Seen>,
    pid: Pid,
    exit: Option<Exit>,
    name: PathBuf,
    termios_before: Termios,
}

/// The output of the program.
struct Seen {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    parser: Parser,
    raw: Vec<u8>,
    /// The end of the last complete frame in `raw`.
    frame_end: usize,
    /// Texts that no frame may show, and the frames that did.
    recorded_words: Vec<String>,
    recorded_frames: Vec<String>,
    ended: bool,
    hung_up: bool,
}

impl State {
    /// Processes output frame by frame, so that text on the screen for a moment is noticed, too.
    fn process(&mut self, bytes: &[u8]) {
        let mut processed = self.raw.len();
        self.raw.extend_from_slice(bytes);
        // The end of a frame may begin in the bytes of an earlier read.
        let mut from = processed.saturating_sub(FRAME_END.len() - 1).max(self.frame_end);
        while let Some(at) = self.raw[from..].windows(FRAME_END.len()).position(|end| end == FRAME_END) {
            from += at + FRAME_END.len();
            self.parser.process(&self.raw[processed..from]);
            (processed, self.frame_end) = (from, from);
            if !self.recorded_words.is_empty() {
                let shown = self.parser.screen().contents();
                if self.recorded_words.iter().any(|word| shown.contains(word)) {
                    self.recorded_frames.push(shown);
                }
            }
        }
        self.parser.process(&self.raw[processed..]);
    }
}

impl Seen {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("a terminal has at least one cell")
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

impl Pty {
    /// Starts `command` in a terminal of this size, as the leader of a new session. For job control, start a shell.
    pub fn spawn(command: CommandBuilder, cols: u16, rows: u16) -> Pty {
        Pty::spawn_reporting(command, (cols, rows), (cols, rows))
    }

    /// Starts `command` in a terminal that reports another size than it has.
    pub fn spawn_reporting(
        mut command: CommandBuilder,
        (cols, rows): (u16, u16),
        reported: (u16, u16),
    ) -> Pty {
        let pair = native_pty_system().openpty(size(reported.0, reported.1)).expect("a pseudo-terminal");
        command.env("TERM", "xterm-256color");
        let name = pair.master.tty_name().expect("the terminal's name");
        let termios_before = termios(&name);
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let pid = child.process_id().and_then(|pid| Pid::from_raw(pid as i32)).expect("a process id");
        // Closed here, so that reading ends when the program closes its end.
        drop(pair.slave);
        let state = State {
            parser: Parser::new(cells(rows), cells(cols), 0),
            raw: Vec::new(),
            frame_end: 0,
            recorded_words: Vec::new(),
            recorded_frames: Vec::new(),
            ended: false,
            hung_up: false,
        };
        let seen = Arc::new(Seen { state: Mutex::new(state), changed: Condvar::new() });
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let sink = Arc::clone(&seen);
        let reader = thread::spawn(move || {
            let mut bytes = [0; 4096];
            loop {
                let count = reader.read(&mut bytes).unwrap_or(0);
                let mut state = sink.lock();
                state.process(&bytes[..count]);
                state.ended = count == 0 || state.hung_up;
                sink.changed.notify_all();
                if state.ended {
                    return;
                }
            }
        });
        let (master, writer, reader) = (Some(pair.master), Some(writer), Some(reader));
        Pty { master, writer, reader, seen, pid, exit: None, name, termios_before }
    }

    /// Types keys, separated by spaces: single characters, or `Enter` `Esc` `Tab` `BackTab` `Space` `Backspace` `Up`
    /// `Down` `Left` `Right` `Home` `End` `PgUp` `PgDn` `C-x`.
    pub fn keys(&mut self, keys: &str) {
        for key in keys.split_whitespace() {
            self.write(&bytes_of(key));
        }
    }

    /// Types bytes unchanged.
    pub fn write(&mut self, bytes: &[u8]) {
        // Writing fails if the program has exited. The next wait reports that.
        if let Some(writer) = &mut self.writer {
            let _ = writer.write_all(bytes).and_then(|()| writer.flush());
        }
    }

    /// Waits until the screen satisfies `wanted`.
    #[track_caller]
    pub fn wait_for(&self, wanted: impl Fn(&Screen) -> bool) {
        self.wait_until(|state| wanted(state.parser.screen()));
    }

    /// Waits until the screen shows `text` in one of its lines.
    #[track_caller]
    pub fn wait_for_text(&self, text: &str) {
        self.wait_until(|state| state.parser.screen().contents().contains(text));
    }

    /// Waits until the screen shows one of these texts, or until the program has exited.
    #[track_caller]
    pub fn wait_for_end_or_text(&self, texts: &[&str]) {
        self.wait_until(|state| {
            let shown = state.parser.screen().contents();
            state.ended || texts.iter().any(|text| shown.contains(text))
        });
    }

    #[track_caller]
    fn wait_until(&self, wanted: impl Fn(&State) -> bool) {
        let deadline = Instant::now() + DEADLINE;
        let mut state = self.seen.lock();
        while !wanted(&state) {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || state.ended {
                let why = if state.ended { "the program has ended" } else { "the deadline has passed" };
                let screen = state.parser.screen().contents();
                drop(state);
                panic!("{why}; the screen shows:\n{screen}");
            }
            state = self.seen.changed.wait_timeout(state, left).unwrap_or_else(|error| error.into_inner()).0;
        }
    }

    /// Resizes the terminal, which sends SIGWINCH to the program.
    pub fn resize(&self, cols: u16, rows: u16) {
        // The parser is resized first, so that a frame of the new size fits.
        self.seen.lock().parser.set_size(cells(rows), cells(cols));
        self.report_size(cols, rows);
    }

    /// Makes the terminal report another size than it has.
    pub fn report_size(&self, cols: u16, rows: u16) {
        if let Some(master) = &self.master {
            master.resize(size(cols, rows)).expect("the terminal can be resized");
        }
    }

    /// Returns the text on the screen.
    pub fn screen_text(&self) -> String {
        self.seen.lock().parser.screen().contents()
    }

    /// Returns all output until now, with its escape sequences.
    pub fn raw(&self) -> Vec<u8> {
        self.seen.lock().raw.clone()
    }

    /// From now on, records every frame that shows one of these words.
    pub fn record_frames_with(&self, words: &[&str]) {
        self.seen.lock().recorded_words = words.iter().map(|word| (*word).to_owned()).collect();
    }

    /// Takes the frames that showed a word of [`record_frames_with`](Pty::record_frames_with).
    pub fn take_recorded_frames(&self) -> Vec<String> {
        std::mem::take(&mut self.seen.lock().recorded_frames)
    }

    /// Returns the modes that the program has set.
    pub fn modes(&self) -> Modes {
        let state = self.seen.lock();
        let screen = state.parser.screen();
        Modes {
            alternate_screen: screen.alternate_screen(),
            hidden_cursor: screen.hide_cursor(),
            mouse: screen.mouse_protocol_mode() != MouseProtocolMode::None,
            bracketed_paste: screen.bracketed_paste(),
        }
    }

    /// Returns the current terminal settings.
    pub fn termios(&self) -> Termios {
        termios(&self.name)
    }

    /// Waits until the terminal settings are as before the program started. In raw mode, Enter does not end a
    /// line.
    #[track_caller]
    pub fn wait_for_termios_before(&self) {
        let deadline = Instant::now() + DEADLINE;
        while self.termios() != self.termios_before {
            assert!(Instant::now() < deadline, "the program does not restore the terminal settings");
            // Polled, because a change of the settings causes no output.
            sleep(Duration::from_millis(2));
        }
    }

    /// Returns the terminal settings from before the program started.
    pub fn termios_before(&self) -> &Termios {
        &self.termios_before
    }

    /// Returns the foreground process group: a shell's, or its job's.
    pub fn foreground(&self) -> Pid {
        let leader = self.master.as_ref().and_then(|master| master.process_group_leader());
        leader.and_then(Pid::from_raw).expect("a foreground process group")
    }

    /// Returns the process id of the program.
    pub fn pid(&self) -> Pid {
        self.pid
    }

    /// Sends a signal to the program only.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).expect("the program can be sent a signal");
    }

    /// Waits until the program has exited and all its output is read.
    #[track_caller]
    pub fn wait_exit(&mut self) -> Exit {
        let exit = self.wait_dead();
        let deadline = Instant::now() + DEADLINE;
        let mut state = self.seen.lock();
        while !state.ended {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "the program has ended, but something else holds its terminal");
            state = self.seen.changed.wait_timeout(state, left).unwrap_or_else(|error| error.into_inner()).0;
        }
        exit
    }

    #[track_caller]
    fn wait_dead(&mut self) -> Exit {
        let deadline = Instant::now() + DEADLINE;
        loop {
            if let Some(exit) = self.try_exit() {
                return exit;
            }
            assert!(
                Instant::now() < deadline,
                "the program does not exit; the screen shows:\n{}",
                self.screen_text()
            );
            // Polled, since waiting for a child with a deadline needs a signal handler or a thread.
            sleep(Duration::from_millis(2));
        }
    }

    /// Returns how the program exited, if it has.
    pub fn try_exit(&mut self) -> Option<Exit> {
        self.exit.or_else(|| self.wait_without_hanging())
    }

    fn wait_without_hanging(&mut self) -> Option<Exit> {
        let (_, status) = waitpid(Some(self.pid), WaitOptions::NOHANG).ok()??;
        let code = status.exit_status().map(Exit::Code);
        self.exit = code.or_else(|| status.terminating_signal().map(Exit::Signal));
        self.exit
    }

    /// Hangs up the terminal, as closing its window does, and waits until the program has exited.
    #[track_caller]
    pub fn hang_up(&mut self) -> Exit {
        self.seen.lock().hung_up = true;
        // The reader thread keeps the terminal open, too. Output wakes it.
        let terminal = open(&self.name);
        let _ = rustix::io::write(terminal, b" ");
        if let Some(reader) = self.reader.take() {
            reader.join().expect("the reader does not fail");
        }
        // Dropping the writer types an end-of-file character, which is an ordinary key in raw mode.
        self.writer = None;
        self.master = None;
        self.wait_dead()
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        if self.try_exit().is_none() {
            let _ = kill_process(self.pid, Signal::KILL);
            let _ = waitpid(Some(self.pid), WaitOptions::empty());
        }
    }
}

fn open(name: &Path) -> OwnedFd {
    rustix::fs::open(name, OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC, Mode::empty())
        .expect("the terminal can be opened")
}

fn termios(name: &Path) -> Termios {
    Termios(format!("{:?}", tcgetattr(open(name)).expect("the terminal has settings")))
}

fn bytes_of(key: &str) -> Vec<u8> {
    let text = match key {
        "Enter" => "\r",
        // In the encoding of the kitty keyboard protocol, because a plain escape and the next key could arrive together
        // and be parsed as one key.
        "Esc" => "\x1b[27u",
        "Tab" => "\t",
        "BackTab" => "\x1b[Z",
        "Space" => " ",
        "Backspace" => "\x7f",
        "Up" => "\x1b[A",
        "Down" => "\x1b[B",
        "Right" => "\x1b[C",
        "Left" => "\x1b[D",
        "Home" => "\x1b[H",
        "End" => "\x1b[F",
        "PgUp" => "\x1b[5~",
        "PgDn" => "\x1b[6~",
        _ => {
            return match key.strip_prefix("C-").map(str::as_bytes) {
                Some([letter]) => vec![letter & 0x1f],
                _ => {
                    assert_eq!(key.chars().count(), 1, "unknown key {key}");
                    key.as_bytes().to_vec()
                }
            };
        }
    };
    text.as_bytes().to_vec()
}
