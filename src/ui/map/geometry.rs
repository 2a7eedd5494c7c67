//! Points and rectangles on the map's plane.

/// A place on the Earth, in degrees: longitude and latitude, west and south negative.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LonLat {
    /// Degrees to the east; may be outside of -180 to 180.
    pub lon: f64,
    /// Degrees to the north.
    pub lat: f64,
}

/// A point of the map's plane, in kilometres from the centre of the projection.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Up.
    pub y: f64,
}

/// A rectangle of the plane, in kilometres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The lower left corner.
    pub min: Point,
    /// The upper right corner.
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

    /// Returns the smallest rectangle around points.
    pub fn around(points: impl IntoIterator<Item = Point>) -> Bounds {
        let mut bounds = Bounds::NOTHING;
        points.into_iter().for_each(|point| bounds.extend(point));
        bounds
    }

    /// Returns its width in kilometres.
    pub fn width(&self) -> f64 {
        self.max.x - self.min.x
    }

    /// Returns its height in kilometres.
    pub fn height(&self) -> f64 {
        self.max.y - self.min.y
    }

    /// Returns its middle.
    pub fn centre(&self) -> Point {
        Point { x: f64::midpoint(self.min.x, self.max.x), y: f64::midpoint(self.min.y, self.max.y) }
    }
}
