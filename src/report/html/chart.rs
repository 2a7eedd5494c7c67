//! An SVG chart of a state's defence spending: the dashboard's chart, with bars, lines and targets at exact heights.

use std::fmt::Write;

use crate::config::Role;
use crate::dossier::model::{Certainty, StateId};
use crate::dossier::{AsOf, wording};
use crate::ui::chart::{MergedLine, Scale, SpendingChart};
use crate::ui::symbols::Symbols;

use super::super::screenshot::svg::escaped;
use super::coordinate as c;

/// The size of the drawing, and its left, right, top and bottom margins.
const SIZE: (f64, f64) = (720.0, 260.0);
const MARGINS: [f64; 4] = [26.0, 46.0, 14.0, 22.0];
/// The size of the drawing in columns and rows of the dashboard, which determine the years and the scale.
const COLUMNS: u16 = 160;
const ROWS: u16 = 12;
/// The width of the label of a year or a figure.
const LABEL: f64 = 36.0;
/// The distance between labels below each other.
const LABEL_HEIGHT: f64 = 13.0;

/// The position of years and values in the drawing.
struct Plot {
    start: i16,
    end: i16,
    scale: Scale,
}

impl Plot {
    /// Returns the width of a year.
    fn slot(&self) -> f64 {
        (SIZE.0 - MARGINS[0] - MARGINS[1]) / (f64::from(self.end) - f64::from(self.start) + 1.0)
    }

    /// Returns the left edge of a year.
    fn x(&self, year: i16) -> f64 {
        MARGINS[0] + (f64::from(year) - f64::from(self.start)) * self.slot()
    }

    fn y(&self, percent: f64) -> f64 {
        let bottom = SIZE.1 - MARGINS[3];
        bottom - percent / self.scale.y_max() * (bottom - MARGINS[2])
    }
}

/// Returns the chart and its legend; empty for a state without figures.
pub(super) fn chart(known: &AsOf<'_>, id: StateId) -> String {
    let symbols = Symbols { ascii: false };
    let chart = SpendingChart::new(known, id, symbols, |_| false);
    let Some(columns) = chart.columns(COLUMNS) else { return String::new() };
    let targets: Vec<_> = chart.targets_between(columns).collect();
    let plot =
        Plot { start: columns.start, end: columns.end, scale: chart.scale(&targets, ROWS, false, true) };
    let lines = chart.merged_lines();
    let (width, height) = SIZE;
    let name = escaped(&known.dossier[id].name);
    // The chart scrolls on narrow screens. `tabindex` makes that possible with the keyboard.
    let mut svg = format!(
        "<figure>\n<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Chart of the defence spending of \
         {name}\">\n<svg class=\"chart\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" aria-label=\"Bars by year; the table below has the figures\">\n"
    );
    axes(&plot, &mut svg);
    let labels = bars(&chart, &plot, &mut svg);
    reference_lines(&lines, &plot, &mut svg);
    svg += &labels;
    // A line over the years of a target, and a range above it.
    for target in &targets {
        let (left, right) =
            (plot.x(target.from.max(plot.start)), plot.x(target.by.min(plot.end)) + plot.slot());
        let (top, y) = (plot.y(target.up_to.unwrap_or(target.percent)), plot.y(target.percent));
        if top < y {
            svg += &rect("range", (left, top), (right - left, y - top));
        }
        let _ = writeln!(svg, "<path class=\"target\" d=\"M{} {}H{}\"/>", c(left), c(y), c(right));
    }

    let sample = |class| format!("<rect class=\"{class}\" x=\".5\" y=\".5\" width=\"13\" height=\"13\"/>");
    let line = |class| format!("<path class=\"{class}\" d=\"M0 7H14\"/>");
    let mut legend: Vec<(String, String)> = Vec::new();
    for role in [Role::Bar, Role::Estimate, Role::Outside] {
        legend.extend(chart.meaning(role).map(|meaning| (sample(bar_class(role)), meaning.to_owned())));
    }
    legend.extend(lines.iter().map(|merged| (line(line_class(merged)), escaped(&merged.label))));
    if !targets.is_empty() {
        legend.push((line("target"), "target".to_owned()));
    }
    svg += "</svg>\n</div>\n<figcaption>\n<ul class=\"legend\">\n";
    for (mark, meaning) in legend {
        let _ = writeln!(
            svg,
            "<li><svg class=\"mark\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 14 14\" aria-hidden=\"true\">\
             {mark}</svg>{meaning}</li>"
        );
    }
    for certainty in [Certainty::SingleSource, Certainty::Disputed] {
        if known.spending(id).figures.iter().any(|spending| spending.evidence.certainty == certainty) {
            let _ = writeln!(svg, "<li>{} {}</li>", symbols.certainty(certainty), certainty.name());
        }
    }
    svg + "</ul>\n</figcaption>\n</figure>\n"
}

// Writing to a string cannot fail, so the results are ignored.

fn axes(plot: &Plot, svg: &mut String) {
    let (left, right) = (MARGINS[0], SIZE.0 - MARGINS[1]);
    for (percent, _) in plot.scale.figures() {
        let y = plot.y(percent.into());
        let _ = writeln!(
            svg,
            "<path class=\"axis\" d=\"M{left} {0}H{right}\"/><text class=\"end quiet\" x=\"{1}\" y=\"{2}\">{percent}</text>",
            c(y),
            c(left - 6.0),
            c(y + 4.5)
        );
    }
    let every = (LABEL / plot.slot()).ceil() as usize;
    // Count from the end, so that the latest year has a label.
    for year in (plot.start..=plot.end).rev().step_by(every.max(1)) {
        let x = plot.x(year) + plot.slot() / 2.0;
        let y = SIZE.1 - 5.0;
        let _ = writeln!(svg, "<text class=\"middle\" x=\"{}\" y=\"{}\">{year}</text>", c(x), c(y));
    }
}

/// Draws the bars and returns their labels, to be drawn above the lines.
fn bars(chart: &SpendingChart, plot: &Plot, svg: &mut String) -> String {
    let mut labels = String::new();
    let width = (plot.slot() * 0.72).min(48.0);
    for bar in chart.bars.iter().filter(|bar| bar.year >= plot.start) {
        let x = plot.x(bar.year) + plot.slot() / 2.0;
        let (y, bottom) = (plot.y(bar.percent), plot.y(0.0));
        *svg += &rect(bar_class(bar.role), (x - width / 2.0, y), (width, bottom - y));
        if plot.slot() >= LABEL || Some(bar) == chart.bars.last() {
            let _ = writeln!(
                labels,
                "<text class=\"small middle\" x=\"{}\" y=\"{}\">{}</text>",
                c(x),
                c(y - 4.0),
                bar.value_label
            );
        }
    }
    labels
}

/// Draws the benchmarks as lines, with percentages at the right.
fn reference_lines(lines: &[MergedLine], plot: &Plot, svg: &mut String) {
    let (left, right) = (MARGINS[0], SIZE.0 - MARGINS[1]);
    let mut label_y = f64::INFINITY;
    for line in lines {
        let y = plot.y(line.percent);
        // Each label is above the one before.
        label_y = y.min(label_y - LABEL_HEIGHT);
        let _ = writeln!(
            svg,
            "<path class=\"{}\" d=\"M{left} {}H{right}\"/><text x=\"{}\" y=\"{}\">{} %</text>",
            line_class(line),
            c(y),
            c(right + 5.0),
            c(label_y + 4.5),
            wording::percent(line.percent)
        );
    }
}

fn bar_class(role: Role) -> &'static str {
    match role {
        Role::Outside => "before",
        Role::Estimate => "estimate",
        _ => "bar",
    }
}

fn line_class(line: &MergedLine) -> &'static str {
    if line.goal { "goal" } else { "proposal" }
}

fn rect(class: &str, (x, y): (f64, f64), (width, height): (f64, f64)) -> String {
    let [x, y, width, height] = [x, y, width, height].map(c);
    format!("<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>\n")
}
