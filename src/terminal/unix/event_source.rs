//! Waits for input, signals and other threads with one `poll` call.

use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::super::{Input, Wakeup};
use super::parser::InputParser;
use super::signals::Signals;
use super::tty;

/// Waits for the terminal, for signals and for other threads. A program has only one. Dropping it restores the default
/// action of signals.
#[derive(Debug)]
pub struct EventSource {
    terminal: OwnedFd,
    parser: InputParser,
    pipe: UnixStream,
    notified: Arc<AtomicBool>,
    signals: Signals,
}

/// Wakes an [`EventSource`] from any thread.
#[derive(Debug, Clone)]
pub struct Waker {
    pipe: Arc<UnixStream>,
    notified: Arc<AtomicBool>,
}

impl Waker {
    /// Wakes the event source, now or the next time it waits. Several calls may wake it once. Never blocks.
    pub fn wake(&self) {
        if !self.notified.swap(true, Ordering::SeqCst) {
            // A full pipe wakes as well, and an event source that was dropped needs no wake-up.
            let _ = (&*self.pipe).write(&[1]);
        }
    }
}

impl EventSource {
    /// Opens the terminal for input, and installs the signal handlers.
    ///
    /// # Errors
    ///
    /// If there is no terminal, or the system refuses.
    pub fn new() -> io::Result<(EventSource, Waker)> {
        EventSource::on(tty::open()?)
    }

    fn on(terminal: OwnedFd) -> io::Result<(EventSource, Waker)> {
        let (pipe, sender) = UnixStream::pair()?;
        pipe.set_nonblocking(true)?;
        sender.set_nonblocking(true)?;
        let signals = Signals::catch(&sender)?;
        let notified = Arc::<AtomicBool>::default();
        let waker = Waker { pipe: Arc::new(sender), notified: Arc::clone(&notified) };
        Ok((EventSource { terminal, parser: InputParser::default(), pipe, notified, signals }, waker))
    }

    /// Sleeps until an event, or until `timeout` has passed. In that case nothing is set in the result.
    ///
    /// # Errors
    ///
    /// If the system refuses to wait.
    pub fn wait(&mut self, timeout: Option<Duration>) -> io::Result<Wakeup> {
        let end = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        loop {
            let wakeup = self.wait_once(end.into_iter().chain(self.parser.deadline()).min())?;
            let now = Instant::now();
            if wakeup != Wakeup::default() || end.is_some_and(|end| now >= end) {
                return Ok(wakeup);
            }
            if self.parser.deadline().is_some_and(|deadline| now >= deadline) {
                self.parser.on_timeout(now);
            }
        }
    }

    fn wait_once(&mut self, end: Option<Instant>) -> io::Result<Wakeup> {
        let buffered = self.parser.has_input();
        let left = end.map(|end| end.saturating_duration_since(Instant::now()));
        let timeout = if buffered { Some(Duration::ZERO) } else { left };
        let mut fds = [PollFd::new(&self.terminal, PollFlags::IN), PollFd::new(&self.pipe, PollFlags::IN)];
        poll_until(&mut fds, timeout)?;
        let terminal = fds[0].revents();
        let hung_up = terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL);
        // The pipe is emptied before the flags are taken: an event in between sets both again.
        empty(&self.pipe);
        Ok(Wakeup {
            // A closed terminal is always readable.
            input: (terminal.contains(PollFlags::IN) || buffered) && !hung_up,
            notified: self.notified.swap(false, Ordering::SeqCst),
            hung_up,
            ..self.signals.take()
        })
    }

    /// Returns the next input that has arrived. Never waits.
    ///
    /// # Errors
    ///
    /// If the terminal cannot be read, probably because it was closed.
    pub fn next_input(&mut self) -> io::Result<Option<Input>> {
        loop {
            if let Some(input) = self.parser.next() {
                return Ok(Some(input));
            }
            if !self.read()? {
                return Ok(None);
            }
        }
    }

    /// Reads bytes from the terminal into the parser, and returns whether there were any.
    fn read(&mut self) -> io::Result<bool> {
        // The descriptor may be shared with a shell, which needs it to block, so it is polled before each read.
        let mut fds = [PollFd::new(&self.terminal, PollFlags::IN)];
        let mut bytes = [0; 1024];
        let ready = poll(&mut fds, Some(&Timespec::default())).and_then(|count| match count {
            0 => Ok(None),
            _ => rustix::io::read(&self.terminal, &mut bytes).map(Some),
        });
        match ready {
            Ok(None) | Err(Errno::INTR | Errno::AGAIN) => Ok(false),
            Ok(Some(0)) => Err(ErrorKind::UnexpectedEof.into()),
            Ok(Some(count)) => {
                self.parser.feed(&bytes[..count], Instant::now());
                Ok(true)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Sleeps while another program has the terminal, until a child may have stopped or exited, a [`Waker`] was used,
    /// or `timeout` has passed. Returns the signal that ends this program, if any. Does not read input or take the
    /// signals of the keyboard, which are meant for the other program.
    ///
    /// # Errors
    ///
    /// As [`wait`](EventSource::wait).
    pub(super) fn wait_for_child(&mut self, timeout: Option<Duration>) -> io::Result<Option<i32>> {
        poll_until(&mut [PollFd::new(&self.pipe, PollFlags::IN)], timeout)?;
        empty(&self.pipe);
        self.notified.store(false, Ordering::SeqCst);
        Ok(self.signals.take_external_terminate())
    }

    /// Returns the terminal for input.
    pub(super) fn terminal(&self) -> BorrowedFd<'_> {
        self.terminal.as_fd()
    }

    /// Returns the handled signals.
    pub(super) fn signals(&self) -> &Signals {
        &self.signals
    }
}

/// Sleeps until a descriptor is ready, or until `timeout` has passed.
fn poll_until(fds: &mut [PollFd<'_>], timeout: Option<Duration>) -> io::Result<()> {
    let timeout = timeout.and_then(|timeout| Timespec::try_from(timeout).ok());
    match poll(fds, timeout.as_ref()) {
        // A signal handler interrupts the call after it has set its flag.
        Ok(_) | Err(Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Discards the bytes of a pipe, which is non-blocking.
fn empty(mut pipe: &UnixStream) {
    let mut bytes = [0; 64];
    while matches!(pipe.read(&mut bytes), Ok(1..)) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    const NOW: Option<Duration> = Some(Duration::ZERO);

    fn events() -> (EventSource, Waker, UnixStream) {
        let (ours, theirs) = UnixStream::pair().unwrap();
        let (events, waker) = EventSource::on(ours.into()).unwrap();
        (events, waker, theirs)
    }

    #[test]
    fn several_wakes_are_one() {
        let (mut events, waker, _terminal) = events();
        for _ in 0..1_000_000 {
            waker.wake();
        }
        assert_eq!(events.wait(None).unwrap(), Wakeup { notified: true, ..Wakeup::default() });
        assert_eq!(events.wait(NOW).unwrap(), Wakeup::default());
    }

    #[test]
    fn no_wake_is_lost() {
        let (mut events, waker, _terminal) = events();
        let count = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let seen = Arc::clone(&count);
        let other = thread::spawn(move || {
            for _ in 0..10_000 {
                seen.fetch_add(1, Ordering::SeqCst);
                waker.wake();
            }
        });
        while count.load(Ordering::SeqCst) < 10_000 {
            assert!(events.wait(None).unwrap().notified);
        }
        other.join().unwrap();
    }

    #[test]
    fn input_is_reported_until_it_is_taken() {
        let (mut events, _waker, mut terminal) = events();
        terminal.write_all(b"l").unwrap();
        let input = Wakeup { input: true, ..Wakeup::default() };
        assert_eq!(events.wait(None).unwrap(), input);
        assert_eq!(events.wait(None).unwrap(), input);
    }

    #[test]
    fn a_closed_terminal_has_no_input() {
        let (mut events, _waker, mut terminal) = events();
        terminal.write_all(b"l").unwrap();
        drop(terminal);
        // A child of another test may have inherited the other end, until it executes its program.
        let deadline = Instant::now() + Duration::from_secs(20);
        let mut wakeup = events.wait(None).unwrap();
        while !wakeup.hung_up && Instant::now() < deadline {
            thread::yield_now();
            wakeup = events.wait(None).unwrap();
        }
        assert_eq!(wakeup, Wakeup { hung_up: true, ..Wakeup::default() });
    }

    #[test]
    fn timeout_wakes_with_nothing() {
        let (mut events, _waker, _terminal) = events();
        assert_eq!(events.wait(Some(Duration::from_millis(5))).unwrap(), Wakeup::default());
    }
}
