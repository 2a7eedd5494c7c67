//! The subject of the map: the states of a dossier, their extents and their frontiers.

use crate::dossier::Dossier;
use crate::dossier::model::StateId;

use super::geometry::{Bounds, LonLat};
use super::projection::{Projection, RADIUS};
use super::world::World;

/// The angle from the centre up to which the azimuthal projection is used, in degrees.
const MAX_ANGLE: f64 = 60.0;

/// The role of an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// A state of the dossier.
    State(StateId),
    /// An area beyond a frontier of such a state.
    Adversary,
    /// Any other area.
    Neighbour,
}

/// The place and size of a state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// The middle of its main parts.
    pub centre: LonLat,
    /// Kilometres across, on a map about the middle.
    pub width: f64,
    /// Kilometres from top to bottom, on a map about the middle.
    pub height: f64,
}

/// The states of a dossier on the map.
#[derive(Debug, Clone)]
pub struct Subject {
    /// For each area of the world, its role.
    pub sides: Vec<Side>,
    /// The pairs of areas with a frontier between them.
    frontiers: Vec<(u8, u8)>,
    /// For each state, its area and its extent; `None` without an outline.
    pub states: Vec<Option<(u8, Extent)>>,
    /// The projection of the whole map.
    pub projection: Projection,
    /// The bounds of the states to frame, in this projection.
    pub bounds: Bounds,
    /// The median of the states' widths, in kilometres.
    pub median_width: f64,
}

impl Subject {
    /// Creates the subject of a dossier. `None` if none of its states has an outline.
    pub fn new(dossier: &Dossier) -> Option<Subject> {
        let world = World::coarse();
        let mut sides = vec![Side::Neighbour; world.areas.len()];
        let mut frontiers = Vec::new();
        for state in &dossier.states {
            for border in state.borders.iter().filter(|border| border.frontier) {
                let areas = world.index_of(&state.code).zip(world.index_of(&border.with));
                let Some((area, with)) = areas else { continue };
                sides[usize::from(with)] = Side::Adversary;
                frontiers.push((area.min(with), area.max(with)));
            }
        }
        let mut places: Vec<Vec<LonLat>> = Vec::new();
        let mut states = Vec::new();
        for (id, state) in dossier.state_ids().zip(&dossier.states) {
            let area = world.index_of(&state.code);
            let own: Vec<LonLat> = area
                .and_then(|area| world.area(area))
                .map(|area| world.main_places(area))
                .into_iter()
                .flatten()
                .chain(state.capital_at.filter(|_| area.is_some()).map(|[lat, lon]| LonLat { lon, lat }))
                .collect();
            if let Some(area) = area {
                sides[usize::from(area)] = Side::State(id);
            }
            states.push(area.map(|area| (area, extent(&own))));
            places.push(own);
        }
        let wanted = &dossier.map.frame;
        let is_framed = |n: usize| wanted.is_empty() || wanted.contains(&StateId::at(n));
        let (mut areas, mut framed) = (Vec::new(), Vec::new());
        for (n, (state, places)) in states.iter().zip(&places).enumerate().filter(|(n, _)| is_framed(*n)) {
            areas.extend(state.map(|(area, _): (u8, Extent)| (area, dossier.states[n].capital_at)));
            framed.extend_from_slice(places);
        }
        if framed.is_empty() {
            areas = states.iter().flatten().map(|(area, _)| (*area, None)).collect();
            framed = places.concat();
        }
        let (projection, bounds) = frame(&framed, &areas)?;
        let mut widths: Vec<f64> =
            states.iter().flatten().map(|(_, extent): &(u8, Extent)| extent.width).collect();
        widths.sort_by(f64::total_cmp);
        let median_width = widths.get(widths.len() / 2).copied().unwrap_or_default();
        Some(Subject { sides, frontiers, states, projection, bounds, median_width })
    }

    /// Returns the area and the extent of a state. `None` without an outline.
    pub fn state(&self, id: StateId) -> Option<(u8, Extent)> {
        self.states.get(id.index()).copied().flatten()
    }

    /// Returns whether a line between these areas is a frontier.
    pub fn is_frontier(&self, one: u8, other: u8) -> bool {
        self.frontiers.contains(&(one.min(other), one.max(other)))
    }

    /// Returns the role of an area.
    pub fn side(&self, area: u8) -> Side {
        self.sides.get(usize::from(area)).copied().unwrap_or(Side::Neighbour)
    }
}

/// Returns the extent of places.
fn extent(places: &[LonLat]) -> Extent {
    let (centre, bounds) = centred(places);
    Extent { centre, width: bounds.width(), height: bounds.height() }
}

/// Returns the middle of places, and their bounds in the azimuthal projection about it.
fn centred(places: &[LonLat]) -> (LonLat, Bounds) {
    let mut centre = spherical_middle(places);
    let mut bounds = Bounds::NOTHING;
    // The middle of the bounds looks more central than that of the box. After a second step, it hardly moves.
    for _ in 0..3 {
        let projection = Projection::azimuthal(centre);
        bounds = Bounds::around(places.iter().map(|place| projection.project(*place)));
        match projection.place_at(bounds.centre()) {
            Some(place) => centre = place,
            None => break,
        }
    }
    (centre, bounds)
}

/// Returns the middle of the box around places in space, projected to the sphere.
fn spherical_middle(places: &[LonLat]) -> LonLat {
    let mut low = [f64::INFINITY; 3];
    let mut high = [f64::NEG_INFINITY; 3];
    for place in places {
        let (sin, cos) = libm::sincos(place.lat.to_radians());
        let (sin_lon, cos_lon) = libm::sincos(place.lon.to_radians());
        for (n, value) in [cos * cos_lon, cos * sin_lon, sin].into_iter().enumerate() {
            low[n] = low[n].min(value);
            high[n] = high[n].max(value);
        }
    }
    let [x, y, z] = [0, 1, 2].map(|n| f64::midpoint(low[n], high[n]));
    LonLat { lon: libm::atan2(y, x).to_degrees(), lat: libm::atan2(z, libm::hypot(x, y)).to_degrees() }
}

/// Returns the projection of a map of places, and their bounds on it. `None` without places. `areas` has the areas
/// of the places, each with its capital.
fn frame(places: &[LonLat], areas: &[(u8, Option<[f64; 2]>)]) -> Option<(Projection, Bounds)> {
    if places.is_empty() {
        return None;
    }
    let (centre, bounds) = centred(places);
    let projection = Projection::azimuthal(centre);
    let farthest = 2.0 * RADIUS * libm::sin((MAX_ANGLE / 2.0).to_radians());
    if bounds.width().max(bounds.height()) / 2.0 <= farthest {
        return Some((projection, Bounds::around(places.iter().map(|place| projection.project(*place)))));
    }
    let projection = Projection::EqualEarth { meridian: opposite_of_widest_gap(places) };
    let world = World::coarse();
    let mut bounds = Bounds::NOTHING;
    for (area, capital) in areas.iter().filter_map(|(area, capital)| Some((world.area(*area)?, capital))) {
        let parts = area.parts.iter().take(area.main_parts);
        let lines = parts.filter_map(|part| world.project(part, &projection)).flatten();
        lines.flat_map(|line| line.points).for_each(|point| bounds.extend(point));
        if let Some([lat, lon]) = *capital {
            bounds.extend(projection.project_wrapped(LonLat { lon, lat }));
        }
    }
    Some((projection, bounds))
}

/// Returns the longitude opposite the widest gap between places, so that a map of the world is cut in that gap.
fn opposite_of_widest_gap(places: &[LonLat]) -> f64 {
    let mut longitudes: Vec<f64> = places.iter().map(|place| place.lon.rem_euclid(360.0)).collect();
    longitudes.sort_by(f64::total_cmp);
    let next = longitudes.iter().skip(1).copied().chain(longitudes.first().map(|first| first + 360.0));
    let gaps = longitudes.iter().zip(next).map(|(from, to)| (to - from, f64::midpoint(*from, to)));
    let (_, middle) = gaps.max_by(|one, other| one.0.total_cmp(&other.0)).unwrap_or_default();
    (middle + 180.0).rem_euclid(360.0)
}
