//! The eleven quotations from the article, character by character.

use serde_json::Value;

use super::additions::cites;
use super::{ARTICLE, FT, additions, dossier, facts, rows, source_ids, text, texts, written};
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
        let is_single = quote.evidence.sources.len() == 1;
        let expected = if is_single { Certainty::SingleSource } else { Certainty::Confirmed };
        assert_eq!(quote.evidence.certainty, expected, "certainty of {row}");
    }
}

/// Checks of the article's words elsewhere, with the quotations that they confirm.
const CONFIRMED: &[(&str, &[&str])] = &[
    ("check-ft-joint", &["q1", "q2", "q3", "q4"]),
    ("check-ft-pevkur", &["q6"]),
    ("check-ft-amnesty", &["q9", "q10"]),
];

#[test]
fn quotations_confirmed_elsewhere_cite_that_source() {
    for (check, quotes) in CONFIRMED {
        let check = rows(additions(), "facts").iter().find(|row| text(row, "id") == *check).unwrap();
        assert_eq!(text(check, "versus_dossier"), "agrees");
        let dates: Vec<_> = rows(check, "sources").iter().map(|source| text(source, "date")).collect();
        for id in *quotes {
            let row = rows(facts(), "quotes").iter().find(|row| text(row, "id") == *id).unwrap();
            let [article, other] = quote_of(row).evidence.sources[..] else { panic!("sources of {row}") };
            assert_eq!(dossier()[article].id.as_str(), FT);
            let (url, date) = (dossier()[other].url.as_deref().unwrap_or_default(), dossier()[other].date);
            assert!(cites(check, url) && dates.contains(&&*written(date)), "{url} for {row}");
        }
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
