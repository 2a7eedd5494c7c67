//! The text field of the filter of states, below the filtered list.

use ratatui::layout::Rect;

use crate::app::{App, StateFilterPrompt};

use super::{Layer, input_line, render_window};

/// Columns and rows of the window.
const SIZE: (u16, u16) = (36, 3);

/// Renders the text field and the number of matching states.
pub fn render(app: &App, prompt: &StateFilterPrompt, layer: &mut Layer<'_>) {
    let (ctx, body) = (layer.ctx, layer.body);
    let (width, height) = (SIZE.0.min(body.width), SIZE.1.min(body.height));
    let area = Rect { y: body.bottom() - height, width, height, ..body };
    let all = app.dossier.as_ref().map_or(0, |dossier| dossier.states.len());
    let count = format!("{} of {all}", app.state_order().len());
    let inner = render_window(area, "Filter states", &count, layer);
    layer.buf.set_line(inner.x, inner.y, &input_line(&prompt.input, ctx, inner.width), inner.width);
}
