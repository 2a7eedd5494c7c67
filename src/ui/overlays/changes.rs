//! All changes of the last edit or comparison of days, and all new facts.

use ratatui::macros::line;
use ratatui::text::{Line, Span};

use crate::app::{App, EntryListState};
use crate::config::Role;
use crate::dossier::{Change, Date, wording};
use crate::ui::RenderContext;
use crate::ui::text::wrap_hanging;
use crate::ui::widgets::entry_list::EntryList;

use super::{Layer, Window};

/// The largest useful width of the window.
const WIDTH: u16 = 110;

/// Renders all changes.
pub fn render(app: &App, state: &mut EntryListState<usize>, layer: &mut Layer<'_>) {
    let (ctx, body) = (layer.ctx, layer.body);
    let width = body.width.min(WIDTH);
    let changes = app.listed_changes();
    let edits = app.change_set.changes.len();
    let mut list = EntryList::new();
    if changes.is_empty() {
        list.lines([Line::from(
            "No edit has changed a fact since the file was opened, or since the last Esc.",
        )]);
    }
    for (n, change) in changes.iter().enumerate() {
        if let Some(since) = app.since.filter(|_| n == edits) {
            list.gap();
            list.lines([Line::from(format!("New since {}", Date::Day(since)))]);
        }
        list.entry(n, entry(change, app, ctx, width.saturating_sub(5)));
    }
    let count = if changes.is_empty() { String::new() } else { wording::counted(changes.len(), "change") };
    state.clamp_selection(changes.len());
    let title = match app.change_set.days {
        Some((from, to)) if edits > 0 => format!("What changed, {} → {}", Date::Day(from), Date::Day(to)),
        _ if edits == 0 && !changes.is_empty() => "What is new".to_owned(),
        _ if edits > 0 => "What the last edit changed".to_owned(),
        _ => "What changed".to_owned(),
    };
    Window { title: &title, right: &count, width, margin: u16::from(!changes.is_empty()) }
        .render(list, state, layer);
}

/// Returns a change in a line, and below it the changed fields for which the line has no space.
fn entry<'a>(change: &'a Change, app: &App, ctx: &RenderContext<'_>, width: u16) -> Vec<Line<'a>> {
    let symbol = match (&change.fact, &change.old) {
        (None, _) => "-",
        (_, None) => "+",
        _ => ctx.symbols.changed(),
    };
    let in_words = |text: &String| change.summary.contains(text);
    let complete =
        change.edits.len() < 2 && change.edits.iter().all(|edit| in_words(&edit.old) && in_words(&edit.new));
    let mut words = if complete { change.summary.clone() } else { change.about.clone() };
    let evidence = change.fact.zip(app.dossier.as_ref()).and_then(|(fact, dossier)| dossier.evidence(fact));
    words += &evidence.map(|evidence| wording::doubt(evidence.certainty)).unwrap_or_default();
    if let Some(day) = change.known_from.filter(|day| *day > app.day()) {
        words += &format!(" (known from {})", Date::Day(day));
    }
    let head = line![Span::styled(symbol, ctx.style(Role::Changed)), Span::raw(" ")];
    let mut lines = wrap_hanging(head, &words, ctx.style(Role::Text), width);
    let or_none = |text: &'a str| if text.is_empty() { "none" } else { text };
    for edit in change.edits.iter().filter(|_| !complete) {
        let field = Line::from(format!("    {}: ", edit.field));
        let text = format!("{} → {}", or_none(&edit.old), or_none(&edit.new));
        lines.extend(wrap_hanging(field, &text, ctx.style(Role::Secondary), width));
    }
    lines
}
