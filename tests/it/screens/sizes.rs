//! Screens at all terminal sizes.

use crate::screens::screen::{LATE, Screen};

/// Returns all small sizes, and a grid of large ones.
fn sizes() -> impl Iterator<Item = (u16, u16)> {
    let small = (1..=44).flat_map(|width| (1..=20).map(move |height| (width, height)));
    let large =
        (45..=210).step_by(7).flat_map(|width| (1..=63).step_by(7).map(move |height| (width, height)));
    small.chain(large)
}

/// Text that overflows its panel would overwrite the frame.
#[test]
fn frames_are_whole_at_every_size() {
    let mut screen = Screen::new((80, 24), LATE).keys("4");
    for (width, height) in sizes().filter(|(width, height)| *width >= 40 && *height >= 12) {
        screen = screen.resize(width, height);
        let rows = screen.rows();
        assert!(rows[rows.len() - 1].ends_with("q quit"), "{width}x{height}: {}", rows[rows.len() - 1]);
        // The summary above the panels and the strip below them have no frames.
        let panels = rows[..rows.len() - 1].iter().skip_while(|row| !row.starts_with('╭'));
        for row in panels.filter(|row| !row.starts_with(" Tab ")) {
            let first = row.chars().next();
            let last = row.chars().last();
            assert!(matches!(first, Some('│' | '╭' | '╰' | '┃')), "{width}x{height}: {row}");
            assert!(matches!(last, Some('│' | '╮' | '╯' | '┃')), "{width}x{height}: {row}");
        }
    }
}

#[test]
fn wrapped_quotations_keep_every_word() {
    let dossier = flank::dossier::read(flank::dossier::BUILT_IN.as_bytes()).dossier.unwrap();
    let estonia = dossier.state_by_code("EE").unwrap();
    for width in [40, 47, 60, 80, 100, 133, 200] {
        let screen = Screen::new((width, 400), LATE).keys("2 Tab Tab Tab Enter");
        let rows: String = screen
            .rows()
            .iter()
            .map(|row| row.trim_matches(|c: char| "│┃▌ ".contains(c)).to_owned() + " ")
            .collect();
        let squeezed: Vec<&str> = rows.split_whitespace().collect();
        let shown = squeezed.join(" ");
        for id in &dossier[estonia].quotes {
            let words: Vec<&str> = dossier[*id].text.split_whitespace().collect();
            let words = words.join(" ");
            assert!(shown.contains(&words), "at {width} columns: {words}\n{}", screen.text());
        }
    }
}
