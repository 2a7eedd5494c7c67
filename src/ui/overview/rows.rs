//! The states below each other, with up to three rows each.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::macros::line;
use ratatui::text::{Line, Span};

use crate::app::{ClickTarget, Panels, ScrollMetrics};
use crate::dossier::model::StateId;
use crate::ui::hit_region;
use crate::ui::panels::{NO_STATE_MATCHES, Shown};
use crate::ui::text::{DisplayWidth, justify, wrap_marked};
use crate::ui::widgets::panel_block::render_scrollbar;

use super::{Overview, Page};

/// Columns before the name: edge, mark, code and blank.
const HEAD: u16 = 5;
/// The largest useful width of a bar.
const MAX_BAR: u16 = 40;

impl<'a> Overview<'a> {
    /// Renders the states below each other, under a heading.
    pub(super) fn rows(&self, order: &[StateId], selected: usize, buf: &mut Buffer, panels: &mut Panels) {
        let ctx = &self.ctx;
        let rows = self.rows_of_state();
        // The frame and the heading take three rows.
        let height = ctx.area.height.saturating_sub(3);
        let fits_with_blanks = order.len() * usize::from(rows + 1) <= usize::from(height) + 1;
        let pitch = rows + u16::from(fits_with_blanks);
        let fit = usize::from((height + pitch - rows) / pitch).max(1);
        panels.states_page = fit;
        let page = Page::of(selected, fit, order.len());
        let visible = order.iter().skip(page.first).take(fit);
        let inner = self.frame(page, visible.clone().flat_map(|id| self.shown(*id)).collect(), buf);
        let (x, width) = (inner.x - 1, inner.width + 1);
        buf.set_line(x, inner.y, &self.heading(width), width);
        let top = inner.y + 1;
        if order.is_empty() {
            buf.set_line(inner.x, top, &Line::from(ctx.plain(NO_STATE_MATCHES)), inner.width);
        }
        // All bars begin in the same column.
        let names = order.iter().map(|id| ctx.dossier()[*id].name.display_width()).max().unwrap_or(0);
        let bar_width = width.saturating_sub(HEAD + 2 + (names as u16).min(width / 3)).min(MAX_BAR);
        let tops = (top..inner.bottom()).step_by(usize::from(pitch));
        for (id, y) in visible.zip(tops) {
            let height = rows.min(inner.bottom() - y);
            let area = Rect { x, y, width, height };
            ctx.render.set_lines(self.row(*id, width, bar_width), area, buf);
            panels.hits.push(hit_region(area, ClickTarget::State(*id)));
        }
        let metrics = ScrollMetrics { lines: order.len(), rows: fit };
        render_scrollbar(metrics, page.first, inner, ctx.area, buf, ctx.render);
    }

    /// Returns the names of the parts at the left and at the right of a state's rows.
    fn heading(&self, width: u16) -> Line<'a> {
        // There is space for the position on one treaty only.
        let treaty = self.ctx.dossier().treaties.get(self.ctx.app.treaty.index());
        let treaty = treaty.map(|treaty| treaty.name.as_str());
        let join = |parts: &[Option<&str>]| parts.iter().flatten().copied().collect::<Vec<_>>().join(", ");
        let right = join(&[self.has.spending.then_some("% of GDP"), self.has.targets.then_some("target")]);
        let available = usize::from(width.saturating_sub(HEAD + 2)).saturating_sub(right.display_width());
        let long = join(&[Some("State"), treaty, self.has.quotes.then_some("last quoted")]);
        let left = Some(long).filter(|text| text.display_width() <= available);
        let left = left.unwrap_or_else(|| join(&[Some("State"), treaty]));
        let left = format!("{}{left}", " ".repeat(usize::from(HEAD)));
        justify(self.plain(left), self.plain(right), width, self.ctx.symbols.ellipsis())
    }

    /// Returns the number of rows of a state.
    fn rows_of_state(&self) -> u16 {
        1 + u16::from(self.has.treaties || self.has.targets) + u16::from(self.has.quotes)
    }

    /// Returns the facts of a state in its rows.
    fn shown(&self, id: StateId) -> impl Iterator<Item = Shown<'a>> {
        let (ctx, has) = (&self.ctx, &self.has);
        let step = ctx.reached(ctx.app.treaty, id).map(|step| Shown::undated(&step.evidence));
        let latest = ctx.known.spending(id).latest().map(Shown::figure);
        let target = ctx.known.latest_target(id).map(|target| Shown::undated(&target.evidence));
        let quote = self.last_quote(id).map(|quote| Shown::dated(&quote.evidence, quote.date));
        let step = step.filter(|_| has.treaties);
        [step, latest, target, quote].into_iter().flatten()
    }

    /// Returns up to three lines: name and spending, position and target, and last speaker.
    fn row(&self, id: StateId, width: u16, bar_width: u16) -> Vec<Line<'a>> {
        let ctx = &self.ctx;
        let ellipsis = ctx.symbols.ellipsis();
        let (edge, _) = self.edge(id);
        let mut name = ctx.state_line(id);
        name.spans.insert(0, edge.clone());
        let indent = " ".repeat(usize::from(HEAD) - 1);
        let bar = if self.has.spending { self.latest_bar(id, bar_width) } else { Line::default() };
        let mut lines = vec![justify(name, bar, width, ellipsis)];
        if self.has.treaties || self.has.targets {
            // The position is more important than the target.
            let (target, mark) = if self.has.targets { ctx.target(id) } else { (String::new(), "") };
            let available = width.saturating_sub(HEAD + 2);
            let position_width =
                available.saturating_sub((target.display_width() + mark.display_width()) as u16);
            let position = match self.has.treaties {
                true => ctx.position_on(ctx.app.treaty, id, position_width),
                false => Line::default(),
            };
            let target_width = available.saturating_sub(position.display_width() as u16);
            let target = self.plain(wrap_marked(&target, mark, 1, target_width, ellipsis).concat());
            let mut line = line![edge.clone(), Span::raw(indent.clone())];
            line.spans.extend(position.spans);
            lines.push(justify(line, target, width, ellipsis));
        }
        if self.has.quotes {
            let (speaker, day) = self.last_quoted(id);
            let day = if day.is_empty() { day } else { format!(", {day}") };
            let line = line![edge, ctx.plain(format!("{indent}{speaker}{day}"))];
            lines.push(line);
        }
        lines
    }
}
