//! The last row: a message if there is one, otherwise the keys that apply.

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};
use ratatui::macros::line;
use ratatui::text::{Line, Span};

use crate::app::{App, ClickTarget, HitRegion, Overlay, Panel, ScrollMetrics, View};
use crate::config::{Command, Role};
use crate::dossier::{Date, Severity};

use super::text::{DisplayWidth, justify};
use super::{RenderContext, hit_region};

/// Columns between two hints.
const GAP: usize = 3;
/// Columns between two hints if fewer of them would fit with [`GAP`].
const NARROW_GAP: usize = 2;

/// A command and the label of its key.
type Hint<'t> = (Command, &'t str);

/// The spans of a line of hints, each with the command that a click on it runs.
type Hints<'a> = Vec<(Span<'a>, Option<Command>)>;

fn width(hints: &Hints<'_>) -> usize {
    hints.iter().map(|(span, _)| span.display_width()).sum()
}

fn to_line<'a>(hints: &Hints<'a>) -> Line<'a> {
    hints.iter().map(|(span, _)| span.clone()).collect()
}

/// Joins hints, with `gap` columns between them.
fn join<'a>(hints: impl IntoIterator<Item = Hints<'a>>, gap: usize) -> Hints<'a> {
    let mut line = Hints::new();
    for hint in hints {
        if !line.is_empty() && !hint.is_empty() {
            line.push((Span::raw(" ".repeat(gap)), None));
        }
        line.extend(hint);
    }
    line
}

/// Renders the footer. A click on a hint runs its command.
pub fn render(app: &mut App, ctx: &RenderContext<'_>, area: Rect, buf: &mut Buffer) {
    let inner = area.inner(Margin::new(1, 0));
    let columns = usize::from(inner.width);
    let (line, hints, x) = match message(app, ctx, columns) {
        Some((message, keys)) => {
            let x = columns.saturating_sub(width(&keys));
            (justify(message, to_line(&keys), inner.width, ctx.symbols.ellipsis()), keys, x)
        }
        None => {
            let hints = hints(app, ctx, columns);
            (to_line(&hints), hints, 0)
        }
    };
    buf.set_line(inner.x, inner.y, &line, inner.width);
    let mut x = inner.x + x as u16;
    for (span, command) in hints {
        let region = Rect { x, width: span.display_width() as u16, ..inner };
        x = region.right();
        if let Some(command) = command {
            let region = region.intersection(inner);
            HitRegion::push(&mut app.panels.hits, hit_region(region, ClickTarget::Command(command)));
        }
    }
}

/// Returns the most urgent message, and the keys beside it, which must not be truncated.
fn message<'a>(app: &App, ctx: &RenderContext<'_>, width: usize) -> Option<(Line<'a>, Hints<'a>)> {
    let line = |symbol: &str, text: String, role: Role| {
        let symbol = Span::styled(format!("{symbol} "), ctx.style(role));
        line![symbol, Span::styled(text, ctx.style(Role::Text))]
    };
    let way_back = app.jumped_from.map(|before| {
        let label = format!("back to {}", Date::Day(before.unwrap_or(app.today)));
        joined(&[(Command::Back, &label)], ctx)
    });
    if let Some(message) = &app.status_message {
        let hint = app.status_hint.map(|hint| joined(&[hint], ctx));
        return Some((
            line(ctx.symbols.dot(), message.clone(), Role::Strong),
            hint.or(way_back).unwrap_or_default(),
        ));
    }
    // Without a dossier, the screen lists the problems anyway.
    if app.overlay.is_some() || app.dossier.is_none() {
        return None;
    }
    let alert = |text: String| line(ctx.symbols.alert(), text, Role::Alert);
    if let Some(error) = &app.file.read_error {
        let keys = joined(&[(Command::Reload, "read again")], ctx);
        return Some((alert(format!("{}: {error}", app.file.name)), keys));
    }
    let problems = &app.file.problems;
    if let Some(error) = problems.iter().find(|problem| problem.severity == Severity::Error) {
        let hint = if problems.len() > 1 { "all problems" } else { "details" };
        let text = format!("{} {}", error.location, error.sentence());
        return Some((alert(text), joined(&[(Command::Problems, hint)], ctx)));
    }
    if let Some(way_back) = way_back {
        let text = format!("now as of {}, which has this fact", Date::Day(app.day()));
        return Some((line(ctx.symbols.dot(), text, Role::Strong), way_back));
    }
    if let Some((mark, dossier)) = app.compare_mark.zip(app.dossier.as_deref()) {
        let state = dossier.states.get(mark.state.index()).map_or("", |state| &state.name);
        let text = format!("compare {state}, {}", Date::Day(mark.day));
        let keys = joined(&[(Command::Compare, "with this"), (Command::Back, "forget")], ctx);
        return Some((line(ctx.symbols.dot(), text, Role::Strong), keys));
    }
    let change = app.change_set.changes.first()?;
    let message = line(ctx.symbols.changed(), change.summary.clone(), Role::Changed);
    let known_from = change.known_from.filter(|day| *day > app.day());
    let known_from = known_from
        .map(|day| (Span::styled(format!("known from {}", Date::Day(day)), ctx.style(Role::Strong)), None));
    let all = match app.change_set.changes.len() {
        1 => (Command::Changes, "details"),
        _ => (Command::Changes, "all changes"),
    };
    // If space is short, the day keys are left out first.
    let day = app.as_of.map(|_| (Command::DayForward, "day"));
    let forget = (Command::Back, "dismiss");
    let choices = [day.into_iter().chain([all, forget]).collect(), vec![all, forget], vec![all]];
    let known_from = Hints::from_iter(known_from);
    let mut keys = choices.iter().map(|hints| join([known_from.clone(), joined(hints, ctx)], GAP));
    let shortest = keys.next_back()?;
    let keys = keys.find(|keys| message.display_width() + 2 + self::width(keys) <= width);
    Some((message, keys.unwrap_or(shortest)))
}

/// Returns as many of the keys that apply as fit, always including those for help and for closing or quitting.
fn hints<'a>(app: &App, ctx: &RenderContext<'_>, width: usize) -> Hints<'a> {
    if let Some(overlay) = app.overlay.as_ref().filter(|overlay| overlay.takes_text()) {
        return prompt_keys(overlay, ctx);
    }
    let mut wanted = wanted(app);
    let closes = ctx.key(Command::Close).is_some();
    // One key that closes is enough.
    wanted.retain(|(command, _)| !closes || *command != Command::Back);
    let last_hint = match closes {
        true if app.overlay.is_some() => (Command::Close, "close"),
        true if app.has_open_item() => (Command::Close, "back"),
        true => (Command::Close, "quit"),
        false => (Command::Quit, "quit"),
    };
    let tail = [(Command::Help, "help"), last_hint].map(|wanted| hint(wanted, ctx));
    let hints: Vec<Hints<'a>> = wanted.iter().map(|(command, label)| hint((*command, label), ctx)).collect();
    let fitting = |gap: usize| {
        let reserved: usize = tail.iter().map(|hint| self::width(hint) + gap).sum();
        let mut left = (width + gap).saturating_sub(reserved);
        let fits = |hint: &&Hints<'a>| {
            let rest = left.checked_sub(self::width(hint) + gap).filter(|_| !hint.is_empty());
            left = rest.unwrap_or(left);
            rest.is_some()
        };
        hints.iter().filter(fits).cloned().collect::<Vec<_>>()
    };
    let (wide, narrow) = (fitting(GAP), fitting(NARROW_GAP));
    let (shown, gap) = if narrow.len() > wide.len() { (narrow, NARROW_GAP) } else { (wide, GAP) };
    join(shown.into_iter().chain(tail), gap)
}

/// Returns the hints for the current view, the most useful first.
fn wanted(app: &App) -> Vec<(Command, String)> {
    let problems = &app.panels.problems;
    let has_problems = !app.file.problems.is_empty();
    let scrolls = |metrics: ScrollMetrics| metrics.max_offset() > 0;
    let several_problems = problems.spans().len() > 1;
    let sort = format!("sort: {}", app.sort.name());
    // Each hint with its condition.
    let hints = match &app.overlay {
        Some(Overlay::Sources(_)) => vec![
            (true, Command::Down, "source"),
            (true, Command::Open, "open"),
            (true, Command::Copy, "copy"),
            (true, Command::Edit, "edit"),
        ],
        Some(Overlay::Changes(_)) => {
            let any = !app.listed_changes().is_empty();
            vec![
                (any, Command::Down, "change"),
                (any, Command::Enlarge, "go to it"),
                (any, Command::Edit, "edit"),
            ]
        }
        Some(Overlay::TimelineFilter(_)) => {
            vec![(true, Command::Down, "move"), (true, Command::Enlarge, "show")]
        }
        Some(Overlay::Problems) => vec![
            (several_problems, Command::Down, "problem"),
            (!has_problems && scrolls(problems.metrics()), Command::Down, "scroll"),
            (has_problems, Command::Enlarge, "edit"),
        ],
        Some(Overlay::Help(list)) => vec![(scrolls(list.metrics()), Command::Down, "scroll")],
        Some(Overlay::Compare(list)) => vec![
            (true, Command::NextState, "other state"),
            (scrolls(list.metrics()), Command::Down, "scroll"),
        ],
        Some(_) => Vec::new(),
        None if app.dossier.is_none() => vec![
            (has_problems, Command::Enlarge, "edit"),
            (true, Command::Reload, "read again"),
            (several_problems, Command::Down, "problem"),
            (!several_problems && scrolls(problems.metrics()), Command::Down, "scroll"),
        ],
        None if app.view == View::Overview => {
            vec![
                (true, Command::NextState, "state"),
                (true, Command::Enlarge, "open"),
                (true, Command::Back, "back"),
                (true, Command::Sort, &*sort),
                (true, Command::DayForward, "day"),
                (true, Command::Treaty, "treaty"),
            ]
        }
        None => {
            let in_timeline = app.focus == Panel::Timeline;
            let list = app.panels.list(app.focus);
            let moves = in_timeline || list.is_some_and(|list| list.spans().len() > 1);
            let scrolls = !moves && list.is_some_and(|list| scrolls(list.metrics()));
            let shown = if app.only_selected_state { "all states" } else { "this state" };
            vec![
                (true, Command::NextState, "state"),
                (true, Command::NextPanel, "panel"),
                (moves, Command::Down, "move"),
                (scrolls, Command::Down, "scroll"),
                (true, Command::Enlarge, if app.zoomed { "sources" } else { "enlarge" }),
                (app.zoomed, Command::Back, "back"),
                (has_problems, Command::Problems, "warnings"),
                (true, Command::DayForward, "day"),
                (true, Command::Wall, "wall"),
                (true, Command::Edit, "edit"),
                (true, Command::Find, "find"),
                (!app.zoomed, Command::Sources, "sources"),
                (true, Command::Treaty, "treaty"),
                (in_timeline, Command::Filter, shown),
                (in_timeline, Command::FilterTimeline, "filter"),
            ]
        }
    };
    let close = (app.overlay.is_some(), Command::Back, "close");
    let shown = std::iter::once(close).chain(hints);
    let shown = shown.filter(|(shown, command, _)| *shown && app.applies(*command));
    shown.map(|(_, command, label)| (command, label.to_owned())).collect()
}

/// Returns the keys of a text prompt, which do not depend on the keymap.
fn prompt_keys<'a>(overlay: &Overlay, ctx: &RenderContext<'_>) -> Hints<'a> {
    let (enter, moves, leave) = match overlay {
        Overlay::Search(_) => ("go", Some("match"), "close"),
        Overlay::StateFilter(_) => ("keep", Some("state"), "all states"),
        Overlay::Commands(_) => ("run", Some("command"), "close"),
        _ => ("go", None, "close"),
    };
    let moves = moves.map(|label| with_keys(&[("Up", Command::Up), ("Down", Command::Down)], label, ctx));
    let enter = with_keys(&[("Enter", Command::Enlarge)], enter, ctx);
    let leave = with_keys(&[("Esc", Command::Back)], leave, ctx);
    join(std::iter::once(enter).chain(moves).chain([leave]), GAP)
}

/// Returns a hint with one key, or with the keys of two opposite commands.
fn with_keys<'a>(keys: &[(&str, Command)], label: &str, ctx: &RenderContext<'_>) -> Hints<'a> {
    let keys: Vec<(String, Command)> =
        keys.iter().map(|(key, command)| (ctx.symbols.key(key), *command)).collect();
    // Arrows need no separator, names of keys do.
    let is_short = keys.iter().all(|(key, _)| key.chars().count() == 1);
    let mut hint = Hints::new();
    for (key, command) in keys {
        let separator = if hint.is_empty() || is_short { "" } else { "/" };
        hint.push((Span::styled(format!("{separator}{key}"), ctx.style(Role::Key)), Some(command)));
    }
    // A click on the label runs the command of the last key.
    let last = hint.last().and_then(|(_, command)| *command);
    hint.push((Span::styled(format!(" {label}"), ctx.style(Role::Text)), last));
    hint
}

/// Returns the hint of a command, which includes the opposite command. Empty without a key.
fn hint<'a>((command, label): Hint<'_>, ctx: &RenderContext<'_>) -> Hints<'a> {
    let opposite = match command {
        Command::NextState => Some(Command::PreviousState),
        Command::Down => Some(Command::Up),
        Command::DayForward => Some(Command::DayBack),
        _ => None,
    };
    let key = |command: Command| ctx.keymap.keys(command).next().map(|key| (key, command));
    let Some(main) = key(command) else { return Hints::new() };
    let keys: Vec<(String, Command)> = opposite.and_then(key).into_iter().chain([main]).collect();
    let keys: Vec<(&str, Command)> = keys.iter().map(|(key, command)| (key.as_str(), *command)).collect();
    with_keys(&keys, label, ctx)
}

/// Returns several hints in a line.
fn joined<'a>(hints: &[Hint<'_>], ctx: &RenderContext<'_>) -> Hints<'a> {
    join(hints.iter().map(|wanted| hint(*wanted, ctx)), GAP)
}
