//! What panels drew lately, to be put there again where nothing that they went by has changed.

use std::cell::RefCell;
use std::collections::VecDeque;

use ratatui::buffer::{Buffer, Cell};

use crate::dashboard::{Edit, Hit};
use crate::dossier::Known;

use super::facts::Seen;
use super::scene::{Asked, Sight};

/// As many cells are kept as so many screens have: enough for five states that one goes to and fro between.
const SCREENS: usize = 6;

/// A panel as it was drawn.
pub struct Drawing {
    sight: Sight,
    asked: Asked,
    seen: Seen,
    hits: Vec<Hit>,
    /// The cells of its area, row by row.
    cells: Vec<Cell>,
}

impl Drawing {
    /// Takes what stands in a buffer.
    pub fn of(sight: Sight, asked: Asked, seen: Seen, hits: Vec<Hit>, buf: &Buffer) -> Drawing {
        let width = usize::from(sight.area.width);
        let mut cells = Vec::with_capacity(width * usize::from(sight.area.height));
        for row in sight.area.rows() {
            let first = buf.index_of(row.x, row.y);
            cells.extend_from_slice(&buf.content[first..first + width]);
        }
        Drawing { sight, asked, seen, hits, cells }
    }

    fn put(&self, buf: &mut Buffer) {
        let width = usize::from(self.sight.area.width).max(1);
        for (row, cells) in self.sight.area.rows().zip(self.cells.chunks(width)) {
            let first = buf.index_of(row.x, row.y);
            buf.content[first..first + width].clone_from_slice(cells);
        }
    }
}

thread_local! {
    /// The one that was needed last comes first.
    static DRAWN: RefCell<VecDeque<Drawing>> = const { RefCell::new(VecDeque::new()) };
}

/// Puts into the buffer what the panel would draw, if that is kept.
pub fn put(
    sight: &Sight,
    known: Known<'_>,
    edit: &Edit,
    buf: &mut Buffer,
    hits: &mut Vec<Hit>,
) -> Option<Seen> {
    DRAWN.with_borrow_mut(|drawn| {
        let same = |old: &Drawing| old.sight == *sight && old.asked.still_holds(known, edit);
        let found = drawn.iter().position(same).and_then(|place| drawn.remove(place))?;
        found.put(buf);
        hits.extend_from_slice(&found.hits);
        let seen = found.seen.clone();
        drawn.push_front(found);
        Some(seen)
    })
}

/// Keeps a drawing, and forgets those that were not needed for the longest time, or never will be again.
pub fn keep(drawing: Drawing, buf: &Buffer) {
    DRAWN.with_borrow_mut(|drawn| {
        drawn.retain(|old| old.sight.version == drawing.sight.version);
        drawn.push_front(drawing);
        let mut room = SCREENS * buf.content.len();
        let fits = |old: &Drawing| {
            let left = room.checked_sub(old.cells.len());
            room = left.unwrap_or(0);
            left.is_some()
        };
        let count = drawn.iter().map(fits).take_while(|fits| *fits).count();
        drawn.truncate(count);
    });
}
