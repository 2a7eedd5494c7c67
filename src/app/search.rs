//! The search, and jumps to its hits.

use std::sync::Arc;

use crate::config::Command;
use crate::dossier::{Dossier, Excerpt, Fact, Hit, SearchIndex};

use super::{App, Motion, Overlay};

/// The last search. It outlives its prompt, so that keys can visit its hits one by one.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// The searched text.
    pub query: String,
    /// The hits.
    pub hits: Vec<Hit>,
    /// The index of the selected hit.
    pub position: usize,
    /// The fact to select in the next search: that of the hit selected before an edit.
    pending_match: Option<Fact>,
    /// The index, and the dossier that it was built for.
    index: Option<(Arc<Dossier>, Arc<SearchIndex>)>,
}

impl Search {
    /// Builds the index of a dossier, unless it exists. This takes noticeable time for a large dossier.
    pub(super) fn build_index(&mut self, dossier: &Arc<Dossier>) {
        if self.index.as_ref().is_none_or(|(of, _)| !Arc::ptr_eq(of, dossier)) {
            self.index = Some((Arc::clone(dossier), Arc::new(SearchIndex::new(dossier))));
        }
    }

    /// Sets the query and searches.
    pub(super) fn set_query(&mut self, query: String) {
        if self.query != query {
            (self.position, self.pending_match) = (0, None);
        }
        self.query = query;
        self.run();
    }

    /// Runs the search, and selects the pending match.
    pub(super) fn run(&mut self) {
        let Some((_, index)) = &self.index else { return };
        self.hits = index.search(&self.query);
        if let Some(fact) = self.pending_match.take() {
            let matches = |n: usize| self.hits.get(n).is_some_and(|hit| hit.fact == fact);
            if !matches(self.position) {
                self.position = (0..self.hits.len()).find(|n| matches(*n)).unwrap_or(self.position);
            }
        }
        self.position = self.position.min(self.hits.len().saturating_sub(1));
    }

    /// Drops the hits of an earlier dossier. `successor` maps a fact to the new one.
    pub(super) fn invalidate(&mut self, successor: impl Fn(Fact) -> Option<Fact>) {
        let selected = self.hits.get(self.position).map(|hit| hit.fact);
        self.pending_match = selected.or(self.pending_match).and_then(successor);
        self.index = None;
        self.hits.clear();
    }

    /// Moves the selection.
    pub(super) fn navigate(&mut self, motion: Motion) {
        self.position = motion.applied_to(self.position, 1, self.hits.len().saturating_sub(1));
    }

    /// Returns the text of a hit around its match.
    pub fn excerpt(&self, hit: &Hit) -> Option<Excerpt> {
        self.index.as_ref().map(|(dossier, index)| index.excerpt(dossier, hit, &self.query))
    }
}

impl App {
    /// Repeats the search in a new dossier if the prompt is open.
    pub(super) fn refresh_search(&mut self) {
        if let (Some(Overlay::Search(input)), Some(dossier)) = (&self.overlay, &self.dossier) {
            let query = input.value().to_owned();
            self.search.build_index(dossier);
            self.search.set_query(query);
        }
    }

    /// Jumps to the selected hit.
    pub(super) fn jump_to_hit(&mut self) {
        let Some(fact) = self.search.hits.get(self.search.position).map(|hit| hit.fact) else { return };
        self.overlay = None;
        self.jump_to(fact);
    }

    /// Jumps to the next or previous hit of the last search.
    pub(super) fn next_match(&mut self, forward: bool) {
        let search = &mut self.search;
        if let Some(dossier) =
            self.dossier.as_ref().filter(|_| search.hits.is_empty() && !search.query.is_empty())
        {
            search.build_index(dossier);
            search.run();
        }
        let count = search.hits.len();
        if count == 0 {
            let is_blank = search.query.trim().is_empty();
            let reason =
                if is_blank { "nothing has been searched for" } else { "no matches in this dossier" };
            self.explain(reason, Some((Command::Find, "find")));
            return;
        }
        search.position = (search.position + if forward { 1 } else { count - 1 }) % count;
        let fact = search.hits[search.position].fact;
        self.status_message =
            Some(format!("{} of {count} for “{}”", search.position + 1, search.query.trim()));
        self.jump_to(fact);
    }
}
