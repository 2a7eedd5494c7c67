//! A dashboard on a screen of memory: keys go in through the real keymap, text comes out.

use flank::config::{Keymap, Settings, Theme};
use flank::dashboard::{Action, Effect, File, Following, State, Told, update};
use flank::dossier::{BUILT_IN, Day, Text, read};
use flank::ui::{self, Look, glyphs::Glyphs};
use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// A day long after the last fact of the built-in dossier.
pub const LATE: &str = "2026-11-24";
/// The day of the article.
pub const ARTICLE: &str = "2025-03-18";

/// The dashboard, the size of its screen, and what is on it.
pub struct Stage {
    pub state: State,
    keymap: Keymap,
    pub theme: Theme,
    pub ascii: bool,
    size: (u16, u16),
    pub buffer: Buffer,
    /// What the last key made the world outside do.
    pub effect: Option<Effect>,
}

impl Stage {
    /// A dashboard that has not been told of any file yet.
    pub fn empty(size: (u16, u16), day: &str) -> Stage {
        let file = File { name: Text::line("flank.toml"), following: Following::Live };
        let day: Day = day.parse().unwrap();
        let today: Day = LATE.parse().unwrap();
        let mut stage = Stage {
            state: State::new(file, today, (day != today).then_some(day), None),
            keymap: Settings::read(None).unwrap().keymap,
            theme: Theme::default(),
            ascii: false,
            size,
            buffer: Buffer::default(),
            effect: None,
        };
        stage.draw();
        stage
    }

    /// A dashboard of the built-in dossier.
    pub fn new(size: (u16, u16), day: &str) -> Stage {
        Stage::empty(size, day).edit(BUILT_IN)
    }

    /// Saves this text as the file.
    pub fn edit(self, text: &str) -> Stage {
        self.told(Told::Read(Box::new(read(text.as_bytes()))))
    }

    pub fn told(mut self, told: Told) -> Stage {
        update(&mut self.state, Action::Told(told));
        self.draw();
        self
    }

    /// Presses keys, apart by blanks, in the notation of the configuration.
    pub fn keys(mut self, keys: &str) -> Stage {
        for key in keys.split_whitespace() {
            let key: KeyInput = key.parse().unwrap();
            if let Some(command) = self.keymap.command(key) {
                self.effect = update(&mut self.state, Action::Command(command)).effect;
                self.draw();
            }
        }
        self
    }

    pub fn resize(mut self, width: u16, height: u16) -> Stage {
        self.size = (width, height);
        self.draw();
        self
    }

    fn draw(&mut self) {
        let look = Look {
            theme: self.theme,
            glyphs: Glyphs { ascii: self.ascii },
            marker: Default::default(),
            keymap: &self.keymap,
        };
        let area = Rect::new(0, 0, self.size.0, self.size.1);
        self.buffer = Buffer::empty(area);
        let drawn = ui::draw(&self.state, &look, area, &mut self.buffer);
        update(&mut self.state, Action::Drawn(drawn));
    }

    pub fn with(mut self, change: impl FnOnce(&mut Stage)) -> Stage {
        change(&mut self);
        self.draw();
        self
    }

    /// The screen as text, with nothing behind the last sign of a row.
    pub fn text(&self) -> String {
        self.rows().join("\n")
    }

    pub fn rows(&self) -> Vec<String> {
        let area = self.buffer.area;
        (0..area.height)
            .map(|y| {
                let mut row = String::new();
                let mut x = 0;
                while x < area.width {
                    let symbol = self.buffer[(x, y)].symbol();
                    row.push_str(symbol);
                    x += unicode_width::UnicodeWidthStr::width(symbol).max(1) as u16;
                }
                row.trim_end().to_owned()
            })
            .collect()
    }

    /// The rows that hold `part`.
    pub fn rows_with(&self, part: &str) -> Vec<String> {
        self.rows().into_iter().filter(|row| row.contains(part)).collect()
    }
}
