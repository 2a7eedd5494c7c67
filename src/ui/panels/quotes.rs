//! The quotations of the selected state's officials, and of others.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Weak};

use ratatui::buffer::Buffer;
use ratatui::macros::line;
use ratatui::text::{Line, Span};

use crate::app::Panels;
use crate::config::Role;
use crate::dossier::model::{About, Quote, QuoteId};
use crate::dossier::{Dossier, Fact};
use crate::ui::text::wrap;
use crate::ui::widgets::entry_list::EntryList;

use super::context::PanelContext;
use super::{Shown, date_label};

/// Renders all known quotations: those of the state's officials, joint statements, and those of others. In each group,
/// the latest comes first.
pub fn render(ctx: &PanelContext<'_>, panels: &mut Panels, heights: &mut QuoteHeights, buf: &mut Buffer) {
    let groups = groups(ctx);
    let quotes = || groups.iter().flat_map(|(_, quotes)| quotes).map(|id| &ctx.dossier()[*id]);
    let mut legend = ctx.legend(quotes().map(|quote| Shown::dated(&quote.evidence, quote.date)));
    if quotes().any(|quote| is_about_treaty(ctx, quote)) {
        let about = format!("{} {}", ctx.symbols.about(), ctx.dossier()[ctx.app.treaty].name);
        legend.insert(0, Line::from(ctx.plain(about)));
    }
    let inner = ctx.frame("Quoted officials", ctx.state_name(), legend, buf);
    let width = inner.width.saturating_sub(2).max(1);
    heights.update(ctx, width);
    let state = ctx.app.selected_state;
    let mut list = EntryList::new();
    if groups[0].1.is_empty() {
        list.lines([Line::from(ctx.plain("No official quoted"))]);
    }
    for (heading, quotes) in &groups {
        for (n, id) in quotes.iter().copied().enumerate() {
            if n == 0 && !heading.is_empty() {
                list.gap();
                list.lines([Line::from(ctx.plain(*heading))]);
            }
            list.gap();
            list.lazy_entry(Fact::Quote(id), heights.of(ctx, id), move || quotation(ctx, id, width));
        }
    }
    let latest = [ctx.known.quotes(state), ctx.known.joint_quotes(state), ctx.known.outside_quotes()];
    list.set_latest(latest.iter().find_map(|quotes| quotes.first()).map(|id| Fact::Quote(*id)));
    ctx.render_list(list, inner, panels, buf);
}

/// Returns the groups of known quotations, each with its heading. Those about the treaty in view come first in a group.
fn groups(ctx: &PanelContext<'_>) -> [(&'static str, Vec<QuoteId>); 3] {
    let state = ctx.app.selected_state;
    let in_order = |quotes: &[QuoteId]| {
        let (mut first, others): (Vec<QuoteId>, Vec<QuoteId>) =
            quotes.iter().partition(|id| is_about_treaty(ctx, &ctx.dossier()[**id]));
        first.extend(others);
        first
    };
    [
        ("", in_order(ctx.known.quotes(state))),
        ("Joint statements", in_order(ctx.known.joint_quotes(state))),
        ("Other voices", in_order(ctx.known.outside_quotes())),
    ]
}

/// Returns whether a quotation is about the treaty in view.
fn is_about_treaty(ctx: &PanelContext<'_>, quote: &Quote) -> bool {
    matches!(quote.about, Some(About::Treaty(id)) if id == ctx.app.treaty)
}

/// Cached heights of quotations. The scrollbar needs the heights of all quotations of a state, but few are visible.
#[derive(Debug, Clone, Default)]
pub struct QuoteHeights {
    /// The dossier of the quotations. The weak pointer prevents another dossier from reusing the address.
    dossier: Weak<Dossier>,
    /// The columns, and whether the panel is zoomed and the symbols are ASCII.
    settings: (u16, bool, bool),
    heights: HashMap<QuoteId, usize>,
}

impl QuoteHeights {
    /// Clears the heights if the dossier or a setting has changed.
    fn update(&mut self, ctx: &PanelContext<'_>, width: u16) {
        let dossier = ctx.app.dossier.as_ref().map(Arc::downgrade).unwrap_or_default();
        let settings = (width, ctx.app.zoomed, ctx.symbols.ascii);
        if !dossier.ptr_eq(&self.dossier) || settings != self.settings {
            *self = QuoteHeights { dossier, settings, heights: HashMap::new() };
        }
    }

    /// Returns the height of a quotation.
    fn of(&mut self, ctx: &PanelContext<'_>, id: QuoteId) -> usize {
        let (width, ..) = self.settings;
        let height = || parts(ctx, id).map(|(text, _)| wrap(&text, width).len()).sum();
        *self.heights.entry(id).or_insert_with(height)
    }
}

/// Returns context, words and speaker of a quotation, beside a line that marks a change.
fn quotation<'a>(ctx: &PanelContext<'a>, id: QuoteId, width: u16) -> Vec<Line<'a>> {
    let (edge, role) = match ctx.app.is_highlighted(Fact::Quote(id)) {
        true => (ctx.symbols.changed(), Role::Changed),
        false => (ctx.symbols.edge(), Role::Frame),
    };
    let line = |text: String, style| {
        line![Span::styled(edge, ctx.style(role)), Span::raw(" "), Span::styled(text, style)]
    };
    let mut lines: Vec<Line<'a>> = parts(ctx, id)
        .flat_map(|(text, role)| wrap(&text, width).into_iter().map(move |part| (part, role)))
        .map(|(part, role)| line(part, ctx.style(role)))
        .collect();
    let marked = is_about_treaty(ctx, &ctx.dossier()[id]) && !ctx.app.is_highlighted(Fact::Quote(id));
    if let Some(first) = lines.first_mut().filter(|_| marked) {
        first.spans[0] = Span::styled(ctx.symbols.about(), ctx.style(Role::Focus));
    }
    lines
}

/// Returns the parts of a quotation, each of which begins a line.
fn parts<'a>(ctx: &PanelContext<'a>, id: QuoteId) -> impl Iterator<Item = (Cow<'a, str>, Role)> {
    let quote = &ctx.dossier()[id];
    let aside = |text: &'a str| (Cow::from(text), Role::Secondary);
    let context = quote.context.as_deref().map(aside);
    let (open, close) = ctx.symbols.quotes();
    let words = (format!("{open}{}{close}", quote.text).into(), Role::Strong);
    let attribution = (attribution(ctx, quote).into(), Role::Text);
    let note = quote.evidence.note.as_deref().map(aside).filter(|_| ctx.app.zoomed);
    // The attribution names the first source.
    let more = quote.evidence.sources.iter().skip(1);
    let more: Vec<&str> = more.map(|id| ctx.dossier()[*id].publisher.as_str()).collect();
    let also = (format!("also {}", more.join(", ")).into(), Role::Text);
    let also = Some(also).filter(|_| ctx.app.zoomed && !more.is_empty());
    [context, Some(words), Some(attribution), note, also].into_iter().flatten()
}

/// Formats speaker, office, states of a joint statement, day and source.
fn attribution(ctx: &PanelContext<'_>, quote: &Quote) -> String {
    let dossier = ctx.dossier();
    let dash = if ctx.symbols.ascii { "--" } else { "—" };
    let mut parts = vec![format!("{dash} {}", quote.speaker)];
    // Some speakers are named by their office.
    let in_name = |office: &str| quote.speaker.to_lowercase().contains(&office.to_lowercase());
    parts.extend(quote.office.as_ref().filter(|office| !in_name(office)).map(ToString::to_string));
    // A joint statement names all its states, unless its speaker does.
    let named = quote.states.iter().all(|id| quote.speaker.contains(dossier[*id].name.as_str()));
    if quote.states.len() > 1 && !named {
        parts.push(dossier.codes(&quote.states));
    }
    parts.push(date_label(quote.date, &quote.evidence));
    parts.extend(quote.evidence.sources.first().map(|id| dossier[*id].publisher.to_string()));
    parts.join(", ") + ctx.symbols.certainty(quote.evidence.certainty)
}
