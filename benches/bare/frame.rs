//! The floor for a frame and a key: a ratatui program that draws a screen of text, and scrolls it by a line at any key
//! but `q`. It asks the terminal nothing.

use ratatui::crossterm::event::{self, Event, KeyCode};
use ratatui::widgets::{Block, Paragraph};

fn main() -> std::io::Result<()> {
    let lines =
        (0..120).map(|n| format!("{n:>4}  {}\n", "the convention, the border, and the vote ".repeat(3)));
    let text: String = lines.collect();
    let mut terminal = ratatui::init();
    let mut top = 0;
    loop {
        terminal.draw(|frame| {
            let page = Paragraph::new(text.as_str()).block(Block::bordered().title("Bare")).scroll((top, 0));
            frame.render_widget(page, frame.area());
        })?;
        match event::read()? {
            Event::Key(key) if key.code == KeyCode::Char('q') => break,
            _ => top = (top + 1) % 60,
        }
    }
    ratatui::restore();
    Ok(())
}
