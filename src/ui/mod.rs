//! Draws a [`App`]. Reads no file and changes nothing; what it tells back is how much there was room for.
//!
//! [`draw`] lays out the screen ([`layout`]), hands each panel its part of it (`panels`), and puts an overlay
//! on top (`overlays`). A [`Canvas`] stays from frame to frame: panels that would draw what lies there already leave it
//! alone. Signs come from [`symbols`], styles from the theme.

mod bars;
mod canvas;
mod kept;
pub mod layout;
pub mod map;
mod overlays;
mod overview;
mod panels;
pub mod symbols;
mod text;
mod widgets;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use crate::app::{App, Drawn, View};
use crate::config::{Command, Keymap, Marker, Role, Theme};
use crate::dossier::model::Spending;

pub use canvas::Canvas;

use layout::{LEAST, Layout};
use symbols::Symbols;

/// How everything is to look, and which keys the hints name.
#[derive(Debug, Clone, Copy)]
pub struct RenderContext<'a> {
    /// Styles by role.
    pub theme: Theme,
    /// Signs.
    pub symbols: Symbols,
    /// What the map's lines are drawn with.
    pub marker: Marker,
    /// Keys.
    pub keymap: &'a Keymap,
}

impl RenderContext<'_> {
    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// The first key of a command, as hints write it.
    fn key(&self, command: Command) -> Option<String> {
        self.keymap.keys(command).next().map(|key| self.symbols.key(&key))
    }
}

/// Draws the dashboard over `area` of what is drawn on, where nothing else is touched.
pub fn draw(state: &App, look: &RenderContext<'_>, area: Rect, canvas: &mut Canvas) -> Drawn {
    let mut drawn = Drawn::default();
    let ground = look.style(Role::Ground);
    let Some(layout) = Layout::of(area, state.focus, state.zoomed) else {
        canvas.cover();
        canvas.clear(area, ground);
        too_small(look, area, &mut canvas.buffer);
        return drawn;
    };
    canvas.clear(layout.header, ground);
    bars::header(state, look, layout.header, &mut canvas.buffer);
    if state.dossier.is_some() && state.view != View::Wall {
        canvas.lay(&layout.panels);
        for (panel, _) in &layout.panels {
            let seen = panels::draw(*panel, state, look, &layout, canvas, &mut drawn.hits);
            drawn.extents[panel.index()] = seen.extent;
            drawn.items[panel.index()] = seen.items;
        }
    } else {
        canvas.cover();
        canvas.clear(layout.body, ground);
        if state.view == View::Wall {
            overview::draw(state, look, layout.body, &mut canvas.buffer, &mut drawn.hits);
        }
    }
    if state.overlay.is_some() || state.dossier.is_none() {
        canvas.cover();
        let entries = &mut drawn.entries;
        drawn.extents[App::OVERLAY] = overlays::draw(state, look, layout.body, &mut canvas.buffer, entries);
    }
    canvas.clear(layout.footer, ground);
    bars::footer(state, &drawn, look, layout.footer, &mut canvas.buffer);
    text::normalize_graphemes(&mut canvas.buffer, area);
    if look.symbols.ascii {
        symbols::to_ascii(&mut canvas.buffer, area);
    }
    drawn
}

/// Reads what the next frame may need and the first did not: the outlines for close views of the map.
pub fn read_ahead() {
    map::data::MapData::fine();
}

fn too_small(look: &RenderContext<'_>, area: Rect, buf: &mut Buffer) {
    let lines = [
        format!("flank needs {}x{}", LEAST.0, LEAST.1),
        format!("and has {}x{} here", area.width, area.height),
    ];
    for (line, y) in lines.iter().zip(area.y..area.bottom()) {
        let line = text::truncate(line, usize::from(area.width), look.symbols.ellipsis());
        buf.set_line(area.x, y, &Line::from(line), area.width);
    }
}

/// A figure of spending as it stands beside a bar: two decimals, `e` for an estimate, the mark of doubt.
fn figure(spending: &Spending, look: &RenderContext<'_>) -> String {
    let estimate = if spending.estimate { "e" } else { "" };
    format!("{:.2}{estimate}{}", spending.percent, look.symbols.certainty(spending.evidence.certainty))
}
