//! The dashboard without a terminal: applies keys through the keymap, and draws on a buffer.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::{App, Effect, FileEvent, Message, message, update};
use crate::config::{Keymap, MapSymbols, Theme, parse_key};
use crate::ui::{self, RenderCache, RenderContext, symbols::Symbols};

use super::text;

/// Options of the user interface. Like [`RenderContext`], but with an owned keymap.
#[derive(Debug, Clone, PartialEq)]
pub struct UiOptions {
    /// The keymap.
    pub keymap: Keymap,
    /// The styles.
    pub theme: Theme,
    /// The symbols.
    pub symbols: Symbols,
    /// The symbols of the map.
    pub marker: MapSymbols,
}

impl UiOptions {
    fn context(&self) -> RenderContext<'_> {
        RenderContext { theme: self.theme, symbols: self.symbols, marker: self.marker, keymap: &self.keymap }
    }
}

/// A dashboard and its screen. Every change redraws the screen.
#[derive(Debug, Clone)]
pub struct HeadlessApp {
    /// The dashboard.
    pub app: App,
    /// The options.
    pub options: UiOptions,
    size: (u16, u16),
    buffer: Buffer,
    cache: RenderCache,
}

/// An error of a key that was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The notation is unknown.
    #[error("{0}")]
    Unknown(String),
    /// No command is bound to the key.
    #[error("the key `{0}` is not bound to a command")]
    Unbound(String),
    /// The key quits or suspends the dashboard.
    #[error("the key `{0}` would quit or suspend the dashboard")]
    Ends(String),
}

impl HeadlessApp {
    /// Creates a dashboard on a screen of `size` columns and rows, and draws it.
    pub fn new(app: App, options: UiOptions, size: (u16, u16)) -> HeadlessApp {
        let buffer = Buffer::default();
        let mut headless = HeadlessApp { app, options, size, buffer, cache: RenderCache::default() };
        headless.draw();
        headless
    }

    /// Applies an event of the file.
    pub fn receive(&mut self, event: FileEvent) {
        self.handle(Message::File(event));
    }

    /// Sends a key in the notation of the configuration. Returns the effect for the caller to carry out.
    ///
    /// # Errors
    ///
    /// If the notation is unknown.
    pub fn press(&mut self, key: &str) -> Result<Option<Effect>, KeyError> {
        Ok(self.message(key)?.and_then(|message| self.handle(message)))
    }

    fn message(&self, key: &str) -> Result<Option<Message>, KeyError> {
        let input = parse_key(key).map_err(KeyError::Unknown)?;
        Ok(message(&self.app, &self.options.keymap, input))
    }

    /// Sends keys, separated by spaces. Their effects are not carried out.
    ///
    /// # Errors
    ///
    /// If the notation is unknown, no command is bound to a key, or a key ends the dashboard.
    pub fn send_keys(&mut self, keys: &str) -> Result<(), KeyError> {
        for key in keys.split_whitespace() {
            let message = match self.message(key)? {
                None | Some(Message::Unbound(_)) => return Err(KeyError::Unbound(key.to_owned())),
                Some(message) => message,
            };
            if let Some(Effect::Quit | Effect::Suspend) = self.handle(message) {
                return Err(KeyError::Ends(key.to_owned()));
            }
        }
        Ok(())
    }

    /// Sends keys like [`send_keys`](HeadlessApp::send_keys), and returns the screens before the first and after each.
    ///
    /// # Errors
    ///
    /// As for [`send_keys`](HeadlessApp::send_keys).
    pub fn record_screens(&mut self, keys: &str) -> Result<Vec<Buffer>, KeyError> {
        let mut screens = vec![self.buffer.clone()];
        for key in keys.split_whitespace() {
            self.send_keys(key)?;
            screens.push(self.buffer.clone());
        }
        Ok(screens)
    }

    /// Resizes the screen.
    pub fn resize(&mut self, size: (u16, u16)) {
        self.size = size;
        self.draw();
    }

    /// Redraws the screen after a change of the dashboard or the options.
    pub fn draw(&mut self) {
        let area = Rect::new(0, 0, self.size.0, self.size.1);
        self.buffer = Buffer::empty(area);
        ui::render(&mut self.app, &self.options.context(), &mut self.cache, area, &mut self.buffer);
    }

    /// Returns the screen.
    pub fn buffer(&self) -> &Buffer {
        &self.buffer
    }

    /// Returns the rows of the screen as text, without trailing blanks.
    pub fn rows(&self) -> Vec<String> {
        text::rows(self.buffer())
    }

    fn handle(&mut self, message: Message) -> Option<Effect> {
        let effect = update(&mut self.app, message);
        // The next key needs the new layout.
        self.draw();
        effect
    }
}
