//! Changes between two days of a dossier, and between two files, as text and as JSON.
//!
//! The JSON follows the rules of [`super::briefing`], with its own version in `format`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dossier::model::{Position, StateId};
use crate::dossier::{self, Day, Developments, Dossier, Fact};

use super::briefing::*;
use super::document::{Block, Document, Heading, Item, Statement};
use super::prose;

/// The facts that became known between two days, as written by `flank diff --from DAY --to DAY --format json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Days {
    /// The version of this format: 1.
    pub format: u32,
    /// The dossier.
    pub dossier: AboutDossier,
    /// The earlier day. Facts already known on it are not reported.
    pub from: DateText,
    /// The later day.
    pub to: DateText,
    /// Positions that differ between the days.
    pub positions: Vec<Moved>,
    /// The facts that became known: by state, then those for several states or none.
    pub known: Vec<New>,
    /// Benchmarks that are no longer in effect.
    pub ended: Vec<Benchmark>,
    /// Every source cited by the facts above.
    pub sources: Vec<Source>,
}

/// A change of position.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Moved {
    /// The state.
    pub state: StateName,
    /// The treaty's id.
    pub treaty: String,
    /// The treaty's name.
    pub treaty_name: String,
    /// The earlier position; omitted if unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Position>,
    /// The later position.
    pub to: Position,
}

/// A fact that became known. `fact` is its kind; the other keys are as in `flank show`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "fact", rename_all = "kebab-case")]
pub enum New {
    /// A step on a treaty.
    Stance {
        /// The state.
        state: StateName,
        /// The treaty's id.
        treaty: String,
        /// The treaty's name.
        treaty_name: String,
        /// The step.
        #[serde(flatten)]
        step: Step,
    },
    /// A figure of spending.
    Spending {
        /// The state.
        state: StateName,
        /// The figure.
        #[serde(flatten)]
        spending: Spending,
    },
    /// An edition, and its changes for a state.
    Edition {
        /// The state.
        state: StateName,
        /// The edition's id.
        edition: String,
        /// The edition's short name.
        edition_name: String,
        /// Its changes: "2025 from 3.38 (estimate) to 3.93 (estimate)".
        changes: String,
        /// The evidence for it.
        #[serde(flatten)]
        evidence: Evidence,
    },
    /// A target.
    Target {
        /// The state.
        state: StateName,
        /// The target.
        #[serde(flatten)]
        target: Target,
    },
    /// An aim.
    Aim {
        /// The state.
        state: StateName,
        /// The aim.
        #[serde(flatten)]
        aim: Aim,
    },
    /// A quotation.
    Quote(Quote),
    /// An event.
    Event(Event),
    /// A benchmark that took effect.
    Benchmark(Benchmark),
}

/// Returns what became known after `from`, up to and including `to`. If states are given, facts about others are omitted.
pub fn days(dossier: &Dossier, from: Day, to: Day, states: &[StateId]) -> Days {
    let Developments { mut position_changes, mut known, ended } = dossier::since(dossier, from, to);
    if !states.is_empty() {
        position_changes.retain(|one| states.contains(&one.state));
        let concerns = |of: &[StateId]| of.is_empty() || of.iter().any(|state| states.contains(state));
        known.retain(|fact| concerns(dossier.states_of(fact)));
    }
    let collector = Collector::new(dossier.as_of(to));
    let moved = |one: dossier::PositionChange| Moved {
        state: collector.name(one.state),
        treaty: dossier[one.treaty].id.to_string(),
        treaty_name: dossier[one.treaty].name.to_string(),
        from: one.from,
        to: one.to,
    };
    let mut days = Days {
        format: FORMAT,
        dossier: about(dossier),
        from: DateText(from.into()),
        to: DateText(to.into()),
        positions: position_changes.into_iter().map(moved).collect(),
        known: known.into_iter().filter_map(|fact| New::of(fact, &collector)).collect(),
        ended: ended.into_iter().map(|id| collector.benchmark(&dossier[id])).collect(),
        sources: Vec::new(),
    };
    days.sources = collector.sources();
    days
}

impl Days {
    /// Returns whether nothing changed between the days.
    pub fn is_empty(&self) -> bool {
        self.positions.is_empty() && self.known.is_empty() && self.ended.is_empty()
    }

    /// Renders the report as text.
    pub fn text(&self, width: usize) -> String {
        self.document().text(width)
    }

    fn document(&self) -> Document<'_> {
        let scope = format!("from {} to {}", self.from, self.to);
        let mut document = Document::titled(&self.dossier.title, scope, &self.sources);
        if self.is_empty() {
            document.push(Block::Paragraph(Statement::bare("Nothing changed.")));
        }
        let positions = Block::list(self.positions.iter().map(|moved| {
            let from = moved.from.map_or("nothing known", Position::name);
            let (state, treaty, to) = (&moved.state.name, &moved.treaty_name, moved.to.name());
            Statement::bare(format!("{state}, {treaty}: {from} → {to}")).into()
        }));
        document.section(Heading::top("Positions that changed"), positions);
        for group in self.known.chunk_by(|one, next| one.heading() == next.heading()) {
            document.section(Heading::top(group[0].heading()), Block::list(group.iter().map(New::item)));
        }
        let ended = Block::list(self.ended.iter().map(|line| {
            let Statement { text, .. } = Item::benchmark(line).statement;
            Statement::bare(text).into()
        }));
        document.section(Heading::top("Benchmarks that ended"), ended);
        document
    }
}

impl New {
    /// Converts a fact for a report. `None` for a fact that is always known, or that is not in this dossier.
    pub(super) fn of(fact: Fact, collector: &Collector<'_>) -> Option<New> {
        let dossier = collector.known.dossier;
        Some(match fact {
            Fact::Stance(state, treaty, n) => New::Stance {
                state: collector.name(state),
                treaty: dossier[treaty].id.to_string(),
                treaty_name: dossier[treaty].name.to_string(),
                step: collector.step(dossier[state].history(treaty).get(n)?),
            },
            Fact::Spending(state, n) => New::Spending {
                state: collector.name(state),
                spending: collector.spending(state, dossier[state].spending.get(n)?),
            },
            Fact::Series(id, state) => New::Edition {
                state: collector.name(state),
                edition: dossier[id].id.to_string(),
                edition_name: dossier[id].short.to_string(),
                changes: dossier.revision_summary(id, state),
                // The note applies to the whole edition, so it is not repeated for each state.
                evidence: Evidence { note: None, ..collector.evidence(&dossier[id].evidence) },
            },
            Fact::Target(state, n) => New::Target {
                state: collector.name(state),
                target: collector.target(dossier[state].targets.get(n)?),
            },
            Fact::Aim(state, n) => {
                New::Aim { state: collector.name(state), aim: collector.aim(dossier[state].aims.get(n)?) }
            }
            Fact::Quote(id) => New::Quote(collector.quote(&dossier[id])),
            Fact::Event(id) => New::Event(collector.event(&dossier[id])),
            Fact::Benchmark(id) => New::Benchmark(collector.benchmark(&dossier[id])),
            // These are always known. An edition becomes known with its series.
            Fact::Dossier | Fact::Source(_) | Fact::Treaty(_) | Fact::State(_) => return None,
            Fact::Edition(_) | Fact::Figure(..) => return None,
        })
    }

    /// Returns the fact as a list item.
    pub(super) fn item(&self) -> Item<'_> {
        match self {
            New::Stance { treaty_name, step, .. } => Item::step(step, &format!(", {treaty_name}")),
            New::Spending { spending, .. } => Item::spending(spending),
            New::Edition { edition_name, changes, evidence, .. } => {
                Statement::new([format!("Defence spending, {edition_name}: {changes}.")], evidence).into()
            }
            New::Target { target, .. } => Item::target(target, ", target"),
            New::Aim { aim, .. } => Item::aim(aim, ", aim"),
            New::Quote(quote) => {
                let context = quote.context.as_deref().map(prose::sentence).unwrap_or_default();
                let mut details: Vec<_> = prose::paragraphs(quote).into_iter().map(Statement::bare).collect();
                details.push(Statement::new([], &quote.evidence));
                let lead = Statement::bare(format!("{}: {context}", prose::speaker(quote)));
                Item { details, ..lead.into() }
            }
            New::Event(event) => Item::event(event),
            New::Benchmark(line) => Item::benchmark(line),
        }
    }

    /// Returns the name of the fact's state; `None` if it has none or several.
    pub(super) fn state(&self) -> Option<&str> {
        match self {
            New::Stance { state, .. }
            | New::Spending { state, .. }
            | New::Edition { state, .. }
            | New::Target { state, .. }
            | New::Aim { state, .. } => Some(&state.name),
            New::Quote(_) | New::Event(_) | New::Benchmark(_) => None,
        }
    }

    fn heading(&self) -> &str {
        match self {
            New::Quote(quote) => match &quote.states[..] {
                [] => "Other voices",
                [state] => &state.name,
                _ => "Said for several states",
            },
            New::Event(_) => "Events",
            New::Benchmark(_) => "Benchmarks that began",
            fact => fact.state().unwrap_or_default(),
        }
    }
}

/// The changes from one file to another, as written by `flank diff OLD NEW --format json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Files {
    /// The version of this format: 1.
    pub format: u32,
    /// The old dossier.
    pub old: AboutDossier,
    /// The new dossier.
    pub new: AboutDossier,
    /// The changes: those of states first, those of sources last.
    pub changes: Vec<Changed>,
}

/// One fact that was added, changed or removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Changed {
    /// The kind of change.
    pub change: Kind,
    /// The kind of fact: dossier, source, treaty, benchmark, state, stance, spending, target, aim, quote or event.
    pub fact: String,
    /// The change on one line; `…` marks shortened texts.
    pub words: String,
    /// The day from which the fact is known; omitted if it was always known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<DateText>,
    /// The changed fields with their full values.
    pub fields: Vec<Field>,
}

/// The kind of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The fact is only in the new file.
    Added,
    /// The fact differs between the files.
    Changed,
    /// The fact is only in the old file.
    Removed,
}

/// A changed field in prose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Field {
    /// The name of the field: "date".
    pub field: String,
    /// The old value; omitted if there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// The new value; omitted if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
}

/// Returns the changes from `old` to `new`.
pub fn files(old: &Dossier, new: &Dossier) -> Files {
    let filled = |text: String| Some(text).filter(|text| !text.is_empty());
    let field = |edit: dossier::FieldChange| Field {
        field: edit.field.into(),
        old: filled(edit.old),
        new: filled(edit.new),
    };
    let changed = |change: dossier::Change| Changed {
        change: match (change.old, change.fact) {
            (None, _) => Kind::Added,
            (Some(_), Some(_)) => Kind::Changed,
            (Some(_), None) => Kind::Removed,
        },
        fact: change.fact.or(change.old).map(Fact::kind).unwrap_or_default().into(),
        words: change.summary,
        known: change.known_from.map(|day| DateText(day.into())),
        fields: change.edits.into_iter().map(field).collect(),
    };
    Files {
        format: FORMAT,
        old: about(old),
        new: about(new),
        changes: dossier::diff(old, new).into_iter().map(changed).collect(),
    }
}

impl Files {
    /// Renders the report as text: a line per change, and below it the fields if several or long ones differ.
    pub fn text(&self, width: usize) -> String {
        let changes = Block::list(self.changes.iter().map(|change| {
            let mut details = Vec::new();
            if change.fields.len() > 1 || change.words.contains('…') {
                for Field { field, old, new } in &change.fields {
                    let side = |text: &Option<String>| text.as_deref().unwrap_or("none").replace('\n', " ");
                    details.push(Statement::bare(format!("{field}, before: {}", side(old))));
                    details.push(Statement::bare(format!("{field}, now: {}", side(new))));
                }
            }
            Item { details, ..Statement::bare(change.words.as_str()).into() }
        }));
        let nothing = || Block::Paragraph(Statement::bare("Nothing changed."));
        Document::new(&[], vec![changes.unwrap_or_else(nothing)]).text(width)
    }
}
