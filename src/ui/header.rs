//! The first row: title at the left, day in the middle, file at the right.

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};
use ratatui::macros::line;
use ratatui::text::{Line, Span};

use crate::app::{App, ClickTarget, WatchStatus};
use crate::config::{Command, Role};
use crate::dossier::{Date, wording};

use super::text::{DisplayWidth, truncate, truncate_line};
use super::{RenderContext, hit_region};

/// The smallest useful width of a truncated title.
const MIN_TITLE: usize = 8;
/// The smallest useful width of a truncated name of a file.
const MIN_NAME: usize = 5;
/// Columns between two parts.
const GAP: u16 = 2;

/// Renders the header. A click on the day opens the day prompt.
pub fn render(app: &mut App, ctx: &RenderContext<'_>, area: Rect, buf: &mut Buffer) {
    let inner = area.inner(Margin::new(1, 0));
    let ellipsis = ctx.symbols.ellipsis();
    let title = app.dossier.as_ref().map(|dossier| dossier.title.as_str()).filter(|title| !title.is_empty());
    let title = title.unwrap_or("flank");
    // The note about new facts is shortened, or left out, if it does not fit.
    let mut day = day(app, ctx);
    let space = usize::from(inner.width).saturating_sub(day.display_width());
    let mut notes = [true, false].into_iter().filter_map(|dated| news(app, dated, ctx));
    day.spans.extend(notes.find(|note| note.display_width() <= space).into_iter().flatten());
    let day_width = day.display_width() as u16;
    // The day is never left out, since the whole screen depends on it.
    let available = inner.width.saturating_sub(day_width + GAP);
    let fits = |file: &Line<'_>| file.display_width() as u16 + GAP < available;
    let is_partial = app.file.lost_tables.is_some();
    let file = match [true, false].map(|counted| file_status(app, ctx, counted)) {
        [full, _] if fits(&full) => full,
        [_, short] if is_partial && fits(&short) => short,
        // The status is shown even if the name has to be truncated, and a problem even if it has to be, too.
        [_, short] => match with_short_name(short, usize::from(available / 2), ellipsis) {
            short if fits(&short) => short,
            short if is_partial || app.file.stale || app.dossier.is_none() => {
                truncate_line(short, usize::from(available / 2), ellipsis)
            }
            _ => Line::default(),
        },
    };
    let file_width = file.display_width() as u16;
    let title_width = usize::from(available.saturating_sub(file_width + GAP));
    let title = match title.display_width() > title_width && title_width < MIN_TITLE {
        true => String::new(),
        false => truncate(title, title_width, ellipsis),
    };
    let day_x = ((inner.width.saturating_sub(day_width)) / 2)
        .max(title.display_width() as u16 + GAP)
        .min(inner.width.saturating_sub(file_width + GAP + day_width));
    buf.set_line(inner.x, inner.y, &Line::from(Span::styled(title, ctx.style(Role::Strong))), inner.width);
    buf.set_line(inner.x + day_x, inner.y, &day, inner.width - day_x);
    buf.set_line(inner.right() - file_width, inner.y, &file, file_width);
    let day = Rect { x: inner.x + day_x, width: day_width, ..inner };
    app.panels.hits.push(hit_region(day, ClickTarget::Command(Command::GoToDay)));
}

/// Truncates the name in a [status](file_status) to `width` columns with the rest, or leaves it out.
fn with_short_name<'a>(mut file: Line<'a>, width: usize, ellipsis: &str) -> Line<'a> {
    if file.spans.len() > 1 {
        let name = file.spans.remove(0);
        let space = width.saturating_sub(file.display_width() + 1);
        if space >= MIN_NAME {
            let short = format!("{} ", truncate(name.content.trim_end(), space, ellipsis));
            file.spans.insert(0, Span::styled(short, name.style));
        }
    }
    file
}

fn day<'a>(app: &App, ctx: &RenderContext<'_>) -> Line<'a> {
    let day = Date::Day(app.day()).to_string();
    let text = ctx.style(Role::Text);
    let mut line = Line::default();
    if app.as_of.is_some_and(|day| day != app.today) {
        line.push_span(Span::styled("As of ", text));
        line.push_span(Span::styled(day, ctx.style(Role::Focus)));
    } else {
        line.push_span(Span::styled(day, ctx.style(Role::Strong)));
    }
    if let Some(later) = app.known().map(|known| known.hidden_count()).filter(|later| *later > 0) {
        line.push_span(Span::styled(format!(" {} {later} later", ctx.symbols.dot()), text));
    }
    line
}

/// Returns the number of new facts and, if `dated`, the day since which they are new.
fn news<'a>(app: &App, dated: bool, ctx: &RenderContext<'_>) -> Option<Line<'a>> {
    let (since, text) = (app.since?, ctx.style(Role::Text));
    let since = if dated { format!(" since {}", Date::Day(since)) } else { String::new() };
    let (dot, count) = (ctx.symbols.dot(), app.news.changes.len());
    let mark = Span::styled(ctx.symbols.changed(), ctx.style(Role::Changed));
    let count = Span::styled(format!(" {count} new{since}"), text);
    Some(line![Span::styled(format!(" {dot} "), text), mark, count])
}

/// Returns the name of the file and whether the screen is current; `counted` adds the number of tables that a broken
/// file hides.
fn file_status<'a>(app: &App, ctx: &RenderContext<'_>, counted: bool) -> Line<'a> {
    let text = ctx.style(Role::Text);
    let name = Span::styled(format!("{} ", app.file.name), text);
    let alert = |word: &str| Span::styled(format!("{} {word}", ctx.symbols.alert()), ctx.style(Role::Alert));
    let live = || Span::styled(ctx.symbols.live(), ctx.style(Role::Live));
    if let Some(lost) = app.file.lost_tables {
        let word = if app.file.stale { "stale" } else { "broken" };
        let (dot, tables) = (ctx.symbols.dot(), wording::counted(lost, "table"));
        return match counted {
            true => line![name, alert(&format!("{word} {dot} {tables} not shown"))],
            false => line![name, alert(word)],
        };
    }
    match &app.file.watch_status {
        _ if app.file.stale => line![name, alert("stale")],
        _ if app.dossier.is_none() => {
            let word = match (&app.file.read_error, app.file.problems.is_empty()) {
                (Some(_), _) => "unreadable",
                (None, true) => "reading",
                (None, false) => "broken",
            };
            line![name, alert(word)]
        }
        WatchStatus::BuiltIn => Line::from(Span::styled("Built-in dossier", text)),
        WatchStatus::Live => line![name, live(), Span::styled(" live", text)],
        WatchStatus::Unclosed => line![name, alert("unclosed")],
        WatchStatus::Polling(_) => line![name, live(), Span::styled(" polling", text)],
    }
}
