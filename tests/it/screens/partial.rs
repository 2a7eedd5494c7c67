//! A file that has errors from the start: its valid tables are shown, and the header counts the others.

use std::fs;
use std::path::PathBuf;

use flank::app::{Effect, FileEvent};
use flank::dossier::BUILT_IN;
use rstest::rstest;

use crate::screens::screen::{LATE, Screen};

/// Returns the built-in dossier with its first `from` replaced.
fn edited(from: &str, to: &str) -> String {
    assert!(BUILT_IN.contains(from), "{from}");
    BUILT_IN.replacen(from, to, 1)
}

/// Opens a dossier, and returns the screen.
fn opened(text: &str) -> Screen {
    Screen::empty((120, 40), LATE).edit(text)
}

fn header(screen: &Screen) -> String {
    screen.rows()[0].clone()
}

#[test]
fn syntax_error_hides_only_its_table() {
    let what = "Estonia notifies the UN Secretary-General, with Latvia and Lithuania";
    let screen = opened(&edited(&format!("what = \"{what}\""), &format!("what = {what}"))).keys("2");
    assert!(header(&screen).ends_with("flank.toml ▲ broken · 1 table not shown"), "{}", screen.text());
    assert!(screen.rows_with("◇ Estonia notifies").is_empty(), "{}", screen.text());
    assert!(screen.rows().pop().unwrap().contains("has no quotation marks"), "{}", screen.text());
}

#[test]
fn unknown_key_hides_only_its_table() {
    let screen = opened(&edited("speaker = \"Gitanas Nausėda\"", "speakr = \"Gitanas Nausėda\""));
    assert!(header(&screen).ends_with("▲ broken · 1 table not shown"), "{}", screen.text());
    let summary = screen.rows()[1].clone();
    assert!(summary.contains("may not be the latest") && !summary.contains("have left"), "{summary}");
    assert!(screen.rows().pop().unwrap().contains("unknown key `speakr`"), "{}", screen.text());
    assert!(screen.keys("!").text().contains("did you mean `speaker`?"));
}

#[test]
fn unknown_reference_hides_only_its_table() {
    let treaty =
        BUILT_IN.find("[[state.stance]]\ntreaty = \"").unwrap() + "[[state.stance]]\ntreaty = \"".len();
    let text = [&BUILT_IN[..treaty], "x", &BUILT_IN[treaty..]].concat();
    let screen = opened(&text);
    assert!(header(&screen).ends_with("▲ broken · 1 table not shown"), "{}", screen.text());
    let known = |screen: &Screen| screen.app.dossier.as_ref().unwrap().facts().count();
    assert_eq!(known(&screen) + 1, known(&opened(BUILT_IN)));
}

#[test]
fn broken_state_is_hidden_with_its_facts() {
    let screen = opened(&edited("code = \"LT\"", "code = \"Lithuania\""));
    let dossier = screen.app.dossier.clone().unwrap();
    let names: Vec<&str> = dossier.states.iter().map(|state| state.name.as_str()).collect();
    assert_eq!(names, ["Finland", "Estonia", "Latvia", "Poland"]);
    assert!(
        dossier.editions.len() == 3
            && dossier.state_ids().all(|id| !dossier.editions[2].figures(id).is_empty())
    );
    assert!(header(&screen).ends_with(" tables not shown"), "{}", screen.text());
    assert!(
        screen.rows_with("EE Estonia").len() == 1 && screen.rows_with("LT Lithuania").is_empty(),
        "{}",
        screen.text()
    );
}

#[test]
fn facts_of_a_lost_source_are_hidden() {
    let screen = opened(&edited("id = \"ft-2025-03-18\"", "id = ft-2025-03-18"));
    let dossier = screen.app.dossier.clone().unwrap();
    assert!(screen.app.file.lost_tables.unwrap() > 1, "{}", header(&screen));
    assert!(dossier.sources.iter().all(|source| source.id.as_str() != "ft-2025-03-18"));
}

#[test]
fn quotations_about_a_lost_treaty_are_hidden() {
    let screen = opened(&edited("id = \"ottawa\"", "id = \"ottawa\"\nnamee = \"x\""));
    let text = screen.text();
    assert!(
        text.contains("▲ broken") && !screen.keys("3 Tab Tab Tab Enter").text().contains("ottawa"),
        "{text}"
    );
}

#[test]
fn header_keeps_the_marker_on_a_small_screen() {
    let text = edited("speaker = \"Gitanas Nausėda\"", "speakr = \"Gitanas Nausėda\"");
    for (size, expected) in [((60, 20), "▲ broken · 1 table not shown"), ((40, 12), "flank.toml ▲ broken")]
    {
        let screen = Screen::empty(size, LATE).edit(&text);
        assert!(header(&screen).ends_with(expected), "{}", screen.text());
    }
}

#[test]
fn fixed_file_replaces_partial_dossier_without_highlights() {
    let broken = edited("code = \"LT\"", "code = \"Lithuania\"");
    let screen = opened(&broken).edit(BUILT_IN);
    assert_eq!(screen.text(), Screen::new((120, 40), LATE).text());
    assert!(screen.app.change_set.changes.is_empty());
    // The selection stays.
    let moved = opened(&broken).keys("4 Tab Tab").edit(BUILT_IN);
    assert_eq!(moved.text(), Screen::new((120, 40), LATE).keys("5 Tab Tab").text());
}

#[test]
fn another_broken_save_replaces_partial_dossier() {
    let screen =
        opened(&edited("code = \"LT\"", "code = \"Lithuania\"")).edit(&edited("code = \"PL\"", "code = 1"));
    let names: Vec<_> =
        screen.app.dossier.as_ref().unwrap().states.iter().map(|s| s.name.to_string()).collect();
    assert_eq!(names, ["Finland", "Estonia", "Latvia", "Lithuania"]);
    assert!(screen.app.change_set.changes.is_empty());
    let screen = screen.edit("broken").event(FileEvent::Unreadable("no such file".into()));
    assert!(
        header(&screen).contains("▲ stale · ") && header(&screen).ends_with(" not shown"),
        "{}",
        header(&screen)
    );
}

#[test]
fn partial_dossier_never_replaces_good_one() {
    let screen = Screen::new((120, 40), LATE).edit(&edited("code = \"LT\"", "code = \"Lithuania\""));
    assert!(header(&screen).ends_with("▲ stale"), "{}", header(&screen));
    assert_eq!(screen.app.dossier.as_ref().unwrap().states.len(), 5);
}

#[test]
fn mistake_in_top_level_keys_keeps_facts() {
    let screen = opened(&edited("title = ", "titel = "));
    assert!(header(&screen).starts_with(" flank "), "{}", header(&screen));
    assert!(header(&screen).ends_with("▲ broken · 1 table not shown"), "{}", header(&screen));
    assert_eq!(screen.app.dossier.as_ref().unwrap().states.len(), 5);
}

#[test]
fn unclosed_string_hides_only_its_table() {
    let screen = opened(&edited("title = \"", "title = \"\"\""));
    assert!(header(&screen).ends_with("▲ broken · 1 table not shown"), "{}", header(&screen));
}

#[test]
fn unknown_format_shows_only_problems() {
    let screen = opened(&edited("format = 1", "format = 2"));
    assert!(header(&screen).ends_with("▲ broken"), "{}", screen.text());
    assert!(screen.text().contains("Problems in flank.toml"), "{}", screen.text());
}

#[test]
fn editor_opens_at_the_first_error() {
    let text = edited("speaker = \"Gitanas Nausėda\"", "speakr = \"Gitanas Nausėda\"");
    let line = text[..text.find("speakr").unwrap()].matches('\n').count() + 1;
    for keys in ["e", "! Enter"] {
        match opened(&text).keys(keys).effect {
            Some(Effect::Edit(location)) => assert_eq!(location.line as usize, line, "{keys}"),
            effect => panic!("{keys}: {effect:?}"),
        }
    }
}

#[rstest]
fn every_broken_dossier_can_be_drawn(#[files("tests/dossiers/broken/*.toml")] file: PathBuf) {
    let bytes = fs::read(&file).unwrap();
    let Ok(text) = String::from_utf8(bytes) else { return };
    for size in [(40, 12), (60, 20), (80, 24), (120, 40), (200, 60)] {
        let screen = Screen::empty(size, LATE).edit(&text);
        assert_eq!(
            screen.app.file.lost_tables.is_some(),
            header(&screen).contains("▲ broken") && screen.app.dossier.is_some()
        );
        screen.keys("v v Tab Enter Tab j s Esc u Esc ! Esc");
    }
}
