//! Animates several screens in one drawing.
//!
//! A cell that is equal on several screens is drawn once. The cells of the same screens form a group, and the style
//! sheet shows each group during its screens.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use super::GlyphCell;
use super::colours::CellColors;

/// The duration of the last screen, in steps.
const LAST: usize = 2;

/// For each screen from first to last, whether it has the cell.
pub(super) type Screens = Vec<bool>;

/// A cell and its colours.
pub(super) type Cell<'b> = (CellColors, GlyphCell<'b>);

/// Groups the cells of all screens, by row. The last group has the cells that all screens share.
pub(super) fn grouped<'a, 'b>(
    screens: &'a [Vec<Vec<Cell<'b>>>],
) -> BTreeMap<Screens, Vec<Vec<&'a Cell<'b>>>> {
    let height = screens.iter().map(Vec::len).max().unwrap_or(0);
    let mut groups: BTreeMap<Screens, Vec<Vec<&Cell<'_>>>> = BTreeMap::new();
    for y in 0..height {
        let mut shown: HashMap<_, (Screens, &Cell<'_>)> = HashMap::new();
        for (n, screen) in screens.iter().enumerate() {
            for cell in screen.get(y).into_iter().flatten() {
                let (colors, glyph) = cell;
                let key = (glyph.x, glyph.width, &*glyph.symbol, colors, glyph.style.add_modifier);
                let (on, _) = shown.entry(key).or_insert_with(|| (vec![false; screens.len()], cell));
                on[n] = true;
            }
        }
        let mut cells: Vec<(Screens, &Cell<'_>)> = shown.into_values().collect();
        cells.sort_by_key(|(_, (_, glyph))| glyph.x);
        for (on, cell) in cells {
            groups.entry(on).or_insert_with(|| vec![Vec::new(); height])[y].push(cell);
        }
    }
    groups
}

/// Returns the style of group `n`, which is visible on the screens `on`. Each screen takes `seconds`. Without
/// animation, only the last screen is visible.
pub(super) fn style(n: usize, on: &Screens, seconds: f32) -> String {
    let steps = on.len() + LAST - 1;
    let visibility = |on: bool| if on { "visible" } else { "hidden" };
    let mut style = format!(
        ".s{n}{{visibility:{};animation:s{n} {}s step-end infinite}}@keyframes s{n}{{",
        visibility(on.last() == Some(&true)),
        seconds * steps as f32,
    );
    for (step, now) in on.iter().enumerate() {
        if step == 0 || on[step - 1] != *now {
            let _ =
                write!(style, "{}%{{visibility:{}}}", step as f32 * 100.0 / steps as f32, visibility(*now));
        }
    }
    style + "}"
}

/// The style for readers who prefer reduced motion.
pub(super) const WITHOUT_MOTION: &str = "@media (prefers-reduced-motion:reduce){g{animation:none!important}}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn group_is_visible_during_its_screens() {
        assert_eq!(
            style(3, &vec![true, false, false, true], 2.0),
            ".s3{visibility:visible;animation:s3 10s step-end infinite}\
             @keyframes s3{0%{visibility:visible}20%{visibility:hidden}60%{visibility:visible}}"
        );
        assert!(style(1, &vec![true, false], 1.0).starts_with(".s1{visibility:hidden;animation:s1 3s "));
    }
}
