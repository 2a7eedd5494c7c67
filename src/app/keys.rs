//! Translates keys into messages: commands, or text for the overlay.

use keybinds::{Key, KeyInput, Mods};
use tui_input::InputRequest;

use crate::config::{Command, Keymap};

use super::{App, Message, Overlay};

/// Returns the message for a key; `None` if the open text field ignores it.
pub fn message(app: &App, keymap: &Keymap, key: KeyInput) -> Option<Message> {
    if !app.overlay.as_ref().is_some_and(Overlay::takes_text) {
        return Some(keymap.command(key).map_or(Message::Unbound(key), Message::Command));
    }
    // In a text field, keys bound to these commands still work unless they type a character.
    let works_in_text = |command: &Command| {
        matches!(command, Command::Quit | Command::Close | Command::Suspend | Command::Redraw)
    };
    let plain = |mods: Mods| mods == Mods::NONE || mods == Mods::SHIFT;
    let has_list = !matches!(app.overlay, Some(Overlay::Day(_)));
    match key.key() {
        Key::Esc => Some(Message::Command(Command::Back)),
        Key::Enter => Some(Message::Submit),
        Key::Up if has_list => Some(Message::Command(Command::Up)),
        Key::Down if has_list => Some(Message::Command(Command::Down)),
        Key::Char('p') if has_list && key.mods() == Mods::CTRL => Some(Message::Command(Command::Up)),
        Key::Char('n') if has_list && key.mods() == Mods::CTRL => Some(Message::Command(Command::Down)),
        Key::Char(c) if plain(key.mods()) => Some(Message::Input(InputRequest::InsertChar(c))),
        _ => {
            let command = keymap.command(key).filter(works_in_text).map(Message::Command);
            command.or_else(|| line_editing(key).map(Message::Input))
        }
    }
}

/// Returns the editing request for a key, with the bindings that shells use.
fn line_editing(key: KeyInput) -> Option<InputRequest> {
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
