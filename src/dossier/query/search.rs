//! Full-text search for facts by words, numbers, dates, states and names.
//!
//! Texts and queries are [folded](fold) before they are compared. Only the names of states, treaties and speakers are
//! also found with a typo, since a fuzzy search in thousands of quotations would match everything.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::ops::Range;

use memchr::memmem::Finder;

use super::fold::{fold, fold_char};
use super::search_text::Part;
use crate::dossier::model::{Date, Dossier, Fact, QuoteId, StateId};

/// The search index of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchIndex {
    /// The entries, in the order of equally good hits.
    entries: Vec<IndexEntry>,
}

/// A searchable text, and its fact.
#[derive(Debug, Clone, PartialEq, Eq)]
struct IndexEntry {
    fact: Fact,
    part: Part,
    /// The folded [`Dossier::part_text`], followed by a line feed and the folded [`Dossier::search_terms`].
    folded: Box<str>,
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

/// The quality of a match, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Quality {
    /// The words of the query are adjacent, and the first of them begins a word.
    Phrase,
    /// Every word of the query begins a word.
    Words,
    /// Some words of the query are in the middle of words.
    Inside,
    /// Some words of the query resemble those of a name.
    Fuzzy,
}

/// The visible part of a search result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The text, or the part of it around the first match.
    pub text: String,
    /// The indexes of the matching characters of `text`.
    pub marks: Vec<usize>,
}

/// The most results. With more, users type another letter.
const MAX_HITS: usize = 200;
/// Letters from which a word is searched for in the middle of words. Shorter words are in almost every text.
const MIN_INSIDE: usize = 3;
/// Letters of a word per allowed typo.
const LETTERS_PER_TYPO: usize = 4;
/// The longest word that may have typos, in bytes, since the cost grows with the product of both lengths.
const MAX_FUZZY: usize = 64;
/// The most marked matches of a word.
const MAX_MARKS: usize = 64;
/// The most characters before the first match of an excerpt that begins with the text.
const FROM_START: usize = 40;
/// Characters before the first match of any other excerpt.
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
            entries.push(IndexEntry { fact, part, folded: folded.into() });
        };
        // Each speaker has one entry, which refers to their first quotation.
        let mut speakers: Vec<(&str, QuoteId)> =
            dossier.quote_ids().map(|id| (&*dossier[id].speaker, id)).collect();
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

    /// Returns the matches of a query, best first: facts before remarks and sources, then exact words before parts of
    /// words, and these before typos. Equally good matches are ordered by kind, the latest first. An empty query
    /// matches nothing.
    pub fn search(&self, query: &str) -> Vec<Hit> {
        let folded = fold_query(query);
        let query = Query::new(&folded);
        if query.words.is_empty() {
            return Vec::new();
        }
        let matching = |(n, entry): (usize, &IndexEntry)| Some((entry.is_remark(), query.quality(entry)?, n));
        let mut found: Vec<(bool, Quality, usize)> =
            self.entries.iter().enumerate().filter_map(matching).collect();
        found.sort_unstable();
        // The note of a fact adds nothing to the fact itself.
        let mut seen: HashSet<(Fact, bool)> = HashSet::new();
        let hits = found.into_iter().filter_map(|(_, _, n)| {
            let IndexEntry { fact, part, .. } = self.entries[n];
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

    /// Returns the excerpt of a result. `dossier` has to be the indexed one. The excerpt is empty if the result is from
    /// another index. Excerpts are created only for visible results, since one letter may match hundreds of long texts.
    pub fn excerpt(&self, dossier: &Dossier, hit: &Hit, query: &str) -> Excerpt {
        let folded = fold_query(query);
        let entry = self.entries.get(hit.entry).filter(|entry| entry.fact == hit.fact);
        let excerpt = entry.and_then(|entry| {
            let text = dossier.part_text(entry.fact, entry.part)?;
            Some(excerpt(&text, entry.text(), &Query::new(&folded)))
        });
        excerpt.unwrap_or(Excerpt { text: String::new(), marks: Vec::new() })
    }
}

impl IndexEntry {
    /// Returns the folded text, without the other search terms.
    fn text(&self) -> &str {
        self.folded.split('\n').next().unwrap_or_default()
    }

    /// Returns whether it is a text about facts rather than a fact.
    fn is_remark(&self) -> bool {
        matches!(self.part, Part::Context | Part::Note) || matches!(self.fact, Fact::Source(_))
    }

    /// Returns whether it is a name, which may be found with a typo.
    fn is_name(&self) -> bool {
        match self.part {
            Part::Statement => matches!(self.fact, Fact::State(_) | Fact::Treaty(_)),
            part => part == Part::Speaker,
        }
    }
}

/// Folds a query. Quotation marks around it are dropped, and a percent sign is a word of its own, as in `4.91 %`.
fn fold_query(query: &str) -> String {
    let folded = fold(query).replace('%', " %");
    folded.trim().trim_matches('"').split_whitespace().collect::<Vec<_>>().join(" ")
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

    /// Returns the quality of an entry's match. `None` if it does not match.
    fn quality(&self, entry: &IndexEntry) -> Option<Quality> {
        let text = entry.folded.as_bytes();
        if begins_word(&self.phrase, text) {
            return Some(Quality::Phrase);
        }
        let mut quality = if self.words.len() > 1 { Quality::Words } else { Quality::Inside };
        for word in &self.words {
            let word_quality = match word {
                word if begins_word(word, text) => Quality::Words,
                word if is_inside(word, text) => Quality::Inside,
                word if entry.is_name() && words(entry.text()).any(|name| is_typo(word, name)) => {
                    Quality::Fuzzy
                }
                _ => return None,
            };
            quality = quality.max(word_quality);
        }
        Some(quality)
    }
}

/// Returns whether a word of the text begins with the needle.
fn begins_word(needle: &Finder<'_>, text: &[u8]) -> bool {
    needle.find_iter(text).any(|at| is_word_start(text, at))
}

/// Returns whether the needle is in the text, possibly in the middle of a word.
fn is_inside(needle: &Finder<'_>, text: &[u8]) -> bool {
    needle.needle().len() >= MIN_INSIDE && needle.find(text).is_some()
}

/// Returns whether a word may begin at this byte: it or the one before is no letter or digit. All characters beyond
/// ASCII count as letters.
fn is_word_start(text: &[u8], at: usize) -> bool {
    let is_symbol = |byte: &u8| byte.is_ascii() && !byte.is_ascii_alphanumeric();
    at == 0 || text[at - 1..].iter().take(2).any(is_symbol)
}

/// Splits a folded text into words.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Returns whether a typed word is a plausible typo of a name. The first letters have to be equal. One letter in four
/// may be wrong, missing, additional or swapped, or the word is the beginning of the name without one of its letters.
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
    typed.chars().all(|c| rest.any(|letter| letter == c))
}

/// Returns the rank of facts that match equally well.
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

    /// Returns the state with this code or name. Case, accents and surrounding blanks are ignored.
    pub fn state_named(&self, name: &str) -> Option<StateId> {
        let name = fold(name.trim());
        let is_named = |id: &StateId| [&self[*id].code, &self[*id].name].iter().any(|own| fold(own) == name);
        self.state_ids().find(is_named)
    }
}

/// Returns the part of a text around the first match, with marks for all matches in it. `folded` is the folded text.
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
    let match_at = chars.iter().position(|(_, range)| range.end > first).unwrap_or(0);
    let mut excerpt = String::new();
    let mut start = 0;
    if match_at > FROM_START {
        start = match_at - BEFORE;
        // Begin with a whole word.
        start += chars[start..match_at].iter().position(|(c, _)| *c == ' ').map_or(0, |blank| blank + 1);
        excerpt += "… ";
    }
    let offset = excerpt.chars().count();
    excerpt.extend(chars[start..].iter().map(|(c, _)| c));
    let is_marked =
        |char: &Range<usize>| matches.iter().any(|range| char.start < range.end && range.start < char.end);
    let marked = chars[start..].iter().enumerate().filter(|(_, (_, range))| is_marked(range));
    Excerpt { text: excerpt, marks: marked.map(|(n, _)| n + offset).collect() }
}

/// Returns the byte ranges of the first matches in a folded text: those of the whole query, or else of its words.
fn matches(folded: &str, query: &Query<'_>) -> Vec<Range<usize>> {
    let text = folded.as_bytes();
    let at_words = |needle: &Finder<'_>| -> Vec<Range<usize>> {
        let starts = needle.find_iter(text).filter(|at| is_word_start(text, *at));
        starts.take(MAX_MARKS).map(|at| at..at + needle.needle().len()).collect()
    };
    let phrase_matches = at_words(&query.phrase);
    if !phrase_matches.is_empty() {
        return phrase_matches;
    }
    let word_matches = |word: &Finder<'_>| {
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
    query.words.iter().flat_map(word_matches).collect()
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
        // The screen has a blank before the sign.
        assert!(!search("3.38%").is_empty());
        assert_eq!(search("3.38%"), search("3.38 %"));
        for query in ["\"de facto minefields\"", "“de facto minefields”", "\"de facto mine"] {
            assert_eq!(first(query), first("de facto minefields"), "{query}");
            assert!(!first(query).is_empty());
        }
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
            // Speakers have no date.
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
