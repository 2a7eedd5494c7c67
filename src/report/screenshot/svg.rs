//! A screen as an SVG drawing.
//!
//! Everything that must meet its neighbours is drawn as a shape ([`super::is_drawn`]), and every letter stands at
//! an x of its own, so that no font can shift a column. Shapes of one colour make up one path: it is small, and
//! its pieces meet without seams at any size. Nothing in it is run or fetched.

use std::collections::BTreeMap;
use std::fmt::Write;

use ratatui::buffer::Buffer;
use ratatui::style::Modifier;

use super::colours::{Background, CellColors, Rgb};
use super::rects::{Rect, decimal, thousandths};
use super::shapes::{CELL, Shape, shapes};
use super::text_runs::TextRuns;
use super::{GlyphCell, row};

/// Left free on each side of the screen, and the roundness of the corners.
const MARGIN: u32 = 8;
const CORNER: u32 = 6;

/// From the top of a cell to where letters stand.
pub(super) const BASELINE: u32 = 14;

/// How thick the strokes of signs, of lines and of braille dots are.
const STROKES: [&str; 3] = ["1.3", "1", "2.8"];

/// The least width and height of a block; what is thinner is a line.
const THICK: f32 = 2.0;

/// Draws what stands on a screen.
pub fn render(buffer: &Buffer, title: &str, background: Background) -> String {
    let palette = background.palette();
    let rows: Vec<Vec<(CellColors, GlyphCell<'_>)>> = (buffer.area.top()..buffer.area.bottom())
        .map(|y| row(buffer, y).map(|cell| (palette.cell_colors(cell.style), cell)).collect())
        .collect();
    // The margin takes on what is behind the corner of the screen: most of the rest may be a map.
    let corner = rows.first().and_then(|row| row.first());
    let background = corner.map_or(palette.background, |(colors, _)| colors.background);
    let mut drawing = Drawing::default();
    let mut runs = TextRuns::new(palette.text);
    for (y, cells) in (0u32..).zip(&rows) {
        for (colors, cell) in cells {
            drawing.background(cell, colors, background, y);
            if cell.style.add_modifier.contains(Modifier::HIDDEN) {
                continue;
            }
            drawing.rules(cell, colors, y);
            match shapes(&cell.symbol) {
                Some(shapes) => drawing.shapes(&shapes, cell, colors, background, y),
                None if cell.is_blank() => {}
                None => runs.add(cell, colors.text, y),
            }
        }
        runs.end_row();
    }
    let width = u32::from(buffer.area.width) * CELL.0 as u32 + 2 * MARGIN;
    let height = u32::from(buffer.area.height) * CELL.1 as u32 + 2 * MARGIN;
    let (styles, texts) = runs.finish();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"-{MARGIN} -{MARGIN} {width} {height}\" role=\"img\" xml:space=\"preserve\">\n\
         <title>{}</title>\n<style>{styles}</style>\n\
         <rect x=\"-{MARGIN}\" y=\"-{MARGIN}\" width=\"{width}\" height=\"{height}\" rx=\"{CORNER}\" \
         fill=\"{background}\"/>\n{}{texts}</svg>\n",
        escaped(title),
        drawing.finish(),
    )
}

/// Text as XML has it; characters that XML cannot hold become U+FFFD.
pub(super) fn escaped(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\'' => xml.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => xml.push('\u{fffd}'),
            c if c.is_control() => xml.push('\u{fffd}'),
            c => xml.push(c),
        }
    }
    xml
}

/// All shapes by their colours, which also makes their order the same every time.
#[derive(Default)]
struct Drawing {
    /// Cells with a ground of their own, and blocks in those that have none: no two lie over each other.
    backgrounds: BTreeMap<Rgb, Vec<Rect>>,
    /// Blocks that lie over the ground of their cell.
    blocks: BTreeMap<Rgb, Vec<Rect>>,
    /// Rectangles that could vanish if their edges were rounded to pixels.
    lines: BTreeMap<Rgb, Vec<Rect>>,
    areas: BTreeMap<Rgb, String>,
    /// As in [`STROKES`].
    strokes: [BTreeMap<Rgb, String>; 3],
}

impl Drawing {
    fn background(&mut self, cell: &GlyphCell<'_>, colors: &CellColors, behind: Rgb, y: u32) {
        if colors.background != behind {
            let width = f32::from(cell.width) * CELL.0;
            self.backgrounds.entry(colors.background).or_default().push(rect(
                cell,
                y,
                (0.0, 0.0, width, CELL.1),
            ));
        }
    }

    /// Underlines and what is struck through.
    fn rules(&mut self, cell: &GlyphCell<'_>, colors: &CellColors, y: u32) {
        let places = [(Modifier::UNDERLINED, 16.0), (Modifier::CROSSED_OUT, 9.0)];
        for (_, top) in places.iter().filter(|(modifier, _)| cell.style.add_modifier.contains(*modifier)) {
            let rule = (0.0, *top, f32::from(cell.width) * CELL.0, 1.0);
            self.lines.entry(colors.text).or_default().push(rect(cell, y, rule));
        }
    }

    fn shapes(&mut self, shapes: &[Shape], cell: &GlyphCell<'_>, colors: &CellColors, behind: Rgb, y: u32) {
        let colour = colors.shape;
        let over_background = colors.background != behind;
        let origin = || format!("M{} {}", u32::from(cell.x) * CELL.0 as u32, y * CELL.1 as u32);
        for shape in shapes {
            match *shape {
                Shape::Rect(x, top, w, h) => {
                    let rects = match () {
                        () if w.min(h) < THICK => &mut self.lines,
                        () if over_background => &mut self.blocks,
                        () => &mut self.backgrounds,
                    };
                    rects.entry(colour).or_default().push(rect(cell, y, (x, top, w, h)));
                }
                Shape::Shade(share) => {
                    let whole = rect(cell, y, (0.0, 0.0, CELL.0, CELL.1));
                    let rects = if over_background { &mut self.blocks } else { &mut self.backgrounds };
                    rects.entry(colour.over(colors.background, share)).or_default().push(whole);
                }
                Shape::Area(path) => *self.areas.entry(colour).or_default() += &(origin() + path),
                Shape::Stroke(path) => *self.strokes[0].entry(colour).or_default() += &(origin() + path),
                Shape::Line(path) => *self.strokes[1].entry(colour).or_default() += &(origin() + path),
                // A line without length, of which only the round ends are to be seen.
                Shape::Dot(x, top) => {
                    let Rect { x, y, .. } = rect(cell, y, (x, top, 0.0, 0.0));
                    let dot = format!("M{} {}h0", decimal(x), decimal(y));
                    *self.strokes[2].entry(colour).or_default() += &dot;
                }
            }
        }
    }

    /// From the ground upwards.
    fn finish(self) -> String {
        let mut svg = String::new();
        let mut group = |attributes: &str, paint: &str, paths: BTreeMap<Rgb, String>| {
            if paths.is_empty() {
                return;
            }
            let _ = writeln!(svg, "<g{attributes}>");
            for (colour, path) in paths {
                let _ = writeln!(svg, "<path {paint}=\"{colour}\" d=\"{path}\"/>");
            }
            svg.push_str("</g>\n");
        };
        let path = |rects: Vec<Rect>| Rect::path(Rect::merged(rects));
        let paths = |rects: BTreeMap<Rgb, Vec<Rect>>| {
            rects.into_iter().map(|(colour, rects)| (colour, path(rects))).collect::<BTreeMap<_, _>>()
        };
        // Two colours meet without a seam, whatever the scale, only where their edges are on whole pixels.
        for rects in [self.backgrounds, self.blocks] {
            group(" shape-rendering=\"crispEdges\"", "fill", paths(rects));
        }
        let mut filled = paths(self.lines);
        for (colour, path) in self.areas {
            *filled.entry(colour).or_default() += &path;
        }
        group("", "fill", filled);
        for (thick, paths) in STROKES.iter().zip(self.strokes) {
            let cap = if *thick == STROKES[2] { " stroke-linecap=\"round\"" } else { "" };
            group(&format!(" fill=\"none\" stroke-width=\"{thick}\"{cap}"), "stroke", paths);
        }
        svg
    }
}

/// A rectangle of a sign's cell, as one of the picture.
fn rect(cell: &GlyphCell<'_>, y: u32, (x, top, width, height): (f32, f32, f32, f32)) -> Rect {
    Rect {
        x: thousandths(f32::from(cell.x) * CELL.0 + x),
        y: thousandths(y as f32 * CELL.1 + top),
        width: thousandths(width),
        height: thousandths(height),
    }
}
