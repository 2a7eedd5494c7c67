//! The state of the dashboard, and how each key, edit and day changes it.
//!
//! [`update`] applies a [`Message`] to an [`App`] and returns the [`Effect`] that the runtime has to carry out. It uses
//! no terminal and no file. Rendering writes back only what it lays out: [`App::panels`] and the lists of an
//! [`Overlay`] hold the positions of what was drawn, so that the next key can move among it.

mod change_set;
mod command_list;
mod compare;
mod file_events;
mod keys;
mod list;
mod message;
mod mouse;
mod navigation;
mod overlay;
mod panels;
mod search;
mod state_filter;
mod time;
mod timeline;
mod update;

use std::path::Path;
use std::sync::Arc;

use crate::config::{Command, Needs};
use crate::dossier::model::{StateId, TreatyId};
use crate::dossier::{AsOf, Change, Day, Diagnostic, Dossier, EntryKind, Fact, Text};

pub use change_set::ChangeSet;
pub use command_list::CommandPrompt;
pub use compare::CompareMark;
pub use keys::message;
pub use list::{EntryListState, EntrySpan, ScrollMetrics, Step};
pub use message::{Effect, FileEvent, Message, Reloaded};
use mouse::Click;
pub use mouse::{ClickTarget, HitRegion, LinkRegion};
pub use navigation::location_to_edit;
pub use overlay::{DayPrompt, DayPurpose, Overlay};
pub use panels::{MapState, Panel, Panels, TimelineState};
pub use search::Search;
pub use state_filter::{StateFilter, StateFilterPrompt};
pub use timeline::TimelineChoice;
pub use update::update;

/// What the screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum View {
    /// The panels of one state.
    #[default]
    Dossier,
    /// All states side by side, which the screen calls the wall.
    Overview,
}

/// The order of the states in the overview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sort {
    /// The order of the file.
    #[default]
    File,
    /// By name.
    Name,
    /// By position on the treaty in view, those nearest to withdrawal first.
    Position,
    /// By the latest spending, the highest first.
    Spending,
}

impl Sort {
    /// Returns the name that the screen shows.
    pub fn name(self) -> &'static str {
        match self {
            Sort::File => "file order",
            Sort::Name => "name",
            Sort::Position => "position",
            Sort::Spending => "spending",
        }
    }

    fn next(self) -> Sort {
        match self {
            Sort::File => Sort::Name,
            Sort::Name => Sort::Position,
            Sort::Position => Sort::Spending,
            Sort::Spending => Sort::File,
        }
    }
}

/// How the file is watched for changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WatchStatus {
    /// The dossier is compiled in and cannot change.
    BuiltIn,
    /// The system reports every save.
    Live,
    /// A program has written to the file without closing it, so what is shown may be incomplete.
    Unclosed,
    /// The file is polled, for this reason.
    Polling(String),
}

/// The file of the dossier, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, for the header.
    pub name: Text,
    /// How it is watched.
    pub watch_status: WatchStatus,
    /// The problems found when it was last read.
    pub problems: Vec<Diagnostic>,
    /// Why it cannot be read, if it cannot.
    pub read_error: Option<String>,
    /// Whether the dossier on the screen is older than the file.
    pub stale: bool,
    /// How many tables are missing from the dossier on the screen, because the file has been broken from the start;
    /// `None` if it is complete.
    pub lost_tables: Option<usize>,
    /// The warnings of the dossier on the screen, shown again once the file returns to it.
    warnings: Vec<Diagnostic>,
}

impl File {
    /// Creates a file that has not been read.
    pub fn new(name: Text, watch_status: WatchStatus) -> File {
        File {
            name,
            watch_status,
            problems: Vec::new(),
            read_error: None,
            stale: false,
            lost_tables: None,
            warnings: Vec::new(),
        }
    }

    /// Creates the file at a path, or the built-in one without a path.
    pub fn at(path: Option<&Path>) -> File {
        match path {
            None => File::new(Text::line("built in"), WatchStatus::BuiltIn),
            Some(path) => {
                let name = path.file_name().unwrap_or(path.as_os_str());
                File::new(Text::line(&name.to_string_lossy()), WatchStatus::Live)
            }
        }
    }
}

/// The dashboard.
#[derive(Debug, Clone)]
pub struct App {
    /// The last good dossier, or what can be shown of a file that has been broken from the start; `None` until there is
    /// one.
    pub dossier: Option<Arc<Dossier>>,
    /// The file that it comes from.
    pub file: File,
    /// The current day (UTC).
    pub today: Day,
    /// The day that was asked for; the screen shows today without one.
    pub as_of: Option<Day>,
    /// The selected state.
    pub selected_state: StateId,
    /// The treaty whose positions the list of states, the map and the overview show.
    pub treaty: TreatyId,
    /// The panel that has the focus.
    pub focus: Panel,
    /// Whether the focused panel fills the screen.
    pub zoomed: bool,
    /// One state, or all side by side.
    pub view: View,
    /// The order of the overview.
    pub(crate) sort: Sort,
    /// Which states the list and the overview show.
    pub state_filter: StateFilter,
    /// Whether the timeline shows only the selected state.
    pub(crate) only_selected_state: bool,
    /// The kind of entries to which the timeline is limited.
    timeline_kind: Option<EntryKind>,
    /// The treaty to which the timeline is limited.
    timeline_treaty: Option<TreatyId>,
    /// What is drawn over the panels.
    pub overlay: Option<Overlay>,
    /// Selection and scroll position of each panel.
    pub panels: Panels,
    /// The last search.
    pub search: Search,
    /// What [`App::as_of`] was before a jump to a fact that the screen did not show; `None` once the reader has returned
    /// or gone to another day.
    pub jumped_from: Option<Option<Day>>,
    /// What the last edit, or the last step in time, changed.
    pub change_set: ChangeSet,
    /// The day since which new facts are marked, if they are.
    pub since: Option<Day>,
    /// What became known since that day.
    pub news: ChangeSet,
    /// The state and the day to compare with.
    pub compare_mark: Option<CompareMark>,
    /// Whether an edit moves the selection to the first fact that it changed.
    pub follow_edits: bool,
    /// A message in answer to the last key.
    pub(crate) status_message: Option<String>,
    /// A command that helps, named beside the message.
    pub(crate) status_hint: Option<(Command, &'static str)>,
    /// The last click, unless a key was pressed since.
    clicked: Option<Click>,
    /// Why the last key did nothing.
    explained: Option<String>,
    /// The code of the state to select in the first dossier.
    initial_state: Option<Text>,
}

impl App {
    /// Creates a dashboard that waits for its dossier.
    ///
    /// `as_of` is the day to show, if not today; `initial_state` is the code of the state to begin with, if not the
    /// first.
    pub fn new(file: File, today: Day, as_of: Option<Day>, initial_state: Option<Text>) -> App {
        App {
            dossier: None,
            file,
            today,
            as_of,
            selected_state: StateId(0),
            treaty: TreatyId(0),
            focus: Panel::States,
            zoomed: false,
            view: View::default(),
            sort: Sort::default(),
            state_filter: StateFilter::default(),
            only_selected_state: false,
            timeline_kind: None,
            timeline_treaty: None,
            overlay: None,
            panels: Panels::default(),
            search: Search::default(),
            jumped_from: None,
            change_set: ChangeSet::default(),
            since: None,
            news: ChangeSet::default(),
            compare_mark: None,
            follow_edits: false,
            status_message: None,
            status_hint: None,
            clicked: None,
            explained: None,
            initial_state,
        }
    }

    /// Returns the day that the screen shows.
    pub fn day(&self) -> Day {
        self.as_of.unwrap_or(self.today)
    }

    /// Returns what was known on that day.
    pub fn known(&self) -> Option<AsOf<'_>> {
        self.dossier.as_deref().map(|dossier| dossier.as_of(self.day()))
    }

    /// Returns the changes that are listed: those of the last edit or step in time, then what is new.
    pub fn listed_changes(&self) -> Vec<&Change> {
        self.change_set.changes.iter().chain(&self.news.changes).collect()
    }

    /// Returns whether a fact is marked as changed or new.
    pub fn is_highlighted(&self, fact: Fact) -> bool {
        [&self.change_set, &self.news].iter().any(|set| set.highlighted.contains(&fact))
    }

    /// Returns whether anything about a state is marked as changed or new.
    pub fn is_state_highlighted(&self, state: StateId) -> bool {
        [&self.change_set, &self.news].iter().any(|set| set.states.contains(&state))
    }

    /// Returns the states that the filter shows, in the order on the screen: that of the file, or in the overview the
    /// chosen one.
    pub fn state_order(&self) -> Vec<StateId> {
        let Some(known) = self.known() else { return Vec::new() };
        let mut order: Vec<StateId> = match self.state_filter.is_active() {
            true => self.state_filter.states.clone(),
            false => known.dossier.state_ids().collect(),
        };
        let latest = |id: StateId| known.spending(id).latest().map_or(-1.0, |spending| spending.percent);
        match (self.view, self.sort) {
            (View::Dossier, _) | (_, Sort::File) => {}
            (_, Sort::Name) => order.sort_by(|a, b| known.dossier[*a].name.cmp(&known.dossier[*b].name)),
            (_, Sort::Position) => {
                order.sort_by_key(|id| {
                    std::cmp::Reverse(known.stance(*id, self.treaty).map(|step| step.position))
                });
            }
            (_, Sort::Spending) => order.sort_by(|a, b| latest(*b).total_cmp(&latest(*a))),
        }
        order
    }

    /// Returns the fact that keys act on: the selected one of the focused panel, or the one that stands for it.
    pub fn selected_fact(&self) -> Option<Fact> {
        let known = self.known()?;
        let of_state = || {
            let steps = known.history(self.selected_state, self.treaty).len();
            match steps.checked_sub(1) {
                Some(last) => Fact::Stance(self.selected_state, self.treaty, last),
                None => Fact::State(self.selected_state),
            }
        };
        match self.panels.list(self.focus) {
            _ if self.view == View::Overview => Some(of_state()),
            // The list may have been laid out for an earlier dossier.
            Some(list) => list.current().filter(|fact| known.dossier.evidence(*fact).is_some()),
            None if self.focus == Panel::Timeline => {
                let (entries, past) = known.timeline(self.timeline_filter());
                entries.get(self.panels.timeline.index_in(&entries, past)).map(|entry| entry.fact)
            }
            None => Some(of_state()),
        }
    }

    /// Returns the selected problem while the list of problems is on the screen: in its overlay, or instead of the
    /// panels where there is no dossier.
    pub fn selected_problem(&self) -> Option<&Diagnostic> {
        let listed = match self.overlay {
            Some(Overlay::Problems) => true,
            None => self.dossier.is_none() && self.file.read_error.is_none(),
            _ => false,
        };
        self.panels.problems.current().and_then(|n| self.file.problems.get(n)).filter(|_| listed)
    }

    /// Returns whether a command does anything where the reader is now. Commands that would only explain why they
    /// cannot run do not count.
    pub fn applies(&self, command: Command) -> bool {
        let has_dossier = self.dossier.is_some();
        let has_panels = has_dossier && self.view == View::Dossier;
        match command.needs() {
            Needs::Nothing => true,
            Needs::Dossier => has_dossier,
            Needs::Panels => has_panels && self.panels.empty.len() + 1 < Panel::ALL.len(),
            Needs::Timeline => has_panels && self.panels.has(Panel::Timeline),
            Needs::Map => has_panels && self.panels.has(Panel::Map),
            Needs::Overview => has_dossier && self.view == View::Overview,
            Needs::Treaties => self.dossier.as_ref().is_some_and(|dossier| dossier.treaties.len() > 1),
            Needs::Matches => !self.search.hits.is_empty(),
            Needs::File => self.file.watch_status != WatchStatus::BuiltIn,
        }
    }
}
