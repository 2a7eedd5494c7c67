//! The clock. No other module reads the current day.

/// Returns the current day (UTC).
pub fn today() -> jiff::civil::Date {
    jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date()
}
