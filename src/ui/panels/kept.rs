//! What panels drew lately, to be put there again where nothing that they went by has changed.

use std::collections::VecDeque;
use std::iter;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::{ChangeSet, HitRegion};
use crate::dossier::AsOf;

use super::context::{Asked, Sight};
use super::facts::Seen;

/// As many cells are kept as so many screens have: enough for five states that one goes to and fro between.
const SCREENS: usize = 6;

/// A panel as it was drawn.
#[derive(Debug, Clone)]
struct Drawing {
    sight: Sight,
    asked: Asked,
    seen: Seen,
    hits: Vec<HitRegion>,
    cells: Cells,
    /// Whether it lies there still.
    lies: bool,
}

/// The cells of an area, row by row, in far less room than they take on the screen: a state that is seen first takes 12
/// pages of new memory, and took 61, each of which the system has to be asked for.
#[derive(Debug, Clone, Default)]
struct Cells {
    /// Their signs, one behind the other; what is no sign of one character stands between two of [`BOUND`].
    signs: String,
    /// Each style, and for how many cells it goes on.
    styles: Vec<(Style, usize)>,
}

/// No text of a dossier or of ours has this, which terminals would take for an order.
const BOUND: char = '\u{1}';

impl Cells {
    /// Those of an area in place of what there was.
    fn take(&mut self, area: Rect, buf: &Buffer) {
        self.signs.clear();
        self.styles.clear();
        for row in area.rows() {
            let first = buf.index_of(row.x, row.y);
            buf.content[first..first + usize::from(row.width)].iter().for_each(|cell| self.add(cell));
        }
    }

    fn add(&mut self, cell: &Cell) {
        let sign = cell.symbol();
        let mut characters = sign.chars();
        if characters.next().is_some() && characters.next().is_none() {
            self.signs.push_str(sign);
        } else {
            self.signs.push(BOUND);
            self.signs.push_str(sign);
            self.signs.push(BOUND);
        }
        let style = cell.style();
        match self.styles.last_mut() {
            Some((last, count)) if *last == style => *count += 1,
            _ => self.styles.push((style, 1)),
        }
    }

    /// Puts them where they were, or in another place of the same size.
    fn put(&self, area: Rect, buf: &mut Buffer) {
        let mut signs = self.signs.as_str();
        let mut styles = self.styles.iter().flat_map(|(style, count)| iter::repeat_n(*style, *count));
        for row in area.rows() {
            let first = buf.index_of(row.x, row.y);
            for cell in &mut buf.content[first..first + usize::from(row.width)] {
                cell.reset();
                cell.set_symbol(next_sign(&mut signs));
                cell.set_style(styles.next().unwrap_or_default());
            }
        }
    }
}

/// Takes the first of the signs.
fn next_sign<'s>(signs: &mut &'s str) -> &'s str {
    let (sign, rest) = match signs.strip_prefix(BOUND) {
        Some(bound) => bound.split_once(BOUND).unwrap_or_default(),
        None => signs.split_at(signs.chars().next().map_or(0, char::len_utf8)),
    };
    *signs = rest;
    sign
}

/// What panels drew lately.
#[derive(Debug, Clone, Default)]
pub struct Drawings {
    /// That which was needed last comes first.
    kept: VecDeque<Drawing>,
    /// The cells of the last one, in the room in which they are gathered, so that each keeps no more than it needs: what
    /// grew bit by bit leaves gaps behind.
    gathered: Cells,
}

impl Drawings {
    /// Has what the panel would draw in the buffer, if that is kept.
    pub fn put(
        &mut self,
        sight: &Sight,
        known: AsOf<'_>,
        edit: &ChangeSet,
        buf: &mut Buffer,
        hits: &mut Vec<HitRegion>,
    ) -> Option<Seen> {
        // Those of another dossier will not be needed again, and make room for the new.
        self.kept.retain(|old| old.sight.version == sight.version);
        let same = |old: &Drawing| old.sight == *sight && old.asked.still_holds(known, edit);
        let mut found = self.kept.iter().position(same).and_then(|place| self.kept.remove(place))?;
        if !found.lies {
            self.lift_from(sight.area);
            found.cells.put(sight.area, buf);
            found.lies = true;
        }
        hits.extend_from_slice(&found.hits);
        let seen = found.seen.clone();
        self.kept.push_front(found);
        Some(seen)
    }

    /// Keeps what was just drawn, and forgets what was not needed for the longest time.
    pub fn keep(&mut self, sight: Sight, asked: Asked, seen: Seen, hits: Vec<HitRegion>, buf: &Buffer) {
        self.lift_from(sight.area);
        self.gathered.take(sight.area, buf);
        let cells = self.gathered.clone();
        self.kept.push_front(Drawing { sight, asked, seen, hits, cells, lies: true });
        let mut room = SCREENS * buf.content.len();
        let fits = |old: &Drawing| {
            let left = room.checked_sub(old.sight.area.area() as usize);
            room = left.unwrap_or(0);
            left.is_some()
        };
        let count = self.kept.iter().map(fits).take_while(|fits| *fits).count();
        self.kept.truncate(count);
    }

    /// Notes that none of them lies any longer where it was drawn.
    pub fn lift(&mut self) {
        self.kept.iter_mut().for_each(|drawing| drawing.lies = false);
    }

    /// The same of those in one place.
    fn lift_from(&mut self, area: Rect) {
        self.kept.iter_mut().filter(|old| old.sight.area == area).for_each(|old| old.lies = false);
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::{Color, Modifier};

    use super::*;

    #[test]
    fn cells_come_back_as_they_were() {
        let area = Rect::new(1, 1, 6, 2);
        let mut buf = Buffer::empty(Rect::new(0, 0, 8, 4));
        buf.set_string(1, 1, "ab", Style::new().fg(Color::Red).add_modifier(Modifier::BOLD));
        // A letter of two characters, a sign of two columns with nothing behind it, and one that is empty.
        buf.set_string(3, 1, "e\u{301}界", Style::new().bg(Color::Rgb(1, 2, 3)));
        buf[(6, 2)].set_symbol("");
        let mut kept = Cells { signs: "of another".into(), styles: vec![(Style::new(), 2)] };
        kept.take(area, &buf);
        let mut other = Buffer::filled(buf.area, Cell::new("x"));
        other.set_style(buf.area, Style::new().add_modifier(Modifier::UNDERLINED));
        kept.put(area, &mut other);
        for row in area.rows() {
            for place in row.columns() {
                assert_eq!(other[place.as_position()], buf[place.as_position()], "{place}");
            }
        }
        assert_eq!(other[(0, 0)].symbol(), "x");
    }
}
