//! Statistics, and the table of results.

use std::time::Duration;

/// Measurements of one operation, in milliseconds.
#[derive(Debug, Clone, Default)]
pub struct Times(Vec<f64>);

impl Times {
    pub fn add(&mut self, time: Duration) {
        self.0.push(time.as_secs_f64() * 1e3);
    }

    pub fn median(&self) -> f64 {
        self.percentile(50)
    }

    pub fn p99(&self) -> f64 {
        self.percentile(99)
    }

    /// Returns the smallest measurement that at least this percentage of all do not exceed, or NaN without any.
    fn percentile(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let rank = (percent * sorted.len()).div_ceil(100);
        sorted.get(rank.saturating_sub(1)).copied().unwrap_or(f64::NAN)
    }
}

const HEADER: [&str; 6] = ["what", "flank", "baseline", "ratio", "goal", ""];

/// A row per figure, with the columns of [`HEADER`].
#[derive(Debug, Default)]
pub struct Table(Vec<[String; 6]>);

impl Table {
    /// Adds a figure and its baseline. The goal is a ratio of at most `max`.
    pub fn ratio(&mut self, what: &str, unit: &str, flank: f64, baseline: f64, max: f64) {
        // Rounds first, so that the verdict agrees with the printed ratio.
        let ratio = (flank / baseline * 100.0).round() / 100.0;
        let (flank, baseline) = (format_figure(flank, unit), format_figure(baseline, unit));
        let goal = format!("≤ {max}");
        self.0.push([what.into(), flank, baseline, format!("{ratio:.2}"), goal, verdict(ratio <= max)]);
    }

    /// Adds a figure. The goal is at most `max`.
    pub fn limit(&mut self, what: &str, unit: &str, flank: f64, max: f64) {
        let goal = if max == 0.0 { "0".into() } else { format!("≤ {}", format_figure(max, unit)) };
        let flank_cell = format_figure(flank, unit);
        self.0.push([what.into(), flank_cell, String::new(), String::new(), goal, verdict(flank <= max)]);
    }

    /// Adds a figure without a goal.
    pub fn plain(&mut self, what: &str, unit: &str, flank: f64) {
        let mut row = <[String; 6]>::default();
        row[0] = what.into();
        row[1] = format_figure(flank, unit);
        self.0.push(row);
    }

    /// Prints the table as Markdown.
    pub fn print(&self) {
        let header = HEADER.map(str::to_owned);
        let rows = || std::iter::once(&header).chain(&self.0);
        let widths: [usize; 6] =
            std::array::from_fn(|n| rows().map(|row| row[n].chars().count()).max().unwrap_or(0));
        for (number, row) in rows().enumerate() {
            let cells: Vec<String> =
                row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
            println!("| {} |", cells.join(" | "));
            if number == 0 {
                println!("|{}|", widths.map(|width| "-".repeat(width + 2)).join("|"));
            }
        }
    }
}

fn verdict(met: bool) -> String {
    if met { "met" } else { "missed" }.into()
}

/// Formats a figure with three significant digits or, from 1000 on, as an integer.
fn format_figure(figure: f64, unit: &str) -> String {
    let decimals = match figure {
        figure if figure >= 100.0 || figure.fract() == 0.0 => 0,
        figure if figure >= 10.0 => 1,
        _ => 2,
    };
    format!("{figure:.decimals$} {unit}").trim_end().to_owned()
}
