//! Converts outlines and areas to cells.

use std::collections::HashSet;
use std::sync::{Arc, Weak};

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Color;
use ratatui::symbols;
use ratatui::widgets::Widget;
use ratatui::widgets::canvas::Canvas;

use super::geometry::Point;
use super::outline::OutlineShape;
use super::subject::{Side, Subject};
use super::view::MapView;
use super::world::{Line, Part};
use crate::config::MapSymbols;
use crate::dossier::Dossier;

/// Kilometres per dot above which borders among neighbours are left out.
const MAX_SCALE_FOR_QUIET_BORDERS: f64 = 22.0;

/// The importance of a line. In a cell with several lines, the most important one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineClass {
    /// A border or coast of neighbours.
    Quiet,
    /// A border or coast of an area beyond a frontier.
    Adversary,
    /// A border or coast of the dossier's states.
    State,
    /// A border or coast of the selected state.
    Selected,
    /// A border with a state that threatens one of the dossier.
    Frontier,
}

impl LineClass {
    /// All classes, the most important last.
    const ALL: [LineClass; 5] =
        [LineClass::Quiet, LineClass::Adversary, LineClass::State, LineClass::Selected, LineClass::Frontier];

    /// Returns the colour that encodes the class on the canvas. The theme determines the colours of the map.
    pub fn color(self) -> Color {
        Color::Indexed(self as u8)
    }

    fn from_color(color: Color) -> Option<LineClass> {
        LineClass::ALL.into_iter().find(|class| class.color() == color)
    }
}

/// A map of cells, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Raster {
    /// Columns.
    pub columns: u16,
    /// Rows.
    pub rows: u16,
    /// For each cell, the index of the area with most of its dots; `None` is sea.
    pub areas: Vec<Option<u8>>,
    /// For each cell, the character of its lines, and the class of the most important one.
    pub lines: Vec<Option<(char, LineClass)>>,
    /// The visible areas, the largest first.
    pub visible: Vec<VisibleArea>,
}

/// An area on a raster.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VisibleArea {
    /// Its index.
    pub area: u8,
    /// The number of its cells.
    pub cells: u32,
    /// Column and row of the cell with the most space around it: the best place for a name.
    pub middle: (f64, f64),
}

/// The inputs of a raster besides the subject of the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RasterKey {
    /// The part of the map.
    pub view: MapView,
    /// Columns.
    pub columns: u16,
    /// Rows.
    pub rows: u16,
    /// The dots of the lines.
    pub marker: MapSymbols,
    /// The area of the selected state.
    pub selected: Option<u8>,
}

/// The number of cached rasters: one for each of a few states, between which users move back and forth.
const MAX_CACHED: usize = 8;

/// The subject of the map and its rasters, the most recent first. Drawing one takes longer than the rest of the screen.
#[derive(Debug, Clone, Default)]
pub struct MapCache {
    /// The dossier of the subject. The weak pointer prevents another dossier from reusing the address.
    dossier: Weak<Dossier>,
    subject: Option<Subject>,
    rasters: Vec<(RasterKey, Raster)>,
}

impl MapCache {
    /// Returns the subject of a dossier's map. `None` if it has no outlines. Discards the rasters of another dossier.
    pub fn subject(&mut self, dossier: &Arc<Dossier>) -> Option<&Subject> {
        let weak = Arc::downgrade(dossier);
        if !weak.ptr_eq(&self.dossier) {
            *self = MapCache { dossier: weak, subject: Subject::new(dossier), rasters: Vec::new() };
        }
        self.subject.as_ref()
    }

    /// Returns the subject and the raster of a key, which is drawn if it is not cached. `None` without a subject.
    pub fn raster(&mut self, key: RasterKey) -> Option<(&Subject, &Raster)> {
        let subject = self.subject.as_ref()?;
        let entry = match self.rasters.iter().position(|(cached, _)| *cached == key) {
            Some(n) => self.rasters.remove(n),
            None => (key, Raster::draw(&key, subject)),
        };
        self.rasters.truncate(MAX_CACHED - 1);
        self.rasters.insert(0, entry);
        Some((subject, &self.rasters.first()?.1))
    }
}

/// Dots of a cell, across and down, that decide its area.
const DOTS: (usize, usize) = (2, 4);

impl Raster {
    /// Draws the map of a subject.
    pub fn draw(key: &RasterKey, subject: &Subject) -> Raster {
        let &RasterKey { view, columns, rows, marker, .. } = key;
        let (world, radius) = (view.world(), view.radius());
        let mut fill = Fill::new(columns, rows);
        let mut lines: Vec<(LineClass, Line)> = Vec::new();
        let mut seen = HashSet::new();
        let quiet_borders = view.column_km / 2.0 <= MAX_SCALE_FOR_QUIET_BORDERS;
        for (index, area) in (0u8..).zip(&world.areas) {
            let is_state = matches!(subject.side(index), Side::State(_));
            // Islands no larger than a dot look like noise along a coast.
            let smallest = view.column_km / 2.0 * if is_state { 1.0 } else { 2.5 };
            let is_drawn = |(n, part): &(usize, &Part)| {
                view.may_show(&part.bounds, radius) && (*n == 0 || part.bounds.size_km() >= smallest)
            };
            let parts = area.parts.iter().enumerate().filter(is_drawn).map(|(_, part)| part);
            let outlines: Vec<Line> =
                parts.filter_map(|part| world.project(part, &view.projection)).flatten().collect();
            fill.area(index, &view, &outlines);
            for line in outlines {
                let class = line_class(line.sides, subject, key.selected);
                let is_drawn = quiet_borders || class != LineClass::Quiet || line.sides[1].is_none();
                if is_drawn && seen.insert(line.number) {
                    lines.push((class, line));
                }
            }
        }
        lines.sort_by_key(|(class, _)| *class);
        let area = Rect::new(0, 0, columns, rows);
        let mut buffer = Buffer::empty(area);
        let shapes = lines.iter().map(|(class, line)| OutlineShape { line, class: *class, key });
        let shapes: Vec<OutlineShape<'_>> = shapes.collect();
        Canvas::default()
            .marker(canvas_marker(marker))
            .paint(|context| shapes.iter().for_each(|shape| context.draw(shape)))
            .render(area, &mut buffer);
        let areas = fill.majorities(subject);
        let visible = visible_areas(&areas, columns, rows);
        let lines = buffer.content.iter().map(|cell| line_of(cell, marker)).collect();
        Raster { columns, rows, areas, lines, visible }
    }

    /// Returns the index of the area at a point, in columns and rows. `None` on the sea and outside of the map.
    pub fn area_at(&self, (x, y): (f64, f64)) -> Option<u8> {
        let cell = |at: f64| (at >= 0.0).then_some(at as u16);
        self.area(cell(x)?, cell(y)?)
    }

    /// Returns the index of the area of a cell. `None` on the sea and outside of the map.
    pub fn area(&self, column: u16, row: u16) -> Option<u8> {
        let is_inside = column < self.columns && row < self.rows;
        is_inside
            .then(|| self.areas[usize::from(row) * usize::from(self.columns) + usize::from(column)])
            .flatten()
    }

    /// Returns the middle of the visible part of an area. `None` if no cell of it is visible.
    pub fn middle_of(&self, area: u8) -> Option<(f64, f64)> {
        self.visible.iter().find(|visible| visible.area == area).map(|visible| visible.middle)
    }
}

/// The areas of all dots.
struct Fill {
    columns: usize,
    rows: usize,
    /// The index of the area plus one, row by row; 0 is sea.
    dots: Vec<u8>,
    /// For each row of dots, the columns where the outlines of the current area cross its middle.
    crossings: Vec<Vec<f64>>,
}

impl Fill {
    fn new(columns: u16, rows: u16) -> Fill {
        let (columns, rows) = (usize::from(columns), usize::from(rows));
        let dots = vec![0; columns * DOTS.0 * rows * DOTS.1];
        Fill { columns, rows, dots, crossings: vec![Vec::new(); rows * DOTS.1] }
    }

    /// Fills the dots within an odd number of an area's outlines.
    fn area(&mut self, index: u8, view: &MapView, outlines: &[Line]) {
        if outlines.is_empty() {
            return;
        }
        let width = self.columns * DOTS.0;
        let dot = |point: &Point| {
            let (x, y) = view.cell(*point);
            (x * DOTS.0 as f64, y * DOTS.1 as f64)
        };
        self.crossings.iter_mut().for_each(Vec::clear);
        for line in outlines {
            for pair in line.points.windows(2) {
                cross(dot(&pair[0]), dot(&pair[1]), &mut self.crossings);
            }
        }
        for (row, crossings) in self.dots.chunks_exact_mut(width.max(1)).zip(&mut self.crossings) {
            crossings.sort_by(f64::total_cmp);
            for pair in crossings.chunks_exact(2) {
                let from = (pair[0] - 0.5).ceil().clamp(0.0, width as f64) as usize;
                let to = (pair[1] - 0.5).ceil().clamp(0.0, width as f64) as usize;
                row[from..to].fill(index + 1);
            }
        }
    }

    /// Returns the area with most dots of each cell. Of several such areas, a state of the dossier is preferred.
    fn majorities(&self, subject: &Subject) -> Vec<Option<u8>> {
        let width = self.columns * DOTS.0;
        let mut counts: Vec<(u8, u8)> = Vec::new();
        let mut majority = |row: usize, column: usize| {
            counts.clear();
            for y in row * DOTS.1..(row + 1) * DOTS.1 {
                let start = y * width + column * DOTS.0;
                for area in &self.dots[start..start + DOTS.0] {
                    match counts.iter_mut().find(|(counted, _)| counted == area) {
                        Some((_, count)) => *count += 1,
                        None => counts.push((*area, 1)),
                    }
                }
            }
            let is_state = |area: u8| {
                area.checked_sub(1).is_some_and(|area| matches!(subject.side(area), Side::State(_)))
            };
            let most = counts.iter().max_by_key(|(area, count)| (*count, is_state(*area), *area));
            most.and_then(|(area, _)| area.checked_sub(1))
        };
        (0..self.rows * self.columns).map(|n| majority(n / self.columns, n % self.columns)).collect()
    }
}

/// Returns the areas on the map, the largest first.
fn visible_areas(areas: &[Option<u8>], columns: u16, rows: u16) -> Vec<VisibleArea> {
    let (columns, rows) = (usize::from(columns), usize::from(rows));
    let at = |x: usize, y: usize| areas[y * columns + x];
    // For each cell, the number of cells of its area to the left, above, to the right and below.
    let mut space = vec![[0u16; 4]; areas.len()];
    for n in 0..areas.len() {
        let (x, y) = (n % columns, n / columns);
        space[n][0] = if x > 0 && at(x - 1, y) == areas[n] { space[n - 1][0] + 1 } else { 0 };
        space[n][1] = if y > 0 && at(x, y - 1) == areas[n] { space[n - columns][1] + 1 } else { 0 };
    }
    for n in (0..areas.len()).rev() {
        let (x, y) = (n % columns, n / columns);
        space[n][2] = if x + 1 < columns && at(x + 1, y) == areas[n] { space[n + 1][2] + 1 } else { 0 };
        space[n][3] = if y + 1 < rows && at(x, y + 1) == areas[n] { space[n + columns][3] + 1 } else { 0 };
    }
    // More space than this makes no name more readable. Then the cell closest to the middle is better.
    const ENOUGH: u16 = 7;
    #[derive(Clone, Default)]
    struct Cells {
        count: u32,
        sum: (u32, u32),
        most: u16,
        /// The distance from the middle, and the index of the cell.
        nearest: Option<(u32, usize)>,
    }
    let free = |n: usize| {
        let [left, above, right, below] = space[n];
        // A row is as high as two columns are wide, and names need width.
        left.min(right).min(4 * above.min(below) + 2).min(ENOUGH)
    };
    let land = || areas.iter().enumerate().filter_map(|(n, area)| Some((n, usize::from((*area)?))));
    let mut found = vec![Cells::default(); usize::from(u8::MAX) + 1];
    for (n, area) in land() {
        let cells = &mut found[area];
        cells.count += 1;
        cells.sum = (cells.sum.0 + (n % columns) as u32, cells.sum.1 + (n / columns) as u32);
        cells.most = cells.most.max(free(n));
    }
    for (n, area) in land() {
        let cells = &mut found[area];
        if free(n) < cells.most {
            continue;
        }
        let across = ((n % columns) as u32).abs_diff(cells.sum.0 / cells.count);
        let down = 2 * ((n / columns) as u32).abs_diff(cells.sum.1 / cells.count);
        let cell = (across * across + down * down, n);
        cells.nearest = Some(cells.nearest.map_or(cell, |nearest| nearest.min(cell)));
    }
    let visible = (0u8..=u8::MAX).zip(&found).filter_map(|(area, cells)| {
        let (_, n) = cells.nearest?;
        let middle = ((n % columns) as f64, (n / columns) as f64);
        Some(VisibleArea { area, cells: cells.count, middle })
    });
    let mut visible: Vec<VisibleArea> = visible.collect();
    visible.sort_by_key(|visible| std::cmp::Reverse(visible.cells));
    visible
}

/// Returns the marker of the canvas. In ASCII a cell has one dot.
fn canvas_marker(marker: MapSymbols) -> symbols::Marker {
    match marker {
        MapSymbols::Braille => symbols::Marker::Braille,
        MapSymbols::Octant => symbols::Marker::Octant,
        MapSymbols::Sextant => symbols::Marker::Sextant,
        MapSymbols::Quadrant => symbols::Marker::Quadrant,
        MapSymbols::HalfBlock => symbols::Marker::HalfBlock,
        MapSymbols::Ascii => symbols::Marker::Custom('.'),
    }
}

/// Returns the character and class of a cell of the canvas.
fn line_of(cell: &Cell, marker: MapSymbols) -> Option<(char, LineClass)> {
    let class = LineClass::from_color(cell.fg)?;
    let symbol = cell.symbol().chars().next()?;
    Some(match (marker, LineClass::from_color(cell.bg)) {
        (MapSymbols::Ascii, _) => {
            let symbol = match class {
                LineClass::Frontier => '#',
                LineClass::Selected => '*',
                LineClass::State => '+',
                LineClass::Quiet | LineClass::Adversary => '.',
            };
            (symbol, class)
        }
        // The canvas colours the two half blocks of a cell separately, but the map needs the background for the tint.
        (MapSymbols::HalfBlock, Some(lower)) => ('█', class.max(lower)),
        _ => (symbol, class),
    })
}

/// Returns the class of a line between these areas.
pub fn line_class(sides: [Option<u8>; 2], subject: &Subject, selected: Option<u8>) -> LineClass {
    let is_side = |wanted: fn(Side) -> bool| sides.iter().flatten().any(|area| wanted(subject.side(*area)));
    match sides {
        [Some(one), Some(other)] if subject.is_frontier(one, other) => LineClass::Frontier,
        _ if selected.is_some_and(|selected| sides.contains(&Some(selected))) => LineClass::Selected,
        _ if is_side(|side| matches!(side, Side::State(_))) => LineClass::State,
        _ if is_side(|side| side == Side::Adversary) => LineClass::Adversary,
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
