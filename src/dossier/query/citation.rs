//! Facts as sentences with citations, for the clipboard.

use super::wording::{self, affixed, capital, dated, percent_range, target_years};
use crate::dossier::model::{Benchmark, Date, Day, Dossier, Fact, Source, Text};

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

    /// Escapes the characters that the format would interpret.
    fn escape(self, text: &str) -> String {
        let special = |c: &char| matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|');
        let escape = |c: char| (self == CiteFormat::Markdown && special(&c)).then_some('\\');
        text.chars().flat_map(|c| escape(c).into_iter().chain([c])).collect()
    }
}

impl Dossier {
    /// Returns a fact as one or more sentences. Empty for sources and the dossier itself. `fact` must be one of this
    /// dossier.
    pub fn statement(&self, fact: Fact) -> String {
        self.optional_statement(fact).unwrap_or_default()
    }

    fn optional_statement(&self, fact: Fact) -> Option<String> {
        let basis = self.evidence(fact).map(|evidence| evidence.date_basis).unwrap_or_default();
        let when = || dated(self.date(fact), basis);
        // A sentence begins with the person, if any, or with the date.
        let who_and_when = |who: &Option<Text>| capital(&format!("{}{}", affixed("", who, ", "), when()));
        Some(match fact {
            Fact::Stance(state, treaty, n) => {
                let step = self[state].history(treaty).get(n)?;
                let date = if step.date.is_some() { capital(&when()) + ": " } else { String::new() };
                let votes = affixed(" (", &step.votes, ")");
                let (state, treaty) = (&self[state].name, &self[treaty].name);
                format!("{state}, {treaty}: {}. {date}{}{votes}.", step.position.name(), step.what)
            }
            Fact::Spending(state, _) | Fact::Figure(_, state, _) => {
                let figure = self.figure(fact)?;
                let estimate = if figure.estimate { " (estimate)" } else { "" };
                let edition = match fact {
                    Fact::Figure(id, ..) => format!(", {}", self[id].short),
                    _ => String::new(),
                };
                let name = &self[state].name;
                let (year, percent) = (figure.year, figure.percent);
                format!("{name}, defence spending {year}: {percent:.2} % of GDP{estimate}{edition}.")
            }
            Fact::Series(id, state) => {
                let summary = self.revision_summary(id, state);
                format!(
                    "{}, defence spending, {}: {summary}.",
                    self[state].name,
                    self.editions.get(id.index())?.short
                )
            }
            Fact::Edition(id) => {
                let edition = self.editions.get(id.index())?;
                format!("{}: {}, {}.", edition.short, edition.title, when())
            }
            Fact::Target(state, n) => {
                let target = self[state].targets.get(n)?;
                let (percent, kind) = (percent_range(target.percent, target.up_to), target.kind.name());
                let years = affixed(" ", &target_years(target.from, target.by), "");
                let name = &self[state].name;
                format!("{name}, target: {kind} {percent} % of GDP{years}. {}.", who_and_when(&target.who))
            }
            Fact::Aim(state, n) => {
                let aim = self[state].aims.get(n)?;
                format!("{}, aim: {}. {}.", self[state].name, aim.text, who_and_when(&aim.by))
            }
            Fact::Quote(id) => {
                let quote = self.quotes.get(id.index())?;
                let (context, office) = (affixed("", &quote.context, " "), affixed(", ", &quote.office, ""));
                format!("{context}“{}” {}{office}, {}.", quote.text, quote.speaker, when())
            }
            Fact::Event(id) => format!("{}: {}.", capital(&when()), self.events.get(id.index())?.what),
            Fact::Benchmark(id) => {
                let Benchmark { name, percent, kind, until, .. } = self.benchmarks.get(id.index())?;
                let (percent, until) =
                    (wording::percent(*percent), affixed(", until ", &until.map(Date::Day), ""));
                format!("{name}: {percent} % of GDP ({}), from {}{until}.", kind.word(), when())
            }
            Fact::State(id) => {
                let state = self.states.get(id.index())?;
                let capital = affixed(", capital ", &state.capital, "");
                let since = affixed(", in NATO since ", &state.nato_since.map(Date::Day), "");
                format!("{}{capital}{since}.", state.formal.as_ref().unwrap_or(&state.name))
            }
            Fact::Treaty(id) => {
                let treaty = self.treaties.get(id.index())?;
                treaty.formal.as_ref().unwrap_or(&treaty.name).to_string()
            }
            Fact::Dossier | Fact::Source(_) => return None,
        })
    }

    /// Returns a fact with its sources, and with the day `as_of` if that is not today.
    pub fn cite(&self, fact: Fact, as_of: Option<Day>, format: CiteFormat) -> String {
        let mut text = self.statement(fact);
        if text.ends_with("..") {
            text.pop();
        }
        let mut text = format.escape(&text);
        if let Some(evidence) = self.evidence(fact).filter(|evidence| !evidence.sources.is_empty()) {
            let plural = if evidence.sources.len() > 1 { "s" } else { "" };
            let doubt = wording::doubt(evidence.certainty);
            let sources: Vec<String> =
                evidence.sources.iter().map(|id| source_line(&self[*id], format)).collect();
            text += &format!(" Source{plural}{doubt}: {}.", sources.join("; "));
        }
        text + &affixed(" As of ", &as_of.map(Date::Day), ".")
    }
}

/// Returns publisher, title, date and address of a source.
fn source_line(source: &Source, format: CiteFormat) -> String {
    let (publisher, title) = (format.escape(&source.publisher), format.escape(&source.title));
    let date = affixed(", ", &source.date, "");
    match (format, &source.url) {
        (CiteFormat::Markdown, Some(url)) => {
            // In angle brackets, an address may contain any other character.
            let url = url.replace('<', "%3C").replace('>', "%3E");
            format!("{publisher}, [{title}](<{url}>){date}")
        }
        (_, url) => format!("{publisher}, {title}{date}{}", affixed(", ", url, "")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::{BUILT_IN, read};

    #[test]
    fn sentences_begin_with_a_capital() {
        let dossier = read(BUILT_IN.as_bytes()).dossier.unwrap();
        let facts = dossier.state_ids().flat_map(|state| {
            let steps = dossier.treaty_ids().flat_map(move |treaty| (0..9).map(move |n| (treaty, n)));
            let steps = steps.map(move |(treaty, n)| Fact::Stance(state, treaty, n));
            steps.chain((0..9).flat_map(move |n| [Fact::Target(state, n), Fact::Aim(state, n)]))
        });
        let events = (0..).map(crate::dossier::model::EventId).take(dossier.events.len()).map(Fact::Event);
        let mut dated = 0;
        for fact in facts.chain(events) {
            let statement = dossier.optional_statement(fact).unwrap_or_default();
            assert!(!statement.contains(". about") && !statement.starts_with("about"), "{statement}");
            assert!(!statement.contains(". undated"), "{statement}");
            dated += usize::from(statement.contains("About "));
        }
        assert!(dated > 0, "no statement has an approximate date");
    }

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
