//! Horizontal bars that keep proportion, with the notch of a goal.

use ratatui::text::Span;

use crate::config::Role;
use crate::ui::RenderContext;

/// Returns a horizontal bar in `width` columns, all of which `highest` fills. The notch of a goal takes a separate
/// column, which the bars of smaller values do not reach.
pub fn horizontal_bar<'a>(
    percent: f64,
    highest: f64,
    goal: Option<f64>,
    width: u16,
    role: Role,
    ctx: &RenderContext<'_>,
) -> Vec<Span<'a>> {
    let symbols = ctx.symbols;
    // A goal of 0 needs no notch, since every bar reaches it.
    let goal = goal.filter(|goal| *goal > 0.0);
    let columns = width.saturating_sub(u16::from(goal.is_some()));
    let per_percent = f64::from(columns) / highest;
    // The goal is between two cells, so that bars can end at it.
    let goal = goal.map(|goal| (goal, (goal * per_percent).floor().max(1.0)));
    let per_percent = goal.map_or(per_percent, |(goal, cells)| cells / goal);
    let unit = if symbols.ascii { 8 } else { 1 };
    let rounded = ((percent * per_percent * 8.0 / f64::from(unit)).round() as u32 * unit).max(unit);
    let goal_eighths = goal.map(|(_, cells)| cells as u32 * 8);
    let eighths = match (goal, goal_eighths) {
        (Some((goal, _)), Some(eighths)) if percent < goal => rounded.min(eighths - unit),
        (_, Some(eighths)) => rounded.max(eighths),
        _ => rounded,
    };
    let bar = ctx.style(role);
    let cell = |n: u32| Span::styled(symbols.row(eighths.saturating_sub(n * 8).min(8) as u8), bar);
    let mut cells: Vec<Span<'a>> = (0..columns.into()).map(cell).collect();
    if let Some(at) = goal_eighths {
        let mut style = ctx.style(Role::Goal);
        if eighths > at
            && let Some(color) = bar.fg
        {
            style = style.bg(color);
        }
        cells.insert((at / 8).min(columns.into()) as usize, Span::styled(symbols.notch(), style));
    }
    cells
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::config::{Keymap, MapSymbols, Theme};
    use crate::ui::symbols::Symbols;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn horizontal_bars_keep_proportion_and_end_before_a_missed_goal(
            mut percents in prop::collection::vec(0.05..6.5_f64, 2..8),
            goal in prop::option::of(0.5..6.5_f64),
            ascii: bool,
        ) {
            let symbols = Symbols { ascii };
            let keymap = Keymap::default();
            let ctx = RenderContext { theme: Theme::default(), symbols, marker: MapSymbols::default(), keymap: &keymap };
            percents.sort_by(f64::total_cmp);
            let highest = percents.iter().copied().chain(goal).fold(0.0, f64::max);
            for width in 2..=80 {
                let mut above = 0;
                for percent in &percents {
                    let cells = horizontal_bar(*percent, highest, goal, width, Role::Bar, &ctx);
                    prop_assert_eq!(cells.len(), usize::from(width));
                    let length = |cells: &[Span<'_>]| -> u32 {
                        let eighths = |cell: &Span<'_>| (1..=8).rev().find(|n| symbols.row(*n) == cell.content).unwrap_or(0);
                        cells.iter().map(|cell| u32::from(eighths(cell))).sum()
                    };
                    let at = cells.iter().position(|cell| cell.content == symbols.notch());
                    prop_assert_eq!(at.is_some(), goal.is_some());
                    if let Some((goal, at)) = goal.zip(at) {
                        prop_assert_eq!(*percent < goal, length(&cells[..at]) < at as u32 * 8);
                    }
                    prop_assert!(length(&cells) >= above, "{percent} at {width}");
                    above = length(&cells);
                }
            }
        }
    }

    #[test]
    fn goal_of_nothing_has_no_notch() {
        for ascii in [false, true] {
            let (symbols, keymap) = (Symbols { ascii }, Keymap::default());
            let ctx = RenderContext {
                theme: Theme::default(),
                symbols,
                marker: MapSymbols::default(),
                keymap: &keymap,
            };
            for percent in [0.0, 5.0] {
                let cells = horizontal_bar(percent, 5.0, Some(0.0), 20, Role::Bar, &ctx);
                assert_eq!(cells.len(), 20);
                assert!(cells.iter().all(|cell| cell.content != symbols.notch()));
            }
        }
    }
}
