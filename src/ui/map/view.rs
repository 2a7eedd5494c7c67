//! The visible part of the map: all states, or the surroundings of the selected one at one of a few scales.

use super::geometry::{Bounds, LonLat, Point};
use super::projection::{Projection, RADIUS};
use super::subject::{Extent, Subject};
use super::world::{DegreeBox, World};
use crate::dossier::model::StateId;

/// The smallest width of a median state in the default view, in columns.
const MIN_COLUMNS: f64 = 8.0;
/// The ratio of the scales of two successive levels.
const LEVEL: f64 = 1.5;
/// Kilometres per column of the closest level. The outlines have no more detail.
const MIN_COLUMN_KM: f64 = 0.7;

/// A part of the map on a panel of cells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MapView {
    /// The projection of places to the plane.
    pub projection: Projection,
    /// The part of the plane, in the proportions of the panel.
    pub bounds: Bounds,
    /// Kilometres per column. A row has twice as many, since a cell is about twice as high as wide.
    pub column_km: f64,
    /// Whether it shows all states.
    pub whole: bool,
    /// The number of levels by which it is closer than the default view.
    pub zoom: i8,
}

impl MapView {
    /// Chooses the view on a panel of this size.
    ///
    /// By default, the view shows all states. If most of them would be too small, it shows the surroundings of the
    /// selected state, at a scale at which this state and nine of ten others fit. `zoom` is the number of levels by
    /// which the view is closer.
    pub fn choose(subject: &Subject, selected: StateId, columns: u16, rows: u16, zoom: i8) -> MapView {
        let (columns, rows) = (f64::from(columns.max(1)), f64::from(rows.max(1)));
        let whole = MapView::whole(subject, columns, rows);
        let scale = |level: i32| whole.column_km / LEVEL.powi(level);
        let closest = (0..).find(|level| scale(*level) <= MIN_COLUMN_KM).unwrap_or_default();
        let preferred =
            (0..closest).find(|level| subject.median_width / scale(*level) >= MIN_COLUMNS).unwrap_or(closest);
        let level = (preferred + i32::from(zoom)).clamp(0, closest);
        let zoom = i8::try_from(level - preferred).unwrap_or_default();
        let whole = MapView { zoom, ..whole };
        let Some((_, own)) = subject.state(selected).filter(|_| level > 0) else { return whole };
        let fitting =
            |extent: &Extent| (extent.width * 1.1 / columns).max(extent.height * 1.1 / (2.0 * rows));
        let mut scales: Vec<f64> =
            subject.states.iter().flatten().map(|(_, extent)| fitting(extent)).collect();
        scales.sort_by(f64::total_cmp);
        let fits_most = scales.get(scales.len() * 9 / 10).copied().unwrap_or_default();
        let column_km = match zoom {
            0 => scale(level).max(fits_most).max(fitting(&own)),
            _ => scale(level),
        };
        if column_km >= whole.column_km {
            return whole;
        }
        let corner = Point { x: columns * column_km / 2.0, y: rows * column_km };
        let bounds = Bounds { min: Point { x: -corner.x, y: -corner.y }, max: corner };
        let projection = Projection::azimuthal(own.centre);
        MapView { projection, bounds, column_km, whole: false, zoom }
    }

    /// Returns the view of all states to frame, with a margin.
    pub fn whole(subject: &Subject, columns: f64, rows: f64) -> MapView {
        const MARGIN: f64 = 1.06;
        let (wanted, centre) = (subject.bounds, subject.bounds.centre());
        // Limits the scale, so that a small island does not fill the map.
        let column_km = (wanted.width() * MARGIN / columns)
            .max(wanted.height() * MARGIN / (2.0 * rows))
            .max(MIN_COLUMN_KM);
        let (x, y) = (columns * column_km / 2.0, rows * column_km);
        let bounds = Bounds {
            min: Point { x: centre.x - x, y: centre.y - y },
            max: Point { x: centre.x + x, y: centre.y + y },
        };
        let projection = subject.projection;
        MapView { projection, bounds, column_km, whole: true, zoom: 0 }
    }

    /// Returns column and row of a point, including fractions. They may be outside of the panel.
    pub fn cell(&self, point: Point) -> (f64, f64) {
        let (across, down) = (point.x - self.bounds.min.x, self.bounds.max.y - point.y);
        (across / self.column_km, down / (2.0 * self.column_km))
    }

    /// Returns column and row of a place.
    pub fn cell_of(&self, place: LonLat) -> (f64, f64) {
        self.cell(self.projection.project_wrapped(place))
    }

    /// Returns the distance of the farthest corner from the centre of the projection, in degrees. `None` if anything on
    /// the sphere may be visible.
    pub fn radius(&self) -> Option<f64> {
        let Projection::Azimuthal { .. } = self.projection else { return None };
        let across = self.bounds.min.x.abs().max(self.bounds.max.x.abs());
        let down = self.bounds.min.y.abs().max(self.bounds.max.y.abs());
        let half = libm::hypot(across, down) / (2.0 * RADIUS);
        (half < 1.0).then(|| 2.0 * libm::asin(half).to_degrees())
    }

    /// Returns whether anything in a box may be visible, given the [radius](MapView::radius) of the view.
    pub fn may_show(&self, degrees: &DegreeBox, radius: Option<f64>) -> bool {
        let (Projection::Azimuthal { centre, .. }, Some(radius)) = (self.projection, radius) else {
            return true;
        };
        let north = degrees.south + degrees.height;
        if (degrees.south - centre.lat).max(centre.lat - north) > radius {
            return false;
        }
        // Degrees of longitude from the centre to the box in the shorter direction.
        let east = (degrees.west - centre.lon).rem_euclid(360.0);
        let gap = if east + degrees.width >= 360.0 { 0.0 } else { east.min(360.0 - east - degrees.width) };
        // The distance of the nearest point of the meridian.
        let nearest = match gap < 90.0 {
            true => libm::asin(libm::cos(centre.lat.to_radians()) * libm::sin(gap.to_radians())).to_degrees(),
            false => 90.0 - centre.lat.abs(),
        };
        nearest <= radius
    }

    /// Returns the outlines for the scale of this view.
    pub fn world(&self) -> &'static World {
        if self.column_km / 2.0 < 10.0 { World::fine() } else { World::coarse() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::{BUILT_IN, read};

    /// Returns the subject of a dossier of these states.
    fn subject(codes: &[&str]) -> Subject {
        let states = codes.iter().map(|code| format!("[[state]]\ncode = \"{code}\"\nname = \"{code}\"\n"));
        let text = format!("format = 1\ntitle = \"x\"\n{}", states.collect::<String>());
        Subject::new(&read(text.as_bytes()).dossier.unwrap()).unwrap()
    }

    fn flank() -> Subject {
        Subject::new(&read(BUILT_IN.as_bytes()).dossier.unwrap()).unwrap()
    }

    #[test]
    fn small_panel_shows_a_closer_view_at_one_scale() {
        let flank = flank();
        let view = |selected, columns, rows| MapView::choose(&flank, StateId(selected), columns, rows, 0);
        assert!(view(1, 90, 56).whole);
        let close: Vec<MapView> = (0..5).map(|state| view(state, 46, 14)).collect();
        assert!(close.iter().all(|view| !view.whole));
        assert!(close.iter().all(|view| view.column_km == close[0].column_km), "{close:?}");
    }

    #[test]
    fn view_contains_the_selected_state_in_the_panels_proportions() {
        let world = [
            vec!["FI", "EE", "LV", "LT", "PL"],
            vec!["FJ", "NZ", "TO", "KI"],
            vec!["US", "CA", "PL", "TR"],
            vec!["RU", "AQ", "CL"],
        ];
        for codes in world {
            let subject = subject(&codes);
            for (n, code) in (0..).zip(&codes) {
                let outline = World::coarse();
                let area = outline.area(outline.index_of(code).unwrap()).unwrap();
                for (columns, rows) in [(20, 8), (34, 22), (76, 20), (60, 40), (196, 56)] {
                    let view = MapView::choose(&subject, StateId(n), columns, rows, 0);
                    let (width, height) = (view.bounds.width(), view.bounds.height());
                    let ratio = (height / f64::from(rows)) / (width / f64::from(columns));
                    assert!((ratio - 2.0).abs() < 1e-9, "{code} {columns}x{rows}: {ratio}");
                    let parts = area.parts.iter().take(area.main_parts);
                    let lines = parts.filter_map(|part| outline.project(part, &view.projection)).flatten();
                    for point in lines.flat_map(|line| line.points) {
                        let (x, y) = view.cell(point);
                        let inside =
                            (0.0..f64::from(columns)).contains(&x) && (0.0..f64::from(rows)).contains(&y);
                        assert!(inside, "{code} {columns}x{rows}: {point:?} at {x} {y}");
                    }
                }
            }
        }
    }

    #[test]
    fn parts_that_are_left_out_are_outside_of_the_view() {
        for codes in [["FI", "PL"], ["FJ", "TO"], ["AQ", "NZ"]] {
            let subject = subject(&codes);
            for (selected, zoom) in [(0, 0), (0, 3), (1, 2)] {
                let view = MapView::choose(&subject, StateId(selected), 60, 30, zoom);
                let (world, radius) = (World::coarse(), view.radius());
                for part in world.areas.iter().flat_map(|area| &area.parts) {
                    let lines = world.project(part, &view.projection).unwrap_or_default();
                    let is_visible = lines.iter().flat_map(|line| &line.points).any(|point| {
                        let (x, y) = view.cell(*point);
                        (0.0..60.0).contains(&x) && (0.0..30.0).contains(&y)
                    });
                    assert!(
                        !is_visible || view.may_show(&part.bounds, radius),
                        "{codes:?} {selected} {part:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn states_around_the_world_get_a_map_of_it() {
        let subject = subject(&["US", "BR", "ZA", "AU", "JP", "GB", "RU"]);
        assert!(matches!(subject.projection, Projection::EqualEarth { .. }));
    }
}
