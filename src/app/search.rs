//! Searching, and jumping to what was found.

use std::sync::Arc;

use crate::config::Command;
use crate::dossier::{Dossier, Excerpt, Fact, Hit, SearchIndex};

use super::{App, Overlay, Step};

/// The last search. It outlives its prompt, so that its matches can be visited one by one.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// The text that was searched for.
    pub query: String,
    /// What was found.
    pub hits: Vec<Hit>,
    /// The index of the selected hit.
    pub position: usize,
    /// The fact of the hit that was selected before an edit, until the next search.
    pending_match: Option<Fact>,
    /// The index, and the dossier that it was built for.
    index: Option<(Arc<Dossier>, Arc<SearchIndex>)>,
}

impl Search {
    /// Builds the index of a dossier, unless it is there. For a large one that takes a while.
    pub(super) fn index(&mut self, dossier: &Arc<Dossier>) {
        if self.index.as_ref().is_none_or(|(of, _)| !Arc::ptr_eq(of, dossier)) {
            self.index = Some((Arc::clone(dossier), Arc::new(SearchIndex::new(dossier))));
        }
    }

    /// Searches for another text.
    pub(super) fn set_query(&mut self, query: String) {
        if self.query != query {
            (self.position, self.pending_match) = (0, None);
        }
        self.query = query;
        self.run();
    }

    /// Searches again, and selects the hit that was selected before.
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
    pub(super) fn navigate(&mut self, step: Step) {
        let last = self.hits.len().saturating_sub(1);
        self.position = match step {
            Step::Down => self.position + 1,
            _ => self.position.saturating_sub(1),
        }
        .min(last);
    }

    /// Returns the text of a hit around what matches.
    pub fn excerpt(&self, hit: &Hit) -> Option<Excerpt> {
        self.index.as_ref().map(|(dossier, index)| index.excerpt(dossier, hit, &self.query))
    }
}

impl App {
    /// Searches a new dossier again, if the prompt is open.
    pub(super) fn refresh_search(&mut self) {
        if let (Some(Overlay::Search(input)), Some(dossier)) = (&self.overlay, &self.dossier) {
            let query = input.value().to_owned();
            self.search.index(dossier);
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
            search.index(dossier);
            search.run();
        }
        let count = search.hits.len();
        if count == 0 {
            self.explain("nothing was found yet in this dossier", Some((Command::Find, "find")));
            return;
        }
        search.position = (search.position + if forward { 1 } else { count - 1 }) % count;
        let fact = search.hits[search.position].fact;
        self.status_message =
            Some(format!("{} of {count} for “{}”", search.position + 1, search.query.trim()));
        self.jump_to(fact);
    }
}
