//! Turns signals into flags and a byte in a pipe.

use std::io;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{
    SIGABRT, SIGALRM, SIGCHLD, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2,
    SIGWINCH, SIGXCPU,
};
use signal_hook::{flag, low_level::pipe};

use super::super::Wakeup;

/// The signals by which other processes and limits end a program.
const TERMINATE: [i32; 7] = [SIGTERM, SIGHUP, SIGABRT, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU];
/// The signals by which the keyboard ends a program.
const INTERRUPT: [i32; 2] = [SIGINT, SIGQUIT];

/// The signals that arrived since they were last taken.
#[derive(Debug, Default)]
pub struct Signals {
    resized: Arc<AtomicBool>,
    continued: Arc<AtomicBool>,
    suspend: Arc<AtomicBool>,
    /// One of [`INTERRUPT`], which every process of the foreground receives; 0 without one.
    interrupted: Arc<AtomicUsize>,
    /// One of [`TERMINATE`]; 0 without one.
    terminate: Arc<AtomicUsize>,
    /// Whether signals have their default action, because the flags are not taken.
    default_action: Arc<AtomicBool>,
}

impl Signals {
    /// Installs the signal handlers. Each signal writes a byte to `wake`.
    ///
    /// # Errors
    ///
    /// If a handler cannot be registered.
    pub fn catch(wake: &UnixStream) -> io::Result<Signals> {
        let signals = Signals::default();
        for (signal, seen) in
            [(SIGWINCH, &signals.resized), (SIGCONT, &signals.continued), (SIGTSTP, &signals.suspend)]
        {
            flag::register(signal, Arc::clone(seen))?;
        }
        for (list, seen) in [(&INTERRUPT[..], &signals.interrupted), (&TERMINATE, &signals.terminate)] {
            for signal in list {
                // The numbers of signals are small and positive.
                flag::register_usize(*signal, Arc::clone(seen), *signal as usize)?;
            }
        }
        let ending = INTERRUPT.into_iter().chain(TERMINATE);
        for signal in ending.clone().chain([SIGTSTP]) {
            flag::register_conditional_default(signal, Arc::clone(&signals.default_action))?;
        }
        // Handlers run in the order of registration, so the flag is set before the byte wakes the thread. SIGCHLD needs
        // no flag, because the thread queries the status of its child.
        for signal in ending.chain([SIGWINCH, SIGCONT, SIGTSTP, SIGCHLD]) {
            pipe::register(signal, wake.try_clone()?)?;
        }
        Ok(signals)
    }

    /// Takes the signals that arrived.
    pub fn take(&self) -> Wakeup {
        let take = |flag: &AtomicBool| flag.swap(false, Ordering::SeqCst);
        let interrupted = self.interrupted.swap(0, Ordering::SeqCst);
        let terminate = self.take_external_terminate();
        Wakeup {
            resized: take(&self.resized),
            continued: take(&self.continued),
            suspend: take(&self.suspend),
            terminate: terminate.or((interrupted != 0).then_some(interrupted as i32)),
            ..Wakeup::default()
        }
    }

    /// Takes the signal that ends the program, unless the keyboard sent it.
    pub fn take_external_terminate(&self) -> Option<i32> {
        let terminate = self.terminate.swap(0, Ordering::SeqCst);
        (terminate != 0).then_some(terminate as i32)
    }

    /// Restores the default action of the signals that end or stop a program, or handles them again.
    pub fn use_default_handlers(&self, default: bool) {
        self.default_action.store(default, Ordering::SeqCst);
    }

    /// Waits for the SIGTSTP that this process sent to itself, and discards it.
    pub fn consume_suspend(&self) {
        consume_pending(&self.suspend);
    }

    /// Waits for the SIGCONT that continued this process, and discards it.
    pub fn consume_continued(&self) {
        consume_pending(&self.continued);
    }

    /// Discards the signals of the keyboard: interrupt, quit, stop and continue. Those that arrived while another
    /// program had the terminal were meant for it.
    pub fn discard_keyboard_signals(&self) {
        self.interrupted.store(0, Ordering::SeqCst);
        self.suspend.store(false, Ordering::SeqCst);
        self.continued.store(false, Ordering::SeqCst);
    }
}

/// Waits up to 100 ms until the flag is set, and clears it. Another thread may be handling the signal.
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
