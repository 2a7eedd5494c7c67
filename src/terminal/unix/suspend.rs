//! Stops the program as Ctrl-Z does, and continues it.

use std::io;

use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
use rustix::termios::tcgetpgrp;
use signal_hook::consts::SIGTSTP;
use signal_hook::low_level::emulate_default_handler;

use super::super::{Session, Suspended};
use super::EventSource;

/// Restores the terminal and stops the process group. Once continued, sets the terminal up again.
///
/// # Errors
///
/// If the terminal cannot be set up again.
pub fn suspend(session: &Session, events: &mut EventSource) -> io::Result<Suspended> {
    if !has_job_control()? {
        events.signals().discard_keyboard_signals();
        return Ok(Suspended::NoJobControl);
    }
    session.leave();
    events.signals().discard_keyboard_signals();
    stop(events)?;
    session.resume()?;
    Ok(Suspended::Continued)
}

/// Returns whether there is a shell that could continue the program.
pub(super) fn has_job_control() -> io::Result<bool> {
    // A shell with job control creates a process group for each job. In the group of the session's leader, this program
    // was started without such a shell, and would stay stopped.
    Ok(getpgrp() != getsid(None)?)
}

/// Stops the process group until it is continued.
pub(super) fn stop(events: &EventSource) -> io::Result<()> {
    // Like Ctrl-Z, this stops every process of a pipeline. This process handles SIGTSTP, so it discards its own signal
    // and stops with the default action below.
    if kill_current_process_group(Signal::TSTP).is_ok() {
        events.signals().consume_suspend();
    }
    // The terminal is already restored, so a signal that ends the stopped program (`kill %1`, a closed window) can take
    // effect at once instead of after `fg`.
    events.signals().use_default_handlers(true);
    let mut stopped = emulate_default_handler(SIGTSTP);
    // If it was continued in the background, the process stops again, because the system would stop it at its first
    // access to the terminal.
    let in_background = || tcgetpgrp(events.terminal()).is_ok_and(|foreground| foreground != getpgrp());
    while stopped.is_ok() && in_background() {
        stopped = emulate_default_handler(SIGTSTP);
    }
    events.signals().use_default_handlers(false);
    stopped?;
    events.signals().consume_continued();
    Ok(())
}
