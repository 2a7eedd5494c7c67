//! Statements with numbered sources, in the inline markup of Markdown or HTML.

use std::collections::HashMap;
use std::marker::PhantomData;

use super::briefing::{Evidence, Source, SourceIndex};
use super::document::{Item, Row, Statement, Table};
use super::prose;

/// The inline markup of a format.
pub(super) trait Markup {
    /// Escapes a text on one line, with its web addresses as links.
    fn text(text: &str) -> String;
    /// Emphasizes the date or another identification of an item.
    fn label(markup: &str) -> String;
    /// Emphasizes that a fact is not confirmed.
    fn doubt(markup: &str) -> String;
    /// Refers to sources by their numbers.
    fn citation(numbers: &[usize]) -> String;
}

/// The cited sources, numbered from 1 in the order of their first use.
pub(super) struct Citations<'d, M> {
    index: &'d SourceIndex<'d>,
    cited: Vec<&'d Source>,
    numbers: HashMap<&'d str, usize>,
    markup: PhantomData<M>,
}

impl<'d, M: Markup> Citations<'d, M> {
    /// Creates an empty list for a document with these sources.
    pub fn new(index: &'d SourceIndex<'d>) -> Citations<'d, M> {
        Citations { index, cited: Vec::new(), numbers: HashMap::new(), markup: PhantomData }
    }

    /// Returns the cited sources, in the order of their numbers, and empties their list.
    pub fn take(&mut self) -> Vec<&'d Source> {
        std::mem::take(&mut self.cited)
    }

    /// Returns an item without its details.
    pub fn item(&mut self, item: &'d Item<'d>) -> String {
        let label = item.label.iter().map(|label| M::label(&M::text(label)));
        let lead: Vec<String> = label.chain(item.status.as_deref().map(M::text)).collect();
        let lead = if lead.is_empty() { String::new() } else { lead.join(", ") + ". " };
        lead + &self.statement(&item.statement)
    }

    /// Returns the measure, the edition and the evidence of a table.
    pub fn caption(&mut self, table: &'d Table<'d>) -> String {
        let evidence = table.evidence.map(|evidence| self.evidence(evidence)).unwrap_or_default();
        prose::join([format!("Per cent of GDP; {}.", M::text(&table.edition)), evidence])
    }

    /// Returns the remarks on a row of a table. The caption cites the sources of an edition.
    pub fn row_remarks(&mut self, table: &Table<'d>, row: &Row<'d>) -> String {
        let remarks = row.remarks.iter().map(|remark| format!("{}.", prose::capital(remark)));
        let repeated = table.evidence.is_some() && row.evidence.sources == table.cited;
        let evidence =
            if repeated { Self::doubt_and_note(row.evidence) } else { self.evidence(row.evidence) };
        prose::join(remarks.chain([evidence]))
    }

    /// Returns the sentences of a statement and its evidence.
    pub fn statement(&mut self, statement: &Statement<'d>) -> String {
        let evidence = statement.evidence.map(|evidence| self.evidence(evidence)).unwrap_or_default();
        prose::join([M::text(&statement.text), evidence])
    }

    /// Returns certainty and note as sentences, and the numbers of the sources.
    fn evidence(&mut self, evidence: &'d Evidence) -> String {
        let numbers: Vec<usize> = self.index.cited(evidence).map(|source| self.number(source)).collect();
        let citation = (!numbers.is_empty()).then(|| M::citation(&numbers));
        prose::join(std::iter::once(Self::doubt_and_note(evidence)).chain(citation))
    }

    /// Returns certainty and note as sentences.
    fn doubt_and_note(evidence: &Evidence) -> String {
        let doubt = prose::doubt(evidence.certainty).map(|doubt| M::doubt(&doubt));
        let note = prose::note(evidence).map(|note| format!("Note: {}", M::text(&note)));
        prose::join([doubt, note].into_iter().flatten())
    }

    fn number(&mut self, source: &'d Source) -> usize {
        *self.numbers.entry(&source.id).or_insert_with(|| {
            self.cited.push(source);
            self.cited.len()
        })
    }
}
