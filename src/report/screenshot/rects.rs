//! Rectangles of a drawing, merged where they touch.

use std::fmt::Write;

/// A rectangle in thousandths of a pixel. Integers make edges comparable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rect {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}

impl Rect {
    /// Merges rectangles that touch along a row, then those that touch along a column.
    pub fn merged(rects: Vec<Rect>) -> Vec<Rect> {
        let transposed = |rects: Vec<Rect>| rects.into_iter().map(Rect::transposed).collect::<Vec<_>>();
        let mut merged = transposed(joined(transposed(joined(rects))));
        merged.sort_by_key(|rect| (rect.y, rect.x));
        merged
    }

    /// Swaps rows and columns.
    fn transposed(self) -> Rect {
        Rect { x: self.y, y: self.x, width: self.height, height: self.width }
    }

    /// Returns the rectangles as path data.
    pub fn path(rects: Vec<Rect>) -> String {
        let mut path = String::new();
        for rect in rects {
            let (x, y) = (decimal(rect.x), decimal(rect.y));
            let (width, height) = (decimal(rect.width), decimal(rect.height));
            let _ = write!(path, "M{x} {y}h{width}v{height}h-{width}z");
        }
        path
    }
}

/// Joins rectangles that touch along a row.
fn joined(mut rects: Vec<Rect>) -> Vec<Rect> {
    rects.sort_by_key(|rect| (rect.y, rect.height, rect.x));
    let mut joined: Vec<Rect> = Vec::new();
    for rect in rects {
        match joined.last_mut() {
            Some(last) if (last.y, last.height) == (rect.y, rect.height) && rect.x <= last.x + last.width => {
                last.width = last.width.max(rect.x + rect.width - last.x);
            }
            _ => joined.push(rect),
        }
    }
    joined
}

/// Converts a length to thousandths.
pub(super) fn thousandths(length: f32) -> i32 {
    (length * 1000.0).round() as i32
}

/// Formats thousandths as a short decimal: `.5`, `12`, `3.375`.
pub(super) fn decimal(thousandths: i32) -> String {
    let text = (f64::from(thousandths) / 1000.0).to_string();
    match text.strip_prefix("0.") {
        Some(fraction) => format!(".{fraction}"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rect(x: i32, y: i32, width: i32, height: i32) -> Rect {
        Rect { x, y, width, height }
    }

    #[test]
    fn touching_rectangles_are_merged() {
        let cells = vec![rect(0, 0, 9, 18), rect(9, 18, 9, 18), rect(9, 0, 9, 18), rect(0, 18, 9, 18)];
        assert_eq!(Rect::merged(cells), [rect(0, 0, 18, 36)]);
        let apart = vec![rect(0, 0, 9, 18), rect(10, 0, 9, 18), rect(0, 20, 9, 18)];
        assert_eq!(Rect::merged(apart.clone()), apart);
        let overlapping = vec![rect(0, 0, 5, 1), rect(4, 0, 5, 1)];
        assert_eq!(Rect::merged(overlapping), [rect(0, 0, 9, 1)]);
    }

    #[test]
    fn decimals_are_short() {
        let written = [0, 500, 1000, 12_000, 3375, 2250, 10].map(decimal);
        assert_eq!(written, ["0", ".5", "1", "12", "3.375", "2.25", ".01"]);
        assert_eq!(Rect::path(vec![rect(4000, 0, 1000, 18_000)]), "M4 0h1v18h-1z");
    }
}
