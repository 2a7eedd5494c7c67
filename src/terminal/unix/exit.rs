//! Exits with the status that the parent process expects.

use signal_hook::consts::SIGHUP;
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
