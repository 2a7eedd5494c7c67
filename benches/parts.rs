//! The parts of the dashboard by themselves: `cargo bench --bench parts`, or with a word to choose, such as
//! `cargo bench --bench parts -- find`.
//!
//! What the reader waits for as a whole is measured by `cargo bench --bench compare`.

mod large;

use std::hint::black_box;

use divan::Bencher;

use flank::app::{App, File, FileEvent, Panel, View, WatchStatus};
use flank::config::{Settings, Theme};
use flank::dossier::{BUILT_IN, Day, Dossier, SearchIndex, Text, diff, read};
use flank::report::{Setting, Stage};
use flank::ui::symbols::Symbols;

fn main() {
    divan::main();
}

/// The dossier that ships, one of a thousand quotations, and one of 10 MB.
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

fn stage(dossier: &str, screen: &str) -> Stage {
    let (columns, rows) = screen.split_once('x').unwrap();
    let file = File::new(Text::line("flank.toml"), WatchStatus::Live);
    let setting = Setting {
        keymap: Settings::read(None).unwrap().keymap,
        theme: Theme::default(),
        symbols: Symbols { ascii: false },
        marker: Default::default(),
    };
    let state = App::new(file, today(), None, None);
    let mut stage = Stage::new(state, setting, (columns.parse().unwrap(), rows.parse().unwrap()));
    stage.tell(FileEvent::Read(Box::new(read(text(dossier).as_bytes()))));
    stage
}

/// The floor: the `toml` crate alone.
#[divan::bench(args = DOSSIERS, max_time = 3)]
fn parse(bencher: Bencher<'_, '_>, name: &str) {
    let text = text(name);
    bencher.bench(|| toml::de::DeTable::parse(black_box(&text)).map(drop));
}

/// Parsed, checked, and lowered into the model.
#[divan::bench(args = DOSSIERS, max_time = 3)]
fn parse_and_lower(bencher: Bencher<'_, '_>, name: &str) {
    let text = text(name);
    bencher.bench(|| read(black_box(text.as_bytes())));
}

/// Everything that the panels ask of a day, for one state after the other.
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
fn diff_of_an_edit(bencher: Bencher<'_, '_>, name: &str) {
    let old = dossier(name);
    let mut new = dossier(name);
    new.quotes[0].text = Text::line("Something else.");
    bencher.bench(|| diff(black_box(&old), black_box(&new)));
}

#[divan::bench(args = DOSSIERS, max_time = 3)]
fn index(bencher: Bencher<'_, '_>, name: &str) {
    let dossier = dossier(name);
    bencher.bench(|| SearchIndex::new(black_box(&dossier)));
}

#[divan::bench(args = DOSSIERS)]
fn find(bencher: Bencher<'_, '_>, name: &str) {
    let index = SearchIndex::new(&dossier(name));
    bencher.bench(|| index.find(black_box("mines conv")));
}

/// The whole screen, from the state to the buffer.
#[divan::bench(args = SCREENS)]
fn screen(bencher: Bencher<'_, '_>, size: &str) {
    let mut stage = stage("shipped", size);
    bencher.bench_local(|| stage.draw());
}

#[divan::bench(args = SCREENS)]
fn screen_of_20_000_quotes(bencher: Bencher<'_, '_>, size: &str) {
    let mut stage = stage("20,000 quotes", size);
    bencher.bench_local(|| stage.draw());
}

#[divan::bench(args = SCREENS)]
fn wall(bencher: Bencher<'_, '_>, size: &str) {
    let mut stage = stage("shipped", size);
    stage.state.view = View::Overview;
    bencher.bench_local(|| stage.draw());
}

/// A panel that has the screen to itself.
#[divan::bench(args = SCREENS, consts = [0, 1, 2, 3, 4, 5, 6])]
fn panel<const PANEL: usize>(bencher: Bencher<'_, '_>, size: &str) {
    let mut stage = stage("shipped", size);
    stage.state.focus = Panel::ALL[PANEL];
    stage.state.zoomed = true;
    bencher.bench_local(|| stage.draw());
}

/// A key that changes most of the screen.
#[divan::bench(args = SCREENS)]
fn next_state(bencher: Bencher<'_, '_>, size: &str) {
    let mut stage = stage("shipped", size);
    let mut keys = ["l", "h"].into_iter().cycle();
    bencher.bench_local(|| stage.press(keys.next().unwrap()).unwrap());
}

/// A save: read, told what changed, and drawn.
#[divan::bench(args = DOSSIERS, max_time = 5)]
fn reload(bencher: Bencher<'_, '_>, name: &str) {
    let mut stage = stage(name, "120x40");
    let text = text(name);
    let mut number = 0;
    bencher.bench_local(|| {
        number += 1;
        let saved = text.replacen("title = ", &format!("title = \"{number}\" #"), 1);
        stage.tell(FileEvent::Read(Box::new(read(saved.as_bytes()))));
    });
}
