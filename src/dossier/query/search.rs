//! Search: states, speakers, treaties and sources by their approximate names; quotations, steps, aims, events and notes by
//! the words in them.
//!
//! Names are short and few, so they are matched fuzzily. A fuzzy search in thousands of quotations would match everything;
//! there, each word of the query must be in the text.

use memchr::memmem::Finder;
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::dossier::model::{Dossier, Fact, QuoteId, StateId};

/// Everything in a dossier that can be found, indexed once per dossier.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchIndex {
    names: Vec<Entry>,
    texts: Vec<Entry>,
}

/// A name or a text, and the fact that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    kind: &'static str,
    text: Box<str>,
    /// A text in lower case; empty for names.
    lowercase: Box<str>,
    fact: Fact,
}

/// A search result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The kind of result: "state", "quote" and so on.
    pub kind: &'static str,
    /// The fact to jump to.
    pub fact: Fact,
    entry: EntryId,
}

/// The number of a name or a text in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EntryId {
    Name(usize),
    Text(usize),
}

/// The part of a result that is displayed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The name, or the part of the text around the first match.
    pub text: String,
    /// The numbers of the characters of `text` that match.
    pub marks: Vec<usize>,
}

/// Results that are returned. With more, users type another letter.
const MAX_HITS: usize = 200;
/// The minimal score of a name for each letter of the query. A letter scores 16, and more at the start of a word or after
/// another match; gaps cost.
const MIN_SCORE_PER_LETTER: u32 = 18;
/// Characters of an excerpt before the first match.
const BEFORE: usize = 24;
/// Characters of an excerpt from the first match on.
const AFTER: usize = 120;

impl SearchIndex {
    /// Indexes a dossier.
    pub fn new(dossier: &Dossier) -> SearchIndex {
        let mut index = SearchIndex::default();
        // Each speaker once, by their first quotation.
        let mut speakers: Vec<(&str, QuoteId)> =
            (0..).map(QuoteId::at).zip(&dossier.quotes).map(|(id, quote)| (&*quote.speaker, id)).collect();
        speakers.sort_unstable();
        speakers.dedup_by_key(|(speaker, _)| *speaker);
        let mut facts: Vec<Fact> = dossier.facts().collect();
        facts.sort_by_key(|fact| rank(*fact));
        for fact in facts {
            index.insert(dossier, fact);
        }
        for (speaker, id) in speakers {
            index.name("speaker", speaker, Fact::Quote(id));
        }
        index
    }

    fn insert(&mut self, dossier: &Dossier, fact: Fact) {
        match fact {
            Fact::State(id) => {
                self.name("state", &state_name(dossier, id), fact);
                // The dashboard shows no note of a state.
                return;
            }
            Fact::Treaty(id) => {
                let treaty = &dossier[id];
                self.name("treaty", &treaty.name, fact);
                for name in treaty.also.iter().chain(&treaty.formal).filter(|name| **name != treaty.name) {
                    self.name("treaty", name, fact);
                }
            }
            Fact::Source(id) => {
                self.name("source", &format!("{}, {}", dossier[id].publisher, dossier[id].title), fact);
            }
            Fact::Quote(id) => {
                self.text("quote", &dossier[id].text, fact);
                self.optional_text("context", dossier[id].context.as_deref(), fact);
            }
            Fact::Event(id) => self.text("event", &dossier[id].what, fact),
            Fact::Stance(id, treaty, n) => self.text("step", &dossier[id].history(treaty)[n].what, fact),
            Fact::Target(id, n) => {
                self.optional_text("target", dossier[id].targets[n].who.as_deref(), fact);
            }
            Fact::Aim(id, n) => {
                self.text("aim", &dossier[id].aims[n].text, fact);
                self.optional_text("aim", dossier[id].aims[n].by.as_deref(), fact);
            }
            Fact::Edition(id) => {
                self.name("edition", &format!("{}, {}", dossier[id].short, dossier[id].title), fact)
            }
            Fact::Dossier | Fact::Benchmark(_) | Fact::Spending(..) | Fact::Series(..) | Fact::Figure(..) => {
                return;
            }
        }
        let note = dossier.evidence(fact).and_then(|evidence| evidence.note.as_deref());
        self.optional_text("note", note, fact);
    }

    fn name(&mut self, kind: &'static str, text: &str, fact: Fact) {
        self.names.push(Entry { kind, text: text.into(), lowercase: Box::default(), fact });
    }

    fn text(&mut self, kind: &'static str, text: &str, fact: Fact) {
        self.texts.push(Entry { kind, text: text.into(), lowercase: text.to_lowercase().into(), fact });
    }

    fn optional_text(&mut self, kind: &'static str, text: Option<&str>, fact: Fact) {
        if let Some(text) = text {
            self.text(kind, text, fact);
        }
    }

    /// Returns what matches a query, best first: names by score; then texts with the query as typed, before those with its
    /// words apart. Notes, and titles of sources, of which there are many, come last. An empty query matches nothing.
    pub fn search(&self, query: &str) -> Vec<Hit> {
        let query = query.trim();
        if query.is_empty() {
            return Vec::new();
        }
        let mut hits = self.search_names(query);
        hits.extend(self.search_texts(&query.to_lowercase()));
        hits.sort_by_key(|hit| match hit.kind {
            "source" => 2,
            "note" => 1,
            _ => 0,
        });
        hits.truncate(MAX_HITS);
        hits
    }

    fn search_names(&self, query: &str) -> Vec<Hit> {
        let (mut matcher, pattern) = pattern(query, AtomKind::Fuzzy);
        let mut buffer = Vec::new();
        let mut scored: Vec<(u32, Hit)> = self
            .names
            .iter()
            .enumerate()
            .filter_map(|(n, Entry { kind, text, fact, .. })| {
                let score = pattern.score(Utf32Str::new(text, &mut buffer), &mut matcher)?;
                Some((score, Hit { kind, fact: *fact, entry: EntryId::Name(n) }))
            })
            .collect();
        // Letters scattered over a long title match by chance; adjacent ones score more each.
        let letters = query.chars().filter(|c| !c.is_whitespace()).count() as u32;
        scored.retain(|(score, _)| *score >= MIN_SCORE_PER_LETTER * letters);
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        scored.truncate(MAX_HITS);
        scored.into_iter().map(|(_, hit)| hit).collect()
    }

    fn search_texts(&self, query: &str) -> Vec<Hit> {
        let as_typed = Finder::new(query);
        let words: Vec<Finder<'_>> = query.split_whitespace().map(Finder::new).collect();
        let mut whole = Vec::new();
        let mut apart = Vec::new();
        for (n, Entry { kind, lowercase, fact, .. }) in self.texts.iter().enumerate() {
            let text = lowercase.as_bytes();
            let hit = Hit { kind, fact: *fact, entry: EntryId::Text(n) };
            if as_typed.find(text).is_some() {
                whole.push(hit);
            } else if words.len() > 1
                && apart.len() < MAX_HITS
                && words.iter().all(|word| word.find(text).is_some())
            {
                apart.push(hit);
            }
            if whole.len() >= MAX_HITS {
                break;
            }
        }
        whole.extend(apart);
        whole
    }

    /// Returns what to display of a result. Called only for results on the screen, because one letter may match hundreds of
    /// long texts. Empty if the result is from another index.
    pub fn excerpt(&self, hit: &Hit, query: &str) -> Excerpt {
        let query = query.trim();
        let excerpt = match hit.entry {
            EntryId::Name(n) => self.names.get(n).map(|entry| marked_name(&entry.text, query)),
            EntryId::Text(n) => self.texts.get(n).map(|entry| marked_text(entry, &query.to_lowercase())),
        };
        excerpt.unwrap_or(Excerpt { text: String::new(), marks: Vec::new() })
    }
}

/// The order of facts that match equally well. What belongs to one state stays together.
fn rank(fact: Fact) -> (u8, u32, u8) {
    match fact {
        Fact::State(_) => (0, 0, 0),
        Fact::Treaty(_) => (1, 0, 0),
        Fact::Quote(_) => (2, 0, 0),
        Fact::Event(_) => (3, 0, 0),
        Fact::Aim(state, _) => (4, state.0, 0),
        Fact::Stance(state, ..) => (4, state.0, 1),
        Fact::Target(state, _) => (4, state.0, 2),
        Fact::Dossier | Fact::Source(_) | Fact::Benchmark(_) | Fact::Edition(_) => (5, 0, 0),
        Fact::Spending(..) | Fact::Series(..) | Fact::Figure(..) => (5, 0, 0),
    }
}

impl Dossier {
    /// Returns the states whose code or name contains each word of a query, in the order of the file.
    pub fn matching_states(&self, query: &str) -> Vec<StateId> {
        let (mut matcher, pattern) = pattern(query, AtomKind::Substring);
        let mut buffer = Vec::new();
        let mut matches = |id: &StateId| {
            let name = state_name(self, *id);
            pattern.score(Utf32Str::new(&name, &mut buffer), &mut matcher).is_some()
        };
        self.state_ids().filter(|id| matches(id)).collect()
    }
}

/// The text by which a state is found.
fn state_name(dossier: &Dossier, id: StateId) -> String {
    format!("{} {}", dossier[id].code, dossier[id].name)
}

/// The pattern by which names are matched.
fn pattern(query: &str, kind: AtomKind) -> (Matcher, Pattern) {
    let pattern = Pattern::new(query, CaseMatching::Ignore, Normalization::Smart, kind);
    (Matcher::new(Config::DEFAULT), pattern)
}

/// A name with the matching letters marked.
fn marked_name(name: &str, query: &str) -> Excerpt {
    let (mut matcher, pattern) = pattern(query, AtomKind::Fuzzy);
    let (mut buffer, mut marks) = (Vec::new(), Vec::new());
    pattern.indices(Utf32Str::new(name, &mut buffer), &mut matcher, &mut marks);
    marks.sort_unstable();
    marks.dedup();
    Excerpt { text: name.to_owned(), marks: marks.into_iter().map(|n| n as usize).collect() }
}

/// The part of a text around the first match, of the query as typed or else of one of its words, with all matches marked.
fn marked_text(entry: &Entry, query: &str) -> Excerpt {
    let (words, at) = match entry.lowercase.find(query) {
        Some(at) => (vec![query], at),
        None => {
            let words: Vec<&str> = query.split_whitespace().collect();
            let at = words.iter().filter_map(|word| entry.lowercase.find(word)).min().unwrap_or(0);
            (words, at)
        }
    };
    let first = entry.lowercase.get(..at).map_or(0, |before| before.chars().count());
    let start = first.saturating_sub(BEFORE);
    let part = entry.text.chars().skip(start).take(first + AFTER - start);
    let mut part: Vec<char> = part.map(|c| if c == '\n' { ' ' } else { c }).collect();
    // Start with a whole word.
    let mut before = part.iter().take(first - start);
    let cut = if start == 0 { 0 } else { before.position(|c| *c == ' ').map_or(0, |blank| blank + 1) };
    part.drain(..cut);
    let start = start + cut;
    let mut text: String = if start > 0 { "… ".into() } else { String::new() };
    let offset = text.chars().count();
    text.extend(&part);
    // Lower case may have another number of characters; better no marks than wrong ones.
    let mut marks = Vec::new();
    if entry.lowercase.chars().count() == entry.text.chars().count() {
        let lowercase: Vec<char> = entry.lowercase.chars().skip(start).take(part.len()).collect();
        for word in words {
            let word: Vec<char> = word.chars().collect();
            let windows = lowercase.windows(word.len().max(1)).enumerate();
            let matches = windows.filter(|(_, window)| *window == word);
            marks.extend(matches.flat_map(|(n, _)| n + offset..n + offset + word.len()));
        }
        marks.sort_unstable();
        marks.dedup();
    }
    Excerpt { text, marks }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::{BUILT_IN, read};

    fn search(query: &str) -> Vec<String> {
        let index = SearchIndex::new(&read(BUILT_IN.as_bytes()).dossier.unwrap());
        let line = |hit: &Hit| format!("{}: {}", hit.kind, index.excerpt(hit, query).text);
        index.search(query).iter().map(line).collect()
    }

    #[test]
    fn names_are_found_by_approximate_spelling() {
        assert_eq!(search("eston")[0], "state: EE Estonia");
        assert_eq!(search("litua")[0], "state: LT Lithuania");
        assert!(search("pevkur")[0].starts_with("speaker: Hanno Pevkur"));
        assert!(search("dublin")[0].starts_with("treaty: Dublin Convention"), "{:?}", search("dublin"));
        assert!(search("sprud").iter().any(|hit| hit.contains("Sprūds")) || !search("sprūds").is_empty());
    }

    #[test]
    fn texts_are_found_by_words_and_not_by_letters() {
        assert!(search("solidarity").iter().any(|hit| hit.starts_with("quote: ")));
        assert!(search("STOCKPILE previously").iter().any(|hit| hit.starts_with("quote: ")));
        assert!(search("stckple").iter().all(|found| !found.starts_with("quote: ")));
        assert_eq!(search("  "), Vec::<String>::new());
        assert!(search("intelligence officials").iter().any(|hit| hit.starts_with("event: ")));
    }

    #[test]
    fn matches_are_marked() {
        let index = SearchIndex::new(&read(BUILT_IN.as_bytes()).dossier.unwrap());
        for (query, kind, marked) in [
            ("de facto minefields", "quote", "de facto minefields"),
            ("STOCKPILE previously", "quote", "stockpilepreviously"),
            ("lithua", "state", "Lithua"),
        ] {
            let all = index.search(query);
            let excerpt = index.excerpt(all.iter().find(|hit| hit.kind == kind).unwrap(), query);
            let marks: String = excerpt.marks.iter().map(|n| excerpt.text.chars().nth(*n).unwrap()).collect();
            assert_eq!(marks, marked, "{}", excerpt.text);
        }
    }
}
