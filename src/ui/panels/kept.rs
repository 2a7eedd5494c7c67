//! What panels drew lately, to be put there again where nothing that they went by has changed.

use std::collections::VecDeque;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

use crate::dashboard::{Edit, Hit};
use crate::dossier::Known;

use super::facts::Seen;
use super::scene::{Asked, Sight};

/// As many cells are kept as so many screens have: enough for five states that one goes to and fro between.
const SCREENS: usize = 6;

/// A panel as it was drawn.
#[derive(Debug, Clone)]
pub struct Drawing {
    sight: Sight,
    asked: Asked,
    seen: Seen,
    hits: Vec<Hit>,
    /// The cells of its area, row by row.
    cells: Vec<Cell>,
    /// Whether it lies there still.
    lies: bool,
}

impl Drawing {
    /// Takes what was just drawn.
    pub fn of(sight: Sight, asked: Asked, seen: Seen, hits: Vec<Hit>, buf: &Buffer) -> Drawing {
        let width = usize::from(sight.area.width);
        let mut cells = Vec::with_capacity(width * usize::from(sight.area.height));
        for row in sight.area.rows() {
            let first = buf.index_of(row.x, row.y);
            cells.extend_from_slice(&buf.content[first..first + width]);
        }
        Drawing { sight, asked, seen, hits, cells, lies: true }
    }

    fn put(&self, buf: &mut Buffer) {
        let width = usize::from(self.sight.area.width).max(1);
        for (row, cells) in self.sight.area.rows().zip(self.cells.chunks(width)) {
            let first = buf.index_of(row.x, row.y);
            buf.content[first..first + width].clone_from_slice(cells);
        }
    }
}

/// What panels drew lately; that which was needed last comes first.
#[derive(Debug, Clone, Default)]
pub struct Drawings(VecDeque<Drawing>);

impl Drawings {
    /// Has what the panel would draw in the buffer, if that is kept.
    pub fn put(
        &mut self,
        sight: &Sight,
        known: Known<'_>,
        edit: &Edit,
        buf: &mut Buffer,
        hits: &mut Vec<Hit>,
    ) -> Option<Seen> {
        let same = |old: &Drawing| old.sight == *sight && old.asked.still_holds(known, edit);
        let mut found = self.0.iter().position(same).and_then(|place| self.0.remove(place))?;
        if !found.lies {
            self.lift_from(sight.area);
            found.put(buf);
            found.lies = true;
        }
        hits.extend_from_slice(&found.hits);
        let seen = found.seen.clone();
        self.0.push_front(found);
        Some(seen)
    }

    /// Keeps a drawing that was just made, and forgets those that were not needed for the longest time, or never will be
    /// again.
    pub fn keep(&mut self, drawing: Drawing, buf: &Buffer) {
        self.lift_from(drawing.sight.area);
        self.0.retain(|old| old.sight.version == drawing.sight.version);
        self.0.push_front(drawing);
        let mut room = SCREENS * buf.content.len();
        let fits = |old: &Drawing| {
            let left = room.checked_sub(old.cells.len());
            room = left.unwrap_or(0);
            left.is_some()
        };
        let count = self.0.iter().map(fits).take_while(|fits| *fits).count();
        self.0.truncate(count);
    }

    /// Notes that none of them lies any longer where it was drawn.
    pub fn lift(&mut self) {
        self.0.iter_mut().for_each(|drawing| drawing.lies = false);
    }

    /// The same of those in one place.
    fn lift_from(&mut self, area: Rect) {
        self.0.iter_mut().filter(|old| old.sight.area == area).for_each(|old| old.lies = false);
    }
}
