//! What the additions to the fact base have: quotations from elsewhere than the article, and what followed.

use flank::dossier::model::{About, Certainty, Quote};
use serde_json::Value;

use super::{FT, additions, dossier, rows, source_ids, text, texts, written};

/// Returns the words of a row without the comma before the attribution.
fn words(row: &Value) -> &str {
    let words = text(row, "text");
    words.strip_suffix(',').unwrap_or(words)
}

/// Returns the row with exactly the words of a quotation, if it is meant to be in the dossier.
pub fn row_of(quote: &Quote) -> Option<&'static Value> {
    let mut shipped = rows(additions(), "quotes").iter().filter(|row| row["ship"] == true);
    shipped.find(|row| words(row) == quote.text.as_str())
}

/// Returns the certainty of the dossier for that of a row: confirmed by two independent publishers or an official one.
pub fn certainty(row: &Value) -> Certainty {
    // An official page that was not seen itself is known from one transcription.
    let unseen = text(&row["sources"][0], "note").contains("not stored");
    match text(row, "certainty") {
        "single official" if unseen => Certainty::SingleSource,
        "confirmed by two independent" | "single official" => Certainty::Confirmed,
        "single press" => Certainty::SingleSource,
        other => panic!("certainty {other:?} in {row}"),
    }
}

#[test]
fn quotations_match_the_additions_character_by_character() {
    for quote in dossier().quotes.iter().filter(|quote| source_ids(&quote.evidence)[0] != FT) {
        let row = row_of(quote).unwrap_or_else(|| panic!("not in the additions: {}", quote.text));
        assert_eq!(quote.speaker.as_str(), text(row, "speaker"));
        assert_eq!(quote.office.as_deref().unwrap_or_default(), text(row, "office_that_day"), "{row}");
        let codes: Vec<_> = quote.states.iter().map(|id| dossier()[*id].code.as_str()).collect();
        assert_eq!(codes, texts(row, "states"), "states of {row}");
        assert_eq!(written(quote.date), text(row, "date"), "date of {row}");
        let basis = row["date_basis"].as_str().unwrap_or("stated");
        assert_eq!(quote.evidence.date_basis.word(), basis, "basis of the date of {row}");
        let about = match quote.about.as_ref().unwrap() {
            About::Treaty(treaty) => dossier()[*treaty].id.as_str(),
            About::Word(word) => word.as_str(),
        };
        assert_eq!(about, text(row, "about"), "topic of {row}");
        assert_eq!(quote.evidence.certainty, certainty(row), "certainty of {row}");
        let urls = quote.evidence.sources.iter().map(|id| dossier()[*id].url.as_deref().unwrap_or_default());
        let expected = rows(row, "sources").iter().map(|source| text(source, "url"));
        assert_eq!(urls.collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "sources of {row}");
    }
}

#[test]
fn every_quotation_of_the_additions_is_in_the_dossier() {
    for row in rows(additions(), "quotes").iter().filter(|row| row["ship"] == true) {
        let same = dossier().quotes.iter().filter(|quote| quote.text.as_str() == words(row));
        assert_eq!(same.count(), 1, "{row}");
    }
}

#[test]
fn contexts_have_at_most_ten_words() {
    for quote in &dossier().quotes {
        let context = quote.context.as_deref().unwrap_or_default();
        assert!(context.split_whitespace().count() <= 10, "{context}");
    }
}

/// Returns a fact of the additions.
pub fn fact(id: &str) -> &'static Value {
    rows(additions(), "facts")
        .iter()
        .find(|row| text(row, "id") == id)
        .unwrap_or_else(|| panic!("no fact {id}"))
}

/// Returns whether a fact of the additions with this date cites an address.
pub fn cited_by_additions(date: &str, url: &str) -> bool {
    let mut dated = rows(additions(), "facts").iter().filter(|row| text(row, "date") == date);
    dated.any(|row| cites(row, url))
}

/// Returns whether a row cites an address.
pub fn cites(row: &'static Value, url: &str) -> bool {
    rows(row, "sources").iter().any(|source| text(source, "url") == url)
}

#[test]
fn contradictions_are_in_a_note() {
    let mut found = 0;
    for row in rows(additions(), "facts").iter().filter(|row| text(row, "versus_dossier") == "contradicts") {
        let statement = text(row, "statement");
        let percent = statement.split("now ").nth(1).unwrap().split(' ').next().unwrap();
        let evidence = super::sources::evidence();
        let noted = evidence.iter().any(|(_, evidence)| {
            let note = evidence.note.as_deref().unwrap_or_default();
            let urls = evidence.sources.iter().filter_map(|id| dossier()[*id].url.as_deref());
            note.contains(percent) && urls.into_iter().any(|url| cites(row, url))
        });
        assert!(noted, "{percent} is in no note");
        found += 1;
    }
    assert!(found > 0);
}
