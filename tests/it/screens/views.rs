//! Map, timeline and overview.

use std::time::Instant;

use flank::app::{ClickTarget, Message, Panel, update};
use flank::dossier::Fact;
use flank::dossier::model::About;
use insta::assert_snapshot;

use crate::screens::screen::{ARTICLE, LATE, Screen};

impl Screen {
    /// Clicks the first region whose target is accepted.
    fn click(self, accepts: impl Fn(&ClickTarget) -> bool) -> Screen {
        let hit = *self.app.panels.hits.iter().find(|hit| accepts(&hit.target)).expect("nothing to click");
        self.with(|screen| {
            update(&mut screen.app, Message::Click(hit.x, hit.y, Instant::now()));
        })
    }

    /// Turns the wheel over a panel.
    fn wheel(self, panel: Panel, down: bool) -> Screen {
        let hit = *self.app.panels.hits.iter().find(|hit| hit.target == ClickTarget::Panel(panel)).unwrap();
        self.with(|screen| {
            update(&mut screen.app, Message::Wheel(hit.x + 1, hit.y + 1, down));
        })
    }

    fn selected(&self) -> &str {
        &self.app.dossier.as_ref().unwrap()[self.app.selected_state].code
    }
}

#[test]
fn views_at_several_sizes() {
    assert_snapshot!("wide-200x60", Screen::new((200, 60), ARTICLE).keys("5").text());
    assert_snapshot!("map-200x60", Screen::new((200, 60), LATE).keys("1 Tab Tab Tab Tab Enter").text());
    assert_snapshot!("map-80x24", Screen::new((80, 24), LATE).keys("2 Tab Tab Tab Tab").text());
    assert_snapshot!("timeline-80x24", Screen::new((80, 24), ARTICLE).keys("2 Tab Tab Tab Tab Tab").text());
    assert_snapshot!("background-80x24", Screen::new((80, 24), LATE).keys("5 Shift+Tab Enter").text());
    assert_snapshot!("wall-120x40", Screen::new((120, 40), LATE).keys("v").text());
    assert_snapshot!("wall-80x24", Screen::new((80, 24), ARTICLE).keys("4 v").text());
    assert_snapshot!("wall-200x60", Screen::new((200, 60), LATE).keys("v").text());
    assert_snapshot!("track-160x50", Screen::new((160, 50), "2025-06-10").keys("4").text());
}

/// Returns the order of the states in the overview.
fn order(screen: &Screen) -> Vec<String> {
    let code = |row: &String| row.chars().skip(3).take(2).collect::<String>();
    let is_code = |code: &String| code.len() == 2 && code.chars().all(|c| c.is_ascii_uppercase());
    screen.rows().iter().filter(|row| row.starts_with('│')).map(code).filter(is_code).collect()
}

#[test]
fn overview_keys_follow_its_order() {
    let screen = Screen::new((80, 24), ARTICLE).keys("v");
    assert_eq!(order(&screen), ["FI", "EE", "LV", "LT", "PL"]);
    let screen = screen.keys("S");
    assert_eq!(order(&screen), ["EE", "FI", "LV", "LT", "PL"]);
    let screen = screen.keys("S");
    assert_eq!(order(&screen), ["EE", "LV", "LT", "PL", "FI"], "Finland only debates");
    let screen = screen.keys("S");
    assert_eq!(order(&screen), ["PL", "EE", "LV", "LT", "FI"], "3.79, 3.37, 3.36, 3.09, 2.40");
    let screen = screen.keys("1 h");
    assert_eq!(screen.selected(), "LT", "Lithuania is before Finland, which is last");
    let screen = screen.keys("Enter");
    assert!(screen.text().contains("Treaty stance"), "Enter opens the state\n{}", screen.text());
    assert_eq!(screen.selected(), "LT");
}

#[test]
fn treaty_in_view_changes_list_map_and_overview() {
    let screen = Screen::new((120, 40), LATE).keys("T");
    let text = screen.text();
    assert!(text.matches("○ never joined").count() >= 4, "{text}");
    assert!(text.contains("╰ Convention on Cluster Mun…"), "{text}");
    assert!(screen.keys("T").text().contains("╰ Ottawa Convention"));
}

#[test]
fn timeline_entry_selects_its_state() {
    let screen = Screen::new((120, 40), ARTICLE).keys("1 Tab Tab Tab Tab Tab");
    // The last known entry is Poland's recommendation. The one above is Lithuania's intention.
    let screen = screen.keys("k");
    assert_eq!(screen.selected(), "LT");
    let screen = screen.keys("j j");
    assert_eq!(screen.selected(), "LV", "later entries below the line can be selected");
    assert!(screen.text().contains("18 Mar 2025 ─"), "{}", screen.text());
}

#[test]
fn timeline_can_be_limited_to_one_state() {
    let screen = Screen::new((120, 40), LATE).keys("1 Tab Tab Tab Tab Tab f");
    let timeline: Vec<String> =
        screen.rows().iter().map(|row| row.chars().skip(82).collect::<String>()).collect();
    assert!(timeline.iter().any(|row| row.contains(" Finland ")), "{}", timeline.join("\n"));
    for other in [" EE ", " LV ", " LT ", " PL "] {
        let own = timeline[24..].iter().all(|row| !row.contains(other));
        assert!(own, "{other}\n{}", timeline.join("\n"));
    }
}

#[test]
fn timeline_can_be_limited_by_kind_treaty_and_state() {
    let entries = |screen: &Screen| {
        let filter = screen.app.timeline_filter();
        screen.app.known().unwrap().timeline(filter).0.iter().map(|entry| entry.fact).collect::<Vec<_>>()
    };
    let screen = Screen::new((120, 40), LATE).keys("2 Tab Tab Tab Tab Tab");
    let all = entries(&screen);
    let screen = screen.keys("F");
    assert_snapshot!("timeline-filter-120x40", screen.text());
    // The third kind is quotations.
    let screen = screen.keys("j j j Enter");
    assert!(screen.app.overlay.is_none());
    assert!(screen.text().contains("▸ Timeline: quotations ─"), "{}", screen.text());
    let quotes = entries(&screen);
    assert!(!quotes.is_empty() && quotes.iter().all(|fact| matches!(fact, Fact::Quote(_))), "{quotes:?}");
    assert_eq!(quotes.len(), all.iter().filter(|fact| matches!(fact, Fact::Quote(_))).count());
    // The filter is narrowed to a treaty, then to the selected state.
    let screen = screen.keys("F j j j j Enter");
    assert!(screen.text().contains("Timeline: quotations, Otta"), "{}", screen.text());
    let about = entries(&screen);
    assert!(about.len() < quotes.len() && about.iter().all(|fact| quotes.contains(fact)), "{about:?}");
    let screen = screen.keys("F G Enter");
    let own = entries(&screen);
    assert!(!own.is_empty() && own.len() < about.len(), "{own:?}");
    // The first row of a group removes its condition.
    let screen = screen.keys("F g Enter f");
    assert_eq!(
        entries(&screen).len(),
        all.iter().filter(|fact| is_about_first_treaty(&screen, **fact)).count()
    );
    // A jump to a hidden entry removes the filter.
    let screen = screen.keys("/").keys("i n t e l l i g e n c e Space o f f i c i a l s Enter");
    assert_eq!(entries(&screen).len(), all.len(), "{}", screen.text());
}

fn is_about_first_treaty(screen: &Screen, fact: Fact) -> bool {
    let dossier = screen.app.dossier.as_ref().unwrap();
    match fact {
        Fact::Stance(_, treaty, _) => treaty.0 == 0,
        Fact::Quote(id) => matches!(dossier[id].about, Some(About::Treaty(treaty)) if treaty.0 == 0),
        _ => false,
    }
}

#[test]
fn click_selects_and_focuses() {
    let latvia = |goal: &ClickTarget| matches!(goal, ClickTarget::State(id) if id.0 == 2);
    let screen = Screen::new((120, 40), LATE).keys("Tab").click(latvia);
    assert_eq!(screen.selected(), "LV");
    assert_eq!(screen.app.focus, Panel::States);
    let screen = screen.click(|goal| *goal == ClickTarget::Panel(Panel::Quotes));
    assert_eq!(screen.app.focus, Panel::Quotes);
    // On the map, the area of each state is clickable.
    for n in 0..5 {
        let code = screen.app.dossier.as_ref().unwrap().states[n].code.to_string();
        let mut map = Screen::new((200, 60), LATE).keys("Tab Tab Tab Tab Enter");
        map = map.click(|goal| matches!(goal, ClickTarget::State(id) if id.index() == n));
        assert_eq!(map.selected(), code);
    }
    let screen = Screen::new((120, 40), LATE).keys("v").click(latvia);
    assert_eq!(screen.selected(), "LV");
    // A click outside an overlay only closes it.
    let screen = Screen::new((120, 40), LATE).keys("t").click(latvia);
    assert_eq!(screen.selected(), "FI");
    assert!(screen.app.overlay.is_none(), "{}", screen.text());
}

#[test]
fn wheel_scrolls_panel_under_pointer() {
    let screen = Screen::new((80, 24), LATE).keys("2");
    let before = screen.text();
    let screen = screen.wheel(Panel::Quotes, true);
    assert_ne!(before, screen.text());
    assert_eq!(screen.app.focus, Panel::States, "the focus stays");
    assert_eq!(before, screen.wheel(Panel::Quotes, false).text());
}

#[test]
fn states_without_outline_are_listed() {
    let dossier = "format = 1\ntitle = 'Nordic'\n[[source]]\nid = 's'\npublisher = 'P'\ntitle = 'T'\n\
        [[state]]\ncode = 'XX'\nname = 'Utopia'\nsources = ['s']\n";
    let screen = Screen::empty((120, 40), LATE).edit(dossier);
    assert!(!screen.text().contains(" Map "), "{}", screen.text());
    let more = format!("{dossier}[[state]]\ncode = 'FI'\nname = 'Finland'\nsources = ['s']\n");
    let screen = Screen::empty((120, 40), LATE).edit(&more);
    assert!(screen.text().contains("not on the map: XX"), "{}", screen.text());
}

#[test]
fn overview_scrolls_to_selected_state() {
    let mut dossier = String::from("format = 1\ntitle = 'Many'\n");
    for n in 0..40u8 {
        let code = format!("{}{}", (b'A' + n / 26) as char, (b'A' + n % 26) as char);
        dossier += &format!("[[state]]\ncode = '{code}'\nname = 'State {n}'\n");
    }
    let screen = Screen::empty((80, 24), LATE).edit(&dossier).keys("v G");
    assert!(screen.text().contains("State 39"), "{}", screen.text());
    let screen = screen.keys("v");
    assert!(screen.rows_with("BN State 39")[0].contains('▌'), "{}", screen.text());
}

#[test]
fn overview_shows_each_label_once() {
    let text = Screen::new((160, 50), LATE).keys("v").text();
    for label in ["Target", "Last quoted", "Last aim", "5 % goal"] {
        assert_eq!(text.matches(label).count(), 1, "{label}\n{text}");
    }
}

#[test]
fn low_overview_has_rows_with_speakers() {
    for height in 20..40 {
        let text = Screen::new((120, height), LATE).keys("v").text();
        assert!(text.contains("Last quoted") || text.contains("last quoted"), "{height} rows\n{text}");
        assert!(text.contains("Margus Tsahkna"), "{height} rows\n{text}");
    }
}

#[test]
fn states_table_shows_every_treaty() {
    let screen = Screen::new((120, 40), LATE).keys("Enter Down Down Down");
    assert_eq!(screen.selected(), "LT");
    let text = screen.text();
    for words in ["27 Dec 2025", "6 Mar 2025", "2026e 5.33", "budget 5.38 % for 2026", "draft budget 4.51 %"]
    {
        assert!(text.contains(words), "{words}\n{text}");
    }
    assert_snapshot!("table-120x40", text);
}

#[test]
fn overview_bars_are_aligned() {
    for size in [(40, 24), (50, 24), (60, 24)] {
        let rows = Screen::new(size, LATE).keys("v").rows_with("█");
        let starts: std::collections::BTreeSet<_> =
            rows.iter().map(|row| row.chars().position(|c| c == '█')).collect();
        assert_eq!((rows.len(), starts.len()), (5, 1), "{rows:#?}");
    }
}

#[test]
fn zoomed_panel_shows_selection() {
    let screen = Screen::new((80, 24), LATE).keys("Tab Enter Down Down Down Down Down Down Down Esc Enter");
    assert!(!screen.rows_with("▌").is_empty(), "{}", screen.text());
}

#[test]
fn enlarged_chart_compares_editions_of_all_publishers() {
    let editions = std::fs::read_to_string("tests/dossiers/valid/editions.toml").unwrap();
    let screen = Screen::new((120, 40), LATE).edit(&editions).keys("Esc 1 Tab Enter");
    assert_snapshot!("editions-120x40", screen.text());
}

#[test]
fn few_lines_are_truncated() {
    for (n, state) in ["Finland", "Estonia", "Latvia", "Lithuania", "Poland"].iter().enumerate() {
        let screen = Screen::new((120, 40), LATE).keys(&(n + 1).to_string());
        let text = screen.text();
        // The axis of the chart has the same character before omitted years.
        let truncated = text.matches('…').count() - text.matches("…1").count();
        assert!(truncated <= 4, "{state}: {truncated}\n{text}");
    }
}
