//! Positions on a day, computed from the rows of the fact base independently of the program.

use flank::dossier::Day;
use flank::dossier::model::Position;
use jiff::civil::date;
use rstest::rstest;
use serde_json::Value;

use super::stances::position;
use super::{ARTICLE, dossier, rows, states, text, treaty};

/// Returns the last day of a date such as "2025-07", as comparable numbers. An empty date is first.
fn end_of_span(date: &str) -> (i16, i8, i8) {
    let mut parts = date.split('-').map(|part| part.parse::<i16>().unwrap_or_default());
    let mut part = |otherwise: i16| parts.next().unwrap_or(otherwise);
    match date {
        "" => (0, 0, 0),
        // Day 31 is no earlier than the last of any month.
        _ => (part(0), i8::try_from(part(12)).unwrap(), i8::try_from(part(31)).unwrap()),
    }
}

/// Returns the position of the last row that had happened by a day.
fn expected(state: &Value, treaty: &str, day: Day) -> Option<Position> {
    let day = (day.year(), day.month(), day.day());
    let past = |row: &&Value| {
        let (year, month, last) = end_of_span(text(row, "date"));
        // A month is over on its own last day, which may be earlier than the 31st.
        let whole_month = text(row, "date").len() < 10 && (year, month) == (day.0, day.1);
        let month_is_over = date(day.0, day.1, 1).days_in_month() == day.2;
        if whole_month { month_is_over } else { (year, month, last) <= day }
    };
    let mut rows: Vec<_> = rows_of(state, treaty).into_iter().filter(past).collect();
    rows.sort_by_key(|row| end_of_span(text(row, "date")));
    rows.last().map(|row| position(row))
}

fn rows_of<'v>(state: &'v Value, treaty: &str) -> Vec<&'v Value> {
    let rows = state["stances"].as_array().unwrap();
    rows.iter().filter(|row| text(row, "treaty") == treaty).collect()
}

fn assert_positions(day: Day) {
    for (row, state) in states() {
        for id in ["apmbc", "ccm"] {
            let state_id = dossier().state_by_code(&state.code).unwrap();
            let known = dossier().as_of(day).stance(state_id, treaty(id)).map(|step| step.position);
            assert_eq!(known, expected(row, id, day), "{}, {id}, {day}", state.name);
        }
    }
}

#[rstest]
#[case::the_article(ARTICLE)]
#[case::today(date(2026, 11, 24))]
fn positions_match_the_fact_base_on_a_day(#[case] day: Day) {
    assert_positions(day);
}

/// A step counts on its day and not on the day before.
#[test]
fn positions_change_on_the_day_of_each_step() {
    let mut days = 0;
    for (row, _) in states() {
        for step in rows(row, "stances").iter().filter(|step| text(step, "date").len() == 10) {
            let day: Day = text(step, "date").parse().unwrap();
            assert_positions(day);
            assert_positions(day.yesterday().unwrap());
            days += 1;
        }
    }
    for month_end in [date(2025, 1, 30), date(2025, 1, 31), date(2025, 7, 30), date(2025, 7, 31)] {
        assert_positions(month_end);
    }
    assert!(days > 30, "only {days} days");
}

#[test]
fn dossier_matches_the_article_on_its_day() {
    let known = dossier().as_of(ARTICLE);
    let ottawa = treaty("apmbc");
    let states_at = |at: Position| -> Vec<&str> {
        let states = dossier().state_ids();
        let there = states.filter(|id| known.stance(*id, ottawa).is_some_and(|step| step.position == at));
        there.map(|id| dossier()[id].name.as_str()).collect()
    };
    assert_eq!(states_at(Position::RecommendsWithdrawal), ["Estonia", "Latvia", "Lithuania", "Poland"]);
    assert_eq!(states_at(Position::Debating), ["Finland"]);
    for id in dossier().state_ids() {
        // The edition with 2025 appeared in August. The previous year is known.
        assert_eq!(known.spending(id).latest().map(|figure| figure.year), Some(2024));
        assert_eq!(dossier().as_of(date(2025, 8, 28)).spending(id).latest().map(|f| f.year), Some(2025));
    }
}
