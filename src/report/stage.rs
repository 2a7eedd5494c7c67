//! The dashboard on a screen of memory: keys go in through the real keymap, a buffer comes out.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::{App, Effect, FileEvent, Message, message, update};
use crate::config::{Keymap, Marker, Theme, key_named};
use crate::ui::{self, RenderCache, RenderContext, symbols::Symbols};

use super::picture::text;

/// What the dashboard is set to: the same as a [`RenderContext`], but with the keymap its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// Keys.
    pub keymap: Keymap,
    /// Styles.
    pub theme: Theme,
    /// Signs.
    pub symbols: Symbols,
    /// What the map's lines are drawn with.
    pub marker: Marker,
}

impl Setting {
    fn look(&self) -> RenderContext<'_> {
        RenderContext { theme: self.theme, symbols: self.symbols, marker: self.marker, keymap: &self.keymap }
    }
}

/// A dashboard and its screen, which is always up to date.
#[derive(Debug, Clone)]
pub struct Stage {
    /// The dashboard.
    pub state: App,
    /// Keys and looks.
    pub setting: Setting,
    /// Columns and rows.
    size: (u16, u16),
    buffer: Buffer,
    cache: RenderCache,
}

/// Why a key cannot be pressed for a picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// It is written in no way that is understood.
    #[error("{0}")]
    Unknown(String),
    /// No command has it.
    #[error("the key `{0}` runs nothing")]
    Unbound(String),
    /// The dashboard would be gone before it is drawn.
    #[error("the key `{0}` ends the dashboard, and nothing would be left to draw")]
    Ends(String),
}

impl Stage {
    /// Draws this state for the first time, on so many columns and rows.
    pub fn new(state: App, setting: Setting, size: (u16, u16)) -> Stage {
        let mut stage =
            Stage { state, setting, size, buffer: Buffer::default(), cache: RenderCache::default() };
        stage.draw();
        stage
    }

    /// Tells the dashboard of its file.
    pub fn tell(&mut self, told: FileEvent) {
        self.act(Message::File(told));
    }

    /// Presses a key, in the notation of the configuration; what it makes the world outside do is left to the
    /// caller.
    ///
    /// # Errors
    ///
    /// When there is no such key, or it runs nothing.
    pub fn press(&mut self, key: &str) -> Result<Option<Effect>, KeyError> {
        let input = key_named(key).map_err(KeyError::Unknown)?;
        let message = message(&self.state, &self.setting.keymap, input);
        Ok(self.act(message.ok_or_else(|| KeyError::Unbound(key.to_owned()))?))
    }

    /// Presses keys, apart by blanks. What they ask of the world outside is not done: a stage has none.
    ///
    /// # Errors
    ///
    /// When there is no such key, it runs nothing, or it ends the dashboard.
    pub fn play(&mut self, keys: &str) -> Result<(), KeyError> {
        for key in keys.split_whitespace() {
            if let Some(Effect::Quit | Effect::Suspend) = self.press(key)? {
                return Err(KeyError::Ends(key.to_owned()));
            }
        }
        Ok(())
    }

    /// Gives the screen another size.
    pub fn resize(&mut self, size: (u16, u16)) {
        self.size = size;
        self.draw();
    }

    /// Draws the screen again, after the state or the setting was changed from outside.
    pub fn draw(&mut self) {
        let area = Rect::new(0, 0, self.size.0, self.size.1);
        self.buffer = Buffer::empty(area);
        ui::render(&mut self.state, &self.setting.look(), &mut self.cache, area, &mut self.buffer);
    }

    /// What is on the screen.
    pub fn buffer(&self) -> &Buffer {
        &self.buffer
    }

    /// The screen as text, row by row, with nothing behind the last sign of a row.
    pub fn rows(&self) -> Vec<String> {
        text::rows(self.buffer())
    }

    fn act(&mut self, message: Message) -> Option<Effect> {
        let effect = update(&mut self.state, message);
        // Each key needs the layout that the key before left.
        self.draw();
        effect
    }
}
