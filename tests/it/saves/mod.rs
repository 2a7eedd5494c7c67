//! Saves through the file system, with the whole program in a pseudo-terminal.

mod directories;
mod editors;
#[cfg(target_os = "linux")]
mod mounts;
mod numbered;
mod polling;
mod soak;
mod together;
#[cfg(target_os = "linux")]
mod unclosed;
