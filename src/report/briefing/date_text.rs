//! Dates in reports: in JSON in the notation of the dossier, in sentences with the name of the month.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::dossier::Date;

/// A day ("2025-03-18"), or a month ("2025-07") or a year ("2008") if no more is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateText(pub Date);

/// Formats the date for a sentence that may be read aloud: "18 March 2025", "July 2025", "2008".
impl fmt::Display for DateText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Date::Day(day) => day.strftime("%-d %B %Y").fmt(f),
            Date::Month { .. } => self.0.first_day().strftime("%B %Y").fmt(f),
            Date::Year(year) => year.fmt(f),
        }
    }
}

impl Serialize for DateText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_toml())
    }
}

impl<'de> Deserialize<'de> for DateText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<DateText, D::Error> {
        let text = String::deserialize(deserializer)?;
        Date::parse(&text)
            .map(DateText)
            .ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not a date")))
    }
}

impl JsonSchema for DateText {
    fn schema_name() -> Cow<'static, str> {
        "When".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A day (2025-03-18), or a month (2025-07) or a year (2008) if no more is known.",
            "type": "string",
            "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
        })
    }
}
