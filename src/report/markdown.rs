//! The report as Markdown: a briefing to paste into a document, with its sources numbered in the order of their
//! first use.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Write;

use super::briefing::*;
use super::prose;

/// The briefing.
pub fn markdown(briefing: &Briefing) -> String {
    let sources = SourceIndex::new(&briefing.sources);
    let mut page = Page { briefing, sources, cited: RefCell::default(), text: String::new() };
    page.heading(1, &briefing.dossier.title);
    page.paragraph(&format!("As known on {}.", briefing.as_of));
    for state in &briefing.states {
        page.state(state);
    }
    page.quotes(2, "Said for several states", briefing.joint_quotes());
    page.quotes(2, "Voices from outside", briefing.outside_quotes());
    page.benchmarks();
    page.events();
    page.treaties();
    page.sources();
    page.text
}

struct Page<'a> {
    briefing: &'a Briefing,
    sources: SourceIndex<'a>,
    /// The numbers of the sources, from 1 in the order of their first use.
    cited: RefCell<HashMap<&'a str, usize>>,
    text: String,
}

impl<'a> Page<'a> {
    /// A heading of plain text.
    fn heading(&mut self, level: usize, text: &str) {
        let before = if self.text.is_empty() { "" } else { "\n" };
        // Nothing can fail to be written to a string, here and below.
        let _ = writeln!(self.text, "{before}{} {}", "#".repeat(level), escape(text));
    }

    /// A paragraph of Markdown.
    fn paragraph(&mut self, markdown: &str) {
        let _ = write!(self.text, "\n{}\n", markdown.trim());
    }

    /// An item of a list, of Markdown. The first has an empty line before it.
    fn item(&mut self, first: bool, markdown: &str) {
        let before = if first { "\n" } else { "" };
        // What is left out within a sentence leaves two blanks.
        let _ = writeln!(self.text, "{before}- {}", markdown.trim().replace("  ", " "));
    }

    fn state(&mut self, state: &'a State) {
        self.heading(2, &state.name);
        let mut facts: Vec<String> =
            state.formal.iter().map(|formal| escape(&prose::sentence(formal))).collect();
        facts.extend(state.capital.iter().map(|capital| format!("Capital: {}.", escape(capital))));
        facts.extend(state.nato_since.iter().map(|since| format!("In Nato since {since}.")));
        facts.push(self.evidence(&state.evidence));
        self.paragraph(&facts.join(" "));
        for (n, border) in state.borders.iter().enumerate() {
            let evidence = self.evidence(&border.evidence);
            self.item(n == 0, &format!("{}. {evidence}", escape(&prose::border(border))));
        }
        for standing in &state.treaties {
            let treaty = self.briefing.treaty_name(&standing.treaty);
            self.heading(3, &format!("{treaty}: {}", prose::standing(standing)));
            for (n, step) in standing.history.iter().enumerate() {
                let votes = step.votes.iter().map(|votes| format!(" Votes: {}.", prose::votes(votes)));
                let item = format!(
                    "**{}**, {}. {}{} {}",
                    dated(step.date, &step.evidence),
                    step.position.name(),
                    escape(&prose::sentence(&step.what)),
                    votes.collect::<String>(),
                    self.evidence(&step.evidence)
                );
                self.item(n == 0, &item);
            }
        }
        self.spending(state);
        self.heading(3, "Targets");
        if state.targets.is_empty() {
            self.paragraph("None is known on this day.");
        }
        for (n, target) in state.targets.iter().enumerate() {
            let who = target.who.iter().map(|who| format!(" {}", escape(&prose::sentence(who))));
            let item = format!(
                "**{}**, {}.{} {}",
                dated(target.date, &target.evidence),
                prose::target(target),
                who.collect::<String>(),
                self.evidence(&target.evidence)
            );
            self.item(n == 0, &item);
        }
        if !state.aims.is_empty() {
            self.heading(3, "Aims");
        }
        for (n, aim) in state.aims.iter().enumerate() {
            let by = aim.by.iter().map(|by| format!(" {}", escape(&prose::sentence(by))));
            let item = format!(
                "**{}**. {}{} {}",
                dated(aim.date, &aim.evidence),
                escape(&prose::sentence(&aim.text)),
                by.collect::<String>(),
                self.evidence(&aim.evidence)
            );
            self.item(n == 0, &item);
        }
        if self.briefing.quotes_of(state).next().is_none() {
            self.heading(3, "Quoted officials");
            self.paragraph("None is quoted.");
        }
        self.quotes(3, "Quoted officials", self.briefing.quotes_of(state));
    }

    fn spending(&mut self, state: &'a State) {
        let Some((_, edition)) = prose::edition(&self.sources, state) else { return };
        self.heading(3, "Defence spending");
        self.paragraph(&format!("Per cent of GDP; {}.", escape(&edition)));
        self.text.push_str("\n| Year | % of GDP | Remarks |\n|---|---:|---|\n");
        for spending in &state.spending {
            let mut remarks = Vec::new();
            if spending.estimate {
                remarks.push("Estimate.".to_owned());
            }
            if spending.before_accession {
                remarks.push("Before joining Nato.".to_owned());
            }
            remarks.push(self.evidence(&spending.evidence));
            let figure = prose::figure(spending.percent);
            let _ = writeln!(self.text, "| {} | {figure} | {} |", spending.year, remarks.join(" ").trim());
        }
    }

    fn quotes(&mut self, level: usize, heading: &str, quotes: impl Iterator<Item = &'a Quote>) {
        for (n, quote) in quotes.enumerate() {
            if n == 0 {
                self.heading(level, heading);
            }
            if let Some(context) = &quote.context {
                self.paragraph(&escape(&prose::sentence(context)));
            }
            self.text.push('\n');
            for line in format!("“{}”", quote.text).lines() {
                // Each line of the quotation is a paragraph, whether an empty line stands before it or not.
                if !line.is_empty() {
                    let _ = writeln!(self.text, "> {}\n>", escape(line));
                }
            }
            let speaker = escape(&prose::sentence(&prose::speaker(quote)));
            let evidence = self.evidence(&quote.evidence);
            let _ = writeln!(self.text, "> {}", format!("{speaker} {evidence}").trim());
        }
    }

    fn benchmarks(&mut self) {
        for (n, line) in self.briefing.benchmarks.iter().enumerate() {
            if n == 0 {
                self.heading(2, "What spending is held against on this day");
            }
            let evidence = self.evidence(&line.evidence);
            self.item(n == 0, &format!("{}: {}. {evidence}", escape(&line.name), prose::benchmark(line)));
        }
    }

    fn events(&mut self) {
        for (n, event) in self.briefing.events.iter().enumerate() {
            if n == 0 {
                self.heading(2, "Events");
            }
            let what = escape(&prose::sentence(&event.what));
            let item = format!(
                "**{}**. {what} {}",
                dated(event.date, &event.evidence),
                self.evidence(&event.evidence)
            );
            self.item(n == 0, &item);
        }
    }

    fn treaties(&mut self) {
        for (n, treaty) in self.briefing.treaties.iter().enumerate() {
            if n == 0 {
                self.heading(2, "Treaties");
            }
            let words = escape(&prose::treaty(treaty).join(" "));
            let item = format!("{words} {}", self.evidence(&treaty.evidence));
            self.item(n == 0, &item);
        }
    }

    fn sources(&mut self) {
        let mut cited: Vec<(&str, usize)> = self.cited.take().into_iter().collect();
        cited.sort_unstable_by_key(|(_, number)| *number);
        if !cited.is_empty() {
            self.heading(2, "Sources");
            self.text.push('\n');
        }
        for (source, n) in cited.iter().filter_map(|(id, n)| Some((self.sources.get(id)?, n))) {
            let url = source.url.as_deref().and_then(link).map(|url| format!(" {url}")).unwrap_or_default();
            let title = escape(&prose::sentence(&source.title));
            let _ = writeln!(self.text, "{n}. {}: {title}{url}", escape(&prose::source(source)));
        }
    }

    /// Doubt and note as sentences, and the numbers of the sources.
    fn evidence(&self, evidence: &'a Evidence) -> String {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(prose::doubt(evidence.certainty).map(|doubt| format!("*{doubt}*")));
        parts.extend(evidence.note.iter().map(|note| format!("Note: {}", escape(&prose::sentence(note)))));
        let numbers: Vec<String> = evidence.sources.iter().map(|id| self.number(id).to_string()).collect();
        if !numbers.is_empty() {
            parts.push(format!("\\[{}\\]", numbers.join(", ")));
        }
        parts.join(" ")
    }

    /// The number of a source, from 1.
    fn number(&self, id: &'a str) -> usize {
        let mut cited = self.cited.borrow_mut();
        let next = cited.len() + 1;
        *cited.entry(id).or_insert(next)
    }
}

fn dated(date: Option<DateText>, evidence: &Evidence) -> String {
    prose::capital(&prose::date(date, evidence.date_basis))
}

/// An address that can be followed; `None` for what is no web address.
fn link(url: &str) -> Option<String> {
    let web = url.starts_with("https://") || url.starts_with("http://");
    // Brackets and blanks would end the link, and a backslash would escape what follows.
    let tame = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | '\\');
    (web && url.chars().all(tame)).then(|| format!("<{url}>"))
}

/// The text so that Markdown shows it as it is: on one line, with nothing in it a mark.
fn escape(text: &str) -> String {
    let text = text.replace('\n', " ");
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '$') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    // Marks that mean something at the beginning of a line only.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_a_mark() {
        for (text, expected) in [
            ("a *b* _c_ `d`", "a \\*b\\* \\_c\\_ \\`d\\`"),
            ("[x](https://y)", "\\[x\\](https://y)"),
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
        assert_eq!(link("https://a/b_(c)"), Some("<https://a/b_(c)>".into()));
        for other in ["javascript:x", "file:///x", "https://a>b", "https://a b", ""] {
            assert_eq!(link(other), None, "{other}");
        }
    }
}
