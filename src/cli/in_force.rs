//! The settings in force for a dashboard: those of files, and over them the environment and the command line.

use std::path::PathBuf;

use crate::config::{Marker, Origin, Settings, Theme};

use super::{colours, dashboard, dossier, settings};

/// Settings, and what came of their file.
pub struct InForce {
    /// With everything over them, and each with its origin.
    pub settings: Settings,
    /// The dossier that is meant; the one compiled in where there is none.
    pub dossier: Option<PathBuf>,
    /// The file of the reader's own settings.
    pub own: settings::Own,
}

/// What is in force when the dashboard is run with these arguments.
///
/// # Errors
///
/// As [`settings::load`].
pub fn in_force(arguments: &dashboard::Arguments) -> anyhow::Result<InForce> {
    let view = &arguments.view;
    let settings::Loaded { mut settings, own } = settings::load(view.config.as_deref())?;
    let (path, named_by) = match dossier::named(arguments.dossier.clone()) {
        Some((path, origin)) => (Some(path), Some(origin)),
        None => (own.dossier(&settings), None),
    };
    let origins = &mut settings.origins;
    if let Some(origin) = named_by {
        origins.set("dossier", origin);
    }
    let theme = view.theme.as_deref().and_then(|asked| Theme::NAMES.into_iter().find(|name| *name == asked));
    match (theme, colours::forbidden()) {
        (Some(theme), _) => {
            settings.theme = theme;
            origins.set("theme", Origin::Option("--theme"));
        }
        (None, Some(variable)) => {
            settings.theme = colours::WITHOUT;
            origins.set("theme", Origin::Variable(variable));
        }
        (None, None) => {}
    }
    if let Some(marker) = view.marker.as_deref().and_then(Marker::named) {
        settings.marker = marker;
        origins.set("marker", Origin::Option("--marker"));
    }
    if view.ascii {
        settings.ascii = true;
        origins.set("ascii", Origin::Option("--ascii"));
    } else if let Some(variable) = locale_without_utf8().filter(|_| !settings.ascii) {
        settings.ascii = true;
        origins.set("ascii", Origin::Variable(variable));
    }
    if arguments.no_mouse {
        settings.mouse = false;
        origins.set("mouse", Origin::Option("--no-mouse"));
    }
    if let Some(poll) = arguments.poll {
        settings.poll = poll.0;
        origins.set("poll", Origin::Option("--poll"));
    }
    Ok(InForce { settings, dossier: path, own })
}

/// The variable by which the locale says that the terminal does not take UTF-8. Where none says anything at all the
/// terminal is a modern one.
fn locale_without_utf8() -> Option<&'static str> {
    let set = |name| Some((name, std::env::var(name).ok().filter(|value| !value.is_empty())?));
    let (name, locale) = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG"))?;
    let locale = locale.to_ascii_lowercase();
    (!locale.contains("utf-8") && !locale.contains("utf8")).then_some(name)
}
