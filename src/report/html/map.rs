//! SVG maps of the states' positions, one per treaty, with the outlines of the dashboard's map.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use crate::config::{MapSymbols, Role};
use crate::dossier::Dossier;
use crate::dossier::model::Position;
use crate::ui::map::geometry::{LonLat, Point};
use crate::ui::map::labels::{LabelPlacer, OverlapPolicy};
use crate::ui::map::outline::{is_outside, simplified};
use crate::ui::map::raster::{LineClass, Raster, RasterKey, line_class};
use crate::ui::map::subject::{Side, Subject};
use crate::ui::map::view::MapView;
use crate::ui::map::world::World;
use crate::ui::position_role;
use crate::ui::symbols::Symbols;

use super::super::briefing::{Briefing, State, Treaty};
use super::super::screenshot::svg::escaped;
use super::coordinate;

/// The width of the map in cells of the dashboard. Labels are placed in cells.
const COLUMNS: u16 = 100;
/// The fewest and the most rows.
const ROWS: (u16, u16) = (22, 60);
/// The width and height of a cell in the drawing.
const CELL: (f64, f64) = (10.0, 20.0);
/// The smallest islands of neighbours, in cells of width.
const MIN_ISLAND_CELLS: f64 = 0.6;
/// The fine outlines are used at fewer kilometres per unit of the drawing.
const MAX_FINE_KM: f64 = 5.0;
/// The smallest neighbours with a name, in visible cells.
const MIN_NEIGHBOUR_CELLS: u32 = 12;

/// A point of the drawing.
type Xy = (f64, f64);

/// Returns a map for each treaty on which a state has a known position. Empty if the outlines contain none of the
/// states.
pub(super) fn maps(dossier: &Dossier, briefing: &Briefing) -> String {
    let Some(subject) = Subject::new(dossier) else { return String::new() };
    let (width, height) = (subject.bounds.width().max(1.0), subject.bounds.height());
    let rows = (f64::from(COLUMNS) / 2.0 * height / width).clamp(ROWS.0.into(), ROWS.1.into()).ceil();
    let view = MapView::whole(&subject, COLUMNS.into(), rows);
    let key =
        RasterKey { view, columns: COLUMNS, rows: rows as u16, marker: MapSymbols::Braille, selected: None };
    let raster = Raster::draw(&key, &subject);
    let map = Map { dossier, briefing, view, subject, raster };
    let is_known = |treaty: &&Treaty| briefing.states.iter().any(|state| position(state, treaty).is_some());
    let treaties: Vec<&Treaty> = briefing.treaties.iter().filter(is_known).collect();
    let labels = map.labels();
    let mut html = String::new();
    for (n, treaty) in treaties.into_iter().enumerate() {
        html += &map.figure(treaty, n == 0, &labels);
    }
    html
}

/// Returns the position of a state on a treaty.
fn position(state: &State, treaty: &Treaty) -> Option<Position> {
    state.treaties.iter().find(|standing| standing.treaty == treaty.id)?.position
}

/// Returns the class of a position in the style sheet.
fn class(position: Option<Position>) -> &'static str {
    match position.map(position_role) {
        Some(Role::Bound) => "bound",
        Some(Role::Leaving) => "leaving",
        Some(Role::Out) => "out",
        Some(_) => "outside",
        None => "neighbour",
    }
}

/// A label around its middle, and the state that it names.
struct Label<'a> {
    at: Xy,
    text: String,
    state: Option<&'a State>,
    class: &'static str,
}

struct Map<'a> {
    dossier: &'a Dossier,
    briefing: &'a Briefing,
    view: MapView,
    subject: Subject,
    raster: Raster,
}

// Writing to a string cannot fail, so the results are ignored.
impl<'a> Map<'a> {
    fn size(&self) -> Xy {
        (f64::from(COLUMNS) * CELL.0, f64::from(self.raster.rows) * CELL.1)
    }

    fn xy(&self, point: Point) -> Xy {
        let (x, y) = self.view.cell(point);
        (x * CELL.0, y * CELL.1)
    }

    /// Draws the positions on a treaty. The first map defines the shapes for all maps.
    fn figure(&self, treaty: &Treaty, first: bool, labels: &[Label<'_>]) -> String {
        let (width, height) = self.size();
        let name = escaped(&treaty.name);
        let mut html = format!(
            "<figure>\n<svg class=\"map\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
             role=\"img\" aria-label=\"Map of the positions on the {name}; the list below names them.\">\n"
        );
        if first {
            html += &self.shapes();
        }
        html += "<use href=\"#map-surroundings\"/>\n";
        for (id, known) in self.dossier.states.iter().zip(&self.subject.states) {
            let Some((area, _)) = known else { continue };
            let state = self.briefing.states.iter().find(|state| *state.code == *id.code);
            let class = class(state.and_then(|state| position(state, treaty)));
            let _ = writeln!(html, "<use href=\"#map-{area}\" class=\"{class}\"/>");
        }
        html += "<use href=\"#map-lines\"/>\n";
        for Label { at: (x, y), text, state, class } in labels {
            let symbol = state.and_then(|state| position(state, treaty));
            let symbol = symbol.map(|position| format!("{} ", Symbols { ascii: false }.position(position)));
            let text = escaped(text);
            let _ = writeln!(
                html,
                "<text class=\"{class}\" x=\"{}\" y=\"{}\">{}{text}</text>",
                coordinate(*x),
                coordinate(*y),
                symbol.unwrap_or_default()
            );
        }
        html += "</svg>\n";
        let _ = write!(html, "<figcaption><b>{name}</b>\n{}</figcaption>\n</figure>\n", self.legend(treaty));
        html
    }

    /// Lists the states by position, and explains the line of a frontier.
    fn legend(&self, treaty: &Treaty) -> String {
        let mut states: BTreeMap<Option<Position>, Vec<String>> = BTreeMap::new();
        for state in &self.briefing.states {
            states.entry(position(state, treaty)).or_default().push(escaped(&state.name));
        }
        let mut html = String::from("<ul class=\"legend\">\n");
        // States without a position come last.
        let unknown = states.remove(&None).map(|names| (None, names));
        for (position, names) in states.into_iter().chain(unknown) {
            let name = match position {
                Some(position) => {
                    format!("{} {}", Symbols { ascii: false }.position(position), position.name())
                }
                None => "nothing is known on this day".into(),
            };
            let (class, names) = (class(position), names.join(", "));
            let _ = writeln!(html, "<li><span class=\"key {class}\"></span>{name}: {names}</li>");
        }
        if self.dossier.has_frontier() {
            html += "<li><svg class=\"mark\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 14 14\" \
                     aria-hidden=\"true\"><path class=\"border frontier\" d=\"M0 7H14\"/></svg>frontier</li>\n";
        }
        html + "</ul>\n"
    }

    /// Defines the shapes of the surroundings, the states and the lines.
    fn shapes(&self) -> String {
        // The drawing has a higher resolution than the dashboard.
        let is_close = self.view.column_km / CELL.0 < MAX_FINE_KM;
        let world = if is_close { World::fine() } else { World::coarse() };
        let radius = self.view.radius();
        let (width, height) = self.size();
        let mut surroundings = format!("<rect class=\"sea\" width=\"{width}\" height=\"{height}\"/>\n");
        let mut states = String::new();
        let mut lines: BTreeMap<LineClass, String> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for (index, area) in (0u8..).zip(&world.areas) {
            let side = self.subject.side(index);
            let smallest =
                self.view.column_km * if matches!(side, Side::State(_)) { 0.1 } else { MIN_ISLAND_CELLS };
            let mut fill = String::new();
            for (n, part) in area.parts.iter().enumerate() {
                if (n > 0 && part.bounds.size_km() < smallest) || !self.view.may_show(&part.bounds, radius) {
                    continue;
                }
                let mut outline = Vec::new();
                for line in world.project(part, &self.view.projection).unwrap_or_default() {
                    let points: Vec<Xy> = line.points.iter().map(|point| self.xy(*point)).collect();
                    let points = simplified(&points);
                    if seen.insert(line.number) {
                        let class = line_class(line.sides, &self.subject, None);
                        *lines.entry(class).or_default() += &self.stroke(&points);
                    }
                    outline.push(points);
                }
                for ring in rings(outline) {
                    fill += &path(&clipped(ring, self.size()), "z");
                }
            }
            if fill.is_empty() {
                continue;
            }
            let _ = match side {
                Side::State(_) => {
                    writeln!(states, "<path id=\"map-{index}\" fill-rule=\"evenodd\" d=\"{fill}\"/>")
                }
                side => {
                    let class = if side == Side::Adversary { "adversary" } else { "neighbour" };
                    writeln!(surroundings, "<path class=\"{class}\" fill-rule=\"evenodd\" d=\"{fill}\"/>")
                }
            };
        }
        let lines = lines.into_iter().filter(|(_, path)| !path.is_empty()).map(|(class, path)| {
            let class = match class {
                LineClass::Quiet | LineClass::Adversary => "",
                LineClass::State | LineClass::Selected => " state",
                LineClass::Frontier => " frontier",
            };
            format!("<path class=\"border{class}\" d=\"{path}\"/>\n")
        });
        format!(
            "<defs>\n<g id=\"map-surroundings\">\n{surroundings}</g>\n{states}<g id=\"map-lines\">\n{}</g>\n</defs>\n",
            lines.collect::<String>()
        )
    }

    /// Returns the visible segments of a line.
    fn stroke(&self, points: &[Xy]) -> String {
        let mut stroke = String::new();
        let mut run: Vec<Xy> = Vec::new();
        for pair in points.windows(2) {
            if is_outside(pair, self.size()) {
                stroke += &path(&std::mem::take(&mut run), "");
            } else {
                if run.is_empty() {
                    run.push(pair[0]);
                }
                run.push(pair[1]);
            }
        }
        stroke + &path(&run, "")
    }

    /// Places the labels, the most important first. Omits those that do not fit.
    fn labels(&self) -> Vec<Label<'a>> {
        let lines = self.raster.lines.iter().map(Option::is_some).collect();
        let mut placer = LabelPlacer::new(COLUMNS, self.raster.rows, lines);
        let mut labels = Vec::new();
        let mut add = |at: Xy, text: String, state: Option<&'a State>, class, policy| {
            // The symbol of a position takes two columns.
            let width = text.width() as u16 + if state.is_some() { 2 } else { 0 };
            let own = self.raster.area_at(at);
            let on_land = |x: u16, y: u16| own.is_none() || self.raster.area_at((x.into(), y.into())) == own;
            if let Some((column, row)) = placer.place(at, width, policy, &on_land) {
                let x = (f64::from(column) + f64::from(width) / 2.0) * CELL.0;
                labels.push(Label { at: (x, f64::from(row) * CELL.1 + 15.0), text, state, class });
            }
        };
        let states = self.dossier.states.iter().zip(&self.subject.states);
        let known: Vec<_> = states.filter_map(|(state, known)| Some((state, (*known)?))).collect();
        // Either all states have names or all have codes. A mix would look like two kinds of areas.
        let use_names = known.iter().all(|(state, (_, extent))| {
            extent.width / self.view.column_km >= state.name.width() as f64 + 3.0
        });
        for (state, (area, extent)) in known {
            let at = self.raster.middle_of(area).unwrap_or_else(|| self.view.cell_of(extent.centre));
            let text = if use_names { &state.name } else { &state.code };
            let reported = self.briefing.states.iter().find(|reported| *reported.code == *state.code);
            add(at, text.to_string(), reported, "name", OverlapPolicy::LinesIfNeeded);
        }
        let world = self.view.world();
        for visible in &self.raster.visible {
            let Some(area) = world.area(visible.area) else { continue };
            let is_shown = match self.subject.side(visible.area) {
                Side::State(_) => false,
                Side::Adversary => true,
                Side::Neighbour => self.dossier.map.names(area.code) && visible.cells >= MIN_NEIGHBOUR_CELLS,
            };
            if is_shown {
                add(visible.middle, area.name.to_owned(), None, "place", OverlapPolicy::NoLines);
            }
        }
        for sea in &self.dossier.map.seas {
            let [lat, lon] = sea.at;
            let at = self.view.cell_of(LonLat { lon, lat });
            add(at, sea.name.to_string(), None, "water", OverlapPolicy::ExactWithoutLines);
        }
        labels
    }
}

/// Joins lines with common ends into rings.
fn rings(mut lines: Vec<Vec<Xy>>) -> Vec<Vec<Xy>> {
    let mut rings = Vec::new();
    while let Some(mut ring) = lines.pop() {
        while let Some(end) = ring.last().copied().filter(|end| ring.first() != Some(end)) {
            let is_next = |line: &Vec<Xy>| line.first() == Some(&end) || line.last() == Some(&end);
            let Some(next) = lines.iter().position(is_next) else { break };
            let mut line = lines.swap_remove(next);
            if line.first() != Some(&end) {
                line.reverse();
            }
            ring.extend(line.into_iter().skip(1));
        }
        rings.push(ring);
    }
    rings
}

/// Clips a ring to the drawing (Sutherland and Hodgman).
fn clipped(mut ring: Vec<Xy>, (width, height): Xy) -> Vec<Xy> {
    let edges: [&dyn Fn(Xy) -> f64; 4] =
        [&|(x, _)| x, &|(x, _)| width - x, &|(_, y)| y, &|(_, y)| height - y];
    for depth in edges {
        let mut kept = Vec::with_capacity(ring.len());
        for (from, to) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            let (inside_from, inside_to) = (depth(*from), depth(*to));
            if inside_from >= 0.0 {
                kept.push(*from);
            }
            if (inside_from >= 0.0) != (inside_to >= 0.0) {
                let share = inside_from / (inside_from - inside_to);
                kept.push((from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share));
            }
        }
        ring = kept;
    }
    ring
}

/// Returns points as path data followed by `end`; empty for a single point.
fn path(points: &[Xy], end: &str) -> String {
    let mut coordinates: Vec<String> =
        points.iter().map(|(x, y)| format!("{} {}", coordinate(*x), coordinate(*y))).collect();
    coordinates.dedup();
    if coordinates.len() < 2 { String::new() } else { format!("M{}{end}", coordinates.join(" ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_joined_in_either_direction() {
        let lines = vec![
            vec![(0.0, 0.0), (1.0, 0.0)],
            vec![(0.0, 0.0), (0.0, 1.0), (1.0, 1.0)],
            vec![(1.0, 1.0), (1.0, 0.0)],
            vec![(5.0, 5.0), (6.0, 5.0), (5.0, 6.0), (5.0, 5.0)],
        ];
        let joined = rings(lines);
        assert_eq!(joined.len(), 2);
        assert!(joined.iter().all(|ring| ring.first() == ring.last()), "{joined:?}");
        assert_eq!(joined.iter().map(Vec::len).sum::<usize>(), 9);
    }

    #[test]
    fn ring_is_clipped_to_the_drawing() {
        let triangle = vec![(-10.0, 5.0), (10.0, -5.0), (10.0, 15.0)];
        let ring = clipped(triangle, (10.0, 10.0));
        assert!(ring.iter().all(|(x, y)| (0.0..=10.0).contains(x) && (0.0..=10.0).contains(y)), "{ring:?}");
        assert!(ring.contains(&(10.0, 0.0)) && ring.contains(&(0.0, 10.0)), "{ring:?}");
        assert!(clipped(vec![(-3.0, 0.0), (-1.0, 0.0), (-2.0, 4.0)], (10.0, 10.0)).is_empty());
        assert_eq!(path(&[(1.0, 2.0)], "z"), "");
    }
}
