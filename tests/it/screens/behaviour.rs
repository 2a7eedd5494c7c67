//! Keys that select, scroll, zoom and close.

use flank::app::{Effect, FileEvent, Panel};

use crate::screens::screen::{ARTICLE, LATE, Screen};

#[test]
fn state_keys_work_in_every_panel() {
    // The mark of the selection is thinner in a list without the focus.
    let screen = Screen::new((80, 24), LATE).keys("Tab Tab l l");
    assert!(screen.rows_with("LV Latvia")[0].starts_with("│▏ LV"), "{}", screen.text());
    let screen = screen.keys("5");
    assert!(screen.rows_with("PL Poland")[0].starts_with("│▏ PL"), "{}", screen.text());
    // There is no sixth state, and the list does not wrap around.
    let screen = screen.keys("6 l l");
    assert!(screen.rows_with("PL Poland")[0].starts_with("│▏ PL"), "{}", screen.text());
    let screen = screen.keys("h h h h h h");
    assert!(screen.rows_with("FI Finland")[0].starts_with("│▏ FI"), "{}", screen.text());
}

#[test]
fn arrows_select_states_only_in_the_list() {
    let screen = Screen::new((80, 24), LATE).keys("j j");
    assert!(screen.rows_with("LV Latvia")[0].starts_with("│▌ LV"), "{}", screen.text());
    let screen = screen.keys("Tab j j");
    assert!(screen.rows_with("LV Latvia")[0].starts_with("│▏ LV"), "{}", screen.text());
    let screen = screen.keys("Shift+Tab G");
    assert!(screen.rows_with("PL Poland")[0].starts_with("│▌ PL"), "{}", screen.text());
}

#[test]
fn selection_stops_at_the_last_fact() {
    // The panel is high enough for the last quotation. In a lower one, more keys would scroll within it.
    let end = Screen::new((80, 34), LATE).keys("2 Tab Tab Tab G").text();
    let beyond = Screen::new((80, 34), LATE).keys("2 Tab Tab Tab G j j j PageDown").text();
    assert_eq!(end, beyond);
    let one_up = Screen::new((80, 34), LATE).keys("2 Tab Tab Tab G j j j k").text();
    assert_ne!(end, one_up, "one key up moves at once, regardless of the keys down before");
    assert!(end.contains("Dinushika Dissanayake"), "{end}");
    let first = Screen::new((80, 34), LATE).keys("2 Tab Tab Tab j k").text();
    assert_eq!(first, Screen::new((80, 34), LATE).keys("2 Tab Tab Tab G g").text());
}

#[test]
fn every_line_is_visible_on_the_way_down() {
    let mut screen = Screen::new((80, 24), LATE).keys("2 Tab Tab Tab");
    let mut seen = String::new();
    for _ in 0..60 {
        seen += &screen.text();
        screen = screen.keys("j");
    }
    let dossier = flank::dossier::read(flank::dossier::BUILT_IN.as_bytes()).dossier.unwrap();
    for id in &dossier[dossier.state_by_code("EE").unwrap()].quotes {
        for word in dossier[*id].text.split_whitespace() {
            assert!(seen.contains(word), "{word}");
        }
    }
}

#[test]
fn selecting_a_bar_shows_its_value() {
    let screen = Screen::new((120, 40), LATE).keys("2 Tab Tab");
    assert_eq!(screen.rows_with("2026e 5.10").len(), 2, "{}", screen.text());
    let screen = screen.keys("k");
    assert_eq!(screen.rows_with("2025e 3.93").len(), 1, "{}", screen.text());
    let screen = screen.keys("k k");
    assert!(screen.text().contains("2023 2.98"), "{}", screen.text());
}

#[test]
fn zooming_keeps_selection() {
    let before = Screen::new((120, 40), LATE).keys("4 Tab j j");
    let after = Screen::new((120, 40), LATE).keys("4 Tab j j Enter Esc");
    assert_eq!(before.app.selected_fact(), after.app.selected_fact());
    let marked = |screen: &Screen| {
        let rows = screen.rows_with("│▌");
        rows.iter().map(|row| row.chars().skip(30).take(50).collect()).collect::<Vec<String>>()
    };
    assert_eq!(marked(&before).len(), 1, "{}", before.text());
    assert_eq!(marked(&before), marked(&after), "{}", after.text());
}

#[test]
fn unlisted_selected_step_replaces_the_track() {
    let screen = Screen::new((80, 24), LATE).keys("2 Tab Enter g j j Esc");
    assert!(screen.text().contains("▌  18 Mar 2025 ◑ Defence minister recommends w…"), "{}", screen.text());
    let sources = screen.keys("s");
    assert!(sources.text().contains("recommends withdrawal. 18 Mar 2025"), "{}", sources.text());
    let elsewhere = sources.keys("Esc j k");
    assert_eq!(elsewhere.text(), Screen::new((80, 24), LATE).keys("2 Tab j k").text());
}

#[test]
fn back_closes_the_overlay_first() {
    let screen = Screen::new((80, 24), LATE).keys("Tab Enter");
    let enlarged = screen.text();
    let screen = screen.keys("? Esc");
    assert_eq!(screen.text(), enlarged);
    let screen = screen.keys("? ?");
    assert_eq!(screen.text(), enlarged, "the key that opens the overlay also closes it");
    let screen = screen.keys("Esc");
    assert_eq!(screen.text(), Screen::new((80, 24), LATE).keys("Tab").text());
}

#[test]
fn program_keys_return_effects() {
    for (key, effect) in [
        ("q", Effect::Quit),
        ("Ctrl+c", Effect::Quit),
        ("Ctrl+z", Effect::Suspend),
        ("Ctrl+l", Effect::Redraw),
        ("r", Effect::Reload),
    ] {
        assert_eq!(Screen::new((80, 24), LATE).keys(key).effect, Some(effect), "{key}");
    }
}

#[test]
fn later_facts_are_hidden() {
    for keys in ["1", "2", "3", "4", "5"] {
        for panel in ["Tab Enter", "Tab Tab Enter", "Tab Tab Tab Enter"] {
            let screen = Screen::new((200, 60), ARTICLE).keys(keys).keys(panel);
            let text = screen.text();
            for later in ["27 Dec 2025", "20 Feb 2026", "The Hague)", "3.38", "4.48", "4.91", "3.93", "5.10"]
            {
                assert!(!text.contains(later), "{later} in\n{text}");
            }
        }
    }
    let list = Screen::new((80, 24), ARTICLE).text();
    assert_eq!(list.matches("◑ recommends withdrawal").count(), 4, "{list}");
    assert!(list.contains("◕ debating"), "{list}");
}

#[test]
fn footer_shows_only_keys_that_apply() {
    let footer = |screen: Screen| screen.rows().pop().unwrap_or_default();
    let list = footer(Screen::new((80, 24), LATE));
    assert!(!list.contains("move") && !list.contains("scroll") && !list.contains("warnings"), "{list}");
    let words = footer(Screen::new((80, 24), LATE).keys("2 Tab Tab Tab"));
    assert!(words.contains("↑↓ move"), "{words}");
    let large = footer(Screen::new((80, 24), LATE).keys("Enter"));
    assert!(large.ends_with("q back") && !large.contains("enlarge"), "{large}");
}

#[test]
fn placeholder_is_shown_while_reading() {
    let screen = Screen::empty((80, 24), LATE);
    assert!(screen.text().contains("Reading …"), "{}", screen.text());
}

#[test]
fn read_error_is_shown_with_its_reason() {
    let screen = Screen::empty((80, 24), LATE).event(FileEvent::Unreadable("does not exist".into()));
    insta::assert_snapshot!("unreadable-from-the-start", screen.text());
    let screen = Screen::new((80, 24), LATE).event(FileEvent::Unreadable("does not exist".into()));
    let rows = screen.rows();
    assert!(rows[0].ends_with("flank.toml ▲ stale"), "{}", rows[0]);
    assert!(rows[23].contains("flank.toml: does not exist"), "{}", rows[23]);
    let screen = screen.event(FileEvent::Unchanged);
    assert!(screen.rows()[0].ends_with("flank.toml ● live"), "{}", screen.text());
}

/// A dossier of one treaty, without figures and quotations.
const ONE_TREATY: &str = "format = 1\ntitle = 'One treaty'\n\
    [[treaty]]\nid = 'a'\nname = 'Accord'\n\
    [[state]]\ncode = 'XA'\nname = 'Northland'\n\
    [[state.stance]]\ntreaty = 'a'\nposition = 'party'\ndate = 2020-01-01\nwhat = 'Northland ratifies'\n";

#[test]
fn tab_skips_empty_panels() {
    let mut screen = Screen::empty((120, 40), LATE).edit(ONE_TREATY);
    let mut visited = Vec::new();
    for _ in 0..4 {
        visited.push(screen.app.focus);
        screen = screen.keys("Tab");
    }
    assert_eq!(visited, [Panel::States, Panel::Stance, Panel::Timeline, Panel::States]);
    assert_eq!(screen.keys("Shift+Tab").app.focus, Panel::States);
    let help = Screen::empty((120, 40), LATE).edit(ONE_TREATY).keys("?").text();
    assert!(help.contains("In the timeline") && !help.contains("estimate"), "{help}");
}

#[test]
fn focus_leaves_emptied_panel() {
    let quote = "[[quote]]\nspeaker = 'A'\nstates = ['XA']\ntext = 'Yes'\n";
    let screen = Screen::empty((80, 24), LATE).edit(&format!("{ONE_TREATY}{quote}")).keys("Tab Tab Enter");
    assert_eq!(screen.app.focus, Panel::Quotes);
    let screen = screen.edit(ONE_TREATY);
    assert_eq!(screen.app.focus, Panel::States);
    assert!(!screen.text().contains("Quoted officials"), "{}", screen.text());
    // Without facts, only the list of states remains, and the footer has no key for another panel.
    let state = "format = 1\ntitle = 'Empty'\n[[state]]\ncode = 'XA'\nname = 'Northland'\n";
    let footer = screen.edit(state).keys("Esc").rows().pop().unwrap_or_default();
    assert!(!footer.contains("panel"), "{footer}");
}
