//! Sets the terminal up, reads and writes it, gives it to other programs, and restores it exactly as it was.
//!
//! - [`Session`] is the time during which the terminal is set up. However it ends, the terminal is restored.
//! - [`Screen`] writes the cells that change.
//! - [`EventSource`] sleeps until input, a signal or a [`Waker`] arrives, and returns each [`Input`].
//! - [`run_external`] gives the terminal to another program, such as an [`editor`], until that program exits.
//! - [`Pager`] shows a long text outside of a session.
//! - [`suspend`] and [`die_by`] stop and end the program as its shell expects. [`delay_signals`] lets it finish writing
//!   a file first.
//!
//! The functions that depend on the system are in a back end for each.

pub mod clipboard;
pub mod editor;
pub mod opener;
mod pager;
mod query;
mod screen;
mod session;
mod size;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

use std::env;
use std::io::{self, IsTerminal};

use ratatui::crossterm::event::{KeyEvent, MouseEvent};

#[cfg(unix)]
use unix as backend;
#[cfg(windows)]
use windows as backend;

pub use backend::{EventSource, Output, Waker, delay_signals, die_by, die_of_hangup, run_external, suspend};
pub use pager::Pager;
pub use query::query_background;
pub use screen::{Link, Screen};
pub use session::{Session, install_panic_hook, restore};
pub use size::size;

/// Returns whether standard output is a terminal that can draw screens. Those with `TERM=dumb`, such as the shell of
/// Emacs, cannot.
pub fn draws_screens() -> bool {
    io::stdout().is_terminal() && env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// The reasons for which [`EventSource::wait`] returned. There may be several.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wakeup {
    /// [`EventSource::next_input`] has input.
    pub input: bool,
    /// A [`Waker`] was used.
    pub notified: bool,
    /// The terminal was resized.
    pub resized: bool,
    /// The program was stopped and continued by another process. The caller must [set the session up
    /// again](Session::reenter) and draw everything.
    pub continued: bool,
    /// A signal asks the program to [stop](suspend).
    pub suspend: bool,
    /// A signal asks the program to end. The caller must clean up and [die by it](die_by). On Windows, Ctrl-Break has
    /// the role of signals.
    pub terminate: Option<i32>,
    /// The terminal was closed, and can no longer be read or written. The caller must [end](die_of_hangup).
    pub hung_up: bool,
}

impl Wakeup {
    /// Returns whether input is the only reason.
    pub fn is_only_input(self) -> bool {
        self == Wakeup { input: true, ..Wakeup::default() }
    }
}

/// Input from the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(KeyEvent),
    /// A button was pressed, or the wheel was turned.
    Mouse(MouseEvent),
    /// Text was pasted. It may contain anything.
    Paste(String),
    /// The terminal reported something, such as a colour that was queried.
    Reply(Report),
}

/// A sequence that is neither a key nor a click. It contains the bytes from the escape on, without the terminator of a
/// string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report(pub Vec<u8>);

/// The result of [`suspend`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suspended {
    /// The program was stopped and continued. Everything must be drawn again, and the size may have changed.
    Continued,
    /// The program was not stopped, because no shell could continue it.
    NoJobControl,
}

/// How an external program ended.
#[derive(Debug)]
pub enum ExitOutcome {
    /// It exited with this status.
    Status(i32),
    /// A signal ended it: the number and the name of the signal.
    Killed(String),
    /// It could not be started.
    NotStarted(io::Error),
    /// This signal asks flank to end. The program was terminated, and the terminal is restored.
    Terminate(i32),
}
