//! The way of a state in and out of a treaty: what is done, where it stands, what is not reached.

use ratatui::text::{Line, Span};

use crate::config::Role;
use crate::ui::Look;
use crate::ui::text::{Wide, cut_line};

/// A position on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Station {
    /// Its sign, styled.
    pub sign: Span<'static>,
    /// What it is called.
    pub name: &'static str,
    /// When it was reached; empty where it is not, or where no date is known.
    pub date: String,
    /// The year alone.
    pub year: String,
    /// Whether it was reached.
    pub reached: bool,
}

/// Blank columns between a name or date and the next station.
const GAP: usize = 2;

/// The track in three lines, signs, names and dates, evenly over `width` columns; `None` where names or dates
/// would touch.
pub fn in_full(stations: &[Station], width: u16, look: &Look<'_>) -> Option<[Line<'static>; 3]> {
    let (last, before) = stations.split_last()?;
    let wide = |station: &Station| station.name.columns().max(station.date.columns());
    let step = (usize::from(width).checked_sub(wide(last))?).checked_div(before.len())?;
    // A long screen needs no long track.
    let step = step.min(22);
    if before.iter().any(|station| wide(station) + GAP > step) {
        return None;
    }
    let current = stations.iter().rposition(|station| station.reached);
    let (mut signs, mut names, mut dates) = (Line::default(), Line::default(), Line::default());
    for (n, station) in stations.iter().enumerate() {
        if n > 0 {
            let (sign, role) = rail(station.reached, look);
            signs.spans.push(Span::styled(sign.repeat(step - 1), look.style(role)));
        }
        signs.spans.push(sign(station, look));
        let pad = if n + 1 < stations.len() { step } else { wide(station) };
        let role = match (Some(n) == current, station.reached) {
            (true, _) => Role::Strong,
            (false, true) => Role::Text,
            (false, false) => Role::Later,
        };
        names.spans.push(Span::styled(format!("{:<pad$}", station.name), look.style(role)));
        dates.spans.push(Span::styled(format!("{:<pad$}", station.date), look.style(role)));
    }
    Some([signs, names, dates])
}

/// The track in one line: the first station with its year, the current one with its date.
pub fn in_brief(stations: &[Station], width: u16, look: &Look<'_>) -> Line<'static> {
    let full = brief(stations, " ", look);
    // Without blanks there is room for the date, which says more.
    let line = if full.columns() <= usize::from(width) { full } else { brief(stations, "", look) };
    cut_line(line, usize::from(width), look.glyphs.cut())
}

fn brief(stations: &[Station], blank: &str, look: &Look<'_>) -> Line<'static> {
    let current = stations.iter().rposition(|station| station.reached);
    let mut line = Line::default();
    for (n, station) in stations.iter().enumerate() {
        if n > 0 {
            let (sign, role) = rail(station.reached, look);
            line.spans.push(Span::styled(format!("{blank}{sign}{blank}"), look.style(role)));
        }
        line.spans.push(sign(station, look));
        let date = match n {
            n if Some(n) == current => &station.date,
            0 => &station.year,
            _ => continue,
        };
        line.spans.push(Span::styled(format!(" {date}"), look.style(Role::Text)));
    }
    line
}

fn sign(station: &Station, look: &Look<'_>) -> Span<'static> {
    if station.reached {
        station.sign.clone()
    } else {
        Span::styled(station.sign.content.clone(), look.style(Role::Later))
    }
}

fn rail(reached: bool, look: &Look<'_>) -> (&'static str, Role) {
    if reached { (look.glyphs.track(), Role::Done) } else { (look.glyphs.lines().1, Role::Todo) }
}
