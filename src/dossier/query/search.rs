//! Finding: states, speakers, treaties and sources by their names, roughly typed; quotations, steps, aims,
//! events and notes by words that they hold.
//!
//! Names are matched fuzzily, since they are short and few. Texts are not: over thousands of quotations a fuzzy
//! search finds everything. There each word of the query must stand somewhere in the text.

use memchr::memmem::Finder;
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::dossier::model::{Dossier, EventId, QuoteId, SourceId, StateId, TreatyId};
use crate::dossier::query::describe::Fact;

/// What can be found, made once for a dossier.
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
    /// The same in small letters, for texts.
    small: Box<str>,
    fact: Fact,
}

/// Something found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// What it is: "state", "quote" and so on.
    pub kind: &'static str,
    /// The fact that it leads to.
    pub fact: Fact,
    /// Where the index has it.
    entry: EntryId,
}

/// The number of a name or a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EntryId {
    Name(usize),
    Text(usize),
}

/// What is shown of something found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The name, or a piece of the text around the first match.
    pub text: String,
    /// Which characters of `text` match, by their number.
    pub marks: Vec<usize>,
}

/// The most that are listed; whoever sees as many types another letter.
const MOST: usize = 200;
/// The least score for each letter of the query by which a name matches. A letter alone scores 16, and more
/// where it begins a word or follows the one before; each gap costs.
const LEAST_A_LETTER: u32 = 18;
/// Characters of a text before and behind the first match.
const AROUND: (usize, usize) = (24, 120);

impl SearchIndex {
    /// Everything in a dossier that can be found.
    pub fn new(dossier: &Dossier) -> SearchIndex {
        let mut index = SearchIndex::default();
        for (id, state) in dossier.state_ids().zip(&dossier.states) {
            index.name("state", format!("{} {}", state.code, state.name), Fact::State(id));
        }
        for (id, treaty) in dossier.treaty_ids().zip(&dossier.treaties) {
            index.name("treaty", treaty.name.to_string(), Fact::Treaty(id));
            for also in treaty.also.iter().chain(&treaty.formal).filter(|name| **name != treaty.name) {
                index.name("treaty", also.to_string(), Fact::Treaty(id));
            }
            index.text("note", treaty.evidence.note.as_deref(), Fact::Treaty(id));
        }
        let mut speakers: Vec<(&str, QuoteId)> = Vec::new();
        for (n, quote) in dossier.quotes.iter().enumerate() {
            speakers.push((&quote.speaker, QuoteId::at(n)));
        }
        speakers.sort_unstable();
        speakers.dedup_by_key(|(speaker, _)| *speaker);
        for (speaker, id) in speakers {
            index.name("speaker", speaker.to_owned(), Fact::Quote(id));
        }
        for (n, source) in dossier.sources.iter().enumerate() {
            index.name(
                "source",
                format!("{}, {}", source.publisher, source.title),
                Fact::Source(SourceId::at(n)),
            );
        }
        for (n, quote) in dossier.quotes.iter().enumerate() {
            let fact = Fact::Quote(QuoteId::at(n));
            index.text("quote", Some(&quote.text), fact);
            index.text("context", quote.context.as_deref(), fact);
            index.text("note", quote.evidence.note.as_deref(), fact);
        }
        for (n, event) in dossier.events.iter().enumerate() {
            let fact = Fact::Event(EventId::at(n));
            index.text("event", Some(&event.what), fact);
            index.text("note", event.evidence.note.as_deref(), fact);
        }
        for id in dossier.state_ids() {
            index.state(dossier, id);
        }
        index
    }

    fn state(&mut self, dossier: &Dossier, id: StateId) {
        let state = &dossier[id];
        for (n, aim) in state.aims.iter().enumerate() {
            self.text("aim", Some(&aim.text), Fact::Aim(id, n));
            self.text("aim", aim.by.as_deref(), Fact::Aim(id, n));
            self.text("note", aim.evidence.note.as_deref(), Fact::Aim(id, n));
        }
        for (treaty, history) in (0u32..).map(TreatyId).zip(&state.histories) {
            for (n, step) in history.0.iter().enumerate() {
                self.text("step", Some(&step.what), Fact::Stance(id, treaty, n));
                self.text("note", step.evidence.note.as_deref(), Fact::Stance(id, treaty, n));
            }
        }
        for (n, target) in state.targets.iter().enumerate() {
            self.text("target", target.who.as_deref(), Fact::Target(id, n));
            self.text("note", target.evidence.note.as_deref(), Fact::Target(id, n));
        }
    }

    fn name(&mut self, kind: &'static str, text: String, fact: Fact) {
        self.names.push(Entry { kind, text: text.into(), small: Box::default(), fact });
    }

    fn text(&mut self, kind: &'static str, text: Option<&str>, fact: Fact) {
        if let Some(text) = text {
            self.texts.push(Entry { kind, text: text.into(), small: text.to_lowercase().into(), fact });
        }
    }

    /// What matches a query, the best first: names by how well they match; then texts, those that hold the query as it
    /// is typed before those that hold its words apart; notes on them, and titles of sources, of which there are many,
    /// come last. Nothing matches an empty query.
    pub fn find(&self, query: &str) -> Vec<Hit> {
        let query = query.trim();
        if query.is_empty() {
            return Vec::new();
        }
        let mut found = self.find_names(query);
        found.extend(self.find_texts(&query.to_lowercase()));
        found.sort_by_key(|found| match found.kind {
            "source" => 2,
            "note" => 1,
            _ => 0,
        });
        found.truncate(MOST);
        found
    }

    fn find_names(&self, query: &str) -> Vec<Hit> {
        let (mut matcher, pattern) = fuzzy(query);
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
        // Letters strewn over a long title match by chance; those that stand together score more each.
        let letters = query.chars().filter(|c| !c.is_whitespace()).count() as u32;
        scored.retain(|(score, _)| *score >= LEAST_A_LETTER * letters);
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        scored.truncate(MOST);
        scored.into_iter().map(|(_, found)| found).collect()
    }

    fn find_texts(&self, query: &str) -> Vec<Hit> {
        // Searchers that were made ready once: each letter goes through all texts.
        let as_typed = Finder::new(query);
        let each: Vec<Finder<'_>> = query.split_whitespace().map(Finder::new).collect();
        let mut whole = Vec::new();
        let mut apart = Vec::new();
        for (n, Entry { kind, small, fact, .. }) in self.texts.iter().enumerate() {
            let (small, found) = (small.as_bytes(), Hit { kind, fact: *fact, entry: EntryId::Text(n) });
            if as_typed.find(small).is_some() {
                whole.push(found);
            } else if each.len() > 1
                && apart.len() < MOST
                && each.iter().all(|word| word.find(small).is_some())
            {
                apart.push(found);
            }
            if whole.len() >= MOST {
                break;
            }
        }
        whole.extend(apart);
        whole
    }

    /// What to show of something that was found for a query. Worked out only of what is on the screen: one letter may
    /// find hundreds of long texts. Empty where the index is another than that which found it.
    pub fn excerpt(&self, found: &Hit, query: &str) -> Excerpt {
        let excerpt = match found.entry {
            EntryId::Name(n) => self.names.get(n).map(|entry| name_with_marks(&entry.text, query.trim())),
            EntryId::Text(n) => {
                self.texts.get(n).map(|entry| piece_with_marks(entry, &query.trim().to_lowercase()))
            }
        };
        excerpt.unwrap_or(Excerpt { text: String::new(), marks: Vec::new() })
    }
}

/// What matches a query as names are matched.
fn fuzzy(query: &str) -> (Matcher, Pattern) {
    let pattern = Pattern::new(query, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
    (Matcher::new(Config::DEFAULT), pattern)
}

/// A name with the letters marked that match.
fn name_with_marks(name: &str, query: &str) -> Excerpt {
    let (mut matcher, pattern) = fuzzy(query);
    let (mut buffer, mut marks) = (Vec::new(), Vec::new());
    pattern.indices(Utf32Str::new(name, &mut buffer), &mut matcher, &mut marks);
    marks.sort_unstable();
    marks.dedup();
    Excerpt { text: name.to_owned(), marks: marks.into_iter().map(|n| n as usize).collect() }
}

/// The piece of a text around the first match: of the query as it is typed, else of one of its words. Every one of them is
/// marked.
fn piece_with_marks(entry: &Entry, query: &str) -> Excerpt {
    let (words, at) = match entry.small.find(query) {
        Some(at) => (vec![query], at),
        None => {
            let words: Vec<&str> = query.split_whitespace().collect();
            let at = words.iter().filter_map(|word| entry.small.find(word)).min().unwrap_or(0);
            (words, at)
        }
    };
    let first = entry.small.get(..at).map_or(0, |before| before.chars().count());
    let from = first.saturating_sub(AROUND.0);
    let text = entry.text.chars().skip(from).take(first + AROUND.1 - from);
    let mut piece: Vec<char> = text.map(|c| if c == '\n' { ' ' } else { c }).collect();
    // It begins with a word.
    let mut before = piece.iter().take(first - from);
    let cut = if from == 0 { 0 } else { before.position(|c| *c == ' ').map_or(0, |blank| blank + 1) };
    piece.drain(..cut);
    let from = from + cut;
    let mut text: String = if from > 0 { "… ".into() } else { String::new() };
    let lead = text.chars().count();
    text.extend(&piece);
    // Small letters may be more or fewer than capital ones; then nothing is marked rather than the wrong place.
    let mut marks = Vec::new();
    if entry.small.chars().count() == entry.text.chars().count() {
        let small: Vec<char> = entry.small.chars().skip(from).take(piece.len()).collect();
        for word in words {
            let word: Vec<char> = word.chars().collect();
            let places = small.windows(word.len().max(1)).enumerate().filter(|(_, piece)| *piece == word);
            marks.extend(places.flat_map(|(n, _)| n + lead..n + lead + word.len()));
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

    fn found(query: &str) -> Vec<String> {
        let index = SearchIndex::new(&read(BUILT_IN.as_bytes()).dossier.unwrap());
        let shown = |found: &Hit| format!("{}: {}", found.kind, index.excerpt(found, query).text);
        index.find(query).iter().map(shown).collect()
    }

    #[test]
    fn names_are_found_roughly_typed() {
        assert_eq!(found("eston")[0], "state: EE Estonia");
        assert_eq!(found("litua")[0], "state: LT Lithuania");
        assert!(found("pevkur")[0].starts_with("speaker: Hanno Pevkur"));
        assert!(found("dublin")[0].starts_with("treaty: Dublin Convention"), "{:?}", found("dublin"));
        assert!(found("sprud").iter().any(|found| found.contains("Sprūds")) || !found("sprūds").is_empty());
    }

    #[test]
    fn texts_are_found_by_their_words_and_not_by_their_letters() {
        assert!(found("solidarity").iter().any(|found| found.starts_with("quote: ")));
        assert!(found("STOCKPILE previously").iter().any(|found| found.starts_with("quote: ")));
        assert!(found("stckple").iter().all(|found| !found.starts_with("quote: ")));
        assert_eq!(found("  "), Vec::<String>::new());
        assert!(found("intelligence officials").iter().any(|found| found.starts_with("event: ")));
    }

    #[test]
    fn what_matches_is_marked() {
        let index = SearchIndex::new(&read(BUILT_IN.as_bytes()).dossier.unwrap());
        for (query, kind, marked) in [
            ("de facto minefields", "quote", "de facto minefields"),
            ("STOCKPILE previously", "quote", "stockpilepreviously"),
            ("lithua", "state", "Lithua"),
        ] {
            let all = index.find(query);
            let excerpt = index.excerpt(all.iter().find(|found| found.kind == kind).unwrap(), query);
            let marks: String = excerpt.marks.iter().map(|n| excerpt.text.chars().nth(*n).unwrap()).collect();
            assert_eq!(marks, marked, "{}", excerpt.text);
        }
    }
}
