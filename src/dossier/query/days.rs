//! Days as readers ask for them, and the days on which something happened.

use jiff::ToSpan;

use crate::dossier::model::Dossier;
use crate::dossier::model::date::{Date, Day};
use crate::dossier::query::describe::Fact;
use crate::dossier::room;

/// Why a text names no day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no day; expected 2025-03-18, 2025-07, 2025, today, or -1y (y, m, w, d) before today")]
pub struct ParseDayError(String);

/// The day that a reader means: "2025-03-18", "18 Mar 2025", "2025-07" and "2025" (their last days), "today",
/// or so many years, months, weeks or days before or after today: "-1y", "+10d".
///
/// # Errors
///
/// When it is none of these.
pub fn parse_day(text: &str, today: Day) -> Result<Day, ParseDayError> {
    let text = text.trim();
    let day = match text.to_ascii_lowercase().as_str() {
        "today" => Some(today),
        lower if lower.starts_with(['-', '+']) => relative(lower, today),
        lower => {
            let partial = Date::parse_partial(lower).map(Date::last_day);
            // A day is ten characters; jiff would take times and zones behind it too.
            let whole = (lower.len() == 10).then(|| lower.parse().ok()).flatten();
            partial.or(whole).or_else(|| written(lower))
        }
    };
    day.ok_or_else(|| ParseDayError(crate::dossier::read::decoder::shown(text)))
}

/// "-1y": a number and a unit, from today on.
fn relative(text: &str, today: Day) -> Option<Day> {
    let (number, unit) = text.split_at(text.len().checked_sub(1)?);
    let number: i32 = number.parse().ok()?;
    // Nobody asks for more; and a span that large is no span.
    let number = Some(number).filter(|number| number.abs() <= 5000)?;
    let span = match unit {
        "y" => number.years(),
        "m" => number.months(),
        "w" => number.weeks(),
        "d" => number.days(),
        _ => return None,
    };
    today.checked_add(span).ok().filter(|day| day.year() > 0)
}

/// "18 mar 2025" or "jul 2025", as the screen writes them.
fn written(text: &str) -> Option<Day> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let parts: Vec<&str> = text.split_whitespace().collect();
    let month = |name: &str| {
        let place = MONTHS.iter().position(|month| name.starts_with(month))?;
        i8::try_from(place + 1).ok()
    };
    let year = |text: &str| text.parse::<i16>().ok().filter(|year| (1000..=9999).contains(year));
    match parts.as_slice() {
        [day, name, y] => Day::new(year(y)?, month(name)?, day.parse().ok()?).ok(),
        [name, y] => Some(Date::Month { year: year(y)?, month: month(name)? }.last_day()),
        _ => None,
    }
}

impl Dossier {
    /// The days on which anything of this dossier happened or ended, in order, each once.
    pub(crate) fn all_days(&self) -> Vec<Day> {
        // That a year is over makes its figures known, and is nothing that happened.
        let happened = |(day, fact): &&(Day, Fact)| match fact {
            Fact::Spending(state, n) => self[*state].spending[*n].evidence.known_from == Some(*day),
            _ => true,
        };
        let mut days = room::list(self.became_known.len() + self.benchmarks.len());
        for (day, _) in self.became_known.iter().filter(happened) {
            if days.last() != Some(day) {
                days.push(*day);
            }
        }
        days.extend(self.benchmarks.iter().filter_map(|benchmark| benchmark.until));
        days.sort_unstable();
        days.dedup();
        days
    }

    /// The last day before `day` on which anything happened.
    pub fn day_before(&self, day: Day) -> Option<Day> {
        self.days[..self.days.partition_point(|known| *known < day)].last().copied()
    }

    /// The first day after `day` on which anything happened.
    pub fn day_after(&self, day: Day) -> Option<Day> {
        self.days.get(self.days.partition_point(|known| *known <= day)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_asked_for_in_many_ways() {
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
        for text in [
            "",
            "-",
            "y",
            "-y",
            "-99999y",
            "2025-13",
            "2025-02-30",
            "18",
            "18 Foo 2025",
            "2025-03-18T10:00",
            "ü",
        ] {
            assert!(parse_day(text, today).is_err(), "{text}");
        }
        let told = parse_day("tomorow", today).unwrap_err().to_string();
        assert!(told.starts_with("\"tomorow\" is no day; expected 2025-03-18"), "{told}");
    }
}
