//! Watches a file. Reports every save once the file is complete, by whatever method an editor saves.
//!
//! ```text
//! path ─▶ symlink_chain ─▶ native / poll ─▶ debounce ─▶ read ─▶ parse ─▶ WatchEvent
//!         what to watch    notifications    when to     safely
//!                                           read
//! ```
//!
//! # Limits
//!
//! - Writes through a memory mapping cause no notification. They are noticed when the writer closes the file.
//! - If a bind mount is of the file itself (`mount --bind`), renaming another file over the source does not change the
//!   mounted file, so such a save is not noticed.
//! - On systems other than Linux, a hard-linked file is polled, and the replacement of a directory above the parent of a
//!   watched one may not be noticed.

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

/// The result of parsing a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parsed<T> {
    /// A valid file.
    Valid(T),
    /// An invalid file, which may be half-written.
    Invalid(T),
}

/// An event of the watched file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WatchEvent<T> {
    /// The file was read, because the watcher started, a reload was requested, or its bytes changed. An invalid file is
    /// debounced.
    File(Parsed<T>),
    /// The file cannot be read. This is also debounced.
    Unreadable(ReadError),
    /// After a failure, the file has the last valid bytes again.
    Unchanged,
    /// How the file is watched. Reported at the start and after a change.
    Watching(Mode),
}

/// How to watch a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Poll at this interval, even if the system reports changes. Without one, polling is every second.
    pub poll: Option<Duration>,
    /// The largest file that is read, in bytes.
    pub limit: u64,
    /// The time without a change before an invalid or unreadable file is reported.
    pub debounce: Duration,
    /// The time before a missing file is reported.
    pub debounce_missing: Duration,
    /// The time without a further write before an open file is read.
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
    /// Watches the file at `path` on a new thread. The file may be missing. It is read and reported at once, and then
    /// whenever it changes. A relative path is resolved with the current directory.
    ///
    /// `parse` and `report` are called on the thread.
    ///
    /// # Errors
    /// If the thread cannot be started, or the current directory is unknown.
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
        // A send fails only after a panic of the thread, which ends the program.
        let _ = self.sender.send(Next::Reload);
    }
}

impl Drop for FileWatcher {
    fn drop(&mut self) {
        let _ = self.sender.send(Next::End);
    }
}
