//! The way of a state in and out of a treaty: what is done, where it stands, what is not reached.

use ratatui::text::{Line, Span};

use crate::config::Role;
use crate::ui::RenderContext;
use crate::ui::text::{DisplayWidth, truncate_line};

/// A position on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Milestone {
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

/// Blank columns between a name or date and the next milestone.
const GAP: usize = 2;

/// The track in three lines, signs, names and dates, evenly over `width` columns; `None` where names or dates
/// would touch.
pub fn detailed(
    milestones: &[Milestone],
    width: u16,
    look: &RenderContext<'_>,
) -> Option<[Line<'static>; 3]> {
    let (last, before) = milestones.split_last()?;
    let wide = |milestone: &Milestone| milestone.name.display_width().max(milestone.date.display_width());
    let step = (usize::from(width).checked_sub(wide(last))?).checked_div(before.len())?;
    // A long screen needs no long track.
    let step = step.min(22);
    if before.iter().any(|milestone| wide(milestone) + GAP > step) {
        return None;
    }
    let current = milestones.iter().rposition(|milestone| milestone.reached);
    let (mut signs, mut names, mut dates) = (Line::default(), Line::default(), Line::default());
    for (n, milestone) in milestones.iter().enumerate() {
        if n > 0 {
            let (sign, role) = rail(milestone.reached, look);
            signs.spans.push(Span::styled(sign.repeat(step - 1), look.style(role)));
        }
        signs.spans.push(sign(milestone, look));
        let pad = if n + 1 < milestones.len() { step } else { wide(milestone) };
        let role = match (Some(n) == current, milestone.reached) {
            (true, _) => Role::Strong,
            (false, true) => Role::Text,
            (false, false) => Role::Later,
        };
        names.spans.push(Span::styled(format!("{:<pad$}", milestone.name), look.style(role)));
        dates.spans.push(Span::styled(format!("{:<pad$}", milestone.date), look.style(role)));
    }
    Some([signs, names, dates])
}

/// The track in one line: the first milestone with its year, the current one with its date.
pub fn compact(milestones: &[Milestone], width: u16, look: &RenderContext<'_>) -> Line<'static> {
    let full = brief(milestones, " ", look);
    // Without blanks there is room for the date, which says more.
    let line = if full.display_width() <= usize::from(width) { full } else { brief(milestones, "", look) };
    truncate_line(line, usize::from(width), look.symbols.ellipsis())
}

fn brief(milestones: &[Milestone], blank: &str, look: &RenderContext<'_>) -> Line<'static> {
    let current = milestones.iter().rposition(|milestone| milestone.reached);
    let mut line = Line::default();
    for (n, milestone) in milestones.iter().enumerate() {
        if n > 0 {
            let (sign, role) = rail(milestone.reached, look);
            line.spans.push(Span::styled(format!("{blank}{sign}{blank}"), look.style(role)));
        }
        line.spans.push(sign(milestone, look));
        let date = match n {
            n if Some(n) == current => &milestone.date,
            0 => &milestone.year,
            _ => continue,
        };
        line.spans.push(Span::styled(format!(" {date}"), look.style(Role::Text)));
    }
    line
}

fn sign(milestone: &Milestone, look: &RenderContext<'_>) -> Span<'static> {
    if milestone.reached {
        milestone.sign.clone()
    } else {
        Span::styled(milestone.sign.content.clone(), look.style(Role::Later))
    }
}

fn rail(reached: bool, look: &RenderContext<'_>) -> (&'static str, Role) {
    if reached { (look.symbols.track(), Role::Done) } else { (look.symbols.lines().1, Role::Todo) }
}
