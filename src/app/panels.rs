//! The panels, and their selections and scroll positions.

use crate::dossier::{Entry, Fact};

use super::list::EntryListState;
use super::mouse::{ClickTarget, HitRegion, LinkRegion};

/// A panel of the dashboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Panel {
    /// All states, with position and latest spending.
    States,
    /// The selected state's steps towards each treaty.
    Stance,
    /// The selected state's defence spending.
    Spending,
    /// The quotations of its officials.
    Quotes,
    /// A map of the states and their positions on the treaty in view.
    Map,
    /// Every dated fact in order.
    Timeline,
    /// The selected state's aims, borders, capital and accession.
    Background,
}

impl Panel {
    /// All panels in the order of the focus.
    pub const ALL: [Panel; 7] = [
        Panel::States,
        Panel::Stance,
        Panel::Spending,
        Panel::Quotes,
        Panel::Map,
        Panel::Timeline,
        Panel::Background,
    ];

    /// The panels that list facts of the selected state, which can be selected.
    const LISTS: [Panel; 4] = [Panel::Stance, Panel::Spending, Panel::Quotes, Panel::Background];
}

/// Selection and scroll position of each panel, and where it was drawn.
#[derive(Debug, Clone, Default)]
pub struct Panels {
    /// The lists of [`Panel::LISTS`].
    lists: [EntryListState<Fact>; Panel::LISTS.len()],
    /// [`Panel::Timeline`].
    pub timeline: TimelineState,
    /// Zoom levels of [`Panel::Map`] relative to the default scale of the dossier and the panel; positive is closer.
    /// Rendering clamps it to the available levels.
    pub map_zoom: i8,
    /// The list of problems. It fills the screen if there is no dossier.
    pub problems: EntryListState<usize>,
    /// The clickable regions. The last of several overlapping regions takes precedence.
    pub hits: Vec<HitRegion>,
    /// The web addresses on the screen.
    pub links: Vec<LinkRegion>,
    /// The number of states that fit in the list of states or in the overview.
    pub states_page: usize,
    /// The panels without content in the whole dossier. They are not drawn and cannot be focused.
    pub empty: Vec<Panel>,
}

impl Panels {
    /// Returns the list of a panel; `None` for panels that select states or days.
    pub fn list(&self, panel: Panel) -> Option<&EntryListState<Fact>> {
        Panel::LISTS.iter().position(|listed| *listed == panel).map(|n| &self.lists[n])
    }

    /// Returns the mutable list of a panel.
    pub fn list_mut(&mut self, panel: Panel) -> Option<&mut EntryListState<Fact>> {
        self.lists_mut().find(|(listed, _)| *listed == panel).map(|(_, list)| list)
    }

    /// Returns the lists of the selected state's facts, with their panels.
    pub(super) fn lists_mut(&mut self) -> impl Iterator<Item = (Panel, &mut EntryListState<Fact>)> {
        Panel::LISTS.into_iter().zip(&mut self.lists)
    }

    /// Returns whether a panel has content.
    pub fn has(&self, panel: Panel) -> bool {
        !self.empty.contains(&panel)
    }

    /// Returns whether a panel was drawn in the last frame.
    pub(super) fn is_visible(&self, panel: Panel) -> bool {
        self.hits.iter().any(|hit| hit.target == ClickTarget::Panel(panel))
    }

    /// Returns the panel `by` places further in the order of the focus, which wraps around.
    pub(super) fn next(&self, panel: Panel, by: isize) -> Panel {
        let order: Vec<Panel> = Panel::ALL.into_iter().filter(|panel| self.has(*panel)).collect();
        let now = order.iter().position(|other| *other == panel).unwrap_or(0);
        order[(now as isize + by).rem_euclid(order.len() as isize) as usize]
    }

    /// Clears the layout of the last frame. Some panels may not be drawn in the next one.
    pub fn begin_frame(&mut self) {
        self.hits.clear();
        self.links.clear();
        self.lists_mut().for_each(|(_, list)| list.clear_layout());
        self.problems.clear_layout();
    }
}

/// The selection of the timeline. Its scroll position follows from the selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TimelineState {
    /// The selected entry; `None` for the last known one.
    pub selected: Option<Fact>,
    /// The rows of the panel.
    pub rows: usize,
}

impl TimelineState {
    /// Returns the index of the selected entry among `entries`, the first `past` of which are known.
    pub fn index_in(&self, entries: &[Entry], past: usize) -> usize {
        let selected = self.selected.and_then(|fact| entries.iter().position(|entry| entry.fact == fact));
        selected.unwrap_or(past.saturating_sub(1))
    }
}
