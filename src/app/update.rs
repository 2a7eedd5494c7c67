//! How each message changes the dashboard.

use tui_input::{Input, InputRequest};

use crate::config::Command;
use crate::dossier::model::{SourceId, TreatyId};
use crate::dossier::{Text, parse_day};

use super::list::{EntryListState, Step};
use super::message::{Effect, Message};
use super::{
    App, ChangeSet, DayPrompt, DayPurpose, Overlay, StateFilter, View, WatchStatus, location_to_edit,
};

/// The answer to a key that needs a fact which the last edit removed.
pub(super) const REMOVED: &str = "it was removed: there is nothing left to go to";

/// Applies a message, and returns what the runtime has to do.
pub fn update(app: &mut App, message: Message) -> Option<Effect> {
    match message {
        Message::Command(command) => return app.run(command),
        Message::Input(request) => app.edit_input(request),
        Message::Paste(text) => app.paste(&text),
        Message::Submit => app.submit(),
        Message::Click(x, y) => app.click(x, y),
        Message::Wheel(x, y, down) => app.wheel(x, y, down),
        Message::File(event) => app.on_file_event(event),
        Message::Today(today) => {
            app.today = today;
            app.refresh_news();
        }
        Message::Notify(sentence) => app.status_message = Some(sentence),
    }
    None
}

impl App {
    fn run(&mut self, command: Command) -> Option<Effect> {
        self.status_message = None;
        match command {
            Command::Quit => return Some(Effect::Quit),
            Command::Suspend => return Some(Effect::Suspend),
            Command::Redraw => return Some(Effect::Redraw),
            Command::Reload => return Some(Effect::Reload),
            Command::Theme => return Some(Effect::NextTheme),
            Command::Open => return self.open_source(),
            Command::Copy => return self.selected_fact().map(|fact| Effect::Copy(fact, self.as_of)),
            Command::Edit => return self.edit(),
            Command::Enlarge => return self.enter(),
            Command::Back => self.back(),
            Command::Help => self.toggle(Overlay::Help(EntryListState::default())),
            Command::Problems => {
                self.panels.problems.scroll_to_top();
                self.toggle(Overlay::Problems);
            }
            Command::Changes => self.toggle(Overlay::Changes(EntryListState::with_selected(0))),
            Command::Sources if self.selected_fact().is_some() => {
                self.toggle(Overlay::Sources(EntryListState::with_selected(0)));
            }
            Command::Sources => {}
            Command::GoToDay => self.toggle(Overlay::Day(DayPrompt::default())),
            Command::Since => {
                self.toggle(Overlay::Day(DayPrompt { purpose: DayPurpose::Since, ..DayPrompt::default() }));
            }
            Command::Compare => self.compare(),
            Command::CopyPanel => return self.dossier.as_ref().map(|_| Effect::CopyPanel),
            Command::Find => self.open_search(),
            Command::FilterStates => self.open_state_filter(),
            Command::NextMatch => self.next_match(true),
            Command::PreviousMatch => self.next_match(false),
            Command::PreviousState => self.select_next(-1),
            Command::NextState => self.select_next(1),
            Command::State(n) => self.select_nth_state(n),
            Command::DayBack => self.step_day(false),
            Command::DayForward => self.step_day(true),
            Command::Today => self.show_day(None),
            Command::NextPanel => self.move_focus(1),
            Command::PreviousPanel => self.move_focus(-1),
            Command::Wall => {
                self.view = if self.view == View::Overview { View::Dossier } else { View::Overview };
            }
            Command::Sort => self.sort = self.sort.next(),
            Command::Treaty => self.next_treaty(),
            Command::ZoomIn => self.panels.map.zoom = self.panels.map.zoom.saturating_add(1),
            Command::ZoomOut => self.panels.map.zoom = self.panels.map.zoom.saturating_sub(1),
            Command::Filter => self.only_selected_state = !self.only_selected_state,
            Command::Up
            | Command::Down
            | Command::PageUp
            | Command::PageDown
            | Command::First
            | Command::Last => {
                if let Some(step) = Step::from_command(command) {
                    self.navigate(step);
                }
            }
        }
        None
    }

    /// Opens an overlay, or closes it where it is open.
    pub(super) fn toggle(&mut self, overlay: Overlay) {
        let same = |open: &Overlay| std::mem::discriminant(open) == std::mem::discriminant(&overlay);
        self.overlay = if self.overlay.as_ref().is_some_and(same) { None } else { Some(overlay) };
    }

    /// Closes what is on top: the overlay, the comparison, the filter of the states, the zoomed panel, the day of a jump, the overview, the
    /// marks of the last edit.
    pub(super) fn back(&mut self) {
        match self.overlay.take() {
            Some(Overlay::StateFilter(prompt)) => return self.cancel_state_filter(&prompt),
            Some(_) => return,
            None => {}
        }
        if self.compare_mark.take().is_some() {
            return;
        }
        if self.state_filter.is_active() {
            self.state_filter = StateFilter::default();
        } else if std::mem::take(&mut self.zoomed) {
            self.reveal_selection();
        } else if let Some(day) = self.jumped_from.take() {
            self.show_day(day);
        } else if std::mem::take(&mut self.view) == View::Dossier {
            self.change_set = ChangeSet::default();
        }
    }

    /// Jumps to the selected item of a list, or gives the focused panel the whole screen.
    fn enter(&mut self) -> Option<Effect> {
        match self.overlay {
            Some(Overlay::Changes(_)) => self.jump_to_change(),
            Some(Overlay::Problems) if !self.file.problems.is_empty() => return self.edit(),
            None if self.dossier.is_none() && !self.file.problems.is_empty() => return self.edit(),
            None if self.view == View::Overview => self.view = View::Dossier,
            None => {
                self.zoomed = true;
                self.reveal_selection();
            }
            Some(_) => {}
        }
        None
    }

    fn reveal_selection(&mut self) {
        if let Some(list) = self.panels.list_mut(self.focus) {
            list.reveal();
        }
    }

    fn edit_input(&mut self, request: InputRequest) {
        match &mut self.overlay {
            Some(Overlay::Day(prompt)) => {
                prompt.input.handle(request);
                prompt.error = None;
            }
            Some(Overlay::Search(input)) => {
                input.handle(request);
                let query = input.value().to_owned();
                self.search.set_query(query);
            }
            Some(Overlay::StateFilter(prompt)) => {
                prompt.input.handle(request);
                self.filter_states();
            }
            _ => {}
        }
    }

    /// Inserts pasted text into the text field. Nothing of it acts as a key.
    fn paste(&mut self, text: &str) {
        let text = Text::line(&text.replace("\r\n", "\n").replace('\r', "\n"));
        match &mut self.overlay {
            Some(Overlay::Day(prompt)) => {
                insert(&mut prompt.input, &text);
                prompt.error = None;
            }
            Some(Overlay::Search(input)) => {
                insert(input, &text);
                let query = input.value().to_owned();
                self.search.set_query(query);
            }
            Some(Overlay::StateFilter(prompt)) => {
                insert(&mut prompt.input, &text);
                self.filter_states();
            }
            _ => self.status_message = Some("pasted text is ignored outside of a text field".into()),
        }
    }

    fn submit(&mut self) {
        match &mut self.overlay {
            Some(Overlay::Search(_)) => self.jump_to_hit(),
            Some(Overlay::StateFilter(_)) => self.keep_state_filter(),
            Some(Overlay::Day(DayPrompt { purpose: DayPurpose::Since, input, .. }))
                if input.value().trim().is_empty() =>
            {
                self.overlay = None;
                self.mark_since(None);
            }
            Some(Overlay::Day(prompt)) => match (parse_day(prompt.input.value(), self.today), prompt.purpose)
            {
                (Ok(day), purpose) => {
                    self.overlay = None;
                    match purpose {
                        DayPurpose::GoTo => self.show_day(Some(day)),
                        DayPurpose::Since => self.mark_since(Some(day)),
                    }
                }
                (Err(error), _) => prompt.error = Some(error.to_string()),
            },
            _ => {}
        }
    }

    /// Opens the search prompt with the last query.
    fn open_search(&mut self) {
        let Some(dossier) = &self.dossier else { return };
        self.search.index(dossier);
        self.search.run();
        self.overlay = Some(Overlay::Search(Input::from(self.search.query.clone())));
    }

    /// Opens the address of the selected source, or of the first that has one.
    fn open_source(&mut self) -> Option<Effect> {
        let url = self.source_url();
        if url.is_none() {
            self.status_message = Some("no source of what is selected has an address".into());
        }
        url.map(Effect::Open)
    }

    fn source_url(&self) -> Option<String> {
        let dossier = self.dossier.as_deref()?;
        let sources = &dossier.evidence(self.selected_fact()?)?.sources;
        let url = |id: &SourceId| dossier[*id].url.as_ref().map(|url| url.to_string());
        match &self.overlay {
            Some(Overlay::Sources(list)) => list.selected().and_then(|n| sources.get(n)).and_then(url),
            _ => sources.iter().find_map(url),
        }
    }

    /// Opens the editor at the selected item.
    fn edit(&mut self) -> Option<Effect> {
        if self.file.watch_status == WatchStatus::BuiltIn {
            self.status_message =
                Some("the built-in dossier has no file; `flank init` writes one to edit".into());
            return None;
        }
        let location = location_to_edit(self);
        if location.is_none() {
            self.status_message = Some(REMOVED.into());
        }
        location.map(Effect::Edit)
    }

    fn next_treaty(&mut self) {
        let count = self.dossier.as_ref().map_or(0, |dossier| dossier.treaties.len() as u32);
        if count > 1 {
            self.treaty = TreatyId((self.treaty.0 + 1) % count);
        }
    }
}

/// Inserts text at the cursor.
fn insert(input: &mut Input, text: &str) {
    let cursor = input.cursor() + text.chars().count();
    let before: String = input.value().chars().take(input.cursor()).collect();
    let after: String = input.value().chars().skip(input.cursor()).collect();
    *input = Input::new(before + text + &after).with_cursor(cursor);
}
