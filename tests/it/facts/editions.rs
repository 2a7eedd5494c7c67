//! The editions of NATO's table, read from the file with the `toml` crate, independently of the program.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use flank::dossier::BUILT_IN;
use serde_json::Value;
use toml::{Table, Value as Toml};

use super::{additions, facts, rows, text};

/// Returns the shipped dossier as TOML.
fn file() -> &'static Table {
    static FILE: LazyLock<Table> = LazyLock::new(|| BUILT_IN.parse().unwrap());
    &FILE
}

/// Returns the editions of the file.
pub fn of_file() -> impl Iterator<Item = &'static Table> {
    tables(file(), "edition")
}

/// Returns the tables of an array in the file.
fn tables(of: &'static Table, key: &str) -> impl Iterator<Item = &'static Table> {
    of.get(key).and_then(Toml::as_array).into_iter().flatten().filter_map(Toml::as_table)
}

/// A figure of an edition.
#[derive(Debug, PartialEq)]
struct Figure {
    percent: f64,
    estimate: bool,
    certainty: &'static str,
}

/// Returns the figure of a state and year in an edition.
fn figure(edition: &'static Table, code: &str, year: i64) -> Option<Figure> {
    let cell = edition["percent"].get(code)?.get(year.to_string())?;
    let percent = cell.get("percent").unwrap_or(cell).as_float().unwrap();
    let from = edition["estimates_from"].as_integer().unwrap();
    let estimate = cell.get("estimate").map_or(year >= from, |own| own.as_bool().unwrap());
    let certainty = cell.get("certainty").map_or("confirmed", |own| own.as_str().unwrap());
    Some(Figure { percent, estimate, certainty })
}

/// Returns the editions of the additions that are meant to be in the dossier.
fn shipped() -> impl Iterator<Item = &'static Value> {
    rows(additions(), "editions").iter().filter(|row| row["ship"] == true)
}

#[test]
fn every_figure_of_every_edition_matches_the_additions() {
    let editions: Vec<_> = of_file().collect();
    assert_eq!(editions.len(), shipped().count());
    let mut figures = 0;
    for (edition, row) in editions.into_iter().zip(shipped()) {
        for key in ["id", "title"] {
            assert_eq!(edition[key].as_str().unwrap(), text(row, key));
        }
        // The dossier spells it in one way.
        assert_eq!(edition["publisher"].as_str().unwrap(), text(row, "publisher").replace("Nato", "NATO"));
        let id = text(row, "id");
        assert_eq!(edition["published"].as_datetime().unwrap().to_string(), text(row, "published"), "{id}");
        let series = row["series"].as_object().unwrap();
        let states = edition["percent"].as_table().unwrap();
        assert_eq!(states.keys().collect::<BTreeSet<_>>(), series.keys().collect::<BTreeSet<_>>(), "{id}");
        for (code, series) in series {
            let series = series.as_array().unwrap();
            assert_eq!(states[code].as_table().unwrap().len(), series.len(), "years of {code} in {id}");
            for of_row in series {
                let year = of_row["year"].as_i64().unwrap();
                let singles = row["single"].as_array().into_iter().flatten();
                let is_single = singles.into_iter().any(|single| single[0] == **code && single[1] == year);
                let expected = Figure {
                    percent: of_row["percent"].as_f64().unwrap(),
                    estimate: of_row["estimate"].as_bool().unwrap(),
                    certainty: if is_single { "single-source" } else { "confirmed" },
                };
                assert_eq!(figure(edition, code, year), Some(expected), "{code} {year} in {id}");
                figures += 1;
            }
        }
    }
    assert_eq!(figures, 5 * (11 + 12 + 13));
}

#[test]
fn edition_of_the_first_fact_base_is_unchanged() {
    let edition = of_file().find(|edition| edition["id"].as_str() == Some("nato-2025-08")).unwrap();
    for state in rows(facts(), "states") {
        for row in rows(state, "spending") {
            let year = row["year"].as_i64().unwrap();
            let figure = figure(edition, text(state, "code"), year).unwrap();
            assert_eq!(Some(figure.percent), row["percent"].as_f64(), "{row}");
            assert_eq!(Some(figure.estimate), row["estimate"].as_bool(), "{row}");
            let single = text(row, "confidence") == "single";
            assert_eq!(figure.certainty == "single-source", single, "{row}");
        }
    }
}

#[test]
fn editions_name_prices_and_scope() {
    for (edition, row) in of_file().zip(shipped()) {
        let basis = edition["basis"].as_str().unwrap();
        let of_row = text(row, "basis");
        let price_base = of_row.split(" prices").next().unwrap().rsplit(' ').next().unwrap();
        assert!(basis.contains(&format!("{price_base} prices")), "{basis}");
        assert_eq!(basis.starts_with("Core"), of_row.starts_with("Core"), "{basis}");
        let cut_off = text(row, "cut_off").trim_start_matches(|c: char| c != '-').trim_start_matches('-');
        let (month, day) = cut_off.split_once('-').unwrap();
        let month = if month == "06" { "June" } else { "July" };
        let note = edition["note"].as_str().unwrap();
        assert!(note.contains(&format!("up to {} {month}", day.trim_start_matches('0'))), "{note}");
    }
}

/// Editions are not mixed within a series: states have no separate figures, and editions cite only their own table.
#[test]
pub fn figures_are_in_editions_only() {
    assert!(tables(file(), "state").all(|state| !state.contains_key("spending")));
    let tables_of_nato: BTreeSet<_> = of_file().map(|edition| source_ids(edition)[0]).collect();
    assert_eq!(tables_of_nato.len(), 3);
    for edition in of_file() {
        let ids = source_ids(edition);
        assert_eq!(ids.iter().filter(|id| tables_of_nato.contains(*id)).count(), 1, "{ids:?}");
    }
}

/// Returns the ids of the sources of a table.
fn source_ids(of: &'static Table) -> Vec<&'static str> {
    of["sources"].as_array().unwrap().iter().filter_map(Toml::as_str).collect()
}

/// Returns the ids of the sources that editions and their figures name.
pub fn cited() -> BTreeSet<&'static str> {
    let of_figures = of_file().flat_map(|edition| edition["percent"].as_table().unwrap().values());
    let of_figures =
        of_figures.flat_map(|years| years.as_table().unwrap().values()).filter_map(Toml::as_table);
    let own = of_figures.filter(|figure| figure.contains_key("sources"));
    of_file().chain(own).flat_map(source_ids).collect()
}

#[test]
fn every_source_has_a_kind() {
    for source in tables(file(), "source") {
        let kind = source.get("kind").and_then(Toml::as_str).unwrap_or_default();
        assert!(["official", "press", "other"].contains(&kind), "{source:?}");
    }
}

/// The fact base names the publisher or address of each official source.
#[test]
fn pages_of_states_and_organisations_are_official() {
    let official =
        [".gov.", "valtioneuvosto.fi", "defmin.fi", "kam.lt", "urm.lt", "lrs.lt", "nato.int", "president.lv"];
    for source in tables(file(), "source") {
        let url = source.get("url").and_then(Toml::as_str).unwrap_or_default();
        let host = url.split('/').nth(2).unwrap_or_default();
        if official.iter().any(|of| host.contains(of)) && !host.contains("ddnews") {
            assert_eq!(source["kind"].as_str(), Some("official"), "{url}");
        }
    }
}

/// The fact base calls the quotations of an official source so; texts of the press are not among them.
#[test]
fn official_quotations_have_official_or_own_sources() {
    for row in rows(additions(), "quotes").iter().filter(|row| text(row, "certainty") == "single official") {
        let url = text(&row["sources"][0], "url");
        let source = tables(file(), "source").find(|of| of.get("url").and_then(Toml::as_str) == Some(url));
        let Some(source) = source.filter(|_| row["ship"] == true) else { continue };
        let own = text(row, "office_that_day").contains("Campaign");
        assert_eq!(source["kind"].as_str(), Some(if own { "other" } else { "official" }), "{url}");
    }
}
