//! What changed from one version of a dossier to the next, in words.

use std::collections::HashMap;

use super::date::Day;
use super::fact::{Described, Fact};
use super::model::Dossier;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The fact in the new dossier; `None` where it was removed.
    pub fact: Option<Fact>,
    /// The change in one line: "Estonia, Ottawa Convention: notified withdrawal → withdrawn".
    pub words: String,
    /// The day from which the changed fact is known; a change may lie later than the day that is shown.
    pub known: Option<Day>,
}

/// The facts of one kind and subject, by their places in the old and the new dossier.
#[derive(Default)]
struct Group {
    olds: Vec<usize>,
    news: Vec<usize>,
}

/// Above this many facts without a counterpart a group was rewritten, and likeness says nothing.
const MOST_TO_LIKEN: usize = 60;

/// All changes from `old` to `new`, in the order of the new dossier, what was removed last.
pub fn diff(old: &Dossier, new: &Dossier) -> Vec<Change> {
    let (before, after) = (old.described(), new.described());
    let mut groups: HashMap<_, Group> = HashMap::new();
    for (n, fact) in before.iter().enumerate() {
        groups.entry(group(fact)).or_default().olds.push(n);
    }
    for (n, fact) in after.iter().enumerate() {
        groups.entry(group(fact)).or_default().news.push(n);
    }
    let mut counterpart: Vec<Option<usize>> = vec![None; after.len()];
    let mut gone: Vec<usize> = Vec::new();
    for group in groups.into_values() {
        gone.extend(pair(&before, &after, group, &mut counterpart));
    }
    gone.sort_unstable();

    let mut changes: Vec<Change> = Vec::new();
    for (fact, old_fact) in after.iter().zip(&counterpart) {
        let words = match old_fact.map(|n| &before[n]) {
            Some(old_fact) if old_fact.fields == fact.fields => continue,
            Some(old_fact) => changed(old_fact, fact),
            None => added(old, new, fact),
        };
        changes.push(Change { fact: Some(fact.fact), words, known: fact.known });
    }
    for fact in gone.into_iter().map(|n| &before[n]) {
        changes.push(Change { fact: None, words: removed(fact), known: fact.known });
    }
    changes
}

/// Facts can only be counterparts within one kind and subject.
fn group(fact: &Described) -> (&str, &'static str) {
    let kind = match fact.fact {
        Fact::Dossier => "dossier",
        Fact::Source(_) => "source",
        Fact::Treaty(_) => "treaty",
        Fact::Benchmark(_) => "benchmark",
        Fact::State(_) => "state",
        Fact::Stance(..) => "stance",
        Fact::Spending(..) => "spending",
        Fact::Target(..) => "target",
        Fact::Aim(..) => "aim",
        Fact::Quote(_) => "quote",
        Fact::Event(_) => "event",
    };
    (&fact.subject, kind)
}

/// Finds counterparts: the same words first, then the same identity, then what is alike. Returns the old
/// facts that are left without one.
fn pair(
    before: &[Described],
    after: &[Described],
    Group { mut olds, mut news }: Group,
    counterpart: &mut [Option<usize>],
) -> Vec<usize> {
    let mut by_fields: HashMap<&[(&str, String)], Vec<usize>> = HashMap::new();
    for n in olds.iter().rev() {
        by_fields.entry(&before[*n].fields).or_default().push(*n);
    }
    news.retain(|n| {
        counterpart[*n] = by_fields.get_mut(after[*n].fields.as_slice()).and_then(Vec::pop);
        counterpart[*n].is_none()
    });
    if news.is_empty() && by_fields.values().all(Vec::is_empty) {
        return Vec::new();
    }
    olds = by_fields.into_values().flatten().collect();
    olds.sort_unstable();

    let mut by_identity: HashMap<&str, Vec<usize>> = HashMap::new();
    for n in olds.iter().rev() {
        by_identity.entry(&before[*n].identity).or_default().push(*n);
    }
    news.retain(|n| {
        counterpart[*n] = by_identity.get_mut(after[*n].identity.as_str()).and_then(Vec::pop);
        counterpart[*n].is_none()
    });
    olds = by_identity.into_values().flatten().collect();
    olds.sort_unstable();

    if olds.len() <= MOST_TO_LIKEN && news.len() <= MOST_TO_LIKEN {
        for n in news {
            let alike = |old: &usize| {
                let same = before[*old]
                    .fields
                    .iter()
                    .zip(&after[n].fields)
                    .filter(|(a, b)| a == b && !a.1.is_empty());
                same.count()
            };
            let filled = after[n].fields.iter().filter(|(_, text)| !text.is_empty()).count();
            let best = olds.iter().copied().max_by_key(alike).filter(|old| alike(old) * 2 > filled);
            if let Some(best) = best {
                counterpart[n] = Some(best);
                olds.retain(|old| *old != best);
            }
        }
    }
    olds
}

/// "Estonia, defence spending 2025: 3.38 % → 3.5 %".
fn changed(old: &Described, new: &Described) -> String {
    let mut differing = old.fields.iter().zip(&new.fields).filter(|(old, new)| old != new);
    let Some(((key, from), (_, to))) = differing.next() else { return new.subject.clone() };
    let more = match differing.count() {
        0 => String::new(),
        n => format!(", and {n} more"),
    };
    let name = if new.name.is_empty() { String::new() } else { format!("{}: ", short(&new.name)) };
    let what = match *key {
        // The value alone says what it is.
        "position" | "percent" | "level" => format!("{from} → {to}"),
        // Sentences are too long for a from and a to.
        "what" | "words" | "aim" | "context" | "note" | "title" if !to.is_empty() => {
            format!("{key} now “{}”", short(to))
        }
        _ if from.is_empty() => format!("{key} added: {}", short(to)),
        _ if to.is_empty() => format!("{key} removed"),
        _ => format!("{key} {} → {}", short(from), short(to)),
    };
    format!("{}: {name}{what}{more}", new.subject)
}

fn added(old: &Dossier, new: &Dossier, fact: &Described) -> String {
    // A step at the end of a history says best what it did by the position that it changed.
    if let Fact::Stance(state, treaty, n) = fact.fact {
        let steps = new[state].history(treaty);
        let last = n + 1 == steps.len();
        let before = old.state_by_code(&new[state].code).and_then(|state| {
            let treaty = old.treaty_ids().find(|id| old[*id].id == new[treaty].id)?;
            old[state].history(treaty).last()
        });
        if let (true, Some(before), Some(now)) = (last, before, steps.last())
            && before.position != now.position
        {
            return format!("{}: {} → {}", fact.subject, before.position.name(), now.position.name());
        }
    }
    let first = fact.fields.first().map(|(_, text)| short(text)).unwrap_or_default();
    match fact.fact {
        Fact::Quote(_) => format!("{}: new quotation “{first}”", fact.subject),
        Fact::Spending(..) => format!("{}: {first} added", fact.subject),
        _ if fact.name.is_empty() => format!("{} added", fact.subject),
        _ => format!("{}: {} added", fact.subject, short(&fact.name)),
    }
}

fn removed(fact: &Described) -> String {
    match fact.name.is_empty() {
        true => format!("{} removed", fact.subject),
        false => format!("{}: {} removed", fact.subject, short(&fact.name)),
    }
}

/// The beginning of a text, for a line that names it.
fn short(text: &str) -> String {
    const MOST: usize = 48;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.replace('\n', " "),
    }
}
