//! The frame of a panel and its scrollbar.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::macros::line;
use ratatui::text::{Line, Span};
use ratatui::widgets::{
    Block, Padding, Scrollbar, ScrollbarOrientation, ScrollbarState, StatefulWidget, Widget,
};

use crate::app::ScrollMetrics;
use crate::config::Role;
use crate::ui::RenderContext;
use crate::ui::text::{DisplayWidth, truncate, truncate_line};

/// The titles of a frame.
#[derive(Default)]
pub struct Titles<'a> {
    /// At the top left.
    pub title: &'a str,
    /// At the top right; left out where it does not fit.
    pub right: &'a str,
    /// At the bottom left.
    pub legend: Line<'a>,
    /// Whether the panel has the focus.
    pub focused: bool,
}

/// Returns the frame of a panel of this size, with a column of padding at either side.
pub fn panel_block<'a>(titles: Titles<'a>, area: Rect, ctx: &RenderContext<'_>) -> Block<'a> {
    let symbols = ctx.symbols;
    let frame = ctx.style(if titles.focused { Role::Focus } else { Role::Frame });
    let width = usize::from(area.width.saturating_sub(4));
    let (title, role) = match titles.focused {
        true => (format!(" {} {} ", symbols.focus(), titles.title), Role::Focus),
        false => (format!(" {} ", titles.title), Role::Strong),
    };
    let title = truncate(&title, width, symbols.ellipsis());
    let used = title.display_width();
    let mut block = Block::bordered()
        .border_set(symbols.border())
        .border_style(frame)
        .padding(Padding::horizontal(1))
        .title_top(Line::from(Span::styled(title, ctx.style(role))));
    if !titles.right.is_empty() && used + titles.right.display_width() + 2 < width {
        let right = Span::styled(format!(" {} ", titles.right), ctx.style(Role::Text));
        // A piece of the frame stays between the title and the corner.
        let frame = Span::styled(symbols.border().horizontal_top, frame);
        block = block.title_top(line![right, frame].right_aligned());
    }
    if titles.legend.display_width() > 0 && area.height > 2 {
        let mut legend = truncate_line(titles.legend, width.saturating_sub(2), symbols.ellipsis());
        legend.spans.insert(0, Span::raw(" "));
        legend.push_span(" ");
        block = block.title_bottom(legend);
    }
    block
}

/// Renders the frame of a panel, and returns the area inside.
pub fn render_block(titles: Titles<'_>, area: Rect, buf: &mut Buffer, ctx: &RenderContext<'_>) -> Rect {
    let block = panel_block(titles, area, ctx);
    let inner = block.inner(area);
    block.render(area, buf);
    inner
}

/// Renders a scrollbar on the right side of a frame, beside the rows of `inner`, where not everything is visible.
pub fn render_scrollbar(
    metrics: ScrollMetrics,
    offset: usize,
    inner: Rect,
    area: Rect,
    buf: &mut Buffer,
    ctx: &RenderContext<'_>,
) {
    if metrics.max_offset() == 0 {
        return;
    }
    let mut state =
        ScrollbarState::new(metrics.max_offset() + 1).position(offset).viewport_content_length(metrics.rows);
    Scrollbar::new(ScrollbarOrientation::VerticalRight)
        .begin_symbol(None)
        .end_symbol(None)
        .track_symbol(None)
        .thumb_symbol(ctx.symbols.thumb())
        .thumb_style(ctx.style(Role::Focus))
        .render(Rect { y: inner.y, height: inner.height, ..area }, buf, &mut state);
}
