//! What a key does: run a command, or, where an overlay takes text, type.

use keybinds::{Key, KeyInput, Mods};
use tui_input::InputRequest;

use crate::config::{Command, Keymap};

use super::{App, Message, Overlay};

/// What a key does now; `None` where it does nothing.
pub fn action(state: &App, keymap: &Keymap, key: KeyInput) -> Option<Message> {
    if !state.overlay.is_some_and(|overlay| overlay.takes_text()) {
        return keymap.command(key).map(Message::Command);
    }
    // A key that leaves keeps doing so, whatever it is called, unless it is a letter.
    let leaves = |command: &Command| matches!(command, Command::Quit | Command::Suspend | Command::Redraw);
    let plain = |mods: Mods| mods == Mods::NONE || mods == Mods::SHIFT;
    let finds = state.overlay == Some(Overlay::Search);
    match key.key() {
        Key::Esc => Some(Message::Command(Command::Back)),
        Key::Enter => Some(Message::Submit),
        // The finder's list is moved through while one types.
        Key::Up if finds => Some(Message::Command(Command::Up)),
        Key::Down if finds => Some(Message::Command(Command::Down)),
        Key::Char('p') if finds && key.mods() == Mods::CTRL => Some(Message::Command(Command::Up)),
        Key::Char('n') if finds && key.mods() == Mods::CTRL => Some(Message::Command(Command::Down)),
        Key::Char(c) if plain(key.mods()) => Some(Message::Input(InputRequest::InsertChar(c))),
        _ => {
            let command = keymap.command(key).filter(leaves).map(Message::Command);
            command.or_else(|| editing(key).map(Message::Input))
        }
    }
}

/// The keys of a line editor, as shells have them.
fn editing(key: KeyInput) -> Option<InputRequest> {
    let control = key.mods() == Mods::CTRL;
    Some(match (key.key(), control) {
        (Key::Backspace, false) => InputRequest::DeletePrevChar,
        (Key::Delete, false) => InputRequest::DeleteNextChar,
        (Key::Left, false) | (Key::Char('b'), true) => InputRequest::GoToPrevChar,
        (Key::Right, false) | (Key::Char('f'), true) => InputRequest::GoToNextChar,
        (Key::Left, true) => InputRequest::GoToPrevWord,
        (Key::Right, true) => InputRequest::GoToNextWord,
        (Key::Home, _) | (Key::Char('a'), true) => InputRequest::GoToStart,
        (Key::End, _) | (Key::Char('e'), true) => InputRequest::GoToEnd,
        (Key::Backspace | Key::Char('w'), true) => InputRequest::DeletePrevWord,
        (Key::Char('u'), true) => InputRequest::DeleteFromStart,
        (Key::Char('k'), true) => InputRequest::DeleteTillEnd,
        (Key::Char('h'), true) => InputRequest::DeletePrevChar,
        _ => return None,
    })
}
