//! Dossiers of other regions: the screen depends on nothing in the built-in dossier.

use insta::assert_snapshot;

use crate::screens::screen::{LATE, Screen};

const NORDIC: &str = include_str!("../../dossiers/valid/nordic.toml");
const ALL_OF_NATO: &str = include_str!("../../dossiers/valid/nato.toml");
const ANTIMERIDIAN: &str = include_str!("../../dossiers/valid/antimeridian.toml");

#[test]
fn screens_of_nordic_states() {
    let screen = |size| Screen::empty(size, LATE).edit(NORDIC);
    assert_snapshot!("denmark-120x40", screen((120, 40)).text());
    assert_snapshot!("denmark-80x24", screen((80, 24)).text());
    // The map shows one of these states, and lists the others.
    assert_snapshot!("finland-120x40", screen((120, 40)).keys("4").text());
    assert_snapshot!("wall-120x40", screen((120, 40)).keys("v").text());
    assert_snapshot!("map-80x24", screen((80, 24)).keys("3 Tab Tab Tab Tab Enter").text());
}

#[test]
fn other_panels_take_the_space_of_an_empty_map() {
    let nowhere = NORDIC.replace("\"FI\"", "\"XF\"");
    assert_snapshot!("no-map-120x40", Screen::empty((120, 40), LATE).edit(&nowhere).text());
}

#[test]
fn screens_of_many_states_and_across_the_antimeridian() {
    for (name, dossier) in
        [("nato", ALL_OF_NATO), ("nato-example", flank::dossier::NATO), ("antimeridian", ANTIMERIDIAN)]
    {
        for size in [(80, 24), (120, 40)] {
            let screen = Screen::empty(size, LATE).edit(dossier).keys("2");
            assert_snapshot!(format!("{name}-{}x{}", size.0, size.1), screen.text());
        }
    }
    assert_snapshot!("nato-wall-80x24", Screen::empty((80, 24), LATE).edit(ALL_OF_NATO).keys("v").text());
}
