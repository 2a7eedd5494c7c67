//! Times parts of the dashboard in isolation:
//!
//! ```sh
//! cargo bench --bench parts
//! cargo bench --bench parts -- search # only benchmarks with this word in their name
//! ```
//!
//! `cargo bench --bench compare` measures the program as a whole.

mod large;

use std::hint::black_box;

use divan::Bencher;

use flank::app::{App, File, FileEvent, Panel, View, WatchStatus};
use flank::config::{Settings, Theme};
use flank::dossier::{BUILT_IN, Day, Dossier, SearchIndex, Text, diff, read};
use flank::report::{HeadlessApp, UiOptions};
use flank::ui::symbols::Symbols;

fn main() {
    divan::main();
}

const DOSSIERS: [&str; 3] = ["shipped", "1,000 quotes", "20,000 quotes"];
const SCREENS: [&str; 3] = ["80x24", "120x40", "200x60"];

fn text(dossier: &str) -> String {
    match dossier {
        "shipped" => BUILT_IN.to_owned(),
        "1,000 quotes" => large::dossier(large::SMALL),
        _ => large::dossier(large::LARGE),
    }
}

fn dossier(dossier: &str) -> Dossier {
    let reading = read(text(dossier).as_bytes());
    assert!(reading.problems.is_empty(), "{dossier}: {:?}", reading.problems);
    reading.dossier.unwrap()
}

fn today() -> Day {
    "2026-11-24".parse().unwrap()
}

fn headless(dossier: &str, screen: &str) -> HeadlessApp {
    let (columns, rows) = screen.split_once('x').unwrap();
    let file = File::new(Text::line("flank.toml"), WatchStatus::Live);
    let options = UiOptions {
        keymap: Settings::read(None).unwrap().keymap,
        theme: Theme::default(),
        symbols: Symbols { ascii: false },
        marker: Default::default(),
    };
    let state = App::new(file, today(), None, None);
    let mut headless = HeadlessApp::new(state, options, (columns.parse().unwrap(), rows.parse().unwrap()));
    headless.receive(FileEvent::Read(Box::new(read(text(dossier).as_bytes()))));
    headless
}

/// Baseline for `read_dossier`: the `toml` crate alone.
#[divan::bench(args = DOSSIERS, max_time = 3)]
fn parse_toml(bencher: Bencher<'_, '_>, name: &str) {
    let text = text(name);
    bencher.bench(|| toml::de::DeTable::parse(black_box(&text)).map(drop));
}

/// From text to the model, with all problems.
#[divan::bench(args = DOSSIERS, max_time = 3)]
fn read_dossier(bencher: Bencher<'_, '_>, name: &str) {
    let text = text(name);
    bencher.bench(|| read(black_box(text.as_bytes())));
}

/// The queries of the panels for one day, for every state.
#[divan::bench(args = DOSSIERS)]
fn as_of(bencher: Bencher<'_, '_>, name: &str) {
    let dossier = dossier(name);
    bencher.bench(|| {
        let known = black_box(&dossier).as_of(black_box(today()));
        for state in dossier.state_ids() {
            for treaty in dossier.treaty_ids() {
                black_box(known.history(state, treaty));
            }
            black_box((known.spending(state), known.targets(state), known.quotes(state)));
        }
        known.hidden_count()
    });
}

#[divan::bench(name = "diff", args = DOSSIERS, max_time = 3)]
fn diff_of_edit(bencher: Bencher<'_, '_>, name: &str) {
    let old = dossier(name);
    let mut new = dossier(name);
    new.quotes[0].text = Text::line("Something else.");
    bencher.bench(|| diff(black_box(&old), black_box(&new)));
}

#[divan::bench(args = DOSSIERS, max_time = 3)]
fn search_index(bencher: Bencher<'_, '_>, name: &str) {
    let dossier = dossier(name);
    bencher.bench(|| SearchIndex::new(black_box(&dossier)));
}

#[divan::bench(args = DOSSIERS)]
fn search(bencher: Bencher<'_, '_>, name: &str) {
    let index = SearchIndex::new(&dossier(name));
    bencher.bench(|| index.search(black_box("mines conv")));
}

/// A complete frame, drawn into a buffer.
#[divan::bench(args = SCREENS)]
fn screen(bencher: Bencher<'_, '_>, size: &str) {
    let mut headless = headless("shipped", size);
    bencher.bench_local(|| headless.draw());
}

#[divan::bench(args = SCREENS)]
fn screen_of_20_000_quotes(bencher: Bencher<'_, '_>, size: &str) {
    let mut headless = headless("20,000 quotes", size);
    bencher.bench_local(|| headless.draw());
}

#[divan::bench(args = SCREENS)]
fn wall(bencher: Bencher<'_, '_>, size: &str) {
    let mut headless = headless("shipped", size);
    headless.app.view = View::Overview;
    bencher.bench_local(|| headless.draw());
}

/// Each panel at the size of the whole screen.
#[divan::bench(args = SCREENS, consts = [0, 1, 2, 3, 4, 5, 6])]
fn panel<const PANEL: usize>(bencher: Bencher<'_, '_>, size: &str) {
    let mut headless = headless("shipped", size);
    headless.app.focus = Panel::ALL[PANEL];
    headless.app.zoomed = true;
    bencher.bench_local(|| headless.draw());
}

/// A key press that changes the whole screen.
#[divan::bench(args = SCREENS)]
fn next_state(bencher: Bencher<'_, '_>, size: &str) {
    let mut headless = headless("shipped", size);
    let mut keys = ["l", "h"].into_iter().cycle();
    bencher.bench_local(|| headless.press(keys.next().unwrap()).unwrap());
}

/// A save: reads the file, compares it with the last version, and draws a frame.
#[divan::bench(args = DOSSIERS, max_time = 5)]
fn reload(bencher: Bencher<'_, '_>, name: &str) {
    let mut headless = headless(name, "120x40");
    let text = text(name);
    let mut number = 0;
    bencher.bench_local(|| {
        number += 1;
        let saved = text.replacen("title = ", &format!("title = \"{number}\" #"), 1);
        headless.receive(FileEvent::Read(Box::new(read(saved.as_bytes()))));
    });
}
