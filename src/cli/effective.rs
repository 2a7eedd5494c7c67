//! The effective settings of a dashboard: those of the files, overridden by the environment and the command line.

use std::path::PathBuf;

use crate::config::ValueSource;

use super::dashboard::SettingsArgs;
use super::settings::{self, UserConfig};
use super::{colours, dossier};

/// The effective settings and dossier of a dashboard.
pub struct EffectiveConfig {
    /// Every setting with its source, and the user's settings file.
    pub config: UserConfig,
    /// The dossier; `None` is the built-in one.
    pub dossier: Option<PathBuf>,
}

/// Returns the effective settings of a dashboard with these arguments.
///
/// # Errors
///
/// As [`settings::load`].
pub fn effective(arguments: &SettingsArgs) -> anyhow::Result<EffectiveConfig> {
    let display = &arguments.display;
    let mut config = settings::load(display.config.as_deref())?;
    let (dossier, dossier_source) = match dossier::named(arguments.dossier.clone()) {
        Some((path, source)) => (Some(path), Some(source)),
        None => (config.dossier(), None),
    };
    let settings = &mut config.settings;
    let mut record = |key: &str, source| settings.sources.insert(key.to_owned(), source);
    if let Some(source) = dossier_source {
        record("dossier", source);
    }
    let theme = display.theme.map(|theme| (theme, ValueSource::Option("--theme")));
    let colourless = || Some((colours::COLOURLESS, ValueSource::Variable(colours::disabled_by()?)));
    if let Some((theme, source)) = theme.or_else(colourless) {
        settings.theme = theme;
        record("theme", source);
    }
    if let Some(marker) = display.marker {
        settings.marker = marker;
        record("marker", ValueSource::Option("--marker"));
    }
    if display.ascii {
        settings.ascii = true;
        record("ascii", ValueSource::Option("--ascii"));
    } else if let Some(variable) = locale_without_utf8().filter(|_| !settings.ascii) {
        settings.ascii = true;
        record("ascii", ValueSource::Variable(variable));
    }
    if arguments.no_mouse {
        settings.mouse = false;
        record("mouse", ValueSource::Option("--no-mouse"));
    }
    if let Some(poll) = arguments.poll {
        settings.poll = poll;
        record("poll", ValueSource::Option("--poll"));
    }
    Ok(EffectiveConfig { config, dossier })
}

/// Returns the environment variable that sets a locale without UTF-8, if any. Without a locale, the terminal is assumed
/// to accept UTF-8.
fn locale_without_utf8() -> Option<&'static str> {
    let set = |name| Some((name, std::env::var(name).ok().filter(|value| !value.is_empty())?));
    let (name, locale) = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG"))?;
    let locale = locale.to_ascii_lowercase();
    (!locale.contains("utf-8") && !locale.contains("utf8")).then_some(name)
}
