//! Finding room for names.

/// Where names may stand and already do.
#[derive(Debug, Clone)]
pub struct Room {
    columns: u16,
    rows: u16,
    taken: Vec<(u16, u16, u16)>,
}

/// How far from its own place a name may be moved, nearest first: columns, rows.
const MOVES: [(i32, i32); 15] = [
    (0, 0),
    (0, -1),
    (0, 1),
    (-2, 0),
    (2, 0),
    (-2, -1),
    (2, -1),
    (-2, 1),
    (2, 1),
    (-4, 0),
    (4, 0),
    (0, -2),
    (0, 2),
    (-6, 0),
    (6, 0),
];

impl Room {
    /// A panel with nothing on it yet.
    pub fn new(columns: u16, rows: u16) -> Room {
        Room { columns, rows, taken: Vec::new() }
    }

    /// Whether `width` columns from a cell on are within the panel and free, a blank column at either side.
    pub fn is_free(&self, column: u16, row: u16, width: u16) -> bool {
        let inside = row < self.rows && column + width <= self.columns;
        inside
            && !self.taken.iter().any(|(x, y, wide)| *y == row && column <= x + wide && *x <= column + width)
    }

    /// Takes the cells.
    pub fn take(&mut self, column: u16, row: u16, width: u16) {
        self.taken.push((column, row, width));
    }

    /// Finds room for `width` columns centred on a place, or near it; takes it and returns where it begins.
    pub fn place(&mut self, (x, y): (f64, f64), width: u16, may_move: bool) -> Option<(u16, u16)> {
        let moves = if may_move { &MOVES[..] } else { &MOVES[..1] };
        // A place outside the panel has no name on it.
        if !(0.0..f64::from(self.columns)).contains(&x) || !(0.0..f64::from(self.rows)).contains(&y) {
            return None;
        }
        for (across, down) in moves {
            let column = x.floor() as i32 - i32::from(width) / 2 + across;
            let row = y.floor() as i32 + down;
            let (Ok(column), Ok(row)) = (u16::try_from(column), u16::try_from(row)) else { continue };
            if self.is_free(column, row, width) {
                self.take(column, row, width);
                return Some((column, row));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_never_touch_and_never_leave_the_panel() {
        let mut room = Room::new(40, 10);
        let first = room.place((20.0, 5.0), 6, true).unwrap();
        assert_eq!(first, (17, 5));
        let second = room.place((22.0, 5.0), 6, true).unwrap();
        assert_eq!(second.1, 4, "moved up a row: {second:?}");
        assert_eq!(room.place((22.0, 5.0), 6, false), None);
        assert_eq!(room.place((50.0, 5.0), 6, true), None);
        assert_eq!(room.place((39.9, 9.9), 6, true), Some((34, 9)));
    }
}
