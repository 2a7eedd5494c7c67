//! The thread that watches a file: it connects notifications, debouncing and reading.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};
use std::{iter, mem};

use super::debounce::{Comparison, Debouncer, Failure, FileChange, Fingerprint, Timeout, Trigger};
use super::mode::{Mode, PollReason, lacks_notifications};
use super::native::Native;
use super::read::{self, ReadError};
use super::symlink_chain::SymlinkChain;
use super::{Options, Parsed, WatchEvent};

/// The default interval of polling.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// The most attempts to watch a path that keeps changing, so that the file is read in the end.
const MAX_WALKS: usize = 8;

/// A message to the worker.
#[derive(Debug)]
#[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "only inotify is this precise"))]
pub enum Next {
    /// Apply a change of the file.
    Change(FileChange),
    /// Resolve the path again, because one of its directories was moved or deleted.
    Resolve,
    /// Resolve the path again, because a filesystem was mounted or unmounted.
    Mounts,
    /// Continue after a wait.
    Timeout,
    /// Read the file on request.
    Reload,
    /// End the thread.
    End,
}

/// The polling of a file.
struct Poll {
    /// The time of the next poll.
    at: Instant,
    /// The result of the previous poll.
    before: Result<Fingerprint, ReadError>,
}

/// The state of the thread.
pub struct Worker<P, F> {
    path: PathBuf,
    options: Options,
    parse: P,
    report: F,
    sender: Sender<Next>,
    /// The back end, unless the file is polled.
    native: Option<Native>,
    poll: Option<Poll>,
    mode: Option<Mode>,
    reported_mode: Option<Mode>,
    /// Why the system refused a watch. The next attempt is at a requested reload.
    refused: Option<PollReason>,
    chain: SymlinkChain,
    debouncer: Debouncer,
}

impl<T, P, F> Worker<P, F>
where
    P: FnMut(Vec<u8>) -> Parsed<T>,
    F: FnMut(WatchEvent<T>),
{
    /// Creates the state. The back end sends its notifications to `sender`.
    pub fn new(path: PathBuf, options: Options, parse: P, report: F, sender: Sender<Next>) -> Self {
        Worker {
            chain: SymlinkChain::resolve(&path),
            debouncer: Debouncer::new(options.clone()),
            path,
            options,
            parse,
            report,
            sender,
            native: None,
            poll: None,
            mode: None,
            reported_mode: None,
            refused: None,
        }
    }

    /// Runs until it receives [`Next::End`].
    pub fn run(mut self, receiver: Receiver<Next>) {
        self.watch();
        self.report_mode();
        self.reload(Trigger::Request);
        loop {
            // All events are applied before the file is read, because it may have been opened again after it was
            // closed.
            let mut batch = Batch::default();
            for next in iter::once(self.wait(&receiver)).chain(receiver.try_iter()) {
                match next {
                    Next::Change(change) => self.record(change, &mut batch),
                    Next::Resolve => batch.resolve = true,
                    Next::Mounts => (batch.resolve, batch.replaced) = (true, true),
                    Next::Timeout => {}
                    Next::Reload => (batch.resolve, batch.requested) = (true, true),
                    Next::End => return,
                }
            }
            self.process(batch);
        }
    }

    fn wait(&self, receiver: &Receiver<Next>) -> Next {
        let poll = self.poll.as_ref().map(|poll| poll.at);
        let received = match self.debouncer.deadline().into_iter().chain(poll).min() {
            None => receiver.recv().map_err(RecvTimeoutError::from),
            Some(at) => receiver.recv_timeout(at.saturating_duration_since(Instant::now())),
        };
        received.unwrap_or_else(|error| match error {
            RecvTimeoutError::Timeout => Next::Timeout,
            RecvTimeoutError::Disconnected => Next::End,
        })
    }

    fn record(&mut self, change: FileChange, batch: &mut Batch) {
        batch.resolve = true;
        match change {
            FileChange::Changed => batch.replaced = true,
            FileChange::Created => batch.replaced = false,
            _ => {}
        }
        let is_unfinished = matches!(change, FileChange::Created | FileChange::Written);
        let read = self.debouncer.on_change(change, Instant::now());
        batch.read = read || (batch.read && !is_unfinished);
    }

    fn process(&mut self, mut batch: Batch) {
        if self.poll() {
            self.record(FileChange::Changed, &mut batch);
        }
        if batch.requested {
            self.refused = None;
        }
        let file_id = self.chain.file_id;
        if batch.resolve && (self.watch() || (batch.replaced && self.chain.file_id != file_id)) {
            // The close of the previous file is no longer reported. The change is sent, so that it comes after the
            // events of that file.
            let _ = self.sender.send(Next::Change(FileChange::Changed));
        }
        let now = Instant::now();
        let timeout = self.debouncer.on_timeout(now);
        self.report_mode();
        if batch.requested {
            self.reload(Trigger::Request);
        } else if batch.read {
            self.reload(Trigger::Event);
        } else if timeout == Some(Timeout::ReadUnlessEmpty)
            && fs::metadata(&self.path).is_ok_and(|data| data.len() == 0)
        {
            self.debouncer.wait_for_text(now);
        } else if timeout.is_some() {
            self.watch();
            self.reload(Trigger::Timeout);
        }
    }

    /// Polls the file if it is time, and returns whether it differs from the previous poll.
    fn poll(&mut self) -> bool {
        let interval = self.interval();
        let Some(poll) = self.poll.as_mut().filter(|poll| poll.at <= Instant::now()) else { return false };
        let before = mem::replace(&mut poll.before, fingerprint(&self.path, self.options.limit));
        poll.at = Instant::now() + interval;
        poll.before != before
    }

    fn interval(&self) -> Duration {
        self.options.poll.unwrap_or(POLL_INTERVAL)
    }

    /// Resolves the path and watches it. Returns whether its target is another file, or changes may have been missed.
    fn watch(&mut self) -> bool {
        let (file, existed) = (self.chain.file.clone(), self.chain.exists);
        let is_first = self.mode.is_none();
        let (mode, missed) = match self.watch_natively() {
            Ok(missed) => {
                self.poll = None;
                (Mode::Native, missed)
            }
            Err(reason) => {
                self.native = None;
                if self.poll.is_none() {
                    let before = fingerprint(&self.path, self.options.limit);
                    self.poll = Some(Poll { at: Instant::now() + self.interval(), before });
                }
                (Mode::Polling(reason), false)
            }
        };
        self.mode = Some(mode);
        // If a new file has the same name, an event reports it.
        !is_first && (missed || self.chain.file != file || (existed && !self.chain.exists))
    }

    /// Returns whether changes may have been missed.
    fn watch_natively(&mut self) -> Result<bool, PollReason> {
        if self.options.poll.is_some() {
            return Err(PollReason::Requested);
        }
        let mut missed = false;
        for _ in 0..MAX_WALKS {
            self.chain = SymlinkChain::resolve(&self.path);
            let mut dirs = self.chain.watched_dirs.keys();
            if let Some(name) = dirs.find_map(|dir| lacks_notifications(dir)) {
                return Err(PollReason::Filesystem(name));
            }
            if let Some(reason) = &self.refused {
                return Err(reason.clone());
            }
            match self.watch_chain() {
                Ok(is_new) => missed |= is_new,
                Err(reason) => {
                    self.refused = Some(reason.clone());
                    return Err(reason);
                }
            }
            // Changes of the path before the watches were registered were not reported.
            if SymlinkChain::resolve(&self.path) == self.chain {
                break;
            }
        }
        Ok(missed)
    }

    fn watch_chain(&mut self) -> Result<bool, PollReason> {
        let native = match self.native.take() {
            Some(native) => native,
            None => Native::new(self.sender.clone())?,
        };
        self.native.insert(native).watch(&self.chain)
    }

    /// Reports the mode if it changed.
    fn report_mode(&mut self) {
        let mode = match self.mode {
            Some(Mode::Native) if self.debouncer.is_unclosed() => Some(Mode::Unclosed),
            _ => self.mode.clone(),
        };
        if mode != self.reported_mode {
            self.reported_mode.clone_from(&mode);
            mode.into_iter().for_each(|mode| (self.report)(WatchEvent::Watching(mode)));
        }
    }

    fn reload(&mut self, trigger: Trigger) {
        let bytes = match read::read(&self.path, self.options.limit) {
            Ok(bytes) => bytes,
            Err(error) => {
                if self.debouncer.failed(Failure::Unreadable(error.clone()), trigger, Instant::now()) {
                    (self.report)(WatchEvent::Unreadable(error));
                }
                return;
            }
        };
        let fingerprint = Fingerprint::of(&bytes);
        if trigger != Trigger::Request {
            match self.debouncer.compare(fingerprint) {
                Comparison::New => {}
                Comparison::Same => return,
                Comparison::Restored => return (self.report)(WatchEvent::Unchanged),
            }
        }
        match (self.parse)(bytes) {
            Parsed::Valid(file) => {
                self.debouncer.valid(fingerprint);
                (self.report)(WatchEvent::File(Parsed::Valid(file)));
            }
            Parsed::Invalid(file) => {
                if self.debouncer.failed(Failure::Invalid(fingerprint), trigger, Instant::now()) {
                    (self.report)(WatchEvent::File(Parsed::Invalid(file)));
                }
            }
        }
    }
}

/// Reads a file and returns its fingerprint.
fn fingerprint(path: &Path, limit: u64) -> Result<Fingerprint, ReadError> {
    read::read(path, limit).map(|bytes| Fingerprint::of(&bytes))
}

/// The combined effect of all events that arrived together.
#[derive(Default)]
struct Batch {
    read: bool,
    resolve: bool,
    /// Whether the file may have been replaced by one that is complete.
    replaced: bool,
    requested: bool,
}
