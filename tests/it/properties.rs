//! Properties: the app stays consistent through any sequence of events, and a diff applied to the old dossier yields the
//! new one.

use std::collections::BTreeSet;
use std::time::Instant;

use crate::support::random_dossier::RandomDossier;
use crate::support::{facts_of, maximal_dossier, random_dossier};
use flank::app::{App, File, FileEvent, Message, Overlay, Panel, WatchStatus, update};
use flank::config::{Command, Settings, Theme};
use flank::dossier::{BUILT_IN, Day, Dossier, Fact, Text, diff, read};
use flank::ui::symbols::Symbols;
use flank::ui::{RenderCache, RenderContext, render};
use jiff::ToSpan;
use jiff::civil::date;
use proptest::collection::vec;
use proptest::prelude::*;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use rstest::rstest;
use tui_input::InputRequest;

/// An event. Its numbers let proptest shrink it.
#[derive(Debug, Clone)]
enum Event {
    Command(usize),
    Type(char),
    Erase,
    Accept,
    Click(u16, u16),
    Wheel(u16, u16, bool),
    Resize(u16, u16),
    /// Saves the dossier with this number.
    Save(usize),
    /// Edits the random dossier and saves it.
    Edit(random_dossier::Mutation),
    Unreadable,
    Unchanged,
    Tomorrow(i8),
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        12 => any::<usize>().prop_map(Event::Command),
        3 => proptest::sample::select("2025-318eazé東\u{301} ".chars().collect::<Vec<_>>()).prop_map(Event::Type),
        1 => Just(Event::Erase),
        2 => Just(Event::Accept),
        3 => (0..300u16, 0..100u16).prop_map(|(x, y)| Event::Click(x, y)),
        2 => (0..300u16, 0..100u16, any::<bool>()).prop_map(|(x, y, down)| Event::Wheel(x, y, down)),
        2 => sizes().prop_map(|(width, height)| Event::Resize(width, height)),
        2 => any::<usize>().prop_map(Event::Save),
        2 => random_dossier::mutation().prop_map(Event::Edit),
        1 => Just(Event::Unreadable),
        1 => Just(Event::Unchanged),
        1 => any::<i8>().prop_map(Event::Tomorrow),
    ]
}

fn sizes() -> impl Strategy<Value = (u16, u16)> {
    prop_oneof![
        2 => (0..=300u16, 0..=100u16),
        1 => (36..=44u16, 8..=16u16),
        1 => Just((80, 24)),
        1 => Just((120, 40)),
        1 => Just((0, 0)),
    ]
}

/// Dossiers of every kind: the built-in one, one with every key, small, large, broken and empty.
fn files() -> Vec<String> {
    let small = "format = 1\ntitle = \"x\"\n[[state]]\ncode = \"EE\"\nname = \"E\"\n";
    let many: String = (b'A'..=b'Z')
        .map(|c| format!("[[state]]\ncode = \"A{0}\"\nname = \"State {0}\"\n", char::from(c)))
        .collect();
    vec![
        BUILT_IN.to_owned(),
        maximal_dossier::dossier(Some(usize::MAX), ""),
        small.to_owned(),
        format!("format = 1\ntitle = \"many\"\n{many}"),
        format!("{small}[[quote]]\nspeaker = \"S\"\ntext = \"{}\"\n", "word ".repeat(2000)),
        small.replace("1", "2"),
        BUILT_IN.replacen("code = \"EE\"", "code = ", 1),
        String::new(),
    ]
}

/// A dashboard in a part of a larger buffer.
struct Dashboard {
    state: App,
    file: RandomDossier,
    size: (u16, u16),
    cache: RenderCache,
    settings: Settings,
    today: Day,
}

/// The margin around the dashboard, which must not change.
const MARGIN: u16 = 2;

impl Dashboard {
    fn new() -> Dashboard {
        let today = date(2025, 3, 18);
        let file = File::new(Text::line("flank.toml"), WatchStatus::Live);
        Dashboard {
            state: App::new(file, today, None, None),
            file: RandomDossier::new(),
            size: (80, 24),
            cache: RenderCache::default(),
            settings: Settings::read(None).unwrap(),
            today,
        }
    }

    fn act(&mut self, message: Message) {
        update(&mut self.state, message);
        self.draw();
    }

    /// Renders into a part of a buffer. The rest must not change, and rendering without a cache must yield the same frame.
    fn draw(&mut self) {
        let area = Rect::new(MARGIN, MARGIN, self.size.0, self.size.1);
        let whole = Rect::new(0, 0, area.width + 2 * MARGIN, area.height + 2 * MARGIN);
        let ctx = RenderContext {
            theme: Theme::default(),
            symbols: Symbols { ascii: false },
            marker: Default::default(),
            keymap: &self.settings.keymap,
        };
        let mut empty = Buffer::filled(whole, Cell::new("#"));
        area.positions().for_each(|position| empty[position].reset());
        let mut cached = empty.clone();
        render(&mut self.state, &ctx, &mut self.cache, area, &mut cached);
        let mut uncached = empty;
        render(&mut self.state, &ctx, &mut RenderCache::default(), area, &mut uncached);
        assert_eq!(cached, uncached, "the frame depends on the cache or changes by itself");
        for position in whole.positions().filter(|position| !area.contains(*position)) {
            assert_eq!(cached[position], Cell::new("#"), "{position:?} is outside of {area:?}");
        }
    }

    fn apply(&mut self, what: &Event) {
        let commands = Command::ALL.len() + 9;
        let action = match what {
            Event::Command(n) => {
                let n = n % commands;
                let digit = |n: usize| Command::State(n as u8 + 1);
                Message::Command(
                    Command::ALL.get(n).copied().unwrap_or_else(|| digit(n - Command::ALL.len())),
                )
            }
            Event::Type(c) => {
                // Without a prompt, keys run commands.
                if !self.state.overlay.as_ref().is_some_and(Overlay::takes_text) {
                    return;
                }
                Message::Input(InputRequest::InsertChar(*c))
            }
            Event::Erase => Message::Input(InputRequest::DeletePrevChar),
            Event::Accept => Message::Submit,
            Event::Click(x, y) => Message::Click(*x, *y, Instant::now()),
            Event::Wheel(x, y, down) => Message::Wheel(*x, *y, *down),
            Event::Resize(width, height) => {
                self.size = (*width, *height);
                return self.draw();
            }
            Event::Save(n) => {
                let files = files();
                Message::File(FileEvent::Read(Box::new(read(files[n % files.len()].as_bytes()))))
            }
            Event::Edit(mutation) => {
                self.file.apply(mutation);
                Message::File(FileEvent::Read(Box::new(read(self.file.text().as_bytes()))))
            }
            Event::Unreadable => Message::File(FileEvent::Unreadable("no such file".into())),
            Event::Unchanged => Message::File(FileEvent::Unchanged),
            Event::Tomorrow(days) => {
                self.today = self.today.saturating_add(i64::from(*days).days());
                Message::Today(self.today)
            }
        };
        let had = self.state.dossier.is_some();
        self.act(action);
        assert!(self.state.dossier.is_some() || !had, "the last good dossier is gone");
    }

    /// Checks the invariants after any event.
    fn assert_consistent(&self) {
        let state = &self.state;
        for panel in Panel::ALL {
            if let Some(list) = state.panels.list(panel).filter(|list| list.metrics().rows > 0) {
                assert!(list.offset() <= list.metrics().max_offset(), "{panel:?} is scrolled too far");
            }
        }
        assert_eq!(state.day(), state.as_of.unwrap_or(state.today));
        let Some(dossier) = state.dossier.as_deref() else {
            assert_eq!(state.selected_fact(), None);
            return;
        };
        assert!(
            state.selected_state.index() < dossier.states.len(),
            "{:?} is selected",
            state.selected_state
        );
        assert!(state.treaty.index() < dossier.treaties.len().max(1), "{:?} is in view", state.treaty);
        let facts: BTreeSet<Fact> = facts_of::all(dossier).into_iter().collect();
        let selected = state.selected_fact();
        let lists = || Panel::ALL.into_iter().filter_map(|panel| state.panels.list(panel));
        let chosen = lists().filter_map(|list| list.selected());
        let chosen = chosen.chain(state.panels.timeline.selected).chain(selected);
        for fact in chosen
            .chain(state.change_set.highlighted.union(&state.news.highlighted).copied())
            .chain(lists().flat_map(|list| list.spans()).map(|span| span.key))
        {
            assert!(facts.contains(&fact), "{fact:?} is selected or marked, but not in the dossier");
        }
        for hit in &state.search.hits {
            assert!(facts.contains(&hit.fact), "{:?} is a hit, but not in the dossier", hit.fact);
        }
        assert!(state.search.hits.is_empty() || state.search.position < state.search.hits.len());
        // Panels show facts known on the day. Only the timeline shows later ones.
        for panel in Panel::ALL.into_iter().filter(|panel| *panel != Panel::Timeline) {
            for item in state.panels.list(panel).into_iter().flat_map(|list| list.spans()) {
                let day = state.day();
                let known = dossier.evidence(item.key).and_then(|evidence| evidence.known_from);
                // Spending of past years is always known.
                let is_over = match item.key {
                    Fact::Spending(id, n) => dossier[id].spending[n].year < day.year(),
                    _ => false,
                };
                assert!(
                    is_over || known.is_none_or(|known| known <= day),
                    "{:?} is shown on {day}",
                    item.key
                );
            }
        }
    }
}

/// Returns a configuration with this number of cases, which `PROPTEST_CASES` overrides.
fn config(cases: u32) -> ProptestConfig {
    let default = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    ProptestConfig { cases: if asked { default.cases } else { cases }, ..default }
}

fn command(command: Command) -> Event {
    Event::Command(Command::ALL.iter().position(|known| *known == command).unwrap())
}

/// Regressions of the property below: a save removes a hit or the selected fact.
#[rstest]
#[case::found(&[command(Command::Find), Event::Type('a'), Event::Save(2), Event::Accept])]
#[case::found_earlier(&[command(Command::Find), Event::Type('a'), Event::Accept, Event::Save(2), command(Command::NextMatch)])]
#[case::selected(&[command(Command::NextPanel), command(Command::Last), Event::Save(2), command(Command::Sources)])]
#[case::source_of_selected_fact(&[
    command(Command::PreviousPanel), command(Command::PreviousPanel), command(Command::PreviousPanel),
    command(Command::PreviousPanel), command(Command::Last), command(Command::Sources), Event::Save(2), command(Command::Open),
])]
fn save_may_remove_the_selected_fact(#[case] happened: &[Event]) {
    let mut dashboard = Dashboard::new();
    dashboard.apply(&Event::Save(0));
    for what in happened {
        dashboard.apply(what);
        dashboard.assert_consistent();
    }
}

proptest! {
    #![proptest_config(config(48))]

    #[test]
    fn dashboard_stays_consistent(happened in vec(event(), 1..60)) {
        let mut dashboard = Dashboard::new();
        dashboard.apply(&Event::Save(0));
        for what in &happened {
            dashboard.apply(what);
            dashboard.assert_consistent();
        }
    }
}

/// Each small size and a grid of large ones, with each panel focused and zoomed, and with each overlay and view.
#[test]
fn every_size_is_drawn_within_its_area() {
    let small = (0..48).flat_map(|width| (0..20).map(move |height| (width, height)));
    let large =
        (48..=300).step_by(21).flat_map(|width| (1..=100).step_by(11).map(move |height| (width, height)));
    let sizes: Vec<(u16, u16)> = small.chain(large).collect();
    let mut dashboard = Dashboard::new();
    dashboard.apply(&Event::Save(0));
    let panels = ["next-panel"; 7];
    let views = ["help", "problems", "back", "back", "wall", "sort"];
    let words = panels.iter().chain(&["next-panel", "enlarge"]).chain(&panels[..6]).chain(&views);
    for (n, word) in words.enumerate() {
        // A different sixth of the sizes in each view.
        for size in sizes.iter().skip(n % 6).step_by(6) {
            dashboard.size = *size;
            dashboard.draw();
            dashboard.assert_consistent();
        }
        dashboard.size = (80, 24);
        dashboard.apply(&command(Command::from_name(word).unwrap()));
    }
}

/// Applies the diff to the facts of the old dossier.
fn applied(old: &Dossier, new: &Dossier) -> Vec<facts_of::Record> {
    let mut left: Vec<(Fact, facts_of::Record)> =
        facts_of::all(old).into_iter().map(|fact| (fact, facts_of::record(old, fact))).collect();
    for change in diff(old, new) {
        let place = change.old.map(|fact| {
            left.iter().position(|(known, _)| *known == fact).expect("the fact is not in the old dossier")
        });
        match (change.fact, place) {
            (Some(_), Some(place)) => {
                for edit in &change.edits {
                    let message = left[place].1.fields.insert(edit.field, edit.new.clone());
                    assert_eq!(message, Some(edit.old.clone()), "{change:?}");
                }
            }
            (Some(fact), None) => left.push((fact, facts_of::record(new, fact))),
            (None, Some(place)) => drop(left.remove(place)),
            (None, None) => panic!("{change:?} is about nothing"),
        }
    }
    left.into_iter().map(|(_, record)| record).collect()
}

fn assert_diff_yields(old: &Dossier, new: &Dossier) {
    let mut reached = applied(old, new);
    let mut wanted: Vec<_> = facts_of::all(new).into_iter().map(|fact| facts_of::record(new, fact)).collect();
    reached.sort();
    wanted.sort();
    assert_eq!(reached, wanted);
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn diff_applied_to_old_yields_new(
        first in vec(random_dossier::mutation(), 0..12),
        second in vec(random_dossier::mutation(), 0..6),
    ) {
        let mut dossier = RandomDossier::new();
        first.iter().for_each(|mutation| dossier.apply(mutation));
        let old = read(dossier.text().as_bytes()).dossier;
        second.iter().for_each(|mutation| dossier.apply(mutation));
        let new = read(dossier.text().as_bytes()).dossier;
        // A mutation may break the file.
        if let (Some(old), Some(new)) = (old, new) {
            assert_diff_yields(&old, &new);
            assert_diff_yields(&new, &old);
        }
    }
}

/// Regressions of the property above: changes of the names that identify facts.
#[rstest]
#[case::benchmark("name = \"some name\"\npercent = 2.5\nkind", "name = \"another\"\npercent = 2.5\nkind")]
#[case::note_of_a_border("frontier = true, note = \"some note\"", "frontier = true, note = \"another\"")]
#[case::code_of_a_named_border("with = \"RU\"", "with = \"BY\"")]
#[case::code("code = \"EE\"", "code = \"FI\"")]
fn changed_identity_is_in_the_diff(#[case] from: &str, #[case] to: &str) {
    // No other table may refer to the state whose code changes.
    let text = maximal_dossier::dossier(Some(usize::MAX), "")
        .replace("states = [\"EE\"]", "states = []")
        .replace("frame = [\"EE\"]", "frame = []");
    let (before, percent) = text.split_once("percent = { EE").unwrap();
    let text = format!("{before}percent = {{}}\n{}", percent.split_once('\n').unwrap().1);
    assert!(text.contains(from), "{text}");
    let [old, new] =
        [text.clone(), text.replacen(from, to, 1)].map(|text| read(text.as_bytes()).dossier.unwrap());
    assert!(!diff(&old, &new).is_empty());
    assert_diff_yields(&old, &new);
}

#[test]
fn random_dossiers_are_often_valid() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let whole = (0..100).filter(|_| {
        let mutations = vec(random_dossier::mutation(), 6).new_tree(&mut runner).unwrap().current();
        let mut dossier = RandomDossier::new();
        mutations.iter().for_each(|mutation| dossier.apply(mutation));
        read(dossier.text().as_bytes()).dossier.is_some()
    });
    let whole = whole.count();
    assert!(whole > 30, "{whole} of 100: the properties above would compare nothing");
}
