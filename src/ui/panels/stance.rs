//! Where the selected state stands towards each treaty, and how it came there.

use ratatui::buffer::Buffer;
use ratatui::text::{Line, Span};

use crate::config::Role;
use crate::dossier::Fact;
use crate::dossier::model::{Position, Stance, TreatyId};
use crate::ui::text::{DisplayWidth, justify, truncate_line, wrap_hanging};
use crate::ui::widgets::block::Frame;
use crate::ui::widgets::track::{self, Milestone};

use super::context::PanelContext;
use super::dated;
use super::facts::{FactLines, Seen};

/// From this many rows on the steps are listed below each treaty.
const ROWS_FOR_STEPS: u16 = 9;

/// Draws the treaties, in as much detail as there is room for.
pub fn draw(scene: &PanelContext<'_>, buf: &mut Buffer) -> Seen {
    let frame = Frame {
        title: "Treaty stance",
        right: scene.state_name(),
        legend: scene.legend(histories(scene).flat_map(|(_, steps)| steps).map(|step| &step.evidence)),
        focused: scene.focused,
    };
    let inner = frame.draw(scene.area, buf, scene.look);
    let rows = usize::from(inner.height);
    let mut lines = match (scene.zoomed, inner.height >= ROWS_FOR_STEPS) {
        (true, _) => everything(scene, inner.width),
        (false, false) => tracks(scene, rows, inner.width),
        (false, true) => steps(scene, rows, inner.width),
    };
    if lines.is_empty() {
        lines.more([Line::from(scene.plain("The dossier has no treaties."))]);
    }
    lines.draw(scene, inner, buf)
}

/// The treaties with the steps that the selected state is known to have taken; towards one that was not yet adopted
/// there is nothing to tell.
fn histories<'a>(scene: &PanelContext<'a>) -> impl Iterator<Item = (TreatyId, &'a [Stance])> {
    let treaties = scene.known.dossier.treaty_ids();
    treaties.map(|treaty| match scene.known.adopted(treaty) {
        true => (treaty, scene.known.history(scene.selected_state, treaty)),
        false => (treaty, [].as_slice()),
    })
}

/// The track of each treaty, or the step of it that is selected; where a state went no way, its last step, in as many
/// lines as there are.
fn tracks<'a>(scene: &PanelContext<'a>, rows: usize, width: u16) -> FactLines<'a> {
    let mut lines = FactLines::default();
    // A heading, a track, and a blank line between two treaties.
    let least: usize = histories(scene).map(|(_, history)| 2 + usize::from(!history.is_empty())).sum();
    let mut spare = (rows + 1).saturating_sub(least);
    for (treaty, history) in histories(scene) {
        lines.gap();
        let fact = |n| Fact::Stance(scene.selected_state, treaty, n);
        let itself = Some(Fact::Treaty(treaty)).filter(|fact| scene.chosen == Some(*fact));
        // Without room for steps, the treaty stands for the last of them, unless one was led to another, or to itself.
        let chosen = (0..history.len().saturating_sub(1)).find(|n| scene.chosen == Some(fact(*n)));
        let way = match chosen {
            Some(n) => vec![compact(scene, fact(n), &history[n], width)],
            None => track(scene, history, false, spare, width),
        };
        spare -= way.len().saturating_sub(1);
        let head = heading(scene, treaty, history, |n| chosen == Some(n), width);
        let own = [head].into_iter().chain(way);
        match itself.or_else(|| chosen.or(history.len().checked_sub(1)).map(fact)) {
            Some(fact) => lines.fact(fact, own),
            None => lines.more(own),
        }
    }
    lines
}

/// Each treaty with its steps, which keep all their words as far as there are rows, the latest first.
fn steps<'a>(scene: &PanelContext<'a>, rows: usize, width: u16) -> FactLines<'a> {
    let mut lines = FactLines::default();
    let fact = |treaty, n| Fact::Stance(scene.selected_state, treaty, n);
    let mut least = 0;
    let mut told = Vec::new();
    for (treaty, history) in histories(scene) {
        let mut head = vec![heading(scene, treaty, history, |_| true, width)];
        head.extend(track(scene, history, true, 0, width));
        let steps = history.iter().enumerate();
        let steps: Vec<_> = steps.map(|(n, step)| wrapped(scene, fact(treaty, n), step, width)).collect();
        least += head.len() + steps.len() + 1;
        told.push((treaty, history, head, steps));
    }
    let mut spare = (rows + 1).saturating_sub(least);
    for (treaty, history, head, mut steps) in told {
        lines.gap();
        of_treaty(&mut lines, scene, treaty, head);
        for (n, own) in steps.iter_mut().enumerate().rev() {
            match spare.checked_sub(own.len().saturating_sub(1)) {
                Some(left) => spare = left,
                None => *own = vec![compact(scene, fact(treaty, n), &history[n], width)],
            }
        }
        steps.into_iter().enumerate().for_each(|(n, own)| lines.fact(fact(treaty, n), own));
    }
    lines
}

/// All that is known of each treaty and each step.
fn everything<'a>(scene: &PanelContext<'a>, width: u16) -> FactLines<'a> {
    let mut lines = FactLines::default();
    for (treaty, history) in histories(scene) {
        lines.gap();
        let head = [heading(scene, treaty, history, |_| true, width)];
        of_treaty(&mut lines, scene, treaty, head.into_iter().chain(about(scene, treaty, width)));
        lines.more(track(scene, history, true, 0, width));
        for (n, step) in history.iter().enumerate() {
            let fact = Fact::Stance(scene.selected_state, treaty, n);
            lines.fact(fact, detailed(scene, fact, step, width));
        }
    }
    lines
}

/// Adds what tells of a treaty itself, which is selected only where one was led to it: else its steps are.
fn of_treaty<'a>(
    lines: &mut FactLines<'a>,
    scene: &PanelContext<'a>,
    treaty: TreatyId,
    told: impl IntoIterator<Item = Line<'a>>,
) {
    let fact = Fact::Treaty(treaty);
    if scene.chosen == Some(fact) { lines.fact(fact, told) } else { lines.more(told) }
}

/// The treaty, and where the state stands. It has the mark of the steps that are not listed below it.
fn heading<'a>(
    scene: &PanelContext<'a>,
    id: TreatyId,
    history: &'a [Stance],
    is_listed: impl Fn(usize) -> bool,
    width: u16,
) -> Line<'a> {
    let treaty = &scene.known.dossier[id];
    let mut left = vec![scene.strong(treaty.name.as_str())];
    let steps =
        (0..history.len()).filter(|n| !is_listed(*n)).map(|n| Fact::Stance(scene.selected_state, id, n));
    let changed = steps.chain([Fact::Treaty(id)]).find(|fact| scene.marked(*fact));
    if let Some(fact) = changed {
        left.insert(0, scene.mark(fact));
    }
    let right = match history.last() {
        _ if !scene.known.adopted(id) => vec![scene.plain(super::NOT_ADOPTED)],
        Some(step) => vec![scene.sign(step.position), scene.strong(format!(" {}", step.position.name()))],
        None if scene.known.dossier[scene.selected_state].history(id).is_empty() => {
            vec![scene.plain("not in the dossier")]
        }
        None => vec![scene.plain("no step known yet")],
    };
    let full = Line::from(left.clone()).display_width() + Line::from(right.clone()).display_width() + 6;
    if let Some(subject) = &treaty.subject
        && full + subject.display_width() <= usize::from(width)
    {
        left.push(scene.plain(format!("  {subject}")));
    }
    justify(Line::from(left), Line::from(right), width, scene.look.symbols.ellipsis())
}

/// What the treaty is, for a panel that has the room.
fn about<'a>(scene: &PanelContext<'a>, id: TreatyId, width: u16) -> Vec<Line<'a>> {
    let treaty = &scene.known.dossier[id];
    let mut lines = Vec::new();
    let mut more = |text: String| {
        lines.extend(wrap_hanging(Line::default(), &text, scene.look.style(Role::Text), width));
    };
    if let Some(formal) = treaty.formal.as_ref().filter(|formal| **formal != treaty.name) {
        more(formal.to_string());
    }
    let dates =
        [("adopted", treaty.adopted), ("opened for signature", treaty.opened), ("in force", treaty.in_force)];
    let dates: Vec<String> = dates
        .iter()
        .filter_map(|(what, day)| day.map(|day| format!("{what} {}", crate::dossier::Date::Day(day))))
        .collect();
    if !dates.is_empty() {
        more(dates.join(", "));
    }
    if let Some(note) = &treaty.evidence.note {
        lines.extend(wrap_hanging(Line::default(), note, scene.look.style(Role::Aside), width));
    }
    lines.push(Line::default());
    lines
}

/// The milestones of a state's way: each position that it came to, and, once it is leaving, those ahead.
fn milestones(scene: &PanelContext<'_>, history: &[Stance]) -> Vec<Milestone> {
    let mut way: Vec<&Stance> = Vec::new();
    for step in history {
        if way.last().is_none_or(|last| last.position != step.position) {
            way.push(step);
        }
    }
    let milestone = |position: Position, step: Option<&&Stance>| Milestone {
        sign: scene.sign(position),
        name: position.short(),
        date: step.map(|step| dated(step.date, &step.evidence)).unwrap_or_default(),
        year: step.and_then(|step| step.date).map(|date| date.year().to_string()).unwrap_or_default(),
        reached: step.is_some(),
    };
    let mut milestones: Vec<Milestone> =
        way.iter().map(|step| milestone(step.position, Some(step))).collect();
    if let Some(last) = way.last().filter(|last| last.position >= Position::Debating) {
        let ahead = Position::ALL.iter().filter(|position| **position > last.position);
        milestones.extend(ahead.map(|position| milestone(*position, None)));
    }
    milestones
}

/// The way as a track; a state that went no way has its last step in words, in as many as `spare` lines more than one.
fn track<'a>(
    scene: &PanelContext<'a>,
    history: &'a [Stance],
    roomy: bool,
    spare: usize,
    width: u16,
) -> Vec<Line<'a>> {
    let milestones = milestones(scene, history);
    match (milestones.as_slice(), history.last()) {
        ([], _) | (_, None) => Vec::new(),
        // Where the steps are listed below, they say it.
        ([_], Some(_)) if roomy => Vec::new(),
        ([_], Some(step)) => {
            let date = if step.date.is_some() {
                format!("{} ", dated(step.date, &step.evidence))
            } else {
                String::new()
            };
            let date = Line::from(scene.plain(date));
            let style = scene.look.style(Role::Text);
            let whole = wrap_hanging(date.clone(), &step.what, style, width);
            if whole.len() <= spare + 1 {
                return whole;
            }
            let mut line = date;
            line.spans.push(scene.plain(step.what.as_str()));
            vec![truncate_line(line, usize::from(width), scene.look.symbols.ellipsis())]
        }
        (milestones, _) => match roomy.then(|| track::detailed(milestones, width, scene.look)).flatten() {
            Some(lines) => lines.into_iter().chain([Line::default()]).collect(),
            None => vec![track::compact(milestones, width, scene.look)],
        },
    }
}

/// DisplayWidth of a date, its `~` included.
const DATE: usize = 12;

/// What happened, and the count if it was a vote.
fn words(step: &Stance) -> String {
    match &step.votes {
        Some(votes) => format!("{} ({votes})", step.what),
        None => step.what.to_string(),
    }
}

/// One step in one line.
fn compact<'a>(scene: &PanelContext<'a>, fact: Fact, step: &'a Stance, width: u16) -> Line<'a> {
    let mut spans = lead(scene, fact, step);
    spans.push(scene.plain(words(step)));
    let doubt = Line::from(scene.strong(scene.look.symbols.certainty(step.evidence.certainty)));
    justify(Line::from(spans), doubt, width, scene.look.symbols.ellipsis())
}

/// One step with all its words, the mark of doubt at the right.
fn wrapped<'a>(scene: &PanelContext<'a>, fact: Fact, step: &'a Stance, width: u16) -> Vec<Line<'a>> {
    let doubt = scene.look.symbols.certainty(step.evidence.certainty);
    let room = width.saturating_sub(if doubt.is_empty() { 0 } else { 2 });
    let first = Line::from(lead(scene, fact, step));
    let mut lines = wrap_hanging(first, &words(step), scene.look.style(Role::Text), room);
    if let Some(first) = lines.first_mut() {
        let marked = Line::from(scene.strong(doubt));
        *first = justify(std::mem::take(first), marked, width, scene.look.symbols.ellipsis());
    }
    lines
}

/// Mark, date and sign.
fn lead<'a>(scene: &PanelContext<'a>, fact: Fact, step: &'a Stance) -> Vec<Span<'a>> {
    let date = if step.date.is_some() { dated(step.date, &step.evidence) } else { String::new() };
    vec![scene.mark(fact), scene.plain(format!("{date:>DATE$} ")), scene.sign(step.position), Span::raw(" ")]
}

/// One step with everything that is known of it.
fn detailed<'a>(scene: &PanelContext<'a>, fact: Fact, step: &'a Stance, width: u16) -> Vec<Line<'a>> {
    let text = scene.look.style(Role::Text);
    let mut lines =
        wrap_hanging(Line::from(lead(scene, fact, step)), &step.what, scene.look.style(Role::Strong), width);
    let indent = || Line::from(" ".repeat(DATE + 4));
    if let Some(votes) = &step.votes {
        lines.extend(wrap_hanging(indent(), &votes.to_string(), text, width));
    }
    lines.extend(super::backing_lines(scene, &step.evidence, &indent, width));
    lines
}
