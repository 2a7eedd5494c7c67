//! Days, and dates that may be only a month or a year.

use std::fmt;

/// A calendar day (UTC).
pub type Day = jiff::civil::Date;

/// A date with the precision that is known.
///
/// A month or a year sorts as its last day, and becomes known on that day, so that nothing is shown before it happened.
/// Each date is displayed with its own precision: `18 Mar 2025`, `Jul 2025`, `2008`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Date {
    /// A day.
    Day(Day),
    /// A month, if the day is not known.
    Month {
        /// The year, 1 to 9999.
        year: i16,
        /// The month, 1 to 12.
        month: i8,
    },
    /// A year, 1 to 9999, if the month is not known.
    Year(i16),
}

impl Date {
    /// Parses a month ("2025-07") or a year ("2025"). A day in a file is a TOML date, not text.
    pub fn parse_partial(text: &str) -> Option<Date> {
        let (year, month) = match text.split_once('-') {
            Some((year, month)) => (year, Some(month)),
            None => (text, None),
        };
        let year = digits(year, 4)?;
        match month {
            None => Day::new(year, 1, 1).ok().filter(|_| year > 0).map(|_| Date::Year(year)),
            Some(month) => {
                let month = i8::try_from(digits(month, 2)?).ok()?;
                Day::new(year, month, 1).ok().filter(|_| year > 0).map(|_| Date::Month { year, month })
            }
        }
    }

    /// Parses a date in the notation of the file format: "2025-03-18", "2025-07" or "2008".
    pub fn parse(text: &str) -> Option<Date> {
        let day = || (text.len() == 10).then(|| Day::strptime("%Y-%m-%d", text).ok()).flatten();
        Date::parse_partial(text).or_else(|| day().map(Date::Day))
    }

    /// Returns the date in the notation of the file format: "2025-03-18", "2025-07".
    pub fn to_toml(self) -> String {
        match self {
            Date::Day(day) => day.to_string(),
            Date::Month { year, month } => format!("{year:04}-{month:02}"),
            Date::Year(year) => format!("{year:04}"),
        }
    }

    /// Returns the month of a day, and a month or a year unchanged.
    pub fn month(self) -> Date {
        match self {
            Date::Day(day) => Date::Month { year: day.year(), month: day.month() },
            other => other,
        }
    }

    /// Returns the last day on which it can have happened.
    pub fn last_day(self) -> Day {
        match self {
            Date::Day(day) => day,
            Date::Month { year, month } => jiff::civil::date(year, month, 1).last_of_month(),
            Date::Year(year) => jiff::civil::date(year, 12, 31),
        }
    }

    /// Returns the first day on which it can have happened.
    pub fn first_day(self) -> Day {
        match self {
            Date::Day(day) => day,
            Date::Month { year, month } => jiff::civil::date(year, month, 1),
            Date::Year(year) => jiff::civil::date(year, 1, 1),
        }
    }

    /// Returns the year.
    pub fn year(self) -> i16 {
        match self {
            Date::Day(day) => day.year(),
            Date::Month { year, .. } | Date::Year(year) => year,
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let format = match self {
            Date::Day(_) => "%-d %b %Y",
            Date::Month { .. } => "%b %Y",
            Date::Year(_) => "%Y",
        };
        f.pad(&self.first_day().strftime(format).to_string())
    }
}

impl From<Day> for Date {
    fn from(day: Day) -> Self {
        Date::Day(day)
    }
}

/// Parses a number of exactly `count` ASCII digits.
fn digits(text: &str, count: usize) -> Option<i16> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn month_or_year_sorts_as_its_last_day_and_keeps_its_precision() {
        let july = Date::parse_partial("2025-07").unwrap();
        assert_eq!(july.last_day(), date(2025, 7, 31));
        assert_eq!(july.to_string(), "Jul 2025");
        let year = Date::parse_partial("2008").unwrap();
        assert_eq!(year.last_day(), date(2008, 12, 31));
        assert_eq!(year.to_string(), "2008");
        assert_eq!(Date::Day(date(2025, 3, 8)).to_string(), "8 Mar 2025");
    }

    #[test]
    fn dates_survive_writing_and_parsing() {
        for text in ["2025-03-18", "2025-07", "2008", "0204-01-02"] {
            assert_eq!(Date::parse(text).unwrap().to_toml(), text);
        }
        for text in ["", "2025-3-18", "2025-02-30", "18 Mar 2025", "2025-03-18T10"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn other_notations_are_refused() {
        for text in
            ["", "25", "2025-7", "2025-13", "2025-00", "2025-03-18", "0000", "-204", "２０２５", "2025-"]
        {
            assert_eq!(Date::parse_partial(text), None, "{text:?}");
        }
    }
}
