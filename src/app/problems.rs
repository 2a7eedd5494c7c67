//! The list of the file's problems, one of which is selected.

use std::ops::Range;

use crate::dossier::Diagnostic;

use super::App;
use super::model::Overlay;

impl App {
    /// The problem that the list of problems has selected, while the list is on the screen: over the panels, or in their
    /// place where there is no dossier.
    pub fn selected_problem(&self) -> Option<&Diagnostic> {
        let listed = self.overlay == Some(Overlay::Problems)
            || (self.overlay.is_none() && self.dossier.is_none() && self.read_error.is_none());
        self.problems.get(self.problem).filter(|_| listed)
    }
}

/// Scrolls to the selected problem, if it is not in view.
pub(super) fn reveal(state: &mut App) -> bool {
    if state.selected_problem().is_none() {
        return false;
    }
    let Some(Range { start: from, end: to }) = state.drawn.entries.get(state.problem).cloned() else {
        return false;
    };
    let rows = state.drawn.extents[App::OVERLAY].rows;
    let scroll = &mut state.scroll[App::OVERLAY];
    let before = *scroll;
    let partly_seen = to > before && from < before + rows;
    if !(to - from > rows && partly_seen) {
        *scroll = before.max(to.saturating_sub(rows)).min(from);
    }
    *scroll != before
}

/// Takes in the problems of a file that was read again; the selected one stays selected if it is still there, and else
/// the one that has come into its place.
pub(super) fn take(state: &mut App, problems: Vec<Diagnostic>) {
    let selected = state.problems.get(state.problem);
    let same = selected.and_then(|old| {
        let is = |new: &Diagnostic| new.code == old.code && new.message == old.message;
        // Of several that are told alike, the one whose line is the same, or else that is nearest in the list.
        let alike = problems.iter().enumerate().filter(|(_, new)| is(new));
        alike.min_by_key(|(n, new)| (new.excerpt != old.excerpt, n.abs_diff(state.problem))).map(|(n, _)| n)
    });
    let last = problems.len().saturating_sub(1);
    state.problem = same.unwrap_or(state.problem.min(last));
    state.problems = problems;
}
