//! The runtime, which connects the terminal, the file, the app and the rendering.
//!
//! One thread waits for keys, signals and the file, without a timeout unless an escape sequence is unfinished. It
//! applies each [`Message`](crate::app::Message) to the [`App`], carries out the effect, and renders. Another thread
//! reads the file, so that neither a slow disk nor a large dossier delays a key.

mod event_loop;
mod source;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;

use crate::app::{App, File};
use crate::clock::today;
use crate::config::{Keymap, MapSymbols, ThemeChoice};
use crate::dossier::{CiteFormat, Day, Text};
use crate::terminal::{EventSource, Screen, Session, install_panic_hook, query_background};
use crate::ui::RenderCache;
use crate::ui::symbols::Symbols;

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
    /// The interval at which to poll the file; `None` to rely on notifications.
    pub poll: Option<Duration>,
    /// The largest file that is read, in bytes.
    pub limit: u64,
    /// The keys of the commands.
    pub keymap: Keymap,
    /// The theme, which the user can change.
    pub theme: ThemeChoice,
    /// The characters of symbols, bars and frames.
    pub symbols: Symbols,
    /// The characters of the map's lines.
    pub marker: MapSymbols,
    /// The format of a copied citation.
    pub copy: CiteFormat,
    /// The program that opens web addresses, with its arguments; `None` for that of the system.
    pub opener: Option<String>,
    /// The editor with its arguments; `None` for `$VISUAL` or `$EDITOR`. See [`Editor::command`].
    ///
    /// [`Editor::command`]: crate::terminal::editor::Editor::command
    pub editor: Option<String>,
    /// Whether to capture clicks and the wheel.
    pub mouse: bool,
    /// Whether a save selects the first fact that it changed.
    pub jump: bool,
}

/// Why the dashboard ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// The user quit.
    Quit,
    /// The signal with this number ended it.
    Signal(i32),
    /// The terminal was closed.
    Gone,
}

/// Shows the dashboard until it ends, and restores the terminal.
///
/// # Errors
///
/// If there is no terminal, or it cannot be set up.
pub fn run(config: AppConfig) -> anyhow::Result<Exit> {
    install_panic_hook();
    let (input, waker) = EventSource::new().context("there is no terminal to read keys from")?;
    let source = Source::open(&config, waker)?;
    let session = Session::enter(config.mouse).context("cannot set up the terminal")?;
    let asked = config.theme.can_adapt() && query_background().context("cannot write to the terminal")?;
    let awaits_background = asked && config.theme.needs_background();
    let screen = Screen::new();
    let mut app = App::new(
        File::at(config.dossier.as_deref()),
        today(),
        config.day,
        config.state.as_deref().map(Text::line),
    );
    app.follow_edits = config.jump;
    let theme = config.theme.theme();
    Runtime {
        config,
        theme,
        awaits_background,
        app,
        cache: RenderCache::default(),
        screen,
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
