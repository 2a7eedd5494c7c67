//! The last row: a message if there is one, otherwise the keys that apply.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::macros::line;
use ratatui::text::{Line, Span};

use crate::app::{App, ClickTarget, Overlay, Panel, Sort, View};
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

/// A line of hints, and their commands.
#[derive(Clone, Default)]
struct Hints<'a> {
    line: Line<'a>,
    /// The first column, the width and the command of each key.
    targets: Vec<(usize, usize, Command)>,
}

impl<'a> Hints<'a> {
    fn width(&self) -> usize {
        self.line.display_width()
    }

    /// Appends hints, after a gap unless they are the first.
    fn push(&mut self, hints: Hints<'a>, gap: usize) {
        if self.width() > 0 {
            self.line.push_span(" ".repeat(gap));
        }
        let x = self.width();
        self.targets.extend(hints.targets.into_iter().map(|(at, width, command)| (x + at, width, command)));
        self.line.spans.extend(hints.line.spans);
    }
}

/// Renders the footer. A click on a hint runs its command.
pub fn render(app: &mut App, ctx: &RenderContext<'_>, area: Rect, buf: &mut Buffer) {
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let (line, hints, x) = match message(app, ctx, usize::from(inner.width)) {
        Some((message, keys)) => {
            let x = usize::from(inner.width).saturating_sub(keys.width());
            (justify(message, keys.line.clone(), inner.width, ctx.symbols.ellipsis()), keys, x)
        }
        None => {
            let hints = hints(app, ctx, usize::from(inner.width));
            (hints.line.clone(), hints, 0)
        }
    };
    buf.set_line(inner.x, inner.y, &line, inner.width);
    for (at, width, command) in hints.targets {
        let region = Rect { x: inner.x + (x + at) as u16, width: width as u16, ..inner }.intersection(inner);
        app.panels.hits.push(hit_region(region, ClickTarget::Command(command)));
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
    let message = line(ctx.symbols.changed(), change.words.clone(), Role::Changed);
    let known_from = change.known_from.filter(|day| *day > app.day());
    let known_from = known_from.map(|day| format!("known from {}", Date::Day(day))).unwrap_or_default();
    let all = match app.change_set.changes.len() {
        1 => (Command::Changes, "details"),
        _ => (Command::Changes, "all changes"),
    };
    // Someone who steps from day to day needs these keys, but the change itself is more important.
    let day = app.as_of.map(|_| (Command::DayForward, "day"));
    let forget = (Command::Back, "dismiss");
    let choices = [day.into_iter().chain([all, forget]).collect(), vec![all, forget], vec![all]];
    let mut keys = choices.iter().map(|hints| {
        let line = Line::from(Span::styled(known_from.clone(), ctx.style(Role::Strong)));
        let mut keys = Hints { line, targets: Vec::new() };
        keys.push(joined(hints, ctx), GAP);
        keys
    });
    let shortest = keys.next_back()?;
    let keys = keys.find(|keys| message.display_width() + 2 + keys.width() <= width);
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
    let tail = [(Command::Help, "help"), last_hint].map(|hint| joined(&[hint], ctx));
    let hints: Vec<Hints<'a>> =
        wanted.iter().map(|hint| joined(&[*hint], ctx)).filter(|hint| hint.width() > 0).collect();
    let fitting = |gap: usize| {
        let reserved: usize = tail.iter().map(|hint| hint.width() + gap).sum();
        let mut left = (width + gap).saturating_sub(reserved);
        let fits = |hint: &&Hints<'a>| {
            let rest = left.checked_sub(hint.width() + gap);
            left = rest.unwrap_or(left);
            rest.is_some()
        };
        hints.iter().filter(fits).cloned().collect::<Vec<_>>()
    };
    let (wide, narrow) = (fitting(GAP), fitting(NARROW_GAP));
    let (shown, gap) = if narrow.len() > wide.len() { (narrow, NARROW_GAP) } else { (wide, GAP) };
    let mut line = Hints::default();
    shown.into_iter().chain(tail).for_each(|hint| line.push(hint, gap));
    line
}

/// Returns the hints for the current view, the most useful first.
fn wanted(app: &App) -> Vec<Hint<'static>> {
    let mut wanted: Vec<Hint<'static>> = Vec::new();
    let problems = app.panels.problems.spans().len();
    let edit = app.applies(Command::Edit).then_some((Command::Edit, "edit"));
    let treaty = app.applies(Command::Treaty).then_some((Command::Treaty, "treaty"));
    let scroll = |scrolls: bool| scrolls.then_some((Command::Down, "scroll"));
    let problem = (problems > 1).then_some((Command::Down, "problem"));
    match &app.overlay {
        Some(Overlay::Sources(_)) => {
            wanted.extend([
                (Command::Back, "close"),
                (Command::Down, "source"),
                (Command::Open, "open"),
                (Command::Copy, "copy"),
            ]);
            wanted.extend(edit);
        }
        Some(Overlay::Changes(_)) if !app.listed_changes().is_empty() => {
            wanted.extend([
                (Command::Back, "close"),
                (Command::Down, "change"),
                (Command::Enlarge, "go to it"),
            ]);
            wanted.extend(edit);
        }
        Some(Overlay::TimelineFilter(_)) => {
            wanted.extend([(Command::Back, "close"), (Command::Down, "move"), (Command::Enlarge, "show")]);
        }
        Some(Overlay::Problems) if !app.file.problems.is_empty() => {
            wanted.push((Command::Back, "close"));
            wanted.extend(problem);
            wanted.push((Command::Enlarge, "edit"));
        }
        Some(overlay) => {
            if let Overlay::Compare(_) = overlay {
                wanted.push((Command::NextState, "other state"));
            }
            let scrolls = match overlay {
                Overlay::Help(list) | Overlay::Compare(list) => list.metrics().max_offset() > 0,
                Overlay::Problems => app.panels.problems.metrics().max_offset() > 0,
                _ => false,
            };
            wanted.push((Command::Back, "close"));
            wanted.extend(scroll(scrolls));
        }
        None if app.dossier.is_none() => {
            wanted.extend((!app.file.problems.is_empty()).then_some((Command::Enlarge, "edit")));
            wanted.push((Command::Reload, "read again"));
            wanted.extend(problem.or(scroll(app.panels.problems.metrics().max_offset() > 0)));
        }
        None if app.view == View::Overview => {
            let sort = match app.sort {
                Sort::File => "sort: file order",
                Sort::Name => "sort: name",
                Sort::Position => "sort: position",
                Sort::Spending => "sort: spending",
            };
            wanted.extend([
                (Command::NextState, "state"),
                (Command::Enlarge, "open"),
                (Command::Back, "back"),
                (Command::Sort, sort),
                (Command::DayForward, "day"),
            ]);
            wanted.extend(treaty);
        }
        None => {
            let list = app.panels.list(app.focus);
            let moves = app.focus == Panel::Timeline || list.is_some_and(|list| list.spans().len() > 1);
            let scrolls = list.is_some_and(|list| list.metrics().max_offset() > 0);
            wanted.push((Command::NextState, "state"));
            wanted.extend(app.applies(Command::NextPanel).then_some((Command::NextPanel, "panel")));
            wanted.extend(if moves { Some((Command::Down, "move")) } else { scroll(scrolls) });
            wanted.extend(match app.zoomed {
                true => vec![(Command::Enlarge, "sources"), (Command::Back, "back")],
                false => vec![(Command::Enlarge, "enlarge")],
            });
            wanted.extend((!app.file.problems.is_empty()).then_some((Command::Problems, "warnings")));
            wanted.extend([(Command::DayForward, "day"), (Command::Wall, "wall")]);
            wanted.extend(edit);
            wanted.push((Command::Find, "find"));
            wanted.extend((!app.zoomed).then_some((Command::Sources, "sources")));
            wanted.extend(treaty);
            if app.focus == Panel::Timeline {
                let shown = if app.only_selected_state { "all states" } else { "this state" };
                wanted.extend([(Command::Filter, shown), (Command::FilterTimeline, "filter")]);
            }
        }
    }
    wanted
}

/// Returns the keys of a text prompt, which do not depend on the keymap.
fn prompt_keys<'a>(overlay: &Overlay, ctx: &RenderContext<'_>) -> Hints<'a> {
    let (enter, moves, leave) = match overlay {
        Overlay::Search(_) => ("go", Some("match"), "close"),
        Overlay::StateFilter(_) => ("keep", Some("state"), "all states"),
        Overlay::Commands(_) => ("run", Some("command"), "close"),
        _ => ("go", None, "close"),
    };
    let mut keys = Hints::default();
    keys.push(hint(&[("Enter", Command::Enlarge)], enter, ctx), GAP);
    if let Some(moves) = moves {
        keys.push(hint(&[("Up", Command::Up), ("Down", Command::Down)], moves, ctx), GAP);
    }
    keys.push(hint(&[("Esc", Command::Back)], leave, ctx), GAP);
    keys
}

/// Returns a hint with one key, or with the keys of two opposite commands.
fn hint<'a>(keys: &[(&str, Command)], label: &str, ctx: &RenderContext<'_>) -> Hints<'a> {
    let mut hints = Hints::default();
    let keys: Vec<(String, Command)> =
        keys.iter().map(|(key, command)| (ctx.symbols.key(key), *command)).collect();
    // Arrows need no separator, names of keys do.
    let is_short = keys.iter().all(|(key, _)| key.chars().count() == 1);
    for (n, (key, command)) in keys.into_iter().enumerate() {
        let separator = if n > 0 && !is_short { "/" } else { "" };
        let (start, key) = (hints.width(), format!("{separator}{key}"));
        hints.targets.push((start, key.display_width(), command));
        hints.line.push_span(Span::styled(key, ctx.style(Role::Key)));
    }
    hints.line.push_span(Span::styled(format!(" {label}"), ctx.style(Role::Text)));
    // A click on the label runs the command of the last key.
    let end = hints.width();
    if let Some((start, width, _)) = hints.targets.last_mut() {
        *width = end - *start;
    }
    hints
}

/// Returns several hints in a line. Opposite commands share a hint.
fn joined<'a>(hints: &[Hint<'_>], ctx: &RenderContext<'_>) -> Hints<'a> {
    let mut line = Hints::default();
    for (command, label) in hints {
        let opposite = match command {
            Command::NextState => Some(Command::PreviousState),
            Command::Down => Some(Command::Up),
            Command::DayForward => Some(Command::DayBack),
            _ => None,
        };
        let key = |command: Command| ctx.keymap.keys(command).next().map(|key| (key, command));
        let Some(main) = key(*command) else { continue };
        let keys: Vec<(String, Command)> = opposite.and_then(key).into_iter().chain([main]).collect();
        let keys: Vec<(&str, Command)> = keys.iter().map(|(key, command)| (key.as_str(), *command)).collect();
        line.push(hint(&keys, label, ctx), GAP);
    }
    line
}
