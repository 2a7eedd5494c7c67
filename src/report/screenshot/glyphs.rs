//! Shapes of the dashboard's lines and symbols, which look the same with every font.
//!
//! Outlines are SVG path data in relative commands, from the upper left corner of a 9 by 18 cell.

use super::shapes::Shape;

/// Returns the shapes of a line or a symbol.
pub(super) fn glyph(c: char) -> Option<&'static [Shape]> {
    use Shape::{Area, Line, Rect, Stroke};
    /// A circle of radius 3.5 around the middle of the cell, and a slightly larger disc.
    const RING: Shape = Stroke("m1 9.5a3.5 3.5 0 1 1 7 0a3.5 3.5 0 1 1-7 0z");
    const DISC: Shape = Area("m.5 9.5a4 4 0 1 1 8 0a4 4 0 1 1-8 0z");
    /// A light vertical line and a heavy horizontal one.
    const VERTICAL: Shape = Rect(4.0, 0.0, 1.0, 18.0);
    const HEAVY: Shape = Rect(0.0, 8.0, 9.0, 3.0);
    Some(match c {
        '─' => &[Rect(0.0, 9.0, 9.0, 1.0)],
        '│' => &[VERTICAL],
        '━' => &[HEAVY],
        '┃' => &[Rect(3.0, 0.0, 3.0, 18.0)],
        '┿' => &[HEAVY, VERTICAL],
        '┄' => &[Rect(0.5, 9.0, 2.0, 1.0), Rect(3.5, 9.0, 2.0, 1.0), Rect(6.5, 9.0, 2.0, 1.0)],
        '╭' => &[Line("m4.5 18v-4a4.5 4.5 0 0 1 4.5-4.5")],
        '╮' => &[Line("m4.5 18v-4a4.5 4.5 0 0 0-4.5-4.5")],
        '╯' => &[Line("m4.5 0v5a4.5 4.5 0 0 1-4.5 4.5")],
        '╰' => &[Line("m4.5 0v5a4.5 4.5 0 0 0 4.5 4.5")],
        '○' => &[RING],
        '●' => &[DISC],
        '◑' => &[RING, Area("m4.5 6a3.5 3.5 0 0 1 0 7z")],
        '◔' => &[RING, Area("m4.5 9.5v-3.5a3.5 3.5 0 0 1 3.5 3.5z")],
        '◕' => &[RING, Area("m4.5 9.5v-3.5a3.5 3.5 0 1 1-3.5 3.5z")],
        // Eight arcs of a sixteenth of the circle, evenly spaced.
        '◌' => &[Stroke(
            "m7.93 8.82a3.5 3.5 0 0 1 0 1.37m-.47 1.14a3.5 3.5 0 0 1-.96.96m-1.14.47a3.5 3.5 0 0 1-1.37 0\
             m-1.14-.47a3.5 3.5 0 0 1-.96-.96m-.47-1.14a3.5 3.5 0 0 1 0-1.37m.47-1.14a3.5 3.5 0 0 1 .96-.96\
             m1.14-.47a3.5 3.5 0 0 1 1.37 0m1.14.47a3.5 3.5 0 0 1 .96.96",
        )],
        '◆' => &[Area("m4.5 4.9 4.1 4.6-4.1 4.6-4.1-4.6z")],
        '◇' => &[Stroke("m4.5 5.5 3.5 4-3.5 4-3.5-4z")],
        '■' => &[Area("m.8 5.8h7.4v7.4h-7.4z")],
        '▲' => &[Area("m4.5 5.2 4.1 7.8h-8.2z")],
        '▸' => &[Area("m2.2 6.3 5.2 3.2-5.2 3.2z")],
        '✕' => &[Stroke("m1.4 6.4 6.2 6.2m0-6.2-6.2 6.2")],
        '←' => &[Stroke("m7.8 9.5h-6.4m2.7-2.7-2.7 2.7 2.7 2.7")],
        '→' => &[Stroke("m1.2 9.5h6.4m-2.7-2.7 2.7 2.7-2.7 2.7")],
        '↑' => &[Stroke("m4.5 14v-8.6m-3 3 3-3 3 3")],
        '↓' => &[Stroke("m4.5 5v8.6m-3-3 3 3 3-3")],
        _ => return None,
    })
}
