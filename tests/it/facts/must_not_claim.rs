//! Claims that the list in the fact base forbids. The additions relax it: quotations may come from other sources than
//! the article, plans to produce, buy or lay mines may be reported as plans, the edition of July 2026 no longer
//! estimates 2024, and editions may be compared, but not mixed in one series.

use flank::dossier::Date;
use flank::dossier::model::{About, BenchmarkKind, Certainty, Position, StateId};
use jiff::ToSpan;

use super::additions::row_of;
use super::sources::evidence;
use super::{ARTICLE, FT, dossier, editions, facts, source_ids, texts, treaty};

/// The start of each line of the list, with its check.
const LINES: &[(&str, fn())] = &[
    ("that Poland was, is or left being a party", only_lithuania_joined_and_left_the_ccm),
    (
        "any spending figure for Latvia or Finland as coming from the article",
        article_gives_no_spending_figure,
    ),
    ("that 5 per cent was a NATO goal on 18 March 2025", five_per_cent_was_a_proposal),
    ("2024 and 2025 values as outturn", recent_years_are_estimates),
    ("values mixed across NATO editions", editions::figures_are_in_editions_only),
    ("Finland’s figures before 4 April 2023 as those of an ally", finland_was_not_an_ally_before_2023),
    ("that withdrawal took effect on a vote", withdrawal_takes_effect_six_months_after_the_notice),
    ("that any state has laid, produced or bought mines", mines_are_only_planned),
    ("that the Amnesty words were said about the joint statement", amnesty_is_undated),
    ("an exact day for the Polish president’s signature", unknown_days_and_counts_are_left_open),
    ("exact border lengths", lengths_are_approximate),
    ("161 parties to the Ottawa Convention", derived_counts_are_left_out),
    ("quotations from any source but the article", quotations_are_from_the_fact_base),
];

#[test]
fn dossier_makes_no_forbidden_claim() {
    let lines = texts(facts(), "must_not_claim");
    assert_eq!(lines.len(), LINES.len());
    for (line, (beginning, check)) in lines.iter().zip(LINES) {
        assert!(line.starts_with(beginning), "no check for: {line}");
        check();
    }
}

fn state(code: &str) -> StateId {
    dossier().state_by_code(code).unwrap()
}

/// Returns every text of the dossier except addresses.
fn all_texts() -> Vec<&'static str> {
    let d = dossier();
    let mut all: Vec<&str> = vec![&d.title];
    for source in &d.sources {
        all.extend([source.publisher.as_str(), source.title.as_str()]);
        all.extend(source.note.as_deref());
    }
    all.extend(d.quotes.iter().map(|quote| quote.text.as_str()));
    all.extend(our_words());
    all
}

/// Returns every text in the dossier's own words.
fn our_words() -> Vec<&'static str> {
    let d = dossier();
    let mut all: Vec<&str> = evidence().iter().filter_map(|(_, evidence)| evidence.note.as_deref()).collect();
    for treaty in &d.treaties {
        all.extend(
            [Some(&*treaty.name), treaty.formal.as_deref(), treaty.subject.as_deref()].iter().flatten(),
        );
        all.extend(treaty.also.iter().map(|name| name.as_str()));
    }
    all.extend(d.benchmarks.iter().map(|benchmark| benchmark.name.as_str()));
    for state in &d.states {
        all.extend(state.histories.iter().flatten().map(|step| step.what.as_str()));
        all.extend(state.targets.iter().filter_map(|target| target.who.as_deref()));
        all.extend(state.aims.iter().map(|aim| aim.text.as_str()));
    }
    for edition in editions::of_file() {
        all.extend(["basis", "note"].map(|key| edition[key].as_str().unwrap()));
    }
    all.extend(d.quotes.iter().filter_map(|quote| quote.context.as_deref()));
    all.extend(d.events.iter().map(|event| event.what.as_str()));
    all
}

fn only_lithuania_joined_and_left_the_ccm() {
    for state in dossier().states.iter().filter(|state| state.code.as_str() != "LT") {
        let history = state.history(treaty("ccm"));
        assert!(!history.is_empty(), "{} says nothing of it", state.name);
        assert!(history.iter().all(|step| step.position == Position::NeverJoined), "{}", state.name);
    }
    let left = dossier()[state("LT")].history(treaty("ccm")).last().unwrap();
    assert_eq!(left.position, Position::Withdrawn);
}

fn article_gives_no_spending_figure() {
    assert!(!editions::cited().contains(FT), "an edition from the article");
    for state in [state("LV"), state("FI")].map(|id| &dossier()[id]) {
        assert!(!state.targets.is_empty());
        for target in &state.targets {
            assert!(
                !source_ids(&target.evidence).contains(&FT),
                "a figure of {} from the article",
                state.name
            );
        }
    }
}

fn five_per_cent_was_a_proposal() {
    let kinds = |percent: f64| -> Vec<BenchmarkKind> {
        let known = dossier().as_of(ARTICLE).benchmarks();
        known.filter(|(_, line)| line.percent == percent).map(|(_, line)| line.kind).collect()
    };
    assert_eq!(kinds(5.0), [BenchmarkKind::Proposal]);
    assert_eq!(kinds(2.0), [BenchmarkKind::Goal]);
}

fn recent_years_are_estimates() {
    let first_estimates = editions::of_file()
        .map(|edition| (edition["id"].as_str().unwrap(), edition["estimates_from"].as_integer().unwrap()));
    let expected = [("nato-2024-06", 2023), ("nato-2025-08", 2024), ("nato-2026-07", 2025)];
    assert_eq!(first_estimates.collect::<Vec<_>>(), expected);
}

fn finland_was_not_an_ally_before_2023() {
    assert!(dossier()[state("FI")].nato_since.is_some());
    for edition in editions::of_file() {
        let note = edition["note"].as_str().unwrap();
        assert!(note.contains("4 April 2023") && note.contains("not those of an ally"), "{note}");
    }
}

fn withdrawal_takes_effect_six_months_after_the_notice() {
    let mut withdrawn = 0;
    for state in &dossier().states {
        for history in &state.histories {
            let Some(out) = history.iter().find(|step| step.position == Position::Withdrawn) else {
                continue;
            };
            let notice = history.iter().find(|step| step.position == Position::NotifiedWithdrawal).unwrap();
            let six_months = notice.date.unwrap().last_day().checked_add(6.months()).unwrap();
            assert!(six_months <= out.date.unwrap().last_day(), "{}: {}", state.name, out.what);
            withdrawn += 1;
        }
        for step in state.histories.iter().flatten() {
            let says_so =
                ["takes effect", "no longer legally bound"].iter().any(|words| step.what.contains(words));
            assert!(!says_so || step.position == Position::Withdrawn, "{}: {}", state.name, step.what);
        }
    }
    assert_eq!(withdrawn, 6, "five from one convention, one from the other");
}

/// Words for acts, which are forbidden, and words for plans, which sentences about mines must contain.
const ACTS: &[&str] = &[
    "laid",
    "lays",
    "lay",
    "laying",
    "planted",
    "produced",
    "produces",
    "producing",
    "bought",
    "buys",
    "buying",
    "purchased",
    "purchases",
    "deployed",
    "deploys",
    "manufactured",
    "acquired",
    "stockpiled",
    "mined",
];
const PLANS: &[&str] =
    &["plan", "plans", "may", "able", "resume", "steps", "dialogue", "weighs", "announces"];

fn mines_are_only_planned() {
    let has = |text: &str, of: &[&str]| {
        let mut words = text.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase);
        words.any(|word| of.contains(&word.as_str()))
    };
    let texts = all_texts();
    assert!(texts.iter().any(|text| text.contains("landmines")), "the search sees the texts");
    for text in texts {
        assert!(!has(text, ACTS), "an act in: {text}");
    }
    for event in &dossier().events {
        let on_mines = has(&event.what, &["mine", "mines"])
            && has(&event.what, &["produce", "production", "make", "buy", "procurement", "acquire", "spend"]);
        assert!(!on_mines || has(&event.what, PLANS), "no plan in: {}", event.what);
    }
}

fn amnesty_is_undated() {
    let amnesty: Vec<_> = dossier().quotes.iter().filter(|q| q.speaker.contains("Amnesty")).collect();
    assert_eq!(amnesty.len(), 2);
    for quote in amnesty {
        assert_eq!(quote.date, None);
        assert_eq!(quote.about, Some(About::Treaty(treaty("ccm"))), "not the convention of the statement");
        let words = [quote.context.as_deref(), quote.evidence.note.as_deref()];
        assert!(words[1].is_some_and(|note| note.contains("no comment on the joint statement")), "{words:?}");
        assert!(!words.into_iter().flatten().any(|text| text.contains("2025")), "{words:?}");
    }
}

fn unknown_days_and_counts_are_left_open() {
    let step = |code: &str, words: &[&str]| {
        let mut history = dossier()[state(code)].history(treaty("apmbc")).iter();
        history.find(|step| words.iter().all(|word| step.what.contains(word))).unwrap()
    };
    let senate = step("PL", &["Senate"]);
    assert_eq!(senate.votes, None);
    for step in [senate, step("PL", &["President", "signs"]), step("LT", &["President", "signs"])] {
        assert!(matches!(step.date, Some(Date::Month { .. })), "{}: {:?}", step.what, step.date);
    }
}

fn lengths_are_approximate() {
    let borders: Vec<_> = dossier().states.iter().flat_map(|state| &state.borders).collect();
    assert!(!borders.is_empty());
    for border in borders {
        let evidence = &border.evidence;
        assert!(evidence.certainty != Certainty::Confirmed && evidence.note.is_some(), "{border:?}");
    }
}

fn derived_counts_are_left_out() {
    let claiming = all_texts().into_iter().find(|text| text.contains("161"));
    assert_eq!(claiming, None);
}

fn quotations_are_from_the_fact_base() {
    for quote in &dossier().quotes {
        let from_article = source_ids(&quote.evidence)[0] == FT;
        assert!(from_article || row_of(quote).is_some(), "{}", quote.text);
    }
    // Texts in our own words contain no quotations.
    let quoting = our_words().into_iter().find(|text| text.contains(['“', '”', '"', '„', '«']));
    assert_eq!(quoting, None);
}
