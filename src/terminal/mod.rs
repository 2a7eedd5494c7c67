//! The terminal: taken over, listened to, and given back exactly as it was.
//!
//! - [`Session`] is the time during which the screen is ours; whatever ends it, it is undone.
//! - [`Screen`] is what it shows, and writes what changes.
//! - [`EventSource`] sleeps until a key, a signal or a [`Waker`] comes, and costs nothing until then.
//! - [`input`] takes the keys that have come.
//! - [`run_external`] gives the terminal to another program, such as an [`editor`], until that has ended.
//! - [`suspend`] and [`die_by`] stop and end the program as its shell expects.
//!
//! The types that every system shares are in this file and beside it; the rest is in a back end.

pub mod clipboard;
pub mod editor;
pub mod input;
pub mod opener;
mod screen;
mod session;
mod unix;

use std::io;

pub use screen::Screen;
pub use session::{Options, Session, install_panic_hook, restore};
pub use unix::{EventSource, Waker, die_by, die_of_hangup, run_external, size, suspend};

/// What woke us; several may come at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wakeup {
    /// Keys wait to be [taken](input::next).
    pub input: bool,
    /// A [`Waker`] was used.
    pub woken: bool,
    /// The terminal has another size.
    pub resized: bool,
    /// We were stopped by someone else and go on: [renew](Session::reenter) the session and draw everything.
    pub continued: bool,
    /// Someone else asks us to stop: [suspend](suspend).
    pub suspend: bool,
    /// The signal by which we are asked to end: tidy up, then [die by it](die_by).
    pub terminate: Option<i32>,
    /// The terminal is gone. Nothing can be read or drawn any more; end as by SIGHUP.
    pub hung_up: bool,
}

/// What came of being asked to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suspended {
    /// We were stopped and go on: everything must be drawn anew, and the size may be another.
    Continued,
    /// Nothing was done: no shell is there that could have us go on.
    NoJobControl,
}

/// How the terminal came back.
#[derive(Debug)]
pub enum ExitOutcome {
    /// The program ended with this status.
    Status(i32),
    /// The program was ended by this signal.
    Killed(i32),
    /// It could not be started, and why.
    NotStarted(io::Error),
    /// We are asked to end by this signal, and so was the program, which is gone. The terminal is given back, and is
    /// not ours any more.
    Terminate(i32),
}
