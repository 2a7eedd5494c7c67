//! The search, and jumps to its hits.

use flank::app::Panel;
use flank::dossier::Fact;
use insta::assert_snapshot;

use crate::screens::stage::{ARTICLE, LATE, Stage};

/// Returns the keys of a word.
fn typed(word: &str) -> String {
    word.chars().map(|c| if c == ' ' { "Space ".to_owned() } else { format!("{c} ") }).collect()
}

fn find(stage: Stage, word: &str) -> Stage {
    stage.keys(&format!("/ {}", typed(word)))
}

#[test]
fn search_shows_hits_while_typing() {
    assert_snapshot!("finder-empty", Stage::new((80, 24), LATE).keys("/").text());
    assert_snapshot!("finder", find(Stage::new((80, 24), LATE), "solidarity").text());
    assert_snapshot!("finder-120x40", find(Stage::new((120, 40), LATE), "lith").text());
    let nothing = find(Stage::new((80, 24), LATE), "zzzzqqq").text();
    assert!(nothing.contains("nothing"), "{nothing}");
    // Esc changes nothing.
    let stage = find(Stage::new((80, 24), LATE).keys("3 Tab"), "pevkur").keys("Esc");
    assert_eq!(stage.text(), Stage::new((80, 24), LATE).keys("3 Tab").text());
}

#[test]
fn enter_jumps_to_the_hit() {
    let stage = find(Stage::new((120, 40), LATE), "poland").keys("Enter");
    assert!(stage.rows_with("PL Poland")[0].contains('▌'), "{}", stage.text());

    let stage = find(Stage::new((80, 24), LATE), "de facto minefields").keys("Enter");
    assert_eq!(stage.state.focus, Panel::Quotes);
    assert!(
        stage.text().contains("munitions become de facto"),
        "the panel is scrolled to the hit\n{}",
        stage.text()
    );

    let stage = find(Stage::new((120, 40), LATE), "intelligence officials").keys("Enter");
    assert_eq!(stage.state.focus, Panel::Timeline);
    assert!(
        stage.rows_with("▌ 18 Mar").iter().any(|row| row.contains("Russia has been")),
        "{}",
        stage.text()
    );

    let stage = find(Stage::new((120, 40), LATE), "dziennik ustaw").keys("Enter");
    assert!(
        stage.text().contains("▌ Dziennik Ustaw"),
        "a source is selected in the list of its fact\n{}",
        stage.text()
    );
}

#[test]
fn treaty_hit_is_marked() {
    for (size, keys) in [((120, 40), ""), ((120, 40), "Enter"), ((80, 24), "")] {
        let stage = find(Stage::new(size, LATE), "cluster munitions").keys("Enter").keys(keys);
        assert!(matches!(stage.state.selected_fact(), Some(Fact::Treaty(_))), "{}", stage.text());
        assert_eq!(stage.rows_with("▌Convention on Cluster Munitions").len(), 1, "{}", stage.text());
        let on = stage.keys("j");
        assert!(matches!(on.state.selected_fact(), Some(Fact::Stance(..))), "{}", on.text());
    }
}

#[test]
fn later_hit_is_shown_on_its_day() {
    let stage = find(Stage::new((120, 40), ARTICLE), "riigikogu passes").keys("Enter");
    assert_eq!(stage.state.day().to_string(), "2025-06-04");
    assert!(matches!(stage.state.selected_fact(), Some(Fact::Stance(..))));
    assert!(stage.text().contains("▌   4 Jun 2025"), "{}", stage.text());
    let footer = stage.rows().pop().unwrap();
    assert!(
        footer.contains("now as of 4 Jun 2025") && footer.contains("Esc back to 18 Mar 2025"),
        "{footer}"
    );
    // After another jump, Esc still returns to the first day.
    let stage = stage.keys(&format!("/ Ctrl+u {}Enter", typed("finland notifies")));
    let footer = stage.rows().pop().unwrap();
    assert!(footer.contains("Esc back to 18 Mar 2025"), "{footer}");
    let back = stage.keys("Esc");
    assert_eq!(back.state.day().to_string(), ARTICLE);
    // A figure of a replaced edition is shown on the day of that edition.
    let stage = find(Stage::new((120, 40), LATE), "3.43").keys("Enter");
    let Some(Fact::Figure(edition, state, _)) = stage.state.selected_fact() else {
        panic!("{}", stage.text())
    };
    assert_eq!(stage.state.known().unwrap().edition(state), Some(edition), "{}", stage.text());
}

#[test]
fn later_hits_are_marked_in_the_list() {
    let stage = find(Stage::new((120, 40), ARTICLE), "riigikogu passes");
    assert_snapshot!("finder-later", stage.text());
    assert!(stage.rows_with("4 Jun 2025 later").len() == 1, "{}", stage.text());
    let stage = find(Stage::new((120, 40), LATE), "riigikogu passes");
    assert!(!stage.text().contains("2025 later"), "{}", stage.text());
}

#[test]
fn wide_screen_previews_the_selected_hit() {
    let stage = find(Stage::new((120, 40), LATE), "de facto minefields");
    assert!(stage.text().contains("ERR News") || stage.text().contains("confirmed"), "{}", stage.text());
    let narrow = find(Stage::new((80, 24), LATE), "de facto minefields");
    assert!(!narrow.text().contains("confirmed"), "{}", narrow.text());
}

#[test]
fn facts_are_found_as_people_type_them() {
    for (query, part) in [
        ("withdrawn", "withdrawn, "),
        ("3.38", "3.38 % of GDP"),
        ("jun 2025", "Jun 2025"),
        ("2025-06", "Jun 2025"),
        ("tallinn", "EE Estonia, capital Tallinn"),
        ("sakaliene", "Dovilė Šakalienė"),
        ("spruds", "Andris Sprūds"),
        ("prime minister", "speaker"),
        ("litua", "LT Lithuania"),
    ] {
        let stage = find(Stage::new((80, 24), LATE), query);
        let first = stage.rows_with("▌").into_iter().next().unwrap_or_default();
        assert!(first.contains(part), "{query}: {first}\n{}", stage.text());
    }
}

#[test]
fn next_match_visits_hits() {
    let stage = find(Stage::new((120, 40), LATE), "pevkur").keys("Enter");
    let first = stage.state.selected_fact();
    let stage = stage.keys("n");
    assert_ne!(stage.state.selected_fact(), first);
    assert!(stage.text().contains("2 of "), "{}", stage.text());
    let stage = stage.keys("N");
    assert_eq!(stage.state.selected_fact(), first);
    let stage = Stage::new((80, 24), LATE).keys("n");
    assert!(stage.text().contains("no matches in this dossier"), "{}", stage.text());
}

#[test]
fn arrows_select_hits_while_typing() {
    let stage = find(Stage::new((80, 24), LATE), "withdraw").keys("Down Down Up");
    assert!(stage.text().contains("2 of "), "{}", stage.text());
    let again = stage.keys("Esc /");
    assert!(again.text().contains("withdraw"), "the prompt opens with the last query\n{}", again.text());
}
