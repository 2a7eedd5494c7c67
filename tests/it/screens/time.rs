//! Navigation between days.

use insta::assert_snapshot;

use crate::screens::stage::{ARTICLE, LATE, Stage};

fn day(stage: &Stage) -> String {
    stage.state.day().to_string()
}

#[test]
fn day_keys_step_to_days_with_events() {
    let stage = Stage::new((80, 24), ARTICLE).keys("[");
    assert_eq!(day(&stage), "2025-03-12", "the Marshall Islands joined the Ottawa Convention");
    let stage = stage.keys("[ [");
    assert_eq!(day(&stage), "2025-03-06", "Lithuania left the day before Tusk's speech");
    let stage = stage.keys("] ] ] ]");
    assert_eq!(day(&stage), "2025-03-19");
    let stage = stage.keys("0");
    assert_eq!(day(&stage), LATE);
    assert!(!stage.rows()[0].contains("not today"), "{}", stage.rows()[0]);
    let stage = stage.keys("]");
    assert_eq!(day(&stage), LATE, "today is the last day");
    let stage = stage.keys("[ ]");
    assert_eq!(day(&stage), LATE, "today follows the last day with events");
}

#[test]
fn entered_day_is_shown() {
    let stage = Stage::new((120, 40), LATE).keys("2 t 2 0 2 5 - 0 3 - 1 8 Enter Esc");
    assert_eq!(stage.text(), Stage::new((120, 40), ARTICLE).keys("2").text());
    assert!(stage.rows()[0].contains("As of 18 Mar 2025"), "{}", stage.rows()[0]);
    let wall = stage.keys("v").text();
    assert!(!wall.contains("withdrawn\n") && wall.contains("2 % goal"), "{wall}");
}

#[test]
fn invalid_day_is_reported_and_can_be_fixed() {
    let stage = Stage::new((80, 24), LATE).keys("t 2 0 2 5 - 1 3");
    assert_snapshot!("go-to-day", stage.text());
    let stage = stage.keys("Enter");
    assert_snapshot!("go-to-no-day", stage.text());
    let stage = stage.keys("Backspace 2 Enter");
    assert_eq!(day(&stage), "2025-12-31");
    // Letters are typed, not run, and Esc changes nothing.
    let stage = Stage::new((80, 24), LATE).keys("t q v ? Esc");
    assert_eq!(stage.text(), Stage::new((80, 24), LATE).text());
}

#[test]
fn day_steps_keep_selected_state() {
    let stage = Stage::new((80, 24), ARTICLE).keys("4 Tab Tab ] ] [ [ Esc");
    assert_eq!(stage.text(), Stage::new((80, 24), ARTICLE).keys("4 Tab Tab").text());
}
