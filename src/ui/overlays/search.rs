//! The search prompt and its hits.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::macros::line;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use crate::app::{App, ClickTarget, HitRegion, ScrollMetrics, TextField};
use crate::config::Role;
use crate::dossier::{Date, Dossier, Excerpt, Fact};
use crate::ui::RenderContext;
use crate::ui::layout::centered;
use crate::ui::panels::{date_label, first_visible};
use crate::ui::text::{justify, wrap_hanging};
use crate::ui::widgets::panel_block::render_scrollbar;

use super::{Layer, certainty, input_line, publication, render_window};

/// The largest useful size of the window.
const SIZE: (u16, u16) = (150, 24);
/// The width of the window from which the selected fact is beside the hits, and its columns there.
const PREVIEW: (u16, u16) = (108, 44);
/// Columns of the kind of a hit, and of a date.
const KIND: usize = 9;
const DATE: usize = 12;
/// The mark of a hit that is not yet known on the current day.
const LATER: &str = " later";

/// Renders the query, the hits around the selected one and, if there is space, the selected fact. The size of the
/// window does not depend on the number of hits, so that it does not change while the user types.
pub fn render(app: &App, input: &TextField, layer: &mut Layer<'_>) {
    let (ctx, body) = (layer.ctx, layer.body);
    let Some(dossier) = app.dossier.as_deref() else { return };
    let area = Rect { y: body.y, ..centered(body, SIZE.0, SIZE.1) };
    let hits = &app.search.hits;
    let is_empty = input.value().trim().is_empty();
    let count = match hits.len() {
        _ if is_empty => String::new(),
        0 => "nothing".into(),
        n => format!("{} of {n}", app.search.position + 1),
    };
    let inner = render_window(area, "Find", &count, layer);
    layer.buf.set_line(inner.x, inner.y, &input_line(input, ctx, inner.width), inner.width);
    let below = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
    if is_empty {
        let hint = "any words of a fact: state, capital, speaker, office, position, 3.38, jun 2025, a quotation, a source";
        let lines = wrap_hanging(Line::default(), hint, ctx.style(Role::Text), below.width);
        return ctx.set_lines(lines, below, layer.buf);
    }
    let has_preview = area.width >= PREVIEW.0;
    let list = match has_preview {
        true => Rect { width: below.width.saturating_sub(PREVIEW.1 + 3), ..below },
        false => below,
    };
    if let Some(hit) = hits.get(app.search.position).filter(|_| has_preview) {
        let preview = Rect { x: list.right() + 3, width: PREVIEW.1, ..below };
        render_preview(app, dossier, hit.fact, ctx, preview, layer.buf);
    }
    let is_later = |fact: Fact| dossier.known_from(fact).is_some_and(|day| day > app.day());
    let some_later = hits.iter().any(|hit| is_later(hit.fact));
    let ellipsis = ctx.symbols.ellipsis();
    let rows = usize::from(list.height);
    let first = first_visible(app.search.position, rows, hits.len());
    for ((n, hit), y) in hits.iter().enumerate().skip(first).zip(list.y..list.bottom()) {
        let Some(excerpt) = app.search.excerpt(hit) else { break };
        let line = hit_line(hit.kind, &excerpt, n == app.search.position, ctx);
        let mut context = state_and_date(dossier, hit.fact, ctx);
        if some_later {
            let mark = if is_later(hit.fact) { LATER } else { "      " };
            context.push_span(Span::styled(mark, ctx.style(Role::Strong)));
        }
        let line = justify(line, context, list.width + 1, ellipsis);
        layer.buf.set_line(list.x - 1, y, &line, list.width + 1);
        layer.hits.push(HitRegion {
            x: list.x,
            y,
            width: list.width,
            height: 1,
            target: ClickTarget::Row(n),
        });
    }
    let frame = if has_preview { Rect { width: list.right() + 2 - area.x, ..area } } else { area };
    render_scrollbar(ScrollMetrics { lines: hits.len(), rows }, first, list, frame, layer.buf, ctx);
}

/// Renders a fact with its evidence. If it does not fit, the end is left out.
fn render_preview(
    app: &App,
    dossier: &Dossier,
    fact: Fact,
    ctx: &RenderContext<'_>,
    area: Rect,
    buf: &mut Buffer,
) {
    let text = |text: &str, role: Role| wrap_hanging(Line::default(), text, ctx.style(role), area.width);
    let mut lines = match fact {
        Fact::Source(id) => {
            let source = &dossier[id];
            let parts = [Some(&source.title), source.url.as_ref(), source.note.as_ref()];
            let mut lines = text(&publication(source), Role::Strong);
            lines.extend(parts.into_iter().flatten().flat_map(|part| text(part, Role::Text)));
            lines
        }
        fact => text(&dossier.statement(fact), Role::Strong),
    };
    if let Some(day) = dossier.known_from(fact).filter(|day| *day > app.day()) {
        lines.extend(text(&format!("Known from {}: later than this screen.", Date::Day(day)), Role::Alert));
    }
    if let Some(evidence) = dossier.evidence(fact) {
        lines.push(Line::default());
        lines.extend(text(&certainty(evidence, ctx), Role::Text));
        lines.extend(evidence.note.iter().flat_map(|note| text(note, Role::Secondary)));
        for source in evidence.sources.iter().map(|id| &dossier[*id]) {
            lines.extend(text(&format!("{}: {}", publication(source), source.title), Role::Text));
        }
    }
    let rows = usize::from(area.height);
    if lines.len() > rows {
        lines.truncate(rows.saturating_sub(1));
        lines.push(Line::from(ctx.symbols.ellipsis()));
    }
    ctx.set_lines(lines, area, buf);
}

/// Returns the state and the date of a fact, with its marks.
fn state_and_date<'a>(dossier: &Dossier, fact: Fact, ctx: &RenderContext<'_>) -> Line<'a> {
    let states = match dossier.states_of(&fact) {
        _ if matches!(fact, Fact::State(_)) => "",
        [] => "",
        [state] => dossier[*state].code.as_str(),
        [_, ..] => ctx.symbols.many(),
    };
    let evidence = dossier.evidence(fact);
    let label = |date: Date| evidence.map_or(date.to_string(), |evidence| date_label(Some(date), evidence));
    let date = dossier.date(fact).map(label).unwrap_or_default();
    let mark = evidence.map_or("", |evidence| ctx.symbols.certainty(evidence.certainty));
    let text = format!("{states} {:>DATE$}{mark:1}", date);
    Line::from(Span::styled(text, ctx.style(Role::Text)))
}

/// Returns the kind of a hit, and its text with marked matches.
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
        match c {
            '…' => run.push_str(ctx.symbols.ellipsis()),
            c => run.push(c),
        }
    }
    line.push_span(Span::styled(run, style));
    line
}
