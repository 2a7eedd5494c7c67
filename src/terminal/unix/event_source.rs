//! Sleeping until something happens: a key, a signal, or another thread that has something to say.

use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::super::Wakeup;
use super::signals::Signals;
use super::tty;

/// Waits for the terminal, for signals and for other threads. There is to be one, for as long as the program draws;
/// once it is dropped, signals act as if nobody caught them.
#[derive(Debug)]
pub struct EventSource {
    terminal: OwnedFd,
    pipe: UnixStream,
    woken: Arc<AtomicBool>,
    signals: Signals,
}

/// Wakes an [`EventSource`] from any thread.
#[derive(Debug, Clone)]
pub struct Waker {
    pipe: Arc<UnixStream>,
    woken: Arc<AtomicBool>,
}

impl Waker {
    /// Wakes the event source, now or the next time it waits; many calls may wake it once. Never blocks.
    pub fn wake(&self) {
        if !self.woken.swap(true, Ordering::SeqCst) {
            // A full pipe wakes as well; and an event source that is gone needs no waking.
            let _ = (&*self.pipe).write(&[1]);
        }
    }
}

impl EventSource {
    /// Waits on the terminal that keys are read from (see [`tty::open_private_tty`]), and catches signals from now on.
    ///
    /// # Errors
    /// Where there is no terminal, or the system refuses.
    pub fn new() -> io::Result<(EventSource, Waker)> {
        tty::open_private_tty()?;
        EventSource::on(tty::handle()?)
    }

    /// Waits on `terminal`, whatever it is.
    fn on(terminal: OwnedFd) -> io::Result<(EventSource, Waker)> {
        let (pipe, sender) = UnixStream::pair()?;
        pipe.set_nonblocking(true)?;
        sender.set_nonblocking(true)?;
        let signals = Signals::catch(&sender)?;
        let woken = Arc::<AtomicBool>::default();
        let waker = Waker { pipe: Arc::new(sender), woken: Arc::clone(&woken) };
        Ok((EventSource { terminal, pipe, woken, signals }, waker))
    }

    /// Sleeps until something happens, or until `timeout` has passed; then nothing is set in what is returned.
    ///
    /// # Errors
    /// Where the system refuses to wait, which it has no reason to.
    pub fn wait(&mut self, timeout: Option<Duration>) -> io::Result<Wakeup> {
        let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        loop {
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            let wakeup = self.wait_once(left)?;
            if wakeup != Wakeup::default() || left.is_some_and(|left| left.is_zero()) {
                return Ok(wakeup);
            }
        }
    }

    fn wait_once(&mut self, timeout: Option<Duration>) -> io::Result<Wakeup> {
        let timeout = timeout.and_then(|timeout| Timespec::try_from(timeout).ok());
        let mut fds = [PollFd::new(&self.terminal, PollFlags::IN), PollFd::new(&self.pipe, PollFlags::IN)];
        match poll(&mut fds, timeout.as_ref()) {
            Ok(_) => {}
            // By a signal of ours: its flag is set.
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let terminal = fds[0].revents();
        let hung_up = terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL);
        // Emptied before the flags are taken: what comes in between sets both anew.
        empty(&self.pipe);
        Ok(Wakeup {
            // A terminal that is gone can be "read" for ever.
            input: terminal.contains(PollFlags::IN) && !hung_up,
            woken: self.woken.swap(false, Ordering::SeqCst),
            resized: self.signals.take_resized(),
            continued: self.signals.take_continued(),
            suspend: self.signals.take_suspend(),
            terminate: self.signals.take_terminate(),
            hung_up,
        })
    }

    /// Sleeps while another program has the terminal, until a child of ours may have stopped or ended, a [`Waker`] was
    /// used, `timeout` has passed, or we are asked to end by the signal that is returned. Keys are left lying for that
    /// program, and what a keyboard sends besides is not for us.
    ///
    /// # Errors
    /// As [`wait`](EventSource::wait).
    pub(super) fn wait_for_child(&mut self, timeout: Option<Duration>) -> io::Result<Option<i32>> {
        let timeout = timeout.and_then(|timeout| Timespec::try_from(timeout).ok());
        match poll(&mut [PollFd::new(&self.pipe, PollFlags::IN)], timeout.as_ref()) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        empty(&self.pipe);
        self.woken.store(false, Ordering::SeqCst);
        Ok(self.signals.take_external_terminate())
    }

    /// The signals caught, for who sends us some.
    pub(super) fn signals(&self) -> &Signals {
        &self.signals
    }

    /// Forgets the signals of a keyboard (interrupt, quit, stop and continue) that came while another program, such as
    /// an editor, had the terminal: they were meant for it.
    pub fn discard_keyboard_signals(&mut self) {
        self.signals.discard_keyboard_signals();
    }
}

fn empty(mut pipe: &UnixStream) {
    let mut bytes = [0; 64];
    loop {
        match pipe.read(&mut bytes) {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
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
    fn many_wakings_are_one() {
        let (mut events, waker, _terminal) = events();
        for _ in 0..1_000_000 {
            waker.wake();
        }
        assert_eq!(events.wait(None).unwrap(), Wakeup { woken: true, ..Wakeup::default() });
        assert_eq!(events.wait(NOW).unwrap(), Wakeup::default());
    }

    #[test]
    fn no_waking_is_lost() {
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
            assert!(events.wait(None).unwrap().woken);
        }
        other.join().unwrap();
    }

    #[test]
    fn input_is_told_until_it_is_taken() {
        let (mut events, _waker, mut terminal) = events();
        terminal.write_all(b"l").unwrap();
        let input = Wakeup { input: true, ..Wakeup::default() };
        assert_eq!(events.wait(None).unwrap(), input);
        assert_eq!(events.wait(None).unwrap(), input);
    }

    #[test]
    fn a_terminal_that_is_gone_has_no_input() {
        let (mut events, _waker, mut terminal) = events();
        terminal.write_all(b"l").unwrap();
        drop(terminal);
        // A process that another test starts just now holds the other end until it has begun.
        let deadline = Instant::now() + Duration::from_secs(20);
        let mut wakeup = events.wait(None).unwrap();
        while !wakeup.hung_up && Instant::now() < deadline {
            thread::yield_now();
            wakeup = events.wait(None).unwrap();
        }
        assert_eq!(wakeup, Wakeup { hung_up: true, ..Wakeup::default() });
    }

    #[test]
    fn a_timeout_wakes_with_nothing() {
        let (mut events, _waker, _terminal) = events();
        assert_eq!(events.wait(Some(Duration::from_millis(5))).unwrap(), Wakeup::default());
    }
}
