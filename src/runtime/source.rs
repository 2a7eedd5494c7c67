//! Where the dossier comes from: what the watcher says, in the words of the dashboard.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};

use anyhow::Context;

use crate::clock::today;
use crate::dashboard::{Compared, Following, Told};
use crate::dossier::{BUILT_IN, Dossier, Reading, check, diff, read};
use crate::terminal::Waker;
use crate::watch::{self, Follower, Judged, Mode};

use super::{Start, force_panic};

/// Where the dossier comes from.
pub(super) struct Source {
    pub told: Receiver<Told>,
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
            let _ = tell.send(Told::Read(Box::new(read(BUILT_IN.as_bytes()))));
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
fn judge() -> impl FnMut(Vec<u8>) -> Judged<Told> {
    let mut last: Option<Arc<Dossier>> = None;
    move |bytes| {
        force_panic("watch");
        let Reading { dossier, problems } = check(&bytes, today());
        let Some(dossier) = dossier else {
            return Judged::Invalid(Told::Read(Box::new(Reading { dossier: None, problems })));
        };
        // Where it says the same, it is the same to whoever has it.
        let dossier = match &last {
            Some(before) if **before == dossier => Arc::clone(before),
            _ => Arc::new(dossier),
        };
        let changed = last.as_ref().filter(|before| !Arc::ptr_eq(before, &dossier));
        let changes = changed.map(|before| diff(before, &dossier)).unwrap_or_default();
        let before = last.replace(Arc::clone(&dossier));
        Judged::Valid(Told::Compared(Box::new(Compared { dossier, problems, before, changes })))
    }
}

/// What the watcher says, in the words of the dashboard.
fn translate(news: watch::Told<Told>) -> Told {
    match news {
        watch::Told::File(Judged::Valid(told) | Judged::Invalid(told)) => told,
        watch::Told::Unreadable(why) => Told::Unreadable(why.to_string()),
        watch::Told::Unchanged => Told::Unchanged,
        watch::Told::Watching(mode) => Told::Following(match mode {
            Mode::Native => Following::Live,
            Mode::Polling { why, .. } => Following::Polling(why.to_string()),
            Mode::Not { why } => Following::Not(why.to_string()),
        }),
    }
}

/// Puts behind what was told of the file what is told now, without what that makes idle. A file that is saved ten times
/// while nobody looks is read ten times, and only the last good reading of it counts.
pub(super) fn keep(told: &mut Vec<Told>, new: Told) {
    match &new {
        Told::Following(_) => told.retain(|old| !matches!(old, Told::Following(_))),
        Told::Compared(_) => told.retain(|old| matches!(old, Told::Following(_))),
        _ => told.retain(|old| matches!(old, Told::Compared(_) | Told::Following(_))),
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
                'u' => Told::Unreadable("gone".into()),
                's' => Told::Unchanged,
                _ => Told::Following(Following::Live),
            };
            keep(&mut told, new);
        }
        let letter = |told: &Told| match told {
            Told::Compared(_) => 'g',
            Told::Read(_) => 'b',
            Told::Unreadable(_) => 'u',
            Told::Unchanged => 's',
            Told::Following(_) => 'f',
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
