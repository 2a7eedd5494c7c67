//! The eleven quotations from the article, character by character.

use serde_json::Value;

use super::{ARTICLE, FT, dossier, facts, rows, source_ids, text, texts, written};
use flank::dossier::model::{Certainty, Quote};

/// Returns the quotation with exactly the words of a row.
pub fn quote_of(row: &Value) -> &'static Quote {
    let same: Vec<_> =
        dossier().quotes.iter().filter(|quote| quote.text.as_str() == text(row, "text")).collect();
    assert_eq!(same.len(), 1, "quotations with exactly the words of {row}");
    same[0]
}

#[test]
fn quotations_match_the_fact_base_word_for_word() {
    let rows = rows(facts(), "quotes");
    let from_article = dossier().quotes.iter().filter(|quote| source_ids(&quote.evidence)[0] == FT);
    assert_eq!(rows.len(), from_article.count());
    for row in rows {
        let quote = quote_of(row);
        assert_eq!(quote.speaker.as_str(), text(row, "speaker"));
        assert_eq!(quote.office.as_deref().unwrap_or_default(), text(row, "role"), "office of {row}");
        let codes: Vec<_> = quote.states.iter().map(|id| dossier()[*id].code.as_str()).collect();
        assert_eq!(codes, texts(row, "states"), "states of {row}");
        assert_eq!(written(quote.date), text(row, "date"), "date of {row}");
        assert_eq!(source_ids(&quote.evidence)[0], FT, "source of {row}");
        assert_eq!(quote.evidence.certainty, Certainty::Confirmed, "the article is at hand: {row}");
    }
}

#[test]
fn fragments_have_context() {
    let fragments: Vec<_> = rows(facts(), "quotes").iter().filter(|row| row["fragment"] == true).collect();
    assert!(!fragments.is_empty());
    for row in fragments {
        let quote = quote_of(row);
        let context = quote.context.as_deref().unwrap_or_default();
        assert!(context.len() > quote.text.len().min(40), "{:?} for {row}", quote.context);
    }
}

#[test]
fn quotations_of_the_article_are_known_on_its_day() {
    for row in rows(facts(), "quotes") {
        assert!(quote_of(row).evidence.known_from.is_none_or(|known| known <= ARTICLE), "{row}");
    }
}

#[test]
fn named_officials_appear() {
    for row in rows(facts(), "officials").iter().filter(|row| row["named"] == true) {
        let name = text(row, "name");
        let speaks = dossier().quotes.iter().any(|quote| quote.speaker.as_str() == name);
        // Trump is not quoted: the proposal is his.
        let proposes = dossier().benchmarks.iter().filter_map(|benchmark| benchmark.evidence.note.as_deref());
        assert!(speaks || proposes.clone().any(|note| note.contains(name)), "nothing of {name}");
    }
}
