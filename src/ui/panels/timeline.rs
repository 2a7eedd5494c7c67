//! Every dated fact in order, with the day of the screen among them: known facts above it, later ones below.

use ratatui::buffer::Buffer;
use ratatui::macros::line;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::{ClickTarget, HitRegion, ScrollMetrics, TimelineState};
use crate::config::Role;
use crate::dossier::model::{BenchmarkKind, DateBasis};
use crate::dossier::{Date, Entry, Fact, wording};
use crate::ui::text::{DisplayWidth, justify, wrap_hanging};
use crate::ui::widgets::panel_block::{Titles, render_block, render_scrollbar};

use super::context::PanelContext;
use super::target_label;

/// Columns of a date without its year.
const DATE: usize = 7;
/// Columns before the text of an entry: mark, date, mark of a change, symbol and state.
const HEAD: usize = DATE + 7;

/// A row of the timeline.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Row {
    /// The heading of the entries below it.
    Year(i16),
    /// An entry, by its index.
    Entry(usize),
    /// The day of the screen.
    Day,
}

/// Renders the entries around the selected one.
pub fn render(
    ctx: &PanelContext<'_>,
    timeline: &mut TimelineState,
    hits: &mut Vec<HitRegion>,
    buf: &mut Buffer,
) {
    let filter = ctx.app.timeline_filter();
    let (entries, past) = ctx.known.timeline(filter);
    let selected = timeline.index_in(&entries, past);
    let right = filter.map_or("all states", |state| ctx.dossier()[state].name.as_str());
    let titles = Titles { title: "Timeline", right, focused: ctx.focused, ..Titles::default() };
    let inner = render_block(titles, ctx.area, buf, ctx.render);
    let rows = Rows::of(&entries, past);
    let visible = usize::from(inner.height);
    timeline.rows = visible;
    let selected_row = rows.of_entry(selected);
    let (x, width) = (inner.x - 1, inner.width + 1);
    // The selected entry takes as many rows as its text needs.
    let opened = match entries.get(selected) {
        Some(entry) if ctx.focused => opened(ctx, entry, selected >= past, width),
        Some(entry) => vec![compact(ctx, entry, true, selected >= past, width)],
        None => Vec::new(),
    };
    let extra = opened.len().saturating_sub(1);
    let count = rows.len() + extra;
    let first = (selected_row + extra)
        .saturating_sub(visible * 2 / 3)
        .min(count.saturating_sub(visible))
        .min(selected_row);
    for (n, y) in (first..count).zip(inner.y..inner.bottom()) {
        if let Some(line) = n.checked_sub(selected_row).and_then(|n| opened.get(n)) {
            buf.set_line(x, y, line, width);
            buf.set_string(x, y, ctx.symbols.selected(), ctx.style(Role::Focus));
            continue;
        }
        let n = if n > selected_row { n - extra } else { n };
        // The year of the first visible entry stays visible.
        let year = rows.year_above(n).filter(|_| y == inner.y).map(Row::Year);
        let line = match year.or_else(|| rows.get(n)) {
            Some(Row::Year(year)) => rule(ctx, &year.to_string(), Role::Strong, Role::Frame, width),
            Some(Row::Day) => {
                let day = day_label(ctx, past < entries.len());
                rule(ctx, &day, Role::Focus, Role::Focus, width)
            }
            Some(Row::Entry(n)) => {
                let target = ClickTarget::Entry(entries[n].fact);
                hits.push(HitRegion { x, y, width, height: 1, target });
                compact(ctx, &entries[n], false, n >= past, width)
            }
            None => break,
        };
        buf.set_line(x, y, &line, width);
    }
    let metrics = ScrollMetrics { lines: count, rows: visible };
    render_scrollbar(metrics, first, inner, ctx.area, buf, ctx.render);
}

/// The rows of a timeline: entries below their years, and the day among them. They are computed, not stored: of a
/// hundred thousand a screen shows some dozens.
struct Rows {
    /// The number of entries.
    entries: usize,
    /// The number of entries above the day.
    past: usize,
    /// The years, each with the index of its first entry.
    years: Vec<(usize, i16)>,
}

impl Rows {
    fn of(entries: &[Entry], past: usize) -> Rows {
        let mut years = Vec::new();
        let mut n = 0;
        // Entries are sorted by the last day of their span, and so by year.
        while let Some(entry) = entries.get(n) {
            let year = entry.date.year();
            years.push((n, year));
            n += entries[n..].partition_point(|entry| entry.date.year() <= year);
        }
        Rows { entries: entries.len(), past, years }
    }

    fn len(&self) -> usize {
        self.entries + self.years.len() + 1
    }

    /// Returns the row of an entry.
    fn of_entry(&self, entry: usize) -> usize {
        let headings = self.years.partition_point(|(first, _)| *first <= entry);
        entry + headings + usize::from(self.past <= entry)
    }

    fn get(&self, row: usize) -> Option<Row> {
        if row >= self.len() {
            return None;
        }
        // The first entry on this row or below it, which may have its year and the day above it.
        let entry = partition_point(self.entries, |entry| self.of_entry(entry) < row);
        if entry == self.entries {
            return Some(Row::Day);
        }
        let year = self.years.iter().find(|(first, _)| *first == entry);
        Some(match (self.of_entry(entry) - row, year) {
            (0, _) => Row::Entry(entry),
            (1, Some((_, year))) => Row::Year(*year),
            _ => Row::Day,
        })
    }

    /// Returns the year of a row.
    fn year_above(&self, row: usize) -> Option<i16> {
        let above = self.years.partition_point(|(first, _)| self.of_entry(*first) <= row + 1);
        self.years[..above].last().map(|(_, year)| *year)
    }
}

/// Returns the first number up to `count` for which `holds` is false; it is false for all after it, too.
fn partition_point(count: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// Formats the day of the screen, and says that the entries below it are later, which not every theme can show.
fn day_label(ctx: &PanelContext<'_>, later: bool) -> String {
    let day = Date::Day(ctx.known.day);
    let rule = ctx.symbols.border().horizontal_top;
    if later { format!("{day} {rule}{rule} later") } else { day.to_string() }
}

/// A heading with a rule after it.
fn rule<'a>(ctx: &PanelContext<'a>, text: &str, role: Role, rule: Role, width: u16) -> Line<'a> {
    let rest = usize::from(width).saturating_sub(text.display_width() + 2);
    let line = ctx.symbols.border().horizontal_top.repeat(rest);
    line![Span::styled(format!(" {text} "), ctx.style(role)), Span::styled(line, ctx.style(rule))]
}

/// Formats day and month, as far as they are known; the year is in the heading.
fn date_without_year(date: Date) -> String {
    match date {
        Date::Year(_) => String::new(),
        date => {
            let text = date.to_string();
            text.rsplit_once(' ').map_or(String::new(), |(day, _)| day.to_owned())
        }
    }
}

/// An entry in one line.
fn compact<'a>(ctx: &PanelContext<'a>, entry: &Entry, selected: bool, later: bool, width: u16) -> Line<'a> {
    let style = ctx.style(if later { Role::Later } else { Role::Text });
    let (mut line, text) = head(ctx, entry, selected, style);
    let text_style = if selected { style.patch(ctx.style(Role::Strong)) } else { style };
    line.push_span(Span::styled(text, text_style));
    let certainty = Line::from(Span::styled(certainty(ctx, entry), style));
    justify(line, certainty, width, ctx.symbols.ellipsis())
}

/// The selected entry with its whole text, and, where the panel is zoomed, its note and sources.
fn opened<'a>(ctx: &PanelContext<'a>, entry: &Entry, later: bool, width: u16) -> Vec<Line<'a>> {
    let style = ctx.style(if later { Role::Later } else { Role::Text });
    let (first, mut text) = head(ctx, entry, true, style);
    // There is space for the treaty's name instead of its id.
    if let Fact::Stance(state, treaty, n) = entry.fact {
        let dossier = ctx.dossier();
        text = format!("{}: {}", dossier[treaty].name, dossier[state].history(treaty)[n].what);
    }
    let text = format!("{text} {}", certainty(ctx, entry));
    let text_style = style.patch(ctx.style(Role::Strong));
    let mut lines = wrap_hanging(first, text.trim_end(), text_style, width);
    if let Some(evidence) = ctx.dossier().evidence(entry.fact).filter(|_| ctx.zoomed()) {
        lines.extend(ctx.evidence_lines(evidence, HEAD, width));
    }
    lines
}

/// Mark, date, symbol and states of an entry, and its text.
fn head<'a>(ctx: &PanelContext<'a>, entry: &Entry, selected: bool, style: Style) -> (Line<'a>, String) {
    let dossier = ctx.dossier();
    let states = match dossier.states_of(&entry.fact) {
        [] => "  ",
        [state] => dossier[*state].code.as_str(),
        [_, ..] => ctx.symbols.many(),
    };
    let (symbol, text) = symbol_and_text(ctx, entry.fact);
    // The mark of the selected entry is drawn in the first column, so that of a change is after the date.
    let mark = ctx.mark(entry.fact);
    let (first, second) = if selected { (Span::raw(" "), mark) } else { (mark, Span::raw(" ")) };
    let evidence = dossier.evidence(entry.fact);
    let inexact = evidence.is_some_and(|evidence| evidence.date_basis != DateBasis::Stated);
    let date = format!("{}{}", if inexact { "~" } else { "" }, date_without_year(entry.date));
    let date = Span::styled(format!("{date:>DATE$}"), style);
    let states = Span::styled(format!(" {states} "), style);
    (line![first, date, second, symbol, states], text)
}

fn certainty(ctx: &PanelContext<'_>, entry: &Entry) -> &'static str {
    let evidence = ctx.dossier().evidence(entry.fact);
    evidence.map_or("", |evidence| ctx.symbols.certainty(evidence.certainty))
}

/// The symbol of an entry, and its text.
fn symbol_and_text(ctx: &PanelContext<'_>, fact: Fact) -> (Span<'static>, String) {
    let dossier = ctx.dossier();
    let symbols = ctx.symbols;
    let symbol = |symbol: &'static str, role: Role| Span::styled(symbol, ctx.style(role));
    match fact {
        Fact::Stance(state, treaty, n) => {
            let step = &dossier[state].history(treaty)[n];
            let about = match treaty == ctx.treaty() {
                true => String::new(),
                false => format!("{}: ", dossier[treaty].id),
            };
            (ctx.position(step.position), format!("{about}{}", step.what))
        }
        Fact::Target(state, n) => (symbol("%", Role::Proposal), target_label(&dossier[state].targets[n])),
        Fact::Aim(state, n) => (symbol(symbols.aim(), Role::Text), dossier[state].aims[n].text.to_string()),
        Fact::Benchmark(id) => {
            let benchmark = &dossier[id];
            let (goal, proposal) = symbols.lines();
            let symbol = match benchmark.kind == BenchmarkKind::Goal {
                true => symbol(goal, Role::Goal),
                false => symbol(proposal, Role::Proposal),
            };
            (symbol, format!("{}, {} % of GDP", benchmark.name, wording::percent(benchmark.percent)))
        }
        Fact::Quote(id) => {
            let quote = &dossier[id];
            let (open, close) = symbols.quotes();
            let text = quote.text.replace('\n', " ");
            (symbol(open, Role::Text), format!("{open}{text}{close} {}", quote.speaker))
        }
        Fact::Event(id) => (symbol(symbols.event(), Role::Text), dossier[id].what.to_string()),
        Fact::Edition(id) => {
            let edition = &dossier[id];
            (symbol("%", Role::Text), format!("{}: {}", edition.short, edition.title))
        }
        // None of these is an entry of the timeline.
        Fact::Dossier | Fact::Source(_) | Fact::Treaty(_) | Fact::State(_) => (Span::raw(" "), String::new()),
        Fact::Series(..) | Fact::Figure(..) | Fact::Spending(..) => (Span::raw(" "), String::new()),
    }
}
