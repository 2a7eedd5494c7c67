//! The words of the selected state's officials, whole, and of voices from outside.

use ratatui::buffer::Buffer;
use ratatui::text::{Line, Span};

use crate::config::Role;
use crate::dashboard::Panel;
use crate::dossier::Fact;
use crate::dossier::model::{Quote, QuoteId};
use crate::ui::text::wrap;
use crate::ui::widgets::frame::Frame;

use super::facts::{FactLines, Seen};
use super::{Scene, dated};

/// Draws every quotation that is known, latest first, then those from outside.
pub fn draw(scene: &Scene<'_>, buf: &mut Buffer) -> Seen {
    let own = scene.known.quotes(scene.state.selected);
    let outside = scene.known.outside_quotes();
    let quotes = || own.iter().chain(outside);
    let frame = Frame {
        title: "Quoted officials",
        right: scene.state_name(),
        legend: scene.legend(quotes().map(|id| &scene.known.dossier[*id].backing)),
        focused: scene.focused,
    };
    let inner = frame.draw(scene.area, buf, scene.look);
    let mut lines = FactLines::default();
    let name = &scene.known.dossier[scene.state.selected].name;
    if own.is_empty() {
        lines.more([Line::from(scene.plain(format!("No official of {name} is quoted.")))]);
    }
    for id in own {
        lines.gap();
        lines.fact(Fact::Quote(*id), entry(scene, *id, inner.width));
    }
    if !outside.is_empty() {
        lines.gap();
        lines.more([Line::from(scene.plain("Voices from outside"))]);
    }
    for id in outside {
        lines.gap();
        lines.fact(Fact::Quote(*id), entry(scene, *id, inner.width));
    }
    lines.draw(scene, Panel::Quotes, inner, buf)
}

/// The setting, the words, and who spoke them.
fn entry<'a>(scene: &Scene<'a>, id: QuoteId, width: u16) -> Vec<Line<'a>> {
    let quote = &scene.known.dossier[id];
    let look = scene.look;
    let marked = scene.state.marked(Fact::Quote(id));
    let edge = || {
        let (sign, role) =
            if marked { (look.glyphs.changed(), Role::Changed) } else { (look.glyphs.edge(), Role::Frame) };
        vec![Span::styled(sign, look.style(role)), Span::raw(" ")]
    };
    let room = width.saturating_sub(2).max(1);
    let mut lines = Vec::new();
    let mut block = |text: &str, role: Role| {
        for part in wrap(text, room) {
            let mut spans = edge();
            spans.push(Span::styled(part, look.style(role)));
            lines.push(Line::from(spans));
        }
    };
    if let Some(context) = &quote.context {
        block(context, Role::Aside);
    }
    let (open, close) = look.glyphs.quotes();
    block(&format!("{open}{}{close}", quote.text), Role::Strong);
    block(&format!("{}{}", speaker(scene, quote), attribution(scene, quote)), Role::Text);
    if scene.alone {
        if let Some(note) = &quote.backing.note {
            block(note, Role::Aside);
        }
        // The first source stands in the attribution.
        let more = quote.backing.sources.iter().skip(1);
        let more: Vec<&str> = more.map(|id| scene.known.dossier[*id].publisher.as_str()).collect();
        if !more.is_empty() {
            block(&format!("also {}", more.join(", ")), Role::Text);
        }
    }
    lines
}

fn speaker(scene: &Scene<'_>, quote: &Quote) -> String {
    let dash = if scene.look.glyphs.ascii { "--" } else { "—" };
    format!("{dash} {}", quote.speaker)
}

/// Office, states of a joint statement, day, source.
fn attribution(scene: &Scene<'_>, quote: &Quote) -> String {
    let dossier = scene.known.dossier;
    let mut parts = Vec::new();
    // An office that the speaker's name says already adds nothing.
    let said = |office: &str| quote.speaker.to_lowercase().contains(&office.to_lowercase());
    if let Some(office) = quote.office.as_ref().filter(|office| !said(office)) {
        parts.push(office.to_string());
    }
    // A joint statement names all its states, unless its speaker does.
    let named = quote.states.iter().all(|id| quote.speaker.contains(dossier[*id].name.as_str()));
    if quote.states.len() > 1 && !named {
        parts.push(dossier.codes(&quote.states));
    }
    parts.push(dated(quote.date, &quote.backing));
    if let Some(source) = quote.backing.sources.first() {
        parts.push(dossier[*source].publisher.to_string());
    }
    let doubt = scene.look.glyphs.certainty(quote.backing.certainty);
    let text: String = parts.iter().map(|part| format!(", {part}")).collect();
    format!("{text}{doubt}")
}
