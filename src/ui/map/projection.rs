//! Equal-area projections of the sphere.
//!
//! A map of a region uses Lambert's azimuthal projection about the region's centre, where north is up and shapes are
//! true. It has no edge at the 180th meridian or at a pole. A map of most of the world uses the Equal Earth
//! projection. Formulas: J. P. Snyder, "Map Projections: A Working Manual" (1987), pages 182–190; B. Šavrič,
//! T. Patterson and B. Jenny, "The Equal Earth map projection" (2019).

use super::geometry::{LonLat, Point};

/// The mean radius of the Earth in kilometres.
pub const RADIUS: f64 = 6371.0088;

/// The coefficients of the Equal Earth projection.
const EQUAL_EARTH: [f64; 4] = [1.340264, -0.081106, 0.000893, 0.003796];

/// A projection of the sphere to a plane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Projection {
    /// Lambert's azimuthal equal-area projection.
    Azimuthal {
        /// The centre, at which north is up.
        centre: LonLat,
        /// Sine and cosine of the centre's latitude.
        sin_cos: (f64, f64),
    },
    /// The Equal Earth projection of the whole world.
    EqualEarth {
        /// The longitude in the middle.
        meridian: f64,
    },
}

impl Projection {
    /// Returns the azimuthal projection about a place.
    pub fn azimuthal(centre: LonLat) -> Projection {
        Projection::Azimuthal { centre, sin_cos: libm::sincos(centre.lat.to_radians()) }
    }

    /// Projects a place, and wraps longitudes at the edge of the map of the world, half a turn from its middle.
    pub fn project_wrapped(&self, place: LonLat) -> Point {
        match self {
            Projection::Azimuthal { .. } => self.project(place),
            Projection::EqualEarth { meridian } => {
                let lon = place.lon - ((place.lon - meridian) / 360.0).round() * 360.0;
                self.project(LonLat { lon, ..place })
            }
        }
    }

    /// Projects a place. In the azimuthal projection, the antipode of the centre is on the edge. In the Equal Earth
    /// projection, longitudes more than half a turn from the middle are beyond the edge, so that land stays whole.
    pub fn project(&self, place: LonLat) -> Point {
        match *self {
            Projection::Azimuthal { centre, sin_cos: (sin_centre, cos_centre) } => {
                let (sin, cos) = libm::sincos(place.lat.to_radians());
                let (sin_lon, cos_lon) = libm::sincos((place.lon - centre.lon).to_radians());
                let cos_distance = sin_centre * sin + cos_centre * cos * cos_lon;
                let scale = RADIUS * (2.0 / (1.0 + cos_distance).max(1e-9)).sqrt();
                Point { x: scale * cos * sin_lon, y: scale * (cos_centre * sin - sin_centre * cos * cos_lon) }
            }
            Projection::EqualEarth { meridian } => {
                let [a1, a2, a3, a4] = EQUAL_EARTH;
                let sin = 3f64.sqrt() / 2.0 * libm::sin(place.lat.to_radians());
                let theta = libm::asin(sin);
                let (square, sixth) = (theta * theta, theta.powi(6));
                let slope = 9.0 * a4 * square * sixth + 7.0 * a3 * sixth + 3.0 * a2 * square + a1;
                let lon = (place.lon - meridian).to_radians();
                Point {
                    x: RADIUS * 2.0 * 3f64.sqrt() * lon * libm::cos(theta) / (3.0 * slope),
                    y: RADIUS * theta * (a4 * square * sixth + a3 * sixth + a2 * square + a1),
                }
            }
        }
    }

    /// Returns the place at a point. `None` in the Equal Earth projection and outside of the sphere's image.
    pub fn place_at(&self, point: Point) -> Option<LonLat> {
        let Projection::Azimuthal { centre, sin_cos: (sin_centre, cos_centre) } = *self else { return None };
        let rho = libm::hypot(point.x, point.y);
        let half = rho / (2.0 * RADIUS);
        if half > 1.0 {
            return None;
        }
        if rho == 0.0 {
            return Some(centre);
        }
        let (sin, cos) = libm::sincos(2.0 * libm::asin(half));
        let lat = libm::asin(cos * sin_centre + point.y * sin * cos_centre / rho);
        let lon = libm::atan2(point.x * sin, rho * cos_centre * cos - point.y * sin_centre * sin);
        Some(LonLat { lon: centre.lon + lon.to_degrees(), lat: lat.to_degrees() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(point: Point, x: f64, y: f64) -> bool {
        (point.x - x).abs() < 0.5 && (point.y - y).abs() < 0.5
    }

    /// The example on Snyder's page 332, for a sphere of radius 3, and a quarter of the equator.
    #[test]
    fn azimuthal_projection_agrees_with_snyder() {
        let projection = Projection::azimuthal(LonLat { lon: 0.0, lat: 0.0 });
        let at = |lon, lat| projection.project(LonLat { lon, lat });
        assert!(is_near(at(90.0, 0.0), std::f64::consts::SQRT_2 * RADIUS, 0.0));
        let projection = Projection::azimuthal(LonLat { lon: -100.0, lat: 40.0 });
        let point = projection.project(LonLat { lon: 100.0, lat: -20.0 });
        assert!(is_near(point, -4.2339303 / 3.0 * RADIUS, 4.0257775 / 3.0 * RADIUS), "{point:?}");
    }

    #[test]
    fn place_of_a_projected_point_is_where_it_came_from() {
        for centre in [
            LonLat { lon: 24.0, lat: 60.0 },
            LonLat { lon: 179.0, lat: -17.0 },
            LonLat { lon: 0.0, lat: 90.0 },
        ] {
            let projection = Projection::azimuthal(centre);
            for place in [LonLat { lon: 178.0, lat: -18.0 }, LonLat { lon: 20.0, lat: 52.0 }] {
                let back = projection.place_at(projection.project(place)).unwrap();
                let turns = (back.lon - place.lon) / 360.0;
                assert!(
                    (turns - turns.round()).abs() < 1e-6 && (back.lat - place.lat).abs() < 1e-6,
                    "{back:?}"
                );
            }
        }
    }

    /// The extents that the authors of the projection give for a radius of 1.
    #[test]
    fn equal_earth_has_its_known_extent() {
        let projection = Projection::EqualEarth { meridian: 0.0 };
        let right = projection.project(LonLat { lon: 180.0, lat: 0.0 });
        let top = projection.project(LonLat { lon: 0.0, lat: 90.0 });
        assert!(is_near(right, 2.70663 * RADIUS, 0.0), "{right:?}");
        assert!(is_near(top, 0.0, 1.31737 * RADIUS), "{top:?}");
    }
}
