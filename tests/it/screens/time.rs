//! Navigation between days.

use insta::assert_snapshot;

use crate::screens::screen::{ARTICLE, LATE, Screen};

fn day(screen: &Screen) -> String {
    screen.app.day().to_string()
}

#[test]
fn day_keys_step_to_days_with_events() {
    let screen = Screen::new((80, 24), ARTICLE).keys("[");
    assert_eq!(day(&screen), "2025-03-12", "the Marshall Islands joined the Ottawa Convention");
    let screen = screen.keys("[ [");
    assert_eq!(day(&screen), "2025-03-06", "Lithuania left the day before Tusk's speech");
    let screen = screen.keys("] ] ] ]");
    assert_eq!(day(&screen), "2025-03-19");
    let screen = screen.keys("0");
    assert_eq!(day(&screen), LATE);
    assert!(!screen.rows()[0].contains("not today"), "{}", screen.rows()[0]);
    let screen = screen.keys("]");
    assert_eq!(day(&screen), LATE, "today is the last day");
    let screen = screen.keys("[ ]");
    assert_eq!(day(&screen), LATE, "today follows the last day with events");
}

#[test]
fn entered_day_is_shown() {
    let screen = Screen::new((120, 40), LATE).keys("2 t 2 0 2 5 - 0 3 - 1 8 Enter Esc");
    assert_eq!(screen.text(), Screen::new((120, 40), ARTICLE).keys("2").text());
    assert!(screen.rows()[0].contains("As of 18 Mar 2025"), "{}", screen.rows()[0]);
    let wall = screen.keys("v").text();
    assert!(!wall.contains("withdrawn\n") && wall.contains("2 % goal"), "{wall}");
}

#[test]
fn invalid_day_is_reported_and_can_be_fixed() {
    let screen = Screen::new((80, 24), LATE).keys("t 2 0 2 5 - 1 3");
    assert_snapshot!("go-to-day", screen.text());
    let screen = screen.keys("Enter");
    assert_snapshot!("go-to-no-day", screen.text());
    let screen = screen.keys("Backspace 2 Enter");
    assert_eq!(day(&screen), "2025-12-31");
    // Letters are typed, not run, and Esc changes nothing.
    let screen = Screen::new((80, 24), LATE).keys("t q v ? Esc");
    assert_eq!(screen.text(), Screen::new((80, 24), LATE).text());
}

#[test]
fn day_steps_keep_selected_state() {
    let screen = Screen::new((80, 24), ARTICLE).keys("4 Tab Tab ] ] [ [ Esc");
    assert_eq!(screen.text(), Screen::new((80, 24), ARTICLE).keys("4 Tab Tab").text());
}
