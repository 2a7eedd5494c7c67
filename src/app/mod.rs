//! The state of the dashboard, and its updates by keys, edits and days.
//!
//! [`update`] applies a [`Message`] to an [`App`] and returns the [`Effect`] for the runtime to carry out. It uses no
//! terminal and no file. Rendering stores only the layout, in [`App::panels`] and the lists of an [`Overlay`]. The next
//! key or click moves within that layout.

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
mod text_field;
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
pub use list::{EntryListState, EntrySpan, Motion, ScrollMetrics};
pub use message::{Effect, FileEvent, Message, Reloaded};
use mouse::Click;
pub use mouse::{ClickTarget, HitRegion, LinkRegion};
pub use navigation::location_to_edit;
pub use overlay::{DayPrompt, DayPurpose, Overlay};
pub use panels::{Panel, Panels, TimelineState};
pub use search::Search;
pub use state_filter::StateFilterPrompt;
pub use text_field::TextField;
pub use timeline::TimelineChoice;
pub use update::update;

/// The main view of the screen.
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
    /// By position on the treaty in view, those closest to withdrawal first.
    Position,
    /// By the latest spending, the highest first.
    Spending,
}

impl Sort {
    /// Returns the name on the screen.
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
    /// A program has written to the file and not closed it yet, so the dossier on the screen may be incomplete.
    Unclosed,
    /// The file is polled, for this reason.
    Polling(String),
}

/// The file of the dossier, and its problems.
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
    /// The number of tables missing from the dossier on the screen, if the file has had errors from the start; `None`
    /// if the dossier is complete.
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
    /// The last good dossier, or the valid part of a file that has had errors from the start; `None` until one is read.
    pub dossier: Option<Arc<Dossier>>,
    /// The file of the dossier.
    pub file: File,
    /// The current day (UTC).
    pub today: Day,
    /// The requested day; `None` for today.
    pub as_of: Option<Day>,
    /// The selected state.
    pub selected_state: StateId,
    /// The treaty whose positions the list of states, the map and the overview show.
    pub treaty: TreatyId,
    /// The focused panel.
    pub focus: Panel,
    /// Whether the focused panel fills the screen.
    pub zoomed: bool,
    /// One state, or all side by side.
    pub view: View,
    /// The order of the overview.
    pub(crate) sort: Sort,
    /// The filter of the list of states and of the overview: a text to match with codes and names, or nothing.
    pub state_filter: String,
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
    /// The value of [`App::as_of`] before a jump to a fact of another day; `None` after the user has returned or gone
    /// to a day.
    pub jumped_from: Option<Option<Day>>,
    /// The changes of the last edit, or of the last comparison of two days.
    pub change_set: ChangeSet,
    /// The day since which new facts are marked.
    pub since: Option<Day>,
    /// The facts that became known since that day.
    pub news: ChangeSet,
    /// The state and the day to compare with.
    pub compare_mark: Option<CompareMark>,
    /// Whether an edit moves the selection to the first fact that it changed.
    pub follow_edits: bool,
    /// A message in answer to the last key.
    pub(crate) status_message: Option<String>,
    /// A helpful command, and its label next to the message.
    pub(crate) status_hint: Option<(Command, &'static str)>,
    /// The last click, until a key is pressed.
    clicked: Option<Click>,
    /// The explanation why the last key did nothing.
    explained: Option<String>,
    /// The code or name of the state to select in the first dossier.
    initial_state: Option<Text>,
}

impl App {
    /// Creates a dashboard without a dossier.
    ///
    /// `as_of` is the day to show, if not today. `initial_state` is the code or name of the state to select, if not the
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
            state_filter: String::new(),
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

    /// Returns the day on the screen.
    pub fn day(&self) -> Day {
        self.as_of.unwrap_or(self.today)
    }

    /// Returns the dossier as of that day.
    pub fn known(&self) -> Option<AsOf<'_>> {
        self.dossier.as_deref().map(|dossier| dossier.as_of(self.day()))
    }

    /// Returns the changes to list: those of the change set, then the new facts.
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

    /// Returns the states that the filter accepts, in the order of the file, or in the overview's sort order.
    pub fn state_order(&self) -> Vec<StateId> {
        let Some(known) = self.known() else { return Vec::new() };
        let mut order = self.filtered_states();
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

    /// Returns the fact that keys act on. In lists of states, that is the state's last step on the treaty in view.
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

    /// Returns the selected problem if the list of problems is on the screen: in its overlay, or in place of the panels
    /// if there is no dossier.
    pub fn selected_problem(&self) -> Option<&Diagnostic> {
        let listed = match self.overlay {
            Some(Overlay::Problems) => true,
            None => self.dossier.is_none() && self.file.read_error.is_none(),
            _ => false,
        };
        self.panels.problems.current().and_then(|n| self.file.problems.get(n)).filter(|_| listed)
    }

    /// Returns whether a command has an effect in the current view, other than an explanation why it cannot run.
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
