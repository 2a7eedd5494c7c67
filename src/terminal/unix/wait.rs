//! Sleeping until something happens: a key, a signal, or another thread that has something to say.

use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::super::Woken;
use super::signals::Signals;
use super::tty;

/// Waits for the terminal, for signals and for other threads. There is to be one, for as long as the program draws;
/// once it is dropped, signals act as if nobody caught them.
#[derive(Debug)]
pub struct Waiter {
    terminal: OwnedFd,
    pipe: UnixStream,
    woken: Arc<AtomicBool>,
    signals: Signals,
}

/// Wakes a [`Waiter`] from any thread.
#[derive(Debug, Clone)]
pub struct Waker {
    pipe: Arc<UnixStream>,
    woken: Arc<AtomicBool>,
}

impl Waker {
    /// Wakes the waiter, now or the next time it waits; many calls may wake it once. Never blocks.
    pub fn wake(&self) {
        if !self.woken.swap(true, Ordering::SeqCst) {
            // A full pipe wakes as well; and a waiter that is gone needs no waking.
            let _ = (&*self.pipe).write(&[1]);
        }
    }
}

impl Waiter {
    /// Waits on the terminal that keys are read from (see [`tty::claim`]), and catches signals from now on.
    ///
    /// # Errors
    /// Where there is no terminal, or the system refuses.
    pub fn new() -> io::Result<(Waiter, Waker)> {
        tty::claim()?;
        Waiter::on(tty::handle()?)
    }

    /// Waits on `terminal`, whatever it is.
    fn on(terminal: OwnedFd) -> io::Result<(Waiter, Waker)> {
        let (pipe, sender) = UnixStream::pair()?;
        pipe.set_nonblocking(true)?;
        sender.set_nonblocking(true)?;
        let signals = Signals::catch(&sender)?;
        let woken = Arc::<AtomicBool>::default();
        let waker = Waker { pipe: Arc::new(sender), woken: Arc::clone(&woken) };
        Ok((Waiter { terminal, pipe, woken, signals }, waker))
    }

    /// Sleeps until something happens, or until `timeout` has passed; then nothing is set in what is returned.
    ///
    /// # Errors
    /// Where the system refuses to wait, which it has no reason to.
    pub fn wait(&mut self, timeout: Option<Duration>) -> io::Result<Woken> {
        let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        loop {
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            let woken = self.wait_once(left)?;
            if woken != Woken::default() || left.is_some_and(|left| left.is_zero()) {
                return Ok(woken);
            }
        }
    }

    fn wait_once(&mut self, timeout: Option<Duration>) -> io::Result<Woken> {
        let timeout = timeout.and_then(|timeout| Timespec::try_from(timeout).ok());
        let mut fds = [PollFd::new(&self.terminal, PollFlags::IN), PollFd::new(&self.pipe, PollFlags::IN)];
        match poll(&mut fds, timeout.as_ref()) {
            Ok(_) => {}
            // By a signal of ours: its flag is set.
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let terminal = fds[0].revents();
        let gone = terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL);
        // Emptied before the flags are taken: what comes in between sets both anew.
        empty(&self.pipe);
        Ok(Woken {
            // A terminal that is gone can be "read" for ever.
            input: terminal.contains(PollFlags::IN) && !gone,
            woken: self.woken.swap(false, Ordering::SeqCst),
            resized: self.signals.take_resized(),
            continued: self.signals.take_continued(),
            suspend: self.signals.take_suspend(),
            ended: self.signals.take_ended(),
            gone,
        })
    }

    /// Sleeps while another program has the terminal, until a child of ours may have stopped or ended, a [`Waker`] was
    /// used, `timeout` has passed, or we are asked to end by the signal that is returned. Keys are left lying for that
    /// program, and what a keyboard sends besides is not for us.
    ///
    /// # Errors
    /// As [`wait`](Waiter::wait).
    pub(super) fn wait_aside(&mut self, timeout: Option<Duration>) -> io::Result<Option<i32>> {
        let timeout = timeout.and_then(|timeout| Timespec::try_from(timeout).ok());
        match poll(&mut [PollFd::new(&self.pipe, PollFlags::IN)], timeout.as_ref()) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        empty(&self.pipe);
        self.woken.store(false, Ordering::SeqCst);
        Ok(self.signals.take_ended_by_others())
    }

    /// The signals caught, for who sends us some.
    pub(super) fn signals(&self) -> &Signals {
        &self.signals
    }

    /// Forgets the signals of a keyboard (interrupt, quit, stop and continue) that came while another program, such as
    /// an editor, had the terminal: they were meant for it.
    pub fn forget_keyboard(&mut self) {
        self.signals.forget_keyboard();
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

    fn waiter() -> (Waiter, Waker, UnixStream) {
        let (ours, theirs) = UnixStream::pair().unwrap();
        let (waiter, waker) = Waiter::on(ours.into()).unwrap();
        (waiter, waker, theirs)
    }

    #[test]
    fn many_wakings_are_one() {
        let (mut waiter, waker, _terminal) = waiter();
        for _ in 0..1_000_000 {
            waker.wake();
        }
        assert_eq!(waiter.wait(None).unwrap(), Woken { woken: true, ..Woken::default() });
        assert_eq!(waiter.wait(NOW).unwrap(), Woken::default());
    }

    #[test]
    fn no_waking_is_lost() {
        let (mut waiter, waker, _terminal) = waiter();
        let count = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let seen = Arc::clone(&count);
        let other = thread::spawn(move || {
            for _ in 0..10_000 {
                seen.fetch_add(1, Ordering::SeqCst);
                waker.wake();
            }
        });
        while count.load(Ordering::SeqCst) < 10_000 {
            assert!(waiter.wait(None).unwrap().woken);
        }
        other.join().unwrap();
    }

    #[test]
    fn input_is_told_until_it_is_taken() {
        let (mut waiter, _waker, mut terminal) = waiter();
        terminal.write_all(b"l").unwrap();
        let input = Woken { input: true, ..Woken::default() };
        assert_eq!(waiter.wait(None).unwrap(), input);
        assert_eq!(waiter.wait(None).unwrap(), input);
    }

    #[test]
    fn a_terminal_that_is_gone_has_no_input() {
        let (mut waiter, _waker, mut terminal) = waiter();
        terminal.write_all(b"l").unwrap();
        drop(terminal);
        // A process that another test starts just now holds the other end until it has begun.
        let deadline = Instant::now() + Duration::from_secs(20);
        let mut woken = waiter.wait(None).unwrap();
        while !woken.gone && Instant::now() < deadline {
            thread::yield_now();
            woken = waiter.wait(None).unwrap();
        }
        assert_eq!(woken, Woken { gone: true, ..Woken::default() });
    }

    #[test]
    fn a_timeout_wakes_with_nothing() {
        let (mut waiter, _waker, _terminal) = waiter();
        assert_eq!(waiter.wait(Some(Duration::from_millis(5))).unwrap(), Woken::default());
    }
}
