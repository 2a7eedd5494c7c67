//! Watches a file: every save is reported once the file is complete, whatever method the editor uses.
//!
//! ```text
//! path ─▶ symlink_chain ─▶ native / poll ─▶ debounce ─▶ read ─▶ parse ─▶ WatchEvent
//!         what to watch    notifications    when to     safely
//!                                           read
//! ```
//!
//! # Limits
//!
//! - Writes through a memory mapping raise no notification. They are seen when the writer closes the file.
//! - A file that was mounted by itself (`mount --bind`) stays the same file when its source is replaced by a rename. Such a
//!   save does not reach the mount at all.
//! - On systems other than Linux, a hard-linked file is polled, and a directory above the parent of a watched one may be
//!   replaced without a notification.

mod debounce;
mod mode;
mod native;
mod read;
mod symlink_chain;
mod watcher;

use std::io;
use std::path::{self, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

pub use mode::{Mode, PollReason};
pub use read::{ReadError, read, read_once, read_stdin};

use watcher::{Next, Worker};

/// The interval of polling, unless another is requested.
pub const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// The result of parsing a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parsed<T> {
    /// A valid file.
    Valid(T),
    /// An invalid file, which may be half of a save.
    Invalid(T),
}

/// A report about the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WatchEvent<T> {
    /// The file was read: at the start, on request, or because its bytes changed. An invalid file is debounced.
    File(Parsed<T>),
    /// The file cannot be read. This is debounced, too.
    Unreadable(ReadError),
    /// After a failure, the file is the last valid one again.
    Unchanged,
    /// The file is watched in this way: reported at the start and when it changes.
    Watching(Mode),
}

/// How to watch a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Poll at this interval, even if the system reports changes.
    pub poll: Option<Duration>,
    /// The largest file that is read, in bytes.
    pub limit: u64,
    /// How long an invalid or unreadable file must stay unchanged before it is reported.
    pub debounce: Duration,
    /// How long the file must be missing before that is reported.
    pub debounce_missing: Duration,
    /// How long a written file may stay open without a further write before it is read as it is.
    pub debounce_unclosed: Duration,
}

impl Default for Options {
    /// Returns the limit of 16 MiB, and waits of 300 ms, 1.5 s and 2 s.
    fn default() -> Options {
        Options {
            poll: None,
            limit: 16 << 20,
            debounce: Duration::from_millis(300),
            debounce_missing: Duration::from_millis(1500),
            debounce_unclosed: Duration::from_secs(2),
        }
    }
}

/// Watches a file until it is dropped.
#[derive(Debug)]
pub struct FileWatcher {
    sender: mpsc::Sender<Next>,
}

impl FileWatcher {
    /// Watches the file at `path` on a thread. The file is read and reported at once, then whenever it changes. It may be
    /// missing. A relative path starts at the current directory of this moment.
    ///
    /// `parse` and `report` are called on the thread.
    ///
    /// # Errors
    /// If there can be no thread, or the current directory is unknown.
    pub fn spawn<T: Send + 'static>(
        path: PathBuf,
        options: Options,
        parse: impl FnMut(Vec<u8>) -> Parsed<T> + Send + 'static,
        report: impl FnMut(WatchEvent<T>) + Send + 'static,
    ) -> io::Result<FileWatcher> {
        let path = path::absolute(path)?;
        let (sender, receiver) = mpsc::channel();
        let worker = Worker::new(path, options, parse, report, sender.clone());
        std::thread::Builder::new().name("flank-watch".into()).spawn(move || worker.run(receiver))?;
        Ok(FileWatcher { sender })
    }

    /// Reads the file now and reports the result, even if it is unchanged or would be debounced.
    pub fn reload(&self) {
        // The thread can only have ended by a panic, which is reported elsewhere.
        let _ = self.sender.send(Next::Reload);
    }
}

impl Drop for FileWatcher {
    fn drop(&mut self) {
        let _ = self.sender.send(Next::End);
    }
}
