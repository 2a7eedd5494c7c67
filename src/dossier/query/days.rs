//! Parses days that users type.

use jiff::Span;

use crate::decode::quoted;
use crate::dossier::model::{Date, Day};

/// An error in a day that a user typed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseDayError {
    /// The notation is unknown, or the calendar has no such day.
    #[error("{0} is not a day; expected 2025-03-18, 2025-07, 2025, today, or -1y (y, m, w, d) before today")]
    NotADay(String),
    /// The day is outside the years 1 to 9999.
    #[error("{0} is out of range; expected a day in the years 1 to 9999")]
    OutOfRange(String),
}

/// Parses a day: "2025-03-18", "18 Mar 2025" or "today"; "2025-07" or "2025" for the last day of a month or year; "-1y"
/// or "+10d" for a number of years, months, weeks or days from today.
///
/// # Errors
///
/// If the notation is unknown, or the day is out of range.
pub fn parse_day(text: &str, today: Day) -> Result<Day, ParseDayError> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    if let Some((number, unit)) = relative(&lower) {
        return add(today, number, unit).ok_or_else(|| ParseDayError::OutOfRange(quoted(text)));
    }
    let partial = || Date::parse_partial(&lower).map(Date::last_day);
    // jiff would also accept a time or a zone after the ten characters of the day.
    let full = || (lower.len() == 10).then(|| lower.parse().ok()).flatten();
    let day = if lower == "today" {
        Some(today)
    } else {
        partial().or_else(full).or_else(|| with_month_name(&lower))
    };
    day.ok_or_else(|| ParseDayError::NotADay(quoted(text)))
}

/// Splits "-1y" into a signed number and a unit.
fn relative(text: &str) -> Option<(&str, char)> {
    let number = text.strip_suffix(['y', 'm', 'w', 'd'])?;
    let digits = number.strip_prefix(['-', '+'])?;
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then_some((number, text.chars().next_back()?))
}

/// Adds a number of units to a day; `None` if the number or the result is out of range.
fn add(day: Day, number: &str, unit: char) -> Option<Day> {
    let number: i64 = number.parse().ok()?;
    let span = Span::new();
    let span = match unit {
        'y' => span.try_years(number),
        'm' => span.try_months(number),
        'w' => span.try_weeks(number),
        _ => span.try_days(number),
    };
    day.checked_add(span.ok()?).ok().filter(|day| day.year() > 0)
}

/// Parses the notation of the screen in lower case: "18 mar 2025", "jul 2025".
fn with_month_name(text: &str) -> Option<Day> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let parts: Vec<&str> = text.split_whitespace().collect();
    let month = |name: &str| {
        let index = MONTHS.iter().position(|month| name.starts_with(month))?;
        i8::try_from(index + 1).ok()
    };
    let year = |text: &str| text.parse::<i16>().ok().filter(|year| (1000..=9999).contains(year));
    match parts.as_slice() {
        [day, name, y] => Day::new(year(y)?, month(name)?, day.parse().ok()?).ok(),
        [name, y] => Some(Date::Month { year: year(y)?, month: month(name)? }.last_day()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_parsed_in_many_notations() {
        let today = date(2026, 11, 24);
        for (text, day) in [
            ("2025-03-18", date(2025, 3, 18)),
            (" 18 Mar 2025 ", date(2025, 3, 18)),
            ("2025-07", date(2025, 7, 31)),
            ("July 2025", date(2025, 7, 31)),
            ("2008", date(2008, 12, 31)),
            ("Today", today),
            ("-1y", date(2025, 11, 24)),
            ("-3m", date(2026, 8, 24)),
            ("-2w", date(2026, 11, 10)),
            ("+10d", date(2026, 12, 4)),
        ] {
            assert_eq!(parse_day(text, today), Ok(day), "{text}");
        }
        for text in
            ["", "-", "y", "-y", "2025-13", "2025-02-30", "18", "18 Foo 2025", "2025-03-18T10:00", "ü"]
        {
            assert!(parse_day(text, today).is_err(), "{text}");
        }
        for unit in ["y", "m", "w", "d"] {
            for number in ["-2147483648", "+2147483647", "-9223372036854775808", "-99999999999999999999999"] {
                let text = format!("{number}{unit}");
                assert!(matches!(parse_day(&text, today), Err(ParseDayError::OutOfRange(_))), "{text}");
            }
        }
        let error = parse_day("tomorow", today).unwrap_err().to_string();
        assert!(error.starts_with("\"tomorow\" is not a day; expected 2025-03-18"), "{error}");
    }
}
