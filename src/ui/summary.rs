//! The rows above the panels with the most important facts as of the current day.

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::config::Role;

use super::RenderContext;
use super::text::DisplayWidth;

/// Renders as many sentences as fit, the most important first, each in the first row that has space for it.
pub fn render(app: &App, ctx: &RenderContext<'_>, area: Rect, buf: &mut Buffer) {
    let Some(known) = app.known().filter(|_| area.height > 0) else { return };
    let inner = area.inner(Margin::new(1, 0));
    let separator = format!(" {} ", ctx.symbols.dot());
    let mut rows: Vec<String> = Vec::new();
    let sentences = match app.file.lost_tables {
        None => known.summary(app.treaty),
        // What is left may be an earlier position of each state.
        Some(_) => {
            vec!["Tables with mistakes are not shown, so positions and figures may not be the latest".into()]
        }
    };
    for sentence in sentences {
        let needed = separator.display_width() + sentence.display_width();
        let has_space = |row: &&mut String| row.display_width() + needed <= usize::from(inner.width);
        if let Some(row) = rows.iter_mut().find(has_space) {
            *row += &format!("{separator}{sentence}");
        } else if rows.len() < usize::from(area.height) {
            rows.push(sentence);
        }
    }
    let roles = std::iter::once(Role::Strong).chain(std::iter::repeat(Role::Text));
    let lines = rows.into_iter().zip(roles).map(|(row, role)| Line::from(Span::styled(row, ctx.style(role))));
    ctx.set_lines(lines, inner, buf);
}
