//! The back end for systems other than Linux.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use notify::event::{EventKind, ModifyKind};
use notify::{ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::super::debounce::FileChange;
use super::super::mode::PollReason;
use super::super::symlink_chain::{FileId, SymlinkChain};
use super::super::watcher::Next;

/// Watches a file until it is dropped.
///
/// Every event is passed on, since systems may report a name in another case or as its short form.
pub struct Native {
    watcher: RecommendedWatcher,
    /// A watch stays with the directory, not with its name.
    watched: BTreeMap<PathBuf, FileId>,
    /// Paths at which there may be something else now, so that watches there and below must be renewed.
    moved: Arc<Mutex<Vec<PathBuf>>>,
}

impl Native {
    /// Starts the system's watcher, which calls `send` on its thread. Nothing is watched yet.
    ///
    /// # Errors
    /// The reason if the system refuses.
    pub fn new(_: SymlinkChain, send: impl Fn(Next) + Send + 'static) -> Result<Native, PollReason> {
        let moved = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&moved);
        let handler = move |event: notify::Result<Event>| {
            let moved = match event {
                // Events may be lost, and watches with them. Every path starts with the empty one.
                Ok(event) if event.need_rescan() => vec![PathBuf::new()],
                Ok(event) => match event.kind {
                    EventKind::Access(_) => return,
                    EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_)) => Vec::new(),
                    _ => event.paths,
                },
                Err(_) => vec![PathBuf::new()],
            };
            sink.lock().unwrap_or_else(PoisonError::into_inner).extend(moved);
            send(Next::Change(FileChange::Changed));
        };
        let watcher = notify::recommended_watcher(handler)?;
        Ok(Native { watcher, watched: BTreeMap::new(), moved })
    }

    /// Watches what `chain` needs, and nothing else. Returns whether this begins to watch a directory that holds a name of
    /// the path, in which changes may have been missed.
    ///
    /// # Errors
    /// The reason if the system refuses. A directory that no longer exists is no error: the next walk ends before it.
    pub fn watch(&mut self, chain: &SymlinkChain) -> Result<bool, PollReason> {
        if has_hard_links(&chain.file) {
            return Err(PollReason::HardLinks);
        }
        let moved = std::mem::take(&mut *self.moved.lock().unwrap_or_else(PoisonError::into_inner));
        // The parents report that a directory is replaced.
        let parents = chain.watched_dirs.keys().filter_map(|dir| dir.parent());
        let parents: Vec<_> = parents.filter_map(|dir| chain.ancestor_dirs.get_key_value(dir)).collect();
        let needed: BTreeMap<&PathBuf, &FileId> =
            parents.iter().copied().chain(&chain.watched_dirs).collect();
        let is_stale = |path: &PathBuf, id: &FileId| {
            needed.get(path) != Some(&id) || moved.iter().any(|moved| path.starts_with(moved))
        };
        let stale: Vec<PathBuf> = self
            .watched
            .iter()
            .filter(|(path, id)| is_stale(path, id))
            .map(|(path, _)| path.clone())
            .collect();
        for path in stale {
            self.watched.remove(&path);
            // This fails if the watch has ended by itself.
            let _ = self.watcher.unwatch(&path);
        }
        for (path, id) in parents {
            // A directory that must not be listed is not worth polling for.
            if let Err(error) = self.add(path, *id)
                && matches!(error.kind, ErrorKind::MaxFilesWatch)
            {
                return Err(error.into());
            }
        }
        let mut is_new = false;
        for (path, id) in &chain.watched_dirs {
            match self.add(path, *id) {
                Ok(added) => is_new |= added,
                Err(error) if is_ignored(&error, chain.exists) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(is_new)
    }

    /// Watches a directory, and returns whether that is new.
    fn add(&mut self, path: &Path, id: FileId) -> notify::Result<bool> {
        if self.watched.contains_key(path) {
            return Ok(false);
        }
        self.watcher.watch(path, RecursiveMode::NonRecursive)?;
        self.watched.insert(path.to_owned(), id);
        Ok(true)
    }
}

#[cfg(unix)]
fn has_hard_links(file: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::symlink_metadata(file).is_ok_and(|data| data.is_file() && data.nlink() > 1)
}

#[cfg(not(unix))]
fn has_hard_links(_: &Path) -> bool {
    false
}

/// Returns whether polling would be no better: the directory is gone, or must not be listed and leads nowhere.
fn is_ignored(error: &notify::Error, exists: bool) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => true,
            io::ErrorKind::PermissionDenied => !exists,
            _ => false,
        },
        _ => false,
    }
}

impl From<notify::Error> for PollReason {
    fn from(error: notify::Error) -> PollReason {
        match error.kind {
            ErrorKind::MaxFilesWatch => PollReason::Limit,
            ErrorKind::Io(error) => PollReason::Refused(error.to_string()),
            _ => PollReason::Refused(error.to_string()),
        }
    }
}
