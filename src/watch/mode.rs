//! The mode in which a file is watched, and the reasons for polling.

use std::fmt;
use std::path::Path;

/// The mode in which a file is watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// The system reports changes.
    Native,
    /// Like [`Native`](Mode::Native), but a program has written to the file without closing it, so more writes may
    /// follow.
    Unclosed,
    /// The file is read at an interval, for this reason.
    Polling(PollReason),
}

/// The reason for polling a file. Its text completes a sentence that begins with "polling, since".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PollReason {
    /// Polling was requested.
    Requested,
    /// The file, or a symlink to it, is on a filesystem without notifications.
    Filesystem(&'static str),
    /// The file has other hard links, and the system reports no writes to those.
    HardLinks,
    /// The limit on watches is reached.
    Limit,
    /// The system refused, for this reason.
    Refused(String),
}

impl fmt::Display for PollReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PollReason::Requested => f.write_str("it was requested"),
            PollReason::Filesystem(name) => write!(f, "the system does not report changes on {name}"),
            PollReason::HardLinks => f.write_str("the file has other hard links"),
            PollReason::Limit => f.write_str("the system's limit on watches is reached"),
            PollReason::Refused(reason) => write!(f, "the system cannot watch it: {reason}"),
        }
    }
}

/// Returns the name of the filesystem of a directory if it lacks notifications, for example because other computers
/// change it.
#[cfg(target_os = "linux")]
pub fn lacks_notifications(dir: &Path) -> Option<&'static str> {
    // The width and the signedness of the type depend on the architecture.
    let kind = rustix::fs::statfs(dir).ok()?.f_type as u32;
    kind_lacks_notifications(kind)
}

/// Returns the name of a filesystem without notifications, by its number in `linux/magic.h` or in its own source.
#[cfg(target_os = "linux")]
fn kind_lacks_notifications(kind: u32) -> Option<&'static str> {
    Some(match kind {
        0x6969 => "NFS",
        0x517b | 0xff53_4d42 | 0xfe53_4d42 => "an SMB share",
        0x0102_1997 => "a 9p mount",
        0x6573_5546 => "a FUSE mount",
        0x5346_4846 => "a Windows drive under WSL",
        0x786f_4256 => "a VirtualBox share",
        0xbacb_acbc => "a VMware share",
        0x7c7c_6673 => "a Parallels share",
        0x00c3_6400 => "Ceph",
        0x5346_414f | 0x6b41_4653 => "AFS",
        0x7375_7245 => "Coda",
        0x0bd0_0bd0 => "Lustre",
        0x4750_4653 => "GPFS",
        // For example, the current directory of a process is a symlink on procfs.
        0x9fa0 => "procfs",
        0x6265_6572 => "sysfs",
        _ => return None,
    })
}

/// Returns nothing, unlike on Linux.
#[cfg(not(target_os = "linux"))]
pub fn lacks_notifications(_: &Path) -> Option<&'static str> {
    None
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;

    #[test]
    fn network_filesystems_lack_notifications() {
        assert_eq!(kind_lacks_notifications(0x6969), Some("NFS"));
        assert_eq!(kind_lacks_notifications(0xff53_4d42), Some("an SMB share"));
        assert_eq!(kind_lacks_notifications(0xef53), None);
        assert_eq!(kind_lacks_notifications(0x0102_1994), None);
    }

    #[test]
    fn reasons_end_a_sentence() {
        let reason = PollReason::Filesystem("NFS");
        assert_eq!(reason.to_string(), "the system does not report changes on NFS");
        assert_eq!(PollReason::Limit.to_string(), "the system's limit on watches is reached");
    }
}
