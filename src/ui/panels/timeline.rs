//! Every dated fact in order, with the day of the screen among them: what is known above, what came later
//! below.

use ratatui::buffer::Buffer;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::{ClickTarget, Extent, HitRegion, entry_among};
use crate::config::Role;
use crate::dossier::model::{BenchmarkKind, DateBasis};
use crate::dossier::{Date, Entry, Fact};
use crate::ui::text::{DisplayWidth, justify, put, wrap_hanging};
use crate::ui::widgets::block::{Frame, scrollbar};

use super::context::PanelContext;

/// Columns of a date without its year.
const DATE: usize = 7;

/// A row of the panel.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Row {
    /// The year of the entries below.
    Year(i16),
    /// An entry, by its place.
    Entry(usize),
    /// The day of the screen.
    Day,
}

/// Draws the entries around the selected one, and the day between what is known and what came later.
pub fn draw(scene: &PanelContext<'_>, buf: &mut Buffer, hits: &mut Vec<HitRegion>) -> Extent {
    let (entries, past) = scene.known.timeline(scene.only_selected_state.then_some(scene.selected_state));
    let chosen = entry_among(scene.timeline_selection, &entries, past);
    let whose = if scene.only_selected_state {
        scene.known.dossier[scene.selected_state].name.as_str()
    } else {
        "all states"
    };
    let frame = Frame { title: "Timeline", right: whose, focused: scene.focused, ..Frame::default() };
    let inner = frame.draw(scene.area, buf, scene.look);
    let rows = Rows::of(&entries, past);
    let fit = usize::from(inner.height);
    let at = rows.place(chosen);
    let (x, width) = (inner.x - 1, inner.width + 1);
    let open = match entries.get(chosen) {
        Some(entry) => opened(scene, entry, chosen >= past, width),
        None => Vec::new(),
    };
    // The selected entry takes as many rows as its words need.
    let more = open.len().saturating_sub(1);
    let count = rows.len() + more;
    let first = (at + more).saturating_sub(fit * 2 / 3).min(count.saturating_sub(fit)).min(at);
    for (n, y) in (first..count).zip(inner.y..inner.bottom()) {
        if (at..at + open.len()).contains(&n) {
            put(buf, x, y, &open[n - at], width);
            continue;
        }
        let n = if n > at { n - more } else { n };
        // The year of the first entry that is seen stays in sight.
        let row = match rows.row(n) {
            _ if y == inner.y && rows.year_above(n).is_some() => rows.year_above(n).map(Row::Year),
            row => row,
        };
        let Some(row) = row else { break };
        let line = match row {
            Row::Year(year) => rule(scene, &year.to_string(), Role::Frame, width),
            Row::Day => rule(scene, &the_day(scene, past < entries.len()), Role::Focus, width),
            Row::Entry(n) => {
                hits.push(HitRegion { x, y, width, height: 1, goal: ClickTarget::Entry(entries[n].fact) });
                entry(scene, &entries[n], n >= past, width)
            }
        };
        put(buf, x, y, &line, width);
    }
    let extent = Extent { lines: count, rows: fit };
    scrollbar(extent, first, inner, scene.area, buf, scene.look);
    extent
}

/// Entries under their years, the day in its place among them. The rows are not listed: of a hundred thousand, a screen
/// shows some dozens.
struct Rows {
    /// How many entries there are, and how many of them stand above the day.
    entries: usize,
    past: usize,
    /// The first entry of each year.
    years: Vec<(usize, i16)>,
}

impl Rows {
    fn of(entries: &[Entry], past: usize) -> Rows {
        let mut years = Vec::new();
        let mut at = 0;
        // Entries are in order of their last possible days, and so of their years.
        while let Some(entry) = entries.get(at) {
            let year = entry.date.year();
            years.push((at, year));
            at += entries[at..].partition_point(|entry| entry.date.year() <= year);
        }
        Rows { entries: entries.len(), past, years }
    }

    fn len(&self) -> usize {
        self.entries + self.years.len() + 1
    }

    /// The row of an entry.
    fn place(&self, entry: usize) -> usize {
        let headings = self.years.partition_point(|(first, _)| *first <= entry);
        entry + headings + usize::from(self.past <= entry)
    }

    fn row(&self, n: usize) -> Option<Row> {
        // The first entry that stands in this row or below it; it may have its year and the day above it.
        let entry = partition_point(self.entries, |entry| self.place(entry) < n);
        if n >= self.len() {
            return None;
        }
        if entry == self.entries {
            return Some(Row::Day);
        }
        let year = self.years.iter().find(|(first, _)| *first == entry);
        Some(match (self.place(entry) - n, year) {
            (0, _) => Row::Entry(entry),
            (1, Some((_, year))) => Row::Year(*year),
            _ => Row::Day,
        })
    }

    /// The year under which a row stands.
    fn year_above(&self, n: usize) -> Option<i16> {
        let above = self.years.partition_point(|(first, _)| self.place(*first) <= n + 1);
        self.years[..above].last().map(|(_, year)| *year)
    }
}

/// How many of the first numbers, up to `count`, fulfil `holds`, which no number does behind one that does not.
fn partition_point(count: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut least, mut most) = (0, count);
    while least < most {
        let middle = least + (most - least) / 2;
        if holds(middle) {
            least = middle + 1;
        } else {
            most = middle;
        }
    }
    least
}

/// The day of the screen, and that what stands below it is later, which not every theme can show.
fn the_day(scene: &PanelContext<'_>, later: bool) -> String {
    let day = Date::Day(scene.known.day());
    let rule = scene.look.symbols.border().horizontal_top;
    if later { format!("{day} {rule}{rule} later") } else { day.to_string() }
}

/// A year or the day, with a rule behind it.
fn rule<'a>(scene: &PanelContext<'a>, text: &str, role: Role, width: u16) -> Line<'a> {
    let look = scene.look;
    let rest = usize::from(width).saturating_sub(text.display_width() + 2);
    let words = if role == Role::Frame { Role::Strong } else { role };
    Line::from(vec![
        Span::styled(format!(" {text} "), look.style(words)),
        Span::styled(look.symbols.border().horizontal_top.repeat(rest), look.style(role)),
    ])
}

/// Day and month, since the year stands above; less where less is known.
fn without_year(date: Date) -> String {
    match date {
        Date::Year(_) => String::new(),
        date => {
            let text = date.to_string();
            text.rsplit_once(' ').map_or(String::new(), |(day, _)| day.to_owned())
        }
    }
}

/// An entry in one line.
fn entry<'a>(scene: &PanelContext<'a>, entry: &Entry, later: bool, width: u16) -> Line<'a> {
    let look = scene.look;
    let text = look.style(if later { Role::Later } else { Role::Text });
    let (mut spans, what) = lead(scene, entry, false, text);
    spans.push(Span::styled(what, text));
    let doubt = doubt(scene, entry);
    justify(Line::from(spans), Line::from(Span::styled(doubt, text)), width, look.symbols.ellipsis())
}

/// The selected entry with all its words, and, where the panel has the screen, what stands behind it.
fn opened<'a>(scene: &PanelContext<'a>, entry: &Entry, later: bool, width: u16) -> Vec<Line<'a>> {
    let look = scene.look;
    let text = look.style(if later { Role::Later } else { Role::Text });
    let edge = || Span::styled(look.symbols.selected(), look.style(Role::Focus));
    let (spans, what) = lead(scene, entry, true, text);
    let words = text.patch(look.style(Role::Strong));
    if !scene.focused {
        let mut spans = spans;
        spans.push(Span::styled(what, words));
        let doubt = Line::from(Span::styled(doubt(scene, entry), text));
        return vec![justify(Line::from(spans), doubt, width, look.symbols.ellipsis())];
    }
    let indent = || Line::from(vec![edge(), Span::raw(" ".repeat(DATE + 6))]);
    // Opened, there is room for the treaty's name.
    let what = match entry.fact {
        Fact::Stance(_, treaty, _) => {
            let treaty = &scene.known.dossier[treaty];
            let rest = what.strip_prefix(&format!("{}: ", treaty.id)).unwrap_or(&what).to_owned();
            format!("{}: {rest}", treaty.name)
        }
        _ => what,
    };
    let what = format!("{what} {}", doubt(scene, entry));
    let mut lines = wrap_hanging(Line::from(spans), what.trim_end(), words, width);
    if let Some(evidence) = scene.known.dossier.evidence(entry.fact).filter(|_| scene.zoomed) {
        lines.extend(super::backing_lines(scene, evidence, &indent, width));
    }
    for line in lines.iter_mut().skip(1) {
        // What goes on belongs to the same entry.
        if line.spans.first().is_some_and(|span| span.content.trim().is_empty()) {
            let blank = line.spans[0].content.len().saturating_sub(1);
            line.spans.splice(0..1, [edge(), Span::raw(" ".repeat(blank))]);
        }
    }
    lines
}

/// Edge, day, sign and states of an entry, and what it says.
fn lead<'a>(scene: &PanelContext<'a>, entry: &Entry, selected: bool, text: Style) -> (Vec<Span<'a>>, String) {
    let dossier = scene.known.dossier;
    let states = match dossier.states_of(&entry.fact) {
        [] => "  ".to_owned(),
        [one] => dossier[*one].code.to_string(),
        [_, ..] => scene.look.symbols.many().to_owned(),
    };
    let (sign, what) = told(scene, entry.fact);
    // Where the edge shows that it is selected, the mark of a change stands behind the day.
    let mark = scene.mark(entry.fact);
    let (edge, mark) = if selected {
        (Span::styled(scene.look.symbols.selected(), scene.look.style(Role::Focus)), mark)
    } else {
        (mark, Span::raw(" "))
    };
    let about = dossier.evidence(entry.fact).is_some_and(|evidence| evidence.date_basis != DateBasis::Stated);
    let date = format!("{}{}", if about { "~" } else { "" }, without_year(entry.date));
    let spans = vec![
        edge,
        Span::styled(format!("{date:>DATE$}"), text),
        mark,
        sign,
        Span::styled(format!(" {states} "), text),
    ];
    (spans, what)
}

fn doubt(scene: &PanelContext<'_>, entry: &Entry) -> &'static str {
    let evidence = scene.known.dossier.evidence(entry.fact);
    evidence.map_or("", |evidence| scene.look.symbols.certainty(evidence.certainty))
}

/// The sign of an entry, and what it says.
fn told(scene: &PanelContext<'_>, fact: Fact) -> (Span<'static>, String) {
    let dossier = scene.known.dossier;
    let look = scene.look;
    let sign = |sign: &'static str, role: Role| Span::styled(sign, look.style(role));
    match fact {
        Fact::Stance(state, treaty, n) => {
            let step = &dossier[state].history(treaty)[n];
            // A step towards another treaty than that in view says which.
            let about =
                if treaty == scene.treaty { String::new() } else { format!("{}: ", dossier[treaty].id) };
            (scene.sign(step.position), format!("{about}{}", step.what))
        }
        Fact::Target(state, n) => {
            (sign("%", Role::Proposal), super::spending::level_and_years(&dossier[state].targets[n]))
        }
        Fact::Aim(state, n) => {
            (sign(look.symbols.aim(), Role::Text), dossier[state].aims[n].text.to_string())
        }
        Fact::Benchmark(id) => {
            let benchmark = &dossier[id];
            let goal = benchmark.kind == BenchmarkKind::Goal;
            let lines = look.symbols.lines();
            let sign = if goal { sign(lines.0, Role::Goal) } else { sign(lines.1, Role::Proposal) };
            (sign, format!("{}, {} % of GDP", benchmark.name, benchmark.percent))
        }
        Fact::Quote(id) => {
            let quote = &dossier[id];
            let (open, close) = look.symbols.quotes();
            (
                sign(open, Role::Text),
                format!("{open}{}{close} {}", quote.text.replace('\n', " "), quote.speaker),
            )
        }
        Fact::Event(id) => (sign(look.symbols.event(), Role::Text), dossier[id].what.to_string()),
        Fact::Dossier | Fact::Source(_) | Fact::Treaty(_) | Fact::State(_) | Fact::Spending(..) => {
            (Span::raw(" "), String::new())
        }
    }
}
