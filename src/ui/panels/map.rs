//! The map: states in the colours of their positions, and the frontiers.

use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::macros::line;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::{ClickTarget, HitRegion, Panels};
use crate::config::{MapSymbols, Role};
use crate::dossier::model::{Position, StateId};
use crate::ui::hit_region;
use crate::ui::map::geometry::LonLat;
use crate::ui::map::labels::{LabelPlacer, OverlapPolicy};
use crate::ui::map::raster::{LineClass, MapCache, Raster, RasterKey, VisibleArea};
use crate::ui::map::subject::{Side, Subject};
use crate::ui::map::view::MapView;
use crate::ui::map::world::World;
use crate::ui::text::DisplayWidth;

use super::context::PanelContext;
use super::{Shown, position_role};

/// Columns from which the names of seas are shown: on the map of all states, and on closer maps.
const MIN_WIDTH_FOR_SEAS: (u16, u16) = (50, 30);
/// The most states with which labels may cover lines. With more states, labels without space are left out.
const MAX_STATES_OVER_LINES: usize = 8;
/// The fewest cells of a neighbour with a label.
const MIN_NEIGHBOUR_CELLS: u32 = 4;

/// Renders the map, and records where a click selects a state.
pub fn render(ctx: &PanelContext<'_>, panels: &mut Panels, cache: &mut MapCache, buf: &mut Buffer) {
    let dossier = ctx.dossier();
    let treaty = dossier.treaties.get(ctx.app.treaty.index());
    let right = match ctx.app.zoomed {
        true => treaty.map_or("", |treaty| treaty.name.as_str()),
        false => ctx.state_name(),
    };
    let inner = ctx.frame("Map", right, legend(ctx), buf);
    // The map extends to the frame.
    let area = Rect { x: inner.x - 1, width: inner.width + 2, ..inner };
    let selected = ctx.app.selected_state;
    let subject = ctx.app.dossier.as_ref().and_then(|dossier| cache.subject(dossier));
    let key = subject.map(|subject| RasterKey {
        view: MapView::choose(subject, selected, area.width, area.height, panels.map_zoom),
        columns: area.width,
        rows: area.height,
        marker: if ctx.symbols.ascii { MapSymbols::Ascii } else { ctx.render.marker },
        selected: subject.state(selected).map(|(area, _)| area),
    });
    let Some((key, (subject, raster))) = key.and_then(|key| Some((key, cache.raster(key)?))) else {
        let text = Line::from(ctx.plain("The map has none of these states."));
        return ctx.render.set_lines([text], inner, buf);
    };
    panels.map_zoom = key.view.zoom;
    cells(ctx, raster, subject, area, &mut panels.hits, buf);
    let lines = raster.lines.iter().map(Option::is_some).collect();
    let placer = LabelPlacer::new(area.width, area.height, lines);
    Labels { ctx, view: &key.view, subject, raster, placer, area, buf }.render();
}

/// Draws land, sea and lines.
fn cells(
    ctx: &PanelContext<'_>,
    raster: &Raster,
    subject: &Subject,
    area: Rect,
    hits: &mut Vec<HitRegion>,
    buf: &mut Buffer,
) {
    let land: Vec<(Option<StateId>, Style)> = subject
        .sides
        .iter()
        .map(|side| {
            let state = if let Side::State(id) = side { Some(*id) } else { None };
            (state, ctx.style(land_role(ctx, *side)))
        })
        .collect();
    let sea = ctx.style(Role::Sea);
    for (position, (line, area)) in area.positions().zip(raster.lines.iter().zip(&raster.areas)) {
        let land = area.and_then(|area| land.get(usize::from(area)));
        let cell = &mut buf[position];
        cell.set_style(land.map_or(sea, |(_, style)| *style));
        if let Some((symbol, class)) = *line {
            cell.set_char(symbol).set_style(ctx.style(line_role(class)));
            if class == LineClass::Frontier && ctx.render.theme.is_plain() {
                cell.set_symbol(ctx.render.frontier_symbol());
            }
        }
        if let Some((Some(state), _)) = land {
            let cell = Rect::from((position, Size::new(1, 1)));
            HitRegion::push(hits, hit_region(cell, ClickTarget::State(*state)));
        }
    }
}

fn line_role(class: LineClass) -> Role {
    match class {
        LineClass::Quiet => Role::LineQuiet,
        LineClass::Adversary => Role::LineAdversary,
        LineClass::State => Role::LineState,
        LineClass::Selected => Role::LineSelected,
        LineClass::Frontier => Role::Frontier,
    }
}

/// Returns the tint of an area. A state of the dossier has the tint of its position on the treaty in view.
fn land_role(ctx: &PanelContext<'_>, side: Side) -> Role {
    match side {
        // Without treaties, fills do not mean positions.
        Side::State(id) if id == ctx.app.selected_state && ctx.dossier().treaties.is_empty() => {
            Role::LandSelected
        }
        Side::State(id) => match ctx.known.stance(id, ctx.app.treaty) {
            Some(step) => tint_role(step.position),
            None => Role::LandNeighbour,
        },
        Side::Adversary => Role::LandAdversary,
        Side::Neighbour => Role::LandNeighbour,
    }
}

fn tint_role(position: Position) -> Role {
    match position_role(position) {
        Role::Bound => Role::LandBound,
        Role::Leaving => Role::LandLeaving,
        Role::Out => Role::LandOut,
        _ => Role::LandOutside,
    }
}

/// Returns the states without an outline, and the meaning of tints and symbols.
fn legend<'a>(ctx: &PanelContext<'a>) -> Vec<Line<'a>> {
    let dossier = ctx.dossier();
    let has_outline = |code: &str| World::coarse().index_of(code).is_some();
    let missing: Vec<&str> =
        dossier.states.iter().map(|state| state.code.as_str()).filter(|code| !has_outline(code)).collect();
    if missing.len() == dossier.states.len() {
        return Vec::new();
    }
    let mut parts = Vec::new();
    if !missing.is_empty() {
        parts.push(Line::from(ctx.plain(format!("not on the map: {}", missing.join(" ")))));
    }
    let reached = || dossier.state_ids().filter_map(|id| ctx.known.reached(id, ctx.app.treaty));
    let mut positions: Vec<Position> = reached().map(|step| step.position).collect();
    positions.sort();
    positions.dedup();
    for position in positions {
        let style = ctx.style(position_role(position)).patch(ctx.style(tint_role(position)));
        let symbol = Span::styled(format!(" {} ", ctx.symbols.position(position)), style);
        parts.push(line![symbol, ctx.plain(position.short())]);
    }
    parts.extend(ctx.legend(reached().map(|step| Shown::undated(&step.evidence))));
    let has_capital = dossier.states.iter().any(|state| state.capital_at.is_some());
    let symbols = [
        (dossier.has_frontier(), ctx.render.frontier_symbol(), Role::Frontier, " frontier"),
        (has_capital, ctx.symbols.capital(), Role::Capital, " capital"),
    ];
    for (_, symbol, role, name) in symbols.into_iter().filter(|(shown, ..)| *shown) {
        parts.push(line![Span::styled(symbol, ctx.style(role)), ctx.plain(name)]);
    }
    parts
}

/// The names on a map.
struct Labels<'a> {
    ctx: &'a PanelContext<'a>,
    view: &'a MapView,
    subject: &'a Subject,
    raster: &'a Raster,
    placer: LabelPlacer,
    area: Rect,
    buf: &'a mut Buffer,
}

impl<'a> Labels<'a> {
    /// Places the labels, the most important first; those without space are left out.
    fn render(&mut self) {
        // The symbol of a capital has to be at its exact place, but names can be moved.
        let symbol = self.ctx.symbols.capital();
        let selected = self.ctx.app.selected_state;
        let capital = self.capital(selected);
        if let Some(at) = capital {
            self.place_label(at, symbol, Role::Capital, OverlapPolicy::Anything);
        }
        self.states();
        if let Some(at) = capital {
            self.capital_name(selected, at);
        }
        self.neighbours();
        let others = self.ctx.dossier().state_ids().filter(|id| *id != selected && !self.view.whole);
        let others: Vec<_> = others.filter_map(|id| Some((id, self.capital(id)?))).collect();
        for (id, at) in others {
            if self.place_label(at, symbol, Role::Capital, OverlapPolicy::Anything) {
                self.capital_name(id, at);
            }
        }
        self.seas();
    }

    /// Returns the cell of a state's capital: the nearest cell on its land, since the cell of a port may be sea.
    fn capital(&self, id: StateId) -> Option<(f64, f64)> {
        let (x, y) = self.cell_of(self.ctx.dossier()[id].capital_at?);
        let own = self.subject.state(id).map(|(area, _)| area);
        const NEAR: [(f64, f64); 9] = [
            (0.0, 0.0),
            (0.0, -1.0),
            (0.0, 1.0),
            (-1.0, 0.0),
            (1.0, 0.0),
            (-1.0, -1.0),
            (1.0, -1.0),
            (-1.0, 1.0),
            (1.0, 1.0),
        ];
        let cells = NEAR.iter().map(|(across, down)| (x + across, y + down));
        cells.into_iter().find(|at| own.is_some() && self.raster.area_at(*at) == own)
    }

    /// Returns column and row of a latitude and a longitude.
    fn cell_of(&self, [lat, lon]: [f64; 2]) -> (f64, f64) {
        self.view.cell_of(LonLat { lon, lat })
    }

    /// Draws a label near a cell, on the land that it names. Returns whether there was space.
    fn place_label(&mut self, at: (f64, f64), text: &str, role: Role, policy: OverlapPolicy) -> bool {
        let raster = self.raster;
        let own = raster.area_at(at);
        let on_land = |x: u16, y: u16| own.is_none() || raster.area(x, y) == own;
        let Some((column, row)) = self.placer.place(at, text.display_width() as u16, policy, &on_land) else {
            return false;
        };
        // The tint of the map stays visible.
        let style = self.ctx.style(role);
        let style = Style { bg: style.bg, ..style };
        self.buf.set_string(self.area.x + column, self.area.y + row, text, style);
        true
    }

    /// Draws the names of all states, the selected one first, then the largest.
    fn states(&mut self) {
        let dossier = self.ctx.dossier();
        let mut states: Vec<(StateId, (f64, f64), f64)> = Vec::new();
        for (id, known) in dossier.state_ids().zip(&self.subject.states) {
            let Some((area, extent)) = known else { continue };
            let at = self.raster.middle_of(*area).unwrap_or_else(|| self.view.cell_of(extent.centre));
            states.push((id, at, extent.width * extent.height));
        }
        let is_visible = |at: &(f64, f64)| self.placer.contains(*at);
        states.retain(|(_, at, _)| is_visible(at));
        // All states get names, or all get codes, since a mix would suggest a difference.
        let fits = |id: StateId| {
            let width = dossier[id].name.display_width() as f64 * 1.3 + 3.0;
            self.subject.state(id).is_none_or(|(_, extent)| extent.width / self.view.column_km >= width)
        };
        let use_names = states.iter().all(|(id, ..)| fits(*id));
        let selected = self.ctx.app.selected_state;
        states.sort_by(|one, other| {
            (other.0 == selected).cmp(&(one.0 == selected)).then(other.2.total_cmp(&one.2))
        });
        for (id, at, _) in states {
            let state = &dossier[id];
            let name = if use_names { &state.name } else { &state.code };
            let text = match self.ctx.known.reached(id, self.ctx.app.treaty) {
                Some(step) => {
                    let (symbol, mark) =
                        (self.ctx.symbols.position(step.position), self.ctx.certainty(&step.evidence));
                    format!("{symbol} {name}{mark}")
                }
                None => name.to_string(),
            };
            let role = if id == selected { Role::LabelSelected } else { Role::LabelState };
            let policy = if id == selected { OverlapPolicy::LinesIfNeeded } else { self.policy() };
            self.place_label(at, &text, role, policy);
        }
    }

    /// Returns what labels may cover.
    fn policy(&self) -> OverlapPolicy {
        match self.ctx.dossier().states.len() <= MAX_STATES_OVER_LINES {
            true => OverlapPolicy::LinesIfNeeded,
            false => OverlapPolicy::NoLines,
        }
    }

    /// Draws the name of a capital right or left of its symbol, otherwise below or above it.
    fn capital_name(&mut self, id: StateId, (x, y): (f64, f64)) {
        let Some(name) = &self.ctx.dossier()[id].capital else { return };
        let half = name.display_width() as f64 / 2.0;
        let places = [(x + half + 2.0, y), (x - half - 1.0, y), (x, y + 1.0), (x, y - 1.0)];
        places
            .into_iter()
            .any(|at| self.place_label(at, name, Role::Capital, OverlapPolicy::ExactWithoutLines));
    }

    /// Draws the names of areas beyond a frontier, then those of other neighbours, the largest first.
    fn neighbours(&mut self) {
        for side in [Side::Adversary, Side::Neighbour] {
            for VisibleArea { area, cells, middle: at } in self.raster.visible.iter().copied() {
                let Some(area) = self.view.world().area(area).filter(|_| self.subject.side(area) == side)
                else {
                    continue;
                };
                if side == Side::Adversary {
                    let name = area.name.to_uppercase();
                    let _ = self.place_label(at, &name, Role::LabelAdversary, OverlapPolicy::NoLines)
                        || self.place_label(at, area.code, Role::LabelAdversary, self.policy());
                } else if self.ctx.dossier().map.names(area.code) && cells >= MIN_NEIGHBOUR_CELLS {
                    self.place_label(at, area.code, Role::LabelNeighbour, self.policy());
                }
            }
        }
    }

    /// Draws the names of seas that fit completely, one word below the other.
    fn seas(&mut self) {
        let min_width = if self.view.whole { MIN_WIDTH_FOR_SEAS.0 } else { MIN_WIDTH_FOR_SEAS.1 };
        if self.area.width < min_width {
            return;
        }
        let policy = OverlapPolicy::ExactWithoutLines;
        for sea in &self.ctx.dossier().map.seas {
            let (x, y) = self.cell_of(sea.at);
            let words = || sea.name.split(' ').zip(0u8..).map(|(word, n)| (word, (x, y + f64::from(n))));
            let fits = |(word, at): (&str, (f64, f64))| {
                let width = word.display_width() as u16;
                self.placer.clone().place(at, width, policy, &|_, _| true).is_some()
            };
            if words().all(fits) {
                words().for_each(|(word, at)| {
                    self.place_label(at, word, Role::LabelSea, policy);
                });
            }
        }
    }
}
