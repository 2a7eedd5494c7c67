//! The vertical scale of a chart, and the heights of bars and lines on it.

use super::{SpendingChart, TargetMarker};

/// Values between two figures of the axis.
const STEPS: [u16; 6] = [1, 2, 5, 10, 20, 50];

/// All reference lines at one height.
#[derive(Debug, Clone)]
pub struct MergedLine {
    /// The height.
    pub percent: f64,
    /// The percentage and the names: "2 % NATO guideline".
    pub label: String,
    /// Whether one of them was agreed rather than proposed.
    pub goal: bool,
}

/// A vertical scale. Each figure of the axis is the value at the lower edge of its row, and all have the same distance.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// The value between two figures.
    pub step: u16,
    /// The rows between two figures.
    pub rows_per_step: u16,
    /// Rows of the bars.
    pub rows: u16,
    /// Whether bars fill whole rows, instead of eighths.
    pub ascii: bool,
    /// Whether lines are rows of braille dots.
    pub braille: bool,
}

impl Scale {
    /// Returns the value at the upper edge.
    pub fn y_max(&self) -> f64 {
        f64::from(self.rows) * f64::from(self.step) / f64::from(self.rows_per_step)
    }

    /// Returns the figures of the axis, and the row above each.
    pub fn figures(self) -> impl Iterator<Item = (u16, u16)> {
        let Scale { step, rows_per_step, rows, .. } = self;
        (0..rows.div_ceil(rows_per_step)).map(move |n| (n * step, n * rows_per_step))
    }

    /// Returns the exact height of a value, in eighths of a row.
    pub fn eighths(&self, percent: f64) -> f64 {
        percent * 8.0 * f64::from(self.rows_per_step) / f64::from(self.step)
    }

    /// Returns the height of a line, in eighths of a row. A row of dots is at most an eighth from the value; without
    /// braille, lines are drawn at the lower edge or in the middle of a row.
    pub fn line(&self, percent: f64) -> u32 {
        let eighths = self.eighths(percent);
        match self.braille {
            true => (eighths / 2.0) as u32 * 2 + 1,
            false => (eighths / 4.0).round() as u32 * 4,
        }
    }

    /// Returns the lines to draw: one per row, preferably a goal.
    pub fn drawn(&self, mut lines: Vec<MergedLine>) -> Vec<MergedLine> {
        let row = |line: &MergedLine| self.line(line.percent) / 8;
        lines.sort_by_key(|line| (row(line), !line.goal));
        lines.dedup_by_key(|line| row(line));
        lines
    }

    /// Returns the height of a bar, in eighths of a row. Despite rounding, it is below all lines of greater
    /// values.
    pub fn height(&self, percent: f64, lines: &[MergedLine]) -> u32 {
        let unit = if self.ascii { 8 } else { 1 };
        let rounded = (self.eighths(percent) / f64::from(unit)).round() as u32 * unit;
        let reached = lines.iter().filter(|line| line.percent <= percent).map(|line| self.line(line.percent));
        let missed = lines.iter().find(|line| line.percent > percent).map(|line| self.line(line.percent));
        // The lowest bar is visible, unless that takes a whole row.
        let visible = u32::from(percent > 0.0 && !self.ascii);
        let lowest = reached.max().unwrap_or(0).next_multiple_of(unit).max(visible);
        // A whole row may touch the line at its upper edge, since an ASCII line leaves a gap there.
        let highest = missed.map_or(u32::MAX, |line| match self.ascii {
            true => line / 8 * 8,
            false => line.saturating_sub(1),
        });
        rounded.max(lowest).min(highest)
    }

    /// Returns whether there is a row between two figures of the axis, or too few rows for that.
    fn has_sparse_figures(&self) -> bool {
        self.rows_per_step > 1 || self.rows < 4
    }
}

impl SpendingChart {
    /// Returns the largest scale on which everything fits. A scale up to a quarter smaller is preferred if its lines
    /// are exactly at their values, then if the label of the highest bar fits, then if its axis has more figures.
    pub fn scale(&self, targets: &[&TargetMarker], rows: u16, ascii: bool, braille: bool) -> Scale {
        let highest_bar = self.bars.iter().map(|bar| bar.percent).fold(0.0, f64::max);
        let lines = || self.lines.iter().map(|line| line.percent);
        let targets = targets.iter().map(|target| target.up_to.unwrap_or(target.percent));
        let highest = lines().chain(targets).fold(0.0, f64::max);
        let top = u32::from(rows) * 8;
        let scales = STEPS.iter().flat_map(|step| {
            (1..rows).map(|rows_per_step| Scale { step: *step, rows_per_step, rows, ascii, braille })
        });
        let fits = |scale: &Scale| {
            scale.eighths(highest_bar) <= f64::from(top)
                && scale.line(highest) < top
                && scale.has_sparse_figures()
        };
        let scales: Vec<Scale> = scales.filter(fits).collect();
        let largest = scales.iter().map(Scale::y_max).fold(f64::INFINITY, f64::min);
        let near = scales.into_iter().filter(|scale| scale.y_max() <= largest * 1.25);
        let rank = |scale: &Scale| {
            let exact = lines().all(|line| (scale.eighths(line) - f64::from(scale.line(line))).abs() <= 1.0);
            let label_row = scale.height(highest_bar, &[]).div_ceil(8);
            let has_label_row = (label_row..label_row + 2)
                .any(|row| row < u32::from(rows) && lines().all(|line| scale.line(line) / 8 != row));
            (!exact, !has_label_row, 2 * scale.rows_per_step >= rows)
        };
        near.min_by(|a, b| rank(a).cmp(&rank(b)).then(a.y_max().total_cmp(&b.y_max()))).unwrap_or(Scale {
            step: 100,
            rows_per_step: rows,
            rows,
            ascii,
            braille,
        })
    }
}
