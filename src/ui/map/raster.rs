//! Outlines and areas to cells.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Color;
use ratatui::symbols;
use ratatui::widgets::Widget;
use ratatui::widgets::canvas::Canvas;

use super::data::{Area, LineKind, Outline, Point, Side};
use super::outline::OutlineShape;
use super::view::MapView;
use crate::config::MapSymbols;

/// Kilometres per dot above which borders among neighbours are left out.
const MAX_SCALE_FOR_QUIET_BORDERS: f64 = 22.0;

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

impl LineClass {
    /// All classes, the most important last.
    const ALL: [LineClass; 5] =
        [LineClass::Quiet, LineClass::Adversary, LineClass::State, LineClass::Selected, LineClass::Frontier];

    /// Returns the colour that stands for the class on the canvas. The theme colours the map itself.
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
    /// For each cell the index of the area that has most of it; `None` is sea.
    pub areas: Vec<Option<u8>>,
    /// For each cell the character of its lines, and the class of the most important one.
    pub lines: Vec<Option<(char, LineClass)>>,
}

/// Everything that a raster depends on besides the map data.
#[derive(Debug, Clone, PartialEq)]
pub struct RasterKey {
    pub(super) view: MapView,
    pub(super) columns: u16,
    pub(super) rows: u16,
    pub(super) marker: MapSymbols,
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
        marker: MapSymbols,
        states: &[&str],
        selected: Option<&str>,
    ) -> RasterKey {
        let states = states.iter().map(|code| (*code).to_owned()).collect();
        RasterKey { view, columns, rows, marker, states, selected: selected.map(str::to_owned) }
    }
}

/// Rasters that are kept: one for each of a few states between which a user moves back and forth.
const MAX_CACHED: usize = 8;

/// The last rasters, most recent first. Drawing one takes longer than the rest of the screen.
#[derive(Debug, Clone, Default)]
pub struct RasterCache(Vec<(RasterKey, Raster)>);

impl RasterCache {
    /// Returns the raster of a key, drawn only if it is not among the last ones.
    pub fn get(&mut self, key: RasterKey) -> &Raster {
        let cached = self.0.iter().position(|(cached, _)| *cached == key);
        let entry = match cached {
            Some(n) => self.0.remove(n),
            None => (key.clone(), Raster::draw(&key)),
        };
        self.0.truncate(MAX_CACHED - 1);
        self.0.insert(0, entry);
        &self.0[0].1
    }
}

impl Raster {
    fn draw(key: &RasterKey) -> Raster {
        let &RasterKey { view, columns, rows, marker, .. } = key;
        let data = view.data();
        let mut raster = Raster { columns, rows, areas: Vec::new(), lines: Vec::new() };
        raster.areas = raster.fill(&view, &data.areas);
        let quiet_borders = view.column_km / 2.0 <= MAX_SCALE_FOR_QUIET_BORDERS;
        let is_drawn =
            |line: &&Outline| quiet_borders || line.side != Side::Neighbour || line.kind != LineKind::Border;
        let mut lines: Vec<OutlineShape<'_>> = data
            .lines
            .iter()
            .filter(is_drawn)
            .map(|line| OutlineShape { line, class: class(line, key), key })
            .collect();
        lines.sort_by_key(|line| line.class);
        let area = Rect::new(0, 0, columns, rows);
        let mut buffer = Buffer::empty(area);
        Canvas::default()
            .marker(canvas_marker(marker))
            .paint(|context| lines.iter().for_each(|line| context.draw(line)))
            .render(area, &mut buffer);
        raster.lines = buffer.content.iter().map(|cell| line_of(cell, marker)).collect();
        raster
    }

    /// Returns the index of the area at a cell, fractions included; `None` on the sea and outside of the map.
    pub fn area_at(&self, (x, y): (f64, f64)) -> Option<u8> {
        let inside = (0.0..f64::from(self.columns)).contains(&x) && (0.0..f64::from(self.rows)).contains(&y);
        inside.then(|| self.areas[y as usize * usize::from(self.columns) + x as usize]).flatten()
    }

    /// Returns for each cell the area that has most of its two by four dots; of several the last, which is the
    /// frontline.
    fn fill(&self, view: &MapView, areas: &[Area]) -> Vec<Option<u8>> {
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
        let mut majority = |row: usize, column: usize| {
            counts.fill(0);
            for y in row * DOWN..(row + 1) * DOWN {
                for x in column * ACROSS..(column + 1) * ACROSS {
                    counts[usize::from(dots[y * width + x])] += 1;
                }
            }
            let most = (0..counts.len()).max_by_key(|n| counts[*n]).unwrap_or(0);
            most.checked_sub(1).and_then(|n| u8::try_from(n).ok())
        };
        let (rows, columns) = (usize::from(self.rows), usize::from(self.columns));
        (0..rows * columns).map(|n| majority(n / columns, n % columns)).collect()
    }
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
        // Two half blocks of a cell have two colours on the canvas, but the background is for the tint.
        (MapSymbols::HalfBlock, Some(lower)) => ('█', class.max(lower)),
        _ => (symbol, class),
    })
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
