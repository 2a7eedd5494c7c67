//! Properties: the app stays consistent through any sequence of events, and applying a diff to the old dossier gives the
//! new one.

use std::collections::BTreeSet;

use crate::support::random_dossier::RandomDossier;
use crate::support::{facts_of, maximal_dossier, random_dossier};
use flank::config::{Command, Settings, Theme};
use flank::dashboard::{Action, Effects, File, Following, Overlay, Panel, State, Told, update};
use flank::dossier::{BUILT_IN, Day, Dossier, Fact, Text, diff, read};
use flank::ui::glyphs::Glyphs;
use flank::ui::{Canvas, Look, draw};
use jiff::ToSpan;
use jiff::civil::date;
use proptest::collection::vec;
use proptest::prelude::*;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use rstest::rstest;
use tui_input::InputRequest;

/// An event, as numbers that proptest can shrink.
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

/// Returns different dossiers: built-in, maximal, small, large, broken and empty.
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

/// A dashboard in a part of a larger screen.
struct Stage {
    state: State,
    file: RandomDossier,
    size: (u16, u16),
    canvas: Canvas,
    settings: Settings,
    today: Day,
}

/// The width of the margin around the drawing area, which must stay untouched.
const MARGIN: u16 = 2;

impl Stage {
    fn new() -> Stage {
        let today = date(2025, 3, 18);
        let file = File { name: Text::line("flank.toml"), following: Following::Live };
        Stage {
            state: State::new(file, today, None, None),
            file: RandomDossier::new(),
            size: (80, 24),
            canvas: Canvas::default(),
            settings: Settings::read(None).unwrap(),
            today,
        }
    }

    fn act(&mut self, action: Action) -> Effects {
        let effects = update(&mut self.state, action);
        self.draw();
        effects
    }

    /// Draws until nothing changes, on a screen of which nothing else may be touched.
    fn draw(&mut self) {
        for _ in 0..5 {
            let area = Rect::new(MARGIN, MARGIN, self.size.0, self.size.1);
            let whole = Rect::new(0, 0, area.width + 2 * MARGIN, area.height + 2 * MARGIN);
            let empty = Canvas::of(Buffer::filled(whole, Cell::new("#")));
            if self.canvas.buffer.area != whole {
                self.canvas = empty.clone();
            }
            let look = Look {
                theme: Theme::default(),
                glyphs: Glyphs { ascii: false },
                marker: Default::default(),
                keymap: &self.settings.keymap,
            };
            let drawn = draw(&self.state, &look, area, &mut self.canvas);
            // A thread of its own has kept nothing of what was drawn before.
            let mut blank = empty;
            let afresh = std::thread::scope(|scope| {
                scope.spawn(|| draw(&self.state, &look, area, &mut blank)).join().expect("it draws")
            });
            let buffer = &self.canvas.buffer;
            assert!(drawn == afresh && *buffer == blank.buffer, "what was kept is not what would be drawn");
            for position in whole.positions().filter(|position| !area.contains(*position)) {
                assert_eq!(buffer[position], Cell::new("#"), "{position:?} is outside of {area:?}");
            }
            if !update(&mut self.state, Action::Drawn(Box::new(drawn))).draw {
                return;
            }
        }
        panic!("it is drawn over and over");
    }

    fn apply(&mut self, what: &Event) {
        let commands = Command::ALL.len() + 9;
        let action = match what {
            Event::Command(n) => {
                let n = n % commands;
                let digit = |n: usize| Command::State(n as u8 + 1);
                Action::Command(Command::ALL.get(n).copied().unwrap_or_else(|| digit(n - Command::ALL.len())))
            }
            Event::Type(c) => {
                // Only overlays with an input field accept text.
                if !self.state.overlay.is_some_and(Overlay::takes_text) {
                    return;
                }
                Action::Type(InputRequest::InsertChar(*c))
            }
            Event::Erase => Action::Type(InputRequest::DeletePrevChar),
            Event::Accept => Action::Accept,
            Event::Click(x, y) => Action::Click(*x, *y),
            Event::Wheel(x, y, down) => Action::Wheel(*x, *y, *down),
            Event::Resize(width, height) => {
                self.size = (*width, *height);
                return self.draw();
            }
            Event::Save(n) => {
                let files = files();
                Action::Told(Told::Read(Box::new(read(files[n % files.len()].as_bytes()))))
            }
            Event::Edit(mutation) => {
                self.file.apply(mutation);
                Action::Told(Told::Read(Box::new(read(self.file.text().as_bytes()))))
            }
            Event::Unreadable => Action::Told(Told::Unreadable("no such file".into())),
            Event::Unchanged => Action::Told(Told::Unchanged),
            Event::Tomorrow(days) => {
                self.today = self.today.saturating_add(i64::from(*days).days());
                Action::Today(self.today)
            }
        };
        let had = self.state.dossier.is_some();
        self.act(action);
        assert!(self.state.dossier.is_some() || !had, "the last good dossier stays");
    }

    /// Checks the invariants that hold after every event.
    fn assert_consistent(&self) {
        let state = &self.state;
        for (scroll, extent) in state.scroll.iter().zip(state.drawn.extents) {
            assert!(*scroll <= extent.most(), "scrolled {scroll} of {extent:?}");
        }
        assert_eq!(state.day(), state.parse_day.unwrap_or(state.today));
        let Some(dossier) = state.dossier.as_deref() else {
            assert_eq!(state.fact(), None);
            return;
        };
        assert!(state.selected.index() < dossier.states.len(), "{:?} is selected", state.selected);
        assert!(state.treaty.index() < dossier.treaties.len().max(1), "{:?} is in view", state.treaty);
        let facts: BTreeSet<Fact> = facts_of::all(dossier).into_iter().collect();
        let selected = state.fact();
        let chosen = state.chosen.into_iter().flatten().chain(state.entry).chain(selected);
        for fact in chosen
            .chain(state.edit.marks.iter().copied())
            .chain(state.drawn.items.iter().flatten().map(|i| i.fact))
        {
            assert!(facts.contains(&fact), "{fact:?} is selected or highlighted, but does not exist");
        }
        for found in state.found.iter().filter(|_| state.overlay == Some(Overlay::Find)) {
            assert!(facts.contains(&found.fact), "{:?} is a match, but does not exist", found.fact);
        }
        assert!(state.found.is_empty() || state.found_at < state.found.len());
        // Panels show only facts that are known on the day, except for the timeline.
        for panel in Panel::ALL.into_iter().filter(|panel| *panel != Panel::Timeline) {
            for item in &state.drawn.items[panel.index()] {
                let day = state.day();
                let known = dossier.evidence(item.fact).and_then(|evidence| evidence.known_from);
                // A past year is known, even if its source appeared later.
                let is_over = match item.fact {
                    Fact::Spending(id, n) => dossier[id].spending[n].year < day.year(),
                    _ => false,
                };
                assert!(
                    is_over || known.is_none_or(|known| known <= day),
                    "{:?} is shown on {day}",
                    item.fact
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

/// Regressions of the property below: saves that remove the match or the selected fact.
#[rstest]
#[case::found(&[command(Command::Find), Event::Type('a'), Event::Save(2), Event::Accept])]
#[case::found_earlier(&[command(Command::Find), Event::Type('a'), Event::Accept, Event::Save(2), command(Command::NextMatch)])]
#[case::selected(&[command(Command::NextPanel), command(Command::Last), Event::Save(2), command(Command::Sources)])]
#[case::source_of_what_is_selected(&[
    command(Command::PreviousPanel), command(Command::PreviousPanel), command(Command::PreviousPanel),
    command(Command::PreviousPanel), command(Command::Last), command(Command::Sources), Event::Save(2), command(Command::Open),
])]
fn save_removes_selected_facts_safely(#[case] happened: &[Event]) {
    let mut stage = Stage::new();
    stage.apply(&Event::Save(0));
    for what in happened {
        stage.apply(what);
        stage.assert_consistent();
    }
}

proptest! {
    #![proptest_config(config(96))]

    #[test]
    fn any_sequence_of_events_keeps_the_app_consistent(happened in vec(event(), 1..60)) {
        let mut stage = Stage::new();
        stage.apply(&Event::Save(0));
        for what in &happened {
            stage.apply(what);
            stage.assert_consistent();
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
    let mut stage = Stage::new();
    stage.apply(&Event::Save(0));
    let panels = ["next-panel"; 7];
    let views = ["help", "problems", "back", "back", "wall", "sort"];
    let words = panels.iter().chain(&["next-panel", "enlarge"]).chain(&panels[..6]).chain(&views);
    for (n, word) in words.enumerate() {
        // A different third of the sizes in each view.
        for size in sizes.iter().skip(n % 3).step_by(3) {
            stage.size = *size;
            stage.draw();
            stage.assert_consistent();
        }
        stage.size = (80, 24);
        stage.apply(&command(Command::from_word(word).unwrap()));
    }
}

/// Applies the diff to the facts of the old dossier.
fn applied(old: &Dossier, new: &Dossier) -> Vec<facts_of::Record> {
    let mut left: Vec<(Fact, facts_of::Record)> =
        facts_of::all(old).into_iter().map(|fact| (fact, facts_of::record(old, fact))).collect();
    for change in diff(old, new) {
        let place =
            change.old.map(|fact| left.iter().position(|(known, _)| *known == fact).expect("it was there"));
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

fn assert_diff_gives(old: &Dossier, new: &Dossier) {
    let mut reached = applied(old, new);
    let mut wanted: Vec<_> = facts_of::all(new).into_iter().map(|fact| facts_of::record(new, fact)).collect();
    reached.sort();
    wanted.sort();
    assert_eq!(reached, wanted);
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn diff_applied_to_the_old_gives_the_new(
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
            assert_diff_gives(&old, &new);
            assert_diff_gives(&new, &old);
        }
    }
}

/// Regressions of the property above: changes of the names that identify facts.
#[rstest]
#[case::benchmark("name = \"some name\"\npercent = 2.5\nkind", "name = \"another\"\npercent = 2.5\nkind")]
#[case::note_of_a_border("km = 324, note = \"some note\"", "km = 324, note = \"another\"")]
#[case::code_of_a_named_border("with = \"RU\"", "with = \"BY\"")]
#[case::code("code = \"EE\"", "code = \"FI\"")]
fn changed_identity_is_in_the_diff(#[case] from: &str, #[case] to: &str) {
    let text = maximal_dossier::dossier(Some(usize::MAX), "").replace("states = [\"EE\"]", "states = []");
    assert!(text.contains(from), "{text}");
    let [old, new] =
        [text.clone(), text.replacen(from, to, 1)].map(|text| read(text.as_bytes()).dossier.unwrap());
    assert!(!diff(&old, &new).is_empty());
    assert_diff_gives(&old, &new);
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
