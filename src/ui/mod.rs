//! Renders an [`App`].
//!
//! [`render`] draws the whole screen into an empty buffer: [`layout`] places the panels, `panels` has a file for each
//! of them, and `overlays` are drawn on top. The terminal then writes only the cells that differ from the last frame.
//! Symbols come from [`symbols`], styles from the theme.

mod footer;
mod header;
pub mod layout;
pub mod map;
mod overlays;
mod overview;
mod panels;
mod strip;
mod summary;
pub mod symbols;
mod text;
mod widgets;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use crate::app::{App, ClickTarget, HitRegion, View};
use crate::config::{Command, Keymap, MapSymbols, Role, Theme};
use crate::dossier::model::Spending;

use layout::{Layout, MIN_SIZE};
use map::raster::MapCache;
use panels::QuoteHeights;
pub use panels::position_role;
use symbols::Symbols;
pub use widgets::chart;

/// The settings that rendering depends on: styles, symbols and keys.
#[derive(Debug, Clone, Copy)]
pub struct RenderContext<'a> {
    /// The style of each role.
    pub theme: Theme,
    /// The characters of marks, bars and frames.
    pub symbols: Symbols,
    /// The characters of the map's lines.
    pub marker: MapSymbols,
    /// The keys of each command.
    pub keymap: &'a Keymap,
}

impl RenderContext<'_> {
    /// Returns the style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// Returns whether braille may be used. Users whose fonts lack it choose another marker for the map.
    fn has_braille(&self) -> bool {
        !self.symbols.ascii && self.marker == MapSymbols::Braille
    }

    /// Returns the symbol of a frontier in legends. Without colours, it is the hatch that the map shows.
    fn frontier_symbol(&self) -> &'static str {
        match self.theme.is_plain() && !self.symbols.ascii {
            true => "⢕",
            false => self.symbols.frontier(),
        }
    }

    /// Draws lines below each other, each truncated to the width of the area.
    fn set_lines<'l>(&self, lines: impl IntoIterator<Item = Line<'l>>, area: Rect, buf: &mut Buffer) {
        for (line, y) in lines.into_iter().zip(area.top()..area.bottom()) {
            let line = text::truncate_line(line, usize::from(area.width), self.symbols.ellipsis());
            buf.set_line(area.x, y, &line, area.width);
        }
    }

    /// Returns the first key of a command, as hints show it.
    fn key(&self, command: Command) -> Option<String> {
        self.keymap.keys(command).next().map(|key| self.symbols.key(&key))
    }
}

/// Expensive results of earlier frames, reused while their inputs are unchanged.
#[derive(Debug, Clone, Default)]
pub struct RenderCache {
    map: MapCache,
    heights: QuoteHeights,
}

/// Renders the dashboard into `area` of a buffer, and records in [`App::panels`] where each part is.
pub fn render(app: &mut App, ctx: &RenderContext<'_>, cache: &mut RenderCache, area: Rect, buf: &mut Buffer) {
    let background = ctx.style(Role::Background);
    // Most themes leave the background to the terminal.
    if background != Style::default() {
        buf.set_style(area, background);
    }
    app.panels.begin_frame();
    let contents = panels::contents(app.dossier.as_deref());
    app.set_empty_panels(&contents.empty);
    let Some(layout) = Layout::of(area, app.focus, app.zoomed, &contents) else {
        return too_small(ctx, area, buf);
    };
    header::render(app, ctx, layout.header, buf);
    summary::render(app, ctx, layout.summary, buf);
    // Panels read the `App` while they update their own state, which is a part of it.
    let mut panels = std::mem::take(&mut app.panels);
    if app.view == View::Overview {
        // The overview hides no panels, so it needs no strip.
        let body = Rect { height: layout.body.height + layout.strip.1.height, ..layout.body };
        overview::render(app, ctx, body, buf, &mut panels);
    } else {
        panels::render(app, ctx, &layout, &mut panels, cache, buf);
        strip::render(ctx, &layout.strip, &mut panels.hits, buf);
    }
    app.panels = panels;
    overlays::render(app, ctx, layout.body, buf);
    footer::render(app, ctx, layout.footer, buf);
    text::normalize_graphemes(buf, area);
    if ctx.symbols.ascii {
        symbols::to_ascii(buf, area);
    }
}

/// Returns the area as a region that reacts to clicks.
fn hit_region(Rect { x, y, width, height }: Rect, target: ClickTarget) -> HitRegion {
    HitRegion { x, y, width, height, target }
}

fn too_small(ctx: &RenderContext<'_>, area: Rect, buf: &mut Buffer) {
    let lines = [
        format!("flank needs {}x{}", MIN_SIZE.0, MIN_SIZE.1),
        format!("and has {}x{} here", area.width, area.height),
    ];
    ctx.set_lines(lines.map(Line::from), area, buf);
}

/// Formats a figure with its year and the mark of its certainty: "2025e 3.38".
fn dated_spending_label(spending: &Spending, symbols: Symbols) -> String {
    spending.dated_label() + symbols.certainty(spending.evidence.certainty)
}

/// Formats a figure as the label of a bar: two decimals, `e` for an estimate, and the mark of its certainty.
fn spending_label(spending: &Spending, symbols: Symbols) -> String {
    spending.label() + symbols.certainty(spending.evidence.certainty)
}
