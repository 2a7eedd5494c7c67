//! What is drawn on: it stays as it is from frame to frame, and only what has changed is drawn again.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::Panel;

use super::panels::Drawings;

/// The cells of a screen, and what was drawn there.
#[derive(Debug, Clone, Default)]
pub struct Canvas {
    /// The cells, which nobody but [`draw`](super::draw) changes.
    pub buffer: Buffer,
    /// What panels drew lately.
    pub(super) drawings: Drawings,
    /// The panels that lie there, each in its place and with nothing over it.
    lying: Vec<(Panel, Rect)>,
}

impl Canvas {
    /// A blank one.
    pub fn new(area: Rect) -> Canvas {
        Canvas::of(Buffer::empty(area))
    }

    /// One on which this stands.
    pub fn of(buffer: Buffer) -> Canvas {
        Canvas { buffer, ..Canvas::default() }
    }

    /// Makes a part of it blank ground.
    pub(super) fn clear(&mut self, area: Rect, ground: Style) {
        let mut blank = Cell::EMPTY;
        blank.set_style(ground);
        let width = usize::from(area.width);
        for row in area.rows().filter(|row| !row.is_empty()) {
            let first = self.buffer.index_of(row.x, row.y);
            self.buffer.content[first..first + width].fill(blank.clone());
        }
    }

    /// Begins with what lies where. Unless that is as it was, all panels have to be put there again.
    pub(super) fn lay(&mut self, panels: &[(Panel, Rect)]) {
        if self.lying != panels {
            self.drawings.lift();
            self.lying = panels.to_vec();
        }
    }

    /// Notes that something lies over the panels.
    pub(super) fn cover(&mut self) {
        self.lying.clear();
    }
}
