//! The search prompt and its hits.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::macros::line;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use tui_input::Input;

use crate::app::{App, ScrollMetrics};
use crate::config::Role;
use crate::dossier::{Dossier, Excerpt, Fact};
use crate::ui::RenderContext;
use crate::ui::panels::first_visible;
use crate::ui::text::{justify, truncate_line};
use crate::ui::widgets::panel_block::render_scrollbar;

use super::{input_line, render_window};

/// Columns and rows beyond which the window gains nothing.
const SIZE: (u16, u16) = (100, 24);
/// Columns of the kind of a hit, and of a date.
const KIND: usize = 8;
const DATE: usize = 11;

/// Renders the query and the hits around the selected one. The window has the same size for any number of hits, so that
/// nothing jumps while one types.
pub fn render(app: &App, input: &Input, ctx: &RenderContext<'_>, body: Rect, buf: &mut Buffer) {
    let (width, height) = (SIZE.0.min(body.width), SIZE.1.min(body.height));
    let area = Rect { x: body.x + (body.width - width) / 2, y: body.y, width, height };
    let hits = &app.search.hits;
    let is_empty = input.value().trim().is_empty();
    let count = match hits.len() {
        _ if is_empty => String::new(),
        0 => "nothing".into(),
        n => format!("{} of {n}", app.search.position + 1),
    };
    let inner = render_window(area, "Find", &count, ctx, buf);
    buf.set_line(inner.x, inner.y, &input_line(input, ctx, inner.width), inner.width);
    let list = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
    let ellipsis = ctx.symbols.ellipsis();
    if is_empty {
        let hint = "states, speakers, treaties, sources; words of quotations, steps, aims, events, notes";
        let line = truncate_line(Line::from(hint), usize::from(list.width), ellipsis);
        buf.set_line(list.x, list.y, &line, list.width);
    }
    let rows = usize::from(list.height);
    let first = first_visible(app.search.position, rows, hits.len());
    for ((n, hit), y) in hits.iter().enumerate().skip(first).zip(list.y..list.bottom()) {
        let Some(excerpt) = app.search.excerpt(hit) else { break };
        let line = hit_line(hit.kind, &excerpt, n == app.search.position, ctx);
        let context = app.dossier.as_deref().map(|dossier| state_and_date(dossier, hit.fact, ctx));
        let line = justify(line, context.unwrap_or_default(), list.width + 1, ellipsis);
        buf.set_line(list.x - 1, y, &line, list.width + 1);
    }
    render_scrollbar(ScrollMetrics { lines: hits.len(), rows }, first, list, area, buf, ctx);
}

/// The state that a fact is about, and its date.
fn state_and_date<'a>(dossier: &Dossier, fact: Fact, ctx: &RenderContext<'_>) -> Line<'a> {
    let states = match dossier.states_of(&fact) {
        _ if matches!(fact, Fact::State(_)) => "",
        [] => "",
        [state] => dossier[*state].code.as_str(),
        [_, ..] => ctx.symbols.many(),
    };
    let date = dossier.date(fact).map(|date| date.to_string()).unwrap_or_default();
    if states.is_empty() && date.is_empty() {
        return Line::default();
    }
    Line::from(Span::styled(format!("{states} {date:>DATE$}"), ctx.style(Role::Text)))
}

/// The kind of a hit, and its text with the matches marked.
fn hit_line<'a>(kind: &str, excerpt: &Excerpt, selected: bool, ctx: &RenderContext<'_>) -> Line<'a> {
    let edge = if selected { ctx.symbols.selected() } else { " " };
    let text = ctx.style(Role::Text);
    let matching = ctx.style(Role::Strong).add_modifier(Modifier::UNDERLINED);
    let mut line =
        line![Span::styled(edge, ctx.style(Role::Focus)), Span::styled(format!("{kind:<KIND$} "), text),];
    let mut marks = excerpt.marks.iter().copied().peekable();
    let mut run = String::new();
    let mut style = text;
    for (n, c) in excerpt.text.chars().enumerate() {
        let next = if marks.next_if_eq(&n).is_some() { matching } else { text };
        if next != style && !run.is_empty() {
            line.push_span(Span::styled(std::mem::take(&mut run), style));
        }
        style = next;
        run.push(c);
    }
    line.push_span(Span::styled(run, style));
    line
}
