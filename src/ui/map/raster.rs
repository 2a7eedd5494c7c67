//! Outlines to dots, areas to cells.

use super::data::{Area, LineKind, Outline, Point, Side};
use super::marker::{dots, symbol};
use super::view::MapView;
use crate::config::Marker;

/// Kilometres per dot above which borders among neighbours are left out.
const MAX_SCALE_FOR_QUIET_BORDERS: f64 = 22.0;
/// How far a point may be from a simplified line, in dots.
const TOLERANCE: f64 = 0.7;

/// The importance of a line; in a cell with several the most important one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineClass {
    /// A border or coast of neighbours.
    Quiet,
    /// A border or coast of a state that threatens the flank.
    Adversary,
    /// A border or coast of the dossier's states.
    State,
    /// A border or coast of the selected state.
    Selected,
    /// The border with a state that threatens the flank.
    Frontier,
}

/// A map of cells, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Raster {
    /// Columns.
    pub columns: u16,
    /// Rows.
    pub rows: u16,
    /// For each cell the dots of its lines, and the class of the most important one.
    pub lines: Vec<(u8, Option<LineClass>)>,
    /// For each cell the index of the area that has most of it; `None` is sea.
    pub areas: Vec<Option<u8>>,
    marker: Marker,
}

/// Everything that a raster depends on besides the map data.
#[derive(Debug, Clone, PartialEq)]
pub struct RasterKey {
    view: MapView,
    columns: u16,
    rows: u16,
    marker: Marker,
    /// The codes of the dossier's states, and of the selected one.
    states: Vec<String>,
    selected: Option<String>,
}

impl RasterKey {
    /// Creates the key of a raster of this size. `states` are the codes of the dossier's states.
    pub fn new(
        view: MapView,
        columns: u16,
        rows: u16,
        marker: Marker,
        states: &[&str],
        selected: Option<&str>,
    ) -> RasterKey {
        let states = states.iter().map(|code| (*code).to_owned()).collect();
        RasterKey { view, columns, rows, marker, states, selected: selected.map(str::to_owned) }
    }
}

/// The last raster, which takes longer to draw than the rest of the screen.
#[derive(Debug, Clone, Default)]
pub struct RasterCache(Option<(RasterKey, Raster)>);

impl RasterCache {
    /// Returns the raster of a key, drawn only if the key is another than before.
    pub fn get(&mut self, key: RasterKey) -> &Raster {
        let cached = self.0.take().filter(|(cached, _)| *cached == key);
        &self.0.insert(cached.unwrap_or_else(|| (key.clone(), Raster::draw(&key)))).1
    }
}

impl Raster {
    fn draw(key: &RasterKey) -> Raster {
        let &RasterKey { view, columns, rows, marker, .. } = key;
        let cells = usize::from(columns) * usize::from(rows);
        let mut raster =
            Raster { columns, rows, lines: vec![(0, None); cells], areas: vec![None; cells], marker };
        let data = view.data();
        raster.fill(&view, &data.areas);
        let quiet_borders = view.column_km / 2.0 <= MAX_SCALE_FOR_QUIET_BORDERS;
        let is_drawn =
            |line: &&Outline| quiet_borders || line.side != Side::Neighbour || line.kind != LineKind::Border;
        let mut lines: Vec<(LineClass, &Outline)> =
            data.lines.iter().filter(is_drawn).map(|line| (class(line, key), line)).collect();
        lines.sort_by_key(|(class, _)| *class);
        for (class, line) in lines {
            for piece in &line.pieces {
                raster.polyline(&view, piece, class);
            }
        }
        raster
    }

    /// Returns the index of the area at a cell, fractions included; `None` on the sea and outside of the map.
    pub fn area_at(&self, (x, y): (f64, f64)) -> Option<u8> {
        let inside = (0.0..f64::from(self.columns)).contains(&x) && (0.0..f64::from(self.rows)).contains(&y);
        inside.then(|| self.areas[y as usize * usize::from(self.columns) + x as usize]).flatten()
    }

    /// Returns the character of a cell with lines. In ASCII it shows the class.
    pub fn symbol(&self, bits: u8, class: LineClass) -> char {
        match (self.marker, class) {
            (Marker::Ascii, LineClass::Frontier) => '#',
            (Marker::Ascii, LineClass::Selected) => '*',
            (Marker::Ascii, LineClass::State) => '+',
            (marker, _) => symbol(marker, bits),
        }
    }

    /// Gives each cell to the area that has most of its two by four dots; of several, to the last, which is the
    /// frontline.
    fn fill(&mut self, view: &MapView, areas: &[Area]) {
        const ACROSS: usize = 2;
        const DOWN: usize = 4;
        let (width, height) = (usize::from(self.columns) * ACROSS, usize::from(self.rows) * DOWN);
        let mut dots: Vec<u8> = vec![0; width * height];
        let mut crossings: Vec<Vec<f64>> = vec![Vec::new(); height];
        for (n, area) in (1u8..).zip(areas) {
            crossings.iter_mut().for_each(Vec::clear);
            for ring in &area.rings {
                let dot = |point: &Point| {
                    let (x, y) = view.cell(*point);
                    (x * ACROSS as f64, y * DOWN as f64)
                };
                let points = ring.iter().zip(ring.iter().cycle().skip(1));
                for ((x0, y0), (x1, y1)) in points.map(|(one, next)| (dot(one), dot(next))) {
                    cross((x0, y0), (x1, y1), &mut crossings);
                }
            }
            for (y, row) in crossings.iter_mut().enumerate() {
                row.sort_by(f64::total_cmp);
                for pair in row.chunks_exact(2) {
                    let from = (pair[0] - 0.5).ceil().clamp(0.0, width as f64) as usize;
                    let to = (pair[1] - 0.5).ceil().clamp(0.0, width as f64) as usize;
                    dots[y * width + from..y * width + to].fill(n);
                }
            }
        }
        let mut counts = vec![0u8; areas.len() + 1];
        for row in 0..usize::from(self.rows) {
            for column in 0..usize::from(self.columns) {
                counts.fill(0);
                for y in row * DOWN..(row + 1) * DOWN {
                    for x in column * ACROSS..(column + 1) * ACROSS {
                        counts[usize::from(dots[y * width + x])] += 1;
                    }
                }
                let most = (0..counts.len()).max_by_key(|n| counts[*n]).unwrap_or(0);
                self.areas[row * usize::from(self.columns) + column] =
                    most.checked_sub(1).and_then(|n| u8::try_from(n).ok());
            }
        }
    }

    /// Draws a simplified line, one dot wide and without corners.
    fn polyline(&mut self, view: &MapView, piece: &[Point], class: LineClass) {
        let (across, down) = dots(self.marker);
        let points: Vec<(f64, f64)> = piece
            .iter()
            .map(|point| {
                let (x, y) = view.cell(*point);
                (x * f64::from(across), y * f64::from(down))
            })
            .collect();
        let (width, height) =
            (i64::from(self.columns) * i64::from(across), i64::from(self.rows) * i64::from(down));
        let outside = |points: &[(f64, f64)]| {
            points.iter().all(|p| p.0 < 0.0)
                || points.iter().all(|p| p.1 < 0.0)
                || points.iter().all(|p| p.0 >= width as f64)
                || points.iter().all(|p| p.1 >= height as f64)
        };
        if outside(&points) {
            return;
        }
        let mut line: Vec<(i64, i64)> = Vec::new();
        for pair in simplified(&points).windows(2) {
            if !outside(pair) {
                bresenham(pair[0], pair[1], &mut line);
            }
        }
        line.dedup();
        for (n, (x, y)) in line.iter().copied().enumerate() {
            let corner = n > 0 && n + 1 < line.len() && {
                let (before, after) = (line[n - 1], line[n + 1]);
                let (one, next) = ((x - before.0, y - before.1), (after.0 - x, after.1 - y));
                one.0.abs() + one.1.abs() == 1
                    && next.0.abs() + next.1.abs() == 1
                    && one.0 * next.0 + one.1 * next.1 == 0
            };
            if corner || !(0..width).contains(&x) || !(0..height).contains(&y) {
                continue;
            }
            let (across, down) = (i64::from(across), i64::from(down));
            let cell = (y / down) as usize * usize::from(self.columns) + (x / across) as usize;
            let bit = (y % down) * across + x % across;
            self.lines[cell].0 |= 1 << bit;
            self.lines[cell].1 = Some(class);
        }
    }
}

/// Returns the class of a line.
fn class(line: &Outline, key: &RasterKey) -> LineClass {
    let is_of = |code: &String| line.of == *code || line.with == *code;
    let of_dossier = key.states.iter().any(is_of);
    match line.kind {
        _ if line.side == Side::Adversary => LineClass::Adversary,
        // Frontiers of states that the dossier does not have are none of its subject.
        LineKind::Frontier if of_dossier => LineClass::Frontier,
        _ if key.selected.as_ref().is_some_and(is_of) => LineClass::Selected,
        _ if of_dossier => LineClass::State,
        _ => LineClass::Quiet,
    }
}

/// Adds the columns at which an edge crosses the middle of each row of dots.
fn cross((x0, y0): (f64, f64), (x1, y1): (f64, f64), crossings: &mut [Vec<f64>]) {
    let (top, bottom) = (y0.min(y1), y0.max(y1));
    let first = (top - 0.5).ceil().max(0.0) as usize;
    for (y, row) in crossings.iter_mut().enumerate().skip(first) {
        let middle = y as f64 + 0.5;
        if middle >= bottom {
            break;
        }
        if middle >= top {
            row.push(x0 + (middle - y0) / (y1 - y0) * (x1 - x0));
        }
    }
}

/// Returns the points that are left by Douglas and Peucker's simplification.
fn simplified(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
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

/// Returns the squared distance of a point from a segment; roots are expensive.
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
        let doubled = 2 * error;
        if doubled >= dy {
            error += dy;
            x += step_x;
        }
        if doubled <= dx {
            error += dx;
            y += step_y;
        }
    }
}
