//! A panel of the dashboard as Markdown, for the clipboard.

use std::ops::RangeInclusive;

use crate::app::{App, Panel, View};
use crate::dossier::{AsOf, TimelineFilter};

use super::briefing::{Briefing, Collector, DateText, State, Step};
use super::diff::New;
use super::document::{BENCHMARKS, Block, Document, Heading, Item, Statement};
use super::prose;

/// Returns the title and the content of the focused panel as of the current day, with numbered sources. The wall and
/// the map yield the list of states. `None` without a dossier.
pub fn panel(app: &App) -> Option<(String, String)> {
    let known = app.known()?;
    let state = known.dossier.states.get(app.selected_state.index())?;
    let panel = if app.view == View::Overview { Panel::States } else { app.focus };
    let (name, states) = match panel {
        Panel::States | Panel::Map => ("States".to_owned(), app.state_order()),
        Panel::Timeline if app.timeline_filter().state.is_none() => ("Timeline".to_owned(), Vec::new()),
        Panel::Timeline => (format!("{}: timeline", state.name), vec![app.selected_state]),
        Panel::Stance => (format!("{}: treaty stance", state.name), vec![app.selected_state]),
        Panel::Spending => (format!("{}: defence spending", state.name), vec![app.selected_state]),
        Panel::Quotes => (format!("{}: quoted officials", state.name), vec![app.selected_state]),
        Panel::Background => (format!("{}: aims and background", state.name), vec![app.selected_state]),
    };
    let markdown = match panel {
        Panel::Timeline => timeline(known, app.timeline_filter(), &name),
        panel => {
            let briefing = Briefing::new(known.dossier, &states, known.day);
            let treaty = known.dossier.treaties.get(app.treaty.index()).map(|treaty| treaty.id.as_str());
            briefing.panel(panel, &name, treaty.unwrap_or_default()).markdown()
        }
    };
    Some((name, markdown))
}

/// Returns the known entries of the timeline that a filter accepts, earliest first.
fn timeline(known: AsOf<'_>, filter: TimelineFilter, name: &str) -> String {
    let (entries, past) = known.timeline(filter);
    let collector = Collector::new(known);
    let facts: Vec<New> =
        entries[..past].iter().filter_map(|entry| New::of(entry.fact, &collector)).collect();
    let sources = collector.sources();
    let items = facts.iter().map(|fact| {
        let mut item = fact.item();
        match (&mut item.label, fact.state()) {
            (Some(label), Some(state)) => *label += &format!(", {state}"),
            (None, Some(state)) => item.label = Some(state.to_owned()),
            (_, None) => {}
        }
        item
    });
    let scope = format!("as known on {}", DateText(known.day.into()));
    let mut document = Document::titled(&known.dossier.title, scope, &sources);
    document.section(Heading::top(name), Block::list(items));
    document.push(Block::Sources);
    document.markdown()
}

impl Briefing {
    /// Arranges the content of a panel. The treaty in view comes first.
    fn panel(&self, panel: Panel, name: &str, treaty: &str) -> Document<'_> {
        let mut document = self.titled();
        document.push(Block::Heading(Heading::top(name)));
        for state in &self.states {
            match panel {
                Panel::States | Panel::Map | Panel::Timeline => {
                    self.add_overview(state, treaty, &mut document)
                }
                Panel::Stance => {
                    let (in_view, others): (Vec<_>, Vec<_>) =
                        state.treaties.iter().partition(|standing| standing.treaty == treaty);
                    for standing in in_view.into_iter().chain(others) {
                        self.add_standing(state, standing, &mut document);
                    }
                }
                Panel::Spending => {
                    self.add_spending(state, &mut document);
                    Briefing::add_targets(state, &mut document);
                    let benchmarks = Block::list(self.benchmarks.iter().map(Item::benchmark));
                    document.section(Heading::new(3, BENCHMARKS, BENCHMARKS), benchmarks);
                }
                Panel::Quotes => self.add_quotes(&mut document),
                Panel::Background => {
                    document.push(Block::Paragraph(Statement::new(prose::state(state), &state.evidence)));
                    document.blocks.extend(Block::list(state.borders.iter().map(Item::border)));
                    Briefing::add_aims(state, &mut document);
                    self.add_treaties(3, &mut document);
                }
            }
        }
        document.push(Block::Sources);
        document
    }

    /// Adds a state as in the list of states: its position on the treaty in view, its latest figure and target.
    fn add_overview<'a>(&'a self, state: &'a State, treaty: &str, document: &mut Document<'a>) {
        let mut items = Vec::new();
        for standing in state.treaties.iter().filter(|standing| standing.treaty == treaty) {
            let reached =
                |step: &&Step| Some(step.position) == standing.position && step.date == standing.since;
            let text = format!("{}: {}.", self.treaty_name(&standing.treaty), prose::standing(standing));
            let evidence = standing.history.iter().find(reached).map(|step| &step.evidence);
            items.push(Item::from(Statement { text, evidence }));
        }
        items.extend(state.spending.last().map(Item::spending));
        items.extend(state.current_target().map(|target| Item::target(target, ", target")));
        document.section(Heading::new(3, &state.name, &state.name), Block::list(items));
    }

    /// Adds the quotations that speak for the state alone, joint statements, and outside speakers.
    fn add_quotes<'a>(&'a self, document: &mut Document<'a>) {
        let with = |count: RangeInclusive<usize>| {
            let quotes = self.quotes.iter().filter(move |quote| count.contains(&quote.states.len()));
            quotes.map(Block::quotation)
        };
        document.blocks.extend(with(1..=1));
        document.section(Heading::new(3, "Joint statements", "Joint statements"), with(2..=usize::MAX));
        document.section(Heading::new(3, "Other voices", "Other voices"), with(0..=0));
    }
}
