//! Every problem of the file, in full.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::config::Role;
use crate::dashboard::{Extent, State};
use crate::dossier::{Level, Other, Problem};
use crate::ui::Look;
use crate::ui::text::{hanging, wrap};

/// Draws all problems, or says that there are none.
pub fn draw(state: &State, look: &Look<'_>, body: Rect, buf: &mut Buffer) -> Extent {
    let width = body.width.min(110);
    let room = width.saturating_sub(4);
    let mut lines: Vec<Line<'_>> = Vec::new();
    if let Some(why) = &state.unreadable {
        lines.extend(wrap(&format!("{}: {why}.", state.file.name), room).into_iter().map(Line::from));
        lines.push(Line::default());
        let hint = "It is read as soon as it is there and can be.";
        lines.extend(wrap(hint, room).into_iter().map(Line::from));
    } else if state.problems.is_empty() {
        let text = if state.dossier.is_some() { "Nothing is wrong with the file." } else { "Reading …" };
        lines.push(Line::from(text));
    }
    let digits = state.problems.iter().map(|problem| problem.place.to_string().len()).max().unwrap_or(0);
    for problem in &state.problems {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(entry(problem, digits, room, look));
    }
    let count = match state.problems.len() {
        0 => String::new(),
        1 => "1 problem".into(),
        n => format!("{n} problems"),
    };
    let title = format!("Problems in {}", state.file.name);
    super::in_the_middle(&title, &count, width, &lines, state, (look, body, buf))
}

/// The place, and beside it what was found, what was expected and the nearest right thing.
fn entry<'a>(problem: &Problem, digits: usize, width: u16, look: &Look<'_>) -> Vec<Line<'a>> {
    let (sign, role) = match problem.level {
        Level::Error => (look.glyphs.alarm(), Role::Alarm),
        Level::Warning => (look.glyphs.dot(), Role::Strong),
    };
    let place = format!("{:>digits$} ", problem.place.to_string());
    let indent = digits + 3;
    let first = Line::from(vec![
        Span::styled(format!("{sign} "), look.style(role)),
        Span::styled(place, look.style(Role::Strong)),
    ]);
    let mut lines = hanging(first, &problem.message, look.style(Role::Text), width);
    let mut more = |text: String, role: Role| {
        let first = Line::from(" ".repeat(indent));
        lines.extend(hanging(first, &text, look.style(role), width));
    };
    if let Some(expected) = &problem.expected {
        more(format!("expected {expected}"), Role::Text);
    }
    if let Some(Other { place, what, .. }) = &problem.other {
        more(format!("{what} at {place}"), Role::Text);
    }
    if let Some(nearest) = &problem.nearest {
        more(format!("did you mean `{nearest}`?"), Role::Strong);
    }
    lines
}
