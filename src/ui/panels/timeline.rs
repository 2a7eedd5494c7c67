//! All dated facts in order. The current day is among them: known facts are above it, later ones below.

use ratatui::buffer::Buffer;
use ratatui::macros::line;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::{ClickTarget, HitRegion, Panels, ScrollMetrics};
use crate::config::Role;
use crate::dossier::model::{BenchmarkKind, DateBasis};
use crate::dossier::{Date, Dossier, Entry, Fact, wording};
use crate::ui::text::{DisplayWidth, justify, wrap_hanging, wrap_rows};
use crate::ui::widgets::panel_block::render_scrollbar;

use super::context::PanelContext;
use super::{Shown, target_label};

/// Columns of a date without its year.
const DATE: usize = 7;
/// Columns before the text of an entry: mark, date, mark of a change, symbol and state.
const HEAD: usize = DATE + 7;

/// The most rows of an entry that is not selected.
const MAX_ROWS: usize = 3;

/// Rows that stay visible above a tall selected entry: a year and the current day.
const HEADINGS: usize = 2;

/// A row of the timeline.
struct Row<'a> {
    line: Line<'a>,
    /// The index of the entry that it belongs to or precedes.
    entry: usize,
    /// Whether it is the heading of a year.
    is_year: bool,
    /// Whether it is a line of the entry itself.
    is_entry: bool,
}

/// Entries that fill any terminal.
const ENOUGH: usize = 1000;

/// Returns the most rows of all entries with their years, the current day and the frame, or more rows than any terminal
/// has.
pub fn rows_of_all(dossier: &Dossier) -> u16 {
    let entries = &dossier.chronology.entries;
    let entries = &entries[..entries.len().min(ENOUGH)];
    let years = entries.chunk_by(|one, next| one.date.year() == next.date.year()).count();
    u16::try_from(entries.len() * MAX_ROWS + years + 3).unwrap_or(u16::MAX)
}

/// Renders the entries around the selected one.
pub fn render(ctx: &PanelContext<'_>, panels: &mut Panels, buf: &mut Buffer) {
    let filter = ctx.app.timeline_filter();
    let (entries, past) = ctx.known.timeline(filter);
    let selected = panels.timeline.index_in(&entries, past);
    let right = filter.state.map_or("all states", |state| ctx.dossier()[state].name.as_str());
    let kind = filter.kind.map(|kind| kind.name().to_owned());
    let treaty = filter.treaty.map(|treaty| ctx.dossier()[treaty].name.to_string());
    let limits: Vec<String> = kind.into_iter().chain(treaty).collect();
    let title = if limits.is_empty() { String::new() } else { format!(": {}", limits.join(", ")) };
    let title = format!("Timeline{title}");
    // The frame takes two rows and three columns, since the entries use its padding at the left.
    let width = ctx.area.width.saturating_sub(3);
    let window = Window { ctx, entries: &entries, past, selected, width };
    let rows = window.rows(usize::from(ctx.area.height.saturating_sub(2)));
    let shown = rows.iter().filter(|row| row.is_entry).filter_map(|row| entries.get(row.entry));
    let shown =
        shown.filter_map(|entry| Some(Shown::dated(ctx.dossier().evidence(entry.fact)?, Some(entry.date))));
    let inner = ctx.frame(&title, right, ctx.legend(shown), buf);
    let x = inner.x - 1;
    for (row, y) in rows.iter().zip(inner.y..inner.bottom()) {
        buf.set_line(x, y, &row.line, width);
        let Some(entry) = entries.get(row.entry).filter(|_| row.is_entry) else { continue };
        panels.hits.push(HitRegion { x, y, width, height: 1, target: ClickTarget::Entry(entry.fact) });
        if row.entry == selected && ctx.focused {
            buf.set_string(x, y, ctx.symbols.selected(), ctx.style(Role::Focus));
        }
    }
    let first = rows.first().map_or(0, |row| row.entry);
    let shown = rows.last().map_or(0, |row| row.entry + 1 - first).max(1);
    panels.timeline.rows = shown;
    let metrics = ScrollMetrics { lines: entries.len(), rows: shown };
    render_scrollbar(metrics, first, inner, ctx.area, buf, ctx.render);
}

/// The entries around the selected one. Only those that may be visible are built, since a dossier may have 100,000.
struct Window<'a, 'e> {
    ctx: &'a PanelContext<'a>,
    entries: &'e [Entry],
    /// The number of known entries.
    past: usize,
    selected: usize,
    width: u16,
}

impl<'a> Window<'a, '_> {
    /// Returns at most `visible` rows. The selected entry is at two thirds of them, unless it is close to the beginning
    /// or the end.
    fn rows(&self, visible: usize) -> Vec<Row<'a>> {
        if self.entries.is_empty() {
            return vec![self.day(0)];
        }
        let wanted_above = visible * 2 / 3;
        let mut rows = self.block(self.selected);
        let selected_rows = rows.iter().filter(|row| row.is_entry).count();
        let mut below = rows.len();
        for n in self.selected + 1..self.entries.len() {
            if below >= visible {
                break;
            }
            let block = self.block(n);
            below += block.len();
            rows.extend(block);
        }
        if self.past == self.entries.len() {
            rows.push(self.day(self.past.saturating_sub(1)));
        }
        let mut above: Vec<Vec<Row<'a>>> = Vec::new();
        let mut above_rows = 0;
        for n in (0..self.selected).rev() {
            if above_rows >= wanted_above && above_rows + rows.len() >= visible {
                break;
            }
            let block = self.block(n);
            above_rows += block.len();
            above.push(block);
        }
        let mut all: Vec<Row<'a>> = above.into_iter().rev().flatten().collect();
        all.extend(rows);
        let is_selected = |row: &Row<'a>| row.is_entry && row.entry == self.selected;
        let selected_start = all.iter().position(is_selected).unwrap_or(0);
        let start = (selected_start + selected_rows)
            .saturating_sub(wanted_above.max(selected_rows + HEADINGS))
            .min(all.len().saturating_sub(visible))
            .min(selected_start);
        let needs_year = start > 0 && start < selected_start && !all[start].is_year;
        if !needs_year {
            return all.into_iter().skip(start).take(visible).collect();
        }
        // The year of the first visible entry stays visible, and that entry is shown completely.
        let continues = |n: usize| all[n].is_entry && all[n - 1].is_entry && all[n].entry == all[n - 1].entry;
        let first = (start + 1..selected_start).find(|n| !continues(*n)).unwrap_or(selected_start);
        let year = self.year(all[first].entry);
        std::iter::once(year).chain(all.into_iter().skip(first)).take(visible).collect()
    }

    /// Returns an entry with the rows above it: the current day if it is the first later entry, and the year if it is
    /// the first entry of that year.
    fn block(&self, n: usize) -> Vec<Row<'a>> {
        let mut rows = Vec::new();
        if n == self.past {
            rows.push(self.day(n));
        }
        let Some(entry) = self.entries.get(n) else { return rows };
        let year = |entry: &Entry| entry.date.year();
        let before = n.checked_sub(1).and_then(|before| self.entries.get(before));
        if before.is_none_or(|before| year(before) != year(entry)) {
            rows.push(self.year(n));
        }
        let later = n >= self.past;
        let lines = match (n == self.selected, self.ctx.focused) {
            (true, true) => expanded(self.ctx, entry, later, self.width),
            (is_selected, _) => compact(self.ctx, entry, is_selected, later, self.width),
        };
        rows.extend(lines.into_iter().map(|line| Row { line, entry: n, is_year: false, is_entry: true }));
        rows
    }

    fn year(&self, n: usize) -> Row<'a> {
        let year = self.entries.get(n).map(|entry| entry.date.year().to_string()).unwrap_or_default();
        let line = rule(self.ctx, &year, Role::Strong, Role::Frame, self.width);
        Row { line, entry: n, is_year: true, is_entry: false }
    }

    fn day(&self, n: usize) -> Row<'a> {
        let day = day_label(self.ctx, self.past < self.entries.len());
        let line = rule(self.ctx, &day, Role::Focus, Role::Focus, self.width);
        Row { line, entry: n, is_year: false, is_entry: false }
    }
}

/// Formats the current day, and says that the entries below are later, since not every theme shows that.
fn day_label(ctx: &PanelContext<'_>, later: bool) -> String {
    let day = Date::Day(ctx.known.day);
    let rule = ctx.symbols.border().horizontal_top;
    if later { format!("{day} {rule}{rule} later") } else { day.to_string() }
}

/// Returns a heading with a rule after it.
fn rule<'a>(ctx: &PanelContext<'a>, text: &str, role: Role, rule: Role, width: u16) -> Line<'a> {
    let rest = usize::from(width).saturating_sub(text.display_width() + 2);
    let line = ctx.symbols.border().horizontal_top.repeat(rest);
    line![Span::styled(format!(" {text} "), ctx.style(role)), Span::styled(line, ctx.style(rule))]
}

/// Formats day and month if they are known. The year is in the heading.
fn date_without_year(date: Date) -> String {
    match date {
        Date::Year(_) => String::new(),
        date => {
            let text = date.to_string();
            text.rsplit_once(' ').map_or(String::new(), |(day, _)| day.to_owned())
        }
    }
}

/// Returns an entry in at most [`MAX_ROWS`] lines.
fn compact<'a>(
    ctx: &PanelContext<'a>,
    entry: &Entry,
    selected: bool,
    later: bool,
    width: u16,
) -> Vec<Line<'a>> {
    let style = ctx.style(if later { Role::Later } else { Role::Text });
    let (mut first, text) = head(ctx, entry, selected, style);
    let text_style = if selected { style.patch(ctx.style(Role::Strong)) } else { style };
    let certainty = certainty(ctx, entry);
    // The mark of the certainty takes two columns.
    let space = width.saturating_sub(HEAD as u16 + if certainty.is_empty() { 0 } else { 2 }).max(1);
    let mut texts = wrap_rows(&text, MAX_ROWS, space, ctx.symbols.ellipsis()).into_iter();
    first.push_span(Span::styled(texts.next().unwrap_or_default(), text_style));
    let mark = Line::from(Span::styled(certainty, style));
    let first = justify(first, mark, width, ctx.symbols.ellipsis());
    let indent = " ".repeat(HEAD);
    let others = texts.map(|text| line![indent.clone(), Span::styled(text, text_style)]);
    std::iter::once(first).chain(others).collect()
}

/// Returns the selected entry with its whole text and, if the panel is zoomed, its note and sources.
fn expanded<'a>(ctx: &PanelContext<'a>, entry: &Entry, later: bool, width: u16) -> Vec<Line<'a>> {
    let style = ctx.style(if later { Role::Later } else { Role::Text });
    let (first, mut text) = head(ctx, entry, true, style);
    // The selected entry names the treaty even if it is the one in view.
    if let Fact::Stance(state, treaty, n) = entry.fact {
        let dossier = ctx.dossier();
        text = format!("{}: {}", dossier[treaty].name, dossier[state].history(treaty)[n].what);
    }
    let text = format!("{text} {}", certainty(ctx, entry));
    let text_style = style.patch(ctx.style(Role::Strong));
    let mut lines = wrap_hanging(first, text.trim_end(), text_style, width);
    if let Some(evidence) = ctx.dossier().evidence(entry.fact).filter(|_| ctx.app.zoomed) {
        lines.extend(ctx.evidence_lines(evidence, HEAD, width));
    }
    lines
}

/// Returns mark, date, symbol and states of an entry, and its text.
fn head<'a>(ctx: &PanelContext<'a>, entry: &Entry, selected: bool, style: Style) -> (Line<'a>, String) {
    let dossier = ctx.dossier();
    let states = match dossier.states_of(&entry.fact) {
        [] => "  ",
        [state] => dossier[*state].code.as_str(),
        [_, ..] => ctx.symbols.many(),
    };
    let (symbol, text) = symbol_and_text(ctx, entry.fact);
    // The first column of the selected entry has the mark of the selection, so the mark of a change is after the date.
    let mark = ctx.mark(entry.fact);
    let (first, second) = if selected { (Span::raw(" "), mark) } else { (mark, Span::raw(" ")) };
    let evidence = dossier.evidence(entry.fact);
    let inferred = evidence.is_some_and(|evidence| evidence.date_basis != DateBasis::Stated);
    let date = format!("{}{}", if inferred { "~" } else { "" }, date_without_year(entry.date));
    let date = Span::styled(format!("{date:>DATE$}"), style);
    let states = Span::styled(format!(" {states} "), style);
    (line![first, date, second, symbol, states], text)
}

fn certainty(ctx: &PanelContext<'_>, entry: &Entry) -> &'static str {
    let evidence = ctx.dossier().evidence(entry.fact);
    evidence.map_or("", |evidence| ctx.symbols.certainty(evidence.certainty))
}

/// Returns the symbol of an entry, and its text.
fn symbol_and_text(ctx: &PanelContext<'_>, fact: Fact) -> (Span<'static>, String) {
    let dossier = ctx.dossier();
    let symbols = ctx.symbols;
    let symbol = |symbol: &'static str, role: Role| Span::styled(symbol, ctx.style(role));
    match fact {
        Fact::Stance(state, treaty, n) => {
            let step = &dossier[state].history(treaty)[n];
            let about = match treaty == ctx.app.treaty {
                true => String::new(),
                false => format!("{}: ", dossier[treaty].name),
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
