//! The context in which a panel is rendered.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::macros::line;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::{App, ClickTarget, EntryListState, Panel, Panels, View};
use crate::config::Role;
use crate::dossier::model::{Certainty, DateBasis, Evidence, Position, Stance, StateId, TreatyId};
use crate::dossier::{AsOf, Dossier, Fact};
use crate::ui::symbols::Symbols;
use crate::ui::text::{DisplayWidth, wrap_hanging};
use crate::ui::widgets::entry_list::{EntryList, ListArea, Selection};
use crate::ui::widgets::panel_block::{Titles, render_block};
use crate::ui::{RenderContext, hit_region};

use super::{NO_STEP_YET, NOT_ADOPTED, NOT_IN_DOSSIER, Shown, position_role, target_label};

/// The facts, settings and area that a panel is rendered from.
pub struct PanelContext<'a> {
    /// The application, without the state of its panels.
    pub app: &'a App,
    /// The facts known on the current day.
    pub known: AsOf<'a>,
    /// Theme, symbols and keys.
    pub render: &'a RenderContext<'a>,
    /// The symbols of `render`.
    pub symbols: Symbols,
    /// The panel.
    pub panel: Panel,
    /// The area of the panel, frame included.
    pub area: Rect,
    /// Whether the panel has the focus.
    pub focused: bool,
    /// Whether the list of states is visible beside the panel.
    pub sidebar_visible: bool,
}

impl<'a> PanelContext<'a> {
    /// Creates the context of a panel.
    pub fn new(
        app: &'a App,
        known: AsOf<'a>,
        render: &'a RenderContext<'a>,
        panel: Panel,
        area: Rect,
        sidebar_visible: bool,
    ) -> PanelContext<'a> {
        let focused = app.view == View::Dossier && app.focus == panel;
        PanelContext { app, known, render, symbols: render.symbols, panel, area, focused, sidebar_visible }
    }

    /// Returns the whole dossier, later facts included.
    pub fn dossier(&self) -> &'a Dossier {
        self.known.dossier
    }

    /// Returns all treaties, the one in view first.
    pub fn treaties(&self) -> impl Iterator<Item = TreatyId> + use<'a> {
        let first = self.app.treaty;
        let dossier = self.dossier();
        let in_view = dossier.treaty_ids().filter(move |id| *id == first);
        in_view.chain(dossier.treaty_ids().filter(move |id| *id != first))
    }

    /// Returns the style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.render.style(role)
    }

    /// Returns the name of the selected state for the frame. Empty if the list of states shows it.
    pub fn state_name(&self) -> &'a str {
        if self.sidebar_visible { "" } else { &self.dossier()[self.app.selected_state].name }
    }

    /// Returns the mark of the selected state: the mark of the selection if keys act on the state.
    pub fn state_edge(&self) -> &'static str {
        match self.app.focus {
            Panel::States | Panel::Map => self.symbols.selected(),
            _ => self.symbols.current_state(),
        }
    }

    /// Returns the title of a list of states, with the text that filters it.
    pub fn states_title(&self, title: &str) -> String {
        match self.app.state_filter.as_str() {
            "" => title.to_owned(),
            query => format!("{title}: {query}"),
        }
    }

    /// Returns the mark of a changed or new fact, or a blank.
    pub fn mark(&self, fact: Fact) -> Span<'static> {
        self.mark_if(self.app.is_highlighted(fact))
    }

    /// Returns the mark of a change, the code and the name of a state, for a list.
    pub fn state_line(&self, id: StateId) -> Line<'a> {
        let state = &self.dossier()[id];
        let role = if id == self.app.selected_state { Role::Focus } else { Role::Strong };
        let name = Span::styled(state.name.as_str(), self.style(role));
        line![self.state_mark(id), self.plain(format!("{} ", state.code)), name]
    }

    /// Returns the mark of a state with changed or new facts, or a blank.
    pub fn state_mark(&self, state: StateId) -> Span<'static> {
        self.mark_if(self.app.is_state_highlighted(state))
    }

    /// Returns the mark of a change, or a blank.
    pub fn mark_if(&self, changed: bool) -> Span<'static> {
        match changed {
            true => Span::styled(self.symbols.changed(), self.style(Role::Changed)),
            false => Span::raw(" "),
        }
    }

    /// Returns plain text.
    pub fn plain(&self, text: impl Into<Cow<'a, str>>) -> Span<'a> {
        Span::styled(text, self.style(Role::Text))
    }

    /// Returns emphasized text.
    pub fn strong(&self, text: impl Into<Cow<'a, str>>) -> Span<'a> {
        Span::styled(text, self.style(Role::Strong))
    }

    /// Returns the symbol of a position in its colour.
    pub fn position(&self, position: Position) -> Span<'static> {
        Span::styled(self.symbols.position(position), self.style(position_role(position)))
    }

    /// Returns the mark of a fact that is not confirmed.
    pub fn certainty(&self, evidence: &Evidence) -> &'static str {
        self.symbols.certainty(evidence.certainty)
    }

    /// Returns the most relevant target of a state, and the mark of its certainty.
    pub fn target(&self, state: StateId) -> (String, &'static str) {
        match self.known.latest_target(state) {
            Some(target) => (target_label(target), self.certainty(&target.evidence)),
            None => ("none known".into(), ""),
        }
    }

    /// Returns the step by which a state reached its position on a treaty. `None` before the treaty was adopted.
    pub fn reached(&self, treaty: TreatyId, state: StateId) -> Option<&'a Stance> {
        self.known.reached(state, treaty).filter(|_| self.known.adopted(treaty))
    }

    /// Returns the position of a state on a treaty, with the mark of the step that reached it, or the reason why there
    /// is none. If its name does not fit, returns the short name.
    pub fn position_on(&self, treaty: TreatyId, state: StateId, width: u16) -> Line<'a> {
        let reason = match self.reached(treaty, state) {
            _ if !self.known.adopted(treaty) => NOT_ADOPTED,
            Some(step) => {
                let (name, mark) = (step.position.name(), self.certainty(&step.evidence));
                let fits = name.display_width() + mark.display_width() + 2 <= usize::from(width);
                let name = if fits { name } else { step.position.short() };
                return line![
                    self.position(step.position),
                    self.strong(format!(" {name}")),
                    self.strong(mark)
                ];
            }
            None if self.dossier()[state].history(treaty).is_empty() => NOT_IN_DOSSIER,
            None => NO_STEP_YET,
        };
        Line::from(self.plain(reason))
    }

    /// Renders the frame of the panel, and returns the area inside.
    pub fn frame(&self, title: &str, right: &str, legend: Vec<Line<'_>>, buf: &mut Buffer) -> Rect {
        render_block(Titles { title, right, legend, focused: self.focused }, self.area, buf, self.render)
    }

    /// Returns the explicitly selected fact if the panel has the focus.
    pub fn selected_fact(&self, panels: &Panels) -> Option<Fact> {
        panels.list(self.panel).filter(|_| self.focused).and_then(EntryListState::selected)
    }

    /// Renders a list in a part of the panel. The mark of the selection is in the padding of the frame.
    pub fn render_list(&self, list: EntryList<'_, Fact>, inner: Rect, panels: &mut Panels, buf: &mut Buffer) {
        let Some(state) = panels.list_mut(self.panel) else { return };
        let selection = if self.focused { Selection::Focused } else { Selection::Unfocused };
        let entries = list.render(ListArea::in_frame(inner, self.area), state, selection, buf, self.render);
        let hits = entries.into_iter().map(|(fact, area)| hit_region(area, ClickTarget::Entry(fact)));
        panels.hits.extend(hits);
    }

    /// Returns a legend for the marks of these facts.
    pub fn legend<'b>(&self, facts: impl IntoIterator<Item = Shown<'b>>) -> Vec<Line<'a>> {
        let (mut estimate, mut single, mut disputed, mut inferred) = (false, false, false, false);
        for Shown { evidence, has_date, is_estimate } in facts {
            estimate |= is_estimate;
            single |= evidence.certainty == Certainty::SingleSource;
            disputed |= evidence.certainty == Certainty::Disputed;
            inferred |= has_date && evidence.date_basis != DateBasis::Stated;
        }
        let marked =
            |certainty: Certainty| format!("{} {}", self.symbols.certainty(certainty), certainty.name());
        let parts = [
            estimate.then(|| "e estimate".to_owned()),
            single.then(|| marked(Certainty::SingleSource)),
            disputed.then(|| marked(Certainty::Disputed)),
            inferred.then(|| "~ inferred date".to_owned()),
        ];
        parts.into_iter().flatten().map(|part| Line::from(self.plain(part))).collect()
    }

    /// Returns the note of a fact, its certainty and its sources, each line indented.
    pub fn evidence_lines(&self, evidence: &Evidence, indent: usize, width: u16) -> Vec<Line<'a>> {
        let indented = |text: &str, role: Role| {
            wrap_hanging(Line::from(" ".repeat(indent)), text, self.style(role), width)
        };
        let mut lines = Vec::new();
        if let Some(note) = &evidence.note {
            lines.extend(indented(note, Role::Secondary));
        }
        let sources: Vec<&str> =
            evidence.sources.iter().map(|id| self.dossier()[*id].publisher.as_str()).collect();
        let certainty = match evidence.certainty {
            Certainty::Confirmed => String::new(),
            other => format!("{} {}: ", self.symbols.certainty(other), other.name()),
        };
        let text = certainty + &sources.join(", ");
        if !text.is_empty() {
            lines.extend(indented(&text, Role::Text));
        }
        lines
    }
}
