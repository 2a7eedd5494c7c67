//! What changed, as text and as JSON: between two days of one dossier, and between two files.
//!
//! The JSON follows the rules of [`super::json`], with its own version in `format`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dossier::model::{Position, StateId};
use crate::dossier::{self, Day, Developments, Dossier, Fact};

use super::briefing::*;
use super::document::{Block, Document, Heading, Item, Statement};
use super::prose;

/// What became known from one day to a later one, as `flank diff --from DAY --to DAY --format json` writes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Days {
    /// The version of this form: 1.
    pub format: u32,
    /// Which dossier this is about.
    pub dossier: AboutDossier,
    /// The earlier day; what was known on it is not told.
    pub from: DateText,
    /// The later day.
    pub to: DateText,
    /// States that stand elsewhere than they did.
    pub positions: Vec<Moved>,
    /// What became known, state by state, then what concerns several or none.
    pub known: Vec<New>,
    /// Benchmarks that stand no more.
    pub ended: Vec<Benchmark>,
    /// Every source that something above names.
    pub sources: Vec<Source>,
}

/// A state that changed its position.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Moved {
    /// Which state.
    pub state: StateName,
    /// The treaty's id.
    pub treaty: String,
    /// The treaty's name.
    pub treaty_name: String,
    /// Where it stood; left out where nothing was known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Position>,
    /// Where it stands.
    pub to: Position,
}

/// A fact that became known; `fact` says of which kind, and all else is as in the JSON of `flank show`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "fact", rename_all = "kebab-case")]
pub enum New {
    /// A step towards or away from a treaty.
    Stance {
        /// Whose step.
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
        /// Whose spending.
        state: StateName,
        /// The figure.
        #[serde(flatten)]
        spending: Spending,
    },
    /// A target.
    Target {
        /// Whose target.
        state: StateName,
        /// The target.
        #[serde(flatten)]
        target: Target,
    },
    /// An aim.
    Aim {
        /// Whose aim.
        state: StateName,
        /// The aim.
        #[serde(flatten)]
        aim: Aim,
    },
    /// A quotation.
    Quote(Quote),
    /// An event.
    Event(Event),
    /// A benchmark that began.
    Benchmark(Benchmark),
}

/// What became known of `dossier` after `from`, up to and with `to`.
pub fn days(dossier: &Dossier, from: Day, to: Day) -> Days {
    let Developments { moves, known, ended } = dossier::since(dossier, from, to);
    let collector = Collector::new(dossier.as_of(to));
    let name =
        |id: StateId| StateName { code: dossier[id].code.to_string(), name: dossier[id].name.to_string() };
    let moved = |one: dossier::PositionChange| Moved {
        state: name(one.state),
        treaty: dossier[one.treaty].id.to_string(),
        treaty_name: dossier[one.treaty].name.to_string(),
        from: one.from,
        to: one.to,
    };
    let new = |fact: Fact| {
        Some(match fact {
            Fact::Stance(state, treaty, n) => New::Stance {
                state: name(state),
                treaty: dossier[treaty].id.to_string(),
                treaty_name: dossier[treaty].name.to_string(),
                step: collector.step(dossier[state].history(treaty).get(n)?),
            },
            Fact::Spending(state, n) => New::Spending {
                state: name(state),
                spending: collector.spending(state, dossier[state].spending.get(n)?),
            },
            Fact::Target(state, n) => {
                New::Target { state: name(state), target: collector.target(dossier[state].targets.get(n)?) }
            }
            Fact::Aim(state, n) => {
                New::Aim { state: name(state), aim: collector.aim(dossier[state].aims.get(n)?) }
            }
            Fact::Quote(id) => New::Quote(collector.quote(&dossier[id])),
            Fact::Event(id) => New::Event(collector.event(&dossier[id])),
            Fact::Benchmark(id) => New::Benchmark(collector.benchmark(&dossier[id])),
            // What is always known cannot become so.
            Fact::Dossier | Fact::Source(_) | Fact::Treaty(_) | Fact::State(_) => return None,
        })
    };
    let mut days = Days {
        format: FORMAT,
        dossier: about(dossier),
        from: DateText(from.into()),
        to: DateText(to.into()),
        positions: moves.into_iter().map(moved).collect(),
        known: known.into_iter().filter_map(new).collect(),
        ended: ended.into_iter().map(|id| collector.benchmark(&dossier[id])).collect(),
        sources: Vec::new(),
    };
    days.sources = collector.sources();
    days
}

impl Days {
    /// Whether both days know the same.
    pub fn is_empty(&self) -> bool {
        self.positions.is_empty() && self.known.is_empty() && self.ended.is_empty()
    }

    /// The report as plain text.
    pub fn text(&self, width: usize) -> String {
        self.document().text(width)
    }

    fn document(&self) -> Document<'_> {
        let scope = format!("from {} to {}", self.from, self.to);
        let mut document =
            Document::new(&self.sources, vec![Block::Title { name: &self.dossier.title, scope }]);
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
    fn item(&self) -> Item<'_> {
        match self {
            New::Stance { treaty_name, step, .. } => Item::step(step, &format!(", {treaty_name}")),
            New::Spending { spending, .. } => {
                let estimate = if spending.estimate { ", estimate" } else { "" };
                let (year, figure) = (spending.year, prose::figure(spending.percent));
                let text = format!("Defence spending {year}: {figure} per cent of GDP{estimate}.");
                Statement::new([text], &spending.evidence).into()
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

    fn heading(&self) -> &str {
        match self {
            New::Stance { state, .. }
            | New::Spending { state, .. }
            | New::Target { state, .. }
            | New::Aim { state, .. } => &state.name,
            New::Quote(quote) => match &quote.states[..] {
                [] => "Voices from outside",
                [state] => &state.name,
                _ => "Said for several states",
            },
            New::Event(_) => "Events",
            New::Benchmark(_) => "Benchmarks that began",
        }
    }
}

/// What changed from one file to another, as `flank diff OLD NEW --format json` writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Files {
    /// The version of this form: 1.
    pub format: u32,
    /// The old dossier.
    pub old: AboutDossier,
    /// The new dossier.
    pub new: AboutDossier,
    /// What states did first, sources last.
    pub changes: Vec<Changed>,
}

/// One fact that was added, changed or removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Changed {
    /// What became of it.
    pub change: Kind,
    /// What kind of fact: dossier, source, treaty, benchmark, state, stance, spending, target, aim, quote or event.
    pub fact: String,
    /// The change in one line; long texts are shortened to their beginning and `…`.
    pub words: String,
    /// The day from which the fact is known; left out where it always was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<DateText>,
    /// What of a changed fact differs, whole.
    pub fields: Vec<Field>,
}

/// What became of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// It is only in the new file.
    Added,
    /// It is in both, and says something else.
    Changed,
    /// It is only in the old file.
    Removed,
}

/// One field of a changed fact, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Field {
    /// What it is called: "date".
    pub field: String,
    /// What it said; left out where it was absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// What it says now; left out where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
}

/// What changed from `old` to `new`.
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
        words: change.words,
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
    /// The report as plain text: a line for each change, and below it the fields where several or long ones differ.
    pub fn text(&self, width: usize) -> String {
        let changes = Block::list(self.changes.iter().map(|change| {
            let mut details = Vec::new();
            if change.fields.len() > 1 || change.words.contains('…') {
                for Field { field, old, new } in &change.fields {
                    let side =
                        |text: &Option<String>| text.as_deref().unwrap_or("nothing").replace('\n', " ");
                    details.push(Statement::bare(format!("{field} was: {}", side(old))));
                    details.push(Statement::bare(format!("{field} is: {}", side(new))));
                }
            }
            Item { details, ..Statement::bare(change.words.as_str()).into() }
        }));
        let nothing = || Block::Paragraph(Statement::bare("Nothing changed."));
        Document::new(&[], vec![changes.unwrap_or_else(nothing)]).text(width)
    }
}
