//! The row that names the panels that do not fit, with the key that shows the next one.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::{ClickTarget, HitRegion, Panel};
use crate::config::{Command, Role};

use super::RenderContext;
use super::text::DisplayWidth;

/// Columns between the names. With less space, one column separates them.
const GAP: usize = 2;

/// Renders the names. A click on a name shows its panel.
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
    let names: usize = panels.iter().map(|panel| name(*panel).len()).sum();
    let fits = |gap: &usize| line.display_width() + names + gap * panels.len() < usize::from(area.width);
    let gap = [GAP, 1].into_iter().find(fits).unwrap_or(GAP);
    for panel in panels {
        let name = name(*panel);
        let x = area.x + (line.display_width() + gap) as u16;
        if x + name.len() as u16 <= area.right() {
            let width = name.len() as u16;
            hits.push(HitRegion { x, y: area.y, width, height: 1, target: ClickTarget::HiddenPanel(*panel) });
        }
        line.push_span(" ".repeat(gap));
        line.push_span(Span::styled(name, ctx.style(Role::Text)));
    }
    ctx.set_lines([line], *area, buf);
}

/// Returns the short name of a panel.
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
