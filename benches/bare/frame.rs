//! The baseline for startup and key presses: a ratatui program that draws a page of text, without queries to the terminal.
//! Each key press except `q` changes as many cells as the argument specifies, or changes them back.

use ratatui::crossterm::event::{self, Event, KeyCode};
use ratatui::widgets::{Block, Paragraph};

/// The size of the page: a terminal of 120x40 without the border.
const COLUMNS: usize = 118;
const ROWS: usize = 38;

/// Fills the page with text. Each of the first `shifted` cells contains the next character of the text instead of its
/// own. No two neighbours in the text are equal, so exactly these cells differ from the page with none shifted.
fn page(shifted: usize) -> String {
    const TEXT: &[u8] = b"the convention, the border, and the vote ";
    let cell = |n: usize| char::from(TEXT[(n + usize::from(n < shifted)) % TEXT.len()]);
    let row = |row| (0..COLUMNS).map(move |column| cell(row * COLUMNS + column)).chain(['\n']);
    (0..ROWS).flat_map(row).collect()
}

fn main() -> std::io::Result<()> {
    let changed = std::env::args().nth(1).map_or(0, |cells| cells.parse().expect("a number of cells"));
    let pages = [page(0), page(changed)];
    let mut terminal = ratatui::init();
    for press in 0.. {
        terminal.draw(|frame| {
            let page = Paragraph::new(pages[press % 2].as_str()).block(Block::bordered().title("Bare"));
            frame.render_widget(page, frame.area());
        })?;
        if matches!(event::read()?, Event::Key(key) if key.code == KeyCode::Char('q')) {
            break;
        }
    }
    ratatui::restore();
    Ok(())
}
