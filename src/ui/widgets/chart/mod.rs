//! Bars by year that keep proportion, with named reference lines and targets.
//!
//! A greater value never has a shorter bar, and the bar of a value below a line ends below that line.

mod plot;
mod scale;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use plot::Plot;
pub use scale::{MergedLine, Scale};

use crate::config::Role;
use crate::dossier::model::{BenchmarkKind, StateId};
use crate::dossier::{AsOf, Fact, wording};
use crate::ui::symbols::Symbols;
use crate::ui::text::DisplayWidth;
use crate::ui::{RenderContext, dated_spending_label, spending_label};

/// A chart of spending; all values are per cent of GDP.
#[derive(Debug, Clone, PartialEq)]
pub struct SpendingChart {
    /// The bars, by year.
    pub bars: Vec<Bar>,
    /// The lines across the bars. Lines at one height are drawn as one, with all their names.
    pub lines: Vec<ReferenceLine>,
    /// The targets.
    pub targets: Vec<TargetMarker>,
    /// The year to label if not all labels fit. `None` is the last year.
    pub selected_year: Option<i16>,
    /// Whether the label of that year has the mark of the selection.
    pub marks_selected: bool,
}

/// A bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// The year.
    pub year: i16,
    /// The height.
    pub percent: f64,
    /// [`Role::Bar`], [`Role::Estimate`], or [`Role::Outside`] before accession.
    pub role: Role,
    /// Whether the figure is an estimate, also before accession.
    pub estimate: bool,
    /// The figure, for a bar above its year.
    pub value_label: String,
    /// The figure with its year, for a bar whose year may have no label.
    pub dated_label: String,
    /// Whether it is highlighted as changed or new.
    pub changed: bool,
}

/// A line across the bars.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferenceLine {
    /// The height.
    pub percent: f64,
    /// The name, shown after the percentage.
    pub name: String,
    /// Whether it was agreed rather than proposed.
    pub goal: bool,
}

/// A target for one year or several.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TargetMarker {
    /// The first year.
    pub from: i16,
    /// The last year.
    pub by: i16,
    /// The height, or the lower end of a range.
    pub percent: f64,
    /// The upper end of a range.
    pub up_to: Option<f64>,
    /// Whether it is highlighted as changed or new.
    pub changed: bool,
}

/// The most years after the last bar.
const MAX_YEARS_AHEAD: i16 = 6;
/// Columns of the figures at the left.
const AXIS: u16 = 3;
/// Columns that the names of lines keep when the plot needs space.
const MIN_NAMES: u16 = 12;
/// The most columns of the names of lines, or a fifth of the width if that is more.
const NAMES: u16 = 20;
/// The smallest chart: twelve columns, two rows of bars and the years.
const MIN_SIZE: (u16, u16) = (12, 3);

impl SpendingChart {
    /// Creates the chart of a state's figures and targets, with the benchmarks of the day. The last edit changed the
    /// facts for which `is_changed` is true.
    pub fn new(
        known: &AsOf<'_>,
        id: StateId,
        symbols: Symbols,
        is_changed: impl Fn(Fact) -> bool,
    ) -> SpendingChart {
        let (state, series) = (&known.dossier[id], known.spending(id));
        let bars = (0..).zip(series.figures).map(|(n, spending)| Bar {
            year: spending.year,
            percent: spending.percent,
            role: match spending {
                spending if state.joined_nato_after(spending.year) => Role::Outside,
                spending if spending.estimate => Role::Estimate,
                _ => Role::Bar,
            },
            estimate: spending.estimate,
            value_label: spending_label(spending, symbols),
            dated_label: dated_spending_label(spending, symbols),
            changed: is_changed(series.fact(n)),
        });
        let lines = known.benchmarks().map(|(_, benchmark)| ReferenceLine {
            percent: benchmark.percent,
            name: format!("{}{}", benchmark.name, symbols.certainty(benchmark.evidence.certainty)),
            goal: benchmark.kind == BenchmarkKind::Goal,
        });
        let targets = (0..).zip(known.targets(id)).filter_map(|(n, target)| {
            let (from, by) = (target.from.or(target.by)?, target.by.or(target.from)?);
            let changed = is_changed(Fact::Target(id, n));
            Some(TargetMarker {
                from: from.min(by),
                by,
                percent: target.percent,
                up_to: target.up_to,
                changed,
            })
        });
        SpendingChart {
            bars: bars.collect(),
            lines: lines.collect(),
            targets: targets.collect(),
            selected_year: None,
            marks_selected: true,
        }
    }

    /// Returns the legend for bars of this role; `None` if there are none.
    pub fn meaning(&self, role: Role) -> Option<&'static str> {
        let has = |wanted: fn(&Bar) -> bool| self.bars.iter().any(wanted);
        match role {
            Role::Estimate => has(|bar| bar.estimate).then_some("e estimate"),
            Role::Outside => has(|bar| bar.role == Role::Outside).then_some("before NATO"),
            _ => has(|bar| bar.role == Role::Bar).then_some("figure"),
        }
    }

    /// Returns whether any target is visible in a chart of this width.
    pub fn shows_targets(&self, width: u16) -> bool {
        self.columns(width).is_some_and(|columns| self.targets_between(columns).next().is_some())
    }

    /// Returns the targets for these years.
    pub fn targets_between(&self, columns: Columns) -> impl Iterator<Item = &TargetMarker> {
        self.targets.iter().filter(move |target| target.from <= columns.end && target.by >= columns.start)
    }

    /// Divides the width among the axis, the years and the names of the lines.
    ///
    /// The names are narrowed if that makes space for a gap between the bars, or for all years of the series. Later
    /// years, which have only targets, are added as long as every year has two columns.
    pub fn columns(&self, width: u16) -> Option<Columns> {
        let (first, last) = (self.bars.first()?.year, self.bars.last()?.year);
        let lines = self.merged_lines();
        let longest = lines.iter().map(|line| line.label.display_width() + 1).max().unwrap_or(0);
        let widest =
            u16::try_from(longest).unwrap_or(u16::MAX).min((width / 5).max(NAMES)).min(width * 2 / 5);
        let plot = width.saturating_sub(AXIS + widest);
        let max_plot = width.saturating_sub(AXIS + widest.min(MIN_NAMES));
        let count = |end: i16| u16::try_from(i32::from(end) - i32::from(first) + 1).unwrap_or(1).max(1);
        let limit = first.saturating_add((max_plot / 2) as i16 - 1).min(last.saturating_add(MAX_YEARS_AHEAD));
        let reachable = self.targets.iter().filter(|target| target.from <= limit);
        let end = reachable.map(|target| target.by.min(limit)).fold(last, i16::max);
        let slot = (plot / count(end)).max((max_plot / count(end)).min(2)).max(1);
        let shown = (max_plot / slot).clamp(1, count(end));
        Some(Columns { start: end - (shown as i16 - 1), end, slot, bar: (slot - 1).max(1) })
    }

    /// Returns the lines by height. A proposal at the height of a goal gets no name, since it would look like a goal.
    pub fn merged_lines(&self) -> Vec<MergedLine> {
        let mut heights: Vec<f64> = self.lines.iter().map(|line| line.percent).collect();
        heights.sort_by(f64::total_cmp);
        heights.dedup();
        let merged = |percent: f64| {
            let here = || self.lines.iter().filter(|line| line.percent == percent);
            let goal = here().any(|line| line.goal);
            let names: Vec<&str> =
                here().filter(|line| line.goal == goal).map(|line| line.name.as_str()).collect();
            let label = format!("{} % {}", wording::percent(percent), names.join(", "));
            MergedLine { percent, label, goal }
        };
        heights.into_iter().map(merged).collect()
    }

    /// Renders the chart, or nothing if it would be too small. Returns the clickable areas of each year: the columns of
    /// its bar with the year below them, and the label if it extends beyond them.
    pub fn render(&self, area: Rect, buf: &mut Buffer, ctx: &RenderContext<'_>) -> Vec<(i16, Rect)> {
        if area.width < MIN_SIZE.0 || area.height < MIN_SIZE.1 {
            return Vec::new();
        }
        let (Some(first), Some(last)) = (self.bars.first(), self.bars.last()) else { return Vec::new() };
        let Some(columns) = self.columns(area.width) else { return Vec::new() };
        let targets: Vec<&TargetMarker> = self.targets_between(columns).collect();
        let scale = self.scale(&targets, area.height - 1, ctx.symbols.ascii, ctx.has_braille());
        let lines = scale.drawn(self.merged_lines());
        let mut plot = Plot { buf, ctx, area, scale, columns, lines };
        let shown = || self.bars.iter().filter(|bar| bar.year >= columns.start);
        plot.axis();
        shown().for_each(|bar| plot.bar(bar));
        plot.lines();
        for target in targets {
            for year in target.from.max(columns.start)..=target.by.min(columns.end) {
                plot.target(target, year, self.bars.iter().any(|bar| bar.year == year));
            }
        }
        let slot = |bar: &Bar| (bar.year, Rect { x: plot.x(bar.year), width: columns.slot, ..area });
        let mut regions: Vec<(i16, Rect)> = shown().map(slot).collect();
        let selected = shown().find(|bar| Some(bar.year) == self.selected_year);
        let labelled = selected.unwrap_or(last);
        let mark = if selected.is_some() && self.marks_selected { ctx.symbols.selected() } else { "" };
        for year in columns.start..=columns.end {
            let role = match self.bars.iter().find(|bar| bar.year == year) {
                Some(bar) if bar.changed => Role::Changed,
                Some(bar) if Some(bar.year) == self.selected_year => Role::Focus,
                _ if year > last.year => Role::Later,
                _ => Role::Text,
            };
            plot.year(year, labelled.year, role);
        }
        if columns.start > first.year {
            let mark = ctx.symbols.ellipsis();
            let width = mark.display_width() as u16;
            plot.text(area.x + AXIS - width, 0, mark, width, Role::Text);
        }
        let widest = shown().map(|bar| plot.marked(bar, &bar.value_label).display_width()).max();
        if widest <= Some(usize::from(columns.bar)) {
            for bar in shown() {
                let role = if bar == labelled { Role::Strong } else { Role::Text };
                let label = match selected == Some(bar) {
                    true => format!("{mark}{}", bar.value_label),
                    false => bar.value_label.clone(),
                };
                plot.value_label(bar, &[&label], role, selected == Some(bar));
            }
        } else {
            let labels = [&labelled.dated_label, &labelled.value_label].map(|label| format!("{mark}{label}"));
            let labels = labels.each_ref().map(String::as_str);
            let label =
                plot.value_label(labelled, &labels, Role::Strong, labelled.changed || selected.is_some());
            regions.extend(label.map(|label| (labelled.year, label)));
        }
        regions
    }
}

/// The years of a chart, and the columns of each.
#[derive(Debug, Clone, Copy)]
pub struct Columns {
    /// The first year.
    pub start: i16,
    /// The last year.
    pub end: i16,
    /// Columns of a year.
    pub slot: u16,
    /// Columns of a bar: those of the year without the gap to the next bar, or one.
    pub bar: u16,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::config::{Keymap, MapSymbols, Theme};
    use crate::ui::symbols::Symbols;

    /// The settings that change the look of a chart.
    #[derive(Clone, Copy)]
    struct Look {
        ascii: bool,
        marker: MapSymbols,
        theme: Theme,
    }

    /// The height of each line symbol, in eighths of a cell.
    const LINES: [(&str, u32); 7] = [("⣀", 1), ("⠤", 3), ("⠒", 5), ("⠉", 7), ("_", 0), ("─", 4), ("-", 4)];

    /// A rendered chart, measured in its cells.
    struct Drawn {
        buf: Buffer,
        area: Rect,
        symbols: Symbols,
        /// The rows of bars, from below.
        rows: Vec<String>,
    }

    impl Drawn {
        fn of(chart: &SpendingChart, width: u16, height: u16, look: Look) -> Self {
            let area = Rect::new(0, 0, width, height);
            let symbols = Symbols { ascii: look.ascii };
            let keymap = Keymap::default();
            let ctx = RenderContext { theme: look.theme, symbols, marker: look.marker, keymap: &keymap };
            let mut buf = Buffer::empty(area);
            chart.render(area, &mut buf, &ctx);
            let row = |y| (0..width).map(|x| buf[(x, y)].symbol()).collect();
            let rows = (0..height.saturating_sub(1)).rev().map(row).collect();
            Drawn { buf, area, symbols, rows }
        }

        fn cell(&self, x: u16, row: u16) -> &str {
            self.buf[(x, self.area.bottom() - 2 - row)].symbol()
        }

        fn rows(&self) -> u16 {
            self.area.height - 1
        }

        /// Returns the height of the bar in a column, in eighths of a row. Fails if the bar has a gap.
        fn bar(&self, x: u16) -> u32 {
            let eighths = |symbol: &str| match (1..=8).find(|n| self.symbols.column(*n) == symbol) {
                Some(_) if symbol == " " => 0,
                Some(_) if self.symbols.ascii => 8,
                Some(n) => u32::from(n),
                None => 8 * u32::from(self.symbols.is_bar(symbol)),
            };
            let cells = (0..self.rows()).map(|row| eighths(self.cell(x, row)));
            let filled = cells.clone().take_while(|eighths| *eighths > 0).sum();
            assert_eq!(cells.sum::<u32>(), filled, "a bar with a gap in\n{:?}", self.buf);
            filled
        }

        /// Returns the first column and the row, from the bottom, of a word.
        fn find(&self, word: &str) -> Option<(u16, u16)> {
            (0..).zip(&self.rows).find_map(|(row, text)| {
                let at = text.find(word)?;
                Some((text[..at].chars().count() as u16, row))
            })
        }
    }

    /// Generates random charts.
    fn charts() -> impl Strategy<Value = SpendingChart> {
        let figure = || (0.05..6.5_f64).prop_map(|percent| (percent * 100.0).round() / 100.0);
        let roles = prop::sample::select(vec![Role::Bar, Role::Estimate, Role::Outside]);
        let bars = prop::collection::vec((figure(), roles), 1..40);
        let line = (prop::sample::select(vec![2.0, 2.5, 3.5, 5.0, 6.25]), any::<bool>());
        let lines = prop::collection::vec(line, 0..3);
        let target = (-2..6_i16, 0..5_i16, figure(), prop::option::of(0.0..2.0_f64));
        let targets = prop::collection::vec(target, 0..4);
        let selected = prop::option::of(0..40_i16);
        (bars, lines, targets, selected).prop_map(|(bars, lines, targets, selected)| {
            let first = 2026 - (bars.len() as i16 - 1);
            let bar = |(year, (percent, role)): (i16, (f64, Role))| Bar {
                year,
                percent,
                role,
                estimate: role == Role::Estimate,
                value_label: format!("{percent:.2}e"),
                dated_label: format!("{year}e {percent:.2}"),
                changed: false,
            };
            let line =
                |(percent, goal)| ReferenceLine { percent, name: "NATO goal (The Hague)".into(), goal };
            let target = |(from, years, percent, range): (i16, i16, f64, Option<f64>)| TargetMarker {
                from: 2026 + from,
                by: 2026 + from + years,
                percent,
                up_to: range.map(|range| percent + range),
                changed: false,
            };
            SpendingChart {
                bars: (first..).zip(bars).map(bar).collect(),
                lines: lines.into_iter().map(line).collect(),
                targets: targets.into_iter().map(target).collect(),
                selected_year: selected.map(|n| 2026 - n).filter(|year| *year >= first),
                marks_selected: true,
            }
        })
    }

    /// Checks the places of a chart's bars, lines, figures and labels.
    fn check(chart: &SpendingChart, width: u16, height: u16, look: Look) {
        let drawn = Drawn::of(chart, width, height, look);
        let ascii = look.ascii;
        let Some(columns) = chart.columns(width).filter(|_| width >= MIN_SIZE.0 && height >= MIN_SIZE.1)
        else {
            assert_eq!(drawn.buf, Buffer::empty(drawn.area));
            return;
        };
        let at = || format!("{width}x{height} of {chart:?} in\n{:?}", drawn.buf);
        let x = |bar: &Bar| AXIS + (bar.year - columns.start) as u16 * columns.slot;
        let shown: Vec<&Bar> = chart.bars.iter().filter(|bar| bar.year >= columns.start).collect();
        let heights: Vec<(f64, u32)> = shown.iter().map(|bar| (bar.percent, drawn.bar(x(bar)))).collect();
        for bar in &shown {
            assert!((1..columns.bar).all(|n| drawn.bar(x(bar) + n) == drawn.bar(x(bar))), "{}", at());
        }
        for (percent, height) in &heights {
            assert!(
                heights.iter().all(|(other, low)| other > percent || low <= height),
                "{percent}: {}",
                at()
            );
        }

        let figures: Vec<(u16, u16)> = (0..drawn.rows())
            .filter_map(|row| {
                Some((row, format!("{}{}", drawn.cell(0, row), drawn.cell(1, row)).trim().parse().ok()?))
            })
            .collect();
        assert_eq!(figures.first(), Some(&(0, 0)), "{}", at());
        for (n, (row, figure)) in (0..).zip(&figures) {
            assert_eq!((*row, *figure), (n * figures[1].0, n * figures[1].1), "{}", at());
        }

        let end = AXIS + (columns.end - columns.start + 1) as u16 * columns.slot - 1;
        for line in chart.merged_lines() {
            let label = format!("{} %", wording::percent(line.percent));
            let Some((name, row)) = drawn.find(&format!(" {label}")) else { continue };
            assert!(name >= end, "{}", at());
            let in_cell = |x| LINES.iter().find(|(symbol, _)| *symbol == drawn.cell(x, row));
            let Some((_, eighths)) = (AXIS..=end).find_map(in_cell) else { continue };
            let height = u32::from(row) * 8 + eighths;
            // The figures of the axis are at the lower edges of their rows.
            let value = line.percent * 8.0 * f64::from(figures[1].0) / f64::from(figures[1].1);
            let has_dots = !ascii && look.marker == MapSymbols::Braille;
            let most = if has_dots { 1.0 } else { 2.0 };
            assert!((f64::from(height) - value).abs() <= most + 1e-9, "{label} is {value} eighths: {}", at());
            for (percent, bar) in &heights {
                let below = if ascii { *bar <= height } else { *bar < height };
                assert!(
                    if *percent < line.percent { below } else { *bar >= height },
                    "{percent}, {label}: {}",
                    at()
                );
            }
        }

        for bar in &shown {
            for label in [&bar.dated_label, &bar.value_label] {
                let same = chart.bars.iter().filter(|other| other.value_label == bar.value_label).count() > 1;
                let Some((start, row)) = drawn.find(label).filter(|_| !same) else { continue };
                let last = start + label.len() as u16;
                // The mark of the selection is a part of the label.
                let mark = Symbols { ascii }.selected();
                let start = start - u16::from(start > 0 && drawn.cell(start - 1, row) == mark);
                let inside = start >= x(bar) && last <= x(bar) + columns.slot;
                let above = inside || (start <= x(bar) && last >= x(bar) + columns.bar);
                let beside = last == x(bar) || start == x(bar) + columns.bar;
                let (row, height) = (u32::from(row), drawn.bar(x(bar)));
                assert!(
                    (above && row * 8 >= height) || (beside && row == height.div_ceil(8).saturating_sub(1)),
                    "{label}: {}",
                    at()
                );
            }
        }

        let labels = chart.merged_lines();
        let longest = labels.iter().map(|line| line.label.len() as u16 + 1).max().unwrap_or(0);
        let names = longest.min((width / 5).max(NAMES)).min(width * 2 / 5);
        let years = (columns.end - columns.start + 1) as u16;
        let missing = columns.start > chart.bars[0].year;
        assert!(AXIS + (columns.slot + 1) * years > width - names, "wider bars: {}", at());
        assert!(!missing || AXIS + columns.slot * (years + 1) > width - names, "more years: {}", at());
        assert!(!missing || columns.slot == 1, "narrower bars: {}", at());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn charts_keep_proportion_at_every_size(chart in charts(), ascii: bool, braille: bool, plain: bool) {
            let theme = if plain { Theme::named("mono") } else { Theme::named("dark") }.unwrap_or_default();
            let marker = if braille { MapSymbols::Braille } else { MapSymbols::HalfBlock };
            let look = Look { ascii, marker, theme };
            for width in (1..=120).chain([160, 200]) {
                for height in 1..=17 {
                    check(&chart, width, height, look);
                }
            }
        }
    }
}
