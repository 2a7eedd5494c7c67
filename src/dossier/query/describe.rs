//! Describes facts field by field, for comparisons between versions of a dossier.

use std::fmt::Display;

use super::wording::{self, percent_range};
use crate::dossier::model::*;

/// A fact as a list of fields in prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// The owner of the fact, for display: "Estonia, Ottawa Convention".
    pub subject: String,
    /// The owner as codes and ids, which do not change if a name is corrected. Two versions of a fact have the same
    /// group and kind.
    pub group: String,
    /// Identifies the fact within its group across versions; usually its date.
    pub identity: String,
    /// The name of the fact in a sentence: "the step of 4 Jun 2025". Empty if the subject identifies it.
    pub name: String,
    /// The name and the value of each field.
    pub fields: Vec<(&'static str, String)>,
    /// The day from which the fact is known; `None` if it was always known.
    pub known_from: Option<Day>,
}

impl Description {
    /// Returns the name of the fact with its subject: "Estonia, Ottawa Convention: the step of 4 Jun 2025".
    pub fn title(&self) -> String {
        match self.name.is_empty() {
            true => self.subject.clone(),
            false => format!("{}: {}", self.subject, truncated(&self.name)),
        }
    }

    /// Returns whether two versions of a fact are equal, apart from the name of their subject.
    pub fn has_same_content(&self, other: &Description) -> bool {
        self.group == other.group && self.fields == other.fields
    }
}

impl Dossier {
    /// Describes a fact of this dossier.
    pub fn describe(&self, fact: Fact) -> Description {
        let mut description = match fact {
            Fact::Dossier => Description::new("The dossier", "")
                .field("title", &self.title)
                .optional("revised", &self.revised)
                .field("framed states", self.codes(&self.map.frame))
                .field(
                    "named neighbours",
                    self.map.neighbours.iter().flatten().map(Text::as_str).collect::<Vec<_>>().join(" "),
                )
                .field("named seas", seas(&self.map.seas)),
            Fact::Source(id) => self.describe_source(&self[id]),
            Fact::Treaty(id) => self.describe_treaty(&self[id]),
            Fact::Benchmark(id) => self.describe_benchmark(&self[id]),
            // Its figures are described one by one.
            Fact::Edition(id) | Fact::Series(id, _) => self.describe_edition(&self[id]),
            Fact::Figure(id, state, n) => {
                self.describe_figure(&self[id], &self[state], &self[id].figures(state)[n])
            }
            Fact::State(id) => self.describe_state(&self[id]),
            Fact::Stance(id, treaty, n) => {
                self.describe_stance(&self[id], &self[treaty], &self[id].history(treaty)[n])
            }
            Fact::Spending(id, n) => self.describe_spending(&self[id], &self[id].spending[n]),
            Fact::Target(id, n) => self.describe_target(&self[id], &self[id].targets[n]),
            Fact::Aim(id, n) => self.describe_aim(&self[id], &self[id].aims[n]),
            Fact::Quote(id) => self.describe_quote(&self[id]),
            Fact::Event(id) => self.describe_event(&self[id]),
        };
        if let Some(evidence) = self.evidence(fact) {
            description.known_from = evidence.known_from;
            description = description
                .field("certainty", evidence.certainty.word())
                .field("basis of the date", evidence.date_basis.word())
                .optional("note", &evidence.note)
                .field("sources", self.source_list(&evidence.sources));
        }
        description
    }

    fn describe_source(&self, source: &Source) -> Description {
        Description::new("Sources", "")
            .identity(&source.id)
            .name(&source.id)
            .field("publisher", &source.publisher)
            .field("title", &source.title)
            .optional("date", &source.date)
            .optional("url", &source.url)
            .optional("kind", &source.kind.map(SourceKind::word))
            .optional("note", &source.note)
            .field("id", &source.id)
    }

    fn describe_treaty(&self, treaty: &Treaty) -> Description {
        let other_names: Vec<&str> = treaty.also.iter().map(Text::as_str).collect();
        Description::new(&treaty.name, "")
            .identity(&treaty.id)
            .field("name", &treaty.name)
            .optional("formal name", &treaty.formal)
            .field("other names", other_names.join(", "))
            .optional("subject", &treaty.subject)
            .optional("adopted", &treaty.adopted)
            .optional("opened", &treaty.opened)
            .optional("depositary", &treaty.depositary)
            .optional("in force", &treaty.in_force)
            .field("id", &treaty.id)
    }

    fn describe_benchmark(&self, benchmark: &Benchmark) -> Description {
        Description::new("Benchmarks", "")
            .identity(&benchmark.name)
            .name(&benchmark.name)
            .field("percent", format!("{} %", wording::percent(benchmark.percent)))
            .field("kind", benchmark.kind.word())
            .field("from", benchmark.from)
            .optional("until", &benchmark.until)
            .field("name", &benchmark.name)
    }

    fn describe_state(&self, state: &State) -> Description {
        let lengths = state.borders.iter().map(|border| {
            let name = border.name.as_ref().unwrap_or(&border.with);
            border.km.map_or(name.to_string(), |km| format!("{name} about {km} km"))
        });
        let details = state.borders.iter().filter_map(|border| self.border_details(state, border));
        Description::new(&state.name, "")
            .identity(&state.code)
            .field("name", &state.name)
            .optional("formal name", &state.formal)
            .optional("capital", &state.capital)
            .optional("place of the capital", &state.capital_at.map(place))
            .optional("in NATO since", &state.nato_since)
            .field("borders", lengths.collect::<Vec<_>>().join(", "))
            .field("details of borders", details.collect::<Vec<_>>().join(", "))
            .field("code", &state.code)
    }

    /// Returns the details of a border other than its length: "RU (frontier; disputed; why; sources a, b)". `None` if
    /// it has none.
    fn border_details(&self, state: &State, border: &Border) -> Option<String> {
        let Evidence { sources, certainty, note, .. } = &border.evidence;
        let frontier = border.frontier.then(|| "frontier".to_owned());
        let certainty = Some(certainty.word().to_owned()).filter(|_| *certainty != Certainty::Confirmed);
        let own_sources = !sources.is_empty() && *sources != state.evidence.sources;
        let sources = own_sources.then(|| format!("sources {}", self.source_list(sources)));
        let details: Vec<String> = frontier
            .into_iter()
            .chain(certainty)
            .chain(note.as_ref().map(Text::to_string))
            .chain(sources)
            .collect();
        match (&border.name, details.is_empty()) {
            (None, true) => None,
            (_, true) => Some(border.with.to_string()),
            _ => Some(format!("{} ({})", border.with, details.join("; "))),
        }
    }

    fn describe_stance(&self, state: &State, treaty: &Treaty, step: &Stance) -> Description {
        let subject = format!("{}, {}", state.name, treaty.name);
        let name = match step.date {
            Some(date) => format!("the step of {date}"),
            None => format!("“{}”", step.position.name()),
        };
        Description::new(subject, format!("{} {}", state.code, treaty.id))
            .identity(identity(step.date))
            .name(name)
            .field("position", step.position.name())
            .optional("date", &step.date)
            .field("what", &step.what)
            .optional("votes", &step.votes)
    }

    fn describe_spending(&self, state: &State, figure: &Spending) -> Description {
        let subject = format!("{}, defence spending {}", state.name, figure.year);
        Description::new(subject, format!("{} {}", state.code, figure.year))
            .identity(figure.year)
            .field("percent", format!("{} %", wording::figure(figure.percent)))
            .field("estimate", figure.estimate)
    }

    fn describe_edition(&self, edition: &Edition) -> Description {
        Description::new(&edition.short, "")
            .identity(&edition.id)
            .field("title", &edition.title)
            .field("short name", &edition.short)
            .field("publisher", &edition.publisher)
            .field("published", edition.published)
            .optional("basis", &edition.basis)
            .optional("first estimate", &edition.estimates_from)
            .field("id", &edition.id)
    }

    fn describe_figure(&self, edition: &Edition, state: &State, figure: &Spending) -> Description {
        let subject = format!("{}, defence spending {} ({})", state.name, figure.year, edition.short);
        Description::new(subject, format!("{} {}", state.code, edition.id))
            .identity(figure.year)
            .field("percent", format!("{} %", wording::figure(figure.percent)))
            .field("estimate", figure.estimate)
            .field("year", figure.year)
    }

    fn describe_target(&self, state: &State, target: &Target) -> Description {
        let level = format!("{} %", percent_range(target.percent, target.up_to));
        Description::new(format!("{}, targets", state.name), &state.code)
            .identity(identity(target.date))
            .name(format!("{} of {level}", target.kind.name()))
            .field("level", &level)
            .field("kind", target.kind.name())
            .optional("from", &target.from)
            .optional("by", &target.by)
            .optional("date", &target.date)
            .optional("who", &target.who)
    }

    fn describe_aim(&self, state: &State, aim: &Aim) -> Description {
        Description::new(format!("{}, aims", state.name), &state.code)
            .identity(identity(aim.date))
            .name(format!("“{}”", aim.text))
            .field("aim", &aim.text)
            .optional("by", &aim.by)
            .optional("date", &aim.date)
    }

    fn describe_quote(&self, quote: &Quote) -> Description {
        let about = quote.about.as_ref().map(|about| match about {
            About::Treaty(treaty) => &self[*treaty].id,
            About::Word(word) => word,
        });
        let name = match quote.date {
            Some(date) => format!("the quotation of {date}"),
            None => "the quotation".into(),
        };
        Description::new(&quote.speaker, &quote.speaker)
            .identity(identity(quote.date))
            .name(name)
            .field("words", &quote.text)
            .optional("office", &quote.office)
            .field("states", self.codes(&quote.states))
            .optional("date", &quote.date)
            .optional("about", &about)
            .optional("context", &quote.context)
    }

    fn describe_event(&self, event: &Event) -> Description {
        Description::new("Events", "")
            .identity(identity(event.date))
            .name(&event.what)
            .field("what", &event.what)
            .optional("date", &event.date)
            .field("states", self.codes(&event.states))
    }

    /// Returns the codes of states, separated by spaces.
    pub fn codes(&self, states: &[StateId]) -> String {
        let codes: Vec<&str> = states.iter().map(|id| self[*id].code.as_str()).collect();
        codes.join(" ")
    }

    /// Returns the ids of sources, separated by commas.
    fn source_list(&self, sources: &[SourceId]) -> String {
        let ids: Vec<&str> = sources.iter().map(|id| self[*id].id.as_str()).collect();
        ids.join(", ")
    }
}

impl Description {
    fn new(subject: impl Display, group: impl Display) -> Description {
        Description {
            subject: subject.to_string(),
            group: group.to_string(),
            identity: String::new(),
            name: String::new(),
            fields: Vec::new(),
            known_from: None,
        }
    }

    fn identity(self, identity: impl Display) -> Description {
        Description { identity: identity.to_string(), ..self }
    }

    fn name(self, name: impl Display) -> Description {
        Description { name: name.to_string(), ..self }
    }

    fn field(mut self, name: &'static str, value: impl Display) -> Description {
        self.fields.push((name, value.to_string()));
        self
    }

    /// Adds a field, which is empty if the value is absent.
    fn optional(self, name: &'static str, value: &Option<impl Display>) -> Description {
        let value = value.as_ref().map(ToString::to_string).unwrap_or_default();
        self.field(name, value)
    }
}

/// Returns the first 48 characters of a text on one line, with `…` if it is longer.
pub fn truncated(text: &str) -> String {
    const MAX: usize = 48;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(MAX) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text,
    }
}

/// Formats a latitude and a longitude.
fn place([latitude, longitude]: [f64; 2]) -> String {
    format!("{latitude}, {longitude}")
}

fn seas(seas: &[Sea]) -> String {
    let seas: Vec<String> = seas.iter().map(|sea| format!("{} at {}", sea.name, place(sea.at))).collect();
    seas.join(", ")
}

/// Formats a date with its precision, so that a day differs from its month.
fn identity(date: Option<Date>) -> String {
    date.map(Date::to_toml).unwrap_or_default()
}
