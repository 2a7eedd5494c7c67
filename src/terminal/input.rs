//! Taking what was typed, without waiting for more.

use std::io;
use std::time::{Duration, Instant};

use ratatui::crossterm::event::{self, Event, KeyEventKind};

/// How long crossterm may look for an event. With no time at all its way of reading that we need (it bears a terminal
/// that is gone) does not look even once.
const LOOK: Duration = Duration::from_micros(50);

/// The next event that has come from the terminal, if any has: keys as they are pressed, not released. Never waits for
/// more. To be called, until there is none, when a [`EventSource`](super::EventSource) tells of input or of a new size.
///
/// Looking for what has not come takes a moment, so act on each event before looking for the next.
///
/// # Errors
/// Where the terminal cannot be read; it is gone, most likely.
pub fn next() -> io::Result<Option<Event>> {
    while is_pending()? {
        match event::read()? {
            Event::Key(key) if key.kind != KeyEventKind::Press => {}
            event => return Ok(Some(event)),
        }
    }
    Ok(None)
}

fn is_pending() -> io::Result<bool> {
    // If we were held up for all of that time, crossterm did not look, and keys that it has read already would lie there
    // until the next one is typed. So ask again, though not for ever.
    for _ in 0..10 {
        let begun = Instant::now();
        if event::poll(LOOK)? {
            return Ok(true);
        }
        if begun.elapsed() < 2 * LOOK {
            break;
        }
    }
    Ok(false)
}
