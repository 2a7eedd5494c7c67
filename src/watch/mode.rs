//! How a file is watched, and why not otherwise.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use super::symlink_chain::Chain;

/// How the file is watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// The system tells of changes.
    Native,
    /// We look every so often.
    Polling {
        /// How often.
        every: Duration,
        /// PollReason the system does not tell.
        reason: PollReason,
    },
    /// Changes are not seen; only asking for it reads the file again.
    Disabled {
        /// What the system says.
        reason: String,
    },
}

/// PollReason we look by ourselves. Each is the end of a sentence that begins "polling, since …".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PollReason {
    /// It was asked for.
    Asked,
    /// The file, or a link on the way to it, lies on a filesystem that changes without the system telling.
    Filesystem(&'static str),
    /// All watches that the system grants are taken.
    Limit,
    /// The system refused; this is what it says.
    Refused(String),
}

impl fmt::Display for PollReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PollReason::Asked => f.write_str("it was asked for"),
            PollReason::Filesystem(name) => write!(f, "changes on {name} are not told by the system"),
            PollReason::Limit => f.write_str("the system's limit of watches is reached"),
            PollReason::Refused(reason) => write!(f, "the system cannot watch it: {reason}"),
        }
    }
}

/// The first filesystem on the chain that is known not to tell of what others do to it.
pub fn filesystem_without_notifications(chain: &Chain) -> Option<&'static str> {
    chain.watched_dirs.keys().find_map(|dir| lacks_notifications(dir))
}

#[cfg(target_os = "linux")]
fn lacks_notifications(dir: &Path) -> Option<&'static str> {
    // From linux/magic.h and the filesystems' own sources; the type differs in width and sign between architectures.
    let kind = rustix::fs::statfs(dir).ok()?.f_type as u32;
    kind_lacks_notifications(kind)
}

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
        // Such as the current directory of a process, which is a link there.
        0x9fa0 => "procfs",
        0x6265_6572 => "sysfs",
        _ => return None,
    })
}

#[cfg(not(target_os = "linux"))]
fn lacks_notifications(_: &Path) -> Option<&'static str> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn network_mounts_are_known_and_disks_are_not() {
        assert_eq!(kind_lacks_notifications(0x6969), Some("NFS"));
        assert_eq!(kind_lacks_notifications(0xff53_4d42), Some("an SMB share"));
        assert_eq!(kind_lacks_notifications(0xef53), None);
        assert_eq!(kind_lacks_notifications(0x0102_1994), None);
    }

    #[test]
    fn reasons_read_as_the_end_of_a_sentence() {
        assert_eq!(PollReason::Filesystem("NFS").to_string(), "changes on NFS are not told by the system");
        assert_eq!(PollReason::Limit.to_string(), "the system's limit of watches is reached");
    }
}
