//! The signals that matter to us, as flags and a byte in a pipe.

use std::io;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGCHLD, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::{flag, low_level::pipe};

/// What has come since it was last taken.
#[derive(Debug)]
pub struct Signals {
    resized: Arc<AtomicBool>,
    continued: Arc<AtomicBool>,
    suspend: Arc<AtomicBool>,
    /// SIGINT or SIGQUIT, which a keyboard sends to all that share a terminal; 0 is none.
    interrupted: Arc<AtomicUsize>,
    /// SIGTERM or SIGHUP; 0 is none.
    terminate: Arc<AtomicUsize>,
    /// Nobody takes them, for now or any more: they are to act as if they were not caught.
    default_action: Arc<AtomicBool>,
}

impl Signals {
    /// Catches the signals; each writes a byte to `wake`.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn catch(wake: &UnixStream) -> io::Result<Signals> {
        let signals = Signals {
            resized: Arc::default(),
            continued: Arc::default(),
            suspend: Arc::default(),
            interrupted: Arc::default(),
            terminate: Arc::default(),
            default_action: Arc::default(),
        };
        for (signal, seen) in
            [(SIGWINCH, &signals.resized), (SIGCONT, &signals.continued), (SIGTSTP, &signals.suspend)]
        {
            flag::register(signal, Arc::clone(seen))?;
        }
        for (signal, seen) in [
            (SIGINT, &signals.interrupted),
            (SIGQUIT, &signals.interrupted),
            (SIGTERM, &signals.terminate),
            (SIGHUP, &signals.terminate),
        ] {
            // The numbers of signals are small and positive.
            flag::register_usize(signal, Arc::clone(seen), signal as usize)?;
        }
        for signal in [SIGTSTP, SIGINT, SIGQUIT, SIGTERM, SIGHUP] {
            flag::register_conditional_default(signal, Arc::clone(&signals.default_action))?;
        }
        // Last, since they act in this order: who is woken must find the flag.
        // That of a child has no flag: who waits for one asks how it is.
        for signal in [SIGWINCH, SIGCONT, SIGTSTP, SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGCHLD] {
            pipe::register(signal, wake.try_clone()?)?;
        }
        Ok(signals)
    }

    /// Whether the terminal's size changed.
    pub fn take_resized(&self) -> bool {
        self.resized.swap(false, Ordering::SeqCst)
    }

    /// Whether we were stopped and go on.
    pub fn take_continued(&self) -> bool {
        self.continued.swap(false, Ordering::SeqCst)
    }

    /// Whether we are asked to stop.
    pub fn take_suspend(&self) -> bool {
        self.suspend.swap(false, Ordering::SeqCst)
    }

    /// The signal by which we are asked to end.
    pub fn take_terminate(&self) -> Option<i32> {
        let terminate = self.take_external_terminate();
        let interrupted = self.interrupted.swap(0, Ordering::SeqCst);
        terminate.or((interrupted != 0).then_some(interrupted as i32))
    }

    /// The same, where no keyboard sent it.
    pub fn take_external_terminate(&self) -> Option<i32> {
        let terminate = self.terminate.swap(0, Ordering::SeqCst);
        (terminate != 0).then_some(terminate as i32)
    }

    /// Has the signals that end or stop a program act at once as if they were not caught, or be caught again.
    pub fn use_default_handlers(&self, uncaught: bool) {
        self.default_action.store(uncaught, Ordering::SeqCst);
    }

    /// Waits, not for long, until the signal to stop that we sent ourselves has been caught, and forgets it.
    pub fn consume_suspend(&self) {
        consume_pending(&self.suspend);
    }

    /// Waits, not for long, until the signal that had us go on has been caught, and forgets it.
    pub fn consume_continued(&self) {
        consume_pending(&self.continued);
    }

    /// Forgets what a keyboard sends.
    pub fn discard_keyboard_signals(&self) {
        self.interrupted.store(0, Ordering::SeqCst);
        self.suspend.store(false, Ordering::SeqCst);
        self.continued.store(false, Ordering::SeqCst);
    }
}

/// The system may have any thread of ours catch a signal, so that it can be a little late.
fn consume_pending(flag: &AtomicBool) {
    for _ in 0..100 {
        if flag.swap(false, Ordering::SeqCst) {
            return;
        }
        thread::sleep(Duration::from_millis(1));
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        self.default_action.store(true, Ordering::SeqCst);
    }
}
