//! The system's own watcher, kept on the directories of a chain.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use notify::{ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::mode::PollReason;
use super::sort;
use super::symlink_chain::{Chain, Id};

/// Watches directories, and hands on the events that may concern the file.
pub struct Native {
    watcher: RecommendedWatcher,
    /// What is watched, and which directory it was then: a watch stays with the directory, not with its name.
    watched: BTreeMap<PathBuf, Id>,
    path_components: Arc<Mutex<BTreeSet<PathBuf>>>,
}

impl Native {
    /// Starts the watcher, which watches nothing yet. `send` is called on its thread.
    ///
    /// # Errors
    /// PollReason it cannot be had, so that polling must do.
    pub fn new(send: impl Fn(notify::Result<Event>) + Send + 'static) -> Result<Native, PollReason> {
        let path_components = Arc::new(Mutex::new(BTreeSet::new()));
        let sieve = Arc::clone(&path_components);
        let handler = move |event: notify::Result<Event>| {
            let matters = match &event {
                Ok(event) => sort::matters(event, &sieve.lock().unwrap_or_else(PoisonError::into_inner)),
                Err(_) => true,
            };
            if matters {
                send(event);
            }
        };
        let watcher = notify::recommended_watcher(handler).map_err(|error| why(&error))?;
        Ok(Native { watcher, watched: BTreeMap::new(), path_components })
    }

    /// Something else may lie at `path` now: drops the watches there and below. `notify` has dropped some of them by
    /// itself, and does not tell which.
    pub fn forget(&mut self, path: &Path) {
        let gone: Vec<PathBuf> =
            self.watched.keys().filter(|watched| watched.starts_with(path)).cloned().collect();
        for path in gone {
            self.unwatch(&path);
        }
    }

    /// Watches what `chain` needs, and nothing else. Returns whether a directory that holds the file, or a link, is newly
    /// watched; then what was seen there before may be half of what happened.
    ///
    /// # Errors
    /// PollReason that cannot be, so that polling must do. A directory that has gone since is no error: the next walk tells.
    pub fn follow(&mut self, chain: &Chain) -> Result<bool, PollReason> {
        // First the sieve, then the watches, so that no event of a new watch falls through.
        *self.path_components.lock().unwrap_or_else(PoisonError::into_inner) = chain.path_components.clone();
        let needed = |path: &PathBuf| chain.watched_dirs.get(path).or_else(|| chain.ancestor_dirs.get(path));
        let stale = self.watched.iter().filter(|(path, id)| needed(path) != Some(id));
        for path in stale.map(|(path, _)| path.clone()).collect::<Vec<_>>() {
            self.unwatch(&path);
        }
        for (path, id) in &chain.ancestor_dirs {
            // A parent that may not be listed (`/home` of some systems) is a loss that polling would be too dear for.
            if let Err(error) = self.watch(path, *id)
                && is_limit(&error)
            {
                return Err(why(&error));
            }
        }
        let mut new = false;
        for (path, id) in &chain.watched_dirs {
            match self.watch(path, *id) {
                Ok(begun) => new |= begun,
                Err(error) if is_gone(&error) => {}
                // Where nothing can be reached through it either, its parent tells when that changes.
                Err(error) if is_forbidden(&error) && !chain.exists => {}
                Err(error) => return Err(why(&error)),
            }
        }
        Ok(new)
    }

    /// Watches a directory; returns whether that is new.
    fn watch(&mut self, path: &Path, id: Id) -> notify::Result<bool> {
        if self.watched.contains_key(path) {
            return Ok(false);
        }
        self.watcher.watch(path, RecursiveMode::NonRecursive)?;
        self.watched.insert(path.to_owned(), id);
        Ok(true)
    }

    fn unwatch(&mut self, path: &Path) {
        self.watched.remove(path);
        // It fails where the watch has ended by itself, and that is what is wanted.
        let _ = self.watcher.unwatch(path);
    }
}

fn is_limit(error: &notify::Error) -> bool {
    matches!(error.kind, ErrorKind::MaxFilesWatch)
}

fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => {
            matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
        }
        _ => false,
    }
}

fn is_forbidden(error: &notify::Error) -> bool {
    matches!(&error.kind, ErrorKind::Io(error) if error.kind() == io::ErrorKind::PermissionDenied)
}

fn why(error: &notify::Error) -> PollReason {
    match &error.kind {
        ErrorKind::MaxFilesWatch => PollReason::Limit,
        #[cfg(unix)]
        // Not watches, but watchers: the limit of inotify instances.
        ErrorKind::Io(error) if error.raw_os_error() == Some(rustix::io::Errno::MFILE.raw_os_error()) => {
            PollReason::Limit
        }
        ErrorKind::Io(error) => PollReason::Refused(error.to_string()),
        _ => PollReason::Refused(error.to_string()),
    }
}
