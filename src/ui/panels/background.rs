//! The selected state's aims, and what lies behind: borders, capital, accession.

use ratatui::buffer::Buffer;
use ratatui::text::{Line, Span};

use crate::config::Role;
use crate::dossier::model::{Border, TreatyId};
use crate::dossier::{Date, Day, Fact};
use crate::ui::text::wrap_hanging;
use crate::ui::widgets::block::Frame;

use super::context::PanelContext;
use super::dated;
use super::facts::{FactLines, Seen};

/// Draws what there is.
pub fn draw(scene: &PanelContext<'_>, buf: &mut Buffer) -> Seen {
    let selected = scene.selected_state;
    let dossier = scene.known.dossier;
    let state = &dossier[selected];
    let aims = scene.known.aims(selected);
    let frame = Frame {
        title: "Aims and background",
        right: scene.state_name(),
        legend: scene
            .legend(aims.iter().map(|aim| &aim.evidence).chain(state.borders.iter().map(|b| &b.evidence))),
        focused: scene.focused,
    };
    let inner = frame.draw(scene.area, buf, scene.look);
    let width = inner.width;
    let text = scene.look.style(Role::Text);
    let mut lines = FactLines::default();
    for (n, aim) in aims.iter().enumerate() {
        let first = Line::from(scene.mark(Fact::Aim(selected, n)));
        let doubt = scene.look.symbols.certainty(aim.evidence.certainty);
        let mut own = wrap_hanging(first, &aim.text, scene.look.style(Role::Strong), width);
        let mut by = aim.by.iter().map(|by| format!("{by}, ")).collect::<String>();
        by += &format!("{}{doubt}", dated(aim.date, &aim.evidence));
        own.extend(wrap_hanging(Line::from(" "), &by, text, width));
        if scene.zoomed {
            own.extend(super::backing_lines(scene, &aim.evidence, &|| Line::from(" "), width));
        }
        lines.gap();
        lines.fact(Fact::Aim(selected, n), own);
    }
    lines.gap();
    let mut own: Vec<Line<'_>> = Vec::new();
    // An edit of a state's own table is marked where it was made.
    let entry = |what: &str, field: &'static str, value: String| {
        let mark =
            if scene.edited(selected, field) { scene.mark(Fact::State(selected)) } else { Span::raw(" ") };
        let first = Line::from(vec![mark, scene.plain(format!("{what:<9}"))]);
        wrap_hanging(first, &value, scene.look.style(Role::Strong), width)
    };
    if let Some(formal) = &state.formal {
        own.extend(entry("name", "formal name", formal.to_string()));
    }
    if let Some(capital) = &state.capital {
        own.extend(entry("capital", "capital", capital.to_string()));
    }
    if let Some(since) = state.nato_since.filter(|since| scene.known.has_come(*since)) {
        own.extend(entry("in Nato", "in Nato since", format!("since {}", Date::Day(since))));
    } else if state.nato_since.is_some() {
        own.extend(entry("in Nato", "in Nato since", "not yet".into()));
    }
    for border in &state.borders {
        own.extend(entry("border", "borders", borders(scene, border)));
        if scene.zoomed {
            let indent = || Line::from(Span::raw(" ".repeat(10)));
            own.extend(super::backing_lines(scene, &border.evidence, &indent, width));
        }
    }
    if let Some(note) = &state.evidence.note {
        own.push(Line::default());
        own.extend(wrap_hanging(Line::from(" "), note, scene.look.style(Role::Aside), width));
    }
    if own.is_empty() && aims.is_empty() {
        own.push(Line::from(scene.plain(" Nothing further is known.")));
    }
    lines.fact(Fact::State(selected), own);
    // The treaties of the day lie behind every state; they are told as far as each fits whole.
    for id in dossier.treaty_ids() {
        if !scene.zoomed && lines.len() + 2 >= usize::from(inner.height) {
            break;
        }
        let own = treaty(scene, id, width);
        if scene.known.adopted(id)
            && (scene.zoomed || lines.len() + 1 + own.len() <= usize::from(inner.height))
            && own.len() > 1
        {
            lines.gap();
            lines.fact(Fact::Treaty(id), own);
        }
    }
    lines.draw(scene, inner, buf)
}

/// A treaty: its name, what it is about, since when it stands and who keeps it.
fn treaty<'a>(scene: &PanelContext<'a>, id: TreatyId, width: u16) -> Vec<Line<'a>> {
    let treaty = &scene.known.dossier[id];
    let first = Line::from(scene.mark(Fact::Treaty(id)));
    let mut lines = wrap_hanging(first, &treaty.name, scene.look.style(Role::Strong), width);
    let day =
        |day: Option<Day>| day.filter(|day| scene.known.has_come(*day)).map(|day| Date::Day(day).to_string());
    let entries = [
        treaty.subject.as_ref().map(|subject| subject.to_string()),
        day(treaty.adopted).map(|day| format!("adopted {day}")),
        day(treaty.in_force).map(|day| format!("in force since {day}")),
        treaty.depositary.as_ref().map(|depositary| format!("depositary: {depositary}")),
    ];
    for entry in entries.into_iter().flatten() {
        lines.extend(wrap_hanging(Line::from(" "), &entry, scene.look.style(Role::Text), width));
    }
    lines
}

/// "Russia, about 324 km ‡"; a length is never exact.
fn borders(scene: &PanelContext<'_>, border: &Border) -> String {
    let name = border.name.as_deref().unwrap_or(&border.with);
    let doubt = scene.look.symbols.certainty(border.evidence.certainty);
    match border.km {
        Some(km) => format!("{name}, about {} km{doubt}", grouped(km)),
        None => format!("{name}{doubt}"),
    }
}

/// Thousands apart by a comma.
fn grouped(km: f64) -> String {
    let whole = km.round() as i64;
    if whole >= 1000 { format!("{},{:03}", whole / 1000, whole % 1000) } else { whole.to_string() }
}
