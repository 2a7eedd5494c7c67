//! Gives the terminal to another program, such as an editor.
//!
//! The program shares the process group, as that of a shell script does, so the keyboard's signals reach it. They reach
//! this process as well, which discards them. A program that stops itself, as editors do on Ctrl-Z, stops its group or
//! itself alone; this process then stops with it, and the shell sees one job, which its `fg` continues as a whole. A
//! separate group would need the terminal to be handed over and, worse, taken back from the background.

use std::io;
use std::process::Command;
use std::time::{Duration, Instant};

use rustix::process::{
    Pid, Signal, WaitOptions, WaitStatus, getpgrp, getpid, kill_current_process_group, kill_process, waitpid,
};
use rustix::termios::{OptionalActions, QueueSelector, tcflush, tcgetattr, tcsetattr};
use signal_hook::low_level::signal_name;

use super::super::session::reset_modes;
use super::super::{ExitOutcome, Session};
use super::suspend::{has_job_control, stop};
use super::{EventSource, tty};

/// The time that a program has to save its work after it was asked to terminate.
const GRACE_PERIOD: Duration = Duration::from_secs(3);

/// Gives the terminal to a program until that exits, and sets it up again. Everything must be drawn again then, and the
/// size may have changed. `meanwhile` is called whenever a [`Waker`](super::Waker) was used.
///
/// # Errors
///
/// If the terminal cannot be given away, or not be set up again.
pub fn run_external(
    session: &Session,
    events: &mut EventSource,
    mut command: Command,
    mut meanwhile: impl FnMut(),
) -> io::Result<ExitOutcome> {
    let input = tty::for_child()?;
    session.leave();
    let termios = tcgetattr(events.terminal());
    let outcome = match command.stdin(input).spawn() {
        Ok(child) => wait_for(Pid::from_child(&child), events, &mut meanwhile)?,
        Err(error) => ExitOutcome::NotStarted(error),
    };
    // A program that crashes may leave the terminal in any mode.
    if let Ok(termios) = termios {
        let _ = tcsetattr(events.terminal(), OptionalActions::Now, &termios);
    }
    if !matches!(outcome, ExitOutcome::Status(0) | ExitOutcome::NotStarted(_)) {
        reset_modes();
    }
    if matches!(outcome, ExitOutcome::Killed(_)) {
        // Keys that were typed for the program would run commands here.
        let _ = tcflush(events.terminal(), QueueSelector::IFlush);
    }
    if !matches!(outcome, ExitOutcome::Terminate(_)) {
        session.resume()?;
        events.discard_keyboard_signals();
    }
    Ok(outcome)
}

fn wait_for(child: Pid, events: &mut EventSource, meanwhile: &mut impl FnMut()) -> io::Result<ExitOutcome> {
    loop {
        let signal = events.wait_for_child(None)?;
        if let Some(status) = status_of(child)? {
            match outcome_of(status) {
                Some(outcome) => return Ok(outcome),
                None => stop_with(child, events)?,
            }
        }
        if let Some(signal) = signal {
            terminate(child, signal, events)?;
            return Ok(ExitOutcome::Terminate(signal));
        }
        meanwhile();
    }
}

/// Returns how the child stopped or exited, if it did since the last call.
fn status_of(child: Pid) -> io::Result<Option<WaitStatus>> {
    let options = WaitOptions::NOHANG | WaitOptions::UNTRACED;
    Ok(waitpid(Some(child), options)?.map(|(_, status)| status))
}

fn outcome_of(status: WaitStatus) -> Option<ExitOutcome> {
    let killed = |signal| {
        let name = signal_name(signal).unwrap_or("one without a name");
        ExitOutcome::Killed(format!("{signal}, {name}"))
    };
    status.exit_status().map(ExitOutcome::Status).or_else(|| status.terminating_signal().map(killed))
}

/// Stops as the program did, and continues it afterwards.
fn stop_with(child: Pid, events: &EventSource) -> io::Result<()> {
    // Without a shell that could continue this process, the program must not stop either: it would stay stopped.
    if has_job_control()? {
        stop(events)?;
    }
    // Whoever continued this process may have continued no other.
    let _ = kill_process(child, Signal::CONT);
    Ok(())
}

/// Passes on the signal that ends this program, and kills the child if it does not exit in time: it would compete with
/// the shell for the keyboard.
fn terminate(child: Pid, signal: i32, events: &mut EventSource) -> io::Result<()> {
    if let Some(signal) = Signal::from_named_raw(signal) {
        // If this process leads its group, all of it gets the signal: an editor may be a script that starts others.
        let _ = if getpgrp() == getpid() {
            kill_current_process_group(signal)
        } else {
            kill_process(child, signal)
        };
    }
    // A stopped process does not handle signals.
    let _ = kill_process(child, Signal::CONT);
    let deadline = Instant::now() + GRACE_PERIOD;
    loop {
        if status_of(child)?.and_then(outcome_of).is_some() {
            return Ok(());
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            break;
        }
        events.wait_for_child(Some(left))?;
    }
    let _ = kill_process(child, Signal::KILL);
    waitpid(Some(child), WaitOptions::empty())?;
    Ok(())
}
