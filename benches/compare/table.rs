//! Figures and the table that they are told in.

use std::time::Duration;

/// Many measurements of one thing, in milliseconds.
#[derive(Debug, Clone, Default)]
pub struct Times(Vec<f64>);

impl Times {
    pub fn add(&mut self, time: Duration) {
        self.0.push(time.as_secs_f64() * 1e3);
    }

    /// The value that `share` of all lie at or below.
    fn rank(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let at = (share * sorted.len() as f64).ceil() as usize;
        sorted.get(at.saturating_sub(1)).copied().unwrap_or(f64::NAN)
    }

    pub fn median(&self) -> f64 {
        self.rank(0.5)
    }

    pub fn p99(&self) -> f64 {
        self.rank(0.99)
    }
}

/// The table: what, ours, the floor, the ratio, the goal, and whether it is met.
#[derive(Debug, Default)]
pub struct Table(Vec<[String; 6]>);

impl Table {
    /// A figure against its floor, which it may be `most` times.
    pub fn ratio(&mut self, what: &str, unit: &str, ours: f64, floor: f64, most: f64) {
        let ratio = ours / floor;
        // Judged as it is shown, to a hundredth.
        let met = (ratio * 100.0).round() <= (most * 100.0).round();
        let (ours, floor) = (show(ours, unit), show(floor, unit));
        self.row(what, ours, floor, format!("{ratio:.2}"), format!("≤ {most}"), met);
    }

    /// A figure that must not be above `most`.
    pub fn most(&mut self, what: &str, unit: &str, ours: f64, most: f64) {
        let goal = if most == 0.0 { "0".into() } else { format!("≤ {}", show(most, unit)) };
        self.row(what, show(ours, unit), String::new(), String::new(), goal, ours <= most);
    }

    /// Milliseconds against those of another, of which they may be so many times, where that is a goal.
    pub fn peer(&mut self, what: &str, ours: f64, other: f64, most: Option<f64>) {
        if let Some(most) = most {
            return self.ratio(what, "ms", ours, other, most);
        }
        let ratio = format!("{:.2}", ours / other);
        let none = String::new;
        self.0.push([what.into(), show(ours, "ms"), show(other, "ms"), ratio, none(), none()]);
    }

    /// A figure without a goal.
    pub fn plain(&mut self, what: &str, unit: &str, ours: f64) {
        let none = String::new;
        self.0.push([what.into(), show(ours, unit), none(), none(), none(), none()]);
    }

    fn row(&mut self, what: &str, ours: String, floor: String, ratio: String, goal: String, met: bool) {
        self.0.push([what.into(), ours, floor, ratio, goal, if met { "met" } else { "missed" }.into()]);
    }

    /// Prints the rows for [`take_over`](Table::take_over).
    pub fn hand_over(&self) {
        self.0.iter().for_each(|row| println!("{}", row.join("\t")));
    }

    /// Takes the rows that another process handed over.
    pub fn take_over(&mut self, rows: &str) {
        let row = |line: &str| {
            let mut cells = line.split('\t').map(str::to_owned);
            std::array::from_fn(|_| cells.next().unwrap_or_default())
        };
        self.0.extend(rows.lines().map(row));
    }

    pub fn print(&self) {
        let head = ["what", "flank", "floor", "ratio", "goal", ""].map(str::to_owned);
        let rows = || std::iter::once(&head).chain(&self.0);
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

fn show(figure: f64, unit: &str) -> String {
    let digits = match figure {
        figure if figure >= 100.0 || figure.fract() == 0.0 => 0,
        figure if figure >= 10.0 => 1,
        _ => 2,
    };
    format!("{figure:.digits$} {unit}").trim_end().to_owned()
}
