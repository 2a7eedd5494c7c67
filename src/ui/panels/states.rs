//! All states: position on the treaty in view, latest spending, and its development.

use ratatui::buffer::Buffer;
use ratatui::macros::line;
use ratatui::text::{Line, Span};

use crate::app::{ClickTarget, HitRegion, ScrollMetrics};
use crate::config::Role;
use crate::dossier::Dossier;
use crate::dossier::model::StateId;
use crate::ui::dated_spending_label;
use crate::ui::text::{DisplayWidth, justify, truncate};
use crate::ui::widgets::panel_block::{Titles, render_block, render_scrollbar};

use super::context::PanelContext;
use super::{NO_STEP_YET, NOT_ADOPTED, first_visible, sparkline};

/// The most years of a sparkline.
const YEARS: usize = 5;
/// Columns of the latest figure with its year.
const LATEST: usize = 11;
/// Rows of a state.
const ROWS: u16 = 2;

/// Returns the rows that all states fill, with blank rows between them, one below them, and the frame.
pub fn rows_of_all(dossier: &Dossier) -> u16 {
    u16::try_from(dossier.states.len()).unwrap_or(u16::MAX).saturating_mul(ROWS + 1).saturating_add(3)
}

/// Renders the list around the selected state.
pub fn render(ctx: &PanelContext<'_>, hits: &mut Vec<HitRegion>, buf: &mut Buffer) {
    let dossier = ctx.dossier();
    // The positions below the names are those on this treaty.
    let treaty = dossier.treaties.get(ctx.treaty().index()).map_or("", |treaty| &treaty.name);
    let legend = Line::from(ctx.plain(treaty));
    let titles = Titles { title: "States", right: "% of GDP", legend, focused: ctx.focused };
    let inner = render_block(titles, ctx.area, buf, ctx.render);
    let highest = ctx.known.highest_spending();
    let count = dossier.states.len();
    // Every state has as many years as fit beside the longest name.
    let longest = dossier.states.iter().map(|state| state.name.display_width()).max().unwrap_or_default();
    let years = usize::from(inner.width).saturating_sub(longest + LATEST + 6).min(YEARS);
    // Blank rows between the states, if all of them fit so.
    let blank = u16::from(count * usize::from(ROWS + 1) <= usize::from(inner.height) + 1);
    let fit = usize::from((inner.height + blank) / (ROWS + blank)).max(1);
    let first = first_visible(ctx.selected_state().index(), fit, count);
    // The padding of the frame has the mark of the selected state.
    let (x, width) = (inner.x - 1, inner.width + 1);
    let rows = (inner.y..inner.bottom()).step_by(usize::from(ROWS + blank));
    for (id, y) in dossier.state_ids().skip(first).take(fit).zip(rows) {
        let height = ROWS.min(inner.bottom() - y);
        hits.push(HitRegion { x, y, width, height, target: ClickTarget::State(id) });
        for (line, y) in entry(ctx, id, highest, years, width).into_iter().zip(y..y + height) {
            buf.set_line(x, y, &line, width);
        }
    }
    render_scrollbar(ScrollMetrics { lines: count, rows: fit }, first, inner, ctx.area, buf, ctx.render);
}

fn entry<'a>(ctx: &PanelContext<'a>, id: StateId, highest: f64, years: usize, width: u16) -> [Line<'a>; 2] {
    let state = &ctx.dossier()[id];
    let symbols = ctx.symbols;
    let selected = id == ctx.selected_state();
    let edge = match selected {
        true => Span::styled(symbols.selected(), ctx.style(Role::Focus)),
        false => Span::raw(" "),
    };
    let figures = ctx.known.spending(id).figures;
    let latest = figures.last().map(|latest| dated_spending_label(latest, symbols)).unwrap_or_default();
    let name = line![
        edge.clone(),
        ctx.state_mark(id),
        ctx.plain(format!("{} ", state.code)),
        Span::styled(state.name.as_str(), ctx.style(if selected { Role::Focus } else { Role::Strong })),
    ];
    let figures = line![
        Span::styled(sparkline(figures, highest, years, symbols), ctx.style(Role::Bar)),
        ctx.strong(format!(" {latest:<LATEST$}")),
    ];
    let mut position = line![edge, Span::raw(" ")];
    match ctx.known.stance(id, ctx.treaty()) {
        _ if !ctx.known.adopted(ctx.treaty()) => position.push_span(ctx.plain(NOT_ADOPTED)),
        Some(step) => {
            let name_width = usize::from(width).saturating_sub(4);
            position.push_span(ctx.position(step.position));
            let name = truncate(step.position.name(), name_width, symbols.ellipsis());
            position.push_span(ctx.plain(format!(" {name}")));
        }
        None if ctx.dossier().treaties.is_empty() => {}
        None => position.push_span(ctx.plain(NO_STEP_YET)),
    }
    [justify(name, figures, width, symbols.ellipsis()), position]
}
