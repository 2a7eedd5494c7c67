//! Clicks and the wheel.

use std::time::Duration;

use flank::app::{ClickTarget, Effect, HitRegion, Message, Overlay, Panel, update};
use flank::config::Command;
use flank::dossier::Fact;
use flank::dossier::model::StateId;

use crate::screens::screen::{ARTICLE, LATE, Screen};

impl Screen {
    /// Clicks a cell.
    fn click_at(self, x: u16, y: u16) -> Screen {
        let click = Message::Click(x, y, self.time);
        self.with(|screen| screen.effect = update(&mut screen.app, click))
    }

    /// Lets time pass before the next click.
    fn after(self, milliseconds: u64) -> Screen {
        self.with(|screen| screen.time += Duration::from_millis(milliseconds))
    }

    /// Clicks the first letter of a text on the screen.
    fn click_text(self, text: &str) -> Screen {
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

    fn wheel_at(self, (x, y): (u16, u16), down: bool) -> Screen {
        self.with(|screen| screen.effect = update(&mut screen.app, Message::Wheel(x, y, down)))
    }
}

#[test]
fn first_click_in_overlay_selects_and_second_opens() {
    let screen = Screen::new((120, 40), LATE).keys("3 s");
    let titles: Vec<String> = screen.rows().into_iter().filter(|row| row.contains("https://")).collect();
    assert!(titles.len() > 1, "{}", screen.text());
    let url = titles[1].trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_owned();
    let screen = screen.click_text(&url[..24]);
    assert!(matches!(&screen.app.overlay, Some(Overlay::Sources(list)) if list.selected() == Some(1)));
    assert_eq!(screen.effect, None);
    // In an overlay, the second click may be late.
    let screen = screen.after(60_000).click_text(&url[..24]);
    assert!(
        matches!(&screen.effect, Some(Effect::Open(opened)) if url.contains(&opened[..24])),
        "{:?}",
        screen.effect
    );

    // A hit of the search.
    let screen = Screen::new((120, 40), LATE).keys("/ l i t h u a n i a");
    let row = *screen.app.panels.hits.iter().find(|hit| hit.target == ClickTarget::Row(2)).unwrap();
    let screen = screen.click_at(row.x, row.y);
    assert_eq!(screen.app.search.position, 2);
    assert!(screen.app.overlay.is_some());
    assert!(screen.click_at(row.x, row.y).app.overlay.is_none());

    // A command.
    let screen = Screen::new((120, 40), LATE).keys(":").click_text("go-to-day");
    assert!(screen.rows_with("▌go-to-day").len() == 1, "{}", screen.text());
    let screen = screen.click_text("go-to-day");
    assert!(matches!(screen.app.overlay, Some(Overlay::Day(_))), "{}", screen.text());
}

#[test]
fn click_outside_a_window_closes_it() {
    let screen = Screen::new((120, 40), LATE).keys("t");
    let (x, y) = screen.find("2025-03-18, 2025-07");
    let screen = screen.click_at(x, y);
    assert!(screen.app.overlay.is_some());
    assert!(screen.click_at(1, 30).app.overlay.is_none());
}

#[test]
fn hints_date_and_strip_are_clickable() {
    let screen = Screen::new((80, 24), ARTICLE).click_text("18 Mar 2025");
    assert!(matches!(screen.app.overlay, Some(Overlay::Day(_))), "{}", screen.text());
    let screen = screen.click_text("Esc close");
    assert!(screen.app.overlay.is_none());
    let screen = screen.click_text("? help");
    assert!(matches!(screen.app.overlay, Some(Overlay::Help(_))), "{}", screen.text());
    let screen = screen.click_text("q close");
    assert!(screen.app.overlay.is_none());
    // Each arrow of the hint is a separate target.
    let screen = screen.click_text("→ state");
    assert_eq!(screen.app.selected_state.0, 1);
    let screen = screen.click_text("← ".trim_end());
    assert_eq!(screen.app.selected_state.0, 0);
    let screen = screen.click_text("Timeline");
    assert_eq!(screen.app.focus, Panel::Timeline, "{}", screen.text());
    assert_eq!(screen.click_text("q quit").effect, Some(Effect::Quit));
    // The hint of a message is also clickable.
    let screen = Screen::new((80, 24), LATE).keys("x").click_text("? keys");
    assert!(matches!(screen.app.overlay, Some(Overlay::Help(_))), "{}", screen.text());
}

#[test]
fn every_hint_of_the_footer_has_a_target() {
    for keys in ["", "Tab", "Tab Enter", "v", "s", "?", "!", "u", "F", "/", ":", "t", "L"] {
        let screen = Screen::new((120, 40), LATE).keys(keys);
        let bottom = screen.rows().len() as u16 - 1;
        let mut covered = screen.footer().replace("   ", "\0");
        covered.retain(|c| c == '\0');
        let hits = screen.app.panels.hits.iter();
        let commands = hits.filter(|hit| hit.y == bottom && matches!(hit.target, ClickTarget::Command(_)));
        assert!(commands.count() > covered.len(), "{keys}: {}", screen.footer());
    }
}

#[test]
fn double_click_zooms_a_panel() {
    let screen = Screen::new((120, 40), LATE).keys("2");
    let (x, y) = screen.find("Defence spending");
    let screen = screen.click_at(x, y);
    assert!(screen.app.focus == Panel::Spending && !screen.app.zoomed);
    // A click on another cell starts a new double click.
    let screen = screen.click_at(x + 1, y).click_at(x, y);
    assert!(!screen.app.zoomed);
    // A late click starts a new one, too.
    let screen = screen.after(600).click_at(x, y);
    assert!(!screen.app.zoomed);
    assert!(screen.after(400).click_at(x, y).app.zoomed);
    // A key between two clicks separates them.
    let screen = Screen::new((120, 40), LATE).keys("2").click_at(x, y).keys("l").click_at(x, y);
    assert!(!screen.app.zoomed);
    // In the overview, a double click opens the state.
    let screen = Screen::new((120, 40), LATE).keys("v");
    let hits = &screen.app.panels.hits;
    let latvia = |hit: &&HitRegion| matches!(hit.target, ClickTarget::State(id) if id.0 == 2);
    let HitRegion { x, y, .. } = *hits.iter().find(latvia).unwrap();
    let screen = screen.click_at(x, y).click_at(x, y);
    assert_eq!(screen.app.selected_state.0, 2);
    assert!(screen.text().contains("Treaty stance"), "{}", screen.text());
}

#[test]
fn click_selects_an_entry_of_a_panel() {
    let screen = Screen::new((120, 40), LATE).keys("2").click_text("27 Jun 2025 ◇");
    assert_eq!(screen.app.focus, Panel::Stance);
    assert_eq!(screen.rows_with("▌  27 Jun 2025 ◇").len(), 1, "{}", screen.text());
}

#[test]
fn click_selects_a_bar_of_the_chart() {
    let year = |screen: &Screen| match screen.app.selected_fact() {
        Some(fact @ Fact::Figure(..)) => screen.app.dossier.as_ref().unwrap().statement(fact),
        other => panic!("{other:?} in\n{}", screen.text()),
    };
    for size in [(80, 24), (120, 40), (200, 60)] {
        let screen = Screen::new(size, LATE).keys("5");
        // The bar is above its year.
        let (x, y) = screen.find(if size.0 < 200 { " 20  22 " } else { " 2020 " });
        let screen = screen.click_at(x + 1, y);
        assert_eq!(screen.app.focus, Panel::Spending);
        assert!(year(&screen).contains("2020"), "{}", screen.text());
        let screen = screen.click_at(x + 1 + if size.0 < 200 { 4 } else { 12 }, y - 1);
        assert!(year(&screen).contains("2022"), "{}", screen.text());
    }
    // Most of a label is above other bars.
    let screen = Screen::new((120, 40), LATE).keys("5");
    let is_label =
        |hit: &&HitRegion| hit.height == 1 && matches!(hit.target, ClickTarget::Entry(Fact::Figure(..)));
    let label = *screen.app.panels.hits.iter().find(is_label).unwrap();
    let screen = screen.click_at(label.x, label.y);
    assert!(year(&screen).contains("2026"), "{}", screen.text());
    // A second click opens it, in the zoomed panel with the sources.
    let screen = Screen::new((80, 24), LATE).keys("5");
    let (x, y) = screen.find(" 20  22 ");
    let screen = screen.click_at(x + 1, y).click_at(x + 1, y);
    assert!(screen.app.zoomed && year(&screen).contains("2020"), "{}", screen.text());
    assert_eq!(screen.rows_with("▌ 2020").len(), 1, "{}", screen.text());
}

#[test]
fn zoomed_list_begins_with_a_whole_entry() {
    for size in [(80, 24), (120, 40), (200, 60)] {
        for turns in 0..9 {
            let screen = Screen::new(size, LATE).keys("2");
            let (x, y) = screen.find("Quoted officials");
            let screen = (0..turns).fold(screen, |screen, _| screen.wheel_at((x, y + 1), true));
            let screen = screen.click_at(x, y + 1).click_at(x, y + 1);
            assert!(screen.app.zoomed);
            let list = screen.app.panels.list(Panel::Quotes).unwrap();
            let (offset, last) = (list.offset(), list.metrics().max_offset());
            let first = list.spans().iter().find(|span| span.end > offset).unwrap();
            assert!(offset <= first.start || offset == last, "{}", screen.text());
        }
    }
}

#[test]
fn wheel_scrolls_window_or_panel_under_pointer() {
    let screen = Screen::new((80, 24), LATE).keys("2 ?");
    let before = screen.text();
    let (x, y) = screen.find("Help");
    let screen = screen.wheel_at((x, y + 2), true);
    assert_ne!(screen.text(), before);
    assert_eq!(screen.wheel_at((x, y + 2), false).text(), before);
    // Next to the window, the wheel scrolls the panel under the pointer. The window stays.
    let screen = Screen::new((120, 40), LATE).keys("2 t");
    let quotes = screen.find("Quoted officials");
    let before = screen.text();
    let screen = screen.wheel_at((quotes.0, quotes.1 + 1), true);
    assert!(screen.app.overlay.is_some());
    assert_ne!(screen.text(), before);
}

#[test]
fn filter_that_hides_the_selected_state_ends_with_its_text_field() {
    let screen = Screen::new((120, 40), LATE).keys("L f i n");
    assert_eq!(screen.app.selected_state, StateId(0));
    // Earlier entries of the timeline are about other states.
    let (x, y) = screen.find("Timeline");
    let screen = (0..20).fold(screen, |screen, _| screen.wheel_at((x, y + 1), false));
    assert_ne!(screen.app.selected_state, StateId(0));
    assert_eq!(screen.rows_with("States: fin").len(), 1, "{}", screen.text());
    let screen = screen.keys("Enter");
    assert_eq!(screen.rows_with("States: fin").len(), 0, "{}", screen.text());
}

#[test]
fn footer_hints_run_their_commands() {
    let screen = Screen::new((120, 40), LATE);
    let targets: Vec<Command> = screen
        .app
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
