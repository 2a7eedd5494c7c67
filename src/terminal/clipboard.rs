//! Copies text to the clipboard of the terminal with OSC 52, which works over SSH and needs no display.

use std::io::{self, Write};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::Output;

/// A program between flank and the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Multiplexer {
    /// No multiplexer.
    None,
    /// tmux, which forwards a wrapped sequence.
    Tmux,
    /// GNU screen, which forwards a sequence that is wrapped in short pieces.
    Screen,
}

impl Multiplexer {
    /// Returns the multiplexer that the environment names.
    fn detect() -> Multiplexer {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        match (set("TMUX"), set("STY")) {
            (true, _) => Multiplexer::Tmux,
            (false, true) => Multiplexer::Screen,
            _ => Multiplexer::None,
        }
    }
}

/// The bytes of a piece for screen, which accepts at most 768.
const PIECE: usize = 500;

/// Returns the bytes that copy `text` to the clipboard. The text is encoded, so that the terminal executes nothing of
/// it.
fn sequence(text: &str, multiplexer: Multiplexer) -> Vec<u8> {
    let plain = format!("\x1b]52;c;{}\x07", BASE64_STANDARD.encode(text));
    match multiplexer {
        Multiplexer::None => plain.into_bytes(),
        // The plain sequence is for a tmux that sets the clipboard itself, the wrapped one for a tmux that forwards it.
        // Copying twice is harmless.
        Multiplexer::Tmux => {
            let wrapped = plain.replace('\x1b', "\x1b\x1b");
            format!("{plain}\x1bPtmux;{wrapped}\x1b\\").into_bytes()
        }
        Multiplexer::Screen => {
            let pieces = plain.as_bytes().chunks(PIECE);
            pieces.flat_map(|piece| [b"\x1bP".as_slice(), piece, b"\x1b\\"].concat()).collect()
        }
    }
}

/// Copies `text` to the clipboard of the terminal.
///
/// # Errors
///
/// If the terminal cannot be written. Terminals do not report whether they copied the text.
pub fn copy(text: &str) -> io::Result<()> {
    Output::stdout().write_all(&sequence(text, Multiplexer::detect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_encoded_for_each_multiplexer() {
        let bytes = sequence("\x1b]0;x\x07 “Ä”", Multiplexer::None);
        assert_eq!(bytes, b"\x1b]52;c;G10wO3gHIOKAnMOE4oCd\x07");
        let tmux = String::from_utf8(sequence("a", Multiplexer::Tmux)).unwrap();
        assert_eq!(tmux, "\x1b]52;c;YQ==\x07\x1bPtmux;\x1b\x1b]52;c;YQ==\x07\x1b\\");
        let long = sequence(&"a".repeat(2000), Multiplexer::Screen);
        for piece in long.split(|b| *b == b'P').skip(1) {
            assert!(piece.len() < 768);
        }
    }
}
