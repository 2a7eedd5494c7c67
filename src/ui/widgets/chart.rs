//! Bars by year, below named reference lines and target markers.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::config::Role;
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
    /// The year whose value is labelled, else the last.
    pub selected_year: Option<i16>,
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
    /// The height in words.
    pub value_label: String,
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
/// The most years before the last bar.
const MAX_YEARS_BACK: i16 = 60;
/// Years before the last bar that stay when later years with targets need the space.
const MIN_YEARS_BACK: i16 = 6;
/// Columns of the figures at the left.
const AXIS: u16 = 3;
/// Columns in which the names of most lines can be read.
const NAMES: u16 = 16;
/// The smallest chart: twelve columns, two rows of bars and the years.
const MIN_SIZE: (u16, u16) = (12, 3);
/// Rows from which on the scale is fitted to the lowest goal, so that its line is exactly at its height.
const MIN_ROWS_TO_FIT: u16 = 6;

impl SpendingChart {
    /// Returns whether any target is visible in a chart of this width.
    pub fn shows_targets(&self, width: u16) -> bool {
        self.years(width).is_some_and(|(start, end)| self.targets_between(start, end).next().is_some())
    }

    fn targets_between(&self, start: i16, end: i16) -> impl Iterator<Item = &TargetMarker> {
        self.targets.iter().filter(move |target| target.from <= end && target.by >= start)
    }

    /// Returns the first and the last year. Later years with targets come before years long past, but some of those
    /// stay.
    fn years(&self, width: u16) -> Option<(i16, i16)> {
        let (first, last) = (self.bars.first()?.year, self.bars.last()?.year);
        let latest = self.targets.iter().map(|target| target.by).max().unwrap_or(0);
        let ahead = latest.clamp(last, last + MAX_YEARS_AHEAD);
        let start = first.max(last - MAX_YEARS_BACK);
        let names = self.columns(1, width).names.min(NAMES);
        // Two columns for a year, beside names that can be read.
        let fit = (width.saturating_sub(AXIS + names) / 2) as i16;
        let needed = start.max(last - MIN_YEARS_BACK);
        let end = if ahead - needed < fit { ahead } else { last };
        let start = if end > last { start.max(end + 1 - fit) } else { start };
        Some((start, end))
    }

    /// Divides the width among the axis, `years` slots and the names of the lines.
    fn columns(&self, years: usize, width: u16) -> Columns {
        let years = u16::try_from(years).unwrap_or(u16::MAX).max(1);
        let lines = self.merged_lines();
        let longest = lines.iter().map(|line| line.label.display_width()).max().unwrap_or(0);
        let wanted = if longest == 0 { 0 } else { u16::try_from(longest + 1).unwrap_or(width) };
        // Names are wrapped, so that most of the width is left to the bars.
        let names = wanted
            .min((width / 5).max(NAMES + 4))
            .min(width * 2 / 5)
            .min(width.saturating_sub(AXIS + 2 * years).max(width / 4));
        let slot = ((width - AXIS - names) / years).clamp(1, 7);
        let bar = match slot {
            1..=2 => 1,
            3..=4 => 2,
            5 => 3,
            _ => 4,
        };
        Columns { slot, bar, names }
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
            MergedLine { percent, label: format!("{percent} % {}", names.join(", ")), goal }
        };
        heights.into_iter().map(merged).collect()
    }

    /// Returns the percentage at the upper edge: above the highest line, and with a row for the label of the highest bar
    /// that has no line.
    fn y_max(&self, targets: &[&TargetMarker], rows: u16) -> f64 {
        let height = f64::from(rows);
        let highest_bar = self.bars.iter().map(|bar| bar.percent).fold(0.0, f64::max);
        let lines = || self.lines.iter().map(|line| line.percent);
        let targets = targets.iter().map(|target| target.up_to.unwrap_or(target.percent));
        let highest_line = lines().chain(targets).fold(0.0, f64::max);
        let needed =
            (highest_bar * height / (height - 1.0)).max(highest_line * (1.0 + 0.5 / height)).max(0.5);
        let step = if needed <= 10.0 { 0.5 } else { 5.0 };
        let rounded = (needed / step).ceil() * step;
        // A line is drawn in the middle of its row. With these scales the lowest goal is exactly there.
        let goals = self.lines.iter().filter(|line| line.goal && line.percent > 0.0);
        let goal = goals.map(|line| line.percent).min_by(f64::total_cmp).filter(|_| rows >= MIN_ROWS_TO_FIT);
        let candidate = |n: f64| match goal {
            Some(goal) => {
                let goal_row = (goal / needed * height - 0.5).floor().max(0.0);
                goal * height / ((goal_row - n).max(0.0) + 0.5)
            }
            None => rounded + n * step,
        };
        let label_is_free = |y_max: f64| {
            let cells = (highest_bar / y_max * height).ceil() as u16;
            let label = rows.checked_sub(cells + 1).or(row(highest_bar, y_max, rows).checked_sub(1));
            label.is_some_and(|label| lines().all(|percent| row(percent, y_max, rows) != label))
        };
        let first = candidate(0.0);
        // With a much larger scale all bars would be low, only to have a label above instead of beside its bar.
        let acceptable = |y_max: &f64| *y_max <= first * 1.5 && label_is_free(*y_max);
        (0..4).map(|n| candidate(f64::from(n))).find(acceptable).unwrap_or(first)
    }

    /// Renders the chart, or nothing where it would be too small.
    pub fn render(&self, area: Rect, buf: &mut Buffer, ctx: &RenderContext<'_>) {
        if area.width < MIN_SIZE.0 || area.height < MIN_SIZE.1 {
            return;
        }
        let (Some(first), Some(last)) = (self.bars.first(), self.bars.last()) else { return };
        let Some((start, end)) = self.years(area.width) else { return };
        let rows = area.height - 1;
        let columns = self.columns((end - start + 1) as usize, area.width);
        // The oldest years give way where not even one column each fits.
        let fit = ((area.width - AXIS - columns.names) / columns.slot) as i16;
        let start = start.max(end - fit + 1);
        let targets: Vec<&TargetMarker> = self.targets_between(start, end).collect();
        let y_max = self.y_max(&targets, rows);
        let mut plot = Plot { buf, ctx, area, rows, y_max, start, columns };
        plot.axis();
        for bar in self.bars.iter().filter(|bar| (start..=end).contains(&bar.year)) {
            plot.bar(bar);
        }
        for year in start..=end {
            let role = match self.bars.iter().find(|bar| bar.year == year) {
                Some(bar) if bar.changed => Role::Changed,
                Some(bar) if Some(bar.year) == self.selected_year => Role::Focus,
                _ if year > last.year => Role::Later,
                _ => Role::Text,
            };
            plot.year(year, role);
        }
        plot.lines(&self.merged_lines(), end);
        for target in targets {
            for year in target.from.max(start)..=target.by.min(end) {
                plot.target(target, year);
            }
        }
        if start > first.year {
            plot.text(area.x + AXIS - 1, rows, ctx.symbols.ellipsis(), 1, Role::Text);
        }
        let selected = self.bars.iter().find(|bar| Some(bar.year) == self.selected_year && bar.year >= start);
        let labelled = selected.unwrap_or(last);
        plot.value_label(labelled, labelled.changed || selected.is_some());
    }
}

/// The columns of a chart, beside those of the axis.
struct Columns {
    /// Of a year.
    slot: u16,
    /// Of a bar in it.
    bar: u16,
    /// Of the names of the lines.
    names: u16,
}

/// All reference lines at one height.
struct MergedLine {
    percent: f64,
    label: String,
    goal: bool,
}

/// Returns the row of a percentage, counted from the top.
fn row(percent: f64, y_max: f64, rows: u16) -> u16 {
    let from_bottom = percent / y_max * f64::from(rows);
    (rows - 1).saturating_sub((from_bottom - 0.5).round().max(0.0) as u16)
}

/// A chart while it is being drawn.
struct Plot<'a> {
    buf: &'a mut Buffer,
    ctx: &'a RenderContext<'a>,
    area: Rect,
    /// Rows of the bars; the years are below.
    rows: u16,
    /// The percentage at the upper edge.
    y_max: f64,
    /// The first year.
    start: i16,
    columns: Columns,
}

impl Plot<'_> {
    fn row(&self, percent: f64) -> u16 {
        row(percent, self.y_max, self.rows)
    }

    /// Returns the first column of a year.
    fn x(&self, year: i16) -> u16 {
        self.area.x + AXIS + (year - self.start) as u16 * self.columns.slot
    }

    fn text(&mut self, x: u16, row: u16, text: &str, width: u16, role: Role) {
        self.buf.set_stringn(x, self.area.y + row, text, usize::from(width), self.ctx.style(role));
    }

    /// Draws round figures at the left, with at least a row between two of them.
    fn axis(&mut self) {
        let fits = |step: f64| {
            let above_zero = (self.rows - 1).saturating_sub(self.row(step));
            above_zero >= 2 && step / self.y_max * f64::from(self.rows) >= 1.8
        };
        let step = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0].into_iter().find(|step| fits(*step)).unwrap_or(100.0);
        let width = usize::from(AXIS - 1);
        let y_max = self.y_max;
        for percent in (0..).map(|n| f64::from(n) * step).take_while(|percent| *percent < y_max) {
            let row = if percent == 0.0 { self.rows - 1 } else { self.row(percent) };
            self.text(self.area.x, row, &format!("{percent:>width$}"), AXIS - 1, Role::Text);
        }
    }

    fn bar(&mut self, bar: &Bar) {
        let symbols = self.ctx.symbols;
        // Shades fill whole cells.
        let shaded = (self.ctx.theme.is_plain() || symbols.ascii) && bar.role != Role::Bar;
        let unit = if shaded { 8.0 } else { 1.0 };
        let height = bar.percent / self.y_max * f64::from(self.rows) * 8.0;
        let eighths = ((height / unit).round() * unit) as u32;
        let mut style = self.ctx.style(bar.role);
        // A bar is drawn with the foreground, so it takes the colour that marks a change as background elsewhere.
        if let Some(changed) = self.ctx.style(Role::Changed).bg.filter(|_| bar.changed) {
            style = style.fg(changed);
        }
        let x = self.x(bar.year);
        for row in 0..self.rows {
            let filled = eighths.saturating_sub(u32::from(row) * 8).min(8) as u8;
            if filled == 0 {
                break;
            }
            let symbol =
                if shaded { symbols.shade(bar.role == Role::Outside) } else { symbols.column(filled) };
            for x in x..x + self.columns.bar {
                self.buf[(x, self.area.y + self.rows - 1 - row)].set_symbol(symbol).set_style(style);
            }
        }
    }

    fn year(&mut self, year: i16, role: Role) {
        let short = format!("{:02}", year.rem_euclid(100));
        let text = match self.columns.slot {
            1 if year % 5 == 0 => short,
            2 if (year - self.start) % 2 == 0 => short,
            3 | 4 => short,
            5.. => year.to_string(),
            _ => return,
        };
        let x = self.x(year);
        self.text(x, self.rows, &text, self.area.right().saturating_sub(x), role);
    }

    /// Draws a target in one year: a symbol at its height, or one at either end of its range and a line between them.
    fn target(&mut self, target: &TargetMarker, year: i16) {
        let (symbol, between) = self.ctx.symbols.target();
        let style = self.ctx.style(if target.changed { Role::Changed } else { Role::Proposal });
        let bottom = self.row(target.percent);
        let top = target.up_to.map_or(bottom, |up_to| self.row(up_to));
        let x = self.x(year);
        for y in top..=bottom {
            let cell = &mut self.buf[(x, self.area.y + y)];
            let on_bar = cell.symbol() == self.ctx.symbols.column(8) && !self.ctx.theme.is_plain();
            let style = match cell.style().fg {
                Some(bar) if on_bar => style.fg(self.ctx.theme.ink()).bg(bar),
                _ => style,
            };
            cell.set_symbol(if y == top || y == bottom { symbol } else { between }).set_style(style);
        }
    }

    /// Labels a bar: above it, or beside its top where a line is above. Without a free place, the label of a selected bar
    /// is on the first free row above, or interrupts the line. Others are left out: the list of states has the last one.
    fn value_label(&mut self, bar: &Bar, selected: bool) {
        let x = self.x(bar.year);
        let cells = (bar.percent / self.y_max * f64::from(self.rows)).ceil() as u16;
        let mark = if bar.changed { self.ctx.symbols.changed() } else { "" };
        let text = format!("{mark}{}", bar.value_label);
        let width = text.display_width() as u16;
        let left = self.area.x + AXIS;
        let above_x = (x + self.columns.bar).saturating_sub(width).max(left);
        let top = self.rows.saturating_sub(cells);
        let mut above = (0..top).rev().map(|row| (above_x, row));
        let beside = (x + self.columns.bar + 1, top);
        let free = |(x, row): &(u16, u16)| {
            let end = x + width;
            let symbol = |x: u16| self.buf[(x, self.area.y + row)].symbol();
            // A bar may touch the label, words may not.
            let no_word = |x: u16| symbol(x).chars().all(|c| !c.is_alphanumeric());
            *x >= left
                && end <= self.area.right()
                && (*x..end).all(|x| symbol(x) == " ")
                && no_word(x.saturating_sub(1))
                && (end >= self.area.right() || no_word(end))
        };
        let just_above = above.next();
        let last_resort = just_above.filter(|_| selected && above_x + width <= self.area.right());
        let places = just_above.into_iter().chain([beside]).chain(above.filter(|_| selected));
        let Some((x, row)) = places.into_iter().find(free).or(last_resort) else { return };
        self.text(x, row, &text, width, if bar.changed { Role::Changed } else { Role::Strong });
    }

    fn lines(&mut self, lines: &[MergedLine], end: i16) {
        let end = self.x(end) + self.columns.slot;
        let width = self.columns.names.saturating_sub(1).min(self.area.right().saturating_sub(end + 1));
        let mut below = self.rows;
        for line in lines {
            let row = self.row(line.percent);
            self.line(row, end, line.goal);
            // A long name goes on below its line, down to the next line.
            let rows = usize::from(below.saturating_sub(row)).max(1);
            let label = wrap_rows(&line.label, rows, width, self.ctx.symbols.ellipsis());
            for (text, row) in label.iter().zip(row..) {
                self.text(end + 1, row, text, width, Role::Text);
            }
            below = row;
        }
    }

    /// Draws a line across the bars, except where a bar ends: that is what the line is to be compared with.
    fn line(&mut self, row: u16, end: u16, goal: bool) {
        let symbols = self.ctx.symbols;
        let (symbol, style) = match goal {
            true => (symbols.lines().0, self.ctx.style(Role::Goal)),
            false => (symbols.lines().1, self.ctx.style(Role::Proposal)),
        };
        let full_cells = [symbols.column(8), symbols.shade(false), symbols.shade(true)];
        for x in self.area.x + AXIS..end {
            let cell = &mut self.buf[(x, self.area.y + row)];
            let full = full_cells.contains(&cell.symbol());
            if !full && cell.symbol() != " " {
                continue;
            }
            let style = match cell.style().fg {
                Some(bar) if full && !self.ctx.theme.is_plain() => style.fg(self.ctx.theme.ink()).bg(bar),
                _ if full => Style::new().add_modifier(Modifier::REVERSED),
                _ => style,
            };
            cell.set_symbol(symbol).set_style(style);
        }
    }
}
