//! The dashboard without a terminal: keys go in through the real keymap, a buffer comes out.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::config::{Keymap, Marker, Theme, key_named};
use crate::dashboard::{Action, Effect, State, Told, action, update};
use crate::ui::{self, Canvas, Look, glyphs::Glyphs};

use super::text;

/// Options of the user interface. Like [`Look`], but with an owned keymap.
#[derive(Debug, Clone, PartialEq)]
pub struct UiOptions {
    /// The keymap.
    pub keymap: Keymap,
    /// The styles.
    pub theme: Theme,
    /// The symbols.
    pub glyphs: Glyphs,
    /// The symbols that draw the map.
    pub marker: Marker,
}

impl UiOptions {
    fn look(&self) -> Look<'_> {
        Look { theme: self.theme, glyphs: self.glyphs, marker: self.marker, keymap: &self.keymap }
    }
}

/// A dashboard and its screen. Every change redraws the screen.
#[derive(Debug, Clone)]
pub struct HeadlessApp {
    /// The state of the dashboard.
    pub state: State,
    /// The options.
    pub options: UiOptions,
    size: (u16, u16),
    canvas: Canvas,
}

/// An error of a key that was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The notation is unknown.
    #[error("{0}")]
    Unknown(String),
    /// No command is bound to the key.
    #[error("the key `{0}` runs nothing")]
    Unbound(String),
    /// The key quits or suspends the dashboard.
    #[error("the key `{0}` ends the dashboard, and nothing would be left to draw")]
    Ends(String),
}

impl HeadlessApp {
    /// Draws a state on a screen of this many columns and rows.
    pub fn new(state: State, options: UiOptions, size: (u16, u16)) -> HeadlessApp {
        let mut app = HeadlessApp { state, options, size, canvas: Canvas::default() };
        app.draw();
        app
    }

    /// Reports a change of the file to the dashboard.
    pub fn tell(&mut self, told: Told) {
        self.act(Action::Told(told));
    }

    /// Sends a key in the notation of the configuration, and returns the effect that the caller is to carry out.
    ///
    /// # Errors
    ///
    /// If the notation is unknown or no command is bound to the key.
    pub fn press(&mut self, key: &str) -> Result<Option<Effect>, KeyError> {
        let input = key_named(key).map_err(KeyError::Unknown)?;
        let action = action(&self.state, &self.options.keymap, input);
        Ok(self.act(action.ok_or_else(|| KeyError::Unbound(key.to_owned()))?))
    }

    /// Sends keys, separated by spaces. Their effects are not carried out.
    ///
    /// # Errors
    ///
    /// If the notation is unknown, no command is bound to a key, or a key ends the dashboard.
    pub fn send_keys(&mut self, keys: &str) -> Result<(), KeyError> {
        for key in keys.split_whitespace() {
            if let Some(Effect::Quit | Effect::Suspend) = self.press(key)? {
                return Err(KeyError::Ends(key.to_owned()));
            }
        }
        Ok(())
    }

    /// Resizes the screen.
    pub fn resize(&mut self, size: (u16, u16)) {
        self.size = size;
        self.draw();
    }

    /// Redraws the screen after a change of the state or the options.
    pub fn draw(&mut self) {
        let area = Rect::new(0, 0, self.size.0, self.size.1);
        if self.canvas.buffer.area != area {
            self.canvas = Canvas::new(area);
        }
        let drawn = ui::draw(&self.state, &self.options.look(), area, &mut self.canvas);
        if update(&mut self.state, Action::Drawn(Box::new(drawn))).draw {
            self.draw();
        }
    }

    /// Returns the screen.
    pub fn buffer(&self) -> &Buffer {
        &self.canvas.buffer
    }

    /// Returns the rows of the screen as text, without trailing blanks.
    pub fn rows(&self) -> Vec<String> {
        text::rows(self.buffer())
    }

    fn act(&mut self, action: Action) -> Option<Effect> {
        let effects = update(&mut self.state, action);
        // A key may depend on how far the previous one could scroll.
        self.draw();
        effects.effect
    }
}
