//! Taking what was typed, without waiting for more.

use std::io;
use std::time::{Duration, Instant};

use ratatui::crossterm::event::{self, Event, KeyEventKind};

/// How long crossterm may look for an event. With no time at all its way of reading that we need (it bears a terminal
/// that is gone) does not look even once.
const LOOK: Duration = Duration::from_micros(50);

/// Appends what has come from the terminal to `events`: keys as they are pressed, not released, and of several new
/// sizes the last. Never waits for more. To be called when a [`Waiter`](super::Waiter) tells of input or of a new size.
///
/// # Errors
/// Where the terminal cannot be read; it is gone, most likely.
pub fn drain(events: &mut Vec<Event>) -> io::Result<()> {
    let mut size = None;
    while is_pending()? {
        match event::read()? {
            Event::Key(key) if key.kind != KeyEventKind::Press => {}
            Event::Resize(columns, rows) => size = Some(Event::Resize(columns, rows)),
            event => events.push(event),
        }
    }
    events.extend(size);
    Ok(())
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
