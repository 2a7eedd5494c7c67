//! How each message changes the dashboard.

use tui_input::{Input, InputRequest};

use crate::config::{Command, Needs};
use crate::dossier::model::{SourceId, TreatyId};
use crate::dossier::{Text, parse_day};

use super::list::{EntryListState, Step};
use super::message::{Effect, Message};
use super::{
    App, ChangeSet, CommandPrompt, DayPrompt, DayPurpose, Overlay, Panel, StateFilter, View, WatchStatus,
    location_to_edit,
};

/// The answer to a key that needs a fact which the last edit removed.
pub(super) const REMOVED: &str = "it was removed: there is nothing left to go to";

/// The answer to a key that needs a fact where none is selected.
const NOTHING_SELECTED: &str = "nothing is selected here";

/// Applies a message, and returns what the runtime has to do.
pub fn update(app: &mut App, message: Message) -> Option<Effect> {
    let explained = app.explained.take();
    let effect = app.apply(message);
    if app.explained.is_some() && app.explained == explained {
        // The same key was pressed again, after its explanation was read.
        (app.status_message, app.status_hint) = (None, None);
    }
    effect
}
impl App {
    fn apply(&mut self, message: Message) -> Option<Effect> {
        if matches!(message, Message::Command(_) | Message::Unbound(_) | Message::Input(_) | Message::Submit)
        {
            self.clicked = None;
        }
        match message {
            Message::Command(command) => return self.run(command),
            Message::Unbound(key) => {
                self.explain(format!("{key} does nothing"), Some((Command::Help, "keys")));
            }
            Message::Input(request) => self.edit_input(request),
            Message::Paste(text) => self.paste(&text),
            Message::Submit => return self.submit(),
            Message::Click(x, y, time) => return self.click(x, y, time),
            Message::Wheel(x, y, down) => self.wheel(x, y, down),
            Message::File(event) => self.on_file_event(event),
            Message::Today(today) => {
                self.today = today;
                self.refresh_news();
            }
            Message::Notify(sentence) => self.status_message = Some(sentence),
        }
        None
    }

    /// Says why the last key does nothing, with a command that helps and its label. [`update`] withdraws a sentence that
    /// is the answer to the key before as well.
    pub(super) fn explain(&mut self, sentence: impl Into<String>, hint: Option<(Command, &'static str)>) {
        let sentence = sentence.into();
        (self.explained, self.status_message) = (Some(sentence.clone()), Some(sentence));
        self.status_hint = hint;
    }

    /// Says why a command that needs what is not there does nothing.
    fn explain_unmet(&mut self, needs: Needs) {
        let in_overview = self.view == View::Overview;
        let (sentence, hint) = match needs {
            _ if self.dossier.is_none() => ("there is no dossier to show yet", None),
            Needs::Panels | Needs::Map | Needs::Timeline if in_overview => {
                ("the wall has no panels", Some((Command::Wall, "one state")))
            }
            Needs::Panels => ("there is no other panel", None),
            Needs::Map => ("no state of this dossier is on the map", None),
            Needs::Timeline => ("nothing in this dossier has a date", None),
            Needs::Overview => ("only the wall is sorted", Some((Command::Wall, "wall"))),
            Needs::Treaties => ("this dossier has no other treaty", None),
            Needs::Nothing | Needs::Dossier | Needs::Matches | Needs::File => return,
        };
        self.explain(sentence, hint);
    }

    pub(super) fn run(&mut self, command: Command) -> Option<Effect> {
        (self.status_message, self.status_hint) = (None, None);
        // Searching again may find matches, and the reason why a file cannot be edited is given there.
        let needs = command.needs();
        if !matches!(needs, Needs::Matches | Needs::File) && !self.applies(command) {
            self.explain_unmet(needs);
            return None;
        }
        match command {
            Command::Close if !self.has_open_item() => return Some(Effect::Quit),
            Command::Close => self.back(),
            Command::Quit => return Some(Effect::Quit),
            Command::Suspend => return Some(Effect::Suspend),
            Command::Redraw => return Some(Effect::Redraw),
            Command::Reload => return Some(Effect::Reload),
            Command::Theme => return Some(Effect::NextTheme),
            Command::Open => return self.open_source(),
            Command::Copy => match self.selected_fact() {
                Some(fact) => return Some(Effect::Copy(fact, self.as_of)),
                None => self.explain(NOTHING_SELECTED, None),
            },
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
            Command::Sources => self.explain(NOTHING_SELECTED, None),
            Command::GoToDay => self.toggle(Overlay::Day(DayPrompt::default())),
            Command::Since => {
                self.toggle(Overlay::Day(DayPrompt { purpose: DayPurpose::Since, ..DayPrompt::default() }));
            }
            Command::Compare => self.compare(),
            Command::CopyPanel => return self.dossier.as_ref().map(|_| Effect::CopyPanel),
            Command::FilterTimeline => self.open_timeline_filter(),
            Command::Commands => self.toggle(Overlay::Commands(CommandPrompt::default())),
            Command::Find => self.open_search(),
            Command::FilterStates => self.open_state_filter(),
            Command::NextMatch => self.next_match(true),
            Command::PreviousMatch => self.next_match(false),
            Command::PreviousState if !self.select_next(-1) => self.explain("this is the first state", None),
            Command::NextState if !self.select_next(1) => self.explain("this is the last state", None),
            Command::PreviousState | Command::NextState => {}
            Command::State(n) => self.select_nth_state(n),
            Command::DayBack => self.step_day(false),
            Command::DayForward => self.step_day(true),
            Command::PositionBack => self.step_position(false),
            Command::PositionForward => self.step_position(true),
            Command::Today if self.day() == self.today => self.explain("this is today", None),
            Command::Today => self.show_day(None),
            Command::NextPanel => self.move_focus(1),
            Command::PreviousPanel => self.move_focus(-1),
            Command::Wall => {
                self.view = if self.view == View::Overview { View::Dossier } else { View::Overview };
            }
            Command::Sort => self.sort = self.sort.next(),
            Command::Treaty => self.next_treaty(),
            Command::ZoomIn | Command::ZoomOut if !self.panels.is_visible(Panel::Map) => {
                self.explain("the map is not on the screen", Some((Command::NextPanel, "panel")));
            }
            Command::ZoomIn => self.panels.map.zoom = self.panels.map.zoom.saturating_add(1),
            Command::ZoomOut => self.panels.map.zoom = self.panels.map.zoom.saturating_sub(1),
            Command::Filter => {
                self.only_selected_state = !self.only_selected_state;
                if !self.panels.is_visible(Panel::Timeline) {
                    let states = if self.only_selected_state { "the selected state" } else { "all states" };
                    self.status_message = Some(format!("the timeline shows {states}"));
                }
            }
            Command::Up
            | Command::Down
            | Command::PageUp
            | Command::PageDown
            | Command::HalfPageUp
            | Command::HalfPageDown
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

    /// Returns whether there is anything to close before the program quits: an overlay, a comparison, the filter of the
    /// states, a zoomed panel, or the overview.
    pub fn has_open_item(&self) -> bool {
        let is_overview = self.view == View::Overview;
        let is_comparing = self.compare_mark.is_some();
        self.overlay.is_some() || is_comparing || self.state_filter.is_active() || self.zoomed || is_overview
    }

    /// Closes what is on top: the overlay, the comparison, the filter of the states, the zoomed panel, the day of a jump,
    /// the overview, the marks of the last edit.
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

    /// Opens the selected item: of a list, of the overview, or of the zoomed panel. Zooms another panel.
    fn enter(&mut self) -> Option<Effect> {
        match &self.overlay {
            Some(Overlay::Changes(_)) => self.jump_to_change(),
            Some(Overlay::Problems) if !self.file.problems.is_empty() => return self.edit(),
            Some(Overlay::Sources(_)) => return self.open_source(),
            Some(Overlay::TimelineFilter(_)) => self.choose_timeline(),
            Some(overlay) if overlay.takes_text() => return self.submit(),
            Some(_) => self.explain("nothing here can be opened", Some((Command::Back, "close"))),
            None if self.dossier.is_none() && !self.file.problems.is_empty() => return self.edit(),
            None if self.dossier.is_none() => self.explain_unmet(Needs::Dossier),
            None if self.view == View::Overview => self.view = View::Dossier,
            None if self.zoomed => return self.run(Command::Sources),
            None => {
                self.zoomed = true;
                self.reveal_selection();
            }
        }
        None
    }

    fn reveal_selection(&mut self) {
        if let Some(list) = self.panels.list_mut(self.focus) {
            list.reveal_anew();
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
            Some(Overlay::Commands(prompt)) => {
                prompt.input.handle(request);
                prompt.list = EntryListState::with_selected(0);
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
            Some(Overlay::Commands(prompt)) => {
                insert(&mut prompt.input, &text);
                prompt.list = EntryListState::with_selected(0);
            }
            _ => self.status_message = Some("pasted text is ignored outside of a text field".into()),
        }
    }

    fn submit(&mut self) -> Option<Effect> {
        match &mut self.overlay {
            Some(Overlay::Commands(prompt)) => {
                let (text, selected) = (prompt.input.value().to_owned(), prompt.list.selected());
                let command = selected.and_then(|n| self.matching_commands(&text).get(n).copied());
                return self.run_listed(command);
            }
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
        None
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
            self.explain("no source of what is selected has an address", None);
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
            self.explain("the built-in dossier has no file; `flank init` writes one to edit", None);
            return None;
        }
        let location = location_to_edit(self);
        if location.is_none() {
            self.explain(REMOVED, None);
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
