//! Sets the terminal up, and restores it however the program ends.

use std::io::{self, Write};
use std::panic;
use std::sync::atomic::{AtomicU8, Ordering};

use ratatui::crossterm::cursor::{Hide, Show};
use ratatui::crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use ratatui::crossterm::queue;
use ratatui::crossterm::terminal::{
    self, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
};

use super::Output;

const RAW: u8 = 1;
const SCREEN: u8 = 1 << 1;
const MOUSE: u8 = 1 << 2;

/// The modes that are set. There is one terminal, and a panic in any thread has to restore it.
static ENTERED: AtomicU8 = AtomicU8::new(0);

/// The time during which the terminal is set up: raw mode, the alternate screen, a hidden cursor and bracketed paste.
/// Dropping it restores the terminal.
#[derive(Debug)]
pub struct Session {
    mouse: bool,
}

impl Session {
    /// Sets the terminal up. With `mouse`, clicks and the wheel are input, and selecting text takes Shift.
    ///
    /// # Errors
    ///
    /// If there is no terminal, or it cannot be written. The terminal is then restored.
    pub fn enter(mouse: bool) -> io::Result<Session> {
        let session = Session { mouse };
        session.resume()?;
        Ok(session)
    }

    /// Sets the terminal up again after [`leave`](Session::leave). Everything must be drawn again, and the size may
    /// have changed.
    ///
    /// # Errors
    ///
    /// As [`enter`](Session::enter).
    pub fn resume(&self) -> io::Result<()> {
        self.set_up().inspect_err(|_| restore())
    }

    fn set_up(&self) -> io::Result<()> {
        // Each mode is marked before it is set, because resetting a mode that is not set is harmless, and leaving one
        // set is not. Raw mode comes first, because the system stops a program in the background at this call.
        ENTERED.fetch_or(RAW, Ordering::SeqCst);
        terminal::enable_raw_mode()?;
        let mut codes = Vec::new();
        let mut marks = SCREEN;
        // A terminal without an alternate screen is cleared, because the first frame writes no blanks.
        queue!(codes, EnterAlternateScreen, Clear(ClearType::All), Hide, EnableBracketedPaste)?;
        if self.mouse {
            marks |= MOUSE;
            enable_clicks(&mut codes)?;
        }
        ENTERED.fetch_or(marks, Ordering::SeqCst);
        Output::stdout().write_all(&codes)
    }

    /// Restores the terminal, if it is set up.
    pub fn leave(&self) {
        restore();
    }

    /// Sets the terminal up again after something else may have changed it, such as a shell that ran while the program
    /// was stopped.
    ///
    /// # Errors
    ///
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

/// Restores the terminal, from any thread. Does nothing if it is not set up. Errors are ignored, because they cannot be
/// reported.
pub fn restore() {
    let entered = ENTERED.swap(0, Ordering::SeqCst);
    let mut codes = Vec::new();
    // Writing to a vector does not fail.
    let _ = undo(entered, &mut codes);
    let _ = Output::stdout().write_all(&codes);
    if entered & RAW != 0 {
        let _ = terminal::disable_raw_mode();
    }
}

/// Queues the codes that enable clicks and the wheel. crossterm's own command also enables motion, which would wake the
/// program. On Windows, only that command exists, and acts at once.
fn enable_clicks(codes: &mut Vec<u8>) -> io::Result<()> {
    if cfg!(windows) {
        queue!(codes, EnableMouseCapture)
    } else {
        // Press and release, with decimal coordinates, which can exceed 223.
        codes.write_all(b"\x1b[?1000h\x1b[?1006h")
    }
}

/// Queues the codes that reset the entered modes, in reverse order.
fn undo(entered: u8, codes: &mut Vec<u8>) -> io::Result<()> {
    if entered & MOUSE != 0 {
        // On Windows, this acts at once and fails if the mouse was never captured. The other modes are reset anyway.
        let _ = queue!(codes, DisableMouseCapture);
    }
    if entered & SCREEN != 0 {
        // A frame may be unfinished.
        queue!(codes, EndSynchronizedUpdate, DisableBracketedPaste, Show, LeaveAlternateScreen)?;
    }
    Ok(())
}

/// Resets the modes that a crashed program may have left set: keys, mouse, pasting, the alternate screen, a hidden
/// cursor, colours and margins.
pub(super) fn reset_modes() {
    // The soft reset, and the parts of it that some terminals omit: colours, margins, origin, wrapping and keys.
    let mut codes = b"\x1b[!p\x1b[m\x1b[r\x1b[?6l\x1b[?7h\x1b[?1l\x1b>\x1b[<u\x1b[>4m\x1b[?1004l".to_vec();
    // Writing to a vector does not fail.
    let _ = undo(MOUSE | SCREEN, &mut codes);
    let _ = Output::stdout().write_all(&codes);
}

/// Makes a panic in any thread restore the terminal, print its message, and end the program with status 101. Without
/// one of its threads, the dashboard would only seem to work.
pub fn install_panic_hook() {
    let previous = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        restore();
        previous(panic);
        std::process::exit(101);
    }));
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
        assert_eq!(codes(RAW | SCREEN), "\x1b[?2026l\x1b[?2004l\x1b[?25h\x1b[?1049l");
        if cfg!(unix) {
            assert!(codes(MOUSE).contains("\x1b[?1000l"));
        }
    }
}
