//! Events of the watched file.

use std::sync::Arc;

use crate::dossier::model::{StateId, TreatyId};
use crate::dossier::{Change, Diagnostic, Dossier, Fact, Partial, Reading, diff};

use super::message::{FileEvent, Reloaded};
use super::{App, ChangeSet, CompareMark};

impl App {
    /// Applies an event of the file. The last good dossier stays on the screen until a new one is read without errors.
    pub(super) fn on_file_event(&mut self, event: FileEvent) {
        match event {
            FileEvent::Read(reading) => match *reading {
                Reading { dossier: Some(dossier), problems, .. } => {
                    self.reload(problems, Arc::new(dossier), None);
                }
                Reading { dossier: None, partial, problems } => self.on_broken_file(problems, partial),
            },
            FileEvent::Reloaded(reloaded) => {
                let Reloaded { dossier, problems, before, changes } = *reloaded;
                self.reload(problems, dossier, before.map(|before| (before, changes)));
            }
            FileEvent::Unreadable(error) => {
                self.set_problems(Vec::new());
                self.file.read_error = Some(error);
                self.file.stale = self.dossier.is_some();
            }
            FileEvent::Unchanged => {
                self.set_problems(self.file.warnings.clone());
                self.file.read_error = None;
                self.file.stale = false;
            }
            FileEvent::WatchStatus(status) => self.file.watch_status = status,
        }
    }

    /// Reports the problems of a file with errors. If there was no good dossier before, shows the part without errors.
    fn on_broken_file(&mut self, problems: Vec<Diagnostic>, partial: Option<Partial>) {
        self.set_problems(problems);
        self.file.read_error = None;
        let has_good_dossier = self.dossier.is_some() && self.file.lost_tables.is_none();
        match partial.filter(|_| !has_good_dossier) {
            Some(Partial { dossier, lost }) => {
                self.file.stale = false;
                self.file.lost_tables = Some(lost);
                self.show_unrelated(Arc::new(dossier));
            }
            None => self.file.stale = self.dossier.is_some(),
        }
    }

    /// Shows a dossier without errors. `compared` is an earlier dossier and the changes since then, if already
    /// computed.
    fn reload(
        &mut self,
        problems: Vec<Diagnostic>,
        dossier: Arc<Dossier>,
        compared: Option<(Arc<Dossier>, Vec<Change>)>,
    ) {
        self.set_problems(problems);
        self.file.read_error = None;
        self.file.stale = false;
        self.file.warnings.clone_from(&self.file.problems);
        let was_partial = self.file.lost_tables.take().is_some();
        match self.dossier.clone().filter(|_| !was_partial) {
            // Reloading the same content is not an edit, so the highlights of the last edit stay.
            Some(old) if Arc::ptr_eq(&old, &dossier) => return,
            Some(old) => {
                let changes = match compared {
                    // The watcher has already compared both, and passes on the old `Arc` if they are equal.
                    Some((before, changes)) if Arc::ptr_eq(&before, &old) => changes,
                    _ if old == dossier => return,
                    _ => diff(&old, &dossier),
                };
                self.replace_dossier(&old, dossier, changes);
            }
            None => return self.show_unrelated(dossier),
        }
        self.refresh_lists();
        if self.follow_edits {
            self.follow_edit();
        }
    }

    /// Shows a dossier that did not result from an edit: the first one, or one that replaces or follows a partial one.
    fn show_unrelated(&mut self, dossier: Arc<Dossier>) {
        match self.dossier.clone() {
            Some(old) => self.replace_dossier(&old, dossier, Vec::new()),
            None => self.dossier = Some(dossier),
        }
        self.select_initial_state();
        self.refresh_lists();
    }

    /// Selects the initial state. If a partial dossier lacks it, a later dossier selects it.
    fn select_initial_state(&mut self) {
        let (Some(dossier), Some(code)) = (self.dossier.as_deref(), &self.initial_state) else { return };
        match dossier.state_named(code) {
            Some(id) => self.selected_state = id,
            None if self.file.lost_tables.is_some() => return,
            None => self.status_message = Some(format!("no state {code} in this dossier")),
        }
        self.initial_state = None;
    }

    fn refresh_lists(&mut self) {
        self.refresh_news();
        self.refresh_search();
        self.show_selected_state();
    }

    /// Replaces the dossier. Selections move to the same facts in the new one, or to those at the same index.
    fn replace_dossier(&mut self, old: &Dossier, dossier: Arc<Dossier>, changes: Vec<Change>) {
        let old_state = self.selected_state;
        let code = old.states.get(old_state.index()).map(|state| &state.code);
        let last = dossier.states.len().saturating_sub(1);
        self.selected_state = code
            .and_then(|code| dossier.state_by_code(code))
            .unwrap_or_else(|| StateId::at(old_state.index().min(last)));
        let treaty = old.treaties.get(self.treaty.index()).map(|treaty| &treaty.id);
        let same = dossier.treaty_ids().find(|id| Some(&dossier[*id].id) == treaty);
        self.treaty = same.unwrap_or(TreatyId(0));
        let limited_to =
            self.timeline_treaty.and_then(|id| old.treaties.get(id.index())).map(|treaty| &treaty.id);
        self.timeline_treaty = dossier.treaty_ids().find(|id| Some(&dossier[*id].id) == limited_to);

        let successor = |fact: Fact| old.successor(fact, &dossier, &changes);
        for (panel, list) in self.panels.lists_mut() {
            let in_its_place = |fact: Fact| {
                let moved = fact.moved(old_state, self.selected_state);
                dossier.evidence(moved).map(|_| moved)
            };
            let selected = list.selected();
            let new = selected.and_then(|fact| successor(fact).or_else(|| in_its_place(fact)));
            list.select(new);
            if panel == self.focus && new != selected {
                list.reveal();
            }
        }
        let timeline = &mut self.panels.timeline;
        let index = timeline
            .selected
            .and_then(|fact| old.chronology.entries.iter().position(|entry| entry.fact == fact));
        let in_its_place =
            index.and_then(|index| dossier.chronology.entries.get(index)).map(|entry| entry.fact);
        timeline.selected = timeline.selected.and_then(successor).or(in_its_place);
        self.search.invalidate(successor);

        let mark = self.compare_mark.and_then(|mark| {
            let state = dossier.state_by_code(&old.states.get(mark.state.index())?.code)?;
            Some(CompareMark { state, ..mark })
        });
        self.compare_mark = mark;
        self.set_changes(ChangeSet::of_edit(changes, &dossier));
        self.dossier = Some(dossier);
    }

    /// Jumps to the first visible fact that an edit changed, unless an overlay is open.
    fn follow_edit(&mut self) {
        let Some(dossier) = self.dossier.as_deref().filter(|_| self.overlay.is_none()) else { return };
        let is_known = |fact: &Fact| {
            let known_from = dossier.evidence(*fact).and_then(|evidence| evidence.known_from);
            known_from.is_none_or(|day| day <= self.day())
        };
        // The dossier's title and a source have no panel.
        let has_panel = |fact: &Fact| !matches!(fact, Fact::Dossier | Fact::Source(_));
        let mut facts = self.change_set.changes.iter().filter_map(|change| change.fact);
        if let Some(fact) = facts.find(|fact| has_panel(fact) && is_known(fact)) {
            self.jump_to(fact);
        }
    }

    /// Replaces the problems. The selection moves to the same problem, or stays at its index.
    fn set_problems(&mut self, problems: Vec<Diagnostic>) {
        let index = self.panels.problems.selected().unwrap_or(0);
        let same = self.file.problems.get(index).and_then(|old| {
            let is_same = |new: &Diagnostic| new.code == old.code && new.message == old.message;
            // Among several with the same message, prefers the same line, then the nearest index.
            let candidates = problems.iter().enumerate().filter(|(_, new)| is_same(new));
            candidates.min_by_key(|(n, new)| (new.excerpt != old.excerpt, n.abs_diff(index))).map(|(n, _)| n)
        });
        self.panels.problems.select(Some(same.unwrap_or(index)));
        self.panels.problems.clamp_selection(problems.len());
        self.file.problems = problems;
    }
}
