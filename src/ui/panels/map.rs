//! The map: which state stands where, and the frontiers.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::{Extent, HitRegion};
use crate::config::{Marker, Role};
use crate::dossier::model::{Position, StateId};
use crate::ui::map::data::{MapData, PlaceKind, Side};
use crate::ui::map::labels::{LabelPlacer, OverlapPolicy};
use crate::ui::map::marker::sign;
use crate::ui::map::raster::{LineClass, Raster};
use crate::ui::map::view::View;
use crate::ui::text::{DisplayWidth, truncate};
use crate::ui::widgets::block::Frame;

use super::context::PanelContext;
use super::position_role;

/// Above this many kilometres a column the names of small neighbours are left out.
const NO_SMALL_NEIGHBOURS: f64 = 35.0;
/// Those neighbours.
const SMALL_NEIGHBOURS: [&str; 7] = ["CZ", "SK", "HU", "RO", "MD", "AT", "DK"];

/// Draws the map, and reports where a click selects a state.
pub fn draw(scene: &PanelContext<'_>, buf: &mut Buffer, hits: &mut Vec<HitRegion>) -> Extent {
    let dossier = scene.known.dossier;
    let treaty = dossier.treaties.get(scene.treaty.index());
    let title =
        if scene.zoomed { treaty.map_or("", |treaty| treaty.name.as_str()) } else { scene.state_name() };
    let frame = Frame { title: "Map", right: title, legend: legend(scene), focused: scene.focused };
    let inner = frame.draw_tight(scene.area, buf, scene.look);
    let codes: Vec<&str> = dossier.states.iter().map(|state| state.code.as_str()).collect();
    let selected = dossier.states.get(scene.selected_state.index()).map(|state| state.code.as_str());
    let Some(view) = View::choose(&codes, selected, inner.width, inner.height) else {
        // The map itself goes up to the frame; words keep their distance.
        let width = inner.width.saturating_sub(2);
        let line =
            truncate("The map has none of these states.", usize::from(width), scene.look.symbols.ellipsis());
        buf.set_line(inner.x + 1, inner.y, &Line::from(scene.plain(line)), width);
        return Extent::default();
    };
    // A panel larger than what there are data for has the map in its middle.
    let (columns, rows) = view.covered(inner.width, inner.height);
    let view = View::choose(&codes, selected, columns, rows).unwrap_or(view);
    let inner = Rect {
        x: inner.x + (inner.width - columns) / 2,
        y: inner.y + (inner.height - rows) / 2,
        width: columns,
        height: rows,
    };
    let marker = if scene.look.symbols.ascii { Marker::Ascii } else { scene.look.marker };
    let raster = Raster::kept(&view, inner.width, inner.height, marker, &codes, selected);
    let geo = view.geo();
    // What each area is: a state of the dossier by its place there, or land by its side.
    let states: Vec<Option<StateId>> = geo
        .areas
        .iter()
        .map(|area| (area.side == Side::Frontline).then(|| dossier.state_by_code(&area.code)).flatten())
        .collect();
    let tints: Vec<Style> =
        geo.areas.iter().zip(&states).map(|(area, id)| tint(scene, area.side, *id)).collect();
    let sea = scene.look.style(Role::Sea);
    for row in 0..inner.height {
        for column in 0..inner.width {
            let index = raster.index(column, row);
            let cell = &mut buf[(inner.x + column, inner.y + row)];
            let area = raster.areas[index].map(usize::from);
            cell.set_style(area.map_or(sea, |area| tints[area]));
            let (bits, class) = raster.lines[index];
            if let Some(class) = class {
                cell.set_char(ink(marker, bits, class)).set_style(scene.look.style(line_role(class)));
            }
            if let Some(id) = area.and_then(|area| states[area]) {
                HitRegion::add_cell(hits, inner.x + column, inner.y + row, id);
            }
        }
    }
    let drawn = raster.lines.iter().map(|(bits, _)| *bits != 0).collect();
    let room = LabelPlacer::new(inner.width, inner.height, drawn);
    names(scene, &view, geo, &raster, room, inner, buf);
    Extent::default()
}

/// In ASCII the sign itself tells who drew it.
fn ink(marker: Marker, bits: u8, class: LineClass) -> char {
    match (marker, class) {
        (Marker::Ascii, LineClass::Frontier) => '#',
        (Marker::Ascii, LineClass::Selected) => '*',
        (Marker::Ascii, LineClass::State) => '+',
        _ => sign(marker, bits),
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

/// The ground of a piece of land: of a state of the dossier by its position on the treaty in view.
fn tint(scene: &PanelContext<'_>, side: Side, id: Option<StateId>) -> Style {
    let role = match (id, side) {
        (Some(id), _) if id == scene.selected_state => Role::LandSelected,
        (Some(id), _) => match scene.known.stance(id, scene.treaty).map(|step| step.position) {
            Some(position) => land_role(position),
            None => Role::LandNeighbour,
        },
        (None, Side::Adversary) => Role::LandAdversary,
        (None, _) => Role::LandNeighbour,
    };
    scene.look.style(role)
}

fn land_role(position: Position) -> Role {
    match position_role(position) {
        Role::Bound => Role::LandBound,
        Role::Leaving => Role::LandLeaving,
        Role::Out => Role::LandOut,
        _ => Role::LandOutside,
    }
}

/// Which positions the tints and symbols mean, and which states the map does not draw whole.
fn legend<'a>(scene: &PanelContext<'a>) -> Line<'a> {
    let dossier = scene.known.dossier;
    let missing: Vec<&str> = dossier
        .states
        .iter()
        .filter(|state| MapData::coarse().state(&state.code).is_none())
        .map(|state| state.code.as_str())
        .collect();
    if missing.len() == dossier.states.len() {
        return Line::default();
    }
    let lacks =
        if missing.is_empty() { String::new() } else { format!("not drawn whole: {}", missing.join(" ")) };
    let mut positions: Vec<Position> = dossier
        .state_ids()
        .filter_map(|id| scene.known.stance(id, scene.treaty).map(|step| step.position))
        .collect();
    positions.sort();
    positions.dedup();
    let mut line = Line::default();
    for position in positions {
        let style = scene.look.style(position_role(position)).patch(scene.look.style(land_role(position)));
        let sign = Span::styled(format!(" {} ", scene.look.symbols.position(position)), style);
        let name = scene.plain(format!(" {}", position.short()));
        let gap = if lacks.is_empty() { 0 } else { 2 };
        if line.display_width()
            + sign.display_width()
            + name.display_width()
            + gap
            + lacks.display_width()
            + 7
            > usize::from(scene.area.width)
        {
            break;
        }
        if line.display_width() > 0 {
            line.spans.push(Span::raw(" "));
        }
        line.spans.extend([sign, name]);
    }
    if !lacks.is_empty() {
        line.spans.push(scene.plain(format!("{}{lacks}", if line.display_width() > 0 { "  " } else { "" })));
    }
    line
}

/// Names, the most important first; what finds no room is left out.
fn names(
    scene: &PanelContext<'_>,
    view: &View,
    geo: &MapData,
    raster: &Raster,
    mut room: LabelPlacer,
    inner: Rect,
    buf: &mut Buffer,
) {
    let dossier = scene.known.dossier;
    let look = scene.look;
    let mut put = |room: &mut LabelPlacer, at: (f64, f64), text: &str, role: Role, over: OverlapPolicy| {
        let width = text.display_width() as u16;
        // A name stays on the land that it names.
        let land = |x: f64, y: f64| {
            let inside =
                (0.0..f64::from(raster.columns)).contains(&x) && (0.0..f64::from(raster.rows)).contains(&y);
            inside.then(|| raster.areas[raster.index(x as u16, y as u16)]).flatten()
        };
        let own = land(at.0, at.1);
        let home = |x: u16, y: u16| own.is_none() || land(f64::from(x), f64::from(y)) == own;
        if let Some((column, row)) = room.place(at, width, over, &home) {
            write(buf, inner.x + column, inner.y + row, text, look.style(role));
            return true;
        }
        false
    };
    let ours = |code: &str| dossier.state_by_code(code);
    let places = |kind: PlaceKind| geo.places.iter().filter(move |place| place.kind == kind);
    // Full names only where all of them have room: two kinds of labels side by side look like two kinds of
    // things.
    let full = places(PlaceKind::State).filter_map(|place| ours(&place.code)).all(|id| {
        let state = &dossier[id];
        geo.state(&state.code).is_none_or(|area| {
            area.bounds.width() / view.column_km >= state.name.display_width() as f64 * 1.3 + 3.0
        })
    });
    let selected = scene.selected_state;
    let mut states: Vec<(StateId, (f64, f64))> = places(PlaceKind::State)
        .filter_map(|place| ours(&place.code).map(|id| (id, view.cell(place.at))))
        .collect();
    states.sort_by_key(|(id, _)| *id != selected);
    // The selected state's capital first: the dot is where it is, while a name may give way.
    let capital = places(PlaceKind::Capital).find(|place| ours(&place.code) == Some(selected));
    if let Some(capital) = capital {
        let at = view.cell(capital.at);
        put(&mut room, at, look.symbols.capital(), Role::Capital, OverlapPolicy::Anything);
    }
    for (id, at) in states {
        let state = &dossier[id];
        let name = if full { state.name.as_str() } else { state.code.as_str() };
        let text = match scene.known.stance(id, scene.treaty) {
            Some(step) => format!("{} {name}", look.symbols.position(step.position)),
            None => name.to_owned(),
        };
        let role = if id == selected { Role::LabelSelected } else { Role::LabelState };
        put(&mut room, at, &text, role, OverlapPolicy::LinesIfNeeded);
    }
    if let Some(capital) = capital.filter(|_| !view.whole) {
        let name = dossier[selected].capital.as_deref().unwrap_or(&capital.name);
        let (x, y) = view.cell(capital.at);
        // Beside the dot, on either side, or below or above it.
        let half = name.display_width() as f64 / 2.0;
        for at in [(x + half + 2.0, y), (x - half - 1.0, y), (x, y + 1.0), (x, y - 1.0)] {
            if put(&mut room, at, name, Role::Capital, OverlapPolicy::NoLinesAndThere) {
                break;
            }
        }
    }
    for place in places(PlaceKind::State).filter(|place| ours(&place.code).is_none()) {
        let at = view.cell(place.at);
        match place.side {
            Side::Adversary if place.name == place.code => {}
            Side::Adversary => {
                let name = place.name.to_uppercase();
                // The code means the whole state, not a part of it that lies apart.
                let first = places(PlaceKind::State).find(|other| other.code == place.code);
                if !put(&mut room, at, &name, Role::LabelAdversary, OverlapPolicy::NoLines)
                    && first == Some(place)
                {
                    put(&mut room, at, &place.code, Role::LabelAdversary, OverlapPolicy::NoLines);
                }
            }
            _ if view.column_km > NO_SMALL_NEIGHBOURS && SMALL_NEIGHBOURS.contains(&place.code.as_str()) => {}
            _ => {
                put(&mut room, at, &place.code, Role::LabelNeighbour, OverlapPolicy::NoLines);
            }
        }
    }
    for place in places(PlaceKind::Sea) {
        let at = view.cell(place.at);
        let wide = if view.whole { inner.width >= 50 } else { inner.width >= 30 };
        if !wide {
            continue;
        }
        // A name of several words stands below itself, whole or not at all.
        let words: Vec<&str> = place.name.split(' ').collect();
        let at = |n: usize| (at.0, at.1 + n as f64);
        let fits = |room: &LabelPlacer, n: usize| {
            room.clone()
                .place(at(n), words[n].display_width() as u16, OverlapPolicy::NoLinesAndThere, &|_, _| true)
                .is_some()
        };
        if (0..words.len()).all(|n| fits(&room, n)) {
            for (n, word) in words.iter().enumerate() {
                put(&mut room, at(n), word, Role::LabelSea, OverlapPolicy::NoLinesAndThere);
            }
        }
    }
}

/// Writes over the map, keeping its ground.
fn write(buf: &mut Buffer, x: u16, y: u16, text: &str, style: Style) {
    let style = Style { bg: style.bg, ..style };
    buf.set_string(x, y, text, style);
}
