//! The thread that follows a file: it wires the watchers, the debounce and the reading together.

use std::fs;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Instant;

use notify::Event;

use super::debounce::{Comparison, Debouncer, Failure, FileChange, Fingerprint, Timeout, Trigger};
use super::mode::{self, Mode, PollReason};
use super::native::Native;
use super::polled::Polled;
use super::symlink_chain::{self, Chain};
use super::{Options, POLL_INTERVAL, Parsed, WatchEvent, read, sort};

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
    Reload,
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
pub struct Worker<J, F> {
    path: PathBuf,
    options: Options,
    parse: J,
    tell: F,
    messages: Sender<Message>,
    watcher: Watcher,
    mode: Option<Mode>,
    /// PollReason the system's watcher could not be had; it is not tried again until someone asks for the file.
    refused: Option<PollReason>,
    chain: Chain,
    debouncer: Debouncer,
}

impl<T, J, F> Worker<J, F>
where
    J: FnMut(Vec<u8>) -> Parsed<T>,
    F: FnMut(WatchEvent<T>),
{
    /// A thread that has not begun. Watchers send to `messages`.
    pub fn new(path: PathBuf, options: Options, parse: J, tell: F, messages: Sender<Message>) -> Self {
        let chain = symlink_chain::resolve(&path);
        let debouncer = Debouncer::new(options.debounce, options.debounce_missing);
        Worker {
            path,
            options,
            parse,
            tell,
            messages,
            watcher: Watcher::None,
            mode: None,
            refused: None,
            chain,
            debouncer,
        }
    }

    /// Runs until told to end.
    pub fn run(mut self, inbox: Receiver<Message>) {
        self.watch();
        self.read(Trigger::Asked);
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
            let mut batch = Batch::default();
            for message in first.into_iter().chain(inbox.try_iter()) {
                match message {
                    Message::Event(event) => self.record(event, &mut batch),
                    Message::WatchedAnew => {
                        batch.read = self.debouncer.on_change(FileChange::Changed, Instant::now())
                    }
                    Message::Reload => batch.asked = true,
                    Message::End => return,
                }
            }
            self.process(batch);
        }
    }

    fn deadline(&self) -> Option<Instant> {
        let look = match &self.watcher {
            Watcher::Polled(polled) => polled.next(),
            _ => None,
        };
        [self.debouncer.deadline(), look].into_iter().flatten().min()
    }

    /// Takes an event into the state and into the batch of all that came with it.
    fn record(&mut self, event: notify::Result<Event>, batch: &mut Batch) {
        let (happened, moved) = match (&self.watcher, event) {
            // The poll watcher looks at nothing but our file.
            (Watcher::Polled(_), _) => (FileChange::Changed, Vec::new()),
            (_, Ok(event)) => match sort::classify(&event, &self.chain, sort::tells_closes()) {
                Some(sorted) => (sorted.happened, sorted.moved),
                None => return,
            },
            // Events may have been lost, and watches with them.
            (_, Err(_)) => (FileChange::Changed, self.chain.path_components.iter().cloned().collect()),
        };
        batch.events = true;
        if let Watcher::Native(native) = &mut self.watcher {
            for path in moved {
                native.forget(&path);
            }
        }
        batch.read = match happened {
            FileChange::Written | FileChange::Created => self.debouncer.on_change(happened, Instant::now()),
            _ => self.debouncer.on_change(happened, Instant::now()) || batch.read,
        };
    }

    fn process(&mut self, mut batch: Batch) {
        let now = Instant::now();
        if let Watcher::Polled(polled) = &mut self.watcher
            && polled.look(now)
        {
            batch.events = true;
            batch.read = self.debouncer.on_change(FileChange::Changed, now);
        }
        if batch.asked {
            self.refused = None;
        }
        if batch.events || batch.asked {
            // Before reading, so that nothing falls between. Whoever wrote to what the path led to before matters no more.
            if self.watch() {
                batch.read = self.debouncer.on_change(FileChange::Changed, now);
            }
        }
        if batch.asked {
            self.read(Trigger::Asked);
        } else if batch.read {
            self.read(Trigger::Event);
        } else {
            match self.debouncer.on_timeout(now) {
                None => {}
                Some(Timeout::ReadUnlessEmpty) if self.is_empty() => {}
                Some(_) => {
                    self.watch();
                    self.read(Trigger::Timeout);
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
            return self.poll(PollReason::Asked);
        }
        for _ in 0..MOST_WALKS {
            self.chain = symlink_chain::resolve(&self.path);
            if let Some(name) = mode::filesystem_without_notifications(&self.chain) {
                return self.poll(PollReason::Filesystem(name));
            }
            if let Some(why) = &self.refused {
                return self.poll(why.clone());
            }
            if let Err(why) = self.watch_natively() {
                self.refused = Some(why.clone());
                return self.poll(why);
            }
            // What changed before the watches were set went unseen.
            if symlink_chain::resolve(&self.path) == self.chain {
                break;
            }
        }
        Mode::Native
    }

    fn watch_natively(&mut self) -> Result<(), PollReason> {
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

    fn poll(&mut self, reason: PollReason) -> Mode {
        let every = self.options.poll.unwrap_or(POLL_INTERVAL);
        if let Watcher::Polled(polled) = &mut self.watcher {
            polled.follow();
            return Mode::Polling { every, reason };
        }
        match Polled::new(&self.path, self.options.limit, every, self.sender()) {
            Ok(polled) => {
                self.watcher = Watcher::Polled(polled);
                Mode::Polling { every, reason }
            }
            Err(error) => {
                self.watcher = Watcher::None;
                Mode::Disabled { reason: error.to_string() }
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

    fn read(&mut self, trigger: Trigger) {
        let bytes = match read::read(&self.path, self.options.limit) {
            Ok(bytes) => bytes,
            Err(error) => {
                if self.debouncer.failed(Failure::Unreadable(error.clone()), trigger, Instant::now()) {
                    (self.tell)(WatchEvent::Unreadable(error));
                }
                return;
            }
        };
        let fingerprint = Fingerprint::of(&bytes);
        if trigger != Trigger::Asked {
            match self.debouncer.compare(fingerprint) {
                Comparison::No => {}
                Comparison::Same => return,
                Comparison::Back => return (self.tell)(WatchEvent::Unchanged),
            }
        }
        match (self.parse)(bytes) {
            Parsed::Valid(file) => {
                self.debouncer.valid(fingerprint);
                (self.tell)(WatchEvent::File(Parsed::Valid(file)));
            }
            Parsed::Invalid(file) => {
                if self.debouncer.failed(Failure::Invalid(fingerprint), trigger, Instant::now()) {
                    (self.tell)(WatchEvent::File(Parsed::Invalid(file)));
                }
            }
        }
    }
}

/// What all the messages of one waking come to.
#[derive(Default)]
struct Batch {
    events: bool,
    read: bool,
    asked: bool,
}
