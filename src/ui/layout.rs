//! The places of the panels. Every breakpoint is here.

use ratatui::layout::Rect;

use crate::app::Panel;

/// The smallest screen, in columns and rows.
pub const MIN_SIZE: (u16, u16) = (40, 12);
/// The smallest screen with the list of states beside the panels of the selected one.
const MULTI_PANEL_SIZE: (u16, u16) = (76, 21);
/// Columns of the list of states: its frame, a margin, the longest position, and a symbol.
const STATES_WIDTH: u16 = 30;
/// Columns added to the list of states on wide screens, and for long names if there is space.
const STATES_EXTRA: u16 = 6;
/// Screen width from which the list of states always has [`STATES_EXTRA`].
const WIDE: u16 = 150;
/// Screen width from which a third column has the map and, if it is tall enough, the timeline.
const THREE_COLUMNS: u16 = 112;
/// Columns that the middle column keeps beside the third.
const MIN_MIDDLE: u16 = 48;
/// Columns that the third column keeps beside a wider list of states.
const MIN_RIGHT: u16 = 32;
/// The smallest width of the third column, and its percentage of the screen.
const MAP_WIDTH: (u16, u16) = (38, 32);
/// Screen heights from which there is a summary above the panels, each with the rows of the summary.
const SUMMARY: [(u16, u16); 2] = [(36, 2), (28, 1)];
/// Screen height from which the left and right columns have two panels each.
const STACKED_HEIGHT: u16 = 32;
/// The smallest height of the list of states above another panel, and the largest above the map.
const MIN_STATES: u16 = 6;
const STATES_HEIGHT: u16 = 18;
/// The smallest height of the background below another panel.
const MIN_BACKGROUND: u16 = 10;
/// The largest height of the spending panel between other panels.
const MAX_SPENDING: u16 = 21;
/// The smallest height of the timeline below the map.
const MIN_TIMELINE: u16 = 9;
/// The panels of the selected state, in the order of the middle column.
const STATE_PANELS: [Panel; 3] = [Panel::Stance, Panel::Spending, Panel::Quotes];

/// The inputs of the layout besides the size of the screen. They depend on the dossier alone, so that panels keep their
/// places when the state or the day changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// The panels that have nothing to show.
    pub empty: Vec<Panel>,
    /// The width at which the list of states truncates no name, frame included.
    pub states_columns: u16,
    /// The height of the whole list of states, frame included.
    pub states_rows: u16,
    /// The height of the whole timeline, frame included.
    pub timeline_rows: u16,
}

impl Contents {
    fn has(&self, panel: Panel) -> bool {
        !self.empty.contains(&panel)
    }
}

/// The areas of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Title, day and file.
    pub header: Rect,
    /// The most important facts. Empty if there is no space.
    pub summary: Rect,
    /// The panels that fit, with their areas.
    pub panels: Vec<(Panel, Rect)>,
    /// The area of all panels.
    pub body: Rect,
    /// The panels that do not fit, and the area of the strip that names them. Empty if all panels fit.
    pub strip: (Vec<Panel>, Rect),
    /// Keys, or a message.
    pub footer: Rect,
}

impl Layout {
    /// Lays out a screen. A zoomed panel takes the whole body. `None` if the screen is too small.
    pub fn of(area: Rect, focus: Panel, zoomed: bool, contents: &Contents) -> Option<Layout> {
        if area.width < MIN_SIZE.0 || area.height < MIN_SIZE.1 {
            return None;
        }
        let (header, rest) = split(area, 1);
        let (rest, footer) = split(rest, rest.height - 1);
        let single = zoomed || area.width < MULTI_PANEL_SIZE.0 || area.height < MULTI_PANEL_SIZE.1;
        let rows =
            SUMMARY.iter().find(|(height, _)| area.height >= *height && !single).map_or(0, |(_, rows)| *rows);
        let (summary, body) = split(rest, rows);
        let panels = |body| if single { vec![(focus, body)] } else { columns(body, focus, contents) };
        let (mut body, mut shown) = (body, panels(body));
        let is_hidden =
            |panel: &Panel| contents.has(*panel) && !shown.iter().any(|(shown, _)| shown == panel);
        let hidden: Vec<Panel> = Panel::ALL.into_iter().filter(|panel| !zoomed && is_hidden(panel)).collect();
        let mut strip = Rect { height: 0, ..body };
        if !hidden.is_empty() {
            (body, strip) = split(body, body.height - 1);
            shown = panels(body);
        }
        Some(Layout { header, summary, panels: shown, body, strip: (hidden, strip), footer })
    }
}

/// The panels of each column. The list of states is at the top of the left one.
#[derive(Default)]
struct Columns {
    below_states: Option<Panel>,
    middle: Vec<Panel>,
    right: Vec<Panel>,
}

impl Columns {
    /// Distributes the panels: those of the selected state to the middle, map and timeline to the right, and the rest
    /// below the list of states. Other panels take the places of empty ones.
    fn new(body: Rect, contents: &Contents) -> Columns {
        let has = |panel: &Panel| contents.has(*panel);
        let three = body.width >= THREE_COLUMNS;
        let stacked = body.height + 2 >= STACKED_HEIGHT;
        let mut columns = Columns::default();
        columns.middle.extend(STATE_PANELS.into_iter().filter(has));
        if columns.middle.is_empty() && !has(&Panel::Timeline) {
            return columns.with_map_and_background(three, stacked, contents);
        }
        // A single panel of the state leaves space for the timeline below it.
        let few = columns.middle.len() < 2;
        let timeline_right = match (has(&Panel::Map), few) {
            (true, _) => stacked && !few,
            (false, true) => !columns.middle.is_empty() && contents.timeline_rows / 2 > body.height / 2,
            (false, false) => true,
        };
        if three {
            columns.right.extend([Panel::Map].into_iter().filter(has));
            columns.right.extend([Panel::Timeline].into_iter().filter(|panel| timeline_right && has(panel)));
        }
        if stacked {
            let candidates = if three { &[Panel::Background][..] } else { &[Panel::Map, Panel::Background] };
            columns.below_states = candidates.iter().copied().find(has);
        }
        for panel in [Panel::Timeline, Panel::Background] {
            if has(&panel) && columns.middle.len() < 2 && !columns.contains(panel) {
                columns.middle.push(panel);
            }
        }
        columns
    }

    /// Places map and background if no other panel has content.
    fn with_map_and_background(mut self, three: bool, stacked: bool, contents: &Contents) -> Columns {
        self.middle.extend([Panel::Map].into_iter().filter(|panel| contents.has(*panel)));
        match (contents.has(Panel::Background), self.middle.is_empty()) {
            (false, _) => {}
            (true, false) if stacked => self.below_states = Some(Panel::Background),
            (true, false) if three => self.right.push(Panel::Background),
            (true, _) => self.middle.push(Panel::Background),
        }
        self
    }

    fn contains(&self, panel: Panel) -> bool {
        self.below_states == Some(panel) || self.middle.contains(&panel) || self.right.contains(&panel)
    }
}

/// Places the list of states at the left, the panels of the selected state in the middle, and map and timeline at the
/// right if there is space. A focused panel that is in no column takes the middle.
fn columns(body: Rect, focus: Panel, contents: &Contents) -> Vec<(Panel, Rect)> {
    let columns = Columns::new(body, contents);
    if columns.middle.is_empty() {
        return vec![(Panel::States, body)];
    }
    let extra = match body.width >= WIDE {
        true => STATES_EXTRA,
        false if columns.right.is_empty() => STATES_EXTRA,
        false => body.width.saturating_sub(STATES_WIDTH + MIN_MIDDLE + MIN_RIGHT).min(STATES_EXTRA),
    };
    let narrowest = if body.width >= WIDE { STATES_WIDTH + STATES_EXTRA } else { STATES_WIDTH };
    let left = contents.states_columns.clamp(narrowest, STATES_WIDTH + extra);
    let right = match columns.right.is_empty() {
        true => 0,
        false => (body.width * MAP_WIDTH.1 / 100).max(MAP_WIDTH.0).min(body.width - left - MIN_MIDDLE),
    };
    let (left, rest) = split_columns(body, left);
    let (middle, right) = split_columns(rest, rest.width - right);

    let mut panels = Vec::new();
    if let Some(below) = columns.below_states {
        let max = match below {
            Panel::Map => STATES_HEIGHT,
            _ => left.height.saturating_sub(MIN_BACKGROUND).max(STATES_HEIGHT),
        };
        let (states, area) = split(left, contents.states_rows.clamp(MIN_STATES, max));
        panels.extend([(Panel::States, states), (below, area)]);
    } else {
        panels.push((Panel::States, left));
    }
    panels.extend(stack(right, &columns.right, contents));
    if columns.contains(focus) || focus == Panel::States {
        panels.extend(stack(middle, &columns.middle, contents));
    } else {
        panels.push((focus, middle));
    }
    panels
}

/// Places panels below each other.
fn stack(area: Rect, panels: &[Panel], contents: &Contents) -> Vec<(Panel, Rect)> {
    let height = area.height;
    let [first, second] = match panels {
        [] => return Vec::new(),
        [only] => return vec![(*only, area)],
        [first, second] => [*first, *second],
        _ => return stack_state_panels(area),
    };
    let rows = match (first, second) {
        // Land may be as tall as wide. Since cells are twice as tall as wide, two thirds of the width are enough.
        (Panel::Map, Panel::Timeline) => {
            (area.width * 2 / 3).max(height * 55 / 100).min(height - MIN_TIMELINE)
        }
        (Panel::Map | Panel::Timeline, _) => height * 2 / 3,
        (Panel::Stance, Panel::Spending) => (height * 11 / 20).max(height.saturating_sub(MAX_SPENDING)),
        (Panel::Spending, _) => (height * 3 / 5).min(MAX_SPENDING),
        _ => height * 11 / 20,
    };
    let (upper, lower) = match second {
        // The other panel gets the rows that a short timeline does not need.
        Panel::Timeline => split(area, rows.max(height.saturating_sub(contents.timeline_rows))),
        _ => split(area, rows),
    };
    vec![(first, upper), (second, lower)]
}

/// Returns an area of this size in the middle of another, rounded towards the upper left. [`Rect::centered`] rounds
/// towards the lower right.
pub fn centered(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}

/// Splits off the left `columns`.
fn split_columns(area: Rect, columns: u16) -> (Rect, Rect) {
    let columns = columns.min(area.width);
    (Rect { width: columns, ..area }, Rect { x: area.x + columns, width: area.width - columns, ..area })
}

/// Splits off the upper `rows`.
fn split(area: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(area.height);
    (Rect { height: rows, ..area }, Rect { y: area.y + rows, height: area.height - rows, ..area })
}

/// Places stance, spending and quotations below each other.
fn stack_state_panels(area: Rect) -> Vec<(Panel, Rect)> {
    // 22 rows hold two lines for each of two treaties, five rows of the chart, and a short quotation. Of the spare rows,
    // the steps get most, then the quotations, then the chart.
    let spare = area.height.saturating_sub(22);
    let (stance, rest) = split(area, 7 + (spare * 4 / 9).min(26));
    let (spending, quotes) = split(rest, 8 + (spare * 2 / 9).min(13));
    vec![(Panel::Stance, stance), (Panel::Spending, spending), (Panel::Quotes, quotes)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every combination of panels that have nothing to show, with short and long lists.
    fn all_contents() -> Vec<Contents> {
        let optional: Vec<Panel> = Panel::ALL.into_iter().filter(|panel| *panel != Panel::States).collect();
        let combinations = 0..1_usize << optional.len();
        combinations
            .flat_map(|bits| {
                let missing = optional.iter().enumerate().filter(|(n, _)| bits & (1 << n) != 0);
                let empty: Vec<Panel> = missing.map(|(_, panel)| *panel).collect();
                [(6, 5), (99, 200)].map(|(states_rows, timeline_rows)| Contents {
                    empty: empty.clone(),
                    states_columns: states_rows,
                    states_rows,
                    timeline_rows,
                })
            })
            .collect()
    }

    fn check(width: u16, height: u16, focus: Panel, contents: &Contents) {
        let case = || format!("{width}x{height} {focus:?} {contents:?}");
        let area = Rect { x: 0, y: 0, width, height };
        let Some(layout) = Layout::of(area, focus, false, contents) else {
            assert!(width < MIN_SIZE.0 || height < MIN_SIZE.1);
            return;
        };
        let cells: u32 = layout.panels.iter().map(|(_, rect)| rect.area()).sum();
        assert_eq!(cells, layout.body.area(), "{}", case());
        assert!(layout.panels.iter().any(|(panel, _)| *panel == focus), "{}", case());
        for (n, (panel, one)) in layout.panels.iter().enumerate() {
            assert!(contents.has(*panel), "{}", case());
            assert!(one.width >= STATES_WIDTH && one.height >= 3, "{}: {panel:?} {one:?}", case());
            assert_eq!(one.intersection(layout.body), *one, "{}", case());
            for (other_panel, other) in &layout.panels[n + 1..] {
                assert!(!one.intersects(*other), "{}", case());
                assert_ne!(panel, other_panel, "{}", case());
            }
        }
    }

    #[test]
    fn panels_cover_the_body_and_never_overlap() {
        for contents in all_contents() {
            let focuses: Vec<Panel> = Panel::ALL.into_iter().filter(|panel| contents.has(*panel)).collect();
            for width in 1..=220_u16 {
                for height in 1..=70 {
                    let focus = focuses[usize::from(width + height) % focuses.len()];
                    check(width, height, focus, &contents);
                }
            }
        }
    }

    #[test]
    fn every_panel_has_a_place_on_a_large_screen() {
        for contents in all_contents() {
            let area = Rect { x: 0, y: 0, width: 120, height: 40 };
            let layout = Layout::of(area, Panel::States, false, &contents).unwrap();
            assert_eq!(layout.panels.len() + contents.empty.len(), Panel::ALL.len(), "{contents:?}");
        }
    }
}
