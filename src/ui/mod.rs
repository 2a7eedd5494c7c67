//! Draws a [`State`]. Reads no file and changes nothing; what it tells back is how much there was room for.
//!
//! [`draw`] lays out the screen ([`layout`]), hands each panel its part of it (`panels`), and puts an overlay
//! on top (`overlays`). Signs come from [`glyphs`], styles from the theme.

mod bars;
pub mod glyphs;
mod kept;
pub mod layout;
pub mod map;
mod overlays;
mod panels;
mod text;
mod wall;
mod widgets;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use crate::config::{Command, Keymap, Marker, Role, Theme};
use crate::dashboard::{Drawn, State, View};
use crate::dossier::model::Spending;

use glyphs::Glyphs;
use layout::{LEAST, Layout};

/// How everything is to look, and which keys the hints name.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// Styles by role.
    pub theme: Theme,
    /// Signs.
    pub glyphs: Glyphs,
    /// What the map's lines are drawn with.
    pub marker: Marker,
    /// Keys.
    pub keymap: &'a Keymap,
}

impl Look<'_> {
    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// The first key of a command, as hints write it.
    fn key(&self, command: Command) -> Option<String> {
        self.keymap.keys(command).next().map(|key| self.glyphs.key(&key))
    }
}

/// Draws the dashboard over `area`.
pub fn draw(state: &State, look: &Look<'_>, area: Rect, buf: &mut Buffer) -> Drawn {
    let mut drawn = Drawn::default();
    // Most themes leave the ground to the terminal, and every cell as it is.
    let ground = look.style(Role::Ground);
    if ground != Style::new() {
        buf.set_style(area, ground);
    }
    let Some(layout) = Layout::of(area, state.focus, state.enlarged) else {
        too_small(look, area, buf);
        return drawn;
    };
    bars::header(state, look, layout.header, buf);
    if state.view == View::Wall {
        wall::draw(state, look, layout.body, buf, &mut drawn.hits);
    } else if state.dossier.is_some() {
        for (panel, _) in &layout.panels {
            let seen = panels::draw(*panel, state, look, &layout, buf, &mut drawn.hits);
            drawn.extents[panel.index()] = seen.extent;
            drawn.items[panel.index()] = seen.items;
        }
    }
    drawn.extents[State::OVERLAY] = overlays::draw(state, look, layout.body, buf, &mut drawn.entries);
    bars::footer(state, &drawn, look, layout.footer, buf);
    text::settle(buf, area);
    if look.glyphs.ascii {
        glyphs::fold(buf, area);
    }
    drawn
}

fn too_small(look: &Look<'_>, area: Rect, buf: &mut Buffer) {
    let lines = [
        format!("flank needs {}x{}", LEAST.0, LEAST.1),
        format!("and has {}x{} here", area.width, area.height),
    ];
    for (line, y) in lines.iter().zip(area.y..area.bottom()) {
        let line = text::cut(line, usize::from(area.width), look.glyphs.cut());
        buf.set_line(area.x, y, &Line::from(line), area.width);
    }
}

/// A figure of spending as it stands beside a bar: two decimals, `e` for an estimate, the mark of doubt.
fn figure(spending: &Spending, look: &Look<'_>) -> String {
    let estimate = if spending.estimate { "e" } else { "" };
    format!("{:.2}{estimate}{}", spending.percent, look.glyphs.certainty(spending.backing.certainty))
}
