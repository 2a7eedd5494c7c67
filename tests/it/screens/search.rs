//! The search, and jumps to its hits.

use flank::app::{Message, Panel, update};
use flank::dossier::Fact;
use insta::assert_snapshot;
use ratatui::style::Modifier;

use crate::screens::screen::{ARTICLE, LATE, Screen};

/// Returns the keys of a word.
fn typed(word: &str) -> String {
    word.chars().map(|c| if c == ' ' { "Space ".to_owned() } else { format!("{c} ") }).collect()
}

fn find(screen: Screen, word: &str) -> Screen {
    screen.keys(&format!("/ {}", typed(word)))
}

#[test]
fn search_shows_hits_while_typing() {
    assert_snapshot!("finder-empty", Screen::new((80, 24), LATE).keys("/").text());
    assert_snapshot!("finder", find(Screen::new((80, 24), LATE), "solidarity").text());
    assert_snapshot!("finder-120x40", find(Screen::new((120, 40), LATE), "lith").text());
    let nothing = find(Screen::new((80, 24), LATE), "zzzzqqq").text();
    assert!(nothing.contains("nothing"), "{nothing}");
    // Esc changes nothing.
    let screen = find(Screen::new((80, 24), LATE).keys("3 Tab"), "pevkur").keys("Esc");
    assert_eq!(screen.text(), Screen::new((80, 24), LATE).keys("3 Tab").text());
}

#[test]
fn enter_jumps_to_the_hit() {
    let screen = find(Screen::new((120, 40), LATE), "poland").keys("Enter");
    assert!(screen.rows_with("PL Poland")[0].contains('▌'), "{}", screen.text());

    let screen = find(Screen::new((80, 24), LATE), "de facto minefields").keys("Enter");
    assert_eq!(screen.app.focus, Panel::Quotes);
    assert!(
        screen.text().contains("munitions become de facto"),
        "the panel is scrolled to the hit\n{}",
        screen.text()
    );

    let screen = find(Screen::new((120, 40), LATE), "intelligence officials").keys("Enter");
    assert_eq!(screen.app.focus, Panel::Timeline);
    assert!(
        screen.rows_with("▌ 18 Mar").iter().any(|row| row.contains("Russia has been")),
        "{}",
        screen.text()
    );

    let screen = find(Screen::new((120, 40), LATE), "dziennik ustaw").keys("Enter");
    assert!(
        screen.text().contains("▌ Dziennik Ustaw"),
        "a source is selected in the list of its fact\n{}",
        screen.text()
    );
}

#[test]
fn treaty_hit_is_marked() {
    for (size, keys) in [((120, 40), ""), ((120, 40), "Enter"), ((80, 24), "")] {
        let screen = find(Screen::new(size, LATE), "cluster munitions").keys("Enter").keys(keys);
        assert!(matches!(screen.app.selected_fact(), Some(Fact::Treaty(_))), "{}", screen.text());
        assert_eq!(screen.rows_with("▌Convention on Cluster Munitions").len(), 1, "{}", screen.text());
        let on = screen.keys("j");
        assert!(matches!(on.app.selected_fact(), Some(Fact::Stance(..))), "{}", on.text());
    }
}

#[test]
fn source_hit_leads_to_an_undated_aim() {
    let text = "format = 1\ntitle = 'Aims'\n\
        [[source]]\nid = 'plan'\npublisher = 'Ministry'\ntitle = 'The ten-year plan'\n\
        [[state]]\ncode = 'XA'\nname = 'Northland'\n\
        [[state.aim]]\ntext = 'More lighthouses'\nsources = ['plan']\n";
    let screen = find(Screen::empty((80, 24), LATE).edit(text), "ten-year").keys("Enter");
    assert!(matches!(screen.app.selected_fact(), Some(Fact::Aim(..))), "{}", screen.text());
    assert!(screen.text().contains("The ten-year plan"), "{}", screen.text());
}

#[test]
fn later_hit_is_shown_on_its_day() {
    let screen = find(Screen::new((120, 40), ARTICLE), "riigikogu passes").keys("Enter");
    assert_eq!(screen.app.day().to_string(), "2025-06-04");
    assert!(matches!(screen.app.selected_fact(), Some(Fact::Stance(..))));
    assert!(screen.text().contains("▌   4 Jun 2025"), "{}", screen.text());
    let footer = screen.rows().pop().unwrap();
    assert!(
        footer.contains("now as of 4 Jun 2025") && footer.contains("Esc back to 18 Mar 2025"),
        "{footer}"
    );
    // After another jump, Esc still returns to the first day.
    let screen = screen.keys(&format!("/ Ctrl+u {}Enter", typed("finland notifies")));
    let footer = screen.rows().pop().unwrap();
    assert!(footer.contains("Esc back to 18 Mar 2025"), "{footer}");
    let back = screen.keys("Esc");
    assert_eq!(back.app.day().to_string(), ARTICLE);
    // A figure of a replaced edition is shown on the day of that edition.
    let screen = find(Screen::new((120, 40), LATE), "3.43").keys("Enter");
    let Some(Fact::Figure(edition, state, _)) = screen.app.selected_fact() else {
        panic!("{}", screen.text())
    };
    assert_eq!(screen.app.known().unwrap().edition(state), Some(edition), "{}", screen.text());
}

#[test]
fn later_hits_are_marked_in_the_list() {
    let screen = find(Screen::new((120, 40), ARTICLE), "riigikogu passes");
    assert_snapshot!("finder-later", screen.text());
    assert!(screen.rows_with("4 Jun 2025  later").len() == 1, "{}", screen.text());
    let screen = find(Screen::new((120, 40), LATE), "riigikogu passes");
    assert!(!screen.text().contains("2025  later"), "{}", screen.text());
}

#[test]
fn wide_screen_previews_the_selected_hit() {
    let screen = find(Screen::new((120, 40), LATE), "de facto minefields");
    assert!(screen.text().contains("ERR News") || screen.text().contains("confirmed"), "{}", screen.text());
    let narrow = find(Screen::new((80, 24), LATE), "de facto minefields");
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
        let screen = find(Screen::new((80, 24), LATE), query);
        let first = screen.rows_with("▌").into_iter().next().unwrap_or_default();
        assert!(first.contains(part), "{query}: {first}\n{}", screen.text());
    }
}

#[test]
fn next_match_visits_hits() {
    let screen = find(Screen::new((120, 40), LATE), "pevkur").keys("Enter");
    let first = screen.app.selected_fact();
    let screen = screen.keys("n");
    assert_ne!(screen.app.selected_fact(), first);
    assert!(screen.text().contains("2 of "), "{}", screen.text());
    let screen = screen.keys("N");
    assert_eq!(screen.app.selected_fact(), first);
    let screen = Screen::new((80, 24), LATE).keys("n");
    assert!(screen.text().contains("nothing has been searched for"), "{}", screen.text());
}

#[test]
fn arrows_select_hits_while_typing() {
    let screen = find(Screen::new((80, 24), LATE), "withdraw").keys("Down Down Up");
    assert!(screen.text().contains("2 of "), "{}", screen.text());
    let again = screen.keys("Esc /");
    assert!(again.text().contains("withdraw"), "the prompt opens with the last query\n{}", again.text());
}

/// Returns the query in the prompt.
fn query(screen: &Screen) -> String {
    let row =
        screen.rows().into_iter().nth(screen.rows().iter().position(|row| row.contains("Find")).unwrap() + 1);
    row.unwrap().trim_matches(['│', ' ']).to_owned()
}

#[test]
fn reopened_prompt_selects_the_last_query() {
    let reopened = || find(Screen::new((80, 24), LATE), "tusk").keys("Enter /");
    let is_reversed = |screen: &Screen| {
        let cell = screen.buffer().content.iter().filter(|cell| cell.modifier.contains(Modifier::REVERSED));
        cell.map(|cell| cell.symbol()).collect::<String>()
    };
    assert_eq!((query(&reopened()), is_reversed(&reopened())), ("tusk".into(), "tusk ".into()));
    // The first character replaces it, also if it is pasted.
    assert_eq!(query(&reopened().keys(&typed("stubb"))), "stubb");
    let pasted = reopened().with(|screen| {
        update(&mut screen.app, Message::Paste("stubb".into()));
    });
    assert_eq!(query(&pasted), "stubb");
    // A key that edits keeps it, and then characters are inserted.
    for (keys, expected) in [
        ("Left X", "tusXk"),
        ("Home X", "Xtusk"),
        ("Backspace X", "tusX"),
        ("Ctrl+e X", "tuskX"),
        ("Right X", "tuskX"),
    ] {
        let screen = reopened().keys(keys);
        assert_eq!((query(&screen), is_reversed(&screen).len()), (expected.into(), 1), "{keys}");
    }
    // Enter jumps to the same hit again.
    assert_eq!(reopened().keys("Enter").app.selected_fact(), reopened().keys("Esc").app.selected_fact());
    // The filter of the states behaves alike.
    let filter = Screen::new((80, 24), LATE).keys("L f i Enter L e s");
    assert!(filter.text().contains("EE Estonia") && filter.app.state_filter == "es", "{}", filter.text());
}
