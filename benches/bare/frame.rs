//! The floor for a frame and a key: a ratatui program that draws a screen of text, and scrolls it by a line at any key
//! but `q` and `x`, which puts other words into fourteen lines. It asks the terminal nothing.

use ratatui::crossterm::event::{self, Event, KeyCode};
use ratatui::widgets::{Block, Paragraph};

fn main() -> std::io::Result<()> {
    let page = |words: &str| -> String {
        let words = |n| if n % 10 < 4 { words } else { "the convention, the border, and the vote " };
        (0..120).map(|n| format!("{n:>4}  {}\n", words(n).repeat(3))).collect()
    };
    let pages = [
        page("the convention, the border, and the vote "),
        page("A minister, a parliament; its president. "),
    ];
    let mut terminal = ratatui::init();
    let (mut top, mut shown) = (0, 0);
    loop {
        terminal.draw(|frame| {
            let page = Paragraph::new(pages[shown].as_str()).block(Block::bordered().title("Bare"));
            frame.render_widget(page.scroll((top, 0)), frame.area());
        })?;
        match event::read()? {
            Event::Key(key) if key.code == KeyCode::Char('q') => break,
            Event::Key(key) if key.code == KeyCode::Char('x') => shown = 1 - shown,
            _ => top = (top + 1) % 60,
        }
    }
    ratatui::restore();
    Ok(())
}
