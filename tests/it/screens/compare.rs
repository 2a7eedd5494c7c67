//! Comparisons of states and days, marks of new facts, and copies of panels.

use flank::app::{Effect, Overlay};
use flank::dossier::BUILT_IN;
use flank::dossier::model::TargetKind;
use flank::report::panel;
use insta::assert_snapshot;
use rstest::rstest;

use crate::screens::screen::{ARTICLE, LATE, Screen};

fn footer(screen: &Screen) -> String {
    screen.rows().pop().unwrap()
}

#[test]
fn two_states_are_shown_side_by_side() {
    let screen = Screen::new((120, 40), ARTICLE).keys("2 c");
    assert_snapshot!("compare-mark", footer(&screen));
    let screen = screen.keys("4 c");
    assert_snapshot!("compare-states-120x40", screen.text());
    assert_snapshot!("compare-states-80x24", Screen::new((80, 24), ARTICLE).keys("2 c 4 c").text());
    assert_snapshot!("compare-states-40x12", Screen::new((40, 12), LATE).keys("2 c 4 c").text());
    // Esc closes the comparison, and then removes the mark.
    let screen = screen.keys("Esc");
    assert!(footer(&screen).contains("compare Estonia, 18 Mar 2025"), "{}", footer(&screen));
    let screen = screen.keys("Esc");
    assert_eq!(screen.text(), Screen::new((120, 40), ARTICLE).keys("4").text());
}

#[test]
fn two_days_of_one_state_list_new_facts() {
    let screen = Screen::new((120, 40), ARTICLE).keys("2 c 0 c");
    let text = screen.text();
    assert!(matches!(screen.app.overlay, Some(Overlay::Changes(_))), "{text}");
    assert!(text.contains("What changed, 18 Mar 2025 → 24 Nov 2026"), "{text}");
    assert!(text.contains("Estonia, Ottawa Convention: recommends withdrawal → withdrawn"), "{text}");
    // The earlier day is on the left, even if the later one was marked first.
    let other = Screen::new((120, 40), LATE).keys("2 c t 2 0 2 5 - 0 3 - 1 8 Enter c").text();
    assert!(other.contains("What changed, 18 Mar 2025 → 24 Nov 2026"), "{other}");
    assert!(other.contains("recommends withdrawal → withdrawn"), "{other}");
    // Enter jumps to the selected change.
    let screen = Screen::new((120, 40), ARTICLE).keys("2 c 0 c Enter");
    assert!(screen.app.overlay.is_none(), "{}", screen.text());
}

#[test]
fn comparison_of_equal_sides_ends() {
    let screen = Screen::new((80, 24), LATE).keys("2 c c");
    assert!(footer(&screen).contains("comparison ended: same state and day"), "{}", footer(&screen));
    assert_eq!(screen.app.compare_mark, None);
}

#[test]
fn reload_keeps_the_marked_state() {
    let state = |code: &str, name: &str| {
        format!("[[state]]\ncode = \"{code}\"\nname = \"{name}\"\nsources = [\"a\"]\n")
    };
    let start = "format = 1\ntitle = \"Two\"\n[[source]]\nid = \"a\"\npublisher = \"A\"\ntitle = \"B\"\n";
    let (finland, estonia) = (state("FI", "Finland"), state("EE", "Estonia"));
    let marked = || Screen::empty((120, 40), LATE).edit(&format!("{start}{finland}{estonia}")).keys("2 c");
    let screen = marked().edit(&format!("{start}{estonia}"));
    assert!(footer(&screen).contains("compare Estonia"), "{}", footer(&screen));
    // Removing the marked state ends the comparison.
    let screen = marked().edit(&format!("{start}{finland}"));
    assert!(!footer(&screen).contains("compare"), "{}", footer(&screen));
}

#[test]
fn new_facts_are_marked_since_a_day() {
    let plain = Screen::new((120, 40), LATE);
    assert!(!plain.text().contains('◆'), "{}", plain.text());
    let screen = Screen::new((120, 40), LATE).keys("D");
    assert_snapshot!("since-prompt", screen.text());
    let screen = screen.keys("2 0 2 6 - 0 2 - 1 9 Enter");
    assert_snapshot!("since-120x40", screen.text());
    assert_snapshot!("since-80x24", Screen::new((80, 24), LATE).keys("D 2 0 2 6 - 0 2 - 1 9 Enter").text());
    assert!(screen.rows()[0].contains("new since 19 Feb 2026"), "{}", screen.rows()[0]);
    assert!(screen.rows_with("PL Poland")[0].contains("◆PL"), "{}", screen.text());
    // The marks stay after Esc, and the facts are listed.
    let screen = screen.keys("Esc u");
    assert!(screen.text().contains("New since 19 Feb 2026"), "{}", screen.text());
    assert!(
        screen.text().contains("Poland, Ottawa Convention: notified withdrawal → withdrawn"),
        "{}",
        screen.text()
    );
    let count = screen.app.news.changes.len();
    let expected = format!("◆ {count} new since 19 Feb 2026");
    assert!(screen.rows()[0].contains(&expected), "{}", screen.rows()[0]);
    // The day on the screen is the end of the period.
    let earlier = screen.keys("Esc t 2 0 2 6 - 0 2 - 1 9 Enter Esc");
    assert!(earlier.rows()[0].contains("◆ 0 new since 19 Feb 2026"), "{}", earlier.rows()[0]);
    // An empty day removes the marks.
    let screen = earlier.keys("0 Esc D Enter");
    assert_eq!(screen.text(), Screen::new((120, 40), LATE).text());
}

#[test]
fn edits_are_listed_before_new_facts() {
    let edit = BUILT_IN.replacen("2026 = 5.10", "2026 = 5.50", 1);
    let screen = Screen::new((120, 40), LATE).keys("D 2 0 2 6 - 0 2 - 1 9 Enter").edit(&edit).keys("u");
    let rows = screen.rows();
    let row = |part: &str| {
        rows.iter().position(|row| row.contains(part)).unwrap_or_else(|| panic!("{}", screen.text()))
    };
    assert!(row("5.10 % → 5.50 %") < row("New since 19 Feb 2026"), "{}", screen.text());
}

/// Returns the copied Markdown after these keys.
fn copied(day: &str, keys: &str) -> String {
    let screen = Screen::new((120, 40), day).keys(keys).keys("Y");
    assert_eq!(screen.effect, Some(Effect::CopyPanel));
    panel(&screen.app).unwrap().1
}

#[rstest]
#[case("1", "states", &["### Poland", "Ottawa Convention: recommends withdrawal", "18 March 2025"])]
#[case("2 Tab", "stance", &["## Estonia: treaty stance", "Defence minister recommends withdrawal"])]
#[case("2 Tab Tab", "spending", &["## Estonia: defence spending", "| 2024 |", "### Targets"])]
#[case("2 Tab Tab Tab", "quotes", &["## Estonia: quoted officials", "> “", "Pevkur", "### Joint statements"])]
#[case("2 Tab Tab Tab Tab Tab f", "timeline", &["## Estonia: timeline", "Estonia"])]
#[case("2 Tab Tab Tab Tab Tab Tab", "background", &["## Estonia: aims and background", "Capital: Tallinn."])]
fn panel_is_copied_as_markdown(#[case] keys: &str, #[case] name: &str, #[case] parts: &[&str]) {
    let markdown = copied(ARTICLE, keys);
    for part in parts {
        assert!(markdown.contains(part), "{name} without {part:?}\n{markdown}");
    }
    assert!(markdown.contains("As known on 18 March 2025."), "{markdown}");
    assert!(markdown.contains("## Sources\n\n1. "), "{markdown}");
    // The panel contains nothing later than the day on the screen.
    assert!(!markdown.contains("Riigikogu passes"), "{markdown}");
    let cited = markdown.matches("\\[1\\]").count() + markdown.matches("\\[1,").count();
    assert!(cited > 0, "the first source is cited\n{markdown}");
}

#[test]
fn treaty_in_view_is_copied_first() {
    let first = |keys: &str| {
        let markdown = copied(LATE, keys);
        markdown.lines().find(|line| line.starts_with("### ")).unwrap().to_owned()
    };
    assert!(first("2 Tab").contains("Ottawa"), "{}", first("2 Tab"));
    assert!(first("2 T Tab").contains("Cluster"), "{}", first("2 T Tab"));
    let wall = copied(LATE, "v");
    assert!(wall.contains("### Finland") && wall.contains("### Poland"), "{wall}");
}

#[test]
fn copied_wall_has_the_targets_on_the_screen() {
    let screen = Screen::new((120, 40), LATE).keys("v Y");
    let (_, markdown) = panel(&screen.app).unwrap();
    let known = screen.app.known().unwrap();
    let latvia = known.dossier.state_by_code("LV").unwrap();
    // The wall omits a later proposal.
    assert_eq!(known.targets(latvia).last().unwrap().kind, TargetKind::Proposal);
    let section = markdown.split("### Latvia").nth(1).unwrap().split("### ").next().unwrap();
    let target = known.latest_target(latvia).unwrap();
    assert!(section.contains(target.kind.name()) && !section.contains("proposal"), "{section}");
}
