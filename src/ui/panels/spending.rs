//! The selected state's defence spending, with the benchmarks of the day and the state's targets.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::macros::line;
use ratatui::text::{Line, Span};

use crate::app::{ClickTarget, Panels};
use crate::config::Role;
use crate::dossier::model::{Benchmark, BenchmarkId, EditionId, Spending, State, StateId, Target};
use crate::dossier::{Date, Fact, Series, wording};
use crate::ui::text::{DisplayWidth, truncate, wrap_hanging};
use crate::ui::widgets::chart::SpendingChart;
use crate::ui::widgets::entry_list::EntryList;
use crate::ui::widgets::horizontal_bar::horizontal_bar;
use crate::ui::{dated_spending_label, hit_region, spending_label};

use super::context::PanelContext;
use super::{Shown, date_label};

/// Rows from which a panel that is not zoomed also shows all states and the benchmarks.
const ROWS_FOR_DETAILS: u16 = 24;
/// The largest useful height of a chart.
const MAX_CHART_ROWS: u16 = 16;
/// The smallest and the largest width of the table beside a zoomed chart.
const TABLE: (u16, u16) = (44, 84);
/// The widest bar and the widest name of the comparison.
const COMPARISON_WIDTH: u16 = 80;
const COMPARISON_NAME: usize = 14;
/// Columns of a year in the table of figures, with its mark.
const YEAR_COLUMNS: usize = 7;
/// Columns of an edition in the table of figures: its figure, and the difference from the previous edition.
const EDITION_COLUMNS: usize = 16;
/// The smallest width of a note beside its figure. A narrower note is below it.
const MIN_NOTE_COLUMNS: usize = 24;
/// The suffix of an edition's name, if there is space.
const EDITION: &str = " edition";

/// Facts with their lines.
type Table<'a> = Vec<(Fact, Vec<Line<'a>>)>;

/// Renders the chart, and below it the targets.
pub fn render(ctx: &PanelContext<'_>, panels: &mut Panels, buf: &mut Buffer) {
    let state = &ctx.dossier()[ctx.app.selected_state];
    let series = ctx.known.spending(ctx.app.selected_state);
    let latest = series.figures.len().checked_sub(1).map(|last| series.fact(last));
    let selected = ctx.selected_fact(panels).or(latest).filter(|_| ctx.focused);
    let mut chart = chart(ctx, series, selected);
    let inner = render_frame(ctx, series, &chart, buf);
    if series.figures.is_empty() {
        let lines = wrap_hanging(Line::default(), &no_figures(ctx), ctx.style(Role::Text), inner.width);
        ctx.render.set_lines(lines, inner, buf);
    }
    let detailed = ctx.app.zoomed || inner.height >= ROWS_FOR_DETAILS;
    let targets = targets(ctx, inner.width);
    let target_lines: usize = targets.iter().map(|(_, lines)| lines.len()).sum();
    let rows = match (detailed, inner.height) {
        // The chart gives up one row for the first target.
        (false, rows @ ..10) => rows.saturating_sub(u16::from(rows > 4 && target_lines > 0)),
        (false, rows) => rows.saturating_sub(target_lines.min(4) as u16).min(MAX_CHART_ROWS),
        (true, rows) => (rows * 3 / 5).min(MAX_CHART_ROWS),
    };
    let above = Rect { height: rows, ..inner };
    let below = Rect { y: inner.y + rows, height: inner.height - rows, ..inner };
    // The table of figures is beside the chart if it fits there.
    let editions = ctx.known.editions_of(ctx.app.selected_state).len();
    let wanted = u16::try_from(YEAR_COLUMNS + editions * EDITION_COLUMNS).unwrap_or(u16::MAX);
    let table_width = (inner.width * 2 / 5).clamp(TABLE.0, TABLE.1).max(wanted.min(inner.width / 2));
    let beside = (detailed && inner.width >= 2 * TABLE.0)
        .then(|| table(ctx, state, series, table_width))
        .filter(|table| table.height() <= usize::from(rows));

    let mut list = EntryList::new();
    list.set_latest(latest);
    // With a table below the chart, its rows have the mark of the selection.
    chart.marks_selected = !detailed || beside.is_some();
    if chart.marks_selected {
        // The bars are the entries.
        (0..series.figures.len()).for_each(|n| list.point(series.fact(n)));
    }
    let has_table = beside.is_some();
    let chart_width = inner.width - if has_table { table_width + 2 } else { 0 };
    for (year, area) in chart.render(Rect { width: chart_width, ..above }, buf, ctx.render) {
        let figure = series.figures.iter().position(|figure| figure.year == year);
        panels.hits.extend(figure.map(|n| hit_region(area, ClickTarget::Entry(series.fact(n)))));
    }
    if let Some(table) = beside {
        let area = Rect { x: inner.right() - table_width, width: table_width, ..above };
        ctx.render.set_lines(table.into_lines(), area, buf);
    }
    if detailed {
        list.lines(comparison(ctx, inner.width));
        for (id, benchmark) in ctx.known.benchmarks() {
            list.gap();
            list.entry(Fact::Benchmark(id), self::benchmark(ctx, id, benchmark, inner.width));
        }
    }
    for (fact, lines) in targets {
        if detailed {
            list.gap();
        }
        list.entry(fact, lines);
    }
    if detailed && !has_table {
        list.gap();
        let table = table(ctx, state, series, inner.width);
        list.lines(table.heading);
        table.rows.into_iter().for_each(|(fact, lines)| list.entry(fact, lines));
    }
    ctx.render_list(list, below, panels, buf);
}

/// Renders the frame with the edition of the figures: at the top if it fits there, otherwise in the legend.
fn render_frame(ctx: &PanelContext<'_>, series: Series<'_>, chart: &SpendingChart, buf: &mut Buffer) -> Rect {
    let title = "Defence spending, % of GDP";
    let edition = edition(ctx, series);
    // Ten columns for the corners, the gaps, and the mark of the focus even without the focus.
    let width = usize::from(ctx.area.width.saturating_sub(10)).saturating_sub(title.display_width());
    let above = [edition.as_str(), edition.trim_end_matches(EDITION)]
        .into_iter()
        .find(|text| ctx.state_name().is_empty() && text.display_width() <= width);
    let legend = legend(ctx, series.figures, chart, if above.is_some() { "" } else { &edition });
    let right = above.unwrap_or(ctx.state_name());
    ctx.frame(title, right, legend, buf)
}

/// Returns a benchmark with its note and sources.
fn benchmark<'a>(
    ctx: &PanelContext<'a>,
    id: BenchmarkId,
    benchmark: &Benchmark,
    width: u16,
) -> Vec<Line<'a>> {
    let name = ctx.strong(format!("{} {} %", benchmark.name, wording::percent(benchmark.percent)));
    let first = line![ctx.mark(Fact::Benchmark(id)), name];
    let since = format!(", {}, since {}", benchmark.kind.word(), Date::Day(benchmark.from));
    let mut lines = wrap_hanging(first, &since, ctx.style(Role::Text), width);
    lines.extend(ctx.evidence_lines(&benchmark.evidence, 4, width));
    lines
}

/// Formats a sentence for a state without known figures. It names the first edition that will have some.
fn no_figures(ctx: &PanelContext<'_>) -> String {
    match ctx.dossier().first_edition(ctx.app.selected_state) {
        Some(id) => {
            let edition = &ctx.dossier()[id];
            format!(
                "No figures yet: the first edition is {}, published {}.",
                edition.short, edition.published
            )
        }
        None => "No figures are known.".into(),
    }
}

/// Returns the edition of the figures, or the publication of the latest figure.
fn edition(ctx: &PanelContext<'_>, series: Series<'_>) -> String {
    if let Some(id) = series.edition {
        return format!("{}{EDITION}", ctx.dossier()[id].short);
    }
    let source = series.latest().and_then(|latest| latest.evidence.sources.first());
    let Some(source) = source.map(|source| &ctx.dossier()[*source]) else { return String::new() };
    wording::edition(&source.publisher, source.date)
}

/// Returns the edition and the meaning of the bars.
fn legend<'a>(
    ctx: &PanelContext<'a>,
    spending: &[Spending],
    chart: &SpendingChart,
    edition: &str,
) -> Vec<Line<'a>> {
    let without_colour = ctx.render.theme.is_plain() || ctx.symbols.ascii;
    let sample = |role: Role, light: bool| match without_colour {
        true => ctx.plain(ctx.symbols.shade(light)),
        false => Span::styled(ctx.symbols.column(8), ctx.style(role)),
    };
    let mut parts: Vec<Line<'a>> = Vec::new();
    // The most important part comes first.
    let bars = |role, light| {
        chart.meaning(role).map(|meaning| line![sample(role, light), ctx.plain(format!(" {meaning}"))])
    };
    parts.extend(bars(Role::Estimate, false));
    if !edition.is_empty() {
        parts.push(Line::from(ctx.plain(edition.to_owned())));
    }
    if chart.shows_targets(ctx.area.width.saturating_sub(4)) {
        let symbol = Span::styled(ctx.symbols.target().0, ctx.style(Role::Proposal));
        parts.push(line![symbol, ctx.plain(" target")]);
    }
    // The bar of an estimate explains its letter.
    let figures = spending.iter().map(|spending| Shown::undated(&spending.evidence));
    let targets = ctx.known.targets(ctx.app.selected_state).iter();
    let targets = targets.map(|target| Shown::dated(&target.evidence, target.date));
    let benchmarks = ctx.known.benchmarks().map(|(_, benchmark)| Shown::undated(&benchmark.evidence));
    parts.extend(ctx.legend(figures.chain(targets).chain(benchmarks)));
    parts.extend(bars(Role::Outside, true));
    parts
}

/// Returns the chart of the figures, benchmarks and targets.
fn chart(ctx: &PanelContext<'_>, series: Series<'_>, selected: Option<Fact>) -> SpendingChart {
    let selected = (0..).zip(series.figures).find(|(n, _)| selected == Some(series.fact(*n)));
    SpendingChart {
        selected_year: selected.map(|(_, spending)| spending.year),
        ..SpendingChart::new(&ctx.known, series.state, ctx.symbols, |fact| ctx.app.is_highlighted(fact))
    }
}

/// Returns the latest figures of all states as bars.
fn comparison<'a>(ctx: &PanelContext<'a>, width: u16) -> Vec<Line<'a>> {
    let dossier = ctx.dossier();
    let latest = |id: StateId| ctx.known.spending(id).latest();
    let highest = dossier.state_ids().filter_map(latest).map(|latest| latest.percent).fold(1.0, f64::max);
    // Mark, name, year and figure come before the bar.
    let bar_width = width.min(COMPARISON_WIDTH).saturating_sub(COMPARISON_NAME as u16 + 14);
    let entry = |id: StateId| {
        let selected = id == ctx.app.selected_state;
        let mark = if selected { ctx.symbols.current_state() } else { " " };
        let name = truncate(&dossier[id].name, COMPARISON_NAME, ctx.symbols.ellipsis());
        let role = if selected { Role::Strong } else { Role::Text };
        let mut line = line![
            Span::styled(mark, ctx.style(Role::Focus)),
            Span::styled(format!("{name:<COMPARISON_NAME$} "), ctx.style(role)),
        ];
        if let Some(latest) = latest(id) {
            let role = if latest.estimate { Role::Estimate } else { Role::Bar };
            line.push_span(ctx.strong(format!("{:<11} ", dated_spending_label(latest, ctx.symbols))));
            line.spans.extend(horizontal_bar(latest.percent, highest, None, bar_width, role, ctx.render));
        }
        line
    };
    std::iter::once(Line::default()).chain(dossier.state_ids().map(entry)).collect()
}

/// Returns the targets: the most relevant one, then the others, the latest first, then those without a date.
fn targets<'a>(ctx: &PanelContext<'a>, width: u16) -> Table<'a> {
    let selected = ctx.app.selected_state;
    let current = ctx.known.latest_target(selected);
    let is_current = |target: &Target| current.is_some_and(|current| std::ptr::eq(current, target));
    let mut targets: Vec<(usize, &Target)> = ctx.known.targets(selected).iter().enumerate().rev().collect();
    targets.sort_by_key(|(_, target)| (!is_current(target), target.date.is_none()));
    let lines = |n: usize, target: &Target| {
        let first = line![ctx.mark(Fact::Target(selected, n)), ctx.strong(percent_label(target))];
        let years = wording::target_years(target.from, target.by).map(|years| format!(" {years}"));
        let years = years.unwrap_or_default();
        let who = target.who.as_ref().map(|who| format!(", {who}")).unwrap_or_default();
        let date = date_label(target.date, &target.evidence);
        let certainty = format!(" {}", ctx.symbols.certainty(target.evidence.certainty));
        let rest = |who: &str| format!("{years}{who}, {date}{}", certainty.trim_end());
        if ctx.app.zoomed {
            let mut lines = wrap_hanging(first, &rest(&who), ctx.style(Role::Text), width);
            lines.extend(ctx.evidence_lines(&target.evidence, 4, width));
            return lines;
        }
        // If the line is too long, only the zoomed panel says who declared the target.
        let fits = |text: &String| first.display_width() + text.display_width() <= usize::from(width);
        let text = Some(rest(&who)).filter(fits).unwrap_or_else(|| rest(""));
        let mut line = first;
        line.push_span(ctx.plain(text));
        vec![line]
    };
    targets.into_iter().map(|(n, target)| (Fact::Target(selected, n), lines(n, target))).collect()
}

/// Formats a target: "at least 3 % by 2029".
pub fn target_label(target: &Target) -> String {
    match wording::target_years(target.from, target.by) {
        Some(years) => format!("{} {years}", percent_label(target)),
        None => percent_label(target),
    }
}

/// Formats the percentage of a target: "at least 5 %", "goal 5 to 6 %".
fn percent_label(target: &Target) -> String {
    format!("{} {} %", target.kind.name(), wording::percent_range(target.percent, target.up_to))
}

/// The figures below each other, the latest first, with a heading if there are several editions.
struct FigureTable<'a> {
    heading: Option<Line<'a>>,
    rows: Table<'a>,
}

impl<'a> FigureTable<'a> {
    fn height(&self) -> usize {
        self.heading.iter().count() + self.rows.iter().map(|(_, lines)| lines.len()).sum::<usize>()
    }

    fn into_lines(self) -> impl Iterator<Item = Line<'a>> {
        self.heading.into_iter().chain(self.rows.into_iter().flat_map(|(_, lines)| lines))
    }
}

/// Returns every figure with its mark and note. Each known edition, oldest first, is a column with its changes.
fn table<'a>(ctx: &PanelContext<'a>, state: &State, series: Series<'a>, width: u16) -> FigureTable<'a> {
    let editions = shown_editions(ctx, series, width);
    let heading = (editions.len() > 1).then(|| {
        let names = editions.iter().map(|id| {
            let edition = &ctx.dossier()[*id];
            // The beginnings of long names are often the same.
            let name = match edition.short.display_width() < EDITION_COLUMNS {
                true => edition.short.to_string(),
                false => edition.published.to_string(),
            };
            ctx.plain(format!("{name:<EDITION_COLUMNS$}"))
        });
        Line::from_iter(std::iter::once(Span::raw(" ".repeat(YEAR_COLUMNS))).chain(names))
    });
    let mut rows = Vec::new();
    let mut note_above = "";
    for (n, entry) in series.figures.iter().enumerate().rev() {
        let fact = series.fact(n);
        let mut first = line![ctx.mark(fact), ctx.plain(format!("{}  ", entry.year))];
        if editions.len() > 1 {
            for edition in &editions {
                first.spans.extend(edition_cell(ctx, series.state, *edition, &editions, entry.year));
            }
        } else {
            first.push_span(ctx.strong(format!("{:<7} ", spending_label(entry, ctx.symbols))));
        }
        let accession = if state.joined_nato_after(entry.year) { "Before accession." } else { "" };
        let note = entry.evidence.note.as_deref().unwrap_or(accession);
        let repeated = !note.is_empty() && note == note_above;
        let text = if repeated { "\"" } else { note };
        note_above = note;
        let lines = if usize::from(width) >= first.display_width() + MIN_NOTE_COLUMNS {
            wrap_hanging(first, text, ctx.style(Role::Text), width)
        } else {
            let indent = Line::from(" ".repeat(YEAR_COLUMNS));
            let note = wrap_hanging(indent, text, ctx.style(Role::Text), width);
            std::iter::once(first).chain(note.into_iter().filter(|_| !text.is_empty())).collect()
        };
        rows.push((fact, lines));
    }
    FigureTable { heading, rows }
}

/// Returns the newest known editions that fit, oldest first, including those of other publishers. Empty for figures
/// without an edition.
fn shown_editions(ctx: &PanelContext<'_>, series: Series<'_>, width: u16) -> Vec<EditionId> {
    let Some(current) = series.edition else { return Vec::new() };
    let fit = usize::from(width).saturating_sub(YEAR_COLUMNS) / EDITION_COLUMNS;
    let mut editions = ctx.known.editions_of(series.state);
    // The edition of the chart always has a column, even if others are newer.
    while editions.len() > fit.max(1) {
        editions.remove(usize::from(editions[0] == current));
    }
    editions
}

/// Returns the figure of a year in an edition, and its difference from the previous edition if that is shown, too.
fn edition_cell<'a>(
    ctx: &PanelContext<'a>,
    state: StateId,
    edition: EditionId,
    shown: &[EditionId],
    year: i16,
) -> [Span<'a>; 2] {
    let figure = |id: EditionId| ctx.dossier()[id].figures(state).iter().find(|figure| figure.year == year);
    let before = ctx.dossier().edition_before(edition, state).filter(|before| shown.contains(before));
    let (current, before) = (figure(edition), before.map(figure));
    let change = match (current, before) {
        (Some(_), Some(None)) => "new".into(),
        (Some(now), Some(Some(before))) if now.percent != before.percent => {
            format!("{:+.2}", now.percent - before.percent)
        }
        (Some(now), Some(Some(before))) if now.estimate != before.estimate => {
            (if now.estimate { "estimate" } else { "final" }).into()
        }
        _ => String::new(),
    };
    let label = current.map(|figure| spending_label(figure, ctx.symbols)).unwrap_or_default();
    let label = format!("{label:<7} ");
    let width = EDITION_COLUMNS - 8;
    let role = if change.is_empty() { Role::Text } else { Role::Strong };
    [Span::styled(label, ctx.style(role)), ctx.plain(format!("{change:<width$}"))]
}
