//! Watches the dossier, and turns the events of the watcher into events of the app.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};

use anyhow::Context;

use crate::app::{FileEvent, Reloaded, WatchStatus};
use crate::clock::today;
use crate::dossier::{BUILT_IN, Dossier, Reading, check, diff, read};
use crate::terminal::Waker;
use crate::watch::{self, FileWatcher, Mode, Parsed, WatchEvent};

use super::{AppConfig, force_panic};

/// The source of file events.
pub(super) struct Source {
    pub events: Receiver<FileEvent>,
    /// `None` for the built-in dossier, which cannot change.
    pub watcher: Option<FileWatcher>,
}

impl Source {
    /// Starts to watch the dossier. Each event wakes the event loop.
    ///
    /// # Errors
    ///
    /// If the thread cannot be started, or the current directory is unknown.
    pub fn open(config: &AppConfig, waker: Waker) -> anyhow::Result<Source> {
        let (sender, events) = mpsc::channel();
        let Some(path) = config.dossier.clone() else {
            // The built-in dossier is not linted, because a test does. A send fails only after the event loop has
            // ended.
            let _ = sender.send(FileEvent::Read(Box::new(read(BUILT_IN.as_bytes()))));
            return Ok(Source { events, watcher: None });
        };
        let (poll, limit) = (config.settings.poll, config.settings.size_limit());
        let options = watch::Options { poll, limit, ..watch::Options::default() };
        let watcher = FileWatcher::spawn(path, options, parse(), move |event| {
            let _ = sender.send(translate(event));
            waker.wake();
        });
        Ok(Source { events, watcher: Some(watcher.context("cannot watch the dossier")?) })
    }
}

/// Returns a function that parses the file and compares it with the last good dossier.
fn parse() -> impl FnMut(Vec<u8>) -> Parsed<FileEvent> {
    let mut last: Option<Arc<Dossier>> = None;
    // The last reference to a replaced dossier. Freeing a large one takes longer than a frame, so this thread frees it.
    let mut replaced: Option<Arc<Dossier>> = None;
    move |bytes| {
        force_panic("watch");
        drop(replaced.take());
        let Reading { dossier, partial, problems } = check(&bytes, today());
        let Some(dossier) = dossier else {
            let reading = Reading { dossier: None, partial, problems };
            return Parsed::Invalid(FileEvent::Read(Box::new(reading)));
        };
        // An equal dossier is shared, so that later comparisons are cheap.
        let dossier = match &last {
            Some(before) if **before == dossier => Arc::clone(before),
            _ => Arc::new(dossier),
        };
        let changed = last.as_ref().filter(|before| !Arc::ptr_eq(before, &dossier));
        let changes = changed.map(|before| diff(before, &dossier)).unwrap_or_default();
        let before = last.replace(Arc::clone(&dossier));
        replaced.clone_from(&before);
        Parsed::Valid(FileEvent::Reloaded(Box::new(Reloaded { dossier, problems, before, changes })))
    }
}

/// Turns an event of the watcher into one of the app.
fn translate(event: WatchEvent<FileEvent>) -> FileEvent {
    match event {
        WatchEvent::File(Parsed::Valid(event) | Parsed::Invalid(event)) => event,
        WatchEvent::Unreadable(error) => FileEvent::Unreadable(error.to_string()),
        WatchEvent::Unchanged => FileEvent::Unchanged,
        WatchEvent::Watching(mode) => FileEvent::WatchStatus(match mode {
            Mode::Native => WatchStatus::Live,
            Mode::Unclosed => WatchStatus::Unclosed,
            Mode::Polling(reason) => WatchStatus::Polling(reason.to_string()),
        }),
    }
}

/// Adds an event, and drops those that it makes obsolete. While the editor has the terminal, the file may be saved many
/// times, but only the last good dossier matters.
pub(super) fn coalesce(events: &mut Vec<FileEvent>, new: FileEvent) {
    match &new {
        FileEvent::WatchStatus(_) => events.retain(|old| !matches!(old, FileEvent::WatchStatus(_))),
        FileEvent::Reloaded(_) => events.retain(|old| matches!(old, FileEvent::WatchStatus(_))),
        _ => events.retain(|old| matches!(old, FileEvent::Reloaded(_) | FileEvent::WatchStatus(_))),
    }
    events.push(new);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::BUILT_IN;

    /// Coalesces events: `g` good, `b` broken, `u` unreadable, `s` unchanged, `f` another watch status.
    fn coalesced(news: &str) -> String {
        let mut events = Vec::new();
        for new in news.chars() {
            let read = |text: &str| match parse()(text.into()) {
                Parsed::Valid(event) | Parsed::Invalid(event) => event,
            };
            let new = match new {
                'g' => read(BUILT_IN),
                'b' => read("format = "),
                'u' => FileEvent::Unreadable("gone".into()),
                's' => FileEvent::Unchanged,
                _ => FileEvent::WatchStatus(WatchStatus::Live),
            };
            coalesce(&mut events, new);
        }
        let letter = |event: &FileEvent| match event {
            FileEvent::Reloaded(_) => 'g',
            FileEvent::Read(_) => 'b',
            FileEvent::Unreadable(_) => 'u',
            FileEvent::Unchanged => 's',
            FileEvent::WatchStatus(_) => 'f',
        };
        events.iter().map(letter).collect()
    }

    #[test]
    fn obsolete_events_are_dropped() {
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
            assert_eq!(coalesced(news), expected, "{news}");
        }
    }
}
