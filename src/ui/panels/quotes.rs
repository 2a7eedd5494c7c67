//! The words of the selected state's officials, whole, and of voices from outside.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use ratatui::buffer::Buffer;
use ratatui::text::{Line, Span};

use crate::config::Role;
use crate::dossier::Fact;
use crate::dossier::model::{Quote, QuoteId, StateId};
use crate::ui::kept::Kept;
use crate::ui::text::{height, wrap};
use crate::ui::widgets::block::Frame;

use super::context::{PanelContext, Version};
use super::dated;
use super::facts::{FactLines, Seen};

/// Draws every quotation that is known, latest first, then those from outside.
pub fn draw(scene: &PanelContext<'_>, buf: &mut Buffer) -> Seen {
    let own = scene.known.quotes(scene.selected_state);
    let outside = scene.known.outside_quotes();
    let quotes = || own.iter().chain(outside);
    let frame = Frame {
        title: "Quoted officials",
        right: scene.state_name(),
        legend: scene.legend(quotes().map(|id| &scene.known.dossier[*id].evidence)),
        focused: scene.focused,
    };
    let inner = frame.draw(scene.area, buf, scene.look);
    let heights = heights(scene, inner.width);
    let count = |heights: &[usize]| heights.iter().map(|height| height + 1).sum::<usize>();
    // One more for the sentence that stands where there are none, or for the heading of the others.
    let all = count(&heights.own).max(2) + count(&heights.outside) + 2 * usize::from(!outside.is_empty()) - 1;
    let rows = usize::from(inner.height);
    let first = scene.scroll.min(all.saturating_sub(rows));
    let seen = first..first + rows;
    let mut lines = FactLines::default();
    let name = &scene.known.dossier[scene.selected_state].name;
    if own.is_empty() {
        lines.more([Line::from(scene.plain(format!("No official of {name} is quoted.")))]);
    }
    for (id, height) in own.iter().zip(&heights.own) {
        lines.gap();
        lines.fact_if_seen(Fact::Quote(*id), *height, &seen, || entry(scene, *id, inner.width));
    }
    if !outside.is_empty() {
        lines.gap();
        lines.more([Line::from(scene.plain("Voices from outside"))]);
    }
    for (id, height) in outside.iter().zip(&heights.outside) {
        lines.gap();
        lines.fact_if_seen(Fact::Quote(*id), *height, &seen, || entry(scene, *id, inner.width));
    }
    debug_assert_eq!(lines.len(), all, "as many lines as were counted");
    lines.draw(scene, inner, buf)
}

/// How many lines each quotation has.
struct Heights {
    own: Vec<usize>,
    outside: Vec<usize>,
}

/// Everything that they depend on: the quotations, by the dossier and how many of them are known, the columns, and
/// whether the panel is alone and in ASCII.
#[derive(PartialEq)]
struct Key {
    dossier: Version,
    state: StateId,
    own: usize,
    outside: usize,
    width: u16,
    zoomed: bool,
    ascii: bool,
}

thread_local! {
    /// For a handful of states that one goes to and fro between.
    static HEIGHTS: RefCell<Kept<Key, Heights>> = const { RefCell::new(Kept::new(8)) };
}

/// The heights of the quotations that are known: hundreds, of which a few are seen.
fn heights(scene: &PanelContext<'_>, width: u16) -> Rc<Heights> {
    let (own, outside) = (scene.known.quotes(scene.selected_state), scene.known.outside_quotes());
    let key = Key {
        dossier: scene.version.clone(),
        state: scene.selected_state,
        own: own.len(),
        outside: outside.len(),
        width,
        zoomed: scene.zoomed,
        ascii: scene.look.symbols.ascii,
    };
    let all = |ids: &[QuoteId]| {
        let height = |id: &QuoteId| blocks(scene, *id).map(|(text, _)| height(&text, room(width))).sum();
        ids.iter().map(height).collect()
    };
    HEIGHTS.with_borrow_mut(|kept| {
        kept.retain(|old| old.dossier == scene.version);
        kept.get(key, |_| Heights { own: all(own), outside: all(outside) })
    })
}

/// The columns of the words, beside the edge.
fn room(width: u16) -> u16 {
    width.saturating_sub(2).max(1)
}

/// The setting, the words, and who spoke them, in lines.
fn entry<'a>(scene: &PanelContext<'a>, id: QuoteId, width: u16) -> Vec<Line<'a>> {
    let look = scene.look;
    let marked = scene.marked(Fact::Quote(id));
    let edge = || {
        let (sign, role) =
            if marked { (look.symbols.changed(), Role::Changed) } else { (look.symbols.edge(), Role::Frame) };
        vec![Span::styled(sign, look.style(role)), Span::raw(" ")]
    };
    let mut lines = Vec::new();
    for (text, role) in blocks(scene, id) {
        for part in wrap(&text, room(width)) {
            let mut spans = edge();
            spans.push(Span::styled(part, look.style(role)));
            lines.push(Line::from(spans));
        }
    }
    lines
}

/// What is said of a quotation, each part beginning a line of its own.
fn blocks<'a>(scene: &PanelContext<'a>, id: QuoteId) -> impl Iterator<Item = (Cow<'a, str>, Role)> {
    let quote = &scene.known.dossier[id];
    let context = quote.context.as_ref().map(|context| (Cow::from(context.as_str()), Role::Aside));
    let (open, close) = scene.look.symbols.quotes();
    let words = (format!("{open}{}{close}", quote.text).into(), Role::Strong);
    let spoken = format!("{}{}", speaker(scene, quote), attribution(scene, quote));
    let (mut note, mut also) = (None, None);
    if scene.zoomed {
        note = quote.evidence.note.as_ref().map(|note| (Cow::from(note.as_str()), Role::Aside));
        // The first source stands in the attribution.
        let more = quote.evidence.sources.iter().skip(1);
        let more: Vec<&str> = more.map(|id| scene.known.dossier[*id].publisher.as_str()).collect();
        also = (!more.is_empty()).then(|| (format!("also {}", more.join(", ")).into(), Role::Text));
    }
    [context, Some(words), Some((spoken.into(), Role::Text)), note, also].into_iter().flatten()
}

fn speaker(scene: &PanelContext<'_>, quote: &Quote) -> String {
    let dash = if scene.look.symbols.ascii { "--" } else { "—" };
    format!("{dash} {}", quote.speaker)
}

/// Office, states of a joint statement, day, source.
fn attribution(scene: &PanelContext<'_>, quote: &Quote) -> String {
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
    parts.push(dated(quote.date, &quote.evidence));
    if let Some(source) = quote.evidence.sources.first() {
        parts.push(dossier[*source].publisher.to_string());
    }
    let doubt = scene.look.symbols.certainty(quote.evidence.certainty);
    let text: String = parts.iter().map(|part| format!(", {part}")).collect();
    format!("{text}{doubt}")
}
