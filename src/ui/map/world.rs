//! The outlines of all states, from Natural Earth (public domain). `assets/map/README.md` describes the files.

use std::ops::Range;
use std::sync::OnceLock;

use super::geometry::{LonLat, Point};
use super::projection::{Projection, RADIUS};

/// The first line of a file of outlines.
const MAGIC: &[u8] = b"flank outlines 1\n";

/// Outlines of all states at one level of detail.
#[derive(Debug, Default)]
pub struct World {
    /// Units per degree.
    units: f64,
    /// The states and dependent areas, ordered by code.
    pub areas: Vec<Area>,
    /// The numbers of the lines of each part.
    part_lines: Vec<usize>,
    lines: Vec<StoredLine>,
}

/// A state or a dependent area.
#[derive(Debug)]
pub struct Area {
    /// ISO 3166-1 alpha-2, or XK; empty for areas without a code.
    pub code: &'static str,
    /// The English name; empty for areas without a code.
    pub name: &'static str,
    /// Its connected pieces of land.
    pub parts: Vec<Part>,
    /// The number of parts, from the first on, that the default view frames. The others are distant territories.
    pub main_parts: usize,
}

/// A connected piece of land.
#[derive(Debug)]
pub struct Part {
    /// The smallest box around it.
    pub bounds: DegreeBox,
    lines: Range<usize>,
}

/// A rectangle of longitudes and latitudes, in degrees.
#[derive(Debug, Clone, Copy)]
pub struct DegreeBox {
    /// The western edge, from -180 to 180.
    pub west: f64,
    /// The southern edge.
    pub south: f64,
    /// From 0 to 360.
    pub width: f64,
    /// From 0 to 180.
    pub height: f64,
}

impl DegreeBox {
    /// Returns its approximate size in kilometres: the greater of its width and its height.
    pub fn size_km(&self) -> f64 {
        let middle = (self.south + self.height / 2.0).to_radians();
        (self.width * libm::cos(middle)).max(self.height).to_radians() * RADIUS
    }
}

#[derive(Debug)]
struct StoredLine {
    sides: [Option<u8>; 2],
    points: &'static [u8],
}

/// A coast or a border, projected.
#[derive(Debug)]
pub struct Line {
    /// Its number, which is the same in all parts that share it.
    pub number: usize,
    /// The indexes of the areas on its sides; a coast has one.
    pub sides: [Option<u8>; 2],
    /// Its points.
    pub points: Vec<Point>,
}

impl World {
    /// Returns the outlines for close views, with less than about 10 km per dot.
    pub fn fine() -> &'static World {
        static FINE: OnceLock<World> = OnceLock::new();
        FINE.get_or_init(|| World::read(include_bytes!("../../../assets/map/world.bin")).unwrap_or_default())
    }

    /// Returns the outlines for wide views.
    pub fn coarse() -> &'static World {
        static COARSE: OnceLock<World> = OnceLock::new();
        COARSE.get_or_init(|| {
            World::read(include_bytes!("../../../assets/map/world-coarse.bin")).unwrap_or_default()
        })
    }

    /// Returns the index of the area with this code.
    pub fn index_of(&self, code: &str) -> Option<u8> {
        let found = self.areas.binary_search_by(|area| area.code.cmp(code)).ok()?;
        u8::try_from(found).ok()
    }

    /// Returns an area by its index.
    pub fn area(&self, index: u8) -> Option<&Area> {
        self.areas.get(usize::from(index))
    }

    /// Reads a file of outlines without decoding the points. `None` if it is damaged. A test reads both files.
    fn read(bytes: &'static [u8]) -> Option<World> {
        let mut reader = Reader(bytes.strip_prefix(MAGIC)?);
        let units = f64::from(u32::try_from(reader.varint()?).ok()?);
        let mut world = World { units, ..World::default() };
        for _ in 0..reader.varint()? {
            let code = std::str::from_utf8(reader.take(2)?).ok()?.trim_end();
            let length = reader.index()?;
            let name = std::str::from_utf8(reader.take(length)?).ok()?;
            let main_parts = reader.index()?;
            let count = main_parts + reader.index()?;
            let parts = (0..count).map(|_| reader.part(&mut world)).collect::<Option<_>>()?;
            world.areas.push(Area { code, name, parts, main_parts });
        }
        for _ in 0..reader.varint()? {
            let mut side = || Some(u8::try_from(reader.varint()?).ok()?.checked_sub(1));
            let sides = [side()?, side()?];
            let length = reader.index()?;
            world.lines.push(StoredLine { sides, points: reader.take(length)? });
        }
        reader.0.is_empty().then_some(world)
    }

    /// Returns the places along a line.
    fn places(&self, line: &StoredLine) -> impl Iterator<Item = LonLat> + use<> {
        let (mut reader, units) = (Reader(line.points), self.units);
        let (mut lon, mut lat) = (0, 0);
        std::iter::from_fn(move || {
            lon += reader.signed()?;
            lat += reader.signed()?;
            Some(LonLat { lon: lon as f64 / units, lat: lat as f64 / units })
        })
    }

    /// Projects the lines of a part. `None` for a part that the projection cannot show: land around the antipode in the
    /// azimuthal one, and land around a pole in the Equal Earth one.
    pub fn project(&self, part: &Part, projection: &Projection) -> Option<Vec<Line>> {
        let numbers = self.part_lines.get(part.lines.clone())?;
        let lines = numbers.iter().filter_map(|number| Some((*number, self.lines.get(*number)?)));
        match projection {
            Projection::Azimuthal { .. } => {
                // Land around the antipode would be turned inside out.
                let farthest = 2.0 * RADIUS * libm::sin((110f64 / 2.0).to_radians());
                let mut is_near = false;
                let lines = lines
                    .map(|(number, line)| {
                        let points: Vec<Point> =
                            self.places(line).map(|place| projection.project(place)).collect();
                        is_near |= points.iter().any(|point| libm::hypot(point.x, point.y) < farthest);
                        Line { number, sides: line.sides, points }
                    })
                    .collect();
                is_near.then_some(lines)
            }
            Projection::EqualEarth { meridian } => {
                let DegreeBox { west, width, .. } = part.bounds;
                if width > 358.0 {
                    return None;
                }
                // Shift the part so that its middle is at most half a turn from the middle of the map.
                let middle = west + width / 2.0;
                let west = west - ((middle - meridian) / 360.0).round() * 360.0;
                let unwrapped = |place: LonLat| {
                    // One degree of tolerance: the box is rounded.
                    let lon = west - 1.0 + (place.lon - west + 1.0).rem_euclid(360.0);
                    projection.project(LonLat { lon, ..place })
                };
                let line = |(number, line): (usize, &StoredLine)| Line {
                    number,
                    sides: line.sides,
                    points: self.places(line).map(unwrapped).collect(),
                };
                Some(lines.map(line).collect())
            }
        }
    }

    /// Returns the places along the outlines of an area's main parts.
    pub fn main_places(&self, area: &Area) -> impl Iterator<Item = LonLat> {
        let parts = area.parts.iter().take(area.main_parts);
        let numbers = parts.flat_map(|part| self.part_lines.get(part.lines.clone()).unwrap_or_default());
        numbers.filter_map(|number| self.lines.get(*number)).flat_map(|line| self.places(line))
    }
}

/// Reads numbers in LEB128. Signed numbers are zigzag-encoded.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn varint(&mut self) -> Option<u64> {
        // Most numbers are small.
        if let [byte @ ..0x80, rest @ ..] = self.0 {
            self.0 = rest;
            return Some(u64::from(*byte));
        }
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if *byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn index(&mut self) -> Option<usize> {
        usize::try_from(self.varint()?).ok()
    }

    fn signed(&mut self) -> Option<i64> {
        let number = self.varint()?;
        let half = i64::try_from(number >> 1).ok()?;
        Some(if number & 1 == 0 { half } else { -half - 1 })
    }

    fn part(&mut self, world: &mut World) -> Option<Part> {
        let mut edges = [0.0; 4];
        for (n, edge) in edges.iter_mut().enumerate() {
            let units = if n < 2 { self.signed()? } else { i64::try_from(self.varint()?).ok()? };
            *edge = units as f64 / world.units;
        }
        let [west, south, width, height] = edges;
        let first = world.part_lines.len();
        for _ in 0..self.varint()? {
            let line = self.index()?;
            world.part_lines.push(line);
        }
        let lines = first..world.part_lines.len();
        Some(Part { bounds: DegreeBox { west, south, width, height }, lines })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_files_have_the_same_areas_and_no_other_bytes() {
        let codes = |world: &'static World| world.areas.iter().map(|area| area.code).collect::<Vec<_>>();
        assert_eq!(codes(World::fine()), codes(World::coarse()));
        assert!(codes(World::fine()).is_sorted() && World::fine().areas.len() > 230);
    }

    #[test]
    fn damaged_file_is_refused() {
        assert!(World::read(b"flank outlines 1\n\x05\x01").is_none());
        assert!(World::read(b"flank outlines 2\n").is_none());
    }

    #[test]
    fn distant_territories_are_not_framed() {
        let world = World::coarse();
        let bounds = |code: &str| {
            let area = world.area(world.index_of(code).unwrap()).unwrap();
            let latitudes: Vec<f64> = world.main_places(area).map(|place| place.lat).collect();
            let low = latitudes.iter().copied().fold(f64::INFINITY, f64::min);
            (low.round(), latitudes.iter().copied().fold(f64::NEG_INFINITY, f64::max).round())
        };
        assert_eq!(bounds("NO"), (58.0, 71.0), "without Svalbard");
        assert_eq!(bounds("FR"), (41.0, 51.0), "without French Guiana");
        assert_eq!(bounds("US"), (25.0, 71.0), "with Alaska, without Hawaii");
        assert_eq!(bounds("ID"), (-11.0, 6.0), "with Papua");
    }

    #[test]
    fn land_on_the_180th_meridian_is_whole() {
        let world = World::fine();
        for code in ["RU", "FJ"] {
            let area = world.area(world.index_of(code).unwrap()).unwrap();
            let crosses =
                |part: &Part| part.bounds.west < 180.0 && part.bounds.west + part.bounds.width > 180.1;
            assert!(area.parts.iter().any(crosses), "{code}");
        }
    }
}
