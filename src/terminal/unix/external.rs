//! Lending the terminal to another program, such as an editor, and taking it back.
//!
//! The program shares our process group, as that of a shell script does. So the keyboard's signals reach it without
//! our doing: we catch them, too, and forget them. A program that stops itself, as editors do on Ctrl-Z, stops its group
//! or itself alone; we then stop with it, and the shell sees one job, which its `fg` continues as a whole. A group of
//! its own would need the terminal to be handed over and, worse, taken outcome from the background, with nothing gained.

use std::io::{self, ErrorKind};
use std::process::Command;
use std::time::{Duration, Instant};

use rustix::process::{
    Pid, Signal, WaitOptions, WaitStatus, getpgrp, getpid, kill_current_process_group, kill_process, waitpid,
};
use rustix::stdio::stdin;
use rustix::termios::{OptionalActions, QueueSelector, tcflush, tcgetattr, tcsetattr};
use signal_hook::low_level::signal_name;

use super::super::editor::{Editor, NamedBy};
use super::super::session::reset_modes;
use super::super::{ExitOutcome, Session};
use super::suspend::{has_job_control, stop};
use super::{EventSource, tty};

/// How long a program has to tidy up when we are asked to end: enough to keep what was not saved.
const GRACE_PERIOD: Duration = Duration::from_secs(3);

impl ExitOutcome {
    /// How the editor ended, where that is worth a sentence.
    pub fn sentence(&self, editor: &Editor) -> Option<String> {
        let (program, by) = (editor.program(), editor.named_by);
        Some(match self {
            ExitOutcome::Status(0) | ExitOutcome::Terminate(_) => return None,
            ExitOutcome::Status(status) => format!("the editor `{program}` ended with status {status}"),
            ExitOutcome::Killed(signal) => {
                let name = signal_name(*signal).unwrap_or("one without a name");
                format!("the editor `{program}` was ended by signal {signal}, {name}")
            }
            ExitOutcome::NotStarted(why) => match (why.kind(), by) {
                (ErrorKind::NotFound, NamedBy::Nobody) => {
                    format!("$VISUAL and $EDITOR name no editor, and there is no `{program}` here")
                }
                (ErrorKind::NotFound, by) => format!("{by} names the editor `{program}`, which is not here"),
                (_, by) => format!("{by} names the editor `{program}`, which cannot be run: {why}"),
            },
        })
    }
}

/// Gives the terminal to a program until that has ended, and takes it over again; everything must be drawn anew
/// then, and the size may be another. `meanwhile` is called whenever something happens meanwhile, such as a
/// [`Waker`](super::Waker) that was used.
///
/// # Errors
/// Where the terminal cannot be given away, or not be taken over again.
pub fn run_external(
    session: &Session,
    events: &mut EventSource,
    mut command: Command,
    mut meanwhile: impl FnMut(),
) -> io::Result<ExitOutcome> {
    let input = tty::for_child()?;
    session.leave();
    let line = tcgetattr(stdin());
    let outcome = match command.stdin(input).spawn() {
        Ok(child) => wait_for(Pid::from_child(&child), events, &mut meanwhile)?,
        Err(why) => ExitOutcome::NotStarted(why),
    };
    // A program that did not end well may leave anything behind.
    if let Ok(line) = line {
        let _ = tcsetattr(stdin(), OptionalActions::Now, &line);
    }
    if !matches!(outcome, ExitOutcome::Status(0) | ExitOutcome::NotStarted(_)) {
        reset_modes();
    }
    if matches!(outcome, ExitOutcome::Killed(_)) {
        // What was typed for it would run commands here.
        let _ = tcflush(stdin(), QueueSelector::IFlush);
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
        if let Some(status) = changed(child)? {
            match end_of(status) {
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

/// How the child stopped or ended, if it did since this was last asked.
fn changed(child: Pid) -> io::Result<Option<WaitStatus>> {
    let options = WaitOptions::NOHANG | WaitOptions::UNTRACED;
    Ok(waitpid(Some(child), options)?.map(|(_, status)| status))
}

fn end_of(status: WaitStatus) -> Option<ExitOutcome> {
    status
        .exit_status()
        .map(ExitOutcome::Status)
        .or_else(|| status.terminating_signal().map(ExitOutcome::Killed))
}

/// Stops as the program did, and has it go on when we do.
fn stop_with(child: Pid, events: &EventSource) -> io::Result<()> {
    // Where no shell could have us go on, the program must not stop either: nobody would be left to type `fg`.
    if has_job_control()? {
        stop(events)?;
    }
    // Who continued us may have continued nobody else.
    let _ = kill_process(child, Signal::CONT);
    Ok(())
}

/// Passes on the signal by which we are asked to end, and sees to it that nothing stays behind to fight with the shell
/// over the keyboard.
fn terminate(child: Pid, signal: i32, events: &mut EventSource) -> io::Result<()> {
    if let Some(signal) = Signal::from_named_raw(signal) {
        // Where the group is a job of ours, all of it: an editor may be a script that has begun others.
        let _ = if getpgrp() == getpid() {
            kill_current_process_group(signal)
        } else {
            kill_process(child, signal)
        };
    }
    // One that is stopped could not heed it.
    let _ = kill_process(child, Signal::CONT);
    let deadline = Instant::now() + GRACE_PERIOD;
    loop {
        if changed(child)?.and_then(end_of).is_some() {
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
