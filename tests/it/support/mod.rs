//! What several subjects share.

pub mod facts_of;
pub mod full;
#[cfg(unix)]
#[allow(dead_code, reason = "some are only measured, by `benches/compare`")]
pub mod hostile_files;
pub mod made;
#[cfg(unix)]
pub mod pty;
#[cfg(unix)]
pub mod real;
pub mod sound;
#[cfg(unix)]
pub mod squares;
#[cfg(unix)]
pub mod ways;
