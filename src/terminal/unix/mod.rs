//! The back end for Unix.

mod event_source;
mod exit;
mod external;
mod signals;
mod suspend;
mod tty;

pub use event_source::{EventSource, Waker};
pub use exit::{die_by, die_of_hangup, exit_at_once};
pub use external::run_external;
pub use suspend::suspend;
pub use tty::{size, write_past_locks};
