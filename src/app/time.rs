//! Navigation between days.

use crate::dossier::Day;

use super::list::EntryListState;
use super::{App, ChangeSet, Overlay};

impl App {
    /// Shows the previous or next day on which anything happened. Today follows the last of them.
    pub(super) fn step_day(&mut self, forward: bool) {
        let Some(dossier) = self.dossier.as_deref() else { return };
        let (day, today) = (self.day(), self.today);
        let next = if forward { dossier.day_after(day) } else { dossier.day_before(day) };
        match next {
            // Today is a stop between the days with events.
            Some(next) if forward && day < today && today <= next => self.show_day(None),
            Some(next) => self.show_day(Some(next)),
            None if forward && day < today => self.show_day(None),
            None if forward => self.explain("no later events in this dossier", None),
            None => self.explain("no earlier events in this dossier", None),
        }
    }

    /// Shows the previous or next day on which the selected state changed a position.
    pub(super) fn step_position(&mut self, forward: bool) {
        let Some(dossier) = self.dossier.as_deref() else { return };
        let (day, state) = (self.day(), self.selected_state);
        let days = dossier.position_changes(state);
        let next = match forward {
            true => days.into_iter().find(|change| *change > day),
            false => days.into_iter().rfind(|change| *change < day),
        };
        match next {
            Some(next) => self.show_day(Some(next)),
            None => {
                let (name, when) = (&dossier[state].name, if forward { "after" } else { "before" });
                self.explain(format!("{name} changed no position {when} this day"), None);
            }
        }
    }

    /// Shows a day, or today, and selects its latest facts. The highlights of the last edit stay.
    pub(super) fn show_day(&mut self, day: Option<Day>) {
        self.as_of = day.filter(|day| *day != self.today);
        self.jumped_from = None;
        self.panels.timeline.selected = None;
        self.panels.lists_mut().for_each(|(_, list)| list.select_latest());
        self.refresh_news();
    }

    /// Marks the facts that became known since a day, or removes the marks.
    pub fn mark_since(&mut self, day: Option<Day>) {
        self.since = day;
        self.refresh_news();
    }

    /// Updates the new facts after a change of the dossier or of the day.
    pub(super) fn refresh_news(&mut self) {
        let since = self.since.filter(|since| *since < self.day());
        let news = since.zip(self.dossier.as_deref());
        let news = news.map(|(since, dossier)| ChangeSet::between_days(dossier, since, self.day()));
        self.news = news.unwrap_or_default();
    }

    /// Replaces the change set. If its list is open, selects the first change.
    pub(super) fn set_changes(&mut self, changes: ChangeSet) {
        self.change_set = changes;
        if let Some(Overlay::Changes(list)) = &mut self.overlay {
            *list = EntryListState::with_selected(0);
        }
    }
}
