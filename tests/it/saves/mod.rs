//! Saves through the file system, with the whole program in a pseudo-terminal.

mod editors;
mod numbered;
mod polling;
mod soak;
mod together;
