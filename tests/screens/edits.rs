//! What an edit shows: at once, in words, marked, and without losing the reader's place.

use flank::dossier::BUILT_IN;
use insta::assert_snapshot;

use crate::stage::{ARTICLE, LATE, Stage};

/// The built-in dossier with one piece of it, which must be there, replaced.
fn edited(from: &str, to: &str) -> String {
    assert!(BUILT_IN.contains(from), "the dossier has no {from:?}");
    BUILT_IN.replacen(from, to, 1)
}

const FIGURE: &str = "{ year = 2025, percent = 3.38, estimate = true";

#[test]
fn a_changed_figure_is_told_and_marked() {
    let stage = Stage::new((80, 24), LATE).keys("2").edit(&edited(FIGURE, &FIGURE.replace("3.38", "3.50")));
    assert_snapshot!("edit-figure", stage.text());
    let stage = stage.keys("Esc");
    assert!(!stage.text().contains('◆'), "Esc forgets the marks\n{}", stage.text());
    assert!(stage.text().contains("3.50e"), "and keeps the figure\n{}", stage.text());
}

#[test]
fn an_edit_that_the_day_hides_says_so() {
    let late = "what = \"Withdrawal takes effect: Finland is legally bound no longer\"";
    let stage = Stage::new((120, 40), ARTICLE).edit(&edited(late, "what = \"Out\""));
    let footer = stage.rows().pop().unwrap();
    assert!(footer.contains("known from 10 Jan 2026"), "{footer}");
}

#[test]
fn a_broken_edit_keeps_the_view_and_says_where_in_one_line() {
    let good = Stage::new((80, 24), LATE).keys("4 Tab Tab");
    let before = good.rows();
    let stage = good.edit(&edited("percent = 3.38,", "percnt = 3.38,"));
    let after = stage.rows();
    assert_eq!(before[1..23], after[1..23], "the view stays");
    assert!(after[0].ends_with("▲ stale"), "{}", after[0]);
    assert!(after[23].contains("unknown key `percnt`"), "{}", after[23]);
    assert_snapshot!("broken-edit-problems", stage.keys("!").text());
}

#[test]
fn a_mend_brings_the_view_back_as_it_was() {
    let before = Stage::new((80, 24), LATE).keys("4 Tab").text();
    let stage = Stage::new((80, 24), LATE).keys("4 Tab").edit("format = ").edit(BUILT_IN);
    assert_eq!(before, stage.text());
}

#[test]
fn a_broken_file_from_the_start_opens_on_its_problems_and_recovers() {
    let stage = Stage::empty((80, 24), LATE).edit("format = 1\ntitle = \"x\"\n[[state]]\ncode = \"ee\"\n");
    assert_snapshot!("broken-from-the-start", stage.text());
    let stage = stage.edit(BUILT_IN);
    assert_eq!(stage.text(), Stage::new((80, 24), LATE).text());
}

#[test]
fn the_selection_is_kept_by_code_when_states_move() {
    let finland = BUILT_IN.find("[[state]]\ncode = \"FI\"").unwrap();
    let estonia = BUILT_IN.find("[[state]]\ncode = \"EE\"").unwrap();
    let latvia = BUILT_IN.find("[[state]]\ncode = \"LV\"").unwrap();
    let moved =
        [&BUILT_IN[..finland], &BUILT_IN[estonia..latvia], &BUILT_IN[finland..estonia], &BUILT_IN[latvia..]]
            .concat();
    let stage = Stage::new((80, 24), LATE).keys("2 Tab Tab Tab j j");
    let panels = |stage: &Stage| {
        stage.rows().iter().map(|row| row.chars().skip(30).collect()).collect::<Vec<String>>()
    };
    let before = panels(&stage);
    let stage = stage.edit(&moved);
    assert_eq!(before[1..23], panels(&stage)[1..23], "the same state, the same place in it");
    assert!(stage.rows()[2].starts_with("│▌ EE"), "now the first of the list\n{}", stage.text());
}

#[test]
fn the_selection_stays_valid_when_its_state_goes() {
    let poland = BUILT_IN.find("[[state]]\ncode = \"PL\"").unwrap();
    let quotes = BUILT_IN.find("[[quote]]").unwrap();
    let without: String = [&BUILT_IN[..poland], &BUILT_IN[quotes..]]
        .concat()
        .replace(", \"PL\"", "")
        .replace("\"PL\"", "\"FI\"");
    let stage = Stage::new((80, 24), LATE).keys("5").edit(&without);
    assert!(stage.rows_with("LT Lithuania")[0].starts_with("│▌"), "{}", stage.text());
}

#[test]
fn everything_that_an_edit_changed_is_listed() {
    let text = edited(FIGURE, &FIGURE.replace("3.38", "3.50")).replace("km = 324", "km = 338");
    let text = text.replace("Legally bound no longer", "Out");
    let stage = Stage::new((80, 24), LATE).keys("2").edit(&text).keys("u");
    assert_snapshot!("edit-changes", stage.text());
    let stage = stage.keys("Esc Esc u");
    assert!(stage.text().contains("Nothing has changed"), "{}", stage.text());
}
