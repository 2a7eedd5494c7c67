//! flank: a terminal dashboard of Nato's eastern flank.

pub mod terminal;
pub mod watch;
