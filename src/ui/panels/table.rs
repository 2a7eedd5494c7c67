//! All states as a table, where their list has the screen: where each stands, since when and by what step, what it
//! spends, and what it aims for.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::{ClickTarget, Extent, HitRegion};
use crate::config::Role;
use crate::dossier::Date;
use crate::dossier::model::{Position, StateId, TreatyId};
use crate::ui::text::{DisplayWidth, truncate, truncate_line, wrap};
use crate::ui::widgets::block::{Frame, scrollbar};
use crate::ui::{RenderContext, figure};

use super::context::PanelContext;
use super::spending::level_and_years;
use super::states::sparkline;
use super::{NOT_ADOPTED, dated};

/// Columns of edge, mark, code and name.
const NAME: u16 = 18;
/// The least columns of a treaty, of the spending, and of the target where it has a column of its own.
const TREATY: u16 = 29;
const SPENDING: u16 = 27;
const TARGET: u16 = 26;
/// The most columns that help one.
const MOST: u16 = 44;
/// Years of a sparkline.
const YEARS: usize = 12;
/// Rows of a state that its facts take, and the most that the words of its last steps are given.
const ROWS: u16 = 2;
const WORDS: u16 = 3;
/// Up to so many days ago a day is counted; of what is longer ago, the date says as much.
const COUNTED: i32 = 999;

/// What a column tells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Treaty(TreatyId),
    Spending,
    Target,
}

/// What all cells go by.
struct Table {
    /// Whether the target has a column of its own.
    own_target: bool,
    /// The rows for the words of a last step.
    words: u16,
    /// The percentage that the sparklines are drawn to.
    highest: f64,
}

/// Whether the list of states has the screen, and that has room for more than the list tells.
pub fn fits(scene: &PanelContext<'_>) -> bool {
    scene.zoomed && scene.area.width >= 4 + NAME + TREATY + SPENDING
}

/// Draws the table, scrolled so that the selected state is seen.
pub fn draw(scene: &PanelContext<'_>, buf: &mut Buffer, hits: &mut Vec<HitRegion>) -> Extent {
    let frame = Frame { title: "States", focused: scene.focused, ..Frame::default() };
    let inner = frame.draw(scene.area, buf, scene.look);
    let (columns, width) = columns(scene, inner.width);
    let count = scene.known.dossier.states.len();
    let own_target = columns.contains(&Column::Target);
    let x = |n: usize| inner.x + NAME + n as u16 * width;
    // The last column has what is left.
    let room = |n: usize| if n + 1 == columns.len() { inner.right() - x(n) } else { width - 2 };
    let headings: Vec<Vec<String>> = (0..)
        .zip(&columns)
        .map(|(n, column)| in_rows(heading(scene, *column, own_target), 2, room(n), scene.look).collect())
        .collect();
    let above = headings.iter().map(Vec::len).max().unwrap_or(0) as u16 + 1;
    // Below the headings, as many words of the last steps as all states have rows for.
    let list = Rect { y: inner.y + above, height: inner.height.saturating_sub(above), ..inner };
    let each = usize::from(list.height + 1) / count.max(1);
    let words = u16::try_from(each).unwrap_or(u16::MAX).saturating_sub(ROWS + 1).min(WORDS);
    let pitch = if each > usize::from(ROWS) { ROWS + words + 1 } else { ROWS };
    let table = Table { own_target, words, highest: scene.known.highest_spending() };
    for (n, heading) in headings.into_iter().enumerate() {
        for (line, y) in heading.into_iter().zip(inner.y..inner.bottom()) {
            buf.set_line(x(n), y, &Line::from(scene.plain(line)), width);
        }
    }
    let fit = (usize::from(list.height + pitch - ROWS) / usize::from(pitch)).max(1);
    let selected = scene.selected_state.index();
    let first = selected.saturating_sub(fit / 2).min(count.saturating_sub(fit));
    let rows = (list.y..list.bottom()).step_by(usize::from(pitch));
    for (id, y) in scene.known.dossier.state_ids().skip(first).zip(rows) {
        let height = (pitch - u16::from(pitch > ROWS)).min(list.bottom() - y);
        let area = Rect { x: list.x - 1, y, width: list.width + 1, height };
        hits.push(HitRegion { x: area.x, y, width: area.width, height, goal: ClickTarget::State(id) });
        name(scene, id, area, buf);
        for (n, column) in columns.iter().enumerate() {
            let room = room(n);
            let lines = cell(scene, id, *column, &table, room.min(MOST));
            for (line, y) in lines.into_iter().zip(y..y + height) {
                let line = truncate_line(line, usize::from(room), scene.look.symbols.ellipsis());
                buf.set_line(x(n), y, &line, room);
            }
        }
    }
    scrollbar(Extent { lines: count, rows: fit }, first, list, scene.area, buf, scene.look);
    // Moving here selects, so there is nothing to scroll.
    Extent::default()
}

/// The columns that there is room for, and how wide each of them is: the treaty in view first, then the spending, then
/// the other treaties, and the target by itself where it need not share.
fn columns(scene: &PanelContext<'_>, width: u16) -> (Vec<Column>, u16) {
    let room = width.saturating_sub(NAME);
    let view = scene.treaty;
    let known = scene.known.dossier.treaty_ids().any(|treaty| treaty == view);
    let mut columns: Vec<Column> = known.then_some(Column::Treaty(view)).into_iter().collect();
    let mut used = SPENDING + if known { TREATY } else { 0 };
    let mut rest: Vec<Column> = Vec::new();
    for treaty in scene.known.dossier.treaty_ids().filter(|treaty| *treaty != view) {
        if used + TREATY <= room {
            rest.push(Column::Treaty(treaty));
            used += TREATY;
        }
    }
    columns.extend(rest);
    columns.push(Column::Spending);
    if used + TARGET <= room {
        columns.push(Column::Target);
    }
    let each = (room / columns.len() as u16).min(MOST);
    (columns, each)
}

fn heading<'a>(scene: &PanelContext<'a>, column: Column, own_target: bool) -> &'a str {
    match column {
        Column::Treaty(treaty) => &scene.known.dossier[treaty].name,
        Column::Spending if own_target => "Spending, % of GDP",
        Column::Spending => "Spending and target, % of GDP",
        Column::Target => "Target",
    }
}

/// The edge of the selected state down all its rows, and what it is called.
fn name(scene: &PanelContext<'_>, id: StateId, area: Rect, buf: &mut Buffer) {
    let look = scene.look;
    let state = &scene.known.dossier[id];
    let chosen = id == scene.selected_state;
    if chosen {
        for y in area.y..area.bottom() {
            buf.set_string(area.x, y, look.symbols.selected(), look.style(Role::Focus));
        }
    }
    let role = if chosen { Role::Focus } else { Role::Strong };
    let line = Line::from(vec![
        scene.state_mark(id),
        scene.plain(format!("{} ", state.code)),
        Span::styled(state.name.as_str(), look.style(role)),
    ]);
    let line = truncate_line(line, usize::from(NAME) - 1, look.symbols.ellipsis());
    buf.set_line(area.x + 1, area.y, &line, NAME);
}

/// What a column tells of a state.
fn cell<'a>(
    scene: &PanelContext<'a>,
    id: StateId,
    column: Column,
    table: &Table,
    width: u16,
) -> Vec<Line<'a>> {
    match column {
        Column::Treaty(treaty) => stance(scene, id, treaty, table.words, width),
        Column::Spending => {
            let mut lines = vec![spending(scene, id, table.highest)];
            if !table.own_target {
                lines.push(Line::from(scene.plain(target(scene, id))));
            }
            lines
        }
        Column::Target => {
            let words = target(scene, id);
            let Some(target) = scene.known.latest_target(id) else {
                return vec![Line::from(scene.plain(words))];
            };
            let who = target.who.as_deref().unwrap_or_default();
            let who = in_rows(who, table.words, width, scene.look);
            let mut lines = vec![Line::from(scene.strong(words))];
            lines.push(Line::from(scene.plain(dated(target.date, &target.evidence))));
            lines.extend(who.map(|line| Line::from(scene.plain(line))));
            lines
        }
    }
}

/// The position, since when, and the last step in words.
fn stance<'a>(
    scene: &PanelContext<'a>,
    id: StateId,
    treaty: TreatyId,
    words: u16,
    width: u16,
) -> Vec<Line<'a>> {
    if !scene.known.adopted(treaty) {
        return vec![Line::from(scene.plain(NOT_ADOPTED))];
    }
    let Some(step) = scene.known.stance(id, treaty) else {
        let none = scene.known.dossier[id].history(treaty).is_empty();
        let text = if none { "not in the dossier" } else { "no step known yet" };
        return vec![Line::from(scene.plain(text))];
    };
    let name = step.position.name();
    let name = if name.display_width() + 2 <= usize::from(width) { name } else { step.position.short() };
    let mut lines = vec![Line::from(vec![scene.sign(step.position), scene.strong(format!(" {name}"))])];
    // Of a state that never joined, the date of the last step is not that of its position.
    let reached = scene.known.reached(id, treaty).filter(|step| step.position != Position::NeverJoined);
    let mut since = String::new();
    if let Some(step) = reached.filter(|step| step.date.is_some()) {
        since = format!("  {}", dated(step.date, &step.evidence));
        if let Some(ago) = step.date.and_then(|date| ago(scene, date)) {
            since += &format!(", {ago}");
        }
    }
    if !since.is_empty() {
        lines.push(Line::from(scene.plain(since)));
    }
    let what = in_rows(&step.what, words, width.saturating_sub(2), scene.look);
    lines.extend(what.map(|line| Line::from(scene.plain(format!("  {line}")))));
    lines
}

/// How long before the day of the screen a day was.
fn ago(scene: &PanelContext<'_>, date: Date) -> Option<String> {
    let Date::Day(day) = date else { return None };
    let days = scene.known.day().since(day).ok()?.get_days();
    match days {
        0 => Some("that day".into()),
        1 => Some("1 day ago".into()),
        2..=COUNTED => Some(format!("{days} days ago")),
        _ => None,
    }
}

/// The text in so many rows at the most, with a mark where that is not all.
fn in_rows(
    text: &str,
    rows: u16,
    width: u16,
    look: &RenderContext<'_>,
) -> impl Iterator<Item = String> + use<> {
    let rows = usize::from(rows);
    let mut lines = if rows == 0 || text.is_empty() { Vec::new() } else { wrap(text, width) };
    if lines.len() > rows {
        let rest = lines.split_off(rows - 1).join(" ");
        lines.push(truncate(&rest, usize::from(width), look.symbols.ellipsis()));
    }
    lines.into_iter()
}

/// How spending went, and the last figure with its year.
fn spending<'a>(scene: &PanelContext<'a>, id: StateId, highest: f64) -> Line<'a> {
    let figures = scene.known.spending(id);
    let Some(last) = figures.last() else { return Line::from(scene.plain("no figure")) };
    Line::from(vec![
        Span::styled(sparkline(scene, figures, highest, YEARS), scene.look.style(Role::Bar)),
        scene.strong(format!(" {:<6} ", figure(last, scene.look))),
        scene.plain(last.year.to_string()),
    ])
}

fn target(scene: &PanelContext<'_>, id: StateId) -> String {
    scene.known.latest_target(id).map(level_and_years).unwrap_or_else(|| "none known".into())
}
