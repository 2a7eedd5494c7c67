//! Saves, through the real file system, to the real program in a pseudo-terminal.

#![cfg(unix)]

#[path = "../support/pty.rs"]
mod pty;
#[path = "../support/real.rs"]
#[allow(dead_code, reason = "each test target uses its own part of what they share")]
mod real;

mod editors;
mod numbered;
mod polling;
mod soak;
mod together;
