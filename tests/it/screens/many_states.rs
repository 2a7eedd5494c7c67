//! Dossiers with many states: the filter of the list, and the pages of the wall.

use insta::assert_snapshot;

use crate::screens::stage::{LATE, Stage};

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

fn stage(size: (u16, u16)) -> Stage {
    Stage::empty(size, LATE).edit(&states(193))
}

#[test]
fn list_is_filtered_while_typing() {
    let stage = stage((80, 24)).keys("L 1 9");
    assert_snapshot!("filter-80x24", stage.text());
    // Enter keeps the filter, and the selection moves among the matching states.
    let stage = stage.keys("Enter");
    assert_eq!(stage.rows_with("5 of 193").len(), 1, "{}", stage.text());
    assert!(stage.rows_with("AT State 19")[0].contains('▌'), "{}", stage.text());
    let stage = stage.keys("h 3");
    assert!(stage.rows_with("HI State 190")[0].contains('▌'), "{}", stage.text());
    let stage = stage.keys("G l");
    assert!(stage.rows_with("HK State 192")[0].contains('▌'), "{}", stage.text());
    // Esc shows all states, and keeps the selection.
    let stage = stage.keys("Esc");
    assert!(stage.rows_with("HK State 192")[0].contains('▌'), "{}", stage.text());
    assert!(stage.text().contains("HA State 182"), "{}", stage.text());
}

#[test]
fn escape_while_typing_restores_selection() {
    let stage = stage((80, 24)).keys("5 L G B");
    assert!(stage.rows_with("GB State 157")[0].contains('▌'), "{}", stage.text());
    let stage = stage.keys("Esc");
    assert!(stage.rows_with("AE State 4")[0].contains('▌'), "{}", stage.text());
    let nothing = stage.keys("L # # #");
    assert!(nothing.text().contains("no state matches"), "{}", nothing.text());
    let nothing = nothing.keys("Enter");
    assert!(nothing.rows_with("AE State 4")[0].contains('▌'), "{}", nothing.text());
}

#[test]
fn hit_outside_the_filter_shows_all_states() {
    let stage = stage((80, 24)).keys("L B Enter / G A Enter");
    assert!(stage.rows_with("GA State 156")[0].contains('▌'), "{}", stage.text());
    assert!(!stage.text().contains("of 193"), "{}", stage.text());
}

#[test]
fn filter_survives_an_edit() {
    let stage = stage((80, 24)).keys("L B A Enter").edit(&states(100));
    assert!(stage.text().contains("1 of 100"), "{}", stage.text());
    let stage = stage.edit(&states(5));
    assert!(stage.rows_with("AE State 4")[0].contains('▌'), "{}", stage.text());
}

#[test]
fn wall_is_paged() {
    let stage = stage((120, 40)).keys("v PageDown");
    assert_snapshot!("wall-page-120x40", stage.text());
    let last = stage.keys("G");
    assert!(last.text().contains("–193 of 193"), "{}", last.text());
    assert!(last.rows_with("State 192").len() == 1, "{}", last.text());
    let filtered = last.keys("L G A Enter");
    assert!(filtered.text().contains("GA") && !filtered.text().contains("State 192"), "{}", filtered.text());
    // Every state is visible while it is selected.
    let mut stage = Stage::empty((80, 24), LATE).edit(&states(60)).keys("v");
    for n in 0..60 {
        assert_eq!(stage.rows_with(&format!("State {n} ")).len(), 1, "{n}: {}", stage.text());
        stage = stage.keys("l");
    }
}
