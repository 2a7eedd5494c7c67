//! Dossiers with many states: the filter of the list, and the pages of the wall.

use insta::assert_snapshot;

use crate::screens::screen::{LATE, Screen};

/// Returns a dossier of this many states: AA, AB, AC and so on.
fn states(count: u8) -> String {
    let mut dossier = String::from("format = 1\ntitle = 'Many states'\n");
    for n in 0..count {
        let code = format!("{}{}", char::from(b'A' + n / 26), char::from(b'A' + n % 26));
        dossier += &format!("[[state]]\ncode = '{code}'\nname = 'State {n}'\ncapital = 'City {n}'\n");
        dossier += &format!("[[state.spending]]\nyear = 2025\npercent = {}.{}\n", n % 4, n % 10);
    }
    dossier
}

fn screen(size: (u16, u16)) -> Screen {
    Screen::empty(size, LATE).edit(&states(193))
}

#[test]
fn list_is_filtered_while_typing() {
    let screen = screen((80, 24)).keys("L 1 9");
    assert_snapshot!("filter-80x24", screen.text());
    // Enter keeps the filter, and the selection moves among the matching states.
    let screen = screen.keys("Enter");
    assert_eq!(screen.rows_with("5 of 193").len(), 1, "{}", screen.text());
    assert!(screen.rows_with("AT State 19")[0].contains('▌'), "{}", screen.text());
    let screen = screen.keys("h 3");
    assert!(screen.rows_with("HI State 190")[0].contains('▌'), "{}", screen.text());
    let screen = screen.keys("G l");
    assert!(screen.rows_with("HK State 192")[0].contains('▌'), "{}", screen.text());
    // Esc shows all states, and keeps the selection.
    let screen = screen.keys("Esc");
    assert!(screen.rows_with("HK State 192")[0].contains('▌'), "{}", screen.text());
    assert!(screen.text().contains("HA State 182"), "{}", screen.text());
}

#[test]
fn escape_while_typing_restores_selection() {
    let screen = screen((80, 24)).keys("5 L G B");
    assert!(screen.rows_with("GB State 157")[0].contains('▌'), "{}", screen.text());
    let screen = screen.keys("Esc");
    assert!(screen.rows_with("AE State 4")[0].contains('▌'), "{}", screen.text());
    let nothing = screen.keys("L # # #");
    assert!(nothing.text().contains("no state matches"), "{}", nothing.text());
    let nothing = nothing.keys("Enter");
    assert!(nothing.rows_with("AE State 4")[0].contains('▌'), "{}", nothing.text());
}

#[test]
fn hit_outside_the_filter_shows_all_states() {
    let screen = screen((80, 24)).keys("L B Enter / G A Enter");
    assert!(screen.rows_with("GA State 156")[0].contains('▌'), "{}", screen.text());
    assert!(!screen.text().contains("of 193"), "{}", screen.text());
}

#[test]
fn filter_survives_an_edit() {
    let screen = screen((80, 24)).keys("L B A Enter").edit(&states(100));
    assert!(screen.text().contains("1 of 100"), "{}", screen.text());
    let screen = screen.edit(&states(5));
    assert!(screen.rows_with("AE State 4")[0].contains('▌'), "{}", screen.text());
}

#[test]
fn wall_is_paged() {
    let screen = screen((120, 40)).keys("v PageDown");
    assert_snapshot!("wall-page-120x40", screen.text());
    let last = screen.keys("G");
    assert!(last.text().contains("–193 of 193"), "{}", last.text());
    assert!(last.rows_with("State 192").len() == 1, "{}", last.text());
    let filtered = last.keys("L G A Enter");
    assert!(filtered.text().contains("GA") && !filtered.text().contains("State 192"), "{}", filtered.text());
    // Every state is visible while it is selected.
    let mut screen = Screen::empty((80, 24), LATE).edit(&states(60)).keys("v");
    for n in 0..60 {
        assert_eq!(screen.rows_with(&format!("State {n} ")).len(), 1, "{n}: {}", screen.text());
        screen = screen.keys("l");
    }
}
