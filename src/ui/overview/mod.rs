//! All states side by side, each with position, spending, target and last quotation. The screen calls it the wall.

mod columns;
mod rows;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::macros::line;
use ratatui::text::{Line, Span};

use crate::app::{App, Panel, Panels};
use crate::config::Role;
use crate::dossier::model::{Benchmark, BenchmarkKind, Quote, Spending, State, StateId};
use crate::dossier::{AsOf, Dossier, wording};

use super::RenderContext;
use super::panels::{PanelContext, Shown, has_spending, marked_date};
use super::widgets::horizontal_bar::horizontal_bar;
use super::widgets::panel_block::{Titles, render_block};

/// Columns of a figure with its year and certainty, and of the blank before its bar.
const FIGURE: u16 = 12;

/// Renders a column for each state, or a few rows for each if the columns do not fit.
pub fn render(app: &App, render: &RenderContext<'_>, body: Rect, buf: &mut Buffer, panels: &mut Panels) {
    let Some(known) = app.known() else { return };
    let order = app.state_order();
    let selected = order.iter().position(|id| *id == app.selected_state).unwrap_or(0);
    let overview = Overview {
        ctx: PanelContext::new(app, known, render, Panel::States, body, false),
        has: Content::of(known.dossier),
        highest: highest(&known),
        goal: highest_goal(&known),
    };
    if !overview.columns(&order, selected, buf, panels) {
        overview.rows(&order, selected, buf, panels);
    }
}

/// Returns the percentage of a full bar.
fn highest(known: &AsOf<'_>) -> f64 {
    let figures = known.dossier.state_ids().flat_map(|id| known.spending(id).figures);
    let benchmarks = known.benchmarks().map(|(_, benchmark)| benchmark.percent);
    figures.map(|spending| spending.percent).chain(benchmarks).fold(1.0, f64::max)
}

fn highest_goal<'a>(known: &AsOf<'a>) -> Option<&'a Benchmark> {
    let goals = known.benchmarks().map(|(_, line)| line).filter(|line| line.kind == BenchmarkKind::Goal);
    goals.max_by(|one, other| one.percent.total_cmp(&other.percent))
}

/// The kinds of facts that the dossier has about any state, on any day. Only they have rows.
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
            spending: has_spending(dossier),
            targets: any(|state| !state.targets.is_empty()),
            quotes: any(|state| !state.quotes.is_empty() || !state.joint_quotes.is_empty()),
        }
    }
}

/// A page: the states that are visible at once.
#[derive(Clone, Copy)]
struct Page {
    first: usize,
    /// States of a page.
    fit: usize,
    /// All states.
    count: usize,
}

impl Page {
    /// Returns the page with the selected state. The last page is as full as the others.
    fn of(selected: usize, fit: usize, count: usize) -> Page {
        Page { first: (selected / fit * fit).min(count.saturating_sub(fit)), fit, count }
    }
}

/// The context of both arrangements of the states.
struct Overview<'a> {
    ctx: PanelContext<'a>,
    has: Content,
    /// The percentage of a full bar.
    highest: f64,
    /// The highest goal of the day.
    goal: Option<&'a Benchmark>,
}

impl<'a> Overview<'a> {
    /// Renders the frame, with the order and the page at the right, and returns the area inside. The legend explains the
    /// marks of the `shown` facts.
    fn frame(&self, page: Page, shown: Vec<Shown<'a>>, buf: &mut Buffer) -> Rect {
        let ctx = &self.ctx;
        let mut right = format!("by {}", ctx.app.sort.name());
        if page.fit < page.count {
            let dash = if ctx.symbols.ascii { "-" } else { "–" };
            let last = (page.first + page.fit).min(page.count);
            right = format!("{}{dash}{last} of {}, {right}", page.first + 1, page.count);
        }
        let title = match ctx.app.state_filter.is_empty() {
            true => "Wall: all states".to_owned(),
            false => ctx.states_title("Wall"),
        };
        let titles = Titles { title: &title, right: &right, legend: self.legend(shown), focused: true };
        render_block(titles, ctx.area, buf, ctx.render)
    }

    /// Returns the meaning of the notch in a bar, of the letter of an estimate, and of the marks of uncertainty.
    fn legend(&self, shown: Vec<Shown<'a>>) -> Vec<Line<'a>> {
        let ctx = &self.ctx;
        let goal = self.goal.filter(|_| self.has.spending);
        let marks = ctx.legend(shown.into_iter().chain(goal.map(|goal| Shown::undated(&goal.evidence))));
        let goal = goal.map(|goal| {
            let notch = Span::styled(ctx.symbols.notch(), ctx.style(Role::Goal));
            let (percent, mark) = (wording::percent(goal.percent), ctx.certainty(&goal.evidence));
            line![notch, ctx.plain(format!(" {percent} % goal{mark}"))]
        });
        goal.into_iter().chain(marks).collect()
    }

    fn plain(&self, text: impl Into<String>) -> Line<'a> {
        Line::from(self.ctx.plain(text.into()))
    }

    /// Returns the mark at the edge of a state, and the role of its name.
    fn edge(&self, id: StateId) -> (Span<'a>, Role) {
        match id == self.ctx.app.selected_state {
            true => (Span::styled(self.ctx.symbols.selected(), self.ctx.style(Role::Focus)), Role::Focus),
            false => (Span::raw(" "), Role::Strong),
        }
    }

    /// Returns the latest spending as a figure and a bar.
    fn latest_bar(&self, id: StateId, width: u16) -> Line<'a> {
        match self.ctx.known.spending(id).latest() {
            Some(latest) => self.bar(latest, Role::Strong, width),
            None => self.plain("no figure"),
        }
    }

    /// Returns spending as a figure of this role and a bar, with a notch at the goal.
    fn bar(&self, spending: &Spending, figure: Role, width: u16) -> Line<'a> {
        let ctx = &self.ctx;
        let width = width.saturating_sub(FIGURE);
        let role = if spending.estimate { Role::Estimate } else { Role::Bar };
        // Years are padded to the width of years with the letter of an estimate.
        let year = format!("{}{}", spending.year, if spending.estimate { "e" } else { "" });
        let percent = format!("{:.2}{}", spending.percent, ctx.certainty(&spending.evidence));
        let goal = self.goal.map(|goal| goal.percent);
        let mut line = line![Span::styled(format!("{year:<5} {percent:<5} "), ctx.style(figure))];
        line.spans.extend(horizontal_bar(spending.percent, self.highest, goal, width, role, ctx.render));
        line
    }

    /// Returns the last quotation that speaks for the state alone, or else the last joint statement.
    fn last_quote(&self, id: StateId) -> Option<&'a Quote> {
        let known = &self.ctx.known;
        let last = known.quotes(id).first().or(known.joint_quotes(id).first())?;
        Some(&self.ctx.dossier()[*last])
    }

    /// Returns speaker and date of the last quotation.
    fn last_quoted(&self, id: StateId) -> (String, String) {
        let Some(quote) = self.last_quote(id) else { return ("Not quoted".into(), String::new()) };
        (quote.speaker.to_string(), marked_date(quote.date, &quote.evidence, self.ctx.symbols))
    }
}
