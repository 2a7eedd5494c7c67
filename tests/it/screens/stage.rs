//! The library's stage with methods that can be chained.

use std::ops::{Deref, DerefMut};
use std::time::Instant;

use flank::app::{App, Effect, File, FileEvent, WatchStatus};
use flank::config::{Settings, Theme};
use flank::dossier::{BUILT_IN, Day, Text, check};
use flank::report::{self, UiOptions};
use flank::ui::symbols::Symbols;

/// A day long after the last fact of the built-in dossier.
pub const LATE: &str = "2026-11-24";
/// The day of the article.
pub const ARTICLE: &str = "2025-03-18";

/// A stage, and the effect of its last key.
pub struct Stage {
    inner: report::HeadlessApp,
    /// What the last key made the world outside do.
    pub effect: Option<Effect>,
    /// The time of the next click.
    pub time: Instant,
}

impl Deref for Stage {
    type Target = report::HeadlessApp;
    fn deref(&self) -> &report::HeadlessApp {
        &self.inner
    }
}

impl DerefMut for Stage {
    fn deref_mut(&mut self) -> &mut report::HeadlessApp {
        &mut self.inner
    }
}

impl Stage {
    /// Creates a dashboard that waits for its file.
    pub fn empty(size: (u16, u16), day: &str) -> Stage {
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
        Stage { inner: report::HeadlessApp::new(state, options, size), effect: None, time: Instant::now() }
    }

    /// Creates a dashboard with the built-in dossier.
    pub fn new(size: (u16, u16), day: &str) -> Stage {
        Stage::empty(size, day).edit(BUILT_IN)
    }

    /// Saves this text as the file.
    pub fn edit(self, text: &str) -> Stage {
        let today = self.state.today;
        self.event(FileEvent::Read(Box::new(check(text.as_bytes(), today))))
    }

    pub fn event(mut self, event: FileEvent) -> Stage {
        self.receive(event);
        self
    }

    /// Presses keys, separated by blanks, in the notation of the settings.
    pub fn keys(mut self, keys: &str) -> Stage {
        for key in keys.split_whitespace() {
            self.effect = self.press(key).unwrap();
        }
        self
    }

    pub fn resize(mut self, width: u16, height: u16) -> Stage {
        self.inner.resize((width, height));
        self
    }

    pub fn with(mut self, change: impl FnOnce(&mut Stage)) -> Stage {
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
