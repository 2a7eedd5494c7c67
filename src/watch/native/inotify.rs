//! The back end for Linux.
//!
//! The file itself is watched, so that writes through another hard link or the source of a bind mount are noticed. The
//! directories that contain the file or a symlink of the path are watched for changes of their entries. All others are
//! only watched for moves of the directory itself, which cause no events for their entries.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::inotify::{self, CreateFlags, Event, ReadFlags, WatchFlags};
use rustix::fs::{Access, access};
use rustix::io::Errno;
use rustix::pipe::{PipeFlags, pipe_with};

use super::super::debounce::FileChange;
use super::super::mode::PollReason;
use super::super::symlink_chain::{FileId, SymlinkChain};
use super::super::watcher::Next;

/// Events of the file.
const FILE: WatchFlags = WatchFlags::MODIFY.union(WatchFlags::CLOSE_WRITE).union(WatchFlags::ATTRIB);
/// Events of a directory itself. Its deletion is always reported.
const ITSELF: WatchFlags = WatchFlags::MOVE_SELF.union(WatchFlags::ONLYDIR);
/// Renames in a directory.
const RENAMES: WatchFlags = ITSELF.union(WatchFlags::MOVED_FROM).union(WatchFlags::MOVED_TO);
/// Changes of a directory's entries.
const ENTRIES: WatchFlags =
    RENAMES.union(WatchFlags::CREATE).union(WatchFlags::DELETE).union(WatchFlags::ATTRIB);
/// Changes of a directory's entries and of the files in it.
const CONTENTS: WatchFlags = ENTRIES.union(FILE).union(WatchFlags::EXCL_UNLINK);

/// Watches a file until it is dropped.
pub struct Native {
    inotify: Arc<OwnedFd>,
    state: Arc<Mutex<State>>,
    /// The end of a pipe. Closing it ends the thread.
    _stop: OwnedFd,
}

/// The watches, and the path for which they are registered.
#[derive(Default)]
struct State {
    chain: SymlinkChain,
    watches: BTreeMap<FileId, Watch>,
}

struct Watch {
    descriptor: i32,
    flags: WatchFlags,
    /// The names of the file or directory. A directory may be on the path under several names.
    paths: Vec<PathBuf>,
}

impl Native {
    /// Starts the thread, which sends to `sender`. Nothing is watched yet.
    ///
    /// # Errors
    /// If the inotify instance or the thread cannot be created.
    pub fn new(sender: Sender<Next>) -> Result<Native, PollReason> {
        let inotify = Arc::new(inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?);
        let (stopped, stop) = pipe_with(PipeFlags::CLOEXEC)?;
        let state = Arc::<Mutex<State>>::default();
        let thread = {
            let (inotify, state) = (Arc::clone(&inotify), Arc::clone(&state));
            // Without procfs, mounts are not reported.
            let mounts = File::open("/proc/self/mountinfo").ok();
            move || read_events(&inotify, &stopped, mounts.as_ref(), &state, &sender)
        };
        std::thread::Builder::new()
            .name("flank-inotify".into())
            .spawn(thread)
            .map_err(|error| PollReason::Refused(error.to_string()))?;
        Ok(Native { inotify, state, _stop: stop })
    }

    /// Registers the watches for `chain`, and removes all others. Returns whether the contents of another directory are
    /// watched now, in which changes may have been missed.
    ///
    /// # Errors
    /// If the system refuses a watch. A directory that no longer exists is not an error: the next walk ends before it.
    pub fn watch(&mut self, chain: &SymlinkChain) -> Result<bool, PollReason> {
        let wanted = wanted(chain)?;
        // The lock delays events until all watches are registered.
        let mut state = lock(&self.state);
        state.chain = chain.clone();
        state.watches.retain(|id, watch| {
            let keep = wanted.contains_key(id);
            if !keep {
                // This fails if the directory was deleted, which also removed the watch.
                let _ = inotify::remove_watch(&self.inotify, watch.descriptor);
            }
            keep
        });
        let mut is_new = false;
        for (id, (flags, paths)) in wanted {
            if let Some(watch) = state.watches.get_mut(&id)
                && watch.flags == flags
            {
                watch.paths = paths;
                continue;
            }
            match inotify::add_watch(&self.inotify, &paths[0], flags) {
                Ok(descriptor) => {
                    is_new |= flags == CONTENTS;
                    state.watches.insert(id, Watch { descriptor, flags, paths });
                }
                Err(Errno::NOENT | Errno::NOTDIR) => {}
                // The directory reports that the file becomes readable, and the parent that the directory does.
                Err(Errno::ACCESS) if flags == FILE || !chain.exists => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(is_new)
    }
}

/// The flags and paths of watches, by file.
type Wanted = BTreeMap<FileId, (WatchFlags, Vec<PathBuf>)>;

/// Returns what to watch.
fn wanted(chain: &SymlinkChain) -> Result<Wanted, PollReason> {
    let mut wanted = Wanted::new();
    let mut add = |path: &Path, id: FileId, flags: WatchFlags| {
        let (all, paths) = wanted.entry(id).or_insert_with(|| (flags, Vec::new()));
        *all |= flags;
        paths.push(path.to_owned());
    };
    let known_dir =
        |dir: &Path| chain.ancestor_dirs.get_key_value(dir).or_else(|| chain.watched_dirs.get_key_value(dir));
    for (dir, id) in &chain.watched_dirs {
        add(dir, *id, CONTENTS);
    }
    for (dir, id) in &chain.ancestor_dirs {
        if access(dir, Access::READ_OK).is_ok() {
            add(dir, *id, ITSELF);
            continue;
        }
        // A directory that must not be listed (`/home` of some systems) cannot be watched, but its parent can.
        let parent =
            dir.parent().and_then(known_dir).filter(|(parent, _)| access(*parent, Access::READ_OK).is_ok());
        let Some((parent, id)) = parent else {
            return Err(PollReason::Refused(format!("{} must not be listed", dir.display())));
        };
        add(parent, *id, RENAMES);
    }
    if let Some(id) = chain.file_id {
        add(&chain.file, id, FILE);
    } else if let Some((dir, id)) = chain.file.parent().and_then(Path::parent).and_then(known_dir) {
        // The last directory of a broken path may be removed. Its parent is watched for that, because the directory
        // itself does not report its deletion while it is the current directory of a process.
        add(dir, *id, ENTRIES);
    }
    Ok(wanted)
}

/// Reads events and notifications of mounts, and sends the relevant ones, until the pipe is closed.
fn read_events(
    inotify: &OwnedFd,
    stopped: &OwnedFd,
    mounts: Option<&File>,
    state: &Mutex<State>,
    sender: &Sender<Next>,
) {
    // A send fails only while the receiving thread ends.
    let send = |next| drop(sender.send(next));
    let mut buffer = [MaybeUninit::uninit(); 4096];
    let mut fds = vec![PollFd::new(inotify, PollFlags::IN), PollFd::new(stopped, PollFlags::empty())];
    fds.extend(mounts.map(|mounts| PollFd::new(mounts, PollFlags::PRI)));
    loop {
        match poll(&mut fds, None) {
            Err(Errno::INTR) => continue,
            Ok(_) if fds[1].revents().is_empty() => {}
            _ => return,
        }
        if fds.get(2).is_some_and(|mounts| !mounts.revents().is_empty()) {
            send(Next::Mounts);
        }
        let mut events = inotify::Reader::new(inotify, &mut buffer);
        while let Ok(event) = events.next() {
            lock(state).classify(&event).into_iter().for_each(send);
        }
    }
}

impl State {
    /// Returns the meaning of an event for the file, if any.
    fn classify(&mut self, event: &Event<'_>) -> Option<Next> {
        let flags = event.events();
        if flags.contains(ReadFlags::QUEUE_OVERFLOW) {
            return Some(Next::Change(FileChange::Changed));
        }
        let (id, watch) = self.watches.iter().find(|(_, watch)| watch.descriptor == event.wd())?;
        if flags.contains(ReadFlags::IGNORED) {
            let id = *id;
            self.watches.remove(&id);
            return Some(Next::Resolve);
        }
        if flags.intersects(ReadFlags::MOVE_SELF | ReadFlags::UNMOUNT) {
            return Some(Next::Resolve);
        }
        let name = event.file_name().map(|name| OsStr::from_bytes(name.to_bytes()));
        let path = watch.paths.iter().map(|path| name.map_or_else(|| path.clone(), |name| path.join(name)));
        let path = path.into_iter().find(|path| self.chain.path_components.contains(path))?;
        let is_file = path == self.chain.file;
        Some(Next::Change(if flags.contains(ReadFlags::MODIFY) && is_file {
            FileChange::Written
        } else if flags.contains(ReadFlags::CLOSE_WRITE) && is_file {
            FileChange::Closed
        } else if flags.contains(ReadFlags::ATTRIB) && is_file {
            FileChange::Touched
        } else if flags.contains(ReadFlags::CREATE) && is_file && is_regular(&path) {
            FileChange::Created
        } else if flags.intersects(ReadFlags::MODIFY | ReadFlags::CLOSE_WRITE) {
            return None;
        } else {
            FileChange::Changed
        }))
    }
}

/// Whether the new entry is a file, which is still to be written. A new symlink is complete.
fn is_regular(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|data| data.is_file())
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl From<Errno> for PollReason {
    fn from(error: Errno) -> PollReason {
        match error {
            // The limit of watches, or of instances.
            Errno::NOSPC | Errno::MFILE => PollReason::Limit,
            _ => PollReason::Refused(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the flags for a path of the walk.
    fn flags_of(path: &Path) -> impl Fn(&Path) -> Option<WatchFlags> {
        let wanted = wanted(&SymlinkChain::resolve(path)).unwrap();
        move |path| {
            let mut watches = wanted.values();
            watches.find(|(_, paths)| paths.iter().any(|name| name == path)).map(|(flags, _)| *flags)
        }
    }

    #[test]
    fn ancestors_are_silent_about_their_entries() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        fs::create_dir_all(root.join("a/b")).unwrap();
        let path = root.join("a/b/file");
        let (low, mid) = (root.join("a/b"), root.join("a"));
        // While the file is missing, its directory may be removed as well.
        let flags = flags_of(&path);
        assert_eq!(flags(&low), Some(CONTENTS));
        assert_eq!(flags(&mid), Some(ENTRIES));
        fs::write(&path, "").unwrap();
        let flags = flags_of(&path);
        assert_eq!(flags(&path), Some(FILE));
        assert_eq!(flags(&low), Some(CONTENTS));
        for ancestor in path.ancestors().skip(2) {
            assert_eq!(flags(ancestor), Some(ITSELF), "{}", ancestor.display());
        }
    }
}
