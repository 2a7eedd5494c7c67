//! The marked state beside the selected one.

use ratatui::macros::line;
use ratatui::text::{Line, Span};

use crate::app::{App, EntryListState};
use crate::config::Role;
use crate::dossier::{ComparedField, Date};
use crate::ui::RenderContext;
use crate::ui::text::{DisplayWidth, wrap};
use crate::ui::widgets::entry_list::EntryList;

use super::{Layer, Window};

/// The largest useful width of the window.
const WIDTH: u16 = 130;
/// The width from which the names of the fields are beside the values, and their columns there.
const LABELS: (u16, u16) = (72, 20);
/// Columns between the values of the two states.
const GAP: u16 = 2;
/// Shown if a state has no value.
const NONE: &str = "none";

/// Renders each field with its values in two columns, and a mark where they differ.
pub fn render(app: &App, state: &mut EntryListState<usize>, layer: &mut Layer<'_>) {
    let (ctx, body) = (layer.ctx, layer.body);
    let (Some(known), Some(mark)) = (app.known(), app.compare_mark) else { return };
    let states = [mark.state, app.selected_state];
    let width = body.width.min(WIDTH);
    let inner = width.saturating_sub(4);
    let columns = Columns::new(inner);
    let fields = known.compare(states);
    let mut list = EntryList::new();
    let names = states.map(|id| known.dossier[id].name.to_string());
    list.lines(columns.row("", &names, [Role::Focus; 2], false, ctx));
    for field in &fields {
        // A blank line precedes each name that has a separate line.
        if columns.labels == 0 {
            list.gap();
        }
        list.lines(columns.field(field, ctx));
    }
    let count = match fields.iter().filter(|field| field.differs).count() {
        0 => "no difference".to_owned(),
        n => format!("{n} of {} differ", fields.len()),
    };
    let title = format!("Side by side, {}", Date::Day(known.day));
    Window { title: &title, right: &count, width, margin: 0 }.render(list, state, layer);
}

/// The widths of the columns.
struct Columns {
    /// Columns of the names of fields; 0 if they have separate lines.
    labels: u16,
    /// Columns of the values of one state.
    values: u16,
}

impl Columns {
    fn new(width: u16) -> Columns {
        let labels = if width >= LABELS.0 { LABELS.1 } else { 0 };
        // The mark of a difference has two columns.
        let left = if labels > 0 { labels + GAP } else { 2 };
        Columns { labels, values: (width.saturating_sub(left + GAP) / 2).max(1) }
    }

    fn field<'a>(&self, field: &ComparedField, ctx: &RenderContext<'_>) -> Vec<Line<'a>> {
        let roles = field.values.each_ref().map(|value| match value.is_empty() {
            true => Role::Secondary,
            false => Role::Text,
        });
        let values = field.values.each_ref().map(|value| match value.as_str() {
            "" => NONE.to_owned(),
            value => value.to_owned(),
        });
        self.row(&field.label, &values, roles, field.differs, ctx)
    }

    /// Returns the wrapped lines of a row.
    fn row<'a>(
        &self,
        label: &str,
        values: &[String; 2],
        roles: [Role; 2],
        differs: bool,
        ctx: &RenderContext<'_>,
    ) -> Vec<Line<'a>> {
        let mark = match differs {
            true => Span::styled(ctx.symbols.changed(), ctx.style(Role::Changed)),
            false => Span::raw(" "),
        };
        let label_width = if self.labels > 0 { self.labels - 2 } else { u16::MAX };
        let labels = if label.is_empty() { Vec::new() } else { wrap(label, label_width) };
        let [left, right] = values.each_ref().map(|value| wrap(value, self.values));
        let mut lines = Vec::new();
        if self.labels == 0 && !label.is_empty() {
            lines.push(line![mark.clone(), " ", Span::styled(label.to_owned(), ctx.style(Role::Secondary))]);
        }
        let beside = if self.labels > 0 { labels.len() } else { 0 };
        for n in 0..left.len().max(right.len()).max(beside) {
            let cell = |lines: &[String]| lines.get(n).cloned().unwrap_or_default();
            let padded = |text: String, width: u16| {
                let missing = usize::from(width).saturating_sub(text.display_width());
                text + &" ".repeat(missing)
            };
            let mut line = Line::default();
            if self.labels > 0 {
                line.push_span(if n == 0 { mark.clone() } else { Span::raw(" ") });
                let label = padded(format!(" {}", cell(&labels)), self.labels + GAP - 1);
                line.push_span(Span::styled(label, ctx.style(Role::Secondary)));
            } else {
                line.push_span("  ");
            }
            line.push_span(Span::styled(padded(cell(&left), self.values + GAP), ctx.style(roles[0])));
            line.push_span(Span::styled(cell(&right), ctx.style(roles[1])));
            lines.push(line);
        }
        lines
    }
}
