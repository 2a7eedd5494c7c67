//! Screen tests: send keys through the default keymap, and check the screen.

mod behaviour;
mod compare;
mod edits;
mod keys;
mod many_states;
mod marks;
mod mouse;
mod other_regions;
mod partial;
mod problems;
mod screen;
mod search;
mod selection;
mod single_kind;
mod sizes;
mod sources;
mod themes;
mod time;
mod views;

use crate::screens::screen::{ARTICLE, LATE, Screen};
use insta::assert_snapshot;

#[test]
fn every_state_at_80x24() {
    let mut screen = Screen::new((80, 24), LATE);
    for name in ["finland", "estonia", "latvia", "lithuania", "poland"] {
        assert_snapshot!(format!("{name}-80x24"), screen.text());
        screen = screen.keys("l");
    }
}

#[test]
fn states_at_120x40() {
    assert_snapshot!("estonia-120x40", Screen::new((120, 40), LATE).keys("2").text());
    assert_snapshot!("lithuania-120x40", Screen::new((120, 40), LATE).keys("4").text());
}

#[test]
fn screens_as_of_the_article() {
    let screen = Screen::new((120, 40), ARTICLE).keys("5");
    assert_snapshot!("article-poland-120x40", screen.text());
    assert_snapshot!("article-estonia-80x24", Screen::new((80, 24), ARTICLE).keys("2").text());
}

#[test]
fn enlarged_panels() {
    assert_snapshot!("states-enlarged", Screen::new((80, 24), LATE).keys("Enter").text());
    assert_snapshot!("stance-enlarged", Screen::new((120, 40), LATE).keys("5 Tab Enter").text());
    assert_snapshot!("spending-enlarged", Screen::new((120, 40), LATE).keys("1 Tab Tab Enter").text());
    assert_snapshot!("quotes-enlarged", Screen::new((80, 24), LATE).keys("5 Tab Tab Tab Enter").text());
}

#[test]
fn overlays() {
    assert_snapshot!("help-80x24", Screen::new((80, 24), LATE).keys("?").text());
    assert_snapshot!("help-120x40", Screen::new((120, 40), LATE).keys("?").text());
    assert_snapshot!("no-problems", Screen::new((80, 24), LATE).keys("!").text());
}

#[test]
fn small_screen_has_one_panel() {
    let screen = Screen::new((40, 12), LATE);
    assert_snapshot!("smallest", screen.text());
    assert_snapshot!("smallest-stance", screen.keys("2 Tab").text());
    assert_snapshot!("too-small", Screen::new((39, 11), LATE).text());
}

#[test]
fn ascii_mode_draws_only_ascii() {
    let screen = Screen::new((80, 24), ARTICLE).with(|screen| screen.options.symbols.ascii = true).keys("4");
    // Only text of the dossier has other letters.
    let symbols: String = screen.text().chars().filter(|c| !c.is_ascii() && !c.is_alphabetic()).collect();
    assert_eq!(symbols, "");
    assert_snapshot!("ascii-80x24", screen.text());
    // A `~` precedes inferred dates. It neither ends truncated text nor joins the keys of a range.
    let texts = ["", "Tab Enter", "?", "v", "/ p r i m e"].map(|keys| {
        let screen = Screen::new((80, 24), ARTICLE).with(|screen| screen.options.symbols.ascii = true);
        screen.keys(keys).text()
    });
    let is_date = |after: &str| after.starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase());
    for text in &texts {
        let marks: Vec<&str> = text.split('~').skip(1).filter(|after| !is_date(after)).collect();
        assert!(marks.iter().all(|after| after.starts_with(" inferred")), "{text}");
    }
    assert!(texts[4].contains("..") && texts[2].contains("1 - 9"), "{texts:?}");
}
