//! The outlines of the map, read from GeoJSON and projected to kilometres on a plane.
//!
//! The data are from Natural Earth (public domain), simplified. Each border and coast is one line, so that nothing is
//! drawn twice. Their lengths are not those of the borders.

use std::sync::OnceLock;

use serde::Deserialize;

/// A point of the map's plane, in kilometres: x to the east, y to the north, of 24° E 60° N.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// To the east.
    pub x: f64,
    /// To the north.
    pub y: f64,
}

/// A rectangle of the plane, in kilometres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The south-western corner.
    pub min: Point,
    /// The north-eastern corner.
    pub max: Point,
}

impl Bounds {
    /// The empty rectangle.
    pub const NOTHING: Bounds = Bounds {
        min: Point { x: f64::INFINITY, y: f64::INFINITY },
        max: Point { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY },
    };

    /// Extends the rectangle to a point.
    pub fn extend(&mut self, point: Point) {
        self.min = Point { x: self.min.x.min(point.x), y: self.min.y.min(point.y) };
        self.max = Point { x: self.max.x.max(point.x), y: self.max.y.max(point.y) };
    }

    /// Extends the rectangle to another one.
    pub fn join(&mut self, other: Bounds) {
        self.extend(other.min);
        self.extend(other.max);
    }

    /// Kilometres from west to east.
    pub fn width(&self) -> f64 {
        self.max.x - self.min.x
    }

    /// Kilometres from south to north.
    pub fn height(&self) -> f64 {
        self.max.y - self.min.y
    }
}

/// The side of the flank that something is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// A state that the map draws whole.
    Frontline,
    /// A state that threatens it.
    Adversary,
    /// Any other state.
    Neighbour,
}

/// Land that is filled.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// The state's code; empty for all neighbours together.
    pub code: String,
    /// Its side.
    pub side: Side,
    /// Outlines of land, islands and lakes: what is within an odd number of them is land.
    pub rings: Vec<Vec<Point>>,
    /// The smallest rectangle around it.
    pub bounds: Bounds,
}

/// The kind of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// Between states.
    Border,
    /// Between land and sea.
    Coast,
    /// Between a frontline state and one that threatens it.
    Frontier,
}

/// A border or coast.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// Its kind.
    pub kind: LineKind,
    /// Its side.
    pub side: Side,
    /// The code of its state.
    pub of: String,
    /// The code of the state on its other side; empty for coasts.
    pub with: String,
    /// The points of each piece.
    pub pieces: Vec<Vec<Point>>,
}

/// The kind of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceKind {
    /// A state.
    State,
    /// A sea.
    Sea,
    /// A capital.
    Capital,
    /// Another city.
    City,
}

/// A named place.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Its kind.
    pub kind: PlaceKind,
    /// Its side.
    pub side: Side,
    /// The code of its state.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its position.
    pub at: Point,
}

/// All data of the map.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MapData {
    /// In painter's order.
    pub areas: Vec<Area>,
    /// In the order of the file.
    pub lines: Vec<Outline>,
    /// In the order of the file.
    pub places: Vec<Place>,
}

impl MapData {
    /// Returns the outlines for close views, with less than about 10 km per dot.
    pub fn fine() -> &'static MapData {
        static FINE: OnceLock<MapData> = OnceLock::new();
        FINE.get_or_init(|| MapData::read(include_str!("../../../assets/flank-map.geojson")))
    }

    /// Returns the outlines for wide views.
    pub fn coarse() -> &'static MapData {
        static COARSE: OnceLock<MapData> = OnceLock::new();
        COARSE.get_or_init(|| MapData::read(include_str!("../../../assets/flank-map-small.geojson")))
    }

    /// Returns the outline of a frontline state.
    pub fn state(&self, code: &str) -> Option<&Area> {
        self.areas.iter().find(|area| area.side == Side::Frontline && area.code == code)
    }

    /// Reads a map. A test shows that those in the repository can be read; without them the map would be empty.
    fn read(json: &str) -> MapData {
        let collection: Collection = serde_json::from_str(json).unwrap_or_default();
        let mut data = MapData::default();
        for Feature { properties, geometry } in collection.features {
            let Properties { kind, code, name, side, of, with } = properties;
            match (kind.as_str(), geometry) {
                ("area" | "state", shape) => {
                    let rings: Vec<Vec<Point>> = match shape {
                        Geometry::Polygon(rings) => project_all(rings),
                        Geometry::MultiPolygon(polygons) => {
                            polygons.into_iter().flat_map(project_all).collect()
                        }
                        _ => continue,
                    };
                    let mut bounds = Bounds::NOTHING;
                    rings.iter().flatten().for_each(|point| bounds.extend(*point));
                    data.areas.push(Area { code, side, rings, bounds });
                }
                (kind, Geometry::MultiLineString(lines)) => {
                    let kind = match kind {
                        "border" => LineKind::Border,
                        "coast" => LineKind::Coast,
                        "frontier" => LineKind::Frontier,
                        _ => continue,
                    };
                    let of = if of.is_empty() { code } else { of };
                    data.lines.push(Outline { kind, side, of, with, pieces: project_all(lines) });
                }
                (kind, Geometry::Point(at)) => {
                    let kind = match kind {
                        "label" => PlaceKind::State,
                        "sea" => PlaceKind::Sea,
                        "capital" => PlaceKind::Capital,
                        "city" => PlaceKind::City,
                        _ => continue,
                    };
                    data.places.push(Place { kind, side, code, name, at: project(at) });
                }
                _ => {}
            }
        }
        data
    }
}

/// Longitude and latitude in degrees.
type Degrees = [f64; 2];

#[derive(Deserialize, Default)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Properties,
    geometry: Geometry,
}

#[derive(Deserialize)]
struct Properties {
    kind: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    name: String,
    side: Side,
    #[serde(default)]
    of: String,
    #[serde(default)]
    with: String,
}

/// In the files `type` comes before `coordinates`, so that serde need not buffer the numbers.
#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Polygon(Vec<Vec<Degrees>>),
    MultiPolygon(Vec<Vec<Vec<Degrees>>>),
    MultiLineString(Vec<Vec<Degrees>>),
    Point(Degrees),
}

fn project_all(lines: Vec<Vec<Degrees>>) -> Vec<Vec<Point>> {
    lines.into_iter().map(|line| line.into_iter().map(project).collect()).collect()
}

/// Projects a point by Lambert's conformal conic projection about 24° E 60° N with the standard parallels 53° and 66°,
/// on a sphere of 6371.0088 km. The scale is true within 1.2 per cent from 49° N to 70° N, and north is up on the Baltic.
pub fn project([longitude, latitude]: Degrees) -> Point {
    const N: f64 = 0.863_505_426_693_294_6;
    const RF: f64 = 6371.0088 * 1.793_814_926_460_417_5;
    const RHO0: f64 = 3_665.270_465_499_805_6;
    let rho = RF / libm::pow(libm::tan(std::f64::consts::FRAC_PI_4 + latitude.to_radians() / 2.0), N);
    let (sin, cos) = libm::sincos(N * (longitude - 24.0).to_radians());
    Point { x: rho * sin, y: RHO0 - rho * cos }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_projected() {
        for (degrees, x, y) in [
            ([21.012, 52.230], -203.74, -856.06),
            ([24.941, 60.170], 51.71, 19.15),
            ([33.083, 68.970], 364.28, 1020.81),
        ] {
            let point = project(degrees);
            assert!((point.x - x).abs() < 0.01 && (point.y - y).abs() < 0.01, "{degrees:?} → {point:?}");
        }
    }

    #[test]
    fn both_maps_are_complete() {
        for data in [MapData::fine(), MapData::coarse()] {
            assert_eq!(data.areas.len(), 8);
            assert_eq!(data.lines.iter().filter(|line| line.kind == LineKind::Frontier).count(), 8);
            for code in ["FI", "EE", "LV", "LT", "PL"] {
                assert!(data.state(code).is_some(), "{code}");
                let named = |kind| data.places.iter().any(|place| place.kind == kind && place.code == code);
                assert!(named(PlaceKind::State) && named(PlaceKind::Capital), "{code}");
            }
            assert_eq!(data.areas.len() + data.lines.len() + data.places.len(), 75);
        }
        let poland = MapData::fine().state("PL").unwrap().bounds;
        assert!((poland.width() - 670.0).abs() < 5.0 && (poland.height() - 668.0).abs() < 5.0, "{poland:?}");
    }
}
