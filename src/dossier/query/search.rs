//! Search: every fact by its words, numbers, dates, states and names; names of states, treaties and speakers also with a
//! typo.
//!
//! Texts and queries are compared as [`fold`] makes them. A fuzzy search in thousands of quotations would match
//! everything, so that only names are searched in that way.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::ops::Range;

use memchr::memmem::Finder;

use super::fold::{fold, fold_char};
use super::wording::{percent, percent_range, target_years};
use crate::dossier::model::{About, Certainty, Date, Dossier, Fact, QuoteId, StateId, Text};

/// Everything in a dossier that can be found, indexed once per dossier.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchIndex {
    /// The entries of equally good hits, best first.
    entries: Vec<Entry>,
}

/// A text that can be found, and the fact to which it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    fact: Fact,
    part: Part,
    /// The folded [`Dossier::part_text`], and after a line feed everything else by which the fact is found.
    folded: Box<str>,
}

/// The part of a fact that an entry has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// What the fact says.
    Statement,
    /// The speaker of a quotation, once for all their quotations.
    Speaker,
    /// The context of a quotation.
    Context,
    /// The note of a fact.
    Note,
}

/// A search result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The kind of result: "state", "quote" and so on.
    pub kind: &'static str,
    /// The fact to jump to.
    pub fact: Fact,
    /// The index of the entry.
    entry: usize,
}

/// How well an entry matches, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Quality {
    /// The words of the query follow each other, and the first of them begins a word.
    Phrase,
    /// Every word of the query begins a word.
    Words,
    /// Some words of the query are in the middle of words.
    Inside,
    /// Some words of the query resemble those of a name.
    Fuzzy,
}

/// The part of a result that is displayed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The text, or the part of it around the first match.
    pub text: String,
    /// The numbers of the characters of `text` that match.
    pub marks: Vec<usize>,
}

/// Results that are returned. With more, users type another letter.
const MAX_HITS: usize = 200;
/// Letters of a word that is searched for in the middle of words. Shorter ones are in almost every text.
const MIN_INSIDE: usize = 3;
/// Letters of a word for each typo that it may have.
const LETTERS_PER_TYPO: usize = 4;
/// Bytes of a word beyond which typos are not looked for: their cost grows with the product of both lengths.
const MAX_FUZZY: usize = 64;
/// Matches of a word that are marked.
const MAX_MARKS: usize = 64;
/// Characters before a match up to which an excerpt begins with the text.
const FROM_START: usize = 40;
/// Characters of an excerpt before the first match, if it does not begin with the text.
const BEFORE: usize = 24;
/// Characters of an excerpt from the first match on.
const AFTER: usize = 120;

impl SearchIndex {
    /// Indexes a dossier.
    pub fn new(dossier: &Dossier) -> SearchIndex {
        let mut entries = Vec::new();
        let mut push = |fact: Fact, part: Part| {
            let Some(text) = dossier.part_text(fact, part) else { return };
            let mut folded = fold(&text);
            if matches!(part, Part::Statement | Part::Speaker) {
                folded.push('\n');
                folded += &fold(&dossier.search_terms(fact, part));
            }
            entries.push(Entry { fact, part, folded: folded.into() });
        };
        // Each speaker once, by their first quotation.
        let mut speakers: Vec<(&str, QuoteId)> =
            (0..).map(QuoteId::at).zip(&dossier.quotes).map(|(id, quote)| (&*quote.speaker, id)).collect();
        speakers.sort_unstable();
        speakers.dedup_by_key(|(speaker, _)| *speaker);
        for fact in dossier.facts().filter(|fact| *fact != Fact::Dossier) {
            push(fact, Part::Statement);
            push(fact, Part::Context);
            push(fact, Part::Note);
        }
        for (_, id) in speakers {
            push(Fact::Quote(id), Part::Speaker);
        }
        // Facts come before texts about them. Of one kind, the latest comes first.
        entries.sort_by_cached_key(|entry| {
            let date = dossier.date(entry.fact).filter(|_| entry.part != Part::Speaker);
            let day = date.map(Date::last_day);
            (rank(entry.fact, entry.part), Reverse((day, dossier.known_from(entry.fact))))
        });
        SearchIndex { entries }
    }

    /// Returns what matches a query, best first: facts before remarks and sources; exact words before parts of words and
    /// those before typos; among equally good ones by kind, and the latest first. An empty query matches nothing.
    pub fn search(&self, query: &str) -> Vec<Hit> {
        let folded = fold(query.trim());
        let query = Query::new(&folded);
        if query.words.is_empty() {
            return Vec::new();
        }
        let matching = |(n, entry): (usize, &Entry)| Some((entry.is_remark(), query.quality(entry)?, n));
        let mut found: Vec<(bool, Quality, usize)> =
            self.entries.iter().enumerate().filter_map(matching).collect();
        found.sort_unstable();
        // The note of a fact adds nothing to the fact itself.
        let mut seen: HashSet<(Fact, bool)> = HashSet::new();
        let hits = found.into_iter().filter_map(|(_, _, n)| {
            let Entry { fact, part, .. } = self.entries[n];
            let kind = match part {
                Part::Statement if matches!(fact, Fact::Stance(..)) => "step",
                Part::Statement if matches!(fact, Fact::Spending(..)) => "figure",
                Part::Statement => fact.kind(),
                Part::Speaker => "speaker",
                Part::Context => "context",
                Part::Note => "note",
            };
            seen.insert((fact, part == Part::Speaker)).then_some(Hit { kind, fact, entry: n })
        });
        hits.take(MAX_HITS).collect()
    }

    /// Returns what to display of a result. `dossier` is the indexed one. Called only for results on the screen, because
    /// one letter may match hundreds of long texts. Empty if the result is from another index.
    pub fn excerpt(&self, dossier: &Dossier, hit: &Hit, query: &str) -> Excerpt {
        let folded = fold(query.trim());
        let entry = self.entries.get(hit.entry).filter(|entry| entry.fact == hit.fact);
        let excerpt = entry.and_then(|entry| {
            let text = dossier.part_text(entry.fact, entry.part)?;
            Some(excerpt(&text, entry.text(), &Query::new(&folded)))
        });
        excerpt.unwrap_or(Excerpt { text: String::new(), marks: Vec::new() })
    }
}

impl Entry {
    /// The folded text that is displayed.
    fn text(&self) -> &str {
        self.folded.split('\n').next().unwrap_or_default()
    }

    /// Whether it is a text about facts rather than a fact.
    fn is_remark(&self) -> bool {
        matches!(self.part, Part::Context | Part::Note) || matches!(self.fact, Fact::Source(_))
    }

    /// Whether it has a name, which may be found with a typo.
    fn is_name(&self) -> bool {
        match self.part {
            Part::Statement => matches!(self.fact, Fact::State(_) | Fact::Treaty(_)),
            part => part == Part::Speaker,
        }
    }
}

/// A folded query.
struct Query<'q> {
    phrase: Finder<'q>,
    words: Vec<Finder<'q>>,
}

impl<'q> Query<'q> {
    fn new(folded: &'q str) -> Query<'q> {
        let words = folded.split_whitespace().map(Finder::new).collect();
        Query { phrase: Finder::new(folded), words }
    }

    /// Returns how well an entry matches; `None` if it does not.
    fn quality(&self, entry: &Entry) -> Option<Quality> {
        let text = entry.folded.as_bytes();
        if begins_word(&self.phrase, text) {
            return Some(Quality::Phrase);
        }
        let mut quality = if self.words.len() > 1 { Quality::Words } else { Quality::Inside };
        for word in &self.words {
            let of_word = match word {
                word if begins_word(word, text) => Quality::Words,
                word if is_inside(word, text) => Quality::Inside,
                word if entry.is_name() && words(entry.text()).any(|name| is_typo(word, name)) => {
                    Quality::Fuzzy
                }
                _ => return None,
            };
            quality = quality.max(of_word);
        }
        Some(quality)
    }
}

/// Whether a word of the text begins with the needle.
fn begins_word(needle: &Finder<'_>, text: &[u8]) -> bool {
    needle.find_iter(text).any(|at| is_word_start(text, at))
}

/// Whether the needle is in the text, even if in the middle of a word.
fn is_inside(needle: &Finder<'_>, text: &[u8]) -> bool {
    needle.needle().len() >= MIN_INSIDE && needle.find(text).is_some()
}

/// Whether no letter or digit is before this byte. Every character beyond ASCII counts as a letter.
fn is_word_start(text: &[u8], at: usize) -> bool {
    at.checked_sub(1).is_none_or(|before| !text[before].is_ascii_alphanumeric() && text[before].is_ascii())
}

/// The words of a folded text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Returns whether a typed word is what a person would call a typo of a name: with the same first letter, one wrong,
/// missing, additional or exchanged letter in four, or the beginning of the name without one of its letters.
fn is_typo(typed: &Finder<'_>, name: &str) -> bool {
    let Ok(typed) = std::str::from_utf8(typed.needle()) else { return false };
    let letters = typed.chars().count();
    let limit = letters / LETTERS_PER_TYPO;
    if limit == 0 || typed.len().max(name.len()) > MAX_FUZZY || typed.chars().next() != name.chars().next() {
        return false;
    }
    if name.chars().count().abs_diff(letters) <= limit {
        return strsim::osa_distance(typed, name) <= limit;
    }
    let mut rest = name.chars().take(letters + 1);
    typed.chars().all(|c| rest.any(|of_name| of_name == c))
}

/// The order of facts that match equally well.
fn rank(fact: Fact, part: Part) -> u8 {
    match (part, fact) {
        (Part::Statement, Fact::State(_)) => 0,
        (Part::Statement, Fact::Treaty(_)) => 1,
        (Part::Speaker, _) => 2,
        (Part::Statement, Fact::Stance(..)) => 3,
        (Part::Statement, Fact::Event(_)) => 4,
        (Part::Statement, Fact::Target(..)) => 5,
        (Part::Statement, Fact::Aim(..)) => 6,
        (Part::Statement, Fact::Benchmark(_) | Fact::Edition(_)) => 7,
        (Part::Statement, Fact::Spending(..) | Fact::Series(..) | Fact::Figure(..)) => 8,
        (Part::Statement, Fact::Quote(_)) => 9,
        (Part::Context, _) => 10,
        (Part::Note, _) => 11,
        (Part::Statement, Fact::Source(_) | Fact::Dossier) => 12,
    }
}

impl Dossier {
    /// Returns the states whose code or name contains each word of a query, in the order of the file.
    pub fn matching_states(&self, query: &str) -> Vec<StateId> {
        let query = fold(query);
        let matches = |id: &StateId| {
            let name = fold(&format!("{} {}", self[*id].code, self[*id].name));
            query.split_whitespace().all(|word| name.contains(word))
        };
        self.state_ids().filter(matches).collect()
    }

    /// Returns the state with this code or name, as people type it.
    pub fn state_named(&self, name: &str) -> Option<StateId> {
        let name = fold(name.trim());
        let is_named = |id: &StateId| [&self[*id].code, &self[*id].name].iter().any(|own| fold(own) == name);
        self.state_ids().find(is_named)
    }

    /// Returns the text of a part of a fact, without its state and its date, which are displayed beside it. `None` if the
    /// fact has no such part.
    fn part_text(&self, fact: Fact, part: Part) -> Option<String> {
        let optional = |text: &Option<Text>| text.as_ref().map(Text::to_string);
        match (part, fact) {
            (Part::Statement, _) => self.short_statement(fact),
            (Part::Speaker, Fact::Quote(id)) => {
                let quote = self.quotes.get(id.index())?;
                Some(join([Some(quote.speaker.to_string()), optional(&quote.office)], ", "))
            }
            (Part::Context, Fact::Quote(id)) => optional(&self.quotes.get(id.index())?.context),
            // The dashboard shows no note of a state.
            (Part::Note, Fact::State(_)) | (Part::Speaker | Part::Context, _) => None,
            (Part::Note, Fact::Source(id)) => optional(&self.sources.get(id.index())?.note),
            (Part::Note, _) => optional(&self.evidence(fact)?.note),
        }
    }

    fn short_statement(&self, fact: Fact) -> Option<String> {
        let after = |mark: &str, text: &Option<Text>| text.as_ref().map(|text| format!("{mark}{text}"));
        Some(match fact {
            Fact::State(id) => {
                let state = self.states.get(id.index())?;
                let name = format!("{} {}", state.code, state.name);
                join([Some(name), after("capital ", &state.capital)], ", ")
            }
            Fact::Treaty(id) => {
                let treaty = self.treaties.get(id.index())?;
                let others = treaty.formal.iter().chain(&treaty.also).filter(|name| **name != treaty.name);
                join(std::iter::once(&treaty.name).chain(others).map(|name| Some(name.to_string())), "; ")
            }
            Fact::Stance(id, treaty, n) => {
                let step = self.states.get(id.index())?.history(treaty).get(n)?;
                let votes = step.votes.map(|votes| format!(" ({votes})")).unwrap_or_default();
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
                let level = format!("{} {percent} % of GDP", target.kind.name());
                let level = join([Some(level), target_years(target.from, target.by)], " ");
                join([Some(level), after("", &target.who)], ", ")
            }
            Fact::Aim(id, n) => {
                let aim = self.states.get(id.index())?.aims.get(n)?;
                join([Some(aim.text.to_string()), after("", &aim.by)], ", ")
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
                let office = after(", ", &quote.office).unwrap_or_default();
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

    /// Returns the words besides its text by which a part of a fact is found: its states, its date in several notations,
    /// its certainty, the names of a treaty, the neighbours of a state.
    fn search_terms(&self, fact: Fact, part: Part) -> String {
        let mut terms: Vec<String> = Vec::new();
        for id in self.states_of(&fact).iter().filter(|_| !matches!(fact, Fact::State(_))) {
            terms.push(format!("{} {}", self[*id].code, self[*id].name));
        }
        if part == Part::Speaker {
            // The rest belongs to one quotation of theirs.
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
            terms.extend(month_name(date).map(|month| format!("{month} {}", date.year())));
        }
        let certainty = self.evidence(fact).map(|evidence| evidence.certainty).unwrap_or_default();
        if certainty != Certainty::Confirmed {
            terms.push(certainty.name().into());
        }
        terms.join(" ")
    }
}

fn join(parts: impl IntoIterator<Item = Option<String>>, separator: &str) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(separator)
}

/// The part of a text around the first match, with all matches in it marked. `folded` is the folded text.
fn excerpt(text: &str, folded: &str, query: &Query<'_>) -> Excerpt {
    let matches = matches(folded, query);
    let first = matches.iter().map(|range| range.start).min().unwrap_or(0);
    // The characters up to the end of the part, each with its range in the folded text.
    let mut chars: Vec<(char, Range<usize>)> = Vec::new();
    let (mut buffer, mut end, mut left) = (String::new(), 0, AFTER);
    for c in text.chars() {
        buffer.clear();
        fold_char(c, &mut buffer);
        let begin = end;
        end += buffer.len();
        if end > first {
            if left == 0 {
                break;
            }
            left -= 1;
        }
        chars.push((if c.is_whitespace() { ' ' } else { c }, begin..end));
    }
    let of_match = chars.iter().position(|(_, range)| range.end > first).unwrap_or(0);
    let mut excerpt = String::new();
    let mut start = 0;
    if of_match > FROM_START {
        start = of_match - BEFORE;
        // Start with a whole word.
        start += chars[start..of_match].iter().position(|(c, _)| *c == ' ').map_or(0, |blank| blank + 1);
        excerpt += "… ";
    }
    let offset = excerpt.chars().count();
    excerpt.extend(chars[start..].iter().map(|(c, _)| c));
    let is_marked =
        |of: &Range<usize>| matches.iter().any(|range| of.start < range.end && range.start < of.end);
    let marked = chars[start..].iter().enumerate().filter(|(_, (_, range))| is_marked(range));
    Excerpt { text: excerpt, marks: marked.map(|(n, _)| n + offset).collect() }
}

/// The first matches in a folded text, as ranges of bytes: of the query as typed, or else of its words.
fn matches(folded: &str, query: &Query<'_>) -> Vec<Range<usize>> {
    let text = folded.as_bytes();
    let at_words = |needle: &Finder<'_>| -> Vec<Range<usize>> {
        let starts = needle.find_iter(text).filter(|at| is_word_start(text, *at));
        starts.take(MAX_MARKS).map(|at| at..at + needle.needle().len()).collect()
    };
    let of_phrase = at_words(&query.phrase);
    if !of_phrase.is_empty() {
        return of_phrase;
    }
    let of_word = |word: &Finder<'_>| {
        let found = at_words(word);
        if !found.is_empty() {
            return found;
        }
        if is_inside(word, text) {
            let starts = word.find_iter(text).take(MAX_MARKS);
            return starts.map(|at| at..at + word.needle().len()).collect();
        }
        let typo = words(folded).find(|name| is_typo(word, name));
        typo.map(|name| at_words(&Finder::new(name))).unwrap_or_default()
    };
    query.words.iter().flat_map(of_word).collect()
}

/// Returns the full name of the month of a date; `None` if only the year is known.
fn month_name(date: Date) -> Option<&'static str> {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    match date.month() {
        Date::Month { month, .. } => NAMES.get(usize::try_from(month).ok()?.checked_sub(1)?).copied(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::{BUILT_IN, read};

    fn dossier() -> Dossier {
        read(BUILT_IN.as_bytes()).dossier.unwrap()
    }

    fn search(query: &str) -> Vec<String> {
        let dossier = dossier();
        let index = SearchIndex::new(&dossier);
        let line = |hit: &Hit| format!("{}: {}", hit.kind, index.excerpt(&dossier, hit, query).text);
        index.search(query).iter().map(line).collect()
    }

    fn first(query: &str) -> String {
        search(query).into_iter().next().unwrap_or_default()
    }

    #[test]
    fn every_kind_of_fact_is_found() {
        for (query, expected) in [
            ("tallinn", "state: EE Estonia, capital Tallinn"),
            ("pevkur", "speaker: Hanno Pevkur"),
            ("cluster", "treaty: Convention on Cluster Munitions"),
            ("withdrawn", "step: withdrawn, "),
            ("lithuania cluster withdrawn", "step: withdrawn, Convention on Cluster Munitions"),
            ("intelligence officials", "event: "),
            ("81 for", "step: "),
            ("dziennik ustaw", "source: Dziennik Ustaw"),
        ] {
            assert!(first(query).starts_with(expected), "{query}: {:?}", search(query).first());
        }
        let kinds = |query: &str| {
            search(query).iter().map(|hit| hit.split(':').next().unwrap().to_owned()).collect::<HashSet<_>>()
        };
        assert!(kinds("3.38").contains("figure"), "{:?}", search("3.38"));
        assert!(kinds("5 %").contains("target"));
        assert!(kinds("president").contains("speaker") && kinds("president").contains("quote"));
        assert!(kinds("double").contains("aim"));
    }

    #[test]
    fn dates_are_found_in_several_notations() {
        let expected = search("2025-06-04");
        assert!(expected.iter().any(|hit| hit.contains("Riigikogu")), "{expected:?}");
        for query in ["4 jun 2025", "4 Jun"] {
            assert_eq!(search(query)[0], expected[0], "{query}");
        }
        for query in ["2025-06", "jun 2025", "June 2025"] {
            let hits = search(query);
            assert!(hits.contains(&expected[0]), "{query}: {hits:?}");
            // A speaker has no date of their own.
            assert!(
                hits.iter().all(|hit| !hit.starts_with("figure") && !hit.starts_with("speaker")),
                "{query}: {hits:?}"
            );
        }
    }

    #[test]
    fn case_accents_and_width_are_ignored() {
        for (query, expected) in [
            ("sakaliene", "Šakalienė"),
            ("SPRUDS", "Sprūds"),
            ("ｅｓｔｏｎｉａ", "EE Estonia"),
            ("Sprūds", "Sprūds"),
        ] {
            assert!(first(query).contains(expected), "{query}: {}", first(query));
        }
        let text =
            BUILT_IN.replace("name = \"Poland\"", "name = \"Łotwa\"").replace("\"Finland\"", "\"İstraße\"");
        let dossier = read(text.as_bytes()).dossier.unwrap();
        for (query, code) in [("lotwa", "PL"), ("łotwa", "PL"), ("istrasse", "FI"), ("İSTRASSE", "FI")] {
            let index = SearchIndex::new(&dossier);
            let Fact::State(id) = index.search(query)[0].fact else { panic!("{query}") };
            assert_eq!(dossier[id].code.as_str(), code, "{query}");
            assert_eq!(dossier.state_named(query), Some(id));
            assert_eq!(dossier.matching_states(&query[..3]), [id], "{query}");
        }
    }

    #[test]
    fn names_are_found_with_a_typo() {
        for (query, expected) in [
            ("litua", "state: LT Lithuania"),
            ("lituania", "state: LT Lithuania"),
            ("esotnia", "state: EE Estonia"),
            ("pevkru", "speaker: Hanno Pevkur"),
            ("konvention", ""),
            ("xyzzy", ""),
            // Scattered letters, and too many typos.
            ("ltn", ""),
            ("lipunia", ""),
        ] {
            assert!(first(query).starts_with(expected), "{query}: {}", first(query));
            assert!(!expected.is_empty() || search(query).is_empty(), "{query}: {:?}", search(query));
        }
        assert!(search("stckple").is_empty(), "texts are found by their words only");
    }

    #[test]
    fn facts_come_before_texts_about_them_and_exact_words_before_typos() {
        let hits = search("estonia");
        assert!(hits[0].starts_with("state: EE"), "{hits:?}");
        let place = |kind: &str| hits.iter().position(|hit| hit.starts_with(kind));
        assert!(place("step").unwrap() < place("quote").unwrap(), "{hits:?}");
        // A quotation has the word, a name only resembles it.
        let text = BUILT_IN.replace("broad support in society", "polant support in society");
        let dossier = read(text.as_bytes()).dossier.unwrap();
        let index = SearchIndex::new(&dossier);
        let kinds: Vec<&str> = index.search("polant").iter().map(|hit| hit.kind).collect();
        assert_eq!(kinds[..2], ["quote", "state"], "{kinds:?}");
        assert_eq!(search("  "), Vec::<String>::new());
    }

    #[test]
    fn matches_are_marked() {
        let dossier = dossier();
        let index = SearchIndex::new(&dossier);
        for (query, kind, marked) in [
            ("de facto minefields", "quote", "de facto minefields"),
            ("STOCKPILE previously", "quote", "stockpilepreviously"),
            ("lithua", "state", "Lithua"),
            ("litua", "state", "Lithuania"),
            ("sakaliene", "speaker", "Šakalienė"),
        ] {
            let all = index.search(query);
            let hit = all.iter().find(|hit| hit.kind == kind).unwrap();
            let excerpt = index.excerpt(&dossier, hit, query);
            let marks: String = excerpt.marks.iter().map(|n| excerpt.text.chars().nth(*n).unwrap()).collect();
            assert_eq!(marks, marked, "{}", excerpt.text);
        }
    }
}
