//! Wording shared by the screen, reports and citations.

use std::fmt::Display;

use crate::dossier::model::{Certainty, Date, DateBasis};

/// Formats a date with its basis: "18 Mar 2025", "about 18 Mar 2025", "Jul 2025 (date derived)", "undated".
pub fn dated(date: Option<impl Display>, basis: DateBasis) -> String {
    match (date, basis) {
        (None, _) => "undated".into(),
        (Some(date), DateBasis::Stated) => date.to_string(),
        (Some(date), DateBasis::Approx) => format!("about {date}"),
        (Some(date), DateBasis::Derived) => format!("{date} (date derived)"),
    }
}

/// Formats a value between a prefix and a suffix; empty if it is absent.
pub fn affixed(before: &str, value: &Option<impl Display>, after: &str) -> String {
    value.as_ref().map(|value| format!("{before}{value}{after}")).unwrap_or_default()
}

/// Capitalizes the first letter, at the beginning of a sentence.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Formats the certainty of a fact, for the end of its text: " (single source)". Empty if it is confirmed.
pub fn doubt(certainty: Certainty) -> String {
    match certainty {
        Certainty::Confirmed => String::new(),
        certainty => format!(" ({})", certainty.name()),
    }
}

/// Formats a figure of spending with at least two decimals.
pub fn figure(percent: f64) -> String {
    let short = format!("{percent:.2}");
    if short.parse() == Ok(percent) { short } else { percent.to_string() }
}

/// Formats the percentage of a goal or a target: "5" for a whole number, otherwise like a figure: "4.80".
pub fn percent(percent: f64) -> String {
    if percent.fract() == 0.0 { percent.to_string() } else { figure(percent) }
}

/// Formats a percentage or a range: "5", "5 to 6".
pub fn percent_range(from: f64, up_to: Option<f64>) -> String {
    match up_to {
        Some(up_to) => format!("{} to {}", percent(from), percent(up_to)),
        None => percent(from),
    }
}

/// Formats the years of a target: "for 2026", "from 2026 to 2030", "from 2026", "by 2029". `None` if it has none.
pub fn target_years(from: Option<i16>, by: Option<i16>) -> Option<String> {
    match (from, by) {
        (Some(from), Some(by)) if from == by => Some(format!("for {from}")),
        (Some(from), Some(by)) => Some(format!("from {from} to {by}")),
        (Some(from), None) => Some(format!("from {from}")),
        (None, Some(by)) => Some(format!("by {by}")),
        (None, None) => None,
    }
}

/// Formats a count: "1 source", "2 sources".
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Formats an edition by its month: "NATO, Aug 2025 edition".
pub fn edition(publisher: &str, date: Option<Date>) -> String {
    date.map_or(publisher.to_owned(), |date| format!("{publisher}, {} edition", date.month()))
}

/// Formats an approximate length: "about 1,340 km".
pub fn length(km: f64) -> String {
    let km = km.round() as i64;
    if km >= 1000 { format!("about {},{:03} km", km / 1000, km % 1000) } else { format!("about {km} km") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_at_least_two_decimals_and_whole_goals_have_none() {
        assert_eq!([2.4, 3.0, 3.375].map(figure), ["2.40", "3.00", "3.375"]);
        assert_eq!([4.8, 5.0, 3.375].map(percent), ["4.80", "5", "3.375"]);
    }
}
