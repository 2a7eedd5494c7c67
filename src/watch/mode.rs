//! How a file is watched, and why not otherwise.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use super::chain::Chain;

/// How the file is watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// The system tells of changes.
    Native,
    /// We look every so often.
    Polling {
        /// How often.
        every: Duration,
        /// Why the system does not tell.
        why: Why,
    },
    /// Changes are not seen; only asking for it reads the file again.
    Not {
        /// What the system says.
        why: String,
    },
}

/// Why we look by ourselves. Each is the end of a sentence that begins "polling, since …".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It was asked for.
    Asked,
    /// The file, or a link on the way to it, lies on a filesystem that changes without the system telling.
    Filesystem(&'static str),
    /// All watches that the system grants are taken.
    Limit,
    /// The system refused; this is what it says.
    Refused(String),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::Asked => f.write_str("it was asked for"),
            Why::Filesystem(name) => write!(f, "changes on {name} are not told by the system"),
            Why::Limit => f.write_str("the system's limit of watches is reached"),
            Why::Refused(reason) => write!(f, "the system cannot watch it: {reason}"),
        }
    }
}

/// The first filesystem on the chain that is known not to tell of what others do to it.
pub fn silent_filesystem(chain: &Chain) -> Option<&'static str> {
    chain.holders.keys().find_map(|dir| silent(dir))
}

#[cfg(target_os = "linux")]
fn silent(dir: &Path) -> Option<&'static str> {
    // From linux/magic.h and the filesystems' own sources; the type differs in width and sign between architectures.
    let kind = rustix::fs::statfs(dir).ok()?.f_type as u32;
    silent_kind(kind)
}

#[cfg(target_os = "linux")]
fn silent_kind(kind: u32) -> Option<&'static str> {
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
fn silent(_: &Path) -> Option<&'static str> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn network_mounts_are_known_and_disks_are_not() {
        assert_eq!(silent_kind(0x6969), Some("NFS"));
        assert_eq!(silent_kind(0xff53_4d42), Some("an SMB share"));
        assert_eq!(silent_kind(0xef53), None);
        assert_eq!(silent_kind(0x0102_1994), None);
    }

    #[test]
    fn reasons_read_as_the_end_of_a_sentence() {
        assert_eq!(Why::Filesystem("NFS").to_string(), "changes on NFS are not told by the system");
        assert_eq!(Why::Limit.to_string(), "the system's limit of watches is reached");
    }
}
