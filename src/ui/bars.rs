//! The header and the footer: what is looked at, and what can be done.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::{App, Drawn, Overlay, Panel, Sort, View, WatchStatus};
use crate::config::{Command, Role};
use crate::dossier::{Date, Severity};

use super::RenderContext;
use super::text::{DisplayWidth, justify, put, truncate, truncate_line};

/// Title at the left, the day in the middle, the file at the right.
pub fn header(state: &App, look: &RenderContext<'_>, area: Rect, buf: &mut Buffer) {
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let title = match &state.dossier {
        Some(dossier) => dossier.title.to_string(),
        None => "flank".into(),
    };
    let day = day(state, look, inner.width);
    let file = file(state, look);
    let (day_wide, file_wide) = (day.display_width() as u16, file.display_width() as u16);
    // The day is never given up: it says of which world the screen speaks.
    let room = inner.width.saturating_sub(day_wide + 2);
    let file = match file_wide + 2 < room {
        true => file,
        // What is wrong is worth being cut; what is well can be left out.
        false if state.stale || state.dossier.is_none() => {
            truncate_line(file, usize::from(room / 2), look.symbols.ellipsis())
        }
        false => Line::default(),
    };
    let left = usize::from(room).saturating_sub(file.display_width() + 2);
    // A letter or two of a title tell nothing.
    let title = if title.display_width() > left && left < 8 {
        String::new()
    } else {
        truncate(&title, left, look.symbols.ellipsis())
    };
    let title = Line::from(Span::styled(title, look.style(Role::Strong)));
    let centre = (inner.width.saturating_sub(day_wide)) / 2;
    let at = centre
        .max(title.display_width() as u16 + 2)
        .min(inner.width.saturating_sub(file.display_width() as u16 + 2 + day_wide));
    put(buf, inner.x, inner.y, &title, inner.width);
    put(buf, inner.x + at, inner.y, &day, inner.width - at);
    put(buf, inner.right() - file.display_width() as u16, inner.y, &file, file.display_width() as u16);
}

/// DisplayWidth from which on the header says in words that the day is not today.
const ROOM_FOR_WORDS: u16 = 74;

fn day<'a>(state: &App, look: &RenderContext<'_>, width: u16) -> Line<'a> {
    let day = Date::Day(state.day());
    let mut line = Line::default();
    if state.as_of.is_some_and(|asked| asked != state.today) {
        line.spans.push(Span::styled("as of ", look.style(Role::Text)));
        line.spans.push(Span::styled(day.to_string(), look.style(Role::Focus)));
        if width >= ROOM_FOR_WORDS {
            line.spans.push(Span::styled(", not today", look.style(Role::Text)));
        }
    } else {
        line.spans.push(Span::styled(day.to_string(), look.style(Role::Strong)));
    }
    if let Some(later) = state.known().map(|known| known.hidden_count()).filter(|later| *later > 0) {
        let text = format!(" {} {later} later", look.symbols.dot());
        line.spans.push(Span::styled(text, look.style(Role::Text)));
    }
    line
}

fn file<'a>(state: &App, look: &RenderContext<'_>) -> Line<'a> {
    let plain = look.style(Role::Text);
    let name = Span::styled(format!("{} ", state.file.name), plain);
    let alarm = look.style(Role::Alarm);
    if state.stale {
        return Line::from(vec![name, Span::styled(format!("{} stale", look.symbols.alarm()), alarm)]);
    }
    if state.dossier.is_none() {
        let word = match (&state.read_error, state.problems.is_empty()) {
            (Some(_), _) => "unreadable",
            (None, true) => "reading",
            (None, false) => "broken",
        };
        return Line::from(vec![name, Span::styled(format!("{} {word}", look.symbols.alarm()), alarm)]);
    }
    let live = Span::styled(look.symbols.live(), look.style(Role::Live));
    match &state.file.watch_status {
        WatchStatus::BuiltIn => Line::from(Span::styled("built in", plain)),
        WatchStatus::Live => Line::from(vec![name, live, Span::styled(" live", plain)]),
        WatchStatus::Polling(_) => Line::from(vec![name, live, Span::styled(" polling", plain)]),
        WatchStatus::Disabled(_) => {
            Line::from(vec![name, Span::styled(format!("{} not followed", look.symbols.alarm()), alarm)])
        }
    }
}

/// What is to be told, if anything is; else the keys.
pub fn footer(state: &App, drawn: &Drawn, look: &RenderContext<'_>, area: Rect, buf: &mut Buffer) {
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let told = told(state, look, usize::from(inner.width));
    let line = match told {
        Some((told, more)) => justify(told, more, inner.width, look.symbols.ellipsis()),
        None => keys(state, drawn, look, inner.width),
    };
    put(buf, inner.x, inner.y, &line, inner.width);
}

type Hint = (Command, &'static str);

/// The most pressing thing to tell, and what must not be cut: the keys that lead on from it.
fn told<'a>(state: &App, look: &RenderContext<'_>, width: usize) -> Option<(Line<'a>, Line<'a>)> {
    let line = |sign: &str, text: String, role: Role| {
        let sign = Span::styled(format!("{sign} "), look.style(role));
        Line::from(vec![sign, Span::styled(text, look.style(Role::Text))])
    };
    // Where there is no dossier, its problems have the screen already.
    if let Some(notice) = &state.status_message {
        return Some((line(look.symbols.dot(), notice.clone(), Role::Strong), Line::default()));
    }
    if state.overlay.is_some() || state.dossier.is_none() {
        return None;
    }
    if let Some(why) = &state.read_error {
        let text = format!("{}: {why}", state.file.name);
        return Some((
            line(look.symbols.alarm(), text, Role::Alarm),
            hints(&[(Command::Reload, "read again")], look),
        ));
    }
    if let Some(error) = state.problems.iter().find(|problem| problem.severity == Severity::Error) {
        let text = format!("{} {}", error.location, error.sentence());
        let all = if state.problems.len() > 1 { "all problems" } else { "in full" };
        return Some((
            line(look.symbols.alarm(), text, Role::Alarm),
            hints(&[(Command::Problems, all)], look),
        ));
    }
    let change = state.change_set.changes.first()?;
    let mut more = Vec::new();
    if let Some(known) = change.known_from.filter(|known| *known > state.day()) {
        more.push(format!("known from {}", Date::Day(known)));
    }
    let right = Line::from(Span::styled(more.join(", "), look.style(Role::Strong)));
    let all = match state.change_set.changes.len() {
        1 => (Command::Changes, "in full"),
        _ => (Command::Changes, "all changes"),
    };
    let told = line(look.symbols.changed(), change.words.clone(), Role::Changed);
    // Who goes from day to day goes on. But what changed matters more than how to go on.
    let day = state.as_of.map(|_| (Command::DayForward, "day"));
    let forget = (Command::Back, "forget");
    let choices = [day.into_iter().chain([all, forget]).collect(), vec![all, forget], vec![all]];
    let mut rights = choices.iter().map(|keys| {
        let mut right = right.clone();
        push(&mut right, hints(keys, look));
        right
    });
    let least = rights.next_back()?;
    let right =
        rights.find(|right| told.display_width() + 2 + right.display_width() <= width).unwrap_or(least);
    Some((told, right))
}

/// The keys that apply now, as many as fit; the way to all of them is never left out.
fn keys<'a>(state: &App, drawn: &Drawn, look: &RenderContext<'_>, width: u16) -> Line<'a> {
    let last = [(Command::Help, "help"), (Command::Quit, "quit")];
    let warnings = state.problems.len();
    let treaties = state.dossier.as_ref().map_or(0, |dossier| dossier.treaties.len());
    let scrolls = drawn.extents[App::OVERLAY].most() > 0;
    let edit = (state.file.watch_status != WatchStatus::BuiltIn).then_some((Command::Edit, "edit"));
    let mut wanted: Vec<Hint> = Vec::new();
    if state.overlay.is_some_and(Overlay::takes_text) {
        let (up, down) = (look.symbols.key("Up"), look.symbols.key("Down"));
        let move_in = if look.symbols.ascii { format!("{up}/{down}") } else { format!("{up}{down}") };
        return match state.overlay {
            Some(Overlay::Search) => fixed(&[("Enter", "go"), (&move_in, "match"), ("Esc", "close")], look),
            _ => fixed(&[("Enter", "go"), ("Esc", "close")], look),
        };
    }
    if state.overlay.is_some() {
        wanted.push((Command::Back, "close"));
        if state.overlay == Some(Overlay::Sources) {
            wanted.extend([(Command::Down, "source"), (Command::Open, "open"), (Command::Copy, "copy")]);
            wanted.extend(edit);
        } else if state.overlay == Some(Overlay::Changes) && !state.change_set.changes.is_empty() {
            wanted.extend([(Command::Down, "change"), (Command::Enlarge, "go to it")]);
            wanted.extend(edit);
        } else if state.overlay == Some(Overlay::Problems) && !state.problems.is_empty() {
            wanted.extend((drawn.entries.len() > 1).then_some((Command::Down, "problem")));
            wanted.push((Command::Enlarge, "edit"));
        } else if scrolls {
            wanted.push((Command::Down, "scroll"));
        }
    } else if state.dossier.is_none() {
        if !state.problems.is_empty() {
            wanted.push((Command::Enlarge, "edit"));
        }
        wanted.push((Command::Reload, "read again"));
        if drawn.entries.len() > 1 {
            wanted.push((Command::Down, "problem"));
        } else if scrolls {
            wanted.push((Command::Down, "scroll"));
        }
    } else if state.view == View::Wall {
        wanted.extend([
            (Command::NextState, "state"),
            (Command::Enlarge, "open"),
            (Command::Wall, "back"),
            (
                Command::Sort,
                match state.sort {
                    Sort::File => "sort: file order",
                    Sort::Name => "sort: name",
                    Sort::Position => "sort: position",
                    Sort::Spending => "sort: spending",
                },
            ),
            (Command::DayForward, "day"),
        ]);
        wanted.extend((treaties > 1).then_some((Command::Treaty, "treaty")));
    } else {
        wanted.push((Command::NextState, "state"));
        wanted.push((Command::NextPanel, "panel"));
        // From fact to fact; what has none is scrolled.
        if drawn.items[state.focus.index()].len() > 1 || state.focus == Panel::Timeline {
            wanted.push((Command::Down, "move"));
        } else if drawn.extents[state.focus.index()].most() > 0 {
            wanted.push((Command::Down, "scroll"));
        }
        wanted.push(if state.zoomed { (Command::Back, "back") } else { (Command::Enlarge, "enlarge") });
        if warnings > 0 {
            wanted.push((Command::Problems, "warnings"));
        }
        wanted.push((Command::DayForward, "day"));
        wanted.push((Command::Wall, "wall"));
        wanted.extend(edit);
        wanted.push((Command::Find, "find"));
        wanted.push((Command::Sources, "sources"));
        wanted.extend((treaties > 1).then_some((Command::Treaty, "treaty")));
        if state.focus == Panel::Timeline {
            wanted
                .push((Command::Filter, if state.only_selected_state { "all states" } else { "this state" }));
        }
    }
    let (pieces, tail) =
        (wanted.iter().map(|hint| hints(&[*hint], look)), last.map(|hint| hints(&[hint], look)));
    let pieces: Vec<Line<'a>> = pieces.filter(|piece| piece.display_width() > 0).collect();
    let among = |gap: usize| {
        let mut room = usize::from(width) + gap;
        room = room.saturating_sub(tail.iter().map(|piece| piece.display_width() + gap).sum());
        let fits = |piece: &&Line<'a>| {
            let wide = piece.display_width() + gap;
            let fits = wide <= room;
            room -= if fits { wide } else { 0 };
            fits
        };
        pieces.iter().filter(fits).cloned().collect::<Vec<_>>()
    };
    // Close together where more of them have room so.
    let (apart, close) = (among(GAP), among(NARROW_GAP));
    let (shown, gap) = if close.len() > apart.len() { (close, NARROW_GAP) } else { (apart, GAP) };
    let mut line = Line::default();
    shown.into_iter().chain(tail).for_each(|piece| push_after(&mut line, piece, gap));
    line
}

/// Keys that are the same whatever the keymap.
fn fixed<'a>(keys: &[(&str, &str)], look: &RenderContext<'_>) -> Line<'a> {
    let mut line = Line::default();
    for (key, does) in keys {
        let key = Span::styled((*key).to_owned(), look.style(Role::Key));
        push(&mut line, Line::from(vec![key, Span::styled(format!(" {does}"), look.style(Role::Text))]));
    }
    line
}

/// Blanks between two hints.
const GAP: usize = 3;
/// The same where that leaves out fewer hints.
const NARROW_GAP: usize = 2;

fn push<'a>(line: &mut Line<'a>, piece: Line<'a>) {
    push_after(line, piece, GAP);
}

fn push_after<'a>(line: &mut Line<'a>, piece: Line<'a>, gap: usize) {
    if line.display_width() > 0 {
        line.spans.push(Span::raw(" ".repeat(gap)));
    }
    line.spans.extend(piece.spans);
}

/// Keys with what they do; two that belong together stand together.
fn hints<'a>(hints: &[Hint], look: &RenderContext<'_>) -> Line<'a> {
    let mut line = Line::default();
    for (command, does) in hints {
        let other = match command {
            Command::NextState => Some(Command::PreviousState),
            Command::Down => Some(Command::Up),
            Command::DayForward => Some(Command::DayBack),
            _ => None,
        };
        let Some(key) = look.key(*command) else { continue };
        let keys = match other.and_then(|other| look.key(other)) {
            // Two arrows read as one sign, two names do not.
            Some(other) if key.chars().count() == 1 => format!("{other}{key}"),
            Some(other) => format!("{other}/{key}"),
            None => key,
        };
        let does = Span::styled(format!(" {does}"), look.style(Role::Text));
        push(&mut line, Line::from(vec![Span::styled(keys, look.style(Role::Key)), does]));
    }
    line
}
