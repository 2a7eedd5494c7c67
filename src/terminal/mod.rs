//! The terminal: taken over, listened to, and given back exactly as it was.
//!
//! - [`Session`] is the time during which the screen is ours; whatever ends it, it is undone.
//! - [`Screen`] is what it shows, and writes what changes.
//! - [`Waiter`] sleeps until a key, a signal or a [`Waker`] comes, and costs nothing until then.
//! - [`input`] takes the keys that have come.
//! - [`lend`] gives the terminal to another program, such as an [`editor`], until that has ended.
//! - [`suspend`] and [`end`] stop and end the program as its shell expects.

pub mod clipboard;
pub mod editor;
pub mod end;
pub mod input;
pub mod lend;
pub mod opener;
mod screen;
mod session;
mod signals;
pub mod suspend;
pub mod tty;
mod wait;

pub use screen::Screen;
pub use session::{Options, Session, install_panic_hook, restore};
pub use wait::{Waiter, Waker, Woken};
