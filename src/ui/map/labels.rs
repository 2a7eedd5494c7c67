//! Finding room for names.

use std::sync::LazyLock;

/// Where names may stand and already do.
#[derive(Debug, Clone)]
pub struct LabelPlacer {
    columns: u16,
    rows: u16,
    /// For each cell whether a line is drawn in it.
    lines: Vec<bool>,
    taken: Vec<(u16, u16, u16)>,
}

/// What a name may be written over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverlapPolicy {
    /// Anything, but only at its own place.
    Anything,
    /// Lines, where there is no room beside them.
    LinesIfNeeded,
    /// No lines.
    NoLines,
    /// No lines, and only at its own place.
    NoLinesAndThere,
}

/// How far from its own place a name may be moved: columns, rows.
const FAR: (i32, i32) = (9, 3);

/// All moves up to there, the nearest first; a row is as far as two columns.
static MOVES: LazyLock<Vec<(i32, i32)>> = LazyLock::new(|| {
    let moves = (-FAR.0..=FAR.0).flat_map(|across| (-FAR.1..=FAR.1).map(move |down| (across, down)));
    let mut moves: Vec<(i32, i32)> = moves.collect();
    moves.sort_by_key(|(across, down)| across * across + 4 * down * down);
    moves
});

impl LabelPlacer {
    /// A panel with lines and no names yet.
    pub fn new(columns: u16, rows: u16, lines: Vec<bool>) -> LabelPlacer {
        LabelPlacer { columns, rows, lines, taken: Vec::new() }
    }

    /// Whether `width` columns from a cell on are within the panel and free, a blank column at either side.
    fn is_free(&self, column: u16, row: u16, width: u16, lines: bool) -> bool {
        let inside = row < self.rows && column + width <= self.columns;
        let taken = |(x, y, wide): &(u16, u16, u16)| *y == row && column <= x + wide && *x <= column + width;
        let start = usize::from(row) * usize::from(self.columns) + usize::from(column);
        inside
            && !self.taken.iter().any(taken)
            && (lines || !self.lines[start..start + usize::from(width)].iter().any(|line| *line))
    }

    /// Finds room for `width` columns centred on a place, or near it where the middle is still `home`, that is,
    /// on what the name stands for; takes it and returns where it begins.
    pub fn place(
        &mut self,
        (x, y): (f64, f64),
        width: u16,
        over: OverlapPolicy,
        home: &dyn Fn(u16, u16) -> bool,
    ) -> Option<(u16, u16)> {
        // A place outside the panel has no name on it.
        if !(0.0..f64::from(self.columns)).contains(&x) || !(0.0..f64::from(self.rows)).contains(&y) {
            return None;
        }
        let there = (x.floor() as i32 - i32::from(width) / 2, y.floor() as i32);
        let found = match over {
            OverlapPolicy::Anything => self.try_at(there, width, true),
            OverlapPolicy::NoLinesAndThere => self.try_at(there, width, false),
            OverlapPolicy::NoLines => self.try_near(there, width, false, home),
            OverlapPolicy::LinesIfNeeded => self
                .try_near(there, width, false, home)
                .or_else(|| self.try_near(there, width, true, home))
                .or_else(|| self.try_at(there, width, true)),
        };
        if let Some((column, row)) = found {
            self.taken.push((column, row, width));
        }
        found
    }

    fn try_at(&self, (column, row): (i32, i32), width: u16, lines: bool) -> Option<(u16, u16)> {
        let at = (u16::try_from(column).ok()?, u16::try_from(row).ok()?);
        self.is_free(at.0, at.1, width, lines).then_some(at)
    }

    /// The nearest free cells.
    fn try_near(
        &self,
        (column, row): (i32, i32),
        width: u16,
        lines: bool,
        home: &dyn Fn(u16, u16) -> bool,
    ) -> Option<(u16, u16)> {
        let at = |(across, down): &(i32, i32)| self.try_at((column + across, row + down), width, lines);
        MOVES.iter().filter_map(at).find(|(x, y)| home(x + width / 2, *y))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_never_touch_and_never_leave_the_panel() {
        let mut room = LabelPlacer::new(40, 10, vec![false; 400]);
        assert_eq!(room.place((20.0, 5.0), 6, OverlapPolicy::NoLines, &|_, _| true), Some((17, 5)));
        let second = room.place((22.0, 5.0), 6, OverlapPolicy::NoLines, &|_, _| true).unwrap();
        assert_ne!(second.1, 5, "moved to another row: {second:?}");
        assert_eq!(room.place((22.0, 5.0), 6, OverlapPolicy::Anything, &|_, _| true), None);
        assert_eq!(room.place((50.0, 5.0), 6, OverlapPolicy::NoLines, &|_, _| true), None);
        assert_eq!(room.place((39.9, 9.9), 6, OverlapPolicy::NoLines, &|_, _| true), Some((34, 9)));
    }

    #[test]
    fn lines_are_written_over_only_where_that_is_allowed() {
        let mut lines = vec![false; 400];
        lines[5 * 40..6 * 40].fill(true);
        let mut room = LabelPlacer::new(40, 10, lines.clone());
        assert_eq!(room.place((20.0, 5.0), 6, OverlapPolicy::NoLinesAndThere, &|_, _| true), None);
        assert_eq!(
            room.place((20.0, 5.0), 6, OverlapPolicy::NoLines, &|_, _| true).map(|(_, row)| row),
            Some(4)
        );
        let mut room = LabelPlacer::new(40, 10, vec![true; 400]);
        assert_eq!(room.place((20.0, 5.0), 6, OverlapPolicy::NoLines, &|_, _| true), None);
        assert_eq!(room.place((20.0, 5.0), 6, OverlapPolicy::LinesIfNeeded, &|_, _| true), Some((17, 5)));
    }

    #[test]
    fn a_name_stays_on_what_it_names() {
        let mut room = LabelPlacer::new(40, 10, vec![false; 400]);
        room.place((20.0, 5.0), 6, OverlapPolicy::Anything, &|_, _| true);
        let home = |x: u16, y: u16| (18..=22).contains(&x) && (5..=6).contains(&y);
        let (column, row) = room.place((20.0, 5.0), 6, OverlapPolicy::LinesIfNeeded, &home).unwrap();
        assert!(home(column + 3, row), "{column}, {row}");
    }
}
