//! The frame of a panel: title, a word at the right, a legend below, and a scrollbar where there is more.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::symbols::border;
use ratatui::text::{Line, Span};

use crate::app::Extent;
use crate::config::Role;
use crate::ui::RenderContext;
use crate::ui::text::{DisplayWidth, fits, put, truncate, truncate_line};

/// What stands in a frame.
#[derive(Default)]
pub struct Frame<'a> {
    /// Above, at the left.
    pub title: &'a str,
    /// Above, at the right; left out where there is no room.
    pub right: &'a str,
    /// Below, at the left.
    pub legend: Line<'a>,
    /// Whether the panel has the focus.
    pub focused: bool,
}

impl Frame<'_> {
    /// Draws the frame and returns the room inside it, a column of margin at either side.
    pub fn draw(self, area: Rect, buf: &mut Buffer, look: &RenderContext<'_>) -> Rect {
        let symbols = look.symbols;
        let frame = look.style(if self.focused { Role::Focus } else { Role::Frame });
        edges(area, &symbols.border(), frame, buf);
        let room = usize::from(area.width.saturating_sub(4));
        let title = if self.focused {
            format!(" {} {} ", symbols.focus(), self.title)
        } else {
            format!(" {} ", self.title)
        };
        let title = truncate(&title, room, symbols.ellipsis());
        let title_style = look.style(if self.focused { Role::Focus } else { Role::Strong });
        let line = Line::from(Span::styled(title, title_style));
        let used = line.display_width();
        put(buf, area.x + 1, area.y, &line, area.width.saturating_sub(2));
        if !self.right.is_empty() {
            let right = Line::from(Span::styled(format!(" {} ", self.right), look.style(Role::Text)));
            if used + right.display_width() < room {
                let x = area.right() - 2 - right.display_width() as u16;
                put(buf, x, area.y, &right, area.width);
            }
        }
        if self.legend.display_width() > 0 && area.height > 2 {
            let mut legend = truncate_line(self.legend, room.saturating_sub(2), symbols.ellipsis());
            legend.spans.insert(0, Span::raw(" "));
            legend.spans.push(Span::raw(" "));
            put(buf, area.x + 1, area.bottom() - 1, &legend, area.width.saturating_sub(2));
        }
        Rect {
            x: area.x + 2,
            y: area.y + 1,
            width: area.width.saturating_sub(4),
            height: area.height.saturating_sub(2),
        }
    }

    /// The same without a margin, for what fills its frame.
    pub fn draw_tight(self, area: Rect, buf: &mut Buffer, look: &RenderContext<'_>) -> Rect {
        let inner = self.draw(area, buf, look);
        Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..inner }
    }
}

/// The four sides of a frame. A `Block` does it, too, but goes over all the cells inside.
fn edges(area: Rect, signs: &border::Set<'_>, style: Style, buf: &mut Buffer) {
    let area = area.intersection(buf.area);
    if area.is_empty() {
        return;
    }
    let (left, right, top, bottom) = (area.x, area.right() - 1, area.y, area.bottom() - 1);
    let mut set = |x: u16, y: u16, sign: &str| {
        buf[(x, y)].set_symbol(sign).set_style(style);
    };
    for x in left + 1..right {
        set(x, top, signs.horizontal_top);
        set(x, bottom, signs.horizontal_bottom);
    }
    for y in top + 1..bottom {
        set(left, y, signs.vertical_left);
        set(right, y, signs.vertical_right);
    }
    set(left, top, signs.top_left);
    set(right, top, signs.top_right);
    set(left, bottom, signs.bottom_left);
    set(right, bottom, signs.bottom_right);
}

/// Draws `count` lines from `scroll` on, with a scrollbar on the frame where there are more than fit. Of the lines come
/// those that are not blank, or not seen, each with its place among all.
pub fn draw_lines<'l>(
    count: usize,
    lines: impl Iterator<Item = (usize, &'l Line<'l>)>,
    scroll: usize,
    inner: Rect,
    area: Rect,
    buf: &mut Buffer,
    look: &RenderContext<'_>,
) -> Extent {
    let extent = Extent { lines: count, rows: usize::from(inner.height) };
    let scroll = scroll.min(extent.most());
    for (place, line) in lines.filter(|(place, _)| (scroll..scroll + extent.rows).contains(place)) {
        let y = inner.y + (place - scroll) as u16;
        if fits(line, usize::from(inner.width)) {
            put(buf, inner.x, y, line, inner.width);
        } else {
            let line = truncate_line(line.clone(), usize::from(inner.width), look.symbols.ellipsis());
            put(buf, inner.x, y, &line, inner.width);
        }
    }
    scrollbar(extent, scroll, inner, area, buf, look);
    extent
}

/// The thumb of a scrollbar on the right side of a frame.
pub fn scrollbar(
    extent: Extent,
    scroll: usize,
    inner: Rect,
    area: Rect,
    buf: &mut Buffer,
    look: &RenderContext<'_>,
) {
    if extent.most() == 0 || inner.height == 0 {
        return;
    }
    let rows = extent.rows;
    let thumb = (rows * rows / extent.lines).clamp(1, rows);
    // Rounded, so that the thumb touches an end only when the text does.
    let free = rows - thumb;
    let at = match scroll {
        0 => 0,
        scroll if scroll == extent.most() => free,
        scroll => (scroll * free / extent.most()).clamp(1.min(free), free.saturating_sub(1).max(1.min(free))),
    };
    let x = area.right() - 1;
    for y in (inner.y..inner.bottom()).skip(at).take(thumb) {
        buf[(x, y)].set_symbol(look.symbols.thumb()).set_style(look.style(Role::Focus));
    }
}
