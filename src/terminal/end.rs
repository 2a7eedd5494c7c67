//! Ending so that whoever started us sees why.

use super::session::restore;

/// Gives the terminal back and ends the program by `signal`, as if it had never been caught, so that a shell sees
/// 128 + `signal`.
pub fn die_by(signal: i32) -> ! {
    restore();
    #[cfg(unix)]
    {
        // It comes back only from signals that do not end a program.
        let _ = signal_hook::low_level::emulate_default_handler(signal);
    }
    std::process::exit(128 + signal)
}

/// Ends the program without flushing or tidying up anything.
pub(super) fn exit_at_once(status: i32) -> ! {
    #[cfg(unix)]
    signal_hook::low_level::exit(status);
    #[cfg(not(unix))]
    std::process::exit(status)
}
