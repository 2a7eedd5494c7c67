//! The lines of a panel, and which of them belong to which fact.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::{Extent, Item, default_item};
use crate::config::Role;
use crate::dossier::Fact;
use crate::ui::widgets::block::draw_lines;

use super::context::PanelContext;

/// Lines with the facts among them.
#[derive(Default)]
pub struct FactLines<'a> {
    /// How many there are.
    count: usize,
    /// Those that were made, each with its place; there are hundreds of which a few are seen, and blank ones.
    lines: Vec<(usize, Line<'a>)>,
    items: Vec<Item>,
}

/// What a panel tells of itself: how much there was, and what can be selected in it.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// Lines and rows.
    pub extent: Extent,
    /// The facts.
    pub items: Vec<Item>,
}

impl From<Extent> for Seen {
    fn from(extent: Extent) -> Seen {
        Seen { extent, items: Vec::new() }
    }
}

impl<'a> FactLines<'a> {
    /// Adds a fact that has no lines of its own.
    pub fn point(&mut self, fact: Fact) {
        self.items.push(Item { fact, from: 0, to: 0 });
    }

    /// Adds the lines of a fact.
    pub fn fact(&mut self, fact: Fact, lines: impl IntoIterator<Item = Line<'a>>) {
        let from = self.count;
        self.more(lines);
        self.items.push(Item { fact, from, to: self.count });
    }

    /// Adds a fact of `height` lines, which are made only where one of them is among the lines that are seen.
    pub fn fact_if_seen(
        &mut self,
        fact: Fact,
        height: usize,
        seen: &Range<usize>,
        lines: impl FnOnce() -> Vec<Line<'a>>,
    ) {
        let from = self.count;
        if from < seen.end && seen.start < from + height {
            self.fact(fact, lines());
        } else {
            self.count += height;
            self.items.push(Item { fact, from, to: self.count });
        }
    }

    /// Adds lines of no fact.
    pub fn more(&mut self, lines: impl IntoIterator<Item = Line<'a>>) {
        self.lines.extend((self.count..).zip(lines));
        self.count = self.lines.last().map_or(self.count, |(last, _)| self.count.max(last + 1));
    }

    /// Adds a blank line between what there is and what comes.
    pub fn gap(&mut self) {
        if !self.is_empty() {
            self.count += 1;
        }
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Draws what fits of the lines, scrolled, the selected fact with an edge at its left.
    pub fn draw(self, scene: &PanelContext<'_>, inner: Rect, buf: &mut Buffer) -> Seen {
        let scroll = scene.scroll;
        let lines = self.lines.iter().map(|(place, line)| (*place, line));
        let extent = draw_lines(self.count, lines, scroll, inner, scene.area, buf, scene.look);
        let scroll = scroll.min(extent.most());
        let chosen = self.items.iter().find(|item| Some(item.fact) == scene.chosen);
        let chosen = chosen.or_else(|| default_item(&self.items, scroll).filter(|_| scene.focused));
        if let Some(item) = chosen {
            let edge = scene.look.style(Role::Focus);
            for line in item.from.max(scroll)..item.to.min(scroll + extent.rows) {
                let y = inner.y + (line - scroll) as u16;
                buf.set_string(inner.x.saturating_sub(1), y, scene.look.symbols.selected(), edge);
            }
        }
        Seen { extent, items: self.items }
    }
}
