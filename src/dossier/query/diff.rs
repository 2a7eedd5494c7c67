//! What changed from one version of a dossier to the next, in words.

use std::collections::HashMap;

use crate::dossier::model::Dossier;
use crate::dossier::model::date::Day;
use crate::dossier::query::describe::{Described, Fact};
use crate::dossier::query::differing::differing;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The fact in the new dossier; `None` where it was removed.
    pub fact: Option<Fact>,
    /// The fact in the old dossier; `None` where it is new.
    pub old: Option<Fact>,
    /// The fact alone: "Estonia, Ottawa Convention: the step of 4 Jun 2025".
    pub about: String,
    /// The change in one line: "Estonia, Ottawa Convention: notified withdrawal → withdrawn".
    pub words: String,
    /// The day from which the changed fact is known; a change may lie later than the day that is shown.
    pub known_from: Option<Day>,
    /// What of a changed fact differs, whole; empty where the fact was added or removed.
    pub edits: Vec<FieldChange>,
}

/// One field of a changed fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// What the field is called in a sentence: "date".
    pub field: &'static str,
    /// What it said; empty where it was absent.
    pub old: String,
    /// What it says now; empty where it is absent.
    pub new: String,
}

/// The facts of one kind that belong to the same, by their places in the old and the new dossier.
#[derive(Default)]
struct Group {
    olds: Vec<usize>,
    news: Vec<usize>,
}

/// Above this many facts without a counterpart a group was rewritten, and likeness says nothing.
const MOST_TO_LIKEN: usize = 60;

/// All changes from `old` to `new`: what states did first, sources last, else in the order of the new dossier.
pub fn diff(old: &Dossier, new: &Dossier) -> Vec<Change> {
    let (olds, news) = differing(old, new);
    let (before, after) = (old.described(&olds), new.described(&news));
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
        let edits = old_fact.map(|n| edits(&before[n], fact)).unwrap_or_default();
        let old = old_fact.map(|n| before[n].fact);
        changes.push(Change {
            fact: Some(fact.fact),
            old,
            about: about(fact),
            words,
            known_from: fact.known_from,
            edits,
        });
    }
    for fact in gone.into_iter().map(|n| &before[n]) {
        let words = removed(fact);
        changes.push(Change {
            fact: None,
            old: Some(fact.fact),
            about: about(fact),
            words,
            known_from: fact.known_from,
            edits: Vec::new(),
        });
    }
    // One line may be all that is told, and what a state did matters more than where it was read.
    changes.sort_by_key(|change| change.fact.map_or(WEIGHT_OF_THE_REMOVED, weight));
    changes
}

/// Removed facts come before sources, behind all else.
const WEIGHT_OF_THE_REMOVED: u8 = 8;

/// The order in which changes are told: the heaviest first.
fn weight(fact: Fact) -> u8 {
    match fact {
        Fact::State(_) | Fact::Stance(..) => 0,
        Fact::Spending(..) | Fact::Target(..) => 1,
        Fact::Quote(_) => 2,
        Fact::Aim(..) => 3,
        Fact::Event(_) => 4,
        Fact::Benchmark(_) => 5,
        Fact::Treaty(_) => 6,
        Fact::Dossier => 7,
        Fact::Source(_) => 9,
    }
}

/// Facts can only be counterparts within one kind, and belonging to the same.
fn group(fact: &Described) -> (&str, &'static str) {
    (&fact.belongs, fact.fact.kind())
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

fn about(fact: &Described) -> String {
    match fact.name.is_empty() {
        true => fact.subject.clone(),
        false => format!("{}: {}", fact.subject, short(&fact.name)),
    }
}

/// The fields in which a fact differs from what it was.
fn edits(old: &Described, new: &Described) -> Vec<FieldChange> {
    let pairs = old.fields.iter().zip(&new.fields).filter(|(old, new)| old != new);
    pairs.map(|((field, old), (_, new))| FieldChange { field, old: old.clone(), new: new.clone() }).collect()
}

/// "Estonia, defence spending 2025: 3.38 % → 3.5 %".
fn changed(old: &Described, new: &Described) -> String {
    let mut differing = old.fields.iter().zip(&new.fields).filter(|(old, new)| old != new);
    let Some(((key, from), (_, to))) = differing.next() else { return new.subject.clone() };
    let more = match differing.count() {
        0 => String::new(),
        n => format!(", and {n} more"),
    };
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
    format!("{}: {what}{more}", about(new))
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
        _ => format!("{} added", about(fact)),
    }
}

fn removed(fact: &Described) -> String {
    format!("{} removed", about(fact))
}

/// The beginning of a text, for a line that names it.
fn short(text: &str) -> String {
    const MOST: usize = 48;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::{Certainty, EventId, QuoteId, SourceId};
    use crate::dossier::{BUILT_IN, Text, read};
    use jiff::civil::date;
    use rstest::rstest;

    #[test]
    fn facts_are_compared_by_what_they_say_and_not_by_their_places() {
        let old = read(BUILT_IN.as_bytes()).dossier.unwrap();
        let changed = |change: &dyn Fn(&mut Dossier)| {
            // Every fact has moved down by a line.
            let mut new = read(format!("# A line.\n{BUILT_IN}").as_bytes()).dossier.unwrap();
            change(&mut new);
            diff(&old, &new).into_iter().map(|change| (change.old, change.fact)).collect::<Vec<_>>()
        };
        let no = || Text::line("No.");
        assert_eq!(changed(&|_| {}), []);
        for n in [0, 4, old.quotes.len() - 1] {
            let quote = Some(Fact::Quote(QuoteId::at(n)));
            assert_eq!(changed(&|new| new.quotes[n].text = no()), [(quote, quote)]);
            assert_eq!(changed(&|new| drop(new.quotes.remove(n))), [(quote, None)]);
            assert_eq!(changed(&|new| new.quotes[n].evidence.note = Some(no())), [(quote, quote)]);
        }
        for n in [0, 7, old.events.len() - 1] {
            let event = Some(Fact::Event(EventId::at(n)));
            assert_eq!(changed(&|new| new.events[n].what = no()), [(event, event)]);
            assert_eq!(changed(&|new| drop(new.events.remove(n))), [(event, None)]);
            assert_eq!(
                changed(&|new| new.events[n].evidence.certainty = Certainty::Disputed),
                [(event, event)]
            );
        }
        for n in [0, 50, old.sources.len() - 1] {
            let source = Some(Fact::Source(SourceId::at(n)));
            assert_eq!(changed(&|new| new.sources[n].title = no()), [(source, source)]);
            assert_eq!(changed(&|new| new.sources[n].note = Some(no())), [(source, source)]);
        }
        // The same source, by another name: every quotation that rests on it differs.
        let renamed = |new: &mut Dossier| new.sources[0].id = Text::line("other");
        assert!(changed(&renamed).len() > old.quotes.len());
    }

    const OLD: &str = r#"
format = 1
title = "Small"

[[source]]
id = "paper"
publisher = "The Paper"
title = "A story"
date = 2025-06-01

[[treaty]]
id = "ottawa"
name = "Ottawa Convention"
sources = ["paper"]

[[state]]
code = "EE"
name = "Estonia"
capital = "Tallinn"
borders = [{ with = "RU", km = 324 }]
sources = ["paper"]

[[state.stance]]
treaty = "ottawa"
position = "party"
date = 2004-05-12
what = "Estonia accedes"
sources = ["paper"]

[[state.stance]]
treaty = "ottawa"
position = "notified-withdrawal"
date = 2025-06-27
what = "Estonia tells the depositary"
note = "With Latvia."
sources = ["paper"]

[[state.spending]]
year = 2024
percent = 3.37
sources = ["paper"]

[[state.spending]]
year = 2025
percent = 3.38
sources = ["paper"]

[[state.target]]
percent = 5
up_to = 6
kind = "goal"
date = 2025-01-17
sources = ["paper"]

[[quote]]
speaker = "Hanno Pevkur"
states = ["EE"]
date = 2025-03-18
about = "ottawa"
text = "We have no plans."
sources = ["paper"]
"#;

    const STEP: &str = r#"
[[state.stance]]
treaty = "ottawa"
position = "withdrawn"
date = 2025-12-27
what = "Estonia is bound no longer"
sources = ["paper"]
"#;

    const QUOTE: &str = r#"
[[quote]]
speaker = "Hanno Pevkur"
date = 2025-03-19
text = """
We have said so,

and we say it again, today and tomorrow, as often as it takes."""
sources = ["paper"]
"#;

    fn dossier(text: &str) -> Dossier {
        let reading = read(text.as_bytes());
        assert_eq!(reading.problems, []);
        reading.dossier.unwrap()
    }

    /// The words for what changed from `old` to `new`.
    fn words(old: &str, new: &str) -> Vec<String> {
        diff(&dossier(old), &dossier(new)).into_iter().map(|change| change.words).collect()
    }

    /// The words for an edit of the small dossier, which must be there to be made.
    fn edit(from: &str, to: &str) -> Vec<String> {
        assert!(OLD.contains(from), "{from}");
        words(OLD, &OLD.replacen(from, to, 1))
    }

    #[rstest]
    #[case::position(
        "notified-withdrawal",
        "withdrawn",
        "Estonia, Ottawa Convention: the step of 27 Jun 2025: notified withdrawal → withdrawn"
    )]
    #[case::date(
        "date = 2025-06-27",
        "date = \"2025-06\"",
        "Estonia, Ottawa Convention: the step of Jun 2025: date 27 Jun 2025 → Jun 2025"
    )]
    #[case::note(
        "With Latvia.",
        "With Lithuania.",
        "Estonia, Ottawa Convention: the step of 27 Jun 2025: note now “With Lithuania.”"
    )]
    #[case::note_removed(
        "note = \"With Latvia.\"\n",
        "",
        "Estonia, Ottawa Convention: the step of 27 Jun 2025: note removed"
    )]
    #[case::votes(
        "note = \"With Latvia.\"",
        "note = \"With Latvia.\"\nvotes = { for = 81 }",
        "Estonia, Ottawa Convention: the step of 27 Jun 2025: votes added: 81 for"
    )]
    #[case::figure("percent = 3.38", "percent = 3.5", "Estonia, defence spending 2025: 3.38 % → 3.5 %")]
    #[case::target("up_to = 6", "up_to = 7", "Estonia, targets: goal of 5 to 7 %: 5 to 6 % → 5 to 7 %")]
    #[case::title("\"Small\"", "\"Large\"", "The dossier: title now “Large”")]
    #[case::border("km = 324", "km = 338", "Estonia: borders RU about 324 km → RU about 338 km")]
    #[case::source("\"A story\"", "\"A tale\"", "Sources: paper: title now “A tale”")]
    #[case::quote(
        "no plans",
        "no plan",
        "Hanno Pevkur: the quotation of 18 Mar 2025: words now “We have no plan.”"
    )]
    // A mended name is one change, not a new state beside one that is gone.
    #[case::name_of_a_state("\"Estonia\"", "\"Eesti\"", "Eesti: name Estonia → Eesti")]
    #[case::name_of_a_treaty(
        "\"Ottawa Convention\"",
        "\"Mine Ban Treaty\"",
        "Mine Ban Treaty: name Ottawa Convention → Mine Ban Treaty"
    )]
    fn one_edit_is_one_change_in_words(#[case] from: &str, #[case] to: &str, #[case] expected: &str) {
        assert_eq!(edit(from, to), [expected]);
    }

    #[test]
    fn several_edits_of_one_fact_are_one_line() {
        assert_eq!(
            words(OLD, &OLD.replace("percent = 3.38", "percent = 3.5\nestimate = true\nnote = \"New.\"")),
            ["Estonia, defence spending 2025: 3.38 % → 3.5 %, and 2 more"]
        );
    }

    #[test]
    fn a_further_step_says_where_the_state_went() {
        let new = OLD.replace(
            "\n[[state.spending]]\nyear = 2024",
            &format!("{STEP}\n[[state.spending]]\nyear = 2024"),
        );
        assert_eq!(words(OLD, &new), ["Estonia, Ottawa Convention: notified withdrawal → withdrawn"]);
        assert_eq!(words(&new, OLD), ["Estonia, Ottawa Convention: the step of 27 Dec 2025 removed"]);
        // In the midst of a history it moves nobody.
        let notified = "\n[[state.stance]]\ntreaty = \"ottawa\"\nposition = \"notified";
        let earlier = format!("{}{notified}", STEP.replace("2025-12-27", "2025-06-26"));
        assert_eq!(edit(notified, &earlier), ["Estonia, Ottawa Convention: the step of 26 Jun 2025 added"]);
    }

    #[test]
    fn a_quotation_comes_and_goes_in_one_line() {
        let new = format!("{OLD}{QUOTE}");
        let line = "Hanno Pevkur: new quotation “We have said so, and we say it again, today and…”";
        assert_eq!(words(OLD, &new), [line]);
        assert_eq!(words(&new, OLD), ["Hanno Pevkur: the quotation of 19 Mar 2025 removed"]);
        for change in words(&new, &new.replace("said so", "told you")) {
            assert!(!change.contains('\n'), "{change:?}");
        }
    }

    #[test]
    fn a_state_comes_and_goes_with_what_is_its_own() {
        let finland = "\n[[state]]\ncode = \"FI\"\nname = \"Finland\"\nsources = [\"paper\"]\n\n[[state.spending]]\nyear = 2025\npercent = 2.77\nsources = [\"paper\"]\n";
        let new = OLD.replace("\n[[quote]]", &format!("{finland}\n[[quote]]"));
        assert_eq!(words(OLD, &new), ["Finland added", "Finland, defence spending 2025: 2.77 % added"]);
        assert_eq!(words(&new, OLD), ["Finland removed", "Finland, defence spending 2025 removed"]);
    }

    #[test]
    fn another_order_in_the_file_is_no_change() {
        let spending = |year: &str, percent: &str| {
            format!("\n[[state.spending]]\nyear = {year}\npercent = {percent}\nsources = [\"paper\"]\n")
        };
        let (first, second) = (spending("2024", "3.37"), spending("2025", "3.38"));
        assert!(OLD.contains(&format!("{first}{second}")));
        assert_eq!(edit(&format!("{first}{second}"), &format!("{second}{first}")), [""; 0]);

        // Whole states, and the quotes between them.
        let dossier = dossier(BUILT_IN);
        let start = BUILT_IN.find("\n[[quote]]").unwrap();
        let event = BUILT_IN.find("\n[[event]]").unwrap();
        assert!(start < event);
        let moved = [&BUILT_IN[..start], &BUILT_IN[event..], &BUILT_IN[start..event]].concat();
        assert_eq!(diff(&dossier, &read(moved.as_bytes()).dossier.unwrap()), []);
        let state = |n: usize| BUILT_IN.match_indices("\n[[state]]").nth(n).unwrap().0;
        let (one, two, three) = (state(0), state(1), state(2));
        let moved =
            [&BUILT_IN[..one], &BUILT_IN[two..three], &BUILT_IN[one..two], &BUILT_IN[three..]].concat();
        assert_eq!(diff(&dossier, &read(moved.as_bytes()).dossier.unwrap()), []);
    }

    #[test]
    fn a_source_put_in_before_all_others_changes_nothing_else() {
        let source = "[[source]]\nid = \"letter\"\npublisher = \"The Ministry\"\ntitle = \"A letter\"\n\n";
        assert_eq!(edit("[[source]]", &format!("{source}[[source]]")), ["Sources: letter added"]);
        let treaty = "[[treaty]]\nid = \"ccm\"\nname = \"Cluster\"\nsources = [\"paper\"]\n\n";
        assert_eq!(edit("[[treaty]]", &format!("{treaty}[[treaty]]")), ["Cluster added"]);
    }

    #[test]
    fn the_same_file_and_other_comments_are_no_change() {
        assert_eq!(words(BUILT_IN, BUILT_IN), [""; 0]);
        assert_eq!(words(OLD, &OLD.replace("\n\n", "\n\n# A word to myself.\n\n")), [""; 0]);
    }

    #[test]
    fn a_change_tells_its_fact_and_the_day_from_which_it_is_known() {
        let new = dossier(&OLD.replace("percent = 3.38", "percent = 3.5").replace("no plans", "no plan"));
        let changes = diff(&dossier(OLD), &new);
        let facts: Vec<_> = changes.iter().map(|change| change.fact.unwrap()).collect();
        assert!(
            matches!(facts[..], [Fact::Spending(state, 1), Fact::Quote(_)] if new[state].code.as_str() == "EE")
        );
        assert_eq!(changes[0].known_from, Some(date(2025, 6, 1)), "from its source on");
        assert_eq!(changes[1].known_from, Some(date(2025, 3, 18)));
        let gone = diff(&new, &dossier(OLD.split("\n[[quote]]").next().unwrap()));
        assert_eq!(gone.last().unwrap().fact, None);
    }

    #[test]
    fn twins_are_told_apart_by_their_number() {
        let twice = format!("{OLD}{QUOTE}{QUOTE}");
        let once = format!("{OLD}{QUOTE}");
        assert_eq!(words(&twice, &once), ["Hanno Pevkur: the quotation of 19 Mar 2025 removed"]);
        assert_eq!(words(&once, &twice).len(), 1);
    }
}
