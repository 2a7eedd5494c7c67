//! A screen as plain text.

use ratatui::buffer::Buffer;

use super::row;

/// Returns the rows of the screen, without trailing blanks.
pub fn render(buffer: &Buffer) -> String {
    rows(buffer).into_iter().map(|row| row + "\n").collect()
}

/// Returns the rows of the screen one by one.
pub fn rows(buffer: &Buffer) -> Vec<String> {
    let text = |y| row(buffer, y).map(|cell| cell.symbol).collect::<String>().trim_end().to_owned();
    (buffer.area.top()..buffer.area.bottom()).map(text).collect()
}
