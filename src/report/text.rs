//! Documents as plain text: short lines in plain words, in an order that can be listened to. Nothing is drawn.

use super::briefing::{Briefing, Evidence};
use super::document::{Block, Document, Item, Statement, Table};
use super::prose;

/// The briefing as text, in lines of at most `width` columns; longer words stay whole.
pub fn text(briefing: &Briefing, width: usize) -> String {
    briefing.document().text(width)
}

/// Collects lines.
struct Page {
    width: usize,
    text: String,
}

impl Page {
    /// Adds an empty line, except at the top.
    fn gap(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// Adds an item at `indent` columns. Its further lines are indented by two more, except at the edge.
    fn line(&mut self, indent: usize, text: &str) {
        self.wrapped(text, indent, if indent > 0 { indent + 2 } else { 0 });
    }

    /// Adds a paragraph at `indent` columns.
    fn block(&mut self, indent: usize, text: &str) {
        self.wrapped(text, indent, indent);
    }

    /// No word is ever broken: addresses stay whole.
    fn wrapped(&mut self, text: &str, first: usize, rest: usize) {
        let (first, rest) = (" ".repeat(first), " ".repeat(rest));
        let options = textwrap::Options::new(self.width)
            .initial_indent(&first)
            .subsequent_indent(&rest)
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .word_separator(textwrap::WordSeparator::AsciiSpace);
        for line in textwrap::wrap(text.trim(), options) {
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }
}

impl Document<'_> {
    /// Renders the document as text, in lines of at most `width` columns.
    pub fn text(&self, width: usize) -> String {
        let mut page = Page { width: width.max(20), text: String::new() };
        let mut previous: Option<&Block<'_>> = None;
        for block in &self.blocks {
            match block {
                Block::Title { name, scope } => page.line(0, &format!("{name}, {scope}")),
                Block::Heading(heading) => {
                    page.gap();
                    page.line(0, &heading.standalone);
                }
                Block::Paragraph(statement) => {
                    page.gap();
                    page.line(0, &self.statement(statement));
                }
                Block::List { items, spaced } => {
                    let indent = if matches!(previous, Some(Block::Heading(_))) { 2 } else { 0 };
                    for (n, item) in items.iter().enumerate() {
                        if *spaced && n > 0 {
                            page.gap();
                        }
                        self.item(item, *spaced, indent, &mut page);
                    }
                }
                Block::Table(table) => self.table(table, &mut page),
                Block::Quotation(quotation) => {
                    if matches!(previous, Some(Block::Quotation(_))) {
                        page.gap();
                    }
                    if let Some(context) = quotation.context {
                        page.block(2, &prose::sentence(context));
                    }
                    for paragraph in &quotation.paragraphs {
                        page.block(2, paragraph);
                    }
                    page.block(2, &self.statement(&quotation.speaker));
                }
                Block::Sources => self.sources(&mut page),
            }
            previous = Some(block);
        }
        page.text
    }

    fn item(&self, item: &Item<'_>, spaced: bool, indent: usize, page: &mut Page) {
        let label = item.label.iter().map(|label| format!("{label}:"));
        let status = item.status.iter().map(|status| format!("{status}."));
        let lead = prose::join(label.chain(status).chain([item.statement.text.clone()]));
        let evidence = item.statement.evidence.map(|evidence| self.evidence(evidence, None));
        if spaced {
            page.line(indent, &lead);
            evidence.iter().for_each(|evidence| page.line(indent, evidence));
        } else {
            page.line(indent, &prose::join([lead, evidence.unwrap_or_default()]));
        }
        for detail in &item.details {
            page.line(indent + 2, &self.statement(detail));
        }
    }

    fn table(&self, table: &Table<'_>, page: &mut Page) {
        page.line(2, &format!("Figures: {}.", table.edition));
        for row in &table.rows {
            let remarks: String = row.remarks.iter().map(|remark| format!(", {remark}")).collect();
            // The line above names the edition, so a figure cites only what else it is based on.
            let evidence = self.evidence(row.evidence, Some(&table.source.id));
            let figure = format!("{}: {}{remarks}.", row.year, row.figure);
            page.line(2, &prose::join([figure, evidence]));
        }
    }

    fn sources(&self, page: &mut Page) {
        if !self.sources.is_empty() {
            page.gap();
            page.line(0, "Sources");
        }
        for source in self.sources {
            let title = format!("{}: {}", prose::source(source), prose::sentence(&source.title));
            page.line(2, &prose::join([title, source.url.clone().unwrap_or_default()]));
        }
    }

    fn statement(&self, statement: &Statement<'_>) -> String {
        let evidence = statement.evidence.map(|evidence| self.evidence(evidence, None));
        prose::join([statement.text.clone(), evidence.unwrap_or_default()])
    }

    /// Doubt and note as sentences, and the sources by name, without the `omitted` one.
    fn evidence(&self, evidence: &Evidence, omitted: Option<&str>) -> String {
        let cited = self.index.cited(evidence).filter(|source| Some(source.id.as_str()) != omitted);
        let cited: Vec<String> = cited.map(prose::source).collect();
        let sources = match &cited[..] {
            [] => String::new(),
            [source] => format!("Source: {source}."),
            _ => format!("Sources: {}.", cited.join("; ")),
        };
        let doubt = prose::doubt(evidence.certainty).map(str::to_owned);
        let note = prose::note(evidence).map(|note| format!("Note: {note}"));
        prose::join([doubt, note, Some(sources)].into_iter().flatten())
    }
}
