//! Gives the terminal to another program, such as an editor.
//!
//! The program shares the process group, like a command in a shell script, so it receives the signals of the keyboard.
//! This process receives them as well, and discards them. If the program stops itself, as editors do on Ctrl-Z, this
//! process also stops. For the shell they are one job, which `fg` continues as a whole. With a separate group, this
//! process would have to take the terminal back from the background.

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

/// The time for a program to save its work before it is killed.
const GRACE_PERIOD: Duration = Duration::from_secs(3);

/// Runs a program in the terminal until it exits, and sets the terminal up again. Then everything must be drawn again,
/// and the size may have changed. `meanwhile` is called whenever a [`Waker`](super::Waker) was used.
///
/// # Errors
///
/// If the terminal cannot be given to the program or set up again.
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
        // Discards keys that were typed for the program, because they would run commands here.
        let _ = tcflush(events.terminal(), QueueSelector::IFlush);
    }
    if !matches!(outcome, ExitOutcome::Terminate(_)) {
        session.resume()?;
        events.signals().discard_keyboard_signals();
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

/// Returns the status of the child if it stopped or exited since the last call.
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

/// Stops this process like the child, and continues the child afterwards.
fn stop_with(child: Pid, events: &EventSource) -> io::Result<()> {
    // If no shell could continue this process, the child must not stay stopped either.
    if has_job_control()? {
        stop(events)?;
    }
    // The signal that continued this process may not have reached the child.
    let _ = kill_process(child, Signal::CONT);
    Ok(())
}

/// Forwards the signal that ends this program, and kills the child if it does not exit in time, because it would
/// compete with the shell for the keyboard.
fn terminate(child: Pid, signal: i32, events: &mut EventSource) -> io::Result<()> {
    if let Some(signal) = Signal::from_named_raw(signal) {
        // If this process leads its group, the whole group gets the signal, because an editor may be a script that
        // starts other programs.
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
