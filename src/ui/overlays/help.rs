//! The keys and the meaning of the symbols.

use ratatui::macros::line;
use ratatui::text::{Line, Span};

use crate::app::{App, EntryListState, Panel};
use crate::config::{Group, Role};
use crate::dossier::model::{Certainty, Position};
use crate::ui::RenderContext;
use crate::ui::panels::position_role;
use crate::ui::text::DisplayWidth;
use crate::ui::widgets::entry_list::EntryList;

use super::{Layer, Window};

/// Columns of the keys.
const KEYS: usize = 15;
/// Columns of the keys with their descriptions.
const COLUMN: u16 = 38;
/// The most columns side by side.
const MAX_COLUMNS: u16 = 3;

/// Renders the help in as many columns of similar length as fit.
pub fn render(app: &App, state: &mut EntryListState<usize>, layer: &mut Layer<'_>) {
    let (ctx, body) = (layer.ctx, layer.body);
    let columns = (body.width.saturating_sub(4) / COLUMN).clamp(1, MAX_COLUMNS);
    let columns = balanced(blocks(app, ctx), usize::from(columns));
    let width = COLUMN * columns.len() as u16 + 4;
    let mut list = EntryList::new();
    list.lines(side_by_side(columns));
    Window { title: "Help", right: "", width, margin: 0 }.render(list, state, layer);
}

/// Distributes blocks over columns, with a blank line between two blocks.
fn balanced(blocks: Vec<Vec<Line<'_>>>, count: usize) -> Vec<Vec<Line<'_>>> {
    let total: usize = blocks.iter().map(|block| block.len() + 1).sum();
    let mut columns: Vec<Vec<Line<'_>>> = vec![Vec::new()];
    let mut used = 0;
    for block in blocks {
        // A block belongs to the column that contains its middle.
        let middle = used + block.len() / 2;
        if middle * count >= total * columns.len() && columns.len() < count {
            columns.push(Vec::new());
        }
        used += block.len() + 1;
        if let Some(column) = columns.last_mut() {
            if !column.is_empty() {
                column.push(Line::default());
            }
            column.extend(block);
        }
    }
    columns
}

/// Joins the lines of columns side by side.
fn side_by_side(columns: Vec<Vec<Line<'_>>>) -> Vec<Line<'_>> {
    let rows = columns.iter().map(Vec::len).max().unwrap_or(0);
    let mut lines = vec![Line::default(); rows];
    for (column, x) in columns.into_iter().zip((0..).step_by(usize::from(COLUMN))) {
        let blank = std::iter::repeat_with(Line::default);
        for (line, part) in lines.iter_mut().zip(column.into_iter().chain(blank)) {
            line.push_span(" ".repeat(usize::saturating_sub(x, line.display_width())));
            line.spans.extend(part.spans);
        }
    }
    lines
}

/// Returns the groups of keys and symbols, each below its heading.
fn blocks<'a>(app: &App, ctx: &RenderContext<'_>) -> Vec<Vec<Line<'a>>> {
    let keys = Group::ALL.into_iter().filter_map(|group| keys(group, app, ctx));
    let has = |panel| app.panels.has(panel);
    let positions = has(Panel::Stance).then(|| positions(ctx));
    let timeline = has(Panel::Timeline).then(|| timeline(ctx));
    keys.chain([mouse(ctx)]).chain(positions).chain([marks(app, ctx)]).chain(timeline).collect()
}

fn heading<'a>(text: &'static str, ctx: &RenderContext<'_>) -> Line<'a> {
    Line::from(Span::styled(text, ctx.style(Role::Focus)))
}

/// Returns the commands of a group that apply, with their keys. `None` if no command applies.
fn keys<'a>(group: Group, app: &App, ctx: &RenderContext<'_>) -> Option<Vec<Line<'a>>> {
    let listed = ctx.keymap.listed(group, |key| ctx.symbols.key(key), ctx.symbols.range());
    let applying = listed.into_iter().filter(|(command, _)| app.applies(*command));
    let entries = applying.map(|(command, keys)| entry(&keys, command.label(), ctx));
    let lines: Vec<Line<'a>> = std::iter::once(heading(group.name(), ctx)).chain(entries).collect();
    Some(lines).filter(|lines| lines.len() > 1)
}

fn entry<'a>(keys: &str, label: &'static str, ctx: &RenderContext<'_>) -> Line<'a> {
    line![
        Span::styled(format!("{keys:<KEYS$} "), ctx.style(Role::Key)),
        Span::styled(label, ctx.style(Role::Text)),
    ]
}

fn mouse<'a>(ctx: &RenderContext<'_>) -> Vec<Line<'a>> {
    vec![
        heading("Mouse", ctx),
        entry("click", "selects, then opens", ctx),
        entry("wheel", "scrolls", ctx),
        entry("Shift+drag", "selects text", ctx),
    ]
}

fn symbol<'a>(symbol: &str, meaning: &'static str, role: Role, ctx: &RenderContext<'_>) -> Line<'a> {
    line![Span::styled(format!("{symbol} "), ctx.style(role)), Span::styled(meaning, ctx.style(Role::Text)),]
}

fn positions<'a>(ctx: &RenderContext<'_>) -> Vec<Line<'a>> {
    let entries = Position::ALL.iter().map(|position| {
        symbol(ctx.symbols.position(*position), position.name(), position_role(*position), ctx)
    });
    std::iter::once(heading("Positions", ctx)).chain(entries).collect()
}

fn marks<'a>(app: &App, ctx: &RenderContext<'_>) -> Vec<Line<'a>> {
    let symbols = ctx.symbols;
    let has = |panel| app.panels.has(panel);
    let (single, disputed) =
        (symbols.certainty(Certainty::SingleSource), symbols.certainty(Certainty::Disputed));
    let has_quoted_treaties = has(Panel::Quotes) && has(Panel::Stance);
    // Each mark with its condition.
    let marks = [
        (true, single, "one source, or one publisher", Role::Strong),
        (true, disputed, "sources differ; see the note", Role::Strong),
        (true, "~", "inferred or approximate date", Role::Strong),
        (has(Panel::Spending), "e", "estimate", Role::Strong),
        (has_quoted_treaties, symbols.about(), "said about the treaty in view", Role::Focus),
        (has(Panel::Spending), symbols.target().0, "target at its level and year", Role::Proposal),
        (has(Panel::Map), ctx.frontier_symbol(), "frontier on the map", Role::Frontier),
        (has(Panel::Map), symbols.capital(), "capital on the map", Role::Capital),
        (true, symbols.changed(), "changed by the last edit, or new", Role::Changed),
    ];
    let marks = marks.into_iter().filter(|(shown, ..)| *shown);
    let marks = marks.map(|(_, mark, meaning, role)| symbol(mark, meaning, role, ctx));
    std::iter::once(heading("Marks", ctx)).chain(marks).collect()
}

fn timeline<'a>(ctx: &RenderContext<'_>) -> Vec<Line<'a>> {
    let symbols = ctx.symbols;
    vec![
        heading("In the timeline", ctx),
        symbol(symbols.quotes().0, "quotation", Role::Text, ctx),
        symbol("%", "target", Role::Proposal, ctx),
        symbol(symbols.aim(), "aim", Role::Text, ctx),
        symbol(symbols.event(), "event", Role::Text, ctx),
        symbol(symbols.lines().0, "benchmark", Role::Goal, ctx),
        symbol(symbols.many(), "several states", Role::Text, ctx),
    ]
}
