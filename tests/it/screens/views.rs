//! Map, timeline and overview, with keys and mouse.

use std::time::Instant;

use flank::app::{ClickTarget, Message, Panel, update};
use flank::dossier::Fact;
use flank::dossier::model::About;
use insta::assert_snapshot;

use crate::screens::stage::{ARTICLE, LATE, Stage};

impl Stage {
    /// Clicks the first cell whose target `accepts` it.
    fn click(self, accepts: impl Fn(&ClickTarget) -> bool) -> Stage {
        let hit = *self.state.panels.hits.iter().find(|hit| accepts(&hit.target)).expect("nothing to click");
        self.with(|stage| {
            update(&mut stage.state, Message::Click(hit.x, hit.y, Instant::now()));
        })
    }

    /// Turns the wheel over a panel.
    fn wheel(self, panel: Panel, down: bool) -> Stage {
        let hit = *self.state.panels.hits.iter().find(|hit| hit.target == ClickTarget::Panel(panel)).unwrap();
        self.with(|stage| {
            update(&mut stage.state, Message::Wheel(hit.x + 1, hit.y + 1, down));
        })
    }

    fn selected(&self) -> &str {
        &self.state.dossier.as_ref().unwrap()[self.state.selected_state].code
    }
}

#[test]
fn every_view() {
    assert_snapshot!("wide-200x60", Stage::new((200, 60), ARTICLE).keys("5").text());
    assert_snapshot!("map-200x60", Stage::new((200, 60), LATE).keys("1 Tab Tab Tab Tab Enter").text());
    assert_snapshot!("map-80x24", Stage::new((80, 24), LATE).keys("2 Tab Tab Tab Tab").text());
    assert_snapshot!("timeline-80x24", Stage::new((80, 24), ARTICLE).keys("2 Tab Tab Tab Tab Tab").text());
    assert_snapshot!("background-80x24", Stage::new((80, 24), LATE).keys("5 Shift+Tab Enter").text());
    assert_snapshot!("wall-120x40", Stage::new((120, 40), LATE).keys("v").text());
    assert_snapshot!("wall-80x24", Stage::new((80, 24), ARTICLE).keys("4 v").text());
    assert_snapshot!("wall-200x60", Stage::new((200, 60), LATE).keys("v").text());
    assert_snapshot!("track-160x50", Stage::new((160, 50), "2025-06-10").keys("4").text());
}

/// Returns the order of the states in the overview.
fn order(stage: &Stage) -> Vec<String> {
    let code = |row: &String| row.chars().skip(3).take(2).collect::<String>();
    let is_code = |code: &String| code.len() == 2 && code.chars().all(|c| c.is_ascii_uppercase());
    stage.rows().iter().filter(|row| row.starts_with('│')).map(code).filter(is_code).collect()
}

#[test]
fn overview_keys_follow_its_order() {
    let stage = Stage::new((80, 24), ARTICLE).keys("v");
    assert_eq!(order(&stage), ["FI", "EE", "LV", "LT", "PL"]);
    let stage = stage.keys("S");
    assert_eq!(order(&stage), ["EE", "FI", "LV", "LT", "PL"]);
    let stage = stage.keys("S");
    assert_eq!(order(&stage), ["EE", "LV", "LT", "PL", "FI"], "Finland only debates");
    let stage = stage.keys("S");
    assert_eq!(order(&stage), ["PL", "EE", "LV", "LT", "FI"], "3.79, 3.37, 3.36, 3.09, 2.40");
    let stage = stage.keys("1 h");
    assert_eq!(stage.selected(), "LT", "Finland is last, and Lithuania before it");
    let stage = stage.keys("Enter");
    assert!(stage.text().contains("Treaty stance"), "Enter opens the state\n{}", stage.text());
    assert_eq!(stage.selected(), "LT");
}

#[test]
fn treaty_in_view_changes_list_map_and_overview() {
    let stage = Stage::new((120, 40), LATE).keys("T");
    let text = stage.text();
    assert!(text.matches("○ never joined").count() >= 4, "{text}");
    assert!(text.contains("╰ Convention on Cluster M…"), "{text}");
    assert!(stage.keys("T").text().contains("╰ Ottawa Convention"));
}

#[test]
fn timeline_entry_selects_its_state() {
    let stage = Stage::new((120, 40), ARTICLE).keys("1 Tab Tab Tab Tab Tab");
    // The last known entry is what Poland's minister recommends; above it is what Lithuania intends.
    let stage = stage.keys("k");
    assert_eq!(stage.selected(), "LT");
    let stage = stage.keys("j j");
    assert_eq!(stage.selected(), "LV", "what comes later can be looked at, below the line");
    assert!(stage.text().contains("18 Mar 2025 ─"), "{}", stage.text());
}

#[test]
fn timeline_can_be_limited_to_one_state() {
    let stage = Stage::new((120, 40), LATE).keys("1 Tab Tab Tab Tab Tab f");
    let timeline: Vec<String> =
        stage.rows().iter().map(|row| row.chars().skip(82).collect::<String>()).collect();
    assert!(timeline.iter().any(|row| row.contains(" Finland ")), "{}", timeline.join("\n"));
    for other in [" EE ", " LV ", " LT ", " PL "] {
        let own = timeline[24..].iter().all(|row| !row.contains(other));
        assert!(own, "{other}\n{}", timeline.join("\n"));
    }
}

#[test]
fn timeline_can_be_limited_by_kind_treaty_and_state() {
    let entries = |stage: &Stage| {
        let filter = stage.state.timeline_filter();
        stage.state.known().unwrap().timeline(filter).0.iter().map(|entry| entry.fact).collect::<Vec<_>>()
    };
    let stage = Stage::new((120, 40), LATE).keys("2 Tab Tab Tab Tab Tab");
    let all = entries(&stage);
    let stage = stage.keys("F");
    assert_snapshot!("timeline-filter-120x40", stage.text());
    // The third kind: quotations.
    let stage = stage.keys("j j j Enter");
    assert!(stage.state.overlay.is_none());
    assert!(stage.text().contains("▸ Timeline: quotations ─"), "{}", stage.text());
    let quotes = entries(&stage);
    assert!(!quotes.is_empty() && quotes.iter().all(|fact| matches!(fact, Fact::Quote(_))), "{quotes:?}");
    assert_eq!(quotes.len(), all.iter().filter(|fact| matches!(fact, Fact::Quote(_))).count());
    // Only those about a treaty, then only those of the selected state.
    let stage = stage.keys("F j j j j Enter");
    assert!(stage.text().contains("Timeline: quotations, Otta"), "{}", stage.text());
    let about = entries(&stage);
    assert!(about.len() < quotes.len() && about.iter().all(|fact| quotes.contains(fact)), "{about:?}");
    let stage = stage.keys("F G Enter");
    let own = entries(&stage);
    assert!(!own.is_empty() && own.len() < about.len(), "{own:?}");
    // The first rows of each group show everything again.
    let stage = stage.keys("F g Enter f");
    assert_eq!(
        entries(&stage).len(),
        all.iter().filter(|fact| is_about_first_treaty(&stage, **fact)).count()
    );
    // A hit that the filter hides is shown.
    let stage = stage.keys("/").keys("i n t e l l i g e n c e Space o f f i c i a l s Enter");
    assert_eq!(entries(&stage).len(), all.len(), "{}", stage.text());
}

fn is_about_first_treaty(stage: &Stage, fact: Fact) -> bool {
    let dossier = stage.state.dossier.as_ref().unwrap();
    match fact {
        Fact::Stance(_, treaty, _) => treaty.0 == 0,
        Fact::Quote(id) => matches!(dossier[id].about, Some(About::Treaty(treaty)) if treaty.0 == 0),
        _ => false,
    }
}

#[test]
fn click_selects_and_focuses() {
    let latvia = |goal: &ClickTarget| matches!(goal, ClickTarget::State(id) if id.0 == 2);
    let stage = Stage::new((120, 40), LATE).keys("Tab").click(latvia);
    assert_eq!(stage.selected(), "LV");
    assert_eq!(stage.state.focus, Panel::States);
    let stage = stage.click(|goal| *goal == ClickTarget::Panel(Panel::Quotes));
    assert_eq!(stage.state.focus, Panel::Quotes);
    // On the map each state has its land.
    for n in 0..5 {
        let code = stage.state.dossier.as_ref().unwrap().states[n].code.to_string();
        let mut map = Stage::new((200, 60), LATE).keys("Tab Tab Tab Tab Enter");
        map = map.click(|goal| matches!(goal, ClickTarget::State(id) if id.index() == n));
        assert_eq!(map.selected(), code);
    }
    let stage = Stage::new((120, 40), LATE).keys("v").click(latvia);
    assert_eq!(stage.selected(), "LV");
    // A click outside of an overlay closes it, and does nothing else.
    let stage = Stage::new((120, 40), LATE).keys("t").click(latvia);
    assert_eq!(stage.selected(), "FI");
    assert!(stage.state.overlay.is_none(), "{}", stage.text());
}

#[test]
fn wheel_scrolls_the_panel_under_it() {
    let stage = Stage::new((80, 24), LATE).keys("2");
    let before = stage.text();
    let stage = stage.wheel(Panel::Quotes, true);
    assert_ne!(before, stage.text());
    assert_eq!(stage.state.focus, Panel::States, "the focus stays");
    assert_eq!(before, stage.wheel(Panel::Quotes, false).text());
}

#[test]
fn states_without_outline_are_listed() {
    let dossier = "format = 1\ntitle = 'Nordic'\n[[source]]\nid = 's'\npublisher = 'P'\ntitle = 'T'\n\
        [[state]]\ncode = 'XX'\nname = 'Utopia'\nsources = ['s']\n";
    let stage = Stage::empty((120, 40), LATE).edit(dossier);
    assert!(!stage.text().contains(" Map "), "{}", stage.text());
    let more = format!("{dossier}[[state]]\ncode = 'FI'\nname = 'Finland'\nsources = ['s']\n");
    let stage = Stage::empty((120, 40), LATE).edit(&more);
    assert!(stage.text().contains("not on the map: XX"), "{}", stage.text());
}

#[test]
fn overview_scrolls_to_selected_state() {
    let mut dossier = String::from("format = 1\ntitle = 'Many'\n");
    for n in 0..40u8 {
        let code = format!("{}{}", (b'A' + n / 26) as char, (b'A' + n % 26) as char);
        dossier += &format!("[[state]]\ncode = '{code}'\nname = 'State {n}'\n");
    }
    let stage = Stage::empty((80, 24), LATE).edit(&dossier).keys("v G");
    assert!(stage.text().contains("State 39"), "{}", stage.text());
    let stage = stage.keys("v");
    assert!(stage.rows_with("BN State 39")[0].contains('▌'), "{}", stage.text());
}

#[test]
fn overview_shows_each_label_once() {
    let text = Stage::new((160, 50), LATE).keys("v").text();
    for label in ["Target", "Last quoted", "Last aim", "5 % goal"] {
        assert_eq!(text.matches(label).count(), 1, "{label}\n{text}");
    }
}

#[test]
fn low_overview_has_rows_with_speakers() {
    for height in 20..40 {
        let text = Stage::new((120, height), LATE).keys("v").text();
        assert!(text.contains("Last quoted") || text.contains("last quoted"), "{height} rows\n{text}");
        assert!(text.contains("Margus Tsahkna"), "{height} rows\n{text}");
    }
}

#[test]
fn states_table_shows_every_treaty() {
    let stage = Stage::new((120, 40), LATE).keys("Enter Down Down Down");
    assert_eq!(stage.selected(), "LT");
    let text = stage.text();
    for words in ["27 Dec 2025", "6 Mar 2025", "2026e 5.33", "budget 5.38 % for 2026", "draft budget 4.51 %"]
    {
        assert!(text.contains(words), "{words}\n{text}");
    }
    assert_snapshot!("table-120x40", text);
}

#[test]
fn overview_bars_are_aligned() {
    for size in [(40, 24), (50, 24), (60, 24)] {
        let rows = Stage::new(size, LATE).keys("v").rows_with("█");
        let starts: std::collections::BTreeSet<_> =
            rows.iter().map(|row| row.chars().position(|c| c == '█')).collect();
        assert_eq!((rows.len(), starts.len()), (5, 1), "{rows:#?}");
    }
}

#[test]
fn zoomed_panel_shows_selection() {
    let stage = Stage::new((80, 24), LATE).keys("Tab Enter Down Down Down Down Down Down Down Esc Enter");
    assert!(!stage.rows_with("▌").is_empty(), "{}", stage.text());
}

#[test]
fn enlarged_chart_compares_editions_of_all_publishers() {
    let editions = std::fs::read_to_string("tests/dossiers/valid/editions.toml").unwrap();
    let stage = Stage::new((120, 40), LATE).edit(&editions).keys("Esc 1 Tab Enter");
    assert_snapshot!("editions-120x40", stage.text());
}

/// A line that ends in the mark of truncated text, at the end of a panel's row.
#[test]
fn hardly_a_line_is_truncated() {
    for (n, state) in ["Finland", "Estonia", "Latvia", "Lithuania", "Poland"].iter().enumerate() {
        let stage = Stage::new((120, 40), LATE).keys(&(n + 1).to_string());
        let text = stage.text();
        // The axis of the chart says with the same character that older years have no space.
        let truncated = text.matches('…').count() - text.matches("…1").count();
        assert!(truncated <= 4, "{state}: {truncated}\n{text}");
    }
}
