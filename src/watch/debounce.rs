//! When to read and when to tell: a state machine that knows no clock and no files.
//!
//! What is valid is told at once. What is not may be half of a save that goes on, so it has to stand for a while first.

use std::hash::{DefaultHasher, Hasher};
use std::time::{Duration, Instant};

use super::read::ReadError;

/// What was seen to happen to the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileChange {
    /// A file of that name began to be; most often a writer is about to fill it.
    Created,
    /// Someone wrote into it and has not closed it.
    Written,
    /// Someone who could write to it closed it.
    Closed,
    /// Its permissions, owner or times changed.
    Touched,
    /// Another file lies there now, or none, or anything at all may have changed.
    Changed,
}

/// PollReason the file is read; it decides whether a failure has to stand first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// Something happened: a failure waits.
    Event,
    /// Nothing happened for the debounce time: a failure is told.
    Timeout,
    /// Asked for, or the first time: the result is told, whatever it is and even if it is not new.
    Asked,
}

/// What to do once a deadline has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timeout {
    /// Read, and tell the failure if it still is one.
    Read,
    /// A new file that nobody has closed: read it unless it is empty, for then its writer has not begun.
    ReadUnlessEmpty,
}

/// Which bytes these were: length and hash. Keeping the bytes themselves would keep the file in memory twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint {
    length: usize,
    hash: u64,
}

impl Fingerprint {
    /// The fingerprint of `bytes`.
    pub fn of(bytes: &[u8]) -> Fingerprint {
        let mut hasher = DefaultHasher::new();
        hasher.write(bytes);
        Fingerprint { length: bytes.len(), hash: hasher.finish() }
    }
}

/// What can be wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// It was read, and its reader calls it invalid.
    Invalid(Fingerprint),
    /// It could not be read.
    Unreadable(ReadError),
}

/// What there is to tell about bytes that need no judging, because they were judged before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// Not seen before: parse them.
    No,
    /// They are what was told last.
    Same,
    /// They are the last valid ones, and a failure was told since.
    Back,
}

/// The state of following one file.
#[derive(Debug)]
pub struct Debouncer {
    debounce: Duration,
    debounce_missing: Duration,
    /// Someone has written and not closed: what lies there is half of something.
    writing: bool,
    due: Option<(Instant, Timeout)>,
    valid: Option<Fingerprint>,
    failure: Option<Failure>,
}

impl Debouncer {
    /// Nothing seen yet. A failure has to stand for `debounce`; that the file is missing, for `debounce_missing`.
    pub fn new(debounce: Duration, debounce_missing: Duration) -> Debouncer {
        Debouncer { debounce, debounce_missing, writing: false, due: None, valid: None, failure: None }
    }

    /// Takes in what happened, and returns whether the file is to be read now.
    pub fn on_change(&mut self, what: FileChange, now: Instant) -> bool {
        let created = matches!(self.due, Some((_, Timeout::ReadUnlessEmpty)));
        match what {
            FileChange::Created => {
                self.writing = false;
                self.due = Some((now + self.debounce, Timeout::ReadUnlessEmpty));
                false
            }
            // Its writer fills in the permissions of the new file before its text.
            FileChange::Touched if created => {
                self.due = Some((now + self.debounce, Timeout::ReadUnlessEmpty));
                false
            }
            FileChange::Touched => !self.writing,
            FileChange::Written => {
                self.writing = true;
                self.due = None;
                false
            }
            FileChange::Closed | FileChange::Changed => {
                self.writing = false;
                self.due = None;
                true
            }
        }
    }

    /// When to come back if nothing happens until then.
    pub fn deadline(&self) -> Option<Instant> {
        self.due.map(|(at, _)| at)
    }

    /// What to do now, if a deadline has passed; it is then forgotten.
    pub fn on_timeout(&mut self, now: Instant) -> Option<Timeout> {
        self.due.take_if(|(at, _)| *at <= now).map(|(_, due)| due)
    }

    /// Whether these bytes were seen before; unless they are new, that is all there is to do about them.
    pub fn compare(&mut self, fingerprint: Fingerprint) -> Comparison {
        let known = if self.failure == Some(Failure::Invalid(fingerprint)) {
            Comparison::Same
        } else if self.valid == Some(fingerprint) {
            if self.failure.take().is_some() { Comparison::Back } else { Comparison::Same }
        } else {
            return Comparison::No;
        };
        self.due = None;
        known
    }

    /// The bytes of this fingerprint are valid, and are told now.
    pub fn valid(&mut self, fingerprint: Fingerprint) {
        self.valid = Some(fingerprint);
        self.failure = None;
        self.due = None;
    }

    /// Something is wrong; returns whether it is to be told now.
    pub fn failed(&mut self, failure: Failure, trigger: Trigger, now: Instant) -> bool {
        self.due = None;
        if trigger != Trigger::Asked && self.failure.as_ref() == Some(&failure) {
            return false;
        }
        if trigger == Trigger::Event {
            let missing = matches!(&failure, Failure::Unreadable(error) if error.is_missing());
            let wait = if missing { self.debounce_missing } else { self.debounce };
            self.due = Some((now + wait, Timeout::Read));
            return false;
        }
        self.failure = Some(failure);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEBOUNCE: Duration = Duration::from_millis(300);
    const MISSING: Duration = Duration::from_millis(1500);

    /// A machine that was told a valid file, and a moment to count from.
    fn debounced() -> (Debouncer, Instant) {
        let mut debouncer = Debouncer::new(DEBOUNCE, MISSING);
        debouncer.valid(Fingerprint::of(b"good"));
        (debouncer, Instant::now())
    }

    fn invalid(text: &str) -> Failure {
        Failure::Invalid(Fingerprint::of(text.as_bytes()))
    }

    fn missing() -> Failure {
        Failure::Unreadable(ReadError::Missing)
    }

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn a_closed_file_is_read_at_once() {
        let (mut debouncer, now) = debounced();
        assert!(!debouncer.on_change(FileChange::Written, now));
        assert!(debouncer.on_change(FileChange::Closed, now));
    }

    #[test]
    fn nothing_is_due_while_a_writer_holds_the_file() {
        let (mut debouncer, now) = debounced();
        assert!(!debouncer.failed(invalid("half"), Trigger::Event, now));
        assert!(debouncer.deadline().is_some());
        assert!(!debouncer.on_change(FileChange::Written, now));
        assert_eq!(debouncer.deadline(), None);
        assert!(!debouncer.on_change(FileChange::Touched, now));
        assert_eq!(debouncer.on_timeout(now + MISSING), None);
    }

    #[test]
    fn a_rename_over_the_file_ends_the_writing() {
        let (mut debouncer, now) = debounced();
        debouncer.on_change(FileChange::Written, now);
        assert!(debouncer.on_change(FileChange::Changed, now));
        assert!(debouncer.on_change(FileChange::Touched, now));
    }

    #[test]
    fn an_invalid_file_is_told_after_the_settling_time() {
        let (mut debouncer, now) = debounced();
        assert!(!debouncer.failed(invalid("half"), Trigger::Event, now));
        assert_eq!(debouncer.on_timeout(now + ms(299)), None);
        assert_eq!(debouncer.on_timeout(now + ms(300)), Some(Timeout::Read));
        assert!(debouncer.failed(invalid("half"), Trigger::Timeout, now + ms(300)));
        assert_eq!(debouncer.deadline(), None);
    }

    #[test]
    fn each_event_begins_the_settling_anew() {
        let (mut debouncer, now) = debounced();
        debouncer.failed(invalid("half"), Trigger::Event, now);
        assert!(debouncer.on_change(FileChange::Touched, now + ms(200)));
        debouncer.failed(invalid("half"), Trigger::Event, now + ms(200));
        assert_eq!(debouncer.deadline(), Some(now + ms(500)));
    }

    #[test]
    fn a_missing_file_is_given_longer() {
        let (mut debouncer, now) = debounced();
        assert!(!debouncer.failed(missing(), Trigger::Event, now));
        assert_eq!(debouncer.deadline(), Some(now + MISSING));
    }

    #[test]
    fn a_failure_is_told_once() {
        let (mut debouncer, now) = debounced();
        assert!(debouncer.failed(missing(), Trigger::Timeout, now));
        assert!(!debouncer.failed(missing(), Trigger::Event, now));
        assert_eq!(debouncer.deadline(), None);
        assert!(debouncer.failed(missing(), Trigger::Asked, now));
    }

    #[test]
    fn the_same_bytes_change_nothing_and_end_the_settling() {
        let (mut debouncer, now) = debounced();
        debouncer.failed(invalid("half"), Trigger::Event, now);
        assert_eq!(debouncer.compare(Fingerprint::of(b"good")), Comparison::Same);
        assert_eq!(debouncer.deadline(), None);
        assert_eq!(debouncer.compare(Fingerprint::of(b"better")), Comparison::No);
    }

    #[test]
    fn back_to_the_last_valid_bytes_after_a_failure_is_told_once() {
        let (mut debouncer, now) = debounced();
        debouncer.failed(invalid("bad"), Trigger::Timeout, now);
        assert_eq!(debouncer.compare(Fingerprint::of(b"bad")), Comparison::Same);
        assert_eq!(debouncer.compare(Fingerprint::of(b"good")), Comparison::Back);
        assert_eq!(debouncer.compare(Fingerprint::of(b"good")), Comparison::Same);
    }

    #[test]
    fn a_new_file_waits_for_its_writer() {
        let (mut debouncer, now) = debounced();
        assert!(!debouncer.on_change(FileChange::Created, now));
        assert!(!debouncer.on_change(FileChange::Touched, now + ms(100)));
        assert_eq!(debouncer.on_timeout(now + ms(300)), None);
        assert_eq!(debouncer.on_timeout(now + ms(400)), Some(Timeout::ReadUnlessEmpty));
    }

    #[test]
    fn a_new_file_that_is_written_waits_for_its_close() {
        let (mut debouncer, now) = debounced();
        debouncer.on_change(FileChange::Created, now);
        debouncer.on_change(FileChange::Written, now);
        assert_eq!(debouncer.deadline(), None);
        assert!(debouncer.on_change(FileChange::Closed, now + ms(5000)));
    }

    #[test]
    fn a_new_file_ends_the_waiting_for_a_missing_one() {
        let (mut debouncer, now) = debounced();
        debouncer.failed(missing(), Trigger::Event, now);
        debouncer.on_change(FileChange::Created, now + ms(1400));
        assert_eq!(debouncer.on_timeout(now + ms(1500)), None);
    }
}
