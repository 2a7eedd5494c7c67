//! An SVG chart of a state's defence spending: bars by year, benchmarks as lines, targets as marks.

use std::fmt::Write;

use crate::dossier::model::BenchmarkKind;
use crate::dossier::wording;

use super::super::briefing::{Benchmark, State, Target};
use super::super::screenshot::svg::escaped;
use super::coordinate as c;

/// The size of the drawing, and its left, right, top and bottom margins.
const SIZE: (f64, f64) = (720.0, 260.0);
const MARGINS: [f64; 4] = [26.0, 40.0, 18.0, 22.0];
/// The most years after the last bar.
const MAX_YEARS_AHEAD: i32 = 6;
/// The width of the label of a year or a figure.
const LABEL: f64 = 36.0;
/// The distance between labels below each other.
const LABEL_HEIGHT: f64 = 13.0;
/// The possible steps between grid lines.
const STEPS: [f64; 8] = [0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0];

/// The scales of a chart.
struct Scales {
    first: i32,
    last: i32,
    y_max: f64,
}

impl Scales {
    /// Returns the width of a year.
    fn slot(&self) -> f64 {
        (SIZE.0 - MARGINS[0] - MARGINS[1]) / f64::from(self.last - self.first + 1)
    }

    /// Returns the left edge of a year.
    fn x(&self, year: i32) -> f64 {
        MARGINS[0] + f64::from(year - self.first) * self.slot()
    }

    fn y(&self, percent: f64) -> f64 {
        let bottom = SIZE.1 - MARGINS[3];
        bottom - percent / self.y_max * (bottom - MARGINS[2])
    }
}

/// Returns the first and the last year of a target; `None` if it has neither.
fn years(target: &Target) -> Option<(i32, i32)> {
    let (from, by) = (target.from.or(target.by)?, target.by.or(target.from)?);
    Some((from.min(by).into(), by.into()))
}

/// Returns the chart and its legend; empty for a state without figures.
pub(super) fn chart(state: &State, benchmarks: &[Benchmark]) -> String {
    let (Some(first), Some(last)) = (state.spending.first(), state.spending.last()) else {
        return String::new();
    };
    let (first, last_bar) = (i32::from(first.year), i32::from(last.year));
    let limit = last_bar + MAX_YEARS_AHEAD;
    let targets: Vec<(&Target, i32, i32)> = state
        .targets
        .iter()
        .filter_map(|target| years(target).map(|(from, by)| (target, from.max(first), by.min(limit))))
        .filter(|(_, from, by)| from <= by)
        .collect();
    let last = targets.iter().map(|(_, _, by)| *by).fold(last_bar, i32::max);
    let highest = (state.spending.iter().map(|spending| spending.percent))
        .chain(benchmarks.iter().map(|benchmark| benchmark.percent))
        .chain(targets.iter().map(|(target, ..)| target.up_to.unwrap_or(target.percent)))
        .fold(0.1, f64::max);
    let scales = Scales { first, last, y_max: highest * 1.05 };
    let (width, height) = SIZE;
    let name = escaped(&state.name);
    // The chart scrolls on narrow screens. `tabindex` makes that possible with the keyboard.
    let mut svg = format!(
        "<figure>\n<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Chart of the defence spending of \
         {name}\">\n<svg class=\"chart\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" aria-label=\"Bars by year; the table below has the figures\">\n"
    );
    axes(&scales, &mut svg);
    let labels = bars(state, &scales, &mut svg);
    lines(benchmarks, &scales, &mut svg);
    svg += &labels;
    for (target, from, by) in &targets {
        mark(target, (scales.x(*from), scales.x(*by) + scales.slot()), &scales, &mut svg);
    }
    svg += "</svg>\n</div>\n<figcaption>\n";
    svg += &legend(state, benchmarks, !targets.is_empty());
    svg + "</figcaption>\n</figure>\n"
}

// Writing to a string cannot fail, so the results are ignored.

fn axes(scales: &Scales, svg: &mut String) {
    let step = STEPS.into_iter().find(|step| scales.y_max / step <= 6.0).unwrap_or(scales.y_max);
    let (left, right) = (MARGINS[0], SIZE.0 - MARGINS[1]);
    for n in 0..=(scales.y_max / step) as i32 {
        let percent = f64::from(n) * step;
        let y = scales.y(percent);
        let _ = writeln!(
            svg,
            "<path class=\"axis\" d=\"M{left} {0}H{right}\"/><text class=\"end quiet\" x=\"{1}\" y=\"{2}\">{percent}</text>",
            c(y),
            c(left - 6.0),
            c(y + 4.5)
        );
    }
    let every = (LABEL / scales.slot()).ceil() as usize;
    // Count from the end, so that the latest year has a label.
    for year in (scales.first..=scales.last).rev().step_by(every.max(1)) {
        let x = scales.x(year) + scales.slot() / 2.0;
        let y = SIZE.1 - 5.0;
        let _ = writeln!(svg, "<text class=\"middle\" x=\"{}\" y=\"{}\">{year}</text>", c(x), c(y));
    }
}

/// Draws the bars and returns their labels, to be drawn above the lines.
fn bars(state: &State, scales: &Scales, svg: &mut String) -> String {
    let mut labels = String::new();
    let width = (scales.slot() * 0.72).min(48.0);
    let label_all = scales.slot() >= LABEL;
    for (n, spending) in state.spending.iter().enumerate() {
        let class = match spending {
            spending if spending.before_accession => "before",
            spending if spending.estimate => "estimate",
            _ => "bar",
        };
        let x = scales.x(spending.year.into()) + scales.slot() / 2.0;
        let (y, bottom) = (scales.y(spending.percent), scales.y(0.0));
        let _ = writeln!(
            svg,
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            c(x - width / 2.0),
            c(y),
            c(width),
            c(bottom - y)
        );
        if label_all || n + 1 == state.spending.len() {
            let estimate = if spending.estimate { "e" } else { "" };
            let figure = wording::figure(spending.percent);
            let _ = writeln!(
                labels,
                "<text class=\"small middle\" x=\"{}\" y=\"{}\">{figure}{estimate}</text>",
                c(x),
                c(y - 4.0)
            );
        }
    }
    labels
}

/// Draws the benchmarks as lines, with percentages at the right. Equal benchmarks share one.
fn lines(benchmarks: &[Benchmark], scales: &Scales, svg: &mut String) {
    let (left, right) = (MARGINS[0], SIZE.0 - MARGINS[1]);
    let mut sorted: Vec<&Benchmark> = benchmarks.iter().collect();
    sorted.sort_by(|one, other| one.percent.total_cmp(&other.percent));
    let mut labelled: Option<(f64, f64)> = None;
    for benchmark in sorted {
        let y = scales.y(benchmark.percent);
        let _ = writeln!(svg, "<path class=\"{}\" d=\"M{left} {}H{right}\"/>", class(benchmark), c(y));
        if labelled.is_some_and(|(percent, _)| percent == benchmark.percent) {
            continue;
        }
        // Each label is above the one before.
        let at = labelled.map_or(y, |(_, below)| y.min(below - LABEL_HEIGHT));
        labelled = Some((benchmark.percent, at));
        let label = wording::percent(benchmark.percent);
        let _ = writeln!(svg, "<text x=\"{}\" y=\"{}\">{label} %</text>", c(right + 5.0), c(at + 4.5));
    }
}

fn class(benchmark: &Benchmark) -> &'static str {
    match benchmark.kind {
        BenchmarkKind::Goal => "goal",
        BenchmarkKind::Proposal => "proposal",
    }
}

/// Draws a target over its years: a line, or a range with a line at its lower end.
fn mark(target: &Target, (left, right): (f64, f64), scales: &Scales, svg: &mut String) {
    let y = scales.y(target.percent);
    if let Some(up_to) = target.up_to {
        let top = scales.y(up_to);
        let _ = writeln!(
            svg,
            "<rect class=\"range\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            c(left),
            c(top),
            c(right - left),
            c((y - top).max(0.0))
        );
    }
    let _ = writeln!(svg, "<path class=\"target\" d=\"M{} {}H{}\"/>", c(left), c(y), c(right));
}

/// Returns the legend for the marks in the chart.
fn legend(state: &State, benchmarks: &[Benchmark], has_targets: bool) -> String {
    let box_of =
        |class: &str| format!("<rect class=\"{class}\" x=\".5\" y=\".5\" width=\"13\" height=\"13\"/>");
    let line_of = |class: &str| format!("<path class=\"{class}\" d=\"M0 7H14\"/>");
    let has = |wanted: fn(&super::super::briefing::Spending) -> bool| state.spending.iter().any(wanted);
    let mut items: Vec<(String, String)> = Vec::new();
    if has(|spending| !spending.estimate && !spending.before_accession) {
        items.push((box_of("bar"), "figure".into()));
    }
    if has(|spending| spending.estimate) {
        items.push((box_of("estimate"), "estimate (e)".into()));
    }
    if has(|spending| spending.before_accession) {
        items.push((box_of("before"), "before joining NATO".into()));
    }
    for benchmark in benchmarks {
        let name = format!("{} %: {}", wording::percent(benchmark.percent), escaped(&benchmark.name));
        items.push((line_of(class(benchmark)), name));
    }
    if has_targets {
        items.push((line_of("target"), "target".into()));
    }
    let items = items.into_iter().map(|(mark, name)| {
        format!(
            "<li><svg class=\"mark\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 14 14\" aria-hidden=\"true\">\
             {mark}</svg>{name}</li>\n"
        )
    });
    format!("<ul class=\"legend\">\n{}</ul>\n", items.collect::<String>())
}
