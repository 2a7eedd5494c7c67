//! Clicks and the wheel.

use crate::dossier::model::StateId;
use crate::dossier::{Fact, Text};

use super::list::Step;
use super::{App, Panel, View};

/// Lines that a turn of the wheel scrolls.
const WHEEL_LINES: usize = 3;

/// A rectangle of the screen that reacts to clicks: columns and rows, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HitRegion {
    /// First column.
    pub x: u16,
    /// First row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
    /// What a click does.
    pub target: ClickTarget,
}

/// Cells of a row that show a web address, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRegion {
    /// First column.
    pub x: u16,
    /// Row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// The whole address.
    pub url: Text,
}

/// What a click does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClickTarget {
    /// Gives the focus to a panel.
    Panel(Panel),
    /// Selects a state.
    State(StateId),
    /// Selects an entry of the timeline.
    Entry(Fact),
}

impl HitRegion {
    /// Returns whether a cell is in the region.
    pub fn contains(&self, x: u16, y: u16) -> bool {
        (self.x..self.x + self.width).contains(&x) && (self.y..self.y + self.height).contains(&y)
    }

    /// Adds one cell that selects a state: to the region left of it, if that does the same.
    pub fn push_cell(hits: &mut Vec<HitRegion>, x: u16, y: u16, state: StateId) {
        let target = ClickTarget::State(state);
        match hits.last_mut() {
            Some(last)
                if last.target == target && last.y == y && last.height == 1 && last.x + last.width == x =>
            {
                last.width += 1;
            }
            _ => hits.push(HitRegion { x, y, width: 1, height: 1, target }),
        }
    }
}

impl App {
    /// Does what the topmost region at a cell is for, or closes the overlay.
    pub(super) fn click(&mut self, x: u16, y: u16) {
        if self.overlay.is_some() {
            return self.back();
        }
        let hit = self.panels.hits.iter().rev().find(|hit| hit.contains(x, y)).copied();
        if let Some(panel) = self.panel_at(x, y) {
            self.focus = panel;
        }
        match hit.map(|hit| hit.target) {
            Some(ClickTarget::State(id)) => self.select_state(Some(id.0)),
            Some(ClickTarget::Entry(fact)) => self.select_timeline_entry(fact),
            Some(ClickTarget::Panel(_)) | None => {}
        }
    }

    /// Scrolls what is under the wheel, whichever panel has the focus.
    pub(super) fn wheel(&mut self, x: u16, y: u16, down: bool) {
        let step = if down { Step::Down } else { Step::Up };
        if self.overlay.is_some() || self.dossier.is_none() {
            (0..WHEEL_LINES).for_each(|_| self.navigate(step));
            return;
        }
        let Some(panel) = self.panel_at(x, y) else {
            if self.view == View::Overview {
                self.select_next(if down { 1 } else { -1 });
            }
            return;
        };
        match self.panels.list_mut(panel) {
            Some(list) => (0..WHEEL_LINES).for_each(|_| list.scroll(step)),
            // Each step selects another state or day, so one is enough.
            None => {
                let focus = std::mem::replace(&mut self.focus, panel);
                self.navigate(step);
                self.focus = focus;
            }
        }
    }

    fn panel_at(&self, x: u16, y: u16) -> Option<Panel> {
        self.panels.hits.iter().find_map(|hit| match hit.target {
            ClickTarget::Panel(panel) if hit.contains(x, y) => Some(panel),
            _ => None,
        })
    }
}
