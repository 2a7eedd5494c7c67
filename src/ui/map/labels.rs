//! Placing names on the map without overlaps.

use std::ops::Range;
use std::sync::LazyLock;

/// Finds free places for labels, and keeps track of those in use.
#[derive(Debug, Clone)]
pub struct LabelPlacer {
    columns: u16,
    rows: u16,
    /// For each cell, whether a line is drawn in it.
    lines: Vec<bool>,
    /// For each cell, whether a label or the blank column at either side of one is in it.
    taken: Vec<bool>,
}

/// The rule for what a label may cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverlapPolicy {
    /// Anything, but only at its exact place.
    Anything,
    /// Lines, if there is no space beside them.
    LinesIfNeeded,
    /// No lines.
    NoLines,
    /// No lines, and only at its exact place.
    ExactWithoutLines,
}

/// The largest move of a label, in columns and rows.
const MAX_MOVE: (i32, i32) = (9, 3);

/// All moves, the shortest first. A row counts as two columns.
static MOVES: LazyLock<Vec<(i32, i32)>> = LazyLock::new(|| {
    let moves = (-MAX_MOVE.0..=MAX_MOVE.0)
        .flat_map(|across| (-MAX_MOVE.1..=MAX_MOVE.1).map(move |down| (across, down)));
    let mut moves: Vec<(i32, i32)> = moves.collect();
    moves.sort_by_key(|(across, down)| across * across + 4 * down * down);
    moves
});

impl LabelPlacer {
    /// Creates a placer for a map with lines and no labels.
    pub fn new(columns: u16, rows: u16, lines: Vec<bool>) -> LabelPlacer {
        let taken = vec![false; lines.len()];
        LabelPlacer { columns, rows, lines, taken }
    }

    /// Returns whether `width` columns from a cell on are on the map and free, including a blank column at either side.
    fn is_free(&self, column: u16, row: u16, width: u16, lines: bool) -> bool {
        if row >= self.rows || column + width > self.columns {
            return false;
        }
        let cells = self.cells(column, column + width, row);
        !self.taken[cells.clone()].contains(&true) && (lines || !self.lines[cells].contains(&true))
    }

    /// Returns the indices of the cells of a row from one column to another, which is excluded.
    fn cells(&self, from: u16, to: u16, row: u16) -> Range<usize> {
        let start = usize::from(row) * usize::from(self.columns);
        start + usize::from(from)..start + usize::from(to)
    }

    /// Reserves `width` columns centred on a place. If the policy allows it, they may be nearby instead, with a middle
    /// for which `is_allowed` returns true. Returns the first cell. `None` if there is no space, or if the place is
    /// not on the map.
    pub fn place(
        &mut self,
        (x, y): (f64, f64),
        width: u16,
        policy: OverlapPolicy,
        is_allowed: &dyn Fn(u16, u16) -> bool,
    ) -> Option<(u16, u16)> {
        if !self.contains((x, y)) {
            return None;
        }
        let exact = (x.floor() as i32 - i32::from(width) / 2, y.floor() as i32);
        let found = match policy {
            OverlapPolicy::Anything => self.try_at(exact, width, true),
            OverlapPolicy::ExactWithoutLines => self.try_at(exact, width, false),
            OverlapPolicy::NoLines => self.try_near(exact, width, false, is_allowed),
            OverlapPolicy::LinesIfNeeded => self
                .try_near(exact, width, false, is_allowed)
                .or_else(|| self.try_near(exact, width, true, is_allowed))
                .or_else(|| self.try_at(exact, width, true)),
        };
        if let Some((column, row)) = found {
            let cells = self.cells(column.saturating_sub(1), self.columns.min(column + width + 1), row);
            self.taken[cells].fill(true);
        }
        found
    }

    /// Returns whether a cell is on the map.
    pub fn contains(&self, (x, y): (f64, f64)) -> bool {
        (0.0..f64::from(self.columns)).contains(&x) && (0.0..f64::from(self.rows)).contains(&y)
    }

    fn try_at(&self, at: (i32, i32), width: u16, lines: bool) -> Option<(u16, u16)> {
        cell(at).filter(|(column, row)| self.is_free(*column, *row, width, lines))
    }

    /// Returns the first of the nearest free cells.
    fn try_near(
        &self,
        (column, row): (i32, i32),
        width: u16,
        lines: bool,
        is_allowed: &dyn Fn(u16, u16) -> bool,
    ) -> Option<(u16, u16)> {
        let mut cells = MOVES.iter().filter_map(|(across, down)| cell((column + across, row + down)));
        cells.find(|(x, y)| is_allowed(x + width / 2, *y) && self.is_free(*x, *y, width, lines))
    }
}

/// Returns a cell, or `None` above the map or left of it.
fn cell((column, row): (i32, i32)) -> Option<(u16, u16)> {
    Some((u16::try_from(column).ok()?, u16::try_from(row).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_neither_touch_nor_leave_the_map() {
        let mut placer = LabelPlacer::new(40, 10, vec![false; 400]);
        assert_eq!(placer.place((20.0, 5.0), 6, OverlapPolicy::NoLines, &|_, _| true), Some((17, 5)));
        let second = placer.place((22.0, 5.0), 6, OverlapPolicy::NoLines, &|_, _| true).unwrap();
        assert_ne!(second.1, 5, "moved to another row: {second:?}");
        assert_eq!(placer.place((22.0, 5.0), 6, OverlapPolicy::Anything, &|_, _| true), None);
        assert_eq!(placer.place((50.0, 5.0), 6, OverlapPolicy::NoLines, &|_, _| true), None);
        assert_eq!(placer.place((39.9, 9.9), 6, OverlapPolicy::NoLines, &|_, _| true), Some((34, 9)));
    }

    #[test]
    fn lines_are_covered_only_where_allowed() {
        let mut lines = vec![false; 400];
        lines[5 * 40..6 * 40].fill(true);
        let mut placer = LabelPlacer::new(40, 10, lines.clone());
        assert_eq!(placer.place((20.0, 5.0), 6, OverlapPolicy::ExactWithoutLines, &|_, _| true), None);
        assert_eq!(
            placer.place((20.0, 5.0), 6, OverlapPolicy::NoLines, &|_, _| true).map(|(_, row)| row),
            Some(4)
        );
        let mut placer = LabelPlacer::new(40, 10, vec![true; 400]);
        assert_eq!(placer.place((20.0, 5.0), 6, OverlapPolicy::NoLines, &|_, _| true), None);
        assert_eq!(placer.place((20.0, 5.0), 6, OverlapPolicy::LinesIfNeeded, &|_, _| true), Some((17, 5)));
    }

    #[test]
    fn label_stays_on_its_land() {
        let mut placer = LabelPlacer::new(40, 10, vec![false; 400]);
        placer.place((20.0, 5.0), 6, OverlapPolicy::Anything, &|_, _| true);
        let is_allowed = |x: u16, y: u16| (18..=22).contains(&x) && (5..=6).contains(&y);
        let (column, row) = placer.place((20.0, 5.0), 6, OverlapPolicy::LinesIfNeeded, &is_allowed).unwrap();
        assert!(is_allowed(column + 3, row), "{column}, {row}");
    }
}
