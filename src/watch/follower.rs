//! The thread that follows a file: it wires the watchers, the settling and the reading together.

use std::fs;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Instant;

use notify::Event;

use super::chain::{self, Chain};
use super::mode::{self, Mode, Why};
use super::native::Native;
use super::polled::Polled;
use super::settle::{Cause, Due, Failure, Happened, Known, Settle, Stamp};
use super::{Judged, Options, POLL_INTERVAL, WatchEvent, read, sort};

/// A directory that is replaced all the time must not keep us from ever reading.
const MOST_WALKS: usize = 8;

/// What the thread is woken by.
#[derive(Debug)]
pub enum Message {
    /// The watcher saw something.
    Event(notify::Result<Event>),
    /// From here on, events are of watches that were set anew. Of a writer who was seen before, the close may have gone
    /// with the old watch, so that waiting for it would be for ever.
    WatchedAnew,
    /// Someone asks for the file.
    Reread,
    /// Nobody listens any more.
    End,
}

/// Who tells of changes.
enum Watcher {
    Native(Native),
    Polled(Polled),
    None,
}

/// All that the thread owns.
pub struct Thread<J, F> {
    path: PathBuf,
    options: Options,
    judge: J,
    tell: F,
    messages: Sender<Message>,
    watcher: Watcher,
    mode: Option<Mode>,
    /// Why the system's watcher could not be had; it is not tried again until someone asks for the file.
    refused: Option<Why>,
    chain: Chain,
    settle: Settle,
}

impl<T, J, F> Thread<J, F>
where
    J: FnMut(Vec<u8>) -> Judged<T>,
    F: FnMut(WatchEvent<T>),
{
    /// A thread that has not begun. Watchers send to `messages`.
    pub fn new(path: PathBuf, options: Options, judge: J, tell: F, messages: Sender<Message>) -> Self {
        let chain = chain::resolve(&path);
        let settle = Settle::new(options.settling, options.settling_missing);
        Thread {
            path,
            options,
            judge,
            tell,
            messages,
            watcher: Watcher::None,
            mode: None,
            refused: None,
            chain,
            settle,
        }
    }

    /// Runs until told to end.
    pub fn run(mut self, inbox: Receiver<Message>) {
        self.watch();
        self.read(Cause::Asked);
        loop {
            let first = match self.deadline() {
                None => match inbox.recv() {
                    Ok(message) => Some(message),
                    Err(_) => return,
                },
                Some(at) => match inbox.recv_timeout(at.saturating_duration_since(Instant::now())) {
                    Ok(message) => Some(message),
                    Err(RecvTimeoutError::Timeout) => None,
                    Err(RecvTimeoutError::Disconnected) => return,
                },
            };
            // All that has come by now is taken in before the file is read: it may have been opened again since.
            let mut sum = Sum::default();
            for message in first.into_iter().chain(inbox.try_iter()) {
                match message {
                    Message::Event(event) => self.take_in(event, &mut sum),
                    Message::WatchedAnew => {
                        sum.read = self.settle.happened(Happened::Changed, Instant::now())
                    }
                    Message::Reread => sum.asked = true,
                    Message::End => return,
                }
            }
            self.act(sum);
        }
    }

    fn deadline(&self) -> Option<Instant> {
        let look = match &self.watcher {
            Watcher::Polled(polled) => polled.next(),
            _ => None,
        };
        [self.settle.deadline(), look].into_iter().flatten().min()
    }

    /// Takes an event into the state and into the sum of all that came with it.
    fn take_in(&mut self, event: notify::Result<Event>, sum: &mut Sum) {
        let (happened, moved) = match (&self.watcher, event) {
            // The poll watcher looks at nothing but our file.
            (Watcher::Polled(_), _) => (Happened::Changed, Vec::new()),
            (_, Ok(event)) => match sort::sort(&event, &self.chain, sort::tells_closes()) {
                Some(sorted) => (sorted.happened, sorted.moved),
                None => return,
            },
            // Events may have been lost, and watches with them.
            (_, Err(_)) => (Happened::Changed, self.chain.points.iter().cloned().collect()),
        };
        sum.events = true;
        if let Watcher::Native(native) = &mut self.watcher {
            for path in moved {
                native.forget(&path);
            }
        }
        sum.read = match happened {
            Happened::Written | Happened::Created => self.settle.happened(happened, Instant::now()),
            _ => self.settle.happened(happened, Instant::now()) || sum.read,
        };
    }

    fn act(&mut self, mut sum: Sum) {
        let now = Instant::now();
        if let Watcher::Polled(polled) = &mut self.watcher
            && polled.look(now)
        {
            sum.events = true;
            sum.read = self.settle.happened(Happened::Changed, now);
        }
        if sum.asked {
            self.refused = None;
        }
        if sum.events || sum.asked {
            // Before reading, so that nothing falls between. Whoever wrote to what the path led to before matters no more.
            if self.watch() {
                sum.read = self.settle.happened(Happened::Changed, now);
            }
        }
        if sum.asked {
            self.read(Cause::Asked);
        } else if sum.read {
            self.read(Cause::Event);
        } else {
            match self.settle.due(now) {
                None => {}
                Some(Due::ReadUnlessEmpty) if self.is_empty() => {}
                Some(_) => {
                    self.watch();
                    self.read(Cause::Settled);
                }
            }
        }
    }

    fn is_empty(&self) -> bool {
        fs::metadata(&self.path).is_ok_and(|data| data.len() == 0)
    }

    /// Resolves the path and watches what it leads over now, whichever way that can be done. Returns whether it leads
    /// elsewhere than before, so that the file must be read whatever the event was.
    fn watch(&mut self) -> bool {
        let before = self.chain.file.clone();
        let existed = self.chain.exists;
        let mode = self.watch_somehow();
        if self.mode.as_ref() != Some(&mode) {
            self.mode = Some(mode.clone());
            (self.tell)(WatchEvent::Watching(mode));
        }
        // That the file itself came or went was an event of its own.
        self.chain.file != before || (existed && !self.chain.exists)
    }

    fn watch_somehow(&mut self) -> Mode {
        if self.options.poll.is_some() {
            return self.poll(Why::Asked);
        }
        for _ in 0..MOST_WALKS {
            self.chain = chain::resolve(&self.path);
            if let Some(name) = mode::silent_filesystem(&self.chain) {
                return self.poll(Why::Filesystem(name));
            }
            if let Some(why) = &self.refused {
                return self.poll(why.clone());
            }
            if let Err(why) = self.watch_natively() {
                self.refused = Some(why.clone());
                return self.poll(why);
            }
            // What changed before the watches were set went unseen.
            if chain::resolve(&self.path) == self.chain {
                break;
            }
        }
        Mode::Native
    }

    fn watch_natively(&mut self) -> Result<(), Why> {
        if !matches!(self.watcher, Watcher::Native(_)) {
            self.watcher = Watcher::Native(Native::new(self.sender())?);
        }
        if let Watcher::Native(native) = &mut self.watcher
            && native.follow(&self.chain)?
            && self.mode.is_some()
        {
            let _ = self.messages.send(Message::WatchedAnew);
        }
        Ok(())
    }

    fn poll(&mut self, why: Why) -> Mode {
        let every = self.options.poll.unwrap_or(POLL_INTERVAL);
        if let Watcher::Polled(polled) = &mut self.watcher {
            polled.follow();
            return Mode::Polling { every, why };
        }
        match Polled::new(&self.path, self.options.limit, every, self.sender()) {
            Ok(polled) => {
                self.watcher = Watcher::Polled(polled);
                Mode::Polling { every, why }
            }
            Err(error) => {
                self.watcher = Watcher::None;
                Mode::Not { why: error.to_string() }
            }
        }
    }

    fn sender(&self) -> impl Fn(notify::Result<Event>) + Send + 'static {
        let messages = self.messages.clone();
        move |event| {
            // Nobody listens while the thread ends.
            let _ = messages.send(Message::Event(event));
        }
    }

    fn read(&mut self, cause: Cause) {
        let bytes = match read::read(&self.path, self.options.limit) {
            Ok(bytes) => bytes,
            Err(error) => {
                if self.settle.failed(Failure::Unreadable(error.clone()), cause, Instant::now()) {
                    (self.tell)(WatchEvent::Unreadable(error));
                }
                return;
            }
        };
        let stamp = Stamp::of(&bytes);
        if cause != Cause::Asked {
            match self.settle.recognise(stamp) {
                Known::No => {}
                Known::Same => return,
                Known::Back => return (self.tell)(WatchEvent::Unchanged),
            }
        }
        match (self.judge)(bytes) {
            Judged::Valid(file) => {
                self.settle.valid(stamp);
                (self.tell)(WatchEvent::File(Judged::Valid(file)));
            }
            Judged::Invalid(file) => {
                if self.settle.failed(Failure::Invalid(stamp), cause, Instant::now()) {
                    (self.tell)(WatchEvent::File(Judged::Invalid(file)));
                }
            }
        }
    }
}

/// What all the messages of one waking come to.
#[derive(Default)]
struct Sum {
    events: bool,
    read: bool,
    asked: bool,
}
