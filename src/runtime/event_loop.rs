//! The event loop: waits for events, applies their messages, carries out effects, and renders.

use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use keybinds::KeyInput;
use ratatui::crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Rect;

use crate::app::{App, Effect, FileEvent, LinkRegion, Message, message, update};
use crate::clock::today;
use crate::config::{Rgb, Theme};
use crate::dossier::{CiteFormat, Day, Fact, Location, Text};
use crate::report;
use crate::terminal::editor::{CursorPosition, Editor};
use crate::terminal::opener::{self, OpenResult};
use crate::terminal::{
    EventSource, ExitOutcome, Input, Link, Report, Screen, Session, Suspended, Wakeup, clipboard,
    run_external, size, suspend,
};
use crate::ui::symbols::Symbols;
use crate::ui::{self, RenderCache, RenderContext};
use crate::watch;

use super::source::{Source, coalesce};
use super::{AppConfig, Exit, force_panic};

/// The longest wait of the first frame for the dossier. Any dossier of usual size is read by then. A huge one is
/// reported as being read.
const FIRST_FRAME: Duration = Duration::from_millis(12);
/// The longest wait of the first frame for the background of the terminal.
const BACKGROUND: Duration = Duration::from_millis(50);

/// The state of the event loop.
pub(super) struct Runtime {
    pub config: AppConfig,
    /// The current theme of [`AppConfig::theme`].
    pub theme: Theme,
    /// Whether the first frame waits for the background of the terminal.
    pub awaits_background: bool,
    pub app: App,
    pub cache: RenderCache,
    /// The screen. It must be dropped before the session, which restores the terminal.
    pub screen: Screen,
    pub input: EventSource,
    pub session: Session,
    pub source: Source,
}

/// The next step of the event loop.
enum Next {
    Continue,
    /// Stop reading input, because another program had the terminal.
    InputLost,
    Exit(Exit),
}

impl Runtime {
    /// Runs until the user quits, a signal ends the program, or the terminal is closed.
    ///
    /// # Errors
    ///
    /// If the terminal cannot be waited on, read, written, or handed to another program.
    pub fn run(mut self) -> anyhow::Result<Exit> {
        let result = self.run_loop();
        // If the terminal was closed, any operation on it may have failed.
        if result.is_err() && self.is_hung_up() { Ok(Exit::HungUp) } else { result }
    }

    fn run_loop(&mut self) -> anyhow::Result<Exit> {
        let (mut wakeup, mut early) = self.first_frame()?;
        loop {
            force_panic("main");
            if let Some(signal) = wakeup.terminate {
                return Ok(Exit::Signal(signal));
            }
            if wakeup.hung_up {
                return Ok(Exit::HungUp);
            }
            self.receive_events();
            self.update_today();
            if wakeup.continued {
                self.session.reenter()?;
                self.screen.invalidate();
            }
            if wakeup.suspend {
                self.suspend()?;
            }
            if wakeup.resized {
                // The size may have changed twice, back to the old one, which also garbles the screen.
                self.screen.invalidate();
            }
            // A frame is rendered after each input as well.
            if !wakeup.is_only_input() {
                self.render()?;
            }
            if wakeup.input {
                while let Some(input) =
                    early.take().map_or_else(|| self.input.next_input(), |input| Ok(Some(input)))?
                {
                    match self.on_input(input)? {
                        Next::Continue => {}
                        Next::InputLost => break,
                        Next::Exit(exit) => return Ok(exit),
                    }
                }
            }
            wakeup = self.input.wait(None)?;
        }
    }

    /// Renders the first frame once the dossier is read and the background is known, or after the longest wait. Returns
    /// the events that arrived meanwhile, and an input that is not a reply of the terminal.
    fn first_frame(&mut self) -> anyhow::Result<(Wakeup, Option<Input>)> {
        let start = Instant::now();
        while let Some(left) = FIRST_FRAME.checked_sub(start.elapsed()) {
            let event = self.source.events.recv_timeout(left);
            let Ok(event) = event else { break };
            self.dispatch(Message::File(event));
            let file = &self.app.file;
            if self.app.dossier.is_some() || !file.problems.is_empty() || file.read_error.is_some() {
                break;
            }
        }
        self.receive_events();
        let result = self.await_background(start)?;
        self.render()?;
        Ok(result)
    }

    /// Waits until the terminal has reported its background or sent another reply, or until another event.
    fn await_background(&mut self, start: Instant) -> anyhow::Result<(Wakeup, Option<Input>)> {
        while let Some(left) = BACKGROUND.checked_sub(start.elapsed()).filter(|_| self.awaits_background) {
            let wakeup = self.input.wait(Some(left))?;
            if !wakeup.is_only_input() {
                return Ok((wakeup, None));
            }
            while let Some(input) = self.input.next_input()? {
                match input {
                    Input::Reply(report) if self.adapt_to(&report) => {}
                    Input::Reply(_) => return Ok((wakeup, None)),
                    input => return Ok((wakeup, Some(input))),
                }
            }
        }
        Ok((Wakeup { input: true, ..Wakeup::default() }, None))
    }

    /// Adapts the theme if the terminal reports its background. Returns whether it does.
    fn adapt_to(&mut self, report: &Report) -> bool {
        let background = report.background();
        if let Some(background) = background {
            self.config.theme.set_background(Rgb(background));
            self.theme = self.config.theme.theme();
            self.awaits_background = false;
        }
        background.is_some()
    }

    /// Renders a frame, and writes the changed cells.
    fn render(&mut self) -> anyhow::Result<()> {
        let settings = &self.config.settings;
        let ctx = RenderContext {
            theme: self.theme,
            symbols: Symbols { ascii: settings.ascii },
            marker: settings.marker,
            keymap: &settings.keymap,
        };
        // Queried for each frame, because some terminals do not signal a new size.
        let (columns, rows) = size()?;
        let area = Rect::new(0, 0, columns, rows);
        self.screen.draw(area, |buf| {
            ui::render(&mut self.app, &ctx, &mut self.cache, area, buf);
            let links = self.app.panels.links.iter().filter(|_| self.config.links);
            let link = |LinkRegion { x, y, width, url }: &LinkRegion| {
                let (x, y, width) = (*x, *y, *width);
                Link { x, y, width, url: report::link_target(url) }
            };
            links.map(link).collect()
        })?;
        Ok(())
    }

    fn dispatch(&mut self, message: Message) -> Option<Effect> {
        update(&mut self.app, message)
    }

    /// Applies the events of the file.
    fn receive_events(&mut self) {
        while let Ok(event) = self.source.events.try_recv() {
            self.dispatch(Message::File(event));
        }
    }

    /// Applies the current day if it is a new one.
    fn update_today(&mut self) {
        let today = today();
        if today != self.app.today {
            self.dispatch(Message::Today(today));
        }
    }

    fn on_input(&mut self, input: Input) -> anyhow::Result<Next> {
        let message = match input {
            Input::Key(key) => message(&self.app, &self.config.settings.keymap, KeyInput::from(key)),
            Input::Mouse(mouse) => mouse_message(&mouse),
            Input::Paste(text) => Some(Message::Paste(text)),
            Input::Reply(report) => {
                self.adapt_to(&report);
                None
            }
        };
        let next = match message.and_then(|message| self.dispatch(message)) {
            Some(effect) => self.carry_out(effect)?,
            None => Next::Continue,
        };
        // The effect of the next key depends on the layout.
        if !matches!(next, Next::Exit(_)) {
            self.render()?;
        }
        Ok(next)
    }

    fn carry_out(&mut self, effect: Effect) -> anyhow::Result<Next> {
        match effect {
            Effect::Quit => return Ok(Next::Exit(Exit::Quit)),
            Effect::Edit(location) => return self.edit(location),
            Effect::Redraw => self.screen.invalidate(),
            Effect::Suspend => self.suspend()?,
            Effect::Open(url) => self.open(&url)?,
            Effect::Copy(fact, day) => self.copy(fact, day)?,
            Effect::CopyPanel => self.copy_panel()?,
            Effect::Reload => self.reload(),
            Effect::NextTheme => {
                let name = self.config.theme.advance();
                self.theme = self.config.theme.theme();
                self.notify(&format!("theme: {name}"));
            }
        }
        Ok(Next::Continue)
    }

    fn notify(&mut self, text: &str) {
        self.dispatch(Message::Notify(Text::line(text).to_string()));
    }

    fn reload(&self) {
        if let Some(watcher) = &self.source.watcher {
            watcher.reload();
        }
    }

    fn open(&mut self, url: &str) -> io::Result<()> {
        let message = match opener::open(url, self.config.settings.opener.as_deref()) {
            OpenResult::Started => format!("opening {url}"),
            OpenResult::NoDisplay => {
                clipboard::copy(url)?;
                format!("no display for a browser; copied {url}")
            }
            OpenResult::Failed => format!("cannot open {url}"),
        };
        self.notify(&message);
        Ok(())
    }

    fn copy(&mut self, fact: Fact, day: Option<Day>) -> io::Result<()> {
        let Some(dossier) = &self.app.dossier else { return Ok(()) };
        let format = CiteFormat::named(self.config.settings.copy).unwrap_or_default();
        clipboard::copy(&dossier.cite(fact, day, format))?;
        let statement = dossier.statement(fact);
        self.notify(&format!("sent to the terminal's clipboard, with its citation: {statement}"));
        Ok(())
    }

    fn copy_panel(&mut self) -> io::Result<()> {
        let Some((title, markdown)) = report::panel(&self.app) else { return Ok(()) };
        clipboard::copy(&markdown)?;
        self.notify(&format!("sent to the terminal's clipboard, as Markdown with sources: {title}"));
        Ok(())
    }

    fn suspend(&mut self) -> anyhow::Result<()> {
        match suspend(&self.session, &mut self.input)? {
            Suspended::Continued => self.screen.invalidate(),
            Suspended::NoJobControl => {
                self.notify("not suspended, because no shell could continue flank");
            }
        }
        Ok(())
    }

    /// Runs the editor in the terminal, and then reads the file again.
    fn edit(&mut self, location: Location) -> anyhow::Result<Next> {
        let Some(path) = self.config.dossier.clone() else { return Ok(Next::Continue) };
        let editor = match Editor::from_environment(self.config.settings.editor.as_deref()) {
            Ok(editor) => editor,
            Err(error) => {
                self.notify(&error);
                return Ok(Next::Continue);
            }
        };
        // Discards the keys typed after this one, which are meant for the editor.
        while self.input.next_input()?.is_some() {}
        let Location { line, column } = location;
        let column = match line_of(&path, self.config.settings.size_limit(), line) {
            Some(text) => editor.column(&text, column),
            None => column,
        };
        let command = editor.command(&path, CursorPosition { line, column });
        let mut events: Vec<FileEvent> = Vec::new();
        let receiver = &self.source.events;
        let outcome = run_external(&self.session, &mut self.input, command, || {
            receiver.try_iter().for_each(|event| coalesce(&mut events, event));
        })?;
        if let ExitOutcome::Terminate(signal) = outcome {
            return Ok(Next::Exit(Exit::Signal(signal)));
        }
        for event in events {
            self.dispatch(Message::File(event));
        }
        self.reload();
        self.update_today();
        self.screen.invalidate();
        if let Some(sentence) = outcome.sentence(&editor) {
            self.notify(&sentence);
        }
        Ok(Next::InputLost)
    }

    /// Returns whether the terminal was closed, or a signal ends the program.
    fn is_hung_up(&mut self) -> bool {
        self.input.wait(Some(Duration::ZERO)).is_ok_and(|wakeup| wakeup.hung_up || wakeup.terminate.is_some())
    }
}

/// Returns a line of a file, counted from 1; `None` if it cannot be read.
fn line_of(path: &Path, limit: u64, line: u32) -> Option<String> {
    let bytes = watch::read(path, limit).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Some(text.lines().nth(usize::try_from(line).ok()?.checked_sub(1)?)?.to_owned())
}

/// Returns the message of a click with the left button or of the wheel.
fn mouse_message(mouse: &MouseEvent) -> Option<Message> {
    let (x, y) = (mouse.column, mouse.row);
    match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => Some(Message::Click(x, y, Instant::now())),
        MouseEventKind::ScrollDown => Some(Message::Wheel(x, y, true)),
        MouseEventKind::ScrollUp => Some(Message::Wheel(x, y, false)),
        _ => None,
    }
}
