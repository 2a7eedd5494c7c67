//! The terminal of a Unix system.

mod end;
mod lend;
mod signals;
mod suspend;
mod tty;
mod wait;

pub use end::{die_by, die_of_hangup, exit_at_once};
pub use lend::lend;
pub use suspend::suspend;
pub use tty::{size, write_past_locks};
pub use wait::{Waiter, Waker};
