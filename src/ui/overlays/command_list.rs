//! The list of commands, with their keys.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::{App, CommandPrompt};
use crate::config::{Command, Role};
use crate::dossier::wording::counted;
use crate::ui::RenderContext;
use crate::ui::layout::centered;
use crate::ui::widgets::entry_list::{EntryList, ListArea};

use super::{Layer, input_line, render_list, render_window};

/// The largest useful size of the window.
const SIZE: (u16, u16) = (72, 24);
/// Columns of a name, of the keys, and of the shortest useful part of a description.
const NAME: usize = 17;
const KEYS: usize = 18;
const MIN_LABEL: usize = 8;

/// Renders the text field, and the commands that match.
pub fn render(app: &App, prompt: &mut CommandPrompt, layer: &mut Layer<'_>) {
    let (ctx, body) = (layer.ctx, layer.body);
    let area = Rect { y: body.y, ..centered(body, SIZE.0, SIZE.1) };
    let commands = app.matching_commands(prompt.input.value());
    let count = match commands.len() {
        0 => "nothing".to_owned(),
        n => counted(n, "command"),
    };
    let inner = render_window(area, "Run a command", &count, layer);
    layer.buf.set_line(inner.x, inner.y, &input_line(&prompt.input, ctx, inner.width), inner.width);
    let rows = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
    let mut list = EntryList::new();
    for (n, command) in commands.into_iter().enumerate() {
        list.entry(n, [entry(command, ctx, usize::from(rows.width))]);
    }
    render_list(list, &mut prompt.list, ListArea::in_frame(rows, area), layer);
}

/// Returns the name of a command, its keys and, if there is space, its description.
fn entry<'a>(command: Command, ctx: &RenderContext<'_>, width: usize) -> Line<'a> {
    let keys: Vec<String> = ctx.keymap.keys(command).map(|key| ctx.symbols.key(&key)).collect();
    let name = Span::styled(format!("{:<NAME$} ", command.name()), ctx.style(Role::Strong));
    let keys = keys.join(" ");
    if width < NAME + KEYS + 2 + MIN_LABEL {
        return Line::from_iter([name, Span::styled(keys, ctx.style(Role::Key))]);
    }
    let keys = Span::styled(format!("{keys:<KEYS$} "), ctx.style(Role::Key));
    Line::from_iter([name, keys, Span::styled(command.label(), ctx.style(Role::Text))])
}
