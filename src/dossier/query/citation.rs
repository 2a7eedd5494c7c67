//! A fact with its citation, ready to paste: what it says, who said it, when, and in which sources.

use crate::dossier::model::{Certainty, Date, DateBasis, Day, Dossier, Evidence, Fact, SourceId};

/// The format of a citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CiteFormat {
    /// Plain text.
    #[default]
    Plain,
    /// Markdown, with links.
    Markdown,
}

impl CiteFormat {
    /// The names of the formats in the configuration.
    pub const NAMES: [&str; 2] = ["plain", "markdown"];

    /// Returns the format of this name.
    pub fn named(name: &str) -> Option<CiteFormat> {
        match name {
            "plain" => Some(CiteFormat::Plain),
            "markdown" => Some(CiteFormat::Markdown),
            _ => None,
        }
    }
}

impl Dossier {
    /// Returns what a fact says, in one or a few sentences; empty for sources, treaties and the dossier itself.
    pub fn statement(&self, fact: Fact) -> String {
        let when = |date: Option<Date>, evidence: &Evidence| match (date, evidence.date_basis) {
            (None, _) => "undated".to_owned(),
            (Some(date), DateBasis::Stated) => date.to_string(),
            (Some(date), basis) => format!("{date} ({})", basis.word()),
        };
        match fact {
            Fact::Stance(state, treaty, n) => {
                let Some(step) = self[state].history(treaty).get(n) else { return String::new() };
                let votes = step.votes.map(|votes| format!(" ({votes})")).unwrap_or_default();
                let date =
                    if step.date.is_some() { when(step.date, &step.evidence) + ": " } else { String::new() };
                let position = step.position.name();
                format!(
                    "{}, {}: {position}. {date}{}{votes}.",
                    self[state].name, self[treaty].name, step.what
                )
            }
            Fact::Spending(state, n) => {
                let Some(figure) = self[state].spending.get(n) else { return String::new() };
                let estimate = if figure.estimate { " (estimate)" } else { "" };
                let name = &self[state].name;
                format!("{name}, defence spending {}: {:.2} % of GDP{estimate}.", figure.year, figure.percent)
            }
            Fact::Target(state, n) => {
                let Some(target) = self[state].targets.get(n) else { return String::new() };
                let level = match target.up_to {
                    Some(up_to) => format!("{} to {up_to}", target.percent),
                    None => target.percent.to_string(),
                };
                let years = match (target.from, target.by) {
                    (Some(from), Some(by)) if from == by => format!(" for {from}"),
                    (Some(from), Some(by)) => format!(" from {from} to {by}"),
                    (Some(from), None) => format!(" from {from}"),
                    (None, Some(by)) => format!(" by {by}"),
                    (None, None) => String::new(),
                };
                let who = target.who.as_ref().map(|who| format!("{who}, ")).unwrap_or_default();
                let (name, kind) = (&self[state].name, target.kind.name());
                format!(
                    "{name}, target: {kind} {level} % of GDP{years}. {who}{}.",
                    when(target.date, &target.evidence)
                )
            }
            Fact::Aim(state, n) => {
                let Some(aim) = self[state].aims.get(n) else { return String::new() };
                let by = aim.by.as_ref().map(|by| format!("{by}, ")).unwrap_or_default();
                format!("{}, aim: {}. {by}{}.", self[state].name, aim.text, when(aim.date, &aim.evidence))
            }
            Fact::Quote(id) => {
                let quote = &self[id];
                let office = quote.office.as_ref().map(|office| format!(", {office}")).unwrap_or_default();
                let context = quote.context.as_ref().map(|context| format!("{context} ")).unwrap_or_default();
                let date = when(quote.date, &quote.evidence);
                format!("{context}“{}” {}{office}, {date}.", quote.text, quote.speaker)
            }
            Fact::Event(id) => format!("{}: {}.", when(self[id].date, &self[id].evidence), self[id].what),
            Fact::Benchmark(id) => {
                let benchmark = &self[id];
                let until =
                    benchmark.until.map(|until| format!(", until {}", Date::Day(until))).unwrap_or_default();
                let from = Date::Day(benchmark.from);
                format!(
                    "{}: {} % of GDP ({}), from {from}{until}.",
                    benchmark.name,
                    benchmark.percent,
                    benchmark.kind.word()
                )
            }
            Fact::State(id) => {
                let state = &self[id];
                let capital =
                    state.capital.as_ref().map(|capital| format!(", capital {capital}")).unwrap_or_default();
                let since = state.nato_since.map(|since| format!(", in Nato since {}", Date::Day(since)));
                let name = state.formal.as_ref().unwrap_or(&state.name);
                format!("{name}{capital}{}.", since.unwrap_or_default())
            }
            Fact::Treaty(id) => self[id].formal.as_ref().unwrap_or(&self[id].name).to_string(),
            Fact::Dossier | Fact::Source(_) => String::new(),
        }
    }

    /// Returns a fact with its sources, and with the day that it is shown for, if that is not today.
    pub fn cite(&self, fact: Fact, as_of: Option<Day>, format: CiteFormat) -> String {
        let mut text = self.statement(fact);
        if text.ends_with("..") {
            text.pop();
        }
        if format == CiteFormat::Markdown {
            text = escaped(&text);
        }
        if let Some(evidence) = self.evidence(fact) {
            let doubt = match evidence.certainty {
                Certainty::Confirmed => "",
                Certainty::SingleSource => " (single source)",
                Certainty::Disputed => " (disputed)",
            };
            let sources: Vec<String> =
                evidence.sources.iter().map(|id| self.source_line(*id, format)).collect();
            if !sources.is_empty() {
                text += &format!(
                    " Source{}{doubt}: {}.",
                    if sources.len() > 1 { "s" } else { "" },
                    sources.join("; ")
                );
            }
        }
        if let Some(day) = as_of {
            text += &format!(" As of {}.", Date::Day(day));
        }
        text
    }

    /// Publisher, title, date and address of a source.
    fn source_line(&self, id: SourceId, format: CiteFormat) -> String {
        let source = &self[id];
        let date = source.date.map(|date| format!(", {date}")).unwrap_or_default();
        match (format, &source.url) {
            (CiteFormat::Plain, Some(url)) => format!("{}, {}{date}, {url}", source.publisher, source.title),
            (CiteFormat::Plain, None) => format!("{}, {}{date}", source.publisher, source.title),
            (CiteFormat::Markdown, Some(url)) => {
                // An address in angle brackets may contain anything except angle brackets.
                let url = url.replace('<', "%3C").replace('>', "%3E");
                format!("{}, [{}](<{url}>){date}", escaped(&source.publisher), escaped(&source.title))
            }
            (CiteFormat::Markdown, None) => {
                format!("{}, {}{date}", escaped(&source.publisher), escaped(&source.title))
            }
        }
    }
}

/// Escapes everything that Markdown would interpret.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::{BUILT_IN, read};

    #[test]
    fn citation_has_all_parts_of_a_fact() {
        let dossier = read(BUILT_IN.as_bytes()).dossier.unwrap();
        let estonia = dossier.state_by_code("EE").unwrap();
        let ottawa = dossier.treaty_ids().next().unwrap();
        let quote = dossier[estonia].quotes.iter().find(|id| dossier[**id].states.len() == 1).unwrap();
        let day = jiff::civil::date(2025, 3, 18);
        let facts = [
            Fact::Stance(estonia, ottawa, 4),
            Fact::Spending(estonia, 11),
            Fact::Target(estonia, 0),
            Fact::Aim(estonia, 0),
            Fact::Quote(*quote),
            Fact::Event(crate::dossier::model::EventId(0)),
            Fact::Benchmark(crate::dossier::model::BenchmarkId(0)),
            Fact::State(estonia),
        ];
        let plain: Vec<String> =
            facts.iter().map(|fact| dossier.cite(*fact, None, CiteFormat::Plain)).collect();
        insta::assert_snapshot!("plain", plain.join("\n"));
        insta::assert_snapshot!(
            "markdown",
            dossier.cite(Fact::Quote(*quote), Some(day), CiteFormat::Markdown)
        );
    }
}
