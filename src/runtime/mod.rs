//! The one place where everything meets: terminal, file, state and drawing.
//!
//! One thread waits for keys, signals and the file without any timeout, applies what has come to the state,
//! and draws if something changed. The file is read on a thread of its own, so that a slow disk or a large
//! dossier never holds up a key.

mod event_loop;
mod source;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;

use crate::app::{App, File};
use crate::clock::today;
use crate::config::{Keymap, Marker, Theme};
use crate::dossier::{CiteFormat, Day, Text};
use crate::terminal::{Options, Screen, Session, Waiter, install_panic_hook};
use crate::ui::Canvas;
use crate::ui::symbols::Symbols;

use event_loop::Runtime;
use source::Source;

/// What the dashboard is started with.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    /// The dossier; the one compiled in where there is none.
    pub dossier: Option<PathBuf>,
    /// The code of the state to begin with.
    pub state: Option<String>,
    /// The day to show the world on; today where there is none.
    pub day: Option<Day>,
    /// RenderContext at the file this often, instead of being told of saves.
    pub poll: Option<Duration>,
    /// The most bytes that are read of the file.
    pub limit: u64,
    /// Keys.
    pub keymap: Keymap,
    /// Styles.
    pub theme: Theme,
    /// Signs.
    pub symbols: Symbols,
    /// What the map's lines are drawn with.
    pub marker: Marker,
    /// How a citation is copied.
    pub copy: CiteFormat,
    /// The program that opens addresses, where it is not the system's own.
    pub opener: Option<String>,
    /// The editor, with its arguments, where it is not that of `$VISUAL` or `$EDITOR`. `{file}`, `{line}` and
    /// `{column}` in an argument are filled in; without any, the place is told as the editor takes it.
    pub editor: Option<String>,
    /// Whether clicks and the wheel come to the dashboard; else they are the terminal's own.
    pub mouse: bool,
    /// Whether to go to the first thing that an edit changed.
    pub jump: bool,
}

/// How the dashboard ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The reader left.
    Quit,
    /// This signal asked for it.
    Signal(i32),
    /// The terminal went away.
    Gone,
}

/// Shows the dashboard until the reader leaves; the terminal is as it was when this returns.
///
/// # Errors
///
/// Where there is no terminal to draw on, or it cannot be set up.
pub fn run(start: Start) -> anyhow::Result<Ended> {
    install_panic_hook();
    let (waiter, waker) = Waiter::new().context("there is no terminal to read keys from")?;
    let source = Source::open(&start, waker)?;
    let session =
        Session::enter(Options { mouse: start.mouse, paste: false }).context("cannot set up the terminal")?;
    let screen = Screen::new();
    let mut state = App::new(
        File::before_reading(start.dossier.as_deref()),
        today(),
        start.day,
        start.state.as_deref().map(Text::line),
    );
    state.jump = start.jump;
    Runtime { start, state, canvas: Canvas::default(), screen, waiter, session, source }.run()
}

/// Panics where a test asks for it, to see the terminal restored; not in a release.
fn force_panic(thread: &str) {
    #[cfg(debug_assertions)]
    if std::env::var_os("FLANK_PANIC").is_some_and(|wanted| wanted == thread) {
        panic!("forced in the {thread} thread");
    }
    #[cfg(not(debug_assertions))]
    let _ = thread;
}
