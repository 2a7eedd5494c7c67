//! What the last edit changed, each change in a line or two.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::config::Role;
use crate::dashboard::{Extent, State};
use crate::dossier::Date;
use crate::ui::Look;
use crate::ui::text::hanging;

/// Draws all changes, or says that there were none.
pub fn draw(state: &State, look: &Look<'_>, body: Rect, buf: &mut Buffer) -> Extent {
    let width = body.width.min(110);
    let mut lines: Vec<Line<'_>> = Vec::new();
    for change in &state.edit.changes {
        let sign = Span::styled(look.glyphs.changed(), look.style(Role::Changed));
        let mut words = change.words.clone();
        if let Some(known) = change.known.filter(|known| *known > state.day()) {
            words += &format!(" (known from {})", Date::Day(known));
        }
        let first = Line::from(vec![sign, Span::raw(" ")]);
        lines.extend(hanging(first, &words, look.style(Role::Text), width.saturating_sub(4)));
    }
    let count = match state.edit.changes.len() {
        0 => {
            lines.push(Line::from("Nothing has changed since the file was opened, or since Esc."));
            String::new()
        }
        1 => "1 change".into(),
        n => format!("{n} changes"),
    };
    super::in_the_middle("What changed", &count, width, &lines, state, (look, body, buf))
}
