//! What lies over the panels.

mod changes;
mod day;
mod help;
mod problems;
mod search;
mod sources;

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

use crate::app::{App, Extent, Overlay};
use crate::config::Role;

use super::RenderContext;
use super::widgets::block::{Frame, draw_lines};

/// Draws the open overlay, or, where there is no dossier to show, the problems that are in its way. `entries` takes in
/// the lines of what can be selected in it.
pub fn draw(
    state: &App,
    look: &RenderContext<'_>,
    body: Rect,
    buf: &mut Buffer,
    entries: &mut Vec<Range<usize>>,
) -> Extent {
    match state.overlay {
        Some(Overlay::Help) => help::draw(state, look, body, buf),
        Some(Overlay::Problems) => problems::draw(state, look, body, buf, entries),
        Some(Overlay::Day) => day::draw(state, look, body, buf),
        Some(Overlay::Sources) => sources::draw(state, look, body, buf, entries),
        Some(Overlay::Changes) => changes::draw(state, look, body, buf, entries),
        Some(Overlay::Search) => search::draw(state, look, body, buf),
        None if state.dossier.is_none() => problems::draw(state, look, body, buf, entries),
        None => Extent::default(),
    }
}

/// Draws lines in a frame of their own in the middle of the body, no larger than they need.
fn in_the_middle(
    title: &str,
    right: &str,
    width: u16,
    lines: &[ratatui::text::Line<'_>],
    state: &App,
    (look, body, buf): (&RenderContext<'_>, Rect, &mut Buffer),
) -> Extent {
    let width = width.min(body.width);
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX).min(body.height);
    let area =
        Rect { x: body.x + (body.width - width) / 2, y: body.y + (body.height - height) / 2, width, height };
    Clear.render(area, buf);
    buf.set_style(area, look.style(Role::Ground));
    let frame = Frame { title, right, focused: true, ..Frame::default() };
    let inner = frame.draw(area, buf, look);
    draw_lines(lines.len(), lines.iter().enumerate(), state.scroll[App::OVERLAY], inner, area, buf, look)
}
