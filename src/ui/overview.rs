//! All states side by side: where each stands, what it spends, what it aims for, who spoke last.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::{App, ClickTarget, HitRegion};
use crate::config::Role;
use crate::dossier::model::{BenchmarkKind, Position, Quote, StateId, TreatyId};
use crate::dossier::{AsOf, Date};

use super::RenderContext;
use super::figure;
use super::panels::{NOT_ADOPTED, level_and_years, position_role};
use super::text::{DisplayWidth, justify, truncate, truncate_line, wrap};
use super::widgets::block::{Frame, scrollbar};

/// The least columns of a state's own panel.
const LEAST_WIDTH: u16 = 23;
/// The most that help it.
const MOST_WIDTH: u16 = 44;
/// Rows that a state takes where they stand below each other; one more parts them where there is room.
const ROWS: u16 = 3;
/// Columns of such a row before the name: edge, mark, code, blank.
const LEAD: u16 = 5;

/// Draws the wall: a panel for each state where they have room side by side, else rows.
pub fn draw(state: &App, look: &RenderContext<'_>, body: Rect, buf: &mut Buffer, hits: &mut Vec<HitRegion>) {
    let Some(known) = state.known() else { return };
    let order = state.order();
    let at = order.iter().position(|id| *id == state.selected_state).unwrap_or(0);
    let wall = Wall { app: state, known, look, highest: highest(&known) };
    let abreast = usize::from(body.width / LEAST_WIDTH);
    // Without the columns or the rows for panels, the states stand below each other.
    if abreast < 2 || abreast < order.len().min(5) || !wall.side_by_side(&order, at, abreast, body, buf, hits)
    {
        wall.in_rows(&order, at, body, buf, hits);
    }
}

/// The highest percentage that a bar has to reach: figures and benchmarks of the day.
fn highest(known: &AsOf<'_>) -> f64 {
    let figures = known.dossier.state_ids().filter_map(|id| known.spending(id).last()).map(|f| f.percent);
    figures.chain(known.benchmarks().map(|(_, benchmark)| benchmark.percent)).fold(1.0, f64::max)
}

/// Sections beside those of the treaties that have to be told: spending, target, speaker.
const NEEDED: usize = 3;

/// The least rows in which a last step says anything: its heading of one or two, and two of words.
const STEP_ROWS: usize = 4;

/// A section that all panels have room for: which, on which of their rows, and in how many.
struct Section {
    n: usize,
    row: usize,
    height: usize,
}

/// What a state's own panel tells, in sections that all panels have in the same order.
struct Told<'a> {
    sections: Vec<Vec<Line<'a>>>,
}

struct Wall<'a> {
    app: &'a App,
    known: AsOf<'a>,
    look: &'a RenderContext<'a>,
    highest: f64,
}

impl<'a> Wall<'a> {
    /// Draws panels abreast, each thing that is told on the same rows in all of them; `false`, and nothing drawn, where
    /// there are not the rows for all that has to be told.
    fn side_by_side(
        &self,
        order: &[StateId],
        at: usize,
        abreast: usize,
        body: Rect,
        buf: &mut Buffer,
        hits: &mut Vec<HitRegion>,
    ) -> bool {
        let shown = abreast.min(order.len());
        let first = at.saturating_sub(shown / 2).min(order.len() - shown);
        let width = (body.width / shown as u16).min(MOST_WIDTH);
        // What does not divide evenly is left free at both edges.
        let mut x = body.x + (body.width - width * shown as u16) / 2;
        let (y, height) = (body.y, body.height - u16::from(shown < order.len()));
        let rows = usize::from(height.saturating_sub(2));
        let told: Vec<Told<'_>> = order[first..first + shown]
            .iter()
            .map(|id| self.told(*id, width.saturating_sub(4), rows))
            .collect();
        let sections = told.first().map_or(0, |told| told.sections.len());
        let tall = |n: usize| told.iter().map(|told| told.sections[n].len()).max().unwrap_or(0);
        // A blank row parts each section from the next. What need not be told is left out where it does not fit whole,
        // but for the last step, of which its first words say most.
        let needed = NEEDED + self.known.dossier.treaties.len();
        let mut kept: Vec<Section> = Vec::new();
        let mut used = 0;
        for n in 0..sections {
            let row = used + usize::from(used > 0);
            let free = rows.saturating_sub(row);
            let tall = tall(n);
            let height = if n == needed && free >= STEP_ROWS { tall.min(free) } else { tall };
            if height <= free && height > 0 {
                kept.push(Section { n, row, height });
                used = row + height;
            } else if n < needed {
                return false;
            }
        }
        for (id, told) in order[first..first + shown].iter().zip(told) {
            let area = Rect { x, y, width, height };
            self.panel(*id, told, &kept, area, buf);
            hits.push(HitRegion { x, y, width, height, goal: ClickTarget::State(*id) });
            x += width;
        }
        if shown < order.len() {
            let more = format!("{} to {} of {}", first + 1, first + shown, order.len());
            let line = Line::from(Span::styled(more, self.look.style(Role::Text)));
            let below = y + height;
            if below < body.bottom() {
                buf.set_line(body.x + 1, below, &line, body.width);
            }
        }
        true
    }

    /// Draws a state's own panel: those of its sections that are kept, each from its row on.
    fn panel(&self, id: StateId, told: Told<'_>, kept: &[Section], area: Rect, buf: &mut Buffer) {
        let state = &self.known.dossier[id];
        let frame = Frame {
            title: &state.name,
            right: &state.code,
            focused: id == self.app.selected_state,
            ..Frame::default()
        };
        let inner = frame.draw(area, buf, self.look);
        // Before its name: what changed may be any of what stands below.
        buf.set_line(area.x + 1, area.y, &Line::from(self.mark(id)), 1);
        for section in kept {
            let lines = &told.sections[section.n];
            for (n, line) in lines.iter().take(section.height).enumerate() {
                let mut line = line.clone();
                if n + 1 == section.height && lines.len() > section.height {
                    // Too long by this, it gets the mark of what was cut.
                    line.spans.push(Span::raw(" ".repeat(usize::from(inner.width))));
                }
                let line = truncate_line(line, usize::from(inner.width), self.look.symbols.ellipsis());
                buf.set_line(inner.x, inner.y + (section.row + n) as u16, &line, inner.width);
            }
        }
    }

    /// All that there is to tell of a state, the most important first.
    fn told(&self, id: StateId, width: u16, rows: usize) -> Told<'a> {
        let strong = |text: &str| wrap(text, width).into_iter().map(|part| Line::from(self.strong(part)));
        let mut sections: Vec<Vec<Line<'a>>> = Vec::new();
        for treaty in self.known.dossier.treaty_ids() {
            let mut name = wrap(&self.known.dossier[treaty].name, width);
            if name.len() > 2 {
                let rest = name.split_off(1).join(" ");
                name.push(truncate(&rest, usize::from(width), self.look.symbols.ellipsis()));
            }
            let mut lines: Vec<Line<'a>> =
                name.into_iter().map(|part| Line::from(self.plain(part))).collect();
            lines.push(self.position(id, treaty, width));
            // Of a state that never joined, the date of the last step is not that of its position.
            let step = self
                .known
                .reached(id, treaty)
                .filter(|step| step.position != Position::NeverJoined && self.known.adopted(treaty));
            if let Some((date, step)) = step.and_then(|step| Some((step.date?, step))) {
                let since = super::panels::dated(Some(date), &step.evidence);
                lines.push(Line::from(self.plain(format!("  {since}"))));
            }
            sections.push(lines);
        }
        let mut lines = vec![Line::from(self.plain("Defence spending".to_owned())), self.bar(id, width)];
        if let Some(goal) = self.goal() {
            let notch = Span::styled(self.look.symbols.notch(), self.look.style(Role::Goal));
            lines.push(Line::from(vec![Span::raw("  "), notch, self.plain(format!(" {goal} % goal"))]));
        }
        sections.push(lines);
        let heading = |text: &str| Line::from(self.plain(text.to_owned()));
        sections.push(std::iter::once(heading("Target")).chain(strong(&self.target(id))).collect());
        let (speaker, day) = self.last_quoted(id);
        let mut lines: Vec<Line<'a>> =
            std::iter::once(heading("Last quoted")).chain(strong(&speaker)).collect();
        if !day.is_empty() {
            lines.push(Line::from(self.plain(day)));
        }
        sections.push(lines);
        // What happened last fills what is left.
        let step = self.known.stance(id, self.app.treaty());
        let treaty = self.known.dossier.treaties.get(self.app.treaty().index());
        sections.push(match (step, treaty) {
            (Some(step), Some(treaty)) => {
                let about = format!("Last step, {}", treaty.name);
                let about = if about.display_width() <= usize::from(width) {
                    about
                } else {
                    about.replacen(", ", ",\n", 1)
                };
                let about = wrap(&about, width);
                about.iter().map(|part| heading(part)).chain(strong(&step.what)).collect()
            }
            _ => Vec::new(),
        });
        let aim = self.known.aims(id).last();
        let aim = aim.map(|aim| std::iter::once(heading("Last aim")).chain(strong(&aim.text)).collect());
        sections.push(aim.unwrap_or_default());
        // Of a quotation that no panel has the rows for, it is not found out how many it needs.
        let most = rows * usize::from(width) * 4;
        let quote = self.last_quote(id).filter(|quote| quote.text.len() <= most);
        sections.push(quote.map(|quote| self.words(quote, width)).unwrap_or_default());
        Told { sections }
    }

    fn in_rows(&self, order: &[StateId], at: usize, body: Rect, buf: &mut Buffer, hits: &mut Vec<HitRegion>) {
        let sort = format!("by {}", self.app.sort.name());
        // One treaty at a time: a line has no room to say which of several positions is which.
        let treaty = self.known.dossier.treaties.get(self.app.treaty().index());
        let mut legend =
            Line::from(self.plain(treaty.map(|treaty| treaty.name.to_string()).unwrap_or_default()));
        if let Some(goal) = self.goal() {
            let notch = Span::styled(self.look.symbols.notch(), self.look.style(Role::Goal));
            legend.spans.extend([Span::raw("  "), notch, self.plain(format!(" {goal} % goal"))]);
        }
        let frame = Frame { title: "All states", right: &sort, legend, focused: true };
        let inner = frame.draw(body, buf, self.look);
        let pitch = if order.len() * 4 <= usize::from(inner.height) + 1 { ROWS + 1 } else { ROWS };
        let fit = usize::from((inner.height + pitch - ROWS) / pitch).max(1);
        let first = at.saturating_sub(fit / 2).min(order.len().saturating_sub(fit));
        let (x, width) = (inner.x - 1, inner.width + 1);
        // All bars begin in one column, and are of one scale.
        let names = order.iter().map(|id| self.known.dossier[*id].name.display_width()).max().unwrap_or(0);
        let bar = width.saturating_sub(LEAD + 2 + (names as u16).min(width / 3)).min(40);
        for (id, y) in order[first..].iter().zip((inner.y..inner.bottom()).step_by(usize::from(pitch))) {
            for (line, y) in self.row(*id, width, bar).iter().zip(y..inner.bottom()) {
                buf.set_line(x, y, line, width);
            }
            hits.push(HitRegion {
                x,
                y,
                width,
                height: ROWS.min(inner.bottom() - y),
                goal: ClickTarget::State(*id),
            });
        }
        let extent = crate::app::Extent { lines: order.len(), rows: fit };
        scrollbar(extent, first, inner, body, buf, self.look);
    }

    /// Three lines: name, figure and bar; positions and target; who spoke last.
    fn row(&self, id: StateId, width: u16, bar: u16) -> [Line<'a>; 3] {
        let chosen = id == self.app.selected_state;
        let edge = || match chosen {
            true => Span::styled(self.look.symbols.selected(), self.look.style(Role::Focus)),
            false => Span::raw(" "),
        };
        let state = &self.known.dossier[id];
        let name_role = if chosen { Role::Focus } else { Role::Strong };
        let left = Line::from(vec![
            edge(),
            self.mark(id),
            self.plain(format!("{} ", state.code)),
            Span::styled(state.name.to_string(), self.look.style(name_role)),
        ]);
        let right = self.bar(id, bar);
        let cut = self.look.symbols.ellipsis();
        let mut second = vec![edge(), Span::raw("    ")];
        // Where a state stands is never cut for what it aims for.
        let target = self.target(id);
        let room = width.saturating_sub(7 + target.display_width() as u16);
        let position = self.position(id, self.app.treaty(), room);
        let rest = usize::from(width).saturating_sub(7 + position.display_width());
        let target = Line::from(self.plain(self::truncate(&target, rest, cut)));
        second.extend(position.spans);
        let (speaker, day) = self.last_quoted(id);
        let quoted = [self.plain(format!("    last quoted: {speaker}")), self.plain(format!(", {day}"))];
        let parts = if day.is_empty() { &quoted[..1] } else { &quoted[..] };
        let third = Line::from(std::iter::once(edge()).chain(parts.iter().cloned()).collect::<Vec<_>>());
        let third = truncate_line(third, usize::from(width), cut);
        [justify(left, right, width, cut), justify(Line::from(second), target, width, cut), third]
    }

    fn position(&self, id: StateId, treaty: TreatyId, width: u16) -> Line<'a> {
        if !self.known.adopted(treaty) {
            return Line::from(self.plain(NOT_ADOPTED.to_owned()));
        }
        let Some(step) = self.known.stance(id, treaty) else {
            let none = self.known.dossier[id].history(treaty).is_empty();
            let words = if none { "not in the dossier" } else { "no step known yet" };
            return Line::from(self.plain(words.to_owned()));
        };
        let (name, short) = (step.position.name(), step.position.short());
        let name = if name.len() + 2 <= usize::from(width) { name } else { short };
        Line::from(vec![self.sign(step.position), self.strong(format!(" {name}"))])
    }

    /// The last figure, and a bar of it; a notch stands at the benchmark.
    fn bar(&self, id: StateId, width: u16) -> Line<'a> {
        let Some(last) = self.known.spending(id).last() else {
            return Line::from(self.plain("no figure".to_owned()));
        };
        let text = format!("{:<7}", figure(last, self.look));
        let room = usize::from(width).saturating_sub(8);
        let scale = |percent: f64| (percent / self.highest * room as f64).round() as usize;
        let filled = scale(last.percent).min(room);
        let role = if last.estimate { Role::Estimate } else { Role::Bar };
        let symbols = self.look.symbols;
        let notch = self.goal().map(|goal| scale(goal).saturating_sub(1));
        let mut spans = vec![self.strong(text), Span::raw(" ")];
        for n in 0..room {
            let at_goal = notch == Some(n);
            spans.push(match (n < filled, at_goal) {
                (_, true) => Span::styled(symbols.notch(), self.look.style(Role::Goal)),
                (true, false) => Span::styled(symbols.column(5), self.look.style(role)),
                (false, false) => Span::raw(" "),
            });
        }
        Line::from(spans)
    }

    /// The highest goal of the day.
    fn goal(&self) -> Option<f64> {
        let goals = self.known.benchmarks().filter(|(_, benchmark)| benchmark.kind == BenchmarkKind::Goal);
        goals.map(|(_, benchmark)| benchmark.percent).max_by(f64::total_cmp)
    }

    fn target(&self, id: StateId) -> String {
        self.known.latest_target(id).map(level_and_years).unwrap_or_else(|| "none known".into())
    }

    /// The quotation that stands for a state.
    fn last_quote(&self, id: StateId) -> Option<&'a Quote> {
        let quotes = self.known.quotes(id);
        let first = &self.known.dossier[*quotes.first()?];
        // Of the last day, words that are the state's alone say more of it than a joint statement.
        let day = first.evidence.known_from;
        let mut last =
            quotes.iter().map(|id| &self.known.dossier[*id]).take_while(|q| q.evidence.known_from == day);
        Some(last.find(|quote| quote.states.len() == 1).unwrap_or(first))
    }

    fn last_quoted(&self, id: StateId) -> (String, String) {
        let Some(quote) = self.last_quote(id) else { return ("nobody".into(), String::new()) };
        (quote.speaker.to_string(), quote.date.map(|date: Date| date.to_string()).unwrap_or_default())
    }

    /// All the words of a quotation, below what they are about.
    fn words(&self, quote: &Quote, width: u16) -> Vec<Line<'a>> {
        let (open, close) = self.look.symbols.quotes();
        let about = quote.context.as_ref().map(|context| wrap(context, width)).unwrap_or_default();
        let aside = self.look.style(Role::Aside);
        let about = about.into_iter().map(|part| Line::from(Span::styled(part, aside)));
        let words = wrap(&format!("{open}{}{close}", quote.text), width);
        about.chain(words.into_iter().map(|part| Line::from(self.strong(part)))).collect()
    }

    fn sign(&self, position: Position) -> Span<'static> {
        Span::styled(self.look.symbols.position(position), self.look.style(position_role(position)))
    }

    /// The mark of a state of which the last edit changed something.
    fn mark(&self, id: StateId) -> Span<'static> {
        match self.app.change_set.states.contains(&id) {
            true => Span::styled(self.look.symbols.changed(), self.look.style(Role::Changed)),
            false => Span::raw(" "),
        }
    }

    fn plain(&self, text: String) -> Span<'static> {
        Span::styled(text, self.look.style(Role::Text))
    }

    fn strong(&self, text: String) -> Span<'static> {
        Span::styled(text, self.look.style(Role::Strong))
    }
}
