//! Messages to the dashboard, and the effects it requests from the runtime.

use std::sync::Arc;
use std::time::Instant;

use keybinds::KeyInput;
use tui_input::InputRequest;

use crate::config::Command;
use crate::dossier::{Change, Day, Diagnostic, Dossier, Fact, Location, Reading};

use super::WatchStatus;

/// An input or event. Input that is ignored produces no message.
#[derive(Debug)]
pub enum Message {
    /// A command, run by a key.
    Command(Command),
    /// A key without a command.
    Unbound(KeyInput),
    /// An edit of the text field.
    Input(InputRequest),
    /// Pasted text. It may contain any characters.
    Paste(String),
    /// Enter in a text field.
    Submit,
    /// A click on a cell: column and row, from 0, and its time.
    Click(u16, u16, Instant),
    /// A turn of the wheel over a cell: column, row, and whether downwards.
    Wheel(u16, u16, bool),
    /// An event of the file.
    File(FileEvent),
    /// A new day began (UTC).
    Today(Day),
    /// The runtime's answer to the last key, for the status line.
    Notify(String),
}

/// An event of the file.
#[derive(Debug)]
pub enum FileEvent {
    /// The file was read.
    Read(Box<Reading>),
    /// The file was read without errors, and compared with the previous dossier.
    Reloaded(Box<Reloaded>),
    /// The file cannot be read, for this reason.
    Unreadable(String),
    /// After an error, the file has its previous content again.
    Unchanged,
    /// The way in which the file is watched has changed.
    WatchStatus(WatchStatus),
}

/// A dossier that the reading thread has compared with the previous one. Large dossiers would block the event loop.
#[derive(Debug)]
pub struct Reloaded {
    /// The dossier.
    pub dossier: Arc<Dossier>,
    /// Its warnings.
    pub problems: Vec<Diagnostic>,
    /// The previous dossier; `None` for the first.
    pub before: Option<Arc<Dossier>>,
    /// The changes between the two.
    pub changes: Vec<Change>,
}

/// An action for the runtime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Quit.
    Quit,
    /// Suspend the program until the shell continues it.
    Suspend,
    /// Write every cell of the screen again.
    Redraw,
    /// Read the file again.
    Reload,
    /// Show the next theme.
    NextTheme,
    /// Open this web address.
    Open(String),
    /// Open the editor at this location of the file.
    Edit(Location),
    /// Copy this fact with its citation, and with the day if that is not today.
    Copy(Fact, Option<Day>),
    /// Copy the focused panel as Markdown.
    CopyPanel,
}
