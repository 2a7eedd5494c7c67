//! The loop: waits for what happens, applies it to the state, does what that asks of the world, and draws.

use std::io;
use std::time::{Duration, Instant};

use keybinds::KeyInput;
use ratatui::crossterm::event::{Event, MouseButton, MouseEvent, MouseEventKind};

use crate::app::{App, Effect, Effects, Message, action, update};
use crate::clock::today;
use crate::dossier::{Location, Text};
use crate::terminal::editor::{At, Editor};
use crate::terminal::lend::{Back, lend};
use crate::terminal::opener::{self, Opened};
use crate::terminal::suspend::{Suspended, suspend};
use crate::terminal::{Screen, Session, Waiter, clipboard, input};
use crate::ui::{self, Canvas, RenderContext};

use super::source::{Source, keep};
use super::{Ended, Start, force_panic};

/// How long the first frame waits for the dossier: long enough for any that people write by hand, short
/// enough that a huge one is announced before anyone wonders.
const FIRST_FRAME: Duration = Duration::from_millis(12);

/// Everything that meets.
pub(super) struct Runtime {
    pub start: Start,
    pub state: App,
    pub canvas: Canvas,
    /// Before the session, which is to have the last word on the terminal.
    pub screen: Screen,
    pub waiter: Waiter,
    pub session: Session,
    pub source: Source,
}

impl Runtime {
    /// Runs until the reader leaves, a signal asks for it, or the terminal goes away.
    ///
    /// # Errors
    ///
    /// Where the terminal cannot be waited on, read, drawn on or lent.
    pub fn run(mut self) -> anyhow::Result<Ended> {
        let ended = self.go_on();
        // A terminal that goes away fails whatever is being done with it at that moment.
        if ended.is_err() && self.terminal_is_gone() { Ok(Ended::Gone) } else { ended }
    }

    fn go_on(&mut self) -> anyhow::Result<Ended> {
        let mut draw = true;
        let begun = Instant::now();
        loop {
            // The first frame is worth a short wait if it then shows the dossier.
            let waits_for_dossier = self.state.dossier.is_none() && begun.elapsed() < FIRST_FRAME;
            draw |= self.take_told();
            if draw && !(waits_for_dossier && self.nothing_to_show()) {
                self.draw()?;
                draw = false;
                if self.state.dossier.is_some() {
                    // Now nobody waits for it; the next key would.
                    ui::read_ahead();
                }
            }
            force_panic("main");
            let timeout = draw.then(|| FIRST_FRAME.saturating_sub(begun.elapsed()));
            let woken = self.waiter.wait(timeout)?;
            if let Some(signal) = woken.ended {
                return Ok(Ended::Signal(signal));
            }
            if woken.gone {
                return Ok(Ended::Gone);
            }
            draw |= self.act(Message::Today(today())).draw;
            if woken.continued {
                self.session.renew()?;
                draw |= self.redraw_all();
            }
            if woken.suspend {
                draw |= self.suspend()?;
            }
            if woken.resized {
                // It may have been another size and this one again.
                self.screen.forget();
                draw = true;
            }
            if woken.input || woken.resized {
                // Each is drawn before the next is looked for, which takes time where there is none.
                while let Some(event) = input::next()? {
                    match self.event(&event)? {
                        Next::Go { draw: changed } => draw |= changed,
                        Next::Leave(ended) => return Ok(ended),
                        Next::Lent => break,
                    }
                }
            }
        }
    }

    /// Whether there is neither a dossier nor a reason why not.
    fn nothing_to_show(&self) -> bool {
        self.state.dossier.is_none() && self.state.problems.is_empty() && self.state.read_error.is_none()
    }

    fn act(&mut self, action: Message) -> Effects {
        update(&mut self.state, action)
    }

    /// Takes in what was told of the file; whether something on the screen changed.
    fn take_told(&mut self) -> bool {
        let mut draw = false;
        while let Ok(told) = self.source.told.try_recv() {
            draw |= self.act(Message::File(told)).draw;
        }
        draw
    }

    fn event(&mut self, event: &Event) -> anyhow::Result<Next> {
        let key = match event {
            Event::Key(key) => key,
            Event::Mouse(mouse) => return self.mouse(mouse),
            Event::Resize(..) => return Ok(Next::Go { draw: true }),
            _ => return Ok(Next::Go { draw: false }),
        };
        let Some(action) = action(&self.state, &self.start.keymap, KeyInput::from(key)) else {
            return Ok(Next::Go { draw: false });
        };
        let effects = self.act(action);
        let draw = match effects.effect {
            None => effects.draw,
            Some(Effect::Quit) => return Ok(Next::Leave(Ended::Quit)),
            Some(Effect::Edit(place)) => return self.edit(place),
            Some(Effect::Redraw) => self.redraw_all(),
            Some(Effect::Suspend) => self.suspend()?,
            Some(Effect::Open(url)) => {
                let answer = match opener::open(&url, self.start.opener.as_deref()) {
                    Opened::Started => format!("opening {url}"),
                    Opened::NoDisplay => {
                        self.copy(&url)?;
                        format!("no display here; copied {url}")
                    }
                    Opened::Failed => format!("nothing here opens {url}"),
                };
                self.act(Message::Notify(answer)).draw
            }
            Some(Effect::Copy(fact, day)) => {
                let Some(dossier) = self.state.dossier.clone() else { return Ok(Next::Go { draw: false }) };
                self.copy(&dossier.cite(fact, day, self.start.copy))?;
                let what = dossier.statement(fact);
                self.act(Message::Notify(format!(
                    "sent to the terminal's clipboard, with its citation: {what}"
                )))
                .draw
            }
            Some(Effect::Reread) => {
                if let Some(follower) = &self.source.follower {
                    follower.reread();
                }
                effects.draw
            }
        };
        // Keys that came together are drawn together, but each must see how far the one before could scroll.
        if draw {
            self.draw()?;
        }
        Ok(Next::Go { draw: false })
    }

    fn mouse(&mut self, mouse: &MouseEvent) -> anyhow::Result<Next> {
        let (x, y) = (mouse.column, mouse.row);
        let action = match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Message::Click(x, y),
            MouseEventKind::ScrollDown => Message::Wheel(x, y, true),
            MouseEventKind::ScrollUp => Message::Wheel(x, y, false),
            _ => return Ok(Next::Go { draw: false }),
        };
        if self.act(action).draw {
            self.draw()?;
        }
        Ok(Next::Go { draw: false })
    }

    fn draw(&mut self) -> io::Result<()> {
        let look = RenderContext {
            theme: self.start.theme,
            symbols: self.start.symbols,
            marker: self.start.marker,
            keymap: &self.start.keymap,
        };
        // Not everywhere does a signal tell of another size.
        let area = self.screen.area()?;
        if area != self.canvas.buffer.area {
            self.canvas = Canvas::new(area);
        }
        loop {
            let drawn = ui::draw(&self.state, &look, area, &mut self.canvas);
            // What was drawn may show that something lies elsewhere than was thought; once is enough to put it right.
            if !update(&mut self.state, Message::Drawn(Box::new(drawn))).draw {
                break;
            }
        }
        self.screen.show(&self.canvas.buffer)
    }

    /// Sends text to the terminal's clipboard, between two frames.
    fn copy(&mut self, text: &str) -> io::Result<()> {
        clipboard::copy(text)
    }

    /// Forgets what is on the screen, so that the next frame draws every cell.
    fn redraw_all(&mut self) -> bool {
        self.screen.forget();
        true
    }

    fn suspend(&mut self) -> anyhow::Result<bool> {
        match suspend(&self.session, &mut self.waiter)? {
            Suspended::Continued => Ok(self.redraw_all()),
            Suspended::NoJobControl => Ok(self.act(Message::CannotSuspend).draw),
        }
    }

    /// Lends the terminal to the editor, and shows afterwards what it has done to the file.
    fn edit(&mut self, place: Location) -> anyhow::Result<Next> {
        let Some(path) = self.start.dossier.clone() else { return Ok(Next::Go { draw: false }) };
        let Location { line, column } = place;
        let sentence = match Editor::chosen(self.start.editor.as_deref()) {
            Err(why) => Some(why),
            Ok(editor) => {
                // What was typed behind that key was meant for the editor, and is nothing to be done here.
                while input::next()?.is_some() {}
                let mut told = Vec::new();
                let heard = &self.source.told;
                let command = editor.command(&path, At { line, column });
                let back = lend(&self.session, &mut self.waiter, command, || {
                    heard.try_iter().for_each(|new| keep(&mut told, new));
                })?;
                if let Back::Ended(signal) = back {
                    return Ok(Next::Leave(Ended::Signal(signal)));
                }
                for told in told {
                    self.act(Message::File(told));
                }
                if let Some(follower) = &self.source.follower {
                    follower.reread();
                }
                self.act(Message::Today(today()));
                self.redraw_all();
                back.sentence(&editor)
            }
        };
        if let Some(sentence) = sentence {
            self.act(Message::Notify(Text::line(&sentence).to_string()));
        }
        self.draw()?;
        Ok(Next::Lent)
    }

    /// Whether a failure to draw is because there is nothing left to draw on.
    fn terminal_is_gone(&mut self) -> bool {
        self.waiter.wait(Some(Duration::ZERO)).is_ok_and(|woken| woken.gone || woken.ended.is_some())
    }
}

/// What to do after an event.
enum Next {
    Go {
        draw: bool,
    },
    /// Another program had the terminal.
    Lent,
    Leave(Ended),
}
