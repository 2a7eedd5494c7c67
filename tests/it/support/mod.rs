//! Helpers that several modules share.

pub mod cli;
pub mod facts_of;
#[cfg(unix)]
#[allow(dead_code, reason = "`benches/compare` measures the others")]
pub mod hostile_files;
pub mod invariants;
pub mod maximal_dossier;
#[cfg(unix)]
pub mod program;
#[cfg(unix)]
pub mod pty;
pub mod random_dossier;
pub mod repository;
#[cfg(unix)]
pub mod save_methods;
pub mod schema;
#[cfg(unix)]
pub mod terminal_checks;
