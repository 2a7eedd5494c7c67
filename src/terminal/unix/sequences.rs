//! The meaning of bytes and of complete sequences, as xterm and its relatives send them.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use super::super::Input;

/// Returns the key of an ASCII byte.
pub fn key_of_byte(byte: u8, modifiers: KeyModifiers) -> Option<KeyEvent> {
    let control = |c: u8| KeyEvent::new(KeyCode::Char(c.into()), modifiers | KeyModifiers::CONTROL);
    Some(match byte {
        b'\r' => KeyEvent::new(KeyCode::Enter, modifiers),
        b'\t' => KeyEvent::new(KeyCode::Tab, modifiers),
        0x7f => KeyEvent::new(KeyCode::Backspace, modifiers),
        0x00 => control(b' '),
        0x01..=0x1a => control(byte - 1 + b'a'),
        0x1c..=0x1f => control(byte - 0x1c + b'4'),
        0x20..=0x7e => key_of_char(byte.into(), modifiers),
        _ => return None,
    })
}

/// Returns the key that types a character. A capital letter implies Shift.
pub fn key_of_char(c: char, modifiers: KeyModifiers) -> KeyEvent {
    let shift = if c.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    KeyEvent::new(KeyCode::Char(c), modifiers | shift)
}

/// Returns the key or click that a complete sequence means; `None` for every other sequence.
pub fn parse(sequence: &[u8]) -> Option<Input> {
    match sequence {
        [0x1b, b'[', b'[', letter @ b'A'..=b'E'] => Some(function_key(letter - b'A' + 1)),
        [0x1b, b'[', b'M', button, x, y] => click((button - 32).into(), (x - 32).into(), (y - 32).into()),
        [0x1b, b'[', b'<', parameters @ .., b'M'] => {
            let mut numbers = std::str::from_utf8(parameters).ok()?.split(';').map(|n| n.parse().ok());
            click(numbers.next()??, numbers.next()??, numbers.next()??)
        }
        [0x1b, introducer @ (b'[' | b'O'), parameters @ .., last] => {
            key(*introducer, std::str::from_utf8(parameters).ok()?, *last).map(Input::Key)
        }
        _ => None,
    }
}

fn function_key(number: u8) -> Input {
    Input::Key(KeyEvent::new(KeyCode::F(number), KeyModifiers::NONE))
}

/// Returns a click or a turn of the wheel, at coordinates that count from 1. Motion and releases have no use here.
fn click(button: u16, x: u16, y: u16) -> Option<Input> {
    // Bits 2 to 4 are Shift, Alt and Control.
    let kind = match button & !0b1_1100 {
        0 => MouseEventKind::Down(MouseButton::Left),
        1 => MouseEventKind::Down(MouseButton::Middle),
        2 => MouseEventKind::Down(MouseButton::Right),
        64 => MouseEventKind::ScrollUp,
        65 => MouseEventKind::ScrollDown,
        _ => return None,
    };
    let (column, row) = (x.checked_sub(1)?, y.checked_sub(1)?);
    Some(Input::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }))
}

/// Returns the key of a control sequence with parameters such as `1;5` (the second is the modifiers).
fn key(introducer: u8, parameters: &str, last: u8) -> Option<KeyEvent> {
    // A part after a colon belongs to the kitty keyboard protocol: alternate keys, and whether the key is released.
    let mut parameters = parameters.split(';').map(|parameter| parameter.split(':'));
    let mut number = || -> Option<(u32, Option<&str>)> {
        let Some(mut parts) = parameters.next() else { return Some((1, None)) };
        let number = parts.next().filter(|number| !number.is_empty());
        Some((number.map_or(Some(1), |number| number.parse().ok())?, parts.next()))
    };
    let (first, _) = number()?;
    let (modifiers, event) = number()?;
    let (third, _) = number()?;
    if event == Some("3") {
        return None;
    }
    let modifiers = modifiers_of(modifiers);
    let code = match (last, first) {
        (b'A', 1) => KeyCode::Up,
        (b'B', 1) => KeyCode::Down,
        (b'C', 1) => KeyCode::Right,
        (b'D', 1) => KeyCode::Left,
        (b'H', 1) | (b'~', 1 | 7) => KeyCode::Home,
        (b'F', 1) | (b'~', 4 | 8) => KeyCode::End,
        (b'Z', 1) => return Some(KeyEvent::new(KeyCode::BackTab, modifiers | KeyModifiers::SHIFT)),
        (b'P' | b'Q' | b'S', 1) => KeyCode::F(last - b'P' + 1),
        // `CSI R` is also the reply with the position of the cursor.
        (b'R', 1) if introducer == b'O' => KeyCode::F(3),
        (b'~', 2) => KeyCode::Insert,
        (b'~', 3) => KeyCode::Delete,
        (b'~', 5) => KeyCode::PageUp,
        (b'~', 6) => KeyCode::PageDown,
        (b'~', n @ 11..=15) => KeyCode::F(n as u8 - 10),
        (b'~', n @ 17..=21) => KeyCode::F(n as u8 - 11),
        (b'~', n @ 23..=26) => KeyCode::F(n as u8 - 12),
        (b'~', n @ 28..=29) => KeyCode::F(n as u8 - 15),
        (b'~', n @ 31..=34) => KeyCode::F(n as u8 - 17),
        (b'~', 27) => return key_of_number(third, modifiers),
        (b'u', n) => return key_of_number(n, modifiers),
        _ => return None,
    };
    Some(KeyEvent::new(code, modifiers))
}

/// Returns the modifiers of a sequence, which sends 1 plus a bit for each.
fn modifiers_of(number: u32) -> KeyModifiers {
    [
        KeyModifiers::SHIFT,
        KeyModifiers::ALT,
        KeyModifiers::CONTROL,
        KeyModifiers::SUPER,
        KeyModifiers::HYPER,
        KeyModifiers::META,
    ]
    .into_iter()
    .enumerate()
    .filter(|(bit, _)| number.saturating_sub(1) >> bit & 1 == 1)
    .fold(KeyModifiers::NONE, |all, (_, modifier)| all | modifier)
}

/// Returns the key of a character's number, as in `CSI 97;5u` and `CSI 27;5;97~`.
fn key_of_number(number: u32, modifiers: KeyModifiers) -> Option<KeyEvent> {
    let shift = modifiers.contains(KeyModifiers::SHIFT);
    let code = match number {
        9 if shift => KeyCode::BackTab,
        9 => KeyCode::Tab,
        13 | 57414 => KeyCode::Enter,
        27 => KeyCode::Esc,
        127 => KeyCode::Backspace,
        _ => {
            // The private use area holds keys without a character.
            let c = char::from_u32(number).filter(|c| !c.is_control())?;
            let c = if shift && c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c };
            return (!('\u{e000}'..='\u{f8ff}').contains(&c)).then(|| key_of_char(c, modifiers));
        }
    };
    Some(KeyEvent::new(code, modifiers))
}
