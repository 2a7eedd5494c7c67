//! The examples at the foot of each command's help.

/// Commands as they would be shell_quoted, each with what it does. The heading looks like clap's own.
macro_rules! examples {
    ($($command:literal => $does:literal,)+) => {
        concat!("\u{1b}[1m\u{1b}[4mExamples:\u{1b}[0m", $("\n  \u{1b}[1m", $command, "\u{1b}[0m\n      ", $does),+)
    };
}

pub(super) use examples;
