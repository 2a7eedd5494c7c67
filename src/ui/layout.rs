//! Where the panels go. Every breakpoint stands here.

use ratatui::layout::Rect;

use crate::dashboard::Panel;

/// The least that anything can be shown in.
pub const LEAST: (u16, u16) = (40, 12);
/// From this size on the list of states stands beside the panels of the selected one.
const SIDE_BY_SIDE: (u16, u16) = (76, 20);
/// Columns of the list of states: its frame, a margin, the longest position, and a glyph.
const STATES: u16 = 30;
/// On a wide screen the list breathes a little more.
const STATES_WIDE: u16 = 34;

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
    /// The layout of a screen, with one panel over all of it where that is enlarged; `None` where the screen
    /// is too small for anything.
    pub fn of(area: Rect, focus: Panel, enlarged: bool) -> Option<Layout> {
        if area.width < LEAST.0 || area.height < LEAST.1 {
            return None;
        }
        let header = Rect { height: 1, ..area };
        let footer = Rect { y: area.bottom() - 1, height: 1, ..area };
        let body = Rect { y: area.y + 1, height: area.height - 2, ..area };
        let alone = enlarged || area.width < SIDE_BY_SIDE.0 || area.height < SIDE_BY_SIDE.1;
        let panels = if alone { vec![(focus, body)] } else { side_by_side(body) };
        Some(Layout { header, panels, body, footer })
    }
}

/// The list of states at the left, the three panels of the selected state below each other at the right.
fn side_by_side(body: Rect) -> Vec<(Panel, Rect)> {
    let left = if body.width >= 110 { STATES_WIDE } else { STATES };
    let states = Rect { width: left, ..body };
    let right = Rect { x: body.x + left, width: body.width - left, ..body };
    // At 22 rows two treaties have two lines each, the chart five rows, and a short quotation fits whole;
    // more room goes to the steps first, then to the words, then to the chart.
    let spare = body.height.saturating_sub(22);
    let stance = 7 + spare * 4 / 9;
    let spending = 8 + (spare * 2 / 9).min(11);
    let quotes = body.height - stance - spending;
    let mut y = right.y;
    let mut panels = vec![(Panel::States, states)];
    for (panel, height) in [(Panel::Stance, stance), (Panel::Spending, spending), (Panel::Quotes, quotes)] {
        panels.push((panel, Rect { y, height, ..right }));
        y += height;
    }
    panels
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
