//! Options of everything that draws the dashboard.

use std::path::PathBuf;

use anyhow::Context;
use clap::ValueHint;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::config::{AUTO, MapSymbols, Theme};
use crate::dossier::{Day, parse_day};

/// The state and the day to show.
#[derive(Debug, clap::Args)]
pub struct ViewArgs {
    /// Begin with this state (ISO 3166-1 code, such as EE)
    #[arg(long, value_name = "CODE")]
    pub state: Option<String>,

    /// Show what was known on this day: 2025-03-18, 2025-07, 2025, today, or -1y (y, m, w, d) before it [default:
    /// today]
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    pub as_of: Option<String>,

    /// Mark what became known after this day, in the same notations; without a terminal, print it
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    pub since: Option<String>,
}

/// Options for the look of the dashboard.
#[derive(Debug, clap::Args)]
pub struct DisplayArgs {
    /// Colours [default: those of the settings; none if NO_COLOR is set]
    #[arg(long, value_name = "NAME", value_parser = themes())]
    pub theme: Option<&'static str>,

    /// Characters of the map's lines [default: those of the settings]
    #[arg(long, value_name = "NAME", value_parser = markers())]
    pub marker: Option<MapSymbols>,

    /// Draw with ASCII characters only
    #[arg(long)]
    pub ascii: bool,

    /// Your settings [default: $XDG_CONFIG_HOME/flank/config.toml]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub config: Option<PathBuf>,
}

impl ViewArgs {
    /// Returns the requested day, relative to `today`.
    ///
    /// # Errors
    ///
    /// If it is not a day.
    pub fn day(&self, today: Day) -> anyhow::Result<Option<Day>> {
        day(self.as_of.as_deref(), today).context("--as-of")
    }

    /// Returns the day since which new facts are marked, relative to `today`.
    ///
    /// # Errors
    ///
    /// If it is not a day.
    pub fn since(&self, today: Day) -> anyhow::Result<Option<Day>> {
        day(self.since.as_deref(), today).context("--since")
    }
}

fn themes() -> impl TypedValueParser<Value = &'static str> {
    let named = |name: String| Theme::names().find(|known| *known == name).unwrap_or(AUTO);
    PossibleValuesParser::new(Theme::names()).map(named)
}

fn markers() -> impl TypedValueParser<Value = MapSymbols> {
    let named = |name: String| MapSymbols::from_name(&name).unwrap_or_default();
    PossibleValuesParser::new(MapSymbols::names()).map(named)
}

/// Returns a requested day, relative to `today`.
///
/// # Errors
///
/// If it is not a day.
pub fn day(text: Option<&str>, today: Day) -> anyhow::Result<Option<Day>> {
    Ok(text.map(|text| parse_day(text, today)).transpose()?)
}
