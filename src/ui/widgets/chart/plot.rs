//! The drawing of a chart into cells.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::scale::{MergedLine, Scale};
use super::{AXIS, Bar, Columns, TargetMarker};
use crate::config::Role;
use crate::ui::RenderContext;
use crate::ui::text::{DisplayWidth, wrap_rows};

/// A chart that is being drawn. Rows are counted from the bottom, which has the years.
pub(super) struct Plot<'a> {
    pub buf: &'a mut Buffer,
    pub ctx: &'a RenderContext<'a>,
    pub area: Rect,
    pub scale: Scale,
    pub columns: Columns,
    pub lines: Vec<MergedLine>,
}

impl Plot<'_> {
    /// Returns the first column of a year.
    pub fn x(&self, year: i16) -> u16 {
        self.area.x + AXIS + (year - self.columns.start) as u16 * self.columns.slot
    }

    /// Returns the coordinate of a row of bars. The years are at `y(0) + 1`.
    fn y(&self, row: u32) -> u16 {
        self.area.bottom() - 2 - row.min(u32::from(self.scale.rows) - 1) as u16
    }

    fn is_free(&self, x: u16, y: u16) -> bool {
        self.buf[(x, y)].symbol() == " "
    }

    /// Draws text in a row, counted from that of the years.
    pub fn text(&mut self, x: u16, row: u16, text: &str, width: u16, role: Role) {
        let y = self.area.bottom() - 1 - row;
        self.buf.set_stringn(x, y, text, usize::from(width), self.ctx.style(role));
    }

    /// Draws the figures of the axis.
    pub fn axis(&mut self) {
        let width = usize::from(AXIS - 1);
        for (figure, row) in self.scale.figures() {
            let figure = format!("{figure:>width$}");
            if figure.len() == width {
                self.text(self.area.x, row + 1, &figure, AXIS - 1, Role::Text);
            }
        }
    }

    pub fn bar(&mut self, bar: &Bar) {
        let symbols = self.ctx.symbols;
        let shaded = (self.ctx.theme.is_plain() || symbols.ascii) && bar.role != Role::Bar;
        let eighths = self.scale.height(bar.percent, &self.lines);
        let mut style = self.ctx.style(bar.role);
        // A bar is drawn with the foreground colour. Elsewhere, the colour of a change is a background.
        if let Some(changed) = self.ctx.style(Role::Changed).bg.filter(|_| bar.changed) {
            style = style.fg(changed);
        }
        let x = self.x(bar.year);
        for row in 0..eighths.div_ceil(8).min(self.scale.rows.into()) {
            // A shade fills a whole cell, so the top of a shaded bar is dim instead.
            let (symbol, style) = match (eighths - row * 8).min(8) as u8 {
                8 if shaded => (symbols.shade(bar.role == Role::Outside), style),
                filled if shaded => (symbols.column(filled), style.dim()),
                filled => (symbols.column(filled), style),
            };
            let y = self.y(row);
            for x in x..x + self.columns.bar {
                self.buf[(x, y)].set_symbol(symbol).set_style(style);
            }
        }
    }

    /// Draws a year. If not all years fit, draws every second or fifth, including the labelled one.
    pub fn year(&mut self, year: i16, labelled: i16, role: Role) {
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

    /// Draws a target in one year: a symbol at its height, or one at either end of its range and a line between them.
    /// The target is beside the bar of that year, or above it if years have one column. It is left out if a bar is in
    /// the way.
    pub fn target(&mut self, target: &TargetMarker, year: i16, has_bar: bool) {
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
    pub fn marked(&self, bar: &Bar, label: &str) -> String {
        format!("{}{label}", if bar.changed { self.ctx.symbols.changed() } else { "" })
    }

    /// Draws the first of these labels that fits, and returns its area. If the bar is not selected, the label may be
    /// left out, since the list of states shows the latest figure.
    pub fn value_label(&mut self, bar: &Bar, labels: &[&str], role: Role, selected: bool) -> Option<Rect> {
        let labels = labels.iter().map(|label| self.marked(bar, label));
        let mut places =
            labels.map(|label| (self.label_place(bar, label.display_width() as u16, selected), label));
        let (Some((x, row)), label) = places.find(|(place, _)| place.is_some())? else { return None };
        let width = label.display_width() as u16;
        let role = if bar.changed { Role::Changed } else { role };
        self.text(x, row as u16 + 1, &label, width, role);
        Some(Rect { x, y: self.y(row), width, height: 1 })
    }

    /// Returns the first column and the row of a label: a free place in the columns of the bar, in one of the two rows
    /// above it. The label of a selected bar may be in any row above it. If none is free, it interrupts the line above
    /// the bar, or the one beside its top.
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
            // A bar may touch the label. A target may if there is no other place. Letters may not.
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

    /// Returns whether this symbol is part of a target.
    fn is_target(&self, symbol: &str) -> bool {
        let (end, between) = self.ctx.symbols.target();
        symbol == end || symbol == between
    }

    /// Draws the lines in the cells without bars, and their names at the right.
    pub fn lines(&mut self) {
        let end = self.x(self.columns.end) + self.columns.slot;
        let width = self.area.right().saturating_sub(end + 1);
        let mut below = self.area.bottom() - 1;
        for line in self.lines.clone() {
            let height = self.scale.line(line.percent);
            let y = self.y(height / 8);
            self.line(height, end, line.goal);
            // A long name continues below its line, down to the next line.
            let rows = usize::from(below.saturating_sub(y)).max(1);
            let label = wrap_rows(&line.label, rows, width, self.ctx.symbols.ellipsis());
            for (text, y) in label.iter().zip(y..) {
                self.buf.set_stringn(end + 1, y, text, width.into(), self.ctx.style(Role::Text));
            }
            below = y;
        }
    }

    /// Draws a line in the free cells of its row. A proposal uses every second cell, also between narrow bars.
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
