//! Navigation between states, panels and facts, and to the line of a fact in the file.

use crate::dossier::model::{SourceId, StateId};
use crate::dossier::{Day, Dossier, Fact, Location, Severity};

use super::list::{EntryListState, Motion};
use super::update::REMOVED;
use super::{App, Overlay, Panel, View};

impl App {
    /// Selects a state. `None` and a state that the dossier does not have change nothing.
    pub(super) fn select_state(&mut self, id: Option<StateId>) {
        let count = self.dossier.as_ref().map_or(0, |dossier| dossier.states.len());
        let Some(id) = id.filter(|id| id.index() < count && *id != self.selected_state) else { return };
        self.selected_state = id;
        self.panels.lists_mut().for_each(|(_, list)| list.reset());
        self.show_selected_state();
    }

    /// Selects the nth state that the filter accepts, in the order of the file.
    pub(super) fn select_nth_state(&mut self, n: u8) {
        match usize::from(n).checked_sub(1).and_then(|n| self.filtered_states().get(n).copied()) {
            Some(id) => self.select_state(Some(id)),
            None => self.explain(format!("no state {n} in the list"), None),
        }
    }

    /// Selects the state `by` places further in the order on the screen. Returns whether that state exists.
    pub(super) fn select_next(&mut self, by: isize) -> bool {
        let order = self.state_order();
        let now = order.iter().position(|id| *id == self.selected_state);
        let next = now.and_then(|now| now.checked_add_signed(by)).and_then(|next| order.get(next));
        self.select_state(next.copied());
        next.is_some()
    }

    pub(super) fn move_focus(&mut self, by: isize) {
        if self.view == View::Dossier {
            self.focus = self.panels.next(self.focus, by);
        }
    }

    /// Sets the panels without content in the whole dossier. If the focused panel is among them, focuses the states.
    pub fn set_empty_panels(&mut self, empty: &[Panel]) {
        self.panels.empty = empty.to_vec();
        if !self.panels.has(self.focus) {
            (self.focus, self.zoomed) = (Panel::States, false);
        }
    }

    /// Moves in the overlay, or in the focused panel.
    pub(super) fn navigate(&mut self, motion: Motion) {
        match &mut self.overlay {
            Some(Overlay::Search(_)) => self.search.navigate(motion),
            Some(Overlay::StateFilter(_)) => self.navigate_states(motion),
            Some(Overlay::Problems) => self.panels.problems.navigate(motion),
            Some(overlay) => {
                if let Some(list) = overlay.list_mut() {
                    list.navigate(motion);
                }
            }
            // Without a dossier the list of problems fills the screen.
            None if self.dossier.is_none() => self.panels.problems.navigate(motion),
            None if self.view == View::Overview => self.navigate_states(motion),
            None => self.navigate_panel(self.focus, motion),
        }
    }

    /// Moves in a panel.
    pub(super) fn navigate_panel(&mut self, panel: Panel, motion: Motion) {
        match self.panels.list_mut(panel) {
            Some(list) => list.navigate(motion),
            None if panel == Panel::Timeline => self.navigate_timeline(motion),
            None => self.navigate_states(motion),
        }
    }

    fn navigate_states(&mut self, motion: Motion) {
        let order = self.state_order();
        let Some(last) = order.len().checked_sub(1) else { return };
        let now = order.iter().position(|id| *id == self.selected_state).unwrap_or(0);
        let page = self.panels.states_page.max(1);
        self.select_state(Some(order[motion.applied_to(now, page, last)]));
    }

    fn navigate_timeline(&mut self, motion: Motion) {
        let Some(known) = self.known() else { return };
        let (entries, past) = known.timeline(self.timeline_filter());
        let Some(last) = entries.len().checked_sub(1) else { return };
        let timeline = &self.panels.timeline;
        let page = timeline.rows.saturating_sub(2).max(1);
        let fact = entries[motion.applied_to(timeline.index_in(&entries, past), page, last)].fact;
        self.select_timeline_entry(fact);
    }

    /// Selects an entry of the timeline, and the state that it is about.
    pub(super) fn select_timeline_entry(&mut self, fact: Fact) {
        self.panels.timeline.selected = Some(fact);
        self.select_state_of(fact);
    }

    /// Selects the first state that a fact is about, unless the selected one is among them.
    fn select_state_of(&mut self, fact: Fact) {
        let Some(dossier) = &self.dossier else { return };
        let states = dossier.states_of(&fact);
        let first = states.first().filter(|_| !states.contains(&self.selected_state));
        self.select_state(first.copied());
    }

    /// Shows a fact in its panel. If it is not known on the day on the screen, goes to the day from which it is known.
    pub(super) fn jump_to(&mut self, fact: Fact) {
        let Some(dossier) = self.dossier.clone() else { return };
        // A source is shown with the first fact that cites it.
        let (fact, source) = match fact {
            Fact::Source(id) => match first_citing(&dossier, id) {
                Some((fact, source)) => (fact, Some(source)),
                None => return,
            },
            // The last figure of a series represents it.
            Fact::Series(edition, state) => {
                let last = dossier[edition].figures(state).len().saturating_sub(1);
                (Fact::Figure(edition, state, last), None)
            }
            fact => (fact, None),
        };
        let day = day_of(&dossier, fact, self.day());
        if let Some(day) = day {
            // After several jumps, Esc returns to the day before the first.
            let before = self.jumped_from.unwrap_or(self.as_of);
            self.show_day(Some(day));
            self.jumped_from = Some(before);
        }
        self.select_state_of(fact);
        self.view = View::Dossier;
        self.focus = match fact {
            Fact::Stance(..) | Fact::Treaty(_) => Panel::Stance,
            Fact::Spending(..) | Fact::Series(..) | Fact::Figure(..) | Fact::Target(..) => Panel::Spending,
            Fact::Quote(_) => Panel::Quotes,
            Fact::Aim(..) => Panel::Background,
            Fact::Event(_) | Fact::Benchmark(_) | Fact::Edition(_) => Panel::Timeline,
            Fact::State(_) | Fact::Dossier | Fact::Source(_) => Panel::States,
        };
        if let Fact::Treaty(id) = fact {
            self.treaty = id;
        }
        match self.panels.list_mut(self.focus) {
            Some(list) => list.select_and_reveal(fact),
            None if self.focus == Panel::Timeline => {
                self.reveal_in_timeline(fact);
                self.panels.timeline.selected = Some(fact);
            }
            None => {}
        }
        if let Some(source) = source {
            self.overlay = Some(Overlay::Sources(EntryListState::with_selected(source)));
        }
    }

    /// Jumps to the fact of the selected change.
    pub(super) fn jump_to_change(&mut self) {
        let Some(Overlay::Changes(list)) = &self.overlay else { return };
        let changes = self.listed_changes();
        let Some(change) = list.selected().and_then(|n| changes.get(n)) else { return };
        let Some(fact) = change.fact else {
            self.explain(REMOVED, None);
            return;
        };
        self.overlay = None;
        self.jump_to(fact);
    }
}

/// Returns the location to edit: that of the selected problem, change, source or fact. `None` if the last edit removed
/// it.
///
/// If the file has errors, the locations of facts are those of an older version. In that case, returns the location of
/// the first error for every fact.
pub fn location_to_edit(app: &App) -> Option<Location> {
    let start = Location { line: 1, column: 1 };
    let mut problems = app.file.problems.iter();
    let error = problems.find(|problem| problem.severity == Severity::Error).map(|error| error.location);
    let problem = || app.selected_problem().map(|problem| problem.location).or(error);
    let Some(dossier) = app.dossier.as_deref() else { return Some(problem().unwrap_or(start)) };
    let fact = || error.or_else(|| app.selected_fact().map(|fact| dossier.location(fact))).or(Some(start));
    match &app.overlay {
        Some(Overlay::Problems) => problem().or_else(fact),
        Some(Overlay::Changes(list)) => {
            match list.selected().and_then(|n| app.listed_changes().get(n).copied()) {
                Some(change) => change.fact.map(|fact| error.unwrap_or_else(|| dossier.location(fact))),
                None => fact(),
            }
        }
        Some(Overlay::Sources(list)) if error.is_none() => {
            let evidence = app.selected_fact().and_then(|fact| dossier.evidence(fact));
            let source = evidence.zip(list.selected()).and_then(|(evidence, n)| evidence.sources.get(n));
            source.map(|id| dossier.location(Fact::Source(*id))).or_else(fact)
        }
        _ => fact(),
    }
}

/// Returns the day to go to for a fact that is hidden on `day`; `None` if it is visible.
fn day_of(dossier: &Dossier, fact: Fact, day: Day) -> Option<Day> {
    let known_from = dossier.evidence(fact).and_then(|evidence| evidence.known_from);
    let is_shown = match fact {
        // A later edition replaces the figures of an earlier one.
        Fact::Figure(edition, state, _) => dossier.as_of(day).edition(state) == Some(edition),
        _ => known_from.is_none_or(|known_from| known_from <= day),
    };
    known_from.filter(|_| !is_shown)
}

/// Returns the first fact that cites a source, preferably a dated one, and the index of the source among its sources.
fn first_citing(dossier: &Dossier, source: SourceId) -> Option<(Fact, usize)> {
    let cites = |fact: Fact| {
        let index = dossier.evidence(fact)?.sources.iter().position(|id| *id == source)?;
        Some((fact, index))
    };
    let dated = dossier.chronology.entries.iter().map(|entry| entry.fact);
    dated.chain(dossier.facts()).find_map(cites)
}
