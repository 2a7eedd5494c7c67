//! The map: states in the colours of their positions, and the frontiers.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::HitRegion;
use crate::config::{MapSymbols, Role};
use crate::dossier::model::{Position, StateId};
use crate::ui::layout::centered;
use crate::ui::map::data::{MapData, Place, PlaceKind, Side};
use crate::ui::map::labels::{LabelPlacer, OverlapPolicy};
use crate::ui::map::raster::{LineClass, Raster, RasterCache, RasterKey};
use crate::ui::map::view::MapView;
use crate::ui::text::{DisplayWidth, truncate};
use crate::ui::widgets::panel_block::{Titles, render_block};

use super::context::PanelContext;
use super::position_role;

/// Kilometres per column above which the names of small neighbours are left out.
const MAX_SCALE_FOR_SMALL: f64 = 35.0;
/// Those neighbours.
const SMALL_NEIGHBOURS: [&str; 7] = ["CZ", "SK", "HU", "RO", "MD", "AT", "DK"];
/// Columns from which on the names of seas are shown: on the map of the whole flank, and on closer ones.
const MIN_WIDTH_FOR_SEAS: (u16, u16) = (50, 30);

/// Renders the map, and notes where a click selects a state.
pub fn render(ctx: &PanelContext<'_>, cache: &mut RasterCache, hits: &mut Vec<HitRegion>, buf: &mut Buffer) {
    let dossier = ctx.dossier();
    let treaty = dossier.treaties.get(ctx.treaty().index());
    let right = match ctx.zoomed() {
        true => treaty.map_or("", |treaty| treaty.name.as_str()),
        false => ctx.state_name(),
    };
    let titles = Titles { title: "Map", right, legend: legend(ctx), focused: ctx.focused };
    let inner = render_block(titles, ctx.area, buf, ctx.render);
    let states: Vec<&str> = dossier.states.iter().map(|state| state.code.as_str()).collect();
    let selected = dossier.states.get(ctx.selected_state().index()).map(|state| state.code.as_str());
    // The map goes up to the frame.
    let full = Rect { x: inner.x - 1, width: inner.width + 2, ..inner };
    let Some(view) = MapView::choose(&states, selected, full.width, full.height) else {
        let text = "The map has none of these states.";
        let text = truncate(text, usize::from(inner.width), ctx.symbols.ellipsis());
        buf.set_line(inner.x, inner.y, &Line::from(ctx.plain(text)), inner.width);
        return;
    };
    // Outside of the data there is no map.
    let (columns, rows) = view.covered(full.width, full.height);
    let view = MapView::choose(&states, selected, columns, rows).unwrap_or(view);
    let area = centered(full, columns, rows);
    let marker = if ctx.symbols.ascii { MapSymbols::Ascii } else { ctx.render.marker };
    let raster = cache.get(RasterKey::new(view, columns, rows, marker, &states, selected));
    let data = view.data();
    cells(ctx, raster, data, area, hits, buf);
    let lines = raster.lines.iter().map(Option::is_some).collect();
    Labels { ctx, view: &view, data, raster, placer: LabelPlacer::new(columns, rows, lines), area, buf }
        .render();
}

/// Draws land, sea and lines.
fn cells(
    ctx: &PanelContext<'_>,
    raster: &Raster,
    data: &MapData,
    area: Rect,
    hits: &mut Vec<HitRegion>,
    buf: &mut Buffer,
) {
    let land: Vec<(Option<StateId>, Style)> = data
        .areas
        .iter()
        .map(|area| {
            let frontline = area.side == Side::Frontline;
            let state = frontline.then(|| ctx.dossier().state_by_code(&area.code)).flatten();
            (state, ctx.style(land_role(ctx, area.side, state)))
        })
        .collect();
    let sea = ctx.style(Role::Sea);
    for (position, (line, land_index)) in area.positions().zip(raster.lines.iter().zip(&raster.areas)) {
        let land = land_index.map(|n| land[usize::from(n)]);
        let cell = &mut buf[position];
        cell.set_style(land.map_or(sea, |(_, style)| style));
        if let Some((symbol, class)) = *line {
            cell.set_char(symbol).set_style(ctx.style(line_role(class)));
        }
        if let Some((Some(state), _)) = land {
            HitRegion::push_cell(hits, position.x, position.y, state);
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

/// Returns the tint of a piece of land: of a state of the dossier, that of its position on the treaty in view.
fn land_role(ctx: &PanelContext<'_>, side: Side, state: Option<StateId>) -> Role {
    match (state, side) {
        (Some(id), _) if id == ctx.selected_state() => Role::LandSelected,
        (Some(id), _) => match ctx.known.stance(id, ctx.treaty()) {
            Some(step) => tint_role(step.position),
            None => Role::LandNeighbour,
        },
        (None, Side::Adversary) => Role::LandAdversary,
        (None, _) => Role::LandNeighbour,
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

/// The positions that tints and symbols stand for, and the states without an outline.
fn legend<'a>(ctx: &PanelContext<'a>) -> Line<'a> {
    let dossier = ctx.dossier();
    let has_outline = |code: &str| MapData::coarse().state(code).is_some();
    let missing: Vec<&str> =
        dossier.states.iter().map(|state| state.code.as_str()).filter(|code| !has_outline(code)).collect();
    if missing.len() == dossier.states.len() {
        return Line::default();
    }
    let missing = match missing.is_empty() {
        true => String::new(),
        false => format!("not drawn whole: {}", missing.join(" ")),
    };
    let position = |id| ctx.known.stance(id, ctx.treaty()).map(|step| step.position);
    let mut positions: Vec<Position> = dossier.state_ids().filter_map(position).collect();
    positions.sort();
    positions.dedup();
    let mut line = Line::default();
    for position in positions {
        let style = ctx.style(position_role(position)).patch(ctx.style(tint_role(position)));
        let symbol = Span::styled(format!(" {} ", ctx.symbols.position(position)), style);
        let name = ctx.plain(format!(" {}", position.short()));
        let gap = if missing.is_empty() { 0 } else { 2 };
        let width = line.display_width() + symbol.display_width() + name.display_width();
        if width + gap + missing.display_width() + 7 > usize::from(ctx.area.width) {
            break;
        }
        if line.display_width() > 0 {
            line.push_span(" ");
        }
        line.spans.extend([symbol, name]);
    }
    if !missing.is_empty() {
        let gap = if line.display_width() > 0 { "  " } else { "" };
        line.push_span(ctx.plain(format!("{gap}{missing}")));
    }
    line
}

/// The names on a map.
struct Labels<'a> {
    ctx: &'a PanelContext<'a>,
    view: &'a MapView,
    data: &'a MapData,
    raster: &'a Raster,
    placer: LabelPlacer,
    area: Rect,
    buf: &'a mut Buffer,
}

impl<'a> Labels<'a> {
    /// Places the labels, the most important first; those without space are left out.
    fn render(&mut self) {
        // The symbol of the selected capital has to be at its place, names can be moved.
        let capital = self.places(PlaceKind::Capital).find(|place| self.is_selected(place));
        if let Some(capital) = capital {
            let symbol = self.ctx.symbols.capital();
            self.put(self.view.cell(capital.at), symbol, Role::Capital, OverlapPolicy::Anything);
        }
        self.states();
        if let Some(capital) = capital.filter(|_| !self.view.whole) {
            self.capital_name(capital);
        }
        self.neighbours();
        self.seas();
    }

    fn places(&self, kind: PlaceKind) -> impl Iterator<Item = &'a Place> + use<'a> {
        self.data.places.iter().filter(move |place| place.kind == kind)
    }

    fn state_of(&self, place: &Place) -> Option<StateId> {
        self.ctx.dossier().state_by_code(&place.code)
    }

    fn is_selected(&self, place: &Place) -> bool {
        self.state_of(place) == Some(self.ctx.selected_state())
    }

    /// Places a label near a cell, on the land that it names, and returns whether there was space.
    fn put(&mut self, at: (f64, f64), text: &str, role: Role, policy: OverlapPolicy) -> bool {
        let raster = self.raster;
        let own = raster.area_at(at);
        let on_land = |x: u16, y: u16| own.is_none() || raster.area_at((f64::from(x), f64::from(y))) == own;
        let Some((column, row)) = self.placer.place(at, text.display_width() as u16, policy, &on_land) else {
            return false;
        };
        // The tint stays.
        let style = self.ctx.style(role);
        let style = Style { bg: style.bg, ..style };
        self.buf.set_string(self.area.x + column, self.area.y + row, text, style);
        true
    }

    fn states(&mut self) {
        let states: Vec<(StateId, &Place)> = self
            .places(PlaceKind::State)
            .filter_map(|place| self.state_of(place).map(|id| (id, place)))
            .collect();
        // Names for all states, or codes for all: a mix would look like two kinds of things.
        let fits = |id: StateId| {
            let state = &self.ctx.dossier()[id];
            let width = state.name.display_width() as f64 * 1.3 + 3.0;
            let area = self.data.state(&state.code);
            area.is_none_or(|area| area.bounds.width() / self.view.column_km >= width)
        };
        let use_names = states.iter().all(|(id, _)| fits(*id));
        let (first, others): (Vec<_>, Vec<_>) =
            states.into_iter().partition(|(id, _)| *id == self.ctx.selected_state());
        for (id, place) in first.into_iter().chain(others) {
            let state = &self.ctx.dossier()[id];
            let name = if use_names { &state.name } else { &state.code };
            let text = match self.ctx.known.stance(id, self.ctx.treaty()) {
                Some(step) => format!("{} {name}", self.ctx.symbols.position(step.position)),
                None => name.to_string(),
            };
            let selected = id == self.ctx.selected_state();
            let role = if selected { Role::LabelSelected } else { Role::LabelState };
            self.put(self.view.cell(place.at), &text, role, OverlapPolicy::LinesIfNeeded);
        }
    }

    /// Places the name of the selected capital right or left of its symbol, else below or above it.
    fn capital_name(&mut self, capital: &Place) {
        let state = &self.ctx.dossier()[self.ctx.selected_state()];
        let name = state.capital.as_deref().unwrap_or(&capital.name);
        let (x, y) = self.view.cell(capital.at);
        let half = name.display_width() as f64 / 2.0;
        let places = [(x + half + 2.0, y), (x - half - 1.0, y), (x, y + 1.0), (x, y - 1.0)];
        places.into_iter().any(|at| self.put(at, name, Role::Capital, OverlapPolicy::ExactWithoutLines));
    }

    fn neighbours(&mut self) {
        let dossier = self.ctx.dossier();
        let is_neighbour = |place: &&Place| dossier.state_by_code(&place.code).is_none();
        for place in self.places(PlaceKind::State).filter(is_neighbour) {
            let at = self.view.cell(place.at);
            let code = place.code.as_str();
            let policy = OverlapPolicy::NoLines;
            if place.side == Side::Adversary {
                // A part that lies apart has only a code, which means the whole state and belongs there.
                let first = self.places(PlaceKind::State).find(|other| other.code == place.code);
                if place.name != place.code
                    && !self.put(at, &place.name.to_uppercase(), Role::LabelAdversary, policy)
                    && first == Some(place)
                {
                    self.put(at, code, Role::LabelAdversary, policy);
                }
            } else if self.view.column_km <= MAX_SCALE_FOR_SMALL || !SMALL_NEIGHBOURS.contains(&code) {
                self.put(at, code, Role::LabelNeighbour, policy);
            }
        }
    }

    /// Places the names of seas, one word below the other, whole or not at all.
    fn seas(&mut self) {
        let min_width = if self.view.whole { MIN_WIDTH_FOR_SEAS.0 } else { MIN_WIDTH_FOR_SEAS.1 };
        if self.area.width < min_width {
            return;
        }
        let policy = OverlapPolicy::ExactWithoutLines;
        for place in self.places(PlaceKind::Sea) {
            let (x, y) = self.view.cell(place.at);
            let words = || place.name.split(' ').zip(0u8..).map(|(word, n)| (word, (x, y + f64::from(n))));
            let fits = |(word, at): (&str, (f64, f64))| {
                let width = word.display_width() as u16;
                self.placer.clone().place(at, width, policy, &|_, _| true).is_some()
            };
            if words().all(fits) {
                words().for_each(|(word, at)| {
                    self.put(at, word, Role::LabelSea, policy);
                });
            }
        }
    }
}
