//! The back end for systems other than Linux.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::{io, mem};

use notify::event::{EventKind, ModifyKind};
use notify::{ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::super::debounce::FileChange;
use super::super::mode::PollReason;
use super::super::symlink_chain::{FileId, SymlinkChain};
use super::super::watcher::Next;

/// Watches a file until it is dropped.
pub struct Native {
    sender: Sender<Next>,
    /// The watcher, and the directories for which it was started.
    current: Option<(RecommendedWatcher, BTreeMap<PathBuf, FileId>)>,
    /// Paths that may have been replaced. A watch follows the directory, not its name.
    moved: Arc<Mutex<Vec<PathBuf>>>,
}

impl Native {
    /// Creates a back end that sends to `sender`. Nothing is watched yet.
    ///
    /// # Errors
    /// None, unlike on Linux.
    pub fn new(sender: Sender<Next>) -> Result<Native, PollReason> {
        Ok(Native { sender, current: None, moved: Arc::default() })
    }

    /// Registers the watches for `chain`, and removes all others. Returns whether the watches changed, so that changes
    /// may have been missed.
    ///
    /// # Errors
    /// If the system refuses a watch. A directory that no longer exists is not an error: the next walk ends before it.
    pub fn watch(&mut self, chain: &SymlinkChain) -> Result<bool, PollReason> {
        if has_hard_links(&chain.file) {
            return Err(PollReason::HardLinks);
        }
        // The parent of a directory reports that it is replaced.
        let is_parent = |dir: &Path| chain.watched_dirs.keys().any(|watched| watched.parent() == Some(dir));
        let above = chain.ancestor_dirs.iter().filter(|(dir, _)| is_parent(dir));
        let dirs: BTreeMap<PathBuf, FileId> =
            above.chain(&chain.watched_dirs).map(|(dir, id)| (dir.clone(), *id)).collect();
        let moved = mem::take(&mut *self.moved.lock().unwrap_or_else(PoisonError::into_inner));
        let has_moved = |dir: &PathBuf| moved.iter().any(|moved| dir.starts_with(moved));
        if self.current.as_ref().is_some_and(|(_, current)| *current == dirs) && !dirs.keys().any(has_moved) {
            return Ok(false);
        }
        let (sender, moved) = (self.sender.clone(), Arc::clone(&self.moved));
        let mut watcher = notify::recommended_watcher(move |event| {
            if let Some(paths) = moved_paths(event) {
                moved.lock().unwrap_or_else(PoisonError::into_inner).extend(paths);
                // A send fails only while the thread ends.
                let _ = sender.send(Next::Change(FileChange::Changed));
            }
        })?;
        for dir in dirs.keys() {
            if let Err(error) = watcher.watch(dir, RecursiveMode::NonRecursive)
                && !is_ignored(&error, dir, chain)
            {
                return Err(error.into());
            }
        }
        self.current = Some((watcher, dirs));
        Ok(true)
    }
}

/// Returns the paths that an event may have replaced; `None` if nothing has changed.
///
/// Names are not compared with those of the path, because a system may report them in another case or in a short form.
fn moved_paths(event: notify::Result<Event>) -> Option<Vec<PathBuf>> {
    match event {
        Ok(event) if !event.need_rescan() => match event.kind {
            EventKind::Access(_) => None,
            EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_)) => Some(Vec::new()),
            _ => Some(event.paths),
        },
        // Events and watches may be lost, so every path may have been replaced. Every path starts with the empty one.
        _ => Some(vec![PathBuf::new()]),
    }
}

/// Returns whether polling would not help, because the directory was removed, cannot be entered, or is only a parent.
fn is_ignored(error: &notify::Error, dir: &Path, chain: &SymlinkChain) -> bool {
    match &error.kind {
        ErrorKind::MaxFilesWatch => false,
        _ if !chain.watched_dirs.contains_key(dir) => true,
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => true,
            io::ErrorKind::PermissionDenied => !chain.exists,
            _ => false,
        },
        _ => false,
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

impl From<notify::Error> for PollReason {
    fn from(error: notify::Error) -> PollReason {
        match error.kind {
            ErrorKind::MaxFilesWatch => PollReason::Limit,
            ErrorKind::Io(error) => PollReason::Refused(error.to_string()),
            _ => PollReason::Refused(error.to_string()),
        }
    }
}
