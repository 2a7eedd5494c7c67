//! A screen as an SVG drawing.
//!
//! Characters that must join their neighbours are drawn as shapes ([`super::is_drawn`]). Every letter has an explicit
//! x, so that fonts cannot shift columns. Shapes of one colour form one path, which is small and has no seams at any
//! scale. The drawing contains no scripts and loads nothing.

use std::collections::BTreeMap;
use std::fmt::Write;

use ratatui::buffer::Buffer;
use ratatui::style::Modifier;

use super::animation::{self, Cell, WITHOUT_MOTION, grouped};
use super::colours::{Background, CellColors, Palette};
use super::rects::{Rect, decimal, thousandths};
use super::shapes::{CELL, Shape, shapes};
use super::text_runs::TextRuns;
use super::{GlyphCell, row};
use crate::config::Rgb;

/// The margin around the screen, and the radius of the corners.
const MARGIN: u32 = 8;
const CORNER: u32 = 6;

/// The distance from the top of a cell to the baseline of text.
pub(super) const BASELINE: u32 = 14;

/// The stroke widths of symbols, lines and braille dots.
const STROKES: [&str; 3] = ["1.3", "1", "2.8"];

/// The minimum width and height of a block; thinner rectangles are lines.
const THICK: f32 = 2.0;

/// Renders screens of one size as SVG. Several screens are animated, each for `seconds`.
pub fn render(screens: &[Buffer], title: &str, background: Background, seconds: f32) -> String {
    let palette = background.palette();
    let rows: Vec<Vec<Vec<Cell<'_>>>> = screens.iter().map(|screen| cells(screen, palette)).collect();
    // The margin has the background of the top left cell, because a map may cover most of the screen.
    let corner = rows.first().and_then(|rows| rows.first()?.first());
    let background = corner.map_or(palette.background, |(colors, _)| colors.background);
    let mut runs = TextRuns::new(palette.text);
    let (mut animation, mut content) = (String::new(), String::new());
    for (n, (on, rows)) in grouped(&rows).into_iter().rev().enumerate() {
        let group = draw(&rows, background, &mut runs);
        if on.contains(&false) {
            animation += &animation::style(n, &on, seconds);
            let _ = write!(content, "<g class=\"s{n}\">\n{group}</g>\n");
        } else {
            content += &group;
        }
    }
    if !animation.is_empty() {
        animation += WITHOUT_MOTION;
    }
    let area = screens.first().map(|buffer| buffer.area).unwrap_or_default();
    let width = u32::from(area.width) * CELL.0 as u32 + 2 * MARGIN;
    let height = u32::from(area.height) * CELL.1 as u32 + 2 * MARGIN;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"-{MARGIN} -{MARGIN} {width} {height}\" role=\"img\" xml:space=\"preserve\">\n\
         <title>{}</title>\n<style>{}{animation}</style>\n\
         <rect x=\"-{MARGIN}\" y=\"-{MARGIN}\" width=\"{width}\" height=\"{height}\" rx=\"{CORNER}\" \
         fill=\"{background}\"/>\n{content}</svg>\n",
        escaped(title),
        runs.styles(),
    )
}

/// Returns the cells of a screen by row.
fn cells<'b>(screen: &'b Buffer, palette: &Palette) -> Vec<Vec<Cell<'b>>> {
    let row = |y| row(screen, y).map(|cell| (palette.cell_colors(cell.style), cell)).collect();
    (screen.area.top()..screen.area.bottom()).map(row).collect()
}

/// Draws cells by row.
fn draw(rows: &[Vec<&Cell<'_>>], background: Rgb, runs: &mut TextRuns) -> String {
    let mut drawing = Drawing::default();
    for (y, cells) in (0u32..).zip(rows) {
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
    drawing.finish() + &runs.take()
}

/// Escapes text for XML. U+FFFD replaces characters that XML cannot contain.
pub(in crate::report) fn escaped(text: &str) -> String {
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

/// All shapes by colour. The sorted maps make the output deterministic.
#[derive(Default)]
struct Drawing {
    /// Backgrounds of cells, and blocks in cells without a background. They do not overlap.
    backgrounds: BTreeMap<Rgb, Vec<Rect>>,
    /// Blocks over the background of a cell.
    blocks: BTreeMap<Rgb, Vec<Rect>>,
    /// Rectangles so thin that rounding to pixels could erase them.
    lines: BTreeMap<Rgb, Vec<Rect>>,
    areas: BTreeMap<Rgb, String>,
    /// As in [`STROKES`].
    strokes: [BTreeMap<Rgb, String>; 3],
}

impl Drawing {
    fn background(&mut self, cell: &GlyphCell<'_>, colors: &CellColors, screen_background: Rgb, y: u32) {
        if colors.background != screen_background {
            let width = f32::from(cell.width) * CELL.0;
            self.backgrounds.entry(colors.background).or_default().push(rect(
                cell,
                y,
                (0.0, 0.0, width, CELL.1),
            ));
        }
    }

    /// Adds underlines and strikethrough.
    fn rules(&mut self, cell: &GlyphCell<'_>, colors: &CellColors, y: u32) {
        let places = [(Modifier::UNDERLINED, 16.0), (Modifier::CROSSED_OUT, 9.0)];
        for (_, top) in places.iter().filter(|(modifier, _)| cell.style.add_modifier.contains(*modifier)) {
            let rule = (0.0, *top, f32::from(cell.width) * CELL.0, 1.0);
            self.lines.entry(colors.text).or_default().push(rect(cell, y, rule));
        }
    }

    fn shapes(
        &mut self,
        shapes: &[Shape],
        cell: &GlyphCell<'_>,
        colors: &CellColors,
        screen_background: Rgb,
        y: u32,
    ) {
        let colour = colors.shape;
        let over_background = colors.background != screen_background;
        let origin = || format!("M{} {}", u32::from(cell.x) * CELL.0 as u32, y * CELL.1 as u32);
        for shape in shapes {
            match *shape {
                Shape::Rect(x, top, w, h) => {
                    let rects = if w.min(h) < THICK {
                        &mut self.lines
                    } else if over_background {
                        &mut self.blocks
                    } else {
                        &mut self.backgrounds
                    };
                    rects.entry(colour).or_default().push(rect(cell, y, (x, top, w, h)));
                }
                Shape::Shade(share) => {
                    let whole = rect(cell, y, (0.0, 0.0, CELL.0, CELL.1));
                    let rects = if over_background { &mut self.blocks } else { &mut self.backgrounds };
                    rects.entry(colour.over(colors.background, f64::from(share))).or_default().push(whole);
                }
                Shape::Area(path) => *self.areas.entry(colour).or_default() += &(origin() + path),
                Shape::Stroke(path) => *self.strokes[0].entry(colour).or_default() += &(origin() + path),
                Shape::Line(path) => *self.strokes[1].entry(colour).or_default() += &(origin() + path),
                // A line of length 0 shows only its round caps.
                Shape::Dot(x, top) => {
                    let Rect { x, y, .. } = rect(cell, y, (x, top, 0.0, 0.0));
                    let dot = format!("M{} {}h0", decimal(x), decimal(y));
                    *self.strokes[2].entry(colour).or_default() += &dot;
                }
            }
        }
    }

    /// Returns the shapes from back to front.
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
        // Crisp edges on whole pixels avoid seams between colours at any scale.
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

/// Converts a rectangle in a cell to one in the drawing.
fn rect(cell: &GlyphCell<'_>, y: u32, (x, top, width, height): (f32, f32, f32, f32)) -> Rect {
    Rect {
        x: thousandths(f32::from(cell.x) * CELL.0 + x),
        y: thousandths(y as f32 * CELL.1 + top),
        width: thousandths(width),
        height: thousandths(height),
    }
}
