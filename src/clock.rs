//! The clock. No other module reads the current day.

use std::time::SystemTime;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

/// Returns the current day (UTC).
pub fn today() -> Date {
    // The calendar ends in 9999. A later clock is set wrong.
    let now = Timestamp::try_from(SystemTime::now()).unwrap_or(Timestamp::MAX);
    Offset::UTC.to_datetime(now).date()
}
