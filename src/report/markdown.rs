//! Documents as Markdown, with sources numbered in the order of their first use.

use std::fmt::Write;

use super::briefing::Briefing;
use super::citations::{Citations, Markup};
use super::document::{Block, Detail, Document, Item, Quotation, Table};
use super::{links, prose};

/// Renders a briefing as Markdown.
pub fn markdown(briefing: &Briefing, detail: Detail) -> String {
    briefing.document(detail).markdown()
}

/// The Markdown so far, and the cited sources.
struct Page<'d> {
    text: String,
    citations: Citations<'d, Markdown>,
}

struct Markdown;

impl Markup for Markdown {
    fn text(text: &str) -> String {
        escape(text)
    }

    fn label(markup: &str) -> String {
        format!("**{markup}**")
    }

    fn doubt(markup: &str) -> String {
        format!("*{markup}*")
    }

    fn citation(numbers: &[usize]) -> String {
        let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
        format!("\\[{}\\]", numbers.join(", "))
    }
}

impl Document<'_> {
    /// Renders the document as Markdown.
    pub fn markdown(&self) -> String {
        let mut page = Page { text: String::new(), citations: Citations::new(&self.index) };
        for block in &self.blocks {
            page.block(block);
        }
        page.text
    }
}

// Writing to a string cannot fail, so the results are ignored.
impl<'d> Page<'d> {
    fn block(&mut self, block: &'d Block<'d>) {
        match block {
            Block::Title { name, scope } => {
                self.heading(1, name);
                self.paragraph(&format!("{}.", escape(&prose::capital(scope))));
            }
            Block::Heading(heading) => {
                self.heading(heading.level, &heading.text);
                heading.remark.iter().for_each(|remark| self.paragraph(remark));
            }
            Block::Paragraph(statement) => {
                let statement = self.citations.statement(statement);
                self.paragraph(&statement);
            }
            Block::List { items, .. } => {
                self.text.push('\n');
                items.iter().for_each(|item| self.item(item));
            }
            Block::Table(table) => self.table(table),
            Block::Quotation(quotation) => self.quotation(quotation),
            Block::Sources => self.sources(),
        }
    }

    fn heading(&mut self, level: usize, text: &str) {
        let gap = if self.text.is_empty() { "" } else { "\n" };
        let _ = writeln!(self.text, "{gap}{} {}", "#".repeat(level), escape(text));
    }

    fn paragraph(&mut self, markdown: &str) {
        let _ = writeln!(self.text, "\n{markdown}");
    }

    fn item(&mut self, item: &'d Item<'d>) {
        let _ = writeln!(self.text, "- {}", self.citations.item(item));
        for detail in &item.details {
            let _ = writeln!(self.text, "  - {}", self.citations.statement(detail));
        }
    }

    fn table(&mut self, table: &'d Table<'d>) {
        let caption = self.citations.caption(table);
        self.paragraph(&caption);
        self.text.push_str("\n| Year | % of GDP | Remarks |\n|---|---:|---|\n");
        for row in &table.rows {
            let remarks = self.citations.row_remarks(table, row);
            let _ = writeln!(self.text, "| {} | {} | {remarks} |", row.year, row.figure);
        }
    }

    fn quotation(&mut self, quotation: &'d Quotation<'d>) {
        if let Some(context) = quotation.context {
            self.paragraph(&escape(&prose::sentence(context)));
        }
        self.text.push('\n');
        for paragraph in quotation.paragraphs.iter().filter(|paragraph| !paragraph.trim().is_empty()) {
            let _ = writeln!(self.text, "> {}\n>", escape(paragraph));
        }
        let _ = writeln!(self.text, "> {}", self.citations.statement(&quotation.speaker));
    }

    fn sources(&mut self) {
        let cited = self.citations.take();
        if !cited.is_empty() {
            self.heading(2, "Sources");
            self.text.push('\n');
        }
        for (n, source) in (1..).zip(cited) {
            let url =
                source.url.as_deref().and_then(source_link).map(|url| format!(" {url}")).unwrap_or_default();
            let title = escape(&prose::sentence(&source.title));
            let _ = writeln!(self.text, "{n}. {}: {title}{url}", escape(&prose::source(source)));
        }
    }
}

/// Returns a link to the address of a source; `None` if a character in it would end the link.
fn source_link(url: &str) -> Option<String> {
    let web = url.starts_with("https://") || url.starts_with("http://");
    let allowed = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | '\\');
    (web && url.chars().all(allowed)).then(|| link(url))
}

/// Returns a link to a web address without spaces, angle brackets and backslashes.
fn link(address: &str) -> String {
    // A pipe would end the cell of a table.
    let mut target = address.replace('|', "%7C");
    if target.contains('&') {
        // Some renderers would replace entities such as `&lt;`.
        target = target.replace(';', "%3B");
    }
    match address.contains("://") {
        true => format!("<{target}>"),
        false => format!("[{}](<http://{target}>)", escape_marks(address)),
    }
}

/// Escapes a text for one line of Markdown, with its web addresses as links.
fn escape(text: &str) -> String {
    let text = text.replace('\n', " ");
    // Indented text would be a code block.
    let text = text.trim_start_matches([' ', '\t']);
    let mut escaped = links::convert(text, escape_marks, link);
    // Some characters are markup only at the beginning of a line.
    let digits = escaped.chars().take_while(char::is_ascii_digit).count();
    let at = match escaped[digits..].chars().next() {
        Some('.' | ')') if digits > 0 => Some(digits),
        Some('-' | '+' | '=') if digits == 0 => Some(0),
        _ => None,
    };
    if let Some(at) = at {
        escaped.insert(at, '\\');
    }
    escaped
}

/// Escapes the characters that are markup anywhere in Markdown.
fn escape_marks(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '$') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_renders_unchanged() {
        for (text, expected) in [
            ("a *b* _c_ `d`", "a \\*b\\* \\_c\\_ \\`d\\`"),
            ("[x](https://y)", "\\[x\\](<https://y>)"),
            ("    code", "code"),
            ("\t - item", "\\- item"),
            ("a_b https://example.org/a_b*c|d.", "a\\_b <https://example.org/a_b*c%7Cd>."),
            ("https://example.org/?a&b;c", "<https://example.org/?a&b%3Bc>"),
            ("www.example.org/a_b", "[www.example.org/a\\_b](<http://www.example.org/a_b>)"),
            ("<script>&lt;|#", "\\<script\\>\\&lt;\\|\\#"),
            ("- item", "\\- item"),
            ("1. item", "1\\. item"),
            ("12) item", "12\\) item"),
            ("1.5 per cent", "1\\.5 per cent"),
            ("a - b", "a - b"),
            ("one\ntwo", "one two"),
            ("\\", "\\\\"),
        ] {
            assert_eq!(escape(text), expected);
        }
    }

    #[test]
    fn only_web_addresses_are_links() {
        assert_eq!(source_link("https://a/b_(c)"), Some("<https://a/b_(c)>".into()));
        for other in ["javascript:x", "file:///x", "https://a>b", "https://a b", ""] {
            assert_eq!(source_link(other), None, "{other}");
        }
    }
}
