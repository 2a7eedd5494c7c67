//! Saves, through the real file system, to the real program in a pseudo-terminal.

mod editors;
mod numbered;
mod polling;
mod soak;
mod together;
