//! The initial selection and its mark.

use flank::app::Panel;
use flank::config::{Depth, Theme};
use flank::dossier::Fact;

use crate::screens::screen::{ARTICLE, LATE, Screen};

/// The keys that move the focus from the list of states to a panel.
const PANELS: [(Panel, &str); 5] = [
    (Panel::Stance, "Tab"),
    (Panel::Spending, "Tab Tab"),
    (Panel::Quotes, "Tab Tab Tab"),
    (Panel::Timeline, "Tab Tab Tab Tab Tab"),
    (Panel::Background, "Shift+Tab"),
];

#[test]
fn latest_fact_is_selected_by_default() {
    for day in [ARTICLE, LATE] {
        for state in 0..5_u32 {
            for zoom in ["", "Enter"] {
                let fact = |keys: &str| {
                    let keys = format!("{} {keys} {zoom}", state + 1);
                    Screen::new((80, 24), day).keys(&keys).app.selected_fact()
                };
                let screen = Screen::new((80, 24), day);
                let known = screen.app.known().unwrap();
                let id = known.dossier.state_ids().nth(state as usize).unwrap();
                let treaty = known.dossier.treaty_ids().next().unwrap();
                let last = known.history(id, treaty).len() - 1;
                assert_eq!(fact("Tab"), Some(Fact::Stance(id, treaty, last)), "{day}, state {state}");
                let series = known.spending(id);
                let latest = series.fact(series.figures.len() - 1);
                assert_eq!(fact("Tab Tab"), Some(latest), "{day}, state {state}");
                let quotes = known.quotes(id);
                let date = |fact: Option<Fact>| known.dossier.date(fact.unwrap()).unwrap().last_day();
                if let Some(first) = quotes.first() {
                    let latest =
                        quotes.iter().filter_map(|id| known.dossier[*id].date).map(|date| date.last_day());
                    assert_eq!(date(fact("Tab Tab Tab")), latest.max().unwrap(), "{first:?}");
                }
            }
        }
    }
}

/// Returns the last cell of each vertical run of selection marks.
fn marks(screen: &Screen) -> Vec<(usize, usize)> {
    let mark = if screen.options.symbols.ascii { '>' } else { '▌' };
    let frame = if screen.options.symbols.ascii { '|' } else { '│' };
    let rows: Vec<Vec<char>> = screen.rows().iter().map(|row| row.chars().collect()).collect();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (y, row) in rows.iter().enumerate() {
        // The mark is next to the frame, or before the label of a bar.
        let columns = row.iter().enumerate().filter(|(x, c)| {
            let before = x.checked_sub(1).map(|x| row[x]);
            let bar = row.get(x + 1).is_some_and(char::is_ascii_digit);
            **c == mark && (before == Some(frame) || bar)
        });
        for (x, _) in columns {
            if !y.checked_sub(1).is_some_and(|above| found.contains(&(x, above))) || found.is_empty() {
                found.push((x, y));
            } else {
                found.retain(|at| *at != (x, y - 1));
                found.push((x, y));
            }
        }
    }
    found
}

#[test]
fn exactly_one_entry_is_marked() {
    for size in [(80, 24), (120, 40), (200, 60), (60, 20)] {
        for (panel, keys) in PANELS {
            for more in ["", "k", "Enter", "Enter j"] {
                for plain in [false, true] {
                    let screen = Screen::new(size, LATE).with(|screen| {
                        screen.options.symbols.ascii = plain;
                        if plain {
                            screen.options.theme = Theme::named("mono").unwrap().at_depth(Depth::None);
                        }
                    });
                    let screen = screen.keys(&format!("2 {keys} {more}"));
                    assert_eq!(screen.app.focus, panel);
                    assert_eq!(
                        marks(&screen).len(),
                        1,
                        "{size:?} {panel:?} {more} {:?}\n{}",
                        marks(&screen),
                        screen.text()
                    );
                }
            }
        }
    }
}

#[test]
fn selection_is_visible_after_the_wheel() {
    let screen = Screen::new((80, 24), LATE).keys("2 Tab Tab Tab");
    let first = screen.app.selected_fact();
    let hit = *screen
        .app
        .panels
        .hits
        .iter()
        .find(|hit| hit.target == flank::app::ClickTarget::Panel(Panel::Quotes))
        .unwrap();
    let mut screen = screen;
    for _ in 0..6 {
        screen = screen.with(|screen| {
            flank::app::update(&mut screen.app, flank::app::Message::Wheel(hit.x + 1, hit.y + 1, true));
        });
        assert_eq!(marks(&screen).len(), 1, "{}", screen.text());
    }
    assert_ne!(screen.app.selected_fact(), first, "keys act on what is visible and marked");
}
