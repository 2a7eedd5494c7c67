//! A column for each state. The labels at the left apply to all columns.

use std::cmp::max;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::macros::line;
use ratatui::text::{Line, Span};

use crate::app::{ClickTarget, Panels};
use crate::config::Role;
use crate::dossier::model::{Aim, Quote, StateId, TreatyId};
use crate::ui::hit_region;
use crate::ui::panels::{Shown, date_label, reached_date};
use crate::ui::text::{justify, wrap_marked, wrap_rows};

use super::{Overview, Page};

/// Columns of the labels, with a blank after them.
const LABELS: u16 = 16;
/// The smallest and the largest useful width of a state's column.
const COLUMN: (u16, u16) = (20, 48);
/// The fewest columns side by side, unless there are fewer states.
const MIN_COLUMNS: usize = 5;
/// Columns before the text of a state, for edge and mark, and after it.
const HEAD: u16 = 2;
const GAP: u16 = 1;
/// Rows of the names, with a blank one below them.
const HEADING: usize = 2;
/// The most rows of a label, and of the text of a step or an aim.
const LABEL_ROWS: usize = 3;
const TEXT_ROWS: usize = 6;

/// The order in which parts get rows. Parts of one priority get them in the order of their sections.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Priority {
    /// If such a part does not fit, the states are not shown as columns.
    Required,
    LastStep,
    LastAim,
    WholeQuote,
    EarlierFigures,
    EarlierSteps,
}

/// The rows of a label in all columns.
struct Section<'a> {
    label: Vec<Line<'a>>,
    parts: Vec<Part<'a>>,
}

/// A part of a section, on the same rows in all columns.
struct Part<'a> {
    priority: Priority,
    /// One for each column.
    cells: Vec<Cell<'a>>,
}

/// The lines of a part in one column.
#[derive(Default)]
struct Cell<'a> {
    lines: Vec<Line<'a>>,
    /// The fact in these lines.
    shown: Option<Shown<'a>>,
}

impl Part<'_> {
    fn height(&self) -> usize {
        self.cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(0)
    }
}

impl<'a> Overview<'a> {
    /// Renders the states as columns. Returns `false`, and renders nothing, if they do not fit, or if rows of states
    /// use the screen better.
    pub(super) fn columns(
        &self,
        order: &[StateId],
        selected: usize,
        buf: &mut Buffer,
        panels: &mut Panels,
    ) -> bool {
        let area = self.ctx.area;
        // Frame and padding take four columns and two rows.
        let width = area.width.saturating_sub(LABELS + 4);
        let rows = usize::from(area.height.saturating_sub(2));
        let fit = usize::from(width / COLUMN.0).min(order.len());
        if fit < 2 || fit < order.len().min(MIN_COLUMNS) {
            return false;
        }
        let page = Page::of(selected, fit, order.len());
        let states = &order[page.first..page.first + fit];
        let width = (width / fit as u16).min(COLUMN.1);
        let Some(sections) = self.fitting_sections(states, width - HEAD - GAP, rows.saturating_sub(HEADING))
        else {
            return false;
        };
        // If not all states fit and the columns would be mostly empty, rows show more.
        if fit < order.len() && HEADING + total_height(&sections) < rows / 2 {
            return false;
        }
        panels.states_page = fit;
        let cells = sections.iter().flat_map(|section| &section.parts).flat_map(|part| &part.cells);
        let inner = self.frame(page, cells.filter_map(|cell| cell.shown).collect(), buf);
        let columns = (0..).map(|n| Rect { x: inner.x + LABELS + n * width, width, ..inner });
        for (id, column) in states.iter().zip(columns.clone()) {
            self.name(*id, column, buf);
            panels.hits.push(hit_region(column, ClickTarget::State(*id)));
        }
        let mut y = inner.y + HEADING as u16;
        for section in sections {
            let bottom = y + section_height(&section) as u16;
            self.ctx.render.set_lines(section.label, Rect { y, width: LABELS - 1, ..inner }, buf);
            for part in section.parts {
                let height = part.height() as u16;
                for (Cell { lines, .. }, column) in part.cells.into_iter().zip(columns.clone()) {
                    let text = Rect { x: column.x + HEAD, y, width: width - HEAD, height };
                    self.ctx.render.set_lines(lines, text, buf);
                }
                y += height;
            }
            y = bottom + 1;
        }
        true
    }

    /// Renders name and code of a state, and the edge of the selected one.
    fn name(&self, id: StateId, column: Rect, buf: &mut Buffer) {
        let ctx = &self.ctx;
        let state = &ctx.dossier()[id];
        let (edge, role) = self.edge(id);
        for y in column.top()..column.bottom() {
            buf.set_span(column.x, y, &edge, 1);
        }
        // The mark covers changes in all parts.
        buf.set_span(column.x + 1, column.y, &ctx.state_mark(id), 1);
        let name = Line::from(Span::styled(state.name.as_str(), ctx.style(role)));
        let code = Line::from(ctx.plain(state.code.as_str()));
        let line = justify(name, code, column.width - HEAD - GAP, ctx.symbols.ellipsis());
        buf.set_line(column.x + HEAD, column.y, &line, column.width - HEAD);
    }

    /// Returns the sections with as many of their parts as fit, or `None` if a required one does not.
    fn fitting_sections(&self, states: &[StateId], width: u16, rows: usize) -> Option<Vec<Section<'a>>> {
        let (mut fitting, mut parts) = (Vec::new(), Vec::new());
        for (n, Section { label, parts: all }) in self.sections(states, width, rows).into_iter().enumerate() {
            fitting.push(Section { label, parts: Vec::new() });
            parts.extend(all.into_iter().map(|part| (n, part)));
        }
        parts.sort_by_key(|(_, part)| part.priority);
        let mut ended = vec![false; fitting.len()];
        for (n, part) in parts {
            if ended[n] {
                continue;
            }
            let required = part.priority == Priority::Required;
            fitting[n].parts.push(part);
            if total_height(&fitting) > rows {
                if required {
                    return None;
                }
                // A part that does not fit ends its section.
                fitting[n].parts.pop();
                ended[n] = true;
            }
        }
        fitting.retain(|section| !section.parts.is_empty());
        Some(fitting)
    }

    /// Returns the sections in the order of the screen.
    fn sections(&self, states: &[StateId], width: u16, rows: usize) -> Vec<Section<'a>> {
        let ctx = &self.ctx;
        let mut sections = Vec::new();
        let mut add = |label: &str, parts: Vec<(Priority, Vec<Cell<'a>>)>| {
            let label = wrap_rows(label, LABEL_ROWS, LABELS - 1, ctx.symbols.ellipsis());
            let label = label.into_iter().map(|part| self.plain(part)).collect();
            // A part without a line in any column has no rows.
            let parts = parts.into_iter().map(|(priority, cells)| Part { priority, cells });
            sections.push(Section { label, parts: parts.filter(|part| part.height() > 0).collect() });
        };
        let all = |cell: &dyn Fn(StateId) -> Cell<'a>| states.iter().map(|id| cell(*id)).collect();
        for treaty in ctx.treaties() {
            let cells = all(&|id| self.treaty(id, treaty, width));
            add(&ctx.dossier()[treaty].name, vec![(Priority::Required, cells)]);
        }
        if self.has.spending {
            // A bar may end at the next column.
            let width = width + GAP;
            let mut parts = vec![(Priority::Required, all(&|id| self.latest_figure(id, width)))];
            let figures = |id: StateId| ctx.known.spending(id).figures.iter().rev();
            let years = states.iter().map(|id| figures(*id).len()).max().unwrap_or(0).min(rows);
            for n in 1..years {
                let bar = |figure| Cell {
                    lines: vec![self.bar(figure, Role::Text, width)],
                    shown: Some(Shown::figure(figure)),
                };
                let cell = |id| figures(id).nth(n).map(bar).unwrap_or_default();
                parts.push((Priority::EarlierFigures, all(&cell)));
            }
            add("Defence spending, % of GDP", parts);
        }
        if self.has.targets {
            add("Target", vec![(Priority::Required, all(&|id| self.target(id, width)))]);
        }
        if self.has.quotes {
            // A text of more bytes than the column can hold is not worth wrapping.
            let max_length = rows * usize::from(width) * 4;
            let quote = |id| self.last_quote(id).filter(|quote| quote.text.len() <= max_length);
            // The speaker and the date above the text have its marks.
            let text = |id| Cell {
                lines: quote(id).map(|quote| self.quote(quote, width)).unwrap_or_default(),
                shown: None,
            };
            let speaker = |id| self.speaker(id, width);
            let parts = vec![(Priority::Required, all(&speaker)), (Priority::WholeQuote, all(&text))];
            add("Last quoted", parts);
        }
        if let Some(treaty) = ctx.dossier().treaties.get(ctx.app.treaty.index()) {
            let steps =
                states.iter().map(|id| ctx.known.history(*id, ctx.app.treaty).len()).max().unwrap_or(0);
            let parts = (0..steps.min(rows)).map(|n| {
                let priority = if n == 0 { Priority::LastStep } else { Priority::EarlierSteps };
                (priority, all(&|id| self.step(id, n, width)))
            });
            add(&format!("Last steps, {}", treaty.name), parts.collect());
        }
        let aim = |id| ctx.known.aims(id).last().map(|aim| self.aim(aim, width));
        add("Last aim", vec![(Priority::LastAim, all(&|id| aim(id).unwrap_or_default()))]);
        sections
    }

    /// Returns at most `rows` lines of a text that end with the mark of its certainty.
    fn text_rows(&self, text: &str, mark: &str, rows: usize, role: Role, width: u16) -> Vec<Line<'a>> {
        let style = self.ctx.style(role);
        let lines = wrap_marked(text, mark, rows, width, self.ctx.symbols.ellipsis());
        lines.into_iter().map(|part| Line::from(Span::styled(part, style))).collect()
    }

    /// Returns the position on a treaty, and the day when the state reached it.
    fn treaty(&self, id: StateId, treaty: TreatyId, width: u16) -> Cell<'a> {
        let mut lines = vec![self.ctx.position_on(treaty, id, width)];
        let Some(step) = self.ctx.reached(treaty, id) else { return Cell { lines, shown: None } };
        let date = reached_date(step);
        lines.extend(date.map(|_| self.plain(format!("  {}", date_label(date, &step.evidence)))));
        Cell { lines, shown: Some(Shown::dated(&step.evidence, date)) }
    }

    /// Returns the latest figure.
    fn latest_figure(&self, id: StateId, width: u16) -> Cell<'a> {
        let shown = self.ctx.known.spending(id).latest().map(Shown::figure);
        Cell { lines: vec![self.latest_bar(id, width)], shown }
    }

    /// Returns the most relevant target.
    fn target(&self, id: StateId, width: u16) -> Cell<'a> {
        let (target, mark) = self.ctx.target(id);
        let shown = self.ctx.known.latest_target(id).map(|target| Shown::undated(&target.evidence));
        Cell { lines: self.text_rows(&target, mark, TEXT_ROWS, Role::Strong, width), shown }
    }

    /// Returns the step `n` before the last one on the treaty in view: its day and position, and its text.
    fn step(&self, id: StateId, n: usize, width: u16) -> Cell<'a> {
        let ctx = &self.ctx;
        let step = ctx.known.history(id, ctx.app.treaty).iter().rev().nth(n);
        let Some(step) = step else { return Cell::default() };
        let date = format!(" {}", date_label(step.date, &step.evidence));
        let mut lines = vec![line![ctx.position(step.position), ctx.plain(date)]];
        let mark = ctx.certainty(&step.evidence);
        lines.extend(self.text_rows(&step.what, mark, TEXT_ROWS, Role::Text, width));
        Cell { lines, shown: Some(Shown::dated(&step.evidence, step.date)) }
    }

    /// Returns the text of an aim.
    fn aim(&self, aim: &'a Aim, width: u16) -> Cell<'a> {
        let mark = self.ctx.certainty(&aim.evidence);
        let lines = self.text_rows(&aim.text, mark, TEXT_ROWS, Role::Text, width);
        Cell { lines, shown: Some(Shown::undated(&aim.evidence)) }
    }

    /// Returns speaker and date of the last quotation.
    fn speaker(&self, id: StateId, width: u16) -> Cell<'a> {
        let (speaker, day) = self.last_quoted(id);
        let mut lines = self.text_rows(&speaker, "", 2, Role::Strong, width);
        lines.extend((!day.is_empty()).then(|| self.plain(day)));
        let shown = self.last_quote(id).map(|quote| Shown::dated(&quote.evidence, quote.date));
        Cell { lines, shown }
    }

    /// Returns the context of a quotation and its whole text.
    fn quote(&self, quote: &Quote, width: u16) -> Vec<Line<'a>> {
        let ctx = &self.ctx;
        let (open, close) = ctx.symbols.quotes();
        let lines = |text: &str, role: Role| self.text_rows(text, "", usize::MAX, role, width);
        let context = quote.context.iter().flat_map(|context| lines(context, Role::Secondary));
        context.chain(lines(&format!("{open}{}{close}", quote.text), Role::Strong)).collect()
    }
}

/// Returns the height of a section: that of its label or of its parts, whichever is greater.
fn section_height(section: &Section<'_>) -> usize {
    max(section.label.len(), section.parts.iter().map(Part::height).sum())
}

/// Returns the height of the sections with parts, including blank rows between them.
fn total_height(sections: &[Section<'_>]) -> usize {
    let shown = || sections.iter().filter(|section| !section.parts.is_empty());
    shown().map(section_height).sum::<usize>() + shown().count().saturating_sub(1)
}
