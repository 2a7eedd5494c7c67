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
    /// At the top right; left out if it does not fit.
    pub right: &'a str,
    /// At the bottom left, the most important part first. An ellipsis replaces the parts that do not fit.
    pub legend: Vec<Line<'a>>,
    /// Whether the panel has the focus.
    pub focused: bool,
}

/// Renders the frame of a panel, with a column of padding at either side, and returns the area inside.
pub fn render_block(titles: Titles<'_>, area: Rect, buf: &mut Buffer, ctx: &RenderContext<'_>) -> Rect {
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
    let legend = truncate_line(join(titles.legend, width, symbols.ellipsis()), width, symbols.ellipsis());
    if legend.display_width() > 0 && area.height > 2 {
        let blank = || Span::raw(" ");
        let legend = std::iter::once(blank()).chain(legend.spans).chain([blank()]);
        block = block.title_bottom(legend.collect::<Line<'_>>());
    }
    let inner = block.inner(area);
    block.render(area, buf);
    inner
}

/// Joins the parts of a legend that fit, but at least the first, and marks that others are missing. Two blanks separate
/// them, or one if there is less space.
fn join<'a>(mut parts: Vec<Line<'a>>, width: usize, ellipsis: &'a str) -> Line<'a> {
    let needed = |parts: &[Line<'_>], gap: usize| {
        parts.iter().map(|part| part.display_width() + gap).sum::<usize>().saturating_sub(gap)
    };
    if needed(&parts, 1) > width {
        let space = width.saturating_sub(ellipsis.display_width() + 1);
        while parts.len() > 1 && needed(&parts, 1) > space {
            parts.pop();
        }
        parts.push(Line::from(ellipsis));
    }
    let gap = if needed(&parts, 2) <= width { "  " } else { " " };
    let mut legend = Line::default();
    for (n, part) in parts.into_iter().enumerate() {
        if n > 0 {
            legend.push_span(gap);
        }
        legend.spans.extend(part.spans);
    }
    legend
}

/// Renders a scrollbar on the right side of a frame, beside the rows of `inner`, unless all lines are visible.
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
