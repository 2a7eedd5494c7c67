//! Stopping as Ctrl-Z stops a program, and going on.

use std::io;

use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
use rustix::stdio::stdin;
use rustix::termios::tcgetpgrp;
use signal_hook::consts::SIGTSTP;
use signal_hook::low_level::emulate_default_handler;

use super::super::{Session, Suspended};
use super::EventSource;

/// Gives the terminal back and stops, with all of our process group; takes the terminal over again once continued.
///
/// # Errors
/// Where the terminal cannot be taken over again.
pub fn suspend(session: &Session, events: &mut EventSource) -> io::Result<Suspended> {
    if !has_job_control()? {
        events.discard_keyboard_signals();
        return Ok(Suspended::NoJobControl);
    }
    session.leave();
    events.discard_keyboard_signals();
    stop(events)?;
    session.resume()?;
    Ok(Suspended::Continued)
}

/// Whether a shell is there that could have us go on once we are stopped.
pub(super) fn has_job_control() -> io::Result<bool> {
    // A shell with job control gives each job a process group of its own. Where ours is the one of the session's
    // leader, we are what the terminal was opened for, and nobody would be left to type `fg`.
    Ok(getpgrp() != getsid(None)?)
}

/// Stops, with all of our process group, until we are continued.
pub(super) fn stop(events: &EventSource) -> io::Result<()> {
    // The others of a pipeline are to stop, too, as they would by the terminal's own Ctrl-Z. We catch this signal, so
    // that we ourselves have to be stopped by the one that cannot be caught, and must not take the first for a new one.
    if kill_current_process_group(Signal::TSTP).is_ok() {
        events.signals().consume_suspend();
    }
    // The terminal is the shell's now, and there is nothing to tidy up: who ends us meanwhile (`kill %1`, a window that
    // is closed) is not to wait until someone types `fg`.
    events.signals().use_default_handlers(true);
    let mut stopped = emulate_default_handler(SIGTSTP);
    // Continued in the background, we would be stopped as soon as we touch the terminal, so we stop before.
    while stopped.is_ok() && tcgetpgrp(stdin()).is_ok_and(|foreground| foreground != getpgrp()) {
        stopped = emulate_default_handler(SIGTSTP);
    }
    events.signals().use_default_handlers(false);
    stopped?;
    events.signals().consume_continued();
    Ok(())
}
