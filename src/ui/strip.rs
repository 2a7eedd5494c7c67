//! The row that names the panels without a place, to which the key for the next panel leads.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::{ClickTarget, HitRegion, Panel};
use crate::config::{Command, Role};

use super::RenderContext;
use super::text::{DisplayWidth, truncate_line};

/// Renders the names, each of which can be clicked.
pub fn render(
    ctx: &RenderContext<'_>,
    (panels, area): &(Vec<Panel>, Rect),
    hits: &mut Vec<HitRegion>,
    buf: &mut Buffer,
) {
    if area.height == 0 {
        return;
    }
    let mut line = Line::from(" ");
    if let Some(key) = ctx.key(Command::NextPanel) {
        line.push_span(Span::styled(key, ctx.style(Role::Key)));
    }
    for panel in panels {
        let name = name(*panel);
        let x = area.x + line.display_width() as u16 + 2;
        if x + name.len() as u16 <= area.right() {
            let width = name.len() as u16;
            hits.push(HitRegion { x, y: area.y, width, height: 1, target: ClickTarget::HiddenPanel(*panel) });
        }
        line.push_span(Span::styled(format!("  {name}"), ctx.style(Role::Text)));
    }
    let line = truncate_line(line, usize::from(area.width), ctx.symbols.ellipsis());
    buf.set_line(area.x, area.y, &line, area.width);
}

/// Returns the name of a panel in a word or two.
fn name(panel: Panel) -> &'static str {
    match panel {
        Panel::States => "States",
        Panel::Stance => "Stance",
        Panel::Spending => "Spending",
        Panel::Quotes => "Quotations",
        Panel::Map => "Map",
        Panel::Timeline => "Timeline",
        Panel::Background => "Background",
    }
}
