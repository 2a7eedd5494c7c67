//! The selected state's position on each treaty, and the steps towards it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::macros::line;
use ratatui::text::{Line, Span};

use crate::app::Panels;
use crate::config::Role;
use crate::dossier::model::{Position, Stance, TreatyId};
use crate::dossier::{Date, Fact};
use crate::ui::text::{DisplayWidth, hanging, justify, limit_rows, wrap, wrap_hanging, wrap_marked};
use crate::ui::widgets::entry_list::EntryList;
use crate::ui::widgets::track::{self, Milestone};

use super::context::PanelContext;
use super::{Shown, date_label, marked_date};

/// Rows from which the steps are listed below each treaty.
const ROWS_FOR_STEPS: u16 = 9;
/// The most rows of a step if not all steps fit.
const MAX_ROWS: usize = 3;
/// Columns of a date, with its `~`.
const DATE: usize = 12;
/// Columns before the text of a step: mark, date and symbol.
const HEAD: usize = DATE + 4;

/// The entries of the panel.
type List<'a> = EntryList<'a, Fact>;

/// Renders the treaties, in as much detail as there is space for.
pub fn render(ctx: &PanelContext<'_>, panels: &mut Panels, buf: &mut Buffer) {
    // A treaty, or a step that is not listed, is an entry only while it is selected.
    let selected = ctx.selected_fact(panels);
    let lists_steps = ctx.app.zoomed || ctx.area.height >= ROWS_FOR_STEPS + 2;
    let legend = ctx.legend(shown(ctx, selected, lists_steps));
    let inner = ctx.frame("Treaty stance", ctx.state_name(), legend, buf);
    let rows = usize::from(inner.height);
    let (head, mut list) = match (ctx.app.zoomed, lists_steps) {
        (true, _) => (Vec::new(), detailed_list(ctx, selected, inner.width)),
        (false, true) => step_list(ctx, selected, rows, inner.width),
        (false, false) => (Vec::new(), track_list(ctx, selected, rows, inner.width)),
    };
    if list.height() == 0 {
        list.lines([Line::from(ctx.plain("The dossier has no treaties."))]);
    }
    let latest = histories(ctx).find(|(_, history)| !history.is_empty());
    list.set_latest(latest.map(|(treaty, history)| step_fact(ctx, treaty, history.len() - 1)));
    let head_rows = head.len() as u16;
    ctx.render.set_lines(head, Rect { height: head_rows, ..inner }, buf);
    let below = Rect { y: inner.y + head_rows, height: inner.height - head_rows, ..inner };
    ctx.render_list(list, below, panels, buf);
}

/// Returns the treaties, the one in view first, with the known steps of the selected state. A treaty that was not yet
/// adopted has no steps.
fn histories<'a>(ctx: &PanelContext<'a>) -> impl Iterator<Item = (TreatyId, &'a [Stance])> {
    ctx.treaties().map(|treaty| match ctx.known.adopted(treaty) {
        true => (treaty, ctx.known.history(ctx.app.selected_state, treaty)),
        false => (treaty, [].as_slice()),
    })
}

/// Returns the steps on the screen. Unless steps are listed, they are those of the track: the first one and the one by
/// which the state reached its position, or else the last one with its text, and the selected one.
fn shown<'a>(ctx: &PanelContext<'a>, selected: Option<Fact>, lists_steps: bool) -> Vec<Shown<'a>> {
    let mut shown = Vec::new();
    for (treaty, history) in histories(ctx) {
        let reached = ctx.reached(treaty, ctx.app.selected_state).filter(|_| !history.is_empty());
        let is_single = reached.zip(history.first()).is_some_and(|(last, first)| std::ptr::eq(last, first));
        let is_shown = |n: usize| {
            let last = if is_single { n + 1 == history.len() } else { n == 0 };
            lists_steps || last || selected == Some(step_fact(ctx, treaty, n))
        };
        let steps = (0..history.len()).filter(|n| is_shown(*n)).map(|n| &history[n]).chain(reached);
        shown.extend(steps.map(|step| Shown::dated(&step.evidence, step.date)));
    }
    shown
}

fn step_fact(ctx: &PanelContext<'_>, treaty: TreatyId, n: usize) -> Fact {
    Fact::Stance(ctx.app.selected_state, treaty, n)
}

/// Lists a heading and a track for each treaty. If an earlier step than the last is selected, it replaces the track.
fn track_list<'a>(ctx: &PanelContext<'a>, selected: Option<Fact>, rows: usize, width: u16) -> List<'a> {
    let mut list = EntryList::new();
    // A heading, a track, and a blank line between two treaties.
    let needed: usize = histories(ctx).map(|(_, history)| 2 + usize::from(!history.is_empty())).sum();
    let mut spare = (rows + 1).saturating_sub(needed);
    for (treaty, history) in histories(ctx) {
        list.gap();
        let fact = |n| step_fact(ctx, treaty, n);
        let itself = Some(Fact::Treaty(treaty)).filter(|fact| selected == Some(*fact));
        let step = (0..history.len().saturating_sub(1)).find(|n| selected == Some(fact(*n)));
        let track = match step {
            Some(n) => {
                let text = step_text(ctx, &history[n], width);
                in_rows(ctx, fact(n), &history[n], text, 1, width)
            }
            None => track(ctx, history, false, spare, width),
        };
        spare -= track.len().saturating_sub(1);
        let heading = heading(ctx, treaty, history, |n| step == Some(n), width);
        let lines = [heading].into_iter().chain(track);
        // The steps are not listed, so the treaty represents the last of them.
        match itself.or_else(|| step.or(history.len().checked_sub(1)).map(fact)) {
            Some(fact) => list.entry(fact, lines),
            None => list.lines(lines),
        }
    }
    list
}

/// Lists each treaty with its steps. Spare rows go to the latest steps; the other steps get at most [`MAX_ROWS`]. If
/// the steps still do not fit, the head of the treaty in view stays visible: it is returned beside the list, which
/// begins at the latest steps.
fn step_list<'a>(
    ctx: &'a PanelContext<'a>,
    selected: Option<Fact>,
    rows: usize,
    width: u16,
) -> (Vec<Line<'a>>, List<'a>) {
    let mut list = EntryList::new();
    let (mut needed, mut shortest) = (0, 0);
    let mut treaties = Vec::new();
    for (treaty, history) in histories(ctx) {
        let mut head = vec![heading(ctx, treaty, history, |_| true, width)];
        head.extend(track(ctx, history, true, 0, width));
        let texts: Vec<Vec<String>> = history.iter().map(|step| step_text(ctx, step, width)).collect();
        needed += head.len() + texts.len() + 1;
        shortest += head.len() + texts.iter().map(|text| text.len().min(MAX_ROWS)).sum::<usize>() + 1;
        treaties.push((treaty, history, head, texts));
    }
    let mut spare = (rows + 1).saturating_sub(needed);
    let first = treaties.first_mut().filter(|(treaty, ..)| selected != Some(Fact::Treaty(*treaty)));
    let pinned = match first {
        Some((_, _, head, _)) if shortest > rows + 1 => std::mem::take(head),
        _ => Vec::new(),
    };
    for (number, (treaty, history, head, texts)) in treaties.into_iter().enumerate() {
        let fact = |n| step_fact(ctx, treaty, n);
        list.gap();
        treaty_lines(&mut list, selected, treaty, head);
        let mut steps: Vec<Vec<Line<'a>>> = Vec::new();
        for (n, text) in texts.into_iter().enumerate().rev() {
            let rows = match spare.checked_sub(text.len() - 1) {
                Some(left) => {
                    spare = left;
                    text.len()
                }
                None => MAX_ROWS,
            };
            steps.push(in_rows(ctx, fact(n), &history[n], text, rows, width));
        }
        let mut starts = Vec::new();
        for (n, lines) in steps.into_iter().rev().enumerate() {
            starts.push(list.height());
            list.entry(fact(n), lines);
        }
        if number == 0 && !pinned.is_empty() {
            // The first visible step is shown completely.
            let first = list.height().saturating_sub(rows.saturating_sub(pinned.len()));
            list.set_initial_offset(starts.into_iter().find(|start| *start >= first).unwrap_or(first));
        }
    }
    (pinned, list)
}

/// Lists all details of each treaty and each step.
fn detailed_list<'a>(ctx: &PanelContext<'a>, selected: Option<Fact>, width: u16) -> List<'a> {
    let mut list = EntryList::new();
    for (treaty, history) in histories(ctx) {
        list.gap();
        let head = [heading(ctx, treaty, history, |_| true, width)];
        treaty_lines(&mut list, selected, treaty, head.into_iter().chain(about(ctx, treaty, width)));
        list.lines(track(ctx, history, true, 0, width));
        for (n, step) in history.iter().enumerate() {
            let fact = step_fact(ctx, treaty, n);
            list.entry(fact, detailed(ctx, fact, step, width));
        }
    }
    list
}

/// Adds the lines about a treaty itself. They are an entry only if it was jumped to; keys select its steps.
fn treaty_lines<'a>(
    list: &mut List<'a>,
    selected: Option<Fact>,
    treaty: TreatyId,
    lines: impl IntoIterator<Item = Line<'a>>,
) {
    let fact = Fact::Treaty(treaty);
    if selected == Some(fact) { list.entry(fact, lines) } else { list.lines(lines) }
}

/// Returns the treaty and the position of the state, with a mark if steps that are not listed below it have changed.
fn heading<'a>(
    ctx: &PanelContext<'a>,
    id: TreatyId,
    history: &'a [Stance],
    is_listed: impl Fn(usize) -> bool,
    width: u16,
) -> Line<'a> {
    let treaty = &ctx.dossier()[id];
    let mut left = Line::default();
    let steps = (0..history.len()).filter(|n| !is_listed(*n)).map(|n| step_fact(ctx, id, n));
    if steps.chain([Fact::Treaty(id)]).any(|fact| ctx.app.is_highlighted(fact)) {
        left.push_span(ctx.mark_if(true));
    }
    left.push_span(ctx.strong(treaty.name.as_str()));
    let mut right = ctx.position_on(id, ctx.app.selected_state, u16::MAX);
    if left.display_width() + right.display_width() >= usize::from(width) {
        // The step below has the mark of the certainty, too.
        right.spans.truncate(2);
    }
    let used = left.display_width() + right.display_width() + 6;
    if let Some(subject) = &treaty.subject
        && used + subject.display_width() <= usize::from(width)
    {
        left.push_span(ctx.plain(format!("  {subject}")));
    }
    justify(left, right, width, ctx.symbols.ellipsis())
}

/// Returns formal name, dates and note of a treaty.
fn about<'a>(ctx: &PanelContext<'a>, id: TreatyId, width: u16) -> Vec<Line<'a>> {
    let treaty = &ctx.dossier()[id];
    let wrapped = |text: &str, role: Role| wrap_hanging(Line::default(), text, ctx.style(role), width);
    let mut lines = Vec::new();
    if let Some(formal) = treaty.formal.as_ref().filter(|formal| **formal != treaty.name) {
        lines.extend(wrapped(formal, Role::Text));
    }
    let dates =
        [("adopted", treaty.adopted), ("opened for signature", treaty.opened), ("in force", treaty.in_force)];
    let dates: Vec<String> =
        dates.iter().filter_map(|(what, day)| day.map(|day| format!("{what} {}", Date::Day(day)))).collect();
    if !dates.is_empty() {
        lines.extend(wrapped(&dates.join(", "), Role::Text));
    }
    if let Some(note) = &treaty.evidence.note {
        lines.extend(wrapped(note, Role::Secondary));
    }
    lines.push(Line::default());
    lines
}

/// Returns the positions that a state reached and, if it is leaving the treaty, those ahead of it.
fn milestones(ctx: &PanelContext<'_>, history: &[Stance]) -> Vec<Milestone> {
    let mut reached: Vec<&Stance> = Vec::new();
    for step in history {
        if reached.last().is_none_or(|last| last.position != step.position) {
            reached.push(step);
        }
    }
    let year = |step: &&Stance| {
        let year = Date::Year(step.date?.year());
        Some(marked_date(Some(year), &step.evidence, ctx.symbols))
    };
    let milestone = |position: Position, step: Option<&&Stance>| Milestone {
        symbol: ctx.position(position),
        name: position.short(),
        date: step.map(|step| marked_date(step.date, &step.evidence, ctx.symbols)).unwrap_or_default(),
        year: step.and_then(year).unwrap_or_default(),
        reached: step.is_some(),
    };
    let mut milestones: Vec<Milestone> =
        reached.iter().map(|step| milestone(step.position, Some(step))).collect();
    if let Some(last) = reached.last().filter(|last| last.position >= Position::Debating) {
        let ahead = Position::ALL.iter().filter(|position| **position > last.position);
        milestones.extend(ahead.map(|position| milestone(*position, None)));
    }
    milestones
}

/// Returns the milestones as a track. Unless the steps are listed anyway, the text of the last step replaces a single
/// milestone. It takes at most `spare` lines besides the first.
fn track<'a>(
    ctx: &PanelContext<'a>,
    history: &'a [Stance],
    steps_listed: bool,
    spare: usize,
    width: u16,
) -> Vec<Line<'a>> {
    let milestones = milestones(ctx, history);
    match (milestones.as_slice(), history.last()) {
        ([], _) | (_, None) => Vec::new(),
        ([_], Some(_)) if steps_listed => Vec::new(),
        ([_], Some(step)) => {
            let date = step.date.map(|date| format!("{} ", date_label(Some(date), &step.evidence)));
            let date = Line::from(ctx.plain(date.unwrap_or_default()));
            let (mark, space) =
                (ctx.certainty(&step.evidence), width.saturating_sub(date.display_width() as u16));
            let text = wrap_marked(&step.what, mark, spare + 1, space, ctx.symbols.ellipsis());
            hanging(date, text, ctx.style(Role::Text))
        }
        (milestones, _) => {
            let detailed = steps_listed.then(|| track::detailed(milestones, width, ctx.render)).flatten();
            match detailed {
                Some(lines) => lines.into_iter().chain([Line::default()]).collect(),
                None => vec![track::compact(milestones, width, ctx.render)],
            }
        }
    }
}

/// Returns the width of a step's text beside its head.
fn text_width(ctx: &PanelContext<'_>, step: &Stance, width: u16) -> u16 {
    // The mark of the certainty takes two columns.
    let certainty = if ctx.certainty(&step.evidence).is_empty() { 0 } else { 2 };
    width.saturating_sub(HEAD as u16 + certainty).max(1)
}

/// Returns the wrapped text of a step, with the votes.
fn step_text(ctx: &PanelContext<'_>, step: &Stance, width: u16) -> Vec<String> {
    let width = text_width(ctx, step, width);
    match &step.votes {
        Some(votes) => wrap(&format!("{} ({votes})", step.what), width),
        None => wrap(&step.what, width),
    }
}

/// Returns a step with at most `rows` lines of its wrapped text.
fn in_rows<'a>(
    ctx: &PanelContext<'a>,
    fact: Fact,
    step: &'a Stance,
    text: Vec<String>,
    rows: usize,
    width: u16,
) -> Vec<Line<'a>> {
    let ellipsis = ctx.symbols.ellipsis();
    let mut text = limit_rows(text, rows, text_width(ctx, step, width), ellipsis).into_iter();
    let mut first = step_head(ctx, fact, step);
    first.push_span(ctx.plain(text.next().unwrap_or_default()));
    let certainty = ctx.strong(ctx.certainty(&step.evidence));
    let first = justify(first, Line::from(certainty), width, ellipsis);
    let others = text.map(|text| line![" ".repeat(HEAD), ctx.plain(text)]);
    std::iter::once(first).chain(others).collect()
}

/// Returns a step with its whole text, votes, note and sources.
fn detailed<'a>(ctx: &PanelContext<'a>, fact: Fact, step: &'a Stance, width: u16) -> Vec<Line<'a>> {
    let head = step_head(ctx, fact, step);
    let mut lines = wrap_hanging(head, &step.what, ctx.style(Role::Strong), width);
    if let Some(votes) = &step.votes {
        let indent = Line::from(" ".repeat(HEAD));
        lines.extend(wrap_hanging(indent, &votes.to_string(), ctx.style(Role::Text), width));
    }
    lines.extend(ctx.evidence_lines(&step.evidence, HEAD, width));
    lines
}

/// Returns mark, date and symbol of a step.
fn step_head<'a>(ctx: &PanelContext<'a>, fact: Fact, step: &'a Stance) -> Line<'a> {
    let date = step.date.map(|date| date_label(Some(date), &step.evidence)).unwrap_or_default();
    let date = ctx.plain(format!("{date:>DATE$} "));
    line![ctx.mark(fact), date, ctx.position(step.position), Span::raw(" ")]
}
