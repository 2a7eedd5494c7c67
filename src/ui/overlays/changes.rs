//! What the last edit changed, each change in full; the selected one leads to its fact.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::{App, Extent};
use crate::config::Role;
use crate::dossier::{Change, Date};
use crate::ui::RenderContext;
use crate::ui::text::wrap_hanging;

/// The most columns that help it.
const WIDTH: u16 = 110;

/// Draws all changes, or says that there were none.
pub fn draw(
    state: &App,
    look: &RenderContext<'_>,
    body: Rect,
    buf: &mut Buffer,
    entries: &mut Vec<Range<usize>>,
) -> Extent {
    let width = body.width.min(WIDTH);
    let changes = &state.change_set.changes;
    let mut lines: Vec<Line<'_>> = Vec::new();
    for (n, change) in changes.iter().enumerate() {
        let from = lines.len();
        lines.extend(entry(change, n == state.change, state, look, width.saturating_sub(4)));
        entries.push(from..lines.len());
    }
    let count = match changes.len() {
        0 => {
            lines.push(Line::from("Nothing has changed since the file was opened, or since Esc."));
            String::new()
        }
        1 => "1 change".into(),
        n => format!("{n} changes"),
    };
    super::in_the_middle("What changed", &count, width, &lines, state, (look, body, buf))
}

/// The change in a line, and below it, where the line has no room for it, from what to what each field went.
fn entry<'a>(
    change: &Change,
    selected: bool,
    state: &App,
    look: &RenderContext<'_>,
    width: u16,
) -> Vec<Line<'a>> {
    let edge = if selected { look.symbols.selected() } else { " " };
    let sign = match (&change.fact, &change.old) {
        (None, _) => "-",
        (_, None) => "+",
        _ => look.symbols.changed(),
    };
    let head = Line::from(vec![
        Span::styled(edge, look.style(Role::Focus)),
        Span::styled(sign, look.style(Role::Changed)),
        Span::raw(" "),
    ]);
    // One short field has room in the line; more of it is told below, from what to what.
    let in_line = change.edits.len() < 2
        && change
            .edits
            .iter()
            .all(|edit| change.words.contains(&edit.old) && change.words.contains(&edit.new));
    let mut words = if in_line { change.words.clone() } else { change.about.clone() };
    if let Some(known) = change.known_from.filter(|known| *known > state.day()) {
        words += &format!(" (known from {})", Date::Day(known));
    }
    let mut lines = wrap_hanging(head, &words, look.style(Role::Text), width);
    for edit in change.edits.iter().filter(|_| !in_line) {
        let said = |text: &str| if text.is_empty() { "nothing".to_owned() } else { text.to_owned() };
        let first = Line::from(Span::raw(format!("     {}: ", edit.field)));
        let text = format!("{} → {}", said(&edit.old), said(&edit.new));
        lines.extend(wrap_hanging(first, &text, look.style(Role::Aside), width));
    }
    // What goes on below the first line belongs to the same entry.
    for line in lines.iter_mut().skip(1) {
        if let Some(span) = line.spans.first_mut() {
            let rest = span.content.strip_prefix(' ').unwrap_or_default().to_owned();
            *span = Span::raw(rest);
            line.spans.insert(0, Span::styled(edge, look.style(Role::Focus)));
        }
    }
    lines
}
