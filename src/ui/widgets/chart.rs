//! Bars by year that keep proportion, with named reference lines and targets.
//!
//! A greater value never has a shorter bar, and a bar of less than the value of a line ends below that line.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::config::Role;
use crate::dossier::wording;
use crate::ui::RenderContext;
use crate::ui::text::{DisplayWidth, wrap_rows};

/// A chart of spending; all values are per cent of GDP.
#[derive(Debug, Clone, PartialEq)]
pub struct SpendingChart {
    /// The bars, by year.
    pub bars: Vec<Bar>,
    /// The lines across the bars. Lines at one height are drawn as one, with all their names.
    pub lines: Vec<ReferenceLine>,
    /// The targets.
    pub targets: Vec<TargetMarker>,
    /// The year that is labelled if there is no space to label all, else the last.
    pub selected_year: Option<i16>,
    /// Whether the label of that year has the mark of the selection.
    pub marks_selected: bool,
}

/// A bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// The year.
    pub year: i16,
    /// The height.
    pub percent: f64,
    /// [`Role::Bar`], [`Role::Estimate`], or [`Role::Outside`] before accession.
    pub role: Role,
    /// The figure, for a bar above its year.
    pub value_label: String,
    /// The figure with its year, for a bar whose year may be unlabelled.
    pub dated_label: String,
    /// Whether the last edit changed it.
    pub changed: bool,
}

/// A line across the bars.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferenceLine {
    /// The height.
    pub percent: f64,
    /// The name, shown after the percentage.
    pub name: String,
    /// Whether it was agreed, not only proposed.
    pub goal: bool,
}

/// A target for one year or several.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TargetMarker {
    /// The first year.
    pub from: i16,
    /// The last year.
    pub by: i16,
    /// The height, or the lower end of a range.
    pub percent: f64,
    /// The upper end of a range.
    pub up_to: Option<f64>,
    /// Whether the last edit changed it.
    pub changed: bool,
}

/// The most years after the last bar.
const MAX_YEARS_AHEAD: i16 = 6;
/// Columns of the figures at the left.
const AXIS: u16 = 3;
/// Columns that the names of lines give up last.
const MIN_NAMES: u16 = 12;
/// Columns of the names of lines up to a fifth of the width.
const NAMES: u16 = 20;
/// The smallest chart: twelve columns, two rows of bars and the years.
const MIN_SIZE: (u16, u16) = (12, 3);
/// Values between two figures of the axis.
const STEPS: [u16; 6] = [1, 2, 5, 10, 20, 50];

impl SpendingChart {
    /// Returns whether any target is visible in a chart of this width.
    pub fn shows_targets(&self, width: u16) -> bool {
        self.columns(width).is_some_and(|columns| self.targets_between(columns).next().is_some())
    }

    fn targets_between(&self, columns: Columns) -> impl Iterator<Item = &TargetMarker> {
        self.targets.iter().filter(move |target| target.from <= columns.end && target.by >= columns.start)
    }

    /// Divides the width among the axis, the years and the names of the lines.
    ///
    /// The names are narrowed if that makes space for a gap between the bars, or for all years of the series. Years
    /// after the series, which have only targets, are added if two columns are left for every year.
    fn columns(&self, width: u16) -> Option<Columns> {
        let (first, last) = (self.bars.first()?.year, self.bars.last()?.year);
        let lines = self.merged_lines();
        let longest = lines.iter().map(|line| line.label.display_width() + 1).max().unwrap_or(0);
        let widest =
            u16::try_from(longest).unwrap_or(u16::MAX).min((width / 5).max(NAMES)).min(width * 2 / 5);
        let plot = width.saturating_sub(AXIS + widest);
        let max_plot = width.saturating_sub(AXIS + widest.min(MIN_NAMES));
        let count = |end: i16| u16::try_from(i32::from(end) - i32::from(first) + 1).unwrap_or(1).max(1);
        let limit = first.saturating_add((max_plot / 2) as i16 - 1).min(last.saturating_add(MAX_YEARS_AHEAD));
        let reachable = self.targets.iter().filter(|target| target.from <= limit);
        let end = reachable.map(|target| target.by.min(limit)).fold(last, i16::max);
        let slot = (plot / count(end)).max((max_plot / count(end)).min(2)).max(1);
        let shown = (max_plot / slot).clamp(1, count(end));
        Some(Columns { start: end - (shown as i16 - 1), end, slot, bar: (slot - 1).max(1) })
    }

    /// Returns the lines by height. A proposal at the height of a goal is not named, since it would look like a goal.
    fn merged_lines(&self) -> Vec<MergedLine> {
        let mut heights: Vec<f64> = self.lines.iter().map(|line| line.percent).collect();
        heights.sort_by(f64::total_cmp);
        heights.dedup();
        let merged = |percent: f64| {
            let here = || self.lines.iter().filter(|line| line.percent == percent);
            let goal = here().any(|line| line.goal);
            let names: Vec<&str> =
                here().filter(|line| line.goal == goal).map(|line| line.name.as_str()).collect();
            let label = format!("{} % {}", wording::percent(percent), names.join(", "));
            MergedLine { percent, label, goal }
        };
        heights.into_iter().map(merged).collect()
    }

    /// Returns the largest scale on which everything fits. A scale that is up to a quarter smaller is preferred if lines
    /// are exactly at their values, then if there is space for the label of the highest bar, then if it has more figures.
    fn scale(&self, targets: &[&TargetMarker], rows: u16, ctx: &RenderContext<'_>) -> Scale {
        let (ascii, braille) = (ctx.symbols.ascii, ctx.has_braille());
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
            let free = (label_row..label_row + 2)
                .any(|row| row < u32::from(rows) && lines().all(|line| scale.line(line) / 8 != row));
            (!exact, !free, 2 * scale.rows_per_step >= rows)
        };
        near.min_by(|a, b| rank(a).cmp(&rank(b)).then(a.y_max().total_cmp(&b.y_max()))).unwrap_or(Scale {
            step: 100,
            rows_per_step: rows,
            rows,
            ascii,
            braille,
        })
    }

    /// Renders the chart, or nothing where it would be too small. Returns the areas that stand for the bar of a year: its
    /// columns, with the year below them, then the label where it is beyond these.
    pub fn render(&self, area: Rect, buf: &mut Buffer, ctx: &RenderContext<'_>) -> Vec<(i16, Rect)> {
        if area.width < MIN_SIZE.0 || area.height < MIN_SIZE.1 {
            return Vec::new();
        }
        let (Some(first), Some(last)) = (self.bars.first(), self.bars.last()) else { return Vec::new() };
        let Some(columns) = self.columns(area.width) else { return Vec::new() };
        let targets: Vec<&TargetMarker> = self.targets_between(columns).collect();
        let scale = self.scale(&targets, area.height - 1, ctx);
        let lines = scale.drawn(self.merged_lines());
        let mut plot = Plot { buf, ctx, area, scale, columns, lines };
        let shown = || self.bars.iter().filter(|bar| bar.year >= columns.start);
        plot.axis();
        shown().for_each(|bar| plot.bar(bar));
        plot.lines();
        for target in targets {
            for year in target.from.max(columns.start)..=target.by.min(columns.end) {
                plot.target(target, year, self.bars.iter().any(|bar| bar.year == year));
            }
        }
        let slot = |bar: &Bar| (bar.year, Rect { x: plot.x(bar.year), width: columns.slot, ..area });
        let mut regions: Vec<(i16, Rect)> = shown().map(slot).collect();
        let selected = shown().find(|bar| Some(bar.year) == self.selected_year);
        let labelled = selected.unwrap_or(last);
        let mark = if selected.is_some() && self.marks_selected { ctx.symbols.selected() } else { "" };
        for year in columns.start..=columns.end {
            let role = match self.bars.iter().find(|bar| bar.year == year) {
                Some(bar) if bar.changed => Role::Changed,
                Some(bar) if Some(bar.year) == self.selected_year => Role::Focus,
                _ if year > last.year => Role::Later,
                _ => Role::Text,
            };
            plot.year(year, labelled.year, role);
        }
        if columns.start > first.year {
            plot.text(area.x + AXIS - 1, 0, ctx.symbols.ellipsis(), 1, Role::Text);
        }
        let widest = shown().map(|bar| plot.marked(bar, &bar.value_label).display_width()).max();
        if widest <= Some(usize::from(columns.bar)) {
            for bar in shown() {
                let role = if bar == labelled { Role::Strong } else { Role::Text };
                let label = match selected == Some(bar) {
                    true => format!("{mark}{}", bar.value_label),
                    false => bar.value_label.clone(),
                };
                plot.value_label(bar, &[&label], role, selected == Some(bar));
            }
        } else {
            let labels = [&labelled.dated_label, &labelled.value_label].map(|label| format!("{mark}{label}"));
            let labels = labels.each_ref().map(String::as_str);
            let label =
                plot.value_label(labelled, &labels, Role::Strong, labelled.changed || selected.is_some());
            regions.extend(label.map(|label| (labelled.year, label)));
        }
        regions
    }
}

/// The years of a chart, and the columns of each.
#[derive(Debug, Clone, Copy)]
struct Columns {
    /// The first year.
    start: i16,
    /// The last year.
    end: i16,
    /// Columns of a year.
    slot: u16,
    /// Columns of a bar: all but one, which separates it from the next, unless a year has only one.
    bar: u16,
}

/// All reference lines at one height.
#[derive(Debug, Clone)]
struct MergedLine {
    percent: f64,
    label: String,
    goal: bool,
}

/// A vertical scale. Each figure of the axis is the value at the lower edge of its row, and all are equally far apart.
#[derive(Debug, Clone, Copy)]
struct Scale {
    /// The value between two figures.
    step: u16,
    /// The rows between two figures.
    rows_per_step: u16,
    /// Rows of the bars.
    rows: u16,
    /// Whether bars fill whole rows, instead of eighths.
    ascii: bool,
    /// Whether lines are rows of braille dots.
    braille: bool,
}

impl Scale {
    /// Returns the value at the upper edge.
    fn y_max(&self) -> f64 {
        f64::from(self.rows) * f64::from(self.step) / f64::from(self.rows_per_step)
    }

    /// Returns the exact height of a value, in eighths of a row.
    fn eighths(&self, percent: f64) -> f64 {
        percent * 8.0 * f64::from(self.rows_per_step) / f64::from(self.step)
    }

    /// Returns the height of a line, in eighths of a row. A row of dots is at most an eighth from the value; without
    /// braille, lines are drawn at the lower edge or in the middle of a row.
    fn line(&self, percent: f64) -> u32 {
        let eighths = self.eighths(percent);
        match self.braille {
            true => (eighths / 2.0) as u32 * 2 + 1,
            false => (eighths / 4.0).round() as u32 * 4,
        }
    }

    /// Returns the lines to draw: one in a row, of several that of a goal.
    fn drawn(&self, mut lines: Vec<MergedLine>) -> Vec<MergedLine> {
        let row = |line: &MergedLine| self.line(line.percent) / 8;
        lines.sort_by_key(|line| (row(line), !line.goal));
        lines.dedup_by_key(|line| row(line));
        lines
    }

    /// Returns the height of a bar, in eighths of a row. It is below all lines of greater values, whatever is rounded.
    fn height(&self, percent: f64, lines: &[MergedLine]) -> u32 {
        let unit = if self.ascii { 8 } else { 1 };
        let rounded = (self.eighths(percent) / f64::from(unit)).round() as u32 * unit;
        let reached = lines.iter().filter(|line| line.percent <= percent).map(|line| self.line(line.percent));
        let missed = lines.iter().find(|line| line.percent > percent).map(|line| self.line(line.percent));
        // The lowest bar is visible, unless that takes a whole row.
        let visible = u32::from(percent > 0.0 && !self.ascii);
        let lowest = reached.max().unwrap_or(0).next_multiple_of(unit).max(visible);
        // A whole row may touch the line at its upper edge, where the line of ASCII leaves a gap.
        let highest = missed.map_or(u32::MAX, |line| match self.ascii {
            true => line / 8 * 8,
            false => line.saturating_sub(1),
        });
        rounded.max(lowest).min(highest)
    }

    /// Returns whether there is a row between two figures of the axis, if there are rows enough.
    fn has_sparse_figures(&self) -> bool {
        self.rows_per_step > 1 || self.rows < 4
    }
}

/// A chart while it is being drawn. Rows are counted from below, where the years are.
struct Plot<'a> {
    buf: &'a mut Buffer,
    ctx: &'a RenderContext<'a>,
    area: Rect,
    scale: Scale,
    columns: Columns,
    lines: Vec<MergedLine>,
}

impl Plot<'_> {
    /// Returns the first column of a year.
    fn x(&self, year: i16) -> u16 {
        self.area.x + AXIS + (year - self.columns.start) as u16 * self.columns.slot
    }

    /// Returns the coordinate of a row of bars. The years are at `y(0) + 1`.
    fn y(&self, row: u32) -> u16 {
        self.area.bottom() - 2 - row.min(u32::from(self.scale.rows) - 1) as u16
    }

    fn is_free(&self, x: u16, y: u16) -> bool {
        self.buf[(x, y)].symbol() == " "
    }

    fn text(&mut self, x: u16, lines_up: u16, text: &str, width: u16, role: Role) {
        let y = self.area.bottom() - 1 - lines_up;
        self.buf.set_stringn(x, y, text, usize::from(width), self.ctx.style(role));
    }

    /// Draws the figures at the left.
    fn axis(&mut self) {
        let width = usize::from(AXIS - 1);
        for n in 0..self.scale.rows.div_ceil(self.scale.rows_per_step) {
            let figure = format!("{:>width$}", n * self.scale.step);
            if figure.len() == width {
                self.text(self.area.x, n * self.scale.rows_per_step + 1, &figure, AXIS - 1, Role::Text);
            }
        }
    }

    fn bar(&mut self, bar: &Bar) {
        let symbols = self.ctx.symbols;
        let shaded = (self.ctx.theme.is_plain() || symbols.ascii) && bar.role != Role::Bar;
        let eighths = self.scale.height(bar.percent, &self.lines);
        let mut style = self.ctx.style(bar.role);
        // A bar is drawn with the foreground, so it takes the colour that marks a change as background elsewhere.
        if let Some(changed) = self.ctx.style(Role::Changed).bg.filter(|_| bar.changed) {
            style = style.fg(changed);
        }
        let x = self.x(bar.year);
        for row in 0..eighths.div_ceil(8).min(self.scale.rows.into()) {
            // A shade fills a whole cell, so the top of a bar is never shaded.
            let symbol = match (eighths - row * 8).min(8) as u8 {
                8 if shaded => symbols.shade(bar.role == Role::Outside),
                filled => symbols.column(filled),
            };
            let y = self.y(row);
            for x in x..x + self.columns.bar {
                self.buf[(x, y)].set_symbol(symbol).set_style(style);
            }
        }
    }

    /// Draws a year; if not all fit, every second or fifth, so that the labelled one is among them.
    fn year(&mut self, year: i16, labelled: i16, role: Role) {
        let every = match self.columns.slot {
            1 => 5,
            2 => 2,
            _ => 1,
        };
        if (labelled - year) % every != 0 {
            return;
        }
        let text = match self.columns.slot {
            ..5 => format!("{:02}", year.rem_euclid(100)),
            _ => format!("{year:4}"),
        };
        let x = self.x(year) + self.columns.bar.saturating_sub(4) / 2;
        self.text(x, 0, &text, self.area.right().saturating_sub(x), role);
    }

    /// Draws a target in one year: a symbol at its height, or one at either end of its range and a line between them. It
    /// is beside a bar of that year, or above where years have one column, and left out where the bar is in its way.
    fn target(&mut self, target: &TargetMarker, year: i16, has_bar: bool) {
        let (symbol, between) = self.ctx.symbols.target();
        let style = self.ctx.style(if target.changed { Role::Changed } else { Role::Proposal });
        let row = |percent: f64| (self.scale.eighths(percent) / 8.0) as u32;
        let (bottom, top) = (row(target.percent), row(target.up_to.unwrap_or(target.percent)));
        let beside = if has_bar { self.columns.bar } else { (self.columns.bar - 1) / 2 };
        let x = self.x(year) + beside.min(self.columns.slot - 1);
        if (bottom..=top).any(|row| self.ctx.symbols.is_bar(self.buf[(x, self.y(row))].symbol())) {
            return;
        }
        for row in bottom..=top {
            let symbol = if row == top || row == bottom { symbol } else { between };
            let y = self.y(row);
            self.buf[(x, y)].set_symbol(symbol).set_style(style);
        }
    }

    /// Returns a label with the mark of a change.
    fn marked(&self, bar: &Bar, label: &str) -> String {
        format!("{}{label}", if bar.changed { self.ctx.symbols.changed() } else { "" })
    }

    /// Draws the first of these labels for which there is a place, and returns its area. The label of a bar that is not
    /// selected is left out without one: the list of states has the last one.
    fn value_label(&mut self, bar: &Bar, labels: &[&str], role: Role, selected: bool) -> Option<Rect> {
        let labels = labels.iter().map(|label| self.marked(bar, label));
        let mut places =
            labels.map(|label| (self.label_place(bar, label.display_width() as u16, selected), label));
        let (Some((x, row)), label) = places.find(|(place, _)| place.is_some())? else { return None };
        let width = label.display_width() as u16;
        let role = if bar.changed { Role::Changed } else { role };
        self.text(x, row as u16 + 1, &label, width, role);
        Some(Rect { x, y: self.y(row), width, height: 1 })
    }

    /// Returns the first column and the row of a label: in the columns of the bar, in a free place of the row above it or
    /// of the one after that. The label of a selected bar may be in any row above it, else interrupt the line there, else
    /// the line beside the top of the bar.
    fn label_place(&self, bar: &Bar, width: u16, selected: bool) -> Option<(u16, u32)> {
        let (x, bar_end) = (self.x(bar.year), self.x(bar.year) + self.columns.bar);
        let (left, right) = (self.area.x + AXIS, self.x(self.columns.end) + self.columns.slot);
        let height = self.scale.height(bar.percent, &self.lines);
        let (top, all) = (height.div_ceil(8), u32::from(self.scale.rows));
        let rows = top..if selected { all } else { all.min(top + 2) };
        let (first, last) = (bar_end.saturating_sub(width).min(x), x.max(bar_end.saturating_sub(width)));
        let columns = || {
            let columns = [first + (last - first).div_ceil(2)].into_iter().chain((first..=last).rev());
            columns.filter(|x| *x >= left && x + width <= right)
        };
        let above = || rows.clone().flat_map(|row| columns().map(move |x| (x, row)));
        let cells = |(x, row): (u16, u32)| (x..x + width).map(move |x| self.buf[(x, self.y(row))].symbol());
        let is_free = |place: (u16, u32), apart: bool| {
            // A bar may touch the label, and a target if there is no other place; letters may not.
            let is_apart = |x: u16| {
                let symbol = self.buf[(x, self.y(place.1))].symbol();
                symbol.chars().all(|c| !c.is_alphanumeric()) && !(apart && self.is_target(symbol))
            };
            cells(place).all(|symbol| symbol == " ")
                && is_apart(place.0 - 1)
                && (place.0 + width >= self.area.right() || is_apart(place.0 + width))
        };
        let covers_no_bar = |place: &(u16, u32)| cells(*place).all(|symbol| !self.ctx.symbols.is_bar(symbol));
        let covers_no_target = |place: &(u16, u32)| cells(*place).all(|symbol| !self.is_target(symbol));
        let free = above()
            .find(|place| is_free(*place, true))
            .or_else(|| above().find(|place| is_free(*place, false)));
        let interrupting = || above().take_while(|(_, row)| *row == top).find(covers_no_bar);
        let beside = || {
            let columns = [x.checked_sub(width), Some(bar_end)].into_iter().flatten();
            let places =
                columns.filter(|x| *x >= left && x + width <= right).map(|x| (x, top.saturating_sub(1)));
            places.filter(covers_no_bar).find(covers_no_target)
        };
        free.or_else(|| if selected { interrupting().or_else(beside) } else { None })
    }

    /// Returns whether this is a cell of a target.
    fn is_target(&self, symbol: &str) -> bool {
        let (end, between) = self.ctx.symbols.target();
        symbol == end || symbol == between
    }

    /// Draws the lines, behind the bars, and their names at the right.
    fn lines(&mut self) {
        let end = self.x(self.columns.end) + self.columns.slot;
        let width = self.area.right().saturating_sub(end + 1);
        let mut below = self.area.bottom() - 1;
        for line in self.lines.clone() {
            let height = self.scale.line(line.percent);
            let y = self.y(height / 8);
            self.line(height, end, line.goal);
            // A long name goes on below its line, down to the next line.
            let rows = usize::from(below.saturating_sub(y)).max(1);
            let label = wrap_rows(&line.label, rows, width, self.ctx.symbols.ellipsis());
            for (text, y) in label.iter().zip(y..) {
                self.buf.set_stringn(end + 1, y, text, width.into(), self.ctx.style(Role::Text));
            }
            below = y;
        }
    }

    /// Draws a line in the free cells of its row. That of a proposal has every second cell, also between narrow bars.
    fn line(&mut self, height: u32, end: u16, goal: bool) {
        let style = self.ctx.style(if goal { Role::Goal } else { Role::Proposal });
        let symbol = self.ctx.symbols.reference_line(height % 8, self.scale.braille);
        let y = self.y(height / 8);
        for (n, x) in (self.area.x + AXIS..end).enumerate() {
            if self.is_free(x, y) && (goal || n % 2 == 1) {
                self.buf[(x, y)].set_symbol(symbol).set_style(style);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::config::{Keymap, MapSymbols, Theme};
    use crate::ui::symbols::Symbols;

    /// The settings that change what a chart looks like.
    #[derive(Clone, Copy)]
    struct Look {
        ascii: bool,
        marker: MapSymbols,
        theme: Theme,
    }

    /// The height of a line of each symbol, in eighths of a cell.
    const LINES: [(&str, u32); 7] = [("⣀", 1), ("⠤", 3), ("⠒", 5), ("⠉", 7), ("_", 0), ("─", 4), ("-", 4)];

    /// A rendered chart, measured in its cells.
    struct Drawn {
        buf: Buffer,
        area: Rect,
        symbols: Symbols,
        /// The rows of bars, from below.
        rows: Vec<String>,
    }

    impl Drawn {
        fn of(chart: &SpendingChart, width: u16, height: u16, look: Look) -> Self {
            let area = Rect::new(0, 0, width, height);
            let symbols = Symbols { ascii: look.ascii };
            let keymap = Keymap::default();
            let ctx = RenderContext { theme: look.theme, symbols, marker: look.marker, keymap: &keymap };
            let mut buf = Buffer::empty(area);
            chart.render(area, &mut buf, &ctx);
            let row = |y| (0..width).map(|x| buf[(x, y)].symbol()).collect();
            let rows = (0..height.saturating_sub(1)).rev().map(row).collect();
            Drawn { buf, area, symbols, rows }
        }

        fn cell(&self, x: u16, row: u16) -> &str {
            self.buf[(x, self.area.bottom() - 2 - row)].symbol()
        }

        fn rows(&self) -> u16 {
            self.area.height - 1
        }

        /// The eighths of a row that a bar fills in a column, without a gap from below.
        fn bar(&self, x: u16) -> u32 {
            let eighths = |symbol: &str| match (1..=8).find(|n| self.symbols.column(*n) == symbol) {
                Some(_) if symbol == " " => 0,
                Some(_) if self.symbols.ascii => 8,
                Some(n) => u32::from(n),
                None => 8 * u32::from(self.symbols.is_bar(symbol)),
            };
            let cells = (0..self.rows()).map(|row| eighths(self.cell(x, row)));
            let filled = cells.clone().take_while(|eighths| *eighths > 0).sum();
            assert_eq!(cells.sum::<u32>(), filled, "a bar with a gap in\n{:?}", self.buf);
            filled
        }

        /// The rows where a word is, from below, and its first column.
        fn find(&self, word: &str) -> Option<(u16, u16)> {
            (0..).zip(&self.rows).find_map(|(row, text)| {
                let at = text.find(word)?;
                Some((text[..at].chars().count() as u16, row))
            })
        }
    }

    /// Charts with the figures of a state, and random ones.
    fn charts() -> impl Strategy<Value = SpendingChart> {
        let figure = || (0.05..6.5_f64).prop_map(|percent| (percent * 100.0).round() / 100.0);
        let roles = prop::sample::select(vec![Role::Bar, Role::Estimate, Role::Outside]);
        let bars = prop::collection::vec((figure(), roles), 1..40);
        let line = (prop::sample::select(vec![2.0, 2.5, 3.5, 5.0, 6.25]), any::<bool>());
        let lines = prop::collection::vec(line, 0..3);
        let target = (-2..6_i16, 0..5_i16, figure(), prop::option::of(0.0..2.0_f64));
        let targets = prop::collection::vec(target, 0..4);
        let selected = prop::option::of(0..40_i16);
        (bars, lines, targets, selected).prop_map(|(bars, lines, targets, selected)| {
            let first = 2026 - (bars.len() as i16 - 1);
            let bar = |(year, (percent, role)): (i16, (f64, Role))| Bar {
                year,
                percent,
                role,
                value_label: format!("{percent:.2}e"),
                dated_label: format!("{year}e {percent:.2}"),
                changed: false,
            };
            let line =
                |(percent, goal)| ReferenceLine { percent, name: "NATO goal (The Hague)".into(), goal };
            let target = |(from, years, percent, range): (i16, i16, f64, Option<f64>)| TargetMarker {
                from: 2026 + from,
                by: 2026 + from + years,
                percent,
                up_to: range.map(|range| percent + range),
                changed: false,
            };
            SpendingChart {
                bars: (first..).zip(bars).map(bar).collect(),
                lines: lines.into_iter().map(line).collect(),
                targets: targets.into_iter().map(target).collect(),
                selected_year: selected.map(|n| 2026 - n).filter(|year| *year >= first),
                marks_selected: true,
            }
        })
    }

    /// Checks that bars, lines, figures and labels of a chart are where they have to be.
    fn check(chart: &SpendingChart, width: u16, height: u16, look: Look) {
        let drawn = Drawn::of(chart, width, height, look);
        let ascii = look.ascii;
        let Some(columns) = chart.columns(width).filter(|_| width >= MIN_SIZE.0 && height >= MIN_SIZE.1)
        else {
            assert_eq!(drawn.buf, Buffer::empty(drawn.area));
            return;
        };
        let at = || format!("{width}x{height} of {chart:?} in\n{:?}", drawn.buf);
        let x = |bar: &Bar| AXIS + (bar.year - columns.start) as u16 * columns.slot;
        let shown: Vec<&Bar> = chart.bars.iter().filter(|bar| bar.year >= columns.start).collect();
        let heights: Vec<(f64, u32)> = shown.iter().map(|bar| (bar.percent, drawn.bar(x(bar)))).collect();
        for bar in &shown {
            assert!((1..columns.bar).all(|n| drawn.bar(x(bar) + n) == drawn.bar(x(bar))), "{}", at());
        }
        for (percent, height) in &heights {
            assert!(
                heights.iter().all(|(other, low)| other > percent || low <= height),
                "{percent}: {}",
                at()
            );
        }

        let figures: Vec<(u16, u16)> = (0..drawn.rows())
            .filter_map(|row| {
                Some((row, format!("{}{}", drawn.cell(0, row), drawn.cell(1, row)).trim().parse().ok()?))
            })
            .collect();
        assert_eq!(figures.first(), Some(&(0, 0)), "{}", at());
        for (n, (row, figure)) in (0..).zip(&figures) {
            assert_eq!((*row, *figure), (n * figures[1].0, n * figures[1].1), "{}", at());
        }

        let end = AXIS + (columns.end - columns.start + 1) as u16 * columns.slot - 1;
        for line in chart.merged_lines() {
            let label = format!("{} %", wording::percent(line.percent));
            let Some((name, row)) = drawn.find(&format!(" {label}")) else { continue };
            assert!(name >= end, "{}", at());
            let in_cell = |x| LINES.iter().find(|(symbol, _)| *symbol == drawn.cell(x, row));
            let Some((_, eighths)) = (AXIS..=end).find_map(in_cell) else { continue };
            let height = u32::from(row) * 8 + eighths;
            // The figures of the axis are at the lower edges of their rows.
            let value = line.percent * 8.0 * f64::from(figures[1].0) / f64::from(figures[1].1);
            let has_dots = !ascii && look.marker == MapSymbols::Braille;
            let most = if has_dots { 1.0 } else { 2.0 };
            assert!((f64::from(height) - value).abs() <= most + 1e-9, "{label} is {value} eighths: {}", at());
            for (percent, bar) in &heights {
                let below = if ascii { *bar <= height } else { *bar < height };
                assert!(
                    if *percent < line.percent { below } else { *bar >= height },
                    "{percent}, {label}: {}",
                    at()
                );
            }
        }

        for bar in &shown {
            for label in [&bar.dated_label, &bar.value_label] {
                let same = chart.bars.iter().filter(|other| other.value_label == bar.value_label).count() > 1;
                let Some((start, row)) = drawn.find(label).filter(|_| !same) else { continue };
                let last = start + label.len() as u16;
                // The mark of the selection is a part of the label.
                let mark = Symbols { ascii }.selected();
                let start = start - u16::from(start > 0 && drawn.cell(start - 1, row) == mark);
                let inside = start >= x(bar) && last <= x(bar) + columns.slot;
                let above = inside || (start <= x(bar) && last >= x(bar) + columns.bar);
                let beside = last == x(bar) || start == x(bar) + columns.bar;
                let (row, height) = (u32::from(row), drawn.bar(x(bar)));
                assert!(
                    (above && row * 8 >= height) || (beside && row == height.div_ceil(8).saturating_sub(1)),
                    "{label}: {}",
                    at()
                );
            }
        }

        let labels = chart.merged_lines();
        let longest = labels.iter().map(|line| line.label.len() as u16 + 1).max().unwrap_or(0);
        let names = longest.min((width / 5).max(NAMES)).min(width * 2 / 5);
        let years = (columns.end - columns.start + 1) as u16;
        let missing = columns.start > chart.bars[0].year;
        assert!(AXIS + (columns.slot + 1) * years > width - names, "wider bars: {}", at());
        assert!(!missing || AXIS + columns.slot * (years + 1) > width - names, "more years: {}", at());
        assert!(!missing || columns.slot == 1, "narrower bars: {}", at());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn charts_keep_proportion_at_every_size(chart in charts(), ascii: bool, braille: bool, plain: bool) {
            let theme = if plain { Theme::named("mono") } else { Theme::named("dark") }.unwrap_or_default();
            let marker = if braille { MapSymbols::Braille } else { MapSymbols::HalfBlock };
            let look = Look { ascii, marker, theme };
            for width in (1..=120).chain([160, 200]) {
                for height in 1..=17 {
                    check(&chart, width, height, look);
                }
            }
        }
    }
}
