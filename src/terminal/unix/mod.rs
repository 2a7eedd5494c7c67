//! The back end for Unix.

mod event_source;
mod exit;
mod external;
mod parser;
mod signals;
mod suspend;
mod tty;

pub use event_source::{EventSource, Waker};
pub use exit::{delay_signals, die_by, die_of_hangup};
pub use external::run_external;
pub use suspend::suspend;
pub use tty::{Output, reported_size};
