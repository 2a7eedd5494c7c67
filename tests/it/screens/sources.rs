//! The sources of facts, and copied facts.

use flank::app::{Effect, Overlay};
use flank::dossier::{CiteFormat, Fact};
use insta::assert_snapshot;

use crate::screens::screen::{ARTICLE, LATE, Screen};

#[test]
fn sources_of_selected_fact_are_listed() {
    // The sources disagree on the Saeima's vote.
    let screen = Screen::new((120, 40), LATE).keys("3 Tab j j j j j j");
    assert_snapshot!("sources-120x40", screen.keys("s").text());
    assert_snapshot!("sources-80x24", Screen::new((80, 24), LATE).keys("5 Tab Tab Tab j s").text());
    let closed = Screen::new((80, 24), LATE).keys("s s").text();
    assert_eq!(closed, Screen::new((80, 24), LATE).text());
}

#[test]
fn open_uses_selected_source() {
    let url = |screen: Screen| match screen.effect {
        Some(Effect::Open(url)) => url,
        other => panic!("{other:?}"),
    };
    let first = url(Screen::new((120, 40), LATE).keys("3 o"));
    assert!(first.starts_with("https://"), "{first}");
    assert_eq!(first, url(Screen::new((120, 40), LATE).keys("3 s o")));
    let second = url(Screen::new((120, 40), LATE).keys("3 s j o"));
    assert_ne!(first, second);
    // The article has no address.
    let screen = Screen::new((120, 40), ARTICLE).keys("2 Tab Tab Tab o");
    assert_eq!(screen.effect, None);
    assert!(screen.text().contains("the selected fact has no source with an address"), "{}", screen.text());
}

#[test]
fn copy_has_citation_and_day() {
    let cited = |screen: &Screen| match &screen.effect {
        Some(Effect::Copy(fact, day)) => {
            screen.app.dossier.as_ref().unwrap().cite(*fact, *day, CiteFormat::Plain)
        }
        other => panic!("{other:?}"),
    };
    let quote = cited(&Screen::new((120, 40), ARTICLE).keys("2 Tab Tab Tab y"));
    assert!(quote.contains("“") && quote.contains("Financial Times"), "{quote}");
    assert!(quote.ends_with("As of 18 Mar 2025."), "{quote}");
    let stance = cited(&Screen::new((120, 40), LATE).keys("2 y"));
    assert!(stance.starts_with("Estonia, Ottawa Convention: withdrawn. 27 Dec 2025: "), "{stance}");
    assert!(!stance.contains("As of"), "{stance}");
}

#[test]
fn selected_fact_follows_panel_and_state() {
    let fact = |keys: &str| Screen::new((120, 40), LATE).keys(keys).app.selected_fact();
    assert!(matches!(fact("2"), Some(Fact::Stance(state, treaty, 8)) if (state.0, treaty.0) == (1, 0)));
    assert!(matches!(fact("2 T"), Some(Fact::Stance(_, treaty, 0)) if treaty.0 == 1));
    assert!(matches!(fact("2 Tab Tab"), Some(Fact::Figure(_, state, 12)) if state.0 == 1));
    assert!(matches!(fact("2 Tab Tab Tab"), Some(Fact::Quote(_))));
    assert!(matches!(fact("2 Tab Tab Tab Tab Tab"), Some(Fact::Event(_))));
}

// The fact above the sources is taller than this window.
#[test]
fn selected_source_is_always_visible() {
    let mut screen = Screen::new((40, 12), LATE).keys("/ e n d o r s e d Enter s");
    let mut seen = vec![selected_source(&screen)];
    for _ in 0..60 {
        screen = screen.keys("j");
        if seen.last() != Some(&selected_source(&screen)) {
            seen.push(selected_source(&screen));
            assert!(!screen.rows_with("│ ▌").is_empty(), "{}", screen.text());
        }
    }
    assert_eq!(seen, [0, 1, 2, 3]);
}

/// Returns the index of the selected source.
fn selected_source(screen: &Screen) -> usize {
    match &screen.app.overlay {
        Some(Overlay::Sources(list)) => list.selected().unwrap(),
        other => panic!("{other:?}"),
    }
}
