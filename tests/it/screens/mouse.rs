//! What clicks and the wheel do.

use std::time::Duration;

use flank::app::{ClickTarget, Effect, HitRegion, Message, Overlay, Panel, update};
use flank::config::Command;
use flank::dossier::Fact;

use crate::screens::stage::{ARTICLE, LATE, Stage};

impl Stage {
    /// Clicks a cell.
    fn click_at(self, x: u16, y: u16) -> Stage {
        let click = Message::Click(x, y, self.time);
        self.with(|stage| stage.effect = update(&mut stage.state, click))
    }

    /// Lets time pass before the next click.
    fn after(self, milliseconds: u64) -> Stage {
        self.with(|stage| stage.time += Duration::from_millis(milliseconds))
    }

    /// Clicks the first letter of a text on the screen.
    fn click_text(self, text: &str) -> Stage {
        let (x, y) = self.find(text);
        self.click_at(x, y)
    }

    fn find(&self, text: &str) -> (u16, u16) {
        let rows = self.rows();
        let found = rows.iter().zip(0..).find_map(|(row, y)| {
            let at = row.find(text)?;
            Some((row[..at].chars().count() as u16, y))
        });
        found.unwrap_or_else(|| panic!("no {text:?} in\n{}", self.text()))
    }

    fn wheel_at(self, (x, y): (u16, u16), down: bool) -> Stage {
        self.with(|stage| stage.effect = update(&mut stage.state, Message::Wheel(x, y, down)))
    }
}

#[test]
fn click_in_an_overlay_selects_and_a_second_one_opens() {
    let stage = Stage::new((120, 40), LATE).keys("3 s");
    let titles: Vec<String> = stage.rows().into_iter().filter(|row| row.contains("https://")).collect();
    assert!(titles.len() > 1, "{}", stage.text());
    let url = titles[1].trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_owned();
    let stage = stage.click_text(&url[..24]);
    assert!(matches!(&stage.state.overlay, Some(Overlay::Sources(list)) if list.selected() == Some(1)));
    assert_eq!(stage.effect, None);
    // It is a second one however late it is.
    let stage = stage.after(60_000).click_text(&url[..24]);
    assert!(
        matches!(&stage.effect, Some(Effect::Open(opened)) if url.contains(&opened[..24])),
        "{:?}",
        stage.effect
    );

    // A hit of the search.
    let stage = Stage::new((120, 40), LATE).keys("/ l i t h u a n i a");
    let row = *stage.state.panels.hits.iter().find(|hit| hit.target == ClickTarget::Row(2)).unwrap();
    let stage = stage.click_at(row.x, row.y);
    assert_eq!(stage.state.search.position, 2);
    assert!(stage.state.overlay.is_some());
    assert!(stage.click_at(row.x, row.y).state.overlay.is_none());

    // A command.
    let stage = Stage::new((120, 40), LATE).keys(":").click_text("go-to-day");
    assert!(stage.rows_with("▌go-to-day").len() == 1, "{}", stage.text());
    let stage = stage.click_text("go-to-day");
    assert!(matches!(stage.state.overlay, Some(Overlay::Day(_))), "{}", stage.text());
}

#[test]
fn click_inside_a_window_keeps_it_and_outside_closes_it() {
    let stage = Stage::new((120, 40), LATE).keys("t");
    let (x, y) = stage.find("2025-03-18, 2025-07");
    let stage = stage.click_at(x, y);
    assert!(stage.state.overlay.is_some());
    assert!(stage.click_at(1, 30).state.overlay.is_none());
}

#[test]
fn hints_date_and_strip_are_clickable() {
    let stage = Stage::new((80, 24), ARTICLE).click_text("18 Mar 2025");
    assert!(matches!(stage.state.overlay, Some(Overlay::Day(_))), "{}", stage.text());
    let stage = stage.click_text("Esc close");
    assert!(stage.state.overlay.is_none());
    let stage = stage.click_text("? help");
    assert!(matches!(stage.state.overlay, Some(Overlay::Help(_))), "{}", stage.text());
    let stage = stage.click_text("q close");
    assert!(stage.state.overlay.is_none());
    // Two arrows are two targets.
    let stage = stage.click_text("→ state");
    assert_eq!(stage.state.selected_state.0, 1);
    let stage = stage.click_text("← ".trim_end());
    assert_eq!(stage.state.selected_state.0, 0);
    let stage = stage.click_text("Timeline");
    assert_eq!(stage.state.focus, Panel::Timeline, "{}", stage.text());
    assert_eq!(stage.click_text("q quit").effect, Some(Effect::Quit));
    // The keys of a message, too.
    let stage = Stage::new((80, 24), LATE).keys("x").click_text("? keys");
    assert!(matches!(stage.state.overlay, Some(Overlay::Help(_))), "{}", stage.text());
}

#[test]
fn every_hint_of_the_footer_has_a_target() {
    for keys in ["", "Tab", "Tab Enter", "v", "s", "?", "!", "u", "F", "/", ":", "t", "L"] {
        let stage = Stage::new((120, 40), LATE).keys(keys);
        let bottom = stage.rows().len() as u16 - 1;
        let mut covered = stage.footer().replace("   ", "\0");
        covered.retain(|c| c == '\0');
        let hits = stage.state.panels.hits.iter();
        let commands = hits.filter(|hit| hit.y == bottom && matches!(hit.target, ClickTarget::Command(_)));
        assert!(commands.count() > covered.len(), "{keys}: {}", stage.footer());
    }
}

#[test]
fn double_click_zooms_a_panel() {
    let stage = Stage::new((120, 40), LATE).keys("2");
    let (x, y) = stage.find("Defence spending");
    let stage = stage.click_at(x, y);
    assert!(stage.state.focus == Panel::Spending && !stage.state.zoomed);
    // A click elsewhere in the panel is another first one.
    let stage = stage.click_at(x + 1, y).click_at(x, y);
    assert!(!stage.state.zoomed);
    // A late click is another first one.
    let stage = stage.after(600).click_at(x, y);
    assert!(!stage.state.zoomed);
    assert!(stage.after(400).click_at(x, y).state.zoomed);
    // A key between two clicks separates them.
    let stage = Stage::new((120, 40), LATE).keys("2").click_at(x, y).keys("l").click_at(x, y);
    assert!(!stage.state.zoomed);
    // In the overview it opens the state.
    let stage = Stage::new((120, 40), LATE).keys("v");
    let hits = &stage.state.panels.hits;
    let latvia = |hit: &&HitRegion| matches!(hit.target, ClickTarget::State(id) if id.0 == 2);
    let HitRegion { x, y, .. } = *hits.iter().find(latvia).unwrap();
    let stage = stage.click_at(x, y).click_at(x, y);
    assert_eq!(stage.state.selected_state.0, 2);
    assert!(stage.text().contains("Treaty stance"), "{}", stage.text());
}

#[test]
fn click_selects_an_entry_of_a_panel() {
    let stage = Stage::new((120, 40), LATE).keys("2").click_text("27 Jun 2025 ◇");
    assert_eq!(stage.state.focus, Panel::Stance);
    assert_eq!(stage.rows_with("▌  27 Jun 2025 ◇").len(), 1, "{}", stage.text());
}

#[test]
fn click_selects_a_bar_of_the_chart() {
    let year = |stage: &Stage| match stage.state.selected_fact() {
        Some(fact @ Fact::Figure(..)) => stage.state.dossier.as_ref().unwrap().statement(fact),
        other => panic!("{other:?} in\n{}", stage.text()),
    };
    for size in [(80, 24), (120, 40), (200, 60)] {
        let stage = Stage::new(size, LATE).keys("5");
        // The bar is above its year.
        let (x, y) = stage.find(if size.0 < 200 { " 20  22 " } else { " 2020 " });
        let stage = stage.click_at(x + 1, y);
        assert_eq!(stage.state.focus, Panel::Spending);
        assert!(year(&stage).contains("2020"), "{}", stage.text());
        let stage = stage.click_at(x + 1 + if size.0 < 200 { 4 } else { 12 }, y - 1);
        assert!(year(&stage).contains("2022"), "{}", stage.text());
    }
    // Most of a label is above other bars.
    let stage = Stage::new((120, 40), LATE).keys("5");
    let is_label =
        |hit: &&HitRegion| hit.height == 1 && matches!(hit.target, ClickTarget::Entry(Fact::Figure(..)));
    let label = *stage.state.panels.hits.iter().find(is_label).unwrap();
    let stage = stage.click_at(label.x, label.y);
    assert!(year(&stage).contains("2026"), "{}", stage.text());
    // A second click opens it, in the zoomed panel with the sources.
    let stage = Stage::new((80, 24), LATE).keys("5");
    let (x, y) = stage.find(" 20  22 ");
    let stage = stage.click_at(x + 1, y).click_at(x + 1, y);
    assert!(stage.state.zoomed && year(&stage).contains("2020"), "{}", stage.text());
    assert_eq!(stage.rows_with("▌ 2020").len(), 1, "{}", stage.text());
}

#[test]
fn zoomed_list_begins_with_a_whole_entry() {
    for size in [(80, 24), (120, 40), (200, 60)] {
        for turns in 0..9 {
            let stage = Stage::new(size, LATE).keys("2");
            let (x, y) = stage.find("Quoted officials");
            let stage = (0..turns).fold(stage, |stage, _| stage.wheel_at((x, y + 1), true));
            let stage = stage.click_at(x, y + 1).click_at(x, y + 1);
            assert!(stage.state.zoomed);
            let list = &stage.state.panels.quotes;
            let (offset, last) = (list.offset(), list.metrics().max_offset());
            let first = list.spans().iter().find(|span| span.end > offset).unwrap();
            assert!(offset <= first.start || offset == last, "{}", stage.text());
        }
    }
}

#[test]
fn wheel_scrolls_what_is_under_it() {
    let stage = Stage::new((80, 24), LATE).keys("2 ?");
    let before = stage.text();
    let (x, y) = stage.find("Help");
    let stage = stage.wheel_at((x, y + 2), true);
    assert_ne!(stage.text(), before);
    assert_eq!(stage.wheel_at((x, y + 2), false).text(), before);
    // Beside the window it scrolls the panel there, and the list in the window stays.
    let stage = Stage::new((120, 40), LATE).keys("2 t");
    let quotes = stage.find("Quoted officials");
    let before = stage.text();
    let stage = stage.wheel_at((quotes.0, quotes.1 + 1), true);
    assert!(stage.state.overlay.is_some());
    assert_ne!(stage.text(), before);
}

#[test]
fn commands_of_hints_are_those_of_the_keys() {
    let stage = Stage::new((120, 40), LATE);
    let targets: Vec<Command> = stage
        .state
        .panels
        .hits
        .iter()
        .filter_map(|hit| match hit.target {
            ClickTarget::Command(command) if hit.y == 39 => Some(command),
            _ => None,
        })
        .collect();
    assert!(targets.starts_with(&[Command::PreviousState, Command::NextState]), "{targets:?}");
    assert!(targets.ends_with(&[Command::Help, Command::Close]), "{targets:?}");
}
