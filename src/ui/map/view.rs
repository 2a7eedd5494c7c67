//! The part of the map to show: the whole flank, the small states, or one state, depending on the space.

use super::data::{Bounds, MapData, Point};

/// The extent of the data.
const DATA: Bounds = Bounds { min: Point { x: -1250.0, y: -1400.0 }, max: Point { x: 1700.0, y: 1300.0 } };
/// Columns that the selected state should take at least, or a closer view is chosen.
const MIN_COLUMNS: f64 = 10.0;

/// Columns per row from which on a panel is wide.
const WIDE: f64 = 2.4;

/// A part of the map on a panel of cells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MapView {
    /// The part of the plane, in the proportions of the panel.
    pub bounds: Bounds,
    /// Kilometres per column.
    pub column_km: f64,
    /// Kilometres per row.
    pub row_km: f64,
    /// Whether it shows the whole flank.
    pub whole: bool,
}

impl MapView {
    /// Chooses the view of a dossier's states on a panel of this size.
    ///
    /// That is the whole flank, unless the selected state would be too small in it; then the small states together, if
    /// it is one of them; then the state alone. `None` if the map has none of the states.
    pub fn choose(states: &[&str], selected: Option<&str>, columns: u16, rows: u16) -> Option<MapView> {
        let data = MapData::coarse();
        let bounds: Vec<(&str, Bounds)> =
            states.iter().filter_map(|code| data.state(code).map(|area| (*code, area.bounds))).collect();
        let mut all = Bounds::NOTHING;
        bounds.iter().for_each(|(_, bounds)| all.join(*bounds));
        if bounds.is_empty() {
            return None;
        }
        let whole = MapView { whole: true, ..MapView::fit(all, 0.03, columns, rows) };
        let own = bounds.iter().find(|(code, _)| Some(*code) == selected).map(|(_, bounds)| *bounds);
        let Some(own) = own else { return Some(whole) };
        // On a panel much wider than the flank, a view of all of it shows mostly its neighbours.
        let wide = f64::from(columns) > WIDE * f64::from(rows);
        if whole.shows(own) && !(wide && own.height() * 2.2 < all.height()) {
            return Some(whole);
        }
        // Small states are less than half as tall and wide as the largest. On this flank they are neighbours.
        let size = |bounds: Bounds| bounds.width().max(bounds.height());
        let largest = bounds.iter().map(|(_, bounds)| size(*bounds)).fold(0.0, f64::max);
        let mut small = Bounds::NOTHING;
        for (_, bounds) in bounds.iter().filter(|(_, bounds)| size(*bounds) * 2.0 < largest) {
            small.join(*bounds);
        }
        if size(own) * 2.0 < largest {
            let close = MapView::fit(small, 0.08, columns, rows);
            if close.shows(own) {
                return Some(close);
            }
        }
        Some(MapView::fit(own, 0.15, columns, rows))
    }

    /// Returns the columns and rows of a panel of this size for which there are data in this view.
    pub fn covered(&self, columns: u16, rows: u16) -> (u16, u16) {
        let most = |km: f64, each: f64| (km / each).floor().clamp(1.0, f64::from(u16::MAX)) as u16;
        (columns.min(most(DATA.width(), self.column_km)), rows.min(most(DATA.height(), self.row_km)))
    }

    /// Returns a view of `wanted` with a margin, extended to the proportions of the panel and kept within the data.
    fn fit(wanted: Bounds, margin: f64, columns: u16, rows: u16) -> MapView {
        let (columns, rows) = (f64::from(columns.max(1)), f64::from(rows.max(1)));
        // A cell is about twice as high as wide.
        let ratio = columns / (2.0 * rows);
        let mut width = wanted.width() * (1.0 + 2.0 * margin);
        let mut height = wanted.height() * (1.0 + 2.0 * margin);
        if width / height < ratio {
            width = height * ratio;
        } else {
            height = width / ratio;
        }
        let centre = |min: f64, max: f64, size: f64, from: f64, to: f64| {
            let start = (min + max - size) / 2.0;
            // A view wider than the data is centred, another is moved into the data.
            if size > to - from { start } else { start.clamp(from, to - size) }
        };
        let x = centre(wanted.min.x, wanted.max.x, width, DATA.min.x, DATA.max.x);
        let y = centre(wanted.min.y, wanted.max.y, height, DATA.min.y, DATA.max.y);
        let bounds = Bounds { min: Point { x, y }, max: Point { x: x + width, y: y + height } };
        MapView { bounds, column_km: width / columns, row_km: height / rows, whole: false }
    }

    fn shows(&self, state: Bounds) -> bool {
        state.width().max(state.height()) / self.column_km >= MIN_COLUMNS
    }

    /// Returns column and row of a point, fractions included; they may be outside of the panel.
    pub fn cell(&self, point: Point) -> (f64, f64) {
        ((point.x - self.bounds.min.x) / self.column_km, (self.bounds.max.y - point.y) / self.row_km)
    }

    /// Returns the outlines for the scale of this view.
    pub fn data(&self) -> &'static MapData {
        if self.column_km / 2.0 < 10.0 { MapData::fine() } else { MapData::coarse() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLANK: [&str; 5] = ["FI", "EE", "LV", "LT", "PL"];

    fn view(selected: &str, columns: u16, rows: u16) -> MapView {
        MapView::choose(&FLANK, Some(selected), columns, rows).unwrap()
    }

    #[test]
    fn small_panel_shows_a_closer_view() {
        assert!(view("EE", 90, 56).whole);
        assert!(view("FI", 34, 22).whole && view("PL", 34, 22).whole);
        assert!(!view("EE", 34, 22).whole);
        assert_eq!(view("EE", 34, 22), view("LT", 34, 22), "the small states share a view");
    }

    #[test]
    fn view_contains_the_state_in_the_panels_proportions() {
        for code in FLANK {
            for (columns, rows) in [(20, 8), (34, 22), (76, 20), (60, 40), (196, 56)] {
                let view = view(code, columns, rows);
                assert!((view.row_km / view.column_km - 2.0).abs() < 1e-9);
                let state = MapData::coarse().state(code).unwrap().bounds;
                let (left, top) = view.cell(Point { x: state.min.x, y: state.max.y });
                let (right, bottom) = view.cell(Point { x: state.max.x, y: state.min.y });
                assert!(left >= 0.0 && top >= 0.0, "{code} {columns}x{rows}");
                assert!(right <= f64::from(columns) && bottom <= f64::from(rows), "{code} {columns}x{rows}");
            }
        }
    }

    #[test]
    fn unknown_states_are_ignored() {
        assert_eq!(MapView::choose(&["SE", "NO"], Some("SE"), 40, 20), None);
        let view = MapView::choose(&["SE", "FI"], Some("SE"), 40, 20).unwrap();
        assert!(view.whole, "nothing to come closer to");
    }
}
