//! The state of a scrolled list.

/// A movement in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// To the previous entry.
    Up,
    /// To the next entry.
    Down,
    /// Back by one page.
    PageUp,
    /// Forward by one page.
    PageDown,
    /// Back by half a page.
    HalfPageUp,
    /// Forward by half a page.
    HalfPageDown,
    /// To the first entry.
    First,
    /// To the last entry.
    Last,
}

impl Motion {
    /// Returns the length of a movement by page.
    fn length(self, page: usize) -> usize {
        match self {
            Motion::HalfPageUp | Motion::HalfPageDown => page.div_ceil(2),
            _ => page,
        }
    }

    /// Returns the index after moving from `now`, at most `last`.
    pub(super) fn applied_to(self, now: usize, page: usize, last: usize) -> usize {
        let next = match self {
            Motion::Up => now.saturating_sub(1),
            Motion::Down => now + 1,
            Motion::PageUp | Motion::HalfPageUp => now.saturating_sub(self.length(page)),
            Motion::PageDown | Motion::HalfPageDown => now + self.length(page),
            Motion::First => 0,
            Motion::Last => last,
        };
        next.min(last)
    }
}

/// The length of a list, and how much of it is visible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ScrollMetrics {
    /// The lines of the whole list.
    pub lines: usize,
    /// The rows on the screen.
    pub rows: usize,
}

impl ScrollMetrics {
    /// Returns the largest offset that leaves no empty row.
    pub fn max_offset(self) -> usize {
        self.lines.saturating_sub(self.rows)
    }
}

/// The lines of an entry. Both ends are 0 for an entry that is not drawn as lines, such as a bar of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntrySpan<K> {
    /// The entry.
    pub key: K,
    /// Its first line.
    pub start: usize,
    /// The line after its last line.
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
    /// Whether the next layout scrolls to the selected entry.
    reveal: bool,
    /// Whether the list has to begin with a whole entry.
    realign: bool,
    /// Whether the user has selected an entry or scrolled.
    moved: bool,
    /// The entry to select by default.
    latest: Option<K>,
    metrics: ScrollMetrics,
    spans: Vec<EntrySpan<K>>,
}

impl<K> Default for EntryListState<K> {
    fn default() -> EntryListState<K> {
        EntryListState {
            selected: None,
            offset: 0,
            reveal: false,
            realign: false,
            moved: false,
            latest: None,
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

    /// Returns the explicitly selected entry.
    pub fn selected(&self) -> Option<K> {
        self.selected
    }

    /// Returns the entry that keys act on: [`EntryListState::marked`], or a selected one that is not in the layout.
    pub fn current(&self) -> Option<K> {
        let unlisted = self.selected.filter(|key| self.spans.iter().all(|span| span.key != *key));
        unlisted.or_else(|| self.marked())
    }

    /// Returns the entry to draw as selected: the selected one, or the latest. If it is scrolled out of view, returns
    /// the visible entry closest to it.
    pub fn marked(&self) -> Option<K> {
        let wanted = self.selected.or(self.latest);
        let find = |key: Option<K>| self.spans.iter().find(|span| Some(span.key) == key);
        let span = find(wanted).or_else(|| find(self.latest)).or_else(|| self.default_entry())?;
        let bottom = self.offset + self.metrics.rows;
        let is_visible = |span: &&EntrySpan<K>| span.end > self.offset && span.start < bottom;
        if self.reveal || span.end == 0 || is_visible(&span) {
            return Some(span.key);
        }
        let closest = match span.start < self.offset {
            true => self.spans.iter().find(is_visible),
            false => self.spans.iter().rfind(is_visible),
        };
        Some(closest.unwrap_or(span).key)
    }

    /// Returns the first visible entry. An entry without lines, such as a bar of a chart, is always visible.
    fn default_entry(&self) -> Option<&EntrySpan<K>> {
        self.spans.iter().find(|span| span.end == 0 || span.end > self.offset)
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

    /// Selects a clicked entry. If none of its lines is visible, as after a click on a bar, the next layout scrolls to it.
    pub fn click(&mut self, key: K) {
        self.selected = Some(key);
        self.reveal |= self.marked() != Some(key);
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

    /// Scrolls to the selected entry in the next layout, and begins with a whole entry. Use it if the heights of entries
    /// change, since the old offset may be inside an entry.
    pub fn reveal_realigned(&mut self) {
        (self.reveal, self.realign) = (true, true);
    }

    /// Clears the selection and the scroll position.
    pub fn reset(&mut self) {
        (self.selected, self.latest) = (None, None);
        (self.offset, self.reveal, self.moved) = (0, false, false);
    }

    /// Sets the latest entry. A focused list scrolls to it until the user selects another entry or scrolls.
    pub fn set_latest(&mut self, latest: Option<K>, focused: bool) {
        self.latest = latest;
        self.reveal |= focused && !self.moved && self.selected.is_none();
    }

    /// Returns the selection to the latest entry.
    pub fn select_latest(&mut self) {
        (self.selected, self.moved) = (None, false);
    }

    /// Sets the offset, unless the user has selected an entry or scrolled.
    pub fn set_initial_offset(&mut self, line: usize) {
        if !self.moved {
            self.offset = line;
        }
    }

    /// Scrolls to the first line.
    pub fn scroll_to_top(&mut self) {
        self.offset = 0;
    }

    /// Clears the layout of the last frame.
    pub fn clear_layout(&mut self) {
        self.spans.clear();
        self.metrics = ScrollMetrics::default();
    }

    /// Sets the layout of this frame, and returns the first visible line. With `follow`, the selected entry stays
    /// visible even if the selection has not moved.
    pub fn lay_out(&mut self, spans: Vec<EntrySpan<K>>, metrics: ScrollMetrics, follow: bool) -> usize {
        (self.spans, self.metrics) = (spans, metrics);
        self.offset = self.offset.min(metrics.max_offset());
        let moved = std::mem::take(&mut self.reveal);
        let realigned = std::mem::take(&mut self.realign);
        let selected = self.selected.or(self.latest.filter(|_| moved));
        if let Some(n) = selected.and_then(|key| self.spans.iter().position(|span| span.key == key)) {
            let EntrySpan { start, end, .. } = self.spans[n];
            let tall = end - start > metrics.rows;
            let partly_visible = end > self.offset && start < self.offset + metrics.rows;
            if realigned {
                self.begin_before(n);
            } else if moved || (follow && !(tall && partly_visible)) {
                self.show(n);
            }
        }
        self.offset
    }

    /// Scrolls to an entry. If it does not fit, its first line is visible. Scrolling to the first entry also shows the
    /// heading above it.
    fn show(&mut self, n: usize) {
        let EntrySpan { start, end, .. } = self.spans[n];
        if end > 0 {
            self.offset = self.offset.max(end.saturating_sub(self.metrics.rows)).min(start);
        }
        if n == 0 {
            self.offset = 0;
        }
    }

    /// Scrolls so that this entry is visible and the first visible entry is whole. Shows as many earlier entries as fit.
    fn begin_before(&mut self, n: usize) {
        let EntrySpan { start, end, .. } = self.spans[n];
        let first = self.spans.iter().map(|span| span.start).find(|first| first + self.metrics.rows >= end);
        let first = if n == 0 || end <= self.metrics.rows { 0 } else { first.unwrap_or(start).min(start) };
        self.offset = first.min(self.metrics.max_offset());
    }

    /// Moves the selection, or scrolls if the list has no entries. An entry taller than the list scrolls through before
    /// the selection leaves it.
    pub fn navigate(&mut self, motion: Motion) {
        let Some(last) = self.spans.len().checked_sub(1) else { return self.scroll(motion) };
        let current = self.current();
        let now = self.spans.iter().position(|span| Some(span.key) == current).unwrap_or(0);
        let EntrySpan { start, end, .. } = self.spans[now];
        let (top, rows) = (self.offset, self.metrics.rows);
        let bottom = top + rows;
        let next = match motion {
            Motion::Down if end > bottom && start <= top => {
                self.moved = true;
                self.offset += 1;
                return;
            }
            Motion::Up if start < top && end >= bottom => {
                self.moved = true;
                self.offset -= 1;
                return;
            }
            Motion::PageDown | Motion::HalfPageDown => {
                let fits = |span: &EntrySpan<K>| span.end <= bottom + motion.length(rows);
                self.spans.iter().rposition(fits).unwrap_or(now).max(now + 1)
            }
            Motion::PageUp | Motion::HalfPageUp => {
                let fits = |span: &EntrySpan<K>| span.start + motion.length(rows) >= top;
                self.spans.iter().position(fits).unwrap_or(now).min(now.saturating_sub(1))
            }
            _ => motion.applied_to(now, 1, last),
        };
        let next = next.min(last);
        self.select_and_reveal(self.spans[next].key);
        self.show(next);
    }

    /// Scrolls line by line.
    pub fn scroll(&mut self, motion: Motion) {
        self.moved = true;
        let page = self.metrics.rows.saturating_sub(1).max(1);
        self.offset = motion.applied_to(self.offset, page, self.metrics.max_offset());
    }
}

impl EntryListState<usize> {
    /// Limits the selection to the first `count` entries.
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
        list.navigate(Motion::Last);
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
        list.scroll(Motion::First);
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
            list.navigate(Motion::Down);
        }
        let expected = (4..=14).map(|offset| (Some(1), offset));
        let expected: Vec<_> = [(Some(0), 0)].into_iter().chain(expected).collect();
        assert_eq!(visited[..expected.len()], expected);
        assert_eq!(visited[expected.len()], (Some(2), 18));
    }

    #[test]
    fn other_layout_begins_with_a_whole_entry() {
        let begins = |selected: usize, heights: &[usize]| {
            let mut list = EntryListState::default();
            lay_out(&mut list, &[2; 40], false);
            list.select_and_reveal(selected);
            lay_out(&mut list, &[2; 40], false);
            list.reveal_realigned();
            lay_out(&mut list, heights, false)
        };
        assert_eq!(begins(9, &[4; 40]), 40, "the entry before fits as well");
        assert_eq!(begins(1, &[4; 40]), 0);
        assert_eq!(begins(9, &[12; 40]), 9 * 13, "an entry that does not fit begins at its first line");
        assert_eq!(begins(39, &[4; 40]), 199 - 9, "no row stays empty");
    }

    #[test]
    fn clicked_entry_is_scrolled_to_only_out_of_view() {
        let mut list = EntryListState::default();
        lay_out(&mut list, &[4; 10], false);
        list.scroll(Motion::Down);
        list.click(0);
        assert_eq!(lay_out(&mut list, &[4; 10], false), 1);
        list.click(5);
        assert_eq!(lay_out(&mut list, &[4; 10], false), 19);
    }

    #[test]
    fn first_visible_entry_is_current_without_a_selection() {
        let mut list = EntryListState::default();
        lay_out(&mut list, &[4; 10], false);
        assert_eq!(list.current(), Some(0));
        list.scroll(Motion::Down);
        assert_eq!(list.current(), Some(0), "partly visible");
        (0..3).for_each(|_| list.scroll(Motion::Down));
        assert_eq!(list.current(), Some(1));
    }
}
