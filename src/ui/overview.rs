//! All states side by side: position, spending, target, and last quotation of each. The screen calls it the wall.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::macros::line;
use ratatui::text::{Line, Span};

use crate::app::{App, ClickTarget, HitRegion, Panel, Panels, ScrollMetrics};
use crate::config::Role;
use crate::dossier::model::{BenchmarkKind, Position, Quote, State, StateId, TreatyId};
use crate::dossier::{AsOf, Date, Dossier, wording};

use super::RenderContext;
use super::dated_spending_label;
use super::panels::{
    NO_STATE_MATCHES, NO_STEP_YET, NOT_ADOPTED, NOT_IN_DOSSIER, PanelContext, date_label, target_label,
};
use super::symbols::Symbols;
use super::text::{DisplayWidth, justify, truncate, truncate_line, wrap, wrap_rows};
use super::widgets::horizontal_bar::horizontal_bar;
use super::widgets::panel_block::{Titles, render_block, render_scrollbar};

/// Columns of a figure with its year and its certainty.
const FIGURE: usize = 11;
/// The smallest width of a state's column, and the one beyond which it gains nothing.
const COLUMN: (u16, u16) = (23, 44);
/// Columns that have to fit side by side, if there are as many states.
const MIN_COLUMNS: usize = 5;
/// Columns of such a row before the name: edge, mark, code and blank.
const HEAD: u16 = 5;
/// The smallest height for the text of the last step: a heading of one or two lines, and two of text.
const MIN_STEP_ROWS: usize = 4;
/// Columns beyond which the bar of a row gains nothing.
const MAX_BAR: u16 = 40;

/// Renders a column for each state, or, where they do not fit, a few rows.
pub fn render(app: &App, render: &RenderContext<'_>, body: Rect, buf: &mut Buffer, panels: &mut Panels) {
    let Some(known) = app.known() else { return };
    let order = app.state_order();
    let selected = order.iter().position(|id| *id == app.selected_state).unwrap_or(0);
    let ctx = PanelContext::new(app, known, render, Panel::States, body, false);
    let overview = Overview {
        ctx,
        has: Content::of(known.dossier),
        highest: highest(&known),
        goal: highest_goal(&known),
    };
    let columns = usize::from(body.width / COLUMN.0);
    let enough = !order.is_empty() && columns >= 2 && columns >= order.len().min(MIN_COLUMNS);
    if !enough || !overview.columns(&order, selected, columns, buf, panels) {
        overview.rows(&order, selected, buf, panels);
    }
}

/// Returns the first state of the page with the selected one. The last page is as full as the others.
fn page_start(selected: usize, fit: usize, count: usize) -> usize {
    (selected / fit * fit).min(count.saturating_sub(fit))
}

/// Formats which states a page has: "33–64 of 193".
fn page_label(first: usize, fit: usize, count: usize, symbols: Symbols) -> String {
    let dash = if symbols.ascii { "-" } else { "–" };
    format!("{}{dash}{} of {count}", first + 1, (first + fit).min(count))
}

/// Returns the percentage of a full bar.
fn highest(known: &AsOf<'_>) -> f64 {
    let latest = known.dossier.state_ids().filter_map(|id| known.spending(id).latest());
    let benchmarks = known.benchmarks().map(|(_, benchmark)| benchmark.percent);
    latest.map(|spending| spending.percent).chain(benchmarks).fold(1.0, f64::max)
}

fn highest_goal(known: &AsOf<'_>) -> Option<f64> {
    let goals = known.benchmarks().filter(|(_, benchmark)| benchmark.kind == BenchmarkKind::Goal);
    goals.map(|(_, benchmark)| benchmark.percent).max_by(f64::total_cmp)
}

/// What happens to a section of a column that is too tall.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// Without it the states are not shown as columns.
    Required,
    /// It is truncated.
    Truncated,
    /// It is left out.
    Optional,
}

/// A part of a state's column. All columns have the same sections, on the same rows.
struct Section<'a> {
    lines: Vec<Line<'a>>,
    fit: Fit,
}

/// The same section of all columns.
struct SectionRow<'a> {
    /// The first row inside the frame.
    row: usize,
    height: usize,
    /// The lines of each column.
    cells: Vec<Vec<Line<'a>>>,
}

/// What the dossier has of any state, on whichever day. Nothing else has a row.
struct Content {
    treaties: bool,
    spending: bool,
    targets: bool,
    quotes: bool,
}

impl Content {
    fn of(dossier: &Dossier) -> Content {
        let any = |has: fn(&State) -> bool| dossier.states.iter().any(has);
        Content {
            treaties: !dossier.treaties.is_empty(),
            spending: !dossier.editions.is_empty() || any(|state| !state.spending.is_empty()),
            targets: any(|state| !state.targets.is_empty()),
            quotes: any(|state| !state.quotes.is_empty() || !state.joint_quotes.is_empty()),
        }
    }
}

struct Overview<'a> {
    ctx: PanelContext<'a>,
    has: Content,
    /// The percentage of a full bar.
    highest: f64,
    /// The highest goal of the day.
    goal: Option<f64>,
}

impl<'a> Overview<'a> {
    /// Renders the states as columns. Returns `false`, and renders nothing, if there are too few rows, or if rows of
    /// states use the screen better.
    fn columns(
        &self,
        order: &[StateId],
        selected: usize,
        columns: usize,
        buf: &mut Buffer,
        panels: &mut Panels,
    ) -> bool {
        let body = self.ctx.area;
        let shown = columns.min(order.len());
        let first = page_start(selected, shown, order.len());
        let width = (body.width / shown as u16).min(COLUMN.1);
        let height = body.height - u16::from(shown < order.len());
        let states = &order[first..first + shown];
        let rows = usize::from(height.saturating_sub(2));
        let Some(sections) = self.section_rows(states, width.saturating_sub(4), rows) else { return false };
        // Many states with little about each are better below each other.
        let used = sections.last().map_or(0, |last| last.row + last.height);
        if shown < order.len() && used * 2 < rows {
            return false;
        }
        panels.states_page = shown;
        // What cannot be divided evenly is left at both edges.
        let left = body.x + (body.width - width * shown as u16) / 2;
        let areas = (0..).map(|n| Rect { x: left + n * width, y: body.y, width, height });
        let mut inners = Vec::new();
        for (id, area) in states.iter().zip(areas) {
            inners.push(self.column_frame(*id, area, buf));
            panels.hits.push(HitRegion {
                x: area.x,
                y: area.y,
                width,
                height,
                target: ClickTarget::State(*id),
            });
        }
        for section in sections {
            for (lines, inner) in section.cells.into_iter().zip(&inners) {
                let truncated = lines.len() > section.height;
                for (n, mut line) in lines.into_iter().take(section.height).enumerate() {
                    if truncated && n + 1 == section.height {
                        // A line longer than the column ends with a mark.
                        line.push_span(" ".repeat(usize::from(inner.width)));
                    }
                    let line = truncate_line(line, usize::from(inner.width), self.ctx.symbols.ellipsis());
                    buf.set_line(inner.x, inner.y + (section.row + n) as u16, &line, inner.width);
                }
            }
        }
        if shown < order.len() && body.y + height < body.bottom() {
            let count = page_label(first, shown, order.len(), self.ctx.symbols);
            buf.set_line(body.x + 1, body.y + height, &Line::from(self.ctx.plain(count)), body.width);
        }
        true
    }

    /// Renders the frame of a column, and returns the area inside.
    fn column_frame(&self, id: StateId, area: Rect, buf: &mut Buffer) -> Rect {
        let state = &self.ctx.dossier()[id];
        let focused = id == self.ctx.selected_state();
        let titles = Titles { title: &state.name, right: &state.code, focused, ..Titles::default() };
        let inner = render_block(titles, area, buf, self.ctx.render);
        // The mark of a change is before the name, since any section may have it.
        buf.set_line(area.x + 1, area.y, &Line::from(self.ctx.state_mark(id)), 1);
        inner
    }

    /// Arranges the sections on the same rows in all columns, with blank rows between them. `None` if a required one
    /// does not fit.
    fn section_rows(&self, states: &[StateId], width: u16, rows: usize) -> Option<Vec<SectionRow<'a>>> {
        let mut columns: Vec<_> =
            states.iter().map(|id| self.sections(*id, width, rows).into_iter()).collect();
        let mut section_rows = Vec::new();
        let mut used = 0;
        loop {
            let sections: Vec<Section<'a>> = columns.iter_mut().filter_map(Iterator::next).collect();
            let Some(fit) = sections.first().map(|section| section.fit) else { break };
            let row = used + usize::from(used > 0);
            let free = rows.saturating_sub(row);
            let needed = sections.iter().map(|section| section.lines.len()).max().unwrap_or(0);
            let height = match fit {
                Fit::Truncated if free >= MIN_STEP_ROWS => needed.min(free),
                _ => needed,
            };
            if height <= free && height > 0 {
                let cells = sections.into_iter().map(|section| section.lines).collect();
                section_rows.push(SectionRow { row, height, cells });
                used = row + height;
            } else if fit == Fit::Required {
                return None;
            }
        }
        Some(section_rows)
    }

    /// Returns the sections of a state, the most important first.
    fn sections(&self, id: StateId, width: u16, rows: usize) -> Vec<Section<'a>> {
        let ctx = &self.ctx;
        let mut sections: Vec<Section<'a>> = Vec::new();
        let mut add = |fit: Fit, lines: Vec<Line<'a>>| sections.push(Section { lines, fit });
        for treaty in ctx.dossier().treaty_ids() {
            add(Fit::Required, self.treaty(id, treaty, width));
        }
        if self.has.spending {
            let mut spending = vec![self.plain("Defence spending"), self.bar(id, width)];
            spending.extend(self.goal_label().map(Line::from));
            add(Fit::Required, spending);
        }
        if self.has.targets {
            add(Fit::Required, self.titled("Target", &self.target(id), width));
        }
        if self.has.quotes {
            let (speaker, day) = self.last_quoted(id);
            let mut quoted = self.titled("Last quoted", &speaker, width);
            quoted.extend((!day.is_empty()).then(|| self.plain(&day)));
            add(Fit::Required, quoted);
        }
        add(Fit::Truncated, self.last_step(id, width));
        let aim = ctx.known.aims(id).last();
        add(Fit::Optional, aim.map(|aim| self.titled("Last aim", &aim.text, width)).unwrap_or_default());
        // A text with more bytes than the column has cells is not wrapped to find that out.
        let max_length = rows * usize::from(width) * 4;
        let quote = self.last_quote(id).filter(|quote| quote.text.len() <= max_length);
        add(Fit::Optional, quote.map(|quote| self.quote(quote, width)).unwrap_or_default());
        sections
    }

    fn plain(&self, text: &str) -> Line<'a> {
        Line::from(self.ctx.plain(text.to_owned()))
    }

    /// Returns a text below its title.
    fn titled(&self, title: &str, text: &str, width: u16) -> Vec<Line<'a>> {
        let text = wrap(text, width).into_iter().map(|part| Line::from(self.ctx.strong(part)));
        [self.plain(title)].into_iter().chain(text).collect()
    }

    /// Returns name, position and date of a treaty.
    fn treaty(&self, id: StateId, treaty: TreatyId, width: u16) -> Vec<Line<'a>> {
        let name = wrap_rows(&self.ctx.dossier()[treaty].name, 2, width, self.ctx.symbols.ellipsis());
        let mut lines: Vec<Line<'a>> = name.iter().map(|part| self.plain(part)).collect();
        lines.push(self.position(id, treaty, width));
        // The last step of a state that never joined did not lead to its position.
        let reached = self.ctx.known.reached(id, treaty);
        let reached =
            reached.filter(|step| step.position != Position::NeverJoined && self.ctx.known.adopted(treaty));
        if let Some(step) = reached.filter(|step| step.date.is_some()) {
            lines.push(self.plain(&format!("  {}", date_label(step.date, &step.evidence))));
        }
        lines
    }

    /// Returns the last step on the treaty in view.
    fn last_step(&self, id: StateId, width: u16) -> Vec<Line<'a>> {
        let treaty = self.ctx.dossier().treaties.get(self.ctx.treaty().index());
        let Some((treaty, step)) = treaty.zip(self.ctx.known.stance(id, self.ctx.treaty())) else {
            return Vec::new();
        };
        let in_one_line = format!("Last step, {}", treaty.name);
        let title = match in_one_line.display_width() <= usize::from(width) {
            true => in_one_line,
            false => format!("Last step,\n{}", treaty.name),
        };
        let text = wrap(&step.what, width).into_iter().map(|part| Line::from(self.ctx.strong(part)));
        wrap(&title, width).iter().map(|part| self.plain(part)).chain(text).collect()
    }

    /// Renders the states below each other.
    fn rows(&self, order: &[StateId], selected: usize, buf: &mut Buffer, panels: &mut Panels) {
        let ctx = &self.ctx;
        let sort = format!("by {}", ctx.app.sort.name());
        // There is space for the position on one treaty only.
        let treaty = ctx.dossier().treaties.get(ctx.treaty().index()).map_or("", |treaty| &treaty.name);
        let mut legend = Line::from(ctx.plain(treaty));
        if let Some(goal) = self.goal_label().filter(|_| self.has.spending) {
            legend.spans.extend(goal);
        }
        let rows = self.rows_of_state();
        let height = ctx.area.height.saturating_sub(2);
        let fits_with_blanks = order.len() * usize::from(rows + 1) <= usize::from(height) + 1;
        let pitch = rows + u16::from(fits_with_blanks);
        let fit = usize::from((height + pitch - rows) / pitch).max(1);
        panels.states_page = fit;
        let first = page_start(selected, fit, order.len());
        let right = match fit < order.len() {
            true => format!("{}, {sort}", page_label(first, fit, order.len(), ctx.symbols)),
            false => sort,
        };
        let title = ctx.states_title("All states");
        let titles = Titles { title: &title, right: &right, legend, focused: true };
        let inner = render_block(titles, ctx.area, buf, ctx.render);
        if order.is_empty() {
            buf.set_line(inner.x, inner.y, &Line::from(ctx.plain(NO_STATE_MATCHES)), inner.width);
        }
        let (x, width) = (inner.x - 1, inner.width + 1);
        // All bars begin in the same column.
        let names = order.iter().map(|id| ctx.dossier()[*id].name.display_width()).max().unwrap_or(0);
        let bar_width = width.saturating_sub(HEAD + 2 + (names as u16).min(width / 3)).min(MAX_BAR);
        for (id, y) in
            order.iter().skip(first).take(fit).zip((inner.y..inner.bottom()).step_by(usize::from(pitch)))
        {
            let height = rows.min(inner.bottom() - y);
            for (line, y) in self.row(*id, width, bar_width).iter().zip(y..y + height) {
                buf.set_line(x, y, line, width);
            }
            panels.hits.push(HitRegion { x, y, width, height, target: ClickTarget::State(*id) });
        }
        let metrics = ScrollMetrics { lines: order.len(), rows: fit };
        render_scrollbar(metrics, first, inner, ctx.area, buf, ctx.render);
    }

    /// Returns the rows of a state where the states are below each other.
    fn rows_of_state(&self) -> u16 {
        1 + u16::from(self.has.treaties || self.has.targets) + u16::from(self.has.quotes)
    }

    /// Returns up to three lines: name and spending, position and target, and the last speaker.
    fn row(&self, id: StateId, width: u16, bar_width: u16) -> Vec<Line<'a>> {
        let ctx = &self.ctx;
        let ellipsis = ctx.symbols.ellipsis();
        let state = &ctx.dossier()[id];
        let selected = id == ctx.selected_state();
        let (edge, role) = match selected {
            true => (Span::styled(ctx.symbols.selected(), ctx.style(Role::Focus)), Role::Focus),
            false => (Span::raw(" "), Role::Strong),
        };
        let name = line![
            edge.clone(),
            ctx.state_mark(id),
            ctx.plain(format!("{} ", state.code)),
            Span::styled(state.name.as_str(), ctx.style(role)),
        ];
        // The position is more important than the target.
        let target = if self.has.targets { self.target(id) } else { String::new() };
        let available = width.saturating_sub(HEAD + 2);
        let position_width = available.saturating_sub(target.display_width() as u16);
        let position = match self.has.treaties {
            true => self.position(id, ctx.treaty(), position_width),
            false => Line::default(),
        };
        let target_width = usize::from(available).saturating_sub(position.display_width());
        let target = Line::from(ctx.plain(truncate(&target, target_width, ellipsis)));
        let mut second = line![edge.clone(), Span::raw(" ".repeat(usize::from(HEAD) - 1))];
        second.spans.extend(position.spans);
        let (speaker, day) = self.last_quoted(id);
        let mut third = line![edge, ctx.plain(format!("    last quoted: {speaker}"))];
        if !day.is_empty() {
            third.push_span(ctx.plain(format!(", {day}")));
        }
        let bar = if self.has.spending { self.bar(id, bar_width) } else { Line::default() };
        let mut lines = vec![justify(name, bar, width, ellipsis)];
        if self.has.treaties || self.has.targets {
            lines.push(justify(second, target, width, ellipsis));
        }
        if self.has.quotes {
            lines.push(truncate_line(third, usize::from(width), ellipsis));
        }
        lines
    }

    fn position(&self, id: StateId, treaty: TreatyId, width: u16) -> Line<'a> {
        let ctx = &self.ctx;
        if !ctx.known.adopted(treaty) {
            return self.plain(NOT_ADOPTED);
        }
        let Some(step) = ctx.known.stance(id, treaty) else {
            let none = ctx.dossier()[id].history(treaty).is_empty();
            return self.plain(if none { NOT_IN_DOSSIER } else { NO_STEP_YET });
        };
        let (name, short) = (step.position.name(), step.position.short());
        let name = if name.len() + 2 <= usize::from(width) { name } else { short };
        line![ctx.position(step.position), ctx.strong(format!(" {name}"))]
    }

    /// Returns the latest spending as a figure and a bar, with a notch at the goal.
    fn bar(&self, id: StateId, width: u16) -> Line<'a> {
        let ctx = &self.ctx;
        let Some(latest) = ctx.known.spending(id).latest() else { return self.plain("no figure") };
        let width = width.saturating_sub(FIGURE as u16 + 1);
        let role = if latest.estimate { Role::Estimate } else { Role::Bar };
        let figure = ctx.strong(format!("{:<FIGURE$}", dated_spending_label(latest, ctx.symbols)));
        let mut line = line![figure, Span::raw(" ")];
        line.spans.extend(horizontal_bar(latest.percent, self.highest, self.goal, width, role, ctx.render));
        line
    }

    /// Returns what the notch in a bar means.
    fn goal_label(&self) -> Option<Vec<Span<'a>>> {
        let goal = self.goal?;
        let notch = Span::styled(self.ctx.symbols.notch(), self.ctx.style(Role::Goal));
        Some(vec![Span::raw("  "), notch, self.ctx.plain(format!(" {} % goal", wording::percent(goal)))])
    }

    fn target(&self, id: StateId) -> String {
        self.ctx.known.latest_target(id).map_or_else(|| "none known".into(), target_label)
    }

    /// Returns the last quotation of the state's own, or the last joint statement if there is none.
    fn last_quote(&self, id: StateId) -> Option<&'a Quote> {
        let known = &self.ctx.known;
        let last = known.quotes(id).first().or(known.joint_quotes(id).first())?;
        Some(&self.ctx.dossier()[*last])
    }

    /// Returns speaker and date of the last quotation.
    fn last_quoted(&self, id: StateId) -> (String, String) {
        let Some(quote) = self.last_quote(id) else { return ("Not quoted".into(), String::new()) };
        (quote.speaker.to_string(), quote.date.map(|date: Date| date.to_string()).unwrap_or_default())
    }

    /// Returns a whole quotation, below its context.
    fn quote(&self, quote: &Quote, width: u16) -> Vec<Line<'a>> {
        let ctx = &self.ctx;
        let (open, close) = ctx.symbols.quotes();
        let lines = |text: &str, role: Role| -> Vec<Line<'a>> {
            let style = ctx.style(role);
            wrap(text, width).into_iter().map(|part| Line::from(Span::styled(part, style))).collect()
        };
        let mut all =
            quote.context.as_ref().map(|context| lines(context, Role::Secondary)).unwrap_or_default();
        all.extend(lines(&format!("{open}{}{close}", quote.text), Role::Strong));
        all
    }
}
