//! Applies messages to the dashboard.

use crate::config::{Command, Needs};
use crate::dossier::model::{SourceId, TreatyId};
use crate::dossier::{Text, parse_day};

use super::list::{EntryListState, Motion};
use super::message::{Effect, Message};
use super::{
    App, ChangeSet, CommandPrompt, DayPrompt, DayPurpose, Overlay, Panel, TextField, View, WatchStatus,
    location_to_edit,
};

/// The answer to a key whose fact was removed by the last edit.
pub(super) const REMOVED: &str = "it was removed from the file";

/// The answer to a key that needs a selected fact.
const NOTHING_SELECTED: &str = "nothing is selected here";

/// Applies a message. Returns the effect for the runtime to carry out.
pub fn update(app: &mut App, message: Message) -> Option<Effect> {
    let explained = app.explained.take();
    let effect = app.apply(message);
    if app.explained.is_some() && app.explained == explained {
        // Pressing the same key again dismisses its explanation.
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
            Message::Input(request) => {
                self.edit_input(|field| field.handle(request));
            }
            Message::Paste(text) => self.paste(&text),
            Message::Submit => return self.submit(),
            Message::Click(x, y, time) => return self.click(x, y, time),
            Message::Wheel(x, y, down) => self.wheel(x, y, down),
            Message::File(event) => self.on_file_event(event),
            Message::Today(today) => {
                self.today = today;
                self.refresh_news();
            }
            Message::Notify(text) => self.status_message = Some(text),
        }
        None
    }

    /// Explains why the last key does nothing. The hint is a helpful command and its label.
    ///
    /// [`update`] removes the explanation if the key before had the same one.
    pub(super) fn explain(&mut self, reason: impl Into<String>, hint: Option<(Command, &'static str)>) {
        let reason = reason.into();
        (self.explained, self.status_message) = (Some(reason.clone()), Some(reason));
        self.status_hint = hint;
    }

    /// Explains why a command cannot run: it lacks what it needs.
    fn explain_unmet(&mut self, needs: Needs) {
        let in_overview = self.view == View::Overview;
        let (reason, hint) = match needs {
            _ if self.dossier.is_none() => ("there is no dossier to show yet", None),
            Needs::Panels | Needs::Map | Needs::Timeline if in_overview => {
                ("the wall has no panels", Some((Command::Wall, "one state")))
            }
            Needs::Panels => ("there is no other panel", None),
            Needs::Map => ("no state of this dossier is on the map", None),
            Needs::Timeline => ("nothing in this dossier has a date", None),
            Needs::Overview => ("only the wall can be sorted", Some((Command::Wall, "wall"))),
            Needs::Treaties => ("this dossier has no other treaty", None),
            Needs::Nothing | Needs::Dossier | Needs::Matches | Needs::File => return,
        };
        self.explain(reason, hint);
    }

    pub(super) fn run(&mut self, command: Command) -> Option<Effect> {
        (self.status_message, self.status_hint) = (None, None);
        // The commands below search again for matches, and explain why a file cannot be edited.
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
            Command::CopyPanel => return Some(Effect::CopyPanel),
            Command::FilterTimeline => self.open_timeline_filter(),
            Command::Commands => self.toggle(Overlay::Commands(CommandPrompt::default())),
            Command::Find => self.open_search(),
            Command::FilterStates => self.open_state_filter(),
            Command::NextMatch => self.next_match(true),
            Command::PreviousMatch => self.next_match(false),
            Command::PreviousState => {
                if !self.select_next(-1) {
                    self.explain("this is the first state", None);
                }
            }
            Command::NextState => {
                if !self.select_next(1) {
                    self.explain("this is the last state", None);
                }
            }
            Command::State(n) => self.select_nth_state(n),
            Command::DayBack => self.step_day(false),
            Command::DayForward => self.step_day(true),
            Command::PositionBack => self.step_position(false),
            Command::PositionForward => self.step_position(true),
            Command::Today if self.day() == self.today => self.explain("already showing today", None),
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
            Command::ZoomIn => self.panels.map_zoom = self.panels.map_zoom.saturating_add(1),
            Command::ZoomOut => self.panels.map_zoom = self.panels.map_zoom.saturating_sub(1),
            Command::Filter => {
                self.only_selected_state = !self.only_selected_state;
                if !self.panels.is_visible(Panel::Timeline) {
                    let states = if self.only_selected_state { "the selected state" } else { "all states" };
                    self.status_message = Some(format!("the timeline shows {states}"));
                }
            }
            Command::Up => self.navigate(Motion::Up),
            Command::Down => self.navigate(Motion::Down),
            Command::PageUp => self.navigate(Motion::PageUp),
            Command::PageDown => self.navigate(Motion::PageDown),
            Command::HalfPageUp => self.navigate(Motion::HalfPageUp),
            Command::HalfPageDown => self.navigate(Motion::HalfPageDown),
            Command::First => self.navigate(Motion::First),
            Command::Last => self.navigate(Motion::Last),
        }
        None
    }

    /// Opens an overlay, or closes it if it is open.
    pub(super) fn toggle(&mut self, overlay: Overlay) {
        let same = |open: &Overlay| std::mem::discriminant(open) == std::mem::discriminant(&overlay);
        self.overlay = if self.overlay.as_ref().is_some_and(same) { None } else { Some(overlay) };
    }

    /// Returns whether the close key has something to close before it quits: an overlay, a comparison, the filter of
    /// the states, a zoomed panel, or the overview.
    pub fn has_open_item(&self) -> bool {
        let is_overview = self.view == View::Overview;
        let is_comparing = self.compare_mark.is_some();
        self.overlay.is_some() || is_comparing || !self.state_filter.is_empty() || self.zoomed || is_overview
    }

    /// Closes the first of these that is open: the overlay, the comparison, the filter of the states, the zoomed panel,
    /// the day of a jump, the overview, the highlights of the last edit.
    pub(super) fn back(&mut self) {
        match self.overlay.take() {
            Some(Overlay::StateFilter(prompt)) => return self.cancel_state_filter(&prompt),
            Some(_) => return,
            None => {}
        }
        if self.compare_mark.take().is_some() {
            return;
        }
        if !self.state_filter.is_empty() {
            self.state_filter.clear();
        } else if std::mem::take(&mut self.zoomed) {
            self.reveal_selection();
        } else if let Some(day) = self.jumped_from.take() {
            self.show_day(day);
        } else if std::mem::take(&mut self.view) == View::Dossier {
            self.change_set = ChangeSet::default();
        }
    }

    /// Opens the selected item of the overlay, the overview or the zoomed panel. Otherwise, zooms the focused panel.
    fn enter(&mut self) -> Option<Effect> {
        match &self.overlay {
            Some(Overlay::Changes(_)) => self.jump_to_change(),
            Some(Overlay::Problems) if !self.file.problems.is_empty() => return self.edit(),
            Some(Overlay::Sources(_)) => return self.open_source(),
            Some(Overlay::TimelineFilter(_)) => self.apply_timeline_choice(),
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
            list.reveal_realigned();
        }
    }

    /// Edits the text field of the overlay, and applies its new text. Returns whether there is a text field.
    fn edit_input(&mut self, edit: impl FnOnce(&mut TextField)) -> bool {
        let Some(field) = self.overlay.as_mut().and_then(Overlay::input_mut) else { return false };
        edit(field);
        let text = field.value().to_owned();
        match &mut self.overlay {
            Some(Overlay::Day(prompt)) => prompt.error = None,
            Some(Overlay::Search(_)) => self.search.set_query(text),
            Some(Overlay::StateFilter(_)) => self.filter_states(),
            Some(Overlay::Commands(prompt)) => prompt.list = EntryListState::with_selected(0),
            _ => {}
        }
        true
    }

    /// Inserts pasted text into the text field. Its characters never act as keys.
    fn paste(&mut self, text: &str) {
        let text = Text::line(&text.replace("\r\n", "\n").replace('\r', "\n"));
        if !self.edit_input(|field| field.paste(&text)) {
            self.status_message = Some("pasted text is ignored outside of a text field".into());
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
            Some(Overlay::Day(prompt)) => {
                let (text, marks) = (prompt.input.value().trim(), prompt.purpose == DayPurpose::Since);
                // An empty day removes the marks.
                let removes = marks && text.is_empty();
                let day = if removes { Ok(None) } else { parse_day(text, self.today).map(Some) };
                match day {
                    Ok(day) => {
                        self.overlay = None;
                        if marks { self.mark_since(day) } else { self.show_day(day) }
                    }
                    Err(error) => prompt.error = Some(error.to_string()),
                }
            }
            _ => {}
        }
        None
    }

    /// Opens the search prompt with the last query selected.
    fn open_search(&mut self) {
        let Some(dossier) = &self.dossier else { return };
        self.search.build_index(dossier);
        self.search.run();
        self.overlay = Some(Overlay::Search(TextField::with_selected(self.search.query.clone())));
    }

    /// Opens the address of the selected source, or of the fact's first source with an address.
    fn open_source(&mut self) -> Option<Effect> {
        let url = self.source_url();
        if url.is_none() {
            self.explain("the selected fact has no source with an address", None);
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
        let Some(dossier) = &self.dossier else { return };
        let next = (self.treaty.index() + 1) % dossier.treaties.len().max(1);
        self.treaty = TreatyId::at(next);
    }
}
