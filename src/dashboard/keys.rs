//! What a key does: run a command, or, where an overlay takes text, type.

use keybinds::{Key, KeyInput, Mods};
use tui_input::InputRequest;

use crate::config::{Command, Keymap};

use super::{Action, Overlay, State};

/// What a key does now; `None` where it does nothing.
pub fn action(state: &State, keymap: &Keymap, key: KeyInput) -> Option<Action> {
    if !state.overlay.is_some_and(|overlay| overlay.takes_text()) {
        return keymap.command(key).map(Action::Command);
    }
    // A key that leaves keeps doing so, whatever it is called, unless it is a letter.
    let leaves = |command: &Command| matches!(command, Command::Quit | Command::Suspend | Command::Redraw);
    let plain = |mods: Mods| mods == Mods::NONE || mods == Mods::SHIFT;
    let finds = state.overlay == Some(Overlay::Find);
    match key.key() {
        Key::Esc => Some(Action::Command(Command::Back)),
        Key::Enter => Some(Action::Accept),
        // The finder's list is moved through while one types.
        Key::Up if finds => Some(Action::Command(Command::Up)),
        Key::Down if finds => Some(Action::Command(Command::Down)),
        Key::Char('p') if finds && key.mods() == Mods::CTRL => Some(Action::Command(Command::Up)),
        Key::Char('n') if finds && key.mods() == Mods::CTRL => Some(Action::Command(Command::Down)),
        Key::Char(c) if plain(key.mods()) => Some(Action::Type(InputRequest::InsertChar(c))),
        _ => {
            let command = keymap.command(key).filter(leaves).map(Action::Command);
            command.or_else(|| editing(key).map(Action::Type))
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
