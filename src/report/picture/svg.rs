//! A screen as an SVG drawing.
//!
//! Everything that must meet its neighbours is drawn as a shape ([`super::is_shape`]), and every letter stands at
//! an x of its own, so that no font can shift a column. Shapes of one colour make up one path: it is small, and
//! its pieces meet without seams at any size. Nothing in it is run or fetched.

use std::collections::BTreeMap;
use std::fmt::Write;

use ratatui::buffer::Buffer;
use ratatui::style::Modifier;

use super::colour::{Ground, Paint, Rgb};
use super::rects::{Rect, decimal, thousandths};
use super::shape::{CELL, Shape, shapes};
use super::words::Words;
use super::{Sign, row};

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
pub fn picture(buffer: &Buffer, title: &str, ground: Ground) -> String {
    let palette = ground.palette();
    let rows: Vec<Vec<(Paint, Sign<'_>)>> = (buffer.area.top()..buffer.area.bottom())
        .map(|y| row(buffer, y).map(|sign| (palette.paint(sign.style), sign)).collect())
        .collect();
    // The margin takes on what is behind the corner of the screen: most of the rest may be a map.
    let corner = rows.first().and_then(|row| row.first());
    let ground = corner.map_or(palette.ground, |(paint, _)| paint.ground);
    let mut drawing = Drawing::default();
    let mut words = Words::new(palette.text);
    for (y, signs) in (0u32..).zip(&rows) {
        for (paint, sign) in signs {
            drawing.ground(sign, paint, ground, y);
            if sign.style.add_modifier.contains(Modifier::HIDDEN) {
                continue;
            }
            drawing.rules(sign, paint, y);
            match shapes(&sign.symbol) {
                Some(shapes) => drawing.shapes(&shapes, sign, paint, ground, y),
                None if sign.is_blank() => {}
                None => words.add(sign, paint.text, y),
            }
        }
        words.end_row();
    }
    let width = u32::from(buffer.area.width) * CELL.0 as u32 + 2 * MARGIN;
    let height = u32::from(buffer.area.height) * CELL.1 as u32 + 2 * MARGIN;
    let (styles, texts) = words.finish();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"-{MARGIN} -{MARGIN} {width} {height}\" role=\"img\" xml:space=\"preserve\">\n\
         <title>{}</title>\n<style>{styles}</style>\n\
         <rect x=\"-{MARGIN}\" y=\"-{MARGIN}\" width=\"{width}\" height=\"{height}\" rx=\"{CORNER}\" \
         fill=\"{ground}\"/>\n{}{texts}</svg>\n",
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
    grounds: BTreeMap<Rgb, Vec<Rect>>,
    /// Blocks that lie over the ground of their cell.
    blocks: BTreeMap<Rgb, Vec<Rect>>,
    /// Rectangles that could vanish if their edges were rounded to pixels.
    lines: BTreeMap<Rgb, Vec<Rect>>,
    areas: BTreeMap<Rgb, String>,
    /// As in [`STROKES`].
    strokes: [BTreeMap<Rgb, String>; 3],
}

impl Drawing {
    fn ground(&mut self, sign: &Sign<'_>, paint: &Paint, behind: Rgb, y: u32) {
        if paint.ground != behind {
            let width = f32::from(sign.width) * CELL.0;
            self.grounds.entry(paint.ground).or_default().push(rect(sign, y, (0.0, 0.0, width, CELL.1)));
        }
    }

    /// Underlines and what is struck through.
    fn rules(&mut self, sign: &Sign<'_>, paint: &Paint, y: u32) {
        let places = [(Modifier::UNDERLINED, 16.0), (Modifier::CROSSED_OUT, 9.0)];
        for (_, top) in places.iter().filter(|(modifier, _)| sign.style.add_modifier.contains(*modifier)) {
            let rule = (0.0, *top, f32::from(sign.width) * CELL.0, 1.0);
            self.lines.entry(paint.text).or_default().push(rect(sign, y, rule));
        }
    }

    fn shapes(&mut self, shapes: &[Shape], sign: &Sign<'_>, paint: &Paint, behind: Rgb, y: u32) {
        let colour = paint.shape;
        let over_ground = paint.ground != behind;
        let origin = || format!("M{} {}", u32::from(sign.x) * CELL.0 as u32, y * CELL.1 as u32);
        for shape in shapes {
            match *shape {
                Shape::Rect(x, top, w, h) => {
                    let rects = match () {
                        () if w.min(h) < THICK => &mut self.lines,
                        () if over_ground => &mut self.blocks,
                        () => &mut self.grounds,
                    };
                    rects.entry(colour).or_default().push(rect(sign, y, (x, top, w, h)));
                }
                Shape::Shade(share) => {
                    let whole = rect(sign, y, (0.0, 0.0, CELL.0, CELL.1));
                    let rects = if over_ground { &mut self.blocks } else { &mut self.grounds };
                    rects.entry(colour.over(paint.ground, share)).or_default().push(whole);
                }
                Shape::Area(path) => *self.areas.entry(colour).or_default() += &(origin() + path),
                Shape::Stroke(path) => *self.strokes[0].entry(colour).or_default() += &(origin() + path),
                Shape::Line(path) => *self.strokes[1].entry(colour).or_default() += &(origin() + path),
                // A line without length, of which only the round ends are to be seen.
                Shape::Dot(x, top) => {
                    let Rect { x, y, .. } = rect(sign, y, (x, top, 0.0, 0.0));
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
        for rects in [self.grounds, self.blocks] {
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
fn rect(sign: &Sign<'_>, y: u32, (x, top, width, height): (f32, f32, f32, f32)) -> Rect {
    Rect {
        x: thousandths(f32::from(sign.x) * CELL.0 + x),
        y: thousandths(y as f32 * CELL.1 + top),
        width: thousandths(width),
        height: thousandths(height),
    }
}
