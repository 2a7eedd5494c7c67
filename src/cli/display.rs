//! Options of everything that draws the dashboard.

use std::path::PathBuf;

use anyhow::Context;
use clap::builder::PossibleValuesParser;

use crate::config::{MapSymbols, Theme};
use crate::dossier::{Day, parse_day};

/// What is looked at, and how.
#[derive(Debug, clap::Args)]
pub struct DisplayArgs {
    /// Begin with this state (ISO 3166-1 code, such as EE)
    #[arg(long, value_name = "CODE")]
    pub state: Option<String>,

    /// Show what was known on this day: 2025-03-18, 2025-07, 2025, today, or -1y (y, m, w, d) before it [default: today]
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    pub as_of: Option<String>,

    /// Colours [default: those of the settings; none where NO_COLOR is set]
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(Theme::names()))]
    pub theme: Option<String>,

    /// What the map is drawn with [default: that of the settings]
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(MapSymbols::names()))]
    pub marker: Option<String>,

    /// Draw with ASCII signs only
    #[arg(long)]
    pub ascii: bool,

    /// Your settings [default: $XDG_CONFIG_HOME/flank/config.toml]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

impl DisplayArgs {
    /// These options, and where one is not given, what was given before the command's name.
    pub fn or(self, before: DisplayArgs) -> DisplayArgs {
        DisplayArgs {
            state: self.state.or(before.state),
            as_of: self.as_of.or(before.as_of),
            theme: self.theme.or(before.theme),
            marker: self.marker.or(before.marker),
            ascii: self.ascii || before.ascii,
            config: self.config.or(before.config),
        }
    }

    /// The day that was asked for, reckoned from `today`.
    ///
    /// # Errors
    ///
    /// When it is none.
    pub fn day(&self, today: Day) -> anyhow::Result<Option<Day>> {
        day(self.as_of.as_deref(), today).context("--as-of")
    }

    /// The marker that was asked for, else that of the settings.
    pub fn marker(&self, set: MapSymbols) -> MapSymbols {
        self.marker.as_deref().and_then(MapSymbols::from_name).unwrap_or(set)
    }
}

/// The day that was asked for, if one was, reckoned from `today`.
///
/// # Errors
///
/// When it is none.
pub fn day(asked: Option<&str>, today: Day) -> anyhow::Result<Option<Day>> {
    Ok(asked.map(|text| parse_day(text, today)).transpose()?)
}
