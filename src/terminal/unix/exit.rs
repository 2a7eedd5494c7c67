//! Ending so that whoever started us sees why.

use super::super::session::restore;

/// Gives the terminal back and ends the program by `signal`, as if it had never been caught, so that a shell sees
/// 128 + `signal`.
pub fn die_by(signal: i32) -> ! {
    restore();
    // It comes back only from signals that do not end a program.
    let _ = signal_hook::low_level::emulate_default_handler(signal);
    std::process::exit(128 + signal)
}

/// Gives the terminal back, if there still is one, and ends the program as one whose terminal was hung up.
pub fn die_of_hangup() -> ! {
    die_by(signal_hook::consts::SIGHUP)
}

/// Ends the program without flushing or tidying up anything.
pub fn exit_at_once(status: i32) -> ! {
    signal_hook::low_level::exit(status)
}
