//! What can happen, and what it makes the world outside do.

use std::sync::Arc;

use tui_input::InputRequest;

use crate::config::Command;
use crate::dossier::{Change, Day, Diagnostic, Dossier, Fact, Location, Reading};

use super::model::{Drawn, WatchStatus};

/// What can happen to the dashboard.
#[derive(Debug)]
pub enum Message {
    /// A key ran a command.
    Command(Command),
    /// Something was typed into the overlay.
    Input(InputRequest),
    /// What was typed is to be taken.
    Submit,
    /// A cell was clicked: column and row, from 0.
    Click(u16, u16),
    /// The wheel was turned over a cell: column, row, and whether towards the reader.
    Wheel(u16, u16, bool),
    /// The file was looked at.
    File(FileEvent),
    /// The day that it is now (UTC).
    Today(Day),
    /// The screen was drawn, and this is how much of each panel there was room for.
    Drawn(Box<Drawn>),
    /// The program was asked to suspend where no shell could continue it.
    CannotSuspend,
    /// A sentence to show in answer to the last key.
    Notify(String),
}

/// What is told of the file.
#[derive(Debug)]
pub enum FileEvent {
    /// It was read.
    Read(Box<Reading>),
    /// It was read without an error, and compared with what it said before.
    Reloaded(Box<Reloaded>),
    /// It cannot be read, and why.
    Unreadable(String),
    /// After trouble it says again what it said before.
    Unchanged,
    /// How it is followed from now on.
    WatchStatus(WatchStatus),
}

/// A dossier that was compared where it was read: for a large one that takes longer than a key may wait.
#[derive(Debug)]
pub struct Reloaded {
    /// The dossier.
    pub dossier: Arc<Dossier>,
    /// What is wrong with it without being an error.
    pub problems: Vec<Diagnostic>,
    /// The one before; `None` for the first.
    pub before: Option<Arc<Dossier>>,
    /// What has changed since that.
    pub changes: Vec<Change>,
}

/// What the world outside has to do after an action.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Effects {
    /// Draw the screen: something on it changed.
    pub draw: bool,
    /// What else to do.
    pub effect: Option<Effect>,
}

/// Something that the world outside has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Leave.
    Quit,
    /// Give the terminal back to the shell until it continues the program.
    Suspend,
    /// Draw every cell anew.
    Redraw,
    /// Read the file again.
    Reread,
    /// Open this web address.
    Open(String),
    /// Lend the terminal to the editor, with the file open at this place.
    Edit(Location),
    /// Copy this fact with its citation, and with the day where that is not today.
    Copy(Fact, Option<Day>),
}
