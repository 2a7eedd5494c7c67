//! What the reader looks at.

use std::collections::HashSet;
use std::sync::Arc;

use crate::dossier::model::{StateId, TreatyId};
use crate::dossier::{Change, Day, Dossier, Fact, Known, Problem, Text};

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
}

impl Panel {
    /// All panels in the order in which the focus goes round.
    pub const ALL: [Panel; 4] = [Panel::States, Panel::Stance, Panel::Spending, Panel::Quotes];

    /// The title of the panel.
    pub fn name(self) -> &'static str {
        match self {
            Panel::States => "States",
            Panel::Stance => "Treaty stance",
            Panel::Spending => "Defence spending",
            Panel::Quotes => "Quoted officials",
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

/// What lies over the panels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Overlay {
    /// The keys.
    Help,
    /// Every problem of the file.
    Problems,
}

/// The file behind the dashboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name for the header.
    pub name: Text,
    /// How it is followed.
    pub following: Following,
}

/// How a file is followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Following {
    /// It is compiled in and cannot change.
    BuiltIn,
    /// Every save is seen at once.
    Live,
    /// It is looked at every so often, and why.
    Polling(String),
    /// It is not followed, and why.
    Not(String),
}

/// What the last edit did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edit {
    /// Each change in words; empty where none is to be shown.
    pub changes: Vec<Change>,
    /// The facts to mark.
    pub marks: HashSet<Fact>,
}

/// What was drawn, as far as scrolling needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Drawn {
    /// For each panel, and last for the overlay: lines of text there are, and rows they were given.
    pub extents: [Extent; Panel::ALL.len() + 1],
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
pub struct State {
    /// The last good dossier; `None` until there is one.
    pub dossier: Option<Arc<Dossier>>,
    /// The file that it comes from.
    pub file: File,
    /// The problems of the file as it was last read.
    pub problems: Vec<Problem>,
    /// Why the file cannot be read, if it cannot.
    pub unreadable: Option<String>,
    /// Whether the dossier on the screen is older than the file.
    pub stale: bool,
    /// The day that it is now (UTC).
    pub today: Day,
    /// The day that was asked for; the screen follows today where there is none.
    pub asked_day: Option<Day>,
    /// The code of the state to begin with, until the first dossier has come.
    pub asked_state: Option<Text>,
    /// The selected state.
    pub selected: StateId,
    /// The panel that has the focus.
    pub focus: Panel,
    /// Whether the focused panel has the whole screen.
    pub enlarged: bool,
    /// What lies over the panels.
    pub overlay: Option<Overlay>,
    /// Lines scrolled, for each panel and last for the overlay.
    pub scroll: [usize; Panel::ALL.len() + 1],
    /// What the last edit did.
    pub edit: Edit,
    /// A sentence in answer to the last key.
    pub notice: Option<String>,
    /// What was drawn last.
    pub drawn: Drawn,
}

impl State {
    /// A dashboard that waits for its dossier.
    ///
    /// `asked_day` is the day to show the world on, if not today; `asked_state` the code of the state to begin
    /// with, if not the first.
    pub fn new(file: File, today: Day, asked_day: Option<Day>, asked_state: Option<Text>) -> State {
        State {
            dossier: None,
            file,
            problems: Vec::new(),
            unreadable: None,
            stale: false,
            today,
            asked_day,
            asked_state,
            selected: StateId(0),
            focus: Panel::States,
            enlarged: false,
            overlay: None,
            scroll: [0; Panel::ALL.len() + 1],
            edit: Edit::default(),
            notice: None,
            drawn: Drawn::default(),
        }
    }

    /// The day that the screen shows the world on.
    pub fn day(&self) -> Day {
        self.asked_day.unwrap_or(self.today)
    }

    /// What was known on that day.
    pub fn known(&self) -> Option<Known<'_>> {
        self.dossier.as_deref().map(|dossier| dossier.as_of(self.day()))
    }

    /// The treaty whose positions stand beside the states.
    pub fn treaty(&self) -> TreatyId {
        TreatyId(0)
    }

    /// Whether the last edit changed this fact.
    pub fn marked(&self, fact: Fact) -> bool {
        self.edit.marks.contains(&fact)
    }

    /// The place of the overlay in `scroll` and in [`Drawn`].
    pub const OVERLAY: usize = Panel::ALL.len();
}
