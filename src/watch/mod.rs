//! Following a file as it is saved: whatever way an editor saves it, its readers are told once it is whole.
//!
//! ```text
//! path ─▶ chain ─▶ native / polled ─▶ sort ─▶ settle ─▶ read ─▶ parse ─▶ tell
//!         what to    who tells us     what    when to   safely
//!         watch      of changes      it was   believe
//! ```
//!
//! Everything happens on one thread, which sleeps until something happens to the file.

mod debounce;
mod mode;
mod native;
mod polled;
mod read;
mod sort;
mod symlink_chain;
mod watcher;

use std::io;
use std::path::{self, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

pub use mode::{Mode, PollReason};
pub use read::{ReadError, read, read_from};

use watcher::{Message, Worker};

/// How often a file is looked at where the system does not tell of changes and nothing else was asked for.
pub const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// What a look at the file's bytes came to, as the reader judges it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parsed<T> {
    /// A file to show.
    Valid(T),
    /// A file with something wrong in it, which may be half of one.
    Invalid(T),
}

/// What is told of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WatchEvent<T> {
    /// It was read: first after the start, then whenever its bytes have changed, and when asked for. What is invalid
    /// is told only once it has stood for the debounce time.
    File(Parsed<T>),
    /// It cannot be read. Reported as late as an invalid file.
    Unreadable(ReadError),
    /// After a failure was told, the same bytes are back that were the last valid ones.
    Unchanged,
    /// How the file is watched: once after the start, and when that changes.
    Watching(Mode),
}

/// How to follow a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Look this often instead of having the system tell.
    pub poll: Option<Duration>,
    /// The most bytes that are read of a file.
    pub limit: u64,
    /// How long something invalid or unreadable must stand before it is told.
    pub debounce: Duration,
    /// How long the file must be missing before that is told.
    pub debounce_missing: Duration,
}

impl Default for Options {
    /// The system tells, 16 MiB, 300 ms and 1.5 s.
    fn default() -> Options {
        Options {
            poll: None,
            limit: 16 << 20,
            debounce: Duration::from_millis(300),
            debounce_missing: Duration::from_millis(1500),
        }
    }
}

/// A file that is being followed, until this is dropped.
#[derive(Debug)]
pub struct FileWatcher {
    messages: mpsc::Sender<Message>,
}

impl FileWatcher {
    /// Follows the file at `path`: reads it at once and tells of it whatever it is, then whenever it has changed.
    ///
    /// `parse` and `tell` are called on the thread of the watcher, "flank-watch". A relative path is taken from where the
    /// program stands now. A file that is missing is followed as well.
    ///
    /// # Errors
    /// Where there can be no thread, or no current directory to take a relative path from.
    pub fn spawn<T: Send + 'static>(
        path: PathBuf,
        options: Options,
        parse: impl FnMut(Vec<u8>) -> Parsed<T> + Send + 'static,
        tell: impl FnMut(WatchEvent<T>) + Send + 'static,
    ) -> io::Result<FileWatcher> {
        let path = path::absolute(path)?;
        let (messages, inbox) = mpsc::channel();
        let thread = Worker::new(path, options, parse, tell, messages.clone());
        std::thread::Builder::new().name("flank-watch".into()).spawn(move || thread.run(inbox))?;
        Ok(FileWatcher { messages })
    }

    /// Reads the file again now and tells the result, even if it is the same as before or still debounce.
    pub fn reload(&self) {
        // The thread can only have ended by a panic, and that is reported elsewhere.
        let _ = self.messages.send(Message::Reload);
    }
}

impl Drop for FileWatcher {
    fn drop(&mut self) {
        let _ = self.messages.send(Message::End);
    }
}
