//! From an event of `notify` to what happened to the file.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind, RenameMode};
use notify::{Event, RecommendedWatcher, Watcher, WatcherKind};

use super::debounce::FileChange;
use super::symlink_chain::Chain;

/// What an event comes to.
#[derive(Debug, PartialEq, Eq)]
pub struct Sorted {
    /// For the file.
    pub happened: FileChange,
    /// The names that something else may lie under now; watches there, and below, may be of what lay there before.
    pub moved: Vec<PathBuf>,
}

/// Whether the system's watcher here tells that a writer closed the file. inotify alone does.
pub fn tells_closes() -> bool {
    RecommendedWatcher::kind() == WatcherKind::Inotify
}

/// Whether an event may matter at all: a first sieve, so that our thread is not woken by what others do beside the
/// file, nor by our own reading.
pub fn matters(event: &Event, path_components: &BTreeSet<PathBuf>) -> bool {
    if event.need_rescan() {
        return true;
    }
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => {}
        EventKind::Access(_) => return false,
        _ => {}
    }
    event.paths.iter().any(|path| path_components.contains(path))
}

/// Sorts an event; `None` where it does not concern the file. `closes` says whether closing is told ([`tells_closes`]).
pub fn classify(event: &Event, chain: &Chain, closes: bool) -> Option<Sorted> {
    if event.need_rescan() {
        return Some(Sorted {
            happened: FileChange::Changed,
            moved: chain.path_components.iter().cloned().collect(),
        });
    }
    let of_file = event.paths.contains(&chain.file);
    if !of_file && !event.paths.iter().any(|path| chain.path_components.contains(path)) {
        return None;
    }
    let plain = |happened| Some(Sorted { happened, moved: Vec::new() });
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) if of_file => plain(FileChange::Closed),
        EventKind::Access(_) => None,
        // A rename is told as From and To, and then once more as both.
        EventKind::Modify(ModifyKind::Name(RenameMode::Both)) if closes => None,
        EventKind::Modify(ModifyKind::Data(_)) if of_file && closes => plain(FileChange::Written),
        EventKind::Modify(ModifyKind::Metadata(_)) if of_file && closes => plain(FileChange::Touched),
        EventKind::Create(CreateKind::File) if of_file && closes && is_regular(chain) => {
            plain(FileChange::Created)
        }
        EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_)) => plain(FileChange::Changed),
        _ => Some(Sorted { happened: FileChange::Changed, moved: event.paths.clone() }),
    }
}

/// inotify says "file" of a new link, too, and nobody writes and closes that.
fn is_regular(chain: &Chain) -> bool {
    fs::symlink_metadata(&chain.file).is_ok_and(|data| data.is_file())
}

#[cfg(test)]
mod tests {
    use super::super::symlink_chain;
    use super::*;
    use notify::event::{DataChange, Flag, MetadataKind, RemoveKind};
    use rstest::rstest;

    const CLOSED: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Write));
    const OPENED: EventKind = EventKind::Access(AccessKind::Open(AccessMode::Any));
    const WRITTEN: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));
    const TOUCHED: EventKind = EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any));
    const CREATED: EventKind = EventKind::Create(CreateKind::File);
    const TO: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::To));
    const BOTH: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::Both));
    const REMOVED: EventKind = EventKind::Remove(RemoveKind::Folder);

    #[rstest]
    #[case::closed(CLOSED, "a/f", true, Some(FileChange::Closed))]
    #[case::our_own_reading(OPENED, "a/f", true, None)]
    #[case::a_neighbour(CLOSED, "a/g", true, None)]
    #[case::written(WRITTEN, "a/f", true, Some(FileChange::Written))]
    #[case::written_where_no_close_is_told(WRITTEN, "a/f", false, Some(FileChange::Changed))]
    #[case::touched(TOUCHED, "a/f", true, Some(FileChange::Touched))]
    #[case::directory_touched(TOUCHED, "a", true, Some(FileChange::Changed))]
    #[case::created(CREATED, "a/f", true, Some(FileChange::Created))]
    #[case::renamed_over(TO, "a/f", true, Some(FileChange::Changed))]
    #[case::told_a_second_time(BOTH, "a/f", true, None)]
    #[case::directory_gone(REMOVED, "a", true, Some(FileChange::Changed))]
    #[case::file_beside_the_directory(CLOSED, "a", true, None)]
    fn events_are_sorted(
        #[case] kind: EventKind,
        #[case] name: &str,
        #[case] closes: bool,
        #[case] happened: Option<FileChange>,
    ) {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        fs::create_dir(root.join("a")).unwrap();
        fs::write(root.join("a/f"), "").unwrap();
        let chain = symlink_chain::resolve(&root.join("a/f"));
        let event = Event::new(kind).add_path(root.join(name));
        assert_eq!(classify(&event, &chain, closes).map(|sorted| sorted.happened), happened);
        if happened.is_some() {
            assert!(matters(&event, &chain.path_components));
        }
    }

    #[test]
    fn after_an_overflow_anything_may_have_happened() {
        let chain = symlink_chain::resolve(std::path::Path::new("/none/such"));
        let event = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert!(matters(&event, &chain.path_components));
        let sorted = classify(&event, &chain, true).unwrap();
        assert_eq!(sorted.happened, FileChange::Changed);
        assert!(sorted.moved.contains(&PathBuf::from("/none")));
    }
}
