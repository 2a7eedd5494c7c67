//! The one place where everything meets: terminal, file, state and drawing.
//!
//! One thread waits for keys, signals and the file without any timeout, applies what has come to the state,
//! and draws if something changed. The file is read on a thread of its own, so that a slow disk or a large
//! dossier never holds up a key.

use std::io::{self, BufWriter, Stdout};
use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use anyhow::Context;
use keybinds::KeyInput;
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{Event, MouseButton, MouseEvent, MouseEventKind};

use crate::clock::today;
use crate::config::{Keymap, Marker, Theme};
use crate::dashboard::{Action, Compared, Effect, File, Following, State, Told, action, update};
use crate::dossier::{BUILT_IN, CiteFormat, Day, Dossier, Place, Reading, Text, check, diff};
use crate::terminal::editor::{At, Editor};
use crate::terminal::lend::{Back, lend};
use crate::terminal::opener::{self, Opened};
use crate::terminal::suspend::{Suspended, suspend};
use crate::terminal::{Options, Session, Waiter, Waker, clipboard, input, install_panic_hook};
use crate::ui::{self, Look, glyphs::Glyphs};
use crate::watch::{self, Follower, Judged, Mode};

/// How long the first frame waits for the dossier: long enough for any that people write by hand, short
/// enough that a huge one is announced before anyone wonders.
const FIRST_FRAME: Duration = Duration::from_millis(12);

/// What the dashboard is started with.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    /// The dossier; the one compiled in where there is none.
    pub dossier: Option<PathBuf>,
    /// The code of the state to begin with.
    pub state: Option<String>,
    /// The day to show the world on; today where there is none.
    pub day: Option<Day>,
    /// Look at the file this often, instead of being told of saves.
    pub poll: Option<Duration>,
    /// The most bytes that are read of the file.
    pub limit: u64,
    /// Keys.
    pub keymap: Keymap,
    /// Styles.
    pub theme: Theme,
    /// Signs.
    pub glyphs: Glyphs,
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
    let backend = CrosstermBackend::new(BufWriter::with_capacity(1 << 16, io::stdout()));
    let terminal = Terminal::new(backend).context("cannot draw on the terminal")?;
    let mut state = State::new(
        File::before_reading(start.dossier.as_deref()),
        today(),
        start.day,
        start.state.as_deref().map(Text::line),
    );
    state.jump = start.jump;
    Runtime { start, state, terminal: ManuallyDrop::new(terminal), waiter, session, source }.run()
}

/// Where the dossier comes from.
struct Source {
    told: Receiver<Told>,
    /// Absent for the dossier that is compiled in, which cannot change.
    follower: Option<Follower>,
}

impl Source {
    fn open(start: &Start, waker: Waker) -> anyhow::Result<Source> {
        let (tell, told) = mpsc::channel();
        let Some(path) = start.dossier.clone() else {
            // A failed send means that there is nobody left to tell; so too below.
            let _ = tell.send(Told::Read(Box::new(check(BUILT_IN.as_bytes(), today()))));
            return Ok(Source { told, follower: None });
        };
        let options = watch::Options { poll: start.poll, limit: start.limit, ..watch::Options::default() };
        let follower = watch::follow(path, options, judge(), move |news| {
            let _ = tell.send(translate(news));
            waker.wake();
        });
        Ok(Source { told, follower: Some(follower.context("cannot follow the dossier")?) })
    }
}

/// Reads what the file says, and compares it with what it said before.
fn judge() -> impl FnMut(Vec<u8>) -> Judged<Told> {
    let mut last: Option<Arc<Dossier>> = None;
    move |bytes| {
        force_panic("watch");
        let Reading { dossier, problems } = check(&bytes, today());
        drop(bytes);
        let Some(dossier) = dossier else {
            return Judged::Invalid(Told::Read(Box::new(Reading { dossier: None, problems })));
        };
        // Where it says the same, it is the same to whoever has it.
        let dossier = match &last {
            Some(before) if **before == dossier => Arc::clone(before),
            _ => Arc::new(dossier),
        };
        let changed = last.as_ref().filter(|before| !Arc::ptr_eq(before, &dossier));
        let changes = changed.map(|before| diff(before, &dossier)).unwrap_or_default();
        let before = last.replace(Arc::clone(&dossier));
        Judged::Valid(Told::Compared(Box::new(Compared { dossier, problems, before, changes })))
    }
}

/// What the watcher says, in the words of the dashboard.
fn translate(news: watch::Told<Told>) -> Told {
    match news {
        watch::Told::File(Judged::Valid(told) | Judged::Invalid(told)) => told,
        watch::Told::Unreadable(why) => Told::Unreadable(why.to_string()),
        watch::Told::Unchanged => Told::Unchanged,
        watch::Told::Watching(mode) => Told::Following(match mode {
            Mode::Native => Following::Live,
            Mode::Polling { why, .. } => Following::Polling(why.to_string()),
            Mode::Not { why } => Following::Not(why.to_string()),
        }),
    }
}

struct Runtime {
    start: Start,
    state: State,
    /// Never dropped: it would show the cursor by itself, and panic where there is no terminal left to show it
    /// on. The session does that.
    terminal: ManuallyDrop<Terminal<CrosstermBackend<BufWriter<Stdout>>>>,
    waiter: Waiter,
    session: Session,
    source: Source,
}

impl Runtime {
    fn run(mut self) -> anyhow::Result<Ended> {
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
            draw |= self.act(Action::Today(today())).draw;
            if woken.continued {
                self.session.renew()?;
                draw |= self.redraw_all()?;
            }
            if woken.suspend {
                draw |= self.suspend()?;
            }
            draw |= woken.resized;
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
        self.state.dossier.is_none() && self.state.problems.is_empty() && self.state.unreadable.is_none()
    }

    fn act(&mut self, action: Action) -> crate::dashboard::Effects {
        update(&mut self.state, action)
    }

    /// Takes in what was told of the file; whether something on the screen changed.
    fn take_told(&mut self) -> bool {
        let mut draw = false;
        while let Ok(told) = self.source.told.try_recv() {
            draw |= self.act(Action::Told(told)).draw;
        }
        draw
    }

    fn event(&mut self, event: &Event) -> anyhow::Result<Next> {
        let key = match event {
            Event::Key(key) => key,
            Event::Mouse(mouse) => return self.mouse(mouse),
            event => return Ok(Next::Go { draw: matches!(event, Event::Resize(..)) }),
        };
        let Some(action) = action(&self.state, &self.start.keymap, KeyInput::from(key)) else {
            return Ok(Next::Go { draw: false });
        };
        let effects = self.act(action);
        let draw = match effects.effect {
            None => effects.draw,
            Some(Effect::Quit) => return Ok(Next::Leave(Ended::Quit)),
            Some(Effect::Edit(place)) => return self.edit(place),
            Some(Effect::Redraw) => self.redraw_all()?,
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
                self.act(Action::Answer(answer)).draw
            }
            Some(Effect::Copy(fact, day)) => {
                let cited =
                    self.state.dossier.as_deref().map(|dossier| dossier.cite(fact, day, self.start.copy));
                if let Some(cited) = cited {
                    self.copy(&cited)?;
                }
                self.act(Action::Answer("sent to the terminal's clipboard, with its citation".into())).draw
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
            MouseEventKind::Down(MouseButton::Left) => Action::Click(x, y),
            MouseEventKind::ScrollDown => Action::Wheel(x, y, true),
            MouseEventKind::ScrollUp => Action::Wheel(x, y, false),
            _ => return Ok(Next::Go { draw: false }),
        };
        if self.act(action).draw {
            self.draw()?;
        }
        Ok(Next::Go { draw: false })
    }

    fn draw(&mut self) -> io::Result<()> {
        let look = Look {
            theme: self.start.theme,
            glyphs: self.start.glyphs,
            marker: self.start.marker,
            keymap: &self.start.keymap,
        };
        let mut drawn = None;
        let state = &self.state;
        self.terminal.draw(|frame| {
            let area = frame.area();
            drawn = Some(ui::draw(state, &look, area, frame.buffer_mut()));
        })?;
        // What was drawn may show that something lies elsewhere than was thought; once is enough to put it right.
        if drawn.is_some_and(|drawn| self.act(Action::Drawn(Box::new(drawn))).draw) {
            self.draw()?;
        }
        Ok(())
    }

    /// Sends text to the terminal's clipboard, between two frames.
    fn copy(&mut self, text: &str) -> io::Result<()> {
        clipboard::copy(text)
    }

    /// Forgets what is on the screen, so that the next frame draws every cell.
    fn redraw_all(&mut self) -> io::Result<bool> {
        // Not `Terminal::clear`, which asks the terminal for its cursor and waits for the answer.
        let area = self.terminal.size()?.into();
        self.terminal.resize(area)?;
        Ok(true)
    }

    fn suspend(&mut self) -> anyhow::Result<bool> {
        match suspend(&self.session, &mut self.waiter)? {
            Suspended::Continued => Ok(self.redraw_all()?),
            Suspended::NoJobControl => Ok(self.act(Action::CannotSuspend).draw),
        }
    }

    /// Lends the terminal to the editor, and shows afterwards what it has done to the file.
    fn edit(&mut self, place: Place) -> anyhow::Result<Next> {
        let Some(path) = self.start.dossier.clone() else { return Ok(Next::Go { draw: false }) };
        let Place { line, column } = place;
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
                    self.act(Action::Told(told));
                }
                if let Some(follower) = &self.source.follower {
                    follower.reread();
                }
                self.act(Action::Today(today()));
                self.redraw_all()?;
                back.sentence(&editor)
            }
        };
        if let Some(sentence) = sentence {
            self.act(Action::Answer(Text::line(&sentence).to_string()));
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

/// Puts behind what was told of the file what is told now, without what that makes idle. A file that is saved ten times
/// while nobody looks is read ten times, and only the last good reading of it counts.
fn keep(told: &mut Vec<Told>, new: Told) {
    match &new {
        Told::Following(_) => told.retain(|old| !matches!(old, Told::Following(_))),
        Told::Compared(_) => told.retain(|old| matches!(old, Told::Following(_))),
        _ => told.retain(|old| matches!(old, Told::Compared(_) | Told::Following(_))),
    }
    told.push(new);
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of these: `g` a good reading, `b` a broken one, `u` unreadable, `s` the same as before, `f` how it
    /// is followed.
    fn kept(news: &str) -> String {
        let mut told = Vec::new();
        for new in news.chars() {
            let read = |text: &str| match judge()(text.into()) {
                Judged::Valid(told) | Judged::Invalid(told) => told,
            };
            let new = match new {
                'g' => read(BUILT_IN),
                'b' => read("format = "),
                'u' => Told::Unreadable("gone".into()),
                's' => Told::Unchanged,
                _ => Told::Following(Following::Live),
            };
            keep(&mut told, new);
        }
        let letter = |told: &Told| match told {
            Told::Compared(_) => 'g',
            Told::Read(_) => 'b',
            Told::Unreadable(_) => 'u',
            Told::Unchanged => 's',
            Told::Following(_) => 'f',
        };
        told.iter().map(letter).collect()
    }

    #[test]
    fn of_what_is_told_while_nobody_looks_only_what_counts_is_kept() {
        for (news, expected) in [
            ("g", "g"),
            ("ggg", "g"),
            ("gb", "gb"),
            ("gbub", "gb"),
            ("gbg", "g"),
            ("bus", "s"),
            ("gbs", "gs"),
            ("fgfb", "gfb"),
        ] {
            assert_eq!(kept(news), expected, "{news}");
        }
    }
}
