//! The sources of settings.

/// The source of a setting that differs from the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueSource {
    /// A line of the user's file, counted from 1.
    File(u32),
    /// An environment variable.
    Variable(&'static str),
    /// An option of the command line.
    Option(&'static str),
}
