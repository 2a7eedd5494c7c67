//! Exits with the status that the parent process expects.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXFSZ};
use signal_hook::flag;
use signal_hook::low_level::emulate_default_handler;

use super::super::session::restore;

/// Restores the terminal and ends the program with the default action of `signal`, so that a shell reports the status
/// 128 + `signal`.
pub fn die_by(signal: i32) -> ! {
    restore();
    // This returns only for signals that do not end a program.
    let _ = emulate_default_handler(signal);
    std::process::exit(128 + signal)
}

/// Restores the terminal, if possible, and ends the program with SIGHUP.
pub fn die_of_hangup() -> ! {
    die_by(SIGHUP)
}

/// Runs work that a signal must not interrupt. A signal that would end the program takes effect afterwards.
pub fn delay_signals<T>(work: impl FnOnce() -> T) -> T {
    // Registered once, because the handlers of an earlier call would end the program during a later one.
    static FLAGS: LazyLock<(Arc<AtomicUsize>, Arc<AtomicBool>)> = LazyLock::new(|| {
        let (arrived, default_action): (Arc<AtomicUsize>, Arc<AtomicBool>) = Default::default();
        for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXFSZ] {
            // A file that becomes too large is an error of the write.
            let seen = if signal == SIGXFSZ { Arc::default() } else { Arc::clone(&arrived) };
            // The numbers of signals are small and positive. If a handler cannot be registered, the work is still default_action.
            let _ = flag::register_usize(signal, seen, signal as usize);
            let _ = flag::register_conditional_default(signal, Arc::clone(&default_action));
        }
        (arrived, default_action)
    });
    let (arrived, default_action) = &*FLAGS;
    default_action.store(false, Ordering::SeqCst);
    let result = work();
    default_action.store(true, Ordering::SeqCst);
    match arrived.load(Ordering::SeqCst) {
        0 => result,
        signal => die_by(signal as i32),
    }
}
