//! The selected state's aims, and what lies behind: borders, capital, accession.

use ratatui::buffer::Buffer;
use ratatui::text::{Line, Span};

use crate::config::Role;
use crate::dashboard::{Extent, Panel};
use crate::dossier::model::Border;
use crate::dossier::{Date, Fact};
use crate::ui::text::hanging;
use crate::ui::widgets::frame::{Frame, draw_lines};

use super::{Scene, dated};

/// Draws what there is.
pub fn draw(scene: &Scene<'_>, buf: &mut Buffer) -> Extent {
    let selected = scene.state.selected;
    let state = &scene.known.dossier[selected];
    let aims = scene.known.aims(selected);
    let frame = Frame {
        title: "Aims and background",
        right: scene.state_name(),
        legend: scene
            .legend(aims.iter().map(|aim| &aim.backing).chain(state.borders.iter().map(|b| &b.backing))),
        focused: scene.focused,
    };
    let inner = frame.draw(scene.area, buf, scene.look);
    let width = inner.width;
    let text = scene.look.style(Role::Text);
    let mut lines: Vec<Line<'_>> = Vec::new();
    for (n, aim) in aims.iter().enumerate() {
        let first = Line::from(scene.mark(Fact::Aim(selected, n)));
        let doubt = scene.look.glyphs.certainty(aim.backing.certainty);
        lines.extend(hanging(first, &aim.text, scene.look.style(Role::Strong), width));
        let mut by = aim.by.iter().map(|by| format!("{by}, ")).collect::<String>();
        by += &format!("{}{doubt}", dated(aim.date, &aim.backing));
        lines.extend(hanging(Line::from(" "), &by, text, width));
        if scene.alone {
            lines.extend(super::backing_lines(scene, &aim.backing, &|| Line::from(" "), width));
        }
        lines.push(Line::default());
    }
    let entry = |what: &str, value: String| {
        let first = Line::from(vec![scene.mark(Fact::State(selected)), scene.plain(format!("{what:<9}"))]);
        hanging(first, &value, scene.look.style(Role::Strong), width)
    };
    if let Some(formal) = &state.formal {
        lines.extend(entry("name", formal.to_string()));
    }
    if let Some(capital) = &state.capital {
        lines.extend(entry("capital", capital.to_string()));
    }
    if let Some(since) = state.nato_since.filter(|since| *since <= scene.known.day) {
        lines.extend(entry("in Nato", format!("since {}", Date::Day(since))));
    } else if state.nato_since.is_some() {
        lines.extend(entry("in Nato", "not yet".into()));
    }
    for border in &state.borders {
        lines.extend(entry("border", borders(scene, border)));
        if scene.alone {
            let indent = || Line::from(Span::raw(" ".repeat(10)));
            lines.extend(super::backing_lines(scene, &border.backing, &indent, width));
        }
    }
    if let Some(note) = &state.backing.note {
        lines.push(Line::default());
        lines.extend(hanging(Line::from(" "), note, scene.look.style(Role::Aside), width));
    }
    draw_lines(&lines, scene.state.scroll[Panel::Background.index()], inner, scene.area, buf, scene.look)
}

/// "Russia, about 324 km ‡"; a length is never exact.
fn borders(scene: &Scene<'_>, border: &Border) -> String {
    let name = border.name.as_deref().unwrap_or(&border.with);
    let doubt = scene.look.glyphs.certainty(border.backing.certainty);
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
