//! What the system knows of a running process (Linux's `/proc`).

use std::fs;
use std::path::Path;
use std::time::Duration;

/// A figure of `/proc/PID/status` in KiB: `VmHWM` is the most memory it ever had, `VmRSS` what it has now.
pub fn memory(pid: u32, name: &str) -> f64 {
    field(&fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default(), name)
}

/// The first number behind `name:`.
pub fn field(status: &str, name: &str) -> f64 {
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(f64::NAN)
}

/// What a process has done so far, all its threads together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Work {
    /// How often a thread went to sleep of its own will, which is how often one was woken.
    pub sleeps: f64,
    /// Time on a processor.
    pub cpu: Duration,
}

/// The work of a process until now.
pub fn work(pid: u32) -> Work {
    let mut work = Work { sleeps: 0.0, cpu: Duration::ZERO };
    for task in fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten() {
        let read = |name| fs::read_to_string(task.path().join(name)).unwrap_or_default();
        work.sleeps += field(&read("status"), "voluntary_ctxt_switches");
        let nanoseconds = read("schedstat").split(' ').next().and_then(|word| word.parse().ok());
        work.cpu += Duration::from_nanos(nanoseconds.unwrap_or(0));
    }
    work
}

/// How often the threads of a process that have this name have been woken.
pub fn wake_ups(pid: u32, thread: &str) -> f64 {
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    let read = |path: &Path, name| fs::read_to_string(path.join(name)).unwrap_or_default();
    let paths = tasks.map(|task| task.path());
    let named: Vec<_> = paths.filter(|path| read(path, "comm").trim() == thread).collect();
    assert!(!named.is_empty(), "no thread is called {thread}");
    named.iter().map(|path| field(&read(path, "status"), "voluntary_ctxt_switches")).sum()
}
