//! Clicks and the wheel.

use std::time::{Duration, Instant};

use crate::config::Command;
use crate::dossier::model::StateId;
use crate::dossier::{Fact, Text};

use super::list::Motion;
use super::{App, Effect, Overlay, Panel, View};

/// The lines to scroll per turn of the wheel.
const WHEEL_LINES: usize = 3;

/// The longest time between the two clicks of a double click, as on most desktops.
const DOUBLE_CLICK: Duration = Duration::from_millis(500);

/// A click on a target.
#[derive(Debug, Clone, Copy)]
pub(super) struct Click {
    x: u16,
    y: u16,
    target: ClickTarget,
    time: Instant,
}

impl Click {
    /// Returns whether this click opens the item that the previous one selected. In an overlay, any second click on the
    /// row does. Elsewhere, only a double click on one cell does.
    fn opens(&self, before: &Click) -> bool {
        match (before.target, self.target) {
            (ClickTarget::Row(before), ClickTarget::Row(row)) => before == row,
            (target, _) => {
                (before.x, before.y, target) == (self.x, self.y, self.target)
                    && self.time.saturating_duration_since(before.time) <= DOUBLE_CLICK
            }
        }
    }
}

/// A clickable rectangle of the screen, in columns and rows from 0.
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
    /// The effect of a click.
    pub target: ClickTarget,
}

/// Cells of a row with a web address, or with a part of it.
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

/// The effect of a click.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClickTarget {
    /// Focuses the panel of the region.
    Panel(Panel),
    /// Focuses a panel that is not on the screen.
    HiddenPanel(Panel),
    /// Selects a state.
    State(StateId),
    /// Selects an entry of the panel around the region.
    Entry(Fact),
    /// Selects a row of the overlay.
    Row(usize),
    /// Does nothing: the region is part of the overlay's window.
    Window,
    /// Runs a command.
    Command(Command),
}

impl HitRegion {
    /// Returns whether a cell is in the region.
    pub fn contains(&self, x: u16, y: u16) -> bool {
        (self.x..self.x + self.width).contains(&x) && (self.y..self.y + self.height).contains(&y)
    }

    /// Adds cells of a row. Extends the last region if it is at their left and has the same target.
    pub fn push(hits: &mut Vec<HitRegion>, new: HitRegion) {
        let continues = |last: &HitRegion| {
            (last.target, last.y, last.height, last.x + last.width) == (new.target, new.y, 1, new.x)
        };
        match hits.last_mut() {
            Some(last) if continues(last) => last.width += new.width,
            _ => hits.push(new),
        }
    }
}

impl App {
    /// Applies the topmost region at a cell; a click outside the overlay closes it. A second click opens the selected item.
    pub(super) fn click(&mut self, x: u16, y: u16, time: Instant) -> Option<Effect> {
        let target = self.target_at(x, y);
        let click = target.map(|target| Click { x, y, target, time });
        let is_second = click.zip(self.clicked).is_some_and(|(click, before)| click.opens(&before));
        self.clicked = click.filter(|_| !is_second);
        let filters = matches!(self.overlay, Some(Overlay::StateFilter(_)));
        match target {
            Some(ClickTarget::Command(command)) => return self.run(command),
            Some(ClickTarget::Window) => return None,
            Some(ClickTarget::Row(n)) => self.select_row(n),
            Some(ClickTarget::State(_)) if filters => self.keep_state_filter(),
            _ if self.overlay.is_some() => {
                self.back();
                return None;
            }
            _ => {}
        }
        // A panel below an overlay does not receive the focus.
        let panel = self.panel_at(x, y).filter(|_| self.overlay.is_none());
        self.focus = panel.unwrap_or(self.focus);
        match target {
            Some(ClickTarget::State(id)) => self.select_state(Some(id)),
            Some(ClickTarget::HiddenPanel(panel)) => self.focus = panel,
            Some(ClickTarget::Entry(fact)) => match self.panels.list_mut(self.focus) {
                Some(list) => list.click(fact),
                None => self.select_timeline_entry(fact),
            },
            _ => {}
        }
        if is_second { self.run(Command::Enlarge) } else { None }
    }

    /// Selects a row of the overlay, or of the problems if there is no dossier.
    fn select_row(&mut self, n: usize) {
        match &mut self.overlay {
            Some(Overlay::Search(_)) => self.search.position = n,
            Some(Overlay::Problems) | None => self.panels.problems.select(Some(n)),
            Some(overlay) => {
                if let Some(list) = overlay.list_mut() {
                    list.select(Some(n));
                }
            }
        }
    }

    /// Scrolls the panel or overlay under the pointer. The focus does not change.
    pub(super) fn wheel(&mut self, x: u16, y: u16, down: bool) {
        let motion = if down { Motion::Down } else { Motion::Up };
        if let Some(ClickTarget::Window | ClickTarget::Row(_)) = self.target_at(x, y) {
            (0..WHEEL_LINES).for_each(|_| self.navigate(motion));
            return;
        }
        let Some(panel) = self.panel_at(x, y) else {
            if self.view == View::Overview && self.overlay.is_none() {
                self.select_next(if down { 1 } else { -1 });
            }
            return;
        };
        match self.panels.list_mut(panel) {
            Some(list) => (0..WHEEL_LINES).for_each(|_| list.scroll(motion)),
            // These panels select a state or an entry instead of scrolling, so one step is enough.
            None => self.navigate_panel(panel, motion),
        }
    }

    fn target_at(&self, x: u16, y: u16) -> Option<ClickTarget> {
        self.panels.hits.iter().rev().find(|hit| hit.contains(x, y)).map(|hit| hit.target)
    }

    fn panel_at(&self, x: u16, y: u16) -> Option<Panel> {
        self.panels.hits.iter().find_map(|hit| match hit.target {
            ClickTarget::Panel(panel) if hit.contains(x, y) => Some(panel),
            _ => None,
        })
    }
}
