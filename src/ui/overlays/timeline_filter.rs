//! The filter of the timeline: by kind, by treaty and by state.

use ratatui::text::{Line, Span};

use crate::app::{App, EntryListState, TimelineChoice};
use crate::config::Role;
use crate::ui::text::truncate;
use crate::ui::widgets::entry_list::EntryList;

use super::{Layer, Window};

/// Columns of the window.
const WIDTH: u16 = 52;
/// Columns for the mark of the selected row.
const MARGIN: u16 = 2;

/// Renders the choices. A `*` marks those in effect, one in each group.
pub fn render(app: &App, state: &mut EntryListState<usize>, layer: &mut Layer<'_>) {
    let (ctx, body) = (layer.ctx, layer.body);
    let width = WIDTH.min(body.width);
    let choices = app.timeline_choices();
    let mut list = EntryList::new();
    for (n, choice) in choices.iter().enumerate() {
        if n > 0 && std::mem::discriminant(choice) != std::mem::discriminant(&choices[n - 1]) {
            list.gap();
        }
        let (mark, role) = match app.is_chosen(*choice) {
            true => ("(*) ", Role::Strong),
            false => ("( ) ", Role::Text),
        };
        let text = truncate(&label(app, *choice), usize::from(width) - 10, ctx.symbols.ellipsis());
        list.entry(n, [Line::from(Span::styled(format!("{mark}{text}"), ctx.style(role)))]);
    }
    state.clamp_selection(choices.len());
    Window { title: "Filter timeline", right: "", width, margin: MARGIN }.render(list, state, layer);
}

fn label(app: &App, choice: TimelineChoice) -> String {
    let dossier = app.dossier.as_deref();
    match choice {
        TimelineChoice::Kind(None) => "every kind".to_owned(),
        TimelineChoice::Kind(Some(kind)) => kind.name().to_owned(),
        TimelineChoice::Treaty(None) => "every subject".to_owned(),
        TimelineChoice::Treaty(Some(id)) => dossier.map(|d| d[id].name.to_string()).unwrap_or_default(),
        TimelineChoice::OnlySelectedState(false) => "all states".to_owned(),
        TimelineChoice::OnlySelectedState(true) => {
            let name = dossier.and_then(|d| d.states.get(app.selected_state.index()));
            format!("only {}", name.map_or("", |state| &state.name))
        }
    }
}
