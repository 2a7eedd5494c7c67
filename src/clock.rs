//! The one place that asks what day it is.

use crate::dossier::Day;

/// The day that it is now (UTC).
pub fn today() -> Day {
    jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date()
}
