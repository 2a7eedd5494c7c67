//! The track of a state into a treaty and out of it: the milestones reached, the current one, and those ahead.

use ratatui::text::{Line, Span};

use crate::config::Role;
use crate::ui::RenderContext;
use crate::ui::text::{DisplayWidth, truncate_line};

/// A position on the track.
#[derive(Debug, Clone, PartialEq)]
pub struct Milestone {
    /// Its symbol in its colour.
    pub symbol: Span<'static>,
    /// Its name.
    pub name: &'static str,
    /// The date when it was reached. Empty if it was not reached, or if the date is unknown.
    pub date: String,
    /// The year of that date.
    pub year: String,
    /// Whether it was reached.
    pub reached: bool,
}

impl Milestone {
    fn symbol(&self, ctx: &RenderContext<'_>) -> Span<'static> {
        match self.reached {
            true => self.symbol.clone(),
            false => Span::styled(self.symbol.content.clone(), ctx.style(Role::Later)),
        }
    }

    fn width(&self) -> usize {
        self.name.display_width().max(self.date.display_width())
    }
}

/// Columns between a name or date and the next milestone.
const GAP: usize = 2;
/// The largest distance of two milestones, in columns.
const MAX_STEP: usize = 22;

/// Returns the track in three lines: symbols, names and dates. `None` if names or dates would touch.
pub fn detailed(milestones: &[Milestone], width: u16, ctx: &RenderContext<'_>) -> Option<[Line<'static>; 3]> {
    let (last, before) = milestones.split_last()?;
    let step = (usize::from(width).checked_sub(last.width())?).checked_div(before.len())?.min(MAX_STEP);
    if before.iter().any(|milestone| milestone.width() + GAP > step) {
        return None;
    }
    let current = milestones.iter().rposition(|milestone| milestone.reached);
    let (mut symbols, mut names, mut dates) = (Line::default(), Line::default(), Line::default());
    for (n, milestone) in milestones.iter().enumerate() {
        if n > 0 {
            let (symbol, role) = rail(milestone.reached, ctx);
            symbols.push_span(Span::styled(symbol.repeat(step - 1), ctx.style(role)));
        }
        symbols.push_span(milestone.symbol(ctx));
        let width = if n < before.len() { step } else { milestone.width() };
        let style = ctx.style(match (Some(n) == current, milestone.reached) {
            (true, _) => Role::Strong,
            (false, true) => Role::Text,
            (false, false) => Role::Later,
        });
        names.push_span(Span::styled(format!("{:<width$}", milestone.name), style));
        dates.push_span(Span::styled(format!("{:<width$}", milestone.date), style));
    }
    Some([symbols, names, dates])
}

/// Returns the track in one line: the first milestone with its year, the current one with its date.
pub fn compact(milestones: &[Milestone], width: u16, ctx: &RenderContext<'_>) -> Line<'static> {
    let width = usize::from(width);
    let spaced = spaced(milestones, " ", ctx);
    // Without blanks there may be space for the date.
    let line = if spaced.display_width() <= width { spaced } else { self::spaced(milestones, "", ctx) };
    truncate_line(line, width, ctx.symbols.ellipsis())
}

fn spaced(milestones: &[Milestone], blank: &str, ctx: &RenderContext<'_>) -> Line<'static> {
    let current = milestones.iter().rposition(|milestone| milestone.reached);
    let mut line = Line::default();
    for (n, milestone) in milestones.iter().enumerate() {
        if n > 0 {
            let (symbol, role) = rail(milestone.reached, ctx);
            line.push_span(Span::styled(format!("{blank}{symbol}{blank}"), ctx.style(role)));
        }
        line.push_span(milestone.symbol(ctx));
        let date = match n {
            n if Some(n) == current => &milestone.date,
            0 => &milestone.year,
            _ => continue,
        };
        line.push_span(Span::styled(format!(" {date}"), ctx.style(Role::Text)));
    }
    line
}

/// Returns the symbol and role of the line before a milestone.
fn rail(reached: bool, ctx: &RenderContext<'_>) -> (&'static str, Role) {
    if reached { (ctx.symbols.track(), Role::Done) } else { (ctx.symbols.lines().1, Role::Todo) }
}
