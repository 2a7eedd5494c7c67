//! The settings in force for a dashboard: those of files, and over them the environment and the command line.

use std::path::PathBuf;

use crate::config::{MapSymbols, Settings, Theme, ValueSource};

use super::{colours, dashboard, dossier, settings};

/// Settings, and what came of their file.
pub struct EffectiveConfig {
    /// With everything over them, and each with its origin.
    pub settings: Settings,
    /// The dossier that is meant; the one compiled in where there is none.
    pub dossier: Option<PathBuf>,
    /// The file of the reader's own settings.
    pub user_config: settings::UserConfig,
}

/// What is in force when the dashboard is run with these arguments.
///
/// # Errors
///
/// As [`settings::load`].
pub fn effective(arguments: &dashboard::Arguments) -> anyhow::Result<EffectiveConfig> {
    let view = &arguments.view;
    let settings::Loaded { mut settings, user_config } = settings::load(view.config.as_deref())?;
    let (path, named_by) = match dossier::named(arguments.dossier.clone()) {
        Some((path, origin)) => (Some(path), Some(origin)),
        None => (user_config.dossier(&settings), None),
    };
    let sources = &mut settings.sources;
    if let Some(origin) = named_by {
        sources.record_source("dossier", origin);
    }
    let theme = view.theme.as_deref().and_then(|asked| Theme::names().find(|name| *name == asked));
    match (theme, colours::forbidden()) {
        (Some(theme), _) => {
            settings.theme = theme;
            sources.record_source("theme", ValueSource::Option("--theme"));
        }
        (None, Some(variable)) => {
            settings.theme = colours::WITHOUT;
            sources.record_source("theme", ValueSource::Variable(variable));
        }
        (None, None) => {}
    }
    if let Some(marker) = view.marker.as_deref().and_then(MapSymbols::from_name) {
        settings.marker = marker;
        sources.record_source("marker", ValueSource::Option("--marker"));
    }
    if view.ascii {
        settings.ascii = true;
        sources.record_source("ascii", ValueSource::Option("--ascii"));
    } else if let Some(variable) = locale_without_utf8().filter(|_| !settings.ascii) {
        settings.ascii = true;
        sources.record_source("ascii", ValueSource::Variable(variable));
    }
    if arguments.no_mouse {
        settings.mouse = false;
        sources.record_source("mouse", ValueSource::Option("--no-mouse"));
    }
    if let Some(poll) = arguments.poll {
        settings.poll = poll.0;
        sources.record_source("poll", ValueSource::Option("--poll"));
    }
    Ok(EffectiveConfig { settings, dossier: path, user_config })
}

/// The variable by which the locale says that the terminal does not take UTF-8. Where none says anything at all the
/// terminal is a modern one.
fn locale_without_utf8() -> Option<&'static str> {
    let set = |name| Some((name, std::env::var(name).ok().filter(|value| !value.is_empty())?));
    let (name, locale) = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG"))?;
    let locale = locale.to_ascii_lowercase();
    (!locale.contains("utf-8") && !locale.contains("utf8")).then_some(name)
}
