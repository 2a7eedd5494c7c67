//! The state of a scrolled list.

use crate::config::Command;

/// A movement in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To the previous entry.
    Up,
    /// To the next entry.
    Down,
    /// Back by as much as is visible.
    PageUp,
    /// On by as much as is visible.
    PageDown,
    /// To the first entry.
    First,
    /// To the last entry.
    Last,
}

impl Step {
    /// Returns the movement that a command stands for.
    pub(super) fn from_command(command: Command) -> Option<Step> {
        Some(match command {
            Command::Up => Step::Up,
            Command::Down => Step::Down,
            Command::PageUp => Step::PageUp,
            Command::PageDown => Step::PageDown,
            Command::First => Step::First,
            Command::Last => Step::Last,
            _ => return None,
        })
    }

    /// Returns the index reached from `now`, at most `last`.
    pub(super) fn applied_to(self, now: usize, page: usize, last: usize) -> usize {
        let next = match self {
            Step::Up => now.saturating_sub(1),
            Step::Down => now + 1,
            Step::PageUp => now.saturating_sub(page),
            Step::PageDown => now + page,
            Step::First => 0,
            Step::Last => last,
        };
        next.min(last)
    }
}

/// The length of a list, and how much of it is visible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ScrollMetrics {
    /// Lines of the whole list.
    pub lines: usize,
    /// Rows that it has on the screen.
    pub rows: usize,
}

impl ScrollMetrics {
    /// Returns the largest offset that leaves no row empty.
    pub fn max_offset(self) -> usize {
        self.lines.saturating_sub(self.rows)
    }
}

/// The lines of an entry. An entry that is drawn elsewhere, such as a bar of a chart, has none: both ends are 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntrySpan<K> {
    /// The entry.
    pub key: K,
    /// Its first line.
    pub start: usize,
    /// The line after its last.
    pub end: usize,
}

/// Selection, scroll position and layout of a list whose entries may be taller than the list itself.
///
/// The layout is that of the last frame. [`EntryListState::lay_out`] clamps the offset to it, and scrolls to the
/// selected entry if that was moved.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryListState<K> {
    selected: Option<K>,
    offset: usize,
    /// Whether the selected entry has to become visible.
    reveal: bool,
    /// Whether the reader has selected an entry or scrolled.
    moved: bool,
    metrics: ScrollMetrics,
    spans: Vec<EntrySpan<K>>,
}

impl<K> Default for EntryListState<K> {
    fn default() -> EntryListState<K> {
        EntryListState {
            selected: None,
            offset: 0,
            reveal: false,
            moved: false,
            metrics: ScrollMetrics::default(),
            spans: Vec::new(),
        }
    }
}

impl<K: Copy + PartialEq> EntryListState<K> {
    /// Creates a list with this entry selected.
    pub fn with_selected(key: K) -> EntryListState<K> {
        EntryListState { selected: Some(key), ..EntryListState::default() }
    }

    /// Returns the entry that was selected, if one was.
    pub fn selected(&self) -> Option<K> {
        self.selected
    }

    /// Returns the selected entry, or the one that stands for it: the last one without lines, which is the latest bar
    /// of a chart, or the first visible one.
    pub fn current(&self) -> Option<K> {
        self.selected.or_else(|| self.default_entry().map(|span| span.key))
    }

    /// Returns the entry of the last layout that is selected or stands for the selected one.
    pub fn marked(&self) -> Option<K> {
        let selected = self.spans.iter().find(|span| Some(span.key) == self.selected);
        selected.or_else(|| self.default_entry()).map(|span| span.key)
    }

    fn default_entry(&self) -> Option<&EntrySpan<K>> {
        let without_lines = self.spans.iter().rfind(|span| span.end == 0);
        without_lines.or_else(|| self.spans.iter().find(|span| span.end > self.offset))
    }

    /// Returns the first visible line.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// Returns the lengths of the last layout.
    pub fn metrics(&self) -> ScrollMetrics {
        self.metrics
    }

    /// Returns the entries of the last layout.
    pub fn spans(&self) -> &[EntrySpan<K>] {
        &self.spans
    }

    /// Selects an entry, or none, without scrolling.
    pub fn select(&mut self, key: Option<K>) {
        self.selected = key;
    }

    /// Selects an entry, and scrolls to it in the next layout.
    pub fn select_and_reveal(&mut self, key: K) {
        self.selected = Some(key);
        (self.reveal, self.moved) = (true, true);
    }

    /// Scrolls to the selected entry in the next layout.
    pub fn reveal(&mut self) {
        self.reveal = true;
    }

    /// Forgets selection and scroll position.
    pub fn reset(&mut self) {
        (self.selected, self.offset, self.reveal, self.moved) = (None, 0, false, false);
    }

    /// Begins at a line, until the reader selects an entry or scrolls.
    pub fn begin_at(&mut self, line: usize) {
        if !self.moved {
            self.offset = line;
        }
    }

    /// Scrolls to the first line.
    pub fn scroll_to_top(&mut self) {
        self.offset = 0;
    }

    /// Forgets the layout of the last frame.
    pub fn clear_layout(&mut self) {
        self.spans.clear();
        self.metrics = ScrollMetrics::default();
    }

    /// Takes over a new layout and returns the first visible line. With `follow`, the selected entry is always kept
    /// visible, not only when it was moved.
    pub fn lay_out(&mut self, spans: Vec<EntrySpan<K>>, metrics: ScrollMetrics, follow: bool) -> usize {
        (self.spans, self.metrics) = (spans, metrics);
        self.offset = self.offset.min(metrics.max_offset());
        let moved = std::mem::take(&mut self.reveal);
        if let Some(n) = self.selected.and_then(|key| self.spans.iter().position(|span| span.key == key)) {
            let EntrySpan { start, end, .. } = self.spans[n];
            let tall = end - start > metrics.rows;
            let partly_visible = end > self.offset && start < self.offset + metrics.rows;
            if moved || (follow && !(tall && partly_visible)) {
                self.show(n);
            }
        }
        self.offset
    }

    /// Scrolls so that an entry is visible, its first line above all. What is above the first entry, such as the
    /// heading of its treaty, belongs to it.
    fn show(&mut self, n: usize) {
        let EntrySpan { start, end, .. } = self.spans[n];
        if end > 0 {
            self.offset = self.offset.max(end.saturating_sub(self.metrics.rows)).min(start);
        }
        if n == 0 {
            self.offset = 0;
        }
    }

    /// Moves the selection, or scrolls where nothing can be selected. An entry taller than the list is scrolled through
    /// before the selection leaves it.
    pub fn navigate(&mut self, step: Step) {
        let Some(last) = self.spans.len().checked_sub(1) else { return self.scroll(step) };
        let current = self.current();
        let now = self.spans.iter().position(|span| Some(span.key) == current).unwrap_or(0);
        let EntrySpan { start, end, .. } = self.spans[now];
        let (top, rows) = (self.offset, self.metrics.rows);
        let bottom = top + rows;
        let next = match step {
            Step::Down if end > bottom && start <= top => {
                self.moved = true;
                self.offset += 1;
                return;
            }
            Step::Up if start < top && end >= bottom => {
                self.moved = true;
                self.offset -= 1;
                return;
            }
            Step::PageDown => {
                let fits = |span: &EntrySpan<K>| span.end <= bottom + rows;
                self.spans.iter().rposition(fits).unwrap_or(now).max(now + 1)
            }
            Step::PageUp => {
                let fits = |span: &EntrySpan<K>| span.start + rows >= top;
                self.spans.iter().position(fits).unwrap_or(now).min(now.saturating_sub(1))
            }
            step => step.applied_to(now, 1, last),
        };
        let next = next.min(last);
        self.select_and_reveal(self.spans[next].key);
        self.show(next);
    }

    /// Scrolls line by line.
    pub fn scroll(&mut self, step: Step) {
        self.moved = true;
        let page = self.metrics.rows.saturating_sub(1).max(1);
        self.offset = step.applied_to(self.offset, page, self.metrics.max_offset());
    }
}

impl EntryListState<usize> {
    /// Moves the selection to the last of `count` entries where it is after it.
    pub fn clamp_selection(&mut self, count: usize) {
        self.selected = self.selected.map(|n| n.min(count.saturating_sub(1)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lays out entries of these heights, with a blank line after each, on ten rows.
    fn lay_out(list: &mut EntryListState<usize>, heights: &[usize], follow: bool) -> usize {
        let mut lines = 0;
        let spans = heights.iter().enumerate().map(|(key, height)| {
            let start = lines;
            lines += height + 1;
            EntrySpan { key, start, end: start + height }
        });
        let spans = spans.collect();
        list.lay_out(spans, ScrollMetrics { lines, rows: 10 }, follow)
    }

    #[test]
    fn offset_is_clamped_to_the_layout() {
        let mut list = EntryListState::default();
        lay_out(&mut list, &[4; 10], false);
        list.navigate(Step::Last);
        assert_eq!(lay_out(&mut list, &[4; 10], false), 39);
        assert_eq!(lay_out(&mut list, &[4; 3], false), 5);
        assert_eq!(lay_out(&mut list, &[], false), 0);
    }

    #[test]
    fn moved_selection_is_revealed_once() {
        let mut list = EntryListState::default();
        lay_out(&mut list, &[4; 10], false);
        list.select_and_reveal(5);
        assert_eq!(lay_out(&mut list, &[4; 10], false), 19, "the last line of the entry is on the last row");
        list.scroll(Step::First);
        assert_eq!(lay_out(&mut list, &[4; 10], false), 0);
        assert_eq!(lay_out(&mut list, &[4; 10], true), 19, "a followed selection is always visible");
    }

    #[test]
    fn tall_entry_is_scrolled_through_before_the_next() {
        let mut list = EntryListState::default();
        let mut visited = Vec::new();
        for _ in 0..16 {
            lay_out(&mut list, &[3, 20, 3], false);
            visited.push((list.current(), list.offset()));
            list.navigate(Step::Down);
        }
        let expected = (4..=14).map(|offset| (Some(1), offset));
        let expected: Vec<_> = [(Some(0), 0)].into_iter().chain(expected).collect();
        assert_eq!(visited[..expected.len()], expected);
        assert_eq!(visited[expected.len()], (Some(2), 18));
    }

    #[test]
    fn first_visible_entry_stands_for_the_selected_one() {
        let mut list = EntryListState::default();
        lay_out(&mut list, &[4; 10], false);
        assert_eq!(list.current(), Some(0));
        list.scroll(Step::Down);
        assert_eq!(list.current(), Some(0), "partly visible");
        (0..3).for_each(|_| list.scroll(Step::Down));
        assert_eq!(list.current(), Some(1));
    }
}
