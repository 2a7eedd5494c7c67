//! Taking the terminal over and giving it back, by whatever way the program ends.

use std::fmt;
use std::io::{self, Write};
use std::panic;
use std::sync::atomic::{AtomicU8, Ordering};

use ratatui::crossterm::cursor::{Hide, Show};
use ratatui::crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste};
use ratatui::crossterm::terminal::{self, Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen};
use ratatui::crossterm::{Command, queue};

use super::unix::{exit_at_once, write_past_locks};

const RAW: u8 = 1;
const SCREEN: u8 = 1 << 1;
const CURSOR: u8 = 1 << 2;
const MOUSE: u8 = 1 << 3;
const PASTE: u8 = 1 << 4;

/// What has been done to the terminal. There is one terminal, and a panic in any thread has to be able to undo it.
static ENTERED: AtomicU8 = AtomicU8::new(0);

/// What is asked of the terminal beyond keys and a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Clicks and the wheel come to us, and selecting text takes Shift.
    pub mouse: bool,
    /// Pasted text comes as one event, not as keys.
    pub paste: bool,
}

/// The time during which the terminal is ours: raw mode, the alternate screen and a hidden cursor. Dropping it gives
/// the terminal back.
#[derive(Debug)]
pub struct Session {
    options: Options,
}

impl Session {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// Where there is no terminal, or it cannot be written to; it is then as it was.
    pub fn enter(options: Options) -> io::Result<Session> {
        let session = Session { options };
        session.resume()?;
        Ok(session)
    }

    /// Takes the terminal over again after [`leave`](Session::leave). All must be drawn anew, and its size may be
    /// another.
    ///
    /// # Errors
    /// As [`enter`](Session::enter).
    pub fn resume(&self) -> io::Result<()> {
        let entered = self.take_over();
        if entered.is_err() {
            restore();
        }
        entered
    }

    fn take_over(&self) -> io::Result<()> {
        // Each is marked before it is done: undoing what was not done does no harm, the other way round would.
        // Raw mode comes first: in the background, that is where the system stops us.
        ENTERED.fetch_or(RAW, Ordering::SeqCst);
        terminal::enable_raw_mode()?;
        let mut codes = Vec::new();
        let mut marks = SCREEN | CURSOR;
        // Cleared, for a terminal without a second screen still shows what was there, and the first frame draws no blanks.
        queue!(codes, EnterAlternateScreen, Clear(ClearType::All), Hide)?;
        if self.options.mouse {
            marks |= MOUSE;
            queue!(codes, EnableClicks)?;
        }
        if self.options.paste {
            marks |= PASTE;
            queue!(codes, EnableBracketedPaste)?;
        }
        ENTERED.fetch_or(marks, Ordering::SeqCst);
        let mut stdout = io::stdout();
        stdout.write_all(&codes)?;
        stdout.flush()
    }

    /// Gives the terminal back as it was; does nothing if it is already given back.
    pub fn leave(&self) {
        // What was drawn belongs to the screen that we leave. That it cannot be written any more must not keep us.
        let _ = io::stdout().flush();
        restore();
    }

    /// Takes the terminal over anew after something else may have changed it, such as a shell that went on while we
    /// were stopped.
    ///
    /// # Errors
    /// As [`enter`](Session::enter).
    pub fn reenter(&self) -> io::Result<()> {
        self.leave();
        self.resume()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.leave();
    }
}

/// Gives the terminal back as it was, from any thread and in any state; does nothing if it is not ours. Failures are
/// passed over: there is nowhere to tell of them.
pub fn restore() {
    let entered = ENTERED.swap(0, Ordering::SeqCst);
    let mut codes = Vec::new();
    // Writing to a vector does not fail.
    let _ = undo(entered, &mut codes);
    write_past_locks(&codes);
    if entered & RAW != 0 {
        let _ = terminal::disable_raw_mode();
    }
}

/// The reverse of what was entered, in the reverse order.
fn undo(entered: u8, codes: &mut Vec<u8>) -> io::Result<()> {
    if entered & PASTE != 0 {
        queue!(codes, DisableBracketedPaste)?;
    }
    if entered & MOUSE != 0 {
        queue!(codes, DisableMouseCapture)?;
    }
    if entered & CURSOR != 0 {
        queue!(codes, Show)?;
    }
    if entered & SCREEN != 0 {
        queue!(codes, LeaveAlternateScreen)?;
    }
    Ok(())
}

/// Undoes what another program may have left on when it ended without tidying up: modes of keys, mouse and pasting, the
/// second screen, a hidden cursor, colours and margins.
pub(super) fn reset_modes() {
    // The soft reset first, and what some terminals leave out of it: colours, margins, the origin, wrapping and the keys.
    let mut codes = b"\x1b[!p\x1b[m\x1b[r\x1b[?6l\x1b[?7h\x1b[?1l\x1b>\x1b[<u\x1b[>4m\x1b[?1004l".to_vec();
    // Writing to a vector does not fail.
    let _ = undo(MOUSE | PASTE | CURSOR | SCREEN, &mut codes);
    write_past_locks(&codes);
}

/// Has every panic, in whichever thread, give the terminal back before it is reported, and then end the program with
/// status 101. A dashboard without one of its threads would only seem to work.
pub fn install_panic_hook() {
    let previous = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let ours = ENTERED.load(Ordering::SeqCst) != 0;
        restore();
        previous(panic);
        if ours {
            // Without flushing: half a frame in standard output's buffer would land on the user's own screen.
            exit_at_once(101);
        }
        std::process::exit(101);
    }));
}

/// Asks for clicks and the wheel. crossterm's own asks for every movement as well, and each would wake us.
struct EnableClicks;

impl Command for EnableClicks {
    fn write_ansi(&self, f: &mut impl fmt::Write) -> fmt::Result {
        // Press and release; and coordinates in decimal, so that they go beyond column 223.
        f.write_str("\x1b[?1000h\x1b[?1006h")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_entered_is_undone() {
        let codes = |entered| {
            let mut codes = Vec::new();
            undo(entered, &mut codes).unwrap();
            String::from_utf8(codes).unwrap()
        };
        assert_eq!(codes(0), "");
        assert_eq!(codes(RAW), "");
        assert_eq!(codes(RAW | SCREEN | CURSOR), "\x1b[?25h\x1b[?1049l");
        assert!(codes(SCREEN | PASTE).starts_with("\x1b[?2004l"));
        assert!(codes(MOUSE).contains("\x1b[?1000l"));
    }
}
