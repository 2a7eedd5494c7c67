//! Lending the terminal to another program, such as an editor, and taking it back.
//!
//! The program shares our process group, as that of a shell script does. So the keyboard's signals reach it without
//! our doing: we catch them, too, and forget them. A program that stops itself, as editors do on Ctrl-Z, stops its group
//! or itself alone; we then stop with it, and the shell sees one job, which its `fg` continues as a whole. A group of
//! its own would need the terminal to be handed over and, worse, taken back from the background, with nothing gained.

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
use super::super::session::sweep;
use super::super::{Back, Session};
use super::suspend::{has_job_control, stop};
use super::{Waiter, tty};

/// How long a program has to tidy up when we are asked to end: enough to keep what was not saved.
const PATIENCE: Duration = Duration::from_secs(3);

impl Back {
    /// How the editor ended, where that is worth a sentence.
    pub fn sentence(&self, editor: &Editor) -> Option<String> {
        let (program, by) = (editor.program(), editor.named_by);
        Some(match self {
            Back::Status(0) | Back::Ended(_) => return None,
            Back::Status(status) => format!("the editor `{program}` ended with status {status}"),
            Back::Killed(signal) => {
                let name = signal_name(*signal).unwrap_or("one without a name");
                format!("the editor `{program}` was ended by signal {signal}, {name}")
            }
            Back::NotStarted(why) => match (why.kind(), by) {
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
pub fn lend(
    session: &Session,
    waiter: &mut Waiter,
    mut command: Command,
    mut meanwhile: impl FnMut(),
) -> io::Result<Back> {
    let input = tty::for_child()?;
    session.leave();
    let line = tcgetattr(stdin());
    let back = match command.stdin(input).spawn() {
        Ok(child) => wait_for(Pid::from_child(&child), waiter, &mut meanwhile)?,
        Err(why) => Back::NotStarted(why),
    };
    // A program that did not end well may leave anything behind.
    if let Ok(line) = line {
        let _ = tcsetattr(stdin(), OptionalActions::Now, &line);
    }
    if !matches!(back, Back::Status(0) | Back::NotStarted(_)) {
        sweep();
    }
    if matches!(back, Back::Killed(_)) {
        // What was typed for it would run commands here.
        let _ = tcflush(stdin(), QueueSelector::IFlush);
    }
    if !matches!(back, Back::Ended(_)) {
        session.resume()?;
        waiter.forget_keyboard();
    }
    Ok(back)
}

fn wait_for(child: Pid, waiter: &mut Waiter, meanwhile: &mut impl FnMut()) -> io::Result<Back> {
    loop {
        let ended = waiter.wait_aside(None)?;
        if let Some(status) = changed(child)? {
            match end_of(status) {
                Some(back) => return Ok(back),
                None => stop_with(child, waiter)?,
            }
        }
        if let Some(signal) = ended {
            end(child, signal, waiter)?;
            return Ok(Back::Ended(signal));
        }
        meanwhile();
    }
}

/// How the child stopped or ended, if it did since this was last asked.
fn changed(child: Pid) -> io::Result<Option<WaitStatus>> {
    let options = WaitOptions::NOHANG | WaitOptions::UNTRACED;
    Ok(waitpid(Some(child), options)?.map(|(_, status)| status))
}

fn end_of(status: WaitStatus) -> Option<Back> {
    status.exit_status().map(Back::Status).or_else(|| status.terminating_signal().map(Back::Killed))
}

/// Stops as the program did, and has it go on when we do.
fn stop_with(child: Pid, waiter: &Waiter) -> io::Result<()> {
    // Where no shell could have us go on, the program must not stop either: nobody would be left to type `fg`.
    if has_job_control()? {
        stop(waiter)?;
    }
    // Who continued us may have continued nobody else.
    let _ = kill_process(child, Signal::CONT);
    Ok(())
}

/// Passes on the signal by which we are asked to end, and sees to it that nothing stays behind to fight with the shell
/// over the keyboard.
fn end(child: Pid, signal: i32, waiter: &mut Waiter) -> io::Result<()> {
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
    let deadline = Instant::now() + PATIENCE;
    loop {
        if changed(child)?.and_then(end_of).is_some() {
            return Ok(());
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            break;
        }
        waiter.wait_aside(Some(left))?;
    }
    let _ = kill_process(child, Signal::KILL);
    waitpid(Some(child), WaitOptions::empty())?;
    Ok(())
}
