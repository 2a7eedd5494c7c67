//! The examples at the end of each command's help.

/// Formats commands with their effects, under a heading in the style of clap.
macro_rules! examples {
    ($($command:literal => $does:literal,)+) => {
        concat!("\u{1b}[1m\u{1b}[4mExamples:\u{1b}[0m", $("\n  \u{1b}[1m", $command, "\u{1b}[0m\n      ", $does),+)
    };
}

pub(super) use examples;
