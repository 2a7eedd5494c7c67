//! The selected state's aims and background: borders, capital, accession, and the treaties.

use ratatui::buffer::Buffer;
use ratatui::macros::line;
use ratatui::text::Line;

use crate::app::Panels;
use crate::config::Role;
use crate::dossier::model::{Border, State, Treaty, TreatyId};
use crate::dossier::{Date, Day, Dossier, Fact, wording};
use crate::ui::text::wrap_hanging;
use crate::ui::widgets::entry_list::EntryList;

use super::context::PanelContext;
use super::{Shown, marked_date};

/// Columns of the names of the background entries.
const NAME_WIDTH: usize = 9;

/// Returns whether any state or treaty has content for the panel.
pub fn has_content(dossier: &Dossier) -> bool {
    let of_state = |state: &State| {
        let named = state.formal.is_some() || state.capital.is_some() || state.nato_since.is_some();
        named || !state.aims.is_empty() || !state.borders.is_empty() || state.evidence.note.is_some()
    };
    let of_treaty = |treaty: &Treaty| {
        let dated = treaty.adopted.is_some() || treaty.in_force.is_some();
        dated || treaty.subject.is_some() || treaty.depositary.is_some()
    };
    dossier.states.iter().any(of_state) || dossier.treaties.iter().any(of_treaty)
}

/// Renders the panel.
pub fn render(ctx: &PanelContext<'_>, panels: &mut Panels, buf: &mut Buffer) {
    let selected = ctx.app.selected_state;
    let state = &ctx.dossier()[selected];
    let aims = ctx.known.aims(selected);
    let shown = aims.iter().map(|aim| Shown::dated(&aim.evidence, aim.date));
    let borders = state.borders.iter().map(|border| &border.evidence);
    let treaties = ctx.dossier().treaties.iter().map(|treaty| &treaty.evidence);
    let shown = shown.chain(borders.chain([&state.evidence]).chain(treaties).map(Shown::undated));
    let inner = ctx.frame("Aims and background", ctx.state_name(), ctx.legend(shown), buf);
    let (width, rows) = (inner.width, usize::from(inner.height));
    let mut list = EntryList::new();
    for (n, aim) in aims.iter().enumerate() {
        let first = Line::from(ctx.mark(Fact::Aim(selected, n)));
        let mut lines = wrap_hanging(first, &aim.text, ctx.style(Role::Strong), width);
        let by = aim.by.as_ref().map(|by| format!("{by}, ")).unwrap_or_default();
        let source = format!("{by}{}", marked_date(aim.date, &aim.evidence, ctx.symbols));
        lines.extend(wrap_hanging(Line::from(" "), &source, ctx.style(Role::Text), width));
        if ctx.app.zoomed {
            lines.extend(ctx.evidence_lines(&aim.evidence, 1, width));
        }
        list.gap();
        list.entry(Fact::Aim(selected, n), lines);
    }
    list.gap();
    let mut lines = background(ctx, width);
    if lines.is_empty() && aims.is_empty() {
        lines.push(Line::from(ctx.plain(" Nothing further is known.")));
    }
    list.entry(Fact::State(selected), lines);
    // The treaties follow if the whole treaty fits, or if the panel scrolls.
    for id in ctx.treaties() {
        if !ctx.app.zoomed && list.height() + 2 >= rows {
            break;
        }
        let lines = treaty(ctx, id, width);
        let fits = ctx.app.zoomed || list.height() + 1 + lines.len() <= rows;
        if ctx.known.adopted(id) && fits && lines.len() > 1 {
            list.gap();
            list.entry(Fact::Treaty(id), lines);
        }
    }
    ctx.render_list(list, inner, panels, buf);
}

/// Returns name, capital, accession, borders and note of the selected state.
fn background<'a>(ctx: &PanelContext<'a>, width: u16) -> Vec<Line<'a>> {
    let selected = ctx.app.selected_state;
    let state = &ctx.dossier()[selected];
    let mut lines: Vec<Line<'_>> = Vec::new();
    let entry = |name: &str, field: &str, value: &str| {
        let mark = ctx.mark_if(
            ctx.app.is_highlighted(Fact::State(selected)) && ctx.app.change_set.changed(selected, field),
        );
        let first = line![mark, ctx.plain(format!("{name:<NAME_WIDTH$}"))];
        wrap_hanging(first, value, ctx.style(Role::Strong), width)
    };
    let certainty = ctx.certainty(&state.evidence);
    if let Some(formal) = &state.formal {
        lines.extend(entry("name", "formal name", &format!("{formal}{certainty}")));
    }
    if let Some(capital) = &state.capital {
        lines.extend(entry("capital", "capital", &format!("{capital}{certainty}")));
    }
    if let Some(since) = state.nato_since {
        let joined = since <= ctx.known.day;
        let value = if joined { format!("since {}", Date::Day(since)) } else { "not yet".into() };
        lines.extend(entry("in NATO", "in NATO since", &(value + certainty)));
    }
    for border in &state.borders {
        lines.extend(entry("border", "borders", &border_label(ctx, border)));
        if ctx.app.zoomed {
            lines.extend(ctx.evidence_lines(&border.evidence, 1 + NAME_WIDTH, width));
        }
    }
    if let Some(note) = &state.evidence.note {
        lines.push(Line::default());
        lines.extend(wrap_hanging(Line::from(" "), note, ctx.style(Role::Secondary), width));
    }
    lines
}

/// Returns name, subject, dates and depositary of a treaty.
fn treaty<'a>(ctx: &PanelContext<'a>, id: TreatyId, width: u16) -> Vec<Line<'a>> {
    let treaty = &ctx.dossier()[id];
    let first = Line::from(ctx.mark(Fact::Treaty(id)));
    let name = format!("{}{}", treaty.name, ctx.certainty(&treaty.evidence));
    let mut lines = wrap_hanging(first, &name, ctx.style(Role::Strong), width);
    let day = |day: Option<Day>| day.filter(|day| *day <= ctx.known.day).map(Date::Day);
    let entries = [
        treaty.subject.as_ref().map(ToString::to_string),
        day(treaty.adopted).map(|day| format!("adopted {day}")),
        day(treaty.in_force).map(|day| format!("in force since {day}")),
        treaty.depositary.as_ref().map(|depositary| format!("depositary: {depositary}")),
    ];
    for entry in entries.into_iter().flatten() {
        lines.extend(wrap_hanging(Line::from(" "), &entry, ctx.style(Role::Text), width));
    }
    lines
}

/// Formats a border: "Russia, about 324 km ‡". Lengths are approximate.
fn border_label(ctx: &PanelContext<'_>, border: &Border) -> String {
    let name = border.name.as_deref().unwrap_or(&border.with);
    let certainty = ctx.certainty(&border.evidence);
    match border.km {
        Some(km) => format!("{name}, {}{certainty}", wording::length(km)),
        None => format!("{name}{certainty}"),
    }
}
