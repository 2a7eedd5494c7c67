//! A screen as a file: SVG, text, or text with colours for a terminal.
//!
//! All three are written from the drawn [`Buffer`], cell by cell, so that a picture shows what a terminal
//! would, and shows it alike wherever it is looked at.

pub mod ansi;
pub mod colours;
mod glyphs;
mod headless;
mod rects;
mod shapes;
pub mod svg;
pub mod text;
mod text_runs;

use std::borrow::Cow;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

pub use colours::Background;
pub use headless::{HeadlessApp, KeyError, UiOptions};
pub use shapes::is_drawn;

/// What a picture is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A drawing for pages and papers.
    Svg,
    /// Plain text.
    Text,
    /// Text with the sequences that colour it on a terminal.
    Ansi,
}

impl Format {
    /// Every format with the ending of its files.
    pub const ENDINGS: [(&str, Format); 3] =
        [("svg", Format::Svg), ("txt", Format::Text), ("ans", Format::Ansi)];

    /// The format of files with this ending.
    pub fn of_ending(ending: &str) -> Option<Format> {
        Format::ENDINGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(ending)).map(|(_, f)| *f)
    }
}

/// Writes what stands on a screen. Title and ground are for the SVG alone; the other two have neither.
pub fn render(buffer: &Buffer, format: Format, title: &str, background: Background) -> String {
    match format {
        Format::Svg => svg::render(buffer, title, background),
        Format::Text => text::render(buffer),
        Format::Ansi => ansi::render(buffer),
    }
}

/// A sign on the screen, which may take more than one cell.
struct GlyphCell<'b> {
    /// Its first column.
    x: u16,
    /// The cells that it takes.
    width: u16,
    /// What is written there.
    symbol: Cow<'b, str>,
    style: Style,
}

impl GlyphCell<'_> {
    /// Whether there is nothing to be seen but the ground.
    fn is_blank(&self) -> bool {
        self.symbol.chars().all(|c| c == ' ')
    }
}

/// The signs of a row from left to right.
fn row(buffer: &Buffer, y: u16) -> impl Iterator<Item = GlyphCell<'_>> {
    let right = buffer.area.right();
    let mut x = buffer.area.x;
    std::iter::from_fn(move || {
        let cell = (x < right).then(|| &buffer[(x, y)])?;
        let symbol = harmless(cell);
        let width = u16::try_from(symbol.width()).unwrap_or(1).clamp(1, right - x);
        let cell = GlyphCell { x: x - buffer.area.x, width, symbol, style: cell.style() };
        x += width;
        Some(cell)
    })
}

/// What stands in a cell. Texts of a dossier hold no control characters; this makes sure of all others, since
/// a picture may be printed, and XML cannot hold them.
fn harmless(cell: &Cell) -> Cow<'_, str> {
    match cell.symbol() {
        "" => Cow::Borrowed(" "),
        symbol if symbol.chars().any(char::is_control) => Cow::Borrowed("\u{fffd}"),
        symbol => Cow::Borrowed(symbol),
    }
}
