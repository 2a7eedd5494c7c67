//! The zoomed list of states, as a table: position and latest step on each treaty, spending, and target.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::macros::line;
use ratatui::text::{Line, Span};

use crate::app::{ClickTarget, Panels, ScrollMetrics};
use crate::config::Role;
use crate::dossier::Date;
use crate::dossier::model::{StateId, TreatyId};
use crate::ui::text::{wrap_marked, wrap_rows};
use crate::ui::widgets::panel_block::render_scrollbar;
use crate::ui::{dated_spending_label, hit_region};

use super::context::PanelContext;
use super::{Shown, date_label, first_visible, reached_date, sparkline};

/// Columns of mark, code and name.
const NAME: u16 = 18;
/// The smallest width of a treaty, of the spending, and of the target if it has a separate column.
const TREATY: u16 = 29;
const SPENDING: u16 = 27;
const TARGET: u16 = 26;
/// The largest useful width of a column.
const MAX_WIDTH: u16 = 44;
/// Years of a sparkline.
const YEARS: usize = 12;
/// The fewest rows of a state.
const ROWS: u16 = 2;
/// The most rows for a text of a cell.
const MAX_TEXT_ROWS: usize = 12;
/// The greatest age of a step that is also shown in days.
const MAX_DAYS_AGO: i32 = 999;

/// The content of a column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Treaty(TreatyId),
    Spending,
    Target,
}

/// The properties that all cells share.
struct Table {
    /// Whether the target has a separate column.
    target_column: bool,
    /// The most rows for a text.
    text_rows: usize,
    /// The percentage of a full bar of the sparklines.
    highest: f64,
}

/// Returns whether the list of states is zoomed, and wide enough for a table.
pub fn fits(ctx: &PanelContext<'_>) -> bool {
    ctx.app.zoomed && ctx.area.width >= 4 + NAME + TREATY + SPENDING
}

/// Renders the table around the selected state.
pub fn render(ctx: &PanelContext<'_>, panels: &mut Panels, buf: &mut Buffer) {
    let order = ctx.app.state_order();
    let (columns, width) = columns(ctx, ctx.area.width.saturating_sub(4));
    let legend = ctx.legend(order.iter().flat_map(|id| shown(ctx, *id, &columns)));
    let inner = ctx.frame(&ctx.states_title("States"), "", legend, buf);
    let ellipsis = ctx.symbols.ellipsis();
    let count = order.len();
    let target_column = columns.contains(&Column::Target);
    let areas: Vec<(Column, u16, u16)> = (0..)
        .zip(&columns)
        .map(|(n, column)| {
            let x = inner.x + NAME + n * width;
            // The last column takes the rest of the width.
            let last = usize::from(n) + 1 == columns.len();
            (*column, x, if last { inner.right() - x } else { width - 2 })
        })
        .collect();
    let mut heading_rows = 0;
    for (column, x, width) in &areas {
        let heading = wrap_rows(heading(ctx, *column, target_column), 2, *width, ellipsis);
        heading_rows = heading_rows.max(heading.len() as u16);
        for (line, y) in heading.into_iter().zip(inner.y..inner.bottom()) {
            buf.set_line(*x, y, &Line::from(ctx.plain(line)), *width);
        }
    }
    let list = inner.intersection(Rect { y: inner.y + heading_rows + 1, ..inner });
    let mut table = Table { target_column, text_rows: MAX_TEXT_ROWS, highest: ctx.known.highest_spending() };
    let cells = |id: StateId, table: &Table| {
        let cells =
            areas.iter().map(|(column, _, width)| cell(ctx, id, *column, table, (*width).min(MAX_WIDTH)));
        cells.collect::<Vec<_>>()
    };
    let height = |id: StateId, table: &Table| {
        cells(id, table).iter().map(Vec::len).max().unwrap_or(0).max(usize::from(ROWS))
    };
    // Texts get as many rows as fit for all states, with a blank row between two states.
    let available = usize::from(list.height) + 1;
    let fits = |table: &Table| order.iter().map(|id| height(*id, table) + 1).sum::<usize>() <= available;
    let has_blanks = count * usize::from(ROWS + 1) <= available;
    table.text_rows = match has_blanks {
        true => {
            (0..=MAX_TEXT_ROWS).rev().find(|rows| fits(&Table { text_rows: *rows, ..table })).unwrap_or(0)
        }
        false => 0,
    };
    let fit = if has_blanks { count } else { usize::from(list.height / ROWS) }.max(1);
    panels.states_page = fit;
    let selected = order.iter().position(|id| *id == ctx.app.selected_state).unwrap_or(0);
    let first = first_visible(selected, fit, count);
    let mut y = list.y;
    for id in order.into_iter().skip(first).take(fit) {
        let height = (height(id, &table) as u16).min(list.bottom().saturating_sub(y));
        let area = Rect { x: list.x - 1, y, width: list.width + 1, height };
        panels.hits.push(hit_region(area, ClickTarget::State(id)));
        name(ctx, id, area, buf);
        for (lines, (_, x, width)) in cells(id, &table).into_iter().zip(&areas) {
            ctx.render.set_lines(lines, Rect { x: *x, y, width: *width, height }, buf);
        }
        y += height + u16::from(has_blanks);
    }
    render_scrollbar(ScrollMetrics { lines: count, rows: fit }, first, list, ctx.area, buf, ctx.render);
}

/// Returns the columns that fit, and their width: the treaty in view, then the spending, the other treaties, and the
/// target.
fn columns(ctx: &PanelContext<'_>, width: u16) -> (Vec<Column>, u16) {
    let mut left = width.saturating_sub(NAME + SPENDING);
    let mut columns: Vec<Column> = Vec::new();
    for treaty in ctx.treaties() {
        if left >= TREATY || treaty == ctx.app.treaty {
            left = left.saturating_sub(TREATY);
            columns.push(Column::Treaty(treaty));
        }
    }
    columns.push(Column::Spending);
    if left >= TARGET {
        columns.push(Column::Target);
    }
    let each = (width.saturating_sub(NAME) / columns.len() as u16).min(MAX_WIDTH);
    (columns, each)
}

/// Returns the facts of a state in the table.
fn shown<'a>(ctx: &PanelContext<'a>, id: StateId, columns: &[Column]) -> Vec<Shown<'a>> {
    let mut shown = Vec::new();
    for column in columns {
        match column {
            Column::Treaty(treaty) => {
                let reached = ctx.reached(*treaty, id);
                shown.extend(reached.map(|step| Shown::dated(&step.evidence, reached_date(step))));
                let last = reached.and(ctx.known.stance(id, *treaty));
                shown.extend(last.map(|step| Shown::undated(&step.evidence)));
            }
            Column::Spending => shown.extend(ctx.known.spending(id).latest().map(Shown::figure)),
            Column::Target => {}
        }
    }
    let target = ctx.known.latest_target(id);
    let dated = columns.contains(&Column::Target);
    shown.extend(target.map(|target| Shown::dated(&target.evidence, target.date.filter(|_| dated))));
    shown
}

fn heading<'a>(ctx: &PanelContext<'a>, column: Column, target_column: bool) -> &'a str {
    match column {
        Column::Treaty(treaty) => &ctx.dossier()[treaty].name,
        Column::Spending if target_column => "Spending, % of GDP",
        Column::Spending => "Spending and target, % of GDP",
        Column::Target => "Target",
    }
}

/// Renders the name of a state, and the mark of the selected one beside all its rows.
fn name(ctx: &PanelContext<'_>, id: StateId, area: Rect, buf: &mut Buffer) {
    if id == ctx.app.selected_state {
        for y in area.y..area.bottom() {
            buf.set_string(area.x, y, ctx.symbols.selected(), ctx.style(Role::Focus));
        }
    }
    ctx.render.set_lines([ctx.state_line(id)], Rect { x: area.x + 1, width: NAME - 1, ..area }, buf);
}

fn cell<'a>(ctx: &PanelContext<'a>, id: StateId, column: Column, table: &Table, width: u16) -> Vec<Line<'a>> {
    let ellipsis = ctx.symbols.ellipsis();
    let (label, mark) = ctx.target(id);
    let label = wrap_marked(&label, mark, 1, width, ellipsis).concat();
    match (column, ctx.known.latest_target(id)) {
        (Column::Treaty(treaty), _) => stance(ctx, id, treaty, table.text_rows, width),
        (Column::Spending, _) => {
            let own_column = table.target_column;
            let target = (!own_column).then(|| Line::from(ctx.plain(label)));
            [spending(ctx, id, table.highest)].into_iter().chain(target).collect()
        }
        (Column::Target, None) => vec![Line::from(ctx.plain(label))],
        (Column::Target, Some(target)) => {
            let date = date_label(target.date, &target.evidence);
            let who = target.who.as_deref().unwrap_or_default();
            let who = wrap_rows(who, table.text_rows, width, ellipsis);
            let mut lines = vec![Line::from(ctx.strong(label)), Line::from(ctx.plain(date))];
            lines.extend(who.into_iter().map(|line| Line::from(ctx.plain(line))));
            lines
        }
    }
}

/// Returns the position, its date, and the text of the latest step.
fn stance<'a>(
    ctx: &PanelContext<'a>,
    id: StateId,
    treaty: TreatyId,
    text_rows: usize,
    width: u16,
) -> Vec<Line<'a>> {
    let mut lines = vec![ctx.position_on(treaty, id, width)];
    let reached = ctx.reached(treaty, id);
    let Some((reached, last)) = reached.zip(ctx.known.stance(id, treaty)) else { return lines };
    if let Some(date) = reached_date(reached) {
        let ago = days_ago(ctx, date).map(|ago| format!(", {ago}")).unwrap_or_default();
        let since = format!("  {}{ago}", date_label(Some(date), &reached.evidence));
        lines.push(Line::from(ctx.plain(since)));
    }
    let (mark, width) = (ctx.certainty(&last.evidence), width.saturating_sub(2));
    let text = wrap_marked(&last.what, mark, text_rows, width, ctx.symbols.ellipsis());
    lines.extend(text.into_iter().map(|line| Line::from(ctx.plain(format!("  {line}")))));
    lines
}

/// Formats the time from a day to the current day.
fn days_ago(ctx: &PanelContext<'_>, date: Date) -> Option<String> {
    let Date::Day(day) = date else { return None };
    match ctx.known.day.since(day).ok()?.get_days() {
        0 => Some("that day".into()),
        1 => Some("1 day ago".into()),
        days @ 2..=MAX_DAYS_AGO => Some(format!("{days} days ago")),
        _ => None,
    }
}

/// Returns the development of spending, and the latest figure with its year.
fn spending<'a>(ctx: &PanelContext<'a>, id: StateId, highest: f64) -> Line<'a> {
    let spending = ctx.known.spending(id);
    let Some(latest) = spending.latest() else { return Line::from(ctx.plain("no figure")) };
    line![
        Span::styled(sparkline(spending.figures, highest, YEARS, ctx.symbols), ctx.style(Role::Bar)),
        ctx.strong(format!(" {}", dated_spending_label(latest, ctx.symbols))),
    ]
}
