//! The windows above the panels.

mod changes;
mod command_list;
mod compare;
mod day_prompt;
mod help;
mod problems;
mod search;
mod sources;
mod state_filter;
mod timeline_filter;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::macros::line;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};
use unicode_width::UnicodeWidthChar;

use crate::app::{App, ClickTarget, EntryListState, HitRegion, Overlay, TextField};
use crate::config::Role;
use crate::dossier::model::{Evidence, Source};

use super::layout::centered;
use super::widgets::entry_list::{EntryList, ListArea, Selection};
use super::widgets::panel_block::{Titles, render_block};
use super::{RenderContext, hit_region};

/// The context of an overlay.
struct Layer<'a> {
    ctx: &'a RenderContext<'a>,
    /// The area between header and footer.
    body: Rect,
    hits: &'a mut Vec<HitRegion>,
    buf: &'a mut Buffer,
}

/// Renders the open overlay, or, without a dossier, the problems of its file.
pub fn render(app: &mut App, ctx: &RenderContext<'_>, body: Rect, buf: &mut Buffer) {
    // Overlays read the `App` while they update their own state, which is a part of it.
    let mut overlay = app.overlay.take();
    let mut problems = std::mem::take(&mut app.panels.problems);
    let mut hits = std::mem::take(&mut app.panels.hits);
    let layer = &mut Layer { ctx, body, hits: &mut hits, buf };
    match &mut overlay {
        Some(Overlay::Help(list)) => help::render(app, list, layer),
        Some(Overlay::Day(prompt)) => day_prompt::render(prompt, layer),
        Some(Overlay::Sources(list)) => app.panels.links = sources::render(app, list, layer),
        Some(Overlay::Changes(list)) => changes::render(app, list, layer),
        Some(Overlay::Compare(list)) => compare::render(app, list, layer),
        Some(Overlay::Search(input)) => search::render(app, input, layer),
        Some(Overlay::StateFilter(prompt)) => state_filter::render(app, prompt, layer),
        Some(Overlay::TimelineFilter(list)) => timeline_filter::render(app, list, layer),
        Some(Overlay::Commands(prompt)) => command_list::render(app, prompt, layer),
        Some(Overlay::Problems) => problems::render(app, &mut problems, layer),
        None if app.dossier.is_none() => problems::render(app, &mut problems, layer),
        None => {}
    }
    app.panels.problems = problems;
    app.panels.hits = hits;
    app.overlay = overlay;
}

/// Renders an empty window with a frame, and returns the area inside. A click in it does not close it.
fn render_window(area: Rect, title: &str, right: &str, layer: &mut Layer<'_>) -> Rect {
    layer.hits.push(hit_region(area, ClickTarget::Window));
    Clear.render(area, layer.buf);
    layer.buf.set_style(area, layer.ctx.style(Role::Background));
    render_block(Titles { title, right, focused: true, ..Titles::default() }, area, layer.buf, layer.ctx)
}

/// Renders a list. A click on a row selects it.
fn render_list(
    list: EntryList<'_, usize>,
    state: &mut EntryListState<usize>,
    area: ListArea,
    layer: &mut Layer<'_>,
) {
    let rows = list.render(area, state, Selection::Followed, layer.buf, layer.ctx);
    layer.hits.extend(rows.into_iter().map(|(row, area)| hit_region(area, ClickTarget::Row(row))));
}

/// A window in the middle of the screen, as tall as its list if there is space.
struct Window<'a> {
    title: &'a str,
    right: &'a str,
    width: u16,
    /// Columns at the left of the lines for the mark of the selected entry.
    margin: u16,
}

impl Window<'_> {
    /// Renders the window, and returns the area of the list.
    fn render(
        self,
        list: EntryList<'_, usize>,
        state: &mut EntryListState<usize>,
        layer: &mut Layer<'_>,
    ) -> Rect {
        let body = layer.body;
        let width = self.width.min(body.width);
        let height = u16::try_from(list.height() + 2).unwrap_or(u16::MAX).min(body.height);
        let area = centered(body, width, height);
        let frame_inner = render_window(area, self.title, self.right, layer);
        let inner = Rect {
            x: frame_inner.x + self.margin,
            width: frame_inner.width.saturating_sub(self.margin),
            ..frame_inner
        };
        let area = ListArea { inner, frame: area, mark_x: frame_inner.x };
        render_list(list, state, area, layer);
        inner
    }
}

/// Formats the publisher and the date of a source.
fn publication(source: &Source) -> String {
    let date = source.date.map(|date| format!(", {date}")).unwrap_or_default();
    format!("{}{date}", source.publisher)
}

/// Formats the certainty of a fact, with its mark.
fn certainty(evidence: &Evidence, ctx: &RenderContext<'_>) -> String {
    let Evidence { certainty, .. } = evidence;
    format!("{} {}", certainty.name(), ctx.symbols.certainty(*certainty)).trim_end().to_owned()
}

/// Returns the visible part of a text field. The cursor is a reversed cell, since that of the terminal is hidden. A
/// selected text is reversed, too.
fn input_line<'a>(field: &TextField, ctx: &RenderContext<'_>, width: u16) -> Line<'a> {
    let input = field.input();
    let width = usize::from(width.saturating_sub(1));
    let skipped = input.visual_scroll(width);
    let (mut before, mut after, mut column) = (String::new(), String::new(), 0);
    for (n, c) in input.value().chars().enumerate() {
        column += c.width().unwrap_or(0);
        if column <= skipped || column > skipped + width {
            continue;
        }
        if n < input.cursor() { before.push(c) } else { after.push(c) }
    }
    let mut after = after.chars();
    let cursor = after.next().unwrap_or(' ');
    let style = ctx.style(Role::Strong);
    let reversed = style.add_modifier(Modifier::REVERSED);
    // The cursor of a selected text is after it.
    line![
        Span::styled(before, if field.is_selected() { reversed } else { style }),
        Span::styled(cursor.to_string(), reversed),
        Span::styled(after.as_str().to_owned(), style),
    ]
}
