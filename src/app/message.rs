//! What can happen to the dashboard, and what it asks of the runtime.

use std::sync::Arc;
use std::time::Instant;

use keybinds::KeyInput;
use tui_input::InputRequest;

use crate::config::Command;
use crate::dossier::{Change, Day, Diagnostic, Dossier, Fact, Location, Reading};

use super::WatchStatus;

/// Something that happened to the dashboard. Input without a meaning produces no message.
#[derive(Debug)]
pub enum Message {
    /// A key ran a command.
    Command(Command),
    /// A key that is bound to no command.
    Unbound(KeyInput),
    /// A key edits the text of the overlay.
    Input(InputRequest),
    /// Text was pasted. It may contain anything.
    Paste(String),
    /// The text of the overlay is complete.
    Submit,
    /// A cell was clicked: column and row, from 0, and when.
    Click(u16, u16, Instant),
    /// The wheel was turned over a cell: column, row, and whether down.
    Wheel(u16, u16, bool),
    /// The file was read, or its state changed.
    File(FileEvent),
    /// A new day began (UTC).
    Today(Day),
    /// The runtime answers the last key with this sentence.
    Notify(String),
}

/// News of the file.
#[derive(Debug)]
pub enum FileEvent {
    /// It was read.
    Read(Box<Reading>),
    /// It was read without an error, and compared with the dossier before.
    Reloaded(Box<Reloaded>),
    /// It cannot be read, for this reason.
    Unreadable(String),
    /// After an error it is again as it was before.
    Unchanged,
    /// From now on it is watched in this way.
    WatchStatus(WatchStatus),
}

/// A dossier that was compared on the thread that read it, since a large one takes longer than a key may wait.
#[derive(Debug)]
pub struct Reloaded {
    /// The dossier.
    pub dossier: Arc<Dossier>,
    /// Its warnings.
    pub problems: Vec<Diagnostic>,
    /// The dossier before it; `None` for the first.
    pub before: Option<Arc<Dossier>>,
    /// The changes between the two.
    pub changes: Vec<Change>,
}

/// What the runtime has to do after a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Quit.
    Quit,
    /// Give the terminal back to the shell until it continues the program.
    Suspend,
    /// Write every cell again.
    Redraw,
    /// Read the file again.
    Reload,
    /// Show the next theme.
    NextTheme,
    /// Open this web address.
    Open(String),
    /// Open the editor at this location of the file.
    Edit(Location),
    /// Copy this fact with its citation, and with the day where that is not today.
    Copy(Fact, Option<Day>),
    /// Copy the focused panel as Markdown.
    CopyPanel,
}
