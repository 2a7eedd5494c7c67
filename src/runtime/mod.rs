//! The one place where everything meets: terminal, file, state and rendering.
//!
//! One thread waits for keys, signals and the file, without a timeout unless an escape sequence is unfinished. It applies
//! each [`Message`](crate::app::Message) to the [`App`], carries out the effect, and renders. The file is read on its own
//! thread, so that neither a slow disk nor a large dossier delays a key.

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
    /// The dossier; the built-in one without a path.
    pub dossier: Option<PathBuf>,
    /// The code of the state to begin with.
    pub state: Option<String>,
    /// The day to show; today without one.
    pub day: Option<Day>,
    /// The interval at which to poll the file, where the system does not report saves.
    pub poll: Option<Duration>,
    /// The largest file that is read, in bytes.
    pub limit: u64,
    /// The keys.
    pub keymap: Keymap,
    /// The style of each role.
    pub theme: ThemeChoice,
    /// The symbols.
    pub symbols: Symbols,
    /// The dots of the map's lines.
    pub marker: MapSymbols,
    /// The format of a copied citation.
    pub copy: CiteFormat,
    /// The program that opens web addresses; that of the system without one.
    pub opener: Option<String>,
    /// The editor with its arguments; that of `$VISUAL` or `$EDITOR` without one. `{file}`, `{line}` and `{column}` in
    /// an argument are filled in; without any, the location is passed in the way of the editor.
    pub editor: Option<String>,
    /// Whether the dashboard reacts to the mouse, instead of the terminal.
    pub mouse: bool,
    /// Whether an edit moves the selection to the first fact that it changed.
    pub jump: bool,
}

/// Why the dashboard ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// The reader quit.
    Quit,
    /// A signal asked for it.
    Signal(i32),
    /// The terminal went away.
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

/// Panics if a test asks for it, to check that the terminal is restored. Does nothing in a release.
fn force_panic(thread: &str) {
    #[cfg(debug_assertions)]
    if std::env::var_os("FLANK_PANIC").is_some_and(|wanted| wanted == thread) {
        panic!("forced in the {thread} thread");
    }
    #[cfg(not(debug_assertions))]
    let _ = thread;
}
