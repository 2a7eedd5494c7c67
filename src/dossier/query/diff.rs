//! Compares two versions of a dossier, and describes the changes.

use std::collections::HashMap;
use std::hash::Hash;

use super::describe::{Description, truncated};
use crate::dossier::model::{Day, Dossier, Fact};

/// A fact that was added, changed or removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The fact in the new dossier; `None` if it was removed.
    pub fact: Option<Fact>,
    /// The fact in the old dossier; `None` if it is new.
    pub old: Option<Fact>,
    /// The title of the fact: "Estonia, Ottawa Convention: the step of 4 Jun 2025".
    pub about: String,
    /// The change in one line: "Estonia, Ottawa Convention: notified withdrawal → withdrawn".
    pub summary: String,
    /// The day from which the fact is known. It may be later than the day on the screen.
    pub known_from: Option<Day>,
    /// The changed fields; empty if the fact was added or removed.
    pub edits: Vec<FieldChange>,
}

/// A changed field of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// The name of the field in a sentence: "date".
    pub field: &'static str,
    /// The old value; empty if it was absent.
    pub old: String,
    /// The new value; empty if it is absent.
    pub new: String,
}

/// A fact with its description.
struct Described {
    fact: Fact,
    description: Description,
}

/// The old and new facts of one kind and group, as indexes into the lists of all facts.
#[derive(Default)]
struct Group {
    old: Vec<usize>,
    new: Vec<usize>,
}

/// The most unmatched facts of a group to pair by similarity. In a larger, rewritten group, similarity is meaningless.
const MAX_TO_COMPARE: usize = 60;

/// Returns all changes from `old` to `new`. Steps of states come first and sources last; otherwise, the order is that
/// of the new dossier.
pub fn diff(old: &Dossier, new: &Dossier) -> Vec<Change> {
    let (before, after) = differing(old, new);
    let mut groups: HashMap<(&str, &'static str), Group> = HashMap::new();
    for (n, Described { fact, description }) in before.iter().enumerate() {
        groups.entry((&description.group, fact.kind())).or_default().old.push(n);
    }
    for (n, Described { fact, description }) in after.iter().enumerate() {
        groups.entry((&description.group, fact.kind())).or_default().new.push(n);
    }
    let mut counterparts: Vec<Option<usize>> = vec![None; after.len()];
    let mut removed: Vec<usize> = Vec::new();
    for group in groups.into_values() {
        removed.extend(pair(&before, &after, group, &mut counterparts));
    }
    removed.sort_unstable();

    let mut changes: Vec<Change> = Vec::new();
    for (Described { fact, description }, counterpart) in after.iter().zip(&counterparts) {
        let previous = counterpart.map(|n| &before[n]);
        let edits = previous.map(|previous| edits(&previous.description, description)).unwrap_or_default();
        let summary = match previous {
            Some(_) if edits.is_empty() => continue,
            Some(_) => changed(description, &edits),
            None => added(old, new, *fact, description),
        };
        changes.push(Change {
            fact: Some(*fact),
            old: previous.map(|previous| previous.fact),
            about: description.title(),
            summary,
            known_from: description.known_from,
            edits,
        });
    }
    for Described { fact, description } in removed.into_iter().map(|n| &before[n]) {
        changes.push(Change {
            fact: None,
            old: Some(*fact),
            about: description.title(),
            summary: format!("{} removed", description.title()),
            known_from: description.known_from,
            edits: Vec::new(),
        });
    }
    // The status line shows only the first change.
    changes.sort_by_key(|change| change.fact.map_or(REMOVED, sort_key));
    changes
}

/// Describes the facts of both dossiers, without the equal ones at the start and at the end. A typical edit changes
/// only one place.
fn differing(old: &Dossier, new: &Dossier) -> (Vec<Described>, Vec<Described>) {
    let (old_facts, new_facts): (Vec<Fact>, Vec<Fact>) = (old.facts().collect(), new.facts().collect());
    let same = |(before, after): &(&Fact, &Fact)| {
        before.kind() == after.kind() && old.describe(**before).has_same_content(&new.describe(**after))
    };
    let start = old_facts.iter().zip(&new_facts).take_while(same).count();
    let end = old_facts[start..].iter().rev().zip(new_facts[start..].iter().rev()).take_while(same).count();
    let describe = |dossier: &Dossier, facts: &[Fact]| {
        let middle = &facts[start..facts.len() - end];
        middle.iter().map(|fact| Described { fact: *fact, description: dossier.describe(*fact) }).collect()
    };
    (describe(old, &old_facts), describe(new, &new_facts))
}

/// The sort key of removed facts: after all others except sources.
const REMOVED: u8 = 8;

/// Returns the rank of a fact in the list of changes.
fn sort_key(fact: Fact) -> u8 {
    match fact {
        Fact::State(_) | Fact::Stance(..) => 0,
        Fact::Edition(_) | Fact::Series(..) | Fact::Figure(..) | Fact::Spending(..) | Fact::Target(..) => 1,
        Fact::Quote(_) => 2,
        Fact::Aim(..) => 3,
        Fact::Event(_) => 4,
        Fact::Benchmark(_) => 5,
        Fact::Treaty(_) => 6,
        Fact::Dossier => 7,
        Fact::Source(_) => 9,
    }
}

/// Pairs new facts with old ones: first by equal fields, then by identity, then by similarity. Returns the unpaired old
/// facts.
fn pair(
    before: &[Described],
    after: &[Described],
    mut group: Group,
    counterparts: &mut [Option<usize>],
) -> Vec<usize> {
    pair_by(|description| &description.fields, before, after, &mut group, counterparts);
    pair_by(|description| &description.identity, before, after, &mut group, counterparts);
    let Group { mut old, new } = group;
    if old.len() <= MAX_TO_COMPARE && new.len() <= MAX_TO_COMPARE {
        for n in new {
            let fields = &after[n].description.fields;
            let similarity = |old: &usize| {
                let pairs = before[*old].description.fields.iter().zip(fields);
                pairs.filter(|(old, new)| old == new && !old.1.is_empty()).count()
            };
            let filled = fields.iter().filter(|(_, text)| !text.is_empty()).count();
            let best = old.iter().copied().max_by_key(similarity);
            if let Some(best) = best.filter(|best| similarity(best) * 2 > filled) {
                counterparts[n] = Some(best);
                old.retain(|old| *old != best);
            }
        }
    }
    old
}

/// Pairs the facts of a group with equal keys in order, and removes them from the group.
fn pair_by<K: Hash + Eq>(
    key: fn(&Description) -> &K,
    before: &[Described],
    after: &[Described],
    group: &mut Group,
    counterparts: &mut [Option<usize>],
) {
    let mut by_key: HashMap<&K, Vec<usize>> = HashMap::new();
    for n in group.old.iter().rev() {
        by_key.entry(key(&before[*n].description)).or_default().push(*n);
    }
    group.new.retain(|n| {
        counterparts[*n] = by_key.get_mut(key(&after[*n].description)).and_then(Vec::pop);
        counterparts[*n].is_none()
    });
    group.old = by_key.into_values().flatten().collect();
    group.old.sort_unstable();
}

/// Returns the changed fields of two versions of a fact.
fn edits(old: &Description, new: &Description) -> Vec<FieldChange> {
    let pairs = old.fields.iter().zip(&new.fields).filter(|(old, new)| old != new);
    pairs.map(|((field, old), (_, new))| FieldChange { field, old: old.clone(), new: new.clone() }).collect()
}

/// Describes a changed fact: "Estonia, defence spending 2025: 3.38 % → 3.50 %".
fn changed(fact: &Description, edits: &[FieldChange]) -> String {
    let [FieldChange { field, old, new }, others @ ..] = edits else { return fact.title() };
    let more = if others.is_empty() { String::new() } else { format!(", and {} more", others.len()) };
    let what = match *field {
        // These values identify their field.
        "position" | "percent" | "level" => format!("{old} → {new}"),
        // The old and the new text do not fit on one line.
        "what" | "words" | "aim" | "context" | "note" | "title" if !new.is_empty() => {
            format!("{field} now “{}”", differing_parts(old, new)[1])
        }
        _ if old.is_empty() => format!("{field} added: {}", truncated(new)),
        _ if new.is_empty() => format!("{field} removed"),
        _ => format!("{field} {}", differing_parts(old, new).join(" → ")),
    };
    format!("{}: {what}{more}", fact.title())
}

/// The most characters before a difference of two long texts.
const BEFORE: usize = 24;
/// The most characters after a difference of two long texts.
const AFTER: usize = 16;

/// Returns two texts on one line. Of a long one, returns the part that differs, with some words around it and `…` in
/// place of the rest.
fn differing_parts(old: &str, new: &str) -> [String; 2] {
    let texts = [old, new].map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    if texts.iter().all(|text| truncated(text) == *text) {
        return texts;
    }
    let [old, new] = texts.each_ref().map(|text| text.chars().collect::<Vec<char>>());
    let same = |(old, new): &(&char, &char)| old == new;
    let start = old.iter().zip(&new).take_while(same).count();
    let end = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(same).count();
    let common_start: String = new[..start].iter().collect();
    let common_end: String = new[new.len() - end..].iter().collect();
    let (before, after) = (last_words(&common_start), first_words(&common_end));
    [old, new].map(|text| {
        let part: String = text[start..text.len() - end].iter().collect();
        truncated(&format!("{before}{part}{after}"))
    })
}

/// Returns the last words of a text in at most [`BEFORE`] characters, after `…` if there are more.
fn last_words(text: &str) -> String {
    let Some((start, _)) = text.char_indices().rev().nth(BEFORE) else { return text.to_owned() };
    let tail = &text[start..];
    let blank = tail.find(' ').or_else(|| tail.find(|c: char| !c.is_alphanumeric()));
    format!("…{}", &tail[blank.unwrap_or(0)..])
}

/// Returns the first words of a text in at most [`AFTER`] characters, before `…` if there are more.
fn first_words(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(AFTER) else { return text.to_owned() };
    let head = &text[..end];
    let blank = head.rfind(' ').or_else(|| head.rfind(|c: char| !c.is_alphanumeric()));
    format!("{}…", &head[..blank.unwrap_or(end)])
}

fn added(old: &Dossier, new: &Dossier, fact: Fact, description: &Description) -> String {
    // A new last step is described by the change of position.
    if let Fact::Stance(state, treaty, n) = fact {
        let steps = new[state].history(treaty);
        let is_last = n + 1 == steps.len();
        let before = old.state_by_code(&new[state].code).and_then(|state| {
            let treaty = old.treaty_ids().find(|id| old[*id].id == new[treaty].id)?;
            old[state].history(treaty).last()
        });
        if let (true, Some(before), Some(now)) = (is_last, before, steps.last())
            && before.position != now.position
        {
            return format!("{}: {} → {}", description.subject, before.position.name(), now.position.name());
        }
    }
    let first = description.fields.first().map(|(_, text)| truncated(text)).unwrap_or_default();
    match fact {
        Fact::Quote(_) => format!("{}: new quotation “{first}”", description.subject),
        Fact::Spending(..) | Fact::Figure(..) => format!("{}: {first} added", description.subject),
        _ => format!("{} added", description.title()),
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
    fn facts_are_compared_by_content_and_not_by_position() {
        let old = read(BUILT_IN.as_bytes()).dossier.unwrap();
        let changed = |change: &dyn Fn(&mut Dossier)| {
            // Every fact is one line further down.
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
        // A renamed source changes itself and the eleven quotations that cite it.
        let renamed = |new: &mut Dossier| new.sources[0].id = Text::line("other");
        assert!(changed(&renamed).len() > 11);
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
what = "Estonia notifies the depositary"
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

    /// Returns the lines for the changes from `old` to `new`.
    fn words(old: &str, new: &str) -> Vec<String> {
        diff(&dossier(old), &dossier(new)).into_iter().map(|change| change.summary).collect()
    }

    /// Returns the lines for an edit of the small dossier.
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
    #[case::figure("percent = 3.38", "percent = 3.5", "Estonia, defence spending 2025: 3.38 % → 3.50 %")]
    #[case::target("up_to = 6", "up_to = 7", "Estonia, targets: goal of 5 to 7 %: 5 to 6 % → 5 to 7 %")]
    #[case::title("\"Small\"", "\"Large\"", "The dossier: title now “Large”")]
    #[case::border("km = 324", "km = 338", "Estonia: borders RU about 324 km → RU about 338 km")]
    #[case::source("\"A story\"", "\"A tale\"", "Sources: paper: title now “A tale”")]
    #[case::quote(
        "no plans",
        "no plan",
        "Hanno Pevkur: the quotation of 18 Mar 2025: words now “We have no plan.”"
    )]
    // A corrected name is one change, not a new state and a removed one.
    #[case::name_of_a_state("\"Estonia\"", "\"Eesti\"", "Eesti: name Estonia → Eesti")]
    #[case::name_of_a_treaty(
        "\"Ottawa Convention\"",
        "\"Mine Ban Treaty\"",
        "Mine Ban Treaty: name Ottawa Convention → Mine Ban Treaty"
    )]
    fn one_edit_is_one_line(#[case] from: &str, #[case] to: &str, #[case] expected: &str) {
        assert_eq!(edit(from, to), [expected]);
    }

    #[rstest]
    #[case::middle(
        "We have no plans to leave the Convention, and nothing has changed that.",
        "We have no plans to leave any Convention, and nothing has changed that.",
        ["… have no plans to leave the Convention,…", "… have no plans to leave any Convention,…"]
    )]
    #[case::first_word(
        "Taking lessons from the war, we prepare for every case.",
        "Learning lessons from the war, we prepare for every case.",
        ["Taking lessons…", "Learning lessons…"]
    )]
    #[case::end(
        "We have no plans to leave the Convention, and never had.",
        "We have no plans to leave the Convention, and never had any.",
        ["… and never had.", "… and never had any."]
    )]
    #[case::removed_words(
        "We have no plans at all to leave the Convention, and never had any.",
        "We have no plans to leave the Convention, and never had any.",
        ["We have no plans at all to leave the…", "We have no plans to leave the…"]
    )]
    #[case::address(
        "https://www.globalsecurity.org/military/library/news/2025/03/mil-250318-voa01.htm",
        "https://www.globalsecurity.org/military/library/news/2025/03/mil-250319-voa02.htm",
        ["…/news/2025/03/mil-250318-voa01.htm", "…/news/2025/03/mil-250319-voa02.htm"]
    )]
    #[case::list(
        "nato-2024, nato-2025, nato-2026, err-2025-03-18, bns-2025-03-18",
        "nato-2024, nato-2025, nato-2026, bns-2025-03-18",
        ["… nato-2025, nato-2026, err-2025-03-18, bns-2025…", "… nato-2025, nato-2026, bns-2025-03-18"]
    )]
    #[case::short("A tale", "A story", ["A tale", "A story"])]
    fn differing_parts_of_long_texts_are_shown(
        #[case] old: &str,
        #[case] new: &str,
        #[case] parts: [&str; 2],
    ) {
        assert_eq!(differing_parts(old, new), parts);
    }

    #[test]
    fn differing_parts_are_short_and_never_equal() {
        let long = "x".repeat(100);
        for (old, new) in [
            (format!("{long}a{long}"), format!("{long}b{long}")),
            (format!("{long} a"), format!("{long} b")),
            (long.clone(), "x".repeat(101)),
            (format!("a{long}"), format!("b {long}")),
            (format!("ä ö {long}"), format!("ä ö ü {long}")),
        ] {
            let parts = differing_parts(&old, &new);
            assert!(parts[0] != parts[1] && parts.iter().all(|part| part.chars().count() < 60), "{parts:?}");
        }
    }

    #[test]
    fn several_edits_of_one_fact_are_one_line() {
        assert_eq!(
            words(OLD, &OLD.replace("percent = 3.38", "percent = 3.5\nestimate = true\nnote = \"New.\"")),
            ["Estonia, defence spending 2025: 3.38 % → 3.50 %, and 2 more"]
        );
    }

    #[test]
    fn new_step_is_described_by_the_new_position() {
        let new = OLD.replace(
            "\n[[state.spending]]\nyear = 2024",
            &format!("{STEP}\n[[state.spending]]\nyear = 2024"),
        );
        assert_eq!(words(OLD, &new), ["Estonia, Ottawa Convention: notified withdrawal → withdrawn"]);
        assert_eq!(words(&new, OLD), ["Estonia, Ottawa Convention: the step of 27 Dec 2025 removed"]);
        // A step in the middle of a history does not change the position.
        let notified = "\n[[state.stance]]\ntreaty = \"ottawa\"\nposition = \"notified";
        let earlier = format!("{}{notified}", STEP.replace("2025-12-27", "2025-06-26"));
        assert_eq!(edit(notified, &earlier), ["Estonia, Ottawa Convention: the step of 26 Jun 2025 added"]);
    }

    #[test]
    fn added_and_removed_quotations_are_one_line() {
        let new = format!("{OLD}{QUOTE}");
        let line = "Hanno Pevkur: new quotation “We have said so, and we say it again, today and…”";
        assert_eq!(words(OLD, &new), [line]);
        assert_eq!(words(&new, OLD), ["Hanno Pevkur: the quotation of 19 Mar 2025 removed"]);
        for change in words(&new, &new.replace("said so", "told you")) {
            assert!(!change.contains('\n'), "{change:?}");
        }
    }

    #[test]
    fn added_and_removed_states_come_with_their_facts() {
        let finland = "\n[[state]]\ncode = \"FI\"\nname = \"Finland\"\nsources = [\"paper\"]\n\n[[state.spending]]\nyear = 2025\npercent = 2.77\nsources = [\"paper\"]\n";
        let new = OLD.replace("\n[[quote]]", &format!("{finland}\n[[quote]]"));
        assert_eq!(words(OLD, &new), ["Finland added", "Finland, defence spending 2025: 2.77 % added"]);
        assert_eq!(words(&new, OLD), ["Finland removed", "Finland, defence spending 2025 removed"]);
    }

    #[test]
    fn reordering_the_file_changes_nothing() {
        let spending = |year: &str, percent: &str| {
            format!("\n[[state.spending]]\nyear = {year}\npercent = {percent}\nsources = [\"paper\"]\n")
        };
        let (first, second) = (spending("2024", "3.37"), spending("2025", "3.38"));
        assert!(OLD.contains(&format!("{first}{second}")));
        assert_eq!(edit(&format!("{first}{second}"), &format!("{second}{first}")), [""; 0]);

        // Whole states, and the quotations between them.
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
    fn inserting_a_source_first_changes_nothing_else() {
        let source = "[[source]]\nid = \"letter\"\npublisher = \"The Ministry\"\ntitle = \"A letter\"\n\n";
        assert_eq!(edit("[[source]]", &format!("{source}[[source]]")), ["Sources: letter added"]);
        let treaty = "[[treaty]]\nid = \"ccm\"\nname = \"Cluster\"\nsources = [\"paper\"]\n\n";
        assert_eq!(edit("[[treaty]]", &format!("{treaty}[[treaty]]")), ["Cluster added"]);
    }

    #[test]
    fn equal_files_and_comments_change_nothing() {
        assert_eq!(words(BUILT_IN, BUILT_IN), [""; 0]);
        assert_eq!(words(OLD, &OLD.replace("\n\n", "\n\n# A comment.\n\n")), [""; 0]);
    }

    #[test]
    fn change_has_its_fact_and_known_day() {
        let new = dossier(&OLD.replace("percent = 3.38", "percent = 3.5").replace("no plans", "no plan"));
        let changes = diff(&dossier(OLD), &new);
        let facts: Vec<_> = changes.iter().map(|change| change.fact.unwrap()).collect();
        assert!(
            matches!(facts[..], [Fact::Spending(state, 1), Fact::Quote(_)] if new[state].code.as_str() == "EE")
        );
        assert_eq!(changes[0].known_from, Some(date(2025, 6, 1)), "from the date of its source");
        assert_eq!(changes[1].known_from, Some(date(2025, 3, 18)));
        let gone = diff(&new, &dossier(OLD.split("\n[[quote]]").next().unwrap()));
        assert_eq!(gone.last().unwrap().fact, None);
    }

    #[test]
    fn one_of_two_equal_facts_can_be_removed() {
        let twice = format!("{OLD}{QUOTE}{QUOTE}");
        let once = format!("{OLD}{QUOTE}");
        assert_eq!(words(&twice, &once), ["Hanno Pevkur: the quotation of 19 Mar 2025 removed"]);
        assert_eq!(words(&once, &twice).len(), 1);
    }
}
