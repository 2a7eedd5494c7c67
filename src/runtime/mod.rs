//! The runtime, which connects the terminal, the file, the app and the rendering.
//!
//! One thread waits for keys, signals and the file, without a timeout unless an escape sequence is unfinished. It
//! applies each [`Message`](crate::app::Message) to the [`App`], carries out the effect, and renders. Another thread
//! reads the file, so that neither a slow disk nor a large dossier delays a key.

mod event_loop;
mod source;

use std::path::PathBuf;

use anyhow::Context;

use crate::app::{App, File};
use crate::clock::today;
use crate::config::{Settings, ThemeChoice};
use crate::dossier::{Day, Text};
use crate::terminal::{EventSource, Screen, Session, install_panic_hook, query_background};
use crate::ui::RenderCache;

use event_loop::Runtime;
use source::Source;

/// The options of the dashboard.
#[derive(Debug, Clone, PartialEq)]
pub struct AppConfig {
    /// The path of the dossier; `None` for the built-in one.
    pub dossier: Option<PathBuf>,
    /// The code of the state to select first; `None` for the first state.
    pub state: Option<String>,
    /// The day to show; `None` for today.
    pub day: Option<Day>,
    /// The day since which new facts are marked; `None` for no marks.
    pub since: Option<Day>,
    /// The theme, which the user can change.
    pub theme: ThemeChoice,
    /// All other settings. Their dossier and theme are not used.
    pub settings: Settings,
    /// Whether the terminal shows links.
    pub links: bool,
}

/// The reason for which the dashboard ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// The user quit.
    Quit,
    /// The signal with this number ended it.
    Signal(i32),
    /// The terminal was closed.
    HungUp,
}

/// Shows the dashboard until it ends, and restores the terminal.
///
/// # Errors
///
/// If there is no terminal, or it cannot be set up.
pub fn run(config: AppConfig) -> anyhow::Result<Exit> {
    install_panic_hook();
    let (input, waker) = EventSource::new().context("cannot read keys from a terminal")?;
    let source = Source::open(&config, waker)?;
    let session = Session::enter(config.settings.mouse).context("cannot set up the terminal")?;
    let queried = config.theme.can_adapt() && query_background().context("cannot write to the terminal")?;
    let awaits_background = queried && config.theme.needs_background();
    let mut app = App::new(
        File::at(config.dossier.as_deref()),
        today(),
        config.day,
        config.state.as_deref().map(Text::line),
    );
    app.follow_edits = config.settings.jump;
    app.mark_since(config.since);
    let theme = config.theme.theme();
    Runtime {
        config,
        theme,
        awaits_background,
        app,
        cache: RenderCache::default(),
        screen: Screen::default(),
        input,
        session,
        source,
    }
    .run()
}

/// Panics if `FLANK_PANIC` names this thread, for tests that the terminal is restored. Does nothing in a release build.
fn force_panic(thread: &str) {
    #[cfg(debug_assertions)]
    if std::env::var_os("FLANK_PANIC").is_some_and(|wanted| wanted == thread) {
        panic!("forced in the {thread} thread");
    }
    #[cfg(not(debug_assertions))]
    let _ = thread;
}
