//! Themes change colours, never text.

use flank::config::{Depth, Role, RoleKind, Theme};
use flank::dossier::BUILT_IN;
use ratatui::style::{Color, Modifier};

use crate::screens::screen::{ARTICLE, LATE, Screen};

const DEPTHS: [Depth; 4] = [Depth::None, Depth::Ansi16, Depth::Ansi256, Depth::TrueColor];

fn themes() -> impl Iterator<Item = (String, Theme)> {
    Theme::names().flat_map(|name| {
        let theme = Theme::named(name).unwrap();
        DEPTHS.map(|depth| (format!("{name} at {depth:?}"), theme.at_depth(depth)))
    })
}

/// Returns the text of the screen, with one symbol for all bars and lines of the map.
fn words(screen: &Screen) -> String {
    let same = |symbol: char| match symbol {
        '▁'..='█' | '▒' | '░' | '\u{2800}'..='\u{28ff}' => '█',
        other => other,
    };
    screen.text().chars().map(same).collect()
}

#[test]
fn themes_do_not_change_text() {
    for keys in ["2", "4 Tab Tab Enter", "?"] {
        let mut screen = Screen::new((120, 40), ARTICLE).keys(keys);
        let (text, words_were) = (screen.text(), words(&screen));
        for (name, theme) in themes() {
            screen = screen.with(|screen| screen.options.theme = theme);
            if theme.is_plain() {
                // Without colours, the bars of estimates are shaded in whole cells, and frontiers are hatched.
                let at = |text: &str| text.lines().map(|row| row.replace(['█', ' '], "")).collect::<Vec<_>>();
                assert_eq!(at(&words(&screen)), at(&words_were), "{name}, {keys}");
            } else {
                assert_eq!(screen.text(), text, "{name}, {keys}");
            }
        }
    }
}

#[test]
fn background_covers_the_whole_screen() {
    for name in ["dark", "light", "high-contrast"] {
        let theme = Theme::named(name).unwrap();
        for (size, keys) in [((120, 40), "2"), ((80, 24), "?"), ((80, 24), "!"), ((39, 11), "")] {
            let screen = Screen::new(size, LATE).keys(keys).with(|screen| screen.options.theme = theme);
            for cell in screen.buffer().content() {
                assert_ne!(cell.bg, Color::Reset, "{name}: {:?} in {keys}", cell.symbol());
                assert_ne!(cell.fg, Color::Reset, "{name}: {:?} in {keys}", cell.symbol());
            }
        }
    }
}

#[test]
fn every_colour_is_from_the_theme() {
    for (name, theme) in themes() {
        let screen = Screen::new((120, 40), ARTICLE).keys("2").with(|screen| screen.options.theme = theme);
        let styles: Vec<_> = Role::ALL.iter().map(|role| theme.style(*role)).collect();
        for cell in screen.buffer().content() {
            let known = |color: Color| {
                color == Color::Reset
                    || styles.iter().any(|style| style.fg == Some(color) || style.bg == Some(color))
            };
            assert!(known(cell.fg) && known(cell.bg), "{name}: {cell:?}");
        }
    }
}

#[test]
fn changed_bar_is_still_a_bar() {
    let figure = "2025 = 3.93,";
    let edited = BUILT_IN.replace(figure, "2025 = 4.53,");
    assert_ne!(edited, BUILT_IN, "{figure} is in the dossier");
    for (name, theme) in themes() {
        let screen =
            Screen::new((120, 40), LATE).with(|screen| screen.options.theme = theme).keys("2").edit(&edited);
        let bars = screen.buffer().content().iter().filter(|cell| cell.symbol() == "█");
        for cell in bars {
            assert!(Some(cell.fg) != theme.style(Role::Background).bg, "{name}: {cell:?}");
            assert!(!cell.modifier.contains(Modifier::REVERSED), "{name}: {cell:?}");
        }
    }
}

#[test]
fn tints_change_only_the_background() {
    for (name, theme) in themes() {
        for role in Role::ALL.iter().filter(|role| role.kind() == RoleKind::Tint) {
            let style = theme.style(*role);
            assert!(style.fg.is_none() && style.add_modifier.is_empty(), "{name}: {role:?}");
        }
    }
}
