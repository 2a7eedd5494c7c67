//! A program in a pseudo-terminal: started, typed at, and every byte that it writes stamped with its time.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Columns and rows of every terminal here.
const SIZE: (u16, u16) = (120, 40);
/// After this long without an answer there will be none.
const DEADLINE: Duration = Duration::from_secs(60);
/// A key that changes nothing on the screen has no answer at all.
const NO_ANSWER: Duration = Duration::from_secs(1);

/// What programs ask of a terminal, and what it answers: of what kind it is, whether it is there, and where the cursor is.
const ANSWERS: [(&[u8], &[u8]); 3] =
    [(b"\x1b[c", b"\x1b[?62;22c"), (b"\x1b[5n", b"\x1b[0n"), (b"\x1b[6n", b"\x1b[1;1R")];

/// Types; a program that has gone away is found out when it does not answer.
fn write(writer: &Mutex<Box<dyn Write + Send>>, keys: &[u8]) {
    let mut writer = writer.lock().expect("nobody panics with it");
    let _ = writer.write_all(keys).and_then(|()| writer.flush());
}

/// What a program wrote in answer to something.
#[derive(Debug, Clone, Copy)]
pub struct Answer {
    /// When its first bytes came, and its last, counted from what it answers.
    pub first: Duration,
    pub last: Duration,
    /// When the screen had the first words on it.
    pub text: Duration,
    pub bytes: usize,
}

/// A program that runs. Dropping it ends it.
pub struct Program {
    pub pid: u32,
    child: Box<dyn Child + Send + Sync>,
    writer: Arc<Mutex<Box<dyn Write + Send>>>,
    /// What was written, when; it ends when the program does.
    written: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
    begun: Instant,
    _master: Box<dyn MasterPty + Send>,
}

impl Program {
    /// Starts a program at `home`, which is empty of settings.
    pub fn start(program: &Path, arguments: &[&str], home: &Path) -> Program {
        let size = PtySize { rows: SIZE.1, cols: SIZE.0, pixel_width: 0, pixel_height: 0 };
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
        let writer = Arc::new(Mutex::new(pair.master.take_writer().expect("a writer")));
        let terminal = Arc::clone(&writer);
        let (send, written) = mpsc::channel();
        thread::spawn(move || {
            let mut bytes = [0; 1 << 16];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                // Some programs begin only when the terminal has said so much.
                for (asked, answer) in ANSWERS {
                    if bytes[..count].windows(asked.len()).any(|part| part == asked) {
                        write(&terminal, answer);
                    }
                }
                if send.send((Instant::now(), bytes[..count].to_vec())).is_err() {
                    return;
                }
            }
        });
        let begun = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let pid = child.process_id().expect("a process");
        let rows = SIZE.1.try_into().expect("rows");
        let screen = vt100::Parser::new(rows, SIZE.0.try_into().expect("columns"), 0);
        Program { pid, child, writer, written, screen, begun, _master: pair.master }
    }

    /// Waits for its first answer and until it has been silent for as long as `silence`.
    pub fn started(&mut self, silence: Duration) -> Answer {
        self.answer(self.begun, silence, |_| true).expect("it draws something")
    }

    /// The same, but what the screen shows has to be as `wanted` before silence counts.
    pub fn started_with(&mut self, silence: Duration, wanted: impl Fn(&str) -> bool) -> Answer {
        self.answer(self.begun, silence, wanted).expect("it draws something")
    }

    /// Types, and waits for the answer; `None` where there is none.
    pub fn key(&mut self, key: &str, silence: Duration) -> Option<Answer> {
        let typed = Instant::now();
        self.write(key);
        self.answer_within(NO_ANSWER, typed, silence, |_| true)
    }

    pub fn write(&mut self, key: &str) {
        write(&self.writer, key.as_bytes());
    }

    /// Waits for what answers something done at `since`, as [`started_with`](Program::started_with) does.
    pub fn answer(
        &mut self,
        since: Instant,
        silence: Duration,
        wanted: impl Fn(&str) -> bool,
    ) -> Option<Answer> {
        self.answer_within(DEADLINE, since, silence, wanted)
    }

    fn answer_within(
        &mut self,
        most: Duration,
        since: Instant,
        silence: Duration,
        wanted: impl Fn(&str) -> bool,
    ) -> Option<Answer> {
        let mut answer: Option<Answer> = None;
        let (mut good, mut blank) = (false, true);
        loop {
            let wait = match answer {
                Some(_) if good => silence,
                _ => most.saturating_sub(since.elapsed()),
            };
            match self.written.recv_timeout(wait) {
                Ok((at, bytes)) => {
                    let at = at.saturating_duration_since(since);
                    self.screen.process(&bytes);
                    let so_far = answer.get_or_insert(Answer { first: at, last: at, text: at, bytes: 0 });
                    if blank {
                        so_far.text = at;
                    }
                    so_far.last = at;
                    so_far.bytes += bytes.len();
                    let shown = self.screen.screen().contents();
                    blank = blank && shown.trim().is_empty();
                    good = good || wanted(&shown);
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    assert!(good || answer.is_none(), "it never shows what is waited for:\n{}", self.text());
                    return answer;
                }
            }
        }
    }

    /// Waits until it ends, and says how long it took from its start, with what it wrote.
    pub fn ended(mut self) -> (Duration, String) {
        let mut all = Vec::new();
        while let Ok((_, bytes)) = self.written.recv_timeout(DEADLINE) {
            all.extend(bytes);
        }
        let _ = self.child.wait();
        (self.begun.elapsed(), String::from_utf8_lossy(&all).into_owned())
    }

    /// Takes in what has come meanwhile; how many bytes that is.
    pub fn drain(&mut self) -> usize {
        let mut count = 0;
        while let Ok((_, bytes)) = self.written.try_recv() {
            self.screen.process(&bytes);
            count += bytes.len();
        }
        count
    }

    /// What the screen shows.
    pub fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// The cells of the screen, to be compared.
    pub fn cells(&self) -> Vec<Option<vt100::Cell>> {
        let screen = self.screen.screen();
        (0..SIZE.1).flat_map(|row| (0..SIZE.0).map(move |column| screen.cell(row, column).cloned())).collect()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
