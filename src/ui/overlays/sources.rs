//! What the selected fact rests on: each source with publisher, title, day and address, and how certain it is.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::{App, Extent};
use crate::config::Role;
use crate::ui::RenderContext;
use crate::ui::text::wrap_hanging;

/// The most columns that help it.
const WIDTH: u16 = 96;

/// Draws the fact, and below it its sources, the one that `o` opens with an edge.
pub fn draw(
    state: &App,
    look: &RenderContext<'_>,
    body: Rect,
    buf: &mut Buffer,
    entries: &mut Vec<Range<usize>>,
) -> Extent {
    let width = WIDTH.min(body.width);
    let room = width.saturating_sub(4);
    let mut lines: Vec<Line<'_>> = Vec::new();
    let (Some(dossier), Some(fact)) = (state.dossier.as_deref(), state.fact()) else {
        return Extent::default();
    };
    let text = look.style(Role::Text);
    lines.extend(wrap_hanging(Line::default(), &dossier.statement(fact), look.style(Role::Strong), room));
    let Some(evidence) = dossier.evidence(fact) else { return Extent::default() };
    let certainty = look.symbols.certainty(evidence.certainty);
    let certain = format!("{} {}", evidence.certainty.word(), certainty);
    lines.extend(wrap_hanging(Line::default(), certain.trim(), text, room));
    if let Some(note) = &evidence.note {
        lines.extend(wrap_hanging(Line::default(), note, look.style(Role::Aside), room));
    }
    let count = evidence.sources.len();
    if count == 0 {
        lines.push(Line::default());
        lines.push(Line::from("The dossier names no source for it."));
    }
    for (n, id) in evidence.sources.iter().enumerate() {
        let source = &dossier[*id];
        // Above the first, what they are sources of belongs to it.
        let from = if n == 0 { 0 } else { lines.len() };
        let edge = || match n == state.source {
            true => Line::from(vec![
                Span::styled(look.symbols.selected(), look.style(Role::Focus)),
                Span::raw(" "),
            ]),
            false => Line::from("  "),
        };
        lines.push(Line::default());
        let date = source.date.map(|date| format!(", {date}")).unwrap_or_default();
        // Spending of past years and what was always so is known before the book that tells it.
        let later = source.date.is_some_and(|date| date.last_day() > state.day());
        let later = if later { ", published later" } else { "" };
        let head = format!("{}{date}{later}", source.publisher);
        lines.extend(
            wrap_hanging(edge(), &head, look.style(Role::Strong), room)
                .into_iter()
                .map(|line| edged(line, edge())),
        );
        for more in [Some(&source.title), source.url.as_ref(), source.note.as_ref()].into_iter().flatten() {
            lines.extend(wrap_hanging(edge(), more, text, room).into_iter().map(|line| edged(line, edge())));
        }
        entries.push(from..lines.len());
    }
    let right = match count {
        1 => "1 source".to_owned(),
        n => format!("{n} sources"),
    };
    super::in_the_middle("Sources", &right, width, &lines, state, (look, body, buf))
}

/// A line that goes on keeps the edge of the one that it goes on from.
fn edged<'a>(mut line: Line<'a>, edge: Line<'a>) -> Line<'a> {
    if line.spans.first().is_some_and(|span| span.content == "  ") {
        line.spans.splice(0..1, edge.spans);
    }
    line
}
