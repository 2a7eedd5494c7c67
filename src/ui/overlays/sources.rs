//! The sources of the selected fact, and how certain it is.

use ratatui::text::Line;

use crate::app::{App, EntryListState, LinkRegion};
use crate::config::Role;
use crate::dossier::Text;
use crate::dossier::wording::counted;
use crate::ui::text::{DisplayWidth, wrap_hanging};
use crate::ui::widgets::entry_list::EntryList;

use super::{Layer, Window, certainty, publication};

/// The largest useful width of the window.
const WIDTH: u16 = 96;
/// Columns at the left of a source.
const INDENT: usize = 2;

/// Renders the fact, and below it its sources. Returns the places of their addresses.
pub fn render(app: &App, state: &mut EntryListState<usize>, layer: &mut Layer<'_>) -> Vec<LinkRegion> {
    let (ctx, body) = (layer.ctx, layer.body);
    let (Some(dossier), Some(fact)) = (app.dossier.as_deref(), app.selected_fact()) else {
        return Vec::new();
    };
    let Some(evidence) = dossier.evidence(fact) else { return Vec::new() };
    let width = WIDTH.min(body.width);
    let lines = |indent: usize, text: &str, role: Role| {
        wrap_hanging(Line::from(" ".repeat(indent)), text, ctx.style(role), width.saturating_sub(4))
    };
    let mut list = EntryList::new();
    list.lines(lines(0, &dossier.statement(fact), Role::Strong));
    list.lines(lines(0, &certainty(evidence, ctx), Role::Text));
    if let Some(note) = &evidence.note {
        list.lines(lines(0, note, Role::Secondary));
    }
    if evidence.sources.is_empty() {
        list.gap();
        list.lines([Line::from("The dossier names no source for it.")]);
    }
    // The line of the list, the end of its text, and the address.
    let mut addresses: Vec<(usize, usize, &Text)> = Vec::new();
    for (n, id) in evidence.sources.iter().enumerate() {
        let source = &dossier[*id];
        // Spending of past years is known before its edition is published.
        let later = source.date.is_some_and(|date| date.last_day() > app.day());
        let later = if later { ", published later" } else { "" };
        let mut entry = lines(INDENT, &(publication(source) + later), Role::Strong);
        entry.extend(lines(INDENT, &source.title, Role::Text));
        if let Some(url) = &source.url {
            for line in lines(INDENT, url, Role::Text) {
                // The list adds a blank line above the entry.
                addresses.push((list.height() + 1 + entry.len(), line.display_width(), url));
                entry.push(line);
            }
        }
        entry.extend(source.note.iter().flat_map(|note| lines(INDENT, note, Role::Text)));
        // Scrolling to the first source also shows the fact.
        let start = if n == 0 { 0 } else { list.height() };
        list.gap();
        list.entry_from(start, n, entry);
    }
    let count = counted(evidence.sources.len(), "source");
    state.clamp_selection(evidence.sources.len());
    let window = Window { title: "Sources", right: &count, width, margin: 0 };
    let inner = window.render(list, state, layer);
    let visible = state.offset()..state.offset() + usize::from(inner.height);
    let link = |(line, end, url): (usize, usize, &Text)| LinkRegion {
        x: inner.x + INDENT as u16,
        y: inner.y + (line - visible.start) as u16,
        width: (end.min(usize::from(inner.width)) - INDENT) as u16,
        url: url.clone(),
    };
    addresses.into_iter().filter(|(line, ..)| visible.contains(line)).map(link).collect()
}
