//! One file for each panel.

mod background;
mod context;
mod map;
mod quotes;
mod spending;
mod stance;
mod states;
mod states_table;
mod timeline;

pub use context::PanelContext;
pub use quotes::QuoteHeights;
use spending::target_label;

use ratatui::buffer::Buffer;

use crate::app::{App, ClickTarget, Panel, Panels};
use crate::config::Role;
use crate::dossier::model::{DateBasis, Evidence, Position, Spending, Stance};
use crate::dossier::{Date, Dossier};

use super::layout::{Contents, Layout};
use super::map::world::World;
use super::symbols::Symbols;
use super::{RenderCache, RenderContext, hit_region};

/// Renders all panels of the layout.
pub fn render(
    app: &App,
    render: &RenderContext<'_>,
    layout: &Layout,
    panels: &mut Panels,
    cache: &mut RenderCache,
    buf: &mut Buffer,
) {
    let Some(known) = app.known() else { return };
    for (panel, area) in &layout.panels {
        let ctx = PanelContext::new(app, known, render, *panel, *area, layout.panels.len() > 1);
        panels.hits.push(hit_region(*area, ClickTarget::Panel(*panel)));
        match panel {
            Panel::States if states_table::fits(&ctx) => states_table::render(&ctx, panels, buf),
            Panel::States => states::render(&ctx, panels, buf),
            Panel::Stance => stance::render(&ctx, panels, buf),
            Panel::Spending => spending::render(&ctx, panels, buf),
            Panel::Quotes => quotes::render(&ctx, panels, &mut cache.heights, buf),
            Panel::Map => map::render(&ctx, panels, &mut cache.map, buf),
            Panel::Timeline => timeline::render(&ctx, panels, buf),
            Panel::Background => background::render(&ctx, panels, buf),
        }
    }
}

/// Returns which panels have content in a dossier, on any day and for any state, and how much space lists need.
pub fn contents(dossier: Option<&Dossier>) -> Contents {
    let Some(dossier) = dossier else {
        return Contents { empty: Vec::new(), states_columns: 0, states_rows: 0, timeline_rows: 0 };
    };
    let has_content = |panel: &Panel| match panel {
        Panel::States => true,
        Panel::Stance => !dossier.treaties.is_empty(),
        Panel::Spending => {
            has_spending(dossier) || dossier.states.iter().any(|state| !state.targets.is_empty())
        }
        Panel::Quotes => !dossier.quotes.is_empty(),
        Panel::Map => has_map(dossier),
        Panel::Timeline => !dossier.chronology.entries.is_empty(),
        Panel::Background => background::has_content(dossier),
    };
    Contents {
        empty: Panel::ALL.into_iter().filter(|panel| !has_content(panel)).collect(),
        states_columns: states::columns_of_all(dossier),
        states_rows: states::rows_of_all(dossier),
        timeline_rows: timeline::rows_of_all(dossier),
    }
}

/// Returns whether the dossier has figures of any state.
pub fn has_spending(dossier: &Dossier) -> bool {
    !dossier.editions.is_empty() || dossier.states.iter().any(|state| !state.spending.is_empty())
}

/// Returns whether the map has an outline of any state.
fn has_map(dossier: &Dossier) -> bool {
    dossier.states.iter().any(|state| World::coarse().index_of(&state.code).is_some())
}

/// Shown instead of the states if the filter matches none.
pub const NO_STATE_MATCHES: &str = "no state matches";
/// Shown instead of a position on a treaty that did not exist yet.
pub const NOT_ADOPTED: &str = "not yet adopted";
/// Shown instead of a position if the dossier has no step.
pub const NOT_IN_DOSSIER: &str = "not in the dossier";
/// Shown instead of a position if no step is known yet.
pub const NO_STEP_YET: &str = "no step known yet";

/// Returns the role of a position's symbol.
pub fn position_role(position: Position) -> Role {
    match position {
        Position::NeverJoined | Position::Signed => Role::Outside,
        Position::Party => Role::Bound,
        Position::Debating
        | Position::RecommendsWithdrawal
        | Position::ApprovedWithdrawal
        | Position::NotifiedWithdrawal => Role::Leaving,
        Position::Withdrawn => Role::Out,
    }
}

/// A fact on the screen, for the legend of its marks.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    evidence: &'a Evidence,
    /// Whether the fact is shown with its date.
    has_date: bool,
    /// Whether the fact is shown as an estimate.
    is_estimate: bool,
}

impl<'a> Shown<'a> {
    /// A fact without a date.
    pub fn undated(evidence: &'a Evidence) -> Shown<'a> {
        Shown { evidence, has_date: false, is_estimate: false }
    }

    /// A fact with its date, if that is known.
    pub fn dated(evidence: &'a Evidence, date: Option<Date>) -> Shown<'a> {
        Shown { has_date: date.is_some(), ..Shown::undated(evidence) }
    }

    /// A figure with the letter of an estimate.
    pub fn figure(figure: &'a Spending) -> Shown<'a> {
        Shown { is_estimate: figure.estimate, ..Shown::undated(&figure.evidence) }
    }
}

/// Formats a date. A `~` precedes derived and approximate dates.
pub fn date_label(date: Option<Date>, evidence: &Evidence) -> String {
    match (date, evidence.date_basis) {
        (None, _) => "undated".into(),
        (Some(date), DateBasis::Stated) => date.to_string(),
        (Some(date), _) => format!("~{date}"),
    }
}

/// Formats the date of a fact with all its marks: "~18 Mar 2025†".
pub fn marked_date(date: Option<Date>, evidence: &Evidence, symbols: Symbols) -> String {
    date_label(date, evidence) + symbols.certainty(evidence.certainty)
}

/// Returns the date when a state reached a position. `None` if it never joined.
pub fn reached_date(step: &Stance) -> Option<Date> {
    step.date.filter(|_| step.position != Position::NeverJoined)
}

/// Returns the last `years` of spending as bars; `highest` is the percentage of a full bar.
fn sparkline(spending: &[Spending], highest: f64, years: usize, symbols: Symbols) -> String {
    if highest <= 0.0 {
        return String::new();
    }
    let from = spending.len().saturating_sub(years);
    spending[from..]
        .iter()
        .map(|spending| symbols.spark((spending.percent / highest * 8.0).round() as u8))
        .collect()
}

/// Returns the first of `count` items to show if `fit` of them fit, so that the selected one is in the middle.
pub fn first_visible(selected: usize, fit: usize, count: usize) -> usize {
    selected.saturating_sub(fit / 2).min(count.saturating_sub(fit))
}
