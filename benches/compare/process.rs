//! Resource use of a running process, from Linux's `/proc`.

use std::fs;

/// Returns a field of `/proc/PID/status` in KiB: `VmHWM` is the peak resident memory, `VmRSS` the current one.
pub fn memory(pid: u32, name: &str) -> f64 {
    field(&fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default(), name)
}

/// Returns the first number after `name:`, or NaN if there is none.
pub fn field(status: &str, name: &str) -> f64 {
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(f64::NAN)
}

/// Counts the wake-ups so far of all threads of a process, or of those with a name.
pub fn wake_ups(pid: u32, name: Option<&str>) -> f64 {
    let mut counts = Vec::new();
    for task in fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten() {
        let read = |file| fs::read_to_string(task.path().join(file)).unwrap_or_default();
        if name.is_none_or(|name| read("comm").trim() == name) {
            // A thread is woken as often as it goes to sleep.
            counts.push(field(&read("status"), "voluntary_ctxt_switches"));
        }
    }
    assert!(!counts.is_empty(), "process {pid} has no thread {}", name.unwrap_or_default());
    counts.iter().sum()
}
