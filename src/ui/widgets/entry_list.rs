//! A scrolled list of entries that may be taller than the list itself.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::{EntryListState, EntrySpan, ScrollMetrics};
use crate::config::Role;
use crate::ui::RenderContext;
use crate::ui::text::truncate_line;

use super::panel_block::render_scrollbar;

/// The lines of a list, and the entries among them that can be selected.
pub struct EntryList<'a, K> {
    sections: Vec<Section<'a, K>>,
    /// The entry that is selected by default.
    latest: Option<K>,
    /// The first visible line until the user selects an entry or scrolls.
    initial_offset: Option<usize>,
    height: usize,
}

/// Consecutive lines.
struct Section<'a, K> {
    start: usize,
    end: usize,
    /// Builds the lines. It is called only if one of them is visible, since few of hundreds of quotations are.
    lines: Box<dyn FnOnce() -> Vec<Line<'a>> + 'a>,
    /// The entry that the lines belong to.
    entry: Option<EntrySpan<K>>,
}

/// The place of a list on the screen.
#[derive(Debug, Clone, Copy)]
pub struct ListArea {
    /// The area of the lines.
    pub inner: Rect,
    /// The frame, whose right side has the scrollbar.
    pub frame: Rect,
    /// The column that marks the selected entry.
    pub mark_x: u16,
}

impl ListArea {
    /// Returns the area inside a frame, with the mark in its padding.
    pub fn in_frame(inner: Rect, frame: Rect) -> ListArea {
        ListArea { inner, frame, mark_x: inner.x.saturating_sub(1) }
    }
}

/// The behaviour of a list's selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selection {
    /// Nothing is marked, since the panel does not have the focus.
    Unfocused,
    /// The selected entry, or the one that replaces it, is marked.
    Focused,
    /// The selected entry is marked and always visible.
    Followed,
}

impl<'a, K: Copy + PartialEq> EntryList<'a, K> {
    /// Creates an empty list.
    pub fn new() -> EntryList<'a, K> {
        EntryList { sections: Vec::new(), latest: None, initial_offset: None, height: 0 }
    }

    /// Returns the number of lines.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Sets the entry that is selected by default.
    pub fn set_latest(&mut self, latest: Option<K>) {
        self.latest = latest;
    }

    /// Sets the first visible line until the user selects an entry or scrolls.
    pub fn set_initial_offset(&mut self, line: usize) {
        self.initial_offset = Some(line);
    }

    /// Adds lines that belong to no entry.
    pub fn lines(&mut self, lines: impl IntoIterator<Item = Line<'a>>) {
        let lines: Vec<Line<'a>> = lines.into_iter().collect();
        self.section(lines.len(), || lines, None);
    }

    /// Adds a blank line, unless the list is empty.
    pub fn gap(&mut self) {
        self.height += usize::from(self.height > 0);
    }

    /// Adds an entry that is drawn elsewhere, such as a bar of a chart.
    pub fn point(&mut self, key: K) {
        let entry = Some(EntrySpan { key, start: 0, end: 0 });
        self.sections.push(Section { start: 0, end: 0, lines: Box::new(Vec::new), entry });
    }

    /// Adds an entry.
    pub fn entry(&mut self, key: K, lines: impl IntoIterator<Item = Line<'a>>) {
        self.entry_from(self.height, key, lines);
    }

    /// Adds an entry that also has the lines from `start` on. Scrolling to the entry shows them, but they get no mark.
    pub fn entry_from(&mut self, start: usize, key: K, lines: impl IntoIterator<Item = Line<'a>>) {
        let lines: Vec<Line<'a>> = lines.into_iter().collect();
        self.section(lines.len(), || lines, Some((key, start)));
    }

    /// Adds an entry of `height` lines, which are built only if one of them is visible.
    pub fn lazy_entry(&mut self, key: K, height: usize, lines: impl FnOnce() -> Vec<Line<'a>> + 'a) {
        self.section(height, lines, Some((key, self.height)));
    }

    /// Adds lines and, if they belong to an entry, its key and first line.
    fn section(
        &mut self,
        height: usize,
        lines: impl FnOnce() -> Vec<Line<'a>> + 'a,
        entry: Option<(K, usize)>,
    ) {
        let (start, end) = (self.height, self.height + height);
        let entry = entry.map(|(key, start)| EntrySpan { key, start, end });
        self.sections.push(Section { start, end, lines: Box::new(lines), entry });
        self.height = end;
    }

    /// Renders the visible lines, the mark of the selected entry, and a scrollbar if not all lines fit. Returns the
    /// visible entries with their clickable areas.
    pub fn render(
        self,
        area: ListArea,
        state: &mut EntryListState<K>,
        selection: Selection,
        buf: &mut Buffer,
        ctx: &RenderContext<'_>,
    ) -> Vec<(K, Rect)> {
        let ListArea { inner, frame, mark_x } = area;
        let metrics = ScrollMetrics { lines: self.height, rows: usize::from(inner.height) };
        let spans: Vec<EntrySpan<K>> = self.sections.iter().filter_map(|section| section.entry).collect();
        self.initial_offset.into_iter().for_each(|line| state.set_initial_offset(line));
        state.set_latest(self.latest, selection == Selection::Focused);
        let offset = state.lay_out(spans, metrics, selection == Selection::Followed);
        let marked = state.marked().filter(|_| selection != Selection::Unfocused);
        let visible = offset..offset + metrics.rows;
        let row = |line: usize| inner.y + (line - offset) as u16;
        let width = inner.right().saturating_sub(mark_x);
        let mut entries = Vec::new();
        for Section { start, end, lines, entry } in self.sections {
            let first = entry.map_or(start, |entry| entry.start).max(visible.start);
            let last = end.min(visible.end);
            if first >= last {
                continue;
            }
            for (line, n) in lines().into_iter().zip(start..).filter(|(_, n)| visible.contains(n)) {
                let line = truncate_line(line, usize::from(inner.width), ctx.symbols.ellipsis());
                buf.set_line(inner.x, row(n), &line, inner.width);
            }
            let Some(EntrySpan { key, .. }) = entry else { continue };
            entries.push((key, Rect { x: mark_x, y: row(first), width, height: (last - first) as u16 }));
            for line in (start.max(first)..last).filter(|_| marked == Some(key)) {
                buf.set_string(mark_x, row(line), ctx.symbols.selected(), ctx.style(Role::Focus));
            }
        }
        render_scrollbar(metrics, offset, inner, frame, buf, ctx);
        entries
    }
}
