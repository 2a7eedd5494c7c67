//! Coasts and borders as shapes of ratatui's canvas.

use ratatui::widgets::canvas::{Painter, Shape};

use super::geometry::Point;
use super::raster::{LineClass, RasterKey};
use super::world::Line;
use crate::config::MapSymbols;

/// The largest distance of a point from a simplified line, in dots.
const TOLERANCE: f64 = 0.7;

/// A coast or border of the map, drawn in dots.
///
/// Unlike [`ratatui::widgets::canvas::Line`], it is simplified for the size of the dots, and its steps have no corners,
/// so that a coast is one dot wide everywhere.
pub struct OutlineShape<'a> {
    /// The line.
    pub line: &'a Line,
    /// Its class, which determines its colour.
    pub class: LineClass,
    /// The map.
    pub key: &'a RasterKey,
}

impl Shape for OutlineShape<'_> {
    fn draw(&self, painter: &mut Painter<'_, '_>) {
        let RasterKey { view, columns, rows, marker, .. } = self.key;
        let (across, down) = dots(*marker);
        let (width, height) = (f64::from(*columns) * f64::from(across), f64::from(*rows) * f64::from(down));
        let dot = |point: &Point| {
            let (x, y) = view.cell(*point);
            (x * f64::from(across), y * f64::from(down))
        };
        let points: Vec<(f64, f64)> = self.line.points.iter().map(dot).collect();
        if is_outside(&points, (width, height)) {
            return;
        }
        let mut dots: Vec<(i64, i64)> = Vec::new();
        for pair in simplified(&points).windows(2).filter(|pair| !is_outside(pair, (width, height))) {
            bresenham(pair[0], pair[1], &mut dots);
        }
        dots.dedup();
        for (n, dot) in dots.iter().enumerate() {
            let neighbours = n.checked_sub(1).and_then(|before| dots.get(before)).zip(dots.get(n + 1));
            let is_corner = neighbours.is_some_and(|(before, after)| is_corner(*before, *dot, *after));
            let inside = (0..width as i64).contains(&dot.0) && (0..height as i64).contains(&dot.1);
            if inside && !is_corner {
                painter.paint(dot.0 as usize, dot.1 as usize, self.class.color());
                // A frontier is two dots wide, so that it differs without colours.
                if self.class == LineClass::Frontier && dot.0 + 1 < width as i64 {
                    painter.paint(dot.0 as usize + 1, dot.1 as usize, self.class.color());
                }
            }
        }
    }
}

/// Returns whether a line cannot be visible on a map of this width and height, because it is on one side of the map.
pub fn is_outside(points: &[(f64, f64)], (width, height): (f64, f64)) -> bool {
    points.iter().all(|(x, _)| *x < 0.0)
        || points.iter().all(|(_, y)| *y < 0.0)
        || points.iter().all(|(x, _)| *x >= width)
        || points.iter().all(|(_, y)| *y >= height)
}

/// Returns the dots of a cell, across and down.
fn dots(marker: MapSymbols) -> (u16, u16) {
    match marker {
        MapSymbols::Braille | MapSymbols::Octant => (2, 4),
        MapSymbols::Sextant => (2, 3),
        MapSymbols::Quadrant => (2, 2),
        MapSymbols::HalfBlock => (1, 2),
        MapSymbols::Ascii => (1, 1),
    }
}

/// Returns whether a line turns by a right angle at a dot.
fn is_corner(before: (i64, i64), dot: (i64, i64), after: (i64, i64)) -> bool {
    let (first, next) = ((dot.0 - before.0, dot.1 - before.1), (after.0 - dot.0, after.1 - dot.1));
    let is_unit = |step: (i64, i64)| step.0.abs() + step.1.abs() == 1;
    is_unit(first) && is_unit(next) && first.0 * next.0 + first.1 * next.1 == 0
}

/// Simplifies a line with the algorithm of Douglas and Peucker.
pub fn simplified(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let Some(last) = points.len().checked_sub(1) else { return Vec::new() };
    let mut keep = vec![false; points.len()];
    keep[0] = true;
    keep[last] = true;
    let mut spans = vec![(0, last)];
    while let Some((from, to)) = spans.pop() {
        let (a, b) = (points[from], points[to]);
        let farthest = (from + 1..to)
            .map(|n| (distance_squared(points[n], a, b), n))
            .max_by(|one, other| one.0.total_cmp(&other.0))
            .filter(|(distance, _)| *distance > TOLERANCE * TOLERANCE);
        if let Some((_, n)) = farthest {
            keep[n] = true;
            spans.extend([(from, n), (n, to)]);
        }
    }
    points.iter().zip(keep).filter(|(_, keep)| *keep).map(|(point, _)| *point).collect()
}

/// Returns the squared distance of a point from a segment, since square roots are expensive.
fn distance_squared(point: (f64, f64), from: (f64, f64), to: (f64, f64)) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx * dx + dy * dy;
    let along = if length == 0.0 {
        0.0
    } else {
        (((point.0 - from.0) * dx + (point.1 - from.1) * dy) / length).clamp(0.0, 1.0)
    };
    (point.0 - from.0 - along * dx).powi(2) + (point.1 - from.1 - along * dy).powi(2)
}

/// Adds the dots of a segment in order, both ends included.
fn bresenham(from: (f64, f64), to: (f64, f64), dots: &mut Vec<(i64, i64)>) {
    let (mut x, mut y) = (from.0.floor() as i64, from.1.floor() as i64);
    let (end_x, end_y) = (to.0.floor() as i64, to.1.floor() as i64);
    let (dx, dy) = ((end_x - x).abs(), -(end_y - y).abs());
    let (step_x, step_y) = ((end_x - x).signum(), (end_y - y).signum());
    let mut error = dx + dy;
    loop {
        dots.push((x, y));
        if (x, y) == (end_x, end_y) {
            return;
        }
        let double_error = 2 * error;
        if double_error >= dy {
            error += dy;
            x += step_x;
        }
        if double_error <= dx {
            error += dx;
            y += step_y;
        }
    }
}
