//! Closing and quitting, pages, the command list, and keys without effect.

use std::fs;

use flank::app::{Effect, Overlay, Panel, View};
use flank::config::{Command, Settings};

use crate::screens::screen::{ARTICLE, LATE, Screen};

impl Screen {
    pub fn footer(&self) -> String {
        self.rows().pop().unwrap_or_default()
    }
}

/// Returns the keys of a text.
fn typed(text: &str) -> String {
    text.chars().map(|c| if c == ' ' { "Space ".to_owned() } else { format!("{c} ") }).collect()
}

#[test]
fn close_closes_the_topmost_item_before_it_quits() {
    let screen = Screen::new((80, 24), LATE).keys("Tab Enter s");
    assert!(screen.footer().ends_with("q close"), "{}", screen.footer());
    let screen = screen.keys("q");
    assert_eq!(screen.effect, None);
    assert!(screen.app.overlay.is_none() && screen.app.zoomed, "{}", screen.text());
    assert!(screen.footer().ends_with("q back"), "{}", screen.footer());
    let screen = screen.keys("q v");
    assert!(!screen.app.zoomed && screen.app.view == View::Overview, "{}", screen.text());
    let screen = screen.keys("q");
    assert_eq!((screen.effect.clone(), screen.app.view), (None, View::Dossier));
    assert!(screen.footer().ends_with("q quit"), "{}", screen.footer());
    assert_eq!(screen.keys("q").effect, Some(Effect::Quit));
    // Ctrl+C quits from anywhere.
    assert_eq!(Screen::new((80, 24), LATE).keys("Tab Enter s Ctrl+c").effect, Some(Effect::Quit));
    assert_eq!(Screen::new((80, 24), LATE).keys("/ Ctrl+c").effect, Some(Effect::Quit));
}

#[test]
fn close_key_is_text_in_text_fields() {
    for keys in ["/", "t", "L", ":"] {
        let screen = Screen::new((80, 24), LATE).keys(keys).keys("q");
        assert!(screen.effect.is_none() && screen.app.overlay.is_some(), "{keys}\n{}", screen.text());
        assert!(!screen.rows_with(" q").is_empty(), "{keys}\n{}", screen.text());
    }
}

#[test]
fn settings_of_version_0_1_keep_their_keys() {
    let old = fs::read_to_string("tests/settings/valid/version-0.1.toml").unwrap();
    let keymap = Settings::read(Some(&old)).unwrap().keymap;
    let screen = Screen::new((80, 24), LATE).with(|screen| screen.options.keymap = keymap);
    assert!(screen.footer().ends_with("q quit"), "{}", screen.footer());
    let sources = screen.keys("s");
    assert!(
        sources.footer().contains("Esc close") && sources.footer().ends_with("q quit"),
        "{}",
        sources.footer()
    );
    assert_eq!(sources.keys("q").effect, Some(Effect::Quit));
}

#[test]
fn keys_move_by_pages_and_half_pages() {
    let entry = |keys: &str| {
        let screen = Screen::new((120, 40), LATE).keys("1 Tab Tab Tab Tab Tab Enter g").keys(keys);
        screen.app.selected_fact().unwrap()
    };
    assert_eq!(entry("Ctrl+f"), entry("PageDown"));
    assert_eq!(entry("PageDown Ctrl+b"), entry("PageDown PageUp"));
    let all: Vec<_> = (0..40).map(|n| entry(&"j ".repeat(n))).collect();
    let position = |fact| all.iter().position(|other| *other == fact).unwrap();
    let (half, page) = (position(entry("Ctrl+d")), position(entry("PageDown")));
    assert!(0 < half && half < page, "{half} of {page}");
    assert!(position(entry("Ctrl+d Ctrl+u")) < half);
    // Half pages also work in a list of taller entries.
    let quote = |keys: &str| {
        Screen::new((80, 24), LATE).keys("5 Tab Tab Tab Enter g").keys(keys).app.selected_fact().unwrap()
    };
    assert_ne!(quote("Ctrl+d"), quote(""));
    assert_eq!(quote("Ctrl+d Ctrl+u"), quote(""));
    assert!(Screen::new((80, 24), LATE).keys("F1").text().contains("Help"));
}

#[test]
fn enter_in_a_zoomed_panel_opens_the_sources() {
    let screen = Screen::new((120, 40), LATE).keys("2 Tab Enter");
    assert!(screen.app.zoomed && screen.app.overlay.is_none());
    assert!(screen.footer().contains("Enter sources"), "{}", screen.footer());
    let fact = screen.app.selected_fact();
    let sources = screen.keys("Enter");
    assert_eq!(sources.app.selected_fact(), fact);
    assert!(sources.text().contains("╭ ▸ Sources"), "{}", sources.text());
    // In the list of sources, Enter opens the selected one.
    assert!(matches!(sources.keys("Enter").effect, Some(Effect::Open(_))));
    for key in ["q", "Esc"] {
        let back = Screen::new((120, 40), LATE).keys("2 Tab Enter").keys(key);
        assert_eq!(back.text(), Screen::new((120, 40), LATE).keys("2 Tab").text(), "{key}");
    }
}

#[test]
fn commands_are_run_by_name() {
    let screen = Screen::new((80, 24), LATE).keys(":");
    insta::assert_snapshot!("commands-80x24", screen.text());
    let screen = screen.keys(&typed("wall"));
    insta::assert_snapshot!("commands-wall", screen.text());
    let screen = screen.keys("Enter");
    assert!(screen.app.overlay.is_none() && screen.app.view == View::Overview, "{}", screen.text());
    // Words of the label also match, and the arrow keys move.
    let screen = screen.keys("q").keys(":").keys(&typed("panel"));
    assert!(screen.rows_with("▌previous-panel").is_empty(), "{}", screen.text());
    let screen = screen.keys("Down Enter");
    assert_eq!(screen.app.focus, Panel::Background, "{}", screen.text());
    // A command may open another overlay, or quit.
    let screen = screen.keys(":").keys(&typed("go-to-day")).keys("Enter");
    assert!(matches!(screen.app.overlay, Some(Overlay::Day(_))), "{}", screen.text());
    let screen = screen.keys("Esc :").keys(&typed("quit")).keys("Enter");
    assert_eq!(screen.effect, Some(Effect::Quit));
}

#[test]
fn small_command_list_has_no_partial_descriptions() {
    let screen = Screen::new((40, 12), LATE).keys(": c");
    let row = screen.rows_with("compare ").remove(0);
    assert!(row.contains(" c ") && !row.contains('…'), "{}", screen.text());
}

#[test]
fn command_list_has_all_applicable_commands() {
    let listed = |screen: &Screen| screen.app.matching_commands("");
    let screen = Screen::new((80, 24), LATE);
    let all: Vec<Command> =
        Command::ALL.iter().copied().filter(|command| *command != Command::Commands).collect();
    let missing: Vec<_> = all.iter().filter(|command| !listed(&screen).contains(command)).collect();
    assert_eq!(missing, [&Command::Sort, &Command::NextMatch, &Command::PreviousMatch]);
    let wall = screen.keys("v");
    assert!(listed(&wall).contains(&Command::Sort) && !listed(&wall).contains(&Command::NextPanel));
    let none = wall.keys(":").keys(&typed("zzz")).keys("Enter");
    assert!(none.app.overlay.is_some() && none.footer().contains("no command"), "{}", none.text());
}

#[test]
fn key_without_effect_is_explained_once() {
    let screen = Screen::new((80, 24), LATE);
    let hints = screen.footer();
    let screen = screen.keys("x");
    assert!(
        screen.footer().contains("x does nothing") && screen.footer().ends_with("? keys"),
        "{}",
        screen.footer()
    );
    let screen = screen.keys("x");
    assert_eq!(screen.footer(), hints, "pressing the key again dismisses the explanation");
    let screen = screen.keys("x z");
    assert!(screen.footer().contains("z does nothing"), "{}", screen.footer());
    let screen = screen.keys("j x");
    assert!(
        screen.footer().contains("x does nothing"),
        "another key resets the explanation\n{}",
        screen.footer()
    );
    // In a text field, keys are not explained.
    assert!(!screen.keys("/ F9").text().contains("does nothing"));
}

#[test]
fn inapplicable_commands_explain_themselves() {
    for (keys, why) in [
        ("S", "only the wall can be sorted"),
        ("v Tab", "the wall has no panels"),
        ("v F", "the wall has no panels"),
        ("n", "nothing has been searched for"),
        ("6", "no state 6"),
        ("5 l", "this is the last state"),
        ("h", "this is the first state"),
        ("0", "already showing today"),
        ("]", "no later events"),
        ("}", "Finland changed no position after this day"),
        ("? Enter", "nothing here can be opened"),
        ("+", "the map is not on the screen"),
    ] {
        let keys = keys.replace('+', "Plus");
        let screen = Screen::new((80, 24), LATE).keys(&keys);
        assert!(screen.footer().contains(why), "{keys}: {}", screen.footer());
        let last = keys.split(' ').next_back().unwrap();
        assert!(!screen.keys(last).footer().contains(why), "{keys}: repeated");
    }
    let screen = Screen::new((80, 24), LATE).keys("f");
    assert!(screen.footer().contains("the timeline shows the selected state"), "{}", screen.footer());
}

#[test]
fn position_keys_step_to_position_changes_of_selected_state() {
    let screen = Screen::new((120, 40), LATE).keys("2");
    let mut days = Vec::new();
    let mut screen = screen.keys("{");
    while !screen.footer().contains("changed no position") {
        days.push(screen.app.day().to_string());
        screen = screen.keys("{");
    }
    assert_eq!(days[..4], ["2025-12-27", "2025-06-27", "2025-06-04", "2025-03-18"], "{days:?}");
    let screen = screen.keys("} }");
    assert_eq!(screen.app.day().to_string(), days[days.len() - 3]);
    // Finland's steps differ from Estonia's.
    let finland = Screen::new((120, 40), ARTICLE).keys("1 }");
    assert!(!days.contains(&finland.app.day().to_string()), "{}", finland.app.day());
}

#[test]
fn day_steps_are_not_highlighted_as_edits() {
    for keys in ["]", "[", "{", "}", "t 2 0 2 5 - 0 6 - 0 4 Enter"] {
        let before = Screen::new((120, 40), ARTICLE).keys("2");
        let hints = before.footer();
        let screen = before.keys(keys);
        assert_eq!(screen.footer(), hints, "{keys}");
        let day = flank::dossier::Date::Day(screen.app.day());
        let later = screen.app.known().unwrap().hidden_count();
        let header = format!("As of {day} · {later} later");
        assert!(screen.rows()[0].contains(&header), "{header}\n{}", screen.text());
        assert!(!screen.text().contains('◆'), "{keys}\n{}", screen.text());
    }
    // The highlights of an edit stay.
    let edited = flank::dossier::BUILT_IN.replace("km = 324", "km = 338");
    let screen = Screen::new((120, 40), LATE).edit(&edited).keys("2 [");
    assert!(screen.rows_with("EE Estonia")[0].contains('◆'), "{}", screen.text());
}
