//! The finder: a line to type into, and what it finds.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};

use crate::app::{App, Extent};
use crate::config::Role;
use crate::dossier::{Dossier, Excerpt, Fact};
use crate::ui::RenderContext;
use crate::ui::text::{justify, truncate_line};
use crate::ui::widgets::block::{Frame, scrollbar};

/// The most columns that help it.
const WIDTH: u16 = 100;
/// Columns of what something is, and of a day.
const KIND: usize = 8;
const DATE: usize = 11;

/// Draws the query and, below it, what was found, the selected one with an edge. It has the same size however
/// much there is, so that nothing jumps while one types.
pub fn draw(state: &App, look: &RenderContext<'_>, body: Rect, buf: &mut Buffer) -> Extent {
    let width = WIDTH.min(body.width);
    let height = body.height.min(24);
    let area = Rect { x: body.x + (body.width - width) / 2, y: body.y, width, height };
    Clear.render(area, buf);
    buf.set_style(area, look.style(Role::Ground));
    let count = match (state.input.value().trim().is_empty(), state.found.len()) {
        (true, _) => String::new(),
        (false, 0) => "nothing".into(),
        (false, n) => format!("{} of {n}", state.found_at + 1),
    };
    let frame = Frame { title: "Find", right: &count, focused: true, ..Frame::default() };
    let inner = frame.draw(area, buf, look);
    let line = super::day::typed(state, look, inner.width);
    buf.set_line(inner.x, inner.y, &line, inner.width);
    let list = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
    if state.input.value().trim().is_empty() {
        let hint = "states, speakers, treaties, sources; words of quotations, steps, aims, events, notes";
        let line = truncate_line(Line::from(hint), usize::from(list.width), look.symbols.ellipsis());
        buf.set_line(list.x, list.y, &line, list.width);
    }
    let rows = usize::from(list.height);
    let first = state.found_at.saturating_sub(rows / 2).min(state.found.len().saturating_sub(rows));
    for (n, y) in (first..state.found.len()).zip(list.y..list.bottom()) {
        let Some((found, (_, index))) = state.found.get(n).zip(state.index.as_ref()) else { break };
        let line = row(found.kind, &index.excerpt(found, &state.query), n == state.found_at, look);
        let whose = state.dossier.as_deref().map(|dossier| whose_and_when(dossier, found.fact, look));
        let line = justify(line, whose.unwrap_or_default(), list.width + 1, look.symbols.ellipsis());
        buf.set_line(list.x - 1, y, &line, list.width + 1);
    }
    let extent = Extent { lines: state.found.len(), rows };
    scrollbar(extent, first, list, area, buf, look);
    extent
}

/// The state that it is about, and the day of it.
fn whose_and_when<'a>(dossier: &Dossier, fact: Fact, look: &RenderContext<'_>) -> Line<'a> {
    let states = match dossier.states_of(&fact) {
        _ if matches!(fact, Fact::State(_)) => "",
        [] => "",
        [one] => dossier[*one].code.as_str(),
        [_, ..] => look.symbols.many(),
    };
    let date = dossier.date_of(fact).map(|date| date.to_string()).unwrap_or_default();
    let text = format!("{states} {date:>DATE$}");
    let text = if text.trim().is_empty() { String::new() } else { text };
    Line::from(Span::styled(text, look.style(Role::Text)))
}

/// What it is, and its text with what matches marked.
fn row<'a>(kind: &str, excerpt: &Excerpt, chosen: bool, look: &RenderContext<'_>) -> Line<'a> {
    let edge = if chosen { look.symbols.selected() } else { " " };
    let text = look.style(Role::Text);
    let marked = look.style(Role::Strong).add_modifier(Modifier::UNDERLINED);
    let mut spans =
        vec![Span::styled(edge, look.style(Role::Focus)), Span::styled(format!("{kind:<KIND$} "), text)];
    let mut marks = excerpt.marks.iter().copied().peekable();
    let mut run = String::new();
    let mut is_mark = false;
    for (n, c) in excerpt.text.chars().enumerate() {
        let mark = marks.next_if_eq(&n).is_some();
        if mark != is_mark && !run.is_empty() {
            spans.push(Span::styled(std::mem::take(&mut run), if is_mark { marked } else { text }));
        }
        is_mark = mark;
        run.push(c);
    }
    spans.push(Span::styled(run, if is_mark { marked } else { text }));
    Line::from(spans)
}
