//! What a panel draws. Of the day and of the last edit it learns only what it asks, and each question is noted with its
//! answer: as long as the answers are the same, so is the drawing ([`super::kept`]).

use std::cell::RefCell;
use std::ops::Deref;
use std::sync::{Arc, Weak};

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::{ChangeSet, Panel};
use crate::config::{Marker, Role, Theme};
use crate::dossier::model::{
    Aim, Benchmark, BenchmarkId, Certainty, DateBasis, Evidence, Position, QuoteId, Spending, Stance,
    StateId, Target, TreatyId,
};
use crate::dossier::{AsOf, Day, Dossier, Entry, Fact};
use crate::ui::RenderContext;
use crate::ui::symbols::Symbols;
use crate::ui::text::DisplayWidth;

use super::position_role;

/// A dossier as it was read once. No other can come to have its address as long as this is kept.
#[derive(Debug, Clone)]
pub struct Version(Weak<Dossier>);

impl Version {
    /// That of a dossier.
    pub fn of(dossier: &Arc<Dossier>) -> Version {
        Version(Arc::downgrade(dossier))
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Version) -> bool {
        self.0.ptr_eq(&other.0)
    }
}

/// What a panel goes by besides the day and the last edit.
#[derive(Debug, Clone, PartialEq)]
pub struct Sight {
    /// Which panel.
    pub panel: Panel,
    /// Where it is drawn.
    pub area: Rect,
    /// The selected state.
    pub selected_state: StateId,
    /// The treaty in view.
    pub treaty: TreatyId,
    /// Lines scrolled.
    pub scroll: usize,
    /// The fact that is selected in it, where it has the focus.
    pub chosen: Option<Fact>,
    /// The selected entry of the timeline.
    pub timeline_selection: Option<Fact>,
    /// Whether the timeline tells of the selected state alone.
    pub only_selected_state: bool,
    /// Whether the panel has the whole screen, and so room for everything.
    pub zoomed: bool,
    /// Whether it has the focus.
    pub focused: bool,
    /// Whether the list of states is seen beside it.
    pub sidebar_visible: bool,
    /// The dossier.
    pub version: Version,
    /// Signs. These and what follows is all that there is to draw with, but for the keys, which no panel names.
    pub symbols: Symbols,
    /// What the map's lines are drawn with.
    pub marker: Marker,
    /// Styles by role.
    pub theme: Theme,
}

/// Facts of which a panel may ask how many are known; what it is told changes with each that becomes so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    History(StateId, TreatyId),
    Spending(StateId),
    SpendingOfAll,
    Targets(StateId),
    Aims(StateId),
    Quotes(StateId),
    OutsideQuotes,
}

impl List {
    /// Whether one of these has this fact.
    fn any_has(lists: &[List], fact: Fact, dossier: &Dossier) -> bool {
        match fact {
            Fact::Stance(state, treaty, _) => lists.contains(&List::History(state, treaty)),
            Fact::Spending(state, _) => {
                lists.contains(&List::Spending(state)) || lists.contains(&List::SpendingOfAll)
            }
            Fact::Target(state, _) => lists.contains(&List::Targets(state)),
            Fact::Aim(state, _) => lists.contains(&List::Aims(state)),
            Fact::Quote(quote) => match &*dossier[quote].states {
                [] => lists.contains(&List::OutsideQuotes),
                states => states.iter().any(|state| lists.contains(&List::Quotes(*state))),
            },
            // The timeline goes by the day; of benchmarks it is asked whether they stand.
            _ => false,
        }
    }
}

/// What else a panel may ask.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Question {
    /// Whether a benchmark stands.
    Stands(BenchmarkId),
    /// Whether a day has come.
    HasCome(Day),
    /// Which day it is.
    Day,
    /// Whether the last edit changed a fact, anything of a state, or this of its own table.
    Marked(Fact),
    StateMarked(StateId),
    Edited(StateId, &'static str),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Answer {
    Is(bool),
    Day(Day),
}

impl Question {
    fn answer(self, known: AsOf<'_>, edit: &ChangeSet) -> Answer {
        match self {
            Question::Stands(benchmark) => Answer::Is(known.in_effect(benchmark)),
            Question::HasCome(day) => Answer::Is(day <= known.day),
            Question::Day => Answer::Day(known.day),
            Question::Marked(fact) => Answer::Is(edit.highlighted.contains(&fact)),
            Question::StateMarked(state) => Answer::Is(edit.states.contains(&state)),
            Question::Edited(state, field) => Answer::Is(edit.changed(state, field)),
        }
    }
}

/// What was asked on a day, and the answers.
#[derive(Debug, Clone)]
pub struct Asked {
    day: Day,
    lists: Vec<List>,
    answers: Vec<(Question, Answer)>,
}

/// Where more became known between two days, it takes longer to look at all of it than to draw a panel.
const MANY: usize = 1000;

impl Asked {
    /// Whether all would be answered the same still.
    pub fn still_holds(&self, known: AsOf<'_>, edit: &ChangeSet) -> bool {
        let (from, to) = (self.day.min(known.day), self.day.max(known.day));
        let new = known.dossier.known_between(from, to);
        new.len() <= MANY
            && !new.iter().any(|(_, fact)| List::any_has(&self.lists, *fact, known.dossier))
            && self.answers.iter().all(|(question, answer)| question.answer(known, edit) == *answer)
    }
}

/// What was known on the day, and what the last edit changed.
pub struct Knowing<'a> {
    /// The dossier, later facts included.
    pub dossier: &'a Dossier,
    known: AsOf<'a>,
    edit: &'a ChangeSet,
    asked: RefCell<Asked>,
}

impl<'a> Knowing<'a> {
    /// Nothing was asked yet.
    pub fn new(known: AsOf<'a>, edit: &'a ChangeSet) -> Knowing<'a> {
        let asked = Asked { day: known.day, lists: Vec::new(), answers: Vec::new() };
        Knowing { dossier: known.dossier, known, edit, asked: RefCell::new(asked) }
    }

    /// What was asked.
    pub fn asked(self) -> Asked {
        self.asked.into_inner()
    }

    fn ask(&self, question: Question) -> Answer {
        let answer = question.answer(self.known, self.edit);
        self.asked.borrow_mut().answers.push((question, answer));
        answer
    }

    fn ask_of(&self, list: List) {
        let lists = &mut self.asked.borrow_mut().lists;
        if !lists.contains(&list) {
            lists.push(list);
        }
    }

    fn is(&self, question: Question) -> bool {
        self.ask(question) == Answer::Is(true)
    }

    /// See [`AsOf::history`].
    pub fn history(&self, state: StateId, treaty: TreatyId) -> &'a [Stance] {
        self.ask_of(List::History(state, treaty));
        self.known.history(state, treaty)
    }

    /// See [`AsOf::stance`].
    pub fn stance(&self, state: StateId, treaty: TreatyId) -> Option<&'a Stance> {
        self.history(state, treaty).last()
    }

    /// See [`AsOf::reached`].
    pub fn reached(&self, state: StateId, treaty: TreatyId) -> Option<&'a Stance> {
        self.ask_of(List::History(state, treaty));
        self.known.reached(state, treaty)
    }

    /// See [`AsOf::spending`].
    pub fn spending(&self, state: StateId) -> &'a [Spending] {
        self.ask_of(List::Spending(state));
        self.known.spending(state)
    }

    /// See [`AsOf::highest_spending`].
    pub fn highest_spending(&self) -> f64 {
        self.ask_of(List::SpendingOfAll);
        self.known.highest_spending()
    }

    /// See [`AsOf::targets`].
    pub fn targets(&self, state: StateId) -> &'a [Target] {
        self.ask_of(List::Targets(state));
        self.known.targets(state)
    }

    /// See [`AsOf::latest_target`].
    pub fn latest_target(&self, state: StateId) -> Option<&'a Target> {
        self.ask_of(List::Targets(state));
        self.known.latest_target(state)
    }

    /// See [`AsOf::aims`].
    pub fn aims(&self, state: StateId) -> &'a [Aim] {
        self.ask_of(List::Aims(state));
        self.known.aims(state)
    }

    /// See [`AsOf::quotes`].
    pub fn quotes(&self, state: StateId) -> &'a [QuoteId] {
        self.ask_of(List::Quotes(state));
        self.known.quotes(state)
    }

    /// See [`AsOf::outside_quotes`].
    pub fn outside_quotes(&self) -> &'a [QuoteId] {
        self.ask_of(List::OutsideQuotes);
        self.known.outside_quotes()
    }

    /// See [`AsOf::benchmarks`].
    pub fn benchmarks(&self) -> impl Iterator<Item = (BenchmarkId, &'a Benchmark)> {
        self.dossier
            .benchmark_ids()
            .filter(|id| self.is(Question::Stands(*id)))
            .map(|id| (id, &self.dossier[id]))
    }

    /// Whether a day has come.
    pub fn has_come(&self, day: Day) -> bool {
        self.is(Question::HasCome(day))
    }

    /// See [`AsOf::adopted`].
    pub fn adopted(&self, treaty: TreatyId) -> bool {
        let adopted = self.dossier.treaties.get(treaty.index()).and_then(|treaty| treaty.adopted);
        adopted.is_none_or(|day| self.has_come(day))
    }

    /// The day.
    pub fn day(&self) -> Day {
        self.ask(Question::Day);
        self.known.day
    }

    /// See [`AsOf::timeline`].
    pub fn timeline(&self, of: Option<StateId>) -> (std::borrow::Cow<'a, [Entry]>, usize) {
        self.ask(Question::Day);
        self.known.timeline(of)
    }
}

/// What a panel draws, and where.
pub struct PanelContext<'a> {
    /// What it goes by; a scene lends its fields as if they were its own.
    pub sight: Sight,
    /// What it may ask.
    pub known: Knowing<'a>,
    /// What it draws with.
    pub look: &'a RenderContext<'a>,
}

impl Deref for PanelContext<'_> {
    type Target = Sight;

    fn deref(&self) -> &Sight {
        &self.sight
    }
}

impl<'a> PanelContext<'a> {
    /// The name of the selected state, for the right of a frame, where no list of states beside it tells.
    pub fn state_name(&self) -> &'a str {
        if self.sidebar_visible { "" } else { &self.known.dossier[self.selected_state].name }
    }

    /// Whether the last edit changed this fact.
    pub fn marked(&self, fact: Fact) -> bool {
        self.known.is(Question::Marked(fact))
    }

    /// Whether it changed this of a state's own table.
    pub fn edited(&self, state: StateId, field: &'static str) -> bool {
        self.known.is(Question::Edited(state, field))
    }

    /// The mark of a fact that the last edit changed, or as much blank.
    pub fn mark(&self, fact: Fact) -> Span<'static> {
        self.mark_if(self.marked(fact))
    }

    /// The mark of a state of which the last edit changed something, or as much blank.
    pub fn state_mark(&self, state: StateId) -> Span<'static> {
        self.mark_if(self.known.is(Question::StateMarked(state)))
    }

    fn mark_if(&self, changed: bool) -> Span<'static> {
        match changed {
            true => Span::styled(self.look.symbols.changed(), self.look.style(Role::Changed)),
            false => Span::raw(" "),
        }
    }

    /// Plain text.
    pub fn plain(&self, text: impl Into<std::borrow::Cow<'a, str>>) -> Span<'a> {
        Span::styled(text, self.look.style(Role::Text))
    }

    /// Text that stands out.
    pub fn strong(&self, text: impl Into<std::borrow::Cow<'a, str>>) -> Span<'a> {
        Span::styled(text, self.look.style(Role::Strong))
    }

    /// The sign of a position in its colour.
    pub fn sign(&self, position: Position) -> Span<'static> {
        Span::styled(self.look.symbols.position(position), self.look.style(position_role(position)))
    }

    /// What the marks of doubt among these facts mean, as much of it as its frame has room for.
    pub fn legend<'b>(&self, facts: impl Iterator<Item = &'b Evidence>) -> Line<'a> {
        let mut text = String::new();
        for part in self.doubts(facts) {
            let wide = text.display_width() + part.display_width() + 2;
            if wide + 6 <= usize::from(self.area.width) {
                text += &format!("{}{part}", if text.is_empty() { "" } else { "  " });
            }
        }
        Line::from(self.plain(text))
    }

    /// The marks of doubt among these facts, each with its meaning.
    pub fn doubts<'b>(&self, facts: impl Iterator<Item = &'b Evidence>) -> Vec<String> {
        let (mut single, mut disputed, mut about) = (false, false, false);
        for evidence in facts {
            single |= evidence.certainty == Certainty::SingleSource;
            disputed |= evidence.certainty == Certainty::Disputed;
            about |= evidence.date_basis != DateBasis::Stated;
        }
        let sign = |certainty| self.look.symbols.certainty(certainty);
        let parts = [
            single.then(|| format!("{} single source", sign(Certainty::SingleSource))),
            disputed.then(|| format!("{} disputed", sign(Certainty::Disputed))),
            about.then(|| "~ inexact date".to_owned()),
        ];
        parts.into_iter().flatten().collect()
    }
}
