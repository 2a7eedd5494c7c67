//! A report as a tree, which is rendered as text, Markdown or HTML.
//!
//! The tree determines the content and its order. The renderers determine indentation, punctuation, escaping and the
//! form of citations.

use super::briefing::*;
use super::prose;
use crate::dossier::model::Certainty;
use crate::dossier::{AsOf, wording};

/// The heading of the list of benchmarks.
pub(super) const BENCHMARKS: &str = "Spending benchmarks on this day";

/// The amount of detail in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Detail {
    /// Everything.
    #[default]
    Full,
    /// Everything except the sources.
    WithoutSources,
    /// A few lines per state, without sources and notes.
    Brief,
}

/// The blocks of a report, and their sources.
pub(super) struct Document<'a> {
    pub blocks: Vec<Block<'a>>,
    pub sources: &'a [Source],
    pub index: SourceIndex<'a>,
}

/// A part of a report.
pub(super) enum Block<'a> {
    /// The dossier's name, and the scope of the report: "as known on 18 March 2025".
    Title {
        name: &'a str,
        scope: String,
    },
    Heading(Heading),
    Paragraph(Statement<'a>),
    /// In a spaced list, blank lines separate the items.
    List {
        items: Vec<Item<'a>>,
        spaced: bool,
    },
    Table(Table<'a>),
    Quotation(Quotation<'a>),
    /// The list of all cited sources.
    Sources,
}

pub(super) struct Heading {
    /// The depth, from 2; the title has 1.
    pub level: usize,
    /// The heading below other headings.
    pub text: String,
    /// The heading without context, for text that is read aloud.
    pub standalone: String,
    /// A sentence in place of content; `standalone` includes it.
    pub remark: Option<&'static str>,
}

/// Sentences and their evidence.
pub(super) struct Statement<'a> {
    pub text: String,
    pub evidence: Option<&'a Evidence>,
}

pub(super) struct Item<'a> {
    /// The date or another identification.
    pub label: Option<String>,
    /// The position or target of the item.
    pub status: Option<String>,
    pub statement: Statement<'a>,
    /// Lines below the item.
    pub details: Vec<Statement<'a>>,
}

/// Spending by year, in per cent of GDP.
pub(super) struct Table<'a> {
    pub state: &'a State,
    pub edition: String,
    /// The evidence for the edition, if the dossier has editions.
    pub evidence: Option<&'a Evidence>,
    /// The ids of the edition's sources, which its figures need not cite again.
    pub cited: &'a [String],
    pub rows: Vec<Row<'a>>,
}

pub(super) struct Row<'a> {
    pub year: i16,
    pub figure: String,
    pub remarks: Vec<&'static str>,
    pub evidence: &'a Evidence,
}

pub(super) struct Quotation<'a> {
    pub context: Option<&'a str>,
    pub paragraphs: Vec<String>,
    pub speaker: Statement<'a>,
}

impl<'a> Document<'a> {
    pub fn new(sources: &'a [Source], blocks: Vec<Block<'a>>) -> Document<'a> {
        Document { blocks, sources, index: SourceIndex::new(sources) }
    }

    /// Creates a document with only a title.
    pub fn titled(name: &'a str, scope: String, sources: &'a [Source]) -> Document<'a> {
        Document::new(sources, vec![Block::Title { name, scope }])
    }

    pub fn push(&mut self, block: Block<'a>) {
        self.blocks.push(block);
    }

    /// Adds a heading and its content, or nothing if there is no content.
    pub fn section(&mut self, heading: Heading, content: impl IntoIterator<Item = Block<'a>>) {
        let mut content = content.into_iter().peekable();
        if content.peek().is_some() {
            self.push(Block::Heading(heading));
            self.blocks.extend(content);
        }
    }
}

impl Heading {
    pub fn new(level: usize, text: impl Into<String>, standalone: impl Into<String>) -> Heading {
        Heading { level, text: text.into(), standalone: standalone.into(), remark: None }
    }

    /// Creates a heading of the top level.
    pub fn top(text: &str) -> Heading {
        Heading::new(2, text, text)
    }
}

impl<'a> Block<'a> {
    /// Creates a list of items; `None` if there are none.
    pub fn list(items: impl IntoIterator<Item = Item<'a>>) -> Option<Block<'a>> {
        let items: Vec<_> = items.into_iter().collect();
        (!items.is_empty()).then_some(Block::List { items, spaced: false })
    }

    pub fn quotation(quote: &'a Quote) -> Block<'a> {
        Block::Quotation(Quotation {
            context: quote.context.as_deref(),
            paragraphs: prose::paragraphs(quote),
            speaker: Statement::new([prose::sentence(&prose::speaker(quote))], &quote.evidence),
        })
    }
}

impl<'a> Statement<'a> {
    pub fn new(sentences: impl IntoIterator<Item = String>, evidence: &'a Evidence) -> Statement<'a> {
        Statement { text: prose::join(sentences), evidence: Some(evidence) }
    }

    /// Creates a statement without evidence.
    pub fn bare(text: impl Into<String>) -> Statement<'a> {
        Statement { text: text.into(), evidence: None }
    }
}

impl<'a> From<Statement<'a>> for Item<'a> {
    fn from(statement: Statement<'a>) -> Item<'a> {
        Item { label: None, status: None, statement, details: Vec::new() }
    }
}

/// Items for facts. The date of the fact is followed by `topic`: ", target".
impl<'a> Item<'a> {
    pub fn step(step: &'a Step, topic: &str) -> Item<'a> {
        let votes = step.votes.iter().map(|votes| format!("Votes: {}.", prose::votes(votes)));
        let sentences = std::iter::once(prose::sentence(&step.what)).chain(votes);
        let statement = Statement::new(sentences, &step.evidence);
        Item { status: Some(step.position.name().into()), ..Item::dated(step.date, topic, statement) }
    }

    pub fn spending(spending: &'a Spending) -> Item<'a> {
        let (year, figure) = (spending.year, wording::figure(spending.percent));
        let estimate = if spending.estimate { ", estimate" } else { "" };
        let text = format!("Defence spending {year}: {figure} per cent of GDP{estimate}.");
        Statement::new([text], &spending.evidence).into()
    }

    pub fn target(target: &'a Target, topic: &str) -> Item<'a> {
        let statement = Statement::new(target.who.as_deref().map(prose::sentence), &target.evidence);
        Item { status: Some(prose::target(target)), ..Item::dated(target.date, topic, statement) }
    }

    pub fn aim(aim: &'a Aim, topic: &str) -> Item<'a> {
        let sentences = std::iter::once(&aim.text).chain(&aim.by).map(|text| prose::sentence(text));
        Item::dated(aim.date, topic, Statement::new(sentences, &aim.evidence))
    }

    pub fn event(event: &'a Event) -> Item<'a> {
        Item::dated(event.date, "", Statement::new([prose::sentence(&event.what)], &event.evidence))
    }

    pub fn benchmark(line: &'a Benchmark) -> Item<'a> {
        let text = format!("{}: {}.", line.name, prose::benchmark(line));
        Statement::new([text], &line.evidence).into()
    }

    fn treaty(treaty: &'a Treaty) -> Item<'a> {
        Statement::new(prose::treaty(treaty), &treaty.evidence).into()
    }

    pub fn border(border: &'a Border) -> Item<'a> {
        Statement::new([format!("{}.", prose::border(border))], &border.evidence).into()
    }

    fn dated(date: Option<DateText>, topic: &str, statement: Statement<'a>) -> Item<'a> {
        let basis = statement.evidence.and_then(|evidence| evidence.date_basis);
        let label = format!("{}{topic}", prose::capital(&prose::date(date, basis)));
        Item { label: Some(label), ..statement.into() }
    }
}

impl<'a> Row<'a> {
    fn new(spending: &'a Spending) -> Row<'a> {
        let remarks = [(spending.estimate, "estimate"), (spending.before_accession, "before joining NATO")];
        Row {
            year: spending.year,
            figure: wording::figure(spending.percent),
            remarks: remarks.iter().filter(|(applies, _)| *applies).map(|(_, remark)| *remark).collect(),
            evidence: &spending.evidence,
        }
    }
}

impl State {
    fn heading(&self) -> Heading {
        Heading::new(2, &self.name, format!("{} ({})", self.name, self.code))
    }

    /// Returns the most relevant target, by the rule of [`AsOf::latest_target`].
    pub(super) fn current_target(&self) -> Option<&Target> {
        let firm =
            |target: &&Target| AsOf::is_firm(target.kind, target.date.is_some(), target.evidence.certainty);
        self.targets.iter().rev().find(firm).or_else(|| self.targets.last())
    }
}

impl Briefing {
    /// Creates a document with the title of the briefing.
    pub(super) fn titled(&self) -> Document<'_> {
        Document::titled(&self.dossier.title, format!("as known on {}", self.as_of), &self.sources)
    }

    /// Arranges the briefing as a document.
    pub(super) fn document(&self, detail: Detail) -> Document<'_> {
        let mut document = self.titled();
        if detail == Detail::Brief {
            self.add_brief(&mut document);
        } else {
            self.add_all(&mut document);
        }
        if detail == Detail::Full {
            document.push(Block::Sources);
        } else {
            // With an empty index, no statement cites a source.
            document.index = SourceIndex::new(&[]);
        }
        document
    }

    /// Adds the current position, spending and target of each state.
    fn add_brief<'a>(&'a self, document: &mut Document<'a>) {
        let item = |text: String, certainty: Certainty| {
            Item::from(Statement::bare(prose::join([text].into_iter().chain(prose::doubt(certainty)))))
        };
        for state in &self.states {
            let positions = state.treaties.iter().map(|standing| {
                let reached = |step: &&Step| Some(step.position) == standing.position;
                let certainty =
                    standing.history.iter().rev().find(reached).map(|step| step.evidence.certainty);
                let text = format!("{}: {}.", self.treaty_name(&standing.treaty), prose::standing(standing));
                item(text, certainty.unwrap_or_default())
            });
            let spending = state.spending.last().map(|latest| {
                let edition = prose::edition(&document.index, latest, self.edition_of(state));
                let estimate = if latest.estimate { ", estimate" } else { "" };
                let figure = wording::figure(latest.percent);
                let text = format!(
                    "Defence spending: {figure} per cent of GDP in {}{estimate} ({edition}).",
                    latest.year
                );
                item(text, latest.evidence.certainty)
            });
            let target = state
                .current_target()
                .map(|target| item(format!("Target: {}.", prose::target(target)), target.evidence.certainty));
            let items: Vec<_> = positions.chain(spending).chain(target).collect();
            document.section(state.heading(), Block::list(items));
        }
        let benchmark = |line: &Benchmark| {
            item(format!("{}: {}.", line.name, prose::benchmark(line)), line.evidence.certainty)
        };
        let benchmarks = Block::list(self.benchmarks.iter().map(benchmark));
        document.section(Heading::top(BENCHMARKS), benchmarks);
    }

    fn add_all<'a>(&'a self, document: &mut Document<'a>) {
        for state in &self.states {
            self.add_state(state, document);
        }
        let several = self.states.len() > 1;
        let joint = self.quotes.iter().filter(|quote| several && quote.states.len() > 1);
        document.section(Heading::top("Said for several states"), joint.map(Block::quotation));
        let outside = self.quotes.iter().filter(|quote| quote.states.is_empty());
        document.section(Heading::top("Other voices"), outside.map(Block::quotation));
        let benchmarks = Block::list(self.benchmarks.iter().map(Item::benchmark));
        document.section(Heading::top(BENCHMARKS), benchmarks);
        document.section(Heading::top("Events"), Block::list(self.events.iter().map(Item::event)));
        self.add_treaties(2, document);
    }

    fn add_state<'a>(&'a self, state: &'a State, document: &mut Document<'a>) {
        let name = &state.name;
        document.push(Block::Heading(state.heading()));
        document.push(Block::Paragraph(Statement::new(prose::state(state), &state.evidence)));
        document.blocks.extend(Block::list(state.borders.iter().map(Item::border)));

        for standing in &state.treaties {
            self.add_standing(state, standing, document);
        }
        self.add_spending(state, document);
        Briefing::add_targets(state, document);
        Briefing::add_aims(state, document);

        let quotes: Vec<_> = self.quotes_of(state).map(Block::quotation).collect();
        document.push(Block::Heading(match &quotes[..] {
            [] => Heading {
                remark: Some("None is quoted."),
                ..Heading::new(3, "Quoted officials", format!("{name}: no official is quoted"))
            },
            _ => Heading::new(3, "Quoted officials", format!("{name}: quoted officials")),
        }));
        document.blocks.extend(quotes);
    }

    /// Returns the edition of a state's figures.
    fn edition_of(&self, state: &State) -> Option<&Edition> {
        self.editions.iter().find(|edition| Some(&edition.id) == state.edition.as_ref())
    }

    /// Adds the position of a state on a treaty, and its steps.
    pub(super) fn add_standing<'a>(
        &'a self,
        state: &'a State,
        standing: &'a Standing,
        document: &mut Document<'a>,
    ) {
        let text = format!("{}: {}", self.treaty_name(&standing.treaty), prose::standing(standing));
        let standalone = format!("{}, {text}", state.name);
        document.push(Block::Heading(Heading::new(3, text, standalone)));
        document.blocks.extend(Block::list(standing.history.iter().map(|step| Item::step(step, ""))));
    }

    /// Adds the figures of a state.
    pub(super) fn add_spending<'a>(&'a self, state: &'a State, document: &mut Document<'a>) {
        let Some(latest) = state.spending.last() else { return };
        let edition = self.edition_of(state);
        let evidence = edition.map(|edition| &edition.evidence);
        // Without an edition, the first source of the latest figure counts for all figures.
        let of_latest = latest.evidence.sources.get(..1).unwrap_or_default();
        let cited = evidence.map_or(of_latest, |evidence| &evidence.sources);
        let rows = state.spending.iter().map(Row::new).collect();
        let standalone = format!("{}: defence spending, per cent of GDP", state.name);
        let edition = prose::edition(&document.index, latest, edition);
        let table = Block::Table(Table { state, edition, evidence, cited, rows });
        let revised = state.revised.iter().map(|changes| {
            Block::Paragraph(Statement::bare(format!(
                "This edition compared with the one before: {changes}."
            )))
        });
        document.section(Heading::new(3, "Defence spending", standalone), [table].into_iter().chain(revised));
    }

    /// Adds the targets of a state, or a remark that there are none.
    pub(super) fn add_targets<'a>(state: &'a State, document: &mut Document<'a>) {
        let name = &state.name;
        let targets = Block::list(state.targets.iter().map(|target| Item::target(target, "")));
        document.push(Block::Heading(match targets {
            Some(_) => Heading::new(3, "Targets", format!("{name}: targets")),
            None => Heading {
                remark: Some("None is known on this day."),
                ..Heading::new(3, "Targets", format!("{name}: no target is known on this day"))
            },
        }));
        document.blocks.extend(targets);
    }

    /// Adds the aims of a state.
    pub(super) fn add_aims<'a>(state: &'a State, document: &mut Document<'a>) {
        let aims = Block::list(state.aims.iter().map(|aim| Item::aim(aim, "")));
        document.section(Heading::new(3, "Aims", format!("{}: aims", state.name)), aims);
    }

    /// Adds the treaties as a spaced list.
    pub(super) fn add_treaties<'a>(&'a self, level: usize, document: &mut Document<'a>) {
        let items: Vec<_> = self.treaties.iter().map(Item::treaty).collect();
        let treaties = (!items.is_empty()).then_some(Block::List { items, spaced: true });
        document.section(Heading::new(level, "Treaties", "Treaties"), treaties);
    }

    /// Returns the name of a treaty, or its id if it is unknown.
    pub(super) fn treaty_name<'a>(&'a self, id: &'a str) -> &'a str {
        self.treaties.iter().find(|treaty| treaty.id == id).map_or(id, |treaty| &treaty.name)
    }

    /// Returns the quotations that speak for a state. They include joint statements only in a briefing on one state;
    /// otherwise, joint statements have a separate section.
    fn quotes_of(&self, state: &State) -> impl Iterator<Item = &Quote> {
        let single = self.states.len() == 1;
        self.quotes.iter().filter(move |quote| {
            (single || quote.states.len() == 1) && quote.states.iter().any(|of| of.code == state.code)
        })
    }
}
