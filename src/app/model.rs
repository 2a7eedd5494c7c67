//! What the reader looks at.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use tui_input::Input;

use crate::dossier::model::{StateId, TreatyId};
use crate::dossier::{AsOf, Change, Day, Diagnostic, Dossier, Entry, Fact, Hit, SearchIndex, Text};

/// A panel of the dashboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Panel {
    /// All states, with position and last figure.
    States,
    /// The selected state's steps towards each treaty.
    Stance,
    /// The selected state's defence spending.
    Spending,
    /// The words of its officials.
    Quotes,
    /// Where the states lie, and how they stand on the treaty in view.
    Map,
    /// Every dated fact in order.
    Timeline,
    /// The selected state's aims, borders, capital and accession.
    Background,
}

impl Panel {
    /// All panels in the order in which the focus goes round.
    pub const ALL: [Panel; 7] = [
        Panel::States,
        Panel::Stance,
        Panel::Spending,
        Panel::Quotes,
        Panel::Map,
        Panel::Timeline,
        Panel::Background,
    ];

    /// The title of the panel.
    pub fn name(self) -> &'static str {
        match self {
            Panel::States => "States",
            Panel::Stance => "Treaty stance",
            Panel::Spending => "Defence spending",
            Panel::Quotes => "Quoted officials",
            Panel::Map => "Map",
            Panel::Timeline => "Timeline",
            Panel::Background => "Aims and background",
        }
    }

    /// The place in [`Panel::ALL`].
    pub fn index(self) -> usize {
        Panel::ALL.iter().position(|panel| *panel == self).unwrap_or(0)
    }

    /// The panel `by` places further round.
    pub(super) fn step(self, by: isize) -> Panel {
        let count = Panel::ALL.len() as isize;
        Panel::ALL[(self.index() as isize + by).rem_euclid(count) as usize]
    }
}

/// What the panels are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum View {
    /// One state, with all that is known of it.
    #[default]
    Dossier,
    /// All states side by side.
    Wall,
}

/// By what the wall is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sort {
    /// As the file has them.
    #[default]
    File,
    /// By name.
    Name,
    /// By position on the treaty in view, those that are furthest out first.
    Position,
    /// By the last figure of spending, the highest first.
    Spending,
}

impl Sort {
    /// What stands on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Sort::File => "file order",
            Sort::Name => "name",
            Sort::Position => "position",
            Sort::Spending => "spending",
        }
    }

    pub(super) fn next(self) -> Sort {
        match self {
            Sort::File => Sort::Name,
            Sort::Name => Sort::Position,
            Sort::Position => Sort::Spending,
            Sort::Spending => Sort::File,
        }
    }
}

/// What lies over the panels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Overlay {
    /// The keys.
    Help,
    /// Every problem of the file.
    Problems,
    /// A line to type a day into.
    Day,
    /// The sources of the selected fact.
    Sources,
    /// The finder.
    Search,
    /// Everything that the last edit changed.
    Changes,
}

impl Overlay {
    /// Whether keys are typed into it.
    pub fn takes_text(self) -> bool {
        matches!(self, Overlay::Day | Overlay::Search)
    }
}

/// The file behind the dashboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name for the header.
    pub name: Text,
    /// How it is followed.
    pub watch_status: WatchStatus,
}

impl File {
    /// What the header says of a dossier's file before anything is known of it; without a path it is the built-in
    /// one.
    pub fn before_reading(path: Option<&Path>) -> File {
        match path {
            None => File { name: Text::line("built in"), watch_status: WatchStatus::BuiltIn },
            Some(path) => {
                let name = path.file_name().unwrap_or(path.as_os_str());
                File { name: Text::line(&name.to_string_lossy()), watch_status: WatchStatus::Live }
            }
        }
    }
}

/// How a file is followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WatchStatus {
    /// It is compiled in and cannot change.
    BuiltIn,
    /// Every save is seen at once.
    Live,
    /// It is looked at every so often, and why.
    Polling(String),
    /// It is not followed, and why.
    Disabled(String),
}

/// What the last edit did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChangeSet {
    /// Each change in words; empty where none is to be shown.
    pub changes: Vec<Change>,
    /// The facts to mark.
    pub highlighted: HashSet<Fact>,
    /// The states that any of them is of.
    pub states: HashSet<StateId>,
}

impl ChangeSet {
    /// Changes, and the facts to mark in `dossier`.
    pub(super) fn new(changes: Vec<Change>, highlighted: HashSet<Fact>, dossier: &Dossier) -> ChangeSet {
        let states = highlighted.iter().flat_map(|fact| dossier.states_of(fact).to_vec()).collect();
        ChangeSet { changes, highlighted, states }
    }

    /// Whether this of a state's own table was changed, or all of it is new.
    pub fn changed(&self, state: StateId, field: &str) -> bool {
        let own = self.changes.iter().filter(|change| change.fact == Some(Fact::State(state)));
        let mut edits = own.map(|change| &change.edits);
        edits.any(|edits| edits.is_empty() || edits.iter().any(|edit| edit.field == field))
    }
}

/// The place of the selected entry of the timeline among `entries`, of which the first `past` are known: the last known
/// one where none is selected.
pub fn entry_among(selected: Option<Fact>, entries: &[Entry], past: usize) -> usize {
    let chosen = selected.and_then(|fact| entries.iter().position(|entry| entry.fact == fact));
    chosen.unwrap_or(past.saturating_sub(1))
}

/// What was drawn, as far as scrolling needs it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawn {
    /// For each panel, and last for the overlay: lines of text there are, and rows they were given.
    pub extents: [Extent; Panel::ALL.len() + 1],
    /// For each panel the facts that can be selected in it, in order.
    pub items: [Vec<Item>; Panel::ALL.len()],
    /// The lines of each entry of the overlay that can be selected, in order.
    pub entries: Vec<Range<usize>>,
    /// What a click would reach; where several overlap, the last has it.
    pub hits: Vec<HitRegion>,
}

/// A fact among the lines of its panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// The fact.
    pub fact: Fact,
    /// Its first line; a fact of the chart has none of its own, and both ends are 0.
    pub from: usize,
    /// The line after its last.
    pub to: usize,
}

/// The item that is meant where none was selected: the last figure of the chart, or the first item that is seen.
pub fn default_item(items: &[Item], scroll: usize) -> Option<&Item> {
    let in_chart = items.iter().rev().find(|item| item.to == 0);
    in_chart.or_else(|| items.iter().find(|item| item.to > scroll))
}

/// A piece of the screen that a click does something on: columns and rows, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HitRegion {
    /// First column.
    pub x: u16,
    /// First row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
    /// What it does.
    pub goal: ClickTarget,
}

/// What a click does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClickTarget {
    /// Gives the focus to a panel.
    Panel(Panel),
    /// Selects a state.
    State(StateId),
    /// Selects an entry of the timeline.
    Entry(Fact),
}

impl HitRegion {
    /// Whether a cell lies in it.
    pub fn holds(&self, x: u16, y: u16) -> bool {
        (self.x..self.x + self.width).contains(&x) && (self.y..self.y + self.height).contains(&y)
    }

    /// Adds one cell that selects a state, to the piece before it where that ends there.
    pub fn add_cell(hits: &mut Vec<HitRegion>, x: u16, y: u16, state: StateId) {
        let goal = ClickTarget::State(state);
        match hits.last_mut() {
            Some(last)
                if last.goal == goal && last.y == y && last.height == 1 && last.x + last.width == x =>
            {
                last.width += 1;
            }
            _ => hits.push(HitRegion { x, y, width: 1, height: 1, goal }),
        }
    }
}

/// How much there is and how much was seen of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Extent {
    /// Lines of text.
    pub lines: usize,
    /// Rows on the screen.
    pub rows: usize,
}

impl Extent {
    /// The most that can be scrolled.
    pub fn most(self) -> usize {
        self.lines.saturating_sub(self.rows)
    }
}

/// The dashboard.
#[derive(Debug, Clone)]
pub struct App {
    /// The last good dossier; `None` until there is one.
    pub dossier: Option<Arc<Dossier>>,
    /// The file that it comes from.
    pub file: File,
    /// The problems of the file as it was last read.
    pub problems: Vec<Diagnostic>,
    /// The problems, none of which keeps it from being shown, of the dossier on the screen.
    pub warnings: Vec<Diagnostic>,
    /// The one of `problems` that is selected in their list.
    pub problem: usize,
    /// Why the file cannot be read, if it cannot.
    pub read_error: Option<String>,
    /// Whether the dossier on the screen is older than the file.
    pub stale: bool,
    /// The day that it is now (UTC).
    pub today: Day,
    /// The day that was asked for; the screen follows today where there is none.
    pub as_of: Option<Day>,
    /// The code of the state to begin with, until the first dossier has come.
    pub initial_state: Option<Text>,
    /// The selected state.
    pub selected_state: StateId,
    /// The panel that has the focus.
    pub focus: Panel,
    /// Whether the focused panel has the whole screen.
    pub zoomed: bool,
    /// One state, or all side by side.
    pub view: View,
    /// By what the wall is sorted.
    pub sort: Sort,
    /// The treaty whose positions the list of states, the map and the wall tell.
    pub treaty: TreatyId,
    /// Whether the timeline tells of the selected state alone.
    pub only_selected_state: bool,
    /// The entry of the timeline that is selected; the last known one where there is none.
    pub timeline_selection: Option<Fact>,
    /// What lies over the panels.
    pub overlay: Option<Overlay>,
    /// For each panel the fact that is selected in it, once one was.
    pub chosen: [Option<Fact>; Panel::ALL.len()],
    /// The source that `open` opens, by its place among those of the selected fact.
    pub source: usize,
    /// The change of the last edit that is selected in their overlay, by its place among them.
    pub change: usize,
    /// Whether the selected fact has to be scrolled to once it is known where it was drawn.
    pub reveal: bool,
    /// What can be found, and the dossier that it was made for.
    pub index: Option<(Arc<Dossier>, Arc<SearchIndex>)>,
    /// What was looked for last.
    pub query: String,
    /// What was found.
    pub found: Vec<Hit>,
    /// Which of it is selected.
    pub found_at: usize,
    /// The fact of that which was selected before an edit, until it is looked for anew.
    pub refind: Option<Fact>,
    /// What is typed into the overlay.
    pub input: Input,
    /// What is wrong with what was typed.
    pub input_error: Option<String>,
    /// Lines scrolled, for each panel and last for the overlay.
    pub scroll: [usize; Panel::ALL.len() + 1],
    /// What the last edit did.
    pub change_set: ChangeSet,
    /// Whether to go to the first thing that an edit changed.
    pub jump: bool,
    /// A sentence in answer to the last key.
    pub status_message: Option<String>,
    /// What was drawn last.
    pub drawn: Drawn,
}

impl App {
    /// A dashboard that waits for its dossier.
    ///
    /// `as_of` is the day to show the world on, if not today; `initial_state` the code of the state to begin
    /// with, if not the first.
    pub fn new(file: File, today: Day, as_of: Option<Day>, initial_state: Option<Text>) -> App {
        App {
            dossier: None,
            file,
            problems: Vec::new(),
            warnings: Vec::new(),
            problem: 0,
            read_error: None,
            stale: false,
            today,
            as_of,
            initial_state,
            selected_state: StateId(0),
            focus: Panel::States,
            zoomed: false,
            view: View::default(),
            sort: Sort::default(),
            treaty: TreatyId(0),
            only_selected_state: false,
            timeline_selection: None,
            overlay: None,
            chosen: [None; Panel::ALL.len()],
            source: 0,
            change: 0,
            reveal: false,
            index: None,
            query: String::new(),
            found: Vec::new(),
            found_at: 0,
            refind: None,
            input: Input::default(),
            input_error: None,
            scroll: [0; Panel::ALL.len() + 1],
            change_set: ChangeSet::default(),
            jump: false,
            status_message: None,
            drawn: Drawn::default(),
        }
    }

    /// The day that the screen shows the world on.
    pub fn day(&self) -> Day {
        self.as_of.unwrap_or(self.today)
    }

    /// What was known on that day.
    pub fn known(&self) -> Option<AsOf<'_>> {
        self.dossier.as_deref().map(|dossier| dossier.as_of(self.day()))
    }

    /// The treaty whose positions stand beside the states.
    pub fn treaty(&self) -> TreatyId {
        self.treaty
    }

    /// The states in the order in which the wall has them; the list has them as the file does.
    pub fn order(&self) -> Vec<StateId> {
        let Some(known) = self.known() else { return Vec::new() };
        let mut order: Vec<StateId> = known.dossier.state_ids().collect();
        let last = |id: StateId| known.spending(id).last().map_or(-1.0, |figure| figure.percent);
        match (self.view, self.sort) {
            (View::Dossier, _) | (_, Sort::File) => {}
            (_, Sort::Name) => order.sort_by(|a, b| known.dossier[*a].name.cmp(&known.dossier[*b].name)),
            (_, Sort::Position) => {
                order.sort_by_key(|id| {
                    std::cmp::Reverse(known.stance(*id, self.treaty).map(|step| step.position))
                });
            }
            (_, Sort::Spending) => order.sort_by(|a, b| last(*b).total_cmp(&last(*a))),
        }
        order
    }

    /// The entries of the timeline, and how many of them are known on the day.
    pub fn timeline(&self) -> (Cow<'_, [Entry]>, usize) {
        let of = self.only_selected_state.then_some(self.selected_state);
        self.known().map_or_else(Default::default, |known| known.timeline(of))
    }

    /// The fact that keys act on: the selected one of the focused panel, or what stands for it.
    pub fn fact(&self) -> Option<Fact> {
        let known = self.known()?;
        let index = self.focus.index();
        let state = || {
            let steps = known.history(self.selected_state, self.treaty).len();
            Some(match steps.checked_sub(1) {
                Some(last) => Fact::Stance(self.selected_state, self.treaty, last),
                None => Fact::State(self.selected_state),
            })
        };
        match self.focus {
            _ if self.view == View::Wall => state(),
            Panel::States | Panel::Map => state(),
            Panel::Timeline => {
                let (entries, past) = self.timeline();
                entries.get(entry_among(self.timeline_selection, &entries, past)).map(|entry| entry.fact)
            }
            // What was drawn may be of the dossier before.
            _ => self.chosen[index]
                .or_else(|| default_item(&self.drawn.items[index], self.scroll[index]).map(|item| item.fact))
                .filter(|fact| known.dossier.evidence(*fact).is_some()),
        }
    }

    /// The place of the overlay in `scroll` and in [`Drawn`].
    pub const OVERLAY: usize = Panel::ALL.len();
}
