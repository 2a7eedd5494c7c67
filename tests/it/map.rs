//! Compares the outlines of the map with the list of states, and with other outlines of the same states.

use std::fs;

use flank::ui::map::geometry::{LonLat, Point};
use flank::ui::map::projection::Projection;
use flank::ui::map::world::World;

/// The members of the United Nations and the two observer states.
const STATES: &str = "AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH \
    CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FR GA GB GD GE GH GM GN GQ GR GT GW GY HN \
    HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME \
    MG MH MK ML MM MN MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PT PW PY QA RO RS RU RW SA \
    SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TZ UA UG US UY UZ VA VC VE VN VU \
    WS YE ZA ZM ZW PS";

#[test]
fn every_state_has_an_outline() {
    let codes: Vec<&str> = STATES.split_whitespace().collect();
    assert_eq!(codes.len(), 195);
    for world in [World::fine(), World::coarse()] {
        for code in &codes {
            let area = world.index_of(code).and_then(|index| world.area(index));
            let points = area.map_or(0, |area| world.main_places(area).count());
            assert!(points >= 3, "{code} has {points} points");
        }
    }
}

/// The outlines of a state in the GeoJSON file: lists of longitude and latitude.
fn rings(code: &str) -> Vec<Vec<LonLat>> {
    let text = fs::read_to_string("tests/map/flank.geojson").unwrap();
    let file: serde_json::Value = serde_json::from_str(&text).unwrap();
    let is_state = |feature: &&serde_json::Value| {
        feature["properties"]["kind"] == "state" && feature["properties"]["code"] == code
    };
    let features = file["features"].as_array().unwrap();
    let geometry = &features.iter().find(is_state).unwrap()["geometry"];
    let polygons = match geometry["type"].as_str().unwrap() {
        "Polygon" => vec![&geometry["coordinates"]],
        _ => geometry["coordinates"].as_array().unwrap().iter().collect(),
    };
    let place =
        |pair: &serde_json::Value| LonLat { lon: pair[0].as_f64().unwrap(), lat: pair[1].as_f64().unwrap() };
    let ring = |ring: &serde_json::Value| ring.as_array().unwrap().iter().map(place).collect();
    polygons.iter().flat_map(|polygon| polygon.as_array().unwrap()).map(ring).collect()
}

fn distance(point: Point, from: Point, to: Point) -> f64 {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length = dx * dx + dy * dy;
    let along = (((point.x - from.x) * dx + (point.y - from.y) * dy) / length.max(1e-9)).clamp(0.0, 1.0);
    libm::hypot(point.x - from.x - along * dx, point.y - from.y - along * dy)
}

// The GeoJSON file has the same source, but another program generated it.
#[test]
fn outlines_match_the_geojson_file_in_shape_and_detail() {
    let world = World::fine();
    for code in ["FI", "EE", "LV", "LT", "PL"] {
        let rings = rings(code);
        let projection = Projection::azimuthal(rings[0][0]);
        let area = world.area(world.index_of(code).unwrap()).unwrap();
        let lines: Vec<_> =
            area.parts.iter().filter_map(|part| world.project(part, &projection)).flatten().collect();
        let segments: Vec<(Point, Point)> =
            lines.iter().flat_map(|line| line.points.windows(2)).map(|pair| (pair[0], pair[1])).collect();
        let places = rings.iter().flatten();
        let farthest = places
            .map(|place| {
                let point = projection.project(*place);
                segments.iter().map(|(from, to)| distance(point, *from, *to)).fold(f64::INFINITY, f64::min)
            })
            .fold(0.0, f64::max);
        assert!(farthest < 8.0, "{code}: {farthest} km apart");
        assert!(
            segments.len() >= rings.iter().flatten().count() * 9 / 10,
            "{code}: {} segments",
            segments.len()
        );
    }
}
