//! Looking every so often, for where the system does not tell.
//!
//! `notify`'s poll watcher looks at the file itself, under the name that it was given, so that every way of saving
//! shows as other contents. It would hash all of a directory's files, or a file of any size, and cannot watch what is
//! not there; so it gets only what may be read, and we look ourselves, as often, whether there is something to watch.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use notify::{Config, Event, PollWatcher, RecursiveMode, Watcher};

use super::read::{self, ReadError};

/// Polls one file.
pub struct Polled {
    watcher: PollWatcher,
    path: PathBuf,
    limit: u64,
    every: Duration,
    state: Result<(), ReadError>,
    next: Option<Instant>,
}

impl Polled {
    /// Starts to poll `path`, of at most `limit` bytes. `send` is called on the poller's thread.
    ///
    /// # Errors
    /// What the system says where there can be no thread for it.
    pub fn new(
        path: &Path,
        limit: u64,
        every: Duration,
        send: impl Fn(notify::Result<Event>) + Send + 'static,
    ) -> notify::Result<Polled> {
        let config = Config::default().with_poll_interval(every).with_compare_contents(true);
        // Errors are passed over: what vanishes is told as removed, too, and the error would come at each look.
        let handler = move |event: notify::Result<Event>| {
            if event.is_ok() {
                send(event);
            }
        };
        let watcher = PollWatcher::new(handler, config)?;
        let state = Err(ReadError::Missing);
        let mut polled = Polled { watcher, path: path.to_owned(), limit, every, state, next: None };
        polled.follow();
        Ok(polled)
    }

    /// Watches the file anew if there is one now, and stops to if there is none.
    pub fn follow(&mut self) {
        let before = self.state.is_ok();
        self.state = read::check(&self.path, self.limit).map(|_| ());
        let now = self.state.is_ok();
        if now && !before {
            let _ = self.watcher.watch(&self.path, RecursiveMode::NonRecursive);
            // It does not say if the file was gone by then.
            self.state = read::check(&self.path, self.limit).map(|_| ());
        } else if before && !now {
            let _ = self.watcher.unwatch(&self.path);
        }
        self.next = self.state.is_err().then(|| Instant::now() + self.every);
    }

    /// When to [`look`](Polled::look) next; `None` while the poll watcher does it.
    pub fn next(&self) -> Option<Instant> {
        self.next
    }

    /// Looks whether something else is there now than before.
    pub fn look(&mut self, now: Instant) -> bool {
        if self.next.is_none_or(|next| next > now) {
            return false;
        }
        let before = self.state.clone();
        self.follow();
        self.state != before
    }
}
