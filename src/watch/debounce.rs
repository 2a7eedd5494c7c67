//! The debouncer, which decides when to read the file and when to report it. It is a state machine without a clock or
//! files.
//!
//! A valid file is reported at once. An invalid one may be half-written, so it is reported only after a while without a
//! change.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::time::Instant;

use super::Options;
use super::read::ReadError;

/// A change of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "only inotify is this precise"))]
pub enum FileChange {
    /// The file was created, and will probably be written.
    Created,
    /// The file was written, and is open.
    Written,
    /// The file was closed by a program that could write it.
    Closed,
    /// Permissions, owner, times or number of hard links changed.
    Touched,
    /// The file was replaced or removed, or the system does not report what changed.
    Changed,
}

/// The reason to read the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// A change, after which failures are debounced.
    Event,
    /// The end of a wait without a change, after which failures are reported.
    Timeout,
    /// A request or the start, after which every result is reported.
    Request,
}

/// The action after a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timeout {
    /// Read the file.
    Read,
    /// Read the new file unless it is empty, in which case [wait longer](Debouncer::wait_for_text).
    ReadUnlessEmpty,
}

/// The hash of a file, which is compared instead of its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// Returns the fingerprint of `bytes`.
    pub fn of(bytes: &[u8]) -> Fingerprint {
        Fingerprint(BuildHasherDefault::<DefaultHasher>::new().hash_one(bytes))
    }
}

/// A problem with the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The parser rejects it.
    Invalid(Fingerprint),
    /// It cannot be read.
    Unreadable(ReadError),
}

/// The relation of a file to those that were parsed before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// It must be parsed.
    New,
    /// It is the one that was reported last.
    Same,
    /// It is the last valid one, and a failure was reported after it.
    Restored,
}

/// Whether a program is writing the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writer {
    Closed,
    /// A program has the file open. Contains the time of its first write.
    Open(Instant),
    /// A program has had the file open for so long that this is reported.
    Unclosed,
}

/// The debouncer of one watched file.
#[derive(Debug)]
pub struct Debouncer {
    options: Options,
    writer: Writer,
    timeout: Option<(Instant, Timeout)>,
    valid: Option<Fingerprint>,
    failure: Option<Failure>,
}

impl Debouncer {
    /// Creates a debouncer with the waits of `options`.
    pub fn new(options: Options) -> Debouncer {
        Debouncer { options, writer: Writer::Closed, timeout: None, valid: None, failure: None }
    }

    /// Applies a change, and returns whether to read the file now.
    pub fn on_change(&mut self, change: FileChange, now: Instant) -> bool {
        let is_new = matches!(self.timeout, Some((_, Timeout::ReadUnlessEmpty)));
        match change {
            FileChange::Created => {
                self.writer = Writer::Closed;
                self.timeout = Some((now + self.options.debounce, Timeout::ReadUnlessEmpty));
                false
            }
            // Programs set the permissions of a new file before they write it.
            FileChange::Touched if is_new => {
                self.timeout = Some((now + self.options.debounce, Timeout::ReadUnlessEmpty));
                false
            }
            FileChange::Touched => self.writer == Writer::Closed,
            FileChange::Written => {
                if self.writer == Writer::Closed {
                    self.writer = Writer::Open(now);
                }
                self.timeout = Some((now + self.options.debounce_unclosed, Timeout::Read));
                false
            }
            FileChange::Closed | FileChange::Changed => {
                self.writer = Writer::Closed;
                self.timeout = None;
                true
            }
        }
    }

    /// Returns when to call [`on_timeout`](Debouncer::on_timeout) if nothing changes until then.
    pub fn deadline(&self) -> Option<Instant> {
        let unclosed = match self.writer {
            Writer::Open(since) => Some(since + self.options.debounce_unclosed),
            _ => None,
        };
        self.timeout.map(|(at, _)| at).into_iter().chain(unclosed).min()
    }

    /// Ends the waits that are over, and returns what to do.
    pub fn on_timeout(&mut self, now: Instant) -> Option<Timeout> {
        if matches!(self.writer, Writer::Open(since) if since + self.options.debounce_unclosed <= now) {
            self.writer = Writer::Unclosed;
            // A request in between has removed the timeout.
            self.timeout.get_or_insert((now, Timeout::Read));
        }
        self.timeout.take_if(|(at, _)| *at <= now).map(|(_, timeout)| timeout)
    }

    /// Waits longer for a new file that is empty.
    pub fn wait_for_text(&mut self, now: Instant) {
        self.timeout = Some((now + self.options.debounce_unclosed, Timeout::Read));
    }

    /// Returns whether a program has had the file open for writing for long.
    pub fn is_unclosed(&self) -> bool {
        self.writer == Writer::Unclosed
    }

    /// Compares a file with those that were parsed before.
    pub fn compare(&mut self, fingerprint: Fingerprint) -> Comparison {
        let comparison = if self.failure == Some(Failure::Invalid(fingerprint)) {
            Comparison::Same
        } else if self.valid == Some(fingerprint) {
            if self.failure.take().is_some() { Comparison::Restored } else { Comparison::Same }
        } else {
            return Comparison::New;
        };
        self.timeout = None;
        comparison
    }

    /// Records that a valid file is reported.
    pub fn valid(&mut self, fingerprint: Fingerprint) {
        self.valid = Some(fingerprint);
        self.failure = None;
        self.timeout = None;
    }

    /// Records a failure, and returns whether to report it now.
    pub fn failed(&mut self, failure: Failure, trigger: Trigger, now: Instant) -> bool {
        self.timeout = None;
        if trigger != Trigger::Request && self.failure.as_ref() == Some(&failure) {
            return false;
        }
        if trigger == Trigger::Event {
            // Some saves remove the file for a moment.
            let missing = failure == Failure::Unreadable(ReadError::Missing);
            let wait = if missing { self.options.debounce_missing } else { self.options.debounce };
            self.timeout = Some((now + wait, Timeout::Read));
            return false;
        }
        self.failure = Some(failure);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    /// Returns a debouncer after a valid file, and the current time.
    fn debounced() -> (Debouncer, Instant) {
        let mut debouncer = Debouncer::new(Options::default());
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
    fn closed_file_is_read_at_once() {
        let (mut debouncer, now) = debounced();
        assert!(!debouncer.on_change(FileChange::Written, now));
        assert!(debouncer.on_change(FileChange::Closed, now));
    }

    #[test]
    fn written_file_waits_for_its_close() {
        let (mut debouncer, now) = debounced();
        assert!(!debouncer.failed(invalid("half"), Trigger::Event, now));
        assert!(debouncer.deadline().is_some());
        assert!(!debouncer.on_change(FileChange::Written, now));
        assert!(!debouncer.on_change(FileChange::Touched, now));
        assert_eq!(debouncer.on_timeout(now + ms(1500)), None);
        assert!(!debouncer.is_unclosed());
        assert!(debouncer.on_change(FileChange::Closed, now + ms(1600)));
        assert_eq!(debouncer.deadline(), None);
    }

    #[test]
    fn replacement_ends_the_wait_for_a_close() {
        let (mut debouncer, now) = debounced();
        debouncer.on_change(FileChange::Written, now);
        assert!(debouncer.on_change(FileChange::Changed, now));
        assert!(debouncer.on_change(FileChange::Touched, now));
    }

    #[test]
    fn invalid_file_is_reported_after_the_debounce() {
        let (mut debouncer, now) = debounced();
        assert!(!debouncer.failed(invalid("half"), Trigger::Event, now));
        assert_eq!(debouncer.on_timeout(now + ms(299)), None);
        assert_eq!(debouncer.on_timeout(now + ms(300)), Some(Timeout::Read));
        assert!(debouncer.failed(invalid("half"), Trigger::Timeout, now + ms(300)));
        assert_eq!(debouncer.deadline(), None);
    }

    #[test]
    fn each_event_restarts_the_debounce() {
        let (mut debouncer, now) = debounced();
        debouncer.failed(invalid("half"), Trigger::Event, now);
        assert!(debouncer.on_change(FileChange::Touched, now + ms(200)));
        debouncer.failed(invalid("half"), Trigger::Event, now + ms(200));
        assert_eq!(debouncer.deadline(), Some(now + ms(500)));
    }

    #[test]
    fn missing_file_is_debounced_longer() {
        let (mut debouncer, now) = debounced();
        assert!(!debouncer.failed(missing(), Trigger::Event, now));
        assert_eq!(debouncer.deadline(), Some(now + ms(1500)));
    }

    #[test]
    fn failure_is_reported_once() {
        let (mut debouncer, now) = debounced();
        assert!(debouncer.failed(missing(), Trigger::Timeout, now));
        assert!(!debouncer.failed(missing(), Trigger::Event, now));
        assert_eq!(debouncer.deadline(), None);
        assert!(debouncer.failed(missing(), Trigger::Request, now));
    }

    #[test]
    fn same_bytes_end_the_debounce() {
        let (mut debouncer, now) = debounced();
        debouncer.failed(invalid("half"), Trigger::Event, now);
        assert_eq!(debouncer.compare(Fingerprint::of(b"good")), Comparison::Same);
        assert_eq!(debouncer.deadline(), None);
        assert_eq!(debouncer.compare(Fingerprint::of(b"better")), Comparison::New);
    }

    #[test]
    fn return_to_the_valid_bytes_is_reported_once() {
        let (mut debouncer, now) = debounced();
        debouncer.failed(invalid("bad"), Trigger::Timeout, now);
        assert_eq!(debouncer.compare(Fingerprint::of(b"bad")), Comparison::Same);
        assert_eq!(debouncer.compare(Fingerprint::of(b"good")), Comparison::Restored);
        assert_eq!(debouncer.compare(Fingerprint::of(b"good")), Comparison::Same);
    }

    #[test]
    fn new_file_waits_for_its_writer() {
        let (mut debouncer, now) = debounced();
        assert!(!debouncer.on_change(FileChange::Created, now));
        assert!(!debouncer.on_change(FileChange::Touched, now + ms(100)));
        assert_eq!(debouncer.on_timeout(now + ms(300)), None);
        assert_eq!(debouncer.on_timeout(now + ms(400)), Some(Timeout::ReadUnlessEmpty));
    }

    #[test]
    fn written_new_file_waits_for_its_close() {
        let (mut debouncer, now) = debounced();
        debouncer.on_change(FileChange::Created, now);
        debouncer.on_change(FileChange::Written, now);
        assert_eq!(debouncer.on_timeout(now + ms(1900)), None);
        assert!(debouncer.on_change(FileChange::Closed, now + ms(1900)));
    }

    #[test]
    fn new_file_ends_the_wait_for_a_missing_one() {
        let (mut debouncer, now) = debounced();
        debouncer.failed(missing(), Trigger::Event, now);
        debouncer.on_change(FileChange::Created, now + ms(1400));
        assert_eq!(debouncer.on_timeout(now + ms(1500)), None);
    }

    #[test]
    fn unclosed_file_is_read_in_a_pause() {
        let (mut debouncer, now) = debounced();
        debouncer.on_change(FileChange::Written, now);
        debouncer.on_change(FileChange::Written, now + ms(1000));
        assert_eq!(debouncer.deadline(), Some(now + ms(2000)));
        assert_eq!(debouncer.on_timeout(now + ms(2000)), None);
        assert!(debouncer.is_unclosed());
        assert_eq!(debouncer.on_timeout(now + ms(3000)), Some(Timeout::Read));
        assert_eq!(debouncer.deadline(), None);
        assert!(debouncer.is_unclosed());
        debouncer.on_change(FileChange::Written, now + ms(9000));
        assert_eq!(debouncer.deadline(), Some(now + ms(11000)));
        assert!(debouncer.on_change(FileChange::Closed, now + ms(9001)));
        assert!(!debouncer.is_unclosed());
    }

    #[test]
    fn unclosed_file_is_read_after_a_request_in_between() {
        let (mut debouncer, now) = debounced();
        debouncer.on_change(FileChange::Written, now);
        debouncer.valid(Fingerprint::of(b"half"));
        assert_eq!(debouncer.on_timeout(now + ms(2000)), Some(Timeout::Read));
    }

    #[test]
    fn empty_new_file_is_read_in_the_end() {
        let (mut debouncer, now) = debounced();
        debouncer.on_change(FileChange::Created, now);
        assert_eq!(debouncer.on_timeout(now + ms(300)), Some(Timeout::ReadUnlessEmpty));
        debouncer.wait_for_text(now + ms(300));
        assert_eq!(debouncer.on_timeout(now + ms(2300)), Some(Timeout::Read));
    }
}
