//! Documents as one self-contained HTML page: no scripts, no other files, no connections.
//!
//! The page is well-formed XML, so that all parsers agree on it. All text of a dossier passes through [`text`] or
//! [`escaped`], and all addresses through [`link`].

mod chart;
mod map;

use std::fmt::Write;

use crate::dossier::{AsOf, Dossier};

use super::briefing::Briefing;
use super::citations::{Citations, Markup};
use super::document::{Block, Detail, Heading, Item, Quotation, Table};
use super::links::{convert, link_target};
use super::prose;
use super::screenshot::svg::escaped;

/// The style sheet of the page.
const STYLE: &str = include_str!("style.css");

/// The policy for browsers: allow only the embedded style sheet.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// Renders a briefing on a dossier as an HTML page, with maps and charts.
pub fn html(dossier: &Dossier, briefing: &Briefing, detail: Detail) -> String {
    let document = briefing.document(detail);
    let mut page = Page {
        briefing,
        known: dossier.as_of(briefing.as_of.0.last_day()),
        html: String::new(),
        contents: String::new(),
        citations: Citations::new(&document.index),
        sections: 0,
    };
    let maps = map::maps(dossier, briefing);
    if !maps.is_empty() {
        page.section("Positions");
        page.html += &maps;
    }
    for block in &document.blocks {
        page.block(block);
    }
    page.finish()
}

/// The page so far, and the cited sources.
struct Page<'d> {
    briefing: &'d Briefing,
    known: AsOf<'d>,
    /// The content of `<main>`.
    html: String,
    /// The links to the sections.
    contents: String,
    citations: Citations<'d, Html>,
    /// The number of sections. The last one is open.
    sections: usize,
}

struct Html;

impl Markup for Html {
    fn text(text: &str) -> String {
        self::text(text)
    }

    fn label(markup: &str) -> String {
        format!("<b>{markup}</b>")
    }

    fn doubt(markup: &str) -> String {
        format!("<span class=\"doubt\">{markup}</span>")
    }

    fn citation(numbers: &[usize]) -> String {
        let link = |n: &usize| format!("<a href=\"#source-{n}\" aria-label=\"Source {n}\">{n}</a>");
        let links: Vec<String> = numbers.iter().map(link).collect();
        format!("<span class=\"cite\">[{}]</span>", links.join(", "))
    }
}

// Writing to a string cannot fail, so the results are ignored.
impl<'d> Page<'d> {
    fn block(&mut self, block: &'d Block<'d>) {
        match block {
            // `finish` writes the title above the contents.
            Block::Title { .. } => {}
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(statement) => {
                let statement = self.citations.statement(statement);
                if !statement.is_empty() {
                    let _ = writeln!(self.html, "<p>{statement}</p>");
                }
            }
            Block::List { items, .. } => {
                self.html += "<ul>\n";
                items.iter().for_each(|item| self.item(item));
                self.html += "</ul>\n";
            }
            Block::Table(table) => self.table(table),
            Block::Quotation(quotation) => self.quotation(quotation),
            Block::Sources => self.sources(),
        }
    }

    fn heading(&mut self, heading: &Heading) {
        let Heading { level, text: words, remark, .. } = heading;
        if *level == 2 {
            self.section(words);
        } else {
            let _ = writeln!(self.html, "<h{level}>{}</h{level}>", text(words));
        }
        if let Some(remark) = remark {
            let _ = writeln!(self.html, "<p class=\"remark\">{}</p>", text(remark));
        }
    }

    /// Begins a section, and adds it to the contents.
    fn section(&mut self, title: &str) {
        self.end_section();
        self.sections += 1;
        let (n, title) = (self.sections, text(title));
        let _ = writeln!(self.contents, "<li><a href=\"#section-{n}\">{title}</a></li>");
        let _ = writeln!(
            self.html,
            "<section id=\"section-{n}\" aria-labelledby=\"heading-{n}\">\n<h2 id=\"heading-{n}\">{title}</h2>"
        );
    }

    fn end_section(&mut self) {
        if self.sections > 0 {
            self.html += "</section>\n";
        }
    }

    fn item(&mut self, item: &'d Item<'d>) {
        let _ = write!(self.html, "<li>{}", self.citations.item(item));
        if !item.details.is_empty() {
            self.html += "\n<ul>\n";
            for detail in &item.details {
                let _ = writeln!(self.html, "<li>{}</li>", self.citations.statement(detail));
            }
            self.html += "</ul>\n";
        }
        self.html += "</li>\n";
    }

    fn table(&mut self, table: &'d Table<'d>) {
        let dossier = self.known.dossier;
        let state = dossier.state_ids().find(|id| *dossier[*id].code == *table.state.code);
        self.html.extend(state.map(|state| chart::chart(&self.known, state)));
        let _ = writeln!(
            self.html,
            "<div class=\"scroll\">\n<table>\n<caption>{}</caption>\n<thead><tr><th scope=\"col\">Year</th>\
             <th scope=\"col\" class=\"figure\">% of GDP</th><th scope=\"col\">Remarks</th></tr></thead>\n<tbody>",
            self.citations.caption(table)
        );
        for row in &table.rows {
            let remarks = self.citations.row_remarks(table, row);
            let (year, figure) = (row.year, &row.figure);
            let _ = writeln!(
                self.html,
                "<tr><th scope=\"row\">{year}</th><td class=\"figure\">{figure}</td><td>{remarks}</td></tr>"
            );
        }
        self.html += "</tbody>\n</table>\n</div>\n";
    }

    fn quotation(&mut self, quotation: &'d Quotation<'d>) {
        if let Some(context) = quotation.context {
            let _ = writeln!(self.html, "<p>{}</p>", text(&prose::sentence(context)));
        }
        self.html += "<blockquote>\n";
        for paragraph in quotation.paragraphs.iter().filter(|paragraph| !paragraph.trim().is_empty()) {
            let _ = writeln!(self.html, "<p dir=\"auto\">{}</p>", text(paragraph));
        }
        let speaker = self.citations.statement(&quotation.speaker);
        let _ = writeln!(self.html, "<footer>{speaker}</footer>\n</blockquote>");
    }

    fn sources(&mut self) {
        let cited = self.citations.take();
        if cited.is_empty() {
            return;
        }
        self.section("Sources");
        self.html += "<ol>\n";
        for (n, source) in (1..).zip(cited) {
            let title = text(&prose::sentence(&source.title));
            let linked = source.url.as_deref().and_then(|url| {
                Some(format!(
                    "{} <span class=\"url\">{}</span>",
                    link(url, &escaped(&source.title))?,
                    escaped(url)
                ))
            });
            let publisher = text(&prose::source(source));
            let title = linked.unwrap_or(title);
            let _ = writeln!(self.html, "<li id=\"source-{n}\">{publisher}: {title}</li>");
        }
        self.html += "</ol>\n";
    }

    fn finish(mut self) -> String {
        self.end_section();
        let scope = prose::capital(&format!("as known on {}.", self.briefing.as_of));
        let (title, content, contents) = (escaped(&self.briefing.dossier.title), self.html, self.contents);
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n\
             <meta charset=\"utf-8\"/>\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\"/>\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
             <meta name=\"referrer\" content=\"no-referrer\"/>\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
             <a class=\"skip\" href=\"#facts\">Skip to the facts</a>\n\
             <header>\n<h1>{title}</h1>\n<p class=\"scope\">{scope}</p>\n</header>\n\
             <nav aria-label=\"Contents\">\n<ul>\n{contents}</ul>\n</nav>\n\
             <main id=\"facts\" tabindex=\"-1\">\n{content}</main>\n</body>\n</html>\n"
        )
    }
}

/// Escapes a text on one line, with its web addresses as links.
fn text(text: &str) -> String {
    let address = |address: &str| {
        let shown = escaped(address);
        link(&link_target(address), &shown).unwrap_or(shown)
    };
    convert(&text.replace('\n', " "), escaped, address)
}

/// Returns a link to a web address; `None` for any other address. `content` is HTML.
fn link(url: &str, content: &str) -> Option<String> {
    let scheme = url.split_once("://")?.0;
    let web = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let whole = !url.contains(|c: char| c.is_control() || c.is_whitespace());
    (web && whole).then(|| format!("<a href=\"{}\" rel=\"noreferrer\">{content}</a>", escaped(url)))
}

/// Formats a coordinate with at most one decimal.
fn coordinate(value: f64) -> String {
    // Adding 0 removes the sign of -0.
    ((value * 10.0).round_ties_even() / 10.0 + 0.0).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_links() {
        assert_eq!(
            link("https://a.example/?b&c=\"'", "x").as_deref(),
            Some("<a href=\"https://a.example/?b&amp;c=&quot;&#39;\" rel=\"noreferrer\">x</a>")
        );
        for other in ["javascript:alert(1)//://", "data://x", "https://a b", "//a.example", "file:///x", ""] {
            assert_eq!(link(other, "x"), None, "{other}");
        }
    }

    #[test]
    fn coordinates_are_short() {
        assert_eq!([0.04, -0.04, 3.0, 2.25, -10.5].map(coordinate), ["0", "0", "3", "2.2", "-10.5"]);
    }
}
