//! Outlines to dots, areas to cells.

use std::cell::RefCell;
use std::rc::Rc;

use super::data::{Area, LineKind, Outline, Point, Side};
use super::marker::dots;
use super::view::View;
use crate::config::Marker;
use crate::ui::kept::Kept;

/// Above this many kilometres a dot, borders among neighbours are noise.
const NO_QUIET_BORDERS: f64 = 22.0;
/// How far a point may lie off a simplified line, in dots.
const TOLERANCE: f64 = 0.7;

/// Who drew a cell's line; the last has the cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineClass {
    /// Borders and coasts of neighbours.
    Quiet,
    /// Borders and coasts of states that threaten.
    Adversary,
    /// Coasts and borders of the dossier's states.
    State,
    /// Those of the selected state.
    Selected,
    /// Where a state that threatens begins.
    Frontier,
}

/// A map of cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Raster {
    /// Columns.
    pub columns: u16,
    /// Rows.
    pub rows: u16,
    /// For each cell the dots of its lines, and who drew the last.
    pub lines: Vec<(u8, Option<LineClass>)>,
    /// For each cell the area (by its place in the geography) that has most of it; `None` is sea.
    pub areas: Vec<Option<u8>>,
}

/// Everything that a raster depends on besides the map itself: view, columns, rows, marker, the dossier's states, and
/// the selected one.
type Key = (View, u16, u16, Marker, Vec<String>, Option<String>);

thread_local! {
    /// A raster for each of a handful of states that one goes to and fro between.
    static DRAWN: RefCell<Kept<Key, Raster>> = const { RefCell::new(Kept::new(8)) };
}

impl Raster {
    /// The same as [`draw`](Raster::draw), which is done only if it was not done lately.
    pub fn kept(
        view: &View,
        columns: u16,
        rows: u16,
        marker: Marker,
        ours: &[&str],
        selected: Option<&str>,
    ) -> Rc<Raster> {
        let owned = ours.iter().map(|code| (*code).to_owned()).collect();
        let key = (*view, columns, rows, marker, owned, selected.map(str::to_owned));
        let draw = |_: &Key| Raster::draw(view, columns, rows, marker, ours, selected);
        DRAWN.with_borrow_mut(|drawn| drawn.get(key, draw))
    }

    /// Draws what a view shows. `ours` tells the dossier's states, `selected` the selected one, by code.
    pub fn draw(
        view: &View,
        columns: u16,
        rows: u16,
        marker: Marker,
        ours: &[&str],
        selected: Option<&str>,
    ) -> Raster {
        let cells = usize::from(columns) * usize::from(rows);
        let mut raster = Raster { columns, rows, lines: vec![(0, None); cells], areas: vec![None; cells] };
        let geo = view.geo();
        raster.fill(view, &geo.areas);
        let dot_km = view.column_km / 2.0;
        let mut classes: Vec<(LineClass, &Outline)> = geo
            .lines
            .iter()
            .filter(|line| {
                line.side != Side::Neighbour || line.kind != LineKind::Border || dot_km <= NO_QUIET_BORDERS
            })
            .map(|line| (class(line, ours, selected), line))
            .collect();
        classes.sort_by_key(|(class, _)| *class);
        for (class, line) in classes {
            for piece in &line.pieces {
                raster.polyline(view, marker, piece, class);
            }
        }
        raster
    }

    /// The place of a cell in the lists.
    pub fn index(&self, column: u16, row: u16) -> usize {
        usize::from(row) * usize::from(self.columns) + usize::from(column)
    }

    /// Gives each cell to the area that has most of its two by four dots; ties go to the one drawn later,
    /// which is the frontline.
    fn fill(&mut self, view: &View, areas: &[Area]) {
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

    /// Draws a line of one dot's breadth: simplified, its dots in order, corners left out.
    fn polyline(&mut self, view: &View, marker: Marker, piece: &[Point], class: LineClass) {
        let (across, down) = dots(marker);
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

/// Who draws a line.
fn class(line: &Outline, ours: &[&str], selected: Option<&str>) -> LineClass {
    let has = |code: &str| line.of == code || line.with == code;
    match line.kind {
        _ if line.side == Side::Adversary => LineClass::Adversary,
        // A frontier is one of a state of the dossier; those of other states are theirs to tell.
        LineKind::Frontier if ours.iter().any(|code| has(code)) => LineClass::Frontier,
        _ if selected.is_some_and(has) => LineClass::Selected,
        _ if ours.iter().any(|code| has(code)) => LineClass::State,
        _ => LineClass::Quiet,
    }
}

/// Where an edge crosses the middle of each row of dots.
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

/// Douglas and Peucker's simplification, without recursion.
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

/// How far a point lies off a segment, squared: it is asked for thousands of points, and roots are dear.
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

/// The dots of a segment in order, both ends included.
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
