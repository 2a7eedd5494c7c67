//! The marks of single-source and disputed facts and of inferred dates, and their legends.

use rstest::rstest;

use crate::screens::screen::{LATE, Screen};

const NORDIC: &str = include_str!("../../dossiers/valid/nordic.toml");

/// Returns the lower border of the panel with this title.
fn legend(screen: &Screen, title: &str) -> String {
    let rows = screen.rows();
    let top = rows.iter().position(|row| row.contains(title)).expect(title);
    let (before, _) = rows[top].split_once(title).unwrap();
    let column = before.chars().count() - before.chars().rev().position(|c| c == '╭').unwrap() - 1;
    let from = |row: &String| row.chars().skip(column).collect::<String>();
    let bottom = rows[top..].iter().map(from).find(|row| row.starts_with('╰')).unwrap();
    bottom.split('╯').next().unwrap().to_owned()
}

#[rstest]
#[case::never_joined("2", "Estonia has never signed or acceded†")]
#[case::year_of_accession("2", "● 2004†")]
#[case::target_of_the_overview("v", "draft budget 2.50 % for 2026†")]
#[case::date_of_the_overview("v", "Antti Häkkänen, ~Jan 2026")]
#[case::position_of_the_list("T", "○ never joined†")]
#[case::hit("/ s i k o r s k i", "20 Feb 2026†")]
fn facts_at_80x24_have_their_marks(#[case] keys: &str, #[case] expected: &str) {
    let text = Screen::new((80, 24), LATE).keys(keys).text();
    assert!(text.contains(expected), "{text}");
}

#[rstest]
#[case::table_position("Enter", "○ never joined†")]
#[case::table_step("Enter", "acceded†")]
#[case::table_target("Enter", "draft budget 2.50 % for 2026†")]
#[case::overview_position("v", "○ never joined†")]
#[case::overview_target("v", "% for 2026†")]
#[case::overview_date("v", "~3 Dec 2025")]
#[case::overview_quote("v", "20 Feb 2026†")]
#[case::overview_aim("v", "landmines†")]
#[case::side_by_side("c l c", "never joined (single source)")]
#[case::side_by_side_target("c l c", "goal 5 % (21 Jan 2025) (single source)")]
fn facts_at_120x40_have_their_marks(#[case] keys: &str, #[case] expected: &str) {
    let text = Screen::new((120, 40), LATE).keys(keys).text();
    assert!(text.contains(expected), "{text}");
}

#[test]
fn mark_survives_truncation() {
    // The last step of the middle column has more text than rows.
    let long = "Sweden never joined, ".repeat(40);
    let dossier = NORDIC.replacen(
        "what = \"Sweden never joined\"",
        &format!("what = \"{long}\"\ncertainty = \"disputed\""),
        1,
    );
    assert_ne!(dossier, NORDIC);
    for (size, keys) in [((80, 24), "3"), ((120, 40), "3"), ((120, 40), "Enter"), ((120, 40), "v")] {
        let text = Screen::empty(size, LATE).edit(&dossier).keys(keys).text();
        assert!(text.contains("○ never joined‡") && text.contains('…'), "{size:?} {keys}\n{text}");
        // The step has the mark after the ellipsis, or at the end of its first row.
        assert!(text.contains("…‡") || text.contains(" ‡ │"), "{size:?} {keys}\n{text}");
    }
}

#[test]
fn table_of_states_uses_free_rows_before_it_truncates() {
    for size in [(120, 40), (200, 60)] {
        let screen = Screen::new(size, LATE).keys("Enter");
        assert!(!screen.text().contains('…'), "{}", screen.text());
    }
    // Without free rows, texts are truncated, and a click still selects the state of its row.
    let screen = Screen::new((120, 24), LATE).keys("Enter");
    assert!(screen.text().contains("PL Poland"), "{}", screen.text());
}

#[rstest]
#[case::confirmed("1", "")]
#[case::single_source("2", " † single source ")]
// The disputed steps of Lithuania and Poland are not listed at this size.
#[case::year_only("4", " † single source ")]
#[case::nothing_marked("5", "")]
fn legend_of_the_track_lists_its_marks(#[case] state: &str, #[case] expected: &str) {
    let screen = Screen::new((80, 24), LATE).keys(state);
    let legend = legend(&screen, "Treaty stance");
    assert_eq!(legend.trim_matches(['╰', '─']), expected, "{}", screen.text());
}

#[test]
fn legends_explain_the_marks_of_the_panel() {
    let screen = Screen::new((120, 40), LATE).keys("Enter");
    assert!(legend(&screen, "States").contains("e estimate  † single source"), "{}", screen.text());
    for size in [(80, 24), (120, 40)] {
        let screen = Screen::empty(size, LATE).edit(NORDIC).keys("v");
        let legend = legend(&screen, "by file order");
        assert!(screen.text().contains("1.90†") && legend.contains("† single source"), "{}", screen.text());
    }
    // The overview at 120x40 has space for the last step of each state only, and none is disputed.
    let screen = Screen::new((120, 40), LATE).keys("v");
    assert!(!legend(&screen, "by file order").contains('‡'), "{}", screen.text());
}
