//! Outlines of the dashboard's symbols, which look the same with every font.
//!
//! Outlines are SVG path data in relative commands, from the upper left corner of a 9 by 18 cell.

use super::shapes::Shape;

/// Returns the outlines of a symbol.
pub(super) fn outline(c: char) -> Option<&'static [Shape]> {
    use Shape::{Area, Stroke};
    /// A circle of radius 3.5 around the middle of the cell, and a slightly larger disc.
    const RING: Shape = Stroke("m1 9.5a3.5 3.5 0 1 1 7 0a3.5 3.5 0 1 1-7 0z");
    const DISC: Shape = Area("m.5 9.5a4 4 0 1 1 8 0a4 4 0 1 1-8 0z");
    Some(match c {
        '○' => &[RING],
        '●' => &[DISC],
        '◐' => &[RING, Area("m4.5 6a3.5 3.5 0 0 0 0 7z")],
        '◑' => &[RING, Area("m4.5 6a3.5 3.5 0 0 1 0 7z")],
        '◒' => &[RING, Area("m1 9.5a3.5 3.5 0 0 0 7 0z")],
        '◓' => &[RING, Area("m1 9.5a3.5 3.5 0 0 1 7 0z")],
        '◔' => &[RING, Area("m4.5 9.5v-3.5a3.5 3.5 0 0 1 3.5 3.5z")],
        '◕' => &[RING, Area("m4.5 9.5v-3.5a3.5 3.5 0 1 1-3.5 3.5z")],
        '◉' => &[RING, Area("m2.7 9.5a1.8 1.8 0 1 1 3.6 0a1.8 1.8 0 1 1-3.6 0z")],
        '◎' => &[RING, Stroke("m3 9.5a1.5 1.5 0 1 1 3 0a1.5 1.5 0 1 1-3 0z")],
        // Eight arcs of a sixteenth of the circle, evenly spaced.
        '◌' => &[Stroke(
            "m7.93 8.82a3.5 3.5 0 0 1 0 1.37m-.47 1.14a3.5 3.5 0 0 1-.96.96m-1.14.47a3.5 3.5 0 0 1-1.37 0\
             m-1.14-.47a3.5 3.5 0 0 1-.96-.96m-.47-1.14a3.5 3.5 0 0 1 0-1.37m.47-1.14a3.5 3.5 0 0 1 .96-.96\
             m1.14-.47a3.5 3.5 0 0 1 1.37 0m1.14.47a3.5 3.5 0 0 1 .96.96",
        )],
        '◆' => &[Area("m4.5 4.9 4.1 4.6-4.1 4.6-4.1-4.6z")],
        '◇' => &[Stroke("m4.5 5.5 3.5 4-3.5 4-3.5-4z")],
        '■' => &[Area("m.8 5.8h7.4v7.4h-7.4z")],
        '□' => &[Stroke("m1.4 6.4h6.2v6.2h-6.2z")],
        '▪' => &[Area("m2.5 7.5h4v4h-4z")],
        '▲' => &[Area("m4.5 5.2 4.1 7.8h-8.2z")],
        '▼' => &[Area("m4.5 13.8 4.1-7.8h-8.2z")],
        '△' => &[Stroke("m4.5 6.2 3.2 6.2h-6.4z")],
        '▽' => &[Stroke("m4.5 12.8 3.2-6.2h-6.4z")],
        '▶' => &[Area("m.8 5.2 7.6 4.3-7.6 4.3z")],
        '◀' => &[Area("m8.2 5.2-7.6 4.3 7.6 4.3z")],
        '▸' => &[Area("m2.2 6.3 5.2 3.2-5.2 3.2z")],
        '◂' => &[Area("m6.8 6.3-5.2 3.2 5.2 3.2z")],
        '▴' => &[Area("m4.5 6.8 3.4 5h-6.8z")],
        '▾' => &[Area("m4.5 12.2 3.4-5h-6.8z")],
        '✕' | '✗' | '✖' => &[Stroke("m1.4 6.4 6.2 6.2m0-6.2-6.2 6.2")],
        '✓' | '✔' => &[Stroke("m1.2 9.8 2.4 2.7 4.2-6.2")],
        '←' => &[Stroke("m7.8 9.5h-6.4m2.7-2.7-2.7 2.7 2.7 2.7")],
        '→' => &[Stroke("m1.2 9.5h6.4m-2.7-2.7 2.7 2.7-2.7 2.7")],
        '↑' => &[Stroke("m4.5 14v-8.6m-3 3 3-3 3 3")],
        '↓' => &[Stroke("m4.5 5v8.6m-3-3 3 3 3-3")],
        '↔' => &[Stroke("m1 9.5h7m-2.4-2.4 2.4 2.4-2.4 2.4m-2.2-4.8-2.4 2.4 2.4 2.4")],
        '↕' => &[Stroke("m4.5 5v9m-2.4-2.4 2.4 2.4 2.4-2.4m-4.8-4.2 2.4-2.4 2.4 2.4")],
        '↵' => &[Stroke("m7.8 6v4.6h-6.6m2.6-2.6-2.6 2.6 2.6 2.6")],
        _ => return None,
    })
}
