//! The additions to the fact base: quotations from sources other than the article, and later facts.

use flank::dossier::model::{About, Certainty, Quote};
use serde_json::Value;

use super::{FT, additions, contain_all, dossier, rows, source_ids, text, texts, written};

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

/// Facts of the additions that are events, with date and words of the event. A fact may be several events.
#[rustfmt::skip]
const EVENTS: &[(&str, &str, &[&str])] = &[
    ("ua-decree", "2025-06-29", &["Zelensky", "decree", "Security Council"]),
    ("lt-fi-production-2025", "2025-07-09", &["Lithuania and Finland plan", "2026", "Ukraine"]),
    ("ua-suspension", "2025-07-15", &["suspends", "299 votes", "0329", "armed conflict"]),
    ("lt-officials", "2025-11-11", &["Robertas Kaunas", "Dovilė Šakalienė", "22 October 2025"]),
    ("pl-production", "2025-12-17", &["Paweł Zalewski", "since the Cold War", "1.2 million", "5 to 6 million"]),
    ("lt-mines", "2025-12-27", &["buy, produce and stockpile", "Lithuanian makers"]),
    ("lv-procure", "2025-12-27", &["may now organise procurement", "Poland or Finland"]),
    ("fi-mines-2026", "2026-01-14", &["acquire anti-personnel mines", "train", "2027"]),
    ("fi-industry", "2026-01", &["dialogue with industry"]),
    ("lt-mines", "2026-02", &["812 million euros", "189 million", "2035", "SAFE"]),
    ("pl-48h", "2026-02-19", &["Donald Tusk", "48 hours", "Bluszcz"]),
    ("lv-mod-2026", "2026-05-10", &["Andris Sprūds resigns", "7 May", "Raivis Melnis"]),
    ("lv-pm-2026", "2026-05-28", &["Andris Kulbergs", "Evika Siliņa"]),
    ("lt-officials", "2026-07-14", &["Mindaugas Sinkevičius"]),
    ("ee-president", "2026-09-02", &["Ülle Madise", "71 votes", "12 October 2026", "Kristen Michal"]),
    ("lv-pm-2026", "2026-10-03", &["Saeima", "United List", "6 October"]),
];

/// Facts of the additions that are elsewhere in the dossier: in a step, a target or a note.
const ELSEWHERE: &[&str] = &[
    "check-ee-first-reading",
    "check-ft-tusk",
    "fi-budget-2026",
    "lv-5pct-law",
    "lv-budget-2026",
    "pl-budget-2026",
    "pl-budget-2027",
];

/// Facts of the additions that are not in the dossier: the edition of July 2026 has the ranking, another measure of
/// spending is for comparison only, and the directive concerns no state of the dossier.
const LEFT_OUT: &[&str] = &["nato-2026-ranking", "sipri-2025", "us-landmines"];

#[test]
fn later_facts_are_events() {
    for (id, date, words) in EVENTS {
        let row = fact(id);
        let is = |event: &&flank::dossier::model::Event| {
            let texts = [&*event.what, event.evidence.note.as_deref().unwrap_or_default()];
            written(event.date) == *date && contain_all(texts, words)
        };
        let event = dossier().events.iter().find(is).unwrap_or_else(|| panic!("no event of {date} for {id}"));
        for source in &event.evidence.sources {
            let url = dossier()[*source].url.as_deref().unwrap_or_default();
            let cited_elsewhere = rows(additions(), "quotes").iter().any(|row| cites(row, url));
            assert!(cites(row, url) || cited_elsewhere, "{url} of {id}");
        }
        // A sum from a single report is less certain than its fact.
        if event.evidence.certainty != Certainty::SingleSource {
            assert_eq!(event.evidence.certainty, certainty(row), "{id}");
        }
    }
}

#[test]
fn every_added_fact_is_in_the_dossier() {
    for row in rows(additions(), "facts").iter().filter(|row| text(row, "versus_dossier") != "agrees") {
        let id = text(row, "id");
        let is_event = EVENTS.iter().any(|(of, ..)| *of == id);
        assert!(is_event || ELSEWHERE.contains(&id) || LEFT_OUT.contains(&id), "{id}");
    }
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

#[test]
fn annual_report_is_an_event_with_its_five_figures() {
    let row = rows(additions(), "editions").iter().find(|row| text(row, "id") == "nato-2025-04").unwrap();
    let of_day = |event: &&flank::dossier::model::Event| written(event.date) == text(row, "published");
    let event = dossier().events.iter().find(of_day).unwrap();
    let note = event.evidence.note.as_deref().unwrap();
    let series = row["series"].as_object().unwrap();
    assert_eq!(series.len(), 5);
    for (code, figures) in series {
        let state = &dossier()[dossier().state_by_code(code).unwrap()];
        assert!(event.states.contains(&dossier().state_by_code(code).unwrap()), "{code}");
        let figure = format!("{} {:.2}", state.name, figures[0]["percent"].as_f64().unwrap());
        assert!(note.contains(&figure), "{figure} in {note}");
    }
}
