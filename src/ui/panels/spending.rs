//! The selected state's defence spending against the benchmarks of the day and its own targets.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::config::Role;
use crate::dossier::model::{Benchmark, BenchmarkId, BenchmarkKind, Spending, State, StateId, Target};
use crate::dossier::{Date, Fact};
use crate::ui::figure;
use crate::ui::text::{DisplayWidth, put, truncate, truncate_line, wrap_hanging};
use crate::ui::widgets::block::Frame;
use crate::ui::widgets::chart::{self, Aim, Bar, Level};

use super::context::PanelContext;
use super::dated;
use super::facts::{FactLines, Seen};

/// The most rows that a chart is given; more would not say more.
const MOST_ROWS: u16 = 16;

/// DisplayWidth of the table beside an enlarged chart: at the least, and the most that helps it.
const TABLE: (u16, u16) = (44, 84);

/// What stands behind the day of an edition, where there is room.
const EDITION: &str = " edition";

/// Draws the chart, and below it the targets.
pub fn draw(scene: &PanelContext<'_>, buf: &mut Buffer) -> Seen {
    let selected = scene.selected_state;
    let state = &scene.known.dossier[selected];
    let spending = scene.known.spending(selected);
    let title = "Defence spending, % of GDP";
    let edition = edition(scene, spending);
    // Above it leaves the legend its room; the sign of the focus, which comes and goes, has its own.
    let room = usize::from(scene.area.width.saturating_sub(10)).saturating_sub(title.display_width());
    let above = [edition.as_str(), edition.trim_end_matches(EDITION)]
        .into_iter()
        .find(|text| scene.state_name().is_empty() && text.display_width() <= room);
    let frame = Frame {
        title,
        right: above.unwrap_or(scene.state_name()),
        legend: legend(scene, state, spending, if above.is_some() { "" } else { &edition }),
        focused: scene.focused,
    };
    let inner = frame.draw(scene.area, buf, scene.look);
    if spending.is_empty() {
        let line = Line::from(scene.plain("No figures are known."));
        put(buf, inner.x, inner.y, &line, inner.width);
    }
    let targets = targets(scene, inner.width);
    let chosen = scene.chosen;
    let year = spending.iter().enumerate().find(|(n, _)| chosen == Some(Fact::Spending(selected, *n)));
    let chart = |area: Rect, buf: &mut Buffer| {
        let year = year.map(|(_, figure)| figure.year);
        chart::draw(&bars(scene, state, spending), &levels(scene), &aims(scene), year, area, buf, scene.look);
    };
    let count: usize = targets.iter().map(|(_, lines)| lines.len()).sum();
    let rows = match (scene.zoomed, inner.height) {
        // The last target, on a line of its own, is worth a row of the chart.
        (false, rows) if rows < 10 => rows.saturating_sub(u16::from(rows > 4 && count > 0)),
        (false, rows) => rows.saturating_sub(count.min(4) as u16).min(MOST_ROWS),
        (true, rows) => (rows * 3 / 5).min(MOST_ROWS),
    };
    let top = Rect { height: rows, ..inner };
    let below = Rect { y: inner.y + rows, height: inner.height - rows, ..inner };
    // Beside the chart, what it cannot use: a year takes it seven columns at the most.
    let wide = (inner.width * 2 / 5).clamp(TABLE.0, TABLE.1);
    let narrow = (scene.zoomed && inner.width >= 2 * TABLE.0).then(|| table(scene, state, spending, wide));
    let long = |table: &Table<'_>| table.iter().map(|(_, lines)| lines.len()).sum::<usize>();
    let beside = narrow.filter(|table| long(table) <= usize::from(rows));
    let mut lines = FactLines::default();
    if !scene.zoomed || beside.is_some() {
        // The figures are selected in the chart.
        (0..spending.len()).for_each(|n| lines.point(Fact::Spending(selected, n)));
    }
    if let Some(table) = &beside {
        let area = Rect { x: inner.right() - wide, width: wide, ..top };
        chart(Rect { width: inner.width - wide - 2, ..top }, buf);
        for (line, y) in table.iter().flat_map(|(_, lines)| lines).zip(area.y..area.bottom()) {
            put(buf, area.x, y, line, area.width);
        }
    } else {
        chart(top, buf);
    }
    if scene.zoomed {
        lines.more(compare(scene, inner.width));
        for (id, benchmark) in scene.known.benchmarks() {
            lines.gap();
            lines.fact(Fact::Benchmark(id), self::benchmark(scene, id, benchmark, inner.width));
        }
    }
    for (fact, own) in targets {
        if scene.zoomed {
            lines.gap();
        }
        lines.fact(fact, own);
    }
    if scene.zoomed && beside.is_none() {
        lines.gap();
        let table = table(scene, state, spending, inner.width);
        table.into_iter().for_each(|(fact, own)| lines.fact(fact, own));
    }
    lines.draw(scene, below, buf)
}

/// A benchmark of the day, and what there is to know of it.
fn benchmark<'a>(
    scene: &PanelContext<'a>,
    id: BenchmarkId,
    benchmark: &Benchmark,
    width: u16,
) -> Vec<Line<'a>> {
    let first = Line::from(vec![
        scene.mark(Fact::Benchmark(id)),
        scene.strong(format!("{} {} %", benchmark.name, benchmark.percent)),
    ]);
    let rest = format!(", {}, since {}", benchmark.kind.word(), Date::Day(benchmark.from));
    let mut lines = wrap_hanging(first, &rest, scene.look.style(Role::Text), width);
    lines.extend(super::backing_lines(scene, &benchmark.evidence, &|| Line::from("    "), width));
    lines
}

/// Which edition the figures are from.
fn edition(scene: &PanelContext<'_>, spending: &[Spending]) -> String {
    let source = spending.last().and_then(|last| last.evidence.sources.first());
    let Some(source) = source.map(|source| &scene.known.dossier[*source]) else { return String::new() };
    let date = source.date.map(|date| match date {
        Date::Day(day) => Date::Month { year: day.year(), month: day.month() },
        date => date,
    });
    let edition = date.map(|date| format!(", {date}{EDITION}")).unwrap_or_default();
    format!("{}{edition}", source.publisher)
}

/// The edition, and what the bars mean; what finds no room is left out whole.
fn legend<'a>(scene: &PanelContext<'a>, state: &State, spending: &[Spending], edition: &str) -> Line<'a> {
    let mut parts: Vec<Vec<Span<'a>>> = Vec::new();
    let told_by_sign = scene.look.theme.is_plain() || scene.look.symbols.ascii;
    let sample = |role: Role, shade: bool| match told_by_sign {
        true => scene.plain(scene.look.symbols.shade(shade)),
        false => Span::styled(scene.look.symbols.column(8), scene.look.style(role)),
    };
    // That a figure is an estimate matters most.
    if spending.iter().any(|figure| figure.estimate) {
        parts.push(vec![sample(Role::Estimate, false), scene.plain(" e estimate")]);
    }
    if !edition.is_empty() {
        parts.push(vec![scene.plain(edition.to_owned())]);
    }
    let doubts = scene.doubts(spending.iter().map(|figure| &figure.evidence));
    parts.extend(doubts.into_iter().map(|doubt| vec![scene.plain(doubt)]));
    if spending.iter().any(|figure| before_accession(state, figure)) {
        parts.push(vec![sample(Role::Outside, true), scene.plain(" before Nato")]);
    }
    let width = scene.area.width.saturating_sub(4);
    if chart::shows_aims(&bars(scene, state, spending), &levels(scene), &aims(scene), width) {
        let sign = Span::styled(scene.look.symbols.target().0, scene.look.style(Role::Proposal));
        parts.push(vec![sign, scene.plain(" target")]);
    }
    let mut line = Line::default();
    for part in parts {
        let part = Line::from(part);
        if line.display_width() + part.display_width() + 8 <= usize::from(scene.area.width) {
            if line.display_width() > 0 {
                line.spans.push(Span::raw("  "));
            }
            line.spans.extend(part.spans);
        }
    }
    line
}

/// Whether the state was not yet in Nato at the end of that year.
fn before_accession(state: &State, figure: &Spending) -> bool {
    state.nato_since.is_some_and(|since| figure.year < since.year())
}

fn bars(scene: &PanelContext<'_>, state: &State, spending: &[Spending]) -> Vec<Bar> {
    spending
        .iter()
        .enumerate()
        .map(|(n, figure)| Bar {
            year: figure.year,
            percent: figure.percent,
            role: match figure {
                figure if before_accession(state, figure) => Role::Outside,
                figure if figure.estimate => Role::Estimate,
                _ => Role::Bar,
            },
            figure: self::figure(figure, scene.look),
            marked: scene.marked(Fact::Spending(scene.selected_state, n)),
        })
        .collect()
}

fn levels(scene: &PanelContext<'_>) -> Vec<Level> {
    scene
        .known
        .benchmarks()
        .map(|(_, benchmark)| Level {
            percent: benchmark.percent,
            name: benchmark.name.to_string(),
            goal: benchmark.kind == BenchmarkKind::Goal,
        })
        .collect()
}

/// The targets that have a year, for the chart.
fn aims(scene: &PanelContext<'_>) -> Vec<Aim> {
    let selected = scene.selected_state;
    let targets = scene.known.targets(selected).iter().enumerate();
    targets
        .filter_map(|(n, target)| {
            let (from, by) = (target.from.or(target.by)?, target.by.or(target.from)?);
            let marked = scene.marked(Fact::Target(selected, n));
            Some(Aim { from: from.min(by), by, percent: target.percent, up_to: target.up_to, marked })
        })
        .collect()
}

/// All states' last figures beside each other, the selected one among them.
fn compare<'a>(scene: &PanelContext<'a>, width: u16) -> Vec<Line<'a>> {
    let dossier = scene.known.dossier;
    let last = |id: StateId| scene.known.spending(id).last();
    let highest = dossier.state_ids().filter_map(last).map(|figure| figure.percent).fold(1.0, f64::max);
    let room = usize::from(width.min(80)).saturating_sub(28);
    let entry = |id: StateId| {
        let chosen = id == scene.selected_state;
        let symbols = scene.look.symbols;
        let edge = if chosen { symbols.selected() } else { " " };
        let name = truncate(&dossier[id].name, 14, symbols.ellipsis());
        let mut spans = vec![
            Span::styled(edge, scene.look.style(Role::Focus)),
            Span::styled(
                format!("{name:<14} "),
                scene.look.style(if chosen { Role::Strong } else { Role::Text }),
            ),
        ];
        if let Some(last) = last(id) {
            let bar = symbols.column(5).repeat((last.percent / highest * room as f64).round() as usize);
            spans.push(scene.strong(format!("{:<7}", figure(last, scene.look))));
            spans.push(scene.plain(format!("{} ", last.year)));
            let role = if last.estimate { Role::Estimate } else { Role::Bar };
            spans.push(Span::styled(bar, scene.look.style(role)));
        }
        Line::from(spans)
    };
    let rest = dossier.state_ids().map(entry);
    std::iter::once(Line::default()).chain(rest).collect()
}

/// The targets, the one that stands for all first, then the latest; in full where the panel has the screen.
fn targets<'a>(scene: &PanelContext<'a>, width: u16) -> Table<'a> {
    let selected = scene.selected_state;
    let mut lines = Vec::new();
    let first = scene.known.latest_target(selected).map(std::ptr::from_ref);
    // What has no date last.
    let mut targets: Vec<(usize, &Target)> = scene.known.targets(selected).iter().enumerate().rev().collect();
    targets.sort_by_key(|(_, target)| (Some(std::ptr::from_ref(*target)) != first, target.date.is_none()));
    for (n, target) in targets {
        let mut spans = vec![scene.mark(Fact::Target(selected, n)), scene.strong(level(target))];
        let mut rest = String::new();
        if let Some(years) = years(target) {
            rest += &format!(" {years}");
        }
        if let Some(who) = &target.who {
            rest += &format!(", {who}");
        }
        rest += &format!(", {}", dated(target.date, &target.evidence));
        let doubt = scene.look.symbols.certainty(target.evidence.certainty);
        if !doubt.is_empty() {
            rest += &format!(" {doubt}");
        }
        if scene.zoomed {
            let indent = || Line::from("    ");
            let mut own = wrap_hanging(Line::from(spans), &rest, scene.look.style(Role::Text), width);
            own.extend(super::backing_lines(scene, &target.evidence, &indent, width));
            lines.push((Fact::Target(selected, n), own));
        } else {
            spans.push(scene.plain(rest));
            let line = truncate_line(Line::from(spans), usize::from(width), scene.look.symbols.ellipsis());
            lines.push((Fact::Target(selected, n), vec![line]));
        }
    }
    lines
}

/// "at least 3 % by 2029".
pub fn level_and_years(target: &Target) -> String {
    match years(target) {
        Some(years) => format!("{} {years}", level(target)),
        None => level(target),
    }
}

/// "at least 5 %", "goal 5 to 6 %".
fn level(target: &Target) -> String {
    match target.up_to {
        Some(up_to) => format!("{} {} to {up_to} %", target.kind.name(), target.percent),
        None => format!("{} {} %", target.kind.name(), target.percent),
    }
}

fn years(target: &Target) -> Option<String> {
    match (target.from, target.by) {
        (Some(from), Some(by)) if from == by => Some(format!("for {from}")),
        (Some(from), Some(by)) => Some(format!("from {from} to {by}")),
        (Some(from), None) => Some(format!("from {from}")),
        (None, Some(by)) => Some(format!("by {by}")),
        (None, None) => None,
    }
}

/// Facts with their lines.
type Table<'a> = Vec<(Fact, Vec<Line<'a>>)>;

/// Every figure with its marks and notes.
fn table<'a>(scene: &PanelContext<'a>, state: &'a State, spending: &'a [Spending], width: u16) -> Table<'a> {
    let mut lines = Vec::new();
    let mut said = "";
    for (n, entry) in spending.iter().enumerate().rev() {
        let fact = Fact::Spending(scene.selected_state, n);
        let first = Line::from(vec![
            scene.mark(fact),
            scene.plain(format!("{}  ", entry.year)),
            scene.strong(format!("{:<7}", figure(entry, scene.look))),
            Span::raw(" "),
        ]);
        let before = if before_accession(state, entry) { "Before accession." } else { "" };
        let note = entry.evidence.note.as_deref().unwrap_or(before);
        // What the row above says is not said again.
        let (note, above) = if note == said { ("\"", note) } else { (note, note) };
        let note = if above.is_empty() { "" } else { note };
        said = above;
        lines.push((fact, wrap_hanging(first, note, scene.look.style(Role::Text), width)));
    }
    lines
}
