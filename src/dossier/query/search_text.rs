//! The searchable texts of facts.

use super::wording::{affixed, percent, percent_range, target_years};
use crate::dossier::model::{About, Certainty, Date, Dossier, Fact, Text};

/// A searchable part of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The statement of the fact.
    Statement,
    /// The speaker of a quotation, who has one entry for all their quotations.
    Speaker,
    /// The context of a quotation.
    Context,
    /// The note of a fact.
    Note,
}

impl Dossier {
    /// Returns the text of a part of a fact. State and date are left out, since they are displayed beside the text.
    /// `None` if the fact has no such part.
    pub(super) fn part_text(&self, fact: Fact, part: Part) -> Option<String> {
        let optional = |text: &Option<Text>| text.as_ref().map(Text::to_string);
        match (part, fact) {
            (Part::Statement, _) => self.short_statement(fact),
            (Part::Speaker, Fact::Quote(id)) => {
                let quote = self.quotes.get(id.index())?;
                Some(format!("{}{}", quote.speaker, affixed(", ", &quote.office, "")))
            }
            (Part::Context, Fact::Quote(id)) => optional(&self.quotes.get(id.index())?.context),
            // The dashboard shows no note of a state.
            (Part::Note, Fact::State(_)) | (Part::Speaker | Part::Context, _) => None,
            (Part::Note, Fact::Source(id)) => optional(&self.sources.get(id.index())?.note),
            (Part::Note, _) => optional(&self.evidence(fact)?.note),
        }
    }

    fn short_statement(&self, fact: Fact) -> Option<String> {
        Some(match fact {
            Fact::State(id) => {
                let state = self.states.get(id.index())?;
                format!("{} {}{}", state.code, state.name, affixed(", capital ", &state.capital, ""))
            }
            Fact::Treaty(id) => {
                let treaty = self.treaties.get(id.index())?;
                let others = treaty.formal.iter().chain(&treaty.also).filter(|name| **name != treaty.name);
                let names: Vec<&str> =
                    std::iter::once(&treaty.name).chain(others).map(Text::as_str).collect();
                names.join("; ")
            }
            Fact::Stance(id, treaty, n) => {
                let step = self.states.get(id.index())?.history(treaty).get(n)?;
                let votes = affixed(" (", &step.votes, ")");
                format!("{}, {}: {}{votes}", step.position.name(), self[treaty].name, step.what)
            }
            Fact::Spending(..) | Fact::Figure(..) => {
                let figure = self.figure(fact)?;
                let edition = match fact {
                    Fact::Figure(id, ..) => format!(", {}", self[id].short),
                    _ => String::new(),
                };
                let estimate = if figure.estimate { ", estimate" } else { "" };
                format!("{:.2} % of GDP in {}{estimate}{edition}", figure.percent, figure.year)
            }
            Fact::Target(id, n) => {
                let target = self.states.get(id.index())?.targets.get(n)?;
                let percent = percent_range(target.percent, target.up_to);
                let years = affixed(" ", &target_years(target.from, target.by), "");
                let who = affixed(", ", &target.who, "");
                format!("{} {percent} % of GDP{years}{who}", target.kind.name())
            }
            Fact::Aim(id, n) => {
                let aim = self.states.get(id.index())?.aims.get(n)?;
                format!("{}{}", aim.text, affixed(", ", &aim.by, ""))
            }
            Fact::Benchmark(id) => {
                let line = self.benchmarks.get(id.index())?;
                format!("{}: {} % of GDP ({})", line.name, percent(line.percent), line.kind.word())
            }
            Fact::Edition(id) => {
                let edition = self.editions.get(id.index())?;
                format!("{}: {}", edition.short, edition.title)
            }
            Fact::Quote(id) => {
                let quote = self.quotes.get(id.index())?;
                let office = affixed(", ", &quote.office, "");
                format!("{}{office}: “{}”", quote.speaker, quote.text)
            }
            Fact::Event(id) => self.events.get(id.index())?.what.to_string(),
            Fact::Source(id) => {
                let source = self.sources.get(id.index())?;
                format!("{}, {}", source.publisher, source.title)
            }
            Fact::Dossier | Fact::Series(..) => return None,
        })
    }

    /// Returns the words besides its text that a part of a fact is searched for: its states, its date in several
    /// notations, its certainty, the names of a treaty, the neighbours of a state.
    pub(super) fn search_terms(&self, fact: Fact, part: Part) -> String {
        let mut terms: Vec<String> = Vec::new();
        for id in self.states_of(&fact).iter().filter(|_| !matches!(fact, Fact::State(_))) {
            terms.push(format!("{} {}", self[*id].code, self[*id].name));
        }
        if part == Part::Speaker {
            // The other terms belong to a single quotation.
            return terms.join(" ");
        }
        match fact {
            Fact::State(id) => {
                let state = &self[id];
                terms.extend(state.formal.iter().map(Text::to_string));
                let borders = state.borders.iter().map(|border| border.name.as_ref().unwrap_or(&border.with));
                terms.extend(borders.map(Text::to_string));
            }
            Fact::Treaty(id) => {
                terms.push(self[id].id.to_string());
                terms.extend(self[id].subject.iter().map(Text::to_string));
            }
            Fact::Stance(_, treaty, _) => terms.push(self[treaty].id.to_string()),
            Fact::Spending(..) | Fact::Figure(..) => terms.push("defence spending".into()),
            Fact::Target(..) => terms.push("target".into()),
            Fact::Aim(..) => terms.push("aim".into()),
            Fact::Quote(id) => terms.extend(self[id].about.as_ref().map(|about| match about {
                About::Treaty(treaty) => format!("{} {}", self[*treaty].id, self[*treaty].name),
                About::Word(word) => word.to_string(),
            })),
            _ => {}
        }
        if let Some(date) = self.date(fact) {
            terms.push(format!("{} {date}", date.to_toml()));
            if matches!(date.month(), Date::Month { .. }) {
                terms.push(date.last_day().strftime("%B %Y").to_string());
            }
        }
        let certainty = self.evidence(fact).map(|evidence| evidence.certainty).unwrap_or_default();
        if certainty != Certainty::Confirmed {
            terms.push(certainty.name().into());
        }
        terms.join(" ")
    }
}
