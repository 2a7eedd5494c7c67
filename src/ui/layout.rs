//! Where the panels go. Every breakpoint is here.

use ratatui::layout::{Constraint, Rect};

use crate::app::Panel;

/// The smallest screen, in columns and rows.
pub const MIN_SIZE: (u16, u16) = (40, 12);
/// The smallest screen with the list of states beside the panels of the selected one.
const MULTI_PANEL_SIZE: (u16, u16) = (76, 20);
/// Columns of the list of states: its frame, a margin, the longest position, and a symbol.
const STATES_WIDTH: u16 = 30;
/// Columns that the list of states gains on wide screens.
const STATES_EXTRA: u16 = 6;
/// Columns from which on the list of states gains those.
const WIDE: u16 = 150;
/// Columns from which on a third column has the map, and, if it is tall enough, the timeline.
const THREE_COLUMNS: u16 = 112;
/// Columns that the middle column keeps beside the third.
const MIN_MIDDLE: u16 = 48;
/// The smallest width of the third column, and its percentage of the screen.
const MAP_WIDTH: (u16, u16) = (38, 32);
/// Rows of a screen whose left and right columns have two panels each.
const STACKED_HEIGHT: u16 = 32;
/// Rows of the list of states above another panel: five states take sixteen, a longer list scrolls.
const STATES_HEIGHT: u16 = 18;
/// Rows that the timeline keeps below the map.
const MIN_TIMELINE: u16 = 9;

/// The areas of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Title, day and file.
    pub header: Rect,
    /// The panels with their areas, as many as there is space for.
    pub panels: Vec<(Panel, Rect)>,
    /// The area of all panels.
    pub body: Rect,
    /// Keys, or a message.
    pub footer: Rect,
}

impl Layout {
    /// Lays out a screen, with one panel over all of it if that is zoomed. `None` if the screen is too small.
    pub fn of(area: Rect, focus: Panel, zoomed: bool) -> Option<Layout> {
        if area.width < MIN_SIZE.0 || area.height < MIN_SIZE.1 {
            return None;
        }
        let rows = [Constraint::Length(1), Constraint::Fill(1), Constraint::Length(1)];
        let [header, body, footer] = ratatui::layout::Layout::vertical(rows).areas(area);
        let single = zoomed || area.width < MULTI_PANEL_SIZE.0 || area.height < MULTI_PANEL_SIZE.1;
        let panels = if single { vec![(focus, body)] } else { columns(body, focus) };
        Some(Layout { header, panels, body, footer })
    }
}

/// The list of states at the left, the panels of the selected state in the middle, map and timeline at the right, if
/// there is space. A focused panel without a place of its own takes the middle.
fn columns(body: Rect, focus: Panel) -> Vec<(Panel, Rect)> {
    let three = body.width >= THREE_COLUMNS;
    let stacked = body.height + 2 >= STACKED_HEIGHT;
    let left = STATES_WIDTH + if body.width >= WIDE { STATES_EXTRA } else { 0 };
    let right = match three {
        true => (body.width * MAP_WIDTH.1 / 100).max(MAP_WIDTH.0).min(body.width - left - MIN_MIDDLE),
        false => 0,
    };
    let widths = [Constraint::Length(left), Constraint::Fill(1), Constraint::Length(right)];
    let [left, middle, right] = ratatui::layout::Layout::horizontal(widths).areas(body);

    let mut panels = Vec::new();
    if stacked {
        let (states, below) = split(left, STATES_HEIGHT);
        let second = if three { Panel::Background } else { Panel::Map };
        panels.extend([(Panel::States, states), (second, below)]);
    } else {
        panels.push((Panel::States, left));
    }
    if three && stacked {
        // The flank is taller than wide: it needs two thirds of the column's width in rows, which are twice as high as
        // columns are wide.
        let wanted = (right.width * 2 / 3).max(body.height * 55 / 100).min(body.height - MIN_TIMELINE);
        let (map, below) = split(right, wanted);
        panels.extend([(Panel::Map, map), (Panel::Timeline, below)]);
    } else if three {
        panels.push((Panel::Map, right));
    }
    let of_state = panels_of_state(middle);
    if panels.iter().chain(&of_state).any(|(panel, _)| *panel == focus) {
        panels.extend(of_state);
    } else {
        panels.push((focus, middle));
    }
    panels
}

/// Returns an area of this size in the middle of another, rounded towards the upper left.
pub fn centered(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}

/// The upper `rows`, and the rest.
fn split(area: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(area.height);
    (Rect { height: rows, ..area }, Rect { y: area.y + rows, height: area.height - rows, ..area })
}

/// Stance, spending and quotations below each other.
fn panels_of_state(area: Rect) -> Vec<(Panel, Rect)> {
    // In 22 rows two treaties have two lines each, the chart five rows, and a short quotation fits. More rows go to the
    // steps first, then to the quotations, then to the chart.
    let spare = area.height.saturating_sub(22);
    let (stance, rest) = split(area, 7 + (spare * 4 / 9).min(26));
    let (spending, quotes) = split(rest, 8 + (spare * 2 / 9).min(13));
    vec![(Panel::Stance, stance), (Panel::Spending, spending), (Panel::Quotes, quotes)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_cover_the_body_and_never_overlap() {
        for width in 1..=220 {
            for height in 1..=70 {
                let area = Rect { x: 0, y: 0, width, height };
                let Some(layout) = Layout::of(area, Panel::Quotes, false) else {
                    assert!(width < MIN_SIZE.0 || height < MIN_SIZE.1);
                    continue;
                };
                let cells: u32 = layout.panels.iter().map(|(_, rect)| rect.area()).sum();
                assert_eq!(cells, layout.body.area(), "{width}x{height}");
                for (n, (_, one)) in layout.panels.iter().enumerate() {
                    assert_eq!(one.intersection(layout.body), *one, "{width}x{height}");
                    for (_, other) in &layout.panels[n + 1..] {
                        assert!(!one.intersects(*other), "{width}x{height}");
                    }
                }
            }
        }
    }
}
