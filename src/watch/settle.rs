//! When to read and when to tell: a state machine that knows no clock and no files.
//!
//! What is valid is told at once. What is not may be half of a save that goes on, so it has to stand for a while first.

use std::hash::{DefaultHasher, Hasher};
use std::time::{Duration, Instant};

use super::read::ReadError;

/// What was seen to happen to the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
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

/// Why the file is read; it decides whether a failure has to stand first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Something happened: a failure waits.
    Event,
    /// Nothing happened for the settling time: a failure is told.
    Settled,
    /// Asked for, or the first time: the result is told, whatever it is and even if it is not new.
    Asked,
}

/// What to do once a deadline has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Read, and tell the failure if it still is one.
    Read,
    /// A new file that nobody has closed: read it unless it is empty, for then its writer has not begun.
    ReadUnlessEmpty,
}

/// Which bytes these were: length and hash. Keeping the bytes themselves would keep the file in memory twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    length: usize,
    hash: u64,
}

impl Stamp {
    /// The stamp of `bytes`.
    pub fn of(bytes: &[u8]) -> Stamp {
        let mut hasher = DefaultHasher::new();
        hasher.write(bytes);
        Stamp { length: bytes.len(), hash: hasher.finish() }
    }
}

/// What can be wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// It was read, and its reader calls it invalid.
    Invalid(Stamp),
    /// It could not be read.
    Unreadable(ReadError),
}

/// What there is to tell about bytes that need no judging, because they were judged before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// Not seen before: judge them.
    No,
    /// They are what was told last.
    Same,
    /// They are the last valid ones, and a failure was told since.
    Back,
}

/// The state of following one file.
#[derive(Debug)]
pub struct Settle {
    settling: Duration,
    settling_missing: Duration,
    /// Someone has written and not closed: what lies there is half of something.
    writing: bool,
    due: Option<(Instant, Due)>,
    valid: Option<Stamp>,
    failure: Option<Failure>,
}

impl Settle {
    /// Nothing seen yet. A failure has to stand for `settling`; that the file is missing, for `settling_missing`.
    pub fn new(settling: Duration, settling_missing: Duration) -> Settle {
        Settle { settling, settling_missing, writing: false, due: None, valid: None, failure: None }
    }

    /// Takes in what happened, and returns whether the file is to be read now.
    pub fn happened(&mut self, what: Happened, now: Instant) -> bool {
        let created = matches!(self.due, Some((_, Due::ReadUnlessEmpty)));
        match what {
            Happened::Created => {
                self.writing = false;
                self.due = Some((now + self.settling, Due::ReadUnlessEmpty));
                false
            }
            // Its writer fills in the permissions of the new file before its text.
            Happened::Touched if created => {
                self.due = Some((now + self.settling, Due::ReadUnlessEmpty));
                false
            }
            Happened::Touched => !self.writing,
            Happened::Written => {
                self.writing = true;
                self.due = None;
                false
            }
            Happened::Closed | Happened::Changed => {
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
    pub fn due(&mut self, now: Instant) -> Option<Due> {
        self.due.take_if(|(at, _)| *at <= now).map(|(_, due)| due)
    }

    /// Whether these bytes were seen before; unless they are new, that is all there is to do about them.
    pub fn recognise(&mut self, stamp: Stamp) -> Known {
        let known = if self.failure == Some(Failure::Invalid(stamp)) {
            Known::Same
        } else if self.valid == Some(stamp) {
            if self.failure.take().is_some() { Known::Back } else { Known::Same }
        } else {
            return Known::No;
        };
        self.due = None;
        known
    }

    /// The bytes of this stamp are valid, and are told now.
    pub fn valid(&mut self, stamp: Stamp) {
        self.valid = Some(stamp);
        self.failure = None;
        self.due = None;
    }

    /// Something is wrong; returns whether it is to be told now.
    pub fn failed(&mut self, failure: Failure, cause: Cause, now: Instant) -> bool {
        self.due = None;
        if cause != Cause::Asked && self.failure.as_ref() == Some(&failure) {
            return false;
        }
        if cause == Cause::Event {
            let missing = matches!(&failure, Failure::Unreadable(error) if error.is_missing());
            let wait = if missing { self.settling_missing } else { self.settling };
            self.due = Some((now + wait, Due::Read));
            return false;
        }
        self.failure = Some(failure);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTLING: Duration = Duration::from_millis(300);
    const MISSING: Duration = Duration::from_millis(1500);

    /// A machine that was told a valid file, and a moment to count from.
    fn settled() -> (Settle, Instant) {
        let mut settle = Settle::new(SETTLING, MISSING);
        settle.valid(Stamp::of(b"good"));
        (settle, Instant::now())
    }

    fn invalid(text: &str) -> Failure {
        Failure::Invalid(Stamp::of(text.as_bytes()))
    }

    fn missing() -> Failure {
        Failure::Unreadable(ReadError::Missing)
    }

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn a_closed_file_is_read_at_once() {
        let (mut settle, now) = settled();
        assert!(!settle.happened(Happened::Written, now));
        assert!(settle.happened(Happened::Closed, now));
    }

    #[test]
    fn nothing_is_due_while_a_writer_holds_the_file() {
        let (mut settle, now) = settled();
        assert!(!settle.failed(invalid("half"), Cause::Event, now));
        assert!(settle.deadline().is_some());
        assert!(!settle.happened(Happened::Written, now));
        assert_eq!(settle.deadline(), None);
        assert!(!settle.happened(Happened::Touched, now));
        assert_eq!(settle.due(now + MISSING), None);
    }

    #[test]
    fn a_rename_over_the_file_ends_the_writing() {
        let (mut settle, now) = settled();
        settle.happened(Happened::Written, now);
        assert!(settle.happened(Happened::Changed, now));
        assert!(settle.happened(Happened::Touched, now));
    }

    #[test]
    fn an_invalid_file_is_told_after_the_settling_time() {
        let (mut settle, now) = settled();
        assert!(!settle.failed(invalid("half"), Cause::Event, now));
        assert_eq!(settle.due(now + ms(299)), None);
        assert_eq!(settle.due(now + ms(300)), Some(Due::Read));
        assert!(settle.failed(invalid("half"), Cause::Settled, now + ms(300)));
        assert_eq!(settle.deadline(), None);
    }

    #[test]
    fn each_event_begins_the_settling_anew() {
        let (mut settle, now) = settled();
        settle.failed(invalid("half"), Cause::Event, now);
        assert!(settle.happened(Happened::Touched, now + ms(200)));
        settle.failed(invalid("half"), Cause::Event, now + ms(200));
        assert_eq!(settle.deadline(), Some(now + ms(500)));
    }

    #[test]
    fn a_missing_file_is_given_longer() {
        let (mut settle, now) = settled();
        assert!(!settle.failed(missing(), Cause::Event, now));
        assert_eq!(settle.deadline(), Some(now + MISSING));
    }

    #[test]
    fn a_failure_is_told_once() {
        let (mut settle, now) = settled();
        assert!(settle.failed(missing(), Cause::Settled, now));
        assert!(!settle.failed(missing(), Cause::Event, now));
        assert_eq!(settle.deadline(), None);
        assert!(settle.failed(missing(), Cause::Asked, now));
    }

    #[test]
    fn the_same_bytes_change_nothing_and_end_the_settling() {
        let (mut settle, now) = settled();
        settle.failed(invalid("half"), Cause::Event, now);
        assert_eq!(settle.recognise(Stamp::of(b"good")), Known::Same);
        assert_eq!(settle.deadline(), None);
        assert_eq!(settle.recognise(Stamp::of(b"better")), Known::No);
    }

    #[test]
    fn back_to_the_last_valid_bytes_after_a_failure_is_told_once() {
        let (mut settle, now) = settled();
        settle.failed(invalid("bad"), Cause::Settled, now);
        assert_eq!(settle.recognise(Stamp::of(b"bad")), Known::Same);
        assert_eq!(settle.recognise(Stamp::of(b"good")), Known::Back);
        assert_eq!(settle.recognise(Stamp::of(b"good")), Known::Same);
    }

    #[test]
    fn a_new_file_waits_for_its_writer() {
        let (mut settle, now) = settled();
        assert!(!settle.happened(Happened::Created, now));
        assert!(!settle.happened(Happened::Touched, now + ms(100)));
        assert_eq!(settle.due(now + ms(300)), None);
        assert_eq!(settle.due(now + ms(400)), Some(Due::ReadUnlessEmpty));
    }

    #[test]
    fn a_new_file_that_is_written_waits_for_its_close() {
        let (mut settle, now) = settled();
        settle.happened(Happened::Created, now);
        settle.happened(Happened::Written, now);
        assert_eq!(settle.deadline(), None);
        assert!(settle.happened(Happened::Closed, now + ms(5000)));
    }

    #[test]
    fn a_new_file_ends_the_waiting_for_a_missing_one() {
        let (mut settle, now) = settled();
        settle.failed(missing(), Cause::Event, now);
        settle.happened(Happened::Created, now + ms(1400));
        assert_eq!(settle.due(now + ms(1500)), None);
    }
}
