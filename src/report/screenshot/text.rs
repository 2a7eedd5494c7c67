//! A screen as plain text.

use ratatui::buffer::Buffer;

use super::row;

/// The rows of the screen, each ended, with nothing behind the last sign of a row.
pub fn render(buffer: &Buffer) -> String {
    rows(buffer).into_iter().map(|row| row + "\n").collect()
}

/// The same, row by row.
pub fn rows(buffer: &Buffer) -> Vec<String> {
    let text = |y| row(buffer, y).map(|cell| cell.symbol).collect::<String>().trim_end().to_owned();
    (buffer.area.top()..buffer.area.bottom()).map(text).collect()
}
