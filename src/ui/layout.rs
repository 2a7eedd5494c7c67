//! Where the panels go. Every breakpoint stands here.

use ratatui::layout::Rect;

use crate::app::Panel;

/// The least that anything can be shown in.
pub const LEAST: (u16, u16) = (40, 12);
/// From this size on the list of states stands beside the panels of the selected one.
const SIDE_BY_SIDE: (u16, u16) = (76, 20);
/// Columns of the list of states: its frame, a margin, the longest position, and a glyph.
const STATES: u16 = 30;
/// From this width on a third column has the map, and, from that height on, the timeline.
const THIRD: u16 = 112;
/// Rows from which on map and timeline, and states and background, share their columns.
const SHARED: u16 = 32;
/// Columns of the third column: at the least, and of each hundred.
const MAP: (u16, u16) = (38, 32);

/// Where everything goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Title, day and file.
    pub header: Rect,
    /// The panels that there is room for.
    pub panels: Vec<(Panel, Rect)>,
    /// All of what the panels take.
    pub body: Rect,
    /// Keys, or what is to be told.
    pub footer: Rect,
}

impl Layout {
    /// The layout of a screen, with one panel over all of it where that is zoomed; `None` where the screen
    /// is too small for anything.
    pub fn of(area: Rect, focus: Panel, zoomed: bool) -> Option<Layout> {
        if area.width < LEAST.0 || area.height < LEAST.1 {
            return None;
        }
        let header = Rect { height: 1, ..area };
        let footer = Rect { y: area.bottom() - 1, height: 1, ..area };
        let body = Rect { y: area.y + 1, height: area.height - 2, ..area };
        let alone = zoomed || area.width < SIDE_BY_SIDE.0 || area.height < SIDE_BY_SIDE.1;
        let panels = if alone { vec![(focus, body)] } else { columns(body, focus) };
        Some(Layout { header, panels, body, footer })
    }
}

/// The list of states at the left, the panels of the selected state in the middle, map and timeline at the
/// right, as far as there is room. A panel that has the focus and no place takes that of the middle.
fn columns(body: Rect, focus: Panel) -> Vec<(Panel, Rect)> {
    let third = body.width >= THIRD;
    let shared = body.height + 2 >= SHARED;
    let left = if body.width >= 150 { STATES + 6 } else { STATES };
    let right = if third { (body.width * MAP.1 / 100).max(MAP.0).min(body.width - left - 48) } else { 0 };
    let column = |x: u16, width: u16| Rect { x: body.x + x, width, ..body };
    let (first, middle, last) =
        (column(0, left), column(left, body.width - left - right), column(body.width - right, right));

    let mut panels = Vec::new();
    if shared {
        // Five states take sixteen rows; a longer list scrolls.
        let (states, below) = split(first, 18);
        // Beside the two columns alone the map has what the list leaves.
        let other = if third { Panel::Background } else { Panel::Map };
        panels.extend([(Panel::States, states), (other, below)]);
    } else {
        panels.push((Panel::States, first));
    }
    if third && shared {
        // As wide as two thirds of its height is what the flank needs; the rest tells what happened.
        let (map, below) = split(last, (last.width * 2 / 3).max(body.height * 55 / 100).min(body.height - 9));
        panels.extend([(Panel::Map, map), (Panel::Timeline, below)]);
    } else if third {
        panels.push((Panel::Map, last));
    }
    let middle = of_the_state(middle);
    if panels.iter().chain(&middle).any(|(panel, _)| *panel == focus) {
        panels.extend(middle);
    } else {
        let all = Rect { x: body.x + left, width: body.width - left - right, ..body };
        panels.push((focus, all));
    }
    panels
}

/// The upper rows, and the rest.
fn split(area: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(area.height);
    (Rect { height: rows, ..area }, Rect { y: area.y + rows, height: area.height - rows, ..area })
}

/// Stance, spending and words below each other.
fn of_the_state(area: Rect) -> Vec<(Panel, Rect)> {
    // At 22 rows two treaties have two lines each, the chart five rows, and a short quotation fits whole;
    // more room goes to the steps first, then to the words, then to the chart.
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
                    assert!(width < LEAST.0 || height < LEAST.1);
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
