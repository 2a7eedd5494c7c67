//! How each action changes the dashboard.

use std::collections::HashSet;
use std::sync::Arc;

use crate::config::Command;
use crate::dossier::model::{SourceId, StateId, TreatyId};
use crate::dossier::{Day, Fact, Reading, asked_day, diff};

use super::action::{Action, Effect, Effects, Told};
use super::find;
use super::state::{Edit, Goal, Item, Overlay, Panel, State, View};

/// Changes the dashboard as an action demands, and says what the world outside has to do.
pub fn update(state: &mut State, action: Action) -> Effects {
    let mut effects = Effects::default();
    match action {
        Action::Command(command) => return run(state, command),
        Action::Told(told) => {
            tell(state, told);
            effects.draw = true;
        }
        Action::Today(today) => {
            effects.draw = state.today != today && state.asked_day.is_none();
            state.today = today;
        }
        Action::Type(request) => {
            state.input.handle(request);
            state.input_fault = None;
            if state.overlay == Some(Overlay::Find) {
                find::search(state);
            }
            effects.draw = true;
        }
        Action::Accept => effects.draw = accept(state),
        Action::Click(x, y) => effects.draw = click(state, x, y),
        Action::Wheel(x, y, down) => effects.draw = wheel(state, x, y, down),
        Action::Drawn(drawn) => {
            state.drawn = *drawn;
            for (scroll, extent) in state.scroll.iter_mut().zip(state.drawn.extents) {
                *scroll = (*scroll).min(extent.most());
            }
            if std::mem::take(&mut state.reveal) {
                effects.draw = reveal(state);
            }
        }
        Action::Answer(sentence) => {
            state.notice = Some(sentence);
            effects.draw = true;
        }
        Action::CannotSuspend => {
            state.notice = Some("no shell could continue flank here, so it is not suspended".into());
            effects.draw = true;
        }
    }
    effects
}

fn run(state: &mut State, command: Command) -> Effects {
    let draw = |draw: bool| Effects { draw, effect: None };
    let effect = |effect: Effect| Effects { draw: false, effect: Some(effect) };
    let told = state.notice.take().is_some();
    match command {
        Command::Quit => effect(Effect::Quit),
        Command::Suspend => effect(Effect::Suspend),
        Command::Redraw => effect(Effect::Redraw),
        Command::Reload => effect(Effect::Reread),
        Command::Back => draw(back(state) || told),
        Command::Help => draw(open(state, Overlay::Help)),
        Command::Problems => draw(open(state, Overlay::Problems)),
        Command::Changes => draw(open(state, Overlay::Changes)),
        Command::Find => draw(find::open(state) || told),
        Command::NextMatch => draw(find::walk(state, true) || told),
        Command::PreviousMatch => draw(find::walk(state, false) || told),
        Command::Sources => match state.fact() {
            Some(_) => {
                state.source = 0;
                draw(open(state, Overlay::Sources))
            }
            None => draw(told),
        },
        Command::Open => match address(state) {
            Some(url) => effect(Effect::Open(url)),
            None => {
                state.notice = Some("no source of what is selected has an address".into());
                draw(true)
            }
        },
        Command::Copy => match state.fact() {
            Some(fact) => effect(Effect::Copy(fact, state.asked_day)),
            None => draw(told),
        },
        Command::PreviousState => draw(step(state, -1) || told),
        Command::NextState => draw(step(state, 1) || told),
        Command::State(n) => draw(select(state, u32::from(n).checked_sub(1)) || told),
        Command::DayBack => draw(step_day(state, false) || told),
        Command::DayForward => draw(step_day(state, true) || told),
        Command::Today => draw(go_to_day(state, None) || told),
        Command::GoToDay => {
            state.input.reset();
            state.input_fault = None;
            draw(open(state, Overlay::Day))
        }
        Command::NextPanel => draw(focus(state, 1) || told),
        Command::PreviousPanel => draw(focus(state, -1) || told),
        Command::Enlarge => draw(enlarge(state) || told),
        Command::Wall => {
            state.view = if state.view == View::Wall { View::Dossier } else { View::Wall };
            draw(true)
        }
        Command::Sort => {
            state.sort = state.sort.next();
            draw(state.view == View::Wall || told)
        }
        Command::Treaty => draw(next_treaty(state) || told),
        Command::Filter => {
            state.filtered = !state.filtered;
            draw(true)
        }
        Command::Up
        | Command::Down
        | Command::PageUp
        | Command::PageDown
        | Command::First
        | Command::Last => draw(go(state, command) || told),
    }
}

/// Closes what is on top: overlay, enlarged panel, the marks of the last edit.
fn back(state: &mut State) -> bool {
    if state.overlay.take().is_some() {
        return true;
    }
    if std::mem::take(&mut state.enlarged) {
        return true;
    }
    if std::mem::take(&mut state.view) == View::Wall {
        return true;
    }
    std::mem::take(&mut state.edit) != Edit::default()
}

/// The address of the source that is meant: the selected one, or else the first that has one.
fn address(state: &State) -> Option<String> {
    let dossier = state.dossier.as_deref()?;
    let sources = &dossier.backing(state.fact()?)?.sources;
    let selected = sources.get(state.source).filter(|_| state.overlay == Some(Overlay::Sources));
    let url = |id: &SourceId| dossier[*id].url.as_ref().map(|url| url.to_string());
    match selected {
        Some(id) => url(id),
        None => sources.iter().find_map(url),
    }
}

/// Moves among the sources of the overlay.
fn go_to_source(state: &mut State, command: Command) -> bool {
    let count = state.dossier.as_deref().zip(state.fact()).and_then(|(dossier, fact)| dossier.backing(fact));
    let Some(last) = count.and_then(|backing| backing.sources.len().checked_sub(1)) else { return false };
    let next = moved(command, state.source, 1, last);
    let selects = std::mem::replace(&mut state.source, next) != next;
    // The overlay is scrolled along, since one source is as long as another.
    let most = state.drawn.extents[State::OVERLAY].most();
    state.scroll[State::OVERLAY] = (most * next).checked_div(last).unwrap_or(most);
    selects
}

/// Opens an overlay, or closes it where it is open already.
fn open(state: &mut State, overlay: Overlay) -> bool {
    state.overlay = (state.overlay != Some(overlay)).then_some(overlay);
    state.scroll[State::OVERLAY] = 0;
    true
}

/// Goes to the day before or after on which anything happened; after the last of them comes today.
fn step_day(state: &mut State, forward: bool) -> bool {
    let Some(dossier) = state.dossier.as_deref() else { return false };
    let (day, today) = (state.day(), state.today);
    let next = if forward { dossier.day_after(day) } else { dossier.day_before(day) };
    match next {
        // Today stands where it falls among the days that count.
        Some(next) if forward && day < today && today <= next => go_to_day(state, None),
        Some(next) => go_to_day(state, Some(next)),
        None if forward && day < today => go_to_day(state, None),
        None => false,
    }
}

/// Shows the world on a day, on today where there is none.
pub(super) fn go_to_day(state: &mut State, day: Option<Day>) -> bool {
    let before = state.day();
    state.asked_day = day.filter(|day| *day != state.today);
    // The timeline follows the day, not the entry that was selected on another; other facts may not be known.
    state.entry = None;
    state.chosen = Default::default();
    state.day() != before
}

/// Takes what was typed into the overlay.
fn accept(state: &mut State) -> bool {
    if state.overlay == Some(Overlay::Find) {
        return find::accept(state);
    }
    if state.overlay != Some(Overlay::Day) {
        return false;
    }
    match asked_day(state.input.value(), state.today) {
        Ok(day) => {
            state.overlay = None;
            go_to_day(state, Some(day));
        }
        Err(why) => state.input_fault = Some(why.to_string()),
    }
    true
}

/// Selects a state by its place; a place that there is not changes nothing.
pub(super) fn select(state: &mut State, place: Option<u32>) -> bool {
    let count = state.dossier.as_ref().map_or(0, |dossier| dossier.states.len());
    let Some(place) = place.filter(|place| (*place as usize) < count && *place != state.selected.0) else {
        return false;
    };
    state.selected = StateId(place);
    for panel in [Panel::Stance, Panel::Spending, Panel::Quotes, Panel::Background] {
        state.scroll[panel.index()] = 0;
        state.chosen[panel.index()] = None;
    }
    true
}

/// Selects the state `by` places further on, in the order in which they are seen.
fn step(state: &mut State, by: isize) -> bool {
    let order = state.order();
    let Some(now) = order.iter().position(|id| *id == state.selected) else { return false };
    let next = now.checked_add_signed(by).and_then(|next| order.get(next));
    select(state, next.map(|id| id.0))
}

fn focus(state: &mut State, by: isize) -> bool {
    if state.view == View::Wall {
        return false;
    }
    state.focus = state.focus.step(by);
    true
}

/// Gives the focused panel the screen; from the wall, goes to the selected state.
fn enlarge(state: &mut State) -> bool {
    if state.overlay.is_some() {
        return false;
    }
    if state.view == View::Wall {
        state.view = View::Dossier;
        return true;
    }
    !std::mem::replace(&mut state.enlarged, true)
}

fn next_treaty(state: &mut State) -> bool {
    let count = state.dossier.as_ref().map_or(0, |dossier| dossier.treaties.len() as u32);
    if count < 2 {
        return false;
    }
    state.treaty = TreatyId((state.treaty.0 + 1) % count);
    true
}

/// Does what the topmost thing at a cell is for; with an overlay open, closes that.
fn click(state: &mut State, x: u16, y: u16) -> bool {
    if state.overlay.is_some() {
        return back(state);
    }
    let Some(hit) = state.drawn.hits.iter().rev().find(|hit| hit.holds(x, y)).copied() else { return false };
    let panel = panel_at(state, x, y);
    let mut changed = false;
    if let Some(panel) = panel.filter(|panel| *panel != state.focus) {
        state.focus = panel;
        changed = true;
    }
    changed
        | match hit.goal {
            Goal::Panel(_) => false,
            Goal::State(id) => select(state, Some(id.0)),
            Goal::Entry(fact) => choose_entry(state, fact),
        }
}

/// Scrolls what is under the wheel by three lines, whatever has the focus.
fn wheel(state: &mut State, x: u16, y: u16, down: bool) -> bool {
    let command = if down { Command::Down } else { Command::Up };
    if state.overlay.is_some() || state.dossier.is_none() {
        return (0..3).fold(false, |changed, _| go(state, command) | changed);
    }
    let Some(panel) = panel_at(state, x, y) else {
        return state.view == View::Wall && step(state, if down { 1 } else { -1 });
    };
    let focus = std::mem::replace(&mut state.focus, panel);
    // Where turning selects, three at a time would be too many.
    let changed = match panel {
        Panel::States | Panel::Map | Panel::Timeline => go(state, command),
        _ => (0..3).fold(false, |changed, _| scroll(state, command) | changed),
    };
    state.focus = focus;
    changed
}

fn panel_at(state: &State, x: u16, y: u16) -> Option<Panel> {
    state.drawn.hits.iter().find_map(|hit| match hit.goal {
        Goal::Panel(panel) if hit.holds(x, y) => Some(panel),
        _ => None,
    })
}

/// Selects an entry of the timeline, and with it its state, if it has one.
fn choose_entry(state: &mut State, fact: Fact) -> bool {
    let Some(dossier) = state.dossier.clone() else { return false };
    let changed = state.entry.replace(fact) != Some(fact);
    let states = dossier.states_of(&fact);
    // An entry of several states keeps the selected one if that is among them.
    let own = states.first().filter(|_| !states.contains(&state.selected)).map(|id| id.0);
    select(state, own) | changed
}

/// Moves in the timeline.
fn go_in_time(state: &mut State, command: Command) -> bool {
    let (entries, past) = state.timeline();
    let Some(last) = entries.len().checked_sub(1) else { return false };
    let now = state.entry_among(&entries, past);
    let page = state.drawn.extents[Panel::Timeline.index()].rows.saturating_sub(2).max(1);
    choose_entry(state, entries[moved(command, now, page, last)].fact)
}

/// Where a command leads from `now`, at most to `last`.
fn moved(command: Command, now: usize, page: usize, last: usize) -> usize {
    let next = match command {
        Command::Up => now.saturating_sub(1),
        Command::Down => now + 1,
        Command::PageUp => now.saturating_sub(page),
        Command::PageDown => now + page,
        Command::First => 0,
        _ => last,
    };
    next.min(last)
}

/// Moves in what has the focus: the overlay, the list of states, or the lines of a panel.
fn go(state: &mut State, command: Command) -> bool {
    match state.overlay {
        Some(Overlay::Sources) => return go_to_source(state, command),
        Some(Overlay::Find) => return find::step(state, command == Command::Down),
        _ => {}
    }
    let panels = state.overlay.is_none() && state.dossier.is_some();
    if panels && (state.view == View::Wall || matches!(state.focus, Panel::States | Panel::Map)) {
        let order = state.order();
        return match command {
            Command::Up => step(state, -1),
            Command::Down => step(state, 1),
            Command::PageUp | Command::First => select(state, order.first().map(|id| id.0)),
            _ => select(state, order.last().map(|id| id.0)),
        };
    }
    if panels && state.focus == Panel::Timeline {
        return go_in_time(state, command);
    }
    if panels && !state.drawn.items[state.focus.index()].is_empty() {
        return go_to_fact(state, command);
    }
    scroll(state, command)
}

/// Moves from fact to fact in the focused panel; one that is taller than the panel is scrolled through first.
fn go_to_fact(state: &mut State, command: Command) -> bool {
    let place = state.focus.index();
    let items = &state.drawn.items[place];
    let extent = state.drawn.extents[place];
    let (top, bottom) = (state.scroll[place], state.scroll[place] + extent.rows);
    let last = items.len() - 1;
    let chosen = state.chosen[place].and_then(|fact| items.iter().position(|item| item.fact == fact));
    let Some(now) = chosen else {
        // The first key selects what is meant anyway, unless it goes to an end.
        return match command {
            Command::First => choose(state, 0),
            Command::Last => choose(state, last),
            _ => {
                let meant = state.default_item();
                let items = &state.drawn.items[place];
                let n = items.iter().position(|item| Some(*item) == meant).unwrap_or(0);
                choose(state, n)
            }
        };
    };
    let Item { from, to, .. } = items[now];
    let next = match command {
        Command::Down if to > bottom && from <= top => {
            state.scroll[place] += 1;
            return true;
        }
        Command::Up if from < top && to >= bottom => {
            state.scroll[place] -= 1;
            return true;
        }
        Command::PageDown => {
            items.iter().rposition(|item| item.to <= bottom + extent.rows).unwrap_or(now).max(now + 1)
        }
        Command::PageUp => items
            .iter()
            .position(|item| item.from + extent.rows >= top)
            .unwrap_or(now)
            .min(now.saturating_sub(1)),
        command => moved(command, now, 1, last),
    };
    choose(state, next.min(last))
}

/// Selects an item of the focused panel and scrolls to it.
fn choose(state: &mut State, n: usize) -> bool {
    let place = state.focus.index();
    let Some(Item { fact, from, to }) = state.drawn.items[place].get(n).copied() else { return false };
    let extent = state.drawn.extents[place];
    let before = (state.chosen[place], state.scroll[place]);
    state.chosen[place] = Some(fact);
    let scroll = &mut state.scroll[place];
    if to > 0 {
        *scroll = (*scroll).max(to.saturating_sub(extent.rows)).min(from);
    }
    // What stands above the first fact, such as the name of its treaty, belongs to it.
    if n == 0 {
        *scroll = 0;
    }
    (state.chosen[place], state.scroll[place]) != before
}

/// Scrolls to the selected fact of the focused panel.
fn reveal(state: &mut State) -> bool {
    let place = state.focus.index();
    let chosen = state.chosen[place];
    match state.drawn.items[place].iter().position(|item| Some(item.fact) == chosen) {
        Some(n) => choose(state, n),
        None => false,
    }
}

/// Moves line by line.
fn scroll(state: &mut State, command: Command) -> bool {
    // Without a dossier its problems have the screen, and scroll like an overlay.
    let place =
        if state.overlay.is_some() || state.dossier.is_none() { State::OVERLAY } else { state.focus.index() };
    let extent = state.drawn.extents[place];
    let page = extent.rows.saturating_sub(1).max(1);
    let now = state.scroll[place];
    state.scroll[place] = moved(command, now, page, extent.most());
    state.scroll[place] != now
}

/// Takes in what is told of the file. The last good dossier stays until there is a better one.
fn tell(state: &mut State, told: Told) {
    match told {
        Told::Read(reading) => take(state, *reading),
        Told::Unreadable(why) => {
            state.problems.clear();
            state.unreadable = Some(why);
            state.stale = state.dossier.is_some();
        }
        Told::Unchanged => {
            state.problems.retain(|problem| problem.level == crate::dossier::Level::Warning);
            state.unreadable = None;
            state.stale = false;
        }
        Told::Following(following) => state.file.following = following,
    }
}

fn take(state: &mut State, reading: Reading) {
    state.problems = reading.problems;
    state.unreadable = None;
    let Some(dossier) = reading.dossier else {
        state.stale = state.dossier.is_some();
        return;
    };
    state.stale = false;
    if let Some(old) = state.dossier.as_deref() {
        let code = old.states.get(state.selected.index()).map(|state| state.code.clone());
        let changes = diff(old, &dossier);
        let marks: HashSet<_> = changes.iter().filter_map(|change| change.fact).collect();
        let same = code.and_then(|code| dossier.state_by_code(&code));
        let selected_before = state.selected;
        let last = dossier.states.len().saturating_sub(1);
        state.selected = same.unwrap_or_else(|| StateId::at(state.selected.index().min(last)));
        state.edit = Edit { changes, marks };
        let treaty = old.treaties.get(state.treaty.index()).map(|treaty| treaty.id.clone());
        let same = dossier.treaty_ids().find(|id| Some(&dossier[*id].id) == treaty.as_ref());
        state.treaty = same.unwrap_or(TreatyId(0));
        let (old_place, place) = (selected_before, state.selected);
        for fact in state.chosen.iter_mut().flatten() {
            *fact = fact.moved(old_place, place);
        }
        // Facts are counted, and one may have another number now; what stands in its place is near enough.
        let place = state.entry.and_then(|fact| old.timeline.iter().position(|entry| entry.fact == fact));
        state.entry = place.and_then(|place| dossier.timeline.get(place)).map(|entry| entry.fact);
    } else if let Some(code) = state.asked_state.take() {
        match dossier.state_by_code(&code.to_ascii_uppercase()) {
            Some(id) => state.selected = id,
            None => state.notice = Some(format!("no state of this dossier has the code {code}")),
        }
    }
    state.dossier = Some(Arc::new(dossier));
}
