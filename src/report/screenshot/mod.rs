//! Screenshots: a screen as SVG, as text, or as text with the colours of a terminal.
//!
//! All formats are written cell by cell from the drawn [`Buffer`], so that a screenshot matches the terminal and looks
//! the same everywhere. [`HeadlessApp`] draws the dashboard on such a buffer.

mod animation;
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

/// The format of a screenshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// A drawing.
    Svg,
    /// Plain text.
    Text,
    /// Text with colours for a terminal.
    Ansi,
}

impl Format {
    /// Every format with its file extension.
    pub const EXTENSIONS: [(&str, Format); 3] =
        [("svg", Format::Svg), ("txt", Format::Text), ("ans", Format::Ansi)];

    /// Returns the format of files with this extension.
    pub fn from_extension(extension: &str) -> Option<Format> {
        Format::EXTENSIONS.iter().find(|(known, _)| known.eq_ignore_ascii_case(extension)).map(|(_, f)| *f)
    }
}

/// Renders a screen. Only SVG has a title and a background.
pub fn render(buffer: &Buffer, format: Format, title: &str, background: Background) -> String {
    match format {
        Format::Svg => svg::render(std::slice::from_ref(buffer), title, background, 0.0),
        Format::Text => text::render(buffer),
        Format::Ansi => ansi::render(buffer),
    }
}

/// Renders screens of one size as an animated SVG. Each takes `seconds`, and the last one twice as long. Readers who
/// prefer reduced motion see only the last one.
pub fn animate(screens: &[Buffer], title: &str, background: Background, seconds: f32) -> String {
    svg::render(screens, title, background, seconds)
}

/// A grapheme on the screen, and its cells.
struct GlyphCell<'b> {
    /// The first column.
    x: u16,
    /// The number of cells.
    width: u16,
    symbol: Cow<'b, str>,
    style: Style,
}

impl GlyphCell<'_> {
    /// Returns whether only the background is visible.
    fn is_blank(&self) -> bool {
        self.symbol.chars().all(|c| c == ' ')
    }
}

/// Returns the graphemes of a row from left to right.
fn row(buffer: &Buffer, y: u16) -> impl Iterator<Item = GlyphCell<'_>> {
    let right = buffer.area.right();
    let mut x = buffer.area.x;
    std::iter::from_fn(move || {
        let cell = (x < right).then(|| &buffer[(x, y)])?;
        let symbol = sanitized(cell);
        let width = u16::try_from(symbol.width()).unwrap_or(1).clamp(1, right - x);
        let cell = GlyphCell { x: x - buffer.area.x, width, symbol, style: cell.style() };
        x += width;
        Some(cell)
    })
}

/// Returns the text of a cell. Replaces control characters, which terminals would execute and XML cannot contain. Text
/// of a dossier has none.
fn sanitized(cell: &Cell) -> Cow<'_, str> {
    match cell.symbol() {
        "" => Cow::Borrowed(" "),
        symbol if symbol.chars().any(char::is_control) => Cow::Borrowed("\u{fffd}"),
        symbol => Cow::Borrowed(symbol),
    }
}
