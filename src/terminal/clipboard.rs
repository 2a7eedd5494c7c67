//! The clipboard of whoever sits at the terminal, by OSC 52: it works over SSH, and needs no display.

use std::io::{self, Write};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

/// What stands between us and the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Multiplexer {
    /// Nothing.
    Nothing,
    /// tmux, which hands on what is wrapped for it.
    Tmux,
    /// GNU screen, which hands on what is wrapped in short pieces.
    Screen,
}

impl Multiplexer {
    /// What the environment says.
    pub fn found() -> Multiplexer {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        match (set("TMUX"), set("STY")) {
            (true, _) => Multiplexer::Tmux,
            (false, true) => Multiplexer::Screen,
            _ => Multiplexer::Nothing,
        }
    }
}

/// The most bytes of a piece for screen, whose own limit is 768.
const PIECE: usize = 500;

/// The bytes that put `text` on the clipboard. The text is encoded, so that nothing of it reaches the terminal
/// as it is.
pub fn sequence(text: &str, multiplexer: Multiplexer) -> Vec<u8> {
    let plain = format!("\x1b]52;c;{}\x07", BASE64_STANDARD.encode(text));
    match multiplexer {
        Multiplexer::Nothing => plain.into_bytes(),
        // Itself for a tmux that takes it, and wrapped for one that passes it through; twice does no harm.
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

/// Puts `text` on the clipboard of the terminal behind standard output.
///
/// # Errors
///
/// When it cannot be written. Whether the terminal heeds it, it does not tell.
pub fn copy(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout();
    stdout.write_all(&sequence(text, Multiplexer::found()))?;
    stdout.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_text_reaches_the_terminal_as_it_is() {
        let bytes = sequence("\x1b]0;x\x07 “Ä”", Multiplexer::Nothing);
        assert_eq!(bytes, b"\x1b]52;c;G10wO3gHIOKAnMOE4oCd\x07");
        let tmux = String::from_utf8(sequence("a", Multiplexer::Tmux)).unwrap();
        assert_eq!(tmux, "\x1b]52;c;YQ==\x07\x1bPtmux;\x1b\x1b]52;c;YQ==\x07\x1b\\");
        let long = sequence(&"a".repeat(2000), Multiplexer::Screen);
        for piece in long.split(|b| *b == b'P').skip(1) {
            assert!(piece.len() < 768);
        }
    }
}
