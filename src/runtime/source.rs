//! Where the dossier comes from: what the watcher says, in the words of the dashboard.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};

use anyhow::Context;

use crate::app::{FileEvent, Reloaded, WatchStatus};
use crate::clock::today;
use crate::dossier::{Dossier, Reading, built_in, check, diff};
use crate::terminal::Waker;
use crate::watch::{self, Follower, Judged, Mode};

use super::{Start, force_panic};

/// Where the dossier comes from.
pub(super) struct Source {
    pub told: Receiver<FileEvent>,
    /// Absent for the dossier that is compiled in, which cannot change.
    pub follower: Option<Follower>,
}

impl Source {
    /// Begins to follow it; whatever is told wakes the loop.
    ///
    /// # Errors
    ///
    /// Where there can be no thread for it, or no directory to take its path from.
    pub fn open(start: &Start, waker: Waker) -> anyhow::Result<Source> {
        let (tell, told) = mpsc::channel();
        let Some(path) = start.dossier.clone() else {
            // Tests hold it to every rule: it need not be checked at each start. A failed send means that there is nobody
            // left to tell; so too below.
            let _ = tell.send(FileEvent::Read(Box::new(built_in())));
            return Ok(Source { told, follower: None });
        };
        let options = watch::Options { poll: start.poll, limit: start.limit, ..watch::Options::default() };
        let follower = watch::follow(path, options, judge(), move |news| {
            let _ = tell.send(translate(news));
            waker.wake();
        });
        Ok(Source { told, follower: Some(follower.context("cannot follow the dossier")?) })
    }
}

/// Reads what the file says, and compares it with what it said before.
fn judge() -> impl FnMut(Vec<u8>) -> Judged<FileEvent> {
    let mut last: Option<Arc<Dossier>> = None;
    move |bytes| {
        force_panic("watch");
        let Reading { dossier, problems } = check(bytes, today());
        let Some(dossier) = dossier else {
            return Judged::Invalid(FileEvent::Read(Box::new(Reading { dossier: None, problems })));
        };
        // Where it says the same, it is the same to whoever has it.
        let dossier = match &last {
            Some(before) if **before == dossier => Arc::clone(before),
            _ => Arc::new(dossier),
        };
        let changed = last.as_ref().filter(|before| !Arc::ptr_eq(before, &dossier));
        let changes = changed.map(|before| diff(before, &dossier)).unwrap_or_default();
        let before = last.replace(Arc::clone(&dossier));
        Judged::Valid(FileEvent::Reloaded(Box::new(Reloaded { dossier, problems, before, changes })))
    }
}

/// What the watcher says, in the words of the dashboard.
fn translate(news: watch::Told<FileEvent>) -> FileEvent {
    match news {
        watch::Told::File(Judged::Valid(told) | Judged::Invalid(told)) => told,
        watch::Told::Unreadable(why) => FileEvent::Unreadable(why.to_string()),
        watch::Told::Unchanged => FileEvent::Unchanged,
        watch::Told::Watching(mode) => FileEvent::WatchStatus(match mode {
            Mode::Native => WatchStatus::Live,
            Mode::Polling { why, .. } => WatchStatus::Polling(why.to_string()),
            Mode::Not { why } => WatchStatus::Disabled(why.to_string()),
        }),
    }
}

/// Puts behind what was told of the file what is told now, without what that makes idle. A file that is saved ten times
/// while nobody looks is read ten times, and only the last good reading of it counts.
pub(super) fn keep(told: &mut Vec<FileEvent>, new: FileEvent) {
    match &new {
        FileEvent::WatchStatus(_) => told.retain(|old| !matches!(old, FileEvent::WatchStatus(_))),
        FileEvent::Reloaded(_) => told.retain(|old| matches!(old, FileEvent::WatchStatus(_))),
        _ => told.retain(|old| matches!(old, FileEvent::Reloaded(_) | FileEvent::WatchStatus(_))),
    }
    told.push(new);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::BUILT_IN;

    /// What is left of these: `g` a good reading, `b` a broken one, `u` unreadable, `s` the same as before, `f` how it
    /// is followed.
    fn kept(news: &str) -> String {
        let mut told = Vec::new();
        for new in news.chars() {
            let read = |text: &str| match judge()(text.into()) {
                Judged::Valid(told) | Judged::Invalid(told) => told,
            };
            let new = match new {
                'g' => read(BUILT_IN),
                'b' => read("format = "),
                'u' => FileEvent::Unreadable("gone".into()),
                's' => FileEvent::Unchanged,
                _ => FileEvent::WatchStatus(WatchStatus::Live),
            };
            keep(&mut told, new);
        }
        let letter = |told: &FileEvent| match told {
            FileEvent::Reloaded(_) => 'g',
            FileEvent::Read(_) => 'b',
            FileEvent::Unreadable(_) => 'u',
            FileEvent::Unchanged => 's',
            FileEvent::WatchStatus(_) => 'f',
        };
        told.iter().map(letter).collect()
    }

    #[test]
    fn of_what_is_told_while_nobody_looks_only_what_counts_is_kept() {
        for (news, expected) in [
            ("g", "g"),
            ("ggg", "g"),
            ("gb", "gb"),
            ("gbub", "gb"),
            ("gbg", "g"),
            ("bus", "s"),
            ("gbs", "gs"),
            ("fgfb", "gfb"),
        ] {
            assert_eq!(kept(news), expected, "{news}");
        }
    }
}
