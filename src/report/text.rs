//! Documents as plain text: short lines without decoration, suitable for reading aloud.

use textwrap::WordSeparator;
use textwrap::core::Word;
use textwrap::wrap_algorithms::wrap_first_fit;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::briefing::{Briefing, Evidence};
use super::document::{Block, Detail, Document, Item, Statement, Table};
use super::links::web_addresses;
use super::prose;

/// Renders a briefing as text in lines of at most `width` columns. Only web addresses may be longer.
pub fn text(briefing: &Briefing, detail: Detail, width: usize) -> String {
    briefing.document(detail).text(width)
}

/// The text so far.
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

    /// Adds an item at `indent` columns. Further lines have a hanging indent of two columns, except at the left edge.
    fn line(&mut self, indent: usize, text: &str) {
        self.wrapped(text, indent, if indent > 0 { indent + 2 } else { 0 });
    }

    /// Adds a paragraph at `indent` columns.
    fn block(&mut self, indent: usize, text: &str) {
        self.wrapped(text, indent, indent);
    }

    fn wrapped(&mut self, text: &str, first: usize, rest: usize) {
        for (n, line) in wrap(text.trim(), self.width - first, self.width - rest).into_iter().enumerate() {
            let indent = if n == 0 { first } else { rest };
            let line = format!("{:indent$}{line}", "");
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
                    let heading = &heading.standalone;
                    // Screen readers pause only after a full stop or a bracket.
                    let is_ended = heading.ends_with(')');
                    page.line(0, &if is_ended { heading.clone() } else { prose::sentence(heading) });
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
                    page.block(2, &format!("By {}", self.statement(&quotation.speaker)));
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
        let evidence = item.statement.evidence.map(|evidence| self.evidence(evidence, &[]));
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
        let evidence = table.evidence.map(|evidence| self.evidence(evidence, &[])).unwrap_or_default();
        page.line(2, &prose::join([format!("Figures: {}.", table.edition), evidence]));
        for row in &table.rows {
            let remarks: String = row.remarks.iter().map(|remark| format!(", {remark}")).collect();
            // The line above names the edition, so a figure cites only its other sources.
            let evidence = self.evidence(row.evidence, table.cited);
            let figure = format!("{}: {}{remarks}.", row.year, row.figure);
            page.line(2, &prose::join([figure, evidence]));
        }
    }

    fn sources(&self, page: &mut Page) {
        if !self.sources.is_empty() {
            page.gap();
            page.line(0, "Sources.");
        }
        for source in self.sources {
            let title = format!("{}: {}", prose::source(source), prose::sentence(&source.title));
            page.line(2, &prose::join([title, source.url.clone().unwrap_or_default()]));
        }
    }

    fn statement(&self, statement: &Statement<'_>) -> String {
        let evidence = statement.evidence.map(|evidence| self.evidence(evidence, &[]));
        prose::join([statement.text.clone(), evidence.unwrap_or_default()])
    }

    /// Returns certainty, note and sources as sentences, without the sources in `omitted`.
    fn evidence(&self, evidence: &Evidence, omitted: &[String]) -> String {
        let cited = self.index.cited(evidence).filter(|source| !omitted.contains(&source.id));
        let cited: Vec<String> = cited.map(prose::source).collect();
        let sources = match &cited[..] {
            [] => String::new(),
            [source] => format!("Source: {source}."),
            _ => format!("Sources: {}.", cited.join("; ")),
        };
        let doubt = prose::doubt(evidence.certainty);
        let note = prose::note(evidence).map(|note| format!("Note: {note}"));
        prose::join([doubt, note, Some(sources)].into_iter().flatten())
    }
}

/// Wraps a text: the first line to `first` columns, the others to `rest`. Breaks a word only if it is longer than a
/// line, as in languages without spaces between words. Web addresses are not broken.
fn wrap(text: &str, first: usize, rest: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let first = if lines.is_empty() { first } else { rest };
        // No character has more columns than bytes.
        if paragraph.len() <= first {
            lines.push(paragraph.trim_end_matches(' '));
            continue;
        }
        let words = WordSeparator::AsciiSpace.find_words(paragraph);
        let parts: Vec<Word<'_>> = words.flat_map(|word| break_word(word, rest)).collect();
        let mut at = 0;
        for line in wrap_first_fit(&parts, &[first as f64, rest as f64]) {
            let length: usize = line.iter().map(|part| part.word.len() + part.whitespace.len()).sum();
            lines.push(paragraph[at..at + length].trim_end_matches(' '));
            at += length;
        }
    }
    lines
}

/// Breaks a word between graphemes into parts of at most `width` columns.
fn break_word(word: Word<'_>, width: usize) -> Vec<Word<'_>> {
    if word.width <= width {
        return vec![word];
    }
    let mut parts: Vec<Word<'_>> = Vec::new();
    let mut start = 0;
    for unit in units(word.word) {
        let (end, unit_width) = (start + unit.len(), unit.width());
        match parts.last_mut() {
            Some(part) if part.width + unit_width <= width => {
                part.word = &word.word[start - part.word.len()..end];
                part.width += unit_width;
            }
            _ => parts.push(Word { word: unit, width: unit_width, ..Word::from("") }),
        }
        start = end;
    }
    if let Some(last) = parts.last_mut() {
        last.whitespace = word.whitespace;
    }
    parts
}

/// Splits a word into graphemes, and web addresses with the punctuation around them.
fn units(word: &str) -> Vec<&str> {
    let mut units = Vec::new();
    let mut rest = 0;
    for address in web_addresses(word) {
        let start = word[rest..address.start].trim_end_matches(|c: char| !c.is_alphanumeric()).len() + rest;
        let after = &word[address.end..];
        let end = word.len() - after.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        units.extend(word[rest..start].graphemes(true));
        units.push(&word[start..end]);
        rest = end;
    }
    units.extend(word[rest..].graphemes(true));
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_without_spaces_is_broken_between_graphemes() {
        assert_eq!(wrap("汉字汉字汉字", 6, 4), ["汉字", "汉字", "汉字"]);
        assert_eq!(wrap("ab 汉字汉字汉字 c", 7, 7), ["ab", "汉字汉", "字汉字", "c"]);
        assert_eq!(wrap("กำลังกำลัง", 5, 5), ["กำลัง", "กำลัง"]);
        assert_eq!(wrap("e\u{301}e\u{301}e\u{301}", 2, 2), ["e\u{301}e\u{301}", "e\u{301}"]);
        assert_eq!(wrap("one two three", 7, 5), ["one two", "three"]);
        assert_eq!(wrap("", 7, 5), [""]);
    }

    #[test]
    fn web_addresses_stay_whole() {
        assert_eq!(wrap("at (https://a.example/b), c", 9, 9), ["at", "(https://a.example/b),", "c"]);
        assert_eq!(
            wrap("汉字汉字汉https://a.example/b。汉字", 8, 8),
            ["汉字汉字", "汉", "https://a.example/b。", "汉字"]
        );
        let address = "https://a.example/b";
        let many = format!("{address}\"{address}");
        assert_eq!(wrap(&many, 9, 9), [&many[..=address.len()], address]);
    }
}
