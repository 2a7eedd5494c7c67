//! flank: a terminal dashboard of Nato's eastern flank.
pub mod config;
pub mod dashboard;
pub mod dossier;
pub mod terminal;
pub mod watch;
