//! The back end for Windows.
//!
//! A thread reads the console, one event per request. The event loop requests events only while it waits, and runs
//! another program only in response to an event. So the thread never reads a key that is meant for that program.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use ratatui::crossterm::event::{
    self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseEvent, MouseEventKind,
};
use ratatui::crossterm::terminal;

use super::session::{reset_modes, restore};
use super::{ExitOutcome, Input, Session, Suspended, Wakeup};

/// The exit status of a program that Ctrl-Break ends. It is used as the number of a signal.
const CONTROL_C_EXIT: i32 = 0xc000_013a_u32 as i32;

/// The time in which Ctrl-C may still be reported after another program had the console, because a separate thread
/// reports it.
const LATE_INTERRUPT: Duration = Duration::from_millis(500);

/// A message of a thread to the event loop.
#[derive(Debug)]
enum Message {
    /// The response to a request.
    Event(io::Result<Event>),
    /// A [`Waker`] was used.
    Notified,
    /// Ctrl-Break was pressed, or Ctrl-C while another program had the console.
    Interrupted,
    /// The other program exited.
    Exited(io::Result<ExitStatus>),
}

/// Waits for the console and for other threads. A program has only one.
#[derive(Debug)]
pub struct EventSource {
    messages: Receiver<Message>,
    sender: Sender<Message>,
    requests: Sender<()>,
    /// Whether the thread is reading the next event.
    requested: bool,
    input: Option<Input>,
    /// The time until which Ctrl-C and Ctrl-Break are ignored, because they were meant for another program.
    uninterrupted_until: Option<Instant>,
}

/// Wakes an [`EventSource`] from any thread.
#[derive(Debug, Clone)]
pub struct Waker(Sender<Message>);

impl Waker {
    /// Wakes the event source, now or the next time it waits. Several calls may wake it once. Never blocks.
    pub fn wake(&self) {
        // An event source that was dropped needs no wake-up.
        let _ = self.0.send(Message::Notified);
    }
}

impl EventSource {
    /// Starts the thread that reads the console, and installs a handler for Ctrl-Break.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub fn new() -> io::Result<(EventSource, Waker)> {
        let (events, waker) = EventSource::on(event::read)?;
        let sender = events.sender.clone();
        ctrlc::set_handler(move || {
            let _ = sender.send(Message::Interrupted);
        })
        .map_err(io::Error::other)?;
        Ok((events, waker))
    }

    fn on(mut read: impl FnMut() -> io::Result<Event> + Send + 'static) -> io::Result<(EventSource, Waker)> {
        let (sender, messages) = mpsc::channel();
        let (requests, requested) = mpsc::channel();
        let results = sender.clone();
        thread::Builder::new().name("flank-input".into()).spawn(move || {
            for () in requested {
                // A send fails only while the program ends.
                let _ = results.send(Message::Event(read()));
            }
        })?;
        let waker = Waker(sender.clone());
        let events = EventSource {
            messages,
            sender,
            requests,
            requested: false,
            input: None,
            uninterrupted_until: None,
        };
        Ok((events, waker))
    }

    /// Sleeps until an event, or until `timeout` has passed. In that case nothing is set in the result.
    ///
    /// # Errors
    ///
    /// None, unlike on Unix.
    pub fn wait(&mut self, timeout: Option<Duration>) -> io::Result<Wakeup> {
        let end = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        let mut wakeup = Wakeup::default();
        loop {
            wakeup.input = self.input.is_some();
            if !wakeup.input && !self.requested {
                self.requested = self.requests.send(()).is_ok();
            }
            let message = match end {
                _ if wakeup != Wakeup::default() => self.messages.try_recv().ok(),
                None => self.messages.recv().ok(),
                Some(end) => self.messages.recv_timeout(end.saturating_duration_since(Instant::now())).ok(),
            };
            match message {
                None => return Ok(wakeup),
                Some(message) => self.record(message, &mut wakeup),
            }
        }
    }

    fn record(&mut self, message: Message, wakeup: &mut Wakeup) {
        match message {
            Message::Event(Ok(event)) => {
                self.requested = false;
                wakeup.resized |= matches!(event, Event::Resize(..));
                self.input = input(event);
            }
            // `requested` stays set, so that no more events are requested from a closed console.
            Message::Event(Err(_)) => wakeup.hung_up = true,
            Message::Notified => wakeup.notified = true,
            Message::Interrupted if self.uninterrupted_until.is_none_or(|until| Instant::now() >= until) => {
                wakeup.terminate = Some(CONTROL_C_EXIT);
            }
            Message::Interrupted | Message::Exited(_) => {}
        }
    }

    /// Returns the input that has arrived. Never waits.
    ///
    /// # Errors
    ///
    /// None, unlike on Unix.
    pub fn next_input(&mut self) -> io::Result<Option<Input>> {
        Ok(self.input.take())
    }

    /// Sleeps until the other program exits. Ctrl-C and Ctrl-Break reach every program of a console, so they are
    /// ignored here.
    fn wait_for_exit(&mut self, meanwhile: &mut impl FnMut()) -> io::Result<ExitOutcome> {
        loop {
            match self.messages.recv().map_err(io::Error::other)? {
                Message::Exited(status) => {
                    self.uninterrupted_until = Instant::now().checked_add(LATE_INTERRUPT);
                    return Ok(ExitOutcome::Status(status?.code().unwrap_or(0)));
                }
                Message::Notified => meanwhile(),
                Message::Interrupted | Message::Event(_) => {}
            }
        }
    }
}

/// Returns the input of an event; `None` for released keys and motions of the mouse.
fn input(event: Event) -> Option<Input> {
    use MouseEventKind::{Down, ScrollDown, ScrollUp};
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Some(Input::Key(without_alt_gr(key))),
        Event::Mouse(mouse @ MouseEvent { kind: Down(_) | ScrollDown | ScrollUp, .. }) => {
            Some(Input::Mouse(mouse))
        }
        Event::Paste(text) => Some(Input::Paste(text)),
        _ => None,
    }
}

/// Removes the modifiers of AltGr, which the console reports as Ctrl and Alt. Many keyboards need it for `[`, `]` or
/// `@`. With a letter or a digit, these modifiers are meant.
fn without_alt_gr(mut key: KeyEvent) -> KeyEvent {
    let alt_gr = KeyModifiers::CONTROL | KeyModifiers::ALT;
    if matches!(key.code, KeyCode::Char(c) if !c.is_ascii_alphanumeric()) && key.modifiers.contains(alt_gr) {
        key.modifiers -= alt_gr;
    }
    key
}

/// Runs a program in the console until it exits, and sets the console up again. Then everything must be drawn again,
/// and the size may have changed. `meanwhile` is called whenever a [`Waker`] was used.
///
/// # Errors
///
/// If the console cannot be set up again.
pub fn run_external(
    session: &Session,
    events: &mut EventSource,
    command: Command,
    mut meanwhile: impl FnMut(),
) -> io::Result<ExitOutcome> {
    session.leave();
    let outcome = match spawn(command) {
        Ok(mut child) => {
            let sender = events.sender.clone();
            thread::spawn(move || sender.send(Message::Exited(child.wait())));
            events.wait_for_exit(&mut meanwhile)?
        }
        Err(error) => ExitOutcome::NotStarted(error),
    };
    // A program that crashes may leave the console in any mode.
    if !matches!(outcome, ExitOutcome::Status(0) | ExitOutcome::NotStarted(_)) {
        reset_modes();
    }
    session.resume()?;
    Ok(outcome)
}

/// Starts a program. Some editors, such as `code`, are scripts, and the system does not add their extension.
fn spawn(mut command: Command) -> io::Result<Child> {
    let start = |command: &mut Command| {
        if !io::stdin().is_terminal() {
            command.stdin(File::options().read(true).write(true).open("CONIN$")?);
        }
        command.spawn()
    };
    start(&mut command).or_else(|error| {
        let program = command.get_program();
        if error.kind() != ErrorKind::NotFound || Path::new(program).extension().is_some() {
            return Err(error);
        }
        let script: OsString = [program, ".cmd".as_ref()].into_iter().collect();
        start(Command::new(script).args(command.get_args())).map_err(|_| error)
    })
}

/// Does nothing, because no shell could continue the program.
///
/// # Errors
///
/// None, unlike on Unix.
pub fn suspend(_: &Session, _: &mut EventSource) -> io::Result<Suspended> {
    Ok(Suspended::NoJobControl)
}

/// Restores the console, and exits with this status.
pub fn die_by(status: i32) -> ! {
    restore();
    std::process::exit(status)
}

/// Exits like a program after its console was closed.
pub fn die_of_hangup() -> ! {
    die_by(CONTROL_C_EXIT)
}

/// Runs work. Ctrl-Break may interrupt it and leave a temporary file.
pub fn delay_signals<T>(work: impl FnOnce() -> T) -> T {
    work()
}

/// Returns the columns and rows that the console reports.
///
/// # Errors
///
/// If standard output is not a console.
pub fn reported_size() -> io::Result<(u16, u16)> {
    if io::stdout().is_terminal() { terminal::size() } else { Err(ErrorKind::Unsupported.into()) }
}

/// Standard output or standard error, without a buffer.
#[derive(Debug)]
pub enum Output {
    /// Standard output.
    Stdout(io::Stdout),
    /// Standard error.
    Stderr(io::Stderr),
}

impl Output {
    /// Returns standard output.
    pub fn stdout() -> Output {
        Output::Stdout(io::stdout())
    }

    /// Returns standard error.
    pub fn stderr() -> Output {
        Output::Stderr(io::stderr())
    }

    /// Returns false, because no path on Windows is that of an open console or pipe.
    pub fn is_same_file(&self, _: &Path) -> bool {
        false
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = match self {
            Output::Stdout(stdout) => stdout.write(bytes)?,
            Output::Stderr(stderr) => stderr.write(bytes)?,
        };
        self.flush()?;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Output::Stdout(stdout) => stdout.flush(),
            Output::Stderr(stderr) => stderr.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns an event source with a console that sends these events, and then nothing.
    fn events(events: impl IntoIterator<Item = Event>) -> (EventSource, Waker) {
        let (sender, receiver) = mpsc::channel();
        events.into_iter().for_each(|event| sender.send(event).unwrap());
        let keep_open = sender;
        EventSource::on(move || {
            let _ = &keep_open;
            receiver.recv().map_err(io::Error::other)
        })
        .unwrap()
    }

    fn key(c: char, modifiers: KeyModifiers) -> KeyEvent {
        KeyEvent::new(KeyCode::Char(c), modifiers)
    }

    #[test]
    fn one_event_is_read_per_request() {
        let keys = [key('a', KeyModifiers::NONE), key('b', KeyModifiers::NONE)];
        let (mut events, _waker) = events(keys.map(Event::Key));
        for key in keys {
            assert_eq!(events.wait(None).unwrap(), Wakeup { input: true, ..Wakeup::default() });
            assert!(!events.requested);
            assert_eq!(events.next_input().unwrap(), Some(Input::Key(key)));
            assert_eq!(events.next_input().unwrap(), None);
        }
    }

    #[test]
    fn waker_wakes_while_a_key_is_awaited() {
        let (mut events, waker) = events([]);
        assert_eq!(events.wait(Some(Duration::ZERO)).unwrap(), Wakeup::default());
        waker.wake();
        assert_eq!(events.wait(None).unwrap(), Wakeup { notified: true, ..Wakeup::default() });
    }

    #[test]
    fn released_keys_do_not_wake() {
        let mut released = key('q', KeyModifiers::NONE);
        released.kind = KeyEventKind::Release;
        let (mut events, _waker) = events([Event::Key(released), Event::Resize(80, 24)]);
        assert_eq!(events.wait(None).unwrap(), Wakeup { resized: true, ..Wakeup::default() });
    }

    #[test]
    fn alt_gr_is_no_modifier() {
        let alt_gr = KeyModifiers::CONTROL | KeyModifiers::ALT;
        assert_eq!(without_alt_gr(key('[', alt_gr)), key('[', KeyModifiers::NONE));
        assert_eq!(without_alt_gr(key('q', alt_gr)), key('q', alt_gr));
        assert_eq!(without_alt_gr(key('[', KeyModifiers::ALT)), key('[', KeyModifiers::ALT));
    }
}
