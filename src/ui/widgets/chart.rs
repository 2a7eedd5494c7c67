//! Bars by year against lines that they are held to.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::config::Role;
use crate::ui::RenderContext;
use crate::ui::text::{DisplayWidth, truncate, wrap};

/// A bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// The year.
    pub year: i16,
    /// Per cent of GDP.
    pub percent: f64,
    /// What it is drawn as: [`Role::Bar`], [`Role::Estimate`], or [`Role::Outside`] before accession.
    pub role: Role,
    /// The figure as it is written.
    pub figure: String,
    /// Whether the last edit changed it.
    pub marked: bool,
}

/// A line across the bars.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// Per cent of GDP.
    pub percent: f64,
    /// What it is called, after the percentage.
    pub name: String,
    /// Whether it was agreed, rather than proposed.
    pub goal: bool,
}

/// A target at its level, for a year or several.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aim {
    /// The first year.
    pub from: i16,
    /// The last.
    pub by: i16,
    /// Per cent of GDP.
    pub percent: f64,
    /// The upper end of a range.
    pub up_to: Option<f64>,
    /// Whether the last edit changed it.
    pub marked: bool,
}

/// The most years that a chart looks ahead of its last bar.
const MOST_AHEAD: i16 = 6;
/// The most years that it looks back, and those before the last that targets ahead leave their room.
const MOST_BACK: i16 = 60;
const LEAST_BACK: i16 = 6;

/// The columns of a chart: an axis, a slot for each year, names of the levels.
struct Columns {
    axis: u16,
    slot: u16,
    bar: u16,
    names: u16,
}

/// Columns of the figures at the left.
const AXIS: u16 = 3;
/// Columns in which most names of levels can be read.
const NAMES: u16 = 16;
/// The least rows in which a chart says anything: two of bars and the years.
const LEAST_ROWS: u16 = 3;

/// Where a chart is being drawn, and to what scale.
struct Plot<'a> {
    buf: &'a mut Buffer,
    look: &'a RenderContext<'a>,
    area: Rect,
    /// Rows of bars; one more holds the years.
    rows: u16,
    /// Per cent of GDP at the upper edge.
    top: f64,
    columns: Columns,
}

/// Draws the chart; levels of one height share a line and their names. The chosen year has its figure told.
pub fn draw(
    bars: &[Bar],
    levels: &[Level],
    aims: &[Aim],
    chosen: Option<i16>,
    area: Rect,
    buf: &mut Buffer,
    look: &RenderContext<'_>,
) {
    let (Some(first), Some(last)) = (bars.first(), bars.last()) else { return };
    if area.height < LEAST_ROWS || area.width < 12 {
        return;
    }
    let (start, end) = span(first, last, levels, aims, area.width);
    let rows = area.height - 1;
    let columns = columns((end - start + 1) as usize, levels, area.width);
    // What does not fit at one column a year gives way from the oldest on.
    let fit = ((area.width - columns.axis - columns.names) / columns.slot) as i16;
    let start = start.max(end - fit + 1);
    let aims: Vec<Aim> = aims.iter().filter(|aim| aim.from <= end && aim.by >= start).copied().collect();
    let top = axis_top(bars, levels, &aims, rows);
    let left = area.x + columns.axis;
    let mut plot = Plot { buf, look, area, rows, top, columns };
    plot.axis();
    let place = |plot: &Plot<'_>, year: i16| left + (year - start) as u16 * plot.columns.slot;
    for bar in bars.iter().filter(|bar| (start..=end).contains(&bar.year)) {
        plot.column(bar, place(&plot, bar.year));
    }
    for (n, year) in (start..=end).enumerate() {
        let role = match bars.iter().find(|bar| bar.year == year) {
            Some(bar) if bar.marked => Role::Changed,
            Some(bar) if Some(bar.year) == chosen => Role::Focus,
            _ if year > last.year => Role::Later,
            _ => Role::Text,
        };
        plot.year(year, n, place(&plot, year), role);
    }
    plot.levels(levels, left, place(&plot, end) + plot.columns.slot);
    for aim in &aims {
        for year in aim.from.max(start)..=aim.by.min(end) {
            plot.aim(aim, place(&plot, year));
        }
    }
    if start > first.year {
        // Older years found no room.
        plot.text(left.saturating_sub(1), rows, look.symbols.ellipsis(), 1, Role::Text);
    }
    // The figure that is selected, or else the last.
    let told = bars.iter().find(|bar| Some(bar.year) == chosen && bar.year >= start).unwrap_or(last);
    plot.figure(told, place(&plot, told.year), told.marked || Some(told.year) == chosen);
}

/// The first and the last year of the chart. Years ahead that have targets come before years long past, of which some
/// stay.
fn span(first: &Bar, last: &Bar, levels: &[Level], aims: &[Aim], width: u16) -> (i16, i16) {
    let ahead = aims.iter().map(|aim| aim.by).max().unwrap_or(0).clamp(last.year, last.year + MOST_AHEAD);
    let start = first.year.max(last.year - MOST_BACK);
    let names = columns(1, levels, width).names.min(NAMES);
    // Two columns a year, beside names that can be read.
    let fit = (width.saturating_sub(AXIS + names) / 2) as i16;
    let least = start.max(last.year - LEAST_BACK);
    let end = if ahead - least < fit { ahead } else { last.year };
    let start = if end > last.year { start.max(end + 1 - fit) } else { start };
    (start, end)
}

/// Whether any of the targets has a place in a chart of this width.
pub fn shows_aims(bars: &[Bar], levels: &[Level], aims: &[Aim], width: u16) -> bool {
    let (Some(first), Some(last)) = (bars.first(), bars.last()) else { return false };
    let (start, end) = span(first, last, levels, aims, width);
    aims.iter().any(|aim| aim.from <= end && aim.by >= start)
}

/// Rows from which on the axis is fitted to the goal, so that its line lies exactly at its height.
const ROWS_TO_FIT: u16 = 6;

/// The top of the axis, in per cent: room for the highest level, and for the number over the highest bar on a
/// row that no level has.
fn axis_top(bars: &[Bar], levels: &[Level], aims: &[Aim], rows: u16) -> f64 {
    let height = f64::from(rows);
    let highest_bar = bars.iter().map(|bar| bar.percent).fold(0.0, f64::max);
    let percents = levels.iter().map(|level| level.percent);
    let aims = aims.iter().map(|aim| aim.up_to.unwrap_or(aim.percent));
    let highest_level = percents.clone().chain(aims).fold(0.0, f64::max);
    let least = (highest_bar * height / (height - 1.0)).max(highest_level * (1.0 + 0.5 / height)).max(0.5);
    let step = if least <= 10.0 { 0.5 } else { 5.0 };
    let round = (least / step).ceil() * step;
    // A line is drawn in the middle of its row: at these tops that is just where the lowest goal lies.
    let goals = levels.iter().filter(|level| level.goal).map(|level| level.percent);
    let goal = goals.filter(|percent| *percent > 0.0).min_by(f64::total_cmp);
    let fitted = goal.filter(|_| rows >= ROWS_TO_FIT).map(|goal| {
        let highest = (goal / least * height - 0.5).floor().max(0.0);
        move |n: f64| goal * height / ((highest - n).max(0.0) + 0.5)
    });
    let free = |top: f64| {
        let of_number = row(highest_bar, top, rows).checked_sub(1);
        let cells = (highest_bar / top * height).ceil() as u16;
        let number = rows.checked_sub(cells + 1).or(of_number);
        number.is_some_and(|number| percents.clone().all(|percent| row(percent, top, rows) != number))
    };
    let tries = (0..4).map(f64::from);
    let tops: Vec<f64> = match fitted {
        Some(fitted) => tries.map(fitted).collect(),
        None => tries.map(|n| round + n * step).collect(),
    };
    // Above half as much again, bars would be low for the sake of a number that may stand beside its own.
    let first = tops.first().copied().unwrap_or(round);
    tops.into_iter().filter(|top| *top <= first * 1.5).find(|top| free(*top)).unwrap_or(first)
}

/// The row on which a percentage lies, counted from the top.
fn row(percent: f64, top: f64, rows: u16) -> u16 {
    let from_below = percent / top * f64::from(rows);
    (rows - 1).saturating_sub((from_below - 0.5).round().max(0.0) as u16)
}

/// Levels of one height: where, what is written beside the line, and whether one of them is a goal. Beside a goal a mere
/// proposal of as much is not named, as if it were one.
fn merged(levels: &[Level]) -> Vec<(f64, String, bool)> {
    let mut heights: Vec<f64> = levels.iter().map(|level| level.percent).collect();
    heights.sort_by(f64::total_cmp);
    heights.dedup();
    let text = |height: f64| {
        let mut here: Vec<&Level> = levels.iter().filter(|level| level.percent == height).collect();
        let goal = here.iter().any(|level| level.goal);
        here.retain(|level| level.goal == goal);
        let names: Vec<&str> = here.iter().map(|level| level.name.as_str()).collect();
        (height, format!("{height} % {}", names.join(", ")), goal)
    };
    heights.into_iter().map(text).collect()
}

fn columns(bars: usize, levels: &[Level], width: u16) -> Columns {
    let axis = AXIS;
    let bars = u16::try_from(bars).unwrap_or(u16::MAX).max(1);
    let longest = merged(levels).iter().map(|(_, text, _)| text.display_width()).max().unwrap_or(0);
    let wanted = if longest == 0 { 0 } else { u16::try_from(longest + 1).unwrap_or(width) };
    // Names wrap; past a certain breadth the bars have more use for the columns.
    let names = wanted
        .min((width / 5).max(NAMES + 4))
        .min(width * 2 / 5)
        .min(width.saturating_sub(axis + 2 * bars).max(width / 4));
    let slot = ((width - axis - names) / bars).clamp(1, 7);
    let bar = match slot {
        1..=2 => 1,
        3..=4 => 2,
        5 => 3,
        _ => 4,
    };
    Columns { axis, slot, bar, names }
}

impl Plot<'_> {
    /// The row on which a percentage lies, counted from the top of the area.
    fn row(&self, percent: f64) -> u16 {
        row(percent, self.top, self.rows)
    }

    fn text(&mut self, x: u16, y: u16, text: &str, room: u16, role: Role) {
        let style = self.look.style(role);
        self.buf.set_stringn(x, self.area.y + y, text, usize::from(room), style);
    }

    /// Round figures at the left, evenly apart, with a row at least between two of them.
    fn axis(&mut self) {
        let apart = |step: f64| {
            let above_zero = (self.rows - 1).saturating_sub(self.row(step));
            above_zero >= 2 && step / self.top * f64::from(self.rows) >= 1.8
        };
        let step = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0].into_iter().find(|step| apart(*step)).unwrap_or(100.0);
        let width = self.columns.axis - 1;
        let wide = usize::from(width);
        let top = self.top;
        let figures = (0..).map(|n| f64::from(n) * step).take_while(|figure| *figure < top);
        for figure in figures {
            let y = if figure == 0.0 { self.rows - 1 } else { self.row(figure) };
            self.text(self.area.x, y, &format!("{figure:>wide$}"), width, Role::Text);
        }
    }

    fn column(&mut self, bar: &Bar, x: u16) {
        // Shades know no eighths.
        let shaded = (self.look.theme.is_plain() || self.look.symbols.ascii) && bar.role != Role::Bar;
        let unit = if shaded { 8.0 } else { 1.0 };
        let eighths = ((bar.percent / self.top * f64::from(self.rows) * 8.0 / unit).round() * unit) as u32;
        let mut style = self.look.style(bar.role);
        // A bar is all foreground, so that what is a ground elsewhere becomes its colour.
        if let Some(changed) = self.look.style(Role::Changed).bg.filter(|_| bar.marked) {
            style = style.fg(changed);
        }
        for row in 0..self.rows {
            let filled = eighths.saturating_sub(u32::from(row) * 8).min(8) as u8;
            if filled == 0 {
                break;
            }
            let symbols = self.look.symbols;
            let symbol =
                if shaded { symbols.shade(bar.role == Role::Outside) } else { symbols.column(filled) };
            for x in x..x + self.columns.bar {
                self.buf[(x, self.area.y + self.rows - 1 - row)].set_symbol(symbol).set_style(style);
            }
        }
    }

    fn year(&mut self, year: i16, n: usize, x: u16, role: Role) {
        let short = format!("{:02}", year.rem_euclid(100));
        let text = match self.columns.slot {
            1 if year % 5 == 0 => short,
            2 if n.is_multiple_of(2) => short,
            3 | 4 => short,
            5.. => year.to_string(),
            _ => return,
        };
        let room = self.area.right().saturating_sub(x);
        self.text(x, self.rows, &text, room, role);
    }

    /// A target in a year: a sign at its level, or one at either end of a range and a line between.
    fn aim(&mut self, aim: &Aim, x: u16) {
        let (sign, between) = self.look.symbols.target();
        let style = self.look.style(if aim.marked { Role::Changed } else { Role::Proposal });
        let bottom = self.row(aim.percent);
        let top = aim.up_to.map_or(bottom, |up_to| self.row(up_to));
        for y in top..=bottom {
            let symbol = if y == top || y == bottom { sign } else { between };
            let cell = &mut self.buf[(x, self.area.y + y)];
            // On a bar the bar stays as the ground.
            match cell.style().fg {
                Some(ground)
                    if cell.symbol() == self.look.symbols.column(8) && !self.look.theme.is_plain() =>
                {
                    cell.set_style(style.fg(self.look.theme.ink()).bg(ground));
                }
                _ => {
                    cell.set_style(style);
                }
            }
            cell.set_symbol(symbol);
        }
    }

    /// The figure just over a bar, or beside its top where a line lies over it, which the bar would seem to pass. Where
    /// neither is free, one that was asked for stands on the first row above that is, or else parts the line; another
    /// is left out, since the list of states tells the last.
    fn figure(&mut self, bar: &Bar, x: u16, asked: bool) {
        let cells = (bar.percent / self.top * f64::from(self.rows)).ceil() as u16;
        let mark = if bar.marked { self.look.symbols.changed() } else { "" };
        let text = format!("{mark}{}", bar.figure);
        let wide = text.display_width() as u16;
        let over = (x + self.columns.bar).saturating_sub(wide).max(self.area.x + self.columns.axis);
        let top = self.rows.saturating_sub(cells);
        let mut above = (0..top).rev().map(|y| (over, y));
        // Further down it would seem to belong to nothing, and to the left to the bar before.
        let beside = std::iter::once((x + self.columns.bar + 1, top));
        let free = |(x, y): &(u16, u16)| {
            let (from, to) = (x.saturating_sub(1), x + wide);
            let inside = *x >= self.area.x + self.columns.axis && to <= self.area.right();
            // Names of levels and other words stay a column away; a bar may touch it.
            let clear = |x: u16| self.buf[(x, self.area.y + y)].symbol() == " ";
            let apart =
                |x: u16| self.buf[(x, self.area.y + y)].symbol().chars().all(|c| !c.is_alphanumeric());
            inside && (*x..to).all(clear) && apart(from) && (to >= self.area.right() || apart(to))
        };
        let last = top.checked_sub(1).map(|y| (over, y));
        let last = last.filter(|_| asked && over + wide <= self.area.right());
        let just_above = above.next();
        let places = just_above.into_iter().chain(beside).chain(above.filter(|_| asked));
        let places: Vec<(u16, u16)> = places.collect();
        let Some((x, y)) = places.into_iter().find(free).or(last) else { return };
        self.text(x, y, &text, wide, if bar.marked { Role::Changed } else { Role::Strong });
    }

    fn levels(&mut self, levels: &[Level], left: u16, end: u16) {
        let mut below = self.rows;
        for (height, text, goal) in merged(levels) {
            let y = self.row(height);
            self.line(y, left, end, goal);
            let room = self.columns.names.saturating_sub(1).min(self.area.right().saturating_sub(end + 1));
            let mut lines = wrap(&text, room);
            // A long name goes on below its line, as far as the line below that.
            let free = usize::from(below.saturating_sub(y)).max(1);
            if lines.len() > free {
                let rest = lines.split_off(free - 1).join(" ");
                lines.push(truncate(&rest, usize::from(room), self.look.symbols.ellipsis()));
            }
            for (line, y) in lines.iter().zip(y..) {
                self.text(end + 1, y, line, room, Role::Text);
            }
            below = y;
        }
    }

    /// A line across the bars. Where it crosses one, the bar stays as its ground; the top of a bar is left as it
    /// is.
    fn line(&mut self, y: u16, left: u16, end: u16, goal: bool) {
        let symbols = self.look.symbols;
        let style = self.look.style(if goal { Role::Goal } else { Role::Proposal });
        let symbol = if goal { symbols.lines().0 } else { symbols.lines().1 };
        for x in left..end {
            let cell = &mut self.buf[(x, self.area.y + y)];
            let full =
                [symbols.column(8), symbols.shade(false), symbols.shade(true)].contains(&cell.symbol());
            // The top of a bar that ends here has to be seen: that is what the line is for.
            if !full && cell.symbol() != " " {
                continue;
            }
            let style = match cell.style().fg {
                Some(ground) if full && !self.look.theme.is_plain() => {
                    style.fg(self.look.theme.ink()).bg(ground)
                }
                _ if full => Style::new().add_modifier(Modifier::REVERSED),
                _ => style,
            };
            cell.set_symbol(symbol).set_style(style);
        }
    }
}
