//! The one place that asks what day it is.

/// Returns the current day (UTC).
pub fn today() -> jiff::civil::Date {
    jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date()
}
