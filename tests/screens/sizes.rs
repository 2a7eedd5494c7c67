//! Every size of a terminal.

use crate::stage::{ARTICLE, LATE, Stage};

/// Returns all small sizes, and a grid of large ones.
fn sizes() -> impl Iterator<Item = (u16, u16)> {
    let small = (1..=44).flat_map(|width| (1..=20).map(move |height| (width, height)));
    let large =
        (45..=210).step_by(7).flat_map(|width| (1..=63).step_by(7).map(move |height| (width, height)));
    small.chain(large)
}

#[test]
fn no_size_panics() {
    let mut stage = Stage::new((80, 24), ARTICLE).keys("4");
    let panels = ["Tab", "Tab", "Tab", "Tab", "Tab", "Tab", "Tab"];
    let large = ["Tab Enter", "Tab", "Tab", "Tab", "Tab", "Tab", "Tab"];
    for keys in panels.iter().chain(&large).chain(&["?", "!", "Esc Esc v", "S"]) {
        stage = stage.keys(keys);
        for (width, height) in sizes() {
            stage = stage.resize(width, height);
            assert_eq!(stage.buffer().area.width, width);
        }
    }
}

/// Text in a frame is truncated without a mark.
#[test]
fn frames_are_complete_at_every_size() {
    for (width, height) in sizes().filter(|(width, height)| *width >= 40 && *height >= 12) {
        let stage = Stage::new((width, height), LATE).keys("4");
        let rows = stage.rows();
        assert!(rows[rows.len() - 1].ends_with("q quit"), "{width}x{height}: {}", rows[rows.len() - 1]);
        for row in &rows[1..rows.len() - 1] {
            let first = row.chars().next();
            let last = row.chars().last();
            assert!(matches!(first, Some('│' | '╭' | '╰' | '┃')), "{width}x{height}: {row}");
            assert!(matches!(last, Some('│' | '╮' | '╯' | '┃')), "{width}x{height}: {row}");
        }
    }
}

#[test]
fn quotations_keep_every_word() {
    let dossier = flank::dossier::read(flank::dossier::BUILT_IN.as_bytes()).dossier.unwrap();
    let estonia = dossier.state_by_code("EE").unwrap();
    for width in [40, 47, 60, 80, 100, 133, 200] {
        let stage = Stage::new((width, 63), LATE).keys("2 Tab Tab Tab Enter");
        let screen: String = stage
            .rows()
            .iter()
            .map(|row| row.trim_matches(|c: char| "│┃▌ ".contains(c)).to_owned() + " ")
            .collect();
        let squeezed: Vec<&str> = screen.split_whitespace().collect();
        let screen = squeezed.join(" ");
        for id in &dossier[estonia].quotes {
            let words: Vec<&str> = dossier[*id].text.split_whitespace().collect();
            let words = words.join(" ");
            // On narrow screens 63 rows are not enough.
            if width >= 60 {
                assert!(screen.contains(&words), "at {width} columns: {words}\n{}", stage.text());
            }
        }
    }
}
