//! A line to type a day into.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthChar;

use crate::app::{App, Extent};
use crate::config::Role;
use crate::ui::RenderContext;
use crate::ui::text::wrap;

/// Columns of the overlay.
const WIDTH: u16 = 52;

/// Draws what was typed with a cursor in it, and below what may be typed or what is wrong.
pub fn draw(state: &App, look: &RenderContext<'_>, body: Rect, buf: &mut Buffer) -> Extent {
    let room = WIDTH.min(body.width).saturating_sub(4);
    let mut lines = vec![typed(state, look, room), Line::default()];
    let (text, role) = match &state.input_error {
        Some(fault) => (fault.as_str(), Role::Alarm),
        None => ("2025-03-18, 2025-07, 2025, today, or -1y (y, m, w, d) before today", Role::Text),
    };
    let style = look.style(role);
    lines.extend(wrap(text, room).into_iter().map(|part| Line::from(Span::styled(part, style))));
    super::in_the_middle("Go to day", "", WIDTH, &lines, state, (look, body, buf))
}

/// The typed text around its cursor, which is a cell of its own: the terminal's stays hidden.
pub fn typed<'a>(state: &App, look: &RenderContext<'_>, room: u16) -> Line<'a> {
    let (input, width) = (&state.input, usize::from(room.saturating_sub(1)));
    let skipped = input.visual_scroll(width);
    let (mut before, mut rest, mut column) = (String::new(), String::new(), 0);
    for (n, c) in input.value().chars().enumerate() {
        column += c.width().unwrap_or(0);
        if column <= skipped || column > skipped + width {
            continue;
        }
        if n < input.cursor() { before.push(c) } else { rest.push(c) }
    }
    let text = look.style(Role::Strong);
    let mut after = rest.chars();
    let at = after.next().unwrap_or(' ');
    Line::from(vec![
        Span::styled(before, text),
        Span::styled(at.to_string(), text.add_modifier(Modifier::REVERSED)),
        Span::styled(after.as_str().to_owned(), text),
    ])
}
