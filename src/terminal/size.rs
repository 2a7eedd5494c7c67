//! The size of the terminal.

use std::env;
use std::io;

use super::backend::reported_size;

/// The size if no source reports one.
const DEFAULT: (u16, u16) = (80, 24);

/// The largest size that is drawn, so that a reported size of 65535 by 65535 does not exhaust the memory. No display
/// shows more cells.
const MAX: (u16, u16) = (1024, 512);

/// Returns the columns and rows to draw.
///
/// A serial console or a container may report 0. The size is then that of `COLUMNS` and `LINES`, or else 80 by 24.
///
/// # Errors
///
/// If standard output is not a terminal.
pub fn size() -> io::Result<(u16, u16)> {
    Ok(resolve(reported_size()?, |name| env::var(name).ok()?.parse().ok()))
}

fn resolve((columns, rows): (u16, u16), variable: impl Fn(&str) -> Option<u16>) -> (u16, u16) {
    let side = |reported: u16, name, default, max: u16| {
        let known = [Some(reported), variable(name)].into_iter().flatten().find(|cells| *cells > 0);
        known.unwrap_or(default).min(max)
    };
    (side(columns, "COLUMNS", DEFAULT.0, MAX.0), side(rows, "LINES", DEFAULT.1, MAX.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case((120, 40), None, (120, 40))]
    #[case((120, 40), Some(10), (120, 40))]
    #[case((0, 0), None, (80, 24))]
    #[case((0, 0), Some(50), (50, 50))]
    #[case((0, 0), Some(0), (80, 24))]
    #[case((0, 40), Some(100), (100, 40))]
    #[case((u16::MAX, u16::MAX), None, MAX)]
    #[case((0, 0), Some(u16::MAX), MAX)]
    fn size_is_never_empty_nor_huge(
        #[case] reported: (u16, u16),
        #[case] variable: Option<u16>,
        #[case] expected: (u16, u16),
    ) {
        assert_eq!(resolve(reported, |_| variable), expected);
    }
}
