//! The list of states: position on the treaty in view, latest spending, and its development.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::macros::line;
use ratatui::text::{Line, Span};

use crate::app::{ClickTarget, Panels, ScrollMetrics};
use crate::config::Role;
use crate::dossier::Dossier;
use crate::dossier::model::StateId;
use crate::ui::text::{DisplayWidth, justify, wrap_marked};
use crate::ui::widgets::panel_block::render_scrollbar;
use crate::ui::{dated_spending_label, hit_region};

use super::context::PanelContext;
use super::{NO_STATE_MATCHES, NO_STEP_YET, NOT_ADOPTED, Shown, first_visible, has_spending, sparkline};

/// The most years of a sparkline.
const YEARS: usize = 5;
/// Columns of the latest figure with its year.
const LATEST: usize = 11;

/// Returns the rows of a state: its name, and its position if there are treaties.
fn rows_of_state(dossier: &Dossier) -> u16 {
    1 + u16::from(!dossier.treaties.is_empty())
}

/// Returns the width of the panel that the longest name needs.
pub fn columns_of_all(dossier: &Dossier) -> u16 {
    let longest = dossier.states.iter().map(|state| state.name.display_width()).max().unwrap_or_default();
    let figure = if has_spending(dossier) { LATEST + 2 } else { 0 };
    u16::try_from(longest + figure + 8).unwrap_or(u16::MAX)
}

/// Returns the height of the panel with all states, a blank row after each, and the frame.
pub fn rows_of_all(dossier: &Dossier) -> u16 {
    u16::try_from(dossier.states.len())
        .unwrap_or(u16::MAX)
        .saturating_mul(rows_of_state(dossier) + 1)
        .saturating_add(3)
}

/// Renders the list around the selected state.
pub fn render(ctx: &PanelContext<'_>, panels: &mut Panels, buf: &mut Buffer) {
    let dossier = ctx.dossier();
    let order = ctx.app.state_order();
    // The positions below the names are those on this treaty.
    let treaty = dossier.treaties.get(ctx.app.treaty.index()).map_or("", |treaty| &treaty.name);
    let mut legend = vec![Line::from(ctx.plain(treaty))];
    let shown = dossier.state_ids().flat_map(|id| {
        let step = ctx.reached(ctx.app.treaty, id).map(|step| &step.evidence);
        let latest = ctx.known.spending(id).latest().map(|latest| &latest.evidence);
        step.into_iter().chain(latest).map(Shown::undated)
    });
    legend.extend(ctx.legend(shown));
    let title = ctx.states_title("States");
    let right = match ctx.app.state_filter.is_empty() {
        false => format!("{} of {}", order.len(), dossier.states.len()),
        true if has_spending(dossier) => "% of GDP".into(),
        true => String::new(),
    };
    let inner = ctx.frame(&title, &right, legend, buf);
    let highest = ctx.known.highest_spending();
    let count = order.len();
    let rows_of_state = rows_of_state(dossier);
    if count == 0 {
        buf.set_line(inner.x, inner.y, &Line::from(ctx.plain(NO_STATE_MATCHES)), inner.width);
    }
    // All sparklines have as many years as fit beside the longest name.
    let longest = dossier.states.iter().map(|state| state.name.display_width()).max().unwrap_or_default();
    let years = usize::from(inner.width).saturating_sub(longest + LATEST + 6).min(YEARS);
    // Blank rows separate the states if all of them still fit.
    let blank = u16::from(count * usize::from(rows_of_state + 1) <= usize::from(inner.height) + 1);
    let fit = usize::from((inner.height + blank) / (rows_of_state + blank)).max(1);
    panels.states_page = fit;
    let selected = order.iter().position(|id| *id == ctx.app.selected_state).unwrap_or(0);
    let first = first_visible(selected, fit, count);
    // The padding of the frame has the mark of the selected state.
    let (x, width) = (inner.x - 1, inner.width + 1);
    let rows = (inner.y..inner.bottom()).step_by(usize::from(rows_of_state + blank));
    for (id, y) in order.into_iter().skip(first).take(fit).zip(rows) {
        let height = rows_of_state.min(inner.bottom() - y);
        let area = Rect { x, y, width, height };
        panels.hits.push(hit_region(area, ClickTarget::State(id)));
        ctx.render.set_lines(entry(ctx, id, highest, years, width), area, buf);
    }
    render_scrollbar(ScrollMetrics { lines: count, rows: fit }, first, inner, ctx.area, buf, ctx.render);
}

fn entry<'a>(ctx: &PanelContext<'a>, id: StateId, highest: f64, years: usize, width: u16) -> [Line<'a>; 2] {
    let symbols = ctx.symbols;
    let edge = match id == ctx.app.selected_state {
        true => Span::styled(ctx.state_edge(), ctx.style(Role::Focus)),
        false => Span::raw(" "),
    };
    let figures = ctx.known.spending(id).figures;
    let latest = figures.last().map(|latest| dated_spending_label(latest, symbols)).unwrap_or_default();
    let mut name = ctx.state_line(id);
    name.spans.insert(0, edge.clone());
    let mut figures = line![
        Span::styled(sparkline(figures, highest, years, symbols), ctx.style(Role::Bar)),
        ctx.strong(format!(" {latest:<LATEST$}")),
    ];
    if !has_spending(ctx.dossier()) {
        figures = Line::default();
    }
    let mut position = line![edge, Span::raw(" ")];
    match ctx.reached(ctx.app.treaty, id) {
        _ if !ctx.known.adopted(ctx.app.treaty) => position.push_span(ctx.plain(NOT_ADOPTED)),
        Some(step) => {
            let (name, mark) = (step.position.name(), ctx.certainty(&step.evidence));
            let name = wrap_marked(name, mark, 1, width.saturating_sub(4), symbols.ellipsis()).concat();
            position.push_span(ctx.position(step.position));
            position.push_span(ctx.plain(format!(" {name}")));
        }
        None if ctx.dossier().treaties.is_empty() => {}
        None => position.push_span(ctx.plain(NO_STEP_YET)),
    }
    [justify(name, figures, width, symbols.ellipsis()), position]
}
