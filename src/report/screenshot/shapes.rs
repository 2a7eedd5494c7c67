//! Characters that are drawn as shapes instead of text. Fonts leave gaps between blocks, shades, lines, braille dots
//! and pixels of adjacent cells, and few fonts have all of the dashboard's symbols.

use ratatui::symbols::pixel::{OCTANTS, QUADRANTS, SEXTANTS};

use super::glyphs::glyph;

/// The width and height of a cell. Whole numbers keep lines sharp.
pub(super) const CELL: (f32, f32) = (9.0, 18.0);

/// A part of a character. The origin is the upper left corner of its cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Shape {
    /// A filled rectangle: x, y, width, height.
    Rect(f32, f32, f32, f32),
    /// The whole cell, with a share of the foreground colour.
    Shade(f32),
    /// A filled outline, in relative path data.
    Area(&'static str),
    /// A stroke as thick as a letter's.
    Stroke(&'static str),
    /// A stroke as thick as a light line.
    Line(&'static str),
    /// A round dot around this point.
    Dot(f32, f32),
}

/// Returns whether a symbol is drawn as shapes, independently of fonts.
pub fn is_drawn(symbol: &str) -> bool {
    shapes(symbol).is_some()
}

/// Returns the shapes of a symbol; `None` if it is text.
pub(super) fn shapes(symbol: &str) -> Option<Vec<Shape>> {
    let mut chars = symbol.chars();
    let c = chars.next()?;
    if chars.next().is_some() {
        return None;
    }
    match c {
        '▀'..='▒' => Some(vec![block(c)]),
        '\u{2800}'..='\u{28ff}' => Some(braille(c)),
        _ => glyph(c).map(<[Shape]>::to_vec).or_else(|| pixels(c)),
    }
}

/// Returns the shape of a block element: a half, eighths or a shade.
fn block(c: char) -> Shape {
    let (width, height) = CELL;
    let n = (c as u32 & 0x1f) as f32;
    match c {
        '▀' => Shape::Rect(0.0, 0.0, width, height / 2.0),
        '▐' => Shape::Rect(width / 2.0, 0.0, width / 2.0, height),
        '░' | '▒' => Shape::Shade((n - 16.0) / 4.0),
        '▁'..='█' => Shape::Rect(0.0, height * (8.0 - n) / 8.0, width, height * n / 8.0),
        _ => Shape::Rect(0.0, 0.0, width * (16.0 - n) / 8.0, height),
    }
}

/// Returns the pixels of a cell with a grid of two by two, two by three or two by four.
fn pixels(c: char) -> Option<Vec<Shape>> {
    if c == ' ' {
        return None;
    }
    let tables: [(&[char], usize); 3] = [(&QUADRANTS, 2), (&SEXTANTS, 3), (&OCTANTS, 4)];
    let (bits, rows) =
        tables.iter().find_map(|(table, rows)| Some((table.iter().position(|p| *p == c)?, *rows)))?;
    let (width, height) = (CELL.0 / 2.0, CELL.1 / rows as f32);
    let pixel = |n: usize| Shape::Rect((n % 2) as f32 * width, (n / 2) as f32 * height, width, height);
    Some((0..2 * rows).filter(|n| bits >> n & 1 == 1).map(pixel).collect())
}

fn braille(c: char) -> Vec<Shape> {
    // In the order of the bits: down the left, down the right, then the fourth row.
    const DOTS: [(u8, u8); 8] = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)];
    let bits = c as u32 & 0xff;
    let dot = |(x, y): (u8, u8)| {
        Shape::Dot(CELL.0 / 4.0 * f32::from(2 * x + 1), CELL.1 / 8.0 * f32::from(2 * y + 1))
    };
    (0..8).filter(|n| bits >> n & 1 == 1).map(|n| dot(DOTS[n])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the covered half pixels of a cell, out of 18 by 36.
    fn covered(symbol: &str) -> Vec<(usize, usize)> {
        let shapes = shapes(symbol).unwrap();
        let inside = |x: f32, y: f32| {
            shapes.iter().any(|shape| match shape {
                Shape::Rect(left, top, w, h) => {
                    (*left..left + w).contains(&x) && (*top..top + h).contains(&y)
                }
                other => panic!("{symbol} has {other:?}"),
            })
        };
        let cells = (0..36).flat_map(|y| (0..18).map(move |x| (x, y)));
        cells.filter(|(x, y)| inside(*x as f32 / 2.0 + 0.25, *y as f32 / 2.0 + 0.25)).collect()
    }

    #[test]
    fn blocks_cover_their_share_of_the_cell() {
        for (symbol, eighths) in [("▁", 1), ("▄", 4), ("█", 8), ("▀", 4), ("▌", 4), ("▏", 1), ("▐", 4)]
            .into_iter()
            .chain([("▘", 2), ("▚", 4), ("▛", 6), ("🬀", 1), ("🬻", 7), ("𜴀", 1), ("𜷤", 7)])
        {
            let share = covered(symbol).len() as f32 / (18.0 * 36.0) * 8.0;
            // Eighths fall between half pixels, and a sextant is a sixth.
            assert!((share - eighths as f32).abs() < 0.45, "{symbol} covers {share} eighths");
        }
        assert_eq!(shapes("▒"), Some(vec![Shape::Shade(0.5)]));
        assert_eq!(shapes("▉"), Some(vec![Shape::Rect(0.0, 0.0, 9.0 * 7.0 / 8.0, 18.0)]));
    }

    #[test]
    fn shapes_stay_in_their_cell_and_lines_reach_its_edges() {
        for c in ('\u{2500}'..='\u{25ff}').chain('\u{2800}'..='\u{28ff}').chain(SEXTANTS).chain(OCTANTS) {
            for shape in shapes(&c.to_string()).unwrap_or_default() {
                let (x, y, right, bottom) = match shape {
                    Shape::Rect(x, y, w, h) => (x, y, x + w, y + h),
                    Shape::Dot(x, y) => (x - 1.0, y - 1.0, x + 1.0, y + 1.0),
                    _ => continue,
                };
                assert!(x >= 0.0 && y >= 0.0 && right <= CELL.0 && bottom <= CELL.1, "{c}");
            }
        }
        let ends = |symbol: &str| {
            let set = covered(symbol);
            [set.contains(&(0, 18)), set.contains(&(17, 18)), set.contains(&(8, 0)), set.contains(&(8, 35))]
        };
        assert_eq!(ends("─"), [true, true, false, false]);
        assert_eq!(ends("━"), [true, true, false, false]);
        assert_eq!(ends("│"), [false, false, true, true]);
        assert_eq!(ends("┃"), [false, false, true, true]);
        assert_eq!(ends("┿"), [true; 4]);
    }

    #[test]
    fn letters_and_combined_characters_are_text() {
        assert!(is_drawn("─") && !is_drawn("─\u{301}") && !is_drawn("a") && !is_drawn(""));
    }

    #[test]
    fn braille_dots_are_in_a_grid() {
        assert_eq!(shapes("⠀"), Some(vec![]));
        assert_eq!(shapes("⡈"), Some(vec![Shape::Dot(6.75, 2.25), Shape::Dot(2.25, 15.75)]));
    }
}
