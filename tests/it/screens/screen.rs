//! A headless dashboard with chained methods.

use std::ops::{Deref, DerefMut};
use std::sync::LazyLock;
use std::time::Instant;

use flank::app::{App, Effect, File, FileEvent, WatchStatus};
use flank::config::{Settings, Theme};
use flank::dossier::{BUILT_IN, Day, Reading, Text, check};
use flank::report::{self, UiOptions};
use flank::ui::symbols::Symbols;

/// A day long after the last fact of the built-in dossier.
pub const LATE: &str = "2026-11-24";
/// The day of the article from which the built-in dossier started.
pub const ARTICLE: &str = "2025-03-18";

/// The built-in dossier, read once for all tests.
static READING: LazyLock<Reading> =
    LazyLock::new(|| check(BUILT_IN.as_bytes(), LATE.parse().expect("a day")));

/// A headless dashboard, and the effect of its last key.
pub struct Screen {
    inner: report::HeadlessApp,
    /// The effect of the last key.
    pub effect: Option<Effect>,
    /// The time of the next click.
    pub time: Instant,
}

impl Deref for Screen {
    type Target = report::HeadlessApp;
    fn deref(&self) -> &report::HeadlessApp {
        &self.inner
    }
}

impl DerefMut for Screen {
    fn deref_mut(&mut self) -> &mut report::HeadlessApp {
        &mut self.inner
    }
}

impl Screen {
    /// Creates a dashboard without a dossier.
    pub fn empty(size: (u16, u16), day: &str) -> Screen {
        let file = File::new(Text::line("flank.toml"), WatchStatus::Live);
        let day: Day = day.parse().unwrap();
        let today: Day = LATE.parse().unwrap();
        let state = App::new(file, today, (day != today).then_some(day), None);
        let options = UiOptions {
            keymap: Settings::read(None).unwrap().keymap,
            theme: Theme::default(),
            symbols: Symbols { ascii: false },
            marker: Default::default(),
        };
        Screen { inner: report::HeadlessApp::new(state, options, size), effect: None, time: Instant::now() }
    }

    /// Creates a dashboard with the built-in dossier.
    pub fn new(size: (u16, u16), day: &str) -> Screen {
        Screen::empty(size, day).event(FileEvent::Read(Box::new(READING.clone())))
    }

    /// Applies a save of the file with this text.
    pub fn edit(self, text: &str) -> Screen {
        let today = self.app.today;
        self.event(FileEvent::Read(Box::new(check(text.as_bytes(), today))))
    }

    pub fn event(mut self, event: FileEvent) -> Screen {
        self.receive(event);
        self
    }

    /// Sends keys, separated by spaces, in the notation of the settings.
    pub fn keys(mut self, keys: &str) -> Screen {
        for key in keys.split_whitespace() {
            self.effect = self.press(key).unwrap();
        }
        self
    }

    pub fn resize(mut self, width: u16, height: u16) -> Screen {
        self.inner.resize((width, height));
        self
    }

    pub fn with(mut self, change: impl FnOnce(&mut Screen)) -> Screen {
        change(&mut self);
        self.draw();
        self
    }

    /// Returns the screen as text, without trailing blanks.
    pub fn text(&self) -> String {
        self.rows().join("\n")
    }

    /// Returns the rows that contain `part`.
    pub fn rows_with(&self, part: &str) -> Vec<String> {
        self.rows().into_iter().filter(|row| row.contains(part)).collect()
    }
}
