//! Notifications of the system about the file and the directories of its path.
//!
//! On Linux, inotify is used directly, because `notify` watches every directory for all events. A watch on `/tmp` or
//! the home directory would wake the program for each save of another program.

#[cfg(target_os = "linux")]
mod inotify;
#[cfg(target_os = "linux")]
pub use inotify::Native;

#[cfg(not(target_os = "linux"))]
mod notify;
#[cfg(not(target_os = "linux"))]
pub use notify::Native;
