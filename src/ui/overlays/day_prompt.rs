//! The prompt for a day.

use ratatui::text::Line;

use crate::app::{DayPrompt, DayPurpose};
use crate::config::Role;
use crate::ui::layout::centered;
use crate::ui::text::wrap_hanging;

use super::{Layer, input_line, render_window};

/// Examples of valid input.
const DAYS: &str = "2025-03-18, 2025-07, 2025, today, or -1y (y, m, w, d) before today";
/// Columns of the window.
const WIDTH: u16 = 52;

/// Renders the input, and below it examples or the error.
pub fn render(prompt: &DayPrompt, layer: &mut Layer<'_>) {
    let (ctx, body) = (layer.ctx, layer.body);
    let width = WIDTH.min(body.width);
    let (text, role) = match &prompt.error {
        Some(error) => (error.as_str(), Role::Alert),
        None => (DAYS, Role::Text),
    };
    let (title, more) = match prompt.purpose {
        DayPurpose::GoTo => ("Go to day", ""),
        DayPurpose::Since => ("Mark what is new since", "An empty day removes the marks."),
    };
    let text_width = width.saturating_sub(4);
    let mut lines = vec![input_line(&prompt.input, ctx, text_width), Line::default()];
    lines.extend(wrap_hanging(Line::default(), text, ctx.style(role), text_width));
    if !more.is_empty() {
        lines.extend(wrap_hanging(Line::default(), more, ctx.style(Role::Text), text_width));
    }
    let height = (lines.len() as u16 + 2).min(body.height);
    let inner = render_window(centered(body, width, height), title, "", layer);
    ctx.set_lines(lines, inner, layer.buf);
}
